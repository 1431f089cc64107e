"""The keys of adjudication as a table, and the filter that takes them while the turns have the keyboard.

Typed keys that would tag the turn otherwise do nothing meanwhile: nobody is to change their own tags by
mistake while deciding about others'.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.ui.actions import ACTIONS, Action
from annotator.ui.keys.keymap import normal
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from annotator.model import Label
    from annotator.ui.adjudicating.adjudication_mode import Adjudication
    from annotator.ui.turn_list import TurnList


class ModeKey(NamedTuple):
    """A key and what it does in the mode. ``asks``: the person is asked something first."""

    key: str
    does: Callable[[Adjudication], object]
    text: str = ""  # "" for a second key of the same
    asks: bool = False


KEYS: tuple[ModeKey, ...] = (
    ModeKey("Return", lambda it: it.take_majority(), QT_TRANSLATE_NOOP("Keys", "Take the majority")),
    ModeKey("Enter", lambda it: it.take_majority()),
    ModeKey("Space", lambda it: it.leave_open(), QT_TRANSLATE_NOOP("Keys", "Skip")),
    ModeKey("Backspace", lambda it: it.withdraw(), QT_TRANSLATE_NOOP("Keys", "Reopen the decision")),
    ModeKey("Delete", lambda it: it.withdraw()),
    ModeKey("U", lambda it: it.toggle_uncertain(), QT_TRANSLATE_NOOP("Keys", "The decision is uncertain")),
    ModeKey("-", lambda it: it.change_intensity(-1), QT_TRANSLATE_NOOP("Keys", "The decision is weaker")),
    ModeKey("=", lambda it: it.change_intensity(1), QT_TRANSLATE_NOOP("Keys", "The decision is stronger")),
    ModeKey("+", lambda it: it.change_intensity(1)),
    ModeKey(
        "Shift+A",
        lambda it: it.settle_alike(),
        QT_TRANSLATE_NOOP("Keys", "Apply the decision to the rest of this kind"),
        asks=True,
    ),
    ModeKey("Shift+R", lambda it: it.note_reason(), QT_TRANSLATE_NOOP("Keys", "Note the reason"), asks=True),
    ModeKey(
        "Shift+E",
        lambda it: it.note_error(),
        QT_TRANSLATE_NOOP("Keys", "Note the kind of error"),
        asks=True,
    ),
    ModeKey(
        "Shift+W",
        lambda it: it.note_word(),
        QT_TRANSLATE_NOOP("Keys", "Note something for the codebook"),
        asks=True,
    ),
)
_ROWS = {normal(row.key): row for row in KEYS}
_DIGITS = tuple("123456789")
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_COMMANDS = _ALT | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier


def key_of_label(label: Label) -> str:
    """The key that gives a label while adjudicating: its own, a digit with Alt; "" for none."""
    return f"Alt+{label.shortcut}" if label.shortcut.isdigit() else label.shortcut


def tagging_keys() -> frozenset[str]:
    """Keys of the actions that change tags."""
    return frozenset(
        normal(key)
        for row in ACTIONS
        if isinstance(row, Action) and row.scope == "list" and row.when == "taggable"
        for key in row.keys
    ) - {normal("F"), normal("B")}  # flags and bookmarks are no tags


class AdjudicationKeys(QObject):
    """Hands keys of the turn list to adjudication while it is on."""

    def __init__(self, mode: Adjudication, turns: TurnList) -> None:
        super().__init__(turns)
        self._mode = mode
        self._view = turns.view
        self._silent = tagging_keys()
        self._view.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take a key before the window's shortcuts get it."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() not in kinds or not isinstance(event, QKeyEvent):
            return False
        if not self._mode.active or self._view.caret.active:
            return False
        verb = self._verb(event)
        if verb is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            verb()
        return True

    def _verb(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does now; None where it is not adjudication's."""
        mode = self._mode
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        name = normal(_name(event))
        if not name:
            return None  # a modifier alone, or a key that moves
        if mode.facet is None or held & _COMMANDS:
            whole = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
            return self._label(f"Alt+{name}") if held == _ALT else self._silenced(whole)
        row = _ROWS.get(name)
        if row is not None and row.asks:  # a dialog from within the handling of a key would keep Qt in it
            return lambda: QTimer.singleShot(0, mode, lambda: row.does(mode))
        if row is not None:
            return lambda: row.does(mode)
        if name in _DIGITS:
            return lambda: mode.take(int(name))
        return self._label(name) or self._facet(name) or self._silenced(name)

    def _label(self, key: str) -> Callable[[], object] | None:
        for label in self._mode.facet.labels if self._mode.facet is not None else ():
            if not label.retired and label.shortcut and normal(key_of_label(label)) == normal(key):
                return lambda: self._mode.give(label.key)
        return None

    def _facet(self, key: str) -> Callable[[], object] | None:
        for facet in self._mode.facets:
            if facet.shortcut and normal(facet.shortcut) == key:
                return lambda: self._mode.begin(facet.key)
        return None

    def _silenced(self, name: str) -> Callable[[], object] | None:
        mine = self._mode.codebook_keys()
        return (lambda: None) if name in self._silent or name in mine else None


def _name(event: QKeyEvent) -> str:
    """A key in the form in which keys are written down: signs as they are typed, letters with Shift."""
    key = Qt.Key(event.key())
    text = event.text()
    held = event.modifiers()
    if held & _ALT:
        return chr(key) if 32 < key < 127 else ""
    if text and text.isprintable() and not text.isalpha() and not text.isspace():
        return text
    names = {
        Qt.Key.Key_Return: "Return", Qt.Key.Key_Enter: "Enter", Qt.Key.Key_Space: "Space",
        Qt.Key.Key_Backspace: "Backspace", Qt.Key.Key_Delete: "Delete",
    }  # fmt: skip
    plain = names.get(key, chr(key) if 32 < key < 127 else "")
    return f"Shift+{plain}" if held & _SHIFT and plain else plain
