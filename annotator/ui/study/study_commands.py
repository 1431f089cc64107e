"""What a person can settle for the study, and the work in the background that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.ui.background.jobs import Handle, Job
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from annotator.model import Changes
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.dialogs.dialogs import Dialogs
    from annotator.ui.workspace.workspace import Workspace


class StudyCommands(QObject):
    """Settles the study's languages, and sees to it that the findings in the project follow them.

    Findings that are older than the settings are made anew in the background, whether the
    settings were changed, an edit of them was undone, or the work was broken off the last time.
    """

    def __init__(self, workspace: Workspace, jobs: Jobs, dialogs: Dialogs, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs = jobs
        self._dialogs = dialogs
        self._stopped = False  # somebody stopped the work; it waits until they say so
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.find_again)
        workspace.project_changed.connect(self._begin)
        workspace.changed.connect(self._on_changed)
        jobs.idle.connect(self._soon.start)

    def edit(self) -> None:
        """Ask for the languages of the study, and settle what is answered."""
        project = self._workspace.project
        if project is None:
            return
        study = self._dialogs.study(project.study.read())
        if study is not None:
            self._workspace.do(lambda open_project: open_project.study.set(study))

    def _on_changed(self, changes: Changes) -> None:
        if changes.project:
            self._begin()

    def _begin(self) -> None:
        self._stopped = False
        if self._workspace.writable:
            self._soon.start()

    def find_again(self) -> None:
        """Make the findings anew that are older than the settings, in the background."""
        project = self._workspace.project
        waiting = (
            project is not None
            and self._workspace.writable
            and project.findings.undetected_from() is not None
        )
        if project is None or not waiting or self._stopped or self._jobs.running:
            return
        path = project.path

        def work(handle: Handle) -> int:
            from annotator.pipeline.language_findings import find_again  # noqa: PLC0415 - in the background, after the first paint
            from annotator.store import Project  # noqa: PLC0415

            with Project.open(path, companion=True) as companion:
                return find_again(companion, progress=handle.progress, cancelled=handle.cancelled)

        # Whatever ends the job before it is done must not make it begin again at once.
        self._stopped = True
        job = Job(self.tr("Detecting languages"), work, self._done, self._ended, cancelled=" ")
        self._jobs.start(job)

    def _done(self, turns: int) -> None:
        self._stopped = False
        what = counted(
            turns, QT_TRANSLATE_NOOP("Counted", "1 turn"), QT_TRANSLATE_NOOP("Counted", "{n} turns")
        )
        self._workspace.inform(self.tr("Detected languages again in {what}.").format(what=what))

    def _ended(self) -> None:
        if self._stopped:
            self._workspace.say(
                Message(
                    "warning",
                    self.tr("Some detected languages are older than the study settings."),
                    self.tr("Detection continues when the project is next opened, or now."),
                    (MessageAction(self.tr("Continue"), self._begin),),
                )
            )
        from annotator.model import Changes  # noqa: PLC0415 - after the first paint

        self._workspace.broadcast(Changes(everything=True))
