"""Turns: listed and read with their steps, tags and marks."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.model import (
    Tag,
    Turn,
)
from annotator.store import tables as t
from annotator.store.database_errors import ProjectDamaged, damaged_value
from annotator.store.dialogues import ids_of
from annotator.store.log_entities import SELECT_TAGS
from annotator.store.project_part import Opened, Part
from annotator.store.row_objects import damaged_turn, tag_of, turns_of

_TURN_IDS = ids_of(
    sa.select(t.turn.c.id).where(t.turn.c.dialogue == sa.bindparam("dialogue")).order_by(t.turn.c.position)
)
_TURNS = (
    sa.select(t.turn, t.dialogue.c.key, t.dialogue.c.repair_count)
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(t.among(t.turn.c.id, "ids"), t.dialogue.c.state != "staged")
)
_STEPS = (
    sa.select(t.step.c.turn, t.step.c.part, *t.STEP_COLUMNS)
    .join(t.turn, (t.turn.c.id == t.step.c.turn) & (t.turn.c.dialogue == t.step.c.dialogue))
    .where(t.among(t.turn.c.id, "ids"))
    .order_by(t.step.c.turn, t.step.c.start, t.step.c.end, t.step.c.id)
)
_TEXTS = sa.select(t.turn.c.id, t.turn.c.text).where(t.among(t.turn.c.id, "ids"))
_OF_ANNOTATORS = t.among(t.annotator.c.key, "annotators")
_MINE_OR_MACHINE = (t.annotator.c.key == sa.bindparam("annotator")) | (t.annotator.c.kind == "machine")


def of_whom(tags: sa.Select[Any]) -> dict[bool, sa.Select[Any]]:
    """The tags of named annotators, and those of the current one and machines."""
    return {True: tags.where(_OF_ANNOTATORS), False: tags.where(_MINE_OR_MACHINE)}


_TURN_TAGS = of_whom(
    SELECT_TAGS.join(t.turn, (t.turn.c.id == t.tag.c.turn) & (t.turn.c.dialogue == t.tag.c.dialogue))
    .where(t.among(t.turn.c.id, "ids"))
    .order_by(*t.TAG_ORDER)
)
_ANNOTATOR_ID = (
    sa.select(t.annotator.c.id).where(t.annotator.c.key == sa.bindparam("annotator")).scalar_subquery()
)
_MARKS = sa.select(t.mark.c.turn, t.mark.c.kind).where(
    t.among(t.mark.c.turn, "ids"), t.mark.c.annotator == _ANNOTATOR_ID
)


class Turns(Part):
    """The turns of a project.

    Pages take any number of ids and keep their order; ids of nothing are left out.
    """

    def ids(self, dialogue_id: int) -> array[int]:
        """The turns of a dialogue in order; empty where there is no such dialogue."""
        return array("q", msgspec.json.decode(self._db.value(_TURN_IDS, dialogue=dialogue_id)))

    def page(
        self, ids: Iterable[int], annotators: Sequence[str] | None = None, *, refuse_damaged: bool = False
    ) -> list[Turn]:
        """These turns in the order asked, with the tags of the annotators with these keys.

        Without ``annotators``: those of the current one and of machines. A turn whose row is damaged
        comes with what can be read of its text, as damage from end to end, and without anything else; with
        ``refuse_damaged``, for figures and whatever goes on, ProjectDamaged is raised.
        """
        wanted = list(ids)
        try:
            return self._page(wanted, annotators)
        except (ProjectDamaged, TypeError, ValueError) as error:
            found = None if refuse_damaged else self._page_of_damaged(wanted, annotators)
            if found is not None:
                return found
            if isinstance(error, ProjectDamaged):
                raise
            raise damaged_value() from error

    def _page_of_damaged(self, ids: Sequence[int], annotators: Sequence[str] | None) -> list[Turn] | None:
        """The turns one by one, those whose row is damaged as damage; None where pages cannot be read."""
        made: list[Turn] = []
        for number in ids:
            try:
                made += self._page([number], annotators)
            except (ProjectDamaged, TypeError, ValueError):
                try:
                    with self._db.lenient():
                        made += [damaged_turn(row) for row in self._db.all(_TURNS, ids=t.many([number]))]
                except ProjectDamaged:
                    return None
        return made

    def _page(self, wanted: Sequence[int], annotators: Sequence[str] | None) -> list[Turn]:
        return self._db.as_one(lambda: self._read(wanted, annotators))

    def _read(self, wanted: Sequence[int], annotators: Sequence[str] | None) -> list[Turn]:
        asked = t.many(wanted)
        with self._db.snapshot():
            rows = self._db.all(_TURNS, ids=asked)
            steps = self._db.all(_STEPS, ids=asked) if any(row.repair_count for row in rows) else ()
            tags = given_tags(self._opened, _TURN_TAGS, annotators, ids=asked)
            marked = self._db.all(_MARKS, ids=asked, annotator=self._opened.who.key)
        return turns_of(wanted, rows, steps, tags, marked)

    def texts(self, ids: Iterable[int]) -> list[str]:
        """The texts of these turns in the order asked, for a look through many of them."""
        wanted = list(ids)
        found = {row.id: row.text for row in self._db.all(_TEXTS, ids=t.many(wanted))}
        return [found[key] for key in wanted if key in found]


def given_tags(
    opened: Opened,
    statements: Mapping[bool, sa.Select[Any]],
    annotators: Sequence[str] | None,
    **values: object,
) -> list[Tag]:
    """Tags of the annotators with these keys, or (None) of the current one and machines."""
    rows = opened.db.all(
        statements[annotators is not None],
        annotators=t.many(annotators or ()),
        annotator=opened.who.key,
        **values,
    )
    return [tag_of(row) for row in rows]
