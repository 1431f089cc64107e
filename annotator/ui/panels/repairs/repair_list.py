"""The list of doubts: says when the keyboard comes to it, and keeps the row in hand in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from annotator.ui.widgets.row_view import RowView

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QResizeEvent


class DoubtView(RowView):
    """``entered_by_key`` is emitted when the list takes the keyboard."""

    entered_by_key = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say so."""
        super().focusInEvent(event)
        self.entered_by_key.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the row in hand in sight where the list becomes lower."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
