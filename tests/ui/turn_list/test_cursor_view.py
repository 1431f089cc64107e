"""Cursor and selection as a person moves them with the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import (
    Qt,
)
from PySide6.QtGui import QGuiApplication

from annotator.ui.turn_list import ListState, TurnListView
from tests.ui.turn_list.conftest import Pages, fill, make_turn, plain, press

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


# --- cursor and selection ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "goal"),
    [
        ([Key.Key_Down], 1),
        ([Key.Key_J, Key.Key_J, Key.Key_K], 1),
        ([Key.Key_Up], 0),
        ([Key.Key_End], 29),
        ([Key.Key_End, Key.Key_Down], 29),
        ([Key.Key_End, Key.Key_Home], 0),
    ],
)
def test_keys_move_the_cursor(view: TurnListView, qtbot: QtBot, keys: list[Qt.Key], goal: int) -> None:
    fill(view, plain(30))
    view.set_current(0)
    with qtbot.waitSignal(view.cursor_moved) as caught:
        for key in keys:
            assert press(view, key)
    assert view.current_id == goal
    assert view.selected_ids() == [goal]
    placed = view.placed(goal)
    assert placed is not None
    assert placed.y >= 0
    assert caught.args is not None


def test_the_cursor_says_where_it_went(view: TurnListView) -> None:
    fill(view, plain(30))
    view.set_current(3)
    seen: list[tuple[object, object]] = []
    view.cursor_moved.connect(lambda current, selected: seen.append((current, selected)))
    press(view, Key.Key_Down, SHIFT)
    press(view, Key.Key_J, SHIFT)
    press(view, Key.Key_Up, SHIFT)
    press(view, Key.Key_Home, SHIFT)
    press(view, Key.Key_Down)
    assert seen == [(4, [3, 4]), (5, [3, 4, 5]), (4, [3, 4]), (0, [0, 1, 2, 3]), (1, [1])]


def test_pages_go_through_turns_that_are_taller_than_the_list(view: TurnListView) -> None:
    turns = [make_turn(0, "word " * 900), *plain(20)[1:]]
    fill(view, turns)
    view.set_current(0)
    view.folding.toggle(0)
    assert press(view, Key.Key_PageDown)
    assert view.current_id == 0, "the long turn is being read"
    assert view.rows.offset > 0
    while view.current_id != 19:
        before = (view.rows.top, view.rows.offset, view.current_id)
        press(view, Key.Key_PageDown)
        assert (view.rows.top, view.rows.offset, view.current_id) != before
    while view.current_id != 0 or view.rows.offset:
        before = (view.rows.top, view.rows.offset, view.current_id)
        press(view, Key.Key_PageUp)
        assert (view.rows.top, view.rows.offset, view.current_id) != before


def test_setting_the_cursor_from_outside_says_nothing(view: TurnListView, qtbot: QtBot) -> None:
    fill(view, plain(30))
    with qtbot.assertNotEmitted(view.cursor_moved):
        view.set_current(20)
        view.set_current(20)
        view.set_current(21, [3, 4, 21])
    assert view.selected_ids() == [3, 4, 21]
    assert view.placed(21) is not None
    view.set_current(999)
    assert (view.current_id, view.selected_ids()) == (None, [])
    view.set_current(None)
    assert press(view, Key.Key_Down)
    assert view.current_id == 0


def test_everything_is_selected_as_one_range(view: TurnListView) -> None:
    view.set_turns(range(1_000_000), Pages(make=lambda number: make_turn(number, "x")))
    view.set_current(500_000)
    assert press(view, Key.Key_A, CONTROL)
    assert len(view.selected_ids()) == 1_000_000
    assert view.current_id == 500_000
    assert view.selected_rows() == [(0, 999_999)]
    view.set_current(5, range(5, 900_000))
    assert view.selected_rows() == [(5, 899_999)]
    view.set_current(5, [5, *range(10, 2000)])
    assert view.selected_rows() == [(5, 5), (10, 1999)]


def test_rows_are_toggled_but_never_all_away(view: TurnListView) -> None:
    fill(view, plain(9))
    view.set_current(2)
    view.toggle_row(5)
    assert view.selected_ids() == [2, 5]
    view.toggle_row(2)
    view.toggle_row(5)
    assert view.selected_ids() == [5]


def test_letters_and_digits_are_left_to_the_window(view: TurnListView) -> None:
    fill(view, plain(9))
    view.set_current(2)
    for key in (Key.Key_1, Key.Key_S, Key.Key_U, Key.Key_Backspace, Key.Key_Tab):
        assert not press(view, key)
    assert not press(view, Key.Key_Down, CONTROL)
    assert not press(view, Key.Key_Right, SHIFT)
    assert not press(view, Key.Key_Escape)
    assert view.current_id == 2
    view.keyboardSearch("t")
    assert view.current_id == 2
    assert press(view, Key.Key_End, CONTROL)
    assert view.current_id == 8


def test_input_methods_are_off(view: TurnListView) -> None:
    fill(view, plain(3))
    view.set_current(1)
    assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_enter_is_the_windows(view: TurnListView) -> None:
    fill(view, plain(3))
    view.set_current(1)
    assert not press(view, Key.Key_Return)


def test_copying_takes_the_selected_turns(view: TurnListView) -> None:
    fill(view, [make_turn(0, "one"), make_turn(1, "two", "B"), make_turn(2, "three")])
    view.set_current(0, [0, 1])
    assert press(view, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "A: one\nB: two"


def test_an_empty_list_takes_no_keys(view: TurnListView) -> None:
    assert not press(view, Key.Key_Down)
    view.select_everything()
    assert view.saved_place() == ListState()
    assert not view.grab().isNull()
