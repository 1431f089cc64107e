"""Imports as jobs of the window, and what each did in a message.

The importers are imported when they are first needed, which is after the window has been painted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.background.companion import companion_of
from annotator.ui.background.jobs import Handle, Job
from annotator.ui.study.undeclared_message import with_undeclared
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import in_words, listed, spoken
from annotator.ui.window.messages import Message, sentence

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.pipeline.import_job import ImportReport
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.importing.import_plan import ImportPlan
    from annotator.ui.window.messages import MessageKind
    from annotator.ui.workspace.workspace import Workspace

translate = QCoreApplication.translate


class ImportJobs:
    """Reads transcripts into the project in hand, in the background; ``done`` gets what became of each."""

    def __init__(self, workspace: Workspace, jobs: Jobs, done: Callable[[ImportReport], object]) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._done = done

    def start(self, paths: Sequence[Path], plan: ImportPlan | None) -> bool:
        """Import in the background, as planned or as the importers see fit."""
        from annotator.pipeline import import_files as pipeline  # noqa: PLC0415 - after the first paint

        project = self._workspace.project
        if project is None:
            return False
        opened = companion_of(project)

        def work(handle: Handle) -> ImportReport:
            with opened() as companion:
                return pipeline.import_paths(
                    companion,
                    paths,
                    choices=plan.choices if plan is not None else None,
                    default=plan.default if plan is not None else None,
                    progress=lambda now: handle.progress(now.done, now.total, now.detail),
                    cancelled=handle.cancelled,
                    languages_later=None,
                )

        return self._jobs.start(
            Job(
                translate("FileCommands", "Importing"),
                work,
                self._imported,
                cancelled=translate("FileCommands", "The import was cancelled. Nothing was added."),
            )
        )

    def _imported(self, report: ImportReport) -> None:
        self._workspace.broadcast(report.changes)
        self._workspace.say(with_undeclared(import_message(report), report.undeclared, self._workspace))
        self._done(report)


def import_message(report: ImportReport) -> Message:
    """What an import did, in one sentence, with every file that was not read below it."""
    from annotator.importers import left_out_text, question_text  # noqa: PLC0415 - after the first paint

    counts = (
        (
            report.added,
            QT_TRANSLATE_NOOP("Counted", "1 transcript added"),
            QT_TRANSLATE_NOOP("Counted", "{n} transcripts added"),
        ),
        (
            report.known,
            QT_TRANSLATE_NOOP("Counted", "1 already there"),
            QT_TRANSLATE_NOOP("Counted", "{n} already there"),
        ),
        (
            report.restored,
            QT_TRANSLATE_NOOP("Counted", "1 restored"),
            QT_TRANSLATE_NOOP("Counted", "{n} restored"),
        ),
        (
            report.repeated,
            QT_TRANSLATE_NOOP("Counted", "1 duplicate"),
            QT_TRANSLATE_NOOP("Counted", "{n} duplicates"),
        ),
        (
            report.failed,
            QT_TRANSLATE_NOOP("Counted", "1 could not be read"),
            QT_TRANSLATE_NOOP("Counted", "{n} could not be read"),
        ),
    )
    parts = [counted(len(names), one, many) for names, one, many in counts if names]
    if report.problems:
        found = (
            QT_TRANSLATE_NOOP("Counted", "1 problem inside files"),
            QT_TRANSLATE_NOOP("Counted", "{n} problems inside files"),
        )
        parts.append(counted(len(report.problems), *found))
    if report.questions:
        asked = (
            QT_TRANSLATE_NOOP("Counted", "1 unanswered question"),
            QT_TRANSLATE_NOOP("Counted", "{n} unanswered questions"),
        )
        parts.append(counted(len(report.questions), *asked))
    if report.skipped:
        skipped = (
            QT_TRANSLATE_NOOP("Counted", "1 other file skipped"),
            QT_TRANSLATE_NOOP("Counted", "{n} other files skipped"),
        )
        parts.append(counted(len(report.skipped), *skipped))
    if not parts:
        parts = [QCoreApplication.translate("ImportReport", "There was nothing to import")]
    lines = [_failure(name, error) for name, error in report.failed]
    lines += [f"{name}: {in_words(problem)}" for name, problem in report.problems]
    lines += [f"{name}: {question_text(question, in_words)}" for name, question in report.questions]
    kind: MessageKind = "warning" if lines else "info"
    lines += [f"{name}: {left_out_text(one, in_words)}" for name, one in report.left_out]
    if report.skipped:
        said = QCoreApplication.translate("ImportReport", "Skipped: {files}")
        lines.append(said.format(files=listed(report.skipped)))
    detail = lines[0] if len(lines) == 1 else ""
    more = "\n".join(lines) if len(lines) > 1 else ""
    return Message(kind, sentence(", ".join(parts)), detail, more=more)


def _failure(name: str, error: UserError) -> str:
    """Why a file could not be read, behind its name where the error does not say it."""
    said = str(spoken(error))
    return said if name in said else f"{name}: {said}"
