"""A line in which a dialogue gets another title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.model import Dialogue
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from annotator.ui.workspace.typed_signals import Carries


class RenameLine(QLineEdit):
    """Enter keeps the title, Escape and leaving the line do not.

    ``finished`` carries the dialogue's id and the new title, "" where nothing is to change.
    """

    finished: Carries[int, str] = carrying(2)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dialogue: Dialogue | None = None
        self.setMaxLength(500)
        self.setAccessibleName(self.tr("New title of the dialogue"))
        self.setToolTip(self.tr("Key: Enter saves the title, Escape cancels"))
        self.returnPressed.connect(lambda: self._finish(self.text().strip()))

    def open(self, dialogue: Dialogue) -> None:
        """Ask for a title."""
        self._dialogue = dialogue
        self.setText(dialogue.title)
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self._finish("")
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving gives up, unless a menu or another window only covers the line."""
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self._dialogue = None
            self.hide()

    def _finish(self, title: str) -> None:
        dialogue, self._dialogue = self._dialogue, None
        self.hide()
        if dialogue is not None:
            self.finished.emit(dialogue.id, title if title != dialogue.title else "")
