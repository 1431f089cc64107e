"""Chooses among candidates along a line: a beam search whose states know the last five tokens.

The search keeps every way into a state, so that going backwards over it afterwards gives
each candidate its probability given everything before *and* behind it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp, inf, log
from typing import TYPE_CHECKING, TypeVar

from annotator.repair import tokenizer
from annotator.repair.language_model import Costs, LanguageModel

_log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from annotator.repair.wide_layers import Scorer, Scores

#: Histories that are so much less likely than the best, in natural logarithms, are given up.
_MARGIN = 10.0
#: And no more than so many are kept.
_WIDTH = 32
#: Where there are more candidates than these, fewer histories are followed, for the time's sake.
_MANY, _NARROW = 40, 24
_DEAD_END = -1e9
#: From so many pairs of a history and a candidate on, scoring them all at once is faster.
_WIDE = 40
#: The prior of a candidate that is not looked at.
NEVER = -1e8
#: Sure tokens before and behind candidates that count, and the longest stretch scored at once.
_BEFORE, _BEHIND, _LONGEST = 8, 6, 400

Context = tuple[int, ...]
_Of = TypeVar("_Of")
#: What other evidence makes of the log probability of a token after a context.
Booster = Callable[[Context, int, float], float]


@dataclass(frozen=True, slots=True)
class Choice:
    """One candidate at a place: its tokens and what speaks for it apart from the context."""

    numbers: tuple[int, ...]
    prior: float = 0.0


#: A place in the lattice: the number of a sure token, or the candidates.
Place = int | tuple[Choice, ...]


class _Beam:
    """One history at one place, with the ways that lead into it."""

    __slots__ = ("backward", "context", "costs", "forward", "ways")

    def __init__(self, context: Context, costs: Costs) -> None:
        self.context = context
        self.costs = costs
        self.forward = 0.0
        self.backward = _DEAD_END  # until a way onwards is found
        self.ways: list[tuple[_Beam, int, float]] = []  # where from, which candidate, log probability


def _log_sum(values: Sequence[float]) -> float:
    top = max(values)
    return top if len(values) == 1 else top + log(sum(exp(v - top) for v in values))


class Lattice:
    """Scores places with one language model."""

    def __init__(self, model: LanguageModel, booster: Booster | None = None) -> None:
        self._model = model
        self._boost = booster
        self._reach = model.order - 2  # tokens of a context that the next one keeps
        self._scorer: Scorer | None = None
        self._on_arrays = booster is None  # until it is found that there are none

    def probabilities(self, places: Sequence[Place], temperature: float) -> list[list[float]]:
        """For every place with candidates, in order, the probability of each of them.

        Scores are divided by ``temperature`` before they become probabilities.
        """
        out: list[list[float]] = []
        for start, end in _windows(places):
            context: Context = () if start else (tokenizer.BOUNDARY,)
            costs = () if start else self._model.score((), (), tokenizer.BOUNDARY)[1]
            layer = [_Beam(context, costs)]
            layers: list[tuple[int, list[_Beam]]] = []
            for place in places[start:end]:
                if isinstance(place, int):
                    layer = self._advance(layer, (Choice((place,)),))
                    layers.append((0, layer))
                else:
                    layer = self._advance(layer, place)
                    layers.append((len(place), layer))
            out += _posteriors(layers, temperature)
        return out

    def _advance(self, layer: list[_Beam], choices: Sequence[Choice]) -> list[_Beam]:
        if len(choices) > _MANY:
            layer = nlargest(_NARROW, layer, key=lambda state: state.forward)
        live = self._live(layer, choices)
        found = self._scores(layer, [number for _, number, _ in live]) if live else None
        return self._advance_wide(layer, live, found) if found else self._advance_each(layer, choices)

    def _live(self, layer: Sequence[_Beam], choices: Sequence[Choice]) -> list[tuple[int, int, float]]:
        """Candidates looked at: index, token, prior; none where pairs are few, or one is no token."""
        if not self._on_arrays or len(layer) * len(choices) < _WIDE:
            return []
        followed = [(index, choice) for index, choice in enumerate(choices) if choice.prior > NEVER]
        if len(layer) * len(followed) < _WIDE or any(len(choice.numbers) != 1 for _, choice in followed):
            return []
        return [(index, choice.numbers[0], choice.prior) for index, choice in followed]

    def _advance_each(self, layer: list[_Beam], choices: Sequence[Choice]) -> list[_Beam]:
        states: dict[Context, _Beam] = {}
        reach, score_of, boost = self._reach, self._model.score, self._boost
        for state in layer:
            for index, choice in enumerate(choices):
                if choice.prior <= NEVER:
                    continue
                total, context, costs = choice.prior, state.context, state.costs
                for number in choice.numbers:
                    score, costs = score_of(context, costs, number)
                    total += boost(context, number, score) if boost else score
                    context = (number, *context[:reach])
                to = states.get(context)
                if to is None:
                    to = states[context] = _Beam(context, costs)
                to.ways.append((state, index, total))
        for state in states.values():
            state.forward = _log_sum([source.forward + score for source, _, score in state.ways])
        return [state for state, _ in _likeliest([(state, state.forward) for state in states.values()])]

    def _advance_wide(
        self, layer: list[_Beam], live: Sequence[tuple[int, int, float]], found: Scores
    ) -> list[_Beam]:
        """The same on arrays, which make objects of the likeliest histories alone."""
        totals = found.logs + [prior for *_, prior in live]
        ahead = totals + [[state.forward] for state in layer]
        # What no other way into the same history could bring near enough is left out at once.
        near = found.places(ahead > ahead.max() - _MARGIN - log(ahead.size))
        pasts = [state.context[: self._reach] for state in layer]
        met = dict.fromkeys((pasts[row], live[column][1]) for row, column in near)
        rows: dict[Context, list[int]] = {}
        for row, past in enumerate(pasts):
            rows.setdefault(past, []).append(row)
        columns: dict[int, list[int]] = {}
        for column, (_, number, _) in enumerate(live):
            columns.setdefault(number, []).append(column)
        scores = ahead.tolist()
        forward = {
            history: _log_sum(
                [scores[row][column] for row in rows[history[0]] for column in columns[history[1]]]
            )
            for history in met
        }
        out = []
        for (past, number), score in _likeliest(list(forward.items())):
            first = rows[past][0], columns[number][0]
            to = _Beam((number, *past), found.costs(*first))
            to.forward = score
            to.ways = [
                (layer[row], live[column][0], float(totals[row, column]))
                for row in rows[past]
                for column in columns[number]
            ]
            out.append(to)
        return out

    def _scores(self, layer: Sequence[_Beam], numbers: Sequence[int]) -> Scores | None:
        """The scores of numbers behind all histories; None where there is no numpy that works."""
        if self._scorer is None:
            try:
                # numpy is slow to import, and short texts get along without it.
                from annotator.repair.wide_layers import Scorer  # noqa: PLC0415
            except Exception as error:  # noqa: BLE001  (it raises whatever it likes; see network_scores)
                _log.info("places are scored one by one", exc_info=error)
                self._on_arrays = False
                return None
            self._scorer = Scorer(self._model.table, self._model.order)
        return self._scorer.scores([s.context for s in layer], [s.costs for s in layer], numbers)


def _likeliest(scored: list[tuple[_Of, float]]) -> list[tuple[_Of, float]]:
    """Those that are not too far behind the best, in their order; of too many the best, those first."""
    best = max(score for _, score in scored)
    kept = [pair for pair in scored if pair[1] > best - _MARGIN]
    if len(kept) > _WIDTH:
        kept.sort(key=lambda pair: -pair[1])
        del kept[_WIDTH:]
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
