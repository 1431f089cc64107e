"""A field for text in which every character stays what it is, also those that Qt would replace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from annotator.ui.turn_list.utf16_offsets import Offsets, drawable

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_LINES = (3, 12)  # shown at least and at most


class TextField(QPlainTextEdit):
    """Return is the answer, Shift+Return a new line."""

    answered = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setPlainText(drawable(text))
        self._shown = self._raw()

    def text(self) -> str:
        """What stands in the field, as the text that it was given with the changes made to it.

        A field cannot hold every character: what nobody touched comes back as it was.
        """
        raw = self._raw()
        if self._shown == self._text:
            return raw
        from annotator.core.offset_mapping import replaced  # noqa: PLC0415 - after the first paint
        from annotator.store.text_differences import differences  # noqa: PLC0415

        return replaced(self._text, differences(self._shown, raw))

    def select(self, start: int, end: int) -> None:
        """Select a part of the text, in code points."""
        offsets = Offsets(self._shown)
        cursor = self.textCursor()
        cursor.setPosition(offsets.unit(start))
        cursor.setPosition(offsets.unit(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def sizeHint(self) -> QSize:
        """As many lines as the text has, within limits."""
        wide = 560
        low, high = _LINES
        metrics = self.fontMetrics()
        lines = sum(
            1 + metrics.horizontalAdvance(line) // wide for line in self._shown[:2_000].splitlines() or [""]
        )
        return QSize(wide, max(low, min(lines + 1, high)) * metrics.lineSpacing() + 14)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by Return."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.answered.emit()
        else:
            super().keyPressEvent(event)

    def _raw(self) -> str:
        # toPlainText would give blanks for non-breaking ones.
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")
