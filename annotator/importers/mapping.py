"""Columns of records to dialogues of turns: guessing which column is what, and putting turns together."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.errors import UserError
from annotator.importers.readout import ROLES, Faults, Meta, ReadDialogue, ReadTurn, Role, one_break

_SAMPLE_ROWS = 200  # looked at to guess columns
_SHOWN_ROWS = 5
_SHOWN_CHARACTERS = 120
_LONGEST_NAME = 30
_SPOKEN = 12.0  # characters a column's values have on average when they may be what was said

# Names of columns that mean a role, likeliest first, as :func:`plain` leaves them.
NAMES: dict[Role, tuple[str, ...]] = {
    "text": (
        "text", "utterance", "utterancetext", "content", "message", "messagetext", "body", "value",
        "transcript", "transcription", "sentence", "words", "speech", "msg", "line", "turntext", "turn",
        "said", "内容", "文本", "话语", "消息", "发言内容", "正文", "台词",
    ),
    "speaker": (
        "speaker", "speakername", "speakerid", "author", "authorname", "from", "role", "sender", "username",
        "user", "userid", "participant", "who", "actor", "person", "name", "speakerlabel", "authorid",
        "character", "说话人", "发言人", "讲者", "角色", "作者", "用户", "姓名",
    ),
    "dialogue": (
        "dialogueid", "dialogid", "conversationid", "convid", "convoid", "conv", "threadid", "sessionid",
        "chatid", "dialogue", "dialog", "conversation", "thread", "session", "interview", "interviewid",
        "recording", "transcriptid", "meeting", "episode", "file", "filename",
        "对话", "对话编号", "会话", "会话编号", "场次",
    ),
    "id": ("id", "turnid", "utteranceid", "messageid", "uttid", "msgid", "uid", "guid", "uuid", "编号"),
    "reply_to": ("replyto", "inreplyto", "replytoid", "parentid", "parent", "respondsto", "回复"),
    "start": ("start", "starttime", "begin", "begintime", "onset", "startsec", "tmin", "开始", "开始时间"),
    "end": ("end", "endtime", "stop", "offset", "endsec", "tmax", "结束", "结束时间"),
    "time": ("timestamp", "time", "datetime", "date", "createdat", "createtime", "sentat", "ts", "时间"),
    "order": (
        "turnindex", "position", "turnnumber", "turnno", "turnnum", "turnidx", "order", "index", "sequence",
        "seq", "utteranceindex", "序号", "轮次",
    ),
}  # fmt: skip
_BY_NAME = {name: role for role, names in NAMES.items() for name in names}


@dataclass(slots=True)
class Row:
    """One record: where it stands, its values by column, and the number of the dialogue it lies in."""

    place: str
    values: Mapping[str, Any]
    group: int = 0


@dataclass(slots=True)
class Group:
    """A dialogue that the file itself sets apart."""

    place: str = ""
    title: str = ""
    meta: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """Records with the columns they have; ``groups`` where the file nests them in dialogues."""

    columns: tuple[str, ...]
    rows: list[Row]
    groups: list[Group] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)


def plain(name: str) -> str:
    """A column's name without case, blanks and signs; of a dotted path the end counts."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]+", "", folded)


def guess(table: Table, *, taken: Mapping[str, str] | None = None, eager: bool = True) -> dict[str, str]:
    """The likeliest column for each role, by name first; the text also by its length.

    ``taken`` has been decided already. ``eager``: a table holds turns for sure, so that short texts
    and columns without names will do.
    """
    taken = taken or {}
    free = [column for column in table.columns if column not in taken.values()]
    sample = table.rows[:_SAMPLE_ROWS]
    found = _by_name(free, [role for role in ROLES if role not in taken])
    if "text" not in taken and not _says_something(sample, found.get("text", "")):
        found.pop("text", None)
        # Settings and lists of labels are JSON, too; without a sign of speakers a long text is none.
        sure = eager or plain(found.get("speaker", taken.get("speaker", "name"))) != "name"
        longest = _longest(sample, _without(free, found), eager=eager) if sure else None
        if longest is not None:
            found["text"] = longest
    if eager and "speaker" not in found and "speaker" not in taken:
        who = _comes_again(sample, _without(free, found))
        if who is not None:
            found["speaker"] = who
    if table.groups:
        found.pop("dialogue", None)
    return found


def _without(columns: Sequence[str], found: Mapping[str, str]) -> list[str]:
    return [column for column in columns if column not in found.values()]


def _by_name(columns: Sequence[str], roles: Sequence[Role]) -> dict[str, str]:
    """A column for each role by its name, or by what stands behind the last dot of it."""
    found: dict[str, str] = {}
    for name_of in (plain, _end):
        words = {column: name_of(column) for column in columns}
        for role in roles:
            ranked = [
                (NAMES[role].index(word), column)
                for column, word in words.items()
                if _BY_NAME.get(word) == role and column not in found.values()
            ]
            if ranked and role not in found:
                found[role] = min(ranked)[1]
    return found


def _end(name: str) -> str:
    return plain(name.rpartition(".")[2])


def _longest(rows: Sequence[Row], columns: Sequence[str], *, eager: bool) -> str | None:
    """The column whose texts are longest on average, and long enough; or the only one."""
    lengths = {column: _length(rows, column) for column in columns}
    best = max(lengths, key=lengths.__getitem__, default=None)
    if best is not None and (lengths[best] >= (0.1 if eager else _SPOKEN) or (eager and len(columns) == 1)):
        return best
    return None


def _comes_again(rows: Sequence[Row], free: Sequence[str]) -> str | None:
    """The first column without a name of its own whose short values come again, as those of speakers do."""
    for column in (column for column in free if column.startswith("column ")):
        values = [str(value) for row in rows if (value := row.values.get(column)) not in (None, "")]
        short = (
            values
            and max(map(len, values)) <= _LONGEST_NAME
            and not all(seconds(value) is not None for value in values)
        )
        if short and len(set(values)) <= max(1, len(values) * 2 // 3):
            return column
    return None


def _says_something(rows: Sequence[Row], column: str) -> bool:
    return any(isinstance(row.values.get(column), str | list) for row in rows)


def _length(rows: Sequence[Row], column: str) -> float:
    texts = [value for row in rows if isinstance(value := row.values.get(column), str) and value]
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def checked(table: Table, given: Mapping[str, str] | None, *, eager: bool = True) -> dict[str, str]:
    """A mapping that fits the table: what is given, and what is guessed about all else.

    A role that is given "" for a column has none, and is there as "" in the result, too. Raises
    UserError where a column that is named is not there, or nothing says where the text is.
    """
    given = given or {}
    for role, column in given.items():
        if role not in ROLES:
            raise UserError(
                f"Columns cannot be mapped to “{role}”",
                f"they can be {', '.join(ROLES)}",
                "Choose one of them",
            )
        if column and column not in table.columns:
            raise UserError(
                f"There is no column “{column}”",
                f"the columns are {_listed(table.columns)}",
                "Choose one of them",
            )
    guessed = guess(table, taken=given, eager=eager)
    found: dict[str, str] = {**guessed, **given}
    if not found.get("text"):
        raise UserError(
            "It is not clear where the words of the turns are",
            f"the columns are {_listed(table.columns)}" if table.columns else "there are no columns",
            "Say which column holds the text",
        )
    return {role: found[role] for role in ROLES if role in found}


def _listed(columns: Sequence[str]) -> str:
    shown = ", ".join(columns[:12])
    return shown if len(columns) <= 12 else f"{shown} and {len(columns) - 12} more"


def sample_of(table: Table) -> tuple[tuple[str, ...], ...]:
    """The first rows as a person may look at them, in the order of the columns."""
    return tuple(
        tuple(words_of(row.values.get(column))[:_SHOWN_CHARACTERS] for column in table.columns)
        for row in table.rows[:_SHOWN_ROWS]
    )


def words_of(value: object) -> str:
    """A value as text: strings as they are, the parts of a message joined, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        parts = [part if isinstance(part, str) else _part(part) for part in value]
        return "\n".join(part for part in parts if part)
    return _part(value) if isinstance(value, dict) else str(value)


def _part(value: object) -> str:
    """The words in one part of a message that consists of several."""
    if isinstance(value, dict):
        for key in ("text", "content", "value"):
            if isinstance(value.get(key), str):
                return str(value[key])
    return "" if isinstance(value, dict | list) or value is None else str(value)


def assemble(table: Table, mapping: Mapping[str, str]) -> tuple[ReadDialogue, ...]:
    """The dialogues of a table, in the order in which they begin; faults go to the table's own."""
    dialogues: dict[object, list[ReadTurn]] = {}
    orders: dict[object, list[float | None]] = {}
    taken = frozenset(mapping.values())
    column, order = mapping.get("dialogue") or None, mapping.get("order")
    for row in table.rows:
        turn = _turn(row, mapping, taken, table.faults)
        if turn is None:
            continue
        key: object = row.group if column is None else words_of(row.values.get(column))
        dialogues.setdefault(key, []).append(turn)
        orders.setdefault(key, []).append(seconds(row.values.get(order)) if order else None)
    made = []
    for key, turns in dialogues.items():
        ordered = _ordered(turns, orders[key])
        look_at_replies(ordered, table.faults)
        if column is None and table.groups:
            group = table.groups[int(str(key))]
            made.append(ReadDialogue(tuple(ordered), group.title, group.place, group.meta))
        else:
            title = "" if column is None else str(key)
            meta: Meta = {"id": key} if title else {}
            made.append(ReadDialogue(tuple(ordered), title, ordered[0].place, meta))
    return tuple(made)


def _turn(row: Row, mapping: Mapping[str, str], taken: frozenset[str], faults: Faults) -> ReadTurn | None:
    said = row.values.get(mapping["text"])
    if said is None or isinstance(said, dict):
        faults.add(row.place, f"there is no text in “{mapping['text']}”")
        return None
    speaker = mapping.get("speaker")
    meta: Meta = {}
    for role in ("id", "reply_to", "time"):
        value = row.values.get(mapping.get(role, ""))
        if value is not None and value != "":
            meta[role] = value if isinstance(value, str | int | float) else words_of(value)
    for role in ("start", "end"):
        value = row.values.get(mapping.get(role, ""))
        if value is not None and value != "":
            at = seconds(value)
            meta[role] = words_of(value) if at is None else at
    fields = {
        name: value
        for name, value in row.values.items()
        if value is not None
        and value != ""
        and (name not in taken or (name == mapping["text"] and not _plain_text(value)))
    }
    if fields:
        meta["fields"] = fields
    who = one_break(words_of(row.values.get(speaker))).strip() if speaker else ""
    return ReadTurn(who, one_break(words_of(said)), row.place, meta)


def _plain_text(value: object) -> bool:
    """Whether the turn's text holds all of a value."""
    return isinstance(value, str)


def _ordered(turns: list[ReadTurn], orders: Sequence[float | None]) -> list[ReadTurn]:
    known = [order for order in orders if order is not None]
    if len(known) < len(turns):
        return turns
    places = sorted(range(len(turns)), key=known.__getitem__)
    return [turns[place] for place in places]


_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)\Z")


def seconds(value: object) -> float | None:
    """A time or number as seconds: 12.5, "12,5", "00:01:02.500"; None where it is neither."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if match := _CLOCK.match(text):
        hours, minutes, rest = match.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))
    try:
        number = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def look_at_replies(turns: Sequence[ReadTurn], faults: Faults) -> None:
    """Note ids that come twice and replies that lead in a circle. All turns stay, in their order."""
    places: dict[object, str] = {}
    parents: dict[object, object] = {}
    for turn in turns:
        own = turn.meta.get("id")
        if own is None:
            continue
        if own in places:
            faults.add(turn.place, f"its id “{own}” is that of {places[own]} too", lost=False)
            continue
        places[own] = turn.place
        if (parent := turn.meta.get("reply_to")) is not None:
            parents[own] = parent
    settled: set[object] = set()
    for start in parents:
        path: dict[object, None] = {}
        at: object = start
        while at in parents and at not in settled and at not in path:
            path[at] = None
            at = parents[at]
        if at in path:
            faults.add(places[at], f"its replies lead back to itself (“{at}”)", lost=False)
        settled.update(path)
