"""Where turns begin and end: split, joined, taken for no turn, laid out by another reading of the file.

Each is one edit. What was received stays what it is and where it is: leads, received texts and tail, joined,
are the text of the source before and after (:mod:`annotator.store.rearrange_turns`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from annotator.core.offset_mapping import replaced
from annotator.errors import UserError
from annotator.model import Changes, EditSummary, Remark
from annotator.store import tables as t
from annotator.store.another_reading import REMARKS, lay_out, next_step, next_turn
from annotator.store.database import Row
from annotator.store.dialogue_reading import NewTurn, Whole
from annotator.store.edit_log import RowChange, Stamp, summary
from annotator.store.log_rows import RemarkRow, StepRow
from annotator.store.note_link_numbers import NoteLinks
from annotator.store.plan_turns import plan_turns
from annotator.store.project_part import Part
from annotator.store.rearrange_turns import rearrange
from annotator.store.rearrangement_plan import Plan
from annotator.store.repaired_texts import replacements
from annotator.store.speakers import plain_name
from annotator.store.structure_outcomes import Outcome, Reading, TurnAgain, outcome, refuse_losses
from annotator.store.turn_cutting import TurnCut
from annotator.store.turn_layout import JOINED, Piece
from annotator.store.turn_places import covering, turn_of_key
from annotator.store.turn_stretch import TurnStretch
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
_REMARK = sa.select(t.remark).where(t.remark.c.id == sa.bindparam("remark"))
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
        return turn_of_key(self._db, key)

    # --- split ----------------------------------------------------------------------------------

    def look_at_split(self, turn_id: int, at: int, *, marker: int = 0) -> Outcome:
        """What :meth:`split` would make. Raises UserError where the turn cannot be split there."""
        with self._db.snapshot():
            return outcome(self._split(turn_id, at, marker, None))

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
        parts = TurnCut(stretch, piece, whole, next_step(self._db))
        end, start = parts.end(first), parts.begin(second)
        if piece.start == end or start == piece.end:
            raise UserError(
                "The turn cannot be split there",
                "all that was received would be in one of the two turns",
                "Choose a place outside of what was typed or repaired",
            )
        name = piece.speaker if speaker is None else plain_name(speaker)
        new = Piece(next_turn(self._db), start, end=piece.end, speaker=name, meta=_only(piece, "end"))
        left = replace(piece, end=end, meta=_without(piece, "end"))
        gone, added = parts.divided(left, new, first, second)
        forced = parts.forced(left, new, second)
        pieces = [each for one in stretch.pieces for each in ([left, new] if one.id == piece.id else [one])]
        return plan_turns(stretch, pieces, gone=gone, added=added, forced=forced)

    # --- join -----------------------------------------------------------------------------------

    def look_at_join(self, turn_id: int) -> Outcome:
        """What :meth:`join` would make. Raises UserError for the last turn."""
        with self._db.snapshot():
            return outcome(self._join(turn_id, None))

    def join(self, turn_id: int, *, drop: bool = False) -> Changes:
        """Make one turn of a turn and the one behind it; it keeps the key and the speaker of the first.

        A marker between the two gives way to a space or line break, as a step that can be decided otherwise.
        Raises UserError for the last turn of a dialogue, and, unless ``drop``, where tags would go that say
        something else than those that stay.
        """
        with self._opened.writing() as stamp:
            plan = self._join(turn_id, stamp)
            refuse_losses(plan, drop=drop)
            return self._done(stamp, summary("turn.join"), plan)

    def _join(self, turn_id: int, stamp: Stamp | None) -> Plan:
        stretch, piece = self._around(turn_id, 0, 1)
        at = stretch.pieces.index(piece)
        if at + 1 == len(stretch.pieces):
            raise UserError(
                "The turn cannot be joined with the next one", "it is the last one of its dialogue", ""
            )
        behind = stretch.pieces[at + 1]
        meta = {**piece.meta, **_only(behind, "end"), **_tiers_of_both(piece, behind)}
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
            added = [RowChange("step", str(next_step(self._db)), "", None, step, piece.id, stretch.dialogue)]
        pieces = [whole if one.id == piece.id else one for one in stretch.pieces if one.id != behind.id]
        return plan_turns(stretch, pieces, gone=gone, added=added)

    # --- no turn --------------------------------------------------------------------------------

    def look_at_set_aside(self, turn_id: int) -> Outcome:
        """What :meth:`set_aside` would make. Raises UserError for the only turn."""
        with self._db.snapshot():
            return outcome(self._set_aside(turn_id)[0])

    def set_aside(self, turn_id: int, *, drop: bool = False) -> Changes:
        """Say that a turn is none: a scene remark, a heading. Its text then stands before the next turn.

        Raises UserError for the only turn of a dialogue, and, unless ``drop``, where it has tags.
        """
        with self._opened.writing() as stamp:
            plan, piece = self._set_aside(turn_id)
            refuse_losses(plan, drop=drop)
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
            for row in self._db.all(REMARKS, dialogue=dialogue_id)
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
            plan, further = lay_out(self._db, self._all_of(dialogue_id), turns)
            made = outcome(plan)
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
            plan, further = lay_out(self._db, self._all_of(dialogue_id), turns)
            refuse_losses(plan, drop=drop)
            about = self._count(dialogue_id)
            if about.rule != rule:
                further.append(
                    RowChange("dialogue", about.key, "rule", about.rule, rule, dialogue=dialogue_id)
                )
            return self._done(stamp, summary("dialogue.read_again"), plan, further)

    def _all_of(self, dialogue_id: int) -> TurnStretch:
        return TurnStretch(self._db, dialogue_id, 0, self._count(dialogue_id).turn_count - 1)

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

    def _done(
        self, stamp: Stamp, what: EditSummary, plan: Plan, further: Sequence[RowChange] = ()
    ) -> Changes:
        writer = self._opened.writer(stamp, what)
        links = NoteLinks(self._db, plan.stretch.dialogue)
        rearrange(plan, writer, self._opened.finder)
        writer.apply(further)
        writer.apply(links.followed())
        return writer.finish()


def _joint(lead: str, before: str) -> str:
    """What stands between two joined turns instead of a marker."""
    if not before or before[-1].isspace():
        return ""
    return "\n" if "\n" in lead else " "


def _meet(piece: Piece, remark: Remark) -> bool:
    return piece.start < remark.end and remark.start < piece.end


def _only(piece: Piece, name: str) -> dict[str, object]:
    return {name: piece.meta[name]} if name in piece.meta else {}


def _tiers_of_both(piece: Piece, behind: Piece) -> dict[str, object]:
    """What other tiers of the file say of two turns, as what they say of one."""
    first, second = (one.meta.get("tiers") for one in (piece, behind))
    if not isinstance(first, dict) or not isinstance(second, dict):
        return _only(piece, "tiers") or _only(behind, "tiers")
    both: dict[str, object] = {}
    for name in dict.fromkeys((*first, *second)):
        values = [value for said in (first, second) if name in said for value in _several(said[name])]
        both[name] = values[0] if len(values) == 1 else values
    return {"tiers": both}


def _several(values: object) -> list[object]:
    return list(values) if isinstance(values, list) else [values]


def _without(piece: Piece, name: str) -> dict[str, object]:
    return {key: value for key, value in piece.meta.items() if key != name}
