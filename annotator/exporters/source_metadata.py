"""What the source said of turns: when they were said, their ids, whom they answer; and what it did not say.

Nothing is made up here without being marked: a :class:`TimeSpan` says whether its times are invented.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from annotator.model import DialogueRecord, Turn

_SECOND = 1000  # ms
_TIER = re.compile(r"tier (?P<name>.+?)(?:, line \d+)?\Z", re.DOTALL)  # a place in a file


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """When a turn is said, in milliseconds; ``invented``: the source does not say all of it."""

    start: int
    end: int
    invented: bool = False


def start_of(turn: Turn) -> float | None:
    """When a turn begins, in seconds, as its source says; None where it does not."""
    return _number(turn.meta.get("start"))


def end_of(turn: Turn) -> float | None:
    """When a turn ends, in seconds, as its source says; None where it does not."""
    return _number(turn.meta.get("end"))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def text_of(turn: Turn, key: str) -> str:
    """A turn's ``id``, ``reply_to`` or ``time`` as its source has it; "" for none."""
    value = turn.meta.get(key)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, dict | list | tuple) else str(value)


def spans(record: DialogueRecord) -> list[TimeSpan]:
    """When each turn is said; for those of which the source does not say it, between their neighbours.

    Where it says nothing at all, turn n, counted from 0, lasts from second n to second n + 1.
    """
    given = [(start_of(item.turn), end_of(item.turn)) for item in record.turns]
    starts = [_ms(start) for start, _ in given]
    if all(start is None for start in starts):
        return [TimeSpan(at * _SECOND, (at + 1) * _SECOND, invented=True) for at in range(len(given))]
    begins = _filled(starts)
    following = [*begins[1:], None]
    made = []
    for at, (_, end) in enumerate(given):
        last = _ms(end)
        whole = starts[at] is not None and last is not None and last > begins[at]
        if last is None or last <= begins[at]:
            after = following[at]
            last = after if after is not None and after > begins[at] else begins[at] + _SECOND
        made.append(TimeSpan(begins[at], last, invented=not whole))
    return made


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None or seconds < 0 else round(seconds * _SECOND)


def _filled(starts: Sequence[int | None]) -> list[int]:
    """Starts with the missing ones spread evenly between those that are known; at least one is."""
    known = [(at, start) for at, start in enumerate(starts) if start is not None]
    first, last = known[0], known[-1]
    ends = [(0, 0), *known] if first[0] else known
    ends = [*ends, (len(starts), last[1] + _SECOND * (len(starts) - last[0]))]
    filled = [0] * len(starts)
    for (low, begin), (high, end) in pairwise(ends):
        for at in range(low, high):
            filled[at] = begin + (end - begin) * (at - low) // (high - low)
    return filled


def invented_times(record: DialogueRecord) -> int:
    """How many turns have times that the source does not give."""
    return sum(span.invented for span in spans(record))


def replies(record: DialogueRecord) -> list[str | None]:
    """The key of the turn that each turn answers: as the source says, else None.

    Where the source says of no turn whom it answers, each answers the one before; see :func:`says_replies`.
    """
    if not says_replies(record):
        keys = [item.turn.key for item in record.turns]
        return [None, *keys[:-1]] if keys else []
    by_id: dict[str, str] = {}
    for item in record.turns:
        by_id.setdefault(text_of(item.turn, "id"), item.turn.key)
    by_id.pop("", None)
    return [by_id.get(text_of(item.turn, "reply_to")) for item in record.turns]


def tiers(record: DialogueRecord) -> list[str]:
    """The tier of its file on which each turn stands; "" for none, and where several people speak on it."""
    found = [_tier(item.turn) for item in record.turns]
    people: dict[str, set[str]] = {}
    for name, item in zip(found, record.turns, strict=True):
        people.setdefault(name, set()).add(item.turn.speaker)
    return [name if len(people[name]) == 1 else "" for name in found]


def _tier(turn: Turn) -> str:
    place = turn.meta.get("place")
    match = _TIER.match(place) if isinstance(place, str) else None
    return match["name"] if match else ""


def below(turn: Turn) -> dict[str, list[str]]:
    """What other tiers of its file say of a turn: each tier's name, and its values."""
    said = turn.meta.get("tiers")
    found: dict[str, list[str]] = {}
    for name, values in said.items() if isinstance(said, Mapping) else ():
        several = values if isinstance(values, list | tuple) else [values]
        if all(isinstance(value, str) for value in several) and any(several):
            found[str(name)] = list(several)
    return found


def recordings(record: DialogueRecord) -> list[str]:
    """The recordings that the file of a dialogue names."""
    said = record.dialogue.meta.get("media")
    several = said if isinstance(said, list | tuple) else [said]
    return [one for one in several if isinstance(one, str) and one]


def says_replies(record: DialogueRecord) -> bool:
    """Whether the source says of any turn whom it answers."""
    return any(text_of(item.turn, "reply_to") for item in record.turns)


def invented_replies(record: DialogueRecord) -> int:
    """How many replies the source does not give."""
    return 0 if says_replies(record) else max(0, len(record.turns) - 1)


def timestamp(turn: Turn) -> float | int | None:
    """When a turn was said: the source's own number, its date as seconds since 1970, else its start."""
    value = turn.meta.get("time")
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return value
    if isinstance(value, str):
        return _of_text(value.strip()) if value.strip() else start_of(turn)
    return start_of(turn)


def _of_text(value: str) -> float | int | None:
    if value.replace(".", "", 1).isdigit() and value.isascii():
        return float(value) if "." in value else int(value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def attributes(record: DialogueRecord) -> dict[str, dict[str, str]]:
    """What the source says about the speakers of a dialogue: age, first language, role and the like."""
    said = record.dialogue.meta.get("speakers")
    found: dict[str, dict[str, str]] = {}
    for speaker, about in said.items() if isinstance(said, dict) else ():
        if isinstance(about, dict):
            values = {name: _shown(value) for name, value in about.items()}
            found[str(speaker)] = {str(name): value for name, value in values.items() if value}
    return found


def _shown(value: object) -> str:
    if value is None or isinstance(value, dict | list | tuple):
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def about_speakers(record: DialogueRecord) -> dict[str, str]:
    """What the source says about speakers, as ``age=31; L1=German``, for those it says anything about."""
    return {
        speaker: "; ".join(f"{name}={value}" for name, value in said.items())
        for speaker, said in attributes(record).items()
    }


def headers(record: DialogueRecord) -> Mapping[str, object]:
    """The headers of a CHAT file that a dialogue came from; none where it came from another."""
    found = record.dialogue.meta.get("headers")
    return found if isinstance(found, dict) else {}
