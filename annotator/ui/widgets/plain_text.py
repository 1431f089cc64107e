"""Text of people and files is text and never markup: tool tips, labels and texts that load nothing.

Qt takes a text that looks like HTML for HTML, and then opens the pictures it names. The style sheet of
the application makes every label and tool tip plain (:data:`SHEET`); what is here does the rest.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QToolTip

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QTextOption
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
    from PySide6.QtGui import QFont, QTextLayout  # noqa: PLC0415 - after the first paint

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
    from PySide6.QtGui import QTextOption  # noqa: PLC0415 - as above

    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def show_tip(where: QPoint, text: str, widget: QWidget) -> None:
    """Show a tool tip at a point of the screen."""
    QToolTip.showText(where, wrapped(text), widget)
