"""Answers to the window's questions, given beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotator.model import Study
from annotator.ui.dialogs.dialogs import Dialogs
from annotator.ui.dialogs.new_project import NewProject
from annotator.ui.reliability.report_dialog import ReportPlan


class Answers(Dialogs):
    """Dialogs that answer from a table by the name of the question, and remember what was asked.

    A question without an answer is answered as if the person had pressed Cancel.
    """

    def __init__(self, **given: Any) -> None:
        super().__init__(None)
        self.given = given
        self.asked: list[str] = []
        self.questions: list[str] = []  # the texts of those that say how many

    def _answer(self, question: str, otherwise: Any = None) -> Any:
        self.asked.append(question)
        return self.given.get(question, otherwise)

    def open_paths(self, folder: str) -> list[Path]:
        return list(self._answer("open_paths", []))

    def import_files(self, folder: str) -> list[Path]:
        return list(self._answer("import_files", []))

    def import_folder(self, folder: str) -> Path | None:
        found: Path | None = self._answer("import_folder")
        return found

    def save_path(self, title: str, suggested: Path, pattern: str) -> Path | None:
        found: Path | None = self._answer("save_path")
        return found

    def new_project(self, folder: Path, annotator: str) -> NewProject | None:
        found: NewProject | None = self._answer("new_project")
        return found

    def annotator_name(self, current: str) -> str | None:
        found: str | None = self._answer("annotator_name")
        return found

    def study(self, study: Study) -> Study | None:
        found: Study | None = self._answer("study")
        return found

    def many(self, question: str) -> bool:
        self.questions.append(question)
        return bool(self._answer("many", otherwise=False))

    def report(self, folder: Path) -> ReportPlan | None:
        found: ReportPlan | None = self._answer("report")
        return found

    def packet_files(self, folder: str) -> list[Path]:
        return list(self._answer("packet_files", []))

    def stop_job(self, title: str) -> bool:
        return bool(self._answer("stop_job", otherwise=False))

    def import_plan(self, paths: Sequence[Path], workspace: object) -> Any:
        return self._answer("import_plan")

    def tags_plan(self, project: object, folder: str) -> Any:
        return self._answer("tags_plan")

    def export_plan(self, workspace: object, folder: Path, last: str) -> Any:
        return self._answer("export_plan")
