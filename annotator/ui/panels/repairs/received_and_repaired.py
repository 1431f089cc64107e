"""The turn of a doubt twice: as it was received and as it reads repaired, the place marked in both."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from annotator.ui.theme.qt_colours import blend, tones_of
from annotator.ui.widgets.elided_text import ElidedText

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QResizeEvent

    from annotator.store import Surroundings

AROUND = 400  # code points on either side of the place that are shown
_SPACING = 1.3  # of the font's height; fonts of other scripts are taller
_FRAME = 2  # pixels of the frame above and below
_BESIDE = 440  # pixels from which the two stand beside each other


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a text with a stretch of it that is meant. Offsets are code points."""

    text: str
    start: int
    end: int


def excerpt(text: str, start: int, end: int) -> Excerpt:
    """The surroundings of ``text[start:end]``, with … where they are cut."""
    low, high = max(0, start - AROUND), min(len(text), end + AROUND)
    head, tail = "…" if low else "", "…" if high < len(text) else ""
    low += len(text[low:start]) - len(text[low:start].lstrip("\n"))  # a marker begins with its line break
    shift = len(head) - low
    return Excerpt(f"{head}{text[low:high]}{tail}", start + shift, end + shift)


class Side(QTextEdit):
    """One of the two texts, to be read and copied. It shows whole lines and nothing of others."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setStyleSheet(
            "QTextEdit { border: 1px solid transparent; background: transparent; padding: 0; }"
            "QTextEdit:focus { border-color: palette(highlight); }"
        )
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._place = 0  # where the stretch that is meant begins, in UTF-16 units

    @property
    def line(self) -> int:
        """The height of a line: room for every script, so that all lines are of one height."""
        return math.ceil(self.fontMetrics().height() * _SPACING)

    def sizeHint(self) -> QSize:
        """Three lines are enough; it takes what there is."""
        return QSize(80, 3 * self.line + _FRAME)

    def minimumSizeHint(self) -> QSize:
        """One line, where the window is low."""
        return QSize(80, self.line + _FRAME)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place in view, and no half line under it."""
        rest = (self.height() - _FRAME) % self.line
        self.setViewportMargins(0, 0, 0, rest)
        super().resizeEvent(event)
        self._show_place()

    def show_excerpt(self, wanted: Excerpt, ground: QColor) -> None:
        """Show a text with a stretch of it marked and in view."""
        self.setPlainText(wanted.text)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        block.setLineHeight(self.line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.mergeBlockFormat(block)
        self._place = _units(wanted.text[: wanted.start])
        cursor.setPosition(self._place)
        self.setTextCursor(cursor)
        cursor.setPosition(_units(wanted.text[: wanted.end]), QTextCursor.MoveMode.KeepAnchor)
        mark = QTextEdit.ExtraSelection()
        mark.format = QTextCharFormat()
        mark.format.setBackground(ground)
        mark.cursor = cursor
        self.setExtraSelections([mark])
        self._show_place()

    def _show_place(self) -> None:
        """Scroll so that the place is in the middle and the first line is whole."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(self._place, self.document().characterCount() - 1))
        bar = self.verticalScrollBar()
        top = self.cursorRect(cursor).center().y() + bar.value()
        before = (max(1, self.viewport().height() // self.line) - 1) // 2
        bar.setSingleStep(self.line)
        bar.setValue(max(0, top // self.line - before) * self.line)


class Sides(QWidget):
    """Both texts, beside each other where there is room, else one above the other.

    ``recoloured`` says that they stand in another theme: what is marked in them has another colour there.
    """

    recoloured = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.received = Side(self.tr("The turn as received"), self)
        self.repaired = Side(self.tr("The turn repaired"), self)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._holders = [
            self._held(self.tr("As received"), self.received), self._held(self.tr("Repaired"), self.repaired)
        ]  # fmt: skip

    def changeEvent(self, event: QEvent) -> None:
        """Say so when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.recoloured.emit()

    def _held(self, name: str, side: Side) -> QWidget:
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(ElidedText(name, muted=True, scale=0.9, parent=holder))
        column.addWidget(side, 1)
        self._box.addWidget(holder, 1)
        return holder

    def least(self) -> int:
        """The height that one text takes, in pixels."""
        return self._holders[0].minimumSizeHint().height()

    def fit(self, room: int) -> None:
        """Show both texts, or the received one alone, which the list of turns does not have, or none."""
        both = 2 * self.least() + self._box.spacing()
        self._holders[1].setVisible(room >= both or self._wide(self.width()))
        self.setVisible(room >= self.least())

    def show_texts(self, around: Surroundings, ink: QColor) -> None:
        """Show the surroundings of the place in both texts."""
        ground = blend(ink, tones_of(self).surface, 0.28)
        self.received.show_excerpt(excerpt(around.received, *around.received_at), ground)
        self.repaired.show_excerpt(excerpt(around.text, *around.text_at), ground)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other or one above the other."""
        super().resizeEvent(event)
        wide = self._wide(event.size().width())
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != direction:
            self._box.setDirection(direction)

    @staticmethod
    def _wide(width: int) -> bool:
        return width >= _BESIDE


def _units(text: str) -> int:
    """UTF-16 units, which Qt counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
