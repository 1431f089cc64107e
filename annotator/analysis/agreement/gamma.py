"""The observed disorder of Mathet's gamma: how far the best alignment of annotators' spans is apart.

Mathet, Widlöcher & Métivier 2015, The unified and holistic method gamma for inter-annotator
agreement measure and alignment, Computational Linguistics 41(3), 437-479. A unitary alignment
takes at most one span of each annotator; its disorder is the mean over all pairs of annotators,
and a pair in which a span is missing costs ``empty``. The best alignment is found exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from annotator.analysis.agreement.results import AgreementRemark
from annotator.analysis.agreement.spans import Span

# Ways to have aligned the spans so far that are followed at a time; where spans lie so thick that there
# are more, no answer is better than a long wait.
_MOST_STATES = 50_000


@dataclass(frozen=True, slots=True)
class Costs:
    """Weights of position (alpha) and label (beta), and the cost of a missing span (delta)."""

    position: float = 1.0
    label: float = 1.0
    empty: float = 1.0


@dataclass(frozen=True, slots=True)
class Disorder:
    """The observed disorder, or why there is none; ``alignments`` are the unitary alignments of the best one.

    Each names (annotator, place in that annotator's spans).
    """

    value: float | None
    undefined: AgreementRemark | None
    alignments: tuple[tuple[tuple[int, int], ...], ...] = ()


def observed_disorder(annotators: Sequence[Sequence[Span]], costs: Costs = Costs()) -> Disorder:
    """The disorder of the best alignment: 0 where all annotators marked the same spans."""
    units = sorted(
        ((span, who, place) for who, spans in enumerate(annotators) for place, span in enumerate(spans)),
        key=lambda unit: (unit[0].start, unit[0].end, unit[1]),
    )
    if len(annotators) < 2:
        return Disorder(None, AgreementRemark("no_pairs", "spans of two annotators are needed"))
    if not units:
        return Disorder(None, AgreementRemark("no_spans", "no annotator marked a span"))
    best = _best(units, len(annotators), costs)
    if best is None:
        return Disorder(
            None,
            AgreementRemark(
                "tangled", "the spans overlap so much that the best alignment is not searched for"
            ),
        )
    total, alignments = best
    return Disorder(total / (len(units) / len(annotators)), None, alignments)


_Unit = tuple[Span, int, int]
_Alignment = tuple[tuple[int, int], ...]


def dissimilarity(one: Span, two: Span, costs: Costs) -> float:
    """Of two spans: their ends' distance over their lengths, squared, and whether the labels differ."""
    ends = abs(one.start - two.start) + abs(one.end - two.end)
    position = (ends / (one.length + two.length)) ** 2
    return costs.empty * (costs.position * position + costs.label * (one.label != two.label))


@dataclass(slots=True)
class _AlignmentWay:
    """A best way to have aligned the spans so far: its cost, its last alignment, and the way before."""

    cost: float
    last: tuple[int, ...] = ()
    before: _AlignmentWay | None = None


def _best(units: list[_Unit], annotators: int, costs: Costs) -> tuple[float, tuple[_Alignment, ...]] | None:
    """The disorder and the unitary alignments of the best alignment; None where there are too many ways.

    Spans are taken in order, each with partners that come after it. A state is which of the spans
    to come have been taken as partners already; of the ways that lead to one, the best is kept.
    """
    pairs = annotators * (annotators - 1) // 2
    partners = _partners(units, costs, (pairs + annotators - 1) * costs.empty)
    ways = {0: _AlignmentWay(0.0)}
    for index in range(len(units)):
        following: dict[int, _AlignmentWay] = {}
        for taken, way in ways.items():
            options = [()] if taken & 1 else _groups(index, taken, partners, units)
            for group in options:
                cost, last = way.cost, way.last
                before = way.before
                if not taken & 1:
                    cost += _disorder((index, *group), units, pairs, costs)
                    last, before = (index, *group), way
                state = taken >> 1
                for other in group:
                    state |= 1 << (other - index - 1)
                if state not in following or cost < following[state].cost:
                    following[state] = _AlignmentWay(cost, last, before)
        ways = following
        if len(ways) > _MOST_STATES:
            return None
    return ways[0].cost, _alignments(ways[0], units)


def _alignments(way: _AlignmentWay, units: list[_Unit]) -> tuple[_Alignment, ...]:
    found: list[_Alignment] = []
    step: _AlignmentWay | None = way
    while step is not None and step.last:
        found.append(tuple(sorted((units[index][1], units[index][2]) for index in step.last)))
        step = step.before
    return tuple(reversed(found))


def _partners(units: list[_Unit], costs: Costs, most: float) -> list[list[int]]:
    """For each unit those after it that can share an alignment with it in the best one.

    A unit costs at most ``most`` more alone than it saves, so nothing further apart is aligned.
    """
    longest = max(span.length for span, _, _ in units)
    found: list[list[int]] = []
    for index, (span, who, _) in enumerate(units):
        near: list[int] = []
        for other in range(index + 1, len(units)):
            later, whose, _ = units[other]
            least = (later.start - span.start) / (span.length + longest)
            if costs.empty * costs.position * least**2 >= most:
                break
            if whose != who and dissimilarity(span, later, costs) < most:
                near.append(other)
        found.append(near)
    return found


def _groups(index: int, taken: int, partners: list[list[int]], units: list[_Unit]) -> list[tuple[int, ...]]:
    """The sets of partners a unit can be aligned with: at most one of each annotator, all near each other."""
    groups: list[tuple[int, ...]] = [()]
    for other in partners[index]:
        if taken >> (other - index) & 1:
            continue
        groups += [
            (*group, other)
            for group in groups
            if all(units[one][1] != units[other][1] and other in partners[one] for one in group)
        ]
    return groups


def _disorder(group: tuple[int, ...], units: list[_Unit], pairs: int, costs: Costs) -> float:
    inside = [dissimilarity(units[one][0], units[two][0], costs) for one, two in combinations(group, 2)]
    return (sum(inside) + (pairs - len(inside)) * costs.empty) / pairs
