"""Exports and tags that come in, as jobs of the window.

The store and the exporters are imported when they are first needed, which is after the window
has been painted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.background.companion import companion_of
from annotator.ui.background.jobs import Handle, Job
from annotator.ui.exporting import export_report as reports
from annotator.ui.window.messages import MessageAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.core.progress import Progress
    from annotator.exchange import Anonymised, ExportReport, Scope, SplitReport, TagReport
    from annotator.store import Project
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.exporting.export_plan import ExportPlan, TagsPlan
    from annotator.ui.workspace.workspace import Workspace


class ExportCommands(QObject):
    """Writes projects out and reads tags in, in the background."""

    def __init__(self, workspace: Workspace, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs = jobs

    def start(self, plan: ExportPlan) -> bool:
        """Export as planned."""
        opened = self._opener()
        if opened is None:
            return False
        cancelled = self.tr("The export was cancelled. No file was written.")
        if plan.division is not None:
            work, done = _dividing(opened, plan), self._divided
            return self._jobs.start(Job(self.tr("Splitting"), work, done, cancelled=cancelled))
        return self._jobs.start(
            Job(self.tr("Exporting"), _exporting(opened, plan), self._exported, cancelled=cancelled)
        )

    def start_tags(self, plan: TagsPlan) -> bool:
        """Read tags in as planned."""
        opened = self._opener()
        if opened is None:
            return False
        return self._jobs.start(
            Job(
                self.tr("Reading tags"),
                _reading(opened, plan),
                self._tagged,
                cancelled=self.tr("Nothing was imported."),
            )
        )

    def _opener(self) -> Callable[[], Project] | None:
        """Opens the project of the window a second time, for a job."""
        project = self._workspace.project
        return companion_of(project) if project is not None else None

    def _exported(self, report: ExportReport) -> None:
        self._workspace.say(reports.exported(report, self._show(report.path)))

    def _divided(self, report: SplitReport) -> None:
        self._workspace.say(reports.divided(report, self._show(report.folder)))

    def _show(self, path: Path) -> MessageAction:
        return MessageAction(self.tr("Show in folder"), lambda: show_in_folder(path))

    def _tagged(self, report: TagReport) -> None:
        self._workspace.broadcast(report.changes)
        self._workspace.say(reports.tagged(report))


def show_in_folder(path: Path) -> bool:
    """Open the folder a file lies in, in the system's file manager."""
    from PySide6.QtCore import QUrl  # noqa: PLC0415 - rarely needed
    from PySide6.QtGui import QDesktopServices  # noqa: PLC0415 - as above

    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def _told(handle: Handle) -> Callable[[Progress], None]:
    return lambda now: handle.progress(now.done, now.total, now.detail)


def _settle_languages(project: Project, handle: Handle) -> None:
    """Find the languages that turns still wait for: what leaves the window is complete."""
    from annotator.pipeline.language_findings import find_again  # noqa: PLC0415 - after the first paint

    if not project.read_only:
        find_again(project, progress=handle.progress, cancelled=handle.cancelled)


def _choices(project: Project, plan: ExportPlan) -> tuple[Scope, Anonymised | None]:
    """Which part of a project a plan means, and how it is made anonymous."""
    from annotator import exchange  # noqa: PLC0415 - after the first paint

    scope = exchange.Scope(
        where=project.search.read_filter(plan.where) if plan.where else None,
        text=plan.text,
        annotators=plan.annotators,
        machine=plan.machine,
        # As the window shows them: turns with one's own tags, whosever are exported.
        whose=(project.annotator.key,),
    )
    if plan.words is None:
        return scope, None
    words = exchange.parse_words(plan.words, "")
    return scope, exchange.Anonymised(exchange.key_beside(Path(project.path)), words)


def _exporting(opened: Callable[[], Project], plan: ExportPlan) -> Callable[[Handle], ExportReport]:
    def work(handle: Handle) -> ExportReport:
        from annotator import exchange  # noqa: PLC0415 - after the first paint

        with opened() as project:
            _settle_languages(project, handle)
            scope, anonymised = _choices(project, plan)
            return exchange.export_project(
                project,
                plan.path,
                format=plan.format,
                scope=scope,
                anonymised=anonymised,
                source_bytes=plan.source_bytes,
                progress=_told(handle),
                cancelled=handle.cancelled,
            )

    return work


def _dividing(opened: Callable[[], Project], plan: ExportPlan) -> Callable[[Handle], SplitReport]:
    def work(handle: Handle) -> SplitReport:
        from annotator import exchange  # noqa: PLC0415 - after the first paint

        division = plan.division
        assert division is not None  # noqa: S101 - for the type checker
        with opened() as project:
            _settle_languages(project, handle)
            scope, anonymised = _choices(project, plan)
            return exchange.split_project(
                project,
                plan.path,
                exchange.SplitPlan(division.by, division.stratify, division.seed, division.shares),
                format=plan.format,
                scope=scope,
                anonymised=anonymised,
                progress=_told(handle),
                cancelled=handle.cancelled,
            )

    return work


def _reading(opened: Callable[[], Project], plan: TagsPlan) -> Callable[[Handle], TagReport]:
    def work(handle: Handle) -> TagReport:
        from annotator import exchange  # noqa: PLC0415 - after the first paint

        with opened() as project:
            return exchange.import_tags(
                project,
                plan.path,
                annotator=plan.annotator,
                machine=plan.machine,
                progress=_told(handle),
                cancelled=handle.cancelled,
            )

    return work
