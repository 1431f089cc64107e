"""What can be done with repair steps: replay them, take them back, cut a repair in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.model import Repair, RepairStep


def replay(received: str, steps: Iterable[RepairStep]) -> str:
    """The repaired text that ordered ``steps`` make of ``received``.

    Raises ValueError where a step does not find its ``before`` at its place.
    """
    out = []
    at = 0
    for step in steps:
        if step.start < at or received[step.start : step.end] != step.before:
            raise ValueError(f"the step at {step.start} does not fit the received text")
        out += [received[at : step.start], step.after]
        at = step.end
    out.append(received[at:])
    return "".join(out)


def undo(text: str, steps: Iterable[RepairStep]) -> str:
    """The received text from which ordered ``steps`` made ``text``.

    Raises ValueError where a step does not find its ``after`` at its place.
    """
    out = []
    at = 0  # in the repaired text
    received_at = 0
    for step in steps:
        gap = step.start - received_at
        end = at + gap + len(step.after)
        if gap < 0 or text[at + gap : end] != step.after:
            raise ValueError(f"the step at {step.start} does not fit the repaired text")
        out += [text[at : at + gap], step.before]
        at = end
        received_at = step.end
    out.append(text[at:])
    return "".join(out)


def cut(repair: Repair, boundaries: Sequence[int]) -> list[Repair]:
    """One piece more than there are boundaries, which are rising offsets into ``repair.text``.

    Every piece has its own received and repaired text and its steps rebased; joined, the
    pieces give the whole again. A step across a boundary is divided: a damage mark where it
    is cut, any other so that the first part keeps all that was received and the second
    becomes an insertion. Raises ValueError for boundaries that fall or lie outside the text.
    """
    marks = [0, *boundaries, len(repair.text)]
    if any(a > b for a, b in zip(marks, marks[1:], strict=False)):
        raise ValueError("boundaries must rise and lie inside the repaired text")
    pieces = []
    pending = list(reversed(repair.steps))
    start = 0  # where the piece begins in the received text
    for text_start, text_end in zip(marks, marks[1:], strict=False):
        last = len(pieces) == len(boundaries)
        steps, end = _take(pending, start, text_end - text_start, last=last)
        pieces.append(
            replace(
                repair,
                received=repair.received[start:end],
                text=repair.text[text_start:text_end],
                steps=tuple(replace(s, start=s.start - start, end=s.end - start) for s in steps),
            )
        )
        start = end
    return pieces


def _take(pending: list[RepairStep], start: int, length: int, *, last: bool) -> tuple[list[RepairStep], int]:
    """Take from the reversed list the steps of the next ``length`` repaired characters.

    Returns them and the offset in the received text where the piece ends. A step that
    begins exactly at the end belongs to the next piece, if there is one.
    """
    steps: list[RepairStep] = []
    at = start
    while pending:
        step = pending[-1]
        ahead = step.start - at
        if ahead >= length and not last:
            break
        pending.pop()
        length -= ahead
        if len(step.after) > length:
            first, second = _divide(step, length)
            steps.append(first)
            pending.append(second)
            return steps, first.end
        steps.append(step)
        length -= len(step.after)
        at = step.end
    return steps, at + length


def _divide(step: RepairStep, length: int) -> tuple[RepairStep, RepairStep]:
    if step.kind == "damage":
        middle = step.start + length
        head, tail = step.before[:length], step.before[length:]
        return replace(step, end=middle, before=head, after=head), replace(
            step, start=middle, before=tail, after=tail
        )
    # Alternatives are for the whole, so neither half may claim them.
    return (
        replace(step, after=step.after[:length], alternatives=()),
        replace(step, start=step.end, before="", after=step.after[length:], alternatives=()),
    )


def compose(
    first: Sequence[RepairStep], second: Sequence[RepairStep], received: str, middle: str
) -> list[RepairStep]:
    """One list of steps for two passes: ``first`` made ``middle`` of ``received``, ``second`` goes on from there.

    Steps of the two that touch the same characters become one, except that a damage mark
    never hides what was repaired under it.
    """
    out: list[RepairStep] = []
    shift = 0  # offset in `received` minus offset in `middle`, left of the next first step
    queue = list(reversed(first))
    for step in second:
        while queue and _ends(queue[-1], shift) <= step.start:
            done = queue.pop()
            out.append(done)
            shift = done.end - _ends(done, shift)
        touched = []
        inner = shift
        while queue and queue[-1].start - inner < step.end:
            touched.append(queue.pop())
            inner = touched[-1].end - _ends(touched[-1], inner)
        if step.kind == "damage" and touched:
            out += touched
        elif touched:
            out.append(_merged(touched, step, shift, inner, received, middle))
        else:
            out.append(replace(step, start=step.start + shift, end=step.end + shift))
        shift = inner
    return [*out, *reversed(queue)]


def _ends(step: RepairStep, shift: int) -> int:
    """Where a first step's outcome ends in the middle text."""
    return step.start - shift + len(step.after)


def _merged(
    touched: list[RepairStep], step: RepairStep, shift: int, inner: int, received: str, middle: str
) -> RepairStep:
    # The middle text from where either begins to where either ends, with the second step applied.
    low = min(step.start, touched[0].start - shift)
    high = max(step.end, touched[-1].end - inner)
    start, end = low + shift, high + inner
    after = middle[low : step.start] + step.after + middle[step.end : high]
    alternatives = tuple(
        (middle[low : step.start] + text + middle[step.end : high], p) for text, p in step.alternatives
    )
    confidence = min(step.confidence, *(t.confidence for t in touched))
    reason = f"{touched[0].reason}, and before that {step.reason}"
    return RepairStep(start, end, received[start:end], after, step.kind, reason, confidence, alternatives)
