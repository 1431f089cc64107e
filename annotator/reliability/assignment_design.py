"""Who annotates what: samples, blocks in which every two annotators meet equally often, and orders.

Everything random comes from the seed, so that a design can be made again.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from annotator.errors import UserError

Stratum = Literal["", "source", "target", "length"]


@dataclass(frozen=True, slots=True)
class Item:
    """A dialogue to hand out: its key, what it is like, and how many turns it has."""

    key: str
    turns: int
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """How a study hands out its dialogues.

    ``sample`` is how many dialogues are drawn, None for all; with ``strata`` each kind of dialogue has
    its share of them. ``each`` annotators get every dialogue, 0 for all of them; ``shuffled`` gives
    each an order of their own. ``frozen`` packets take no new labels.

    ``recode`` asks answers again: keys of labels (all who gave them) and of facets. ``retest_before`` draws
    dialogues that their annotators have not touched since then (UTC, ISO 8601), to be answered again.
    ``decided`` shows annotators what was decided beside what they said.
    """

    annotators: tuple[str, ...]
    seed: int = 1
    sample: int | None = None
    strata: Stratum = ""
    each: int = 0
    shuffled: bool = True
    frozen: bool = False
    recode: tuple[str, ...] = ()
    retest_before: str = ""
    decided: bool = False

    @property
    def again(self) -> bool:
        """Whether dialogues go to who had them before."""
        return bool(self.recode or self.retest_before or self.decided)


def hand_out(items: Sequence[Item], design: Design) -> dict[str, tuple[str, ...]]:
    """The keys of each annotator's dialogues, in the order in which they get them.

    Raises UserError for a design that cannot be.
    """
    _refuse(items, design)
    rng = random.Random(design.seed)  # noqa: S311 - a design, not a secret
    drawn = _sampled(items, design, rng)
    each = design.each or len(design.annotators)
    blocks = list(combinations(range(len(design.annotators)), each))
    # Every set of annotators once before any comes again, so that loads and pairs stay even.
    order = rng.sample(range(len(drawn)), len(drawn))
    given: dict[str, list[str]] = {name: [] for name in design.annotators}
    turn: list[tuple[int, ...]] = []
    for place in sorted(order) if each == len(design.annotators) else order:
        if not turn:
            turn = rng.sample(blocks, len(blocks))
        for who in turn.pop():
            given[design.annotators[who]].append(drawn[place].key)
    standing = {item.key: place for place, item in enumerate(drawn)}
    for keys in given.values():
        keys.sort(key=standing.__getitem__)
    return {name: in_order(keys, name, design) for name, keys in given.items()}


def in_order(keys: Sequence[str], name: str, design: Design) -> tuple[str, ...]:
    """The order in which an annotator gets dialogues that stand in the project's order."""
    order = list(keys)
    if design.shuffled:
        random.Random(f"{design.seed}/{name}").shuffle(order)  # noqa: S311 - an order, not a secret
    return tuple(order)


def _refuse(items: Sequence[Item], design: Design) -> None:
    refuse_twins(design.annotators)
    if not design.annotators or not items:
        raise UserError("There is nothing to hand out", "annotators and dialogues are needed")
    if not 0 <= design.each <= len(design.annotators):
        raise UserError(
            "{each} annotators cannot get each dialogue",
            "there are {annotators}",
            "Name more",
            each=design.each,
            annotators=len(design.annotators),
        )
    if design.sample is not None and not 0 < design.sample <= len(items):
        raise UserError(
            "{sample} dialogues cannot be drawn",
            "the project has {dialogues}",
            "Draw fewer",
            sample=design.sample,
            dialogues=len(items),
        )


def refuse_twins(annotators: Sequence[str]) -> None:
    """Raises UserError where two of the names are one, in capitals or not."""
    names = [name.casefold() for name in annotators]
    twice = [name for name in annotators if names.count(name.casefold()) > 1]
    if twice:
        raise UserError(
            "Two annotators are called {name}",
            "each gets a file of that name",
            "Give them different names",
            name=twice[0],
        )


def _sampled(items: Sequence[Item], design: Design, rng: random.Random) -> list[Item]:
    """The dialogues drawn, in their old order; each stratum has its share, rounded by largest remainders."""
    if design.sample is None:
        return list(items)
    strata: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        strata[item.stratum if design.strata else ""].append(item)
    shares = {name: design.sample * len(own) / len(items) for name, own in strata.items()}
    counts = {name: int(share) for name, share in shares.items()}
    rest = design.sample - sum(counts.values())
    for name in sorted(shares, key=lambda name: (counts[name] - shares[name], name))[:rest]:
        counts[name] += 1
    chosen = {item.key for name, own in strata.items() for item in rng.sample(own, counts[name])}
    return [item for item in items if item.key in chosen]
