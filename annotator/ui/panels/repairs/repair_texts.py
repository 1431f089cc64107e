"""Repair steps in words: what stands there, how sure the engine is, what was decided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.texts.error_texts import repair_reason

if TYPE_CHECKING:
    from annotator.store import Doubt

_SPACES = re.compile(r"\s{2,}")

translate = QCoreApplication.translate  # the name the translation tools look for

NOTHING = "‸"  # stands where there is nothing to be seen
_NAMED = {
    "\u200d": "ZWJ", "\u200c": "ZWNJ", "\u200b": "ZWSP", "\ufeff": "BOM", "\ufe0f": "VS16", "\xad": "SHY",
    " ": "␣", "\xa0": "NBSP", "\n": "⏎", "\t": "⇥",
}  # fmt: skip


def shown(text: str) -> str:
    """A short text with everything that cannot be seen named."""
    if not text:
        return translate("Repairs", "nothing")
    return "".join(
        _NAMED.get(char) or (char if char.isprintable() else f"U+{ord(char):04X}") for char in text
    )


def flat(text: str) -> str:
    """A stretch of text on one line, runs of white space as one space."""
    kept = "".join(char if char.isprintable() or char == "\u200d" else " " for char in text)
    return _SPACES.sub(" ", kept)


def emphasised(text: str) -> str:
    """What a line has at the place in question: its characters, or a mark where none can be seen."""
    return flat(text) if any(char.isprintable() and not char.isspace() for char in text) else NOTHING


def share(value: float) -> str:
    """A probability as a percentage, never rounded to a certainty that is none."""
    if 0.995 <= value < 1:
        return f"{min(value, 0.9999) * 100:.1f} %" if value < 0.9995 else "> 99.9 %"
    return f"{value * 100:.0f} %"


def is_damage(doubt: Doubt) -> bool:
    """Whether the place is damaged and nobody repaired it."""
    return doubt.step.kind == "damage" and doubt.step.before == doubt.step.after


def standing(doubt: Doubt) -> str:
    """How a step stands, in a word or two: ``43 %``, ``damage``, ``accepted``, ``changed``."""
    step = doubt.step
    if step.kind == "person":
        return translate("Repairs", "by hand")
    if doubt.decided:
        if step.proposal is None:
            return translate("Repairs", "accepted")
        if step.after == step.before:
            return translate("Repairs", "as received")
        return translate("Repairs", "changed")
    return translate("Repairs", "damage") if is_damage(doubt) else share(step.confidence)


def place(doubt: Doubt) -> str:
    """Where a step is: title of the dialogue, number of the turn, speaker."""
    turn = translate("Repairs", "turn {n}").format(n=f"{doubt.position + 1:,}")
    if doubt.part == "tail":
        return " · ".join(filter(None, (doubt.title, translate("Repairs", "after the last turn"))))
    marker = translate("Repairs", "speaker marker") if doubt.part == "lead" else ""
    return " · ".join(filter(None, (doubt.title, turn, marker or doubt.speaker)))


def spoken(doubt: Doubt) -> str:
    """A row for a screen reader."""
    line = f"{flat(doubt.lead)}[{shown(doubt.step.after)}]{flat(doubt.rest)}"
    return f"{line}, {standing(doubt)}, {place(doubt)}"


def explained(doubt: Doubt) -> str:
    """What is known about a step, for the tool tip and the line above the candidates."""
    step = doubt.step
    parts = [
        translate("Repairs", "Received: {text}").format(text=shown(step.before)),
        translate("Repairs", "Proposed: {text}").format(text=shown(doubt.proposal)),
    ]
    return "\n".join([*parts, repair_reason(step.reason)])
