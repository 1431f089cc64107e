"""All keys by group: what the key sheet shows, and the page that is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.core.text_folding import loosely
from annotator.ui.actions import ACTIONS, MENUS, SUBMENUS, Action
from annotator.ui.actions.menu_bar import translated
from annotator.ui.keys.key_holders import plain
from annotator.ui.keys.keymap import shown
from annotator.ui.texts.label_names import label_words

if TYPE_CHECKING:
    from annotator.model import Codebook, Facet, Target
    from annotator.ui.keys.keymap import KeyMap

_BETWEEN = "\u2002"  # between two keys of one action


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What one thing's keys are, as this system writes them."""

    keys: str
    text: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys that belong together."""

    title: str
    rows: tuple[KeyRow, ...]


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a sheet, ``#rrggbb``."""

    text: str
    muted: str
    line: str
    key: str  # ground of a key


PAPER = Inks("#000000", "#444444", "#bbbbbb", "#eeeeee")


def names(keys: Sequence[str]) -> str:
    """Keys as this system writes them, one beside the other."""
    return _BETWEEN.join(dict.fromkeys(shown(key) for key in keys))  # two keys may have one name


def groups(
    codebook: Codebook, keymap: KeyMap, active: str = "", target: Target | None = None
) -> tuple[KeyGroup, ...]:
    """All keys: those of the codebook first (the active facet's labels before the others'), then the
    menus', then those that some parts of the window have for themselves."""
    facets = [facet for facet in codebook.facets if not facet.retired]
    facets.sort(key=lambda facet: facet.key != active)
    found = [_facets(codebook), *(_labels(facet, target) for facet in facets), _turns(), *_menus(keymap)]
    found += [_texts(), _repairs(), _adjudication()]
    return tuple(group for group in found if group.rows)


def matching(found: Sequence[KeyGroup], wanted: str) -> tuple[KeyGroup, ...]:
    """The rows whose words or keys contain every word that is looked for, width and case apart."""
    words = loosely(wanted).split()
    if not words:
        return tuple(found)
    kept = []
    for group in found:
        title = loosely(group.title)
        rows = tuple(
            row
            for row in group.rows
            if all(word in f"{title} {loosely(row.text)} {loosely(row.keys)}" for word in words)
        )
        if rows:
            kept.append(KeyGroup(group.title, rows))
    return tuple(kept)


def _facets(codebook: Codebook) -> KeyGroup:
    rows = (
        KeyRow(shown(facet.shortcut), facet.name)
        for facet in codebook.facets
        if facet.shortcut and not facet.retired
    )
    return KeyGroup(QCoreApplication.translate("Keys", "Facets"), tuple(rows))


def _labels(facet: Facet, target: Target | None) -> KeyGroup:
    rows = (
        KeyRow(shown(label.shortcut), label_words(label, facet, target))
        for label in facet.labels
        if label.shortcut and not label.retired
    )
    title = QCoreApplication.translate("Keys", "While {facet} is active").format(facet=facet.name)
    return KeyGroup(title, tuple(rows))


def _menus(keymap: KeyMap) -> list[KeyGroup]:
    made = []
    for menu, text in MENUS:
        inside = {menu, *(key for key, (parent, _) in SUBMENUS.items() if parent == menu)}
        rows = tuple(
            KeyRow(names(keymap.keys(row.id)), plain(translated(row.text)))
            for row in ACTIONS
            if isinstance(row, Action) and row.menu in inside and keymap.keys(row.id)
        )
        made.append(KeyGroup(plain(translated(text)), rows))
    return made


def _turns() -> KeyGroup:
    translate = QCoreApplication.translate
    rows = (
        KeyRow(names(("Up", "Down")), translate("Keys", "Previous, next turn")),
        KeyRow(names(("Shift+Up", "Shift+Down")), translate("Keys", "Select several turns")),
        KeyRow(names(("Home", "End")), translate("Keys", "First, last turn")),
        KeyRow(names(("PgUp", "PgDown")), translate("Keys", "A page up, down")),
        KeyRow(names(("Right", "Left")), translate("Keys", "Expand or collapse a long turn")),
    )
    return KeyGroup(translate("Keys", "In the list of turns"), rows)


def _texts() -> KeyGroup:
    translate = QCoreApplication.translate
    rows = (
        KeyRow(names(("Left", "Right")), translate("Keys", "Move by a character; with Shift select")),
        KeyRow(names(("Ctrl+Left", "Ctrl+Right")), translate("Keys", "Move by a word; with Shift select")),
        KeyRow(names(("Alt+Left", "Alt+Right")), translate("Keys", "Previous, next tagged words")),
        KeyRow(shown("Esc"), translate("Keys", "Back to the turns")),
    )
    return KeyGroup(translate("Keys", "Within the words of a turn"), rows)


def _repairs() -> KeyGroup:
    translate = QCoreApplication.translate
    rows = (
        KeyRow("1 … 9", translate("Keys", "Choose a candidate")),
        KeyRow(names(("Return",)), translate("Keys", "Accept the repair")),
        KeyRow(names(("0", "Backspace")), translate("Keys", "Keep as received")),
        KeyRow("T", translate("Keys", "Type the correct text")),
        KeyRow("A", translate("Keys", "Apply the next decision to all alike")),
        KeyRow("R", translate("Keys", "Reopen a decision")),
    )
    return KeyGroup(translate("Keys", "In the Repairs panel"), rows)


def _adjudication() -> KeyGroup:
    from annotator.ui.adjudicating.adjudication_keys import KEYS  # noqa: PLC0415 - the menus' tables import this module's

    translate = QCoreApplication.translate
    own = [
        KeyRow("1 … 9", translate("Keys", "Take an annotator’s answer")),
        KeyRow("Alt+1 … Alt+9", translate("Keys", "Take a label that has a digit; others by their key")),
    ]
    own += [KeyRow(shown(row.key), translate("Keys", row.text)) for row in KEYS if row.text]
    return KeyGroup(translate("Keys", "While deciding where annotators differ"), tuple(own))


def page(found: Sequence[KeyGroup], inks: Inks, columns: int = 2) -> str:
    """The groups as HTML, in so many columns of about the same length."""
    cells = "".join(
        f'<td width="{100 // columns}%" valign="top" style="padding-right: 24px">{"".join(column)}</td>'
        for column in _columns([(_html(group, inks), len(group.rows) + 2) for group in found], columns)
    )
    return f'<table width="100%" cellspacing="0" cellpadding="0"><tr>{cells}</tr></table>'


def _columns(blocks: Sequence[tuple[str, int]], columns: int) -> list[list[str]]:
    """Blocks in their order, so that no column is much longer than the others."""
    share = sum(length for _, length in blocks) / columns
    made: list[list[str]] = [[] for _ in range(columns)]
    done = 0.0
    for html, length in blocks:
        made[min(columns - 1, int((done + length / 2) // share) if share else 0)].append(html)
        done += length
    return made


def _html(group: KeyGroup, inks: Inks) -> str:
    rows = "".join(
        f'<tr><td width="34%" style="color: {inks.muted}; padding: 2px 12px 2px 0">{_keys(row, inks)}</td>'
        f'<td style="color: {inks.text}; padding: 2px 0">{escape(row.text)}</td></tr>'
        for row in group.rows
    )
    return (
        f'<p style="color: {inks.text}; font-weight: 600; margin: 16px 0 4px 0">{escape(group.title)}</p>'
        f'<table width="100%" cellspacing="0" cellpadding="0">{rows}</table>'
    )


def _keys(row: KeyRow, inks: Inks) -> str:
    return _BETWEEN.join(
        f'<span style="background-color: {inks.key}; color: {inks.text}">&nbsp;{escape(key)}&nbsp;</span>'
        for key in row.keys.split(_BETWEEN)
    )
