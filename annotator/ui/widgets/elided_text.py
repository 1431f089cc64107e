"""Text that never widens its panel: elided to one line, or to a few."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.theme.qt_colours import sized, tones_of


class ElidedText(QWidget):
    """Plain text in at most ``lines`` lines; the last one ends in … where more follows.

    The whole text is the accessible name. ``scale`` enlarges or shrinks the font.
    """

    def __init__(
        self,
        text: str = "",
        *,
        lines: int = 1,
        muted: bool = False,
        bold: bool = False,
        scale: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines, self._muted, self._bold, self._scale = lines, muted, bold, scale
        self._text = ""
        upright = QSizePolicy.Policy.Fixed if lines == 1 else QSizePolicy.Policy.Preferred
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, upright)
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)
        self.set_text(text)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Yes: fewer lines where the text is short or the widget wide."""
        return self._lines > 1

    def heightForWidth(self, width: int) -> int:
        """The height in pixels of the lines the text takes at that width."""
        return self._line_height() * max(1, len(self._broken(width)))

    def sizeHint(self) -> QSize:
        """As wide as the text on one line, at most 240 pixels."""
        metrics = QFontMetricsF(self._font())
        width = min(240, int(metrics.horizontalAdvance(self._text)) + 2)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def minimumSizeHint(self) -> QSize:
        """One short word."""
        return QSize(24, self._line_height())

    def paintEvent(self, _event: object) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        tones = tones_of(self)
        painter.setFont(self._font())
        metrics = QFontMetricsF(self._font())
        painter.setPen(tones.muted if self._muted else tones.text)
        if not self.isEnabled():
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        height = self._line_height()
        for row, line in enumerate(self._broken(self.width())):
            painter.drawText(
                QPointF(0, row * height + (height - metrics.height()) / 2 + metrics.ascent()), line
            )
        painter.end()

    # --- breaking -----------------------------------------------------------------------

    def _font(self) -> QFont:
        return sized(self.font(), self._scale, bold=self._bold)

    def _line_height(self) -> int:
        return round(QFontMetricsF(self._font()).height() * 1.2)

    def _broken(self, width: int) -> list[str]:
        """The text as the lines that fit; the last is elided where the text goes on."""
        metrics = QFontMetricsF(self._font())
        flat = " ".join(self._text.split())
        if self._lines == 1 or width <= 0:
            return [metrics.elidedText(flat, Qt.TextElideMode.ElideRight, width)] if flat else []
        layout = QTextLayout(flat, self._font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) <= self._lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            starts.append(line.textStart())
        layout.endLayout()
        return self._cut(flat, starts, metrics, width)

    def _cut(self, flat: str, starts: list[int], metrics: QFontMetricsF, width: int) -> list[str]:
        units = flat.encode("utf-16-le")  # Qt counts UTF-16 units

        def part(begin: int, end: int | None) -> str:
            return units[2 * begin : None if end is None else 2 * end].decode("utf-16-le", "ignore")

        if len(starts) <= self._lines:
            return [part(begin, end) for begin, end in zip(starts, [*starts[1:], None], strict=True)]
        whole = [part(starts[row], starts[row + 1]) for row in range(self._lines - 1)]
        rest = part(starts[self._lines - 1], None)[:400]
        return [*whole, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]
