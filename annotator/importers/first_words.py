"""Turns of nobody that begin with names, without a sign behind them: ``Tim Davis There are several …``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.importers.import_questions import Remarks
from annotator.importers.person_names import looks_like_name
from annotator.importers.reader_result import Readout, ReadTurn

_LEAST, _MANY = 4, 0.5  # turns, and share of them, that begin with the same words
_NAME = re.compile(r"(?:[\w'’&-]+|[^\W\d_]{1,3}\.)(?: (?:[\w'’&-]+|[^\W\d_]{1,3}\.))*\Z")
_PEOPLE, _MOSTLY = 16, 0.8  # first words, and the share of turns that begin with them, that may be names
_LONG = 3  # words of a name at most


def with_first_words(readout: Readout, answers: Mapping[str, str]) -> Readout:
    """A readout, with a question where most turns begin with what may be names; divided if so answered."""
    turns = [turn for one in readout.dialogues for turn in one.turns]
    if len(turns) < _LEAST or any(turn.speaker for turn in turns):
        return readout
    names = names_at_beginnings([turn.text for turn in turns])
    if not names:
        return readout
    remarks = Remarks()
    remarks.ask("first-words", count=sum(names.values()), example=", ".join(names), taken="no")
    asked = replace(readout, questions=(*readout.questions, *remarks.questions))
    if answers.get("first-words") != "yes":
        return asked
    divided = (
        replace(one, turns=tuple(_divided(turn, names) for turn in one.turns)) for one in readout.dialogues
    )
    return replace(asked, dialogues=tuple(divided))


def names_at_beginnings(texts: Sequence[str]) -> dict[str, int]:
    """Words that may be names at the beginnings of most texts, with their counts; none where they are few."""
    begun = [text.split(maxsplit=_LONG) for text in texts]
    counts = Counter(
        " ".join(words[:size])
        for words in begun
        for size in range(1, _LONG + 1)
        if len(words) > size and (size > 1 or _begins_anew(words[1]))
    )
    often = {name: count for name, count in counts.items() if count > 1 and _NAME.match(name)}
    often = {name: count for name, count in often.items() if looks_like_name(name)}
    found = Counter(name for words in begun if (name := _name_in(words, often)))
    return dict(found) if found.total() >= _MANY * len(texts) else {}


def _name_in(words: Sequence[str], often: Mapping[str, int]) -> str:
    """The name that a text begins with, by what comes again; "" for none."""
    three, two, one = (" ".join(words[:size]) if len(words) > size else "" for size in (3, 2, 1))
    if three in often and often[three] == often.get(two):
        return three
    if two in often:
        return two
    return one if one in often and _begins_anew(words[1]) else ""


def _begins_anew(word: str) -> bool:
    """Whether a word begins as a sentence does; *I* says nothing."""
    return word[:1].isupper() and not word.startswith(("I'", "I’")) and word != "I"


def may_begin_with_names(texts: Sequence[str]) -> bool:
    """Whether turns begin with the same few words again and again, as where a name has no sign behind it."""
    first = Counter(words[0] for text in texts if (words := text.split(maxsplit=1)))
    often = sum(count for _, count in first.most_common(_PEOPLE))
    few = len(texts) > 2 * _PEOPLE and often >= _MOSTLY * len(texts)
    return few or bool(names_at_beginnings(texts))


def _divided(turn: ReadTurn, names: Mapping[str, int]) -> ReadTurn:
    for size in range(_LONG, 0, -1):
        words = turn.text.split(maxsplit=size)
        name = " ".join(words[:size])
        if len(words) > size and name in names and (size > 1 or _begins_anew(words[1])):
            return replace(turn, speaker=name, text=words[size])
    return turn
