"""What a kind is given to work with, and where it says what it tried and found."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

SO_FAR = "so-far.json"  # in the folder of a task: its outcome as of its last find
MOST_FINDS = 50  # of a kind; a harness that finds the same thing a thousand times says it once


class Find(msgspec.Struct, frozen=True):
    """Something that ought not to be: what was tried, what was seen, and how to try it again."""

    what: str
    seen: str
    again: str


class Outcome(msgspec.Struct):
    """All that a kind has to say; ``skipped`` is why it could not be tried here, or "".

    ``seconds`` went by, ``processor`` seconds of work were done, also by the processes it started.
    """

    tried: dict[str, int] = {}
    finds: list[Find] = []
    skipped: str = ""
    seconds: float = 0.0
    processor: float = 0.0


@dataclass
class Task:
    """One run of one kind: how often, from which seed, and a folder of its own to do it in.

    ``seconds`` is when to stop although ``count`` is not reached; None for never. What was reached is told.
    """

    count: int
    seed: int
    folder: Path
    seconds: float | None = None
    tried: Counter[str] = field(default_factory=Counter)
    finds: list[Find] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)

    def random(self, *parts: object) -> random.Random:
        """A source of chance for one part of the work: the same one for the same seed and part."""
        return random.Random("/".join(map(str, (self.seed, *parts))))

    @property
    def late(self) -> bool:
        """Whether the time is over."""
        return self.seconds is not None and time.monotonic() - self._began > self.seconds

    def done(self, number: int) -> float:
        """Which part of the work is done after so many tries, from 0 to 1: by count, or by time where that
        ends it."""
        by_time = 0.0 if self.seconds is None else (time.monotonic() - self._began) / max(self.seconds, 0.001)
        return max(number / self.count, by_time)

    def found(self, what: str, seen: str, again: str = "") -> None:
        """Note a find, on the disk, too; the same again, and those beyond the first 50, are only counted."""
        self.tried["finds"] += 1
        if len(self.finds) < MOST_FINDS and all((what, seen) != (one.what, one.seen) for one in self.finds):
            self.finds.append(Find(what, seen, again))
            fresh = self.folder / f"{SO_FAR}.new"
            fresh.write_bytes(msgspec.json.encode(self.outcome()))
            fresh.replace(self.folder / SO_FAR)

    def fresh(self, name: str) -> Path:
        """An empty folder for one try."""
        number = self.tried["folders"] = self.tried["folders"] + 1
        place = self.folder / f"{name}-{number}"
        place.mkdir(parents=True)
        return place

    def outcome(self) -> Outcome:
        """What there is to say at the end."""
        hidden = {"folders", "finds"}
        tried = {name: count for name, count in self.tried.items() if name not in hidden}
        return Outcome(tried, self.finds, "; ".join(self.skipped), time.monotonic() - self._began)
