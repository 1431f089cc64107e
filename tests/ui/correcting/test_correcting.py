"""Correcting a turn's text by hand: what is shown, what is taken over, what stays as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.model import RepairStep, Turn
from annotator.ui.correcting.corrected_part import received_at, stretch_around
from annotator.ui.correcting.correction_commands import CorrectCommands
from annotator.ui.correcting.correction_dialog import CorrectDialog
from annotator.ui.correcting.exact_text_field import TextField
from annotator.ui.workspace.cursor import TextRange
from annotator.ui.workspace.workspace import Workspace
from tests.in_words import in_words
from tests.ui.quick_tags import press_label

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

STEPS = (
    RepairStep(2, 4, "æŸ", "损", "lost", "gone", 0.4),
    RepairStep(5, 5, "", "\u200d", "joiner", "cut", 0.85),
    RepairStep(6, 8, "è¿", "运", "lost", "gone", 0.97),
)
TURN = Turn(1, "k:0", 1, 0, "A", "ab损c\u200dd运xyz", "abæŸcdè¿xyz", STEPS)


@pytest.fixture
def commands(workspace: Workspace, qtbot: QtBot) -> CorrectCommands:
    window = QWidget()
    qtbot.addWidget(window)
    return CorrectCommands(workspace, window)


def asked(commands: CorrectCommands) -> CorrectDialog:
    dialog = commands.ask()
    assert dialog is not None
    return dialog


def text_of(workspace: Workspace) -> str:
    turn = workspace.cursor.turn()
    assert turn is not None
    return turn.text


# --- what is shown ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "received"),
    [
        (0, 2, "ab"), (0, 10, TURN.received), (2, 3, "æŸ"), (1, 3, "bæŸ"), (3, 4, "c"), (4, 5, ""),
        (5, 7, "dè¿"), (6, 8, "è¿x"), (8, 10, "yz"), (10, 10, ""),
    ],
)  # fmt: skip
def test_what_was_received_at_a_stretch(start: int, end: int, received: str) -> None:
    assert received_at(TURN, start, end) == received


def test_a_stretch_inside_of_a_step_shows_all_of_what_it_replaced() -> None:
    steps = (RepairStep(1, 3, "xy", "longer", "lost", "", 1.0),)
    turn = replace(TURN, text="alongerz", received="axyz", steps=steps)
    assert received_at(turn, 3, 5) == "xy"
    assert received_at(turn, 0, 3) == "axy"
    assert received_at(turn, 3, 8) == "xyz"


def test_a_long_turn_is_shown_around_the_caret() -> None:
    assert stretch_around("x" * 100, 40) == (0, 100)
    assert stretch_around("x" * 50_000, 40) == (0, 5_040)
    assert stretch_around("x" * 50_000, 30_000) == (25_000, 35_000)
    assert stretch_around("x" * 50_000, 49_000) == (44_000, 50_000)


# --- the field ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "a\nb", "a\u2028b\u2029c", "no\xa0break", "n\0ll \ud800", "😀👨\u200d👩", "\t ｡"]
)
def test_what_nobody_touches_stays_as_it_is(qtbot: QtBot, text: str) -> None:
    field = TextField(text)
    qtbot.addWidget(field)
    assert field.text() == text
    field.moveCursor(QTextCursor.MoveOperation.End)
    field.insertPlainText("x")
    assert field.text() == text + "x"


def test_return_answers_and_shift_return_begins_a_line(qtbot: QtBot) -> None:
    field = TextField("ab")
    qtbot.addWidget(field)
    answers: list[int] = []
    field.answered.connect(lambda: answers.append(1))
    field.select(1, 1)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (field.text(), answers) == ("a\nb", [])
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert (field.text(), answers) == ("a\nb", [1, 1])


def test_characters_are_counted_as_people_count_them(qtbot: QtBot) -> None:
    field = TextField("😀😀b")
    qtbot.addWidget(field)
    field.select(1, 3)
    assert field.textCursor().selectedText() == "😀b"


# --- the command --------------------------------------------------------------------------


def test_without_a_selection_the_whole_turn_is_corrected(
    workspace: Workspace, commands: CorrectCommands
) -> None:
    dialog = asked(commands)
    before = text_of(workspace)
    assert dialog.field.text() == before
    dialog.field.setPlainText(before.replace("robot", "Roboter"))
    dialog.correct.click()
    assert not dialog.isVisible()
    assert text_of(workspace) == before.replace("robot", "Roboter")
    turn = workspace.cursor.turn()
    assert turn is not None
    assert [(step.kind, step.before, step.after) for step in turn.steps] == [("person", "robot", "Roboter")]
    workspace.history.undo()
    assert text_of(workspace) == before


def test_selected_words_alone_are_corrected(workspace: Workspace, commands: CorrectCommands) -> None:
    workspace.cursor.set_text(TextRange(1, 3, 8))
    dialog = asked(commands)
    assert dialog.field.text() == "robot"
    assert dialog.field.textCursor().selectedText() == "robot"
    dialog.field.insertPlainText("AI")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert text_of(workspace) == "关于'AI'这个话题，你怎么想的？"
    assert in_words(workspace.history.to_undo()) == "correcting the text of 1 turn"


def test_the_caret_stands_where_it_stood_in_the_list(workspace: Workspace, commands: CorrectCommands) -> None:
    workspace.cursor.set_text(TextRange(1, 8, 8))
    dialog = asked(commands)
    dialog.field.insertPlainText("s")
    dialog.accept()
    assert text_of(workspace).startswith("关于'robots'")


def test_leaving_changes_nothing(workspace: Workspace, commands: CorrectCommands) -> None:
    before = text_of(workspace)
    dialog = asked(commands)
    dialog.field.setPlainText("something else")
    dialog.reject()
    assert text_of(workspace) == before
    undone = in_words(workspace.history.to_undo())
    asked(commands).accept()  # the same text is no edit
    assert in_words(workspace.history.to_undo()) == undone


def test_the_window_stays_open_where_tags_would_lose_their_words(
    workspace: Workspace, commands: CorrectCommands
) -> None:
    from tests.ui.spans.test_span_commands import with_spans  # noqa: PLC0415 - only here

    with_spans(workspace)
    workspace.cursor.set_text(TextRange(1, 3, 8))
    press_label(workspace, "1")
    workspace.cursor.set_text(None)
    before = text_of(workspace)
    dialog = asked(commands)
    dialog.field.clear()
    dialog.accept()
    assert dialog.isVisible()
    assert not dialog.problem.isHidden()
    assert text_of(workspace) == before


def test_nothing_is_asked_without_a_turn_or_in_a_read_only_project(
    workspace: Workspace, commands: CorrectCommands
) -> None:
    workspace.cursor.select_dialogue(None)
    assert commands.ask() is None
