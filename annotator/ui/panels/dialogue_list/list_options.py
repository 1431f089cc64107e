"""What the list of dialogues shows, as the person chose it: order, choice, groups, figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

import msgspec

from annotator.store.dialogue_listing import FOLDER, ListWish, Order, State
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

ORDERS: Mapping[Order, str] = {
    "import": QT_TRANSLATE_NOOP("DialogueList", "Order of import"),
    "name": QT_TRANSLATE_NOOP("DialogueList", "Title"),
    "progress": QT_TRANSLATE_NOOP("DialogueList", "Progress"),
    "doubts": QT_TRANSLATE_NOOP("DialogueList", "Doubts"),
    "length": QT_TRANSLATE_NOOP("DialogueList", "Length"),
    "date": QT_TRANSLATE_NOOP("DialogueList", "Date"),
}
STATES: Mapping[State, str] = {
    "unfinished": QT_TRANSLATE_NOOP("DialogueList", "Unfinished"),
    "mine": QT_TRANSLATE_NOOP("DialogueList", "Tagged by me"),
    "disagreeing": QT_TRANSLATE_NOOP("DialogueList", "Annotators disagree"),
    "doubts": QT_TRANSLATE_NOOP("DialogueList", "With doubts"),
    "flagged": QT_TRANSLATE_NOOP("DialogueList", "Flagged"),
}
# The figures of a row, in the order in which they stand.
FIGURES: Mapping[str, str] = {
    "length": QT_TRANSLATE_NOOP("DialogueList", "Number of turns"),
    "progress": QT_TRANSLATE_NOOP("DialogueList", "Percent answered"),
    "flags": QT_TRANSLATE_NOOP("DialogueList", "Flags"),
    "doubts": QT_TRANSLATE_NOOP("DialogueList", "Doubts"),
    "repairs": QT_TRANSLATE_NOOP("DialogueList", "Repairs"),
    "damage": QT_TRANSLATE_NOOP("DialogueList", "Damage"),
    "gaps": QT_TRANSLATE_NOOP("DialogueList", "Gaps"),
}
_USUAL = ("length", "progress", "flags", "repairs", "damage")


@dataclass(frozen=True, slots=True)
class Look:
    """The wish, and the figures that each row shows."""

    wish: ListWish = field(default_factory=ListWish)
    figures: tuple[str, ...] = _USUAL

    def stored(self) -> str:
        """As it is kept in the settings: order, direction, groups and figures. What is filtered is not kept,
        so that nobody finds dialogues missing the next day."""
        kept = {
            "order": self.wish.order,
            "backwards": self.wish.backwards,
            "group": self.wish.group,
            "figures": self.figures,
        }
        return msgspec.json.encode(kept).decode()


def look_of(stored: str) -> Look:
    """What :meth:`Look.stored` wrote; where that cannot be read, the usual look."""
    try:
        found: Any = msgspec.json.decode(stored)
        wish = ListWish(
            found["order"] if found["order"] in get_args(Order) else "import",
            backwards=found["backwards"] is True,
            group=str(found["group"]),
        )
        return Look(wish, tuple(name for name in FIGURES if name in found["figures"]))
    except (msgspec.DecodeError, KeyError, TypeError):
        return Look()


def toggled(wish: ListWish, state: State) -> ListWish:
    """With that condition, or without it where it holds."""
    states = tuple(one for one in STATES if (one in wish.states) != (one == state))
    return replace(wish, states=states)


def with_meta(wish: ListWish, name: str, value: str) -> ListWish:
    """With dialogues of that value alone, or, where it is so, without regard to it."""
    rest = tuple(pair for pair in wish.meta if pair[0] != name)
    return replace(wish, meta=rest if (name, value) in wish.meta else (*rest, (name, value)))


def filtered(wish: ListWish) -> bool:
    """Whether some dialogues are left out."""
    return bool(wish.states or wish.meta)


__all__ = [
    "FIGURES",
    "FOLDER",
    "ORDERS",
    "STATES",
    "Look",
    "filtered",
    "look_of",
    "toggled",
    "with_meta",
]
