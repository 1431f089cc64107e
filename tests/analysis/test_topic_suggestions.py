"""Topic suggestions: what is learnt can be forgotten, and silence is the answer to doubt."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.topic_suggestions import (
    SuggestOptions,
    TopicModel,
    fit,
    is_ready,
    scores,
    suggest,
    text_features,
)

EAGER = SuggestOptions(minimum_tags=4, minimum_per_label=2, margin=0.5)
EXAMPLES = [
    ("猫和狗都很可爱", "pets"),
    ("My dog chases the cat", "pets"),
    ("我家的猫不吃鱼", "pets"),
    ("今天下雨了", "weather"),
    ("Rain and wind all day", "weather"),
    ("明天有雨吗", "weather"),
    ("这部电影很好看", "films"),
    ("I loved that film", "films"),
]
PAIRS = st.lists(st.tuples(st.text("猫狗雨 abcé'’", max_size=12), st.sampled_from("xyz")), max_size=12)


def test_features_are_words_and_one_or_two_han_characters() -> None:
    assert text_features("Don’t 喂猫猫, CAFÉ 42!") == Counter(
        {"don't": 1, "喂": 1, "猫": 2, "喂猫": 1, "猫猫": 1, "café": 1}
    )


def test_the_topic_that_was_learnt_comes_first() -> None:
    model = fit(EXAMPLES)
    assert suggest(model, "那只猫真可爱", EAGER)[0].label == "pets"
    assert suggest(model, "wind and rain again", EAGER)[0].label == "weather"


def test_silent_before_enough_was_learnt() -> None:
    assert suggest(fit(EXAMPLES), "猫", SuggestOptions()) == ()
    assert not is_ready(fit(EXAMPLES[:3] * 2), EAGER)  # one label only
    assert suggest(TopicModel(), "猫", SuggestOptions(minimum_tags=0, minimum_per_label=0)) == ()


def test_silent_about_texts_without_anything_known() -> None:
    assert suggest(fit(EXAMPLES), "Ωμέγα 123 😀", EAGER) == ()
    assert suggest(fit(EXAMPLES), "", EAGER) == ()


def test_silent_when_unsure() -> None:
    model = fit([("猫", "one"), ("猫", "two")] * 3)
    assert suggest(model, "猫", EAGER) == ()


def test_two_that_are_close_are_offered_together() -> None:
    model = fit([("猫 cat", "one"), ("猫 cat", "two"), ("rain", "three"), ("rain", "four")] * 3)
    assert [one.label for one in suggest(model, "猫 cat", EAGER)] == ["one", "two"]


def test_never_more_than_asked_for() -> None:
    model = fit(
        [(word, label) for label, word in zip("abcdef", ["w x y", "w x", "w", "v", "u", "t"], strict=True)]
        * 3
    )
    options = SuggestOptions(minimum_tags=4, minimum_per_label=2, margin=0.0, at_most=3)
    assert len(suggest(model, "w", options)) == 3


def test_scores_are_those_of_the_formula() -> None:
    model = fit([("a b", "x"), ("b c c", "y"), ("a", "x")])
    wanted = {
        "x": math.log(2 / 3) + math.log((2 + 0.1) / (3 + 0.3)) + 2 * math.log((1 + 0.1) / (3 + 0.3)),
        "y": math.log(1 / 3) + math.log((0 + 0.1) / (3 + 0.3)) + 2 * math.log((1 + 0.1) / (3 + 0.3)),
    }
    found = dict(scores(model, "a b b unheard"))
    assert found == {label: pytest.approx(score) for label, score in wanted.items()}


def test_tags_without_words_still_count_for_how_frequent_a_label_is() -> None:
    found = scores(fit([("", "x"), ("", "x"), ("", "y")]), "猫")
    assert [label for label, _ in found] == ["x", "y"]
    assert [score for _, score in found] == pytest.approx([math.log(2 / 3), math.log(1 / 3)])


def test_what_was_never_learnt_cannot_be_forgotten() -> None:
    model = TopicModel()
    with pytest.raises(KeyError):
        model.forget("猫", "pets")
    assert model == TopicModel()


@given(PAIRS, PAIRS)
def test_forgetting_undoes_learning(kept: list[tuple[str, str]], taken: list[tuple[str, str]]) -> None:
    model = fit([*kept, *taken])
    for text, label in taken:
        model.forget(text, label)
    assert model == fit(kept)


@given(PAIRS, st.text(max_size=30))
def test_suggestions_are_learnt_labels_in_order_of_likelihood(
    pairs: list[tuple[str, str]], text: str
) -> None:
    model = fit(pairs)
    options = SuggestOptions(minimum_tags=1, minimum_per_label=1, margin=0.2)
    found = suggest(model, text, options)
    assert [one.label for one in found] == [label for label, _ in scores(model, text)[: len(found)]]
    assert len(found) <= 3
    assert all(one.margin >= 0 for one in found)
    assert not found or found[-1].margin >= options.margin
