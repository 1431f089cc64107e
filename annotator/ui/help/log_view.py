"""The log in the window: its last lines, to be read and copied. It holds no text of transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout

from annotator.ui.dialogs.dialog_parts import resize_within_screen
from annotator.ui.settings import user_folders
from annotator.ui.widgets.ranked_labels import Muted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_TAIL = 200_000  # bytes of the end that are shown


class LogView(QDialog):
    """Stays open beside the window; reads the file anew on request."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Log"))
        resize_within_screen(self, 860, 560)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(self.tr("Lines of the log"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.refresh_button = buttons.addButton(self.tr("&Refresh"), role)
        self.copy_button = buttons.addButton(self.tr("&Copy all"), role)
        self.folder_button = buttons.addButton(self.tr("Open the &folder"), role)
        buttons.rejected.connect(self.reject)
        self.refresh_button.clicked.connect(self.read)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self.folder_button.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(user_folders.log_file().parent)))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.addWidget(Muted(self.tr("What the program did. No text of your transcripts is in it."), self))
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        self.read()

    def read(self) -> None:
        """Show the end of the file as it is now."""
        try:
            with user_folders.log_file().open("rb") as file:
                file.seek(0, 2)
                file.seek(max(0, file.tell() - _TAIL))
                shown = file.read().decode("utf-8", "replace")
        except OSError:
            shown = ""
        self.text.setPlainText(shown or self.tr("The log is empty."))
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())
