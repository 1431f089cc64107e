"""Shows links in a note's field as links while it is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat

from annotator.core.note_links import links_in
from annotator.ui.theme import theme_of
from annotator.ui.turn_list.utf16_offsets import Offsets

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit


class LinkHighlighter(QSyntaxHighlighter):
    """Colours and underlines ``#12``."""

    def __init__(self, edit: QPlainTextEdit) -> None:
        super().__init__(edit.document())
        self._edit = edit

    def highlightBlock(self, text: str) -> None:
        """One paragraph."""
        links = links_in(text)
        if not links:
            return
        shown = QTextCharFormat()
        shown.setForeground(QColor(theme_of(self._edit.palette()).link))
        shown.setFontUnderline(True)
        offsets = Offsets(text)
        for link in links:
            start = offsets.unit(link.start)
            self.setFormat(start, offsets.unit(link.end) - start, shown)
