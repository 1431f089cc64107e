"""Flags and bookmarks on turns: set, taken off, found again."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping

import msgspec
import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import Changes, EditCode, Mark, MarkKind
from annotator.store import tables as t
from annotator.store.edit_log import RowChange, summary
from annotator.store.log_entities import mark_key
from annotator.store.log_rows import MarkRow
from annotator.store.project_part import Part

# What the log calls setting a mark and taking it off.
_CODES: Mapping[tuple[MarkKind, bool], EditCode] = {
    ("flag", True): "turns.flag",
    ("flag", False): "turns.unflag",
    ("bookmark", True): "turns.bookmark",
    ("bookmark", False): "turns.unbookmark",
}

_TURNS = sa.select(t.turn.c.id, t.turn.c.dialogue).where(t.among(t.turn.c.id, "turns"))
_ME = sa.select(t.annotator.c.id).where(t.annotator.c.key == sa.bindparam("annotator")).scalar_subquery()
_MINE = (t.mark.c.annotator == _ME) & (t.mark.c.kind == sa.bindparam("kind"))
_STANDING = sa.select(t.mark.c.turn, t.mark.c.at).where(t.among(t.mark.c.turn, "turns"), _MINE)
_MARKED = (
    sa.select(t.mark.c.turn.label("id"))
    .join(t.dialogue, t.dialogue.c.id == t.mark.c.dialogue)
    .join(t.turn, t.turn.c.id == t.mark.c.turn)
    .where(_MINE, t.dialogue.c.state == "live")
    .order_by(t.mark.c.dialogue, t.turn.c.position)
)
_MARKED_IDS = sa.select(sa.func.json_group_array(_MARKED.subquery("found").c.id))


class Marks(Part):
    """The marks of the current annotator. Each edit is one transaction, on disk on return."""

    def set(self, turn_ids: Iterable[int], kind: MarkKind, *, on: bool) -> Changes:
        """Set or take off a mark on each turn; turns that are so already are left alone.

        Raises KeyError for a turn that is not there.
        """
        turns = list(dict.fromkeys(turn_ids))
        me = self._opened.who.key
        asked = t.many(turns)
        with self._opened.writing() as stamp:
            dialogues = {row[0]: row[1] for row in self._db.all(_TURNS, turns=asked)}
            if len(dialogues) < len(turns):
                raise KeyError("no such turn")
            standing = {
                row[0]: row[1] for row in self._db.all(_STANDING, turns=asked, annotator=me, kind=kind)
            }
            changes = []
            for turn in turns:
                if on == (turn in standing):
                    continue
                row = MarkRow(dialogues[turn], turn, kind, me, standing.get(turn, stamp.at))
                old, new = (None, row) if on else (row, None)
                changes.append(
                    RowChange("mark", mark_key(turn, me, kind), "", old, new, turn, dialogues[turn])
                )
            return self._opened.log(stamp, summary(_CODES[kind, on], n=len(changes)), changes)

    def turns(self, kind: MarkKind) -> array[int]:
        """The turns that the current annotator has marked so, in the order of the project."""
        found = self._db.value(_MARKED_IDS, annotator=self._opened.who.key, kind=kind)
        return array("q", msgspec.json.decode(found))

    def take_in(self, marks: Iterable[tuple[int, int, Mark]]) -> Changes:
        """Store marks as they are, with their annotators and times: dialogue, turn, mark.

        For reading an export back: dialogues, turns and annotators must be there. Raises KeyError
        where an annotator is not, UserError where a turn would have one of them twice.
        """
        changes = [
            RowChange(
                "mark", mark_key(turn, mark.annotator, mark.kind), "", None,
                MarkRow(dialogue, turn, mark.kind, mark.annotator, mark.at), turn, dialogue,
            )
            for dialogue, turn, mark in marks
        ]  # fmt: skip
        with self._opened.writing() as stamp:
            if len({change.key for change in changes}) < len(changes):
                raise UserError("The marks cannot be read in", "a turn would have one of them twice")
            return self._opened.log(stamp, summary("marks.read_in", n=len(changes)), changes)
