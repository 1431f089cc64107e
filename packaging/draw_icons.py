"""Draws the icon in the sizes and files that the systems ask for.

python packaging/draw_icons.py hicolor FOLDER 16 32 48    # PNG files of a Linux icon theme
python packaging/draw_icons.py ico FILE 16 32 48 256      # Windows
python packaging/draw_icons.py icns FILE                  # macOS
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICON = Path(__file__).resolve().parent.parent / "resources/icons/dialogue-annotator.svg"
# Apple's names for PNG images in an .icns file, by size in pixels.
ICNS = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09", 1024: b"ic10"}


def png(size: int) -> bytes:
    """The icon, ``size`` pixels wide and high, on nothing."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ICON)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # Qt takes str; the stubs say bytes
    return bytes(buffer.data().data())


def hicolor(folder: Path, sizes: list[int]) -> None:
    """One PNG file for each size, where an icon theme looks for it."""
    for size in sizes:
        place = folder / f"{size}x{size}" / "apps"
        place.mkdir(parents=True, exist_ok=True)
        (place / "dialogue-annotator.png").write_bytes(png(size))


def ico(file: Path, sizes: list[int]) -> None:
    """A Windows icon of several sizes, each stored as PNG (Windows Vista and later)."""
    images = [png(size) for size in sizes]
    at = 6 + 16 * len(sizes)
    head = struct.pack("<HHH", 0, 1, len(sizes))
    for size, image in zip(sizes, images, strict=True):
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(image), at)
        at += len(image)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(head + b"".join(images))


def icns(file: Path, sizes: list[int]) -> None:
    """A macOS icon of all of Apple's sizes, or of those given."""
    chunks = b""
    for size in sizes or list(ICNS):
        image = png(size)
        chunks += ICNS[size] + struct.pack(">I", len(image) + 8) + image
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"icns" + struct.pack(">I", len(chunks) + 8) + chunks)


KINDS = {"hicolor": hicolor, "ico": ico, "icns": icns}


def main() -> None:
    application = QGuiApplication(sys.argv[:1])
    kind, target, *sizes = sys.argv[1:]
    KINDS[kind](Path(target), [int(size) for size in sizes])
    del application


if __name__ == "__main__":
    main()
