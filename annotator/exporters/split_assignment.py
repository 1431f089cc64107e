"""Which dialogue goes to which part: training, development, test.

Dialogues that belong together (one source, one speaker, nearly the same text) form a group,
and a group is never divided. Groups are dealt out, large ones first, each to the part that
lacks most of what the group has, so that sizes and labels come near to the wanted shares.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DialogueUnit:
    """A dialogue to be dealt out: its key, its turns, and how often it has which label."""

    key: str
    turns: int
    labels: Mapping[str, int] = field(default_factory=dict)


def joined(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Groups of the places 0 to ``count`` - 1, in order, such that both of every pair are in one."""
    leaders = list(range(count))

    def leader(place: int) -> int:
        while leaders[place] != place:
            leaders[place] = leaders[leaders[place]]
            place = leaders[place]
        return place

    for one, other in pairs:
        first, second = sorted((leader(one), leader(other)))
        leaders[second] = first
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place in range(count):
        groups[leader(place)].append(place)
    return list(groups.values())


def shared(values: Iterable[Iterable[str]]) -> list[tuple[int, int]]:
    """Pairs of places that share a value."""
    first: dict[str, int] = {}
    return [(first.setdefault(value, place), place) for place, own in enumerate(values) for value in own]


def dealt(
    units: Sequence[DialogueUnit], groups: Sequence[Sequence[int]], shares: Mapping[str, float], seed: int
) -> dict[str, str]:
    """The part of each dialogue by key. ``shares`` are positive numbers, of which only the ratios matter."""
    total: Counter[str] = Counter()
    made: list[tuple[Counter[str], list[str]]] = []
    for group in groups:
        weights: Counter[str] = Counter()
        for place in group:
            weights[""] += units[place].turns  # the size itself counts as a label that all have
            for label, count in units[place].labels.items():
                weights[f"={label}"] += count
        total += weights
        made.append((weights, [units[place].key for place in group]))
    random.Random(seed).shuffle(made)  # noqa: S311 - a draw that can be repeated, no secret
    made.sort(key=lambda x: -x[0][""])  # stable: groups of one size stay shuffled
    whole = sum(shares.values())
    wanted = {part: {x: n * share / whole for x, n in total.items()} for part, share in shares.items()}
    have: dict[str, Counter[str]] = {part: Counter() for part in shares}
    parts: dict[str, str] = {}
    for number, (weights, keys) in enumerate(made):
        empty = [part for part in shares if not have[part]]
        # The last groups are for parts that have none, so that few groups still fill all parts.
        choice = empty if 0 < len(made) - number <= len(empty) else list(shares)
        best = max(choice, key=lambda part: _lack(weights, wanted[part], have[part], total))
        have[best] += weights
        parts.update(dict.fromkeys(keys, best))
    return parts


def _lack(
    weights: Mapping[str, int], wanted: Mapping[str, float], have: Mapping[str, int], total: Mapping[str, int]
) -> float:
    """How much nearer a part comes to what it should have by taking a group: rare labels count most."""
    gain = 0.0
    for name, count in weights.items():
        if count:
            before = wanted[name] - have.get(name, 0)
            gain += (before**2 - (before - count) ** 2) / total[name] ** 2
    return gain
