"""The tables behind the pictures of several annotators: how far they agree, on what, and over time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from annotator.analysis.agreement import COEFFICIENTS, DISTANCES, Agreement, measure_pairs
from annotator.model import Facet
from annotator.pictures.picture_request import Asked, Cell, Data, Note, NothingToSee, facet_of, phrase
from annotator.pictures.styles import LABELS_SHOWN
from annotator.pictures.tag_counts import Array, number, tagged
from annotator.reliability import Material
from annotator.reliability.agreement_in_parts import parts_of
from annotator.reliability.annotator_answers import gather_shared
from annotator.store import Project

ROWS_SHOWN = 40
_BINS = 20
_FEWEST = 10  # answers in a part of the work, so that its mean says something
_BREAK = 300  # seconds; who is away longer was not tagging
_LEVEL_95 = 1.96
_ORDER = ("all", "pair", "annotator", "label", "speaker", "target", "context")


def _compared(project: Project, asked: Asked, *, contexts: bool = False) -> Material:
    """The answers to what two annotators or more answered; what one alone answered says nothing here.

    With ``contexts`` it is known who speaks and what else there is to say about each unit. Raises
    NothingToSee where fewer than two answered the facet.
    """
    facet = facet_of(project, asked, wants="stance")
    material = gather_shared(project, facet.key, asked.annotators, contexts=contexts)
    if len(material.people) < 2:
        raise NothingToSee(
            phrase("fewer than two annotators answered this facet"),
            phrase("Merge the packets of others first"),
        )
    return material


def _coefficient(facet: Facet) -> tuple[str, str]:
    """Coefficient and distance that stand for a facet: Krippendorff's alpha for its kind."""
    distance = {"ordinal": "ordinal", "several": "masi"}.get(facet.kind, "nominal")
    return "krippendorff_alpha", distance


def _of(agreements: Sequence[Agreement], wanted: tuple[str, str]) -> Agreement | None:
    for one in agreements:
        if (one.coefficient, one.distance) == wanted:
            return one
    return next((one for one in agreements if one.coefficient == wanted[0]), None)


def forest(project: Project, asked: Asked) -> Data:
    """Krippendorff's alpha of a facet as a whole and of its parts, each with its interval over dialogues."""
    material = _compared(project, asked, contexts=True)
    wanted = _coefficient(material.facet)
    parts = parts_of(material, only=(wanted[0],))
    rows: list[tuple[Cell, ...]] = []
    for part in sorted(parts, key=lambda one: _ORDER.index(one.by) if one.by in _ORDER else len(_ORDER)):
        one = _of(part.agreements, wanted)
        if one is None:
            continue
        interval = one.interval
        rows.append(
            (
                part.by,
                part.name,
                None if one.value is None else round(one.value, 4),
                None if interval is None else round(interval.low, 4),
                None if interval is None else round(interval.high, 4),
                one.pairable,
                one.dialogues,
                one.undefined.sentence if one.undefined else "",
            )
        )
    drawn = sum(row[2] is not None for row in rows)
    if not drawn:
        why = str(rows[0][7]) if rows and rows[0][5] else ""
        raise NothingToSee(
            why or phrase("no unit was answered by two annotators"),
            phrase("Let two annotators tag the same turns"),
        )
    notes = []
    if drawn < len(rows):
        notes.append(
            Note(phrase("Parts where it is undefined, in the table only: {0}."), (len(rows) - drawn,))
        )
    if drawn > ROWS_SHOWN:
        notes.append(Note(phrase("Further rows, in the table only: {0}."), (drawn - ROWS_SHOWN,)))
    return Data(
        ("part", "name", "value", "low", "high", "units", "dialogues", "undefined"),
        tuple(rows),
        {
            "facet": material.facet.name,
            "coefficient": "Krippendorff α" + ("" if wanted[1] == "nominal" else f" ({wanted[1]})"),
            "n": rows[0][5],
            "dialogues": rows[0][6],
            "annotators": ", ".join(material.ratings.annotators),
        },
        notes=tuple(notes),
    )


def confusion(project: Project, asked: Asked) -> Data:
    """How often two labels met on the same unit, over all pairs of annotators."""
    material = _compared(project, asked)
    ratings = material.ratings
    names = [_name(label, material.facet) for label in ratings.labels]
    size = len(names)
    grid = np.zeros((size, size), dtype=np.int64)
    for one, two in combinations(range(len(ratings.annotators)), 2):
        first, second = ratings.codes[one].astype(np.int64), ratings.codes[two].astype(np.int64)
        both = (first >= 0) & (second >= 0)
        grid += np.bincount(first[both] * size + second[both], minlength=size * size).reshape(size, size)
    used = np.flatnonzero(grid.sum(axis=0) + grid.sum(axis=1))
    if not len(used):
        raise NothingToSee(
            phrase("no unit was answered by two annotators"), phrase("Let two annotators tag the same turns")
        )
    order = used
    notes: tuple[Note, ...] = ()
    if len(used) > LABELS_SHOWN:
        most = np.argsort(-(grid.sum(axis=0) + grid.sum(axis=1))[used], kind="stable")[:LABELS_SHOWN]
        order = used[np.sort(most)]
        notes = (Note(phrase("Rarest labels, in the table only: {0}."), (len(used) - LABELS_SHOWN,)),)
    rows = tuple(
        (names[one], names[two], int(grid[one, two])) for one in used.tolist() for two in used.tolist()
    )
    pairs = int(grid.sum())
    return Data(
        ("label", "other_label", "units"),
        rows,
        {
            "facet": material.facet.name,
            "n": pairs,
            "same": round(100 * int(np.trace(grid)) / pairs, 1),
            "annotators": ", ".join(ratings.annotators),
            "two": list(ratings.annotators) if len(ratings.annotators) == 2 else [],
            "labels": [names[one] for one in order.tolist()],
        },
        notes=notes,
    )


def _name(label: object, facet: Facet) -> str:
    names = {one.key: one.name for one in facet.labels}
    if isinstance(label, frozenset):
        return " + ".join(names[key] for key in names if key in label)
    return names.get(str(label), str(label))


def pairs(project: Project, asked: Asked) -> Data:
    """Krippendorff's alpha of every two annotators."""
    material = _compared(project, asked)
    coefficient, distance = _coefficient(material.facet)
    chosen = [(COEFFICIENTS[coefficient], DISTANCES[distance])]
    rows: list[tuple[Cell, ...]] = []
    for (one, two), (found, *_) in measure_pairs(material.ratings, chosen).items():
        interval = found.interval
        rows.append(
            (
                one,
                two,
                None if found.value is None else round(found.value, 4),
                None if interval is None else round(interval.low, 4),
                None if interval is None else round(interval.high, 4),
                found.pairable,
            )
        )
    return Data(
        ("annotator", "other", "value", "low", "high", "units"),
        tuple(rows),
        {
            "facet": material.facet.name,
            "coefficient": "Krippendorff α" + ("" if distance == "nominal" else f" ({distance})"),
            "annotators": list(material.ratings.annotators),
            "n": len(rows),
        },
    )


def drift(project: Project, asked: Asked) -> Data:
    """Seconds a turn of each annotator, and how far they agree, as the work went on.

    The work of each is cut into up to 20 parts of equally many answers. Seconds are the median time from one
    turn's first answer to the next one's, breaks of more than five minutes apart. Agreement is the share of
    pairs of annotators with the same answer on a turn, ordered by when the later one answered.
    """
    found = tagged(project, asked, "second", "target", wants="stance")
    rows: list[tuple[Cell, ...]] = []
    people = np.unique(found.annotator).tolist()
    for person in people:
        own = found.annotator == person
        rows += _pace(found.people[person], found.turn[own], found.further["second"][own])
    rows += _agreement(found.turn, found.label, found.annotator, found.further)
    if not rows:
        raise NothingToSee(
            phrase("too few turns were tagged one after the other"), phrase("Tag some turns first")
        )
    return Data(
        ("measure", "annotator", "from_turn", "to_turn", "value", "low", "high", "n"),
        tuple(rows),
        {**found.facts(), "people": [found.people[one] for one in people], "several": len(people)},
    )


def _parts(size: int) -> Iterator[tuple[int, int]]:
    """Up to 20 parts of so many things, each of ten or more: from, to."""
    bins = max(1, min(_BINS, size // _FEWEST))
    edges = np.linspace(0, size, bins + 1).astype(int)
    return zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)


def _pace(name: str, turn: Array, second: Array) -> Iterator[tuple[Cell, ...]]:
    order = np.lexsort((turn, second))
    turns, times = turn[order], second[order]
    _, first = np.unique(turns, return_index=True)
    begun = np.sort(times[first])
    took = np.diff(begun)
    took = took[(took > 0) & (took <= _BREAK)]
    if len(took) < _FEWEST:
        return
    for start, end in _parts(len(took)):
        own = np.sort(took[start:end])
        low, high = _median_bounds(len(own))
        yield (
            "seconds", name, start + 1, end, number(float(np.median(own)), 2), float(own[low]),
            float(own[high]), len(own),
        )  # fmt: skip


def _median_bounds(size: int) -> tuple[int, int]:
    """The places in order between which the median lies with 95 % (binomial, normal approximation)."""
    half = _LEVEL_95 * np.sqrt(size) / 2
    return max(0, int(np.floor(size / 2 - half))), min(size - 1, int(np.ceil(size / 2 + half)))


def _agreement(
    turn: Array, label: Array, annotator: Array, further: Mapping[str, Array]
) -> Iterator[tuple[Cell, ...]]:
    # The sum of random numbers, one a label, is the same for the same set of labels.
    chance = random.Random(1)  # noqa: S311 - the same numbers each time
    codes = np.array([chance.getrandbits(40) for _ in range(int(label.max()) + 1)], dtype=np.int64)
    place = np.stack([turn, further["target"], annotator])
    order = np.lexsort(place[::-1])
    place = place[:, order]
    new = np.flatnonzero(np.r_[True, (np.diff(place) != 0).any(axis=0)])
    answers = np.add.reduceat(codes[label[order]], new)
    when = np.maximum.reduceat(further["second"][order], new)
    place = place[:, new]
    unit = np.cumsum(np.r_[True, (np.diff(place[:2]) != 0).any(axis=0)]) - 1
    size = np.bincount(unit)
    starts = np.r_[0, np.cumsum(size)[:-1]]
    same, both = np.zeros(len(size)), np.zeros(len(size))
    later = np.maximum.reduceat(when, starts)
    for step in range(1, int(size.max(initial=1))):
        pair = np.flatnonzero(unit[step:] == unit[:-step])
        both += np.bincount(unit[pair], minlength=len(size))
        same += np.bincount(unit[pair], weights=answers[pair] == answers[pair + step], minlength=len(size))
    kept = both > 0
    share = (same[kept] / both[kept])[np.argsort(later[kept], kind="stable")]
    if len(share) < _FEWEST:
        return
    for start, end in _parts(len(share)):
        own = share[start:end]
        half = _LEVEL_95 * own.std(ddof=1) / np.sqrt(len(own))
        mean = float(own.mean())
        yield (
            "agreement", "", start + 1, end, number(mean), number(max(0.0, mean - half)),
            number(min(1.0, mean + half)), len(own),
        )  # fmt: skip
