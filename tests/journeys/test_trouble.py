"""What goes wrong on a bad day: locked projects, files that are none, second thoughts, small screens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from annotator.store import Project
from annotator.ui.importing.import_dialog import ImportDialog
from annotator.ui.settings.settings import Settings
from annotator.ui.window.main_window import MainWindow
from tests.journeys.conftest import Person, write
from tests.ui.conftest import ME, make_project

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def _read(dialog: ImportDialog) -> bool:
    return not dialog._walking and all(entry.state != "waiting" for entry in dialog.table.entries)


def test_a_second_window_is_told_who_has_the_project_and_may_look(
    person: Person, qtbot: QtBot, tmp_path: Path
) -> None:
    path = make_project(tmp_path / "study.dap")
    with Project.open(path, annotator=ME):
        person.drop(path)
        person.wait(person.said)
        card = person.window.messages.cards()[0]
        assert "Mei" in card.message.text + card.message.detail
        person.click(next(x for x in card.findChildren(QPushButton) if x.text() == "Open read-only"))
        person.wait(lambda: person.window.workspace.project is not None)
        person.wait(person.window.status.badge.isVisible)
        person.idle()
        person.press("1")
        assert not any(person.labels("stance"))
        assert not person.window.action_set.by_id["import-files"].isEnabled()
        assert person.window.action_set.by_id["export"].isEnabled()


def test_two_windows_on_one_project(person: Person, qtbot: QtBot, tmp_path: Path) -> None:
    path = make_project(tmp_path / "study.dap")
    assert person.window.files.open_project(path)
    second = MainWindow(Settings())
    qtbot.addWidget(second)
    assert not second.files.open_project(path)
    person.window.close()
    assert second.files.open_project(path)
    second.close()


def test_bad_files_are_said_and_the_good_ones_come_in(person: Person, tmp_path: Path) -> None:
    person.window.files.open_project(make_project(tmp_path / "study.dap", ()))
    files = write(
        tmp_path / "in",
        [
            ("good.txt", "[A]: 你好\n[B]: hi\n".encode()),
            ("binary.txt", b"\x7fELF\0\1\2\3" * 100),
            ("big5.txt", "[A]: 這是繁體中文的文件，我們今天討論機器人。\n[B]: 好的。\n".encode("big5")),
        ],
    )
    person.answer(ImportDialog, lambda dialog: person.click(dialog.accept_button), _read)
    person.drop(*files)
    person.wait(lambda: len(person.window.workspace.cursor.dialogue_ids) == 2)
    person.idle()
    message = person.window.messages.cards()[0].message
    assert message.text == "2 transcripts added, 1 could not be read."
    assert message.kind == "warning"
    assert "binary.txt" in message.detail


def test_an_import_can_be_thought_better_of(person: Person, tmp_path: Path) -> None:
    person.window.files.open_project(make_project(tmp_path / "study.dap", ()))
    texts = [(f"t{number}.txt", b"[A]: one\n[B]: two\n" * 400 + str(number).encode()) for number in range(60)]
    files = write(tmp_path / "in", texts)
    seen: list[ImportDialog] = []

    def cancel(dialog: ImportDialog) -> None:
        dialog.reject()
        seen.append(dialog)

    person.answer(ImportDialog, cancel)
    person.drop(*files)
    person.wait(lambda: seen)
    assert not person.window.jobs.running
    assert len(person.window.workspace.cursor.dialogue_ids) == 0

    workspace = person.window.workspace

    def stop_when_begun() -> None:
        if workspace.busy is not None and workspace.busy.done and workspace.busy.cancellable:
            person.window.jobs.cancel()

    workspace.busy_changed.connect(stop_when_begun)
    assert person.window.files.import_now(files, None)
    person.idle()
    assert person.said() == ["The import was cancelled. Nothing was added."]
    assert len(workspace.cursor.dialogue_ids) == 0
    assert workspace.project is not None
    assert workspace.project.counts().sources == 0


def test_nothing_is_cut_off_in_a_small_window(person: Person, tmp_path: Path) -> None:
    window = person.window
    window.files.open_project(make_project(tmp_path / "study.dap"))
    window.resize(1000, 650)
    person.wait(lambda: window.size().width() == 1000)
    person.idle()
    window.workspace.inform("Three transcripts were added to the project, and two were there already.")
    person.wait(window.messages.cards()[0].isVisible)
    for name in ("show_history", "show_tags"):
        clipped = [_describe(widget) for widget in window.findChildren(QWidget) if _is_clipped(widget)]
        assert clipped == []
        setattr(window.settings, name, True)


def _is_clipped(widget: QWidget) -> bool:
    """Whether a visible control with words on it has less room than it needs."""
    if not widget.isVisible() or not isinstance(widget, QAbstractButton | QLabel | QLineEdit | QComboBox):
        return False
    if isinstance(widget, QLabel) and (widget.wordWrap() or not widget.text()):
        return False
    if type(widget).__module__.endswith("elided"):
        return False
    needed = widget.minimumSizeHint()
    short = widget.width() < needed.width() or widget.height() < needed.height() - 1
    return short or not _within_parents(widget)


def _within_parents(widget: QWidget) -> bool:
    """Whether no parent cuts it off, up to the next one that scrolls."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return True
        place = widget.mapTo(parent, widget.rect().topLeft())
        if place.x() < 0 or place.x() + widget.width() > parent.width():
            return False
        parent = parent.parentWidget()
    return True


def _describe(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {text!r}: {widget.size()} of {widget.minimumSizeHint()}"
