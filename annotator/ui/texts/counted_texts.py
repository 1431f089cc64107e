"""Texts of tables and texts with numbers, so that they can be translated."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Marks a text for the translators' tools, which look for this name; Qt's own has no usable type."""
    return text


def turns_words(count: int) -> str:
    """``1 turn``, ``2,000 turns``."""
    return counted(count, QT_TRANSLATE_NOOP("Counted", "1 turn"), QT_TRANSLATE_NOOP("Counted", "{n} turns"))


def dialogues_words(count: int) -> str:
    """``1 dialogue``, ``2,000 dialogues``."""
    return counted(
        count, QT_TRANSLATE_NOOP("Counted", "1 dialogue"), QT_TRANSLATE_NOOP("Counted", "{n} dialogues")
    )


def counted(count: int, one: str, many: str, **words: str) -> str:
    """A text about so many things; ``one`` and ``many`` are marked texts of the context "Counted".

    ``{n}`` stands for the number, with separators between thousands; ``words`` for whatever else it names.
    """
    return QCoreApplication.translate("Counted", one if count == 1 else many).format(n=f"{count:,}", **words)
