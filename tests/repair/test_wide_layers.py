"""Candidates scored on arrays get the numbers that they get one by one."""

from __future__ import annotations

import random
import sys

import pytest

from annotator.repair import beam_search
from annotator.repair.beam_search import NEVER, Choice, Lattice
from annotator.repair.language_model import LanguageModel, load
from annotator.repair.wide_layers import Scorer

TEXT = "我们明天下午去图书馆看书，然后一起吃晚饭，好不好？"


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load()


def test_scores_are_the_same_to_the_last_bit(model: LanguageModel) -> None:
    numbers = [*model.numbers(TEXT), 3, 0, 60_000]
    contexts, costs = [], []
    context: tuple[int, ...] = ()
    cost: tuple[float, ...] = ()
    for number in numbers:
        contexts.append(context)
        costs.append(cost)
        _, cost = model.score(context, cost, number)
        context = (number, *context[: model.order - 2])
    found = Scorer(model.table, model.order).scores(contexts, costs, numbers)
    for row, (context, cost) in enumerate(zip(contexts, costs, strict=True)):
        for column, number in enumerate(numbers):
            assert (found.logs[row, column], found.costs(row, column)) == model.score(context, cost, number)


def places(model: LanguageModel, seed: int) -> list[beam_search.Place]:
    """Sure tokens and places with many candidates, some of which are the same token, some never looked at."""
    rng = random.Random(seed)
    numbers = model.numbers(TEXT)
    out: list[beam_search.Place] = []
    for number in numbers:
        if rng.random() < 0.5:
            out.append(number)
        else:
            others = [number, *rng.choices(numbers, k=rng.choice([3, 20, 50]))]
            out.append(tuple(Choice((n,), rng.choice([0.0, -1.0, -4.0, NEVER])) for n in others))
    return out


@pytest.mark.parametrize("seed", range(6))
def test_histories_are_the_same(model: LanguageModel, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    given = places(model, seed)
    wide = Lattice(model).probabilities(given, 1.5)
    monkeypatch.setattr(beam_search, "_WIDE", 10**9)
    assert Lattice(model).probabilities(given, 1.5) == wide


def test_candidates_of_several_tokens_are_scored_one_by_one(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = model.numbers(TEXT)
    choices = tuple(Choice((n, *more)) for n in numbers for more in ((), (numbers[0],)))
    given: list[beam_search.Place] = [numbers[0], choices, numbers[1], choices]
    wide = Lattice(model).probabilities(given, 1.5)
    monkeypatch.setattr(beam_search, "_WIDE", 10**9)
    assert Lattice(model).probabilities(given, 1.5) == wide


def test_without_numpy_they_are_scored_one_by_one(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = places(model, 1)
    wide = Lattice(model).probabilities(given, 1.5)
    monkeypatch.delitem(sys.modules, "annotator.repair.wide_layers")
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert Lattice(model).probabilities(given, 1.5) == wide
