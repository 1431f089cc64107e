"""What many dialogs are made of: a column for their parts, a folder to choose, the row of buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_OF_SCREEN = 0.95  # the rest is for the frame and what else stands there


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window a size, or as much of it as its screen has room for."""
    window.resize(QSize(width, height).boundedTo(window.screen().availableSize() * _OF_SCREEN))


def dialog_column(dialog: QDialog, spacing: int) -> QVBoxLayout:
    """The column of a dialog's parts, as far from its edges as in all of them."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 20, 24, 16)
    column.setSpacing(spacing)
    return column


def footer(dialog: QDialog, text: str) -> tuple[QDialogButtonBox, QPushButton]:
    """The buttons of a dialog: Cancel, and the one that does it, which Enter presses.

    The dialog is accepted and rejected by them.
    """
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, dialog)
    button = buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
    button.setProperty("primary", "true")
    button.setDefault(True)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons, button


def folder_row(
    dialog: QDialog, field: QLineEdit, texts: tuple[str, str], browse: Callable[[], None]
) -> QHBoxLayout:
    """A line for a folder; ``texts`` are what it is called and what the button says that looks for one."""
    row = QHBoxLayout()
    label = QLabel(texts[0], dialog)
    label.setBuddy(field)
    button = QPushButton(texts[1], dialog)
    button.setAutoDefault(False)
    button.clicked.connect(browse)
    for part in (label, field, button):
        row.addWidget(part)
    return row
