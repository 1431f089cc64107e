"""What dialogues read from records or tiers make one wonder about: single turns, repeated words, times.

A reading that is right hardly ever looks so; where it does, a person says whether it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from annotator.importers.column_values import is_date, is_key, is_number
from annotator.importers.doubtful_grouping import with_grouping_asked
from annotator.importers.doubtful_names import with_names_asked
from annotator.importers.import_questions import Remarks
from annotator.importers.reader_result import ReadDialogue, Readout, ReadTurn

_SEVERAL = 5  # turns
_MANY = 10  # turns
_HALF, _FEW_WORDS = 0.5, 0.1  # of the turns: without words, and different ones
_SHARE = 0.2  # of the turns that lie within others, or begin before the last one began
_TOUCH = 0.05  # seconds by which times may be off
_WORDLESS = "0."
_SHORT = 40  # characters of a title or a label
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|\Z)")


def with_doubts(readout: Readout, answers: Mapping[str, str]) -> Readout:
    """A readout, with questions about what is odd in it; divided, joined and ordered as they are answered."""
    readout = with_grouping_asked(with_names_asked(readout, answers), answers)
    remarks = Remarks()
    if not {"single-words", "text-column"} & {one.code for one in readout.questions}:  # these say it, too
        _ask_about_words(readout.dialogues, remarks)
    if readout.mapping:
        _ask_about_empty(readout.dialogues, remarks)
    late = _ask_about_times(readout.dialogues, remarks)
    if not remarks.questions:
        return readout
    asked = replace(readout, questions=(*readout.questions, *remarks.questions))
    if not late or answers.get("times-order") != "sort":
        return asked
    return replace(asked, dialogues=tuple(map(_by_times, readout.dialogues)))


def _ask_about_words(dialogues: Sequence[ReadDialogue], remarks: Remarks) -> None:
    """Ask where most turns are numbers or codes, or the same few words again and again."""
    texts = [turn.text.strip() for one in dialogues for turn in one.turns if turn.text.strip()]
    if len(texts) < _MANY:
        return
    texts = _without_wordless(texts)
    signs = [text for text in texts if is_number(text) or is_key(text) or is_date(text)]
    different = Counter(texts)
    short = all(len(text) <= _SHORT for text in different)
    few = short and len(different) <= max(3, _FEW_WORDS * len(texts))
    if len(signs) > _HALF * len(texts):
        remarks.ask("odd-words", count=len(signs), example=", ".join(dict.fromkeys(signs[:_MANY])))
    elif few and len(texts) >= 2 * _MANY:
        often = ", ".join(text for text, _ in different.most_common(_SEVERAL))
        remarks.ask("odd-words", count=len(texts), example=often)


def _ask_about_empty(dialogues: Sequence[ReadDialogue], remarks: Remarks) -> None:
    """Ask where a tenth of the turns of a table have no words, up to half, from which on others ask."""
    turns = [turn for one in dialogues for turn in one.turns]
    empty = sum(not turn.text.strip() for turn in turns)
    if max(_SEVERAL, _FEW_WORDS * len(turns)) <= empty <= _HALF * len(turns):
        remarks.ask("empty-turns", count=empty, figure=f"{len(turns):,}")


def _without_wordless(texts: list[str]) -> list[str]:
    """Turns that say something; among such, ``0.`` is how CHAT writes a turn without words."""
    said = [text for text in texts if text != _WORDLESS]
    return said if len(said) >= _MANY else texts


def _ask_about_times(dialogues: Sequence[ReadDialogue], remarks: Remarks) -> bool:
    """Ask where turns lie within turns that say the same or of the same speaker, or begin before the last.

    Whether the times are in no order.
    """
    total = sum(len(one.turns) for one in dialogues)
    inside = [turn for one in dialogues for turn in _inside_others(one.turns)]
    if len(inside) >= max(_SEVERAL, _SHARE * total):
        remarks.ask("doubled", count=len(inside), figure=f"{total:,}", example=inside[0].text)
    earlier = [turn for one in dialogues for turn in _earlier(one.turns)]
    late = len(earlier) >= max(_SEVERAL, _SHARE * total)
    if late:
        remarks.ask("times-order", count=len(earlier), figure=f"{total:,}", example=earlier[0].text)
    return late


def _inside_others(turns: Sequence[ReadTurn]) -> list[ReadTurn]:
    """Turns within the time of one that began before: of the same speaker, or with their words in it."""
    found: list[ReadTurn] = []
    open_ones: list[tuple[float, float, ReadTurn]] = []
    for turn in turns:
        start, end = turn.meta.get("start"), turn.meta.get("end")
        if not isinstance(start, int | float) or not isinstance(end, int | float) or end <= start:
            continue
        open_ones = [one for one in open_ones if one[1] > start + _TOUCH]
        if any(
            since <= start + _TOUCH and until >= end - _TOUCH and _says_again(turn, one)
            for since, until, one in open_ones
        ):
            found.append(turn)
        open_ones.append((float(start), float(end), turn))
    return found


def _says_again(turn: ReadTurn, other: ReadTurn) -> bool:
    if turn.speaker == other.speaker:
        return bool(turn.speaker)
    words, others = turn.text.casefold().split(), other.text.casefold().split()
    return bool(words) and len(words) < len(others) and set(words) <= set(others)


def _earlier(turns: Sequence[ReadTurn]) -> list[ReadTurn]:
    """Turns that begin, or were sent, before the one above them."""
    timed = [(float(at), turn) for turn in turns if isinstance(at := turn.meta.get("start"), int | float)]
    found = [turn for (before, _), (at, turn) in pairwise(timed) if at < before - 1.0]
    if timed:
        return found
    sent = [(at, turn) for turn in turns if (at := _sent(turn)) is not None]
    return [turn for (before, _), (at, turn) in pairwise(sent) if at < before and len(at) == len(before)]


def _sent(turn: ReadTurn) -> str | None:
    """When a turn was sent, so that later times come later in the alphabet; None where nothing says it so."""
    at = turn.meta.get("time")
    return at if isinstance(at, str) and _ISO.match(at) else None


def _by_times(dialogue: ReadDialogue) -> ReadDialogue:
    """A dialogue in the order of its times; as it is where a turn has none."""
    starts = [at for turn in dialogue.turns if isinstance(at := turn.meta.get("start"), int | float)]
    sent = [at for turn in dialogue.turns if (at := _sent(turn)) is not None]
    size = len(dialogue.turns)
    places: list[int] = list(range(size))
    if len(starts) == size:
        places.sort(key=starts.__getitem__)
    elif len(sent) == size:
        latest_first = (
            size > 1 and sent[0] > sent[-1]
        )  # so that what was sent in the same second stays so, too
        places = sorted(reversed(places) if latest_first else places, key=sent.__getitem__)
    return replace(dialogue, turns=tuple(dialogue.turns[place] for place in places))
