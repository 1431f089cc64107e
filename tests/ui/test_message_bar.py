from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton

from annotator.errors import UserError
from annotator.ui.message_bar import LIMIT, MessageBar
from annotator.ui.messages import Message, MessageAction, from_error, sentence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def _bar(qtbot: QtBot) -> MessageBar:
    bar = MessageBar()
    qtbot.addWidget(bar)
    return bar


def test_an_error_says_what_why_and_what_to_do() -> None:
    message = from_error(UserError("the file x cannot be read", "it is locked", "close it"))
    assert message == Message("error", "The file x cannot be read.", "It is locked. Close it.")
    assert sentence(" really? ") == "Really?"
    assert sentence("") == ""
    assert sentence("a.txt is empty") == "a.txt is empty."


def test_nothing_to_say_takes_no_room(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    assert bar.isHidden()
    bar.show_message(Message("warning", "Careful."))
    assert not bar.isHidden()
    QTest.mouseClick(bar.cards()[0].findChildren(QToolButton)[-1], Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_passing_messages_go_and_errors_stay(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.show_message(Message("error", "It broke."))
    bar.show_message(Message("info", "Done."))
    assert [card.message.text for card in bar.cards()] == ["Done.", "It broke."]
    bar.show_message(Message("info", "Done again."))
    assert [card.message.text for card in bar.cards()] == ["Done again.", "It broke."]
    bar.hide_passing()
    assert [card.message.text for card in bar.cards()] == ["It broke."]
    bar.clear()
    assert bar.cards() == []


def test_the_same_message_is_not_shown_twice_and_old_ones_give_way(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    for text in ("a", "b", "a", "c", "d"):
        bar.show_message(Message("error", text))
    assert [card.message.text for card in bar.cards()] == ["d", "c", "a"]
    assert len(bar.cards()) == LIMIT


def test_buttons_run_and_dismiss(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    pressed: list[str] = []
    bar.show_message(
        Message("warning", "Locked.", actions=(MessageAction("Try", lambda: pressed.append("x")),))
    )
    button = bar.cards()[0].findChildren(QPushButton)[0]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == ["x"]
    assert bar.cards() == []


def test_a_long_text_is_shown_on_request(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.show()
    bar.show_message(Message("info", "Two files were not read.", more="a.txt\nb.txt"))
    card = bar.cards()[0]
    box = card.findChildren(QPlainTextEdit)[0]
    assert box.isHidden()
    QTest.mouseClick(card.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert not box.isHidden()
    bar.hide_passing()
    assert bar.cards() == [card], "a message with details waits until it is dismissed"


def test_text_is_never_read_as_markup(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.show_message(Message("error", "<b>x</b>.txt is empty."))
    labels = bar.cards()[0].findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    card = bar.cards()[0]
    card.grab()  # the sign is painted
