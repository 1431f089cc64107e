"""The table of kinds: what is tried, by which module, and how often."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.trust.task import Task


@dataclass(frozen=True)
class Kind:
    """One way of trying the program: ``run`` of the module ``tests.trust.<key>`` does it.

    ``quick`` and ``full`` are how often, in the unit that ``unit`` names. ``shim``: it needs the library
    that stands between the program and the system (:mod:`tests.trust.shim`). ``marked``: it is guided by the
    blocks of the program that it reaches (:mod:`tests.trust.blocks`).
    """

    key: str
    title: str
    unit: str
    quick: int
    full: int
    shim: bool = False
    marked: bool = False

    def run(self, task: Task) -> None:
        """Try, and note in the task what was tried and found."""
        work: Callable[[Task], None] = importlib.import_module(f"tests.trust.{self.key}").run
        work(task)


KINDS = (
    Kind("kills", "Killed at random moments of everything that writes", "kills of each action", 20, 1_000),
    Kind("io_faults", "Each call to the disk fails once, in turn", "failing calls", 72, 100_000, shim=True),
    Kind("power_loss", "The power fails between two calls", "cuts", 150, 10_000, shim=True),
    Kind("clock_jumps", "The clock jumps while somebody works", "sittings", 5, 1_000, shim=True),
    Kind("stalled_drive", "The drive stands still while the window works", "stalls", 5, 300, shim=True),
    Kind("damage", "Bytes flipped, zeroed, torn away in a project", "damaged files", 150, 10_000),
    Kind("several", "Two and more processes at one project", "meetings of each sort", 2, 500),
    Kind("state_machine", "Random edits and merges against a plain model", "runs", 15, 2_000),
    Kind("soak", "The real window, action after action", "actions", 400, 100_000),
    Kind("fuzz", "Real inputs changed at random, to all that reads", "inputs", 3_000, 1_000_000, marked=True),
)


def kind_of(key: str) -> Kind:
    """The kind with that key. Raises KeyError."""
    return {kind.key: kind for kind in KINDS}[key]
