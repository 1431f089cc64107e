"""The log in words: labels of edits, single changes, and how long ago."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from annotator.core.edit_sentences import sentence
from annotator.model import Change, Codebook, EditSummary, Target
from annotator.ui.panels.history.edit_texts import (
    FACETS,
    FIELDS,
    INTENSITIES,
    KINDS,
    MARKS,
    tr,
)
from annotator.ui.texts.label_names import label_words

translate = QCoreApplication.translate  # the name the translation tools look for

_ROWS_WITH_VALUES = frozenset(
    {"tag", "step", "speaker", "mark"}
)  # others come and go as what they are called
_SHOWN = 60  # characters of a text that are quoted
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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
        return translate("History", "just now")
    steps = (
        (3600, 60, translate("History", "1 minute ago"), translate("History", "{n} minutes ago")),
        (86400, 3600, translate("History", "1 hour ago"), translate("History", "{n} hours ago")),
        (30 * 86400, 86400, translate("History", "1 day ago"), translate("History", "{n} days ago")),
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


def day_and_time(at: str, now: datetime) -> str:
    """When that was, as people say it: ``16:02`` today, ``yesterday 16:02``, else with the day's date."""
    then = moment(at)
    if then is None:
        return at
    local, today = then.astimezone(), now.astimezone().date()
    time = local.strftime("%H:%M")
    days = (today - local.date()).days
    if days == 0:
        return time
    if days == 1:
        return translate("History", "yesterday {time}").format(time=time)
    day = QDate(local.year, local.month, local.day)
    return f"{QLocale().toString(day, QLocale.FormatType.ShortFormat)} {time}"


def present() -> datetime:
    """This moment."""
    return datetime.now(tz=UTC)


# --- edits --------------------------------------------------------------------------------


def edit_words(summary: EditSummary) -> str:
    """What an edit did, in the person's language."""
    return sentence(summary, tr)


# --- single changes -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where a change happened, as far as it could be found out.

    ``names`` are those of targets, dialogues and annotators by key; ``target`` is what the tag is toward.
    """

    turn_number: int | None = None  # from 1
    dialogue: str = ""  # title
    facet: str = ""  # key
    names: Mapping[str, str] = field(default_factory=dict)
    target: Target | None = None


def change_words(change: Change, codebook: Codebook, place: Place) -> str:
    """One change as a line: ``Stance of turn 3: neutral → favor``."""
    what = subject_words(change, codebook, place)
    if change.field == "removed":
        state = (
            translate("History", "removed from the project")
            if change.new
            else translate("History", "part of the project")
        )
        return translate("History", "{what}: {new}").format(what=what, new=state)
    if not change.field and change.kind not in _ROWS_WITH_VALUES and None in (change.old, change.new):
        came = change.old is None
        words = translate("History", "{what}: added") if came else translate("History", "{what}: removed")
        return words.format(what=what)
    old, new = _value(change, change.old, codebook, place), _value(change, change.new, codebook, place)
    return translate("History", "{what}: {old} → {new}").format(what=what, old=old, new=new)


def place_words(change: Change, codebook: Codebook, place: Place) -> str:
    """One change without its dialogue, its place first: ``turn 3 · Stance: neutral → favor``."""
    return with_turn(change_words(change, codebook, replace(place, turn_number=None, dialogue="")), place)


def with_turn(words: str, place: Place) -> str:
    """What happened, behind the number of its turn where it happened to one."""
    if place.turn_number is None:
        return words
    turn = translate("History", "turn {number}").format(number=f"{place.turn_number:,}")
    return f"{turn} · {words}"


def subject_words(change: Change, codebook: Codebook, place: Place) -> str:
    """What a change is about: ``Stance of turn 3``."""
    aspect = tr(FIELDS.get(change.field, change.field)) if change.field else ""
    if change.kind == "tag":
        facet = _facet_name(change, codebook, place)
        plain = change.field in {"", "label", "value"}
        return _whose(facet if plain else f"{facet} ({aspect})", place)
    if change.kind == "mark":
        return _whose(tr(MARKS.get(change.key.rpartition("/")[2], "mark")), place)
    if change.kind == "step":
        repair = translate("History", "Repair")
        return _whose(repair if change.field in {"", "after"} else f"{repair} ({aspect})", place)
    if change.kind == "speaker":
        _, name, attribute = json.loads(change.key)
        return translate("History", "{attribute} of {name}").format(attribute=attribute, name=name)
    if change.kind == "turn":
        return _whose(translate("History", "Speaker"), place)
    kind = tr(KINDS.get(change.kind, change.kind))
    name = _name(change, codebook, place)
    subject = f"{kind} “{_short(name)}”" if name else kind
    return f"{subject} ({aspect})" if aspect and change.field != "removed" else subject


def _name(change: Change, codebook: Codebook, place: Place) -> str:
    """What the thing that changed is called."""
    row = change.new if isinstance(change.new, Mapping) else change.old
    if change.kind == "label" and not isinstance(row, Mapping):
        return _label_name(change.key, codebook, place)
    if change.kind == "facet" and not isinstance(row, Mapping):
        return next((facet.name for facet in codebook.facets if facet.key == change.key), change.key)
    if isinstance(row, Mapping):
        return str(row.get("name") or row.get("title") or row.get("statement") or "")
    return place.names.get(change.key, place.dialogue if change.kind == "dialogue" else "")


def _whose(what: str, place: Place) -> str:
    if place.turn_number is not None:
        return translate("History", "{what} of turn {number}").format(what=what, number=place.turn_number)
    return translate("History", "{what} of the dialogue").format(what=what) if place.dialogue else what


def _facet_name(change: Change, codebook: Codebook, place: Place) -> str:
    row = change.new if isinstance(change.new, Mapping) else change.old
    key = str(row["facet"]) if isinstance(row, Mapping) and "facet" in row else place.facet
    if not key and change.field == "label":
        labels = (label for facet in codebook.facets for label in facet.labels)
        key = next((label.facet for label in labels if label.key in {change.old, change.new}), "")
    return next(
        (facet.name for facet in codebook.facets if facet.key == key), key or translate("History", "tag")
    )


def _label_name(key: object, codebook: Codebook, place: Place | None = None) -> str:
    """A label's name, toward a choice in the words for its sides; that of a label long gone is not known."""
    for facet in codebook.facets:
        for label in facet.labels:
            if label.key == key:
                return label_words(label, facet, place.target if place is not None else None)
    name = place.names.get(str(key)) if place is not None else None
    gone = translate("History", "a removed label") if _UUID.fullmatch(str(key)) else str(key)
    return name or gone


def _value(change: Change, value: object, codebook: Codebook, place: Place) -> str:
    if not change.field:
        return _row_value(change, value, codebook, place) if isinstance(value, Mapping) else _no_row(change)
    if change.field in {"label", "parent"} and value:
        return _label_name(value, codebook, place)
    if change.kind == "facet" and isinstance(value, str) and (change.field, value) in FACETS:
        return translate("Codebook", FACETS[change.field, value])
    if change.field == "intensity" and isinstance(value, int):
        return tr(INTENSITIES.get(value, str(value)))
    if change.field in {"target", "annotator"} and value in place.names:
        return f"“{_short(place.names[str(value)])}”"
    return _plain_value(json.loads(value) if change.kind == "speaker" and isinstance(value, str) else value)


def _plain_value(value: object) -> str:
    if isinstance(value, bool):
        return translate("History", "yes") if value else translate("History", "no")
    if value is None or value in ("", [], ()):
        return translate("History", "(empty)")  # unlike a label that is called none
    if isinstance(value, list | tuple):
        return " / ".join(str(part) for part in value)
    return f"“{_short(value)}”" if isinstance(value, str) else str(value)


def _no_row(change: Change) -> str:
    """What stands where there was nothing yet, or is nothing any more."""
    if change.kind in {"tag", "step", "speaker"}:
        return _plain_value(None)
    return translate("History", "not set") if change.kind == "mark" else translate("History", "not there")


def _row_value(change: Change, row: Mapping[str, object], codebook: Codebook, place: Place) -> str:
    """A whole row by what counts in it."""
    if change.kind == "step":
        return f"“{_short(str(row.get('after', '')))}”"
    if change.kind == "mark":
        return translate("History", "set")
    if change.kind != "tag":
        said = change.kind == "speaker"
        return _plain_value(json.loads(str(row["value"]))) if said else translate("History", "there")
    if row.get("value"):
        return f"“{_short(str(row['value']))}”"
    words = [_label_name(row.get("label", ""), codebook, place)]
    intensity = row.get("intensity")
    if isinstance(intensity, int):
        words.append(tr(INTENSITIES.get(intensity, str(intensity))))
    if row.get("uncertain"):
        words.append(translate("History", "uncertain"))
    return ", ".join(words)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"
