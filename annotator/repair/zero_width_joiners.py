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

#: What stands before a joiner, and what behind it but for other emoji.
PEOPLE = f"{_FIGURES}{_PEOPLE}\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff\ufe0f"
SIGNS = "♂♀⚕⚖✈"

_BEFORE_GENDER = re.compile(f"[{_FIGURES}]{_TONE}\ufe0f?\\Z")
_BEFORE_TOOL = re.compile(f"[{_PEOPLE}]{_TONE}\\Z")
_BEFORE = {**dict.fromkeys("♂♀", _BEFORE_GENDER), **dict.fromkeys(_TOOLS, _BEFORE_TOOL)}
_LONGEST = 3  # characters that may stand before a joiner and belong to it
#: All signs and tools, and what lies between them: one range of emoji is looked for much faster than many.
_BEHIND = f"{SIGNS}\U0001f33e-\U0001f9b3"
#: The same behind what may lack one.
_NEAR = re.compile(f"[{_BEHIND}](?<=[{_FIGURES}{_PEOPLE}\U0001f3fb-\U0001f3ff\ufe0f].)")

_REASON = "emoji joiner cut"


def missing_joiners(text: str) -> list[RepairStep]:
    """A step for every joiner that is missing from the text: an insertion, nothing else."""
    if text.isascii():
        return []
    places = (
        match.start()
        for match in _NEAR.finditer(text)
        if (before := _BEFORE.get(match.group())) is not None
        and before.search(text, max(0, match.start() - _LONGEST), match.start())
    )
    return [RepairStep(at, at, "", "\u200d", "joiner", _REASON, 0.98) for at in places]
