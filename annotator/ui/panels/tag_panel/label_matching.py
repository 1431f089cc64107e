"""Which labels to offer: what matches something typed, and what is used most."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from annotator.core.text_folding import loosely
from annotator.model import Label

MOST = 9  # labels offered at a time


@dataclass(frozen=True, slots=True)
class LabelOffer:
    """A label to give, or (``key`` None) the name of one to make."""

    key: str | None
    name: str


def offers(typed: str, labels: Sequence[Label], given: Container[str]) -> list[LabelOffer]:
    """What Enter may mean after typing that, the likeliest first.

    An exact name comes first, then names that begin with it. A new label comes before names
    that merely contain what was typed, and is not offered where the name exists. Labels
    that are ``given`` already come last.
    """
    wanted = loosely(typed)
    if not wanted:
        return []
    ranked: list[tuple[int, int, LabelOffer]] = []
    exact = False
    for place, label in enumerate(labels):
        name = loosely(label.name)
        if label.retired or wanted not in name:
            continue
        exact = exact or name == wanted
        rank = 0 if name == wanted else 1 if name.startswith(wanted) else 3
        ranked.append(
            (rank + 4 * (label.key in given and rank > 0), place, LabelOffer(label.key, label.name))
        )
    ranked.sort(key=lambda entry: entry[:2])
    ranked = ranked[: MOST - 1]
    if not exact:
        ranked.append((2, 0, LabelOffer(None, " ".join(typed.split()))))
        ranked.sort(key=lambda entry: entry[:2])
    return [offer for _, _, offer in ranked]


def quick_labels(labels: Sequence[Label], recent: Iterable[str], given: Container[str]) -> list[Label]:
    """The labels to offer before anything is typed: those with keys in order, then recent ones."""
    open_ones = {x.key: x for x in labels if not x.retired and x.key not in given}
    keyed = [label for label in open_ones.values() if label.shortcut]
    order = [*recent, *open_ones]
    others = [
        open_ones[key] for key in dict.fromkeys(order) if key in open_ones and not open_ones[key].shortcut
    ]
    room = max(MOST - len(keyed), 0)
    return [*keyed, *others[:room]]
