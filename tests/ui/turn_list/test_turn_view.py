"""Folding, what rows look like, and what Qt and screen readers ask of the list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QPointF,
    QRect,
    Qt,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.codebooks import default
from annotator.errors import UserError
from annotator.model import Gap, Target, Turn
from annotator.ui import theme
from annotator.ui.turn_list import TurnListView
from annotator.ui.turn_list.text_selection import selected_text
from tests.ui.turn_list.conftest import fill, make_tag, make_turn, plain, press, where

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


# --- folding --------------------------------------------------------------------------------------


def test_long_turns_unfold_with_keys(view: TurnListView) -> None:
    fill(view, [make_turn(0, "short"), make_turn(1, "word " * 3000), make_turn(2, "short")])
    view.set_current(1)
    folded = view.row_height(1)
    y = where(view, 1)
    assert not press(view, Key.Key_Left)
    assert press(view, Key.Key_Right)
    assert view.row_height(1) > folded
    assert where(view, 1) == y
    assert not press(view, Key.Key_Right)
    view.scroll_by(2000)
    assert press(view, Key.Key_Left)
    assert view.row_height(1) == folded
    assert where(view, 1) == 0
    view.set_current(0)
    assert not press(view, Key.Key_Right)
    view.folding.toggle(1)
    assert view.row_height(1) > folded
    view.folding.toggle(1)
    view.folding.toggle(0)
    assert view.row_height(1) == folded


def test_an_enormous_turn_is_shown_at_once(view: TurnListView) -> None:
    fill(view, [make_turn(0, "字" * 200_000), make_turn(1, "next")])
    assert view.row_height(0) < 1000
    assert press(view, Key.Key_End)
    assert view.placed(1) is not None


# --- what rows look like -------------------------------------------------------------------------


def test_another_codebook_or_target_changes_the_chips(view: TurnListView) -> None:
    tags = (make_tag(0, "stance", "stance.favor", target="t"),)
    fill(view, [make_turn(0, "x", tags=tags)])
    row = view.cache.row(0)
    assert row is not None
    assert row.chips[0].chip.text == "favor"
    view.looks.set_targets([Target("t", "entity", "tea"), Target("u", "entity", "milk")])
    row = view.cache.row(0)
    assert row is not None
    assert row.chips[0].chip.text == "favor → tea"
    book = default()
    stance = book.facets[0]
    labels = (replace(stance.labels[0], name="yes"), *stance.labels[1:])
    view.looks.set_codebook(replace(book, facets=(replace(stance, labels=labels), *book.facets[1:])))
    row = view.cache.row(0)
    assert row is not None
    assert row.chips[0].chip.text == "yes → tea"


def test_dialogues_are_named_where_many_are_shown(view: TurnListView) -> None:
    turns = [make_turn(number, "x", dialogue=1 + number // 2) for number in range(4)]
    fill(view, turns)
    view.looks.prepare(lambda key: f"Talk {key}", (), across=True)
    view.refresh()
    rows = [view.cache.row(number) for number in range(4)]
    assert [row.content.heading for row in rows if row is not None] == ["Talk 1", "", "Talk 2", ""]
    view.looks.prepare(lambda key: f"Talk {key}", (), across=False)
    view.refresh()
    first = view.cache.row(0)
    assert first is not None
    assert first.content.heading == ""


def test_theme_and_font_are_followed(view: TurnListView) -> None:
    fill(view, plain(3))
    before = view.row_height(0)
    font = view.font()
    font.setPixelSize(26)
    view.setFont(font)
    assert view.row_height(0) > 1.5 * before
    view.setPalette(theme.palette(theme.DARK))
    assert view.cache.style.theme is theme.DARK
    dark = view.grab().toImage().pixelColor(470, 395)
    assert dark.lightness() < 60


def test_another_language_is_spoken_at_once(view: TurnListView, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(view, [make_turn(0, "x", gaps=(Gap(0, 1, "double space"),))])
    row = view.cache.row(0)
    assert row is not None
    assert [flag.text for flag in row.flags] == ["1 gap"]
    monkeypatch.setattr(QCoreApplication, "translate", lambda _context, text: f"«{text}»")
    QApplication.sendEvent(view, QEvent(QEvent.Type.LanguageChange))
    row = view.cache.row(0)
    assert row is not None
    assert [flag.text for flag in row.flags] == ["«1 gap»"]


def colours(view: TurnListView) -> set[str]:
    image = view.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(image.height())}


def test_hits_the_current_one_and_selected_rows_have_their_grounds(view: TurnListView) -> None:
    look = view.cache.style.theme
    fill(view, [make_turn(0, "find me and find me again " * 3), make_turn(1, "x"), make_turn(2, "y")])
    assert not {look.hit, look.hit_current, look.current, look.selected} & colours(view)

    def hits(turn: Turn) -> list[tuple[int, int]]:
        return [(0, 4), (12, 16)] if turn.id == 0 else []

    view.looks.set_hits(hits, (0, 1))
    view.set_current(1, [1, 2])
    assert {look.hit, look.hit_current, look.current, look.selected} <= colours(view)
    view.looks.set_hits(None)
    assert look.hit not in colours(view)


def test_a_strip_keeps_the_speaker_in_sight(view: TurnListView) -> None:
    fill(view, [make_turn(0, "word " * 150), make_turn(1, "next " * 150), *plain(9)[2:]])
    view.looks.prepare(lambda _: "A talk", (), across=False)
    view.refresh()
    assert view.rows.offset == 0
    view.scroll_by(200)
    line = view.cache.style.sticky_height - 1
    ground = view.grab().toImage()
    assert ground.pixelColor(3, line).name() == view.cache.style.theme.line
    placed = view.placed(1)
    assert placed is not None
    view.scroll_by(placed.y - 6)  # the next turn pushes it out
    pushed = view.grab().toImage()
    assert pushed.pixelColor(3, line).name() != view.cache.style.theme.line


def test_turns_that_cannot_be_read_are_reported_and_leave_the_list_standing(
    view: TurnListView, qtbot: QtBot
) -> None:
    def broken(_ids: object) -> list[Turn]:
        raise UserError("The project cannot be read")

    with qtbot.waitSignal(view.failed):
        view.set_turns(range(50), broken)
    view.set_current(3)
    assert not view.folding.set_folded(0, folded=False)
    view.scroll_by(30)
    view.resize(300, 300)
    view.copy()
    assert not view.grab().isNull()


# --- what Qt and screen readers ask --------------------------------------------------------------


def test_rows_are_exposed_to_screen_readers(view: TurnListView) -> None:
    fill(view, [make_turn(0, "I do.", tags=(make_tag(0, "stance", "stance.favor"),)), *plain(200)[1:]])
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.role() == QAccessible.Role.List
    assert interface.text(QAccessible.Text.Name) == "Turns"
    assert interface.childCount() == 200
    first, last = interface.child(0), interface.child(199)
    assert first.role() == QAccessible.Role.ListItem
    assert first.text(QAccessible.Text.Name) == "1, A: I do., Stance favor"
    assert first.rect().height() == view.row_height(0)
    assert last.text(QAccessible.Text.Name).startswith("200, B: turn 199")


def test_moving_with_a_screen_reader_on(view: TurnListView) -> None:
    fill(view, plain(20))
    QAccessible.setActive(True)
    try:
        view.go_to(3)
        view.extend_to(6)
        view.refresh([4])
    finally:
        QAccessible.setActive(False)
    assert view.selected_ids() == [3, 4, 5, 6]


def test_the_current_turn_is_read_once_it_is_selected_and_again_when_it_changes(
    view: TurnListView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[QAccessible.Event, int, bool]] = []

    def note(event: QAccessibleEvent) -> None:
        if event.type() in {QAccessible.Event.Focus, QAccessible.Event.NameChanged}:
            told.append((event.type(), event.child(), view.is_selected(event.child())))

    fill(view, plain(20))
    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    view.go_to(3)
    qtbot.waitUntil(lambda: (QAccessible.Event.Focus, 3, True) in told)
    assert (QAccessible.Event.Focus, 3, False) not in told
    told.clear()
    view.refresh([5])
    assert told == []
    view.refresh([view.current_id or 0])
    assert told == [(QAccessible.Event.NameChanged, 3, True)]


def test_qt_gets_its_answers(view: TurnListView) -> None:
    fill(view, plain(60))
    model = view.turns
    assert view.visualRect(model.index(1)).top() == view.row_height(0)
    assert view.visualRect(model.index(59)).top() > 400
    assert view.visualRect(QModelIndex()) == QRect()
    assert view.indexAt(QPoint(5, view.row_height(0) + 2)).row() == 1
    view.scrollTo(model.index(40))
    view.scrollTo(QModelIndex())
    assert view.placed(40) is not None
    assert view.visualRect(model.index(0)).bottom() < 0
    assert (view.horizontalOffset(), view.verticalOffset()) == (0, 0)
    assert view.sizeHint().isValid()
    top = view.rows.visible()[0].row
    view.setSelection(QRect(0, 0, 10, 1), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert view.selected_ids() == [top]
    view.setSelection(QRect(0, -5000, 10, 1), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert view.selected_ids() == []
    fill(view, plain(1, words=1))
    assert not view.indexAt(QPoint(5, 390)).isValid()


def test_copying_selected_text_comes_before_the_windows_command(view: TurnListView) -> None:
    fill(view, [make_turn(0, "hello world")])
    row = view.cache.row(0)
    assert row is not None

    def overrides(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
        event.ignore()
        QApplication.sendEvent(view, event)
        return event.isAccepted()

    assert not overrides(Key.Key_C, CONTROL)
    at = row.body_rect.topLeft() + QPointF(4, 6)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, at.toPoint())
    assert selected_text(view) == "hello"
    assert overrides(Key.Key_C, CONTROL)
    assert overrides(Key.Key_Escape)
    assert not overrides(Key.Key_U)
    press(view, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "hello"
    assert press(view, Key.Key_Escape)
    assert selected_text(view) == ""
