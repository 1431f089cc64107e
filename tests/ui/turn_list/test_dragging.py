"""Labels are dragged onto turns and onto words, and the ends of spans to other characters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui.spans.span_commands import may_resize, own_spans
from annotator.ui.turn_list import TurnList
from annotator.ui.turn_list.text_selection import selected_text
from annotator.ui.widgets import label_button
from annotator.ui.widgets.label_button import LabelButton, LabelFace
from annotator.ui.widgets.label_drag import LABEL_TYPE, dragged_label, label_data
from tests.ui.spans.test_span_commands import SPANS, tags, with_spans
from tests.ui.turn_list.test_mouse import drag, on_header, on_text, row_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator.ui.workspace.workspace import Workspace

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


@pytest.fixture
def turns(workspace: Workspace, qtbot: QtBot) -> TurnList:
    """The list on a dialogue of three turns, with a codebook that has a facet about words."""
    with_spans(workspace)
    workspace.set_facet("stance")
    made = TurnList(workspace)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def hold(turns: TurnList, label: str, at: QPoint, mime: QMimeData | None = None) -> bool:
    """Hold a label over a point of the list; whether it could be dropped there."""
    port = turns.view.viewport()
    data = mime or label_data(label)
    enter = QDragEnterEvent(at, COPY, data, LEFT, NONE)
    QApplication.sendEvent(port, enter)
    move = QDragMoveEvent(at, COPY, data, LEFT, NONE)
    QApplication.sendEvent(port, move)
    return move.isAccepted()


def drop(turns: TurnList, label: str, at: QPoint) -> bool:
    """Drag a label to a point of the list and let it go; whether it was taken."""
    data = label_data(label)
    hold(turns, label, at, data)
    event = QDropEvent(QPointF(at), COPY, data, LEFT, NONE)
    QApplication.sendEvent(turns.view.viewport(), event)
    return event.isAccepted()


def stances(workspace: Workspace) -> list[str]:
    assert workspace.project is not None
    found = workspace.project.turns.page(workspace.cursor.turn_ids)
    return [next((tag.label for tag in turn.tags if tag.facet == "stance"), "") for turn in found]


def shades(turns: TurnList, number: int) -> set[str]:
    placed = turns.view.placed(number)
    assert placed is not None
    image = turns.view.viewport().grab().toImage()
    return {image.pixelColor(x, placed.y + 2).name() for x in range(20, 400, 3)}


# --- labels on turns ----------------------------------------------------------------------


def test_a_dropped_label_is_given_to_the_turn_under_it(turns: TurnList, workspace: Workspace) -> None:
    assert drop(turns, "stance.favor", on_header(turns.view, 1))
    assert stances(workspace) == ["", "stance.favor", ""]
    assert workspace.cursor.turn_id == workspace.cursor.turn_ids[1], (
        "it stays there, where strength and doubt are asked of"
    )
    workspace.tagging.change_intensity(1)
    assert turns.view.label_drop.landing is None
    drop(turns, "stance.favor", on_header(turns.view, 1))
    assert stances(workspace)[1] == "stance.favor", "dropped once more it is not taken off"
    workspace.history.undo()
    workspace.history.undo()
    assert stances(workspace) == ["", "", ""]


def test_dropped_on_one_of_several_selected_turns_it_is_given_to_all_of_them(
    turns: TurnList, workspace: Workspace
) -> None:
    first, second, third = workspace.cursor.turn_ids
    workspace.cursor.select_turns([first, second], first)
    hold(turns, "stance.favor", on_header(turns.view, 1))
    accent = turns.view.cache.style.theme.accent
    assert [accent in shades(turns, row) for row in range(3)] == [True, True, False]
    drop(turns, "stance.favor", on_header(turns.view, 1))
    assert stances(workspace) == ["stance.favor", "stance.favor", ""]
    workspace.history.undo()
    assert stances(workspace) == ["", "", ""], "one edit"
    drop(turns, "stance.favor", on_header(turns.view, 2))
    assert stances(workspace) == ["", "", "stance.favor"]
    assert workspace.cursor.selection == (third,), "a turn beside the selection is meant alone"


def test_a_topic_is_added_and_repeated_by_the_key_afterwards(turns: TurnList, workspace: Workspace) -> None:
    drop(turns, "topic.target", on_header(turns.view, 0))
    drop(turns, "topic.target", on_header(turns.view, 0))
    assert workspace.project is not None
    assert [x.label for x in workspace.project.turns.page([1])[0].tags if x.facet == "topic"] == [
        "topic.target"
    ]
    assert workspace.facet == "topic"
    assert workspace.tagging.last is not None
    assert workspace.tagging.last.label == "topic.target"


def test_a_drag_that_ends_nowhere_changes_nothing(turns: TurnList, workspace: Workspace) -> None:
    below = QPoint(100, 395)
    assert not hold(turns, "stance.favor", below)
    assert not drop(turns, "stance.favor", below)
    assert not drop(turns, "no.such", on_header(turns.view, 0))
    assert hold(turns, "stance.favor", on_header(turns.view, 0))
    QApplication.sendEvent(turns.view.viewport(), QDragLeaveEvent())
    assert turns.view.label_drop.landing is None
    assert stances(workspace) == ["", "", ""]
    assert workspace.cursor.turn_id == workspace.cursor.turn_ids[0]
    files = QMimeData()
    files.setText("stance.favor")
    assert not hold(turns, "", on_header(turns.view, 0), files), "text is no label"


def test_what_cannot_be_given_cannot_be_dropped(turns: TurnList, workspace: Workspace) -> None:
    book = workspace.codebook
    about = replace(SPANS, key="whole", name="Whole", scope="dialogue", labels=())
    workspace.do(lambda project: project.codebook.replace(replace(book, facets=(*book.facets, about))))
    label = "whole.x"
    workspace.do(lambda project: project.codebook.add_label("whole", "x", key=label)[1])
    assert not hold(turns, label, on_header(turns.view, 0)), "it is about the dialogue"
    workspace.do(lambda project: project.codebook.update_label("stance.favor", retired=True))
    assert not hold(turns, "stance.favor", on_header(turns.view, 0)), "it is retired"


def test_the_list_scrolls_while_a_label_is_held_at_its_edge(
    turns: TurnList, workspace: Workspace, qtbot: QtBot
) -> None:
    turns.resize(500, 120)
    qtbot.waitUntil(lambda: turns.view.viewport().height() < 130)
    turns.view.set_current(workspace.cursor.turn_ids[0])
    before = (turns.view.rows.top, turns.view.rows.offset)
    hold(turns, "stance.favor", QPoint(100, turns.view.viewport().height() - 4))
    qtbot.waitUntil(lambda: (turns.view.rows.top, turns.view.rows.offset) != before)
    turns.view.label_drop.leave()
    assert not turns.view.label_drop._scrolling.isActive()


# --- labels on words -----------------------------------------------------------------------


def test_a_label_about_words_is_given_to_the_word_under_it(turns: TurnList, workspace: Workspace) -> None:
    workspace.cursor.select_turn(workspace.cursor.turn_ids[1])
    at = on_text(turns.view, 1, 3)
    hold(turns, "span.a", at)
    look = turns.view.cache.style.theme
    image = turns.view.viewport().grab().toImage()
    around = {image.pixelColor(at.x() + x, at.y() + y).name() for x in range(-6, 7) for y in range(-8, 9)}
    assert look.selection in around, "the word shows that it would get it"
    assert drop(turns, "span.a", at)
    assert tags(workspace) == [("span.a", 2, 7)]
    assert not drop(turns, "span.a", on_header(turns.view, 1)), "there are no words"
    assert tags(workspace) == [("span.a", 2, 7)]


def test_dropped_on_selected_words_it_is_given_to_them(turns: TurnList, workspace: Workspace) -> None:
    drag(turns.view, on_text(turns.view, 1, 0), on_text(turns.view, 1, 7))
    assert drop(turns, "span.b", on_text(turns.view, 1, 4))
    assert tags(workspace) == [("span.b", 0, 7)]
    assert drop(turns, "span.b", on_text(turns.view, 1, 8))
    assert tags(workspace) == [("span.b", 0, 7), ("span.b", 8, 10)]


# --- ends of spans -------------------------------------------------------------------------


def end_of(turns: TurnList, number: int, *, last: bool) -> QPoint:
    """Where the only span of a row can be taken, at its first or last end."""
    row, placed = row_of(turns.view, number), turns.view.placed(number)
    assert placed is not None
    (rects,) = row.bar_lines.rects
    rect = rects[-1 if last else 0]
    x = rect.right() if last else rect.left()
    at = QPointF(x, rect.top() + row.style.baseline + row.style.square * 0.42) + row.body_rect.topLeft()
    return QPoint(round(at.x()), round(at.y()) + placed.y)


def with_span(turns: TurnList, workspace: Workspace, start: int, end: int) -> None:
    assert workspace.project is not None
    turn = workspace.cursor.turn_ids[1]
    workspace.cursor.select_turn(turn)
    workspace.do(lambda project: project.tags.add_span(turn, start, end, "span.a"))


def test_both_ends_of_a_span_are_drawn_and_taken_back(turns: TurnList, workspace: Workspace) -> None:
    with_span(turns, workspace, 2, 7)
    facet = workspace.facet
    drag(turns.view, end_of(turns, 1, last=True), on_text(turns.view, 1, 9) + QPoint(0, 2))
    assert tags(workspace) == [("span.a", 2, 9)]
    drag(turns.view, end_of(turns, 1, last=False), on_text(turns.view, 1, 0))
    assert tags(workspace) == [("span.a", 0, 9)]
    drag(turns.view, end_of(turns, 1, last=False), on_text(turns.view, 1, 11))
    assert tags(workspace) == [("span.a", 9, 11)], "beyond the other end it is drawn over"
    assert selected_text(turns.view) == ""
    assert workspace.facet == facet
    for before in ((0, 9), (2, 9), (2, 7)):
        workspace.history.undo()
        assert tags(workspace) == [("span.a", *before)]
    assert workspace.project is not None
    assert workspace.project.check() == []


def test_an_end_drawn_along_its_bar_stays_in_its_line(turns: TurnList, workspace: Workspace) -> None:
    assert workspace.project is not None
    turn = workspace.cursor.turn_ids[1]
    turns.resize(240, 400)
    words = "I do think that all of this is as it should be, in this town and in the next one. " * 2
    workspace.do(lambda project: project.repairs.correct(turn, words))
    with_span(turns, workspace, 2, 7)
    row = row_of(turns.view, 1)
    (rects,) = row.bar_lines.rects
    taken = end_of(turns, 1, last=True)
    under = QPoint(taken.x() + round(rects[0].width()), taken.y() + 3)
    drag(turns.view, taken, under)
    ((_, start, end),) = tags(workspace)
    assert start == 2
    assert end is not None
    assert 8 < end < 20, "no line further down, though the mouse was a little under the line"


def test_the_mouse_shows_where_an_end_can_be_taken_and_what_it_becomes(
    turns: TurnList, workspace: Workspace
) -> None:
    with_span(turns, workspace, 2, 7)
    port = turns.view.viewport()
    QTest.mouseMove(port, on_text(turns.view, 1, 4))
    assert port.cursor().shape() == Qt.CursorShape.IBeamCursor
    QTest.mouseMove(port, end_of(turns, 1, last=True))
    assert port.cursor().shape() == Qt.CursorShape.SizeHorCursor
    QTest.mousePress(port, LEFT, NONE, end_of(turns, 1, last=True))
    QTest.mouseMove(port, on_text(turns.view, 1, 9))
    span = turns.view.pointer.span
    assert span is not None
    assert span.range == (2, 9)
    at = on_text(turns.view, 1, 8)
    image = port.grab().toImage()
    around = {image.pixelColor(at.x() + x, at.y() + y).name() for x in range(8) for y in range(-6, 7)}
    assert turns.view.cache.style.theme.selection in around
    assert tags(workspace) == [("span.a", 2, 7)], "nothing is said before the button is let go"
    QTest.mouseRelease(port, LEFT, NONE, on_text(turns.view, 1, 9))
    assert tags(workspace) == [("span.a", 2, 9)]


def test_a_span_is_left_alone_by_escape_and_beside_the_list(turns: TurnList, workspace: Workspace) -> None:
    with_span(turns, workspace, 2, 7)
    undoable = workspace.history.to_undo()
    port = turns.view.viewport()
    for outside in (QPoint(-40, 60), QPoint(900, 60)):
        drag(turns.view, end_of(turns, 1, last=True), outside)
    drag(turns.view, end_of(turns, 1, last=True), end_of(turns, 1, last=True))
    QTest.mousePress(port, LEFT, NONE, end_of(turns, 1, last=True))
    QTest.mouseMove(port, on_text(turns.view, 1, 9))
    QTest.keyClick(turns.view, Qt.Key.Key_Escape)
    assert turns.view.pointer.span is None
    QTest.mouseRelease(port, LEFT, NONE, on_text(turns.view, 1, 9))
    QTest.mousePress(port, LEFT, NONE, end_of(turns, 1, last=True))
    QTest.mouseMove(port, on_text(turns.view, 1, 2))  # nothing would be left of it
    QTest.mouseRelease(port, LEFT, NONE, on_text(turns.view, 1, 2))
    assert tags(workspace) == [("span.a", 2, 7)]
    assert workspace.history.to_undo() == undoable


def test_a_span_that_is_gone_meanwhile_is_not_drawn_back(turns: TurnList, workspace: Workspace) -> None:
    with_span(turns, workspace, 2, 7)
    port = turns.view.viewport()
    QTest.mousePress(port, LEFT, NONE, end_of(turns, 1, last=True))
    QTest.mouseMove(port, on_text(turns.view, 1, 9))
    workspace.history.undo()
    QTest.mouseRelease(port, LEFT, NONE, on_text(turns.view, 1, 9))
    assert tags(workspace) == []


def test_spans_of_others_stay_as_they_are(turns: TurnList, workspace: Workspace) -> None:
    with_span(turns, workspace, 2, 7)
    (tag,) = own_spans(workspace)
    assert may_resize(workspace, tag)
    assert not may_resize(workspace, replace(tag, annotator="somebody else"))
    turns.view.may_resize = lambda _tag: False
    QTest.mouseMove(turns.view.viewport(), end_of(turns, 1, last=True))
    assert turns.view.viewport().cursor().shape() != Qt.CursorShape.SizeHorCursor
    drag(turns.view, end_of(turns, 1, last=True), on_text(turns.view, 1, 9))
    assert tags(workspace) == [("span.a", 2, 7)]


# --- where a drag begins ----------------------------------------------------------------------


def test_a_button_is_dragged_once_the_mouse_has_gone_far_enough(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[str, str]] = []
    clicked: list[bool] = []
    monkeypatch.setattr(label_button, "drag_label", lambda _w, key, name, _c: begun.append((key, name)))
    button = LabelButton(LabelFace("favor", "1", "#0072b2"))
    qtbot.addWidget(button)
    button.clicked.connect(lambda: clicked.append(True))
    button.show()
    middle = button.rect().center()
    far = QPoint(QApplication.startDragDistance() + 1, 0)

    def pull(by: QPoint) -> None:
        QTest.mousePress(button, LEFT, NONE, middle)
        move = QPointF(middle + by)
        event = _moved(move, button.mapToGlobal(move))
        QApplication.sendEvent(button, event)
        QTest.mouseRelease(button, LEFT, NONE, middle)

    pull(far)
    assert (begun, clicked) == ([], [True]), "without a key of a label it is a button like others"
    button.label = "stance.favor"
    pull(QPoint(1, 0))
    assert (begun, clicked) == ([], [True, True])
    pull(far)
    assert (begun, clicked) == ([("stance.favor", "favor")], [True, True]), "a drag is no click"


def _moved(where: QPointF, on_screen: QPointF) -> QMouseEvent:
    return QMouseEvent(QEvent.Type.MouseMove, where, on_screen, Qt.MouseButton.NoButton, LEFT, NONE)


def test_what_travels_is_a_label_and_nothing_else() -> None:
    mime = label_data("topic.城市")
    assert (mime.formats(), dragged_label(mime)) == ([LABEL_TYPE], "topic.城市")
    assert dragged_label(QMimeData()) == ""
