"""Who answered what, for comparing annotators: one facet's tags and the turns they stand on, as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from annotator.model import Annotator, Mark, Tag
from annotator.store import database_errors, packed_rows
from annotator.store import tables as t
from annotator.store.database import Row
from annotator.store.log_entities import SELECT_TAGS
from annotator.store.packed_rows import ROOM, SECOND_BITS, PackedRows, seconds_of
from annotator.store.project_part import Part
from annotator.store.row_objects import tag_of

_LIVE = t.dialogue.c.state == "live"
_DIALOGUES = sa.select(t.dialogue.c.id, t.dialogue.c.key).where(_LIVE).order_by(t.dialogue.c.id)
_OTHERS = sa.select(sa.func.count()).select_from(t.dialogue).where(~_LIVE)
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
# What an answer is, as whole numbers from 0.
_ANSWER = {
    "dialogue": t.tag.c.dialogue,
    "turn": sa.func.coalesce(t.tag.c.turn, 0),
    "target": sa.func.coalesce(t.tag.c.target, 0),
    "annotator": t.tag.c.annotator,
    "label": t.tag.c.label,
    "uncertain": t.tag.c.uncertain,
    "on_span": t.tag.c.start.is_not(None),
    "second": seconds_of(t.tag.c.at),
}
_TURNS = t.turn.join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
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


class Comparison(Part):
    """Reads for comparing what several annotators answered. Suggestions are nobody's answers."""

    def keys(self, *, dialogues: bool = True) -> Keys:
        """The keys of dialogues (where wanted), labels, targets and annotators by row number."""
        return Keys(
            dict(self._db.plain(_DIALOGUES)) if dialogues else {},
            dict(self._db.plain(_LABELS)),
            _told_apart(self._db.plain(_TARGETS)),
            {row.id: Annotator(row.key, row.name, row.kind) for row in self._db.all(_ANNOTATORS)},
        )

    def refuse_dangling_rows(self) -> None:
        """Raises ProjectDamaged where a row leads to one that is not there: such tags would not be seen."""
        if self._db.all(_FOREIGN_KEYS):
            raise database_errors.damaged(self._db.path, "a row in it leads to one that is not there")

    def turns(self, *, contexts: bool = True) -> PackedRows:
        """Every turn: ``turn`` (its row), ``dialogue`` and ``place``, then three truth values.

        The place is what the turn's key says, as a number: the number of the imported turn times 2**32,
        and the code points behind its beginning. ``switched`` says whether it has words of more than one
        language, ``repaired`` whether its text was repaired, and ``second_half`` whether it stands in the
        second half of its dialogue. Without ``contexts`` only the first three.
        """
        largest = packed_rows.largest(self._db)
        bits = _bits_of_turns(largest, contexts=contexts)
        return packed_rows.packed(
            self._db, bits, _TURN, _LIVE, source=_TURNS, number=t.turn.c.id, last=largest.turn
        )

    def some_turns(self, turns: Sequence[int], *, contexts: bool = True) -> PackedRows:
        """The same of some turns (their rows); those of dialogues that are not live are left out."""
        columns = packed_rows.columns_of(_bits_of_turns(packed_rows.largest(self._db), contexts=contexts))
        statement = (
            packed_rows.in_texts(columns, _TURN)
            .select_from(_TURNS)
            .where(t.among(t.turn.c.id, "turns"), _LIVE)
        )
        size = packed_rows.AT_A_TIME
        pieces = (
            piece
            for at in range(0, len(turns), size)
            for piece in self._db.plain(statement.params(turns=t.many(turns[at : at + size])))
            if piece[0]
        )
        return PackedRows(columns, pieces)

    def any_removed(self) -> bool:
        """Whether there are dialogues that are not live."""
        return bool(self._db.value(_OTHERS))

    def last_rows(self) -> tuple[int, int]:
        """The greatest row number of a dialogue and of a turn, 0 for none."""
        largest = packed_rows.largest(self._db)
        return largest.dialogue, largest.turn

    def speakers(self, turns: Sequence[int] | None = None) -> Iterator[tuple[str, str]]:
        """Every speaker with the row numbers of their turns (or of some turns), commas between."""
        if turns is None:
            return self._db.plain(_SPEAKERS)
        return self._db.plain(_SPEAKERS.where(t.among(t.turn.c.id, "turns")).params(turns=t.many(turns)))

    def answers(self, facet: str, *, whole: bool) -> PackedRows:
        """Every tag of a facet (its key) that has a label, in the order of their rows.

        ``turn`` or, with ``whole``, the ``dialogue`` as a whole, ``target`` (0 for none), ``annotator`` and
        ``label`` are row numbers; then whether it is ``uncertain``, whether it stands ``on_span``, and at
        which ``second`` since 1970 it was given. Dialogues that are not live are among them.
        """
        largest = packed_rows.largest(self._db)
        bits = {name: getattr(largest, name, 1).bit_length() for name in _ANSWER} | {"second": SECOND_BITS}
        if not whole:
            del bits["dialogue"]  # the turn says it
        wanted = (*_OF_FACET, t.tag.c.turn.is_(None) == whole)
        return packed_rows.packed(
            self._db, bits, _ANSWER, *wanted, source=t.tag, number=t.tag.c.id, last=largest.tag, facet=facet
        )

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


def _bits_of_turns(largest: Row, *, contexts: bool) -> dict[str, int]:
    sizes = {"turn": largest.turn.bit_length(), "dialogue": largest.dialogue.bit_length()}
    bits = dict.fromkeys(_TURN, 1) | sizes | {"place": ROOM}
    return bits if contexts else {name: bits[name] for name in ("turn", "dialogue", "place")}


def _told_apart(targets: Iterable[tuple[int, int, str]]) -> dict[int, str]:
    seen: Counter[tuple[int, str]] = Counter()
    found = {}
    for row, dialogue, statement in targets:
        seen[dialogue, statement] += 1
        times = seen[dialogue, statement]
        found[row] = f"{statement} ({times})" if times > 1 else statement
    return found
