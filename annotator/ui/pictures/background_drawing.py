"""Draws pictures beside the window, each on a thread and a connection of its own; the newest wish counts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.errors import Cancelled
from annotator.ui.background.companion import companion_of
from annotator.ui.background.cycle_collector import CollectHere

if TYPE_CHECKING:
    from annotator.pictures import Asked, Drawn, Style
    from annotator.pictures.make_picture import Panel
    from annotator.store import Project
    from annotator.ui.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture as it shall be seen: which, of what, in which style, inches wide and high, dots an inch."""

    name: str
    asked: Asked
    style: Style
    size: tuple[float, float]
    dpi: float


@dataclass(frozen=True, slots=True)
class Seen:
    """A finished picture for the screen: RGBA bytes of so many pixels, and where its axes of turns are."""

    wish: Wish
    drawn: Drawn
    pixels: bytes
    width: int
    height: int
    panels: tuple[Panel, ...]


Make = Callable[["Project", Wish], Seen]


def make(project: Project, wish: Wish) -> Seen:
    """Gather the numbers and draw. Raises UserError, NothingToSee, Cancelled."""
    from annotator import pictures  # noqa: PLC0415 - brings numpy along
    from annotator.pictures.canvas import library  # noqa: PLC0415

    library()  # before what may take long
    data = pictures.gather(project, wish.name, wish.asked)
    if wish.asked.stop():
        raise Cancelled
    drawn = pictures.draw(wish.name, data, wish.style, wish.size)
    if wish.asked.stop():
        raise Cancelled
    pixels, width, height, panels = pictures.pixels_of(drawn, wish.dpi)
    return Seen(wish, drawn, pixels, width, height, panels)


class Artist(QObject):
    """Draws what was wished for last; ``done`` gets a :class:`Seen`, or the exception that ended it."""

    done = Signal(object)
    _ended = Signal(int, object)

    def __init__(self, workspace: Workspace, parent: QObject, work: Make = make) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._work = work
        self._number = 0
        self._stop = threading.Event()
        self._threads: dict[int, threading.Thread] = {}
        self._collecting = CollectHere(self)
        self._ended.connect(self._on_ended)

    @property
    def drawing(self) -> bool:
        """Whether the newest wish is not fulfilled yet."""
        return self._number in self._threads

    def begin(self, wish: Callable[[Callable[[], bool]], Wish]) -> None:
        """Draw, and give up what is being drawn. ``wish`` gets what the work asks whether to stop."""
        project = self._workspace.project
        if project is None:
            return
        self.give_up()
        self._number += 1
        self._stop = threading.Event()
        companion = companion_of(project)
        number, wanted = self._number, wish(self._stop.is_set)

        def run() -> None:
            outcome: object
            try:
                with companion() as own:
                    outcome = self._work(own, wanted)
            except Exception as error:  # noqa: BLE001 - carried to the window's thread, judged there
                outcome = error
            self._ended.emit(number, outcome)

        self._collecting.begin()
        thread = threading.Thread(target=run, name="picture", daemon=True)
        self._threads[number] = thread
        thread.start()

    def give_up(self) -> bool:
        """Let the newest wish go; whether one was not fulfilled. Returns at once."""
        under_way = self.drawing
        self._stop.set()
        self._number += 1
        return under_way

    def finish(self) -> bool:
        """Let the newest wish go and wait for all threads: the project is about to be left."""
        under_way = self.give_up()
        for thread in self._threads.values():
            thread.join()
        self._threads.clear()
        self._collecting.end()
        return under_way

    def _on_ended(self, number: int, outcome: object) -> None:
        thread = self._threads.pop(number, None)
        if thread is not None:
            thread.join()
        if not self._threads:
            self._collecting.end()
        if number == self._number:
            self._number += 1
            self.done.emit(outcome)
