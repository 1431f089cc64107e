from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget

from annotator import importers
from annotator.importers import RULES
from annotator.pipeline import import_files
from annotator.pipeline.import_job import ImportChoice
from annotator.pipeline.import_preview import preview
from annotator.ui.importing import background_preview
from annotator.ui.importing.file_table import ENCODING, NAME, REPAIRS, RULE, STATUS, TURNS, FileTable
from annotator.ui.importing.fitted_columns import ElidedInTheMiddle
from annotator.ui.importing.import_dialog import ImportDialog
from annotator.ui.importing.import_plan import known_encoding
from annotator.ui.importing.turns_preview import pieces
from tests.ui.conftest import TALKS, prepared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from annotator.ui.workspace.workspace import Workspace

TALK = "[A]: Is it art?\n[B]: 我觉得是。\n[A]: Really?\n"
MOJIBAKE = "[A]: 我觉得很好。\n[B]: 好的，谢谢。\n".encode().decode("cp1252", "replace")


@pytest.fixture
def show(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> Callable[..., ImportDialog]:
    """Opens the dialog on files with these bytes, and waits until all have been looked at."""

    def made(**files: bytes) -> ImportDialog:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        for name, data in files.items():
            (folder / f"{name}.txt").write_bytes(data)
        dialog = ImportDialog([folder / f"{name}.txt" for name in files], workspace)
        qtbot.addWidget(dialog, before_close_func=lambda _: dialog._stop())
        dialog.show()
        settle(qtbot, dialog)
        return dialog

    return made


def settle(qtbot: QtBot, dialog: ImportDialog) -> None:
    qtbot.waitUntil(
        lambda: not dialog._walking and all(entry.state != "waiting" for entry in dialog.table.entries),
        timeout=20_000,
    )


def cell(table: FileTable, row: int, column: int) -> str:
    return str(table.data(table.index(row, column)))


def test_each_file_says_how_it_would_be_read(show: Callable[..., ImportDialog]) -> None:
    dialog = show(talk=TALK.encode(), chinese=TALK.encode("gb18030"))
    table = dialog.table
    assert cell(table, 0, NAME) == "talk.txt"
    assert cell(table, 0, ENCODING) == "utf-8"
    assert cell(table, 1, ENCODING) == "gb18030"
    assert cell(table, 0, RULE) == RULES[0].name
    assert cell(table, 0, TURNS) == "3"
    assert cell(table, 0, REPAIRS) == "0"
    assert cell(table, 0, STATUS) == "Ready"
    assert dialog.accept_button.text() == "Import 2 files"
    assert "我觉得是。" in dialog.preview.toPlainText()
    assert dialog.plan().choices == {}


def test_problems_are_said_and_do_not_stop_the_others(show: Callable[..., ImportDialog]) -> None:
    dialog = show(good=TALK.encode(), binary=b"\x7fELF\0\0\1\2" * 50, again=TALK.encode())
    assert [entry.state for entry in dialog.table.entries] == ["ready", "failed", "again"]
    assert cell(dialog.table, 1, STATUS) == "Cannot be read"
    assert dialog.summary.text() == "3 files  ·  duplicates: 1  ·  1 cannot be read"
    assert dialog.accept_button.text() == "Import 1 file"
    dialog.pick(1)
    error = dialog.table.entries[1].error
    assert error is not None
    assert error.what in dialog.preview.toPlainText()
    tip = dialog.table.data(dialog.table.index(1, STATUS), Qt.ItemDataRole.ToolTipRole)
    assert tip == str(dialog.table.entries[1].error)
    assert dialog.table.data(dialog.table.index(0, NAME), Qt.ItemDataRole.ToolTipRole).endswith("good.txt")
    for row in range(3):
        dialog.table.data(dialog.table.index(row, STATUS), Qt.ItemDataRole.ForegroundRole)


def test_a_file_that_cannot_be_read_shows_no_question_of_the_one_before(
    show: Callable[..., ImportDialog],
) -> None:
    odd = "ILSE: The hose leaks.\nIt really does.\n\nBRAM: Hm.\n\nDR. VAN DER BERG: Good morning.\n\n"
    odd += "ILSE: So?\n\nBRAM: We tape it.\nILSE: All of it?\nBRAM: Yes.\n"
    dialog = show(odd=odd.encode(), binary=b"\x7fELF\0\0\1\2" * 50)
    dialog.pick(0)
    assert dialog.questions.isVisible()
    dialog.pick(1)
    assert not dialog.questions.isVisible()
    dialog.pick(0)
    assert dialog.questions.isVisible()


def test_a_button_leads_through_the_files_to_check(show: Callable[..., ImportDialog]) -> None:
    odd = "ILSE: The hose leaks.\nIt really does.\n\nBRAM: Hm.\n\nDR. VAN DER BERG: Good morning.\n\n"
    odd += "ILSE: So?\n\nBRAM: We tape it.\nILSE: All of it?\nBRAM: Yes.\n"
    dialog = show(a=TALK.encode(), b=b"\x7fELF\0\0\1\2" * 50, c=TALK.encode("utf-16"), d=odd.encode())
    button = dialog.next_to_check
    assert dialog._current() == 0
    places = []
    for _ in range(3):
        button.click()
        places.append(dialog._current())
    assert places == [1, 3, 1], "what cannot be read and what is asked, round about"
    alone = show(a=TALK.encode())
    assert alone.next_to_check.isHidden()


def test_columns_show_their_texts_whole_as_far_as_there_is_room(
    show: Callable[..., ImportDialog], qtbot: QtBot
) -> None:
    dialog = show(
        **{"a name that is longer than all the others together": TALK.encode(), "x": b"\x7fELF\0" * 99}
    )
    dialog.resize(1000, 600)
    header = dialog.list.horizontalHeader()

    def fits() -> bool:
        hint = dialog.list.sizeHintForColumn(STATUS)
        return header.sectionViewportPosition(STATUS) + hint <= dialog.list.viewport().width()

    qtbot.waitUntil(fits)
    dialog.widths._dragged = True
    header.resizeSection(NAME, 77)
    dialog.widths.fit()
    assert header.sectionSize(NAME) == 77, "what somebody dragged stays"


def test_what_is_to_be_done_is_in_sight_in_a_small_window_however_long_names_and_rules_are(
    show: Callable[..., ImportDialog], qtbot: QtBot
) -> None:
    said = "".join(f"- What was said there, {number}.\n" for number in range(40))
    dialog = show(**{"a name that is longer than all the others together": said.encode(), "x": TALK.encode()})
    dialog.resize(973, 600)
    header = dialog.list.horizontalHeader()
    qtbot.waitUntil(
        lambda: (
            header.sectionViewportPosition(STATUS) + dialog.list.sizeHintForColumn(STATUS)
            <= dialog.list.viewport().width()
        )
    )
    assert header.sectionSize(RULE) < dialog.list.sizeHintForColumn(RULE), (
        "the widest of the others gives way"
    )
    dialog.resize(1200, 600)
    qtbot.waitUntil(lambda: header.sectionSize(NAME) >= 200)
    option = QStyleOptionViewItem()
    delegate = dialog.list.itemDelegateForColumn(NAME)
    assert isinstance(delegate, ElidedInTheMiddle)
    delegate.initStyleOption(option, dialog.table.index(0, NAME))
    assert option.textElideMode == Qt.TextElideMode.ElideMiddle


def test_files_dropped_with_a_key_held_are_shown_all_the_same(
    show: Callable[..., ImportDialog], qtbot: QtBot
) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    QTest.mouseClick(other, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.ShiftModifier
    dialog = show(talk=TALK.encode(), more=b"A: yes\nB: no\n")
    assert [index.row() for index in dialog.list.selectionModel().selectedRows()] == [0]
    assert "Is it art?" in dialog.preview.toPlainText()
    dialog.pick(1)
    assert "Is it art?" not in dialog.preview.toPlainText()


def test_what_the_project_has_is_known(show: Callable[..., ImportDialog], workspace: Workspace) -> None:
    title, turns = TALKS[0]
    data = prepared(title, turns).data
    dialog = show(robots=data)
    assert dialog.table.entries[0].state == "known"
    assert not dialog.accept_button.isEnabled()
    workspace.do(lambda project: project.dialogues.remove([workspace.cursor.dialogue_ids[0]]))
    again = show(robots=data)
    assert again.table.entries[0].state == "removed"
    assert again.accept_button.isEnabled()


def test_an_encoding_can_be_chosen_or_typed(show: Callable[..., ImportDialog], qtbot: QtBot) -> None:
    dialog = show(talk=TALK.encode("gb18030"))
    box = dialog.controls.encoding
    assert box.currentText() == "Automatic: gb18030"
    box.setCurrentIndex(box.findData("big5hkscs"))
    box.activated.emit(box.currentIndex())
    settle(qtbot, dialog)
    assert dialog.table.entries[0].found_encoding.startswith("big5")
    assert "我觉得是" not in dialog.preview.toPlainText()
    line = box.lineEdit()
    assert line is not None
    line.setText("klingon")
    line.editingFinished.emit()
    assert "klingon" in dialog.controls.problem.text()
    line.setText("gbk")
    line.editingFinished.emit()
    settle(qtbot, dialog)
    assert "我觉得是" in dialog.preview.toPlainText()
    line.setText(box.itemText(0))
    line.editingFinished.emit()
    settle(qtbot, dialog)
    assert dialog.table.entries[0].encoding is None


def test_a_rule_can_be_chosen_and_used_for_all(
    show: Callable[..., ImportDialog], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = show(one=TALK.encode(), two=b"A: yes\nB: no\n")
    box = dialog.controls.rule
    key = next(
        rule.key for rule in RULES if not rule.pattern.pattern.startswith("(?!x)") and rule is not RULES[0]
    )
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())
    settle(qtbot, dialog)
    rule = dialog.table.entries[0].rule
    assert rule is not None
    assert rule.key == key
    assert dialog.table.entries[1].rule is None
    QTest.mouseClick(dialog.controls.all, Qt.MouseButton.LeftButton)
    settle(qtbot, dialog)
    assert [entry.rule for entry in dialog.table.entries] == [rule, rule]
    choices = dialog.plan().choices
    assert set(choices) == {tmp_path / "in" / "one.txt", tmp_path / "in" / "two.txt"}
    assert set(choices.values()) == {ImportChoice(None, rule)}


def test_a_pattern_of_ones_own_is_previewed_while_typing(
    show: Callable[..., ImportDialog], qtbot: QtBot
) -> None:
    dialog = show(talk="#Anna# hello\n#Ben# 你好\n".encode())
    controls = dialog.controls
    controls.rule.setCurrentIndex(controls.rule.count() - 1)
    controls.rule.activated.emit(controls.rule.currentIndex())
    assert controls.pattern.isVisible()
    QTest.keyClicks(controls.pattern, "^#(")
    qtbot.waitUntil(lambda: bool(controls.problem.text()))
    controls.pattern.clear()
    QTest.keyClicks(controls.pattern, r"^#(?P<speaker>\w+)# ")
    qtbot.waitUntil(lambda: dialog.table.entries[0].turns == 2, timeout=10_000)
    assert not controls.problem.text()
    assert dialog.preview.toPlainText().splitlines()[0] == "Anna"
    assert controls.pattern.text() == r"^#(?P<speaker>\w+)# "


def test_an_answer_to_an_older_question_is_dropped(show: Callable[..., ImportDialog]) -> None:
    dialog = show(talk=TALK.encode())
    entry = dialog.table.entries[0]
    request = background_preview.Request(0, entry.file, "latin-1", None, entry.round + 7)
    dialog._on_answer(background_preview.answer(request))
    assert dialog.table.entries[0] == entry


def test_many_files_keep_few_in_memory_and_are_read_again(
    show: Callable[..., ImportDialog], qtbot: QtBot
) -> None:
    dialog = show(**{f"t{number:02}": f"[A]: number {number}\n".encode() for number in range(30)})
    assert len(dialog._kept) < 30
    assert dialog.accept_button.text() == "Import 30 files"
    dialog.pick(0)
    qtbot.waitUntil(lambda: "number 0" in dialog.preview.toPlainText())


def test_of_a_large_file_the_beginning_is_read(
    show: Callable[..., ImportDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background_preview, "BEGINNING", 40)
    dialog = show(talk=TALK.encode() * 5)
    assert dialog.table.entries[0].partial
    assert cell(dialog.table, 0, TURNS).endswith("+")
    assert preview("x", b"x" * 50, at_most=40).source.data == b"x" * 40


def test_other_files_of_a_folder_are_counted_and_named(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "talk.txt").write_text(TALK)
    for number in range(22):
        (folder / f"other{number:02}.dat").write_text("x")
    dialog = ImportDialog([folder], workspace)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.summary.text() == "1 file  ·  22 skipped")
    named = dialog.summary.toolTip()
    assert "other00.dat" in named
    assert "other20.dat" not in named, "no list that fills the screen"
    dialog.close()


def test_no_files_at_all(show: Callable[..., ImportDialog]) -> None:
    dialog = show()
    assert dialog.summary.text() == "0 files"
    assert not dialog.accept_button.isEnabled()
    dialog.controls.for_all.emit()
    assert dialog.preview.toPlainText()


def test_a_defect_while_reading_closes_the_dialog(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *arguments: caught.append(arguments[0]))
    monkeypatch.setattr(importers, "walk", lambda paths: 1 / 0)
    dialog = ImportDialog([tmp_path], workspace)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(caught))
    assert caught == [ZeroDivisionError]
    assert not dialog.isVisible()
    dialog.close()


def test_encodings_that_are_none() -> None:
    assert known_encoding("UTF-8")
    assert not known_encoding("base64")
    assert not known_encoding("  ")


def test_pieces_join_to_the_text() -> None:
    repaired = import_files.prepare("x.txt", MOJIBAKE.encode())
    turns = [turn for dialogue in repaired.dialogues for turn in dialogue.turns]
    assert any(turn.steps for turn in turns)
    for turn in turns:
        assert "".join(text for text, _ in pieces(turn.text, turn.steps)) == turn.text
