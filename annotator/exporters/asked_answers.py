"""What annotators were asked and answered, unit by unit, and which share of them gave each label.

Votes, decisions, retests and suggestions are nobody's first answers: decisions stand beside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.core.roles import keys_in_role, majority_key
from annotator.exporters.project_protocol import Content
from annotator.exporters.tag_texts import TagNames, statements
from annotator.model import DialogueRecord, Facet, Tag, Turn


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """What annotators were asked about once: a turn, or a dialogue, toward a target or none."""

    turn: Turn | None
    before: Turn | None  # the turn before it
    target: str  # its key, empty for none
    statement: str | None  # what it says
    given: Mapping[
        str, tuple[str, ...]
    ]  # annotator's key to the keys of their labels, in the codebook's order
    decided: tuple[str, ...]  # labels an adjudicator decided for


class AskedAnswers:
    """The answers to facets of labels, by unit: who said what, and what was decided."""

    def __init__(self, content: Content) -> None:
        self.words = TagNames(content.codebook(), content.annotators())
        self.facets = tuple(
            facet for facet in content.codebook().facets if facet.kind != "text" and facet.scope != "span"
        )
        people = list(content.annotators())
        self.adjudicators = keys_in_role(content.key, people, "adjudicator")
        others = keys_in_role(content.key, people, "voter", "retest") | {majority_key(content.key)}
        self.annotators = {
            one.key: f"Ann{number}"
            for number, one in enumerate(
                (x for x in people if x.key not in others | self.adjudicators), start=1
            )
        }

    def units(self, record: DialogueRecord, facet: Facet) -> Iterator[AskedUnit]:
        """The units of a dialogue that somebody answered, in the order of its turns and targets."""
        order = {label.key: place for place, label in enumerate(facet.labels)}
        known = statements(record)
        before: Turn | None = None
        for turn, tags in places(record):
            given: dict[str, list[Tag]] = defaultdict(list)
            for tag in tags:
                if (tag.facet, tag.start) == (facet.key, None) and tag.origin != "suggested":
                    given[tag.target or ""].append(tag)
            for target in ("", *known):
                said, decided = self._sorted(given.get(target, ()), order)
                if said:
                    yield AskedUnit(turn, before, target, known.get(target), said, decided)
            before = turn

    def _sorted(
        self, tags: Iterable[Tag], order: Mapping[str, int]
    ) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
        """Labels of one unit by annotator, and those that were decided for."""
        said: dict[str, list[str]] = defaultdict(list)
        decided: list[str] = []
        for tag in sorted(tags, key=lambda tag: order[tag.label]):
            if tag.annotator in self.annotators:
                said[tag.annotator].append(tag.label)
            elif tag.annotator in self.adjudicators:
                decided.append(tag.label)
        return {key: tuple(said[key]) for key in self.annotators if key in said}, tuple(
            dict.fromkeys(decided)
        )


@dataclass(frozen=True, slots=True)
class LabelShare:
    """A label (key), who gave it (keys), and which share of those who answered they are."""

    label: str
    people: tuple[str, ...]
    share: float


def shares_of(facet: Facet, unit: AskedUnit) -> tuple[LabelShare, ...]:
    """The share of each label of a facet, in the codebook's order; of retired ones where somebody gave them.

    They add up to 1 where one label is given; in a facet of several each is between 0 and 1 by itself.
    """
    found = []
    for label in facet.labels:
        people = tuple(key for key, labels in unit.given.items() if label.key in labels)
        if people or not label.retired:
            found.append(LabelShare(label.key, people, len(people) / len(unit.given)))
    return tuple(found)


def places(record: DialogueRecord) -> Iterator[tuple[Turn | None, Sequence[Tag]]]:
    """The dialogue as a whole, then its turns, each with its tags."""
    yield None, record.tags
    for item in record.turns:
        yield item.turn, item.turn.tags
