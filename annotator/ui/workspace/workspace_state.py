"""What is in hand: which project, dialogue, turns and facet; the lower half of the workspace.

:class:`WorkspaceState` knows where the person stands, broadcasts it, and has the one door
through which edits go (:meth:`WorkspaceState.do`). The verbs a person has (apply a label,
undo, go to the next untagged turn) are built on it in :mod:`annotator.ui.workspace.workspace`.

This module imports no database library: the window is painted before one is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

from annotator.errors import UserError
from annotator.ui.window.messages import Message, from_error
from annotator.ui.workspace.cursor import Cursor
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model import (
        Changes,
        Codebook,
        Facet,
        Gap,
        Target,
        TurnLanguage,
    )
    from annotator.store import Project
    from annotator.ui.workspace.typed_signals import Carries


@dataclass(frozen=True, slots=True)
class Busy:
    """The background job in hand. ``total`` is 0 while nobody knows how long it will be."""

    title: str
    done: int = 0
    total: int = 0
    detail: str = ""
    cancellable: bool = True


class Preferences(Protocol):
    """The few settings that steer editing; the window hands in its settings object."""

    auto_advance: bool
    advance: str  # "facet": to the next turn lacking it; "turn": through a turn's facets, then on
    repair_threshold: int  # percent; 0 is the repair engine's own


class Defaults:
    """Preferences of a workspace nobody configured."""

    auto_advance = True
    advance = "facet"
    repair_threshold = 0


def _look_at(text: str, project: Project) -> tuple[tuple[Gap, ...], TurnLanguage | None]:
    """The gaps and the language of a turn's text, after a decision about its repair."""
    from annotator.pipeline.language_findings import look_at  # noqa: PLC0415 - after the first paint

    return look_at(text, project.study.read())


def _made(edit: Callable[[Project], Changes | None], project: Project) -> Changes | None:
    with project.alone():
        return edit(project)


def _at_once(edit: Callable[[], Changes | None]) -> Changes | None:
    return edit()


def _open_at_once(opening: Callable[[], Project], _name: str) -> Project:
    return opening()


class WorkspaceState(QObject):
    """What a window has in hand: the project, its codebook, the place in it, and who is told what changed.

    The place is :attr:`cursor`. The verbs of a person are parts of the
    :class:`~annotator.ui.workspace.workspace.Workspace` that stand on this.
    """

    changed: Carries[Changes] = carrying()
    project_changed = Signal()  # opened, closed
    facet_changed = Signal()  # another facet is active
    target_changed = Signal()  # stances are toward another target
    message: Carries[Message] = carrying()
    busy_changed = Signal()  # the background job began, went on or ended
    entry_requested = Signal(str)  # a facet key: whoever has its text field takes the focus

    def __init__(self, preferences: Preferences | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preferences: Preferences = preferences if preferences is not None else Defaults()
        self.project: Project | None = None
        self.cursor = Cursor(self.say_error, self)
        self.cursor.dialogue_changed.connect(self._forget_target)  # before anybody else hears of it
        self._codebook: Codebook | None = None
        self.facet: str = ""
        self.target: str | None = None  # key of the target stances are toward; None means the first
        self.busy: Busy | None = None
        #: Makes an edit; a window hands it to a thread, so that it need not stand still with the drive.
        self.run_edit: Callable[[Callable[[], Changes | None]], Changes | None] = _at_once
        #: Makes a call to the project's file in the same way; None makes it on this thread.
        self.run_read: Callable[[Callable[[], Any]], Any] | None = None
        #: Opens a project in the same way; with the name of its file.
        self.run_opening: Callable[[Callable[[], Project], str], Project] = _open_at_once

    # --- project -----------------------------------------------------------------------

    def attach(self, project: Project, place: tuple[int, int] = (0, 0)) -> None:
        """Take an open project in hand (closing the one before) and go to a place in it.

        ``place`` is a dialogue and a turn of it, by row number; where one of them is not there, the first is
        gone to.
        """
        self._release()
        self.project = project
        project.finder = lambda text: _look_at(text, project)
        if self.run_read is not None:
            project.read_beside(self.run_read)
        self._load_codebook()
        self.cursor.attach(project)
        self.project_changed.emit()
        self.facet_changed.emit()
        self.cursor.go_to(*place)

    def close(self) -> None:
        """Let go of the project; harmless when there is none."""
        if self.project is None:
            return
        self._release()
        self.project_changed.emit()
        self.facet_changed.emit()
        self.cursor.dialogue_changed.emit()
        self.cursor.turn_changed.emit()

    def _release(self) -> None:
        if self.project is not None:
            self.project.close()
        self.project = None
        self._codebook = None
        self.facet = ""
        self.cursor.release()

    @property
    def codebook(self) -> Codebook:
        """The codebook in hand, an empty one without a project."""
        if self._codebook is None:
            from annotator.model import Codebook  # noqa: PLC0415 - after the first paint

            self._codebook = Codebook("", ())
        return self._codebook

    def _load_codebook(self) -> None:
        if self.project is None:
            return
        self._codebook = self.project.codebook.read()
        live = [facet.key for facet in self._codebook.facets if not facet.retired]
        if self.facet not in live:
            self.facet = live[0] if live else ""
            self.facet_changed.emit()

    @property
    def writable(self) -> bool:
        """Whether there is a project that may be changed."""
        return self.project is not None and not self.project.read_only

    # --- saying ------------------------------------------------------------------------

    def say(self, message: Message) -> None:
        """Show a message to the person."""
        self.message.emit(message)

    def say_error(self, error: UserError) -> None:
        """Show an error of the project in hand; the window adds buttons for what can be done about it."""
        self.say(replace(from_error(error), error=error))

    def inform(self, text: str, detail: str = "") -> None:
        """Show a message that goes away by itself."""
        self.say(Message("info", text, detail))

    def set_busy(self, busy: Busy | None) -> None:
        """Say which background job runs, and how far it is; None when it has ended."""
        self.busy = busy
        self.busy_changed.emit()

    # --- what is asked -----------------------------------------------------------------

    def active_facet(self) -> Facet | None:
        """The facet that digits answer, None without a project."""
        if self.project is None:
            return None
        try:
            return self.codebook.facet(self.facet)
        except KeyError:
            return None

    def set_facet(self, key: str) -> None:
        """Make a facet the one that digits answer. Unknown keys are ignored."""
        known = {facet.key for facet in self.codebook.facets}
        if key != self.facet and key in known:
            self.facet = key
            self.facet_changed.emit()

    def target_in_hand(self) -> Target | None:
        """What the next stance is toward: the target picked in the window, else the dialogue's first;
        None where the selected turns are of several dialogues, or the dialogue has no target."""
        dialogue = self.cursor.dialogue()
        targets = dialogue.targets if dialogue is not None else ()
        if not targets or self.cursor.in_several_dialogues():
            return None
        return next((target for target in targets if target.key == self.target), targets[0])

    def set_target(self, key: str | None) -> None:
        """Let stances be toward that target of the dialogue in hand; None is its first one."""
        if key != self.target:
            self.target = key
            self.target_changed.emit()

    def _forget_target(self) -> None:
        self.target = None

    # --- editing -----------------------------------------------------------------------

    def do(self, edit: Callable[[Project], Changes | None]) -> Changes | None:
        """Make one edit and tell everybody what it changed.

        Returns None when there is no project, when there was nothing to do, or when the
        edit was refused; a refusal has then been shown to the person.
        """
        if self.project is None:
            return None
        if self.project.read_only:
            self.say(
                Message(
                    "warning",
                    self.tr("This project is open read-only."),
                    self.tr("Use File > Save As to work in a copy of your own."),
                )
            )
            return None
        try:
            changes = self.run_edit(partial(_made, edit, self.project))
        except UserError as error:
            self.say_error(error)
            return None
        if changes is not None:
            self.broadcast(changes)
        return changes

    def together(self, edits: Sequence[Callable[[Project], object]]) -> Changes | None:
        """Several edits of one key press: one entry of the log, one undo, one broadcast."""
        return self.do(lambda project: project.together(edits))

    def broadcast(self, changes: Changes) -> None:
        """Tell everybody what changed, after bringing this object's own caches up to date."""
        others = changes.structure or changes.everything
        if changes.codebook or changes.everything:
            self._load_codebook()
        if others:
            self.cursor.read_dialogues()
        self.changed.emit(changes)
        if others:
            self.cursor.settle()
