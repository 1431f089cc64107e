"""Draws pictures beside the window, each on a thread and a connection of its own; the newest wish counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.errors import Cancelled
from annotator.ui.background.background_thread import BackgroundThread, Handle
from annotator.ui.background.companion import companion_of
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.pictures import Asked, Drawn, Style
    from annotator.pictures.make_picture import Panel
    from annotator.store import Project
    from annotator.ui.workspace.typed_signals import Carries
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
    """Draws what was wished for last."""

    done: Carries[Seen] = carrying()
    failed: Carries[UserError] = carrying()
    cancelled = Signal()
    crashed: Carries[BaseException] = carrying()  # a defect

    def __init__(self, workspace: Workspace, parent: QObject, work: Make = make) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._work = work
        self._thread = BackgroundThread(self, "picture")

    @property
    def drawing(self) -> bool:
        """Whether the newest wish is not fulfilled yet."""
        return self._thread.running

    def begin(self, wish: Wish) -> None:
        """Draw, and give up what is being drawn."""
        project = self._workspace.project
        if project is None:
            return
        companion = companion_of(project)

        def work(handle: Handle) -> Seen:
            wanted = replace(wish, asked=replace(wish.asked, stop=handle.cancelled))
            with companion() as own:
                return self._work(own, wanted)

        self._thread.start(
            work,
            self.done.emit,
            failed=self.failed.emit,
            cancelled=self.cancelled.emit,
            crashed=self.crashed.emit,
        )

    def give_up(self) -> bool:
        """Let the newest wish go; whether one was not fulfilled. Returns at once."""
        return self._thread.let_go()

    def finish(self) -> bool:
        """Let the newest wish go and wait for the drawing to end: the project is about to be left."""
        return self._thread.stop()
