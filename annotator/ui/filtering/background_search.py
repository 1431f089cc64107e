"""Searching the whole project beside the window, on a connection of its own.

A search can look at a million turns. It runs on a thread, hands over the first page as soon as it has it,
more of them now and then, and everything at the end; a newer search stops an older one between two turns.
Where few turns still wait for the index of words they are taken into it before, else after the search.
"""

from __future__ import annotations

import time
from array import array
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.ui.background.background_thread import BackgroundThread, Handle
from annotator.ui.background.companion import companion_of
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from annotator.errors import UserError
    from annotator.model import TurnFilter
    from annotator.store import Project
    from annotator.store.turn_search import Search
    from annotator.ui.workspace.typed_signals import Carries

FIRST = 100  # turns in the first page
_PATIENCE = 0.1  # seconds after which there is a first page even where it is short
_SEEN_AFTER = 0.2  # seconds that a first page may take to be painted before the search goes on
_GROW_EVERY = 0.5  # seconds at least between two states of what has been found; the list doubles meanwhile
_SAY_EVERY = 0.1  # seconds between two reports of how many have been found
_FEW = 500  # turns that are taken into the index before searching: looking through more of them is faster


@dataclass(frozen=True, slots=True)
class FoundTurns:
    """What a search has found so far; ``whole`` once it has looked everywhere."""

    turns: Sequence[int]
    whole: bool


class BackgroundSearch(QObject):
    """One search at a time; of one that was stopped nothing more is heard."""

    found: Carries[FoundTurns] = carrying()  # more and more, at the end all of it
    counted = Signal(int)  # turns so far
    failed: Carries[UserError] = carrying()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = BackgroundThread(self, "search")

    @property
    def running(self) -> bool:
        """Whether a search is under way."""
        return self._thread.running

    def start(self, project: Project, wanted: TurnFilter) -> None:
        """Begin a search and stop the one before; the window does not wait for that."""
        companion = companion_of(project)

        def work(handle: Handle) -> None:
            with companion() as opened:
                # A project opened for reading stays as it is: it is searched without the index.
                if opened.index.waiting() <= _FEW:
                    opened.index.update(cancelled=handle.cancelled)
                if wanted.text:
                    self._look(handle, partial(opened.search.matching, wanted))
                else:
                    self._ask(handle, opened.search, wanted)
                opened.index.update(cancelled=handle.cancelled)

        self._thread.start(work, lambda _: None, failed=self.failed.emit)

    def stop(self) -> None:
        """End the search under way and wait for it, for as long as a transaction of the index takes."""
        self._thread.stop()

    def _ask(self, handle: Handle, search: Search, wanted: TurnFilter) -> None:
        """Turns that conditions alone decide on: a page of them, then all, without a step for each."""
        first = search.find(wanted, limit=FIRST, cancelled=handle.cancelled)
        whole = len(first) < FIRST
        handle.hand_over(FoundTurns(first, whole=whole), self.found.emit, patience=_SEEN_AFTER)
        if not whole:
            found = search.find(wanted, cancelled=handle.cancelled)
            handle.hand_over(FoundTurns(found, whole=True), self.found.emit)

    def _look(self, handle: Handle, matching: Callable[..., Iterator[tuple[int, int]]]) -> None:
        so_far = _FoundSoFar(handle, self)
        for turn, _ in matching(cancelled=so_far.cancelled):
            so_far.add(turn)
        if not handle.cancelled():
            handle.hand_over(FoundTurns(so_far.turns, whole=True), self.found.emit)


class _FoundSoFar:
    """What a search has found, handed over now and then."""

    def __init__(self, handle: Handle, search: BackgroundSearch) -> None:
        self.turns: array[int] = array("q")
        self._handle = handle
        self._search = search
        self._said = time.monotonic()
        self._next_at = self._said + _PATIENCE
        self._handed = 0

    def add(self, turn: int) -> None:
        """Take one more turn."""
        self.turns.append(turn)
        if len(self.turns) <= FIRST or len(self.turns) % 50 == 0:
            self._tell()

    def cancelled(self) -> bool:
        """Whether to stop; asked between turns that do not fit, too, so that a first one need not wait."""
        if len(self.turns) > self._handed:
            self._tell()
        return self._handle.cancelled()

    def _tell(self) -> None:
        now, number = time.monotonic(), len(self.turns)
        page = number >= FIRST and not self._handed
        if page or (now > self._next_at and number >= max(1, 2 * self._handed)):
            patience = 0.0 if self._handed else _SEEN_AFTER
            found = FoundTurns(array("q", self.turns), whole=False)
            self._handle.hand_over(found, self._search.found.emit, patience=patience)
            self._handed, self._next_at = number, time.monotonic() + _GROW_EVERY
        if now - self._said > _SAY_EVERY:
            self._said = now
            self._handle.hand_over(number, self._search.counted.emit)
