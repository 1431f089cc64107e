"""Every control at rest can be read: measured in the picture of it, not in the table of colours."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget

from annotator.ui import theme
from annotator.ui.settings.settings import Settings
from annotator.ui.theme.colours import contrast_ratio
from annotator.ui.window.main_window import MainWindow
from tests.ui.accessible.looking import described

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from annotator.ui.theme import ThemeManager

SCALE = 3  # thin strokes have pixels of their full colour only in a larger picture
STROKES = 40  # pixels of it that must be readable; one stroke of one letter has more


def words_of(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        return widget.placeholderText()
    return widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""


def readable_pixels(widget: QWidget) -> int:
    """How many pixels of a control stand out from its ground as text has to."""
    image = QImage(widget.size() * SCALE, QImage.Format.Format_RGB32)
    image.fill(behind(widget))
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    widget.render(painter, QPoint(0, 0), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    counts = Counter(memoryview(image.constBits()).cast("I"))
    ground = QColor.fromRgb(counts.most_common(1)[0][0]).name()
    return sum(
        count
        for colour, count in counts.items()
        if contrast_ratio(QColor.fromRgb(colour).name(), ground) >= theme.AA_TEXT
    )


def behind(widget: QWidget) -> QColor:
    """What the widget stands on, as the window paints it."""
    corner = QRect(widget.pos(), QSize(1, 1))
    parent = widget.parentWidget()
    assert parent is not None
    return parent.grab(corner).toImage().pixelColor(0, 0)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_control_at_rest_can_be_read(look: ThemeManager, window: MainWindow, mode: str) -> None:
    look.set_mode(mode)
    columns = window.columns
    weak, seen = [], 0
    for tab in (columns.tags, columns.history, columns.repairs):
        columns.side.setCurrentWidget(tab)
        columns.tags.refresh_now()
        for widget in window.findChildren(QWidget):
            if widget.isVisibleTo(window) and words_of(widget).strip() and widget.width() > 8:
                seen += 1
                if readable_pixels(widget) < STROKES:
                    weak.append(f"{described(widget)} {words_of(widget)!r}")
    assert weak == []
    assert seen > 40


def test_the_welcome_page_can_be_read(look: ThemeManager, qtbot: QtBot, tmp_path: Path) -> None:
    made = MainWindow(Settings())
    qtbot.addWidget(made)
    made.show()
    for mode in ("light", "dark"):
        look.set_mode(mode)
        words = [x for x in made.welcome.findChildren(QWidget) if words_of(x).strip() and x.isVisibleTo(made)]
        assert len(words) > 8
        assert [words_of(x) for x in words if readable_pixels(x) < STROKES] == []
