"""A choice that is typed: Return presses the default button at once, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QVBoxLayout

from annotator.ui.dialogs.dialog_parts import footer
from annotator.ui.widgets.typed_choice import TypedChoice

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_return_presses_the_default_button_once(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    choice = TypedChoice(dialog)
    choice.addItems(["one", "two"])
    buttons, button = footer(dialog, "Do it")
    column = QVBoxLayout(dialog)
    column.addWidget(choice)
    column.addWidget(buttons)
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append(choice.currentText()))
    dialog.show()
    choice.setFocus()
    line = choice.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert pressed == ["one"]
    QTest.keyClicks(line, "x")
    button.setDefault(False)
    button.setAutoDefault(False)
    QTest.keyClick(line, Qt.Key.Key_Return)  # as Qt has it where there is no such button
    assert pressed == ["one"]
    assert choice.count() == 2
