"""The flag and the bookmark in the header line of a turn: shapes that differ, and words for them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from annotator.model import MarkKind, Turn
from annotator.ui.turn_list.row_style import RowStyle

ORDER: tuple[MarkKind, ...] = ("flag", "bookmark")
TOKENS: dict[MarkKind, str] = {"flag": "danger", "bookmark": "accent"}


def mark_words(turn: Turn) -> list[str]:
    """What a screen reader says about the marks of a turn."""
    translate = QCoreApplication.translate
    words = {"flag": translate("TurnList", "flagged"), "bookmark": translate("TurnList", "bookmarked")}
    return [words[kind] for kind in ORDER if kind in turn.marks]


def mark_shape(kind: MarkKind, box: QRectF) -> QPainterPath:
    """The outline of a mark within a box: a pennant on its pole, a ribbon with a notch."""
    path = QPainterPath()
    if kind == "flag":
        pole = box.left() + box.width() * 0.18
        path.moveTo(pole, box.bottom())
        path.lineTo(pole, box.top())
        path.lineTo(box.right(), box.top() + box.height() * 0.3)
        path.lineTo(pole, box.top() + box.height() * 0.6)
        return path
    left, right = box.left() + box.width() * 0.16, box.right() - box.width() * 0.16
    path.moveTo(left, box.top())
    path.lineTo(right, box.top())
    path.lineTo(right, box.bottom())
    path.lineTo((left + right) / 2, box.bottom() - box.height() * 0.3)
    path.lineTo(left, box.bottom())
    path.closeSubpath()
    return path


def paint_marks(painter: QPainter, turn: Turn, at: QPointF, style: RowStyle) -> float:
    """Paint the marks of a turn from a point of the header's baseline on; returns where they end."""
    size = round(style.square * 0.78)
    x = at.x()
    for kind in ORDER:
        if kind not in turn.marks:
            continue
        box = QRectF(round(x + style.square * 0.45), round(at.y() - size), size, size)
        colour = style.colour(TOKENS[kind])
        pen = QPen(colour, 1.4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(colour)
        painter.drawPath(mark_shape(kind, box))
        x = box.right()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    return x
