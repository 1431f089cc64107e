"""A small network that reads a damaged text from both sides and says what each lost character was.

A transformer encoder (Vaswani et al. 2017) with rotary positions (Su et al. 2021), root mean
square norms and squared rectified units, over windows of characters. A lost character goes in
as the mean of what it can have been, weighted by how common each candidate is, so that the
network needs to know nothing of code pages; what comes out is compared with the candidates alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

#: A place of a text: the number of a sure token, or the numbers of the candidates (0 for strangers).
Place = int | tuple[int, ...]

#: Characters a window holds, and how many at each end are read but not judged.
WINDOW, MARGIN = 256, 16
#: Windows that are read at once.
_TOGETHER = 2
#: How strongly rare candidates count less in the mean that stands for a lost character.
COMMON = 0.7
#: The slowest rotation of a pair of numbers, in characters.
SLOWEST = 1000.0
#: Logits are divided by it.
SHARPNESS = 16.0


@dataclass(frozen=True, slots=True)
class Block:
    """One layer: weights as they multiply from the right."""

    before: Floats
    mixing: Floats  # queries, keys and values side by side
    mixed: Floats
    between: Floats
    widening: Floats
    narrowing: Floats


class Network:
    """The weights, and how a text goes through them.

    ``numbers`` are the places of tokens in ``embedding``.
    """

    def __init__(
        self,
        embedding: Floats,
        weights: Sequence[Block],
        arrays: Mapping[str, Floats],
        heads: int,
        numbers: Mapping[str, int],
    ) -> None:
        self.numbers = numbers
        self._embedding = embedding
        self._blocks = weights
        self._hole, self._bias = arrays["hole"], arrays["bias"]
        self._final, self._head = arrays["final"], arrays["head"]
        self._common = arrays["common"]
        self._heads = heads
        width = embedding.shape[1] // heads // 2
        turns = np.arange(WINDOW)[:, None] / SLOWEST ** (np.arange(width) / width)
        self._cos = np.cos(turns).astype(np.float32)[None, :, None]
        self._sin = np.sin(turns).astype(np.float32)[None, :, None]

    def judge(self, places: Sequence[Place]) -> list[Floats]:
        """For every place with candidates, in order, the logarithm of the probability of each.

        The probabilities of one place sum to one over its candidates.
        """
        open_ = [at for at, place in enumerate(places) if not isinstance(place, int)]
        out: list[Floats] = []
        if not open_:
            return out
        step = WINDOW - 2 * MARGIN
        windows: list[tuple[int, list[int]]] = []
        for at in open_:
            start = max(0, min(at // step * step - MARGIN, len(places) - WINDOW))
            if not windows or windows[-1][0] != start:
                windows.append((start, []))
            windows[-1][1].append(at)
        means: dict[tuple[int, ...], Floats] = {}
        for first in range(0, len(windows), _TOGETHER):
            group = windows[first : first + _TOGETHER]
            put_in = [self._put_in(places[start : start + WINDOW], means) for start, _ in group]
            wanted = [(row, at - start, at) for row, (start, ats) in enumerate(group) for at in ats]
            rows, inside, _ = zip(*wanted, strict=True)
            came_out = self._through(np.stack(put_in), np.array(rows), np.array(inside))
            out += [self._shares(one, places[at]) for one, (*_, at) in zip(came_out, wanted, strict=True)]
        return out

    def _put_in(self, places: Sequence[Place], means: dict[tuple[int, ...], Floats]) -> Floats:
        sure = np.array([place if isinstance(place, int) else 0 for place in places])
        out: Floats = self._embedding[sure]
        for at, place in enumerate(places):
            if not isinstance(place, int):
                mean = means.get(place)
                if mean is None:
                    mean = means[place] = self._mean(place)
                out[at] = mean
        return out

    def _mean(self, candidates: tuple[int, ...]) -> Floats:
        known = [c for c in candidates if c] or [0]
        weight = self._common[known]
        mean: Floats = weight @ self._embedding[known] / weight.sum() + self._hole
        return mean

    def _through(self, windows: Floats, rows: Places, inside: Places) -> Floats:
        """What comes out at those places of those windows; the last layer works for them alone."""
        count, size, width = windows.shape
        # One tall matrix: numpy multiplies it faster than a stack of small ones.
        x = windows.reshape(-1, width)
        for block in self._blocks:
            mixed = _normed(x, block.before) @ block.mixing
            added = self._attention(mixed.reshape(count, size, -1)).reshape(-1, width)
            if block is self._blocks[-1]:
                places = rows * size + inside
                x, added = x[places], added[places]
            x = x + added @ block.mixed
            wide = np.maximum(_normed(x, block.between) @ block.widening, 0.0)
            x += np.square(wide, out=wide) @ block.narrowing
        out: Floats = _normed(x, self._final) @ self._head
        return out

    def _attention(self, mixed: Floats) -> Floats:
        rows, size, width = mixed.shape
        parts = mixed.reshape(rows, size, 3, self._heads, width // 3 // self._heads)
        queries, keys = self._turned(parts[:, :, 0]), self._turned(parts[:, :, 1])
        queries *= np.float32(queries.shape[-1] ** -0.5)
        scores = queries.transpose(0, 2, 1, 3) @ keys.transpose(0, 2, 3, 1)
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        out: NDArray[Any] = scores @ parts[:, :, 2].transpose(0, 2, 1, 3)
        out /= scores.sum(axis=-1, keepdims=True)
        return out.transpose(0, 2, 1, 3).reshape(rows, size, width // 3)

    def _turned(self, x: Floats) -> Floats:
        half = x.shape[-1] // 2
        cos, sin = self._cos[:, : x.shape[1]], self._sin[:, : x.shape[1]]
        a, b = x[..., :half], x[..., half:]
        return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1)

    def _shares(self, came_out: Floats, place: Any) -> Floats:
        candidates = np.array(place)
        logits = self._embedding[candidates] @ came_out / SHARPNESS + self._bias[candidates]
        logits[candidates == 0] = logits.min() - _STRANGER
        logits -= logits.max()
        shares: Floats = logits - np.log(np.exp(logits).sum())
        return shares


#: How much less likely than the least likely candidate one is that the network does not know.
_STRANGER = 2.0


def _normed(x: Floats, weight: Floats) -> Floats:
    scale = np.sqrt(np.mean(np.square(x), axis=-1, keepdims=True) + np.finfo(np.float32).eps)
    out: Floats = x / scale * weight
    return out
