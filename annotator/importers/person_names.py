"""Whether words in a speaker's place look like a name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from annotator.importers.line_times import DIRECTIONS

_LONGEST = 60  # characters
_MOST_WORDS = 7
_LONGEST_TITLE, _MOST_TITLED = 130, 4  # characters with a title, and words of the name before it
_TITLE_WORDS = frozenset(("of", "and", "&", "the", "for", "in", "at", "de", "von", "to", "-", "–"))
_NAMES_KEPT = 1_024  # that were looked at last
_MOST_HAN = 8  # Chinese characters in a row
_PHONE = re.compile(r"~?\s*\+?\(?\d[\d\s().\-\u2010-\u2015]{6,}\Z")
_BRACKET = re.compile(r"\s*[(\[（【][^()\[\]（）【】]{1,30}[)\]）】]")
_SENTENCE = re.compile(r"[?!;。！？；，、…\"“”]|\.{2}|[^\W\d_]{5,}\.(?:\s|\Z)")
_CLAUSE = re.compile(r"[？！；，、。…]")  # what ends or divides a sentence in Chinese
_NO_NAMES = re.compile(
    r"(?:\d+[.)]?|[\[(]\d+[\])])\s+[^\W\d_]|(?:\d{1,2}\s+)?[^\W\d_]{3,9}\.?\s+\d{1,2},?\s+\d{4}\Z|\d{1,2}\.?\s[^\W\d_]{3,9}\s\d{4}\Z"
)  # numbers of lines before names, and dates
_HAN = re.compile(rf"[\u3400-\u9fff\uf900-\ufaff]{{{_MOST_HAN + 1},}}")
_MARKS = re.compile(f"[{DIRECTIONS}]")
_SOUND = re.compile(
    r"\b(?:music|applause|laugh\w*|cheer\w*|sigh\w*|gasp\w*|sob\w*|cough\w*|whisper\w*|groan\w*|chuckl\w*"
    r"|scream\w*|cry\w*|sing\w*|inaudible|crosstalk|silence|pause|noise|foreign|playing|ringing|barking"
    r"|音乐|掌声|笑声|笑|musik|applaus|gelächter|musique|rires|música|risas|aplausos|musica|risate)\b",
    re.IGNORECASE,
)
_PARTICLE_WORDS = """
van von der den de del della di da dos das do du la le les el al bin ibn binti ben bar y e und and et zu zum
zur ter ten te af av of the op in i och og ja d' l' o' st st. jr jr. sr sr. dr dr. mr mr. mrs mrs. ms ms.
prof prof.
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())


@lru_cache(maxsize=_NAMES_KEPT)
@lru_cache(maxsize=_NAMES_KEPT)
def clean(name: str) -> str:
    """A name without marks of direction, and with one blank where there were several."""
    return " ".join(_MARKS.sub("", name).split())


@lru_cache(maxsize=_NAMES_KEPT)
def looks_like_name(text: str) -> bool:
    """Whether all words have capital letters, or scripts without them; particles and signs may stand between.

    Telephone numbers, ``Ilse & Bram``, ``Interviewer (F)``, ``~ Anna``, ``SPEAKER_00``, ``王老师`` do;
    what has the punctuation of a sentence, or lower-case words, does not.
    """
    text = clean(text)
    if _PHONE.match(text) or ("," in text and _is_titled(text)):
        return True
    if not text or len(text) > _LONGEST:
        return False
    if _NO_NAMES.match(text):
        return False
    text = _BRACKET.sub("", text) or text
    if _SENTENCE.search(text) or _HAN.search(text) or text.count(",") > 1:
        return False
    words = text.split()
    if len(words) > _MOST_WORDS or not all(map(_may_stand, words)):
        return False
    return any(_names(word) and any(map(str.isalpha, word)) for word in words)


def _is_titled(text: str) -> bool:
    """Whether a full name stands there with what somebody is: ``Anna Vos, Head of Sales, Lamps Inc.``"""
    name, _, titles = text.partition(",")
    words = titles.replace(",", " ").split()
    if len(text) > _LONGEST_TITLE or not words or not 1 < len(name.split()) <= _MOST_TITLED:
        return False
    named = all(_names(word) and word[:1].isalpha() for word in name.split())
    return named and all((_names(word) and word[:1].isalpha()) or word in _TITLE_WORDS for word in words)


def base_of(name: str) -> str:
    """A name without what stands between brackets in it: ``Walker`` of ``(applause) Walker``."""
    return clean(_BRACKET.sub("", name))


def is_no_name(text: str) -> bool:
    """Whether a text is a date, or begins with the number of its line."""
    return _NO_NAMES.match(clean(text)) is not None


def is_sound(text: str) -> bool:
    """Whether words between brackets say what is heard rather than who speaks: ``[Music]``, ``(lacht)``."""
    return _SOUND.search(text) is not None


def is_nick(text: str) -> bool:
    """Whether a text is one word of letters, digits and signs, in lower case: ``anna_92``."""
    text = clean(text)
    if not text or len(text) > _LONGEST // 2 or any(char.isspace() for char in text):
        return False
    return not is_clause(text)


def is_clause(text: str) -> bool:
    """Whether a text is part of a sentence in Chinese, which has no blanks: long, or with a comma."""
    return _HAN.search(text) is not None or _CLAUSE.search(text) is not None


def _may_stand(word: str) -> bool:
    return word.casefold() in _PARTICLES or _names(word) or not any(char.isalnum() for char in word)


def _names(word: str) -> bool:
    """Whether the first letter or digit of a word is none in lower case."""
    first = next((char for char in word if char.isalnum()), "")
    return bool(first) and unicodedata.category(first) != "Ll"
