"""Where turns are in lists of turns, quickly also among a million.

Turns are numbered in the order of the project, but for those that were split off later; so lists of them
nearly always ascend.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from operator import lt

_looked_at: tuple[Sequence[int], bool] = ((), True)  # the last list that was looked through, and the answer


def ascends(ids: Sequence[int]) -> bool:
    """Whether each number is greater than the one before; a list must not change in place."""
    global _looked_at  # noqa: PLW0603 - one list at a time is asked about again and again
    if _looked_at[0] is not ids:
        _looked_at = ids, all(map(lt, ids, islice(ids, 1, None)))
    return _looked_at[1]


def row_in(ids: Sequence[int], turn_id: int) -> int | None:
    """The place of a turn in a list, None where it is not there."""
    row = bisect_left(ids, turn_id)
    if row < len(ids) and ids[row] == turn_id:
        return row
    if ascends(ids):
        return None
    try:
        return ids.index(turn_id)
    except ValueError:
        return None
