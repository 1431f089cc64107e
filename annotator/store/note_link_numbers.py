"""Links of notes to turns by number (``#12``): they follow their turns where turns are split or joined."""

from __future__ import annotations

from bisect import bisect_right

import sqlalchemy as sa

from annotator.core.note_links import links_in, renumbered
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.edit_log import RowChange

_NOTES = sa.select(t.tag.c.key, t.tag.c.turn, t.tag.c.note).where(
    t.tag.c.dialogue == sa.bindparam("dialogue"), t.tag.c.note != ""
)
_TURNS = (
    sa.select(t.turn.c.id).where(t.turn.c.dialogue == sa.bindparam("dialogue")).order_by(t.turn.c.position)
)


class NoteLinks:
    """The turns of a dialogue as they are now: links of its notes shall lead to them afterwards, too."""

    def __init__(self, db: Database, dialogue: int) -> None:
        self._db, self._dialogue = db, dialogue
        self._before = self._turns() if self._notes() else []

    def followed(self) -> list[RowChange]:
        """The changes of notes, once the turns have changed.

        A turn that is gone is part of the one before it, or stands beside it.
        """
        if not self._before:
            return []
        standing = {turn: number for number, turn in enumerate(self._turns(), 1)}
        kept = [number for number, turn in enumerate(self._before, 1) if turn in standing]

        def now(number: int) -> int:
            if number > len(self._before):  # it never led to a turn
                return number
            at = bisect_right(kept, number)
            return standing[self._before[kept[max(0, at - 1)] - 1]] if kept else 1

        changes = []
        for key, turn, note in self._notes():
            again = renumbered(note, now)
            if again != note:
                changes.append(RowChange("tag", key, "note", note, again, turn, self._dialogue))
        return changes

    def _turns(self) -> list[int]:
        return [row[0] for row in self._db.all(_TURNS, dialogue=self._dialogue)]

    def _notes(self) -> list[tuple[str, int | None, str]]:
        found = self._db.all(_NOTES, dialogue=self._dialogue)
        return [(row.key, row.turn, row.note) for row in found if links_in(row.note)]
