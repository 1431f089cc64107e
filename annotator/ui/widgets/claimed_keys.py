"""Keys that a focused control needs for itself although the window uses them as shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from collections.abc import Container

PRESSES = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})

_PLAIN = {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}


def claims(event: QEvent, keys: Container[int]) -> bool:
    """Whether the event asks for the right to one of these keys; then it is granted.

    Before a shortcut runs, Qt asks the focused control whether it wants the key. A plain key
    of ``keys`` is taken; with modifiers it stays the window's.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.modifiers() not in _PLAIN or event.key() not in keys:
        return False
    event.accept()
    return True
