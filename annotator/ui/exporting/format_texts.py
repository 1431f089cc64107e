"""What formats are called and cannot hold, in the language of the window.

The tables of formats and losses lie in :mod:`annotator.exporters`, which knows no Qt; their texts are
translated here, under the context "Formats", and the translators' tool takes them from the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from annotator.exporters import Loss


def of_format(text: str) -> str:
    """A text of the table of formats."""
    return QCoreApplication.translate("Formats", text)


def loss_words(loss: Loss) -> str:
    """How much of a kind is not in a file: "3 notes on tags"."""
    number, _, noun = loss.words.partition(" ")
    return f"{number} {of_format(noun)}"
