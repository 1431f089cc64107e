"""Small plain parts: a quiet text button, a hairline, and an empty state."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from annotator.ui.theme.qt_colours import Tones, sized, tones_of
from annotator.ui.widgets.painted_button import RADIUS, PaintedButton

_HEIGHT = 29
_BEFORE_NUMBERS = 6  # pixels, so that numbers begin where the words of other fields do


_Box = TypeVar("_Box", bound=QAbstractSpinBox)


def with_margin(box: _Box) -> _Box:
    """A field for a number with as much room before it as other fields have; style sheets give it none."""
    box.lineEdit().setTextMargins(_BEFORE_NUMBERS, 0, 0, 0)
    return box


class TextButton(PaintedButton):
    """A button of text alone; a ``primary`` one is filled with the accent."""

    def __init__(self, text: str, *, primary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._primary = primary
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the text."""
        return QSize(int(QFontMetricsF(self.font()).horizontalAdvance(self.text())) + 26, _HEIGHT)

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint frame and text."""
        painter.setBrush(self.background(tones))
        painter.setPen(QPen(tones.line, 1))
        ink = tones.text
        if self._primary and self.isEnabled():
            hot = self.underMouse() or self.isDown()
            painter.setBrush(tones.accent_hover if hot else tones.accent)
            painter.setPen(Qt.PenStyle.NoPen)
            ink = tones.on_accent
        painter.drawRoundedRect(self.frame(), RADIUS, RADIUS)
        painter.setPen(ink if self.isEnabled() else tones.disabled)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 12)
        painter.drawText(self.frame(), Qt.AlignmentFlag.AlignCenter, text)


class LinkButton(PaintedButton):
    """An unframed word that does something, in the accent colour, underlined under the mouse."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the word."""
        metrics = QFontMetricsF(sized(self.font(), 0.92))
        return QSize(int(metrics.horizontalAdvance(self.text())) + 12, int(metrics.height()) + 8)

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint the word."""
        font = sized(self.font(), 0.92)
        font.setUnderline(self.underMouse() and self.isEnabled())
        painter.setFont(font)
        painter.setPen(tones.accent if self.isEnabled() else tones.disabled)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Hairline(QWidget):
    """A one-pixel separator, as wide as its panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, _event: object) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.fillRect(QRectF(self.rect()), tones_of(self).line)
        painter.end()


class EmptyNotice(QWidget):
    """What stands where there is nothing yet: a short title and one sentence of what to do."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.body = QLabel(title, self), QLabel(text, self)
        self.title.setFont(sized(self.font(), 1.08, bold=True))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 24)
        box.setSpacing(6)
        box.addStretch(2)
        for label in (self.title, self.body):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            box.addWidget(label)
        box.addStretch(3)

    def set_texts(self, title: str, text: str) -> None:
        """Say something else."""
        self.title.setText(title)
        self.body.setText(text)
