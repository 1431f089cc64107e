"""One target of the dialogue as a line: what a stance is toward, whether it is only a draft."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model import Target
from annotator.ui.theme.qt_colours import Tones, sized, tones_of
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.painted_button import PaintedButton
from annotator.ui.widgets.plain_parts import LinkButton
from annotator.ui.widgets.plain_text import wrapped


class _Radio(PaintedButton):
    """A small round mark: this target is the one that new tags are toward."""

    def sizeHint(self) -> QSize:
        """A target for the mouse of 24 pixels."""
        return QSize(24, 24)

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint the ring, filled where checked."""
        centre = QRectF(self.rect()).center()
        painter.setBrush(tones.hover if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tones.accent if self.isChecked() else tones.muted, 1.5))
        painter.drawEllipse(centre, 6, 6)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tones.accent)
            painter.drawEllipse(centre, 3, 3)

    def nextCheckState(self) -> None:
        """The block decides."""


class _DraftMark(QWidget):
    """The word "draft" in a dashed outline: found by the import, not confirmed by a person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = self.tr("draft")
        self.setAccessibleName(self._word)
        self.setToolTip(self.tr("Found in the first turn when importing. Edit and save it to confirm."))
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Room for the word."""
        line = QFontMetricsF(sized(self.font(), 0.92)).height() + 8  # as high as the edit button
        return QSize(
            int(QFontMetricsF(sized(self.font(), 0.8)).horizontalAdvance(self._word)) + 12, int(line)
        )

    def paintEvent(self, _event: object) -> None:
        """Paint the word and its outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones = tones_of(self)
        pen = QPen(tones.muted, 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 2.5])
        painter.setPen(pen)
        box = QRectF(0.5, self.height() / 2 - 8.5, self.width() - 1, 17)
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(sized(self.font(), 0.8))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._word)
        painter.end()


class TargetRow(QWidget):
    """``toward: …`` with an edit button; with a mark to pick it where there are several.

    ``picked`` and ``edit`` carry the target's key.
    """

    picked = Signal(str)
    edit = Signal(str)

    def __init__(self, target: Target, *, picked: bool, several: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0 if several else 4, 0, 0, 0)
        row.setSpacing(6)
        text = self.statement(target)
        if several:
            self.radio: _Radio | None = _Radio(self)
            self.radio.setCheckable(True)
            self.radio.setChecked(picked)
            self.radio.setAccessibleName(self.tr("Tag toward: {text}").format(text=text))
            self.radio.setToolTip(self.tr("New tags are toward this target"))
            self.radio.clicked.connect(lambda: self.picked.emit(target.key))
            row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        else:
            self.radio = None
        shown = text if several else self.tr("toward: {text}").format(text=text)
        self.label = ElidedText(shown, lines=3, muted=True, scale=0.94, parent=self)
        self.label.setToolTip(wrapped(text))
        row.addWidget(self.label, 1)
        if target.draft:
            row.addWidget(_DraftMark(self), 0, Qt.AlignmentFlag.AlignTop)
        self.button = LinkButton(self.tr("Edit"), self)
        self.button.setAccessibleName(self.tr("Edit the target: {text}").format(text=text))
        self.button.setToolTip(self.tr("Change what the stance is toward"))
        self.button.clicked.connect(lambda: self.edit.emit(target.key))
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    @staticmethod
    def statement(target: Target) -> str:
        """The target in words; the options of a choice stand behind it."""
        options = " / ".join(target.options)
        return f"{target.statement} ({options})" if options else target.statement
