"""Puts back the zero width joiners that were cut from emoji: 🧙♂️ becomes 🧙‍♂️.

Only where two emoji side by side are one with the joiner and odd without it: a person with
a sign of gender, a person with the tool of a trade.
"""

from __future__ import annotations

import re

from annotator.model import RepairStep

_TONE = "[\U0001f3fb-\U0001f3ff]?"
#: People and figures that Unicode joins with a sign of gender.
_FIGURES = (
    "⛹🏃🏄🏊🏋🏌👮👯👰👱👳👷💁💂💆💇🕴🕵🙅🙆🙇🙋🙍🙎🚣🚴🚵🚶🤦🤵🤷🤸🤹🤼🤽🤾🦸🦹🧍🧎🧏🧔🧖🧗🧘🧙🧚🧛🧜🧝🧞🧟"
)
_PEOPLE = "👨👩🧑"
#: What Unicode joins with a person to name a trade or a way of going about.
_TOOLS = "⚕⚖✈🌾🍳🍼🎄🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦯🦼🦽🦰🦱🦲🦳"

_CUT = re.compile(f"[{_FIGURES}]{_TONE}\ufe0f?(?=[♂♀])|[{_PEOPLE}]{_TONE}(?=[{_TOOLS}])")
_SIGNS = re.compile(f"[♂♀{_TOOLS}]")

_REASON = "emoji joiner cut"


def missing_joiners(text: str) -> list[RepairStep]:
    """A step for every joiner that is missing from the text: an insertion, nothing else."""
    if text.isascii() or not _SIGNS.search(text):
        return []
    return [
        RepairStep(match.end(), match.end(), "", "\u200d", "joiner", _REASON, 0.98)
        for match in _CUT.finditer(text)
    ]
