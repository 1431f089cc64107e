"""Pages that scroll where the window is too small for them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


def scrolled(outside: QWidget) -> QWidget:
    """A page within ``outside`` that scrolls where the window is small."""
    inside = QWidget()
    area = QScrollArea(outside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)
    box = QVBoxLayout(outside)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(area)
    return inside
