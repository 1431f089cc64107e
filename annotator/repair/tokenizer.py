"""Turns text into the tokens the language model counts, and characters into their numbers.

Text with Chinese or Japanese characters is *collapsed*: spaces go, a Latin word or a number
is one token, half-width punctuation counts as full-width, traditional characters as
simplified ones. Any other text stays as it is but for its numbers.
"""

from __future__ import annotations

import re

UNKNOWN, BOUNDARY, LATIN, DIGITS, EMOJI = range(5)
FIRST_CHARACTER = 5

#: Private characters that stand for the special tokens in tokenized text.
SPECIAL = {"\ue000": BOUNDARY, "\ue001": LATIN, "\ue002": DIGITS, "\ue003": EMOJI}

_LATIN = re.compile("[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’]*")
_DIGITS = re.compile("[0-9\uff10-\uff19]+(?:[.,:][0-9]+)*")
EMOJI_CLASS = "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_EMOJI = re.compile(f"{EMOJI_CLASS}[\ufe0f\u200d\U0001f3fb-\U0001f3ff]*")
_HIDDEN = re.compile("[ \t\u00a0\u3000\u200d\ufe0f]+")
HAN_OR_KANA = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")

WIDE = str.maketrans(',.?!:;()"', "，。？！：；（）”")


def collapsed(text: str) -> str:
    """One character per token, special tokens as private characters. Lines end in a boundary."""
    text = _DIGITS.sub("\ue002", _LATIN.sub("\ue001", text))
    return _HIDDEN.sub("", _EMOJI.sub("\ue003", text)).translate(WIDE).replace("\n", "\ue000")


def plain(text: str) -> str:
    """One character per token for text without Chinese or Japanese."""
    return _EMOJI.sub("\ue003", _DIGITS.sub("\ue002", text)).replace("\n", "\ue000")
