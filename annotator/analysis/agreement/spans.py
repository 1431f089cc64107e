"""Agreement on spans: F1 of equal or overlapping spans, and Krippendorff's alpha for unitizing."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from annotator.analysis.agreement.ratings import Label
from annotator.analysis.agreement.results import AgreementRemark


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A labelled stretch, half open, in the unit of its continuum (code points of a turn's text)."""

    start: float
    end: float
    label: str = ""

    @property
    def length(self) -> float:
        """Its length, more than 0."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class SpanF1:
    """F1 of two annotators' spans, or why there is none; ``matched`` of ``first`` and ``second`` spans."""

    value: float | None
    undefined: AgreementRemark | None
    matched: int
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Unitizing:
    """Alpha for unitizing with its two disagreements, or why there is none."""

    value: float | None
    undefined: AgreementRemark | None
    observed: float
    expected: float


def exact_f1(first: Sequence[Span], second: Sequence[Span]) -> SpanF1:
    """F1 where a span counts as found if the other annotator has one with the same start, end and label."""
    matched = sum((Counter(first) & Counter(second)).values())
    return _f1(matched, len(first), len(second))


def overlap_f1(first: Sequence[Span], second: Sequence[Span]) -> SpanF1:
    """F1 where spans of one label that share a character count as found, one to one, as many as can be."""
    order = sorted(range(len(second)), key=lambda place: second[place].start)
    starts = [second[place].start for place in order]
    longest = max((span.length for span in second), default=0)

    def meeting(one: Span) -> list[int]:
        near = order[bisect_left(starts, one.start - longest) : bisect_left(starts, one.end)]
        return [place for place in near if second[place].end > one.start and second[place].label == one.label]

    reachable = [meeting(one) for one in first]
    partner: dict[int, int] = {}
    matched = sum(_augment(place, reachable, partner, set()) for place in range(len(first)))
    return _f1(matched, len(first), len(second))


def _augment(place: int, reachable: list[list[int]], partner: dict[int, int], seen: set[int]) -> bool:
    """One more pair by an augmenting path (Berge 1957); False where there is none."""
    for other in reachable[place]:
        if other in seen:
            continue
        seen.add(other)
        if other not in partner or _augment(partner[other], reachable, partner, seen):
            partner[other] = place
            return True
    return False


def _f1(matched: int, first: int, second: int) -> SpanF1:
    if first + second == 0:
        return SpanF1(None, AgreementRemark("no_spans", "neither annotator marked a span"), 0, 0, 0)
    return SpanF1(2 * matched / (first + second), None, matched, first, second)


def unitizing_alpha(annotators: Sequence[Sequence[Span]], begin: float, length: float) -> Unitizing:
    """Krippendorff's alpha for unitizing of the spans of one label on one continuum.

    Krippendorff 1995, Sociological Methodology 25, 47-76; 2004, Content Analysis, 2nd ed., p. 254. Not the
    nominal alpha of coded characters, which some programs call by this name.

    Args:
        annotators: the spans of each annotator, all of one label; those of one must not overlap.
        begin: where the continuum begins.
        length: how long it is, in whole units.

    Raises:
        ValueError: spans of one annotator overlap, or lie outside.
    """
    sections = [_sections(spans, begin, length) for spans in annotators]
    observed = _observed_disagreement(sections, length)
    expected = _expected_disagreement(sections, length)
    return alpha_of(observed, expected, len(annotators))


def unitizing_alpha_of_labels(
    annotators: Sequence[Sequence[Span]], begin: float, length: float, labels: Sequence[Label] = ()
) -> Unitizing:
    """The same over several labels together: the disagreements of the labels are added up."""
    names = tuple(labels) or tuple(sorted({span.label for spans in annotators for span in spans}))
    parts = [
        unitizing_alpha(
            [[span for span in spans if span.label == name] for spans in annotators], begin, length
        )
        for name in names
    ]
    return alpha_of(
        sum(part.observed for part in parts), sum(part.expected for part in parts), len(annotators)
    )


def alpha_of(observed: float, expected: float, annotators: int) -> Unitizing:
    """Alpha of its two disagreements, or why there is none."""
    if annotators < 2:
        return Unitizing(
            None, AgreementRemark("no_pairs", "spans of two annotators are needed"), observed, expected
        )
    if expected <= 0:
        return Unitizing(None, AgreementRemark("no_spans", "no annotator marked a span"), observed, expected)
    return Unitizing(1 - observed / expected, None, observed, expected)


# A section of a continuum: start, length, and whether it is a unit (else a gap).
_Section = tuple[float, float, bool]


def _sections(spans: Sequence[Span], begin: float, length: float) -> list[_Section]:
    """Units and the gaps between them, from the continuum's begin to its end."""
    found: list[_Section] = []
    place = begin
    for span in sorted(spans):
        if span.start < place or span.end > begin + length or span.length <= 0:
            raise ValueError(
                "spans of one annotator and label must not be empty, overlap, or leave the continuum"
            )
        if span.start > place:
            found.append((place, span.start - place, False))
        found.append((span.start, span.length, True))
        place = span.end
    if place < begin + length:
        found.append((place, begin + length - place, False))
    return found


def section_difference(one: _Section, two: _Section) -> float:
    """The squared difference of two sections (Krippendorff 1995): of their ends if both are units."""
    (start, length, unit), (other_start, other_length, other_unit) = one, two
    ends = (start + length, other_start + other_length)
    if unit and other_unit and start < ends[1] and other_start < ends[0]:
        return (start - other_start) ** 2 + (ends[0] - ends[1]) ** 2
    if unit and not other_unit and other_start <= start and ends[0] <= ends[1]:
        return length**2
    if other_unit and not unit and start <= other_start and ends[1] <= ends[0]:
        return other_length**2
    return 0.0


def _observed_disagreement(sections: list[list[_Section]], length: float) -> float:
    pairs = len(sections) * (len(sections) - 1)
    return _differences(sections) / (pairs * length**2) if pairs else 0.0


def observed_differences(annotators: Sequence[Sequence[Span]], length: float) -> float:
    """What the sections of all ordered pairs of annotators differ by on one continuum that begins at 0.

    Over continua laid end to end these add up. Raises ValueError as :func:`unitizing_alpha` does.
    """
    return _differences([_sections(spans, 0, length) for spans in annotators])


def _differences(sections: list[list[_Section]]) -> float:
    return sum(2 * _between(one, two) for one, two in combinations(sections, 2))


def _between(one: list[_Section], two: list[_Section]) -> float:
    """All differences of two annotators' sections that meet; both are in order, so one walk finds them."""
    total, first, second = 0.0, 0, 0
    while first < len(one) and second < len(two):
        total += section_difference(one[first], two[second])
        ends = (one[first][0] + one[first][1], two[second][0] + two[second][1])
        first += ends[0] <= ends[1]
        second += ends[1] <= ends[0]
    return total


def _expected_disagreement(sections: list[list[_Section]], length: float) -> float:
    """What units and gaps of these lengths differ by at all places they could lie at (Krippendorff 1995)."""
    lengths = [size for own in sections for _, size, unit in own if unit]
    gaps = [size for own in sections for _, size, unit in own if not unit]
    total = 0.0
    for size in lengths:
        inside = sum(gap - size + 1 for gap in gaps if gap >= size)
        total += (len(lengths) - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * inside
    whole = len(sections) * length
    places = whole * (whole - 1) - sum(size * (size - 1) for size in lengths)
    return 2 / length * total / places if places > 0 else 0.0
