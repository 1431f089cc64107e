"""What is to be marked in a turn's text: repairs, damage, gaps, spans. Offsets are code points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from annotator.core.repair_steps import placed
from annotator.model import RepairStep, Tag, Turn

DOUBTFUL = 0.85  # a repair less sure than this is drawn and counted as doubtful, unless a person decided

_NEARLY = 0.95

MarkKind = Literal["repair", "doubtful", "damage", "decided", "gap"]


@dataclass(frozen=True, slots=True)
class TextMark:
    """A stretch of a turn's text that something is known about; empty where text was taken out."""

    start: int
    end: int
    kind: MarkKind
    step: RepairStep | None = None
    reason: str = ""


def kind_of(step: RepairStep, percent: int = 0) -> MarkKind:
    """How a repair step is drawn, where repairs less sure than so many percent are doubtful."""
    if step.kind == "damage" and step.before == step.after:
        return "damage"
    if step.annotator:
        return "decided"
    return "doubtful" if is_doubt(step, percent) else "repair"


def is_doubt(step: RepairStep, percent: int = 0) -> bool:
    """Whether nobody decided on a repair that is less sure than so many percent; 0 is the engine's own."""
    if step.annotator or (step.kind == "damage" and step.before == step.after):
        return not step.annotator
    return step.confidence < threshold(percent)


def threshold(percent: int) -> float:
    """The confidence below which repairs are doubts, where so many percent are set; 0 is the engine's own."""
    return percent / 100 if 1 <= percent <= 100 else DOUBTFUL


def marks_of(turn: Turn, percent: int = 0) -> tuple[TextMark, ...]:
    """The repairs, the damage and the gaps of a turn, placed in its text."""
    marks = [
        TextMark(start, end, kind_of(step, percent), step, step.reason)
        for step, start, end in placed(turn.steps)
    ]
    marks.extend(TextMark(gap.start, gap.end, "gap", None, gap.reason) for gap in turn.gaps)
    return tuple(marks)


def spans_of(turn: Turn) -> tuple[Tag, ...]:
    """The tags that hang on a part of the turn, in order of their start, longer ones first."""
    spans = [tag for tag in turn.tags if tag.start is not None and tag.end is not None]
    return tuple(sorted(spans, key=lambda tag: (tag.start or 0, -(tag.end or 0), tag.key)))


def levels_of(spans: tuple[Tag, ...]) -> tuple[int, ...]:
    """For each span the level its bar is drawn on, so that bars that overlap lie under each other."""
    ends: list[int] = []
    levels = []
    for span in spans:
        start, end = span.start or 0, span.end or 0
        level = next((number for number, taken in enumerate(ends) if taken <= start), len(ends))
        ends[level : level + 1] = [end]
        levels.append(level)
    return tuple(levels)


@dataclass(frozen=True, slots=True)
class Flag:
    """A short remark in the header line of a turn."""

    text: str
    warning: bool = False


def repaired_whole(turn: Turn) -> bool:
    """Whether nearly all of a turn was read in a wrong encoding and brought back: no news place by place.

    That is where nineteen of twenty characters beyond ASCII, and half of all, came from repairs that are
    no doubts.
    """
    letters = [char for char in turn.text if not char.isspace()]
    beyond = sum(not char.isascii() for char in letters)
    restored = [char for step in turn.steps if step.after != step.before for char in step.after]
    restored = [char for char in restored if not char.isspace()]
    foreign = sum(not char.isascii() for char in restored)
    return beyond > 0 and foreign >= _NEARLY * beyond and len(restored) >= len(letters) / 2


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=count)


def mark_at(marks: Iterable[TextMark], start: int, end: int) -> TextMark | None:
    """The repair or damage that a stretch of the text lies on; nothing where it lies on several."""
    found = [
        mark
        for mark in marks
        if mark.step is not None
        and (mark.start < end and start < mark.end if start < end else mark.start <= start < mark.end)
    ]
    return found[0] if len(found) == 1 else None


def flags_of(turn: Turn, percent: int = 0) -> tuple[Flag, ...]:
    """What the header line says about a turn: repairs, doubts, damage, gaps."""
    translate = QCoreApplication.translate
    kinds = [kind_of(step, percent) for step in turn.steps]
    repairs = len(kinds) - kinds.count("damage")
    doubtful, damage, decided = (kinds.count(kind) for kind in ("doubtful", "damage", "decided"))
    flags = []
    if repairs and not (doubtful or decided) and repaired_whole(turn):
        flags.append(Flag(translate("TurnList", "Repaired whole")))
    elif repairs:
        text = _counted(repairs, translate("TurnList", "1 repair"), translate("TurnList", "{count} repairs"))
        flags.append(Flag(text))
    if doubtful:
        text = _counted(
            doubtful, translate("TurnList", "1 doubtful"), translate("TurnList", "{count} doubtful")
        )
        flags.append(Flag(text, warning=True))
    if any(is_doubt(step, percent) for step in turn.lead_steps):
        flags.append(Flag(translate("TurnList", "Marker doubtful"), warning=True))
    if damage:
        text = _counted(
            damage, translate("TurnList", "1 damaged place"), translate("TurnList", "{count} damaged places")
        )
        flags.append(Flag(text, warning=True))
    if decided:
        text = _counted(
            decided,
            translate("TurnList", "1 decided by a person"),
            translate("TurnList", "{count} decided by people"),
        )
        flags.append(Flag(text))
    if turn.gaps:
        text = _counted(len(turn.gaps), translate("TurnList", "1 gap"), translate("TurnList", "{count} gaps"))
        flags.append(Flag(text))
    return tuple(flags)
