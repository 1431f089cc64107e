"""What choosers of the import dialog share: a title, a button that guesses again, and what is chosen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


def lay_out_chooser(chooser: QWidget, title: str, chosen: QWidget) -> QPushButton:
    """Put a title and *Guess again* above the widget that a person chooses in; gives the button back.

    ``title`` may name its key with an ampersand, which leads to ``chosen``.
    """
    label = QLabel(title, chooser)
    label.setBuddy(chosen)
    guess = QPushButton(QCoreApplication.translate("Chooser", "&Guess again"), chooser)
    guess.setAutoDefault(False)
    row = QHBoxLayout()
    row.addWidget(label, 1)
    row.addWidget(guess)
    column = QVBoxLayout(chooser)
    column.setContentsMargins(16, 0, 16, 12)
    column.setSpacing(8)
    column.addLayout(row)
    column.addWidget(chosen)
    return guess
