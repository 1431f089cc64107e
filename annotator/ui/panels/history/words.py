"""The log in words: labels of edits, single changes, and how long ago."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from annotator.model import Change, Codebook

_CONTEXT = "History"
_SHOWN = 60  # characters of a text that are quoted


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate(_CONTEXT, text)


# --- time ---------------------------------------------------------------------------------


def moment(at: str) -> datetime | None:
    """The time of an edit (ISO 8601, UTC), None where it cannot be read."""
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        return None


def relative(at: str, now: datetime) -> str:
    """How long ago that was, in the coarsest unit that says something."""
    then = moment(at)
    if then is None:
        return at
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < 60:
        return tr("just now")
    steps = (
        (3600, 60, tr("1 minute ago"), tr("{n} minutes ago")),
        (86400, 3600, tr("1 hour ago"), tr("{n} hours ago")),
        (30 * 86400, 86400, tr("yesterday"), tr("{n} days ago")),
    )
    for below, unit, one, many in steps:
        if seconds < below:
            count = seconds // unit
            return one if count == 1 else many.format(n=count)
    day = then.astimezone().date()
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


def exact(at: str) -> str:
    """The time on this machine's clock, to the second."""
    then = moment(at)
    return at if then is None else then.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def now() -> datetime:
    """This moment."""
    return datetime.now(tz=UTC)


# --- labels of edits ----------------------------------------------------------------------

# The store's stable English phrases; a number in them stands for {n}.
_PHRASES: Mapping[str, tuple[str, str]] = {
    "tag {n} turns": ("tag 1 turn", "tag {n} turns"),
    "untag {n} turns": ("take tags off 1 turn", "take tags off {n} turns"),
    "write on {n} turns": ("write a note on 1 turn", "write a note on {n} turns"),
    "change {n} tags": ("change 1 tag", "change {n} tags"),
    "remove {n} tags": ("remove 1 tag", "remove {n} tags"),
    "read in {n} tags": ("read in 1 tag", "read in {n} tags"),
    "import {n} files": ("import 1 file", "import {n} files"),
    "remove {n} dialogues": ("remove 1 dialogue", "remove {n} dialogues"),
    "restore {n} dialogues": ("restore 1 dialogue", "restore {n} dialogues"),
}
_PLAIN: Mapping[str, str] = {
    "tag a span": "tag words in a turn",
    "tag the dialogue": "tag the dialogue",
    "untag the dialogue": "take a tag off the dialogue",
}
_NUMBERED = re.compile(r"(\d+) (turn|tag|file|dialogue)s?\b")


def edit_words(label: str) -> str:
    """An edit's stable phrase in the person's language; unknown phrases stay as they are."""
    found = _NUMBERED.search(label)
    if found:
        key = label.replace(found.group(0), f"{{n}} {found.group(2)}s")
        if key in _PHRASES:
            one, many = _PHRASES[key]
            count = int(found.group(1))
            return tr(one) if count == 1 else tr(many).format(n=f"{count:,}")
    return tr(_PLAIN[label]) if label in _PLAIN else tr(label)


# --- single changes -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where a change happened, as far as it could be found out."""

    turn_number: int | None = None  # from 1
    dialogue: str = ""  # title
    facet: str = ""  # key


_FIELDS: Mapping[str, str] = {
    "label": "label",
    "value": "text",
    "intensity": "intensity",
    "uncertain": "uncertain",
    "note": "note",
    "target": "target",
    "title": "title",
    "statement": "statement",
    "options": "options",
    "draft": "draft",
    "name": "name",
    "definition": "definition",
    "examples": "examples",
    "colour": "colour",
    "shortcut": "key",
    "position": "order",
    "retired": "retired",
    "removed": "removed",
    "kind": "kind",
    "question": "question",
    "parent": "parent",
}
_KINDS: Mapping[str, str] = {
    "dialogue": "dialogue",
    "target": "target",
    "facet": "facet",
    "label": "label",
    "annotator": "annotator",
    "project": "project",
    "step": "repair step",
    "tag": "tag",
}
_INTENSITIES = {1: "weak", 2: "moderate", 3: "strong"}


def change_words(change: Change, codebook: Codebook, place: Place) -> str:
    """One change as a line: ``Stance of turn 3: neutral → favor``."""
    what = _subject(change, codebook, place)
    old, new = _value(change, change.old, codebook), _value(change, change.new, codebook)
    if not change.field:
        old, new = (
            old if change.old is not None else tr("none"),
            new if change.new is not None else tr("none"),
        )
    return tr("{what}: {old} → {new}").format(what=what, old=old, new=new)


def _subject(change: Change, codebook: Codebook, place: Place) -> str:
    if change.kind == "tag":
        facet = _facet_name(change, codebook, place)
        aspect = "" if change.field in {"", "label", "value"} else tr(_FIELDS.get(change.field, change.field))
        what = f"{facet} ({aspect})" if aspect else facet
        return _whose(what, place)
    kind = tr(_KINDS.get(change.kind, change.kind))
    row = change.new if isinstance(change.new, Mapping) else change.old
    name = ""
    if change.kind == "label":
        name = _label_name(change.key, codebook)
    elif isinstance(row, Mapping):
        name = str(row.get("name") or row.get("title") or row.get("statement") or "")
    name = name or (place.dialogue if change.kind == "dialogue" else "")
    subject = f"{kind} “{_short(name)}”" if name else kind
    return f"{subject} ({tr(_FIELDS.get(change.field, change.field))})" if change.field else subject


def _whose(what: str, place: Place) -> str:
    if place.turn_number is not None:
        return tr("{what} of turn {number}").format(what=what, number=place.turn_number)
    return tr("{what} of the dialogue").format(what=what) if place.dialogue else what


def _facet_name(change: Change, codebook: Codebook, place: Place) -> str:
    row = change.new if isinstance(change.new, Mapping) else change.old
    key = str(row["facet"]) if isinstance(row, Mapping) and "facet" in row else place.facet
    if not key and change.field == "label":
        key = next(
            (x.facet for facet in codebook.facets for x in facet.labels if x.key in (change.old, change.new)),
            "",
        )
    return next((facet.name for facet in codebook.facets if facet.key == key), key or tr("tag"))


def _label_name(key: object, codebook: Codebook) -> str:
    for facet in codebook.facets:
        for label in facet.labels:
            if label.key == key:
                return label.name
    return str(key)


def _value(change: Change, value: object, codebook: Codebook) -> str:
    if isinstance(value, Mapping):
        return _row_value(change, value, codebook)
    if change.field == "label":
        return _label_name(value, codebook)
    if change.field == "intensity" and isinstance(value, int):
        return tr(_INTENSITIES.get(value, str(value)))
    return _plain_value(value)


def _plain_value(value: object) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if value is None or value in ("", [], ()):
        return tr("none")
    if isinstance(value, list | tuple):
        return " / ".join(str(part) for part in value)
    return f"“{_short(value)}”" if isinstance(value, str) else str(value)


def _row_value(change: Change, row: Mapping[str, object], codebook: Codebook) -> str:
    """A whole row by what counts in it."""
    if change.kind != "tag":
        return tr("there")
    if row.get("value"):
        return f"“{_short(str(row['value']))}”"
    words = [_label_name(row.get("label", ""), codebook)]
    intensity = row.get("intensity")
    if isinstance(intensity, int):
        words.append(tr(_INTENSITIES.get(intensity, str(intensity))))
    if row.get("uncertain"):
        words.append(tr("uncertain"))
    return ", ".join(words)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"
