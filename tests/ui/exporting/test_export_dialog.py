from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from annotator.exporters import FORMATS
from annotator.model import TurnFilter
from annotator.ui.exporting.export_dialog import ExportDialog
from annotator.ui.exporting.export_plan import Division, ExportPlan
from annotator.ui.widgets.ranked_labels import FittedMuted

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator.ui.workspace.workspace import Workspace


@pytest.fixture
def dialog(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> ExportDialog:
    made = ExportDialog(workspace, tmp_path, "")
    qtbot.addWidget(made)
    made.show()
    return made


def press(dialog: ExportDialog) -> None:
    QTest.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)


def test_it_proposes_a_file_beside_and_follows_the_format(dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.plan() == ExportPlan(tmp_path / f"study{FORMATS[0].extensions[0]}", FORMATS[0].key)
    for index, row in enumerate(FORMATS):
        dialog.format.setCurrentIndex(index)
        assert Path(dialog.file.text()) == tmp_path / f"study{row.extensions[0]}"
        assert dialog.description.text() == row.description
        assert dialog.losses.isVisible() is bool(row.limits.losses)
        assert dialog.sources.isVisible() is (row.read is not None)
    dialog.file.setText(str(tmp_path / "v1.2"))
    dialog.format.setCurrentIndex(0)
    assert Path(dialog.file.text()).name == f"v1.2{FORMATS[0].extensions[0]}"


def test_the_format_of_the_last_time_is_offered(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    made = ExportDialog(workspace, tmp_path, FORMATS[-1].key)
    qtbot.addWidget(made)
    assert made.plan().format == FORMATS[-1].key


def test_an_impossible_place_is_refused(dialog: ExportDialog, tmp_path: Path) -> None:
    for text in ("", str(tmp_path), str(tmp_path / "nowhere" / "x.json")):
        dialog.file.setText(text)
        assert dialog.problem.text()
        press(dialog)
        assert dialog.isVisible()
    dialog.file.setText(str(tmp_path / "x.json"))
    assert not dialog.problem.text()
    press(dialog)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_an_existing_file_is_replaced_only_when_that_is_meant(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("{}")
    dialog.file.setText(str(tmp_path / "old.json"))
    press(dialog)
    assert "exists" in dialog.problem.text()
    assert dialog.isVisible()
    press(dialog)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_choosing_a_file_agrees_to_replace_it(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old.json").write_text("{}")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    dialog._browse()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "old.json"), ""))
    dialog._browse()
    press(dialog)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.plan().path == tmp_path / "old.json"


def test_saved_views_and_the_filter_in_hand_are_offered(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    assert workspace.project is not None
    workspace.project.views.save("Doubts", TurnFilter(uncertain=True))
    workspace.cursor.filter = TurnFilter(speakers=("A",))
    made = ExportDialog(workspace, tmp_path, "csv")
    qtbot.addWidget(made)
    assert [made.turns.itemText(row) for row in range(made.turns.count())] == [
        "All turns", "Doubts", "speaker:A",
    ]  # fmt: skip
    found = []
    for row in range(made.turns.count()):
        made.turns.setCurrentIndex(row)
        found.append(made.plan().where)
    assert found == ["", "is:uncertain", "speaker:A"]


def test_a_division_is_asked_for_a_folder(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.division.on.setChecked(True)
    assert Path(dialog.file.text()) == tmp_path / "study"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    dialog._browse()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "x"))
    (tmp_path / "x").mkdir()
    dialog._browse()
    assert dialog.plan().path == tmp_path / "x" / "study"
    assert dialog.plan().division == Division({"train": 0.8, "dev": 0.1, "test": 0.1})
    dialog.division.on.setChecked(False)
    assert dialog.plan().division is None
    assert dialog.plan().path.suffix == FORMATS[0].extensions[0]


def test_what_is_said_about_a_format_is_as_high_as_its_lines(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    text = FittedMuted("five words that wrap soon", window)
    window.show()
    text.resize(400, 10)
    text.setText("five words that wrap soon, and some more that make it long")
    one_line = text.height()
    text.resize(90, 10)
    assert text.height() >= 3 * one_line
    text.resize(400, 10)
    assert text.height() == one_line
    assert not text.sizePolicy().hasHeightForWidth()
