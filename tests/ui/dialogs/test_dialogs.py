from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMessageBox

from annotator.ui.dialogs.dialogs import Dialogs
from annotator.ui.dialogs.new_project import person_at_this_computer
from annotator.ui.dialogs.new_project_dialog import NewProjectDialog
from tests import dialog_answers

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from pytestqt.qtbot import QtBot


def when_shown(act: Callable[[Any], object]) -> None:
    """Do something with the next modal dialog."""

    dialog_answers.answer(QDialog, act)


def test_a_new_project_needs_name_place_and_person(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = NewProjectDialog(tmp_path, "Mei")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.name.setText("A/B")
    assert dialog.answer().path == tmp_path / "A-B.dap"
    assert dialog.create_button.isEnabled()
    (tmp_path / "A-B.dap").write_text("")
    dialog.name.setText(" A/B ")
    assert "already" in dialog.problem.text()
    dialog.name.setText(" . ")
    assert not dialog.create_button.isEnabled()
    dialog.name.setText("C")
    dialog.annotator.setText(" ")
    assert "name" in dialog.problem.text()
    dialog.annotator.setText("Ada")
    assert dialog.problem.isHidden()
    assert dialog.answer().codebook == "default"
    dialog.codebook.setCurrentIndex(2)
    assert dialog.codebook.currentText() == "Agreement with the previous turn"
    assert dialog.answer().codebook == "agreement"
    QTest.mouseClick(dialog.create_button, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_the_folder_can_be_chosen(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = NewProjectDialog(tmp_path, "Mei")
    qtbot.addWidget(dialog)
    for chosen in ("", str(tmp_path / "sub")):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, chosen=chosen: chosen)
        dialog._browse()
    assert dialog.answer().path.parent == tmp_path / "sub"


def test_answers_of_the_new_project_dialog(qtbot: QtBot, tmp_path: Path) -> None:
    when_shown(lambda dialog: dialog.reject())
    assert Dialogs().new_project(tmp_path, "Mei") is None
    when_shown(lambda dialog: dialog.accept())
    answer = Dialogs().new_project(tmp_path, "Mei")
    assert answer is not None
    assert answer.annotator == "Mei"


def test_file_dialogs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: object) -> None:
    asks = Dialogs()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (["a.dap", "b.txt"], ""))
    assert asks.open_paths("") == asks.import_files("") == [Path("a.dap"), Path("b.txt")]
    for chosen, expected in (("", None), ("in", Path("in"))):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, chosen=chosen: chosen)
        assert asks.import_folder("") == expected
    for chosen, expected in (("", None), ("x", Path("x.dap")), ("x.y", Path("x.y"))):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, chosen=chosen: (chosen, ""))
        assert asks.save_path("", Path("old.dap"), "") == expected


def test_the_annotators_name(monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    for given, expected in ((("Ada ", True), "Ada"), (("Ada", False), None), ((" ", True), None)):
        monkeypatch.setattr(QInputDialog, "getText", lambda *_, given=given: given)
        assert Dialogs().annotator_name("x") == expected


def test_stopping_a_job_has_to_be_meant(qtbot: QtBot) -> None:
    def press(text: str) -> Callable[[QMessageBox], None]:
        def act(box: QMessageBox) -> None:
            next(button for button in box.buttons() if text in button.text()).click()

        return act

    when_shown(press("Keep"))
    assert not Dialogs().stop_job("Importing")
    when_shown(press("Stop"))
    assert Dialogs().stop_job("Importing")


def test_a_system_without_a_name_for_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("no such uid")

    assert isinstance(person_at_this_computer(), str)
    monkeypatch.setattr(getpass, "getuser", nobody)
    assert person_at_this_computer() == ""
