"""A plain text field as high as its text, and that never loses what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent

_LEAST, _MOST = 2, 10  # lines
_PAUSE_MS = 1500  # without a key press before a draft is handed over


class GrowingEdit(QPlainTextEdit):
    """A multi-line field that grows from two to ten lines.

    ``drafted`` says that what stands here should be kept now: after a pause in typing, when
    the focus leaves, on Ctrl+Enter. ``left`` says that the person is done (Escape, Ctrl+Enter).
    """

    drafted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aside = ""  # the placeholder, while an input method shows something in its place
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(_PAUSE_MS)
        self.pause.timeout.connect(self.drafted)
        self.textChanged.connect(self._typed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def set_text(self, text: str) -> None:
        """Show another text; that is not typing, so nothing is handed over."""
        if text != self.toPlainText():
            with QSignalBlocker(self):
                self.setPlainText(text)
        self.pause.stop()
        self._fit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as text, whatever it was."""
        self.insertPlainText(source.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps and leaves, Escape leaves (leaving keeps as well)."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or (
            control and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            self._hand_over()
            self.left.emit()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """While something is composed there, nothing else stands in an empty field."""
        super().inputMethodEvent(event)
        composing = bool(event.preeditString())
        if composing and self.placeholderText():
            self._aside = self.placeholderText()
            self.setPlaceholderText("")
        elif not composing and self._aside:
            if not self.placeholderText():
                self.setPlaceholderText(self._aside)
            self._aside = ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed."""
        super().focusOutEvent(event)
        self._hand_over()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths break lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """The height of the text, between two and ten lines."""
        return QSize(120, self.wanted_height())

    def minimumSizeHint(self) -> QSize:
        """As high as wanted, as narrow as need be."""
        return QSize(60, self.wanted_height())

    def wanted_height(self) -> int:
        """The height in pixels that the text takes, bounded; lines of other scripts may be higher."""
        line = self.fontMetrics().lineSpacing()
        layout = self.document().documentLayout()
        text, block = 0.0, self.document().begin()
        while block.isValid() and text < _MOST * line:
            text += layout.blockBoundingRect(block).height()
            block = block.next()
        around = 2 * self.document().documentMargin() + 2 * self.frameWidth() + 4
        return round(min(max(text, _LEAST * line), _MOST * line) + around)

    def _typed(self) -> None:
        self.pause.start()

    def _hand_over(self) -> None:
        self.pause.stop()
        self.drafted.emit()

    def _fit(self) -> None:
        wanted = self.wanted_height()
        if self.height() != wanted or self.maximumHeight() != wanted:
            self.setFixedHeight(wanted)
