"""Labels toward a choice between two are called by its sides; toward anything else, by their names."""

from __future__ import annotations

import pytest

from annotator.codebooks import default
from annotator.model import Target
from annotator.ui.texts.label_names import label_words, toward

CHOICE = Target("c", "choice", "where to live", ("city life", "countryside"))
STANCE = default().facet("stance")


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("stance.favor", "prefers city life"),
        ("stance.against", "prefers countryside"),
        ("stance.mixed", "both"),
        ("stance.neutral", "no preference"),
        ("stance.none", "none"),
    ],
)
def test_the_sides_of_a_choice_are_named(qapp: object, label: str, words: str) -> None:
    assert label_words(default().label(label), STANCE, CHOICE) == words


def test_everything_else_keeps_its_name(qapp: object) -> None:
    favor = default().label("stance.favor")
    assert label_words(favor, STANCE, None) == "favor"
    assert label_words(favor, STANCE, Target("p", "proposition", "robots")) == "favor"
    assert label_words(favor, STANCE, Target("c", "choice", "?", ("a", "b", "c"))) == "favor"
    assert label_words(favor, default().facet("topic"), CHOICE) == "favor"
    assert label_words(favor, None, CHOICE) == "favor"


def test_a_tag_without_a_target_is_toward_the_first() -> None:
    other = Target("p", "proposition", "robots")
    assert toward(None, (CHOICE, other)) is CHOICE
    assert toward("p", (CHOICE, other)) is other
    assert toward("x", (CHOICE, other)) is None
    assert toward(None, ()) is None
