"""One-key actions while a Chinese input method is on.

The list of turns tells Qt that it takes no text, and so an input method lets its keys through as
they are. Some go on to change them all the same: in their full-width mode they send "１" for "1",
and "。" for ".", or commit those characters as text. Here they become the keys that were pressed.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

# What Chinese keyboards write with the key of another character, beyond the full-width forms.
_PUNCTUATION = {
    "。": ".",
    "、": "\\",
    "【": "[",
    "】": "]",
    "「": "[",
    "」": "]",
    "《": "<",
    "》": ">",
    "—": "-",
    "…": "^",
    "￥": "$",
    "·": "`",
}


def key_of(character: str) -> str:
    """The key that was pressed for a wide character, with Shift for capitals; "" for any other one."""
    plain = _PUNCTUATION.get(character) or unicodedata.normalize("NFKC", character)
    if len(plain) != 1 or not plain.isascii() or plain == character or not plain.isprintable():
        return ""
    return f"Shift+{plain}" if plain.isupper() else plain


class WideKeys(QObject):
    """Watches the control that has the keyboard, where that takes no text, and hands wide keys on.

    ``press`` does what a key does in the window, and says whether it does anything.
    """

    def __init__(self, press: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._press = press
        self._watched: QWidget | None = None

    def watch(self, widget: QWidget | None) -> None:
        """Watch this control from now on, and no other."""
        # The focus may come from a control that is just being destroyed.
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = widget
        if widget is not None:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at keys and at committed text."""
        text = ""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            text = event.text() if len(event.text()) == 1 else ""
        elif event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            text = event.commitString()
        if not text or text.isascii():
            return super().eventFilter(watched, event)
        done = [self._press(key) for character in text if (key := key_of(character))]
        return any(done) or super().eventFilter(watched, event)
