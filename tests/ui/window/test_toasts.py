from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QWidget

from annotator.errors import UserError
from annotator.ui.window.messages import Message, MessageAction, from_error, sentence
from annotator.ui.window.toasts import LIMIT, WITH_ACTIONS, Toasts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[Toasts]:
    """Messages over an empty window."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    yield Toasts(window)
    window.close()


def test_an_error_says_what_why_and_what_to_do() -> None:
    message = from_error(UserError("the file x cannot be read", "it is locked", "close it"))
    assert message == Message("error", "The file x cannot be read.", "It is locked. Close it.")
    assert sentence(" really? ") == "Really?"
    assert sentence("") == ""
    assert sentence("a.txt is empty") == "a.txt is empty."


def test_nothing_to_say_takes_no_room(bar: Toasts) -> None:
    assert bar.isHidden()
    bar.show_message(Message("warning", "Careful."))
    assert not bar.isHidden()
    QTest.mouseClick(bar.cards()[0].findChildren(QToolButton)[-1], Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_buttons_without_room_beside_the_others_go_below_them(bar: Toasts) -> None:
    names = ("Go there", "Accept everything that was detected here", "Next dialogue with a long title")
    bar.show_message(Message("info", "Done.", actions=tuple(MessageAction(name, print) for name in names)))
    card = bar.cards()[0]
    buttons = card.findChildren(QPushButton)
    assert [button.text() for button in buttons] == list(names)
    for button in buttons:
        assert button.width() >= button.sizeHint().width()
        assert card.rect().contains(button.geometry())
    assert buttons[0].y() < buttons[2].y()


def test_passing_messages_go_and_errors_stay(bar: Toasts) -> None:
    bar.show_message(Message("error", "It broke."))
    bar.show_message(Message("info", "Done."))
    assert [card.message.text for card in bar.cards()] == ["Done.", "It broke."]
    bar.show_message(Message("info", "Done again."))
    assert [card.message.text for card in bar.cards()] == ["Done again.", "It broke."]
    bar.hide_passing()
    assert [card.message.text for card in bar.cards()] == ["It broke."]
    bar.clear()
    assert bar.cards() == []


def test_the_same_message_is_not_shown_twice_and_old_ones_give_way(bar: Toasts) -> None:
    for text in ("a", "b", "a", "c", "d"):
        bar.show_message(Message("error", text))
    assert [card.message.text for card in bar.cards()] == ["d", "c", "a"]
    assert len(bar.cards()) == LIMIT


def test_buttons_run_and_dismiss(bar: Toasts) -> None:
    pressed: list[str] = []
    bar.show_message(
        Message("warning", "Locked.", actions=(MessageAction("Try", lambda: pressed.append("x")),))
    )
    button = bar.cards()[0].findChildren(QPushButton)[0]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == ["x"]
    assert bar.cards() == []


def test_the_keyboard_goes_back_to_where_it_came_from(bar: Toasts, qtbot: QtBot) -> None:
    around = bar.parentWidget()
    assert around is not None
    field, gone = QLineEdit(around), QLineEdit(around)
    for widget in (field, gone):
        widget.show()
    for before in (field, gone):
        before.setFocus()
        bar.show_message(Message("error", "broken", actions=(MessageAction("Undo", lambda: None),)))
        (button,) = bar.cards()[0].findChildren(QPushButton)
        qtbot.waitUntil(before.hasFocus)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(before.hasFocus)
    bar.show_message(Message("error", "broken", actions=(MessageAction("Undo", lambda: None),)))
    (button,) = bar.cards()[0].findChildren(QPushButton)
    button.setFocus()
    gone.hide()  # there is no way back to what is not there
    bar.dismiss_newest()
    assert not gone.hasFocus()
    bar.show_message(Message("error", "broken"))
    field.setFocus()
    bar.dismiss_newest()
    assert field.hasFocus(), "a message without the keyboard takes it from nobody"


def test_a_long_text_is_shown_on_request(bar: Toasts) -> None:
    bar.show_message(Message("info", "Two files were not read.", more="a.txt\nb.txt"))
    card = bar.cards()[0]
    box = card.findChildren(QPlainTextEdit)[0]
    assert box.isHidden()
    QTest.mouseClick(card.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert not box.isHidden()
    bar.hide_passing()
    assert bar.cards() == [card], "a message with details waits until it is dismissed"


def test_text_is_never_read_as_markup(bar: Toasts) -> None:
    bar.show_message(Message("error", "<b>x</b>.txt is empty."))
    labels = bar.cards()[0].findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    card = bar.cards()[0]
    card.grab()  # the sign is painted


def test_messages_stand_in_the_corner_over_what_is_there(bar: Toasts) -> None:
    around = bar.parentWidget()
    assert around is not None
    bar.stand_above(30)
    bar.show_message(Message("error", "It broke.", "Because of this. " * 12))
    assert bar.geometry().left() == 12
    assert bar.geometry().bottom() + 1 == around.height() - 30 - 12
    assert bar.width() == 400
    around.resize(300, 400)
    assert bar.width() == 276
    assert bar.geometry().bottom() + 1 == 400 - 30 - 12


def test_passing_messages_wait_for_whoever_reads_them(bar: Toasts, qtbot: QtBot) -> None:
    bar.show_message(Message("info", "Tagged.", actions=(MessageAction("Undo", lambda: None),)))
    (card,) = bar.cards()
    assert card.timer.interval() == WITH_ACTIONS
    undo = card.findChildren(QPushButton)[0]
    undo.setFocus()
    qtbot.waitUntil(undo.hasFocus)
    card.timer.timeout.emit()
    assert bar.cards() == [card], "the keyboard is on it"
    assert card.timer.isActive()
    QTest.keyClick(undo, Qt.Key.Key_Escape)
    assert bar.cards() == []
    bar.show_message(Message("info", "Done."))
    bar.cards()[0].timer.timeout.emit()
    assert bar.cards() == []


def test_escape_takes_the_newest_away_first(bar: Toasts) -> None:
    for text in ("first", "second"):
        bar.show_message(Message("error", text))
    assert bar.dismiss_newest()
    assert [card.message.text for card in bar.cards()] == ["first"]
    assert bar.dismiss_newest()
    assert not bar.dismiss_newest()
