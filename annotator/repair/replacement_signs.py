"""Signs that programs leave in the place of text: what stood there is gone, so they are marked, not repaired.

``锟斤拷`` are signs of lost bytes (U+FFFD in UTF-8) read as GBK; ``烫烫烫`` and ``屯屯屯`` are memory that
nobody had written to, filled by a compiler with 0xCC and 0xCD.
"""

from __future__ import annotations

import re

from annotator.model import RepairStep
from annotator.repair.lossless_repair import quoted

#: What is looked for, and how it came about. Two signs of lost bytes, six bytes, make three characters.
_SIGNS = (
    (re.compile("(?:锟斤拷)+(?:锟斤|锟\ufffd|锟)?|斤拷(?:锟斤拷)+"), "signs of lost bytes read as gb18030"),
    (re.compile("烫{3,}|屯{3,}"), "memory without text read as gb18030"),
)
_ANY = re.compile("锟斤拷|烫烫烫|屯屯屯")
_RARE = "锟烫屯"  # to look for a character by itself takes a tenth of the time
#: How sure it is that nobody wrote this on purpose.
_SURE = 0.95


def known_damage(text: str) -> list[RepairStep]:
    """A mark for each of these signs in a text, in order; what is quoted is talked about, not damage."""
    if not any(sign in text for sign in _RARE) or not _ANY.search(text):
        return []
    found = [
        RepairStep(m.start(), m.end(), m.group(), m.group(), "damage", f"{reason}, not repaired", _SURE)
        for pattern, reason in _SIGNS
        for m in pattern.finditer(text)
        if not quoted(text, m.start(), m.end())
    ]
    return sorted(found, key=lambda step: step.start)
