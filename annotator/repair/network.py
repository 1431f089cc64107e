"""A small network that reads a damaged text from both sides and says what each lost character was.

A transformer encoder (Vaswani et al. 2017) with rotary positions (Su et al. 2021), root mean
square norms and squared rectified units, over windows of characters. A lost character goes in
as the mean of what it can have been, weighted by how common each candidate is, so that the
network needs to know nothing of code pages; what comes out is compared with the candidates alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

#: A place of a text: the number of a sure token, or the numbers of the candidates (0 for strangers).
Place = int | tuple[int, ...]

#: Characters a window holds, and how many at each end are read but not judged.
WINDOW, MARGIN = 256, 16
#: Windows that are read at once, and those whose tokens are read once.
_TOGETHER, _AT_ONCE = 2, 48
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
        self._width, self._heads = embedding.shape[1], heads
        self._blocks = [self._with_norms(block) for block in weights]
        self._hole, self._bias = arrays["hole"], arrays["bias"]
        self._head = arrays["final"][:, None] * arrays["head"]
        self._common = arrays["common"]
        half = self._width // heads // 2
        turns = np.arange(WINDOW)[:, None, None] / SLOWEST ** (np.arange(half) / half)
        self._cos, self._sin = np.cos(turns).astype(np.float32), np.sin(turns).astype(np.float32)

    def _with_norms(self, block: Block) -> Block:
        """The block with its norms' weights, and what divides queries, in the matrices behind them."""
        mixing = block.before[:, None] * block.mixing
        mixing[:, : self._width] *= np.float32((self._width // self._heads) ** -0.5)
        return replace(block, mixing=mixing, widening=block.between[:, None] * block.widening)

    def judge(self, places: Sequence[Place]) -> Iterator[Floats]:
        """For every place with candidates, in order, the logarithm of the probability of each.

        The probabilities of one place sum to one over its candidates. They come as they are asked for: of a
        long text only some are held at once.
        """
        step = WINDOW - 2 * MARGIN
        windows: list[tuple[int, list[int]]] = []
        for at, place in enumerate(places):
            if isinstance(place, int):
                continue
            start = max(0, min(at // step * step - MARGIN, len(places) - WINDOW))
            if not windows or windows[-1][0] != start:
                windows.append((start, []))
            windows[-1][1].append(at)
        for first in range(0, len(windows), _AT_ONCE):
            yield from self._judged(places, windows[first : first + _AT_ONCE])

    def _judged(self, places: Sequence[Place], windows: Sequence[tuple[int, list[int]]]) -> Iterator[Floats]:
        """The same for windows: where each begins, and its places with candidates."""
        inside = [places[start : start + WINDOW] for start, _ in windows]
        # Of a text's tokens there are few, so that the first layer reads each of them once.
        known = {place: at for at, place in enumerate(dict.fromkeys(chain.from_iterable(inside)))}
        embedded = self._put_in(list(known))
        mixed = _normed(embedded) @ self._blocks[0].mixing
        numbers: dict[Place, Places] = {}
        for first in range(0, len(windows), _TOGETHER):
            group = windows[first : first + _TOGETHER]
            read = np.array([[known[place] for place in one] for one in inside[first : first + _TOGETHER]])
            wanted = [(row, at - start, at) for row, (start, ats) in enumerate(group) for at in ats]
            rows, columns, _ = zip(*wanted, strict=True)
            came_out = self._through(embedded[read], mixed[read], np.array(rows), np.array(columns))
            for one, (*_, at) in zip(came_out, wanted, strict=True):
                candidates = numbers.get(places[at])
                if candidates is None:
                    candidates = numbers[places[at]] = np.array(places[at])
                yield self._shares(one, candidates)

    def _put_in(self, places: Sequence[Place]) -> Floats:
        sure = np.array([place if isinstance(place, int) else 0 for place in places])
        out: Floats = self._embedding[sure]
        for at, place in enumerate(places):
            if not isinstance(place, int):
                out[at] = self._mean(place)
        return out

    def _mean(self, candidates: tuple[int, ...]) -> Floats:
        known = [c for c in candidates if c] or [0]
        weight = self._common[known]
        mean: Floats = weight @ self._embedding[known] / weight.sum() + self._hole
        return mean

    def _through(self, windows: Floats, first: Floats, rows: Places, inside: Places) -> Floats:
        """What comes out at those places of those windows; the last layer works for them alone.

        ``first`` holds the queries, keys and values of the first layer.
        """
        count, size, width = windows.shape
        # One tall matrix: numpy multiplies it faster than a stack of small ones.
        x = windows.reshape(-1, width)
        everywhere = np.arange(size)
        for at, block in enumerate(self._blocks[:-1]):
            mixed = _normed(x) @ block.mixing if at else first
            mixed = mixed.reshape(count, size, 3, self._heads, -1)
            queries = self._turned(mixed[:, :, 0], everywhere)
            heard = _heard(queries, self._turned(mixed[:, :, 1], everywhere), mixed[:, :, 2])
            x += heard.reshape(-1, width) @ block.mixed
            x += _widened(x, block)
        block = self._blocks[-1]
        normed, places = _normed(x), rows * size + inside
        mixed = (normed @ block.mixing[:, width:]).reshape(count, size, 2, self._heads, -1)
        keys = self._turned(mixed[:, :, 0], everywhere)
        queries = (normed[places] @ block.mixing[:, :width]).reshape(1, len(places), self._heads, -1)
        queries = self._turned(queries, inside)
        of = [rows == row for row in range(count)]
        heard = np.concatenate(
            [
                _heard(queries[:, of[row]], keys[row : row + 1], mixed[row : row + 1, :, 1])[0]
                for row in range(count)
            ]
        )
        x = x[places] + heard @ block.mixed
        x += _widened(x, block)
        out: Floats = _normed(x) @ self._head
        return out

    def _turned(self, x: Floats, at: Places) -> Floats:
        """Pairs of numbers, each turned by an angle that grows with the place in the window."""
        half = x.shape[-1] // 2
        cos, sin = self._cos[at], self._sin[at]
        a, b = x[..., :half], x[..., half:]
        out = np.empty(x.shape, dtype=np.float32)
        np.multiply(a, cos, out=out[..., :half])
        out[..., :half] -= b * sin
        np.multiply(a, sin, out=out[..., half:])
        out[..., half:] += b * cos
        return out

    def _shares(self, came_out: Floats, candidates: Places) -> Floats:
        logits = self._embedding[candidates] @ came_out / SHARPNESS + self._bias[candidates]
        if not candidates.all():
            logits[candidates == 0] = logits.min() - _STRANGER
        logits -= logits.max()
        shares: Floats = logits - np.log(np.exp(logits).sum())
        return shares


#: Sums of exponentials of numbers within these bounds are exact enough as they are.
_LARGE = 60.0
#: How much less likely than the least likely candidate one is that the network does not know.
_STRANGER = 2.0


def _heard(queries: Floats, keys: Floats, values: Floats) -> Floats:
    """For every query of every window the mean of the values, weighted by how well their keys fit."""
    shares = queries.transpose(0, 2, 1, 3) @ keys.transpose(0, 2, 3, 1)
    # None is larger than the longest query and the longest key make it, which is seen without a look at all.
    if _longest(queries) * _longest(keys) > _LARGE**2 and max(shares.max(), -shares.min()) > _LARGE:
        shares -= shares.max(axis=-1, keepdims=True)
    np.exp(shares, out=shares)
    out: NDArray[Any] = shares @ values.transpose(0, 2, 1, 3)
    # numpy multiplies faster than it sums along rows.
    out /= (shares @ np.ones(shares.shape[-1], dtype=np.float32))[..., None]
    windows, heads, count, size = out.shape
    return out.transpose(0, 2, 1, 3).reshape(windows, count, heads * size)


def _longest(rows: Floats) -> float:
    """The square of the length of the longest of the rows."""
    return float(np.einsum("whij,whij->whi", rows, rows).max())


def _widened(x: Floats, block: Block) -> Floats:
    wide = _normed(x) @ block.widening
    np.maximum(wide, 0.0, out=wide)
    out: Floats = np.square(wide, out=wide) @ block.narrowing
    return out


def _normed(x: Floats) -> Floats:
    """Rows divided by their root mean square."""
    squares = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1])
    out: Floats = x / np.sqrt(squares + np.finfo(np.float32).eps)[:, None]
    return out
