"""No test can stand for ever: not in a dialog that nobody answers, and not anywhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QLabel, QMessageBox, QVBoxLayout

from tests import dialog_answers
from tests.dialog_answers import UnansweredDialogError, answer

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.usefixtures("qapp")


def asking() -> QDialog:
    dialog = QDialog()
    dialog.setWindowTitle("Still working")
    QVBoxLayout(dialog).addWidget(QLabel("Stop\nit?", dialog))
    return dialog


def test_a_dialog_without_an_answer_is_an_error_with_its_words() -> None:
    with pytest.raises(UnansweredDialogError, match="QDialog Still working Stop it"):
        asking().exec()
    assert dialog_answers.forget() == ["QDialog Still working Stop it?"]


def test_an_answer_is_for_one_dialog() -> None:
    answer(QDialog, QDialog.accept)
    assert asking().exec() == QDialog.DialogCode.Accepted
    with pytest.raises(UnansweredDialogError):
        asking().exec()
    dialog_answers.forget()


def test_an_answer_for_another_kind_of_dialog_is_none() -> None:
    answer(QMessageBox, QMessageBox.accept)
    with pytest.raises(UnansweredDialogError):
        asking().exec()
    dialog_answers.forget()


def test_an_answer_that_never_comes_ends_the_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialog_answers, "PATIENCE", 20)
    answer(QDialog, QDialog.accept, ready=lambda _: False)
    assert asking().exec() == QDialog.DialogCode.Rejected
    assert "never came" in dialog_answers.forget()[0]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: QMessageBox.question(None, "Sure?", "Really sure?"),
        lambda: QFileDialog.getOpenFileName(None, "Sure?", "Really sure?"),
        lambda: QInputDialog.getText(None, "Sure?", "Really sure?"),
    ],
)
def test_the_dialogs_of_qt_itself_are_errors(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(UnansweredDialogError, match=r"Sure\? Really sure\?"):
        ask()
    dialog_answers.forget()


def outcome(tmp_path: Path, text: str, *options: str, seconds: str = "300", fine: bool = False) -> str:
    """What pytest says of a test file, run with this folder's conftest."""
    (tmp_path / "test_it.py").write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        "-c",
        str(ROOT / "pyproject.toml"),
    ]
    environment = {**os.environ, "ANNOTATOR_TEST_SECONDS": seconds, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "--rootdir", str(tmp_path), *options, str(tmp_path)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert (done.returncode == 0) is fine, done.stdout
    return done.stdout + done.stderr


STANDS = """
from PySide6.QtCore import QEventLoop

def test_it_stands(qapp):
    QEventLoop().exec()

def test_another():
    pass
"""
ASKS_WHEN_IT_IS_OVER = """
import pytest
from PySide6.QtWidgets import QMessageBox, QWidget

class Window(QWidget):
    def closeEvent(self, event):
        box = QMessageBox(QMessageBox.Icon.Question, "Still working", "It still works.")
        box.exec()

@pytest.fixture
def window(qtbot):
    made = Window()
    qtbot.addWidget(made)
    return made

def test_it_asks(window):
    window.show()
"""
WORKS_WHEN_IT_IS_OVER = """
import time
import pytest
from annotator.ui.background.jobs import Job
from annotator.ui.window.main_window import MainWindow
from annotator.ui.settings.settings import Settings

def work(handle):
    while not handle.cancelled():
        time.sleep(0.01)

@pytest.fixture
def window(qtbot):
    made = MainWindow(Settings())
    qtbot.addWidget(made)
    made.show()
    return made

def test_it_works(window):
    assert window.jobs.start(Job("Import", work, lambda _: None))
"""


def test_a_test_that_stands_is_named_with_its_stacks(tmp_path: Path) -> None:
    said = outcome(tmp_path, STANDS, "-n0", "-p", "no:randomly", seconds="1")
    assert "test_it.py::test_it_stands (call) stood for 1 seconds" in said
    assert 'test_it.py", line 5 in test_it_stands' in said


def test_a_divided_run_goes_on_without_it(tmp_path: Path) -> None:
    said = outcome(tmp_path, STANDS, "-n1", "-p", "no:randomly", seconds="1")
    assert "(call) stood for 1 seconds" in said
    assert "crashed while running" in said
    assert "1 failed, 1 passed" in said


def test_a_question_at_the_end_fails_the_test(tmp_path: Path) -> None:
    said = outcome(tmp_path, ASKS_WHEN_IT_IS_OVER, "-n0")
    assert "It still works." in said
    assert ".E" in said


def test_a_window_that_works_at_the_end_is_closed_without_a_question(tmp_path: Path) -> None:
    assert "1 passed" in outcome(tmp_path, WORKS_WHEN_IT_IS_OVER, "-n0", fine=True)
