from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from annotator.model import Codebook, Facet, Label
from annotator.ui.codebook_editor.codebook_questions import CodebookDialogs, Removal
from annotator.ui.codebook_editor.codebook_window import CodebookWindow
from annotator.ui.keys.key_changes import KeyChanges
from annotator.ui.keys.keymap import KeyMap
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot


class Answers(CodebookDialogs):
    """Answers given beforehand; what is not given is answered as with Cancel."""

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, Any] = {}
        self.asked: list[str] = []

    def _answer(self, question: str) -> Any:
        self.asked.append(question)
        return self.given.get(question)

    def remove_label(self, label: Label, facet: Facet, tags: int, parent: QWidget) -> Removal | None:
        found: Removal | None = self._answer("remove_label")
        return found

    def retire_facet(self, facet: Facet, tags: int, parent: QWidget) -> bool:
        return bool(self._answer("retire_facet"))

    def take_in(
        self, present: Codebook, offered: Sequence[Codebook], notes: Sequence[str], parent: QWidget
    ) -> Codebook | None:
        self.given["notes"] = notes
        found = self._answer("take_in")
        return found(offered) if found else None

    def open_codebook(self, parent: QWidget) -> Path | None:
        found: Path | None = self._answer("open_codebook")
        return found

    def save_codebook(self, codebook: Codebook, parent: QWidget) -> Path | None:
        found: Path | None = self._answer("save_codebook")
        return found


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def editor(qtbot: QtBot, workspace: Workspace, answers: Answers) -> Iterator[CodebookWindow]:
    window = CodebookWindow(workspace, KeyChanges(workspace, KeyMap()), answers)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.close()
