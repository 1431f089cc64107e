"""Chooses among candidates along a line: a beam search whose states know the last five tokens.

The search keeps every way into a state, so that going backwards over it afterwards gives
each candidate its probability given everything before *and* behind it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from heapq import nlargest
from math import exp, inf, log
from typing import TYPE_CHECKING

from annotator.repair import tokenizer
from annotator.repair.language_model import Costs, LanguageModel
from annotator.repair.lattice import (
    DEAD_END,
    MANY,
    MARGIN,
    NARROW,
    NEVER,
    WIDTH,
    Choice,
    LatticeStretch,
    Place,
)

_log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from annotator.repair.beam_arrays import BeamArrays

#: Sure tokens before and behind candidates that count, and the longest stretch scored at once.
_BEFORE, _BEHIND, _LONGEST = 8, 6, 400
#: Of so few pairs of places and candidates for each step of the longest stretch, arrays are slower.
_WIDE = 12

Context = tuple[int, ...]
#: What other evidence makes of the log probability of a token after a context.
Booster = Callable[[Context, int, float], float]


class _Beam:
    """One history at one place, with the ways that lead into it."""

    __slots__ = ("backward", "context", "costs", "forward", "ways")

    def __init__(self, context: Context, costs: Costs) -> None:
        self.context = context
        self.costs = costs
        self.forward = 0.0
        self.backward = DEAD_END  # until a way onwards is found
        self.ways: list[tuple[_Beam, int, float]] = []  # where from, which candidate, log probability


def _log_sum(values: Sequence[float]) -> float:
    top = max(values)
    return top if len(values) == 1 else top + log(sum(exp(v - top) for v in values))


class Lattice:
    """Scores places with one language model. ``booster`` says what other evidence makes of a score.

    No token is less likely than ``least``, where that is given.
    """

    def __init__(
        self, model: LanguageModel, booster: Booster | None = None, least: float | None = None
    ) -> None:
        self._model = model
        self._boost = booster
        self._least = least
        self._reach = model.order - 2  # tokens of a context that the next one keeps
        self._arrays: BeamArrays | None = None
        self._on_arrays = booster is None  # until it is found that there are none

    def probabilities(self, places: Sequence[Place], temperature: float) -> list[list[float]]:
        """For every place with candidates, in order, the probability of each of them.

        Scores are divided by ``temperature`` before they become probabilities.
        """
        return self.of_lines([places], temperature)[0]

    def of_lines(self, lines: Sequence[Sequence[Place]], temperature: float) -> list[list[list[float]]]:
        """The same for each of several lines, which is faster than one after the other."""
        cut = [
            (at, LatticeStretch(places[start:end], not start))
            for at, places in enumerate(lines)
            for start, end in _windows(places)
        ]
        stretches = [stretch for _, stretch in cut]
        arrays = self._beside_each_other(stretches)
        if arrays:
            found = arrays.probabilities(stretches, temperature)
        else:
            found = [self._one_by_one(stretch, temperature) for stretch in stretches]
        out: list[list[list[float]]] = [[] for _ in lines]
        for (at, _), shares in zip(cut, found, strict=True):
            out[at] += shares
        return out

    def _beside_each_other(self, stretches: Sequence[LatticeStretch]) -> BeamArrays | None:
        """What searches them on arrays; None where that pays too little, or there is no numpy that works."""
        if not stretches:
            return None
        work = sum(
            1 if isinstance(place, int) else len(place) for stretch in stretches for place in stretch.places
        )
        if work < _WIDE * max(len(stretch.places) for stretch in stretches):
            return None
        return self._with_numpy()

    def mean(self, numbers: Sequence[int]) -> float | None:
        """The mean log probability of the tokens of a text; None where it is not to be had from arrays."""
        arrays = self._with_numpy() if numbers else None
        return arrays.mean(numbers) if arrays else None

    def _with_numpy(self) -> BeamArrays | None:
        """What searches on arrays; None where there is no numpy that works, or what else is heard."""
        if self._arrays is None and self._on_arrays:
            try:
                # numpy is slow to import, and short texts get along without it.
                from annotator.repair.beam_arrays import BeamArrays  # noqa: PLC0415
            except Exception as error:  # noqa: BLE001  (it raises whatever it likes; see network_scores)
                _log.info("stretches are searched one by one", exc_info=error)
                self._on_arrays = False
                return None
            self._arrays = BeamArrays(self._model, self._least)
        return self._arrays

    def _one_by_one(self, stretch: LatticeStretch, temperature: float) -> list[list[float]]:
        context: Context = (tokenizer.BOUNDARY,) if stretch.begins else ()
        costs = self._model.score((), (), tokenizer.BOUNDARY)[1] if stretch.begins else ()
        layer = [_Beam(context, costs)]
        layers: list[tuple[int, list[_Beam]]] = []
        for place in stretch.places:
            if isinstance(place, int):
                layer = self._advance(layer, (Choice((place,)),))
                layers.append((0, layer))
            else:
                layer = self._advance(layer, place)
                layers.append((len(place), layer))
        return _posteriors(layers, temperature)

    def _advance(self, layer: list[_Beam], choices: Sequence[Choice]) -> list[_Beam]:
        if len(choices) > MANY:
            layer = nlargest(NARROW, layer, key=lambda state: state.forward)
        states: dict[Context, _Beam] = {}
        reach, score_of, boost, least = self._reach, self._model.score, self._boost, self._least
        for state in layer:
            for index, choice in enumerate(choices):
                if choice.prior <= NEVER:
                    continue
                total, context, costs = choice.prior, state.context, state.costs
                for number in choice.numbers:
                    score, costs = score_of(context, costs, number)
                    if least is not None and score < least:
                        score = least
                    total += boost(context, number, score) if boost else score
                    context = (number, *context[:reach])
                to = states.get(context)
                if to is None:
                    to = states[context] = _Beam(context, costs)
                to.ways.append((state, index, total))
        for state in states.values():
            state.forward = _log_sum([source.forward + score for source, _, score in state.ways])
        return _likeliest(list(states.values()))


def _likeliest(states: list[_Beam]) -> list[_Beam]:
    """Those that are not too far behind the best, in their order; of too many the best, those first."""
    best = max(state.forward for state in states)
    kept = [state for state in states if state.forward > best - MARGIN]
    if len(kept) > WIDTH:
        kept.sort(key=lambda state: -state.forward)
        del kept[WIDTH:]
    return kept


def _windows(places: Sequence[Place]) -> list[tuple[int, int]]:
    """The stretches that hold candidates, with enough sure tokens around them to judge by."""
    out: list[tuple[int, int]] = []
    for at, place in enumerate(places):
        if not isinstance(place, int):
            start, end = max(0, at - _BEFORE), min(len(places), at + 1 + _BEHIND)
            if out and out[-1][1] >= start and end - out[-1][0] <= _LONGEST:
                out[-1] = out[-1][0], end
            elif out and out[-1][1] > at:
                # Too long a stretch is cut at a place, so that memory stays in bounds.
                out[-1] = out[-1][0], at
                out.append((at, end))
            else:
                out.append((max(start, out[-1][1] if out else 0), end))
    return out


def _posteriors(layers: list[tuple[int, list[_Beam]]], temperature: float) -> list[list[float]]:
    """Probabilities of the candidates of each layer that has any, by going backwards."""
    out: list[list[float]] = []
    for state in layers[-1][1]:
        state.backward = 0.0
    for count, layer in reversed(layers):
        scores: list[list[float]] = [[] for _ in range(count)]
        into: dict[int, tuple[_Beam, list[float]]] = {}
        for state in layer:
            for source, index, score in state.ways:
                ahead = score + state.backward
                into.setdefault(id(source), (source, []))[1].append(ahead)
                if count:
                    scores[index].append(source.forward + ahead)
        for source, values in into.values():
            source.backward = _log_sum(values)
        if count:
            sums = [_log_sum(s) if s else -inf for s in scores]
            top = max(sums)
            shares = [exp((s - top) / temperature) for s in sums]
            whole = sum(shares)
            out.append([share / whole for share in shares])
    return out[::-1]
