"""The list as a person meets it: keys, selection, folding, its place while things change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
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
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.codebooks import default
from annotator.errors import UserError
from annotator.model import Gap, Target, Turn
from annotator.ui import theme
from annotator.ui.turn_list import ListState, TurnListView
from tests.ui.turn_list.conftest import Pages, fill, make_tag, make_turn, plain

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def press(view: TurnListView, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> bool:
    """Press a key in the list; returns whether the list took it."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, held)
    QApplication.sendEvent(view, event)
    return event.isAccepted()


def where(view: TurnListView, row: int) -> int:
    """The top of a row on screen."""
    placed = view.placed(row)
    assert placed is not None
    return placed.y


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
    view.toggle_fold(0)
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


def test_enter_activates(view: TurnListView, qtbot: QtBot) -> None:
    fill(view, plain(3))
    view.set_current(1)
    with qtbot.waitSignal(view.turn_activated) as caught:
        assert press(view, Key.Key_Return)
    assert caught.args == [1]


def test_copying_takes_the_selected_turns(view: TurnListView) -> None:
    fill(view, [make_turn(0, "one"), make_turn(1, "two", "B"), make_turn(2, "three")])
    view.set_current(0, [0, 1])
    assert press(view, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "A: one\nB: two"


def test_an_empty_list_takes_no_keys(view: TurnListView) -> None:
    assert not press(view, Key.Key_Down)
    view.select_everything()
    assert view.saved_place() == ListState()
    view.set_empty("Nothing here", "Drop files.")
    assert not view.grab().isNull()


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
    view.toggle_fold(1)
    assert view.row_height(1) > folded
    view.toggle_fold(1)
    view.toggle_fold(0)
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
    view.set_targets([Target("t", "entity", "tea"), Target("u", "entity", "milk")])
    row = view.cache.row(0)
    assert row is not None
    assert row.chips[0].chip.text == "favor → tea"
    book = default()
    stance = book.facets[0]
    labels = (replace(stance.labels[0], name="yes"), *stance.labels[1:])
    view.set_codebook(replace(book, facets=(replace(stance, labels=labels), *book.facets[1:])))
    row = view.cache.row(0)
    assert row is not None
    assert row.chips[0].chip.text == "yes → tea"


def test_dialogues_are_named_where_many_are_shown(view: TurnListView) -> None:
    turns = [make_turn(number, "x", dialogue=1 + number // 2) for number in range(4)]
    fill(view, turns)
    view.set_titles(lambda key: f"Talk {key}", across=True)
    rows = [view.cache.row(number) for number in range(4)]
    assert [row.content.heading for row in rows if row is not None] == ["Talk 1", "", "Talk 2", ""]
    view.set_titles(lambda key: f"Talk {key}")
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
    assert view.style_of_rows.theme is theme.DARK
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
    look = view.style_of_rows.theme
    fill(view, [make_turn(0, "find me and find me again " * 3), make_turn(1, "x"), make_turn(2, "y")])
    assert not {look.hit, look.hit_current, look.current, look.selected} & colours(view)

    def hits(turn: Turn) -> list[tuple[int, int]]:
        return [(0, 4), (12, 16)] if turn.id == 0 else []

    view.set_hits(hits, (0, 1))
    view.set_current(1, [1, 2])
    assert {look.hit, look.hit_current, look.current, look.selected} <= colours(view)
    view.set_hits(None)
    assert look.hit not in colours(view)


def test_a_strip_keeps_the_speaker_in_sight(view: TurnListView) -> None:
    fill(view, [make_turn(0, "word " * 150), make_turn(1, "next " * 150), *plain(9)[2:]])
    view.set_titles(lambda _: "A talk")
    assert view.rows.offset == 0
    view.scroll_by(200)
    line = view.style_of_rows.sticky_height - 1
    ground = view.grab().toImage()
    assert ground.pixelColor(3, line).name() == view.style_of_rows.theme.line
    placed = view.placed(1)
    assert placed is not None
    view.scroll_by(placed.y - 6)  # the next turn pushes it out
    pushed = view.grab().toImage()
    assert pushed.pixelColor(3, line).name() != view.style_of_rows.theme.line


def test_turns_that_cannot_be_read_are_reported_and_leave_the_list_standing(
    view: TurnListView, qtbot: QtBot
) -> None:
    def broken(_ids: object) -> list[Turn]:
        raise UserError("The project cannot be read")

    with qtbot.waitSignal(view.failed):
        view.set_turns(range(50), broken)
    view.set_current(3)
    assert not view.set_folded(0, folded=False)
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
    assert view.selected_text() == "hello"
    assert overrides(Key.Key_C, CONTROL)
    assert overrides(Key.Key_Escape)
    assert not overrides(Key.Key_U)
    press(view, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "hello"
    assert press(view, Key.Key_Escape)
    assert view.selected_text() == ""
