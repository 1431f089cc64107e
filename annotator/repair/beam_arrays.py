"""The beam search of ``beam_search`` over many stretches at once, on arrays.

The stretches stand side by side and go on by one place at a time. What comes out is what that search finds,
but for the last bits of sums that are taken in another order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.repair import tokenizer
from annotator.repair.language_model import UNSEEN, LanguageModel
from annotator.repair.lattice import (
    DEAD_END,
    MANY,
    MARGIN,
    NARROW,
    NEVER,
    WIDTH,
    LatticeStretch,
    Place,
)
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
from annotator.repair.ngram_table import BACKOFF_STEP, LOG_STEP, MULTIPLIER, SCRAMBLE, SEED

_ONE = np.uint64(1)
_AGAIN = np.uint64(MULTIPLIER)
_FIRST_KEY = np.uint64((SEED * MULTIPLIER + 1) % 2**64)
#: Stretches that stand side by side hold so many places together, so that memory stays in bounds.
_TOGETHER = 8_000
#: What tells histories apart: each place of a history times its own number.
_HASHES = np.array([pow(MULTIPLIER, 2 * n + 3, 2**64) for n in range(8)], dtype=np.uint64)
_HASH_OF_LENGTH, _HASH_OF_STRETCH = (np.uint64(pow(SCRAMBLE, n, 2**64)) for n in (3, 5))


@dataclass(slots=True)
class _States:
    """Histories, those of one stretch side by side."""

    stretch: Numbers
    forward: Floats
    tokens: Keys  # rows of token numbers, latest first
    lengths: Numbers
    costs: Floats  # of backing off, by how many tokens are left

    def chosen(self, places: Numbers) -> _States:
        return _States(
            self.stretch[places],
            self.forward[places],
            self.tokens[places],
            self.lengths[places],
            self.costs[places],
        )


@dataclass(slots=True)
class _Layer:
    """The states behind one place of all stretches, and the ways that lead to them."""

    stretch: Numbers
    forward: Floats  # of the states that the ways come from
    source: Numbers
    to: Numbers
    choice: Numbers
    score: Floats


@dataclass(slots=True)
class _Lanes:
    """Histories with a candidate each: their places, scores, and hashes of what they lead to."""

    source: Numbers
    candidate: Numbers
    totals: Floats
    hashes: Keys


@dataclass(slots=True)
class _Column:
    """The candidates of one place of each stretch that is as long as that, one after the other."""

    first: Numbers  # where those of each stretch begin; one more at the end
    many: Found  # of each stretch, whether fewer histories are followed there
    counts: list[int]  # of all candidates, looked at or not; 0 for a sure token
    index: Numbers
    prior: Floats
    number: Keys  # the first token of each
    rest: dict[int, tuple[int, ...]]  # candidates that are more than one token, or none, by their place here


class BeamArrays:
    """Scores stretches with one language model. No token is less likely than ``least``."""

    def __init__(self, model: LanguageModel, least: float | None = None) -> None:
        self._table = NgramArrays(model.table)
        self._order = model.order
        self._least = least
        self._start = model.score((), (), tokenizer.BOUNDARY)[1]

    def probabilities(
        self, stretches: Sequence[LatticeStretch], temperature: float
    ) -> list[list[list[float]]]:
        """For every place with candidates of every stretch, the probability of each of them."""
        out: list[list[list[float]]] = [[] for _ in stretches]
        for group in _groups(stretches):
            chosen = [stretches[at] for at in group]
            columns = [
                _column([s.places[step] for s in chosen if len(s.places) > step])
                for step in range(len(chosen[0].places))
            ]
            layers = self._forward(chosen, columns)
            found = _posteriors(layers, columns, temperature)
            for at, shares in zip(group, found, strict=True):
                out[at] = shares
        return out

    def mean(self, numbers: Sequence[int]) -> float:
        """The mean log probability of the tokens of a text, each behind those before it."""
        tokens = np.array(numbers, dtype=np.uint64)
        count, most = len(tokens), self._order - 1
        past = np.concatenate([np.zeros(most - 1), [tokenizer.BOUNDARY], tokens[:-1]]).astype(np.uint64)
        states = _States(
            np.zeros(count, dtype=np.int64),
            np.zeros(count),
            np.lib.stride_tricks.sliding_window_view(past, most)[:, ::-1],
            np.minimum(np.arange(1, count + 1), most),
            np.zeros((count, self._order)),
        )
        all_ = np.arange(count)
        scored = self._scored(states, all_, tokens, all_)
        start = np.zeros((1, self._order))
        start[0, : len(self._start)] = self._start
        costs = np.concatenate([start, scored.costs(all_[:-1])])
        known = scored.depth > 0
        return float(scored.logs.sum() + costs[all_[known], scored.depth[known] - 1].sum()) / count

    def _forward(self, stretches: Sequence[LatticeStretch], columns: Sequence[_Column]) -> list[_Layer]:
        count = len(stretches)
        states = _States(
            np.arange(count),
            np.zeros(count),
            np.zeros((count, self._order - 1), dtype=np.uint64),
            np.zeros(count, dtype=np.int64),
            np.zeros((count, self._order)),
        )
        for at, stretch in enumerate(stretches):
            if stretch.begins:
                states.tokens[at, 0], states.lengths[at] = tokenizer.BOUNDARY, 1
                states.costs[at, : len(self._start)] = self._start
        layers = []
        for column in columns:
            active = np.searchsorted(states.stretch, len(column.counts))
            if active < len(states.stretch):
                states = states.chosen(np.arange(active))
            states, layer = self._advance(states, column)
            layers.append(layer)
        return layers

    def _advance(self, states: _States, column: _Column) -> tuple[_States, _Layer]:
        """On by one place: every history with every candidate, of which the likeliest are kept."""
        lanes, scored = self._lanes(states, column)
        other = self._of_other_lengths(states, column, lanes)
        source, candidate = lanes.source, lanes.candidate
        stretch = states.stretch[source]
        hashes = lanes.hashes + _HASH_OF_STRETCH * stretch.astype(np.uint64)
        ahead = lanes.totals + states.forward[source]
        # What no other way into the same history could bring near enough is left out at once.
        begins = run_starts(stretch)
        sizes = run_sizes(begins, len(stretch))
        least = np.maximum.reduceat(ahead, begins) - MARGIN - np.log(sizes)
        met = np.unique(hashes[ahead > np.repeat(least, sizes)])
        group = np.minimum(np.searchsorted(met, hashes), len(met) - 1)
        ways = np.flatnonzero(met[group] == hashes)
        ways = ways[np.argsort(group[ways], kind="stable")]
        first = run_starts(group[ways])
        forward = run_log_sums(ahead[ways], first)
        kept = _likeliest(stretch[ways[first]], ways[first], forward)
        one = ways[first[kept]]  # a way into each history that is kept
        after = _States(
            stretch[one],
            forward[kept],
            np.concatenate([column.number[candidate[one], None], states.tokens[source[one], :-1]], axis=1),
            np.minimum(states.lengths[source[one]] + 1, self._order - 1),
            scored.costs(one),
        )
        for row, lane in enumerate(one.tolist()) if other else ():
            if lane in other:
                after.tokens[row], after.lengths[row], after.costs[row] = other[lane]
        new = np.full(len(met), -1)
        new[kept] = np.arange(len(kept))
        to = new[group[ways]]
        ways, to = ways[to >= 0], to[to >= 0]
        return after, _Layer(
            after.stretch, states.forward, source[ways], to, column.index[candidate[ways]], lanes.totals[ways]
        )

    def _lanes(self, states: _States, column: _Column) -> tuple[_Lanes, _Scored]:
        """Every history with every candidate, as if each candidate were one token."""
        source, candidate = _pairs(states, column)
        scored = self._scored(states, source, column.number, candidate)
        kept = self._order - 2  # tokens of a history that the next one keeps
        lengths = np.minimum(states.lengths, kept)
        past = _hashes(states.tokens[:, :kept], lengths, 1)
        past += _HASH_OF_LENGTH * (lengths + 1).astype(np.uint64)
        hashes = past[source] + _HASHES[0] * (column.number[candidate] + _ONE)
        return _Lanes(source, candidate, column.prior[candidate] + scored.logs, hashes), scored

    def _of_other_lengths(
        self, states: _States, column: _Column, lanes: _Lanes
    ) -> dict[int, tuple[Keys, int, Floats]]:
        """What candidates of no token, or of several, lead to, by lane; their totals and hashes are set."""
        out: dict[int, tuple[Keys, int, Floats]] = {}
        only = np.zeros(1, dtype=np.int64)
        for place, numbers in column.rest.items():
            for lane in np.flatnonzero(lanes.candidate == place).tolist():
                state = states.chosen(lanes.source[lane : lane + 1])
                total = float(column.prior[place])
                for number in numbers:
                    token = np.array([number], dtype=np.uint64)
                    scored = self._scored(state, only, token, only)
                    total += float(scored.logs[0])
                    state.tokens = np.concatenate([token[None], state.tokens[:, :-1]], axis=1)
                    state.lengths = np.minimum(state.lengths + 1, self._order - 1)
                    state.costs = scored.costs(only)
                lengths = _HASH_OF_LENGTH * state.lengths.astype(np.uint64)
                lanes.totals[lane] = total
                lanes.hashes[lane] = (_hashes(state.tokens, state.lengths, 0) + lengths)[0]
                out[lane] = state.tokens[0], int(state.lengths[0]), state.costs[0]
        return out

    def _scored(self, states: _States, source: Numbers, numbers: Keys, which: Numbers) -> _Scored:
        """Looks the n-grams of pairs of a history and a number up, ever longer ones while there are any.

        ``which`` of the ``numbers`` belongs to each history; what they are alone is looked up once.
        """
        lanes = len(source)
        found = np.zeros((self._order, lanes), dtype=np.int64)
        depth = np.zeros(lanes, dtype=np.int64)  # how many tokens the longest n-gram has
        last = np.zeros(lanes, dtype=np.int64)  # its entry
        of_numbers = _FIRST_KEY + numbers
        entry, there = self._table.look(of_numbers)
        entry, there = entry[which], there[which]
        keys = of_numbers[which]
        lengths = states.lengths[source]
        at = np.arange(lanes)
        for step in range(self._order):
            if step:
                at = (depth == step).nonzero()[0]
                at = at[lengths[at] >= step]
                if not len(at):
                    break
                keys[at] = key = keys[at] * _AGAIN + states.tokens[source[at], step - 1] + _ONE
                entry, there = self._table.look(key)
            at, entry = at[there], entry[there]
            found[step, at] = last[at] = entry
            depth[at] = step + 1
        longest = np.maximum(depth - 1, 0)
        logs = -LOG_STEP * (last >> 8) + states.costs[source, longest]
        logs[depth == 0] = UNSEEN
        return _Scored(logs if self._least is None else np.maximum(logs, self._least), found, depth)


@dataclass(slots=True)
class _Scored:
    """Log probabilities of pairs of a history and a number, and the entries that they come from."""

    logs: Floats
    found: Numbers
    depth: Numbers

    def costs(self, lanes: Numbers) -> Floats:
        """The costs of the histories that those pairs make."""
        depth = self.depth[lanes]
        there = np.arange(len(self.found)) < depth[:, None]
        own = np.where(there, -BACKOFF_STEP * ((self.found[:, lanes].T & 0xFF) - 20), 0.0)
        # Each backs off from all that are longer, too.
        out: Floats = np.cumsum(own[:, ::-1], axis=1)[:, ::-1]
        return np.where(there, out, 0.0)


def _groups(stretches: Sequence[LatticeStretch]) -> Iterator[list[int]]:
    """Stretches that are searched together, long ones first."""
    group: list[int] = []
    places = 0
    for at in sorted(range(len(stretches)), key=lambda at: -len(stretches[at].places)):
        group.append(at)
        places += len(stretches[at].places)
        if places >= _TOGETHER:
            yield group
            group, places = [], 0
    if group:
        yield group


def _column(places: Sequence[Place]) -> _Column:
    """One place of each stretch as arrays; candidates that are not looked at are left out."""
    first, many, counts = [0], [], []
    index: list[int] = []
    prior: list[float] = []
    number: list[int] = []
    rest: dict[int, tuple[int, ...]] = {}
    for place in places:
        if isinstance(place, int):
            index.append(0)
            prior.append(0.0)
            number.append(place)
        else:
            for at, choice in enumerate(place):
                if choice.prior > NEVER:
                    if len(choice.numbers) != 1:
                        rest[len(index)] = choice.numbers
                    index.append(at)
                    prior.append(choice.prior)
                    number.append(choice.numbers[0] if choice.numbers else 0)
        first.append(len(index))
        counts.append(0 if isinstance(place, int) else len(place))
        many.append(counts[-1] > MANY)
    return _Column(
        np.array(first),
        np.array(many),
        counts,
        np.array(index),
        np.array(prior),
        np.array(number, dtype=np.uint64),
        rest,
    )


def _pairs(states: _States, column: _Column) -> tuple[Numbers, Numbers]:
    """Every history with every candidate of its stretch, in order."""
    followed = np.arange(len(states.stretch))
    if column.many.any():
        order = np.lexsort((-states.forward, states.stretch))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = followed - np.searchsorted(states.stretch, states.stretch)
        followed = followed[~column.many[states.stretch] | (rank < NARROW)]
    of = states.stretch[followed]
    sizes = np.diff(column.first)[of]
    source = np.repeat(followed, sizes)
    starts = np.cumsum(sizes) - sizes
    return source, np.arange(len(source)) - np.repeat(starts - column.first[of], sizes)


def _hashes(tokens: Keys, lengths: Numbers, first: int) -> Keys:
    """Numbers that tell rows of tokens apart; the hash of each place, from ``first`` on."""
    width = tokens.shape[1]
    there = np.arange(width) < lengths[:, None]
    out: Keys = ((tokens + _ONE) * there * _HASHES[first : first + width]).sum(axis=1, dtype=np.uint64)
    return out


def _likeliest(stretch: Numbers, met: Numbers, forward: Floats) -> Numbers:
    """Places of the histories of each stretch that are not too far behind its best.

    They come in the order in which they were ``met``; of too many the best, those first.
    """
    best = np.full(stretch.max() + 1, -np.inf)
    np.maximum.at(best, stretch, forward)
    near = (forward > best[stretch] - MARGIN).nonzero()[0]
    order = near[np.lexsort((met[near], -forward[near], stretch[near]))]
    begins = run_starts(stretch[order])
    sizes = run_sizes(begins, len(order))
    rank = np.arange(len(order)) - np.repeat(begins, sizes)
    many = np.repeat(sizes > WIDTH, sizes)
    kept = rank < WIDTH
    order, rank = order[kept], np.where(many, rank, met[order])[kept]
    out: Numbers = order[np.lexsort((rank, stretch[order]))]
    return out


def _posteriors(
    layers: Sequence[_Layer], columns: Sequence[_Column], temperature: float
) -> list[list[list[float]]]:
    """Probabilities of the candidates of each place that has any, by going backwards."""
    out: list[list[list[float]]] = [[] for _ in columns[0].counts]
    behind = np.zeros(0)  # of the states behind the place, of stretches that go on
    for step in range(len(layers) - 1, -1, -1):
        layer, column = layers[step], columns[step]
        # States of stretches that end here have nothing behind them.
        backward = np.concatenate([behind, np.zeros(len(layer.stretch) - len(behind))])
        onward = layer.score + backward[layer.to]
        order = np.argsort(layer.source, kind="stable")
        first = run_starts(layer.source[order])
        behind = np.full(len(layer.forward), DEAD_END)
        behind[layer.source[order[first]]] = run_log_sums(onward[order], first)
        if any(column.counts):
            _share(out, layer, column, layer.forward[layer.source] + onward, temperature)
    return [shares[::-1] for shares in out]


def _share(
    out: list[list[list[float]]], layer: _Layer, column: _Column, scores: Floats, temperature: float
) -> None:
    """Adds the probabilities of the candidates of one place to those of each stretch that has any there."""
    stretch = layer.stretch[layer.to]
    order = np.lexsort((layer.choice, stretch))
    of, choice = stretch[order], layer.choice[order]
    first = np.flatnonzero((np.diff(of, prepend=-1) != 0) | (np.diff(choice, prepend=-1) != 0))
    sums = run_log_sums(scores[order], first)
    of, choice = of[first], choice[first]
    begins = run_starts(of)
    sizes = run_sizes(begins, len(of))
    shares = np.exp((sums - np.repeat(np.maximum.reduceat(sums, begins), sizes)) / temperature)
    shares /= np.repeat(np.add.reduceat(shares, begins), sizes)
    for at, size in zip(begins.tolist(), sizes.tolist(), strict=True):
        if count := column.counts[of[at]]:
            row = [0.0] * count
            for place, share in zip(
                choice[at : at + size].tolist(), shares[at : at + size].tolist(), strict=True
            ):
                row[place] = share
            out[of[at]].append(row)
