"""Who speaks: turns given to somebody else, names changed or joined, and what is known about each speaker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import Changes
from annotator.store import tables as t
from annotator.store.database import Row
from annotator.store.edit_log import RowChange, summary
from annotator.store.log_entities import speaker_key
from annotator.store.log_rows import SpeakerRow
from annotator.store.project_part import Part
from annotator.store.row_objects import appearances_of
from annotator.store.value_encoding import dumps, loads, storable

_LIVE = t.dialogue.c.state == "live"
_TURNS = sa.select(t.turn.c.id, t.turn.c.dialogue, t.turn.c.speaker).where(t.among(t.turn.c.id, "turns"))
_SPOKEN = (
    sa.select(t.turn.c.id, t.turn.c.dialogue, t.turn.c.speaker)
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(t.turn.c.speaker == sa.bindparam("name"), _LIVE)
    .order_by(t.turn.c.dialogue, t.turn.c.position)
)
_COUNTS = (
    sa.select(t.turn.c.speaker, t.turn.c.dialogue, sa.func.count())
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(_LIVE)
    .group_by(t.turn.c.speaker, t.turn.c.dialogue)
    .order_by(t.turn.c.speaker, t.turn.c.dialogue)
)


def _appearances() -> sa.Select[Any]:
    """Who speaks in which dialogue and where first, by steps through the index of speakers: what it costs
    depends on how many names there are in how many dialogues, and not on how many turns."""
    turn, after = t.turn, t.turn.alias("after")
    columns = (turn.c.id, turn.c.speaker, turn.c.dialogue, turn.c.position)
    first = sa.select(turn.c.id).order_by(*columns[1:]).limit(1).scalar_subquery()
    found = sa.select(*columns).where(turn.c.id == first).cte("found", recursive=True)

    def next_turn(*where: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
        ordered = (
            sa.select(after.c.id).where(*where).order_by(after.c.speaker, after.c.dialogue, after.c.position)
        )
        return ordered.limit(1).correlate(found).scalar_subquery()

    # Two questions, because SQLite looks up only the first column of a comparison of two at once.
    elsewhere = next_turn(after.c.speaker == found.c.speaker, after.c.dialogue > found.c.dialogue)
    another = next_turn(after.c.speaker > found.c.speaker)
    step = sa.select(*columns).select_from(
        found.join(turn, turn.c.id == sa.func.coalesce(elsewhere, another))
    )
    return sa.select(found.union_all(step)).limit(sa.bindparam("most"))


_APPEARANCES = _appearances()
_FIRST_SPEAKERS = (
    sa.select(t.turn.c.speaker, sa.func.min(t.turn.c.position).label("first"))
    .where(t.turn.c.dialogue == sa.bindparam("dialogue"), t.turn.c.position < sa.bindparam("upto"))
    .group_by(t.turn.c.speaker)
    .order_by(sa.text("first"))
)
_SAID = (
    sa.select(t.speaker.c.dialogue, t.speaker.c.name, t.speaker.c.attribute, t.speaker.c.value)
    .join(t.dialogue, t.dialogue.c.id == t.speaker.c.dialogue)
    .where(_LIVE)
    .order_by(t.speaker.c.id)
)
_SAID_OF = _SAID.where(t.speaker.c.name == sa.bindparam("name"))
_SAID_AS = _SAID.where(t.speaker.c.attribute == sa.bindparam("attribute"))


@dataclass(frozen=True, slots=True)
class SpeakerAbout:
    """A name, how often it speaks, in which dialogues (row numbers), and what is known about it there.

    ``values`` has by attribute the different values that dialogues give, in words; one for most.
    """

    name: str
    turns: int
    dialogues: tuple[int, ...]
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """What a file says about a speaker: in one dialogue, or (None) wherever the name speaks."""

    name: str
    attribute: str
    value: str
    dialogue: int | None = None


class Speakers(Part):
    """The speakers of the live dialogues. A name may stand for several people, one in each dialogue."""

    def change(self, turn_ids: Iterable[int], name: str) -> Changes:
        """Let somebody else have said these turns; "" for nobody. Raises KeyError for an unknown turn."""
        wanted = list(dict.fromkeys(turn_ids))
        with self._opened.writing() as stamp:
            found = {row.id: row for row in self._db.all(_TURNS, turns=t.many(wanted))}
            changes = list(_renamed((found[turn] for turn in wanted), plain_name(name)))
            return self._opened.log(
                stamp, summary("turns.speaker", n=len(changes), name=plain_name(name)), changes
            )

    def rename(self, old: str, new: str, dialogues: Iterable[int] | None = None) -> Changes:
        """Give all turns of a name another one, in these dialogues or (None) in all.

        Where somebody is called so already, the two become one; what is known about the name goes
        along, and what was known about the other stays. Raises UserError where nobody is called ``old``.
        """
        name = plain_name(new)
        with self._opened.writing() as stamp:
            only = None if dialogues is None else set(dialogues)
            rows = [row for row in self._db.all(_SPOKEN, name=old) if only is None or row.dialogue in only]
            if not rows:
                raise UserError("Nobody is called {old} here", "", "Choose one of the speakers", old=old)
            where = {row.dialogue for row in rows}
            changes = [*_renamed(rows, name), *self._moved(old, name, where)]
            return self._opened.log(stamp, summary("speaker.rename", name=old, new=name), changes)

    def appearances(self, most: int) -> list[tuple[str, int]] | None:
        """Each name with each dialogue (row number) it speaks in, in order of appearance; None for more
        than ``most`` such pairs."""
        return appearances_of(self._db.all(_APPEARANCES, most=most + 1), most)

    def of(self, dialogue_id: int, upto: int) -> tuple[str, ...]:
        """Who speaks in the first ``upto`` turns of a dialogue, in order of appearance."""
        return tuple(row[0] for row in self._db.all(_FIRST_SPEAKERS, dialogue=dialogue_id, upto=upto))

    def table(self, dialogues: Iterable[int] | None = None) -> tuple[SpeakerAbout, ...]:
        """Every name with what is known about it, in these dialogues or (None) in all, in order of name."""
        only = None if dialogues is None else set(dialogues)
        turns: dict[str, int] = defaultdict(int)
        places: defaultdict[str, list[int]] = defaultdict(list)
        values: defaultdict[str, defaultdict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        with self._db.snapshot():
            counts, said = self._db.all(_COUNTS), self._db.all(_SAID)
        for name, dialogue, number in counts:
            if only is None or dialogue in only:
                turns[name] += number
                places[name].append(dialogue)
        for dialogue, name, attribute, value in said:
            if (only is None or dialogue in only) and (shown := words(loads(value))):
                values[name][attribute][shown] = None
        return tuple(
            SpeakerAbout(
                name,
                turns[name],
                tuple(places[name]),
                {key: tuple(each) for key, each in values[name].items()},
            )
            for name in turns
        )

    def set(self, name: str, attribute: str, value: str, dialogues: Iterable[int] | None = None) -> Changes:
        """Say something about a speaker, wherever the name speaks in these dialogues or (None) in all.

        The empty value takes back what was said. Raises UserError for an attribute without a name, or
        where nobody is called so.
        """
        only = None if dialogues is None else set(dialogues)
        with self._opened.writing() as stamp:
            where = {row.dialogue for row in self._db.all(_SPOKEN, name=name)}
            where = where if only is None else where & only
            if not where:
                raise UserError("Nobody is called {name} here", "", "Choose one of the speakers", name=name)
            changes = self._said([Known(name, attribute, value, one) for one in sorted(where)])
            return self._opened.log(stamp, summary("speaker.describe", name=name), changes)

    def take_in(self, known: Iterable[Known]) -> Changes:
        """Take over what a table says about speakers, as one edit; empty values say nothing."""
        with self._opened.writing() as stamp:
            everywhere: defaultdict[str, set[int]] = defaultdict(set)
            for name, dialogue, _ in self._db.all(_COUNTS):
                everywhere[name].add(dialogue)
            rows = [
                Known(one.name, one.attribute, one.value, dialogue)
                for one in known
                if one.value.strip()
                for dialogue in sorted(everywhere[one.name])
                if one.dialogue in (None, dialogue)
            ]
            people = {one.name for one in rows}
            changes = self._said(rows)
            return self._opened.log(stamp, summary("speakers.describe", n=len(people)), changes)

    def rename_attribute(self, old: str, new: str) -> Changes:
        """Call an attribute otherwise, or ("") forget it with all its values.

        Raises UserError where something is known by the new name already.
        """
        name = plain_name(new)
        with self._opened.writing() as stamp:
            rows = self._db.all(_SAID_AS, attribute=old)
            if name and name != old and self._db.all(_SAID_AS, attribute=name):
                raise UserError("There is an attribute {name} already", "", "Choose another name", name=name)
            changes = [_change(row, None) for row in rows] if name != old else []
            if name and name != old:
                changes += [_created(SpeakerRow(row.dialogue, row.name, name, row.value)) for row in rows]
            said = (
                summary("attribute.rename", name=old, new=name)
                if name
                else summary("attribute.remove", name=old)
            )
            return self._opened.log(stamp, said, changes)

    # --- how ------------------------------------------------------------------------------

    def _said(self, known: Iterable[Known]) -> list[RowChange]:
        """What makes these things known; the last word about the same thing counts."""
        standing = {(row.dialogue, row.name, row.attribute): row for row in self._db.all(_SAID)}
        wanted: dict[tuple[int, str, str], str] = {}
        for one in known:
            attribute = plain_name(one.attribute)
            if not attribute:
                raise UserError("An attribute needs a name", "", "Write one, such as age")
            wanted[one.dialogue or 0, one.name, attribute] = storable(one.value.strip())
        removed, created, changed = [], [], []
        for (dialogue, name, attribute), value in wanted.items():
            row = standing.get((dialogue, name, attribute))
            if row is None:
                if value:
                    created.append(_created(SpeakerRow(dialogue, name, attribute, dumps(value))))
            elif not value:
                removed.append(_change(row, None))
            elif words(loads(row.value)) != value:
                changed.append(_change(row, dumps(value)))
        return [*removed, *created, *changed]

    def _moved(self, old: str, new: str, where: Collection[int]) -> list[RowChange]:
        """What is known about a name in these dialogues, known about another name."""
        if old == new:
            return []
        taken = {(row.dialogue, row.attribute) for row in self._db.all(_SAID_OF, name=new)}
        rows = [row for row in self._db.all(_SAID_OF, name=old) if row.dialogue in where]
        kept = [row for row in rows if new and (row.dialogue, row.attribute) not in taken]
        return [
            *(_change(row, None) for row in rows),
            *(_created(SpeakerRow(row.dialogue, new, row.attribute, row.value)) for row in kept),
        ]


def plain_name(name: str) -> str:
    """A name as it is kept: single spaces, none at its ends."""
    return " ".join(storable(name).split())


def words(value: Any) -> str:
    """A value as a person reads it; "" for what is no word, number or truth value."""
    if value is None or isinstance(value, dict | list):
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _renamed(rows: Iterable[Row], name: str) -> Iterator[RowChange]:
    for row in rows:
        if row.speaker != name:
            yield RowChange("turn", str(row.id), "speaker", row.speaker, name, row.id, row.dialogue)


def _created(row: SpeakerRow) -> RowChange:
    key = speaker_key(row.dialogue, row.name, row.attribute)
    return RowChange("speaker", key, "", None, row, dialogue=row.dialogue)


def _change(row: Row, value: str | None) -> RowChange:
    key = speaker_key(row.dialogue, row.name, row.attribute)
    old = SpeakerRow(row.dialogue, row.name, row.attribute, row.value)
    if value is None:
        return RowChange("speaker", key, "", old, None, dialogue=row.dialogue)
    return RowChange("speaker", key, "value", row.value, value, dialogue=row.dialogue)
