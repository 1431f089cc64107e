"""Giving tags and taking them away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import EllipsisType
from typing import TypedDict, Unpack

import sqlalchemy as sa

from annotator.core.exclusive_answers import gives_way
from annotator.errors import UserError
from annotator.model import Changes, EditCode, FacetKind, Tag, TagOrigin
from annotator.store import tables as t
from annotator.store.database import Row
from annotator.store.edit_log import RowChange, Writer, summary
from annotator.store.log_entities import SELECT_TAGS, TAG, tag_row
from annotator.store.log_rows import TagRow
from annotator.store.project_part import Part
from annotator.store.row_numbers import RowNumbers
from annotator.store.value_encoding import counted, new_keys, storable

Found = tuple[str, TagRow]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is to stand on each place."""

    facet: str
    facet_id: int
    kind: FacetKind
    targeted: bool
    label: str = ""
    value: str = ""
    origin: TagOrigin = "human"
    target: str | None = None
    intensity: int | None = None
    uncertain: bool | None = None
    score: float | None = None
    start: int | None = None
    end: int | None = None


_BY_LABEL = (
    sa.select(t.label.c.id, t.facet)
    .join(t.facet, t.facet.c.key == t.label.c.facet)
    .where(t.label.c.key == sa.bindparam("label"))
)
TEXT_OF_TURN = sa.select(t.turn.c.text).where(t.turn.c.id == sa.bindparam("turn"))
_BY_FACET = sa.select(t.facet).where(t.facet.c.key == sa.bindparam("facet"))
_DIALOGUES = (
    sa.select(t.turn.c.dialogue, sa.func.count())
    .where(t.among(t.turn.c.id, "turns"))
    .group_by(t.turn.c.dialogue)
)
_MINE = (t.tag.c.facet == sa.bindparam("facet")) & (t.tag.c.annotator == sa.bindparam("annotator"))
_ON_TURNS = SELECT_TAGS.join(
    t.turn, (t.turn.c.id == t.tag.c.turn) & (t.turn.c.dialogue == t.tag.c.dialogue)
).where(_MINE, t.among(t.turn.c.id, "turns"))
_ON_DIALOGUE = SELECT_TAGS.where(_MINE, t.tag.c.dialogue == sa.bindparam("dialogue"), t.tag.c.turn.is_(None))
_TARGETS = (
    sa.select(t.target.c.dialogue, t.target.c.key, t.target.c.id)
    .where(t.among(t.target.c.dialogue, "dialogues"))
    .order_by(t.target.c.dialogue, t.target.c.position, t.target.c.id)
)


class TagDetails(TypedDict, total=False):
    """What a tag says beside its label. ``intensity`` is 1 to 3, ``target`` a key, ``score`` a program's."""

    intensity: int | None
    target: str | None
    uncertain: bool | None
    origin: TagOrigin
    score: float | None


class TagGiving(Part):
    """The edits that give, change and remove tags. Each is one transaction, on disk on return."""

    def add(self, turn_ids: Iterable[int], label: str, **details: Unpack[TagDetails]) -> Changes:
        """Give each turn a label.

        In a single or ordinal facet it takes the place of this annotator's tag toward the
        same target, whose note stays; in a facet of several it is added. Without a
        ``target`` a targeted facet takes the first of each dialogue. ``intensity`` (1 to 3)
        and ``uncertain`` left None stay as they are where the turn already has that label.
        Raises UserError where the label is gone, ValueError for an impossible intensity.
        """
        turns = list(dict.fromkeys(turn_ids))
        return self._answer_turns(turns, "turns.tag", label, (None, None), details)

    def add_span(
        self, turn_id: int, start: int, end: int, label: str, **details: Unpack[TagDetails]
    ) -> Changes:
        """Give a label to ``[start, end)`` of a turn's text; spans may overlap.

        Raises ValueError where the span is empty or leaves the text,
        KeyError where there is no such turn.
        """
        text = self._db.value(TEXT_OF_TURN, turn=turn_id)
        if text is None:
            raise KeyError(turn_id)
        length = len(text)
        if not 0 <= start < end <= length:
            raise ValueError(f"no span [{start}, {end}) in {length} characters")
        return self._answer_turns([turn_id], "span.tag", label, (start, end), details)

    def add_to_dialogue(self, dialogue_id: int, label: str, **details: Unpack[TagDetails]) -> Changes:
        """Give a label to a dialogue as a whole; the rules of :meth:`add` hold."""
        with self._opened.writing() as stamp:
            refs = RowNumbers(self._db)
            answer = self._question(label, refs, details)
            targets = self._targets(answer, [dialogue_id], refs)
            found = self._found_on_dialogue(dialogue_id, answer.facet_id)
            changes, answered = _replacing(answer, targets, found)
            if not answered:
                row = _tag(answer, dialogue_id, None, targets.get(dialogue_id))
                changes.append(RowChange("tag", next(new_keys()), "", None, row, None, dialogue_id))
            return self._opened.log(
                stamp, summary("dialogue.tag", n=1, facet=answer.facet, label=label), changes, refs
            )

    def write(self, turn_ids: Iterable[int], facet: str, value: str) -> Changes:
        """Write a free-text answer on each turn; the empty text removes it."""
        turns = list(dict.fromkeys(turn_ids))
        if not value:
            return self.clear(turns, facet)
        with self._opened.writing() as stamp:
            refs = RowNumbers(self._db)
            row = self._facet(facet)
            answer = _Answer(row.key, row.id, row.kind, bool(row.targeted), value=storable(value))
            done = summary("turns.write", n=len(turns), facet=facet)
            return self._give(answer, turns, self._opened.writer(stamp, done, refs), refs)

    def clear(self, turn_ids: Iterable[int], facet: str, label: str | None = None) -> Changes:
        """Remove this annotator's tags of a facet from each turn, or only those with a label."""
        turns = list(dict.fromkeys(turn_ids))
        with self._opened.writing() as stamp:
            found = self._found_on_turns(turns, self._facet(facet).id)
            changes = [removal(key, row) for key, row in found if label in (None, row.label)]
            return self._opened.log(
                stamp, summary("turns.untag", n=len(turns), facet=facet, label=label), changes
            )

    def clear_dialogue(self, dialogue_id: int, facet: str, label: str | None = None) -> Changes:
        """Remove this annotator's tags of a facet from the dialogue as a whole."""
        with self._opened.writing() as stamp:
            found = self._found_on_dialogue(dialogue_id, self._facet(facet).id)
            changes = [removal(key, row) for key, row in found if label in (None, row.label)]
            return self._opened.log(stamp, summary("dialogue.untag", n=1, facet=facet, label=label), changes)

    def remove(self, keys: Iterable[str]) -> Changes:
        """Remove tags by their keys, whoever gave them; keys of no tag are passed over."""
        with self._opened.writing() as stamp:
            changes = [removal(key, row) for key, row in TAG.read(self._db, keys).items()]
            return self._opened.log(stamp, summary("tags.remove", n=len(changes)), changes)

    def set_fields(
        self,
        turn_ids: Iterable[int],
        facet: str,
        *,
        label: str | None = None,
        intensity: int | EllipsisType | None = ...,
        uncertain: bool | None = None,
        note: str | None = None,
    ) -> Changes:
        """Change details of this annotator's tags of a facet, or of those with a label.

        What is left out stays; ``intensity=None`` takes the intensity away.
        """
        wanted = fields_to_change(intensity, uncertain, note)
        turns = list(dict.fromkeys(turn_ids))
        with self._opened.writing() as stamp:
            found = self._found_on_turns(turns, self._facet(facet).id)
            chosen = [(key, row) for key, row in found if label in (None, row.label)]
            changes = list(field_changes(chosen, [wanted] * len(chosen)))
            return self._opened.log(stamp, summary("tags.change", n=len(chosen), facet=facet), changes)

    def take_in(self, tags: Iterable[Tag], code: EditCode = "tags.read_in") -> Changes:
        """Store tags as they are, with their keys, annotators, origins and times.

        For reading an export back: dialogue, turn, labels, targets and annotators must be
        there. Raises KeyError where one is not, UserError where a key is already in use.
        """
        changes = [
            RowChange(
                "tag", tag.key, "", None,
                TagRow(
                    tag.dialogue_id, tag.facet, tag.turn_id, tag.label, storable(tag.value), tag.start,
                    tag.end, tag.target, tag.intensity, tag.uncertain, storable(tag.note), tag.score,
                    tag.origin, tag.annotator, tag.at,
                ),
                tag.turn_id, tag.dialogue_id,
            )
            for tag in tags
        ]  # fmt: skip
        with self._opened.writing() as stamp:
            taken = TAG.read(self._db, (change.key for change in changes))
            if taken or len({change.key for change in changes}) < len(changes):
                raise UserError(
                    "The tags cannot be read in",
                    "{tags} would stand there twice",
                    tags=counted(len(taken) or 1, "tag"),
                )
            return self._opened.log(stamp, summary(code, n=len(changes)), changes)

    # --- how ------------------------------------------------------------------------------

    def _answer_turns(
        self,
        turns: list[int],
        code: EditCode,
        label: str,
        place: tuple[int | None, int | None],
        details: TagDetails,
    ) -> Changes:
        with self._opened.writing() as stamp:
            refs = RowNumbers(self._db)
            answer = self._question(label, refs, details, place)
            done = summary(code, n=len(turns), facet=answer.facet, label=label)
            return self._give(answer, turns, self._opened.writer(stamp, done, refs), refs)

    def _give(self, answer: _Answer, turns: list[int], writer: Writer, refs: RowNumbers) -> Changes:
        """Put the answer on each turn. Raises KeyError for turns or targets that are not there."""
        dialogues = self._dialogues_of(turns)
        found = self._found_on_turns(turns, answer.facet_id)
        # New tags get their targets in the database; here they only matter for standing ones.
        targets = self._targets(answer, dialogues, refs) if found or answer.target is not None else {}
        changes, answered = _replacing(answer, targets, found)
        writer.apply(changes)
        fresh = [turn for turn in turns if turn not in answered] if answered else turns
        writer.create_tags(_tag(answer, 0, None, answer.target), fresh, dialogues, targeted=answer.targeted)
        return writer.finish()

    def _question(
        self,
        label: str,
        refs: RowNumbers,
        details: TagDetails,
        place: tuple[int | None, int | None] = (None, None),
    ) -> _Answer:
        """The answer that a label is, from the codebook."""
        checked_intensity(details.get("intensity"))
        row = self._db.first(_BY_LABEL, label=label)
        if row is None:
            raise UserError("The label is no longer in the codebook", "", "Choose another one")
        label_id, facet_id, facet, _name, kind, *_ = row
        refs.know(facet=(facet, facet_id), label=(label, label_id, facet_id))
        start, end = place
        return _Answer(facet, facet_id, kind, bool(row.targeted), label, start=start, end=end, **details)

    def _facet(self, facet: str) -> Row:
        row = self._db.first(_BY_FACET, facet=facet)
        if row is None:
            raise UserError("The facet is no longer in the codebook", "", "Choose another one")
        return row

    def _dialogues_of(self, turns: Sequence[int]) -> list[int]:
        """The dialogues of these turns. Raises KeyError for a turn that is not there."""
        rows = self._db.all(_DIALOGUES, turns=t.many(turns))
        if sum(row[1] for row in rows) < len(turns):
            raise KeyError("no such turn")
        return [row[0] for row in rows]

    def _found_on_turns(self, turns: Sequence[int], facet: int) -> list[Found]:
        rows = self._db.all(_ON_TURNS, turns=t.many(turns), facet=facet, annotator=self._opened.annotator_id)
        return [(row[0], tag_row(row)) for row in rows]

    def _found_on_dialogue(self, dialogue: int, facet: int) -> list[Found]:
        rows = self._db.all(_ON_DIALOGUE, dialogue=dialogue, facet=facet, annotator=self._opened.annotator_id)
        return [(row[0], tag_row(row)) for row in rows]

    def _targets(self, answer: _Answer, dialogues: Sequence[int], refs: RowNumbers) -> dict[int, str]:
        """The target of each dialogue. Raises KeyError where one lacks the target asked for."""
        if not answer.targeted:
            return {}
        rows = self._db.all(_TARGETS, dialogues=t.many(dialogues))
        refs.know(targets={(row[0], row[1]): row[2] for row in rows})
        if answer.target is not None:
            for dialogue in dialogues:
                refs.target(dialogue, answer.target)
            return dict.fromkeys(dialogues, answer.target)
        return {row[0]: row[1] for row in reversed(rows)}


def fields_to_change(
    intensity: int | EllipsisType | None, uncertain: bool | None, note: str | None
) -> dict[str, object]:
    """Details of tags that are to have other values; an Ellipsis, and None for the last two, mean none."""
    wanted: dict[str, object] = {}
    if not isinstance(intensity, EllipsisType):
        wanted["intensity"] = checked_intensity(intensity)
    if uncertain is not None:
        wanted["uncertain"] = uncertain
    if note is not None:
        wanted["note"] = storable(note)
    return wanted


def _replacing(
    answer: _Answer, targets: dict[int, str], found: Sequence[Found]
) -> tuple[list[RowChange], set[int | None]]:
    """The changes that turn standing tags into the answer, and the turns that have it then."""
    removed: list[RowChange] = []
    kept: list[Found] = []
    wanted: list[dict[str, object]] = []
    answered: set[int | None] = set()
    for key, row in found:
        target = targets.get(row.dialogue)
        if not gives_way(row, answer, target, several=answer.kind == "several"):
            continue
        if row.turn in answered:
            removed.append(removal(key, row))
        else:
            answered.add(row.turn)
            kept.append((key, row))
            wanted.append(_wanted(answer, target, row))
    return [*removed, *field_changes(kept, wanted)], answered


def _tag(answer: _Answer, dialogue: int, turn: int | None, target: str | None) -> TagRow:
    return TagRow(
        dialogue, answer.facet, turn, answer.label, answer.value, answer.start, answer.end, target,
        answer.intensity, bool(answer.uncertain), "", answer.score, answer.origin,
    )  # fmt: skip


def checked_intensity(intensity: int | None) -> int | None:
    """The intensity itself. Raises ValueError for anything but 1, 2, 3 and None."""
    if intensity not in (None, 1, 2, 3):
        raise ValueError(f"intensity is 1, 2, 3 or None, not {intensity!r}")
    return intensity


def removal(key: str, row: TagRow) -> RowChange:
    """The change that removes a tag."""
    return RowChange("tag", key, "", row, None, row.turn, row.dialogue)


def field_changes(found: Sequence[Found], wanted: Sequence[dict[str, object]]) -> Iterable[RowChange]:
    """The changes after which each tag has the wanted fields, one field after the other."""
    fields = dict.fromkeys(field for values in wanted for field in values)
    for field in fields:
        for (key, row), values in zip(found, wanted, strict=True):
            old = getattr(row, field)
            if field in values and values[field] != old:
                yield RowChange("tag", key, field, old, values[field], row.turn, row.dialogue)


def _wanted(answer: _Answer, target: str | None, row: TagRow) -> dict[str, object]:
    fresh = row.label != answer.label
    return {
        "label": answer.label,
        "value": answer.value,
        "origin": answer.origin,
        "target": target,
        "score": answer.score,
        "intensity": answer.intensity if fresh or answer.intensity is not None else row.intensity,
        "uncertain": bool(answer.uncertain) if fresh or answer.uncertain is not None else row.uncertain,
    }
