"""Who answered what, for comparing annotators: one facet's tags and the turns they stand on, as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from annotator.model import Annotator, Mark, Tag
from annotator.store import database_errors
from annotator.store import tables as t
from annotator.store.log_entities import SELECT_TAGS
from annotator.store.project_part import Part
from annotator.store.row_objects import tag_of

_LIVE = t.dialogue.c.state == "live"
_DIALOGUES = sa.select(t.dialogue.c.id, t.dialogue.c.key).where(_LIVE).order_by(t.dialogue.c.id)
_LABELS = sa.select(t.label.c.id, t.label.c.key)
_TARGETS = sa.select(t.target.c.id, t.target.c.dialogue, t.target.c.statement).order_by(
    t.target.c.dialogue, t.target.c.position, t.target.c.id
)
_ANNOTATORS = sa.select(t.annotator).order_by(t.annotator.c.id)
_FURTHER = 1 << 32
_FOREIGN_KEYS = sa.text("PRAGMA foreign_key_check")
_SPEAKERS = (
    sa.select(t.turn.c.speaker, sa.func.group_concat(t.turn.c.id))
    .group_by(t.turn.c.speaker)
    .order_by(sa.func.min(t.turn.c.id))
)
_OF_FACET = (
    t.tag.c.facet == sa.select(t.facet.c.id).where(t.facet.c.key == sa.bindparam("facet")).scalar_subquery(),
    t.tag.c.origin != "suggested",
    t.tag.c.label.is_not(None),
)
_SECOND_BITS = 33  # until the year 2242
# What an answer is, as whole numbers from 0. Julian days are the quickest of what SQLite makes of a time.
_ANSWER = {
    "dialogue": t.tag.c.dialogue,
    "turn": sa.func.coalesce(t.tag.c.turn, 0),
    "target": sa.func.coalesce(t.tag.c.target, 0),
    "annotator": t.tag.c.annotator,
    "label": t.tag.c.label,
    "uncertain": t.tag.c.uncertain,
    "on_span": t.tag.c.start.is_not(None),
    "second": sa.func.coalesce(
        sa.cast((sa.func.julianday(t.tag.c.at) - 2440587.5) * 86400 + 0.5, sa.Integer), 0
    ).op("&")((1 << _SECOND_BITS) - 1),
}
_TURN = {
    "turn": t.turn.c.id,
    "dialogue": t.turn.c.dialogue,
    "switched": sa.func.coalesce(sa.func.json_array_length(t.turn.c.words), 0) > 1,
    "repaired": t.turn.c.received.is_not(None),
    "second_half": 2 * t.turn.c.position >= t.dialogue.c.turn_count,
    # One number for what the turn's key says: the same in every project, whatever was split or joined.
    "place": sa.func.coalesce(t.turn.c.number, t.turn.c.position) * _FURTHER
    + sa.func.coalesce(t.turn.c.offset, 0),
}
_LARGEST = sa.select(
    *(
        sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0)).scalar_subquery().label(table.name)
        for table in (t.dialogue, t.turn, t.target, t.annotator, t.label, t.tag)
    )
)
_ROOM = 62  # bits that a number of SQLite's has for certain
_AT_A_TIME = 200_000  # rows
_CACHE_KIB = 4_096
_SPANS = (
    sa.select(t.tag.c.turn, t.tag.c.annotator, t.tag.c.label, t.tag.c.start, t.tag.c.end)
    .join(t.dialogue, t.dialogue.c.id == t.tag.c.dialogue)
    .where(t.tag.c.start.is_not(None), *_OF_FACET, _LIVE, t.tag.c.turn.is_not(None))
    .order_by(t.tag.c.id)
)
_WORKED = sa.select(t.tag.c.dialogue, t.tag.c.annotator).where(t.tag.c.origin != "suggested").distinct()
_LENGTHS = (
    sa.select(t.turn.c.id, sa.func.length(t.turn.c.text))
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(_LIVE)
    .order_by(t.turn.c.dialogue, t.turn.c.position)
)
_TAGS = SELECT_TAGS.join(t.dialogue, t.dialogue.c.id == t.tag.c.dialogue).where(
    _LIVE, t.tag.c.origin != "suggested"
)
_NOTED = _TAGS.where(t.tag.c.note != "", t.among(t.annotator.c.key, "annotators"))
_TEXTS = (
    sa.select(t.turn.c.id, t.turn.c.dialogue, t.turn.c.position, t.turn.c.text)
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(_LIVE)
)
_MARKS = (
    sa.select(t.mark.c.dialogue, t.mark.c.turn, t.mark.c.kind, t.annotator.c.key, t.mark.c.at)
    .join(t.annotator, t.annotator.c.id == t.mark.c.annotator)
    .join(t.dialogue, t.dialogue.c.id == t.mark.c.dialogue)
    .where(_LIVE)
)


@dataclass(frozen=True, slots=True)
class Keys:
    """What the row numbers of a project stand for.

    Targets go by what they say, numbered where a dialogue has two that say the same: the keys of
    drafts differ where two people import the same files.
    """

    dialogues: dict[int, str]
    labels: dict[int, str]
    targets: dict[int, str]
    annotators: dict[int, Annotator]


@dataclass(frozen=True, slots=True)
class PackedRows:
    """Rows of whole numbers for arrays that are made without a loop over them: a tenth of the time.

    Each of the ``columns`` is a number in which several are packed: their names and how many bits each has,
    the last in the lowest bits. ``pieces`` are so many rows at a time, each column as digits with commas
    between.
    """

    columns: tuple[tuple[tuple[str, int], ...], ...]
    pieces: Iterator[tuple[str, ...]]


class Comparison(Part):
    """Reads for comparing what several annotators answered. Suggestions are nobody's answers."""

    def keys(self) -> Keys:
        """The keys of dialogues, labels, targets and annotators by row number."""
        return Keys(
            dict(self._db.plain(_DIALOGUES)),
            dict(self._db.plain(_LABELS)),
            _told_apart(self._db.plain(_TARGETS)),
            {row.id: Annotator(row.key, row.name, row.kind) for row in self._db.all(_ANNOTATORS)},
        )

    def refuse_dangling_rows(self) -> None:
        """Raises ProjectDamaged where a row leads to one that is not there: such tags would not be seen."""
        if self._db.all(_FOREIGN_KEYS):
            raise database_errors.damaged(self._db.path, "a row in it leads to one that is not there")

    def turns(self) -> PackedRows:
        """Every turn: ``turn`` (its row), ``dialogue`` and ``place``, then three truth values.

        The place is what the turn's key says, as a number: the number of the imported turn times 2**32,
        and the code points behind its beginning. ``switched`` says whether it has words of more than one
        language, ``repaired`` whether its text was repaired, and ``second_half`` whether it stands in the
        second half of its dialogue.
        """
        largest = self._db.all(_LARGEST)[0]
        sizes = {"turn": largest.turn.bit_length(), "dialogue": largest.dialogue.bit_length()}
        bits = dict.fromkeys(_TURN, 1) | sizes | {"place": _ROOM}
        source = t.turn.join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
        return self._packed(bits, _TURN, source, t.turn.c.id, largest.turn, _LIVE)

    def speakers(self) -> Iterator[tuple[str, str]]:
        """Every speaker with the row numbers of their turns, commas between."""
        return self._db.plain(_SPEAKERS)

    def answers(self, facet: str, *, whole: bool) -> PackedRows:
        """Every tag of a facet (its key) that has a label, in the order of their rows.

        ``turn`` or, with ``whole``, the ``dialogue`` as a whole, ``target`` (0 for none), ``annotator`` and
        ``label`` are row numbers; then whether it is ``uncertain``, whether it stands ``on_span``, and at
        which ``second`` since 1970 it was given. Dialogues that are not live are among them.
        """
        largest = self._db.all(_LARGEST)[0]
        bits = {name: getattr(largest, name, 1).bit_length() for name in _ANSWER} | {"second": _SECOND_BITS}
        if not whole:
            del bits["dialogue"]  # the turn says it
        wanted = (*_OF_FACET, t.tag.c.turn.is_(None) == whole)
        return self._packed(bits, _ANSWER, t.tag, t.tag.c.id, largest.tag, *wanted, facet=facet)

    def _packed(
        self,
        bits: Mapping[str, int],
        parts: Mapping[str, sa.ColumnElement[Any]],
        source: sa.FromClause,
        row: sa.ColumnElement[int],
        last: int,
        *wanted: sa.ColumnElement[bool],
        **values: str,
    ) -> PackedRows:
        """The parts of a table's rows, a stretch of row numbers at a time."""
        columns = _columns(bits)
        numbers = (_together(column, parts) for column in columns)
        first = sa.bindparam("first", type_=sa.Integer())
        statement = (
            sa.select(*(sa.func.group_concat(number) for number in numbers))
            .select_from(source)
            .where(*wanted, row >= first, row < first + _AT_A_TIME)
        )
        stretches = (
            self._db.plain(statement.params(first=at, **values)) for at in range(0, last + 1, _AT_A_TIME)
        )
        return PackedRows(columns, self._read_once(piece for each in stretches for piece in each if piece[0]))

    def _read_once(self, pieces: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        """The pieces, without keeping in memory what of the file they are read from: it is read once."""
        kept = self._db.pragma("cache_size")
        self._db.pragma(f"cache_size = -{_CACHE_KIB}")
        try:
            yield from pieces
        finally:
            self._db.pragma(f"cache_size = {kept}")

    def spans(self, facet: str) -> Iterator[tuple[int, int, int, int, int]]:
        """Every tag on a span: turn, annotator, label, start and end."""
        return self._db.plain(_SPANS.params(facet=facet))

    def worked(self) -> Iterator[tuple[int, int]]:
        """Each dialogue with each annotator who has given a tag in it, of whatever facet."""
        return self._db.plain(_WORKED)

    def lengths(self) -> Iterator[tuple[int, int]]:
        """Every turn, and how many code points its text has, in the order of the project."""
        return self._db.plain(_LENGTHS)

    def every_tag(self, facet: str | None = None) -> Iterator[Tag]:
        """Every tag of every annotator that is no suggestion, or only those of a facet (its key)."""
        wanted = _TAGS if facet is None else _TAGS.where(t.facet.c.key == facet)
        return map(tag_of, self._db.stream(wanted))

    def noted(self, annotators: Iterable[str]) -> Iterator[Tag]:
        """The tags of some annotators (keys) that have a note."""
        return map(tag_of, self._db.stream(_NOTED, annotators=t.many(annotators)))

    def every_text(self) -> Iterator[tuple[int, int, int, str]]:
        """Row, dialogue, position and text of every turn."""
        return self._db.plain(_TEXTS)

    def every_mark(self) -> Iterator[tuple[int, int, Mark]]:
        """Dialogue, turn and mark of every annotator."""
        return ((row.dialogue, row.turn, Mark(row.kind, row.key, row.at)) for row in self._db.stream(_MARKS))


def _together(
    column: Iterable[tuple[str, int]], parts: Mapping[str, sa.ColumnElement[Any]]
) -> sa.ColumnElement[int]:
    """One number of several."""
    number: sa.ColumnElement[int] = sa.literal(0)
    for name, bits in column:
        number = number * (1 << bits) + parts[name]
    return number


def _columns(bits: Mapping[str, int]) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Numbers of so many bits, put together into as few as have room for them."""
    columns: list[list[tuple[str, int]]] = [[]]
    for name, size in bits.items():
        if sum(taken for _, taken in columns[-1]) + size > _ROOM:
            columns.append([])
        columns[-1].append((name, max(1, size)))
    return tuple(map(tuple, columns))


def _told_apart(targets: Iterable[tuple[int, int, str]]) -> dict[int, str]:
    seen: Counter[tuple[int, str]] = Counter()
    found = {}
    for row, dialogue, statement in targets:
        seen[dialogue, statement] += 1
        times = seen[dialogue, statement]
        found[row] = f"{statement} ({times})" if times > 1 else statement
    return found
