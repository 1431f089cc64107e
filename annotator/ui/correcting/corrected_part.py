"""Which part of a turn's text is corrected, and what was received there. Offsets are code points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.core.repair_steps import placed

if TYPE_CHECKING:
    from annotator.model import Turn

_WHOLE = 20_000  # characters of a turn that are shown at once
_AROUND = 5_000  # on either side of the caret in a longer one


def stretch_around(text: str, caret: int) -> tuple[int, int]:
    """What is shown for correction where nothing is selected: all of it, or what is near the caret."""
    if len(text) <= _WHOLE:
        return 0, len(text)
    return max(0, caret - _AROUND), min(len(text), caret + _AROUND)


def received_at(turn: Turn, start: int, end: int) -> str:
    """What was received where ``[start, end)`` of the turn's text stands now; whole repair steps."""
    shift = 0
    low = high = None
    for step, at, behind in placed(turn.steps):
        if low is None and behind > start:
            low = step.start if at < start else start - shift
        if high is None and at >= end:
            high = end - shift
        shift = behind - step.end
        if high is None and behind >= end:
            high = step.end
    low = start - shift if low is None else low
    high = end - shift if high is None else high
    return turn.received[low:high]
