"""The keyboard inside a turn's text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

from annotator.codebooks import default
from annotator.ui.turn_list import TurnListView
from annotator.ui.turn_list.text_selection import TextSelection, selected_text
from annotator.ui.workspace.cursor import TextRange
from tests.ui.turn_list.conftest import Pages, make_tag, make_turn

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TEXT = "机器人 can 👨‍👩‍👧 paint,\n\nI think so: it is only a matter of time and of money."
TAGS = (make_tag(1, "x", "a", start=0, end=3), make_tag(1, "x", "b", start=4, end=7))
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
Selected = Callable[[], str]


@pytest.fixture
def view(qtbot: QtBot) -> TurnListView:
    made = TurnListView()
    qtbot.addWidget(made)
    made.looks.set_codebook(default())
    turns = [make_turn(1, TEXT, tags=TAGS), make_turn(2, "word " * 4000), make_turn(3, "")]
    made.resize(420, 400)
    made.set_turns([1, 2, 3], Pages(turns))
    made.show()
    made.setFocus()
    made.set_current(1)
    return made


def press(
    view: TurnListView, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(view, key, held)


def head(view: TurnListView) -> int:
    assert view.pointer.selection is not None
    return view.pointer.selection.head


def test_characters_words_and_ends(view: TurnListView) -> None:
    assert view.caret.enter()
    press(view, Qt.Key.Key_Right, CTRL | SHIFT)
    assert selected_text(view) == "机器人"
    press(view, Qt.Key.Key_Right, SHIFT)
    press(view, Qt.Key.Key_Right, CTRL | SHIFT)
    assert selected_text(view) == "机器人 can"
    press(view, Qt.Key.Key_Right)  # out of the selection, at its end
    assert (selected_text(view), head(view)) == ("", 7)
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Right, SHIFT)
    assert selected_text(view) == "👨‍👩‍👧"
    press(view, Qt.Key.Key_Left)
    assert head(view) == 8
    press(view, Qt.Key.Key_Left, CTRL)
    assert head(view) == 4
    press(view, Qt.Key.Key_End, SHIFT)
    assert selected_text(view).endswith("paint,")
    press(view, Qt.Key.Key_End, CTRL | SHIFT)
    assert selected_text(view) == TEXT[4:]
    press(view, Qt.Key.Key_Home, CTRL)
    assert head(view) == 0
    press(view, Qt.Key.Key_A, CTRL)
    assert selected_text(view) == TEXT


def test_up_and_down_keep_their_column(view: TurnListView) -> None:
    view.caret.enter()
    press(view, Qt.Key.Key_Right, CTRL)
    start = head(view)
    for _ in range(2):
        press(view, Qt.Key.Key_Down)
    assert head(view) > TEXT.index("I think")
    for _ in range(2):
        press(view, Qt.Key.Key_Up)
    assert head(view) == start
    press(view, Qt.Key.Key_Up)
    assert head(view) == 0
    press(view, Qt.Key.Key_PageDown)
    assert view.current_id == 1
    assert head(view) > len(TEXT) - 30


def test_the_list_hears_of_the_text_and_escape_leaves_it(view: TurnListView, qtbot: QtBot) -> None:
    heard: list[TextRange | None] = []
    view.text_selected.connect(heard.append)
    with qtbot.waitSignal(view.text_entered):
        view.caret.enter()
    press(view, Qt.Key.Key_End, SHIFT)
    assert heard[-1] == TextRange(1, 0, TEXT.index(",") + 1)  # code points, although the emoji takes 8 units
    press(view, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == TEXT[: TEXT.index(",") + 1]
    with qtbot.waitSignal(view.text_left):
        press(view, Qt.Key.Key_Escape)
    assert view.pointer.selection is None
    press(view, Qt.Key.Key_Down)
    assert view.current_id == 2


def test_f2_leaves_and_another_turn_leaves(view: TurnListView) -> None:
    view.caret.enter()
    press(view, Qt.Key.Key_F2)
    assert not view.caret.active
    view.caret.enter()
    view.go_to(1)
    assert not view.caret.active
    assert not view.caret.press(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, CTRL))


def test_going_from_span_to_span(view: TurnListView) -> None:
    view.caret.enter()
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        press(view, key, ALT)
        seen.append(selected_text(view))
    assert seen == ["机器人", "can", "can", "机器人"]


def test_the_caret_stays_in_sight_in_a_long_turn(view: TurnListView) -> None:
    view.set_current(2)
    view.caret.enter()
    for _ in range(40):
        press(view, Qt.Key.Key_Down)
    number = view.turns.row_of(2)
    assert number is not None
    placed, row = view.placed(number), view.cache.row(number)
    assert placed is not None
    assert row is not None
    y = placed.y + row.y_of(head(view))
    assert view.fixed_band - 1 <= y <= view.viewport().height() - row.style.line_height + 1
    assert head(view) <= row.body.shown


def test_a_text_far_down_is_unfolded_and_selected(view: TurnListView) -> None:
    assert view.caret.select(2, 19_000, 19_004)
    assert selected_text(view) == "word"
    assert view.current_id == 2
    assert not view.caret.select(99, 0, 1)
    assert not view.caret.select(3, 0, 0)


def test_without_words_there_is_no_caret(view: TurnListView) -> None:
    view.set_current(3)
    assert not view.caret.enter()
    view.set_turns([], Pages())
    assert not view.caret.enter()


def test_the_window_does_not_get_the_keys_of_the_caret(view: TurnListView) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_A, CTRL)
    event.ignore()
    view.event(event)
    assert not event.isAccepted()
    view.caret.enter()
    view.event(event)
    assert event.isAccepted()


def test_a_click_in_the_text_puts_the_caret_there(view: TurnListView) -> None:
    view.caret.enter()
    row = view.cache.row(0)
    assert row is not None
    spot = (row.body_rect.topLeft() + row.body.rects(4, 5)[0].center()).toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert view.caret.active
    assert head(view) in {4, 5}
    view.grab()


def test_a_selection_in_text_that_has_changed_is_let_go(view: TurnListView) -> None:
    assert view.caret.select(1, 4, 7)
    assert selected_text(view) == "can"
    view.turns._source = Pages([make_turn(1, TEXT), make_turn(2, "x"), make_turn(3, "")])
    view.refresh([1])
    assert selected_text(view) == "can"  # other tags, the same words
    view.turns._source = Pages([make_turn(1, "short"), make_turn(2, "x"), make_turn(3, "")])
    view.refresh([1])
    assert selected_text(view) == ""
    assert view.caret.active
    view.caret.leave()
    view.pointer.selection = TextSelection(1, 0, 3)
    view.turns._source = Pages([make_turn(1, "other"), make_turn(2, "x"), make_turn(3, "")])
    view.refresh([1])
    assert view.pointer.selection is None
