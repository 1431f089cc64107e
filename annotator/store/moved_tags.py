"""Where tags, gaps, marks and offers come to lie in other turns: with the characters that they are of.

Tags of a whole turn, and marks, keep its beginning.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from annotator.core.exclusive_answers import question_of
from annotator.store import tables as t
from annotator.store.database import Row
from annotator.store.edit_log import RowChange
from annotator.store.log_entities import SELECT_TAGS, mark_key, tag_row
from annotator.store.log_rows import MarkRow, TagRow
from annotator.store.rearrangement_plan import NewText, Plan, Wished
from annotator.store.turn_layout import JOINED, Atom, CharacterFinder, Homes, atoms
from annotator.store.value_encoding import loads

_TAGS = SELECT_TAGS.where(
    t.tag.c.dialogue == sa.bindparam("dialogue"), t.among(t.tag.c.turn, "turns")
).order_by(t.tag.c.id)
_MARKS = (
    sa.select(t.mark.c.dialogue, t.mark.c.turn, t.mark.c.kind, t.annotator.c.key, t.mark.c.at)
    .join(t.annotator, t.annotator.c.id == t.mark.c.annotator)
    .where(t.among(t.mark.c.turn, "turns"))
    .order_by(t.mark.c.id)
)
_OFFERS = sa.select(t.offer.c.id, t.offer.c.turn).where(t.among(t.offer.c.turn, "turns"))
_SEVERAL = sa.select(t.facet.c.key).where(t.facet.c.kind == "several")
_TAG_FIELDS = ("turn", "start", "end")


class _Wanted(NamedTuple):
    """A tag, and where it is wanted: turn, start and end; in several places where it is divided."""

    key: str
    row: TagRow
    places: Sequence[tuple[int, int | None, int | None]]

    @property
    def stays(self) -> bool:
        """Whether one of the places is in the turn that it is on."""
        return any(turn == self.row.turn for turn, _, _ in self.places)


class TagMoves:
    """Says in a plan what becomes of all that hangs on the turns of its stretch."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._stretch = plan.stretch

    def plan_tags(self, wished: Wished) -> None:
        """Where tags and gaps come to lie."""
        rows = [(row.key, tag_row(row)) for row in self._tag_rows()]
        there_are = Homes(self._plan.pieces)
        homes = {piece.id: there_are.of(piece) for piece in self._stretch.pieces}
        texts = {one.piece.id: one for one in self._plan.texts}
        spanned = {row.turn for _, row in rows if row.start is not None}
        spanned |= {row.id for row in self._stretch.rows.values() if row.gaps is not None}
        former = {
            piece.id: self._stretch.atoms(piece) for piece in self._stretch.pieces if piece.id in spanned
        }
        instead = _instead(self._plan.gone, self._plan.added)
        finding = CharacterFinder(
            (
                (one.piece.id, atoms(one.received, one.piece.start, one.steps))
                for one in self._plan.texts
                if spanned
            ),
            instead,
        )
        self._plan_gaps(former, finding)
        wanted: list[_Wanted] = []
        for key, row in rows:
            there = _wish(row, wished.get(key, {}), texts)
            home = homes[row.turn or 0]
            places: list[tuple[int, int | None, int | None]]
            if there is not None:
                places = [there]
            elif row.start is not None and row.end is not None:
                places = list[Any](finding.spans(former[row.turn or 0][row.start : row.end]))
            else:
                places = [] if home is None else [(home, None, None)]
            wanted.append(_Wanted(key, row, places))
        self._give_places(wanted)

    def _give_places(self, wanted: list[_Wanted]) -> None:
        """Put tags where they are wanted; those that stay where they are have the first right there."""
        several = {row[0] for row in self._stretch.db.all(_SEVERAL)}
        starts = {piece.id: piece.start for piece in self._plan.pieces}
        taken: dict[tuple[object, ...], TagRow] = {}
        moves: list[RowChange] = []
        for key, row, places in sorted(wanted, key=lambda one: not one.stays):
            new: TagRow | None = None
            for number, (turn, start, end) in enumerate(places):
                new = msgspec.structs.replace(row, turn=turn, start=start, end=end)
                holder = taken.setdefault(_slot(new, several), new)
                if holder is not new:
                    new = None
                    if _answer(holder) == _answer(row):
                        self._plan.doubles += 1
                    else:
                        self._plan.lost.append(row)
                elif number:
                    self._plan.divided += 1
                    own = further_key(key, *self._stretch.keys.key(starts[turn]))
                    self._plan.created.append(RowChange("tag", own, "", None, new, turn, row.dialogue))
                else:
                    moves += _tag_moves(key, row, new)
                if number == 0 and new is None:
                    self._plan.removed.append(RowChange("tag", key, "", row, None, row.turn, row.dialogue))
            if not places:
                self._plan.lost.append(row)
                self._plan.removed.append(RowChange("tag", key, "", row, None, row.turn, row.dialogue))
        order = {name: place for place, name in enumerate(_TAG_FIELDS)}
        self._plan.moved = sorted(moves, key=lambda change: order[change.field])

    def _tag_rows(self) -> Sequence[Row]:
        return self._stretch.db.all(_TAGS, dialogue=self._stretch.dialogue, turns=t.many(self._stretch.rows))

    def _plan_gaps(self, former: Mapping[int, list[Atom]], finding: CharacterFinder) -> None:
        found: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for row in self._stretch.rows.values():
            for start, end, reason in loads(row.gaps) or ():
                whole = former[row.id]
                near = (
                    whole[start:end] if start < end else whole[start : start + 1] or whole[start - 1 : start]
                )
                for turn, low, high in finding.spans(near):
                    if start == end:
                        low = high = low if start < len(whole) else high  # noqa: PLW2901 - an empty place stays one
                    found[turn].append((low, high, reason))
        self._plan.gaps = {turn: sorted(set(each)) for turn, each in found.items()}

    def plan_marks(self) -> None:
        """Marks of a turn that goes come to the turn that its beginning is in."""
        kept = {piece.id for piece in self._plan.pieces}
        going = [piece for piece in self._stretch.pieces if piece.id not in kept]
        if not going:
            return
        there_are = Homes(self._plan.pieces)
        homes = {piece.id: there_are.of(piece) for piece in going}
        rows = [MarkRow(*row) for row in self._stretch.db.all(_MARKS, turns=t.many(self._stretch.rows))]
        taken = {(row.turn, row.kind, row.annotator) for row in rows}
        removed, created = [], []
        for row in rows:
            if row.turn in kept:
                continue
            key = mark_key(row.turn, row.annotator, row.kind)
            removed.append(RowChange("mark", key, "", row, None, row.turn, row.dialogue))
            turn = homes[row.turn]
            if turn is None or (turn, row.kind, row.annotator) in taken:
                continue
            taken.add((turn, row.kind, row.annotator))
            new = msgspec.structs.replace(row, turn=turn)
            key = mark_key(turn, row.annotator, row.kind)
            created.append(RowChange("mark", key, "", None, new, turn, row.dialogue))
        self._plan.marks = [*removed, *created]

    def plan_offers(self, wished: Wished) -> None:
        """What was offered for a turn that goes stays known; where it has no place, by the first turn."""
        kept = {piece.id for piece in self._plan.pieces}
        there_are = Homes(self._plan.pieces)
        homes = {
            piece.id: piece.id if piece.id in kept else there_are.of(piece) or self._plan.pieces[0].id
            for piece in self._stretch.pieces
        }
        for row in self._stretch.db.all(_OFFERS, turns=t.many(self._stretch.rows)):
            left, was = wished.get(f"offer {row.id}", {}).get("turn", (None, None))
            turn: Any = was if row.turn == left and was in kept else homes[row.turn]
            if turn != row.turn:
                self._plan.offers.append(
                    RowChange("offer", str(row.id), "turn", row.turn, turn, turn, self._stretch.dialogue)
                )


def _instead(gone: Sequence[RowChange], added: Sequence[RowChange]) -> dict[Atom, Atom]:
    """The characters of steps that go, by those of the steps that come in their place and say the same.

    So a step that is divided, or put together again, keeps its characters. What stands between joined turns
    is not meant: it comes and goes by itself. Both are in the order of the text.
    """
    gone = [change for change in gone if change.old.reason != JOINED]
    added = [change for change in added if change.new.reason != JOINED]
    if "".join(change.old.after for change in gone) != "".join(change.new.after for change in added):
        return {}
    former = [(-int(x.key), place) for x in gone for place in range(len(x.old.after))]
    coming = [(-int(x.key), place) for x in added for place in range(len(x.new.after))]
    return dict(zip(coming, former, strict=True))


def _wish(
    row: TagRow, wished: Mapping[str, tuple[object, object]], texts: Mapping[int, NewText]
) -> tuple[int, int | None, int | None] | None:
    """Where an edit taken back puts a tag that still is where that edit had left it."""
    if not wished or any(getattr(row, name) != left for name, (left, _) in wished.items()):
        return None
    there: Any = msgspec.structs.replace(row, **{name: was for name, (_, was) in wished.items()})
    text = texts.get(there.turn)
    fits = text is not None and (there.end or 0) <= len(text.text)
    return (there.turn, there.start, there.end) if fits else None


def _slot(row: TagRow, several: Iterable[str]) -> tuple[object, ...]:
    return row.turn, question_of(row, several=row.facet in several)


def _answer(row: TagRow) -> tuple[object, ...]:
    return row.label, row.value, row.intensity, row.uncertain, row.note


def _tag_moves(key: str, row: TagRow, new: TagRow) -> Iterator[RowChange]:
    for name in _TAG_FIELDS:
        old, now = getattr(row, name), getattr(new, name)
        if old != now:
            yield RowChange("tag", key, name, old, now, new.turn, row.dialogue)


def further_key(key: str, number: int, offset: int) -> str:
    """The key of the part of a divided span tag that lies in the turn with these figures in its key."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{key}/{number}{offset:+d}"))
