"""A view of formatted text that loads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl


class ClosedBrowser(QTextBrowser):
    """Shows formatted text of the program's own, and opens no file and no address it names."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """An empty picture or nothing. For a picture that is not there Qt would look for a file itself."""
        del name
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return b""
        empty = QImage(1, 1, QImage.Format.Format_ARGB32)
        empty.fill(Qt.GlobalColor.transparent)
        return empty

    def setSource(self, name: QUrl | str, *_: object) -> None:
        """Stay on the page; a link within it is followed."""
        url = name if isinstance(name, str) else name.toString()
        if url.startswith("#"):
            self.scrollToAnchor(url[1:])
