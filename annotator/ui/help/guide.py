"""The guide in a window of its own: pages at the left, text at the right, words to look for above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.dialogs.dialog_parts import resize_within_screen
from annotator.ui.help.guide_pages import GuidePage, language_of, pages
from annotator.ui.widgets.closed_browser import ClosedBrowser
from annotator.ui.widgets.ranked_labels import Muted

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHEET = "td, th { padding: 3px 10px 3px 0; } code { font-weight: 600; } p, li { line-height: 140%; }"


class Guide(QDialog):
    """Stays open beside the window while one works."""

    def __init__(self, parent: QWidget | None = None, *, key: str = "", language: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_within_screen(self, 920, 680)
        self.pages: Sequence[GuidePage] = pages(language or language_of(QLocale()))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search the guide"))
        self.search.setAccessibleName(self.tr("Search the guide"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setSpacing(3)
        self.list.addItems([page.title for page in self.pages])
        self.text = ClosedBrowser(self)
        self.text.setAccessibleName(self.tr("Text of the page"))
        self.text.document().setDefaultStyleSheet(_SHEET)
        self.text.document().setDocumentMargin(20)
        self.nothing = Muted(self.tr("No matching pages."), self)
        self.nothing.hide()
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        for widget in (self.search, self.list, self.nothing):
            column.addWidget(widget)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(left)
        parts.addWidget(self.text)
        parts.setSizes([230, 690])
        parts.setStretchFactor(1, 1)
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 12)
        box.addWidget(parts)
        self.list.currentRowChanged.connect(self._show)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._find)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        keys = [page.key for page in self.pages]
        self.list.setCurrentRow(keys.index(key) if key in keys else 0)
        self.list.setFocus()

    def _show(self, row: int) -> None:
        if 0 <= row < len(self.pages):
            self.text.setMarkdown(self.pages[row].text)

    def _filter(self, text: str) -> None:
        """Only the pages that hold the words; the first of them is shown, and the words in it."""
        wanted = text.casefold().strip()
        fits = [wanted in page.text.casefold() for page in self.pages]
        for row, fit in enumerate(fits):
            self.list.item(row).setHidden(not fit)
        self.nothing.setVisible(not any(fits))
        if any(fits) and not fits[self.list.currentRow()]:
            self.list.setCurrentRow(fits.index(True))
        if wanted:
            self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
            self.text.find(text.strip())

    def _find(self) -> None:
        """The next place on the page, from its beginning after the last."""
        words = self.search.text().strip()
        if words and not self.text.find(words, QTextDocument.FindFlag(0)):
            self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
            self.text.find(words)
