"""Agreement on a facet as a whole and in parts: by label, pair, annotator, speaker, target and context."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement import (
    COEFFICIENTS,
    DISTANCES,
    LEVEL,
    PER_LABEL,
    Agreement,
    Coefficient,
    Distance,
    Ratings,
    measure_against_rest,
    measure_all,
    measure_labels,
    measure_pairs,
)
from annotator.errors import UserError
from annotator.model import Facet
from annotator.reliability.annotator_answers import Material, gather
from annotator.reliability.segment_agreement import SegmentAgreement, segment_agreements
from annotator.reliability.span_agreement import SpanAgreement, span_agreements
from annotator.store import Project

Array = NDArray[Any]
Wanted = list[tuple[Coefficient, Distance]]

_NOMINAL = DISTANCES["nominal"]
_MANY = ("observed", "fleiss_kappa", "conger_kappa", "gwet_ac", "krippendorff_alpha")
_TWO = ("observed", "cohen_kappa", "scott_pi", "brennan_prediger", "gwet_ac", "krippendorff_alpha")
_SETS = ("masi", "jaccard")
_ALPHA = COEFFICIENTS["krippendorff_alpha"]


@dataclass(frozen=True, slots=True)
class AgreementPart:
    """Coefficients of a part of the units: ``by`` says what kind of part, ``name`` which."""

    by: str
    name: str
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class FacetAgreement:
    """What is said about one facet.

    ``confusion`` counts pairs of labels on one unit, over all pairs of annotators; ``replaced`` the
    answers that a later one of the same annotator took the place of.
    """

    facet: str
    name: str
    kind: str
    labels: tuple[str, ...]
    annotators: tuple[str, ...]
    units: int
    unit: str
    parts: tuple[AgreementPart, ...]
    confusion: tuple[tuple[float, ...], ...]
    spans: tuple[SpanAgreement, ...]
    segments: tuple[SegmentAgreement, ...]
    replaced: int


def compare(
    projects: Sequence[Project],
    facets: Sequence[str] = (),
    annotators: Sequence[str] = (),
    *,
    level: float = LEVEL,
    needed: bool = True,
) -> tuple[FacetAgreement, ...]:
    """Agreement on facets (keys), all of those that two people answered where none is named.

    ``annotators`` are keys of those to compare, none for everybody. Raises UserError where a facet named
    is not there, and, where ``needed``, when fewer than two annotators answered anything.
    """
    chosen = facets or _comparable(projects)
    found = [compare_material(gather(projects, facet, annotators), level=level) for facet in chosen]
    shared = tuple(one for one in found if facets or len(one.annotators) > 1)
    if not shared and needed:
        people = sorted({name for one in found for name in one.annotators})
        raise UserError(
            "There is no agreement to measure",
            "{people} answered, and two annotators are needed"
            if people
            else "nobody answered, and two annotators are needed",
            "Name the projects of all annotators",
            people=" and ".join(people),
        )
    return shared


def _comparable(projects: Sequence[Project]) -> tuple[str, ...]:
    keys = dict.fromkeys(
        facet.key for project in projects for facet in project.codebook.read().facets if facet.kind != "text"
    )
    return tuple(keys)


def compare_material(material: Material, *, level: float = LEVEL) -> FacetAgreement:
    """Agreement on one facet in all its parts, with all coefficients that fit."""
    ratings, facet = material.ratings, material.facet
    names = {label.key: label.name for label in facet.labels}
    return FacetAgreement(
        facet.key,
        facet.name,
        facet.kind,
        tuple(label_name(label, names) for label in ratings.labels),
        ratings.annotators,
        material.units,
        "dialogue" if facet.scope == "dialogue" else "turn",
        parts_of(material, level=level),
        _confusion(ratings),
        tuple(span_agreements(material, level)),
        tuple(segment_agreements(material, level)),
        material.clashes,
    )


def parts_of(
    material: Material, *, level: float = LEVEL, only: Collection[str] = ()
) -> tuple[AgreementPart, ...]:
    """All parts of a facet's units with their coefficients; ``only`` names some (keys). None where fewer than
    two annotators answered."""
    ratings = material.ratings
    if len(ratings.annotators) < 2 or not (ratings.codes >= 0).any():
        return ()
    names = {label.key: label.name for label in material.facet.labels}
    return tuple(_parts(material, names, level, only))


def coefficients_for(facet: Facet, annotators: int) -> Wanted:
    """The coefficients that fit a facet's kind and the number of annotators."""
    if facet.kind == "several":
        return [(_ALPHA, DISTANCES[key]) for key in _SETS] + [(COEFFICIENTS["observed"], _NOMINAL)]
    wanted = [(COEFFICIENTS[key], _NOMINAL) for key in (_TWO if annotators == 2 else _MANY)]
    if facet.kind == "ordinal":
        wanted.append((_ALPHA, DISTANCES["ordinal"]))
        wanted += [(COEFFICIENTS["gwet_ac"], DISTANCES["interval"])]
        if annotators == 2:
            wanted += [(COEFFICIENTS["cohen_kappa"], DISTANCES[key]) for key in ("linear", "interval")]
    return wanted


def _chosen(wanted: Sequence[tuple[Coefficient, Distance]], only: Collection[str]) -> Wanted:
    return [one for one in wanted if not only or one[0].key in only]


def _parts(
    material: Material, names: dict[str, str], level: float, only: Collection[str]
) -> Iterator[AgreementPart]:
    ratings = material.ratings
    wanted = _chosen(coefficients_for(material.facet, len(ratings.annotators)), only)
    yield AgreementPart("all", "", measure_all(ratings, wanted, level=level))
    yield from _labels(material, names, level, only)
    pairs = _chosen(coefficients_for(material.facet, 2), only)
    for pair, found in measure_pairs(ratings, pairs, level=level).items():
        yield AgreementPart("pair", f"{pair[0]}, {pair[1]}", found)
    if len(ratings.annotators) > 2:
        for number, name in enumerate(ratings.annotators):
            yield AgreementPart("annotator", name, measure_against_rest(ratings, number, pairs, level=level))
    for by, name, mask in _groups(material):
        part = ratings.select(mask)
        yield AgreementPart(by, name, measure_all(part, wanted, level=level))


def _labels(
    material: Material, names: dict[str, str], level: float, only: Collection[str]
) -> Iterator[AgreementPart]:
    """Each label against all others; in a facet of several, given against not given."""
    ratings = material.ratings
    if material.facet.kind != "several":
        # What is of two annotators only would be undefined for every label of more.
        wanted = [
            one
            for one in PER_LABEL
            if (len(ratings.annotators) == 2 or not one.two_only) and (not only or one.key in only)
        ]
        for label, found in measure_labels(ratings, wanted, level=level).items():
            yield AgreementPart("label", names[str(label)], found)
        return
    two = COEFFICIENTS["cohen_kappa"] if len(ratings.annotators) == 2 else COEFFICIENTS["fleiss_kappa"]
    for key, name in names.items():
        has = np.array([key in label for label in ratings.labels if isinstance(label, frozenset)], dtype=int)
        codes = np.where(ratings.codes < 0, -1, has[ratings.codes]) if len(has) else ratings.codes
        given = Ratings(codes, ("not given", "given"), ratings.dialogues, ratings.annotators)
        chosen = _chosen([(two, _NOMINAL), (_ALPHA, _NOMINAL)], only)
        yield AgreementPart("label", name, measure_all(given, chosen, level=level))


CONTEXTS: tuple[tuple[str, str, Callable[[Material], Array]], ...] = (
    ("code-switched", "one language", lambda material: material.switched),
    ("repaired", "clean", lambda material: material.repaired),
    ("uncertain", "sure", lambda material: material.uncertain),
    ("tagged late", "tagged early", lambda material: material.late),
    ("second half", "first half", lambda material: material.second_half),
)


def _groups(material: Material) -> Iterator[tuple[str, str, Array]]:
    """Kind, name and truth values of each part of the units."""
    if material.facet.scope != "dialogue":
        for number, name in enumerate(material.speaker_names):
            yield "speaker", name or "(no speaker)", material.speakers == number
    if material.facet.targeted:
        for number, name in enumerate(material.target_names):
            if (material.targets == number).any():
                yield "target", name or "(no target)", material.targets == number
    for yes, no, side in CONTEXTS:
        if material.facet.scope == "dialogue" and yes not in ("uncertain", "tagged late"):
            continue
        mask = side(material)
        yield "context", yes, mask
        yield "context", no, ~mask


def _confusion(ratings: Ratings) -> tuple[tuple[float, ...], ...]:
    """How often two labels met on one unit, over all pairs of annotators, rows the earlier annotator."""
    size = len(ratings.labels)
    found = np.zeros((size, size), dtype=np.int64)
    for one, two in combinations(range(len(ratings.annotators)), 2):
        first, second = ratings.codes[one].astype(np.int64), ratings.codes[two].astype(np.int64)
        both = (first >= 0) & (second >= 0)
        found += np.bincount(first[both] * size + second[both], minlength=size * size).reshape(size, size)
    return tuple(tuple(float(cell) for cell in row) for row in found)


def label_name(label: object, names: Mapping[str, str]) -> str:
    """What a label is called, or a set of labels in a facet of several; ``names`` by key."""
    if isinstance(label, frozenset):
        return " + ".join(names[key] for key in names if key in label)
    return names[str(label)]
