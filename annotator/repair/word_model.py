"""A second opinion on doubtful characters: do the candidates make words that follow each other?

The character model sees six characters; a word model sees three words. Where the first is
not sure, every way to cut the stretch around the place into words is weighed, and both
opinions are put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import exp, inf, log

from annotator.repair.language_model import LanguageModel
from annotator.repair.ngram_table import BACKOFF_STEP, LOG_STEP, MASK, MULTIPLIER, WORD_SEED, word_pair

#: A place is weighed again while its best candidate has less than this share.
_SURE = 0.995
#: Candidates that take part: so many, with at least this share.
_MOST, _LEAST = 5, 1e-4
#: What the character model's and the word model's logarithms count.
_CHARACTERS, _WORDS = 0.6, 0.4
#: Characters around a doubtful place that are looked at, and the longest word.
_AROUND, _LONGEST = 8, 4
#: Doubtful places so near to each other are weighed together, but no more than so many.
_NEAR, _TOGETHER = 4, 12
#: Log probability of a character that is no word.
_NO_WORD = -14.0
#: Ways to cut that are followed, and how much less likely than the best they may be.
_WIDTH, _MARGIN = 16, 12.0
#: Fewer doubts are weighed one after the other sooner than on arrays.
_FEW = 6
#: So much is remembered of what was asked.
_MEMORY = 60_000

#: A candidate: its character's number and the logarithm of its weight.
Option = tuple[int, float]
#: Of each slot of a line the probability of each candidate.
Shares = list[list[float]]


@dataclass(slots=True)
class _State:
    """The last two words of a way to cut; with the ways that lead here."""

    words: tuple[int, int]
    ways: list[tuple[_State, tuple[int, ...], int, float]] = field(default_factory=list)
    forward: float = 0.0
    backward: float = -inf
    onward: list[float] = field(default_factory=list)


def _log_sum(values: Sequence[float]) -> float:
    top = max(values)
    return top + log(sum(exp(v - top) for v in values))


class Words:
    """Scores words in the place of three, by their keys; 0 is no word."""

    def __init__(self, model: LanguageModel) -> None:
        self._table = model.table
        self._entries: dict[int, int] = {}
        self.characters = model.han

    @cached_property
    def on_arrays(self) -> Callable[[Sequence[Sequence[Sequence[Option]]]], list[Shares]]:
        """What weighs many stretches at once: see :meth:`WordArrays.posteriors`."""
        # numpy is slow to import; whoever asks has it.
        from annotator.repair.word_arrays import Weighing, WordArrays  # noqa: PLC0415

        return WordArrays(self._table, Weighing(_LONGEST, _WORDS, _NO_WORD, _WIDTH, _MARGIN)).posteriors

    def entry(self, key: int) -> int:
        """The table's entry, -1 for none; most are asked for again and again."""
        found = self._entries.get(key)
        if found is None:
            if len(self._entries) > _MEMORY:
                self._entries.clear()
            found = self._entries[key] = self._table.entry(key)
        return found

    def key(self, numbers: tuple[int, ...]) -> int:
        """The key of the word made of these characters, 0 where they make none."""
        key = WORD_SEED
        for number in numbers:
            key = _longer(key, number)
        return key if self.entry(key) >= 0 else 0

    def score(self, first: int, second: int, word: int) -> float:
        """Log probability of a word after two others."""
        if not word:
            return _NO_WORD
        entry = self.entry
        pair = word_pair(first, second)
        if first and second and (found := entry(word_pair(pair, word))) >= 0:
            return -LOG_STEP * (found >> 8)
        before = entry(pair) if first and second else -1
        cost = _backoff(before) if before >= 0 else 0.0
        if second:
            if (found := entry(word_pair(second, word))) >= 0:
                return cost - LOG_STEP * (found >> 8)
            cost += _backoff(entry(second))
        return cost - LOG_STEP * (entry(word) >> 8)


def _longer(key: int, number: int) -> int:
    """The key of a word with one more character."""
    return (key * MULTIPLIER + number + 1) & MASK


@cache
def words_of(model: LanguageModel) -> Words:
    """The words of a model, which remember what was asked of other texts."""
    return Words(model)


def _backoff(found: int) -> float:
    return -BACKOFF_STEP * ((found & 0xFF) - 20)


@dataclass(slots=True)
class _Doubts:
    """Doubtful places of a line that are weighed together.

    ``cells`` are the options of the characters around; ``ranked`` says of each doubtful one where it is
    there, which slot it is, and which of the slot's candidates its options are.
    """

    cells: list[Sequence[Option]]
    ranked: list[tuple[int, int, list[int]]]
    shares: Shares


def weigh_again(
    words: Words, lines: Sequence[tuple[Sequence[int | Sequence[int | None]], Shares]], *, on_arrays: bool
) -> None:
    """Put both opinions together, in place.

    A line has its tokens, the number of a sure one, or the numbers of the candidates (None for one that is
    not one character); and the probabilities of the candidates of each place that has any, in order.
    ``on_arrays`` says that numpy is there to weigh many places at once with.
    """
    doubts = [one for places, shares in lines for one in _doubts(words, places, shares)]
    cells = [one.cells for one in doubts]
    if on_arrays and len(doubts) > _FEW:
        posteriors = words.on_arrays(cells)
    else:
        posteriors = [_posteriors(words, each) for each in cells]
    for one, found in zip(doubts, posteriors, strict=True):
        for at, slot, order in one.ranked:
            mass = sum(one.shares[slot][i] for i in order)
            for i, p in zip(order, found[at], strict=True):
                one.shares[slot][i] = mass * p


def _doubts(words: Words, places: Sequence[int | Sequence[int | None]], shares: Shares) -> Iterator[_Doubts]:
    lattice: list[list[Option]] = []
    ranked: dict[int, tuple[int, list[int]]] = {}
    slot = 0
    for place in places:
        if isinstance(place, int):
            lattice.append([(place, 0.0)])
            continue
        share = shares[slot]
        order = [i for i, one in enumerate(share) if one > _LEAST]
        order = sorted(order, key=lambda i, share=share: -share[i])[:_MOST]  # type: ignore[misc]
        options = [(place[i], _CHARACTERS * log(share[i])) for i in order]
        whole = [(n, w) for n, w in options if n is not None]
        if len(whole) == len(options) > 1 and share[order[0]] < _SURE:
            ranked[len(lattice)] = slot, order
            lattice.append(whole)
        else:
            lattice.append([(whole[0][0] if whole else 0, 0.0)])
        slot += 1
    for group in _groups(list(ranked)):
        start, end = _stretch(words, lattice, group)
        chosen = set(group)
        cells: list[Sequence[Option]] = [
            lattice[i] if i in chosen else lattice[i][:1] for i in range(start, end)
        ]
        yield _Doubts(cells, [(at - start, *ranked[at]) for at in group], shares)


def _groups(doubtful: Sequence[int]) -> list[list[int]]:
    out: list[list[int]] = []
    for at in doubtful:
        if out and at - out[-1][-1] <= _NEAR and len(out[-1]) < _TOGETHER:
            out[-1].append(at)
        else:
            out.append([at])
    return out


def _stretch(words: Words, lattice: Sequence[Sequence[Option]], group: Sequence[int]) -> tuple[int, int]:
    """From where to where words can reach: to the next sign, but not too far."""

    def joins(at: int) -> bool:
        return any(number in words.characters for number, _ in lattice[at])

    start, end = group[0], group[-1] + 1
    while start > max(0, group[0] - _AROUND) and joins(start - 1):
        start -= 1
    while end < min(len(lattice), group[-1] + 1 + _AROUND) and joins(end):
        end += 1
    return start, end


def _posteriors(words: Words, cells: Sequence[Sequence[Option]]) -> list[list[float]]:
    """The share of each option of each cell among all ways to cut the stretch into words."""
    layers: list[dict[tuple[int, int], _State]] = [{} for _ in range(len(cells) + 1)]
    layers[0][0, 0] = _State((0, 0), backward=-inf)
    for at, layer in enumerate(layers):
        states = list(layer.values())
        for state in states:
            if state.ways:
                state.forward = _log_sum([w[0].forward + w[3] for w in state.ways])
        best = max((s.forward for s in states), default=0.0)
        states = sorted((s for s in states if s.forward > best - _MARGIN), key=lambda s: -s.forward)[:_WIDTH]
        layers[at] = {s.words: s for s in states}
        for key, choice, weight in _words_from(words, cells, at):
            ahead = layers[at + len(choice)]
            for state in states:
                second = state.words[1]
                score = weight + _WORDS * words.score(*state.words, key)
                to = ahead.get((second, key)) or ahead.setdefault((second, key), _State((second, key)))
                to.ways.append((state, choice, at, score))
    return _backwards(layers, cells)


def _words_from(
    words: Words, cells: Sequence[Sequence[Option]], at: int
) -> list[tuple[int, tuple[int, ...], float]]:
    """Words that begin at a cell: key, the options they take, and what these weigh."""
    out = []
    begun: list[tuple[int, tuple[int, ...], float]] = [(WORD_SEED, (), 0.0)]
    entry = words.entry
    for length, cell in enumerate(cells[at : at + _LONGEST], 1):
        begun = [
            (_longer(key, number), (*choice, i), weight + more)
            for key, choice, weight in begun
            for i, (number, more) in enumerate(cell)
        ]
        for each in begun:
            if entry(each[0]) >= 0:
                out.append(each)
            elif length == 1:
                out.append((0, *each[1:]))
    return out


def _backwards(
    layers: Sequence[dict[tuple[int, int], _State]], cells: Sequence[Sequence[Option]]
) -> list[list[float]]:
    heard: list[list[list[float]]] = [[[] for _ in cell] for cell in cells]
    for state in layers[-1].values():
        state.onward.append(0.0)
    for layer in reversed(layers):
        for state in layer.values():
            if not state.onward:
                continue
            state.backward = _log_sum(state.onward)
            for source, choice, at, score in state.ways:
                ahead = score + state.backward
                source.onward.append(ahead)
                for place, option in enumerate(choice, at):
                    if len(cells[place]) > 1:
                        heard[place][option].append(source.forward + ahead)
    out = []
    for options in heard:
        if len(options) == 1:
            out.append([1.0])
            continue
        sums = [_log_sum(values) if values else -inf for values in options]
        top = max(sums)
        weights = [exp(s - top) for s in sums]
        out.append([w / sum(weights) for w in weights])
    return out
