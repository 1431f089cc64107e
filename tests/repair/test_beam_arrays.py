"""The search on arrays finds what the search of one history after the other finds."""

from __future__ import annotations

import random
import sys

import pytest

from annotator.repair import beam_arrays, beam_search, restore_lost
from annotator.repair.beam_search import Lattice
from annotator.repair.damaged_line import Line
from annotator.repair.east_asian import likelihood
from annotator.repair.language_model import LanguageModel, load
from annotator.repair.lattice import NEVER, Choice, Place

TEXT = "我们明天下午去图书馆看书，然后一起吃晚饭，好不好？"


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load()


def places(model: LanguageModel, seed: int) -> list[Place]:
    """Sure tokens and places with many candidates.

    Some are the same token, some unknown, some of several tokens or of none, some never looked at.
    """
    rng = random.Random(seed)
    numbers = [*model.numbers(TEXT), 0, 60_000]
    out: list[Place] = []
    for number in numbers:
        if rng.random() < 0.5:
            out.append(number)
        else:
            others: list[tuple[int, ...]] = [(n,) for n in rng.choices(numbers, k=rng.choice([3, 20, 50]))]
            others.insert(0, (number,))
            others[-1:] = [(number, numbers[0]), ()][: rng.randrange(3)] or others[-1:]
            priors = [0.0, *(rng.choice([0.0, -1.0, -4.0, NEVER]) for _ in others[1:])]
            out.append(tuple(map(Choice, others, priors)))
    return out[: rng.randrange(12, len(out))] + [3] * rng.choice([0, 20]) + out[-3:]


def one_by_one(
    model: LanguageModel, lines: list[list[Place]], least: float | None
) -> list[list[list[float]]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beam_search, "_WIDE", 10**9)
        return Lattice(model, None, least).of_lines(lines, 1.5)


@pytest.mark.parametrize("least", [None, -11.0])
def test_probabilities_are_the_same(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch, least: float | None
) -> None:
    monkeypatch.setattr(beam_search, "_LONGEST", 30)
    monkeypatch.setattr(beam_arrays, "_TOGETHER", 100)
    lines = [places(model, seed) for seed in range(8)]
    found = Lattice(model, None, least).of_lines([[], *lines, [5, 6]], 1.5)
    wanted = [[], *one_by_one(model, lines, least), []]
    assert [len(line) for line in found] == [len(line) for line in wanted]
    for line, expected in zip(found, wanted, strict=True):
        for shares, other in zip(line, expected, strict=True):
            assert shares == pytest.approx(other, abs=1e-9)


def test_a_lattice_is_asked_again_and_nothing_is_asked_of_no_lines(model: LanguageModel) -> None:
    lattice = Lattice(model)
    lines = [places(model, seed) for seed in range(4)]
    assert lattice.of_lines(lines, 1.5) == lattice.of_lines(lines, 1.5)
    assert list(beam_arrays._groups([])) == []
    assert list(restore_lost._together([])) == []


def test_lines_are_filled_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore_lost, "_AT_ONCE", 3)
    lines = [Line((text,), ()) for text in ("一", "二三", "四五六")]
    assert list(restore_lost._together(lines)) == [lines[:2], lines[2:]]


def test_short_text_needs_no_arrays(model: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "annotator.repair.beam_arrays", None)
    number, other = model.numbers("好吗")
    assert Lattice(model).probabilities([number, (Choice((number,)), Choice((other,))), number], 1.0)
    assert Lattice(model).of_lines([], 1.0) == []


def test_without_numpy_stretches_are_searched_one_by_one(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [places(model, seed) for seed in range(4)]
    monkeypatch.delitem(sys.modules, "annotator.repair.beam_arrays", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    lattice = Lattice(model)
    assert lattice.of_lines(lines, 1.5) == lattice.of_lines(lines, 1.5) == one_by_one(model, lines, None)


@pytest.mark.parametrize(
    "text", [TEXT, "我\ue123\ue124们 and 12 more words", "Only letters, no others at all"]
)
def test_the_likelihood_of_a_text_is_the_same(model: LanguageModel, text: str) -> None:
    assert likelihood(model, text, Lattice(model).mean) == pytest.approx(likelihood(model, text))


def test_the_likelihood_is_left_to_others_where_arrays_do_not_help(model: LanguageModel) -> None:
    assert Lattice(model).mean([]) is None
    assert Lattice(model, lambda _context, _number, score: score).mean([5, 6]) is None
