"""Dialogues with more turns than a picture has room for: neighbouring turns share a bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from annotator.pictures.picture_request import Note, phrase
from annotator.pictures.styles import TURNS_SHOWN
from annotator.pictures.tag_counts import Array

_BARS = 300


def turns_a_bar(turns: int) -> int:
    """How many turns side by side share a bar: 1 as long as each has room for its own."""
    return 1 if turns <= TURNS_SHOWN else -(-turns // _BARS)


def shared_bars(turns: int) -> tuple[Note, ...]:
    """What the caption says about bars that stand for several turns."""
    together = turns_a_bar(turns)
    if together == 1:
        return ()
    return (Note(phrase("Each bar or point is the mean of {0} turns side by side."), (together,)),)


def edges(turns: int) -> Array:
    """Where the bars begin and end on the axis of turns."""
    return np.append(np.arange(0, turns, turns_a_bar(turns)), turns) + 0.5


def means(values: Sequence[float] | Array) -> Array:
    """The mean of each bar's turns, of a value a turn."""
    array = np.asarray(values, dtype=float)
    starts = np.arange(0, len(array), turns_a_bar(len(array)))
    sums: Array = np.add.reduceat(array, starts)
    return sums / np.diff(np.append(starts, len(array)))


def share_row(axes: Any, foot: float, places: Sequence[int], turns: int, **look: Any) -> None:
    """A row along the turns, filled as high (0.8 at most) as the share of turns that are among ``places``.

    ``foot`` is where it begins; it goes up on the screen, whichever way the axis goes.
    """
    there = np.zeros(turns)
    there[np.asarray(places, dtype=int) - 1] = 1
    low, high = axes.get_ylim()
    up = 0.8 if high > low else -0.8
    axes.stairs(foot + up * means(there), edges(turns), baseline=foot, fill=True, linewidth=0.0, **look)


def summed(places: Sequence[int], values: Sequence[float], turns: int) -> tuple[Array, Array]:
    """Middle of each bar that has values, and their mean; ``places`` are turns from 1."""
    bar = (np.asarray(places, dtype=int) - 1) // turns_a_bar(turns)
    sums = np.bincount(bar, weights=np.asarray(values, dtype=float))
    counts = np.bincount(bar)
    used = np.flatnonzero(counts)
    limits = edges(turns)
    return (limits[used] + limits[used + 1]) / 2, sums[used] / counts[used]
