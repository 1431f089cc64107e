"""Fills the places of lost and damaged turns of a dialogue from the text that was received."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.core.repair_steps import replayed
from annotator.model import RepairStep

_MOST_MISSING = 100_000  # turns of a dialogue; a greater number is itself damaged


@dataclass(slots=True)
class SavedTurn:
    """A turn as it was saved; ``chunk`` is its lead with its received text, None where that is lost."""

    id: int
    lead: str = ""
    received: str = ""
    speaker: str = ""
    there: bool = True  # whether its row was saved
    chunk: str | None = None


def fitted(chunks: Sequence[str | None], text: str) -> list[tuple[int, int] | None]:
    """Where each chunk stands in a text, in order; None for one that is not known or not found."""
    found: list[tuple[int, int] | None] = [None] * len(chunks)
    low, first = 0, 0
    while first < len(chunks) and (chunk := chunks[first]) is not None and text.startswith(chunk, low):
        found[first] = low, low + len(chunk)
        low += len(chunk)
        first += 1
    for index in range(first, len(chunks)):
        chunk = chunks[index]
        if chunk and text.count(chunk, low) == 1:
            at = text.index(chunk, low)
            found[index] = at, at + len(chunk)
            low = at + len(chunk)
        elif chunk and index and found[index - 1] and text.startswith(chunk, low):
            found[index] = low, low + len(chunk)
            low += len(chunk)
    return found


def pieces(text: str, leads: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """A stretch of received text as turns (lead, text, speaker), by leads that are known of the dialogue."""
    starts: list[tuple[int, str]] = []
    for lead in sorted((each for each in leads if each.strip()), key=len, reverse=True):
        at = text.find(lead)
        while at >= 0:
            if not any(place <= at < place + len(other) for place, other in starts):
                starts.append((at, lead))
            at = text.find(lead, at + 1)
    starts.sort()
    if not starts:
        return [("", text, "")] if text else []
    ends = [*(at for at, _ in starts[1:]), len(text)]
    made = [
        (lead, text[at + len(lead) : end], leads[lead]) for (at, lead), end in zip(starts, ends, strict=True)
    ]
    lead, rest, speaker = made[0]
    return [(text[: starts[0][0]] + lead, rest, speaker), *made[1:]]


def mend_turns(  # noqa: PLR0917 - what is known, and what comes of it
    db: sqlite3.Connection,
    dialogue: int,
    text: str | None,
    damaged: set[int],
    lost: Counter[str],
    restored: Counter[str],
) -> None:
    """Give a dialogue all its turns, in order, with the received text where ``text`` has it."""
    places = _places(db, dialogue, damaged)
    if text is not None and _is_its_text(places, text):
        places, tail = _filled(db, dialogue, places, text, restored)
        db.execute("UPDATE dialogue SET tail = ? WHERE id = ?", (tail, dialogue))
    for place in places:
        if place.chunk is None:
            lost["turn"] += 1
    _write(db, dialogue, places)
    _mend_texts(db, dialogue, lost)


def _is_its_text(places: Sequence[SavedTurn], text: str) -> bool:
    """Whether most of the turns stand in it: else the file was read in another way than is known now."""
    known = [place.chunk for place in places if place.chunk is not None]
    return 2 * sum(at is not None for at in fitted(known, text)) >= len(known)


def _places(db: sqlite3.Connection, dialogue: int, damaged: set[int]) -> list[SavedTurn]:
    """The turns in order, with a place for each that is missing between them or behind the last one."""
    (count,) = db.execute("SELECT turn_count FROM dialogue WHERE id = ?", (dialogue,)).fetchone()
    rows = db.execute(
        "SELECT id, position, lead, coalesce(received, text), speaker FROM turn WHERE dialogue = ? "
        "ORDER BY position",
        (dialogue,),
    ).fetchall()
    if not rows:
        return _all_places(db, dialogue, count)
    taken = _taken(db) if len(rows) != count else _Numbers((), 0)
    may_miss = max(0, count - len(rows)) if count >= len(rows) else _MOST_MISSING  # else the count is damaged
    places: list[SavedTurn] = []
    expected = 0
    for number, position, lead, received, speaker in _in_order(rows, max(count, len(rows))):
        missing = min(max(position - expected, 0), may_miss, _MOST_MISSING)
        places += [SavedTurn(taken.next(number - missing + n), there=False) for n in range(missing)]
        whole = number not in damaged
        places.append(SavedTurn(number, lead, received, speaker, chunk=lead + received if whole else None))
        expected = position + 1
    if expected < count <= expected + _MOST_MISSING:
        last = rows[-1][0]
        places += [SavedTurn(taken.next(last + n), there=False) for n in range(1, count - expected + 1)]
    return places


def _in_order(rows: list[tuple[Any, ...]], count: int) -> list[tuple[Any, ...]]:
    """The rows of turns in order; one with a place that none of so many has stands behind the row before."""
    standing = {row[1]: row for row in rows if 0 <= row[1] < count}
    if len(standing) == len(rows):
        return rows
    places = {row[0]: place for place, row in standing.items()}
    for row in rows:
        if row[0] in places:
            continue
        place = 1 + max((at for number, at in places.items() if number < row[0]), default=-1)
        while place in standing:
            place += 1
        standing[place] = (row[0], place, *row[2:])
        places[row[0]] = place
    return [standing[place] for place in sorted(standing)]


def _all_places(db: sqlite3.Connection, dialogue: int, count: int) -> list[SavedTurn]:
    """The places of a dialogue that lost all its turns: their numbers follow those of the one before."""
    (before,) = db.execute("SELECT coalesce(max(id), 0) FROM turn WHERE dialogue < ?", (dialogue,)).fetchone()
    taken = _taken(db)
    return [SavedTurn(taken.next(before + n), there=False) for n in range(1, min(count, _MOST_MISSING) + 1)]


class _Numbers:
    """The row numbers of turns that are taken, and the greatest of them."""

    def __init__(self, taken: Iterable[int], greatest: int) -> None:
        self._taken = set(taken)
        self._greatest = greatest

    def next(self, wanted: int) -> int:
        """The row number that a missing turn had, as far as its neighbours tell."""
        if wanted < 1 or wanted in self._taken:
            wanted = self._greatest + 1
        self._taken.add(wanted)
        self._greatest = max(self._greatest, wanted)
        return wanted


def _taken(db: sqlite3.Connection) -> _Numbers:
    numbers = [row[0] for row in db.execute("SELECT id FROM turn")]
    return _Numbers(numbers, max(numbers, default=0))


def _filled(
    db: sqlite3.Connection, dialogue: int, places: list[SavedTurn], text: str, restored: Counter[str]
) -> tuple[list[SavedTurn], str]:
    (tail,) = db.execute("SELECT tail FROM dialogue WHERE id = ?", (dialogue,)).fetchone()
    end = len(text) - len(tail) if tail and text.endswith(tail) else len(text)
    found = fitted([place.chunk for place in places], text[:end])
    # Of damaged rows the lead may be right; one that is not stands nowhere in the text.
    leads = {place.lead: place.speaker for place in places if place.there}
    if not leads:  # nothing of the dialogue is left: speakers are marked as in the others
        leads = dict(db.execute("SELECT DISTINCT lead, speaker FROM turn WHERE speaker <> '' LIMIT 1000"))
    made: list[SavedTurn] = []
    low = index = 0
    while index <= len(places):
        run = index
        while run < len(places) and found[run] is None:
            run += 1
        at = found[run] if run < len(places) else None
        high = at[0] if at is not None else end
        if run == len(places) and run == index and not tail:
            break  # what follows the last turn is the tail
        made += _stretch(places[index:run], text[low:high], leads, restored)
        if at is None:
            low = high
            break
        made.append(places[run])
        low, index = at[1], run + 1
    return made, text[low:]


def _stretch(
    places: Sequence[SavedTurn], text: str, leads: Mapping[str, str], restored: Counter[str]
) -> list[SavedTurn]:
    """The turns whose places these are, with the text that stands between their neighbours."""
    parts = pieces(text, leads)
    if len(places) == 1 and places[0].there and text.startswith(places[0].lead):
        lead = places[0].lead
        parts = [(lead, text[len(lead) :], places[0].speaker)]
    if not places:
        places = [SavedTurn(0, there=False) for _ in parts]
    elif len(parts) > len(places):
        rest = "".join(lead + said for lead, said, _ in parts[len(places) - 1 :])
        cut = len(parts[len(places) - 1][0])
        parts = [*parts[: len(places) - 1], (rest[:cut], rest[cut:], parts[len(places) - 1][2])]
    made = []
    for place, part in zip(places, [*parts, *[None] * (len(places) - len(parts))], strict=True):
        if part is None:
            place.lead = place.received = ""
            place.chunk = None
        else:
            place.lead, place.received = part[0], part[1]
            place.speaker = place.speaker or part[2]
            place.chunk = part[0] + part[1]
            restored["turn"] += 1
        made.append(place)
    return made


def _write(db: sqlite3.Connection, dialogue: int, places: Sequence[SavedTurn]) -> None:
    # Positions are unique, so that those that move step aside first, below all there are.
    (least,) = db.execute(
        "SELECT min(-1, min(position)) FROM turn WHERE dialogue = ?", (dialogue,)
    ).fetchone()
    db.executemany(
        "UPDATE turn SET position = ? WHERE id = ?",
        [(least - number, place.id) for number, place in enumerate(places, 1) if place.there],
    )
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM turn").fetchone()
    for position, place in enumerate(places):
        if not place.there:
            last += 1
            number = place.id or last
            db.execute(
                "INSERT INTO turn (id, dialogue, position, speaker, lead, text) VALUES (?, ?, ?, ?, ?, ?)",
                (number, dialogue, position, place.speaker, place.lead, place.received),
            )
            continue
        db.execute(
            "UPDATE turn SET position = ?, speaker = ?, lead = ? WHERE id = ?",
            (position, place.speaker, place.lead, place.id),
        )
        db.execute(
            "UPDATE turn SET received = ? WHERE id = ? AND coalesce(received, text) IS NOT ?",
            (place.received, place.id, place.received),
        )


def _mend_texts(db: sqlite3.Connection, dialogue: int, lost: Counter[str]) -> None:
    """Let each text be what its steps make of what was received; steps that do not fit are taken out."""
    steps: dict[tuple[str, int | None], list[RepairStep]] = {}
    for part, turn, start, end, before, after in db.execute(
        'SELECT part, turn, start, "end", before, after FROM step WHERE dialogue = ? '
        'ORDER BY start, "end", id',
        (dialogue,),
    ):
        steps.setdefault((part, turn), []).append(RepairStep(start, end, before, after, "encoding", "", 1.0))
    (tail,) = db.execute("SELECT tail FROM dialogue WHERE id = ?", (dialogue,)).fetchone()
    texts: list[tuple[str, int | None, str]] = [("tail", None, tail)]
    rows = db.execute("SELECT id, lead, received, text FROM turn WHERE dialogue = ?", (dialogue,)).fetchall()
    texts += [("lead", row[0], row[1]) for row in rows]
    for part, turn, text in texts:
        if (part, turn) in steps and replayed(text, steps[part, turn]) is None:
            _drop_steps(db, dialogue, part, turn, lost)
    for turn, _, received, text in rows:
        base = text if received is None else received
        made = replayed(base, steps.get(("text", turn), []))
        if made is None:
            _drop_steps(db, dialogue, "text", turn, lost)
            made = base
        if made != text or received == made:
            db.execute(
                "UPDATE turn SET text = ?, received = ? WHERE id = ?",
                (made, None if base == made else base, turn),
            )
        db.execute(
            "UPDATE turn SET gaps = NULL WHERE id = ? AND gaps IS NOT NULL AND EXISTS (SELECT 1 FROM "
            "json_each(gaps) WHERE json_extract(value, '$[0]') < 0 OR json_extract(value, '$[1]') > ? "
            "OR json_extract(value, '$[0]') > json_extract(value, '$[1]'))",
            (turn, len(made)),
        )
        lost["span"] += db.execute(
            'UPDATE tag SET "start" = min("start", ?), "end" = min("end", ?) WHERE turn = ? AND "end" > ?',
            (len(made), len(made), turn, len(made)),
        ).rowcount


def _drop_steps(
    db: sqlite3.Connection, dialogue: int, part: str, turn: int | None, lost: Counter[str]
) -> None:
    lost["step"] += db.execute(
        "DELETE FROM step WHERE dialogue = ? AND part = ? AND turn IS ?", (dialogue, part, turn)
    ).rowcount
