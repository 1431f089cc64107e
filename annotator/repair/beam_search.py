"""Chooses among candidates along a line: a beam search whose states know the last five tokens.

The search keeps every way into a state, so that going backwards over it afterwards gives
each candidate its probability given everything before *and* behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp, inf, log

from annotator.repair import tokenizer
from annotator.repair.language_model import Costs, LanguageModel

#: Histories that are so much less likely than the best, in natural logarithms, are given up.
_MARGIN = 10.0
#: And no more than so many are kept.
_WIDTH = 32
#: Where there are more candidates than these, fewer histories are followed, for the time's sake.
_MANY, _NARROW = 40, 24
_DEAD_END = -1e9
#: The prior of a candidate that is not looked at.
NEVER = -1e8
#: Sure tokens before and behind candidates that count, and the longest stretch scored at once.
_BEFORE, _BEHIND, _LONGEST = 8, 6, 400

Context = tuple[int, ...]
#: What other evidence makes of the log probability of a token after a context.
Booster = Callable[[Context, int, float], float]


@dataclass(frozen=True, slots=True)
class Choice:
    """One candidate at a place: its tokens and what speaks for it apart from the context."""

    numbers: tuple[int, ...]
    prior: float = 0.0


#: A place in the lattice: the number of a sure token, or the candidates.
Place = int | tuple[Choice, ...]


class _State:
    """One history at one place, with the ways that lead into it."""

    __slots__ = ("backward", "context", "costs", "forward", "ways")

    def __init__(self, context: Context, costs: Costs) -> None:
        self.context = context
        self.costs = costs
        self.forward = 0.0
        self.backward = _DEAD_END  # until a way onwards is found
        self.ways: list[tuple[_State, int, float]] = []  # where from, which candidate, log probability


def _log_sum(values: Sequence[float]) -> float:
    top = max(values)
    return top if len(values) == 1 else top + log(sum(exp(v - top) for v in values))


class Lattice:
    """Scores places with one language model."""

    def __init__(self, model: LanguageModel, booster: Booster | None = None) -> None:
        self._model = model
        self._boost = booster
        self._reach = model.order - 2  # tokens of a context that the next one keeps

    def probabilities(self, places: Sequence[Place], temperature: float) -> list[list[float]]:
        """For every place with candidates, in order, the probability of each of them.

        Scores are divided by ``temperature`` before they become probabilities.
        """
        out: list[list[float]] = []
        for start, end in _windows(places):
            context: Context = () if start else (tokenizer.BOUNDARY,)
            costs = () if start else self._model.score((), (), tokenizer.BOUNDARY)[1]
            layer = [_State(context, costs)]
            layers: list[tuple[int, list[_State]]] = []
            for place in places[start:end]:
                if isinstance(place, int):
                    layer = self._advance(layer, (Choice((place,)),))
                    layers.append((0, layer))
                else:
                    layer = self._advance(layer, place)
                    layers.append((len(place), layer))
            out += _posteriors(layers, temperature)
        return out

    def _advance(self, layer: list[_State], choices: Sequence[Choice]) -> list[_State]:
        states: dict[Context, _State] = {}
        reach, score_of, boost = self._reach, self._model.score, self._boost
        if len(choices) > _MANY:
            layer = nlargest(_NARROW, layer, key=lambda state: state.forward)
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
                    to = states[context] = _State(context, costs)
                to.ways.append((state, index, total))
        for state in states.values():
            state.forward = _log_sum([source.forward + score for source, _, score in state.ways])
        best = max(state.forward for state in states.values())
        kept = [state for state in states.values() if state.forward > best - _MARGIN]
        if len(kept) > _WIDTH:
            kept.sort(key=lambda state: -state.forward)
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


def _posteriors(layers: list[tuple[int, list[_State]]], temperature: float) -> list[list[float]]:
    """Probabilities of the candidates of each layer that has any, by going backwards."""
    out: list[list[float]] = []
    for state in layers[-1][1]:
        state.backward = 0.0
    for count, layer in reversed(layers):
        scores: list[list[float]] = [[] for _ in range(count)]
        into: dict[int, tuple[_State, list[float]]] = {}
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
