"""The place a list keeps while width, rows and chips change, and scrolling itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QPoint,
    QPointF,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication

from annotator.ui.turn_list import ListState, TurnListView
from tests.ui.turn_list.conftest import Pages, fill, make_tag, make_turn, plain, where

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


# --- place --------------------------------------------------------------------------------------


def test_the_current_turn_stays_where_it_is_when_the_width_changes(view: TurnListView) -> None:
    fill(view, plain(60))
    view.set_current(30)
    view.scroll_by(-120)
    y = where(view, 30)
    assert y > 0
    for width in (320, 700, 260, 500):
        view.resize(width, 400)
        assert where(view, 30) == y


def test_the_line_being_read_stays_when_the_width_changes(view: TurnListView) -> None:
    fill(view, [make_turn(number, "word " * 110) for number in range(20)])
    view.set_current(0)
    view.scroll_by(3000)
    before = (view.rows.top, view.rows.offset)
    anchor = view.anchor
    assert anchor.place is not None
    for width in [480, 300, 700, 260] * 3:
        view.resize(width, 400)
        assert where(view, anchor.row) + view.y_of_place(anchor.row, anchor.place) == anchor.y
    view.resize(500, 400)
    assert (view.rows.top, view.rows.offset) == before


def test_a_new_chip_moves_nothing_above_it_and_is_in_sight(view: TurnListView) -> None:
    turns = plain(30)
    pages = fill(view, turns)
    view.set_current(10)
    placed = view.placed(10)
    assert placed is not None
    view.scroll_by(placed.y + placed.height - 400)  # its bottom at the bottom of the list
    tagged = replace(turns[10], tags=(make_tag(10, "stance", "stance.favor"),))
    pages.turns[10] = tagged
    view.refresh([10])
    after = view.placed(10)
    assert after is not None
    assert after.height > placed.height
    assert after.y + after.height <= 400
    y = where(view, 10)
    pages.turns[12] = replace(turns[12], tags=tagged.tags)
    pages.turns[9] = replace(turns[9], tags=tagged.tags)
    view.refresh([9, 12])
    assert where(view, 10) == y
    view.refresh()
    assert where(view, 10) == y


def test_dialogues_are_found_where_they_were_left(view: TurnListView) -> None:
    fill(view, plain(60))
    view.set_current(30)
    view.scroll_by(77)
    place = view.saved_place()
    before = (view.rows.top, view.rows.offset)
    fill(view, [make_turn(1000, "other")])
    fill(view, plain(60))
    assert (view.rows.top, view.rows.offset) == (0, 0)
    view.restore(place)
    assert (view.rows.top, view.rows.offset, view.current_id) == (*before, 30)
    view.restore(ListState(turn_id=12345))
    assert (view.rows.top, view.rows.offset) == before


def test_a_million_rows_read_and_measure_only_what_is_seen(view: TurnListView) -> None:
    pages = Pages(make=lambda number: make_turn(number, "some words " * (1 + number % 9)))
    view.set_turns(range(1_000_000), pages)
    assert sum(len(page) for page in pages.asked) <= 64
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert 495_000 < view.rows.top < 505_000
    bar.setValue(bar.maximum())
    last = view.placed(999_999)
    assert last is not None
    assert last.y + last.height == view.viewport().height()
    assert sum(len(page) for page in pages.asked) <= 64 * 6


def test_the_wheel_scrolls_by_pixels_and_loses_none(view: TurnListView) -> None:
    fill(view, plain(60))

    def wheel(pixel: int, angle: int, held: Qt.KeyboardModifier = NONE) -> bool:
        at = QPointF(10, 10)
        upright = False
        event = QWheelEvent(
            at, at, QPoint(0, pixel), QPoint(0, angle),
            Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, upright,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)
        return event.isAccepted()

    assert wheel(-37, 0)
    assert view.rows.offset == 37
    for _ in range(8):
        wheel(0, -15)  # an eighth of a notch
    lines = QGuiApplication.styleHints().wheelScrollLines()
    assert view.rows.top * 1000 + view.rows.offset == 37 + lines * view.line_step
    wheel(0, -120, CONTROL)
    assert view.rows.top * 1000 + view.rows.offset == 37 + lines * view.line_step


def test_what_is_shifted_looks_like_what_is_painted(view: TurnListView, qtbot: QtBot) -> None:
    turns = plain(40)
    pages = fill(view, turns)
    view.set_current(3)

    def differs() -> int:
        QApplication.processEvents()
        shifted = view.screen().grabWindow(view.winId()).toImage()
        view.viewport().repaint()
        QApplication.processEvents()
        painted = view.screen().grabWindow(view.winId()).toImage()
        assert shifted.size() == painted.size()
        worst = 0
        for y in range(0, painted.height(), 3):
            for x in range(0, painted.width(), 3):
                one, other = shifted.pixelColor(x, y), painted.pixelColor(x, y)
                worst = max(worst, abs(one.red() - other.red()), abs(one.blue() - other.blue()))
        return worst

    for step in (13, 120, -40, 333, -9, -200):
        view.scroll_by(step)
        assert differs() <= 3, f"after scrolling by {step}"
    view.go_to(6)
    assert differs() <= 3
    view.extend_to(8)
    assert differs() <= 3
    view.scroll_by(20)
    pages.turns[7] = replace(turns[7], tags=(make_tag(7, "stance", "stance.favor"),))
    view.refresh([7])
    assert differs() <= 3


def test_growing_and_shrinking_lists_keep_within_bounds(view: TurnListView) -> None:
    fill(view, plain(60))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    fill(view, plain(2, words=2))
    assert (view.rows.top, view.rows.offset) == (0, 0)
    assert not view.verticalScrollBar().isEnabled()
