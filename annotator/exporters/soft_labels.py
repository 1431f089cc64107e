"""Soft labels: which share of the annotators gave each label, unit by unit, with its schema.

A unit is a turn (or a dialogue) toward one target that somebody answered. These structures *are* the format:
``resources/schemas/dialogue-annotator-soft-labels-1.schema.json`` is generated from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from annotator.exporters.asked_answers import AskedAnswers, AskedUnit, shares_of
from annotator.exporters.document import Key, Share
from annotator.exporters.document import Project as DocumentProject
from annotator.exporters.project_protocol import Content
from annotator.exporters.tables import Column
from annotator.model import DialogueRecord, Facet, FacetKind

FORMAT: Literal["dialogue-annotator-soft-labels"] = "dialogue-annotator-soft-labels"
VERSION: Literal[1] = 1
SCHEMA_ID = f"urn:{FORMAT}:{VERSION}"


class SoftLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A label with the share of annotators who gave it."""

    label: Annotated[Key, Meta(description="Key of the label.")]
    name: str
    share: Annotated[
        Share,
        Meta(
            description="Of those who answered. The shares of a unit add up to 1 where the facet takes one "
            "label; where it takes several each stands by itself."
        ),
    ]
    given_by: Annotated[tuple[str, ...], Meta(description="Names of the annotators who gave it.")]
    decided: Annotated[bool, Meta(description="An adjudicator decided for it.")]


class SoftUnit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A turn, or a dialogue as a whole, toward one target, that somebody answered in a facet."""

    source: Annotated[str, Meta(description="Name of the file.")]
    dialogue: Annotated[Key, Meta(description="Key of the dialogue.")]
    title: str
    turn: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(description="Number of the turn in its dialogue, from 1; null for the dialogue as a whole."),
    ]
    turn_key: Annotated[str | None, Meta(description="Key of the turn.")]
    speaker: str | None
    text: Annotated[str | None, Meta(description="What is said in the turn.")]
    facet: Annotated[Key, Meta(description="Key of the facet.")]
    kind: FacetKind
    target: Annotated[str | None, Meta(description="What the answers are toward.")]
    annotators: Annotated[int, Meta(ge=1, description="How many answered.")]
    labels: Annotated[
        tuple[SoftLabel, ...],
        Meta(description="Every label of the facet, in its order; retired ones where somebody gave them."),
    ]


class SoftLabels(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The soft labels of a project of Dialogue Annotator.

    Votes, decisions, answers of a retest and suggestions are in no share.
    """

    format: Literal["dialogue-annotator-soft-labels"]
    version: Literal[1]
    schema_id: Annotated[str, Meta(description="The id of this schema.")] = msgspec.field(name="$schema")
    program: Annotated[str, Meta(description="Name and version of the program that wrote the file.")]
    project: DocumentProject
    units: tuple[SoftUnit, ...]


COLUMNS = (
    Column("source", "text", "Name of the file."),
    Column("dialogue", "text", "Key of the dialogue."),
    Column("title", "text", "Title of the dialogue."),
    Column("turn", "whole", "Number of the turn, from 1; empty for the dialogue as a whole."),
    Column("turn_key", "text", "Key of the turn."),
    Column("speaker", "text", "Who speaks."),
    Column("text", "text", "What is said."),
    Column("facet", "text", "Key of the facet."),
    Column("kind", "text", "single, several or ordinal."),
    Column("target", "text", "What the answers are toward."),
    Column("annotators", "whole", "How many answered."),
    Column("label", "text", "Key of the label."),
    Column("name", "text", "Name of the label."),
    Column("share", "real", "Of those who answered, how many gave it, 0 to 1."),
    Column("given_by", "texts", "Who gave it."),
    Column("decided", "yes/no", "An adjudicator decided for it."),
)


class SoftUnits:
    """Makes the soft labels of dialogues."""

    def __init__(self, content: Content) -> None:
        self._answers = AskedAnswers(content)
        self._sources = {source.id: source.name for source in content.sources()}

    def of(self, record: DialogueRecord) -> Iterator[SoftUnit]:
        """The units of a dialogue, facet by facet in the order of the codebook."""
        for facet in self._answers.facets:
            for unit in self._answers.units(record, facet):
                yield self._unit(record, facet, unit)

    def rows(self, record: DialogueRecord) -> Iterator[dict[str, Any]]:
        """A row for each label of each unit, with the columns of :data:`COLUMNS`."""
        for unit in self.of(record):
            place = msgspec.structs.asdict(unit)
            for one in place.pop("labels"):
                yield place | msgspec.structs.asdict(one) | {"given_by": list(one.given_by)}

    def _unit(self, record: DialogueRecord, facet: Facet, unit: AskedUnit) -> SoftUnit:
        words, turn = self._answers.words, unit.turn
        return SoftUnit(
            source=self._sources[record.dialogue.source_id],
            dialogue=record.dialogue.key,
            title=record.dialogue.title,
            turn=None if turn is None else turn.position + 1,
            turn_key=None if turn is None else turn.key,
            speaker=None if turn is None else turn.speaker,
            text=None if turn is None else turn.text,
            facet=facet.key,
            kind=facet.kind,
            target=unit.statement,
            annotators=len(unit.given),
            labels=tuple(
                SoftLabel(
                    label=one.label,
                    name=words.labels[one.label],
                    share=one.share,
                    given_by=tuple(words.people[key] for key in one.people),
                    decided=one.label in unit.decided,
                )
                for one in shares_of(facet, unit)
            ),
        )
