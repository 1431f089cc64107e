"""Who has a key already: an action, a facet, a label, or the list of turns itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, Qt

from annotator.ui.actions import ACTIONS, Action
from annotator.ui.actions.menu_bar import translated
from annotator.ui.keys.keymap import combination, normal, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.model import Codebook
    from annotator.ui.keys.keymap import KeyMap

HolderKind = Literal["action", "facet", "label", "list"]

# Keys by which one moves in every list and from one control to the next; with Shift and Ctrl too.
_FIXED = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
    }
)
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_TEXTS = {row.id: row.text for row in ACTIONS if isinstance(row, Action)}


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Something that can have keys. ``key`` is an action's id, or a facet's or label's key; ``facet`` the
    key of a label's facet."""

    kind: HolderKind
    key: str
    facet: str = ""


_LETTER_BEHIND = re.compile(r"\(&\w\)")  # as Chinese menus have it, whose words hold no Latin letter


def plain(text: str) -> str:
    """The text of a menu entry without its mnemonic and dots."""
    text = _LETTER_BEHIND.sub("", text)
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def name_of(holder: KeyHolder, codebook: Codebook) -> str:
    """What a holder is called, with the kind of thing it is."""
    translate = QCoreApplication.translate
    if holder.kind == "action":
        return translate("Keys", "the command “{name}”").format(name=plain(translated(_TEXTS[holder.key])))
    if holder.kind == "facet":
        return translate("Keys", "the facet “{name}”").format(name=codebook.facet(holder.key).name)
    if holder.kind == "label":
        label = codebook.label(holder.key)
        return translate("Keys", "the label “{name}” of {facet}").format(
            name=label.name, facet=codebook.facet(label.facet).name
        )
    return translate("Keys", "moving about in lists")


def holders(codebook: Codebook, keymap: KeyMap) -> Iterator[tuple[str, KeyHolder]]:
    """Every key that is taken, with whoever has it. What is retired has none."""
    for action, keys in keymap.all().items():
        for key in keys:
            yield key, KeyHolder("action", action)
    for facet in codebook.facets:
        if facet.retired:
            continue
        if facet.shortcut:
            yield normal(facet.shortcut), KeyHolder("facet", facet.key)
        for label in facet.labels:
            if label.shortcut and not label.retired:
                yield normal(label.shortcut), KeyHolder("label", label.key, facet.key)


def in_the_way(key: str, of: KeyHolder, codebook: Codebook, keymap: KeyMap) -> KeyHolder | None:
    """Who has the key already and would quarrel with ``of`` about it; None where it is free for that.

    Labels of different facets may share a key, because only one facet is active at a time.
    """
    wanted = normal(key)
    if _is_fixed(wanted):
        return KeyHolder("list", "")
    for taken, other in holders(codebook, keymap):
        apart = of.kind == other.kind == "label" and of.facet != other.facet
        if taken == wanted and (other.kind, other.key) != (of.kind, of.key) and not apart:
            return other
    return None


def _is_fixed(key: str) -> bool:
    pressed = combination(key)
    return pressed.key() in _FIXED and not pressed.keyboardModifiers() & _COMMANDS


def refusal(key: str, other: KeyHolder, codebook: Codebook) -> str:
    """Why a key cannot be had, in words that name who has it."""
    return QCoreApplication.translate("Keys", "{key} already belongs to {holder}.").format(
        key=shown(key), holder=name_of(other, codebook)
    )
