"""Which dialogues a list shows, in which order and groups: by their tags, doubts, titles and metadata.

Nothing is changed. What hangs on tags is read a stretch of dialogues at a time, so that whoever writes
meanwhile waits for some milliseconds only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import sqlalchemy as sa

from annotator.errors import Cancelled
from annotator.store.overview import DialogueStretch, Overview, range_of
from annotator.store.project_part import Opened, Part
from annotator.store.tables import many
from annotator.store.value_encoding import folded

Order: TypeAlias = Literal["import", "name", "progress", "doubts", "length", "date"]
State: TypeAlias = Literal["unfinished", "mine", "disagreeing", "doubts", "flagged"]

FOLDER = "folder"  # what dialogues are grouped by; else the name of a field of their metadata
_NUMBERS = re.compile(r"(\d{1,18})")
_SURE = "(CASE kind WHEN 'damage' THEN 0.0 ELSE confidence END)"
_ME = "(SELECT id FROM annotator WHERE key = :me)"
_ASKED = "SELECT id FROM facet WHERE scope = 'turn' AND kind <> 'text' AND retired = 0"
_HERE = "tag.dialogue BETWEEN :first AND :last AND origin <> 'suggested'"

_LENGTHS = sa.text("SELECT id, turn_count FROM dialogue WHERE state = 'live' ORDER BY id")
_TITLES = sa.text("SELECT id, title FROM dialogue WHERE state = 'live'")
_FACETS = sa.text(f"SELECT count(*) FROM ({_ASKED})")  # noqa: S608
_ANSWERED = sa.text(
    f"""SELECT dialogue, sum(turns) FROM (
  SELECT dialogue, count(DISTINCT turn) AS turns FROM tag
  WHERE {_HERE} AND turn IS NOT NULL AND +annotator = {_ME} AND +facet IN ({_ASKED})
  GROUP BY dialogue, facet
) GROUP BY dialogue"""  # noqa: S608
)
_MINE = sa.text(f"SELECT DISTINCT dialogue FROM tag WHERE {_HERE} AND +annotator = {_ME}")  # noqa: S608
_DISAGREEING = sa.text(
    f"""SELECT DISTINCT dialogue FROM (
  SELECT dialogue FROM tag JOIN facet ON facet.id = tag.facet
  WHERE {_HERE} AND turn IS NOT NULL AND label IS NOT NULL AND "start" IS NULL AND facet.retired = 0
    AND +annotator IN (SELECT id FROM annotator WHERE annotator.kind = 'human')
  GROUP BY dialogue, turn, facet, coalesce(target, 0)
  HAVING min(annotator) < max(annotator)
    AND count(DISTINCT annotator || ' ' || label) < count(DISTINCT annotator) * count(DISTINCT label)
)"""  # noqa: S608
)
_DOUBTS = sa.text(
    f"SELECT dialogue, count(*) FROM step WHERE annotator = '' AND {_SURE} < :below GROUP BY dialogue"  # noqa: S608
)
_HAVE = "dialogue IN (SELECT value FROM json_each(:ids))"
# By dialogue, not by how sure they are: a page is a few dialogues of many thousand.
_DOUBTS_OF = sa.text(
    f"""SELECT dialogue, count(*) FROM step
WHERE +annotator = '' AND {_SURE} < :below AND {_HAVE} GROUP BY dialogue"""  # noqa: S608
)
_FLAGS_OF = sa.text(
    f"""SELECT dialogue, count(DISTINCT turn) FROM mark
WHERE kind = 'flag' AND annotator = {_ME} AND {_HAVE} GROUP BY dialogue"""  # noqa: S608
)
_FLAGGED = sa.text(f"SELECT DISTINCT dialogue FROM mark WHERE kind = 'flag' AND annotator = {_ME}")  # noqa: S608
# When a dialogue was: as its source says it, or the time of its first turn; where neither is a date, nothing.
_DATES = sa.text(
    """SELECT dialogue, said FROM (
  SELECT id AS dialogue, json_extract(meta, '$.date') AS said, 0 AS rank FROM dialogue WHERE state = 'live'
  UNION ALL
  SELECT dialogue, json_extract(turn.meta, '$.time'), 1 FROM turn
  WHERE position = 0 AND dialogue IN (SELECT id FROM dialogue WHERE state = 'live')
) WHERE said GLOB '[0-9][0-9][0-9][0-9]-[0-9]*' ORDER BY rank DESC"""
)
_SOURCES = sa.text(
    "SELECT dialogue.id, source.name FROM dialogue JOIN source ON source.id = dialogue.source"
    " WHERE state = 'live'"
)
# What a source says in fields of its own stands one level below.
_META = sa.text(
    " UNION ALL ".join(
        f"""SELECT dialogue.id, said.key,
  CASE WHEN said.type IN ('true', 'false') THEN said.type ELSE CAST(said.value AS TEXT) END
FROM dialogue, json_each(dialogue.meta, '{where}') AS said
WHERE state = 'live' AND dialogue.meta IS NOT NULL
  AND said.type IN ('text', 'integer', 'real', 'true', 'false')"""  # noqa: S608
        for where in ("$", "$.fields", "$.properties", "$.headers")
    )
)


@dataclass(frozen=True, slots=True)
class ListWish:
    """What a list of dialogues is to show.

    ``states`` all hold; ``meta`` are fields of the metadata with a value each. ``mine`` and ``unfinished``
    are about the current annotator. ``group`` is "" for one group, :data:`FOLDER`, or the name of a field.
    Dialogues that say nothing about what they are ordered or grouped by come last.
    """

    order: Order = "import"
    backwards: bool = False
    states: tuple[State, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    group: str = ""
    doubts_below: float = 1.0

    @property
    def plain(self) -> bool:
        """Whether it is all dialogues in the order of import."""
        return self.order == "import" and not (self.backwards or self.states or self.meta or self.group)


@dataclass(frozen=True, slots=True)
class Group:
    """Dialogues that stand together, in order; ``name`` is None where they say nothing to go by."""

    name: str | None
    ids: tuple[int, ...]


class Listing(Part):
    """Lists of dialogues."""

    def __init__(self, opened: Opened, overview: Overview) -> None:
        super().__init__(opened)
        self._overview = overview

    def groups(self, wish: ListWish, cancelled: Callable[[], bool] = lambda: False) -> tuple[Group, ...]:
        """The dialogues that are wished for, in groups. Raises Cancelled soon after ``cancelled`` says so."""
        ids = [row[0] for row in self._db.all(_LENGTHS)]
        for state in wish.states:
            having = self._having(state, wish, cancelled)
            ids = [one for one in ids if one in having]
        if wish.meta:
            said = self._said(dict.fromkeys(name for name, _ in wish.meta))
            ids = [one for one in ids if all(said[name].get(one) == value for name, value in wish.meta)]
        ids = self._ordered(ids, wish, cancelled)
        if not wish.group:
            return (Group("", tuple(ids)),) if ids else ()
        of = self._folders() if wish.group == FOLDER else self._said([wish.group])[wish.group]
        found: dict[str | None, list[int]] = {}
        for one in ids:
            found.setdefault(of.get(one), []).append(one)
        names = sorted((name for name in found if name is not None), key=natural)
        last = [None] if None in found else []
        return tuple(Group(name, tuple(found[name])) for name in (*names, *last))

    def metadata(self) -> dict[str, Counter[str]]:
        """What the sources say about dialogues: by field, how often each value."""
        found: dict[str, Counter[str]] = {}
        for _, name, value in self._db.all(_META):
            found.setdefault(name, Counter())[value] += 1
        return dict(sorted(found.items()))

    def doubts(self, dialogue_ids: Iterable[int], below: float) -> dict[int, int]:
        """How many repairs nobody has decided on are less sure than that, of the dialogues that have some."""
        return dict(self._db.all(_DOUBTS_OF, ids=many(dialogue_ids), below=below))

    def flags(self, dialogue_ids: Iterable[int]) -> dict[int, int]:
        """How many turns the current annotator has flagged, of the dialogues that have some."""
        return dict(self._db.all(_FLAGS_OF, ids=many(dialogue_ids), me=self._me))

    def has_folders(self) -> bool:
        """Whether some source came in a folder."""
        return any(name is not None for name in self._folders().values())

    # --- how ---------------------------------------------------------------------------

    def _having(self, state: State, wish: ListWish, cancelled: Callable[[], bool]) -> set[int]:
        if state == "doubts":
            return {row[0] for row in self._db.all(_DOUBTS, below=wish.doubts_below)}
        if state == "flagged":
            return {row[0] for row in self._db.all(_FLAGGED, me=self._me)}
        if state == "unfinished":
            facets = self._db.value(_FACETS)
            answered = self._answered(cancelled)
            return {one for one, turns in self._db.all(_LENGTHS) if answered.get(one, 0) < turns * facets}
        statement = _MINE if state == "mine" else _DISAGREEING
        return {row[0] for row in self._by_stretch(statement, cancelled)}

    def _ordered(self, ids: list[int], wish: ListWish, cancelled: Callable[[], bool]) -> list[int]:
        if wish.order == "import":
            return ids[::-1] if wish.backwards else ids
        keys = self._keys(wish, cancelled)
        known = sorted((one for one in ids if one in keys), key=lambda one: keys[one], reverse=wish.backwards)
        return [*known, *(one for one in ids if one not in keys)]

    def _keys(self, wish: ListWish, cancelled: Callable[[], bool]) -> Mapping[int, Any]:
        if wish.order == "name":
            return {one: natural(title) for one, title in self._db.all(_TITLES)}
        if wish.order == "date":
            return dict(self._db.all(_DATES))
        lengths = dict(self._db.all(_LENGTHS))
        if wish.order == "length":
            return lengths
        if wish.order == "doubts":
            return dict.fromkeys(lengths, 0) | dict(self._db.all(_DOUBTS, below=wish.doubts_below))
        answered = self._answered(cancelled)
        return {one: answered.get(one, 0) / (turns or 1) for one, turns in lengths.items()}

    def _answered(self, cancelled: Callable[[], bool]) -> dict[int, int]:
        """Answers of the current annotator by dialogue, a turn once for each facet."""
        return dict(self._by_stretch(_ANSWERED, cancelled))

    def _by_stretch(self, statement: sa.TextClause, cancelled: Callable[[], bool]) -> Iterable[Any]:
        for stretch in self._overview.stretches():
            if cancelled():
                raise Cancelled
            yield from self._rows(statement, stretch)

    def _rows(self, statement: sa.TextClause, stretch: DialogueStretch) -> Iterable[Any]:
        who = {"me": self._me} if ":me" in statement.text else {}
        return self._db.all(statement, **range_of(stretch), **who)

    def _said(self, names: Iterable[str]) -> dict[str, dict[int, str]]:
        """What the sources say about dialogues in these fields."""
        found: dict[str, dict[int, str]] = {name: {} for name in names}
        for one, name, value in self._db.all(_META):
            if name in found:
                found[name][one] = value
        return found

    def _folders(self) -> dict[int, str | None]:
        """The folder of each dialogue's source, below what was imported; None for none."""
        return {one: name.rpartition("/")[0] or None for one, name in self._db.all(_SOURCES)}

    @property
    def _me(self) -> str:
        return self._opened.who.key


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key under which "talk 2" comes before "talk 10", and case and width do not count."""
    pieces = _NUMBERS.split(folded(text))
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces if piece)
