"""What speaks against a letter or quote where words are spelt: in text without Chinese or Japanese."""

from __future__ import annotations

from collections import Counter

from annotator.repair.lines import Line

#: All the characters that the model has never seen share one probability.
_STRANGER = -7.0
#: A letter that the text has nowhere else, neither small nor as a capital (tuned on nine languages).
_NEW_LETTER = -2.0
#: That says something in a text of so many letters.
_MANY_LETTERS = 500
#: A quote that opens where no word begins.
_ASTRAY = -5.0
_OPENING = frozenset("„‚“‘«‹")


class Spelling:
    """The letters of one text, read off what is sure of it."""

    def __init__(self, sure: str) -> None:
        letters = Counter(filter(str.isalpha, sure.lower()))
        self._letters = frozenset(letters) if letters.total() >= _MANY_LETTERS else frozenset()

    def prior(self, line: Line, at: int, text: str, *, known: bool) -> float:
        """What speaks against an option of a slot; ``known`` says that the model has seen it."""
        total = 0.0 if known else _STRANGER
        if self._letters and text.isalpha() and text.lower() not in self._letters:
            total += _NEW_LETTER
        if text[:1] in _OPENING and not (text[1:] + line.parts[at + 1])[:1].isalnum():
            total += _ASTRAY
        return total
