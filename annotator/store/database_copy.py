"""Copying an open database in short steps, between which others write."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

_PAGES, _PAUSE = 1000, 0.005  # copied at a time, and seconds in which others may write between
_RESTARTS = 5  # how often a copy begins anew because somebody wrote meanwhile


class _StopCopyingError(Exception):
    pass


def copied(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    insist: bool = False,
) -> bool:
    """Whether all of ``source`` came into ``target``, as it was at one moment.

    Not where it was cancelled, or where somebody writes again and again; then, with ``insist``, everybody
    waits for a copy in one step. May raise sqlite3.Error.
    """
    left = restarts = 0

    def watch(_status: int, remaining: int, _total: int) -> None:
        nonlocal left, restarts
        restarts += 0 < left <= remaining
        left = remaining
        if cancelled() or restarts > _RESTARTS:
            raise _StopCopyingError

    try:
        source.backup(target, pages=_PAGES, progress=watch, sleep=_PAUSE)
    except _StopCopyingError:
        if not insist or cancelled():
            return False
        source.backup(target)
    return True
