"""The heading of a section: what is asked, its key, and whether it is the active one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.theme.qt_colours import Tones, sized
from annotator.ui.widgets.painted_button import PaintedButton, key_cap

_HEIGHT = 28


class SectionHeading(PaintedButton):
    """A section's name as a button that makes the section the active one.

    ``aside`` is a quiet remark at the right end ("active", "2 of 3 turns").
    """

    def __init__(self, name: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._key, self._aside, self._active = name, key, "", False
        self.setText(name.replace("&", "&&"))
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_state(self, *, active: bool, aside: str) -> None:
        """Show whether the section is active, and the remark."""
        if (active, aside) != (self._active, self._aside):
            self._active, self._aside = active, aside
            self.setAccessibleDescription(aside)
            self.update()

    def sizeHint(self) -> QSize:
        """The height counts; the width is the panel's."""
        width = QFontMetricsF(sized(self.font(), 1.0, bold=True)).horizontalAdvance(self._name)
        return QSize(int(width) + 40, _HEIGHT)

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint name, key and remark."""
        area = QRectF(self.rect()).adjusted(4, 0, -4, 0)
        small = sized(self.font(), 0.85)
        aside = QFontMetricsF(small).horizontalAdvance(self._aside)
        font = sized(self.font(), 1.0, bold=True)
        metrics = QFontMetricsF(font)
        cap = 26 if self._key else 0
        room = area.width() - cap
        fits = metrics.horizontalAdvance(self._name) + aside + 10 <= room  # the name comes first
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, max(room, 40))
        painter.setFont(font)
        hot = self._active or self.underMouse()
        painter.setPen(tones.disabled if not self.isEnabled() else tones.accent if hot else tones.text)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, name)
        painter.setFont(sized(self.font(), 0.82))
        if self._key:
            left = area.left() + metrics.horizontalAdvance(name) + 8
            width = max(17.0, QFontMetricsF(painter.font()).horizontalAdvance(self._key) + 8)
            key_cap(painter, QRectF(left, area.center().y() - 8, width, 16), self._key, tones)
        if fits:
            painter.setFont(small)
            painter.setPen(tones.muted)
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, self._aside)
