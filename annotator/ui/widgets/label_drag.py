"""Dragging a label out of the panel: what travels, and what it looks like under the mouse."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import QDrag, QFontMetricsF, QPainter, QPen, QPixmap

from annotator.ui.theme.qt_colours import label_tones, tones_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

LABEL_TYPE = "application/x-dialogue-annotator-label"  # holds the label's key
_HEIGHT = 26
_PAD = 12
_WIDEST = 260
_BELOW = QPoint(14, 18)  # from the mouse to its upper left corner: it does not cover what is pointed at


def dragged_label(mime: QMimeData) -> str:
    """The key of the label that is being dragged, "" for anything else."""
    return bytes(mime.data(LABEL_TYPE).data()).decode("utf-8", "replace")


def label_data(key: str) -> QMimeData:
    """What travels with a label: its key, and nothing that another program would take for text."""
    mime = QMimeData()
    mime.setData(LABEL_TYPE, key.encode())
    return mime


def drag_label(source: QWidget, key: str, name: str, colour: str) -> None:
    """Drag a label out of a widget until the button is released."""
    drag = QDrag(source)
    drag.setMimeData(label_data(key))
    drag.setPixmap(_picture(source, name, colour))
    drag.setHotSpot(-_BELOW)
    drag.exec(Qt.DropAction.CopyAction)


def _picture(source: QWidget, name: str, colour: str) -> QPixmap:
    """The label as a chip in its colours."""
    tones = tones_of(source)
    own = label_tones(colour, tones.theme)
    metrics = QFontMetricsF(source.font())
    text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _WIDEST - 2 * _PAD)
    wide = math.ceil(metrics.horizontalAdvance(text)) + 2 * _PAD
    ratio = source.devicePixelRatioF()
    picture = QPixmap(round(wide * ratio), round(_HEIGHT * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(own.ink, 1.5))
    painter.setBrush(own.fill)
    frame = QRectF(1, 1, wide - 2, _HEIGHT - 2)
    painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
    painter.setFont(source.font())
    painter.setPen(tones.text)
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return picture
