"""Records whose columns are known to dialogues of turns."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from annotator.errors import Sentence
from annotator.importers.cell_values import (
    behind_clock,
    clock_before,
    in_brackets,
    name_of,
    named,
    turns_of,
    words_of,
)
from annotator.importers.column_mapping import ask_about_speakers, columns_together, strings_with_names
from annotator.importers.column_names import NAMES, of_person, plain
from annotator.importers.column_values import may_name
from annotator.importers.dialogue_borders import (
    begin_anew,
    begins_anew,
    changing_at,
    staying_between,
    times_fall,
)
from annotator.importers.exchange_sides import labels
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, ReadTurn, one_break
from annotator.importers.record_table import RecordRow, RecordTable
from annotator.importers.reply_trees import as_paths, roots_of
from annotator.importers.speaker_columns import about_speakers, of_turns
from annotator.importers.time_values import Unit, likely_unit, seconds, unit_of_name

NameIn = Callable[[str], tuple[str, str] | None]
_TIMES = ("start", "end")
_DURATIONS = frozenset(("duration", "dur", "durationms", "durationseconds", "turnduration"))
_EVERYWHERE = 2_000  # characters of what is said about a file, up to which each dialogue carries it
_MOSTLY = 0.9
_ASKED = 10_000  # rows whose times tell the unit


def assemble(
    table: RecordTable, mapping: Mapping[str, str], answers: Mapping[str, str] = MappingProxyType({})
) -> tuple[ReadDialogue, ...]:
    """The dialogues of a table, in the order in which they begin; faults go to the table's own."""
    making = _Making(table, mapping, answers)
    for row in table.rows:
        making.take(row)
    return tuple(making.dialogues())


class _Making:
    """Dialogues that grow by one record after the other."""

    def __init__(self, table: RecordTable, mapping: Mapping[str, str], answers: Mapping[str, str]) -> None:
        self._table = table
        self._answers = answers
        self._mapping = mapping
        self._whole = mapping.get("whole", "")
        self._answer = mapping.get("answer", "")
        self._by = columns_together(mapping.get("dialogue", ""), table.columns)
        self._taken = frozenset((*mapping.values(), *self._by))
        self._units = _units(table, mapping)
        free = [column for column in table.columns if column not in self._taken]
        durations = [column for column in free if plain(column) in _DURATIONS]
        self._lasting = durations[0] if durations and "start" in mapping and "end" not in mapping else ""
        speaker = mapping.get("speaker", "")
        self._people = about_speakers(table.rows, speaker, free) if speaker else {}
        self._labels = labels(table.rows, (mapping.get("text", ""), self._answer)) if self._answer else {}
        self._colons = _end_in_colons(table.rows, speaker)
        self._turns: dict[object, list[ReadTurn]] = {}
        self._orders: dict[object, list[float | None]] = {}
        self._fields: dict[object, Mapping[str, object]] = {}

    def take(self, row: RecordRow) -> None:
        """Add the turns of a record."""
        turns = (
            self._of_whole(row) if self._whole else self._of_sides(row) if self._answer else self._one(row)
        )
        if not turns:
            return
        both = (self._mapping.get("text", ""), self._answer)
        people = self._table.groups and any(map(of_person, both))
        alone = bool(self._whole or (self._answer and not people)) and not self._by
        key: object = row.place if alone else self._key(row)
        if alone and (fields := self._other(row)):
            self._fields[key] = fields
        order = self._mapping.get("order")
        at = seconds(row.values.get(order)) if order else None
        self._turns.setdefault(key, []).extend(turns)
        self._orders.setdefault(key, []).extend([at] * len(turns))

    def _key(self, row: RecordRow) -> object:
        if not self._by:
            return row.group
        return tuple(words_of(row.values.get(column)) for column in self._by)

    def dialogues(self) -> list[ReadDialogue]:
        """What came of all of them."""
        named_ones = not self._mapping.get("speaker") and not self._whole and not self._answer
        may = named_ones and "speaker" not in self._mapping
        name_in = self._names_in_texts() if may else None
        known = self._known_names(name_in) if name_in is not None else frozenset()
        everywhere: Meta = dict(self._table.about)
        if everywhere and len(json.dumps(everywhere, default=str)) > _EVERYWHERE:
            everywhere = {}
        made: list[ReadDialogue] = []
        turns = [turn for turns in self._turns.values() for turn in turns]
        if may and name_in is None and len(turns) > 1 and not self._table.groups:
            self._say_nobody(turns)
        self._by_restarts()
        self._by_trees()
        for key, turns in self._turns.items():
            ordered = _ordered(turns, self._orders[key])
            if name_in is not None:
                ordered = [_with_name(turn, name_in, known) for turn in ordered]
            ordered = self._once(ordered)
            about = self._about(key, ordered[0], everywhere)
            if known_about := of_turns(self._people, [turn.speaker for turn in ordered]):
                about = replace(about, meta={**about.meta, "speakers": known_about})
            paths = as_paths(replace(about, turns=tuple(ordered)), self._table.faults)
            for path in paths:
                look_at_replies(path.turns, self._table.faults)
            made.extend(paths)
        return made

    def _names_in_texts(self) -> NameIn | None:
        """How names stand before the words of turns, None where none do."""
        texts = [turn.text for turns in self._turns.values() for turn in turns]
        return next(
            (name_in for name_in in (named, in_brackets, behind_clock) if strings_with_names(texts, name_in)),
            None,
        )

    def _say_nobody(self, turns: Sequence[ReadTurn]) -> None:
        """Ask who speaks where a further column may say it; else nothing in the table does."""
        remarks = self._table.faults.remarks
        others = [column for column in self._table.columns if column not in self._taken]
        if column := may_name(self._table.rows, others):
            ask_about_speakers(self._table, column, taken="no")
        remarks.leave_out("unsaid", len(turns))

    def _by_restarts(self) -> None:
        """Divide what nothing else divides where the numbers of turns begin anew; asked about."""
        if self._by or self._table.groups or len(self._turns) != 1:
            return
        ((key, turns),) = self._turns.items()
        orders = self._orders[key]
        if self._by_times(key, turns):
            return
        starts = begin_anew(orders) or begin_anew([_number(turn.meta.get("id")) for turn in turns])
        if not starts or self._by_columns_of(key, starts):
            return
        self._table.faults.remarks.ask("restarts", count=len(starts), example=turns[starts[1]].text)
        if self._answers.get("restarts", "divide") != "divide":
            self._orders[key] = [None] * len(turns)
            return
        self._divide(key, starts)

    def _by_times(self, key: object, turns: Sequence[ReadTurn]) -> bool:
        """Divide where times begin anew: where a column changes there and only there, else if so answered."""
        times = [turn.meta.get("start") for turn in turns]
        starts = times_fall(times)
        if not starts:
            return False
        free = [column for column in self._table.columns if column not in self._taken]
        rows = self._table.rows
        if len(rows) == len(turns) and (column := staying_between(rows, free, starts)):
            values = [words_of(row.values.get(column)) for row in rows]
            borders = [0, *(at for at, (one, other) in enumerate(pairwise(values), 1) if one != other)]
            self._divide(key, borders, [(values[at],) for at in borders])
            self._by = (column,)
            return True
        if not begins_anew(times, starts):
            return False
        self._table.faults.remarks.ask("times-anew", count=len(starts), example=turns[starts[1]].text)
        if self._answers.get("times-anew") == "divide":
            self._divide(key, starts)
            return True
        return False

    def _divide(self, key: object, starts: Sequence[int], keys: Sequence[object] = ()) -> None:
        """Make a dialogue of each stretch; ``keys`` are theirs, else they are numbered."""
        turns, orders = self._turns[key], self._orders[key]
        named = keys or [f"part {at}" for at, _ in enumerate(starts, 1)]
        spans = list(zip(named, starts, [*starts[1:], len(turns)], strict=True))
        self._turns = {each: turns[start:end] for each, start, end in spans}
        self._orders = {each: orders[start:end] for each, start, end in spans}

    def _by_columns_of(self, key: object, starts: Sequence[int]) -> bool:
        """Divide by columns that change where the numbers begin anew, and only there; False without such."""
        rows, turns = self._table.rows, self._turns[key]
        free = [column for column in self._table.columns if column not in self._taken]
        by = changing_at(rows, free, starts) if len(rows) == len(turns) else ()
        if not by:
            return False
        keys = [tuple(words_of(rows[at].values.get(column)) for column in by) for at in starts]
        self._by = by
        self._divide(key, starts, keys)
        return True

    def _by_trees(self) -> None:
        """Make each tree of replies a dialogue, where nothing else tells them apart and most turns reply."""
        if self._by or self._table.groups or len(self._turns) != 1:
            return
        ((key, turns),) = self._turns.items()
        if len({str(turn.meta.get("id")) for turn in turns}) < len(turns):
            return
        roots = roots_of(turns)
        if len(set(roots)) < 2 or sum(root != at for at, root in enumerate(roots)) < len(turns) / 2:
            return
        orders = self._orders[key]
        self._turns, self._orders = {}, {}
        for turn, order, root in zip(turns, orders, roots, strict=True):
            self._turns.setdefault(f"tree {root}", []).append(turn)
            self._orders.setdefault(f"tree {root}", []).append(order)

    def _known_names(self, name_in: NameIn) -> frozenset[str]:
        pairs = (name_in(turn.text) for turns in self._turns.values() for turn in turns)
        return frozenset(pair[0] for pair in pairs if pair is not None)

    def _once(self, turns: list[ReadTurn]) -> list[ReadTurn]:
        """Turns without those that stand there again, as where several people labelled each.

        What a repeated row says otherwise is kept with the first one, under ``repeated``.
        """
        first: dict[tuple[object, ...], int] = {}
        kept: list[ReadTurn] = []
        for turn in turns:
            key = (
                turn.meta.get("id"),
                turn.speaker,
                turn.text,
                turn.meta.get("start"),
                turn.meta.get("time"),
            )
            if key[0] is None or key not in first:
                first[key] = len(kept)
                kept.append(turn)
                continue
            at = first[key]
            kept[at] = _with_repeated(kept[at], turn)
            self._table.faults.remarks.leave_out("repeated")
        return kept

    def _about(self, key: object, first: ReadTurn, everywhere: Meta) -> ReadDialogue:
        if isinstance(key, tuple):
            title = (
                key[0]
                if len(key) == 1
                else ", ".join(f"{column} {value}" for column, value in zip(self._by, key, strict=True))
            )
            meta: Meta = {"id": title} if title else {}
            if everywhere:
                meta["fields"] = everywhere
            return ReadDialogue((), title, first.place, meta)
        if self._table.groups and not isinstance(key, str):
            group = self._table.groups[int(str(key))]
            return ReadDialogue((), group.title, group.place, group.meta)
        fields = {**everywhere, **self._fields.get(key, {})}
        return ReadDialogue((), "", first.place, {"fields": fields} if fields else {})

    # --- one record -----------------------------------------------------------------------

    def _one(self, row: RecordRow) -> list[ReadTurn]:
        said = row.values.get(self._mapping["text"])
        if said is None or isinstance(said, dict) or (isinstance(said, list) and said and not words_of(said)):
            self._table.faults.add(
                row.place, Sentence("there is no text in “{column}”", column=self._mapping["text"])
            )
            return []
        speaker = self._mapping.get("speaker")
        who = one_break(name_of(row.values.get(speaker))) if speaker else ""
        who = who.strip(" :：") or who if self._colons else who
        text, meta = one_break(words_of(said)), self._meta(row, fields=True)
        if "\x15" in text and (mark := _BULLET.search(text)) is not None:  # as CHAT writes times
            meta = {"start": int(mark["start"]) / 1000, "end": int(mark["end"]) / 1000, **meta}
            text = _BULLET.sub("", text)
        return [ReadTurn(who, text, row.place, meta)]

    def _of_sides(self, row: RecordRow) -> list[ReadTurn]:
        """Two turns, each called by its column where no column says who speaks."""
        turns: list[ReadTurn] = []
        for column in (self._mapping["text"], self._answer):
            said = words_of(row.values.get(column))
            if said.strip():
                first = not turns
                meta = self._meta(row, fields=bool(self._by)) if first else {}
                said = (
                    said.removeprefix(self._labels.get(column, "")).lstrip()
                    if column in self._labels
                    else said
                )
                side = column.partition(".")[0]
                who = side if of_person(side) else column
                turns.append(ReadTurn(who, one_break(said), f"{row.place}, {column}", meta))
            else:
                self._table.faults.add(
                    row.place, Sentence("there is nothing in “{column}”", column=column), lost=False
                )
        return turns

    def _of_whole(self, row: RecordRow) -> list[ReadTurn]:
        value = row.values.get(self._whole)
        found = turns_of(value, sure=True)
        turns: list[ReadTurn] = []
        for number, one in enumerate(found, 1):
            place = f"{row.place}, {self._whole} {number}"
            if isinstance(one, dict):
                who, said, rest = _record(one)
                turns.append(ReadTurn(who, one_break(said), place, {"fields": rest} if rest else {}))
            else:
                turns.append(ReadTurn(one[0], one_break(one[1]), place))
        said = words_of(value)
        if not turns and said.strip() not in {"", "[]", "{}"}:
            self._table.faults.add(
                row.place,
                Sentence("“{words}” is one turn: no names stand in it", words=self._whole),
                lost=False,
            )
            return [ReadTurn("", one_break(said), row.place)]
        if not turns:
            self._table.faults.add(row.place, Sentence("there is nothing in “{words}”", words=self._whole))
        return turns

    def _meta(self, row: RecordRow, *, fields: bool) -> Meta:
        meta: Meta = {}
        for role in ("id", "reply_to", "time"):
            value = row.values.get(self._mapping.get(role, ""))
            if value is not None and value != "":
                meta[role] = value if isinstance(value, str | int | float) else words_of(value)
        for role in _TIMES:
            value = row.values.get(self._mapping.get(role, ""))
            if value is not None and value != "":
                at = seconds(value, self._units[role])
                meta[role] = words_of(value) if at is None else at
        lasting = seconds(row.values.get(self._lasting), self._units["start"]) if self._lasting else None
        if lasting is not None and isinstance(start := meta.get("start"), int | float):
            meta["end"] = round(start + lasting, 6)
        if fields and (kept := self._other(row)):
            meta["fields"] = kept
        return meta

    def _other(self, row: RecordRow) -> dict[str, object]:
        """Everything that is none of the roles, and a text that is more than its words."""
        text = self._mapping.get("text")
        return {
            name: value
            for name, value in row.values.items()
            if value is not None
            and value != ""
            and (name not in self._taken or (name == text and not isinstance(value, str)))
        }


def _record(one: Mapping[str, object]) -> tuple[str, str, dict[str, object]]:
    """Who speaks in a record inside a cell, what is said, and the rest."""

    def key_of(names: Sequence[str]) -> str:
        return min(
            (key for key in one if plain(key) in names), key=lambda key: names.index(plain(key)), default=""
        )

    who, said = key_of(NAMES["speaker"]), key_of(NAMES["text"])
    rest = {key: value for key, value in one.items() if key not in {who, said} and value not in (None, "")}
    return name_of(one.get(who)), words_of(one.get(said)), rest


def _with_repeated(turn: ReadTurn, again: ReadTurn) -> ReadTurn:
    """A turn with what the same turn says otherwise further down."""
    own, others = turn.meta.get("fields"), again.meta.get("fields")
    own, others = own if isinstance(own, dict) else {}, others if isinstance(others, dict) else {}
    before = own.get("repeated")
    other = {name: value for name, value in others.items() if own.get(name) != value}
    listed = [*(before if isinstance(before, list) else ()), other]
    return replace(turn, meta={**turn.meta, "fields": {**own, "repeated": listed}})


_BULLET = re.compile(r"[ \t]*\x15(?P<start>\d{1,12})_(?P<end>\d{1,12})\x15")
_SEVERAL = re.compile(r", | and | & |和|、")


def _with_name(turn: ReadTurn, name_in: NameIn, known: frozenset[str]) -> ReadTurn:
    """A turn whose text begins with a name, or with several that others of the file have."""
    pair = name_in(turn.text)
    if pair is not None:
        at = seconds(clock_before(turn.text)) if name_in is behind_clock else None
        meta = {"start": at, **turn.meta} if at is not None else turn.meta
        return replace(turn, speaker=pair[0], text=pair[1], meta=meta)
    names, colon, words = turn.text.partition(":")
    if colon and all(name.strip() in known for name in _SEVERAL.split(names)):
        return replace(turn, speaker=names.strip(), text=words.strip())
    return turn


def _units(table: RecordTable, mapping: Mapping[str, str]) -> dict[str, Unit]:
    """The unit of the numbers in each column of times; told where it is a guess."""
    units: dict[str, Unit] = dict.fromkeys(_TIMES, "s")
    columns = {role: mapping.get(role, "") for role in _TIMES}
    for role, column in columns.items():
        units[role] = unit_of_name(plain(column)) or "s"
    if set(units.values()) != {"s"} or not columns["start"]:
        return units
    rows = table.rows[:_ASKED]
    starts = [row.values.get(columns["start"]) for row in rows]
    if columns["end"]:
        ends = [row.values.get(columns["end"]) for row in rows]
    else:  # a turn lasts until the next one begins
        starts, ends, rows = starts[:-1], starts[1:], rows[:-1]
    text = mapping.get("text") or mapping.get("whole", "")
    unit = likely_unit(starts, ends, [len(words_of(row.values.get(text))) for row in rows])
    if unit != "s":
        shown = " and ".join(f"“{column}”" for column in columns.values() if column)
        table.faults.add(
            "",
            Sentence(
                "the numbers in {shown} are taken for {units}, not seconds", shown=shown, units=_UNITS[unit]
            ),
            lost=False,
        )
        units = dict.fromkeys(_TIMES, unit)
    return units


_UNITS: dict[Unit, str] = {
    "s": "seconds", "ms": "milliseconds", "µs": "microseconds", "ticks": "ticks of 100 nanoseconds",
    "ns": "nanoseconds",
}  # fmt: skip


def _end_in_colons(rows: Sequence[RecordRow], speaker: str) -> bool:
    """Whether a table holds the colons that stood behind the names in a transcript."""
    names = [name for row in rows[:_ASKED] if (name := words_of(row.values.get(speaker)).strip())]
    return len(names) > 1 and sum(name.endswith((":", "：")) for name in names) >= _MOSTLY * len(names)


def _number(value: object) -> float | None:
    """A number of a turn; None for an id that is none."""
    return (
        seconds(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else None
    )


def _ordered(turns: list[ReadTurn], orders: Sequence[float | None]) -> list[ReadTurn]:
    known = [order for order in orders if order is not None]
    if len(known) < len(turns):
        return turns
    places = sorted(range(len(turns)), key=known.__getitem__)
    return [turns[place] for place in places]


def look_at_replies(turns: Sequence[ReadTurn], faults: Faults) -> None:
    """Note ids that come twice and replies that lead in a circle. All turns stay, in their order."""
    places: dict[object, str] = {}
    parents: dict[object, object] = {}
    for turn in turns:
        own = turn.meta.get("id")
        if own is None:
            continue
        if own in places:
            faults.add(
                turn.place,
                Sentence("its id “{own}” is that of {other} too", own=own, other=places[own]),
                lost=False,
            )
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
            faults.add(places[at], Sentence("its replies lead back to itself (“{at}”)", at=at), lost=False)
        settled.update(path)
