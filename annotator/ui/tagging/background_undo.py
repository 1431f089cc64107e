"""Undo, redo and revert; large ones off the UI thread, so that the window goes on answering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from annotator.ui.background.companion import companion_of
from annotator.ui.background.jobs import Job
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model import Changes, EditSummary
    from annotator.store import Project
    from annotator.ui.background.jobs import Handle, Jobs
    from annotator.ui.workspace.workspace_state import WorkspaceState

AT_ONCE = 5_000  # changes that are taken back while the window waits; more are a background job


@dataclass(frozen=True, slots=True)
class UndoStep:
    """Something to take back. ``title`` names the job; ``size`` is the number of changes of the edit;
    ``shown`` gets what changed when it is done."""

    title: str
    size: int
    edit: Callable[[Project], Changes | None]
    shown: Callable[[Changes | None], Changes | None]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An edit of an earlier sitting that undo would take back: its number, when it was, and what it did."""

    edit: int
    when: str
    what: str


def earlier(workspace: WorkspaceState) -> Earlier | None:
    """What undo would take back where that was made in an earlier sitting; else None."""
    project = workspace.project
    if project is None or not workspace.writable or not project.history.undoes_earlier:
        return None
    number = project.history.next_undo()
    assert number is not None  # noqa: S101 - there is one
    from annotator.ui.panels.history.change_texts import day_and_time, edit_words, present  # noqa: PLC0415
    from annotator.ui.panels.history.edit_details import EditDetails  # noqa: PLC0415 - after the first paint

    (edit,) = project.history.edits(1, before=number + 1)
    lines = EditDetails(workspace, edit).subjects() if edit.change_count == 1 else []
    return Earlier(number, day_and_time(edit.at, present()), lines[0] if lines else edit_words(edit.summary))


def undoing(project: Project, shown: Callable[[Changes | None], Changes | None]) -> UndoStep:
    """Taking back the last edit."""
    edit = project.history.next_undo()
    title = QCoreApplication.translate("TakingBack", "Undoing")
    return UndoStep(title, _size(project, edit), lambda opened: opened.history.undo(edit), shown)


def redoing(project: Project, shown: Callable[[Changes | None], Changes | None]) -> UndoStep:
    """Making the edit taken back last once more."""
    edit = project.history.next_redo()
    title = QCoreApplication.translate("TakingBack", "Redoing")
    return UndoStep(title, _size(project, edit), lambda opened: opened.history.redo(edit), shown)


def reverting(project: Project, edit: int, shown: Callable[[Changes | None], Changes | None]) -> UndoStep:
    """Taking back any edit."""
    title = QCoreApplication.translate("TakingBack", "Reverting")
    return UndoStep(title, _size(project, edit), lambda opened: opened.history.revert(edit), shown)


def _size(project: Project, edit: int | None) -> int:
    return 0 if edit is None else project.history.size_of(edit)


class HistoryVerbs(QObject):
    """The verbs that take back: undo, redo, and revert of any edit. Large ones become background jobs."""

    def __init__(self, workspace: WorkspaceState, jobs: Jobs | None) -> None:
        """Without ``jobs`` all are made at once."""
        super().__init__(workspace)
        self._workspace = workspace
        self._jobs = jobs

    def to_undo(self) -> EditSummary | None:
        """What undo would take back, in the log's words; None where there is nothing."""
        project = self._workspace.project
        return project.history.can_undo if project is not None and self._workspace.writable else None

    def to_redo(self) -> EditSummary | None:
        """What redo would make again, in the log's words; None where there is nothing."""
        project = self._workspace.project
        return project.history.can_redo if project is not None and self._workspace.writable else None

    def undo(self) -> Changes | None:
        """Take back this annotator's last edit; where that was made in an earlier sitting, say which."""
        before = earlier(self._workspace)

        def shown(changes: Changes | None) -> Changes | None:
            if changes is not None and before is not None:
                text = self.tr("Undone: {what} ({when}).").format(what=before.what, when=before.when)
                redo = MessageAction(self.tr("Redo"), self.redo)
                self._workspace.say(Message("info", text, actions=(redo,)))
            return self._shown(changes)

        return self._make(lambda project: undoing(project, shown))

    def redo(self) -> Changes | None:
        """Make the edit taken back last once more."""
        return self._make(lambda project: redoing(project, self._shown))

    def revert(self, edit_id: int) -> Changes | None:
        """Take back one edit of the history; values changed since are left alone and counted."""
        return self._make(lambda project: reverting(project, edit_id, self._shown))

    def inform_done(self, text: str, detail: str = "") -> None:
        """Show what was done to several turns at once, with a button that takes it back."""
        self._workspace.say(Message("info", text, detail, (MessageAction(self.tr("Undo"), self.undo),)))

    def _make(self, wanted: Callable[[Project], UndoStep]) -> Changes | None:
        """Make the step now; None where it became a background job, or nothing changed."""
        workspace = self._workspace
        if workspace.project is None:
            return None
        step = wanted(workspace.project)
        if self._jobs is not None and step.size > AT_ONCE and workspace.writable:
            self.start(step, workspace.project)
            return None
        return step.shown(workspace.do(step.edit))

    def start(self, step: UndoStep, project: Project) -> None:
        """Make a step of the project in hand as a background job."""
        assert self._jobs is not None  # noqa: S101 - the caller looked
        from annotator.pipeline.language_findings import follow_study  # noqa: PLC0415 - after the first paint

        workspace, opened = self._workspace, companion_of(project)

        def work(_handle: Handle) -> Changes | None:
            with opened() as companion:
                follow_study(companion)
                return step.edit(companion)

        def done(changes: Changes | None) -> None:
            if changes is not None and workspace.project is project:
                workspace.broadcast(changes)
                step.shown(changes)

        # One transaction: it is made whole or, where the program ends meanwhile, not at all.
        self._jobs.start(Job(step.title, work, done, cancellable=False))

    def _shown(self, changes: Changes | None) -> Changes | None:
        """Bring the first turn concerned into view, and say what had to be left alone."""
        if changes is None:
            return None
        cursor = self._workspace.cursor
        rows = [row for turn in changes.turns if (row := cursor.row_of(turn)) is not None]
        if rows and cursor.turn_id not in changes.turns:
            cursor.select_turn(cursor.turn_ids[min(rows)])
        if changes.skipped:
            text = counted(
                changes.skipped,
                QT_TRANSLATE_NOOP("Counted", "One value was left as it is, because it has changed since."),
                QT_TRANSLATE_NOOP(
                    "Counted", "{n} values were left as they are, because they have changed since."
                ),
            )
            self._workspace.say(Message("warning", text))
        return changes
