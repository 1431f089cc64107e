"""What speaks against a letter or quote where words are spelt: in text without Chinese or Japanese."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from annotator.plausibility import LANGUAGES, is_frequent, pair_cost, word_cost
from annotator.repair.damaged_line import Line
from annotator.repair.east_asian import likelihood
from annotator.repair.language_model import LanguageModel

#: All the characters that the model has never seen share one probability.
_STRANGER = -7.0
#: A letter that the text has nowhere else, neither small nor as a capital (tuned on nine languages).
_NEW_LETTER = -2.0
#: That says something in a text of so many letters.
_MANY_LETTERS = 500
#: A quote that opens where no word begins.
_ASTRAY = -5.0
_OPENING = frozenset("„‚“‘«‹")
#: How much pairs of letters of the text's language count beside the model; and how much where it knows the
#: language: where it finds the text so likely, in natural logarithms a character.
_PAIRS, _PAIRS_OF_KNOWN, _KNOWN = 1.5, 0.6, -5.3
#: So much of the text tells that, in characters.
_ENOUGH = 500
#: No pair of letters says more than this against an option, in nats.
_MOST = 8.0
#: What speaks for an option that makes one of the commonest words, in the same measure.
_FREQUENT = 8.0
_LETTERS_BEFORE, _LETTERS_BEHIND = re.compile(r"[^\W\d_]+$"), re.compile(r"^[^\W\d_]+")
_LONGEST = 12
_WORD = re.compile(r"[^\W\d_]{2,}")
#: So many words tell the language, which must make them as cheap as this, in nats a letter.
_WORDS, _PLAUSIBLE = 400, 3.6
_LANGUAGES = tuple(dict.fromkeys(language for of in LANGUAGES.values() for language in of))


#: What speaks against signs, marks and digits of a script right beside its letters.
_SIGN = 16.0
#: Signs with the first bytes of Latin letters that no word holds.
_LATIN_SIGNS = frozenset("×÷¡¦¬¯±¶¿¼½¾")
#: What speaks against a small letter in a word in capitals, or a capital behind a small letter; and against a
#: small one where a sentence begins.
_OTHER_CASE, _BEGINS_SMALL = -20.0, -1.5
_HEAD = 8
_BEGINNING = re.compile(r"(?:^|[.!?:]\s+|\s[-–—] )[¿¡\"“«]?$")
_TWO_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{2}$")
#: So many capitals, and no other letters, make a line one in capitals.
_CAPITALS = 3
#: What Vietnamese letters carry behind their own form, as its tables count them.
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@lru_cache(maxsize=64)
def language_of(text: str) -> str:
    """The language in which the words of a text are likeliest, of those with counted pairs; "" for none."""
    words = Counter(_WORD.findall(text)[:_WORDS])
    letters = sum((len(word) + 1) * count for word, count in words.items())
    costs = [
        (sum(word_cost(_spelt(word, language), language) * count for word, count in words.items()), language)
        for language in _LANGUAGES
    ]
    cost, best = min(costs)
    return best if letters and cost <= _PLAUSIBLE * letters else ""


def _is_sign(char: str) -> bool:
    """Whether a character of two bytes is no letter; signs that stand beside those of any language aside."""
    return ("\u0300" <= char < "\u0800" and not char.isalpha()) or char in _LATIN_SIGNS


@lru_cache(maxsize=20_000)
def _spelt(text: str, language: str) -> str:
    """Text as the table of a language has it: Vietnamese with its tones behind the letters."""
    if language != "vi":
        return text
    out = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        out.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)))
        out += [part for part in parts if part in _TONES]
    return "".join(out)


class Spelling:
    """The letters of one text, and its language, read off what is sure of it."""

    def __init__(self, sure: str, model: LanguageModel) -> None:
        self._language = language_of(sure)
        known = likelihood(model, sure[:_ENOUGH]) >= _KNOWN
        self._heard = _PAIRS_OF_KNOWN if known else _PAIRS
        letters = Counter(filter(str.isalpha, sure.lower()))
        self._letters = frozenset(letters) if letters.total() >= _MANY_LETTERS else frozenset()
        self._in_capitals: dict[int, bool] = {}  # by line

    def prior(self, line: Line, at: int, text: str, *, known: bool) -> float:
        """What speaks against an option of a slot; ``known`` says that the model has seen it."""
        total = 0.0 if known else _STRANGER
        if self._letters and text.isalpha() and text.lower() not in self._letters:
            total += _NEW_LETTER
        total += self._case(line, at, text)
        total -= self._heard * self._pairs(line, at, text)
        if text[:1] in _OPENING and not (text[1:] + line.parts[at + 1])[:1].isalnum():
            total += _ASTRAY
        return total

    def _case(self, line: Line, at: int, text: str) -> float:
        """What speaks against a letter that is small among capitals, or a capital among small ones."""
        letter, head, behind = text[:1], line.parts[at][-_HEAD:], (text[1:] + line.parts[at + 1][:1])[:1]
        if letter.isupper():
            return _OTHER_CASE if head[-1:].islower() else 0.0
        if not letter.islower() or behind.islower():
            begins = _BEGINNING.search(head if at == 0 and len(head) < _HEAD else f"x{head}")
            return _BEGINS_SMALL if letter.islower() and begins else 0.0
        in_capitals = behind.isupper() or _TWO_CAPITALS.search(head)
        if in_capitals or (not head[-1:].islower() and self._is_in_capitals(line)):
            return _OTHER_CASE
        return 0.0

    def _is_in_capitals(self, line: Line) -> bool:
        """Whether what is sure of a line is in capitals, but for the mark of who speaks."""
        known = self._in_capitals.get(id(line))
        if known is None:
            letters = [char for part in line.parts for char in part if char.isalpha()]
            known = len(letters) >= _CAPITALS and all(not char.islower() for char in letters)
            self._in_capitals[id(line)] = known
        return known

    def _pairs(self, line: Line, at: int, text: str) -> float:
        """What an option costs with the letters around it, in nats; lost neighbours say nothing."""
        before = line.parts[at][-1:] or ("" if at else " ")
        behind = line.parts[at + 1][:1] or ("" if at + 1 < len(line.slots) else " ")
        if _is_sign(text[0]) and ((before or "a").isalpha() or behind.isalpha()):
            return _SIGN
        if not self._language:
            return 0.0
        return sum(
            min(_MOST, pair_cost(first, second, self._language))
            for first, second in pairwise(_spelt(f"{before}{text}{behind}", self._language))
        ) - _FREQUENT * self.is_word(line, at, text)

    def is_word(self, line: Line, at: int, text: str, least: int = 1) -> bool:
        """Whether an option makes a word of the language's commonest, with what is sure around it.

        Shorter ones than ``least`` letters do not count.
        """
        head = "".join(_LETTERS_BEFORE.findall(line.parts[at][-_LONGEST:]))
        tail = "".join(_LETTERS_BEHIND.findall(line.parts[at + 1][:_LONGEST]))
        lost = (head == line.parts[at] and at) or (tail == line.parts[at + 1] and at + 1 < len(line.slots))
        word = f"{head}{text}{tail}".lower()
        return not lost and len(word) >= least and is_frequent(word, self._language)
