"""Undo, redo and revert of large edits: off the UI thread, so that the window goes on answering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.background.companion import companion_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model import Changes
    from annotator.store import Project
    from annotator.ui.background.jobs import Handle, Jobs
    from annotator.ui.workspace.workspace_state import WorkspaceState

AT_ONCE = 5_000  # changes that are taken back while the window waits; more are a background job


@dataclass(frozen=True, slots=True)
class Step:
    """Something to take back. ``title`` names the job; ``size`` is the number of changes of the edit;
    ``shown`` gets what changed when it is done."""

    title: str
    size: int
    edit: Callable[[Project], Changes | None]
    shown: Callable[[Changes | None], object]


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


def undoing(project: Project, shown: Callable[[Changes | None], object]) -> Step:
    """Taking back the last edit."""
    edit = project.history.next_undo()
    title = QCoreApplication.translate("TakingBack", "Undoing")
    return Step(title, _size(project, edit), lambda opened: opened.history.undo(edit), shown)


def redoing(project: Project, shown: Callable[[Changes | None], object]) -> Step:
    """Making the edit taken back last once more."""
    edit = project.history.next_redo()
    title = QCoreApplication.translate("TakingBack", "Redoing")
    return Step(title, _size(project, edit), lambda opened: opened.history.redo(edit), shown)


def reverting(project: Project, edit: int, shown: Callable[[Changes | None], object]) -> Step:
    """Taking back any edit."""
    title = QCoreApplication.translate("TakingBack", "Reverting")
    return Step(title, _size(project, edit), lambda opened: opened.history.revert(edit), shown)


def _size(project: Project, edit: int | None) -> int:
    return 0 if edit is None else project.history.size_of(edit)


class TakingBack:
    """Hands large steps to the background jobs of a window."""

    def __init__(self, workspace: WorkspaceState, jobs: Jobs) -> None:
        self._workspace = workspace
        self._jobs = jobs

    def __call__(self, step: Step) -> bool:
        """Begin the step; False where it is small enough to be made at once, or nothing may be changed."""
        if step.size <= AT_ONCE or not self._workspace.writable:
            return False
        from annotator.pipeline.language_findings import follow_study  # noqa: PLC0415 - after the first paint
        from annotator.ui.background.jobs import Job  # noqa: PLC0415 - the workspace's verbs need no jobs

        workspace = self._workspace
        project = workspace.project
        assert project is not None  # noqa: S101 - it is writable
        opened = companion_of(project)

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
        return True
