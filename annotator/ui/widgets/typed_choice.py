"""A choice that can also be typed, in dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QPushButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TypedChoice(QComboBox):
    """Nothing that is typed is added to the list. Return presses the dialog's default button, as in a line of
    text: Qt keeps the first one for the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.lineEdit()
        assert line is not None  # noqa: S101 - it is editable
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Press the default button for Return."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _RETURN:
            for button in self.window().findChildren(QPushButton):
                if button.isDefault():
                    button.click()
                    return True
        return super().eventFilter(watched, event)
