"""The key sheet: all keys on one page, to be searched and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLineEdit, QWidget

from annotator.ui.dialogs.dialog_parts import dialog_column, resize_within_screen
from annotator.ui.keys.key_sheet import PAPER, Inks, KeyGroup, groups, matching, page
from annotator.ui.theme import theme_of
from annotator.ui.widgets.closed_browser import ClosedBrowser

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from annotator.ui.keys.keymap import KeyMap
    from annotator.ui.workspace.workspace import Workspace

_WIDE = 720  # pixels from which on the sheet has two columns
_SCROLLS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class KeySheet(QDialog):
    """Follows the codebook and the keys while it is open. Typing looks for a key or a word."""

    def __init__(self, workspace: Workspace, keymap: KeyMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_within_screen(self, 880, 640)
        self.setMinimumSize(360, 300)
        self._workspace = workspace
        self._keymap = keymap
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search keys and commands"))
        self.search.setAccessibleName(self.tr("Search keys and commands"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._show)
        self.view = ClosedBrowser(self)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName(self.tr("All keys"))
        self.view.document().setDocumentMargin(4)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.print_button = buttons.addButton(self.tr("&Print…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.print_button.setAutoDefault(False)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self.print_button.clicked.connect(self._print)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self, 12)
        column.addWidget(self.search)
        column.addWidget(self.view, 1)
        column.addWidget(buttons)
        keymap.changed.connect(self._show)
        workspace.changed.connect(self._show)
        self._show()

    def found(self) -> tuple[KeyGroup, ...]:
        """The groups that are on show."""
        active = self._workspace.facet
        return matching(
            groups(self._workspace.codebook, self._keymap, active, self._workspace.target_in_hand()),
            self.search.text(),
        )

    def _show(self, *_: object) -> None:
        theme = theme_of(self.palette())
        inks = Inks(theme.text, theme.muted, theme.line, theme.sunken if not theme.dark else theme.press)
        found = self.found()
        columns = 2 if self.width() >= _WIDE and len(found) > 1 else 1
        nothing = self.tr("No matching keys.")
        self.view.setHtml(
            page(found, inks, columns) if found else f'<p style="color: {theme.muted}">{nothing}</p>'
        )

    def document(self) -> QTextDocument:
        """The sheet for paper: black on white, all of it or what was looked for."""
        made = QTextDocument()
        made.setHtml(page(self.found(), PAPER))
        return made

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - rarely needed

        printer = QPrinter()
        printer.setDocName(self.windowTitle())
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            self.document().print_(printer)

    # --- Qt's calls ---------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down scroll the sheet while the keyboard is in the search field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _SCROLLS:
            self.view.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two have no room."""
        super().resizeEvent(event)
        if (event.oldSize().width() >= _WIDE) != (event.size().width() >= _WIDE):
            self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "view"):
            self._show()
