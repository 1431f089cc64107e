"""From the program's words to those of the export format, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator import filters, model
from annotator.core.plain_records import FACET, KEY, START, PlainTag
from annotator.exporters import document as d


class ToDocument:
    """Turns a project's things into parts of the document; knows what they refer to by number."""

    def __init__(self, codebook: model.Codebook, sources: Sequence[model.Source]) -> None:
        self._facets = {facet.key: place for place, facet in enumerate(codebook.facets)}
        self._sources = {source.id: source.sha256 for source in sources}

    def dialogue(self, record: model.DialogueRecord) -> d.Dialogue:
        """A dialogue without its turns."""
        dialogue = record.dialogue
        return d.Dialogue(
            key=dialogue.key,
            source=self._sources[dialogue.source_id],
            number=record.number,
            title=dialogue.title,
            rule=dialogue.rule,
            chain=dialogue.chain,
            engine=dialogue.engine,
            model=dialogue.model,
            targets=tuple(target(x) for x in dialogue.targets),
            tags=self.tags(record.tags),
            tail=record.tail,
            tail_steps=steps(record.tail_steps),
            places=record.places,
            remarks=tuple(
                d.Remark(start=x.start, end=x.end, speaker=x.speaker, meta=dict(x.meta))
                for x in record.remarks
            ),
            meta=dict(dialogue.meta),
            turns=(),
        )

    def turn(self, record: model.TurnRecord) -> d.Turn:
        """A turn with its tags."""
        turn = record.turn
        return d.Turn(
            key=turn.key,
            position=turn.position,
            speaker=turn.speaker,
            text=turn.text,
            tags=self.tags(turn.tags),
            detected_language=None if turn.language is None else language(turn.language),
            gaps=tuple(d.Gap(start=x.start, end=x.end, reason=x.reason) for x in turn.gaps),
            received=None if turn.received == turn.text else turn.received,
            steps=steps(turn.steps),
            lead=record.lead,
            lead_steps=steps(record.lead_steps),
            marks=tuple(d.Mark(kind=x.kind, annotator=x.annotator, at=x.at) for x in record.marks),
            meta=dict(turn.meta),
        )

    def tags(self, tags: Sequence[model.Tag]) -> tuple[d.Tag, ...]:
        """Tags in an order that does not depend on row numbers: by facet, place, time-ordered key."""
        if len(tags) > 1:
            tags = sorted(tags, key=self._place)
        return tuple(tag(x) for x in tags)

    def _place(self, tag: model.Tag) -> tuple[int, int, str]:
        return self._facets.get(tag.facet, -1), -1 if tag.start is None else tag.start, tag.key

    def plain_place(self, tag: PlainTag) -> tuple[int, int, str]:
        """Where a plain tag stands in that order."""
        start = tag[START]
        return self._facets.get(tag[FACET], -1), -1 if start is None else start, tag[KEY]


def steps(steps: Sequence[model.RepairStep]) -> tuple[d.Step, ...]:
    """Repair steps as the document has them."""
    if not steps:  # as it is for nearly all texts
        return ()
    return tuple(
        d.Step(
            start=x.start,
            end=x.end,
            before=x.before,
            after=x.after,
            kind=x.kind,
            reason=x.reason,
            confidence=x.confidence,
            alternatives=x.alternatives,
            annotator=x.annotator,
            at=x.at,
            proposal=x.proposal,
        )
        for x in steps
    )


def language(found: model.TurnLanguage) -> d.Language:
    """The machine's finding as the document has it."""
    return d.Language(primary=found.primary, matrix=found.matrix, script=found.script, words=found.words)


def tag(x: model.Tag) -> d.Tag:
    """A tag as the document has it: where it stands says what it is on."""
    return d.Tag(
        key=x.key,
        facet=x.facet,
        label=x.label,
        value=x.value,
        start=x.start,
        end=x.end,
        target=x.target,
        intensity=x.intensity,
        uncertain=x.uncertain,
        note=x.note,
        origin=x.origin,
        score=x.score,
        annotator=x.annotator,
        at=x.at,
    )


def target(x: model.Target) -> d.Target:
    """A target as the document has it."""
    return d.Target(key=x.key, kind=x.kind, statement=x.statement, options=x.options, draft=x.draft)


def study(x: model.Study) -> d.Study:
    """What is settled for the study as the document has it."""
    return d.Study(**_fields(x))


def view(x: model.View) -> d.View:
    """A named filter as the document has it."""
    return d.View(name=x.name, filter=filters.text_of(x.filter))


def codebook(book: model.Codebook) -> d.Codebook:
    """The codebook as the document has it."""
    return d.Codebook(
        name=book.name,
        version=book.version,
        facets=tuple(
            d.Facet(
                **{**_fields(facet), "labels": tuple(d.Label(**_fields(label)) for label in facet.labels)}
            )
            for facet in book.facets
        ),
    )


def annotator(x: model.Annotator) -> d.Annotator:
    """An annotator as the document has them."""
    return d.Annotator(key=x.key, name=x.name, kind=x.kind)


def source(x: model.Source, kept: d.Kept, data: bytes | None) -> d.Source:
    """A source as the document has it."""
    fields = _fields(x)
    del fields["id"]
    return d.Source(**fields, kept=kept, data=data)


def _fields(thing: object) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in type(thing).__slots__}  # type: ignore[attr-defined]
