"""Filters on turns as a person writes them, and where a turn's text fits one.

The text form is a line of words and conditions::

    remote work speaker:A label:stance.favor untagged:topic lang:zh is:switched doubt:<0.9
    /colou?r/ is:flagged in:"fbb92f20e8a1d2c34b5e"

Words are looked for as they stand, together; quotes keep what would be read as something else. Folding
(:func:`fold`) makes width and case irrelevant and keeps the way back to the text's own characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import regex

from annotator.errors import UserError
from annotator.model import TurnFilter

REGEX_PATIENCE = 2.0  # seconds a regular expression may take on one turn
_HIT_LIMIT = 2_000  # hits marked in one turn

# Characters that belong to the one before them, where a font and a person see one character.
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f\u3099\u309a"
_HAS_MARK = re.compile(f"[{_MARKS}]")
_CLUSTER = re.compile(f"[^{_MARKS}]?[{_MARKS}]*", re.DOTALL)


class _Folded(dict[int, str]):
    """What each character is folded to, found when it is first met."""

    def __missing__(self, char: int) -> str:
        found = self[char] = _fold_piece(chr(char))
        return found


def _fold_piece(piece: str) -> str:
    return unicodedata.normalize("NFKC", piece).casefold()


_FOLDED = _Folded()


def fold(text: str) -> str:
    """What texts have in common that differ in width, case, or in how an accent is written.

    Unicode NFKC and case folding, character by character (a base character with its combining marks
    counts as one), so that every folded character comes from a place in the text.
    """
    if text.isascii():
        return text.lower()
    if _HAS_MARK.search(text) is None:
        return text.translate(_FOLDED)
    return "".join(_fold_piece(piece) for piece in _CLUSTER.findall(text))


def _fold_with_places(text: str) -> tuple[str, list[int], list[int]]:
    """The folded text, and for each of its characters where what it came from begins and ends."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(text):
        piece = _fold_piece(match[0])
        folded.append(piece)
        starts += [match.start()] * len(piece)
        ends += [match.end()] * len(piece)
    return "".join(folded), starts, ends


@lru_cache(maxsize=32)
def compiled(pattern: str) -> Any:
    """A filter's regular expression, case apart. Raises UserError, with the place, where it is none."""
    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)
    except (regex.error, RecursionError, OverflowError) as error:
        place = getattr(error, "pos", None)
        where = f" at character {place + 1}" if isinstance(place, int) else ""
        message = getattr(error, "msg", None) or str(error)
        raise UserError(
            "This is not a regular expression",
            f"{message}{where}",
            "Correct it, or search for the text as it stands",
        ) from error


def _too_slow() -> UserError:
    return UserError(
        "The regular expression takes too long",
        f"on one turn it was not done after {REGEX_PATIENCE:g} seconds",
        "Avoid repetitions inside repetitions",
    )


def matcher(wanted: TurnFilter) -> Callable[[str], bool]:
    """Whether a text holds what the filter looks for in it. Raises UserError, as :func:`compiled` does.

    What is returned raises UserError for a regular expression that takes time without end.
    """
    if not wanted.text:
        return lambda _: True
    if not wanted.regex:
        needle = fold(wanted.text)
        return lambda text: needle in fold(text)
    pattern = compiled(wanted.text)

    def found(text: str) -> bool:
        try:
            return pattern.search(text, timeout=REGEX_PATIENCE) is not None
        except TimeoutError as error:
            raise _too_slow() from error

    return found


def hits(wanted: TurnFilter, text: str) -> tuple[tuple[int, int], ...]:
    """Where a text fits the filter's words: start and end in code points, in order, at most 2,000.

    Empty matches of a regular expression are left out. Raises UserError as :func:`matcher` does.
    """
    if not wanted.text:
        return ()
    if wanted.regex:
        return _regex_hits(wanted.text, text)
    needle = fold(wanted.text)
    folded, starts, ends = _fold_with_places(text)
    found: list[tuple[int, int]] = []
    at = folded.find(needle) if needle else -1
    while at >= 0 and len(found) < _HIT_LIMIT:
        found.append((starts[at], ends[at + len(needle) - 1]))
        at = folded.find(needle, at + len(needle))
    return tuple(found)


def _regex_hits(pattern: str, text: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    try:
        for match in compiled(pattern).finditer(text, timeout=REGEX_PATIENCE):
            if match.end() > match.start():
                found.append(match.span())
            if len(found) >= _HIT_LIMIT:
                break
    except TimeoutError as error:
        raise _too_slow() from error
    return tuple(found)


# --- the text form ----------------------------------------------------------------------

# Conditions that list values, by their word.
_LISTS = {
    "speaker": "speakers",
    "label": "labels",
    "by": "annotators",
    "lang": "languages",
    "in": "dialogues",
}
# Conditions that hold or not: is:word.
_STATES = {
    "uncertain": "uncertain",
    "switched": "switched",
    "gap": "gaps",
    "flagged": "flagged",
    "bookmarked": "bookmarked",
    "noted": "noted",
}
_PIECE = re.compile(
    r'/(?P<regex>(?:[^/\\]|\\.)+)/(?=\s|$)|(?P<word>(?:[^\s"]|"(?:[^"\\]|\\.)*")+(?=\s|$))|(?P<rest>\S)',
    re.DOTALL,
)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_CONDITION = re.compile(r"([a-z]+):(.*)", re.DOTALL)
_WORDS = {*_LISTS, "untagged", "doubt", "is"}


def parse(line: str) -> TurnFilter:
    """The filter that a line describes; an empty line wants every turn.

    Raises UserError, naming the place, for what is no condition.
    """
    wanted = TurnFilter()
    words: list[str] = []
    for piece in _PIECE.finditer(line):
        if piece["rest"] is not None:
            raise _unreadable("a quotation mark has no partner", line.index('"', piece.start()))
        if piece["regex"] is not None:
            if wanted.text:
                raise _unreadable("there can be one regular expression", piece.start())
            wanted = replace(wanted, text=piece["regex"].replace("\\/", "/"), regex=True)
            continue
        condition = _CONDITION.fullmatch(piece["word"])
        if condition is None or condition[1] not in _WORDS:
            words.append(_unquoted(piece["word"]))
        else:
            wanted = _with(wanted, condition[1], _unquoted(condition[2]), piece.start())
    if words and wanted.regex:
        raise _unreadable("words and a regular expression cannot be looked for together", 0)
    return replace(wanted, text=" ".join(words)) if words else wanted


def _with(wanted: TurnFilter, word: str, value: str, at: int) -> TurnFilter:
    if not value:
        raise _unreadable(f"“{word}:” wants a value", at)
    if word in _LISTS:
        before: tuple[str, ...] = getattr(wanted, _LISTS[word])
        return replace(wanted, **{_LISTS[word]: (*before, value)})  # type: ignore[arg-type]  # all are tuples
    if word == "untagged":
        return replace(wanted, untagged=value)
    if word == "is":
        if value not in _STATES:
            raise _unreadable(f"“is:{value}” is none of {', '.join(f'is:{each}' for each in _STATES)}", at)
        return replace(wanted, **{_STATES[value]: True})  # type: ignore[arg-type]  # all of these are bools
    try:
        limit = float(value.removeprefix("<"))
    except ValueError:
        limit = -1.0
    if not 0 <= limit <= 1:
        raise _unreadable(f"“doubt:{value}” wants a confidence between 0 and 1, as doubt:<0.9", at)
    return replace(wanted, doubts_below=limit)


def text_of(wanted: TurnFilter) -> str:
    """The line that describes a filter; :func:`parse` reads it back."""
    parts: list[str] = []
    if wanted.text and wanted.regex:
        parts.append(
            "/" + re.sub(r"(\\.)|/", lambda match: match[1] or "\\/", wanted.text, flags=re.DOTALL) + "/"
        )
    elif wanted.text:
        parts.append(_quoted(wanted.text, words=True))
    for word, field in _LISTS.items():
        parts += [f"{word}:{_quoted(value)}" for value in getattr(wanted, field)]
    if wanted.untagged:
        parts.append(f"untagged:{_quoted(wanted.untagged)}")
    if wanted.doubts_below is not None:
        parts.append(f"doubt:<{wanted.doubts_below!r}")
    parts += [f"is:{word}" for word, field in _STATES.items() if getattr(wanted, field)]
    return " ".join(parts)


def _unquoted(text: str) -> str:
    return _QUOTED.sub(lambda match: re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL), text)


def _quoted(text: str, *, words: bool = False) -> str:
    plain = not re.search(r'["\s]', text) if not words else " ".join(text.split()) == text and '"' not in text
    if plain and words:
        plain = not any(piece.startswith("/") or piece.partition(":")[0] in _WORDS for piece in text.split())
    return text if plain else '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _unreadable(why: str, at: int) -> UserError:
    return UserError(
        "The filter cannot be read", f"{why} (at character {at + 1})", "Correct it, or choose from the menu"
    )
