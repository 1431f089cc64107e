"""Says whether work grows as its input does, on a busy machine as on an idle one.

A limit in seconds says more about the machine than about the program. Here the same work is done on an input
and on one eight times as long, in one run, counted in this thread's processor time, which stands still while
others run.
"""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 8  # how much longer the longer input is: work that is quadratic takes 64 times as long
MOST = 3 * TIMES  # caches and a busy neighbour make linear work look up to about twice as long
LEAST = 0.002  # seconds; below it the clock's own steps would decide


def processor_seconds(work: Callable[[], object], tries: int = 3) -> float:
    """The least processor time that this thread needed for the work, in seconds."""
    spent = []
    for _ in range(tries):
        began = time.thread_time()
        work()
        spent.append(time.thread_time() - began)
    return min(spent)


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times as long an input of ``TIMES`` times the size takes; linear work gives about that."""
    short = max(processor_seconds(lambda: work(size)), LEAST)
    return processor_seconds(lambda: work(TIMES * size), tries=2) / short
