"""Steps that are less sure than each of them looks, for what stands beside them once all of them are made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from annotator.core.repair_steps import placed
from annotator.model import RepairStep

#: A Latin letter with an accent beside one of another alphabet: no word is of two.
_OF_TWO = re.compile("[\u00c0-\u024f](?=[\u0370-\u06ff])|(?<=[\u0370-\u06ff])[\u00c0-\u024f]")
#: What still looks like a letter of UTF-8 that was misread.
_STILL_MISREAD = re.compile("[ÂÃ][\u00a1-\u00bf]")
_HARDLY = 0.5
#: What was read twice, in lines of which so many steps are doubts.
_TWICE, _HALF = ", then ", 0.5
_NOT_SURE = 0.84


def with_doubts(steps: Sequence[RepairStep], text: str, threshold: float) -> list[RepairStep]:
    """The steps, those less sure that make words of two alphabets, leave some misread, or were read twice
    among doubts.

    ``text`` is what the steps make.
    """
    out = list(steps)
    for at, (step, low, high) in enumerate(placed(steps)):
        if step.before == step.after:
            continue
        near = max(0, low - 1)
        if _OF_TWO.search(text, near, high + 1) or _STILL_MISREAD.search(text, near, high):
            out[at] = replace(step, confidence=min(step.confidence, _HARDLY))
    if not any(_TWICE in step.reason for step in out):
        return out
    lines: dict[int, list[int]] = {}
    for at, (step, low, _) in enumerate(placed(steps)):
        if step.before != step.after:
            lines.setdefault(text.rfind("\n", 0, low), []).append(at)
    for places in lines.values():
        if sum(out[at].confidence < threshold for at in places) >= _HALF * len(places):
            for at in places:
                out[at] = replace(out[at], confidence=min(out[at].confidence, _NOT_SURE))
    return out
