"""What speaks for a candidate apart from the words around it: script, kind, partner, popularity."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log

from annotator.repair.language_model import LanguageModel
from annotator.repair.tokenizer import EMOJI_CLASS

#: All in natural logarithms.
_OTHER_SCRIPT = (-9.0, -4.0)  # at least and at most, by how much of the text is in it
_INVISIBLE = -25.0
_FULL_WIDTH = -6.0
_RARE_BLOCK = -12.0
_UNPAIRED = -4.0
_MAYBE_PAIRED = -1.0
#: What speaks for brackets that others wait for, all places together that may hold one.
_WAITED_FOR = 8.0
_SELDOM = -1.5
_EMOJI_IN_CHAT = 9.0  # the texts the model has learnt from hold hardly any
_FIRST_EMOJI = "\u2300"  # signs before that, as ‼ and ™, are seldom meant as emoji
_SAME_AGAIN = 3.0
_NEARBY = 1.2

_INVISIBLE_CHARACTERS = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\u2000\u2001\u2002\u2003\u2028\u2029\ufeff"
)
_SELDOM_WIDE = frozenset("－．＜＞")
_FULL_WIDTH_LETTER = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
#: Characters of blocks that running text seldom visits: forms for old encodings, historic and private signs.
_RARE = re.compile(
    "[\u2004-\u200a\u2010\u2011\u201a\u201f\u2020\u2021\u2024\u2025\u2027-\u202f\u2032-\u218f\u2194-\u21ff\u2200-\u221d\u221f-\u225f"
    "\u2261-\u2263\u2266-\u245f\u2474-\u24ff\u2500-\u259f\u25a2-\u25b1\u25b4-\u25bb\u25be-\u25c5\u25c8-\u25ca\u25cc\u25cd\u25d0-\u25ff\u2800-\u2b4f\u2b56-\u2fff"
    "\u3004\u3012-\u3013\u301d-\u303f\u31f0-\u33ff\u3400-\u4dbf"
    "\ua000-\uabff\ue000-\uf8ff\uf900-\uff00\uff3b-\uff40\uff5b-\uff5d\uff61-\uffef"
    "\U00010000-\U0001efff\U00020000-\U0010ffff]"
)
_EMOJI = re.compile(EMOJI_CLASS)
PARTNERS = {
    "「": "」",
    "『": "』",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "“": "”",
    "〔": "〕",
    "‘": "’",
    "＜": "＞",
}
_OPENS = {closing: opening for opening, closing in PARTNERS.items()}

#: Emoji people use most, in falling order; the rest share what is left.
POPULAR = (
    "😂❤😍🤣😊🙏💕😭😘👍😅👏😁♥🔥💔💖💙😢🤔😆🙄💪😉☺👌🤗💜😔😎😇🌹🤦🎉‼💞✌✨🤷😱😌🌸🙌😋💗💚😏💛🙂💓🤩😄😀🖤😃💯🙈👇🎶😒🤭❣❗"
    "🥰🥺💡🚀🌟💭🌱🎯📚🎬🤖🎨💻🌍📝🍕☕🎭🏃📖🎓🎵🧠🤝📱🌊🎮🍜🎥🏆🔍🌈⭐🌿📈👀💬🍃🥳😴🎁🐱🐶🍀🌙☀🎧🎤📷✈🏠🚗⚡💎🍔🍰🍎🍷🍵🥐🐼🎸⚽🏀🎲🧘🧩🔑🔬🧪"
)
_RANK = {char: rank for rank, char in enumerate(POPULAR)}


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known about a whole text before its slots are filled."""

    traditional: bool | None  # None where both or neither kind of characters stands
    emoji: Counter[str]
    other_script: float = _OTHER_SCRIPT[1]  # what speaks against characters of the other kind


def setting(model: LanguageModel, sure: str) -> Setting:
    """Read the setting off the characters that are sure."""
    counts = Counter(sure)
    old = sum(n for c, n in counts.items() if ord(c) in model.simplified)
    new = sum(n for c, n in counts.items() if c in model.with_traditional)
    traditional = None if max(old, new) < 3 * min(old, new) or old == new else old > new
    seldom = log((min(old, new) + 1) / (max(old, new) + 2))
    return Setting(
        traditional,
        Counter({c: n for c, n in counts.items() if _EMOJI.match(c)}),
        min(_OTHER_SCRIPT[1], max(_OTHER_SCRIPT[0], seldom)),
    )


def joins(before: str, behind: str) -> bool:
    """Whether a zero width joiner would stand between two emoji here."""
    return bool(_EMOJI.search(before[-2:]) and _EMOJI.match(behind))


def prior(model: LanguageModel, known: Setting, char: str) -> float:
    """What speaks for one character wherever it stands."""
    first = char[:1]
    total = 0.0
    if known.traditional is not None:
        old = ord(first) in model.simplified
        if (first in model.with_traditional and not old) if known.traditional else old:
            total += known.other_script
    if first in _INVISIBLE_CHARACTERS:
        total += _INVISIBLE
    elif first in _SELDOM_WIDE:
        total += _SELDOM
    elif _FULL_WIDTH_LETTER.match(first):
        total += _FULL_WIDTH
    elif first in model.emoji and first >= _FIRST_EMOJI:
        total += _EMOJI_IN_CHAT + popularity(first)
    elif first >= "\U0001f000" or _EMOJI.match(first) or _RARE.match(first):
        total += _RARE_BLOCK
    return total


def popularity(emoji: str) -> float:
    """Logarithm of the share of an emoji among all that are used, after the usual law of ranks."""
    rank = _RANK.get(emoji)
    return -log(rank + 10) if rank is not None else -log(len(POPULAR) * 8)


def nearby(model: LanguageModel, known: Setting, emoji: str, around: str) -> float:
    """What the same emoji elsewhere in the text and words about it close by say for it."""
    total = _SAME_AGAIN if known.emoji[emoji] else 0.0
    low = around.lower()
    return total + _NEARBY * min(
        2, sum(1 for word in model.emoji.get(emoji, ()) if len(word) > 1 and word in low)
    )


def is_emoji(char: str) -> bool:
    """Whether the text begins with an emoji."""
    return bool(_EMOJI.match(char))


BRACKETS = re.compile(f"[{''.join(_OPENS)}{''.join(PARTNERS)}]")


def pairing(
    char: str, sure: tuple[Counter[str], Counter[str]], held: tuple[Counter[str], Counter[str]]
) -> float:
    """Whether a bracket or quote would find its partner in the line.

    ``sure`` are the brackets that stand before and behind it, ``held`` those that damaged
    characters before and behind it may hold. Above zero where its partner stands there without one.
    """
    closes = char in _OPENS
    if not closes and (char not in PARTNERS or char in "（“‘"):
        return 0.0
    partner = _OPENS[char] if closes else PARTNERS[char]
    there, beyond = sure if closes else sure[::-1]
    if there[partner] <= there[char]:
        maybe = there[partner] + held[0 if closes else 1][partner] > there[char]
        return _MAYBE_PAIRED if maybe else _UNPAIRED
    waiting = there[partner] - there[char] - beyond[char] + beyond[partner]
    places = 1 + held[0][char] + held[1][char]
    return max(0.0, _WAITED_FOR - log(places / waiting)) if waiting > 0 else 0.0
