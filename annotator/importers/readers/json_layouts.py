"""Layouts of JSON in which nothing is called words, rewritten so that it is: tried after all others.

A layout is a row of :data:`LAYOUTS`: what a list of records must be, and what becomes of each record in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.importers.column_names import plain
from annotator.importers.import_questions import Remarks

_DEPTH = 8
_SAMPLE = 20  # records of a list that are looked at
_CODES = """
ar ara bg bul bn ben ca cat cs ces cze da dan de deu ger el ell en eng es spa et est fa fas fi fin fr fra
fre ga gle gu guj gv glv he heb hi hin hr hrv hu hun id ind is isl it ita ja jpn jp ka kat ko kor kr lt lit
lv lav mr mar ms msa nl nld no nor pl pol pt por ro ron ru rus sk slk sl slv sr srp sv swe sw swa ta tam te
tel th tha tl tgl tr tur uk ukr ur urd vi vie zh zho chi cn chinese english german french spanish italian
japanese korean polish russian portuguese dutch turkish arabic hindi burmese vietnamese thai
"""
_LANGUAGES = frozenset(_CODES.split())

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """A layout: whether a list of records is in it, and what becomes of each; None where it says nothing."""

    fits: Callable[[Sequence[Record]], bool]
    made: Callable[[Record], Record | None]


def laid_out_anew(value: Any, remarks: Remarks) -> Any:
    """A value with the lists that are in one of the layouts rewritten; None where there are none."""
    found, made = _anew(value, remarks, 0)
    return made if found else None


def _anew(value: Any, remarks: Remarks, depth: int) -> tuple[bool, Any]:
    if depth > _DEPTH or not isinstance(value, dict | list):
        return False, value
    if isinstance(value, dict):
        parts = {key: _anew(item, remarks, depth + 1) for key, item in value.items()}
        return any(found for found, _ in parts.values()), {key: item for key, (_, item) in parts.items()}
    records = [item for item in value if isinstance(item, dict)]
    if len(records) == len(value) > 1:
        for layout in LAYOUTS:
            if layout.fits(records[:_SAMPLE]):
                made = [layout.made(record) for record in records]
                remarks.leave_out("silent", made.count(None))
                return True, [record for record in made if record is not None]
    items = [_anew(item, remarks, depth + 1) for item in value]
    return any(found for found, _ in items), [item for _, item in items]


def _are_events(records: Sequence[Record]) -> bool:
    """Whether these are events of agents, of which some are messages, as negotiations are recorded."""
    if not all({"agent", "action", "data"} <= record.keys() for record in records):
        return False
    return any(isinstance(record["data"], str) for record in records)


def _event(record: Record) -> Record | None:
    """What an agent writes; what else one does has no words."""
    if not isinstance(record["data"], str):
        return None
    rest = {key: item for key, item in record.items() if key not in {"agent", "data", "time", "start_time"}}
    sent = {"timestamp": record["start_time"]} if record.get("start_time") is not None else {}
    return {"speaker": str(record["agent"]), "text": record["data"], **sent, **rest}


def _are_in_languages(records: Sequence[Record]) -> bool:
    """Whether each record says the same in several languages, under their codes or names."""
    codes = [key for key in records[0] if plain(key) in _LANGUAGES]
    if len(codes) < 2:
        return False
    return all(isinstance(record.get(code), str) for record in records for code in codes)


def _in_languages(record: Record) -> Record | None:
    """What stands first are the words, the others beside them."""
    first = next((key for key in record if plain(key) in _LANGUAGES), "")
    return {"text" if key == first else key: item for key, item in record.items()}


LAYOUTS: tuple[RecordLayout, ...] = (
    RecordLayout(_are_events, _event),
    RecordLayout(_are_in_languages, _in_languages),
)
