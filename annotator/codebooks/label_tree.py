"""Labels below labels: their order as a tree, and keys for new ones.

A tree is only what ``parent`` and ``position`` of the labels say. Labels whose parent is not
among them stand at the top.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from annotator.core.text_folding import plain
from annotator.errors import UserError
from annotator.model import Label

_NO_WORD = re.compile(r"[\W_]+")
_LONGEST = 40  # characters of a key made of a name


def ordered(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The labels as a tree is read: each before those below it, siblings by position."""
    keys = {label.key for label in labels}
    below: dict[str | None, list[Label]] = {}
    for label in sorted(labels, key=lambda label: label.position):
        below.setdefault(label.parent if label.parent in keys else None, []).append(label)
    found: list[Label] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        label = waiting.pop()
        found.append(label)
        waiting += below.get(label.key, [])[::-1]
    reached = {label.key for label in found}
    return (*found, *(label for label in labels if label.key not in reached))  # those in a circle


def subtree(labels: Sequence[Label], key: str) -> set[str]:
    """The label of that key and all below it."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [label.key for label in labels if label.parent == one]
    return found


def depth(labels: Sequence[Label], key: str) -> int:
    """How many labels stand above that one, 0 at the top."""
    parents = {label.key: label.parent for label in labels}
    steps = 0
    parent = parents.get(key)
    while parent in parents and steps < len(labels):
        steps += 1
        parent = parents[parent]
    return steps


def moved(labels: Sequence[Label], key: str, parent: str | None, before: str | None) -> tuple[Label, ...]:
    """The labels of a facet with one of them, and all below it, put elsewhere.

    It comes below ``parent`` (None for the top), in front of its new sibling ``before`` (None
    for the last place). Positions are those of the whole tree, from 0. Raises UserError where
    the label would stand below itself, KeyError for keys of no label.
    """
    by_key = {label.key: label for label in labels}
    label = by_key[key]
    if parent is not None and by_key[parent].key in subtree(labels, key):
        raise UserError(
            "The label {label} cannot be put there", "it would stand below itself", label=label.name
        )
    rest = [one for one in ordered(labels) if one.key != key]
    placed = replace(label, parent=parent)
    at = [one.key for one in rest].index(before) if before is not None else len(rest)
    rest.insert(at, placed)
    numbered = [replace(one, position=number) for number, one in enumerate(rest)]
    return tuple(replace(one, position=number) for number, one in enumerate(ordered(numbered)))


def new_key(name: str, taken: Collection[str]) -> str:
    """A key for a facet of that name: its letters and digits, numbered where that is taken."""
    words = _NO_WORD.sub("-", plain(name)).strip("-")[:_LONGEST].strip("-")
    slug = words or "facet"
    numbered = (f"{slug}-{number}" for number in itertools.count(2))
    return next(key for key in itertools.chain((slug,), numbered) if key not in taken)
