"""A few ordered values side by side, one of which holds (or none, or several for a mixed selection)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from annotator.ui.theme.qt_colours import Tones, sized
from annotator.ui.widgets.painted_button import RADIUS, PaintedButton

_HEIGHT = 31


class Segment(PaintedButton):
    """One value: its word over a gauge of as many steps, so that it is not said by words alone."""

    def __init__(self, word: str, step: int, steps: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step, self._steps = step, steps
        self.setCheckable(True)
        self.setText(word.replace("&", "&&"))
        self._word = word
        self.setAccessibleName(word)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """A click does not toggle: the project decides what holds."""

    def sizeHint(self) -> QSize:
        """Room for the word and the gauge."""
        return QSize(int(QFontMetricsF(sized(self.font(), 0.92)).horizontalAdvance(self._word)) + 38, _HEIGHT)

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint the segment as part of a joined bar."""
        frame = QRectF(self.rect()).adjusted(0.5, 2.5, 0.5, -2.5)
        if self._step == 1:
            frame.setLeft(2.5)
        if self._step == self._steps:
            frame.setRight(self.width() - 2.5)
        checked = self.isChecked()
        ground = tones.current if checked else self.background(tones)
        painter.setPen(QPen(tones.accent if checked else tones.line, 1))
        painter.setBrush(ground)
        painter.drawPath(self._outline(frame))
        painter.setFont(sized(self.font(), 0.92))
        ink = tones.text if self.isEnabled() or checked else tones.disabled
        gauge = self._gauge(painter, frame, ink if not checked else tones.accent, tones)
        painter.setPen(ink)
        room = QRectF(gauge + 5, frame.top(), frame.right() - gauge - 8, frame.height())
        word = painter.fontMetrics().elidedText(
            self._word, Qt.TextElideMode.ElideRight, max(int(room.width()), 0)
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)

    def _gauge(self, painter: QPainter, frame: QRectF, ink: object, tones: Tones) -> float:
        """Rising bars, filled up to this step; returns where they end."""
        text = painter.fontMetrics().horizontalAdvance(self._word)
        whole = 4 * self._steps + 5 + text
        left = frame.left() + max(5.0, (frame.width() - whole) / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        for bar in range(self._steps):
            height = 4 + 3 * bar
            painter.setBrush(ink if bar < self._step else tones.line)
            painter.drawRect(QRectF(left + 4 * bar, frame.center().y() + 5 - height, 2.5, height))
        return left + 4 * self._steps

    def _outline(self, frame: QRectF) -> QPainterPath:
        path = QPainterPath()
        path.addRoundedRect(frame, RADIUS, RADIUS)
        if self._step > 1:
            path.addRect(QRectF(frame.left(), frame.top(), RADIUS, frame.height()))
        if self._step < self._steps:
            path.addRect(QRectF(frame.right() - RADIUS, frame.top(), RADIUS, frame.height()))
        path.setFillRule(Qt.FillRule.WindingFill)
        return path.simplified()


class Segmented(QWidget):
    """A bar of segments. ``picked`` carries the value (from 1) that was clicked."""

    picked = Signal(int)

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.segments = [Segment(word, step, len(words), self) for step, word in enumerate(words, 1)]
        for step, segment in enumerate(self.segments, 1):
            row.addWidget(segment)
            segment.clicked.connect(lambda _checked=False, step=step: self.picked.emit(step))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_values(self, values: Sequence[int]) -> None:
        """Mark these values as holding."""
        for step, segment in enumerate(self.segments, 1):
            segment.setChecked(step in values)

    def set_tooltips(self, tooltips: Sequence[str]) -> None:
        """One tooltip for each segment."""
        for segment, tooltip in zip(self.segments, tooltips, strict=True):
            segment.setToolTip(tooltip)
