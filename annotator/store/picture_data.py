"""The numbers that pictures are drawn from: counted by SQLite, or handed over as columns.

Only live dialogues count, and suggestions are nobody's tags.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from annotator.store import packed_rows
from annotator.store import tables as t
from annotator.store.packed_rows import PackedRows, seconds_of
from annotator.store.project_part import Part
from annotator.store.value_encoding import loads

_INTENSITY_BITS = 8
_LIVE = t.dialogue.c.state == "live"
_IN_LIVE = sa.select(t.dialogue.c.id).where(_LIVE)
_HERE = sa.bindparam("dialogue", type_=sa.Integer())
_FACET = sa.select(t.facet.c.id).where(t.facet.c.key == sa.bindparam("facet")).scalar_subquery()
_OTHERS = sa.select(sa.func.count()).select_from(t.dialogue).where(~_LIVE)
_IDS = sa.func.json_group_array(t.turn.c.id)
_BY_SPEAKER = sa.select(t.turn.c.speaker, _IDS).group_by(t.turn.c.speaker)
_BY_LANGUAGE = sa.select(t.turn.c.language, _IDS).group_by(t.turn.c.language)
_SOURCES = (
    sa.select(t.source.c.name, sa.func.json_group_array(t.dialogue.c.id))
    .join(t.dialogue, t.dialogue.c.source == t.source.c.id)
    .where(_LIVE)
    .group_by(t.source.c.id)
    .order_by(t.source.c.id)
)
_TAG_COLUMNS = {
    "turn": t.tag.c.turn,
    "dialogue": t.tag.c.dialogue,
    "label": t.tag.c.label,
    "annotator": t.tag.c.annotator,
    "target": sa.func.coalesce(t.tag.c.target, 0),
    "intensity": sa.func.coalesce(t.tag.c.intensity, 0),
    "uncertain": t.tag.c.uncertain,
    "second": seconds_of(t.tag.c.at),
}
_PLACE = {"turn": t.turn.c.id, "dialogue": t.turn.c.dialogue, "position": t.turn.c.position}
_OF_FACET = (
    t.tag.c.facet == _FACET,
    t.tag.c.origin != "suggested",
    t.tag.c.turn.is_not(None),
    t.tag.c.label.is_not(None),
)
# The text only where it has to be read: of turns in several languages.
_SPOKEN = (
    sa.select(
        t.turn.c.dialogue,
        t.turn.c.speaker,
        t.turn.c.words,
        sa.case((sa.func.json_array_length(t.turn.c.words) > 1, t.turn.c.text)),
    )
    .where(t.among(t.turn.c.dialogue, "ids"))
    .order_by(t.turn.c.dialogue, t.turn.c.position)
)
_PROFILE = (
    sa.select(
        t.turn.c.id,
        t.turn.c.position,
        t.turn.c.speaker,
        sa.func.length(t.turn.c.text),
        t.turn.c.language,
        t.turn.c.words,
        sa.func.json_extract(t.turn.c.meta, "$.start"),
        sa.func.json_extract(t.turn.c.meta, "$.end"),
    )
    .where(t.turn.c.dialogue == _HERE)
    .order_by(t.turn.c.position)
)
_TAGS_HERE = (
    sa.select(
        t.turn.c.position,
        t.tag.c.label,
        t.tag.c.annotator,
        sa.func.coalesce(t.tag.c.target, 0),
        sa.func.coalesce(t.tag.c.intensity, 0),
        t.tag.c.uncertain,
    )
    .join(t.turn, t.turn.c.id == t.tag.c.turn)
    .where(
        t.tag.c.dialogue == _HERE,
        t.tag.c.facet == _FACET,
        t.tag.c.origin != "suggested",
        t.tag.c.label.is_not(None),
        t.among(t.tag.c.annotator, "annotators"),
    )
    .order_by(t.turn.c.position, t.tag.c.target, t.tag.c.at, t.tag.c.id)
)
_STEPS_HERE = (
    sa.select(
        t.turn.c.position,
        t.step.c.kind,
        t.step.c.confidence,
        t.step.c.annotator != "",
        t.step.c.before,
        t.step.c.after,
    )
    .join(t.turn, t.turn.c.id == t.step.c.turn)
    .where(t.step.c.dialogue == _HERE, t.step.c.part == "text")
    .order_by(t.turn.c.position, t.step.c.start, t.step.c.id)
)
_TEXTS_HERE = (
    sa.select(t.turn.c.text).where(t.turn.c.dialogue == _HERE).order_by(t.turn.c.position)
)  # fmt: skip
_LABELS = (
    sa.select(t.label.c.id, t.label.c.key, t.label.c.name, t.label.c.colour)
    .where(t.label.c.facet == sa.bindparam("facet"))
    .order_by(t.label.c.position, t.label.c.id)
)
_ANNOTATORS = sa.select(t.annotator).order_by(t.annotator.c.id)
_TARGETS = (
    sa.select(t.target.c.id, t.target.c.statement)
    .where(t.target.c.dialogue == _HERE)
    .order_by(t.target.c.position, t.target.c.id)
)

Numbers = list[int]


class PictureLabel(NamedTuple):
    """A label: its row number, key, name, and colour (``#rrggbb``, "" for none)."""

    id: int
    key: str
    name: str
    colour: str


class ProfileRow(NamedTuple):
    """A turn of a dialogue.

    Its row number, position, speaker, length in code points, primary language (None where none was
    found), words by language, and when it begins and ends in a recording (seconds, None where nobody says).
    """

    id: int
    position: int
    speaker: str
    length: int
    language: str | None
    words: tuple[tuple[str, int], ...]
    start: float | None
    end: float | None


class SpokenRow(NamedTuple):
    """A turn: its dialogue, its speaker, words by language; its text where it has several languages."""

    dialogue: int
    speaker: str
    words: tuple[tuple[str, int], ...]
    text: str | None


class TagHere(NamedTuple):
    """A tag on a turn of a dialogue: position of the turn, then row numbers (0 for no target)."""

    position: int
    label: int
    annotator: int
    target: int
    intensity: int  # 1 weak to 3 strong, 0 where none was given
    uncertain: bool


class StepHere(NamedTuple):
    """A repair step in a turn's text: position of the turn, kind, confidence, whether a person decided."""

    position: int
    kind: str
    confidence: float
    decided: bool
    before: str
    after: str


class Pictures(Part):
    """The numbers that pictures are drawn from."""

    def places(self) -> PackedRows:
        """Every turn: ``turn`` and ``dialogue`` (row numbers) and ``position``, in no particular order."""
        largest = packed_rows.largest(self._db)
        # An index alone answers, where no dialogue was removed: so many dialogues at a time.
        step = max(1, packed_rows.AT_A_TIME * (largest.dialogue + 1) // (largest.turn + 1))
        return packed_rows.packed(
            self._db,
            {name: largest.dialogue.bit_length() if name == "dialogue" else largest.turn.bit_length()
             for name in _PLACE},
            _PLACE,
            *self._live(t.turn.c.dialogue),
            source=t.turn,
            number=t.turn.c.dialogue,
            last=largest.dialogue,
            step=step,
        )  # fmt: skip

    def _live(self, dialogue: sa.ColumnElement[int]) -> tuple[sa.ColumnElement[bool], ...]:
        """The condition that a dialogue is live; nothing to ask where all are."""
        return (dialogue.in_(_IN_LIVE),) if self._db.value(_OTHERS) else ()

    def speakers(self) -> dict[str, Numbers]:
        """The turns (row numbers) of each speaker, those of removed dialogues too."""
        return {name: _numbers(ids) for name, ids in self._db.all(_BY_SPEAKER)}

    def languages(self) -> dict[str, Numbers]:
        """The turns (row numbers) by primary language, "" for no finding; those of removed dialogues too."""
        return {language or "": _numbers(ids) for language, ids in self._db.all(_BY_LANGUAGE)}

    def sources(self) -> list[tuple[str, Numbers]]:
        """The live dialogues of each source, by its name, in the order of import."""
        return [(name, _numbers(ids)) for name, ids in self._db.all(_SOURCES)]

    def labels(self, facet: str) -> list[PictureLabel]:
        """The labels of a facet in the order of the codebook, retired ones too."""
        return [PictureLabel(*row) for row in self._db.all(_LABELS, facet=facet)]

    def annotators(self) -> dict[int, tuple[str, str, str]]:
        """Key, name and kind of everybody, by row number."""
        return {row.id: (row.key, row.name, row.kind) for row in self._db.all(_ANNOTATORS)}

    def targets(self, dialogue_id: int) -> dict[int, str]:
        """What the targets of a dialogue say, by row number, in order."""
        return dict(self._db.all(_TARGETS, dialogue=dialogue_id))

    def tags(self, facet: str, *columns: str) -> PackedRows:
        """Every tag of a facet that stands on a turn or a span of it and has a label.

        ``columns`` are some of turn, dialogue, label, annotator, target, intensity, uncertain and second
        (when it was given, since 1970): row numbers or figures, 0 where a tag has none.
        """
        largest = packed_rows.largest(self._db)
        sizes = {name: getattr(largest, name, 1).bit_length() for name in _TAG_COLUMNS}
        sizes |= {"intensity": _INTENSITY_BITS, "second": packed_rows.SECOND_BITS}
        return packed_rows.packed(
            self._db,
            {name: sizes[name] for name in columns},
            _TAG_COLUMNS,
            *_OF_FACET,
            *self._live(t.tag.c.dialogue),
            source=t.tag,
            number=t.tag.c.id,
            last=largest.tag,
            facet=facet,
        )

    def spoken(self, dialogue_ids: Iterable[int]) -> list[SpokenRow]:
        """Every turn of some dialogues, in order."""
        rows = self._db.all(_SPOKEN, ids=t.many(dialogue_ids))
        return [SpokenRow(dialogue, speaker, _words(words), text) for dialogue, speaker, words, text in rows]

    def profile(self, dialogue_id: int) -> list[ProfileRow]:
        """The turns of a dialogue in order."""
        return [
            ProfileRow(id_, at, speaker, length, language, _words(words), _seconds(start), _seconds(end))
            for id_, at, speaker, length, language, words, start, end in self._db.all(
                _PROFILE, dialogue=dialogue_id
            )
        ]

    def texts_of(self, dialogue_id: int) -> list[str]:
        """The texts of a dialogue's turns in order."""
        return [row[0] for row in self._db.all(_TEXTS_HERE, dialogue=dialogue_id)]

    def tags_of(self, dialogue_id: int, facet: str, annotators: Sequence[int]) -> list[TagHere]:
        """The tags of a facet on the turns of a dialogue, by position, target and time."""
        rows = self._db.all(_TAGS_HERE, dialogue=dialogue_id, facet=facet, annotators=t.many(annotators))
        return [TagHere(*row)._replace(uncertain=bool(row[5])) for row in rows]

    def steps_of(self, dialogue_id: int) -> list[StepHere]:
        """The repair steps in the texts of a dialogue's turns, in order."""
        return [
            StepHere(row[0], row[1], row[2], bool(row[3]), row[4], row[5])
            for row in self._db.all(_STEPS_HERE, dialogue=dialogue_id)
        ]


def _numbers(column: str) -> Numbers:
    return msgspec.json.decode(column, type=list[int])


def _words(stored: str | None) -> tuple[tuple[str, int], ...]:
    return tuple((language, count) for language, count in loads(stored)) if stored else ()


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
