"""The mouse: rows, words, paragraphs, links, tool tips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from annotator.model import RepairStep
from annotator.ui.turn_list import TurnListView
from annotator.ui.turn_list.measured_row import Row
from annotator.ui.turn_list.text_selection import selected_text
from annotator.ui.workspace.cursor import TextRange
from tests.ui.turn_list.conftest import fill, make_tag, make_turn, plain

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def row_of(view: TurnListView, number: int) -> Row:
    row = view.cache.row(number)
    assert row is not None
    return row


def on_text(view: TurnListView, number: int, offset: int) -> QPoint:
    """A point on the left part of a character."""
    placed, row = view.placed(number), row_of(view, number)
    assert placed is not None
    unit = row.offsets.unit(offset)
    (rect,) = row.body.rects(unit, row.offsets.unit(offset + 1))[:1]
    at = rect.topLeft() + row.body_rect.topLeft() + QPointF(min(1.0, rect.width() / 3), rect.height() / 2)
    return QPoint(round(at.x()), round(at.y()) + placed.y)


def on_header(view: TurnListView, number: int) -> QPoint:
    placed, row = view.placed(number), row_of(view, number)
    assert placed is not None
    return row.header.center().toPoint() + QPoint(0, placed.y)


def click(
    view: TurnListView, at: QPoint, held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
) -> None:
    QTest.mouseClick(view.viewport(), button, held, at)


def send(view: TurnListView, kind: QEvent.Type, at: QPoint, time: int) -> None:
    """A press of the left button at a time in milliseconds."""
    where = QPointF(at)
    event = QMouseEvent(kind, where, view.viewport().mapToGlobal(where), LEFT, LEFT, NONE)
    event.setTimestamp(time)
    QApplication.sendEvent(view.viewport(), event)


def drag(view: TurnListView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view.viewport(), LEFT, NONE, start)
    QTest.mouseMove(view.viewport(), start + QPoint(2, 0))
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, end)


def test_clicks_go_extend_and_toggle(view: TurnListView) -> None:
    fill(view, [make_turn(number, "short") for number in range(5)])
    click(view, on_header(view, 1))
    assert view.selected_ids() == [1]
    click(view, on_header(view, 3), SHIFT)
    assert view.selected_ids() == [1, 2, 3]
    click(view, on_header(view, 2), CONTROL)
    assert view.selected_ids() == [1, 3]
    click(view, on_header(view, 4), NONE, RIGHT)
    assert view.selected_ids() == [4]
    click(view, on_header(view, 3), SHIFT)
    click(view, on_header(view, 4), NONE, RIGHT)
    assert view.selected_ids() == [3, 4], "a menu for selected turns is for all of them"


def test_a_click_does_not_scroll(view: TurnListView) -> None:
    fill(view, plain(30))
    view.scroll_by(50)
    before = (view.rows.top, view.rows.offset)
    last = view.rows.visible()[-1]
    click(view, QPoint(3, last.y + 1))
    assert view.current_id == last.row
    assert (view.rows.top, view.rows.offset) == before


def test_text_is_selected_within_a_turn(view: TurnListView, qtbot: QtBot) -> None:
    fill(view, [make_turn(0, "我👨ab cd ef"), make_turn(1, "other")])
    with qtbot.waitSignal(view.text_selected) as caught:
        drag(view, on_text(view, 0, 1), on_text(view, 0, 6))
    assert caught.args == [TextRange(0, 1, 6)]
    assert selected_text(view) == "👨ab c"
    view.copy()
    assert QGuiApplication.clipboard().text() == "👨ab c"
    look = view.cache.style.theme
    image = view.grab().toImage()
    shades = {image.pixelColor(x, y).name() for x in range(0, 200, 2) for y in range(100)}
    assert look.selection in shades
    click(view, on_text(view, 0, 2))
    assert selected_text(view) == ""


def test_text_dragged_backwards_and_beyond_the_list(view: TurnListView) -> None:
    turns = [make_turn(0, "word " * 1500), make_turn(1, "other")]
    fill(view, turns)
    view.folding.toggle(0)
    view.scroll_by(300)
    drag(view, QPoint(200, 200), QPoint(200, 460))
    assert view.rows.offset > 300
    down = selected_text(view)
    assert len(down) > 500
    drag(view, QPoint(200, 200), QPoint(200, -30))
    assert view.rows.offset < 348
    assert len(selected_text(view)) > 300


def test_words_and_paragraphs(view: TurnListView, qtbot: QtBot) -> None:
    fill(view, [make_turn(0, "one 👨 two\nsecond paragraph here")])
    at = on_text(view, 0, 13)
    double, single = QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonPress
    send(view, double, at, 1000)
    assert selected_text(view) == "second"
    send(view, single, at, 1100)
    assert selected_text(view) == "second paragraph here"
    send(view, double, on_text(view, 0, 0), 5000)
    assert selected_text(view) == "one"
    send(view, single, on_text(view, 0, 20), 5100)
    assert selected_text(view) == "", "a click elsewhere is not a third one"
    send(view, double, on_text(view, 0, 0), 9000)
    send(view, single, on_text(view, 0, 0), 19000)
    assert selected_text(view) == "", "nor is a late one"
    QTest.mouseDClick(view.viewport(), LEFT, NONE, on_text(view, 0, 30))
    assert selected_text(view) == "here"


def test_a_double_click_beside_the_text_selects_nothing(view: TurnListView) -> None:
    fill(view, [make_turn(0, "one")])
    QTest.mouseDClick(view.viewport(), LEFT, NONE, on_header(view, 0))
    QTest.mouseDClick(view.viewport(), RIGHT, NONE, on_text(view, 0, 0))
    QTest.mouseDClick(view.viewport(), LEFT, NONE, QPoint(5, 390))
    assert selected_text(view) == ""


def test_selected_text_goes_with_the_cursor(view: TurnListView) -> None:
    fill(view, [make_turn(number, "some words") for number in range(4)])
    QTest.mouseDClick(view.viewport(), LEFT, NONE, on_text(view, 0, 0))
    view.go_to(0)
    assert selected_text(view) == "some"
    view.go_to(1)
    assert selected_text(view) == ""
    QTest.mouseDClick(view.viewport(), LEFT, NONE, on_text(view, 1, 0))
    click(view, QPoint(5, 395))
    assert selected_text(view) == ""
    QTest.mouseDClick(view.viewport(), LEFT, NONE, on_text(view, 1, 0))
    click(view, on_header(view, 1))
    assert selected_text(view) == ""


def test_the_link_of_a_long_turn(view: TurnListView) -> None:
    fill(view, [make_turn(0, "word " * 3000), make_turn(1, "x")])
    view.resize(500, 700)
    row = row_of(view, 0)
    folded = row.height
    at = row.link.center().toPoint()
    QTest.mouseMove(view.viewport(), at)
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert view.pointer.hovered_link == 0
    assert not view.grab().isNull()
    QTest.mouseMove(view.viewport(), on_text(view, 0, 3))
    assert view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor
    assert view.pointer.hovered_link != 0
    QTest.mouseMove(view.viewport(), on_header(view, 0))
    assert view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
    click(view, at)
    assert row_of(view, 0).height > folded
    view.folding.set_folded(0, folded=True)
    QTest.mouseDClick(view.viewport(), LEFT, NONE, at)
    assert row_of(view, 0).height > folded


STEP = RepairStep(4, 5, "â", "é", "encoding", "utf-8 read as <b>latin-1</b>", 0.9)


def test_tips_tell_what_was_repaired(view: TurnListView, monkeypatch: pytest.MonkeyPatch) -> None:
    tags = (make_tag(0, "stance", "stance.favor"),)
    fill(view, [make_turn(0, "caf é there", steps=(STEP,), tags=tags)])
    assert "Received: â" in view.pointer.tip(QPointF(on_text(view, 0, 4)))
    assert view.pointer.tip(QPointF(on_text(view, 0, 0))) == ""
    assert view.pointer.tip(QPointF(5, 395)) == ""
    chip = row_of(view, 0).chip_origin + QPointF(5, 5)
    assert view.pointer.tip(chip).startswith("Stance favor\n")
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: shown.append(text))
    monkeypatch.setattr(QToolTip, "hideText", lambda: shown.append("hidden"))
    for at in (on_text(view, 0, 4), on_text(view, 0, 0)):
        QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, at))
    assert "<b>latin-1</b>" in shown[0], "as it was written; the style sheet keeps tool tips plain"
    assert shown[1] == "hidden"
