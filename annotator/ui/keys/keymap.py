"""The keys of the actions: those of the table, unless the person has chosen others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from annotator.ui.actions import ACTIONS, Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ROWS: dict[str, Action] = {row.id: row for row in ACTIONS if isinstance(row, Action)}
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_FUNCTIONS = range(Qt.Key.Key_F1, Qt.Key.Key_F35 + 1)


class Store(Protocol):
    """Where the choices are kept between two runs; the window hands in its settings."""

    keys: str


def normal(key: str) -> str:
    """A key in the one form in which keys are compared ("s" and "S" are one key); "" for no key."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) if key else ""


def shown(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key else ""


def combination(key: str) -> QKeyCombination:
    """The key with its modifiers."""
    return cast("Sequence[QKeyCombination]", QKeySequence(key))[0]  # the binding's types lack the index


def is_typed(key: str) -> bool:
    """Whether pressing the key in a text field would type or edit something there."""
    if not normal(key):
        return False
    first = combination(key)
    silent = first.key() in _FUNCTIONS or first.key() == Qt.Key.Key_Escape
    return not first.keyboardModifiers() & _COMMANDS and not silent


def _read(text: str) -> dict[str, tuple[str, ...]]:
    """The choices as they were stored; what cannot be read means none."""
    if not text:
        return {}
    import json  # noqa: PLC0415 - most people choose none

    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    choices = {}
    for action, keys in found.items():
        if action in _ROWS and isinstance(keys, list):
            names = (normal(key) for key in keys if isinstance(key, str))
            choices[action] = tuple(dict.fromkeys(name for name in names if name))
    return choices


class KeyMap(QObject):
    """Which keys each action has. Changing them stores the choice and emits ``changed``.

    Keys are in Qt's portable form (``Ctrl+Shift+Z``); the first of an action is the one menus
    show. Whether a key is free is not asked here: see :mod:`annotator.ui.keys.key_changes`.
    """

    changed = Signal()

    def __init__(self, store: Store | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._chosen = _read(store.keys) if store is not None else {}

    def keys(self, action: str) -> tuple[str, ...]:
        """The keys of an action. Raises KeyError for an unknown one."""
        chosen = self._chosen.get(action)
        return tuple(normal(key) for key in _ROWS[action].keys) if chosen is None else chosen

    def all(self) -> dict[str, tuple[str, ...]]:
        """The keys of all actions, in the order of the table."""
        return {action: self.keys(action) for action in _ROWS}

    def holder(self, key: str) -> str | None:
        """The action that has a key."""
        wanted = normal(key)
        return next((action for action, keys in self.all().items() if wanted in keys), None)

    def taken(self) -> set[str]:
        """All keys that actions have."""
        return {key for keys in self.all().values() for key in keys}

    def is_own(self, action: str) -> bool:
        """Whether the person chose the keys of an action."""
        return action in self._chosen

    @property
    def own(self) -> bool:
        """Whether the person chose any keys."""
        return bool(self._chosen)

    def set_keys(self, action: str, keys: Iterable[str]) -> None:
        """Give an action these keys instead of those it has; none is possible too."""
        wanted = tuple(dict.fromkeys(normal(key) for key in keys))
        standard = tuple(normal(key) for key in _ROWS[action].keys)
        chosen = {name: has for name, has in self._chosen.items() if name != action}
        self._become(chosen if wanted == standard else {**chosen, action: wanted})

    def reset_all(self) -> None:
        """Give every action the keys of the table again."""
        self._become({})

    def _become(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        if dict(chosen) == self._chosen:
            return
        self._chosen = dict(chosen)
        if self._store is not None:
            import json  # noqa: PLC0415 - after the first paint

            self._store.keys = json.dumps(self._chosen, sort_keys=True) if self._chosen else ""
        self.changed.emit()


def standard_keys(action: str) -> tuple[str, ...]:
    """The keys that the table gives to an action."""
    return tuple(normal(key) for key in _ROWS[action].keys)
