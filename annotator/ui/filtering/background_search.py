"""Searching the whole project beside the window, on a connection of its own.

A search can look at a million turns. It runs on a thread, hands over the first page as soon as it has it,
more of them now and then, and everything at the end; a newer search stops an older one between two turns.
Where few turns still wait for the index of words they are taken into it before, else after the search.
"""

from __future__ import annotations

import threading
import time
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.errors import Cancelled, UserError
from annotator.ui.background.companion import companion_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from annotator.model import Annotator, TurnFilter
    from annotator.store.turn_search import Search as TurnSearch

FIRST = 100  # turns in the first page
_PATIENCE = 0.1  # seconds after which there is a first page even where it is short
_GROW_EVERY = 0.5  # seconds at least between two states of what has been found; the list doubles meanwhile
_SAY_EVERY = 0.1  # seconds between two reports of how many have been found
_FEW = 500  # turns that are taken into the index before searching: looking through more of them is faster


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found so far; ``whole`` once it has looked everywhere."""

    number: int  # of the search
    turns: Sequence[int]
    whole: bool


@dataclass(frozen=True, slots=True)
class _SearchTask:
    """What one search is about."""

    number: int
    stop: threading.Event
    path: Path
    annotator: Annotator
    wanted: TurnFilter
    read_only: bool


class Search(QObject):
    """One search at a time. Its signals come on the window's thread."""

    found = Signal(object)  # Found: more and more, at the end all of it
    counted = Signal(int, int)  # number of the search, turns so far
    failed = Signal(int, object)  # number of the search, UserError
    crashed = Signal(object)  # an exception that is a defect

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.number = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether a search is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, path: Path, annotator: Annotator, wanted: TurnFilter, *, read_only: bool) -> int:
        """Begin a search and stop the one before; returns its number, which its answers carry."""
        self._stop.set()
        before = self._thread
        self.number += 1
        self._stop = threading.Event()
        task = _SearchTask(self.number, self._stop, path, annotator, wanted, read_only)
        self._thread = threading.Thread(target=self._run, args=(task, before), name="search", daemon=True)
        self._thread.start()
        return self.number

    def stop(self) -> None:
        """End the search under way and wait for it, for as long as a transaction of the index takes.

        Whoever only wants another one just starts that: the window does not wait then.
        """
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, task: _SearchTask, before: threading.Thread | None) -> None:
        stop, number = task.stop, task.number
        if before is not None:
            before.join()
        try:
            with companion_at(task.path, task.annotator, read_only=task.read_only)() as project:
                # A project opened for reading stays as it is: it is searched without the index.
                if project.index.waiting() <= _FEW:
                    project.index.update(cancelled=stop.is_set)
                if task.wanted.text:
                    self._look(number, stop, project.search.matching(task.wanted, cancelled=stop.is_set))
                else:
                    self._ask(number, stop, project.search, task.wanted)
                project.index.update(cancelled=stop.is_set)
        except Cancelled:
            return
        except UserError as error:
            self.failed.emit(number, error)
        except Exception as error:  # noqa: BLE001 - carried to the window's thread, judged there
            self.crashed.emit(error)

    def _ask(self, number: int, stop: threading.Event, search: TurnSearch, wanted: TurnFilter) -> None:
        """Turns that conditions alone decide on: a page of them, then all, without a step for each."""
        first = search.find(wanted, limit=FIRST, cancelled=stop.is_set)
        whole = len(first) < FIRST
        self.found.emit(Found(number, first, whole=whole))
        if not whole:
            self.found.emit(Found(number, search.find(wanted, cancelled=stop.is_set), whole=True))

    def _look(self, number: int, stop: threading.Event, rows: Iterator[tuple[int, int]]) -> None:
        turns: array[int] = array("q")
        began = said = time.monotonic()
        handed, next_at = 0, began + _PATIENCE
        for turn, _ in rows:
            turns.append(turn)
            if len(turns) % 50 and len(turns) > FIRST:
                continue
            now = time.monotonic()
            if (len(turns) >= FIRST and not handed) or (now > next_at and len(turns) >= 2 * handed):
                handed, next_at = len(turns), now + _GROW_EVERY
                self.found.emit(Found(number, array("q", turns), whole=False))
            if now - said > _SAY_EVERY:
                said = now
                self.counted.emit(number, len(turns))
        if not stop.is_set():
            self.found.emit(Found(number, turns, whole=True))
