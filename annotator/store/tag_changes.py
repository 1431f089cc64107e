"""Changing standing tags, each by its own key: two spans of a turn are told apart by nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import EllipsisType

import msgspec
import sqlalchemy as sa

from annotator.core.exclusive_answers import gives_way
from annotator.errors import UserError
from annotator.model import Changes, Tag
from annotator.store import tables as t
from annotator.store.edit_log import RowChange, summary
from annotator.store.log_entities import SELECT_TAGS, TAG, tag_row
from annotator.store.tags import TEXT_OF_TURN, TagGiving, field_changes, fields_to_change, removal
from annotator.store.turns import given_tags, of_whom

_LABEL = sa.select(t.label.c.facet).where(t.label.c.key == sa.bindparam("label"))
_SEVERAL = sa.select(t.facet.c.kind == "several").where(t.facet.c.key == sa.bindparam("facet"))
_SPANS_OF_FACET = SELECT_TAGS.where(
    t.tag.c.dialogue == sa.bindparam("dialogue"),
    t.tag.c.turn == sa.bindparam("turn"),
    t.facet.c.key == sa.bindparam("facet"),
    t.annotator.c.key == sa.bindparam("annotator"),
    t.tag.c.key != sa.bindparam("key"),
)
_TWIN = SELECT_TAGS.where(
    t.tag.c.dialogue == sa.bindparam("dialogue"),
    t.tag.c.turn.is_(sa.bindparam("turn", type_=sa.Integer())),
    t.tag.c.start.is_(sa.bindparam("start", type_=sa.Integer())),
    t.tag.c.end.is_(sa.bindparam("end", type_=sa.Integer())),
    t.label.c.key == sa.bindparam("label"),
    t.annotator.c.key == sa.bindparam("annotator"),
    t.tag.c.key != sa.bindparam("key"),
)

_ON_DIALOGUE = of_whom(
    SELECT_TAGS.where(t.tag.c.dialogue == sa.bindparam("dialogue"), t.tag.c.turn.is_(None)).order_by(
        *t.TAG_ORDER
    )
)


class Tags(TagGiving):
    """Tags: given, changed, taken away. Each edit is one transaction, on disk on return."""

    def of_dialogue(self, dialogue_id: int, annotators: Sequence[str] | None = None) -> list[Tag]:
        """The tags of a dialogue as a whole.

        They are those of the annotators with these keys, without any one's own and machines'.
        """
        return given_tags(self._opened, _ON_DIALOGUE, annotators, dialogue=dialogue_id)

    def change(
        self,
        keys: Iterable[str],
        *,
        intensity: int | EllipsisType | None = ...,
        uncertain: bool | None = None,
        note: str | None = None,
    ) -> Changes:
        """Change details of the tags of these keys; keys of no tag are passed over.

        What is left out stays; ``intensity=None`` takes the intensity away. Raises ValueError for
        an impossible intensity.
        """
        wanted = fields_to_change(intensity, uncertain, note)
        with self._opened.writing() as stamp:
            found = list(TAG.read(self._db, keys).items())
            changes = list(field_changes(found, [wanted] * len(found)))
            return self._opened.log(stamp, summary("tags.change", n=len(found)), changes)

    def relabel(self, key: str, label: str) -> Changes:
        """Give the tag of that key another label of its facet; note, intensity and place stay.

        Where the same annotator has that label in the same place and toward the same target
        already, the tag is removed instead. Raises KeyError where the tag is gone, UserError
        where the label is gone or another facet's.
        """
        with self._opened.writing() as stamp:
            row = TAG.read(self._db, [key])[key]
            facet = self._db.value(_LABEL, label=label)
            if facet != row.facet:
                raise UserError("The label is no longer in the codebook", "", "Choose another one")
            if row.label == label:
                return self._opened.log(stamp, summary("tags.change", n=0), [])
            place = {"dialogue": row.dialogue, "turn": row.turn, "start": row.start, "end": row.end}
            twins = self._db.all(_TWIN, label=label, annotator=row.annotator, key=key, **place)
            if any(tag_row(twin).target == row.target for twin in twins):
                return self._opened.log(stamp, summary("tags.remove", n=1, facet=facet), [removal(key, row)])
            change = RowChange("tag", key, "label", row.label, label, row.turn, row.dialogue)
            return self._opened.log(stamp, summary("tags.change", n=1, facet=facet), [change])

    def move_span(self, key: str, start: int, end: int) -> Changes:
        """Let the tag of that key be on ``[start, end)`` of its turn's text.

        Where the same annotator has an answer to the same question there already, that gives way, as it
        does to :meth:`add_span`. Raises KeyError where there is no such tag on a span, ValueError where
        the span would be empty or leave the text.
        """
        with self._opened.writing() as stamp:
            row = TAG.read(self._db, [key])[key]
            if row.start is None:
                raise KeyError(key)
            length = len(self._db.value(TEXT_OF_TURN, turn=row.turn))
            if not 0 <= start < end <= length:
                raise ValueError(f"no span [{start}, {end}) in {length} characters")
            moved = msgspec.structs.replace(row, start=start, end=end)
            several = bool(self._db.value(_SEVERAL, facet=row.facet))
            others = self._db.all(
                _SPANS_OF_FACET, dialogue=row.dialogue, turn=row.turn, facet=row.facet,
                annotator=row.annotator, key=key,
            )  # fmt: skip
            standing = [(other[0], tag_row(other)) for other in others]
            changes = [
                *(removal(*x) for x in standing if gives_way(x[1], moved, row.target, several=several)),
                *field_changes([(key, row)], [{"start": start, "end": end}]),
            ]
            return self._opened.log(stamp, summary("span.move", n=1, facet=row.facet), changes)
