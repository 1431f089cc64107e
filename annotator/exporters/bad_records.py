"""Bad records: what in a dialogue cannot be exported, and the dialogue without it.

A project that is sound has none. Where an export does not read back, everything is looked
at here, so that one bad tag costs that tag and not the export.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.core.exclusive_answers import FacetQuestion, question_of
from annotator.core.repair_steps import replayed
from annotator.errors import Sentence
from annotator.model import Annotator, Codebook, DialogueRecord, Tag, Turn, TurnRecord


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was left out of an export: where it is in the project, and what is wrong with it."""

    where: str
    what: str


class Vetting:
    """Looks at dialogues one by one; ``found`` grows by what was left out."""

    def __init__(self, codebook: Codebook, annotators: Sequence[Annotator]) -> None:
        self._facets = {facet.key: facet for facet in codebook.facets}
        self._labels = {label.key: facet.key for facet in codebook.facets for label in facet.labels}
        self._people = {annotator.key for annotator in annotators}
        self._tags: set[str] = set()
        self.found: list[Trouble] = []

    def vetted(self, record: DialogueRecord) -> DialogueRecord:
        """The dialogue without what cannot be exported."""
        dialogue = record.dialogue
        targets = {target.key for target in dialogue.targets}
        turns = tuple(self._turn(item, targets) for item in record.turns)
        tail = record.tail_steps
        if replayed(record.tail, tail) is None:
            self._say(
                Sentence("the end of dialogue {key}", key=dialogue.key),
                "its repair steps do not fit the text",
            )
            tail = ()
        tags = tuple(self._tags_of(dialogue.key, record.tags, targets, None))
        return replace(record, turns=turns, tags=tags, tail_steps=tail)

    def _turn(self, item: TurnRecord, targets: set[str]) -> TurnRecord:
        turn = item.turn
        received, steps = turn.received, turn.steps
        if replayed(received, steps) != turn.text:
            self._say(_turn(turn), "its repair steps do not lead from the received text to the repaired one")
            received, steps = turn.text, ()
        lead = item.lead_steps
        if replayed(item.lead, lead) is None:
            self._say(_turn(turn), "the repair steps before it do not fit the text")
            lead = ()
        gaps = tuple(gap for gap in turn.gaps if 0 <= gap.start <= gap.end <= len(turn.text))
        if gaps != turn.gaps:
            self._say(_turn(turn), "a gap leaves the text")
        marks = tuple(mark for mark in item.marks if mark.annotator in self._people)
        if marks != item.marks:
            self._say(_turn(turn), "a flag or bookmark is of nobody in the project")
        tags = tuple(self._tags_of(turn.key, turn.tags, targets, turn.text))
        turn = replace(turn, received=received, steps=steps, gaps=gaps, tags=tags)
        return replace(item, turn=turn, lead_steps=lead, marks=marks)

    def _tags_of(self, key: str, tags: Sequence[Tag], targets: set[str], text: str | None) -> Iterator[Tag]:
        taken: set[FacetQuestion] = set()
        for tag in tags:
            fault = self._fault(tag, targets, text)
            facet = self._facets.get(tag.facet)
            several = facet is not None and facet.kind == "several"
            slot = question_of(tag, several=several)
            if not fault and slot in taken:
                fault = Sentence("it is a second answer of one annotator to {facet}", facet=tag.facet)
            if fault:
                place = Sentence(
                    "dialogue {key}, tag {tag}" if text is None else "turn {key}, tag {tag}",
                    key=key,
                    tag=tag.key,
                )
                self._say(place, fault)
            else:
                taken.add(slot)
                self._tags.add(tag.key)
                yield tag

    def _fault(self, tag: Tag, targets: set[str], text: str | None) -> str:
        facet = self._facets.get(tag.facet)
        free = facet is not None and facet.kind == "text"
        answered = not tag.label if free else self._labels.get(tag.label) == tag.facet
        checks = (
            facet is not None,
            answered,
            tag.annotator in self._people,
            tag.target is None or tag.target in targets,
            _fits(tag, text),
            tag.key not in self._tags,
        )
        if all(checks):
            return ""
        return Sentence(_FAULTS[checks.index(False)], facet=tag.facet, label=tag.label)

    def _say(self, where: str, what: str) -> None:
        self.found.append(Trouble(where, what))


# What is wrong where a check of :meth:`Vetting._fault` fails, in their order.
_FAULTS = (
    Sentence("there is no facet {facet!r}"),
    Sentence("the facet {facet} has no label {label!r}"),
    Sentence("it is of nobody in the project"),
    Sentence("what it is toward is not there"),
    Sentence("its span is not in the text"),
    Sentence("its key occurs twice"),
)


def _turn(turn: Turn) -> str:
    return Sentence("turn {key}", key=turn.key)


def _fits(tag: Tag, text: str | None) -> bool:
    if tag.start is None or tag.end is None or text is None:
        return tag.start is None and tag.end is None
    return 0 <= tag.start < tag.end <= len(text)
