"""What the keys do in the turn list. Keys that are not in the table go to the window."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

Verb = Literal[
    "previous", "next", "page_up", "page_down", "first", "last", "unfold", "fold", "copy",
    "select_all", "release",
]  # fmt: skip

_MOVES: dict[Qt.Key, Verb] = {
    Qt.Key.Key_Up: "previous",
    Qt.Key.Key_K: "previous",
    Qt.Key.Key_Down: "next",
    Qt.Key.Key_J: "next",
    Qt.Key.Key_PageUp: "page_up",
    Qt.Key.Key_PageDown: "page_down",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
}
_PLAIN: dict[Qt.Key, Verb] = {
    Qt.Key.Key_Right: "unfold",
    Qt.Key.Key_Left: "fold",
    Qt.Key.Key_Escape: "release",
}
_STANDARD: dict[QKeySequence.StandardKey, Verb] = {
    QKeySequence.StandardKey.Copy: "copy",
    QKeySequence.StandardKey.SelectAll: "select_all",
}
_WITH_CONTROL = {"first", "last"}


def verb_of(event: QKeyEvent) -> tuple[Verb, bool] | None:
    """What a key asks for, and whether the selection is to grow; None where it is not the list's."""
    for standard, verb in _STANDARD.items():
        if event.matches(standard):
            return verb, False
    key = Qt.Key(event.key())
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    extend = bool(held & Qt.KeyboardModifier.ShiftModifier)
    held &= ~Qt.KeyboardModifier.ShiftModifier
    move = _MOVES.get(key)
    if move is not None and (
        held == Qt.KeyboardModifier.NoModifier
        or (held == Qt.KeyboardModifier.ControlModifier and move in _WITH_CONTROL)
    ):
        return move, extend
    if held == Qt.KeyboardModifier.NoModifier and not extend and key in _PLAIN:
        return _PLAIN[key], False
    return None
