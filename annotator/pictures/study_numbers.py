"""The tables behind the pictures of a whole study's labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from annotator.pictures.picture_request import Asked, Cell, Data, Note, NothingToSee, phrase
from annotator.pictures.styles import LABELS_SHOWN
from annotator.pictures.tag_counts import (
    Array,
    Tagged,
    TurnPlaces,
    group_table,
    long_rows,
    number,
    shares_over_dialogues,
    tagged,
    used_labels,
)
from annotator.store import Project

DEPTHS = 10
_GROUPS_SHOWN = 20
_LINES_SHOWN = 8  # more with their intervals cannot be told apart
OTHERS = "(others)"
_SHARES = ("tags", "share", "low", "high")


def labels_by(project: Project, asked: Asked) -> Data:
    """How often each label was given, by speaker, source or language of the turn."""
    found = tagged(project, asked, *(("dialogue",) if asked.by == "source" else ()))
    groups, group = _groups(project, asked, found)
    names, label = used_labels(found)
    kept = group >= 0
    counts = np.bincount(group[kept] * len(names) + label[kept], minlength=len(groups) * len(names)).reshape(
        len(groups), len(names)
    )
    order = np.argsort(-counts.sum(axis=1), kind="stable")
    order = order[counts[order].sum(axis=1) > 0]
    rows: list[tuple[Cell, ...]] = []
    for one in order:
        whole = int(counts[one].sum())
        rows += [
            (groups[one], name, int(counts[one, at]), round(int(counts[one, at]) / whole, 4))
            for at, name in enumerate(names)
        ]
    shown, shown_groups = _shown(names, counts), [groups[one] for one in order[:_GROUPS_SHOWN]]
    notes = []
    if len(order) > _GROUPS_SHOWN:
        notes.append(Note(phrase("Further rows, in the table only: {0}."), (len(order) - _GROUPS_SHOWN,)))
    if len(shown) < len(names):
        notes.append(Note(phrase("Rarest labels, shown together: {0}."), (len(names) - len(shown),)))
    return Data(
        ("group", "label", "tags", "share"),
        tuple(rows),
        {**found.facts(), "by": asked.by, "groups": shown_groups, "labels": shown, "kinds": len(order)},
        notes=tuple(notes),
    )


def _shown(names: Sequence[str], counts: Array, most_shown: int = LABELS_SHOWN) -> list[str]:
    """The labels that are drawn apart: all of a few, the most frequent of many; in their order."""
    if len(names) <= most_shown:
        return list(names)
    most = np.sort(np.argsort(-counts.sum(axis=0), kind="stable")[: most_shown - 1])
    return [names[one] for one in most]


def _groups(project: Project, asked: Asked, found: Tagged) -> tuple[list[str], Array]:
    """What tags are grouped by, and the group of each."""
    if asked.by == "source":
        sources = project.pictures.sources()
        dialogue = found.further["dialogue"]
        of_dialogue = group_table((ids for _, ids in sources), int(dialogue.max()) + 1)
        return [name for name, _ in sources], of_dialogue[dialogue]
    by = project.pictures.speakers() if asked.by == "speaker" else project.pictures.languages()
    return list(by), group_table(by.values(), int(found.turn.max()) + 1)[found.turn]


def depth(project: Project, asked: Asked) -> Data:
    """The share of each label by how far into its dialogue a turn stands, in tenths."""
    found = tagged(project, asked, wants="stance")
    places = TurnPlaces.of(project)
    dialogue = places.dialogue[found.turn]
    tenth = np.minimum(
        places.position[found.turn] * DEPTHS // np.maximum(places.turns[dialogue], 1), DEPTHS - 1
    )
    names, label = used_labels(found)
    counts, share, half = shares_over_dialogues(tenth, label, dialogue, DEPTHS, len(names))
    groups = [f"{10 * one}–{10 * (one + 1)} %" for one in range(DEPTHS)]
    used = len(np.unique(dialogue))
    return Data(
        ("depth", "label", *_SHARES),
        long_rows(groups, names, counts, share, half),
        {**found.facts(), "dialogues": used, "labels": _shown(names, counts, _LINES_SHOWN), "groups": groups},
        notes=_too_many(names, counts, _LINES_SHOWN),
    )


def switching(project: Project, asked: Asked) -> Data:
    """The share of each label in turns of one language and in turns of several."""
    found = tagged(project, asked, "dialogue", wants="stance")
    languages = project.pictures.languages()
    if not set(languages) - {"", "und", "zxx"}:
        raise NothingToSee(
            phrase("no turn has a language that was found"),
            phrase("See the languages of the study under Project"),
        )
    one = [rows for language, rows in languages.items() if language not in ("", "mixed", "und", "zxx")]
    size = int(found.turn.max()) + 1
    of_turn = group_table(([row for rows in one for row in rows], languages.get("mixed", [])), size)
    group = of_turn[found.turn]
    kept = group >= 0
    names, label = used_labels(found)
    counts, share, half = shares_over_dialogues(
        group[kept], label[kept], found.further["dialogue"][kept], 2, len(names)
    )
    groups = ["one language", "several languages"]
    left = int((~kept).sum())
    note = (Note(phrase("Tags on turns without a language, left out: {0}."), (left,)),) if left else ()
    return Data(
        ("turn", "label", *_SHARES),
        long_rows(groups, names, counts, share, half),
        {
            **found.facts(),
            "n": int(kept.sum()),
            "labels": _shown(names, counts),
            "groups": groups,
            "one": int(counts[0].sum()),
            "several": int(counts[1].sum()),
        },
        notes=note + _too_many(names, counts),
    )


def _too_many(names: Sequence[str], counts: Array, most_shown: int = LABELS_SHOWN) -> tuple[Note, ...]:
    left = len(names) - len(_shown(names, counts, most_shown))
    return (Note(phrase("Rarest labels, in the table only: {0}."), (left,)),) if left else ()


def cooccurrence(project: Project, asked: Asked) -> Data:
    """How many turns have two labels of a facet, from the same annotator."""
    found = tagged(project, asked, wants="topic")
    names, label = used_labels(found)
    if len(names) < 2:
        raise NothingToSee(phrase("only one label of this facet was given"), phrase("Choose another facet"))
    width = len(names)
    unit = found.turn * (int(found.annotator.max()) + 1) + found.annotator
    pairs = np.unique(np.stack([unit, label]), axis=1) if len(unit) < 200_000 else _unique(unit, label, width)
    _, place = np.unique(pairs[0], return_inverse=True)
    # Most turns have few labels: pair each with those that stand 1, 2, 3… further in the same unit.
    cells = np.zeros((width, width), dtype=np.int64)
    np.add.at(cells, (pairs[1], pairs[1]), 1)
    step = 1
    while step < len(place):
        same = place[step:] == place[:-step]
        if not same.any():
            break
        one, two = pairs[1][:-step][same], pairs[1][step:][same]
        np.add.at(cells, (one, two), 1)
        np.add.at(cells, (two, one), 1)
        step += 1
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names[one], names[two], int(cells[one, two])) for one in range(width) for two in range(width)
    )
    shown = _shown(names, np.diag(np.diag(cells)))
    several = int((np.bincount(place) > 1).sum())
    if not several:
        raise NothingToSee(
            phrase("no turn has two labels of this facet"), phrase("Choose a facet that takes several labels")
        )
    return Data(
        ("label", "with_label", "turns"),
        rows,
        {**found.facts(), "units": int(place.max()) + 1, "several": several, "labels": shown},
        notes=_too_many(names, np.diag(np.diag(cells))),
    )


def _unique(unit: Array, label: Array, width: int) -> Array:
    both = np.unique(unit * width + label)
    return np.stack([both // width, both % width])


def transitions(project: Project, asked: Asked) -> Data:
    """Which label the next turn has, after each label: of the same annotator, turns side by side."""
    found = tagged(project, asked, wants="stance")
    names, label = used_labels(found)
    places = TurnPlaces.of(project)
    dialogue, position = places.dialogue[found.turn], places.position[found.turn]
    order = np.lexsort((label, position, dialogue, found.annotator))
    annotator, dialogue, position, label = (
        one[order] for one in (found.annotator, dialogue, position, label)
    )
    width = len(names)
    cells = np.zeros(width * width, dtype=np.int64)
    new = np.flatnonzero(
        np.r_[True, (np.diff(annotator) != 0) | (np.diff(dialogue) != 0) | (np.diff(position) != 0)]
    )
    # A unit is a turn of an annotator; the next unit follows it where its turn is the next one.
    follows = np.flatnonzero(
        (annotator[new[1:]] == annotator[new[:-1]])
        & (dialogue[new[1:]] == dialogue[new[:-1]])
        & (position[new[1:]] == position[new[:-1]] + 1)
    )
    sizes = np.diff(np.r_[new, len(label)])
    most = int(sizes.max())
    for one in range(most):
        for two in range(most):
            both = follows[(sizes[follows] > one) & (sizes[follows + 1] > two)]
            if len(both):
                cells += np.bincount(
                    label[new[both] + one] * width + label[new[both + 1] + two], minlength=width * width
                )
    if not cells.any():
        raise NothingToSee(
            phrase("no two turns side by side are tagged"), phrase("Tag turns that follow one another")
        )
    grid = cells.reshape(width, width)
    sums = grid.sum(axis=1)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            names[one],
            names[two],
            int(grid[one, two]),
            number(grid[one, two] / sums[one]) if sums[one] else None,
        )
        for one in range(width)
        for two in range(width)
    )
    shown = _shown(names, grid + grid.T)
    return Data(
        ("label", "next_label", "pairs", "share"),
        rows,
        {**found.facts(), "pairs": len(follows), "labels": shown},
        notes=_too_many(names, grid + grid.T),
    )
