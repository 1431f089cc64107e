"""Filters on turns as a person writes them: in the window, after ``--where``, in a script.

The text form is a line of words and conditions::

    remote work speaker:A label:stance.favor untagged:topic lang:zh is:switched doubt:<0.9
    /colou?r/ is:flagged in:"fbb92f20e8a1d2c34b5e"

Words are looked for as they stand, together; quotes keep what would be read as something else. What the
values of conditions name is found by :mod:`annotator.filters.names`. ``docs/filters.md`` is for people.
"""

from __future__ import annotations

import re
from dataclasses import replace

from annotator.errors import Sentence, UserError
from annotator.filters.names import Names
from annotator.model import TurnFilter

# Conditions that list values, by their word.
_LISTS = {
    "speaker": "speakers",
    "label": "labels",
    "by": "annotators",
    "lang": "languages",
    "in": "dialogues",
    "about": "attributes",
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
# An address in the web is text.
_CONDITION = re.compile(r"([a-z]+):(?!//)(.*)", re.DOTALL)
_WORDS = (*_LISTS, "untagged", "doubt", "is")
_AS_TEXT = Sentence("Correct it, or put it between quotation marks to look for it as it stands")


def parse(line: str, names: Names | None = None) -> TurnFilter:
    """The filter that a line describes; an empty line wants every turn.

    With ``names`` the values of conditions may be names, and what nothing is called is an error;
    without, they are keys and are not looked at. Raises UserError, with the place, for a condition that
    there is not, a value it cannot have, or one that names nothing.
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
        if condition is None or (condition[1] not in _WORDS and not condition[2]):
            words.append(_unquoted(piece["word"]))
        else:
            wanted = _with(wanted, condition[1], _unquoted(condition[2]), piece.start(), names)
    if words and wanted.regex:
        raise _unreadable("words and a regular expression cannot be looked for together", 0)
    return replace(wanted, text=" ".join(words)) if words else wanted


def _with(wanted: TurnFilter, word: str, value: str, at: int, names: Names | None) -> TurnFilter:
    if word not in _WORDS:
        known = ", ".join(f"{each}:" for each in _WORDS)
        raise _unreadable(
            Sentence("there is no condition “{word}:”, there are {known}", word=word, known=known),
            at,
            _AS_TEXT,
        )
    if not value:
        raise _unreadable(Sentence("“{word}:” wants a value", word=word), at)
    if word in _LISTS:
        before: tuple[str, ...] = getattr(wanted, _LISTS[word])
        keys = (*before, *_named(names, word, value, at))
        return replace(wanted, **{_LISTS[word]: keys})  # type: ignore[arg-type]  # all are tuples
    if word == "untagged":
        return replace(wanted, untagged=_named(names, word, value, at)[0])
    if word == "is":
        if value not in _STATES:
            raise _unreadable(
                Sentence(
                    "“is:{value}” is none of {names}",
                    value=value,
                    names=", ".join(f"is:{each}" for each in _STATES),
                ),
                at,
            )
        return replace(wanted, **{_STATES[value]: True})  # type: ignore[arg-type]  # all of these are bools
    try:
        limit = float(value.removeprefix("<"))
    except ValueError:
        limit = -1.0
    if not 0 <= limit <= 1:
        raise _unreadable(
            Sentence("“doubt:{value}” wants a confidence between 0 and 1, as doubt:<0.9", value=value), at
        )
    return replace(wanted, doubts_below=limit)


def _named(names: Names | None, word: str, value: str, at: int) -> tuple[str, ...]:
    """The keys that a value stands for."""
    if names is None:
        return (value,)
    try:
        return names.keys(word, value)
    except UserError as error:
        raise _unreadable(
            Sentence("{what}; {why}", what=error.what, why=error.why), at + len(word) + 1
        ) from error


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
        plain = not any(piece.startswith("/") or _CONDITION.fullmatch(piece) for piece in text.split())
    return text if plain else '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


_CORRECT = Sentence("Correct it, or choose a condition from the list")


def _unreadable(why: str, at: int, remedy: str = _CORRECT) -> UserError:
    return UserError(
        "The filter cannot be read",
        "{why} (at character {position})",
        remedy,
        why=why if isinstance(why, Sentence) else Sentence(why),
        position=at + 1,
    )
