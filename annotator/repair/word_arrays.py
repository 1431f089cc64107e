"""The weighing of ``word_model`` for many stretches at once, on arrays.

The stretches stand side by side and go on by one character at a time. What comes out is what comes out
there, but for the last bits of sums that are taken in another order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.repair.ngram_arrays import (
    Floats,
    Found,
    Keys,
    NgramArrays,
    Numbers,
    run_log_sums,
    run_sizes,
    run_starts,
)
from annotator.repair.ngram_table import BACKOFF_STEP, LOG_STEP, MULTIPLIER, SCRAMBLE, WORD_SEED, NgramTable

#: The options of each character of a stretch: its number with the logarithm of its weight.
Stretch = Sequence[Sequence[tuple[int, float]]]

_AGAIN, _PAIR, _SEED = np.uint64(MULTIPLIER), np.uint64(SCRAMBLE), np.uint64(WORD_SEED)
_FIRST_KEY = np.uint64((WORD_SEED * MULTIPLIER + 1) % 2**64)
_OF_STRETCH, _ONE, _UPPER = np.uint64(pow(SCRAMBLE, 3, 2**64)), np.uint64(1), np.uint32(8)
#: Stretches that stand side by side hold about so many characters, so that memory stays in bounds.
_TOGETHER = 2_000


@dataclass(frozen=True, slots=True)
class Weighing:
    """How words are weighed; ``word_model`` says what each number is."""

    longest: int
    words: float
    no_word: float
    width: int
    margin: float


@dataclass(slots=True)
class _WordsOnArrays:
    """Words that options make, by the characters they begin at."""

    begin: Numbers  # the first character, counted through all stretches
    length: Numbers
    key: Keys  # 0 for a character that is no word
    weight: Floats
    options: Numbers  # a row of options, counted through all characters; -1 behind the last

    def chosen(self, places: Numbers | Found) -> _WordsOnArrays:
        return _WordsOnArrays(
            self.begin[places],
            self.length[places],
            self.key[places],
            self.weight[places],
            self.options[places],
        )


@dataclass(slots=True)
class _WordStates:
    """The last two words of ways to cut that meet at a character."""

    stretch: Numbers
    first: Keys
    second: Keys
    forward: Floats
    offset: int  # how many states there are at earlier characters


@dataclass(slots=True)
class _Ways:
    """Ways on from the states at one character: by which word, what that scores, and to which state.

    States are counted through all characters; -1 stands for one that is not followed.
    """

    states: _WordStates
    source: Numbers
    word: Numbers
    length: Numbers
    score: Floats
    to: Numbers

    def chosen(self, places: Numbers | Found) -> _Ways:
        return _Ways(
            self.states,
            self.source[places],
            self.word[places],
            self.length[places],
            self.score[places],
            self.to[places],
        )


class WordArrays:
    """Weighs words with the table of one language model."""

    def __init__(self, table: NgramTable, weighing: Weighing) -> None:
        self._table = NgramArrays(table)
        self._weighing = weighing

    def posteriors(self, stretches: Sequence[Stretch]) -> list[list[list[float]]]:
        """For each stretch the share of each option of each character among all ways to cut it into words."""
        return [shares for group in _groups(stretches) for shares in self._side_by_side(group)]

    def _side_by_side(self, stretches: Sequence[Stretch]) -> list[list[list[float]]]:
        cells = [cell for stretch in stretches for cell in stretch]
        counts = np.array([len(cell) for cell in cells])
        lengths = np.array([len(stretch) for stretch in stretches])
        ends = np.cumsum(lengths)
        words = self._words(
            np.array([number for cell in cells for number, _ in cell], dtype=np.uint64),
            np.array([weight for cell in cells for _, weight in cell]),
            counts,
            np.repeat(ends, lengths),
        )
        mass = np.repeat(self._mass(words, ends - lengths, lengths), self._weighing.longest)
        heard = np.bincount(words.options.ravel() + 1, mass, minlength=int(counts.sum()) + 1)[1:]
        first = np.cumsum(counts) - counts
        shares = heard / np.repeat(np.add.reduceat(heard, first), counts)
        rows = iter(np.split(shares, first[1:]))
        return [[next(rows).tolist() for _ in stretch] for stretch in stretches]

    def _words(self, number: Keys, weight: Floats, counts: Numbers, ends: Numbers) -> _WordsOnArrays:
        """The words of all stretches; ``ends`` says of each character where its stretch ends."""
        first = np.cumsum(counts) - counts
        options = np.full((len(number), self._weighing.longest), -1)
        options[:, 0] = np.arange(len(number))
        begun = _WordsOnArrays(
            np.repeat(np.arange(len(counts)), counts),
            np.ones(len(number), dtype=np.int64),
            _FIRST_KEY + number,
            weight,
            options,
        )
        there = self._table.look(begun.key)[1]
        found = [begun.chosen(np.arange(len(there)))]
        found[0].key[~there] = 0
        for length in range(1, self._weighing.longest):
            begun = begun.chosen(begun.begin + length < ends[begun.begin])
            many = counts[begun.begin + length]
            before = np.cumsum(many) - many - first[begun.begin + length]
            option = np.arange(many.sum()) - np.repeat(before, many)
            begun = begun.chosen(np.repeat(np.arange(len(many)), many))
            begun.length += 1
            begun.key = begun.key * _AGAIN + number[option] + _ONE
            begun.weight = begun.weight + weight[option]
            begun.options[:, length] = option
            found.append(begun.chosen(self._table.look(begun.key)[1]))
        return _in_order(found)

    def _mass(self, words: _WordsOnArrays, starts: Numbers, lengths: Numbers) -> Floats:
        """The share of the ways to cut its stretch that take each of the words."""
        begin = np.searchsorted(words.begin, np.arange(lengths.sum() + 1))
        many, alone = np.diff(begin), self._logs(words.key)[0]
        none = np.zeros(len(starts), dtype=np.uint64)
        states = _WordStates(np.arange(len(starts)), none, none, np.zeros(len(starts)), 0)
        steps: list[_Ways] = []
        for at in range(lengths.max()):
            goes_on = (lengths[states.stretch] > at).nonzero()[0]
            cell = starts[states.stretch[goes_on]] + at
            on = many[cell]
            source = np.repeat(goes_on, on)
            word = np.arange(len(source)) - np.repeat(np.cumsum(on) - on - begin[cell], on)
            score = self._scores(states, source, words.key[word], alone[word])
            score = words.weight[word] + self._weighing.words * score
            steps.append(_Ways(states, source, word, words.length[word], score, np.full(len(word), -1)))
            states = self._met(steps, words)
        return _backwards(steps, lengths, states, len(words.key))

    def _met(self, steps: Sequence[_Ways], words: _WordsOnArrays) -> _WordStates:
        """The states behind the last of the steps; of each stretch those not too far behind its best."""
        latest = list(enumerate(reversed(steps[-self._weighing.longest :]), 1))
        ways = [(step, (step.length == back).nonzero()[0]) for back, step in latest]
        source = [step.source[chosen] for step, chosen in ways]
        of = [step.states for step, _ in ways]
        stretch = np.concatenate([states.stretch[one] for states, one in zip(of, source, strict=True)])
        first = np.concatenate([states.second[one] for states, one in zip(of, source, strict=True)])
        second = words.key[np.concatenate([step.word[chosen] for step, chosen in ways])]
        ahead = np.concatenate([states.forward[one] for states, one in zip(of, source, strict=True)])
        ahead += np.concatenate([step.score[chosen] for step, chosen in ways])
        hashes = first * _PAIR + second * _AGAIN + stretch.astype(np.uint64) * _OF_STRETCH
        order = np.argsort(hashes, kind="stable")
        run = run_starts(hashes[order])
        forward, one = run_log_sums(ahead[order], run), order[run]
        kept = self._likeliest(stretch[one], forward)
        offset = of[0].offset + len(of[0].forward)
        number = np.full(len(run), -1)
        number[kept] = offset + np.arange(len(kept))
        to = np.empty_like(order)
        to[order] = np.repeat(number, run_sizes(run, len(order)))
        cuts = np.cumsum([len(each) for each in source])[:-1]
        for (step, chosen), reached in zip(ways, np.split(to, cuts), strict=True):
            step.to[chosen] = reached
        one = one[kept]
        return _WordStates(stretch[one], first[one], second[one], forward[kept], offset)

    def _likeliest(self, stretch: Numbers, forward: Floats) -> Numbers:
        order = np.lexsort((-forward, stretch))
        first = run_starts(stretch[order])
        many = run_sizes(first, len(order))
        rank = np.arange(len(order)) - np.repeat(first, many)
        least = np.repeat(forward[order[first]] - self._weighing.margin, many)
        out: Numbers = order[(rank < self._weighing.width) & (forward[order] > least)]
        return out

    def _scores(self, states: _WordStates, source: Numbers, key: Keys, alone: Floats) -> Floats:
        """Log probabilities of words after the two of their states; ``alone`` are those after none."""
        two, one = (states.first > 0) & (states.second > 0), states.second > 0
        pair = _paired(states.first, states.second)
        cost = np.where(two, self._logs(pair)[1], 0.0)[source]
        logs, _, there = self._logs(_paired(states.second[source], key))
        backing_off = np.where(one, self._logs(states.second)[1], 0.0)[source] + alone
        out: Floats = cost + np.where(there & one[source], logs, backing_off)
        logs, _, there = self._logs(_paired(pair[source], key))
        out = np.where(there & two[source], logs, out)
        out[key == 0] = self._weighing.no_word
        return out

    def _logs(self, keys: Keys) -> tuple[Floats, Floats, Found]:
        """Log probabilities of entries, what backing off from them costs, and which of them are there."""
        found, there = self._table.look(keys)
        costs: Floats = np.where(there, -BACKOFF_STEP * ((found & 0xFF).astype(np.float64) - 20), 0.0)
        return -LOG_STEP * (found >> _UPPER).astype(np.float64), costs, there


def _paired(first: Keys, second: Keys) -> Keys:
    """The numbers of pairs of words; see ``ngram_table.word_pair``."""
    return first * _PAIR + second * _AGAIN + _SEED


def _in_order(found: Sequence[_WordsOnArrays]) -> _WordsOnArrays:
    """Words of all lengths, by where they begin."""
    every = _WordsOnArrays(
        np.concatenate([words.begin for words in found]),
        np.concatenate([words.length for words in found]),
        np.concatenate([words.key for words in found]),
        np.concatenate([words.weight for words in found]),
        np.concatenate([words.options for words in found]),
    )
    return every.chosen(np.argsort(every.begin, kind="stable"))


def _backwards(steps: Sequence[_Ways], lengths: Numbers, last: _WordStates, words: int) -> Floats:
    """The share of all ways through its stretch that take each word."""
    # One more stands for the states that are not followed.
    behind = np.full(last.offset + len(last.forward) + 1, -np.inf)
    for at, states in [*((at, step.states) for at, step in enumerate(steps)), (len(steps), last)]:
        behind[states.offset + (lengths[states.stretch] == at).nonzero()[0]] = 0.0
    total = np.full(words, 0.0)
    followed: list[tuple[_Ways, Floats]] = []
    for step in reversed(steps):
        ahead = step.score + behind[step.to]
        onward = (ahead > -np.inf).nonzero()[0]
        kept, ahead = step.chosen(onward), ahead[onward]
        run = run_starts(kept.source)
        behind[kept.states.offset + kept.source[run]] = run_log_sums(ahead, run)
        followed.append((kept, ahead))
    for step, ahead in followed:
        # The states before the first character are one for each stretch.
        share = step.states.forward[step.source] + ahead - behind[step.states.stretch[step.source]]
        total += np.bincount(step.word, np.exp(share), minlength=words)
    return total


def _groups(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    group: list[Stretch] = []
    size = 0
    for stretch in stretches:
        group.append(stretch)
        size += len(stretch)
        if size >= _TOGETHER:
            yield group
            group, size = [], 0
    if group:
        yield group
