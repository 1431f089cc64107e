"""The one verb: a text in, the repaired text and the steps that lead there out."""

from __future__ import annotations

from annotator.model import Repair, RepairStep
from annotator.repair.chain import find_page, weigh
from annotator.repair.config import ENGINE, RepairConfig
from annotator.repair.lossless import repair_line
from annotator.repair.pages import Page, screen
from annotator.repair.reading import MARKED, Unit, units
from annotator.repair.steps import compose, replay

_DEFAULT = RepairConfig()

#: Damage can be damaged again; more often than this is no accident.
_PASSES = 6


def repair(text: str, config: RepairConfig = _DEFAULT) -> Repair:
    """Repair one text: what was misread is read again, what cannot be repaired is marked.

    Takes any string and never raises; takes time in proportion to its length. Text without
    damage comes back unchanged, without steps.
    """
    steps: list[RepairStep] = []
    chain: tuple[str, ...] = ()
    current = text
    for _ in range(_PASSES if config.encoding else 0):
        if current.isascii() or not screen().search(current):
            break
        more, page = _steps(current)
        if all(step.before == step.after for step in more):
            steps = compose(steps, more, text) if more else steps
            break
        steps = compose(steps, more, text)
        current = replay(text, steps)
        # The last misreading is the first to be undone, and chains tell the story from its start.
        chain = page + chain
    return Repair(text, current, tuple(steps), chain, ENGINE, "")


def _steps(text: str) -> tuple[list[RepairStep], tuple[str, ...]]:
    found = find_page(text)
    steps: list[RepairStep] = []
    chain: tuple[str, ...] = ()
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if not line.isascii() and screen().search(line):
            if found and weigh(text, found.page, at, end).score >= 0:
                chain = (found.page.name,)
                steps += _read_again(text, found.page, at, end)
            else:
                more, other = repair_line(line, at)
                chain = chain or other
                steps += more or _marks(text, at, end)
        at = end + 1
    return steps, chain


def _read_again(text: str, page: Page, start: int, end: int) -> list[RepairStep]:
    steps = []
    reason = f"utf-8 read as {page.name}"
    for unit in units(text, page, start, end):
        before = text[unit.start : unit.end]
        if unit.kind == "intact":
            steps.append(RepairStep(unit.start, unit.end, before, unit.decoded, "encoding", reason, 0.999))
        else:
            steps.append(_mark(unit, before, reason))
    marked = [
        RepairStep(m.start(), m.end(), m.group(), m.group(), "damage", "bytes replaced by a marker", 1.0)
        for m in MARKED.finditer(text, start, end)
    ]
    return sorted([*steps, *marked], key=lambda s: s.start)


def _mark(unit: Unit, before: str, reason: str) -> RepairStep:
    return RepairStep(unit.start, unit.end, before, before, "damage", f"{reason}, bytes lost", 0.9)


def _marks(text: str, start: int, end: int) -> list[RepairStep]:
    return [
        RepairStep(m.start(), m.end(), m.group(), m.group(), "damage", "bytes replaced by a marker", 1.0)
        for m in MARKED.finditer(text, start, end)
    ]
