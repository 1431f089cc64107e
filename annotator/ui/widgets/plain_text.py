"""Text of people and files is text and never markup: tool tips, labels and texts that load nothing.

Qt takes a text that looks like HTML for HTML, and then opens the pictures it names. The style sheet of
the application makes every label and tool tip plain (:data:`SHEET`); what is here does the rest.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage, QTextDocument, QTextLayout, QTextOption
from PySide6.QtWidgets import QTextBrowser, QToolTip

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint, QUrl
    from PySide6.QtWidgets import QWidget

SHEET = "QLabel, QToolTip { qproperty-textFormat: PlainText; }"
_WIDE = 420  # pixels of a line of a tool tip at the usual size of text
_LONGEST = 2000  # characters of a tool tip; a longer text is to be read where it stands


def wrapped(text: str) -> str:
    """The text of a tool tip broken into lines of a readable width; plain tool tips do not break theirs."""
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    return _wrapped(text, QToolTip.font().toString())


@lru_cache(maxsize=512)
def _wrapped(text: str, font: str) -> str:
    return "\n".join(part for line in text.split("\n") for part in _broken(line, font))


def _broken(line: str, font: str) -> list[str]:
    if not line:
        return [""]
    look = QFont()
    look.fromString(font)
    layout = QTextLayout(line, look)
    layout.setTextOption(_anywhere())
    layout.beginLayout()
    starts = []
    while (part := layout.createLine()).isValid():
        part.setLineWidth(_WIDE)
        starts.append(part.textStart())
    layout.endLayout()
    units = line.encode("utf-16-le", "surrogatepass")  # Qt counts UTF-16 units
    ends = [*starts[1:], len(units) // 2]
    return [
        units[2 * start : 2 * end].decode("utf-16-le", "replace").rstrip()
        for start, end in zip(starts, ends, strict=True)
    ]


def _anywhere() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def show_tip(where: QPoint, text: str, widget: QWidget) -> None:
    """Show a tool tip at a point of the screen."""
    QToolTip.showText(where, wrapped(text), widget)


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
