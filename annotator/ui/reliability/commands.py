"""What the Study menu does for a study of several annotators."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.jobs import Handle, Job
from annotator.ui.messages import Message, MessageAction
from annotator.ui.words import QT_TRANSLATE_NOOP, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model import Changes
    from annotator.ui.main_window import MainWindow
    from annotator.ui.reliability.merging import MergeAnswer


class ReliabilityCommands(QObject):
    """Packets out, packets in, agreement, and the report."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace

    # --- merging ---------------------------------------------------------------------------------

    def merge(self, paths: Sequence[Path] = ()) -> None:
        """Show what packets would change, and merge them, beside the window, when that is agreed to."""
        window = self._window
        if not self._workspace.writable or not window.files.may_leave():
            return
        answer = window.dialogs.merge(self._workspace, paths)
        if answer is not None:
            self.merge_now(answer)

    def merge_now(self, answer: MergeAnswer) -> bool:
        """Make the edit of a plan in the background; one undo takes it back."""
        project = self._workspace.project
        assert project is not None  # noqa: S101 - the plan is about it
        where, person = project.path, project.annotator

        def work(_: Handle) -> Changes:
            from annotator.reliability.merging import apply_merge  # noqa: PLC0415 - beside the window
            from annotator.store import Project  # noqa: PLC0415

            with Project.open(where, annotator=person, companion=True) as companion:
                return apply_merge(companion, answer.plan, leave=answer.leave)

        def done(changes: Changes) -> None:
            if self._workspace.project is project:
                self._workspace.broadcast(changes)
                self._say_merged(answer)

        # One transaction: it is made whole or not at all.
        return self._window.jobs.start(Job(self.tr("Merging"), work, done, cancellable=False))

    def _say_merged(self, answer: MergeAnswer) -> None:
        tags = sum(one.new + one.changed for one in answer.plan.packets)
        text = counted(
            tags,
            QT_TRANSLATE_NOOP("Counted", "One tag was merged."),
            QT_TRANSLATE_NOOP("Counted", "{n} tags were merged."),
        )
        left = sum(one.count for one in answer.plan.troubles)
        detail = ""
        if left:
            detail = counted(
                left,
                QT_TRANSLATE_NOOP("Counted", "One was left in its packet."),
                QT_TRANSLATE_NOOP("Counted", "{n} were left in their packets."),
            )
        actions = (
            MessageAction(self.tr("Undo"), self._workspace.undo),
            MessageAction(self.tr("Decide where they differ"), self._window.commands.adjudication.begin),
        )
        self._workspace.say(Message("info", text, detail, actions))
