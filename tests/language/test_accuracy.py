"""The hand-made sets: what a person says of a turn against what the finder says."""

from __future__ import annotations

import pytest

from annotator.language import detect
from tests.language.cases import (
    HALVES,
    Case,
    all_languages,
    found_spans,
    han_counts,
    latin_languages,
    macro_accuracy,
    matrix_accuracy,
    mixed_cases,
    span_f1,
    tag_accuracy,
)


def test_the_halves_have_no_turn_in_common() -> None:
    tune, test = ({case.text for case in mixed_cases(half)} for half in HALVES)
    assert not tune & test


@pytest.mark.parametrize("case", mixed_cases("tune"), ids=lambda case: case.text[:20])
def test_every_turn_tuned_on_is_right(case: Case) -> None:
    assert found_spans(case) == case.spans
    found = detect(case.text, case.options)
    assert found.primary == case.primary
    assert case.matrix in (None, found.matrix)
    assert case.script in ("-", found.script)


def test_spans_of_turns_not_tuned_on() -> None:
    assert span_f1(mixed_cases("test")) >= 0.99


def test_tags_of_turns_not_tuned_on() -> None:
    assert tag_accuracy(mixed_cases("test")) >= 0.97


def test_matrix_language_of_turns_not_tuned_on() -> None:
    assert matrix_accuracy(mixed_cases("test")) >= 0.93


@pytest.mark.parametrize("half", HALVES)
def test_the_wrong_kind_of_characters_is_never_said(half: str) -> None:
    right, left_open, wrong = han_counts(half)
    assert wrong == 0
    assert right / (right + left_open) >= 0.93


@pytest.mark.parametrize("languages", [latin_languages(), all_languages()], ids=["latin", "all"])
def test_declared_languages_of_short_strings(languages: tuple[str, ...]) -> None:
    pytest.importorskip("py3langid")
    assert macro_accuracy("test", languages) >= 0.93
