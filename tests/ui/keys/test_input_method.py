from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.keys.input_method import WideKeys, key_of
from annotator.ui.keys.key_capture import CaptureDialog, pressed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

_Mod = Qt.KeyboardModifier


@pytest.mark.parametrize(
    ("character", "key"),
    [
        ("１", "1"),
        ("ｇ", "g"),
        ("Ｇ", "Shift+G"),
        ("。", "."),
        ("？", "?"),
        ("【", "["),
        ("好", ""),
        ("1", ""),
        ("①", "1"),
        ("㎞", ""),
    ],
)
def test_wide_characters_are_keys(character: str, key: str) -> None:
    assert key_of(character) == key


def test_only_the_control_in_hand_is_watched(qtbot: QtBot) -> None:
    keys: list[str] = []

    def press(key: str) -> bool:
        keys.append(key)
        return key != "9"

    owner = QObject()
    wide = WideKeys(press, owner)
    one, two = QWidget(), QWidget()
    qtbot.addWidget(one)
    qtbot.addWidget(two)

    def send(widget: QWidget, text: str) -> None:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, _Mod.NoModifier, text))

    wide.watch(one)
    send(one, "２")
    send(one, "好")
    send(one, "2")
    wide.watch(two)
    send(one, "３")
    send(two, "９")
    commit = QInputMethodEvent()
    commit.setCommitString("４好５")
    QApplication.sendEvent(two, commit)
    wide.watch(None)
    send(two, "６")
    assert keys == ["2", "9", "4", "5"]


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "name"),
    [
        (Qt.Key.Key_G, _Mod.ShiftModifier, "G", "Shift+G"),
        (Qt.Key.Key_Question, _Mod.ShiftModifier, "?", "?"),
        (Qt.Key.Key_1, _Mod.KeypadModifier, "1", "1"),
        (Qt.Key.Key_Z, _Mod.ControlModifier | _Mod.ShiftModifier, "\x1a", "Ctrl+Shift+Z"),
        (Qt.Key.Key_Shift, _Mod.ShiftModifier, "", ""),
        (Qt.Key.Key_F5, _Mod.NoModifier, "", "F5"),
        (Qt.Key.Key_Space, _Mod.ShiftModifier, " ", "Shift+Space"),
    ],
)
def test_keys_are_read(key: Qt.Key, modifiers: _Mod, text: str, name: str) -> None:
    assert pressed(QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)) == name


def test_a_refused_key_leaves_the_question_open(qtbot: QtBot) -> None:
    dialog = CaptureDialog("Repeat", lambda key: "taken" if key == "A" else "")
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClick(dialog.field, Qt.Key.Key_Control)
    QTest.keyClick(dialog.field, Qt.Key.Key_A)
    assert dialog.isVisible()
    assert (dialog.key, dialog.problem.text()) == ("", "taken")
    QTest.keyClick(dialog.field, Qt.Key.Key_B)
    assert not dialog.isVisible()
    assert dialog.key == "B"
    other = CaptureDialog("Repeat", lambda _: "")
    qtbot.addWidget(other)
    other.show()
    QTest.keyClick(other.field, Qt.Key.Key_Escape)
    assert not other.isVisible()
    assert other.key == ""
