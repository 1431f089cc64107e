"""Somebody tags words inside turns with the keyboard alone, and finds them again in the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.ui.panels.tag_panel.span_section import SpanSection
from annotator.ui.turn_list.span_bars import bar_height
from annotator.ui.turn_list.text_selection import selected_text
from annotator.ui.widgets.label_drag import label_data
from tests.journeys.conftest import Person
from tests.ui.conftest import make_project

if TYPE_CHECKING:
    from pathlib import Path

TALK = (
    (
        "Emoji",
        (
            ("A", "👩🏽‍🚀 机器人可以创作艺术, I think 😀 so.", "mixed"),
            ("B", "It is only a matter of time.", "en"),
        ),
    ),
)


def _spans(person: Person, row: int = 0) -> list[tuple[str, str]]:
    turn = person.turns()[row]
    names = {x.key: x.name for facet in person.window.workspace.codebook.facets for x in facet.labels}
    return [(names[tag.label], turn.text[tag.start : tag.end]) for tag in turn.tags if tag.start is not None]


def _begin(person: Person, path: Path) -> None:
    window = person.window
    assert window.files.open_project(make_project(path, TALK))
    person.wait(window.turns.hasFocus)
    person.wait(window.turns.view.rows.visible)


def test_words_are_tagged_by_key_undone_and_tagged_again(person: Person, tmp_path: Path) -> None:
    _begin(person, tmp_path / "study.dap")
    window = person.window
    workspace = window.workspace
    person.press("S", "F2")
    assert window.turns.view.caret.active
    # The codebook has no facet about words: the window offers one.
    (card,) = window.messages.cards()
    (offer,) = card.message.actions
    offer.run()
    person.wait(lambda: workspace.active_facet() is not None and workspace.facet == "span")
    person.wait(window.turns.hasFocus)

    person.press("Ctrl+Right", "Ctrl+Left", "Ctrl+Shift+Right", "1")
    assert _spans(person) == [("claim", "机器人")]
    person.press("Ctrl+Shift+Right", "Ctrl+Shift+Right", "Ctrl+Shift+Right", "1", "2")
    assert sorted(_spans(person)) == [
        ("claim", "机器人"),
        ("claim", "机器人可以创作艺术"),
        ("reason", "机器人可以创作艺术"),
    ]
    person.press("2")  # the same key takes it off again
    assert len(_spans(person)) == 2
    person.press("Ctrl+Z")
    assert len(_spans(person)) == 3
    person.press("End", "Shift+Left", "Shift+Left", "Shift+Left", "Shift+Left", "Shift+Left", "3", "U")
    assert ("example", "😀 so.") in _spans(person)
    (doubt,) = [tag for tag in person.turns()[0].tags if tag.uncertain]
    assert doubt.label.endswith("example")
    person.press("Delete")
    assert ("example", "😀 so.") not in _spans(person)
    person.press("Esc")
    assert workspace.facet == "stance"
    person.press("1")
    assert person.labels("stance")[0] == "stance.favor"

    assert workspace.project is not None
    assert workspace.project.check() == []
    window = person.restart()
    person.wait(lambda: len(_spans(person)) == 3)


def test_a_facet_added_beside_the_repairs_brings_up_the_tags(person: Person, tmp_path: Path) -> None:
    _begin(person, tmp_path / "study.dap")
    columns = person.window.columns
    person.press("Ctrl+R")
    assert columns.side.currentWidget() is columns.repairs
    person.press("Esc", "F2")
    (card,) = person.window.messages.cards()
    (button,) = card.findChildren(QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    person.wait(lambda: person.window.workspace.facet == "span")
    assert columns.side.currentWidget() is columns.tags
    person.wait(person.window.turns.hasFocus)
    person.press("Ctrl+Shift+Right", "1")
    cursor = person.window.workspace.cursor
    assert [text for _, text in _spans(person, cursor.row_of(cursor.turn_id) or 0)] != []


def test_the_panel_goes_to_a_span_and_the_mouse_selects_words(person: Person, tmp_path: Path) -> None:
    _begin(person, tmp_path / "study.dap")
    window = person.window
    workspace = window.workspace
    view = window.turns.view
    view.caret.enter()
    window.turns.text_mode.add_facet()
    person.press("Esc")
    row = view.cache.row(1)
    assert row is not None
    placed = view.placed(1)
    assert placed is not None
    start = row.body_rect.topLeft() + row.body.rects(6, 7)[0].center()
    spot = start.toPoint()
    spot.setY(spot.y() + placed.y)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert selected_text(view) == "only"
    person.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "only"
    window.columns.tags.refresh_now()
    section = window.columns.tags.sections["span"]
    assert isinstance(section, SpanSection)
    person.click(section.grid.buttons[1])
    assert _spans(person, 1) == [("reason", "only")]
    person.press("Esc")
    assert workspace.cursor.text is None
    window.columns.tags.refresh_now()
    person.click(section.rows[0].button)
    assert selected_text(view) == "only"
    assert view.caret.active
    person.wait(window.turns.hasFocus)
    tip = view.pointer.tip(spot.toPointF())
    assert tip.startswith("reason")
    person.click(section.rows[0].take_off)
    assert _spans(person, 1) == []


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_another_label_from_the_panel_by_key(person: Person, tmp_path: Path) -> None:
    _begin(person, tmp_path / "study.dap")
    window = person.window
    window.turns.view.caret.enter()
    window.turns.text_mode.add_facet()
    person.press("Ctrl+A", "1", "Esc")
    window.columns.tags.refresh_now()
    section = window.columns.tags.sections["span"]
    assert isinstance(section, SpanSection)
    section.rows[0].button.setFocus()
    person.press("F2")
    tag = person.turns()[0].tags
    span = next(x for x in tag if x.start is not None)
    menu = section.labels_menu(span)
    menu.actions()[2].trigger()
    assert [name for name, _ in _spans(person)] == ["example"]


def test_labels_are_dragged_onto_turns_and_words_and_ends_of_spans_to_others(
    person: Person, tmp_path: Path
) -> None:
    """A stance onto both turns, a claim onto a word, its end further on, and all of it taken back."""
    _begin(person, tmp_path / "study.dap")
    window = person.window
    view = window.turns.view
    view.caret.enter()
    window.turns.text_mode.add_facet()
    person.press("Esc", "Ctrl+A")
    person.wait(lambda: len(window.workspace.cursor.selection) == 2)

    def word(at: int) -> QPoint:
        row, placed = view.cache.row(1), view.placed(1)
        assert row is not None
        assert placed is not None
        middle = row.body_rect.topLeft() + row.body.rects(at, at + 1)[0].center()
        return QPoint(round(middle.x()), round(middle.y()) + placed.y)

    def drop(label: str, where: QPoint) -> None:
        mime, copy = label_data(label), Qt.DropAction.CopyAction
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        for event in (
            QDragEnterEvent(where, copy, mime, left, none),
            QDropEvent(QPointF(where), copy, mime, left, none),
        ):
            QApplication.sendEvent(view.viewport(), event)
            assert event.isAccepted()

    drop("stance.favor", word(7))
    assert person.labels("stance") == ["stance.favor"] * 2
    claim = next(x.key for x in window.workspace.codebook.facet("span").labels if x.name == "claim")
    drop(claim, word(7))
    assert _spans(person, 1) == [("claim", "only")]
    row, placed = view.cache.row(1), view.placed(1)
    assert row is not None
    assert placed is not None
    end = row.bar_lines.rects[0][-1]
    bar = bar_height(end, 0, row.style)
    start = QPoint(round(row.body_rect.left() + end.right()), round(row.body_rect.top() + bar) + placed.y)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view.viewport(), word(17))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=word(17))
    ((label, words),) = _spans(person, 1)
    assert label == "claim"
    assert words.startswith("only a mat")
    person.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert _spans(person, 1) == []
    assert person.labels("stance") == ["", ""]
    assert window.workspace.project is not None
    assert window.workspace.project.check() == []
