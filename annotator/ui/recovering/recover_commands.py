"""What the window offers where a project file is damaged, or was taken away while it was open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from annotator.ui.background.jobs import Handle, Job
from annotator.ui.settings import user_folders
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import in_words
from annotator.ui.window.messages import Message, MessageAction, sentence

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.model import Annotator
    from annotator.recovery import Recovered
    from annotator.store import ProjectProblem
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.dialogs.dialogs import Dialogs
    from annotator.ui.workspace.workspace_state import WorkspaceState

_SHOWN = 200  # problems of a check that are listed


class Files(Protocol):
    """What is needed of the File menu."""

    def may_leave(self) -> bool: ...  # noqa: D102 - see FileCommands
    def annotator(self) -> Annotator: ...  # noqa: D102 - see FileCommands
    def open_project(self, path: Path) -> bool: ...  # noqa: D102 - see FileCommands
    def save_as(self) -> None: ...  # noqa: D102 - see FileCommands
    def go_on_beside(self) -> None: ...  # noqa: D102 - see FileCommands


class RecoverCommands(QObject):
    """Checks the project in hand, recovers a damaged one, and says what else can be done."""

    def __init__(self, workspace: WorkspaceState, jobs: Jobs, dialogs: Dialogs, files: Files) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._jobs = jobs
        self._dialogs = dialogs
        self._files = files

    def remedies(self, error: UserError) -> tuple[MessageAction, ...]:
        """The buttons for an error of the project in hand: recover it, or save what is open."""
        from annotator.store import ProjectDamaged, ProjectReplaced  # noqa: PLC0415 - after the first paint

        project = self._workspace.project
        if project is None:
            return ()
        damaged = isinstance(error, ProjectDamaged)
        # What stands in the file by now may be the work of another program: what is open is worth more.
        if isinstance(error, ProjectReplaced) or (damaged and project.overwritten()):
            return (
                MessageAction(self.tr("Save beside it and go on"), self._files.go_on_beside),
                MessageAction(self.tr("Save as…"), self._files.save_as),
            )
        return self.offer(Path(project.path)) if damaged else ()

    def offer(self, path: Path) -> tuple[MessageAction, ...]:
        """The button that recovers a file."""
        return (MessageAction(self.tr("Recover…"), lambda: self.recover(path)),)

    def recover(self, path: Path) -> None:
        """Ask where the new file goes, and write there what can be saved; the damaged file stays as it is."""
        if not self._files.may_leave():
            return
        word = self.tr("recovered")
        suggested = path.with_name(f"{path.stem} {word}{user_folders.PROJECT_SUFFIX}")
        pattern = self.tr("Projects (*{suffix})").format(suffix=user_folders.PROJECT_SUFFIX)
        new = self._dialogs.save_path(self.tr("Recover into"), suggested, pattern)
        if new is None:
            return
        project = self._workspace.project
        if project is not None and Path(project.path) == path.resolve():
            self._workspace.close()  # it is in use as long as it is open
        who = self._files.annotator()

        def work(handle: Handle) -> Recovered:
            from annotator import importers, recovery  # noqa: PLC0415 - after the first paint
            from annotator.pipeline import structured_files  # noqa: PLC0415

            return recovery.recover(
                path,
                new,
                who,
                decode=lambda data, encoding: importers.decode(data, encoding).text,
                reread=structured_files.received,
                progress=handle.progress,
                cancelled=handle.cancelled,
            )

        self._jobs.start(
            Job(
                self.tr("Recovering"),
                work,
                self._recovered,
                cancelled=self.tr("The recovery was cancelled. No file was written."),
            )
        )

    def _recovered(self, found: Recovered) -> None:
        from annotator.recovery import report_lines  # noqa: PLC0415 - after the first paint

        lost, restored = ([str(in_words(each)) for each in lines] for lines in report_lines(found))
        counts = found.counts
        saved = self.tr("{dialogues} dialogues, {turns} turns and {tags} tags were saved.").format(
            dialogues=f"{counts.dialogues:,}", turns=f"{counts.turns:,}", tags=f"{counts.tags:,}"
        )
        parts = [saved]
        if restored:
            parts.append(self.tr("Restored: {what}.").format(what=self.tr("; ").join(restored)))
        parts.append(
            self.tr("Lost: {what}.").format(what=self.tr("; ").join(lost))
            if lost
            else self.tr("Nothing was lost.")
        )
        button = MessageAction(
            self.tr("Open the recovered project"), lambda: self._files.open_project(found.path)
        )
        more = _lines(found.problems)
        self._workspace.say(
            Message(
                "warning" if lost or more else "info",
                self.tr("What could be saved is in {name}.").format(name=found.path.name),
                " ".join(parts),
                (button,),
                more,
            )
        )

    def check(self) -> None:
        """Check the project in hand in the background, and say what was found."""
        project = self._workspace.project
        if project is None or not self._files.may_leave():
            return
        path = Path(project.path)

        def work(_: Handle) -> list[ProjectProblem]:
            from annotator import importers  # noqa: PLC0415 - after the first paint
            from annotator.pipeline import structured_files  # noqa: PLC0415
            from annotator.store import Project  # noqa: PLC0415

            return Project.check_file(
                path, lambda data, encoding: importers.decode(data, encoding).text, structured_files.received
            )

        self._jobs.start(
            Job(
                self.tr("Checking the project"),
                work,
                lambda problems: self._checked(path, problems),
                cancellable=False,
            )
        )

    def _checked(self, path: Path, problems: list[ProjectProblem]) -> None:
        if not problems:
            self._workspace.inform(
                self.tr("The project is sound."),
                self.tr("The file, its sources, the repair steps and the log agree."),
            )
            return
        text = counted(
            len(problems),
            QT_TRANSLATE_NOOP("Counted", "1 problem was found in the project."),
            QT_TRANSLATE_NOOP("Counted", "{n} problems were found in the project."),
        )
        detail = self.tr("Recover it into a new file, or restore a backup; the file has been left as it is")
        more = _lines(problems)
        self._workspace.say(Message("warning", text, sentence(detail), self.offer(path), more))


def _lines(problems: Sequence[ProjectProblem]) -> str:
    """The first problems, a line each."""
    return "\n".join(f"{in_words(one.where)}: {in_words(one.what)}" for one in problems[:_SHOWN])
