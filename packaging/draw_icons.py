"""Draws the icon as PNG in the sizes desktops ask for: ``draw_icons.py hicolor/ 16 32 48``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICON = Path(__file__).resolve().parent.parent / "resources/icons/dialogue-annotator.svg"


def draw(size: int) -> QImage:
    """The icon, ``size`` pixels wide and high, on nothing."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ICON)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def main() -> None:
    application = QGuiApplication(sys.argv[:1])
    target = Path(sys.argv[1])
    for size in map(int, sys.argv[2:]):
        place = target / f"{size}x{size}" / "apps"
        place.mkdir(parents=True, exist_ok=True)
        draw(size).save(str(place / "dialogue-annotator.png"))
    del application


if __name__ == "__main__":
    main()
