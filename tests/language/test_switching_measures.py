"""Code-switching measures against published figures, cases by hand, and formulas written a second time."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.language import switching_measures
from annotator.language.switching_measures import MeasuredTurn, Value

LANGUAGES = st.lists(st.sampled_from(["zh", "en", "ja", None]), max_size=30)
DIALOGUES = st.lists(LANGUAGES, max_size=8)


def turn(tags: str) -> MeasuredTurn:
    return MeasuredTurn.of(None if tag == "U" else tag for tag in tags.split())


def value(found: Value) -> float:
    assert found.value is not None
    return found.value


# Row 1 up to sample burstiness is what the README of the public library cs_metrics prints.
TABLE = [
    ("en en hi hi U U hi hi en en en hi hi", 45.4545, 36.3636, 0.983607, 0.3, 0.994030, -0.536675, -0.483509),
    ("zh zh zh zh en U zh zh zh U", 12.5, 18.75, 0.28, 0.285714, 0.543564, -0.362670, -0.271600),
    ("zh zh zh zh zh en en en en en", 50, 30, 1, 0.111111, 1, -1, -1),
    ("zh en zh en zh en zh en", 50, 68.75, 1, 1, 1, -1, -1),
    ("zh zh zh en en ja", 50, 41.6667, 0.785714, 0.4, 1.459148, -0.420204, -0.333333),
]


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_the_published_table(row: tuple[str, float, float, float, float, float, float, float]) -> None:
    one = turn(row[0])
    lengths = [span.length for span in one.spans]
    found = [
        switching_measures.cmi_2014(one),
        switching_measures.cmi_2016(one),
        switching_measures.m_index(one.words, 2),
        switching_measures.i_index([one]),
        switching_measures.language_entropy(one.words),
        switching_measures.burstiness(lengths),
        switching_measures.burstiness(lengths, sample=True),
    ]
    for got, wanted in zip(found, row[1:], strict=True):
        assert value(got) == pytest.approx(wanted, abs=6e-5 if abs(wanted) > 1 else 6e-7)


def test_corpus_cmi_by_hand_in_both_readings() -> None:
    dialogue = [turn("zh zh zh en"), turn("en en en"), turn("U"), turn("en zh zh"), turn("zh")]
    # 1 - (3-1)/4 = .5, 0, -, 1 - (2-1)/3 = 2/3, 0; delta: en after zh, zh after en; two mixed turns of five
    assert value(switching_measures.corpus_cmi([dialogue])) == pytest.approx(
        20 * (0.5 * (0.5 + 2 / 3 + 2) + 5 / 6 * 2)
    )
    assert value(switching_measures.corpus_cmi([dialogue], delta_on_mixed_only=True)) == pytest.approx(
        20 * (0.5 * (0.5 + 2 / 3 + 1) + 5 / 6 * 2)
    )
    assert (
        value(switching_measures.corpus_cmi([[turn("zh")], [turn("en")]])) == 0
    )  # no delta from one dialogue to the next


def test_words_whose_language_is_left_open_are_in_no_figure() -> None:
    one = turn("und zh und en U en und")
    assert (one.open, one.neutral, one.length, one.points) == (3, 1, 3, 1)
    assert one == MeasuredTurn(one.words, 1, 3, turn("zh en en").spans, turn("zh en en").switches)
    assert value(switching_measures.m_index(one.words, 2)) == pytest.approx(0.8)  # (1 - 5/9) / (5/9)
    assert value(switching_measures.cmi_2016(one)) == pytest.approx(100 / 3)  # 100 (3 - 2 + 1) / 6
    assert value(switching_measures.i_index([one])) == pytest.approx(0.5)
    assert switching_measures.i_index([turn("und und")]).value is None


def test_memory_by_hand() -> None:
    # pairs (1,2) (2,3) (3,1): means 2 and 2, deviations sqrt(2/3) each, products 0 + 0 - 1
    assert value(switching_measures.memory([[1, 2, 3, 1]])) == pytest.approx(-0.5)
    assert value(switching_measures.memory([[1, 2], [3, 4]])) == pytest.approx(1)


def test_boundary_switches_pass_over_turns_without_words() -> None:
    dialogue = [turn("zh en"), turn("U"), turn("en"), turn("zh"), turn("zh en")]
    assert list(switching_measures.boundary_switches(dialogue)) == [(3, "en", "zh")]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (switching_measures.m_index(turn("U").words, 2), "no words of a language"),
        (switching_measures.m_index(turn("zh").words, 1), "the study has one language only"),
        (switching_measures.i_index([turn("zh"), turn("U")]), "no turn has two words of a language"),
        (switching_measures.language_entropy(turn("").words), "no words of a language"),
        (switching_measures.span_entropy([]), "no words of a language"),
        (switching_measures.burstiness([3]), "fewer than two spans"),
        (switching_measures.memory([[3, 4]]), "fewer than two pairs of consecutive spans"),
        (switching_measures.memory([[3, 3, 3]]), "all consecutive spans have the same length"),
        (switching_measures.memory([[1, 3], [2, 3]]), "all consecutive spans have the same length"),
        (switching_measures.corpus_cmi([]), "no turns"),
    ],
)
def test_undefined_is_undefined_with_a_reason(found: Value, reason: str) -> None:
    assert found == Value(None, reason)
    assert str(found) == f"undefined ({reason})"


def test_zero_is_what_the_authors_define_for_turns_without_words() -> None:
    assert switching_measures.cmi_2014(turn("U")) == switching_measures.cmi_2016(turn("U")) == Value(0.0)
    assert str(switching_measures.cmi_2014(turn("zh en en"))) == "33.3333"


# --- every formula a second time, from its source, with other means -------------------------------


def words(tags: Sequence[str | None]) -> list[str]:
    return [tag for tag in tags if tag]


def switch_count(tags: Sequence[str | None]) -> int:
    return sum(a != b for a, b in pairwise(words(tags)))


def run_lengths(tags: Sequence[str | None]) -> list[int]:
    own = words(tags)
    edges = [0, *(i for i in range(1, len(own)) if own[i] != own[i - 1]), len(own)]
    return [b - a for a, b in pairwise(edges)] if own else []


def entropy(items: Sequence[object]) -> float:
    return sum(items.count(one) / len(items) * math.log2(len(items) / items.count(one)) for one in set(items))


@given(LANGUAGES)
def test_measures_of_a_turn(tags: list[str | None]) -> None:
    one, own = MeasuredTurn.of(tags), words(tags)
    assert (one.length, one.neutral, one.points) == (len(own), len(tags) - len(own), switch_count(tags))
    assert sum(one.switches.values()) == one.points
    if not own:
        assert one.dominant is None
        return
    most = own.count(statistics.mode(own))
    assert one.dominant == statistics.mode(own)
    assert value(switching_measures.cmi_2014(one)) == pytest.approx(100 * (1 - most / len(own)))
    assert value(switching_measures.cmi_2016(one)) == pytest.approx(
        50 * (len(own) - most + switch_count(tags)) / len(own)
    )
    assert value(switching_measures.language_entropy(one.words)) == pytest.approx(entropy(own))
    shares = [own.count(language) / len(own) for language in ("zh", "en", "ja")]
    squares = math.fsum(p * p for p in shares)
    assert value(switching_measures.m_index(one.words, 3)) == pytest.approx((1 - squares) / (2 * squares))
    assert value(switching_measures.span_entropy([one])) == pytest.approx(entropy(run_lengths(tags)))
    if len(own) > 1:
        assert value(switching_measures.i_index([one])) == pytest.approx(switch_count(tags) / (len(own) - 1))


@given(DIALOGUES)
def test_measures_of_a_dialogue(dialogue: list[list[str | None]]) -> None:
    turns = [MeasuredTurn.of(tags) for tags in dialogue]
    lengths = [length for tags in dialogue for length in run_lengths(tags)]
    assert (
        switching_measures.word_counts(turns)
        == MeasuredTurn.of(tag for tags in dialogue for tag in tags).words
    )
    if len(lengths) > 1:
        for sample, deviation in ((False, statistics.pstdev(lengths)), (True, statistics.stdev(lengths))):
            mean = statistics.mean(lengths)
            wanted = (deviation - mean) / (deviation + mean)
            assert value(switching_measures.burstiness(lengths, sample=sample)) == pytest.approx(wanted)
    before, after = lengths[:-1], lengths[1:]
    if len(set(before)) > 1 and len(set(after)) > 1:
        wanted = statistics.correlation(before, after)
        assert value(switching_measures.memory([lengths])) == pytest.approx(wanted)
    places = sum(max(0, len(words(tags)) - 1) for tags in dialogue)
    if places:
        assert value(switching_measures.i_index(turns)) == pytest.approx(
            sum(map(switch_count, dialogue)) / places
        )


@given(DIALOGUES, st.booleans())
def test_corpus_cmi_as_in_the_paper(dialogue: list[list[str | None]], mixed_only: bool) -> None:
    found = switching_measures.corpus_cmi(
        [[MeasuredTurn.of(tags) for tags in dialogue]], delta_on_mixed_only=mixed_only
    )
    if not dialogue:
        assert found.value is None
        return
    spoken = [words(tags) for tags in dialogue if words(tags)]
    main = [statistics.mode(own) for own in spoken]
    changed = [False, *(a != b for a, b in pairwise(main))]
    mixed = [len(set(own)) > 1 for own in spoken]
    parts = [
        1 - (own.count(top) - switch_count(own)) / len(own) + (change and (is_mixed or not mixed_only))
        for own, top, change, is_mixed in zip(spoken, main, changed, mixed, strict=False)
    ]
    wanted = 100 / len(dialogue) * (sum(parts) / 2 + sum(mixed) * 5 / 6)
    assert value(found) == pytest.approx(wanted)
