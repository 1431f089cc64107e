"""What the tag panel has to show for a facet: plain data computed from turns and their tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.model import Facet, Label, Tag, Turn
from annotator.ui.widgets.label_button import Given


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that is tagged: a turn or a dialogue.

    ``tags`` are those of the current annotator and of machines; ``found`` maps a facet to
    the key of the label a machine found, where it found one; ``text`` is the turn's.
    """

    tags: Sequence[Tag]
    found: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class FacetState:
    """How the selected units stand with one facet.

    ``counts`` and ``found`` say for each label key how many units have it from the annotator,
    or only from a machine. ``intensities`` are all that occur among the annotator's tags.
    ``text`` is the common free text, None where units differ.
    """

    facet: Facet
    total: int
    tagged: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    found: Mapping[str, int] = field(default_factory=dict)
    intensities: frozenset[int] = frozenset()
    uncertain: int = 0
    doubted: frozenset[str] = frozenset()  # labels that the annotator is unsure of wherever they are given
    text: str | None = ""

    def given(self, label: str) -> Given:
        """How much of the selection has that label."""
        count = self.counts.get(label, 0)
        if count:
            return Given.YES if count == self.total else Given.SOME
        return Given.FOUND if self.found.get(label, 0) else Given.NO

    @property
    def to_confirm(self) -> int:
        """How many units have a machine's finding and no tag of the annotator."""
        return sum(self.found.values())

    def labels(self) -> tuple[Label, ...]:
        """The labels to offer: all that are in use now or not retired."""
        return tuple(x for x in self.facet.labels if not x.retired or x.key in self.counts)


def facet_state(facet: Facet, units: Sequence[Unit], annotator: str, target: str | None = None) -> FacetState:
    """How the units stand with a facet, in the eyes of one annotator.

    With a ``target`` (a key), tags toward another target are left out; tags without one count.
    """
    counts: Counter[str] = Counter()
    found: Counter[str] = Counter()
    intensities: set[int] = set()
    sure: set[str] = set()
    texts: set[str] = set()
    tagged = uncertain = 0
    for unit in units:
        tags = [tag for tag in unit.tags if tag.facet == facet.key and tag.start is None]
        own = [tag for tag in tags if tag.annotator == annotator and tag.origin != "suggested"]
        own = [tag for tag in own if target is None or tag.target in {None, target}]
        counts.update({tag.label for tag in own})
        sure.update(tag.label for tag in own if not tag.uncertain)
        intensities.update(tag.intensity for tag in own if tag.intensity is not None)
        tagged += bool(own)
        uncertain += any(tag.uncertain for tag in own)
        texts.add(own[0].value if own else "")
        if not own:
            found.update(_finding(facet, unit, tags))
    return FacetState(
        facet=facet,
        total=len(units),
        tagged=tagged,
        counts=counts,
        found=found,
        intensities=frozenset(intensities),
        uncertain=uncertain,
        doubted=frozenset(counts.keys() - sure),
        text=texts.pop() if len(texts) == 1 else None,
    )


def _finding(facet: Facet, unit: Unit, tags: Iterable[Tag]) -> set[str]:
    """The labels a machine proposes for a unit nobody tagged: suggestions, then its finding."""
    suggested = {tag.label for tag in tags if tag.origin == "suggested"}
    if suggested or facet.key not in unit.found:
        return suggested
    return {unit.found[facet.key]}


def units_of(
    turns: Iterable[Turn], facets: Iterable[Facet], finding: Callable[[Turn, Facet], Label | None]
) -> list[Unit]:
    """Turns as units, each with what a machine found about it for the detected facets."""
    detected = [facet for facet in facets if facet.detected]
    units = []
    for turn in turns:
        pairs = ((facet.key, finding(turn, facet)) for facet in detected)
        units.append(
            Unit(turn.tags, {key: label.key for key, label in pairs if label is not None}, turn.text)
        )
    return units
