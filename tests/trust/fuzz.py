"""Real inputs changed at random, given to everything that reads what somebody else wrote.

Nothing may leave but a UserError (or what a function's own documentation promises), nothing may take more
than two seconds of processor time, and the process may not grow by more than ten times an input and a base.
"""

from __future__ import annotations

import contextlib
import re
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.trust.blocks import NewBlocks
from tests.trust.mutating import mutated
from tests.trust.scene import noted, uncaught
from tests.trust.targets import TARGETS, Target
from tests.trust.task import Task

SLOW = 2.0  # seconds of processor time for one input
GROWTH, BASE = 10, 64 << 20  # times an input, and bytes, by which the process may grow for one input
_FURTHER = 0.5  # of the inputs are changed from one that led further
_MOST_KEPT = 2_000  # of those, of each target
_UNIT = 1 if sys.platform == "darwin" else 1024  # of what the system says about the most memory so far
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_PEAK = re.compile(rb"VmHWM:\s+(\d+) kB")


@dataclass
class Fuzzing:
    """One target with its real inputs, ready to be given changed ones."""

    task: Task
    target: Target
    folder: Path
    seeds: dict[str, bytes] = field(default_factory=dict)
    kept: list[tuple[str, bytes]] = field(
        default_factory=list
    )  # inputs that led further, with their seeds' names
    _blocks: NewBlocks = field(default_factory=NewBlocks)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.seeds = self.target.seeds(self.folder)
        self._names = sorted(self.seeds)
        self._pool = [self.seeds[name] for name in self._names]
        for name in self._names:  # loads what is loaded once, and shows that real inputs are read
            self.give(self.seeds[name], name, f"the real input {name}", warm=True)

    def once(self, number: int) -> None:
        """Give it one changed input: the same one for the same seed in the same run."""
        chance = self.task.random(self.target.key, number)
        name = chance.choice(self._names)
        base = self.seeds[name]
        if self.kept and chance.random() < _FURTHER:
            name, base = chance.choice(self.kept)
        data = mutated(base, self._pool, chance)
        self.task.tried[self.target.key] += 1
        self.give(data, name, f"seed {self.task.seed}, input {number} of {name}")
        if self._blocks.found and len(self.kept) < _MOST_KEPT:
            self.kept.append((name, data))
            self.task.tried["inputs that led further"] += 1

    def give(self, data: bytes, name: str, again: str, *, warm: bool = False) -> None:
        """Let the target read this; note what it may not do."""
        _forget_peak()
        most, began = _most_memory(), time.process_time()
        try:
            with self._blocks.look():
                self.target.read(data, name, self.folder)
        except self.target.allowed:
            self.task.tried["refused in words"] += 1
        except Exception as error:  # noqa: BLE001 - any other error is a find
            noted(error)
            self._found(uncaught(error), data, again)
        spent, grown = time.process_time() - began, _most_memory() - most
        if spent > SLOW:  # to be looked at takes time, too
            spent = self._unwatched(data, name)
        if not warm and spent > SLOW:
            self._found(f"took {spent:.1f} s of processor time", data, again)
        if not warm and grown > BASE + GROWTH * len(data):
            self._found(f"grew by {grown >> 20} MB for {len(data):,} bytes", data, again)

    def _unwatched(self, data: bytes, name: str) -> float:
        began = time.process_time()
        with contextlib.suppress(Exception):  # it has been told
            self.target.read(data, name, self.folder)
        return time.process_time() - began

    def _found(self, seen: str, data: bytes, again: str) -> None:
        shown = f"{data[:300]!r}{'…' if len(data) > 300 else ''}"
        self.task.found(self.target.key, seen, f"{again}: {shown}")


def _forget_peak() -> None:
    """Let the most memory begin anew, so that one large input hides no other; Linux alone can."""
    with contextlib.suppress(OSError):
        _RESET.write_bytes(b"5")


def _most_memory() -> int:
    """The most memory this process has had, in bytes."""
    with contextlib.suppress(OSError):
        found = _PEAK.search(_STATUS.read_bytes())
        if found:
            return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


def run(task: Task) -> None:
    """Give every target its share of so many inputs, in turn, so that a run that ends early is even."""
    ready = [Fuzzing(task, target, task.folder / target.key.replace(" ", "-")) for target in TARGETS]
    turns = [fuzzing for fuzzing in ready for _ in range(fuzzing.target.weight)]
    for number in range(task.count):
        turns[number % len(turns)].once(number)
        if task.late:
            task.skipped.append(f"time was over after {number + 1:,} inputs")
            return
