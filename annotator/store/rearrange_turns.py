"""Laying a stretch of a dialogue out in other turns: what hangs on its text goes where the text goes.

:class:`TurnStretch` is some consecutive turns of a dialogue as they stand. :meth:`TurnStretch.plan` says
what another arrangement of the same received text would do, without writing anything; :meth:`Plan.write`
does it, within the transaction of the caller, and logs it. Repair steps, gaps and span tags keep their
characters; tags of a whole turn, and marks, keep its beginning.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from annotator.core.exclusive_answers import question_of
from annotator.core.offset_mapping import replaced
from annotator.errors import UserError
from annotator.store import tables as t
from annotator.store import text_index
from annotator.store.database import Database, Row
from annotator.store.edit_log import RowChange, Writer
from annotator.store.findings_mark import wait_from
from annotator.store.log_entities import SELECT_TAGS, mark_key, step_row, tag_row
from annotator.store.log_rows import Derived, MarkRow, StepRow, TagRow, TurnRow
from annotator.store.project_part import Finder
from annotator.store.repaired_texts import replacements
from annotator.store.turn_layout import (
    JOINED,
    Atom,
    CharacterFinder,
    CutError,
    Homes,
    ImportedPlaces,
    Piece,
    PlacedStep,
    Texts,
    atoms,
)
from annotator.store.value_encoding import dumps, dumps_or_none, loads

# By tag: where an edit left it, and where it had been before.
Wished = Mapping[str, Mapping[str, tuple[object, object]]]

_DIALOGUE = sa.select(
    t.dialogue.c.key, t.dialogue.c.places, t.dialogue.c.tail, t.dialogue.c.turn_count
).where(t.dialogue.c.id == sa.bindparam("dialogue"))
_OF_DIALOGUE = (
    sa.select(t.turn).where(t.turn.c.dialogue == sa.bindparam("dialogue")).order_by(t.turn.c.position)
)
_RUN = _OF_DIALOGUE.where(
    t.turn.c.position >= sa.bindparam("first"), t.turn.c.position <= sa.bindparam("last")
)
_STEPS = (
    sa.select(t.step)
    .where(
        t.step.c.dialogue == sa.bindparam("dialogue"),
        t.among(sa.func.coalesce(t.step.c.turn, 0), "turns"),
    )
    .order_by(t.step.c.start, t.step.c.end, t.step.c.id)
)
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
_SET_PLACES = sa.update(t.dialogue).where(t.dialogue.c.id == sa.bindparam("_dialogue"))
_SET_PLACES = _SET_PLACES.values(places=sa.bindparam("_places"))
_SET_NUMBERS = (
    sa.update(t.turn)
    .where(t.turn.c.dialogue == sa.bindparam("_dialogue"), t.turn.c.number.is_(None))
    .values(number=t.turn.c.position, offset=0)
)
_AWAY = 1_000_000_000  # added to positions, below zero, while others take their places
_BEHIND = (t.turn.c.dialogue == sa.bindparam("_dialogue"), t.turn.c.position > sa.bindparam("_last"))
_LIFT = sa.update(t.turn).where(*_BEHIND).values(position=-t.turn.c.position - sa.bindparam("_shift") - 1)
_LAND = (
    sa.update(t.turn)
    .where(t.turn.c.dialogue == sa.bindparam("_dialogue"), t.turn.c.position < 0, t.turn.c.position > -_AWAY)
    .values(position=-t.turn.c.position - 1)
)
_SET_ASIDE = (
    sa.update(t.turn).where(t.among(t.turn.c.id, "turns")).values(position=-t.turn.c.position - _AWAY)
)
_COLUMNS = (
    "position", "lead", "received", "text", "gaps", "language", "matrix", "script", "words", "meta", "number",
    "offset",
)  # fmt: skip
_CHANGE = (
    sa.update(t.turn)
    .where(t.turn.c.id == sa.bindparam("_turn"))
    .values({name: sa.bindparam(f"_{name}") for name in _COLUMNS})
)
_CREATE = sa.insert(t.turn)
_REMOVE = sa.delete(t.turn).where(t.turn.c.id == sa.bindparam("_turn"))
_COUNTED = ("turn_count", "repair_count", "damage_count", "gap_count")
_COUNT = (
    sa.update(t.dialogue)
    .where(t.dialogue.c.id == sa.bindparam("_dialogue"))
    .values(
        {name: t.dialogue.c[name] + sa.bindparam(f"_{name}") for name in _COUNTED}
        | {"tail": sa.bindparam("_tail")}
    )
)
_STEP_FIELDS = ("turn", "part", "start", "end")
_TAG_FIELDS = ("turn", "start", "end")


def places_of(db: Database, dialogue: int) -> list[tuple[int, int]]:
    """Where the texts of the imported turns of a dialogue lie in its received text."""
    kept = db.value(sa.select(t.dialogue.c.places).where(t.dialogue.c.id == sa.bindparam("id")), id=dialogue)
    if kept is not None:
        return [(start, end) for start, end in loads(kept)]
    at, found = 0, []
    for row in db.all(_OF_DIALOGUE, dialogue=dialogue):
        start = at + len(row.lead)
        at = start + len(_received(row))
        found.append((start, at))
    return found


@dataclass(frozen=True, slots=True)
class _NewText:
    """What a turn comes to hold: its received text and lead, its steps, and what they make."""

    piece: Piece
    lead: str
    received: str
    steps: list[tuple[int, StepRow]]
    text: str


class _Wanted(NamedTuple):
    """A tag, and where it is wanted: turn, start and end; in several places where it is divided."""

    key: str
    row: TagRow
    places: Sequence[tuple[int, int | None, int | None]]

    @property
    def stays(self) -> bool:
        """Whether one of the places is in the turn that it is on."""
        return any(turn == self.row.turn for turn, _, _ in self.places)


@dataclass(slots=True)
class Plan:
    """What another arrangement does. ``lost`` are tags without a place, ``doubles`` those that say again what
    another one says; both would go. ``divided`` are span tags that become two."""

    stretch: TurnStretch
    pieces: list[Piece]
    texts: list[_NewText]
    steps: list[RowChange]
    gone: list[RowChange]
    added: list[RowChange]
    tail: str
    removed: list[RowChange] = field(default_factory=list)
    moved: list[RowChange] = field(default_factory=list)
    created: list[RowChange] = field(default_factory=list)
    marks: list[RowChange] = field(default_factory=list)
    offers: list[RowChange] = field(default_factory=list)
    lost: list[TagRow] = field(default_factory=list)
    doubles: int = 0
    divided: int = 0
    gaps: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)
    derived: dict[int, Derived] = field(default_factory=dict)

    def write(self, writer: Writer, finder: Finder | None) -> None:
        """Do it and log it."""
        self.stretch.write(self, writer, finder)


class TurnStretch:
    """Consecutive turns of a dialogue, ``first`` to ``last`` by position, as they stand.

    Where they reach to the end of the dialogue, the tail behind them belongs to the stretch.
    """

    def __init__(self, db: Database, dialogue: int, first: int, last: int) -> None:
        self._db = db
        self.dialogue = dialogue
        about = db.all(_DIALOGUE, dialogue=dialogue)[0]
        self.has_places = about.places is not None
        self.places = places_of(db, dialogue)
        self.keys = ImportedPlaces(self.places)
        self.tail = last == about.turn_count - 1
        self._tail_text = about.tail if self.tail else ""
        self._about = about
        self.rows = {row.id: row for row in db.all(_RUN, dialogue=dialogue, first=first, last=last)}
        self.first = first
        self.last = last
        self.pieces: list[Piece] = []
        parts: list[str] = []
        for row in self.rows.values():
            number = row.position if row.number is None else row.number
            start = self.keys.start(number, row.offset or 0)
            received = _received(row)
            if not self.pieces:
                self.begin = start - len(row.lead)
            parts += (row.lead, received)
            self.pieces.append(
                Piece(row.id, start, start + len(received), row.speaker, loads(row.meta) or {})
            )
        self.end = self.pieces[-1].end + len(self._tail_text)
        self._text = "".join([*parts, self._tail_text])
        self._texts_now = Texts(self.pieces, self.begin, self.end, tail=self.tail)
        self.steps = self._read_steps()

    def _read_steps(self) -> list[PlacedStep]:
        wanted = [*self.rows, *([0] if self.tail else [])]
        found = []
        for row in self._db.all(_STEPS, dialogue=self.dialogue, turns=t.many(wanted)):
            step = step_row(row)
            begin = self._texts_now.begin(step.part, step.turn)
            found.append(PlacedStep(row.id, step, begin + step.start, begin + step.end))
        return sorted(found, key=lambda one: (one.begin, one.end, one.key))

    def received(self, start: int, end: int) -> str:
        """A part of the received text."""
        return self._text[start - self.begin : end - self.begin]

    def text_steps(self, turn: int) -> list[tuple[int, StepRow]]:
        """The steps of a turn's text, in order."""
        return [(one.key, one.row) for one in self.steps if (one.row.part, one.row.turn) == ("text", turn)]

    def atoms(self, piece: Piece) -> list[Atom]:
        """Where each character of a turn's text comes from."""
        return list(atoms(self.received(piece.start, piece.end), piece.start, self.text_steps(piece.id)))

    # --- what another arrangement would do ----------------------------------------------------

    def plan(
        self,
        pieces: Sequence[Piece],
        *,
        gone: Sequence[RowChange] = (),
        added: Sequence[RowChange] = (),
        forced: Mapping[int, Mapping[str, object]] | None = None,
        wished: Wished | None = None,
    ) -> Plan:
        """What it means to lay the stretch out in these pieces.

        Args:
            pieces: in order; without the tail they end where the stretch ends.
            gone: repair steps that go.
            added: repair steps that come, in the new arrangement.
            forced: part and turn in which a step comes to lie that takes no room, by its row number.
            wished: by tag, what an edit taken back had changed.

        Raises UserError where a repair lies across a border of the new pieces.
        """
        without = {int(change.key) for change in gone}
        where = Texts(pieces, self.begin, self.end, tail=self.tail)
        steps: defaultdict[tuple[str, int | None], list[tuple[int, StepRow]]] = defaultdict(list)
        changes: list[RowChange] = []
        for one in self.steps:
            if one.key in without:
                continue
            try:
                to = where.home(one, forced or {})
            except CutError as error:
                raise UserError(
                    "The turns cannot be divided there",
                    "what was repaired lies across that place",
                    "Choose a place before or behind the repaired characters",
                ) from error
            row = msgspec.structs.replace(
                one.row, turn=to.turn, part=to.part, start=one.begin - to.begin, end=one.end - to.begin
            )
            steps[to.part, to.turn].append((one.key, row))
            changes += self._step_moves(one, row)
        coming = []
        for change in added:
            own = steps[change.new.part, change.new.turn]
            if _free(own, change.new, where, self):
                own.append((int(change.key), change.new))
                coming.append(change)
        order = {name: place for place, name in enumerate(_STEP_FIELDS)}
        changes.sort(key=lambda change: order[change.field])
        texts = list(self._texts(pieces, steps))
        behind = pieces[-1].end if pieces else self.begin
        plan = Plan(
            self, list(pieces), texts, changes,
            sorted(gone, key=lambda change: self._texts_now.place(change.old)),
            sorted(coming, key=lambda change: where.place(change.new)),
            self.received(behind, self.end),
        )  # fmt: skip
        self._plan_tags(plan, wished or {})
        self._plan_marks(plan)
        self._plan_offers(plan, wished or {})
        return plan

    def _step_moves(self, one: PlacedStep, row: StepRow) -> Iterator[RowChange]:
        for name in _STEP_FIELDS:
            old, new = getattr(one.row, name), getattr(row, name)
            if old != new:
                yield RowChange("step", str(one.key), name, old, new, row.turn, self.dialogue)

    def _texts(
        self, pieces: Sequence[Piece], steps: Mapping[tuple[str, int | None], list[tuple[int, StepRow]]]
    ) -> Iterator[_NewText]:
        at = self.begin
        for piece in pieces:
            received = self.received(piece.start, piece.end)
            own = sorted(
                steps.get(("text", piece.id), ()), key=lambda one: (one[1].start, one[1].end, one[0])
            )
            text = replaced(received, replacements(step for _, step in own))
            yield _NewText(piece, self.received(at, piece.start), received, own, text)
            at = piece.end

    def _plan_tags(self, plan: Plan, wished: Wished) -> None:
        """Where tags and gaps come to lie."""
        rows = [(row.key, tag_row(row)) for row in self._tag_rows()]
        there_are = Homes(plan.pieces)
        homes = {piece.id: there_are.of(piece) for piece in self.pieces}
        texts = {one.piece.id: one for one in plan.texts}
        spanned = {row.turn for _, row in rows if row.start is not None}
        spanned |= {row.id for row in self.rows.values() if row.gaps is not None}
        former = {piece.id: self.atoms(piece) for piece in self.pieces if piece.id in spanned}
        instead = _instead(plan.gone, plan.added)
        finding = CharacterFinder(
            (
                (one.piece.id, atoms(one.received, one.piece.start, one.steps))
                for one in plan.texts
                if spanned
            ),
            instead,
        )
        self._plan_gaps(plan, former, finding)
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
        self._give_places(plan, wanted)

    def _give_places(self, plan: Plan, wanted: list[_Wanted]) -> None:
        """Put tags where they are wanted; those that stay where they are have the first right there."""
        several = {row[0] for row in self._db.all(_SEVERAL)}
        starts = {piece.id: piece.start for piece in plan.pieces}
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
                        plan.doubles += 1
                    else:
                        plan.lost.append(row)
                elif number:
                    plan.divided += 1
                    own = further_key(key, *self.keys.key(starts[turn]))
                    plan.created.append(RowChange("tag", own, "", None, new, turn, row.dialogue))
                else:
                    moves += _tag_moves(key, row, new)
                if number == 0 and new is None:
                    plan.removed.append(RowChange("tag", key, "", row, None, row.turn, row.dialogue))
            if not places:
                plan.lost.append(row)
                plan.removed.append(RowChange("tag", key, "", row, None, row.turn, row.dialogue))
        order = {name: place for place, name in enumerate(_TAG_FIELDS)}
        plan.moved = sorted(moves, key=lambda change: order[change.field])

    def _tag_rows(self) -> Sequence[Row]:
        return self._db.all(_TAGS, dialogue=self.dialogue, turns=t.many(self.rows))

    def _plan_gaps(self, plan: Plan, former: Mapping[int, list[Atom]], finding: CharacterFinder) -> None:
        found: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for row in self.rows.values():
            for start, end, reason in loads(row.gaps) or ():
                whole = former[row.id]
                near = (
                    whole[start:end] if start < end else whole[start : start + 1] or whole[start - 1 : start]
                )
                for turn, low, high in finding.spans(near):
                    if start == end:
                        low = high = low if start < len(whole) else high  # noqa: PLW2901 - an empty place stays one
                    found[turn].append((low, high, reason))
        plan.gaps = {turn: sorted(set(each)) for turn, each in found.items()}

    def _plan_marks(self, plan: Plan) -> None:
        kept = {piece.id for piece in plan.pieces}
        going = [piece for piece in self.pieces if piece.id not in kept]
        if not going:
            return
        there_are = Homes(plan.pieces)
        homes = {piece.id: there_are.of(piece) for piece in going}
        rows = [MarkRow(*row) for row in self._db.all(_MARKS, turns=t.many(self.rows))]
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
        plan.marks = [*removed, *created]

    def _plan_offers(self, plan: Plan, wished: Wished) -> None:
        """What was offered for a turn that goes stays known; where it has no place, by the first turn."""
        kept = {piece.id for piece in plan.pieces}
        there_are = Homes(plan.pieces)
        homes = {
            piece.id: piece.id if piece.id in kept else there_are.of(piece) or plan.pieces[0].id
            for piece in self.pieces
        }
        for row in self._db.all(_OFFERS, turns=t.many(self.rows)):
            left, was = wished.get(f"offer {row.id}", {}).get("turn", (None, None))
            turn: Any = was if row.turn == left and was in kept else homes[row.turn]
            if turn != row.turn:
                plan.offers.append(
                    RowChange("offer", str(row.id), "turn", row.turn, turn, turn, self.dialogue)
                )

    # --- doing it -----------------------------------------------------------------------------

    def write(self, plan: Plan, writer: Writer, finder: Finder | None) -> None:
        """Do what a plan says, and log it."""
        self._keep_places()
        kept = {piece.id for piece in plan.pieces}
        before = self._figures(plan, writer, old=True)
        writer.apply(plan.gone)
        writer.apply(plan.removed)
        shift = len(plan.pieces) - len(self.pieces)
        self._db.run(_SET_ASIDE, turns=t.many(self.rows))
        if shift:
            self._db.run(_LIFT, _dialogue=self.dialogue, _last=self.last, _shift=shift)
            self._db.run(_LAND, _dialogue=self.dialogue)
        records = self._write_turns(plan, finder)
        writer.apply(plan.steps)
        writer.apply(plan.added)
        writer.apply(plan.moved)
        writer.apply(plan.created)
        writer.apply(plan.marks)
        writer.apply(plan.offers)
        for piece in self.pieces:
            if piece.id not in kept:
                text_index.take_out(self._db, piece.id, self.rows[piece.id].text)
                records.append(self._record(piece, None, self._derived(self.rows[piece.id]), None))
                self._db.run(_REMOVE, _turn=piece.id)
        writer.record(sorted((one for each in records for one in each), key=lambda one: one.field != ""))
        after = self._figures(plan, writer, old=False)
        after.subtract(before)
        old_tail = self._tail_text
        self._db.run(
            _COUNT,
            _dialogue=self.dialogue,
            _tail=plan.tail if self.tail else self._about.tail,
            **{f"_{name}": after[name] for name in _COUNTED},
        )
        if self.tail and plan.tail != old_tail:
            change = RowChange(
                "dialogue", self._about.key, "tail", old_tail, plan.tail, dialogue=self.dialogue
            )
            writer.record([change])

    def _keep_places(self) -> None:
        """Keep where the imported turns lay, before that changes for the first time."""
        if not self.has_places:
            self._db.run(_SET_PLACES, _dialogue=self.dialogue, _places=dumps(self.places))
            self._db.run(_SET_NUMBERS, _dialogue=self.dialogue)

    def _figures(self, plan: Plan, writer: Writer, *, old: bool) -> Counter[str]:  # noqa: ARG002 - the same for both
        if old:
            steps = [one.row for one in self.steps]
            gaps = sum(len(loads(row.gaps) or ()) for row in self.rows.values())
            turns = len(self.pieces)
        else:
            wanted = [*(piece.id for piece in plan.pieces), *([0] if self.tail else [])]
            rows = self._db.all(_STEPS, dialogue=self.dialogue, turns=t.many(wanted))
            steps = [step_row(row) for row in rows]
            gaps = sum(len(loads(one.gaps) or ()) for one in plan.derived.values())
            turns = len(plan.pieces)
        damage = sum(step.kind == "damage" and step.before == step.after for step in steps)
        return Counter(turn_count=turns, repair_count=len(steps), damage_count=damage, gap_count=gaps)

    def _write_turns(self, plan: Plan, finder: Finder | None) -> list[list[RowChange]]:
        former = {piece.id: piece for piece in self.pieces}
        records = []
        lacking = []
        for place, one in enumerate(plan.texts):
            piece = one.piece
            row = self.rows.get(piece.id)
            derived = self._derive(plan, one, row, finder)
            plan.derived[piece.id] = derived
            if finder is not None and derived.language is None and (row is None or row.language is not None):
                lacking.append(piece.id)  # it comes back as it was before anybody had looked at its language
            number, offset = self._key_of(piece, row)
            values: dict[str, Any] = {
                "position": self.first + place, "lead": one.lead,
                "received": None if one.received == one.text else one.received, "number": number,
                "offset": offset, "meta": dumps_or_none(dict(piece.meta)), **msgspec.structs.asdict(derived),
            }  # fmt: skip
            if row is None:
                self._db.run(
                    _CREATE, id=piece.id, dialogue=self.dialogue, speaker=piece.speaker, **values
                )  # fmt: skip
                text_index.put_in(self._db, piece.id, one.text)
                records.append(self._record(None, piece, None, derived))
                continue
            self._db.run(_CHANGE, _turn=piece.id, **{f"_{name}": value for name, value in values.items()})
            if row.text != one.text:
                text_index.change(self._db, piece.id, row.text, one.text)
            records.append(self._record(former[piece.id], piece, self._derived(row), derived))
        if lacking:
            wait_from(self._db, min(lacking))
        return records

    def _key_of(self, piece: Piece, row: Row | None) -> tuple[int, int]:
        if row is None:
            return self.keys.key(piece.start)
        return row.position if row.number is None else row.number, row.offset or 0

    def _derived(self, row: Row) -> Derived:
        return Derived(row.text, row.gaps, row.language, row.matrix, row.script, row.words)

    def _derive(self, plan: Plan, one: _NewText, row: Row | None, finder: Finder | None) -> Derived:
        """What follows from a text: as it was where it is the same text, else moved and found anew."""
        kept = plan.derived.get(one.piece.id)
        if kept is not None and kept.text == one.text:
            return kept
        if row is not None and row.text == one.text:
            return self._derived(row)
        if finder is None:
            gaps = dumps_or_none(plan.gaps.get(one.piece.id))
            like = row if row is not None else self._like(one.piece)
            return Derived(one.text, gaps, like.language, like.matrix, like.script, like.words)
        # As after a repair (follow_steps.py): gaps are found anew in a text that was no turn's or another's.
        seen, found = finder(one.text)
        gaps = dumps_or_none([(gap.start, gap.end, gap.reason) for gap in seen])
        if found is None:
            return Derived(one.text, gaps)
        return Derived(
            one.text, gaps, found.primary, found.matrix, found.script, dumps_or_none(found.words)
        )  # fmt: skip

    def _like(self, piece: Piece) -> Row:
        """The turn that a new one is a part of, or the first one."""
        inside = (one.id for one in self.pieces if one.start <= piece.start <= one.end)
        return self.rows[next(inside, self.pieces[0].id)]

    def _record(
        self, old: Piece | None, new: Piece | None, was: Derived | None, derived: Derived | None
    ) -> list[RowChange]:
        """What is logged about a turn that came, went or changed."""
        piece = old or new
        if piece is None:  # pragma: no cover - one of the two is there
            return []
        key, at = str(piece.id), (piece.id, self.dialogue)
        before = None if old is None else self._row(old, was)
        after = None if new is None else self._row(new, derived)
        if before is None or after is None:
            return [RowChange("turn", key, "", before, after, *at)]
        return [
            RowChange("turn", key, name, getattr(before, name), getattr(after, name), *at)
            for name in ("start", "end", "meta", "derived")
            if getattr(before, name) != getattr(after, name)
        ]

    def _row(self, piece: Piece, derived: Derived | None) -> TurnRow:
        return TurnRow(self.dialogue, piece.speaker, piece.start, piece.end, dict(piece.meta), derived)


# --- small things -----------------------------------------------------------------------------


def _received(row: Row) -> str:
    received: str = row.text if row.received is None else row.received
    return received


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


def _free(own: Sequence[tuple[int, StepRow]], step: StepRow, where: Texts, stretch: TurnStretch) -> bool:
    """Whether a step that comes back fits: its characters are there, and no other step is about them."""
    place = where.of(step.part, step.turn)
    return (
        place is not None
        and place.begin + step.end <= place.end
        and stretch.received(place.begin + step.start, place.begin + step.end) == step.before
        and not any(
            (step.start < other.end and other.start < step.end)
            or (step.start, step.end) == (other.start, other.end)
            for _, other in own
        )
    )


def _wish(
    row: TagRow, wished: Mapping[str, tuple[object, object]], texts: Mapping[int, _NewText]
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
