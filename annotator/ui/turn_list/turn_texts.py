"""Turns in words: for screen readers, for the clipboard, for the tool tips."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from annotator.model import RepairStep, Turn
from annotator.ui.texts.error_texts import repair_reason
from annotator.ui.turn_list.tag_chips import TagChip
from annotator.ui.turn_list.text_marks import TextMark, flags_of
from annotator.ui.turn_list.turn_marks import mark_words

_GAPS = {
    "double space": QT_TRANSLATE_NOOP("TurnList", "double space"),
    "space before punctuation": QT_TRANSLATE_NOOP("TurnList", "space before punctuation"),
}
NameOf = Callable[[str], str]
_SPOKEN = 600  # characters of a turn that a screen reader is given in a list
_SHOWN = 40  # characters of received text in a tool tip


def spoken(turn: Turn, chips: Iterable[TagChip], doubts: int = 0) -> str:
    """A row for a screen reader: ``3, A: text, stance favor, 2 repairs``."""
    text = turn.text if len(turn.text) <= _SPOKEN else f"{turn.text[:_SPOKEN]}…"
    who = f"{turn.position + 1}, {turn.speaker}: " if turn.speaker else f"{turn.position + 1}: "
    parts = [
        who + text,
        *(chip.spoken for chip in chips),
        *(flag.text for flag in flags_of(turn, doubts)),
        *mark_words(turn),
    ]
    return ", ".join(parts)


def copied(turns: Iterable[Turn]) -> str:
    """Turns for the clipboard, one after the other as ``speaker: text``."""
    return "\n".join(f"{turn.speaker}: {turn.text}" if turn.speaker else turn.text for turn in turns)


def visible(text: str) -> str:
    """The text with what cannot be seen written as code points."""
    shown = "".join(
        char if char.isprintable() and char != "\xa0" else f"⟨U+{ord(char):04X}⟩" for char in text[:_SHOWN]
    )
    return shown + ("…" if len(text) > _SHOWN else "")


def who_decided(step: RepairStep, name_of: NameOf | None = None) -> str:
    """Who decided about a step and when; "" for nobody."""
    if not step.annotator:
        return ""
    name = name_of(step.annotator) if name_of is not None else ""
    translate = QCoreApplication.translate
    if step.kind == "person":
        words = translate("TurnList", "Typed by {name}, {at}")
    else:
        words = translate("TurnList", "Decided by {name}, {at}")
    return words.format(name=name or translate("TurnList", "a person"), at=step.at[:10])


def _step_lines(step: RepairStep, name_of: NameOf | None) -> list[str]:
    translate = QCoreApplication.translate
    decided = [line for line in (who_decided(step, name_of),) if line]
    if step.kind == "damage" and step.before == step.after:
        return [
            translate("TurnList", "Damaged, not repaired: {text}").format(text=visible(step.before)),
            translate("TurnList", "Reason: {reason}").format(reason=repair_reason(step.reason)),
            *decided,
        ]
    lines = [
        translate("TurnList", "Received: {text}").format(text=visible(step.before) or "–"),
        translate("TurnList", "Repaired: {text}").format(text=visible(step.after) or "–"),
        *decided,
    ]
    if step.proposal is not None:
        proposed = visible(step.proposal) or "–"
        lines.append(translate("TurnList", "The engine’s proposal: {text}").format(text=proposed))
    if step.kind == "person":
        return lines
    lines += [
        translate("TurnList", "Reason: {reason}").format(reason=repair_reason(step.reason)),
        translate("TurnList", "Confidence: {share}").format(share=f"{step.confidence:.0%}"),
    ]
    others = [f"{visible(text)} {share:.0%}" for text, share in step.alternatives[1:4]]
    if others:
        lines.append(translate("TurnList", "Or: {others}").format(others=", ".join(others)))
    return lines


def mark_line(mark: TextMark, name_of: NameOf | None = None) -> str:
    """A repair on one line: what became of what, how sure, by which code pages, who decided."""
    step = mark.step
    if step is None:
        return ""
    was, now = visible(step.before) or "–", visible(step.after) or "–"
    parts = [was if step.before == step.after else f"{was} → {now}"]
    if step.kind != "person":
        damaged = mark.kind == "damage"
        damage = QCoreApplication.translate("TurnList", "damaged, not repaired")
        parts += [damage if damaged else f"{step.confidence:.0%}", repair_reason(step.reason)]
    return "  ·  ".join(part for part in (*parts, who_decided(step, name_of)) if part)


def mark_tip(mark: TextMark, name_of: NameOf | None = None) -> str:
    """What the tool tip over a mark says; ``name_of`` knows people by their keys."""
    if mark.step is not None:
        return "\n".join(_step_lines(mark.step, name_of))
    words = QCoreApplication.translate("TurnList", "Words seem to be missing here ({reason})")
    return words.format(
        reason=QCoreApplication.translate("TurnList", str(_GAPS.get(mark.reason, mark.reason)))
    )
