"""From the turns to a picture and back, and into files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from annotator.pictures import available
from annotator.ui.pictures.picture_export_dialog import ExportPictureDialog
from annotator.ui.pictures.pictures_window import PicturesWindow
from tests import dialog_answers
from tests.journeys.conftest import Person
from tests.pictures.building import study


@pytest.fixture
def pictures(person: Person, tmp_path: Path) -> PicturesWindow:
    person.window.files.open_project(study(tmp_path / "study.dap"))
    person.idle()
    person.window.commands.pictures.show()
    shown = person.window.commands.pictures.shown
    assert shown is not None
    person.wait(lambda: not (shown.artist.drawing or shown._soon.isActive()))
    return shown


def test_without_the_library_the_window_says_what_to_install(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    person.window.files.open_project(study(tmp_path / "study.dap"))
    person.idle()
    person.window.action_set.by_id["pictures"].trigger()
    shown = person.window.commands.pictures.shown
    assert shown is not None
    person.wait(lambda: shown.pages.currentWidget() is shown.state_page)
    assert shown.state_title.text() == "Pictures cannot be drawn"
    assert "dialogue-annotator[plots]" in shown.state_text.text()
    shown.close()


@pytest.mark.skipif(not available(), reason="matplotlib is not installed")
def test_a_picture_leads_to_turns_and_goes_into_files(
    person: Person, pictures: PicturesWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, workspace = person.window, person.window.workspace
    pictures.choose("trajectory")
    person.wait(lambda: pictures.seen is not None and pictures.seen.wish.name == "trajectory")
    pictures.view.setFocus()
    (box, panel), *_ = pictures.view.panels()
    place = pictures.view.place_of(9, box, panel).center().toPoint()
    QTest.mouseClick(pictures.view, Qt.MouseButton.LeftButton, pos=place)
    assert workspace.cursor.turn_id == workspace.cursor.turn_ids[9]
    assert not window.overview.shown
    assert pictures.view.current == 9
    pictures.turns_wanted.emit(list(workspace.cursor.turn_ids[3:6]))
    assert workspace.cursor.selection == tuple(workspace.cursor.turn_ids[3:6])

    target = tmp_path / "picture"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))

    def fill(dialog: ExportPictureDialog) -> None:
        dialog.format.setCurrentIndex(dialog.format.findData("png"))
        dialog.width_box.setValue(10.0)
        dialog.height_box.setValue(5.0)
        dialog.dpi.setValue(127)
        assert dialog.pixels.text() == "500 × 250 pixels"
        dialog.save_button.click()

    dialog_answers.answer(ExportPictureDialog, fill)
    pictures.export_button.click()
    person.wait(lambda: not window.jobs.running)
    png = (tmp_path / "picture.png").read_bytes()
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (500, 250)
    assert (tmp_path / "picture.csv").read_text(encoding="utf-8-sig").startswith("turn,speaker,target")
    assert (tmp_path / "picture.txt").read_text(encoding="utf-8").startswith("Stance in “talk 00”")

    QGuiApplication.clipboard().clear()
    pictures.copy_button.click()
    person.wait(lambda: not window.jobs.running)
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (1400, 840)
    assert image.pixelColor(2, 2).name() == "#ffffff"
    pictures.close()


@pytest.mark.skipif(not available(), reason="matplotlib is not installed")
def test_a_project_is_left_while_a_picture_is_drawn(person: Person, pictures: PicturesWindow) -> None:
    pictures.choose("agreement")
    person.window.files.close()
    assert person.window.workspace.project is None
    assert pictures.state_title.text() == "No project is open"
    pictures.close()


def test_the_export_is_thought_better_of(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = ExportPictureDialog("floor", (7.0, 4.0), tmp_path, person.window)
    person.qtbot.addWidget(dialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    dialog.save_button.click()
    assert not dialog.result()
    assert dialog.pixels.text() == "Sharp at every size"
    assert not dialog.dpi.isEnabled()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "x.svg"), ""))
    dialog.save_button.click()
    choice = dialog.choice
    assert dialog.result()
    assert choice is not None
    assert (choice.path, choice.format, choice.style) == (tmp_path / "x.svg", "svg", "print")
    assert choice.size == pytest.approx((7.0, 4.0), abs=0.02)
