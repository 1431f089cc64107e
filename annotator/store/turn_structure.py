"""Where turns begin and end: split, joined, taken for no turn, laid out by another reading of the file.

Each is one edit. What was received stays what it is and where it is: leads, received texts and tail, joined,
are the text of the source before and after (:mod:`annotator.store.rearrange_turns`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.core.offset_mapping import replaced
from annotator.core.turn_keys import place_of_key
from annotator.errors import UserError
from annotator.model import Changes, EditSummary, Remark
from annotator.store import tables as t
from annotator.store.database import Database, Row
from annotator.store.dialogue_reading import NewTurn, Whole
from annotator.store.edit_log import RowChange, Stamp, summary
from annotator.store.import_sources import LAST_TURN
from annotator.store.log_entities import ENTITIES
from annotator.store.log_rows import RemarkRow, StepRow
from annotator.store.note_link_numbers import NoteLinks
from annotator.store.plan_turns import plan_turns
from annotator.store.project_part import Part
from annotator.store.rearrange_turns import rearrange
from annotator.store.rearrangement_plan import Plan
from annotator.store.repaired_texts import replacements
from annotator.store.speakers import plain_name
from annotator.store.turn_layout import JOINED, Atom, Piece
from annotator.store.turn_stretch import TurnStretch, places_of
from annotator.store.value_encoding import loads

_TURN = sa.select(
    t.turn.c.id, t.turn.c.dialogue, t.turn.c.position, t.dialogue.c.turn_count, t.dialogue.c.rule
)
_TURN = _TURN.join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue).where(
    t.turn.c.id == sa.bindparam("turn")
)
_COUNT = sa.select(t.dialogue.c.turn_count, t.dialogue.c.rule, t.dialogue.c.key).where(
    t.dialogue.c.id == sa.bindparam("dialogue")
)
_REMARKS = (
    sa.select(t.remark).where(t.remark.c.dialogue == sa.bindparam("dialogue")).order_by(t.remark.c.start)
)
_REMARK = sa.select(t.remark).where(t.remark.c.id == sa.bindparam("remark"))
_PLACES = (
    sa.select(t.turn.c.id, t.turn.c.position, t.turn.c.number, t.turn.c.offset)
    .where(t.turn.c.dialogue == sa.bindparam("dialogue"))
    .order_by(t.turn.c.position)
)
_OF_MARKERS = frozenset({"start", "end", "time"})  # what is known of a turn by its marker
_EDITED = sa.select(t.dialogue.c.id).where(t.dialogue.c.places.is_not(None))
# Edits of this file alone; a turn that has gone is only in the log by now.
_CORRECTED = sa.text(
    """
SELECT DISTINCT dialogue FROM (
  SELECT coalesce(turn.dialogue, json_extract(coalesce(change.new, change.old), '$.dialogue')) AS dialogue
  FROM edit JOIN change ON change.edit = edit.id LEFT JOIN turn ON turn.id = change.turn
  WHERE change.kind = 'turn' AND edit.code IN
    ('turn.split', 'turn.join', 'turn.set_aside', 'turn.restore', 'dialogue.read_again')
) WHERE dialogue IS NOT NULL
"""
)
_BY_KEY = sa.select(t.dialogue.c.id).where(t.dialogue.c.key == sa.bindparam("key"))
_LAST_STEP: sa.Select[Any] = (
    sa.select(sa.literal_column("seq"))
    .select_from(sa.text("sqlite_sequence"))
    .where(sa.text("name = 'step'"))
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change of structure would make, before it is made.

    ``texts`` are those of the turns concerned afterwards. ``lost`` tags would have no place, or another of
    the same annotator answers the same question otherwise; ``doubles`` would say again what another tag says;
    both would go. ``divided`` spans would become two.
    """

    texts: tuple[str, ...]
    lost: int = 0
    doubles: int = 0
    divided: int = 0


@dataclass(frozen=True, slots=True)
class TurnAgain:
    """A turn that another reading makes: its text and speaker, and what it had been.

    ``was`` is the position of the turn that begins at the same place now, None where none does; ``said``
    who spoke there. ``same``: its text and speaker are as they are.
    """

    text: str
    speaker: str
    was: int | None = None
    said: str = ""
    same: bool = False


@dataclass(frozen=True, slots=True)
class Reading(Outcome):
    """What :meth:`Structure.read_again` would make: all turns afterwards, and how many there are now.

    ``remarks`` that somebody said are no turns would be part of turns again.
    """

    turns: tuple[TurnAgain, ...] = ()
    before: int = 0
    remarks: int = 0

    @property
    def changes(self) -> bool:
        """Whether anything would be otherwise than it is."""
        return len(self.turns) != self.before or not all(turn.same for turn in self.turns)


class Structure(Part):
    """Corrects where turns begin and end. Raises KeyError for a turn that is not there."""

    def edited(self) -> list[int]:
        """The dialogues whose turns have been split, joined or taken out, also where that was taken back."""
        return [row[0] for row in self._db.all(_EDITED)]

    def corrected(self) -> set[int]:
        """Those in which somebody did so in this file: not what a packet already came with."""
        return {row[0] for row in self._db.all(_CORRECTED)}

    def turn_of_key(self, key: str) -> int | None:
        """The turn that a key names: the one that begins there, else the one that holds the place by now."""
        place = place_of_key(key)
        dialogue = None if place is None else self._db.value(_BY_KEY, key=place.dialogue)
        if place is None or dialogue is None:
            return None
        places = places_of(self._db, dialogue)
        if place.number >= len(places):
            return None
        wanted = places[place.number][0] + place.offset
        found = None
        for row in self._db.all(_PLACES, dialogue=dialogue):
            begins = places[row.position if row.number is None else row.number][0] + (row.offset or 0)
            if begins <= wanted:
                found = row.id
        if found is None:
            return None
        turn = ENTITIES["turn"].read(self._db, [str(found)])[str(found)]
        return found if turn.end is None or wanted < turn.end or wanted == turn.start else None

    # --- split ----------------------------------------------------------------------------------

    def look_at_split(self, turn_id: int, at: int, *, marker: int = 0) -> Outcome:
        """What :meth:`split` would make. Raises UserError where the turn cannot be split there."""
        with self._db.snapshot():
            return _outcome(self._split(turn_id, at, marker, None))

    def split(self, turn_id: int, at: int, *, speaker: str | None = None, marker: int = 0) -> Changes:
        """Let a new turn begin at a place of a turn's text (code points), said by ``speaker``.

        The next ``marker`` characters, and spaces on both sides of the place, stand between the two then. The
        first turn keeps its key, tags and marks; spans go with their words, one across the place becomes two.
        Raises UserError where one of the two would be empty.
        """
        with self._opened.writing() as stamp:
            plan = self._split(turn_id, at, marker, speaker)
            return self._done(stamp, summary("turn.split"), plan)

    def _split(self, turn_id: int, at: int, marker: int, speaker: str | None) -> Plan:
        stretch, piece = self._around(turn_id, 0, 0)
        whole = stretch.atoms(piece)
        text = self._text(stretch, piece)
        first, second = at, at + marker
        if not 0 <= first <= second <= len(text):
            raise ValueError(f"[{first}, {second}) is no part of the text")
        while first and text[first - 1].isspace() and whole[first - 1][1] < 0:
            first -= 1
        while second < len(text) and text[second].isspace() and whole[second][1] < 0:
            second += 1
        if not text[:first].strip() or not text[second:].strip():
            raise UserError(
                "The turn cannot be split there",
                "one of the two turns would be empty",
                "Place the cursor between two words of the turn",
            )
        parts = _Parts(stretch, piece, whole, self._next_step())
        end, start = parts.end(first), parts.begin(second)
        if piece.start == end or start == piece.end:
            raise UserError(
                "The turn cannot be split there",
                "all that was received would be in one of the two turns",
                "Choose a place outside of what was typed or repaired",
            )
        name = piece.speaker if speaker is None else plain_name(speaker)
        new = Piece(self._next_turn(), start, end=piece.end, speaker=name, meta=_only(piece, "end"))
        left = replace(piece, end=end, meta=_without(piece, "end"))
        gone, added = parts.divided(left, new, first, second)
        forced = parts.forced(left, new, second)
        pieces = [each for one in stretch.pieces for each in ([left, new] if one.id == piece.id else [one])]
        return plan_turns(stretch, pieces, gone=gone, added=added, forced=forced)

    # --- join -----------------------------------------------------------------------------------

    def look_at_join(self, turn_id: int) -> Outcome:
        """What :meth:`join` would make. Raises UserError for the last turn."""
        with self._db.snapshot():
            return _outcome(self._join(turn_id, None))

    def join(self, turn_id: int, *, drop: bool = False) -> Changes:
        """Make one turn of a turn and the one behind it; it keeps the key and the speaker of the first.

        A marker between the two gives way to a space or line break, as a step that can be decided otherwise.
        Raises UserError for the last turn of a dialogue, and, unless ``drop``, where tags would go that say
        something else than those that stay.
        """
        with self._opened.writing() as stamp:
            plan = self._join(turn_id, stamp)
            _refuse_losses(plan, drop=drop)
            return self._done(stamp, summary("turn.join"), plan)

    def _join(self, turn_id: int, stamp: Stamp | None) -> Plan:
        stretch, piece = self._around(turn_id, 0, 1)
        at = stretch.pieces.index(piece)
        if at + 1 == len(stretch.pieces):
            raise UserError(
                "The turn cannot be joined with the next one", "it is the last one of its dialogue", ""
            )
        behind = stretch.pieces[at + 1]
        meta = {**piece.meta, **_only(behind, "end")} if "end" in piece.meta else dict(piece.meta)
        whole = replace(piece, end=behind.end, meta=meta)
        lead = stretch.received(piece.end, behind.start)
        own = [x for x in stretch.steps if (x.row.part, x.row.turn) == ("lead", behind.id)]
        shown = replaced(lead, replacements(one.row for one in own))
        gone: list[RowChange] = []
        added: list[RowChange] = []
        if shown.strip():
            place = (behind.id, stretch.dialogue)
            gone = [RowChange("step", str(one.key), "", one.row, None, *place) for one in own]
            text = _joint(lead, stretch.received(piece.start, piece.end))
            step = StepRow(
                stretch.dialogue, piece.id, piece.end - piece.start, behind.start - piece.start, lead, text,
                "person", JOINED, 1.0, (), stamp.annotator.key if stamp else "", stamp.at if stamp else "",
                shown if own and shown != lead else None,
            )  # fmt: skip
            added = [RowChange("step", str(self._next_step()), "", None, step, piece.id, stretch.dialogue)]
        pieces = [whole if one.id == piece.id else one for one in stretch.pieces if one.id != behind.id]
        return plan_turns(stretch, pieces, gone=gone, added=added)

    # --- no turn --------------------------------------------------------------------------------

    def look_at_set_aside(self, turn_id: int) -> Outcome:
        """What :meth:`set_aside` would make. Raises UserError for the only turn."""
        with self._db.snapshot():
            return _outcome(self._set_aside(turn_id)[0])

    def set_aside(self, turn_id: int, *, drop: bool = False) -> Changes:
        """Say that a turn is none: a scene remark, a heading. Its text then stands before the next turn.

        Raises UserError for the only turn of a dialogue, and, unless ``drop``, where it has tags.
        """
        with self._opened.writing() as stamp:
            plan, piece = self._set_aside(turn_id)
            _refuse_losses(plan, drop=drop)
            row = RemarkRow(plan.stretch.dialogue, piece.start, piece.end, piece.speaker, dict(piece.meta))
            change = RowChange("remark", str(piece.id), "", None, row, dialogue=row.dialogue)
            return self._done(stamp, summary("turn.set_aside"), plan, [change])

    def _set_aside(self, turn_id: int) -> tuple[Plan, Piece]:
        stretch, piece = self._around(turn_id, 1, 1)
        if self._count(stretch.dialogue).turn_count == 1:
            raise UserError("A dialogue needs a turn", "it has no other one", "Remove the dialogue instead")
        return plan_turns(stretch, [one for one in stretch.pieces if one.id != piece.id]), piece

    def remarks(self, dialogue_id: int) -> list[Remark]:
        """What somebody said is no turn, in order."""
        return [
            Remark(row.id, row.start, row.end, row.speaker, loads(row.meta) or {})
            for row in self._db.all(_REMARKS, dialogue=dialogue_id)
        ]

    def remarks_at(self, turn_id: int) -> list[tuple[Remark, str]]:
        """The remarks right before a turn, and behind it where it is the last one, with their words."""
        with self._db.snapshot():
            stretch, piece = self._around(turn_id, 0, 0)
            inside = [(piece.start, piece.end)]
            return [
                (one, stretch.received(one.start, one.end))
                for one in self.remarks(stretch.dialogue)
                if stretch.begin <= one.start and one.end <= stretch.end
                if not any(start < one.end and one.start < end for start, end in inside)
            ]

    def remarks_beside(self, dialogue_id: int) -> dict[int, tuple[list[str], list[str]]]:
        """By turn, the words of the remarks before it, and behind it where it is the last one."""
        with self._db.snapshot():
            remarks = self.remarks(dialogue_id)
            if not remarks:
                return {}
            stretch = self._all_of(dialogue_id)
            starts = [piece.start for piece in stretch.pieces]
            found: dict[int, tuple[list[str], list[str]]] = {}
            for one in remarks:
                at = bisect_left(starts, one.start)
                inside = [piece for piece in stretch.pieces[max(0, at - 1) : at + 1] if _meet(piece, one)]
                if not inside:  # one within a turn is part of it by now
                    key = stretch.pieces[min(at, len(starts) - 1)].id
                    words = stretch.received(one.start, one.end)
                    found.setdefault(key, ([], []))[at == len(starts)].append(words)
            return found

    def restore(self, remark_id: int) -> Changes:
        """Make a remark a turn again, with the speaker and the key it had; KeyError where there is none."""
        with self._opened.writing() as stamp:
            row = self._db.first(_REMARK, remark=remark_id)
            if row is None:
                raise KeyError(remark_id)
            stretch = covering(self._db, row.dialogue, row.start, row.end)
            piece = Piece(row.id, row.start, row.end, row.speaker, loads(row.meta) or {})
            if any(one.start < piece.end and piece.start < one.end for one in stretch.pieces):
                raise UserError("The remark is part of a turn by now", "", "Split that turn instead")
            pieces = sorted([*stretch.pieces, piece], key=lambda one: (one.start, one.end))
            old = RemarkRow(row.dialogue, row.start, row.end, row.speaker, dict(piece.meta))
            change = RowChange("remark", str(row.id), "", old, None, dialogue=row.dialogue)
            return self._done(stamp, summary("turn.restore"), plan_turns(stretch, pieces), [change])

    # --- another reading ------------------------------------------------------------------------

    def text_to_read(self, dialogue_id: int) -> str:
        """The repaired text that a reading divides: markers between joined turns stand in it again."""
        with self._db.snapshot():
            return Whole(self._all_of(dialogue_id)).text

    def look_at_reading(self, dialogue_id: int, turns: Sequence[NewTurn]) -> Reading:
        """What :meth:`read_again` would make. Raises UserError as it does, but for tags that would go."""
        with self._db.snapshot():
            plan, further = self._read_again(dialogue_id, turns)
            made = _outcome(plan)
            now = {row.id: (row.position, row.speaker, row.text) for row in plan.stretch.rows.values()}
        names = {change.key: change.new for change in further if change.field == "speaker"}
        again = []
        for one in plan.texts:
            position, said, text = now.get(one.piece.id, (None, "", ""))
            speaker = str(names.get(str(one.piece.id), one.piece.speaker))
            same = position is not None and (said, text) == (speaker, one.text)
            again.append(TurnAgain(one.text, speaker, position, said, same))
        remarks = sum(change.kind == "remark" for change in further)
        return Reading(
            made.texts, made.lost, made.doubles, made.divided, tuple(again), len(plan.stretch.rows), remarks
        )

    def read_again(
        self, dialogue_id: int, turns: Sequence[NewTurn], rule: str, *, drop: bool = False
    ) -> Changes:
        """Lay a dialogue out in the turns of another reading, by the rule of that key.

        ``turns`` are places in :meth:`text_to_read`. Turns that begin where one begins now keep its key
        and what hangs on it; what somebody took out stays out where the reading makes just that a turn.
        Raises UserError where the reading has no turn, where a correction by hand lies across its
        borders, and, unless ``drop``, where tags would go; ValueError for turns that are no stretches of
        the text in order.
        """
        with self._opened.writing() as stamp:
            plan, further = self._read_again(dialogue_id, turns)
            _refuse_losses(plan, drop=drop)
            about = self._count(dialogue_id)
            if about.rule != rule:
                further.append(
                    RowChange("dialogue", about.key, "rule", about.rule, rule, dialogue=dialogue_id)
                )
            return self._done(stamp, summary("dialogue.read_again"), plan, further)

    def _all_of(self, dialogue_id: int) -> TurnStretch:
        return TurnStretch(self._db, dialogue_id, 0, self._count(dialogue_id).turn_count - 1)

    def _read_again(self, dialogue_id: int, turns: Sequence[NewTurn]) -> tuple[Plan, list[RowChange]]:
        if not turns:
            raise UserError("A dialogue needs a turn", "the reading finds none", "Choose another rule")
        stretch = self._all_of(dialogue_id)
        whole = Whole(stretch)
        borders = [place for turn in turns for place in (turn.start, turn.end)]
        if any(a > b for a, b in pairwise([0, *borders, len(whole.text)])):
            raise ValueError("turns must be stretches of the text, in order")
        asides = [
            (row.id, RemarkRow(dialogue_id, row.start, row.end, row.speaker, loads(row.meta) or {}))
            for row in self._db.all(_REMARKS, dialogue=dialogue_id)
        ]
        taken_out = {(row.start, row.end) for _, row in asides}
        wanted = [(turn, whole.border(turn.start), whole.border(turn.end)) for turn in turns]
        wanted = [one for one in wanted if one[1:] not in taken_out] or wanted
        borders = [place for turn, _, _ in wanted for place in (turn.start, turn.end)]
        pieces, further = self._pieces_again(stretch, wanted)
        further += [
            RowChange("remark", str(key), "", row, None, dialogue=dialogue_id)
            for key, row in asides
            if any(one.start < row.end and row.start < one.end for one in pieces)
        ]
        gone, added, forced = whole.divided(pieces, borders, self._next_step())
        plan = plan_turns(stretch, pieces, gone=gone, added=added, forced=forced)
        texts = [whole.text[turn.start : turn.end] for turn, _, _ in wanted]
        begins = {piece.start for piece in pieces}  # what tells turns apart: their keys are made of it
        if len(begins) < len(pieces) or [one.text for one in plan.texts] != texts:
            raise UserError(
                "The turns cannot be divided there",
                "what was repaired lies across that place",
                "Choose another rule, or reset those repairs first",
            )
        return plan, further

    def _pieces_again(
        self, stretch: TurnStretch, wanted: Sequence[tuple[NewTurn, int, int]]
    ) -> tuple[list[Piece], list[RowChange]]:
        """The turns of a reading, with the row numbers of those that begin where one begins now."""
        standing = {one.start: one for one in stretch.pieces}
        number = self._next_turn()
        pieces: list[Piece] = []
        further: list[RowChange] = []
        for turn, start, end in wanted:
            old = standing.pop(start, None)
            name = plain_name(turn.speaker)
            if old is None:
                pieces.append(Piece(number, start, end, name, turn.meta))
                number += 1
                continue
            kept = {key: value for key, value in old.meta.items() if key not in _OF_MARKERS}
            pieces.append(replace(old, end=end, meta={**kept, **turn.meta}))
            if old.speaker != name:
                at = (old.id, stretch.dialogue)
                further.append(RowChange("turn", str(old.id), "speaker", old.speaker, name, *at))
        return pieces, further

    # --- how ------------------------------------------------------------------------------------

    def _around(self, turn_id: int, before: int, behind: int) -> tuple[TurnStretch, Piece]:
        """A turn with so many before and behind it, as far as there are."""
        row = self._db.first(_TURN, turn=turn_id)
        if row is None:
            raise KeyError(turn_id)
        last = min(row.turn_count - 1, row.position + behind)
        stretch = TurnStretch(self._db, row.dialogue, max(0, row.position - before), last)
        return stretch, next(one for one in stretch.pieces if one.id == turn_id)

    def _count(self, dialogue: int) -> Row:
        row = self._db.first(_COUNT, dialogue=dialogue)
        if row is None:
            raise KeyError(dialogue)
        return row

    def _text(self, stretch: TurnStretch, piece: Piece) -> str:
        return str(stretch.rows[piece.id].text)

    def _next_turn(self) -> int:
        return 1 + int(self._db.value(LAST_TURN))

    def _next_step(self) -> int:
        return 1 + (self._db.value(_LAST_STEP) or 0)

    def _done(
        self, stamp: Stamp, what: EditSummary, plan: Plan, further: Sequence[RowChange] = ()
    ) -> Changes:
        writer = self._opened.writer(stamp, what)
        links = NoteLinks(self._db, plan.stretch.dialogue)
        rearrange(plan, writer, self._opened.finder)
        writer.apply(further)
        writer.apply(links.followed())
        return writer.finish()


def covering(db: Database, dialogue: int, start: int, end: int) -> TurnStretch:
    """The turns from the last that begins before ``start`` to the first behind ``end`` (received text)."""
    places = places_of(db, dialogue)
    first = last = 0
    for _, position, number, offset in db.all(_PLACES, dialogue=dialogue):
        begins = places[position if number is None else number][0] + (offset or 0)
        if begins < start:
            first = position
        last = position
        if begins >= end and position > first:
            break
    return TurnStretch(db, dialogue, first, last)


class _Parts:
    """Finds where a turn is cut in what was received, and divides the steps that the cut goes through."""

    def __init__(self, stretch: TurnStretch, piece: Piece, whole: Sequence[Atom], next_step: int) -> None:
        self._stretch = stretch
        self._piece = piece
        self._whole = whole
        self._next = next_step
        self._steps = dict(stretch.text_steps(piece.id))

    def end(self, at: int) -> int:
        """Where the received text of the part before ``[at`` of the text ends."""
        where, place = self._whole[at - 1]
        return where + 1 if place < 0 else self._piece.start + self._middle(self._steps[-where], place + 1)

    def begin(self, at: int) -> int:
        """Where the received text of the part from ``at`` of the text on begins."""
        where, place = self._whole[at]
        if place < 0:
            return where
        step = self._steps[-where]
        return self._piece.start + (step.start if place == 0 else self._middle(step, place))

    @staticmethod
    def _middle(step: StepRow, place: int) -> int:
        """A place within what a step made, in what was received: only damage is received as it stands."""
        if place < len(step.after) and step.kind == "damage" and step.before == step.after:
            return step.start + place
        return step.end

    def divided(
        self, left: Piece, new: Piece, first: int, second: int
    ) -> tuple[list[RowChange], list[RowChange]]:
        """The steps that the cut goes through, and what comes in their place."""
        gone: list[RowChange] = []
        added: list[RowChange] = []
        for key in dict.fromkeys(
            -where for where, place in (self._whole[first - 1], self._whole[second]) if place >= 0
        ):
            step = self._steps[key]
            head = sum(where == -key for where, _ in self._whole[:first])
            tail = sum(where == -key for where, _ in self._whole[second:])
            parts = self._parts(step, left, new, head, tail)
            if len(parts) > 1:
                gone.append(RowChange("step", str(key), "", step, None, step.turn, step.dialogue))
            for row in parts if len(parts) > 1 else ():
                added.append(RowChange("step", str(self._next), "", None, row, row.turn, row.dialogue))
                self._next += 1
        return gone, added

    def _parts(self, step: StepRow, left: Piece, new: Piece, head: int, tail: int) -> list[StepRow]:
        """What a step becomes of which so many characters stay before the cut, and so many behind it.

        As when a file is read: a damage mark is cut; the first part of others keeps all received text.
        """
        middle = len(step.after) - tail
        texts = step.after[:head], step.after[head:middle], step.after[middle:]
        start, end = self._piece.start + step.start, self._piece.start + step.end
        damage = step.kind == "damage" and step.before == step.after
        found: list[StepRow] = []
        homes = (("text", left.id, left.start), ("lead", new.id, left.end), ("text", new.id, new.start))
        for text, (part, turn, base) in zip(texts, homes, strict=True):
            stop = start + len(text) if damage else end
            if text:
                before = text if damage else "" if found else step.before
                row: Any = msgspec.structs.replace(
                    step, turn=turn, part=part, start=start - base, end=stop - base, before=before,
                    after=text, alternatives=(), proposal=None,
                )  # fmt: skip
                found.append(row)
                start = stop
        return found

    def forced(self, left: Piece, new: Piece, second: int) -> dict[int, dict[str, object]]:
        """Where steps that take no room come to lie."""
        behind = {-where for where, place in self._whole[second:] if place >= 0}
        return {
            key: {"part": "text", "turn": new.id if key in behind else left.id}
            for key, step in self._steps.items()
            if step.start == step.end
        }


def _joint(lead: str, before: str) -> str:
    """What stands between two joined turns instead of a marker."""
    if not before or before[-1].isspace():
        return ""
    return "\n" if "\n" in lead else " "


def _meet(piece: Piece, remark: Remark) -> bool:
    return piece.start < remark.end and remark.start < piece.end


def _outcome(plan: Plan) -> Outcome:
    return Outcome(tuple(one.text for one in plan.texts), len(plan.lost), plan.doubles, plan.divided)


def _refuse_losses(plan: Plan, *, drop: bool) -> None:
    if plan.lost and not drop:
        raise UserError(
            "Tags would have no place any more",
            "{lost} of them are on what would no longer be a turn of its own, "
            "or answer a question otherwise than the tags that stay",
            "Remove those tags first, or say that they may go",
            lost=len(plan.lost),
        )


def _only(piece: Piece, name: str) -> dict[str, object]:
    return {name: piece.meta[name]} if name in piece.meta else {}


def _without(piece: Piece, name: str) -> dict[str, object]:
    return {key: value for key, value in piece.meta.items() if key != name}
