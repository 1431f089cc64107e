from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator import app
from annotator.core.resources import samples
from annotator.ui.settings import user_folders
from annotator.ui.settings.settings import Settings
from annotator.ui.theme import ThemeManager
from annotator.ui.window import startup
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.startup import Start, StartRequest
from tests.ui.answers import Answers

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(Settings(), Answers())
    qtbot.addWidget(made)
    return made


def begin(qtbot: QtBot, window: MainWindow, request: StartRequest) -> Start:
    made = Start(window, request)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    qtbot.waitUntil(lambda: not window.jobs.running, timeout=20_000)
    return made


def test_the_window_knows_no_database_before_it_is_painted() -> None:
    slow = [
        "sqlalchemy",
        "ftfy",
        "rjieba",
        "msgspec",
        "logging.handlers",
        "annotator.store",
        "annotator.pipeline.import_files",
    ]
    slow += ["annotator.model", "annotator.ui.panels", "annotator.ui.turn_list"]
    code = f"import sys, annotator.app; print([name for name in {slow} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_first_start_welcomes(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window, StartRequest())
    assert window.pages.currentWidget() is window.welcome


def test_the_samples_are_made_once(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window, StartRequest(samples=True))
    assert len(window.workspace.cursor.dialogue_ids) == 5
    project = window.workspace.project
    assert project is not None
    assert Path(project.path) == user_folders.samples_project()
    edits = len(project.history.edits(50))
    window.files.open_samples()
    assert not window.jobs.running
    assert len(project.history.edits(50)) == edits


def test_the_next_start_goes_back_to_where_it_was(
    qtbot: QtBot, window: MainWindow, project_file: Path
) -> None:
    begin(qtbot, window, StartRequest((project_file,)))
    window.workspace.cursor.select_dialogue(window.workspace.cursor.dialogue_ids[1])
    window.workspace.moving.step(1)
    place = (window.workspace.cursor.dialogue_id, window.workspace.cursor.turn_id)
    window.close()
    again = MainWindow(Settings(), Answers())
    qtbot.addWidget(again)
    begin(qtbot, again, StartRequest())
    assert (again.workspace.cursor.dialogue_id, again.workspace.cursor.turn_id) == place


def test_a_last_project_that_is_gone_is_no_obstacle(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.settings.last_project = str(tmp_path / "gone.dap")
    begin(qtbot, window, StartRequest())
    assert window.pages.currentWidget() is window.welcome
    assert window.messages.cards() == []


def test_transcripts_go_to_a_project_of_their_name_and_are_shown_first(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "pilot study"
    folder.mkdir()
    (folder / "a.txt").write_text("[A]: hi\n[B]: ho\n")
    answers = window.dialogs
    assert isinstance(answers, Answers)
    begin(qtbot, window, StartRequest((folder,)))
    assert answers.asked == ["import_plan"]
    project = window.workspace.project
    assert project is not None
    assert Path(project.path).name == "pilot study.dap"
    assert len(window.workspace.cursor.dialogue_ids) == 0


def test_a_project_that_cannot_be_opened_is_said(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    bad = tmp_path / "bad.dap"
    bad.write_bytes(b"nonsense")
    begin(qtbot, window, StartRequest((bad,)))
    assert window.pages.currentWidget() is window.welcome
    assert window.messages.cards()[0].message.kind == "error"


def test_a_picture_is_taken_where_nobody_looks(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "new" / "window.png"
    assert Start(window, StartRequest((samples()[0].parent,))).photograph(picture) == 0
    said = capsys.readouterr().out
    assert "5 dialogues, 100 turns" in said
    assert f"Picture of the window: {picture}" in said
    assert QImage(str(picture)).width() >= 1280
    assert window.workspace.project is None


def test_a_picture_of_nothing_is_a_failure(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.dap"
    bad.write_bytes(b"nonsense")
    assert Start(window, StartRequest((bad,))).photograph(tmp_path / "window.png") == 1
    assert "bad.dap" in capsys.readouterr().err


@pytest.mark.parametrize("good", [["a.txt"], []], ids=["beside one that can be read", "alone"])
def test_a_picture_without_a_file_that_was_asked_for_is_a_failure(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, capsys: pytest.CaptureFixture[str], good: list[str]
) -> None:
    (tmp_path / "a.txt").write_text("[A]: hi\n[B]: ho\n")
    for name in ("empty.txt", "void.txt"):
        (tmp_path / name).write_bytes(b"")
    asked = [tmp_path / name for name in [*good, "empty.txt", "void.txt"]]
    picture = tmp_path / "window.png"
    assert Start(window, StartRequest(tuple(asked))).photograph(picture) == 1
    said = capsys.readouterr()
    assert "empty.txt" in said.err
    assert "void.txt" in said.err
    assert f"{len(good)} dialogues" in said.out
    assert picture.exists()


def test_a_picture_of_a_folder_without_transcripts_is_a_failure(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert Start(window, StartRequest((tmp_path / "empty",))).photograph(tmp_path / "window.png") == 1


def test_main_without_a_display(
    qtbot: QtBot, project_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not app.has_display()
    assert app.main([project_file]) == 0
    assert "3 dialogues, 7 turns" in capsys.readouterr().out
    assert (user_folders.data_folder() / "window.png").is_file()
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_main_with_a_display_runs_until_the_window_is_closed(
    qtbot: QtBot, project_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setenv("ANNOTATOR_TIMING", "1")
    before = sys.excepthook
    report = startup.report_time

    def close_when_seen(what: str) -> None:
        report(what)
        if what == "turns on screen":
            QTimer.singleShot(0, QApplication.closeAllWindows)

    monkeypatch.setattr(startup, "report_time", close_when_seen)
    # Where something breaks on the way; stopped, or it would close the windows of a later test.
    patience = QTimer(singleShot=True, interval=20_000)
    patience.timeout.connect(QApplication.closeAllWindows)
    patience.start()
    try:
        assert app.main([project_file]) == 0
    finally:
        patience.stop()
    assert sys.excepthook is before
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["first paint", "turns on screen"]
    log = user_folders.log_file().read_text(encoding="utf-8")
    assert "first paint after" in log
    assert "I think so" not in log


def test_every_system_but_linux_has_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert app.has_display()


def test_the_moment_of_the_start_can_be_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANNOTATOR_TIMING", str(startup._LOADED_AT - 100))
    startup.report_time("later")
    assert float(capsys.readouterr().out.split()[1]) > 100
    monkeypatch.setenv("ANNOTATOR_TIMING", "soon")
    startup.report_time("later")
    assert "later: " in capsys.readouterr().out
    monkeypatch.delenv("ANNOTATOR_TIMING")
    startup.report_time("later")
    assert capsys.readouterr().out == ""


def test_the_log_holds_what_the_program_says_and_is_let_go(qtbot: QtBot) -> None:
    before = list(logging.getLogger("annotator").handlers)
    app.Log().close()  # a window that was never painted
    log = app.Log()
    log.start()
    logging.getLogger("annotator.somewhere").info("hello")
    log.close()
    assert "hello" in user_folders.log_file().read_text(encoding="utf-8")
    assert logging.getLogger("annotator").handlers == before


def test_the_look_follows_the_settings(qtbot: QtBot, qapp: QApplication) -> None:
    settings = Settings()
    look = ThemeManager(qapp, "light", 0)
    app.follow(look, settings)
    size = qapp.font().pointSizeF()
    settings.theme = "dark"
    settings.grow_font(2)
    settings.auto_advance = False
    assert look.mode == "dark"
    assert qapp.font().pointSizeF() == size + 2
    settings.theme = "light"
    settings.grow_font(0)


def test_the_application_is_made_once(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    assert app.make_application() is qapp
    assert qapp.applicationName() == "Dialogue Annotator"
    assert not qapp.windowIcon().isNull()
