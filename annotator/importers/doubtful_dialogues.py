"""What dialogues read from records or tiers make one wonder about: single turns, repeated words, times.

A reading that is right hardly ever looks so; where it does, a person says whether it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from annotator.importers.column_names import PEOPLE_ASKING, plain
from annotator.importers.column_values import is_date, is_key, is_number
from annotator.importers.import_questions import Remarks
from annotator.importers.reader_result import ReadDialogue, Readout, ReadTurn

_SEVERAL = 5  # dialogues of a turn or two
_NEARLY_ALL = 0.9  # of them
_MANY = 10  # turns
_HALF, _FEW_WORDS = 0.5, 0.1  # of the turns: without words, and different ones
_SHARE = 0.2  # of the turns that lie within others, or begin before the last one began
_TOUCH = 0.05  # seconds by which times may be off
_WORDLESS = "0."
_SHORT = 40  # characters of a title or a label


def with_doubts(readout: Readout, answers: Mapping[str, str]) -> Readout:
    """A readout, with questions about what is odd in it.

    Where each dialogue has a turn, or one question and its answer, all of it is one dialogue if so answered;
    what was said of each is kept with its first turn.
    """
    remarks = Remarks()
    code = _ask_about_short_ones(readout, remarks)
    if not {"single-words", "text-column"} & {one.code for one in readout.questions}:  # these say it, too
        _ask_about_words(readout.dialogues, remarks)
    _ask_about_times(readout.dialogues, remarks)
    if not remarks.questions:
        return readout
    asked = replace(readout, questions=(*readout.questions, *remarks.questions))
    if not code or answers.get(code) != "one":
        return asked
    turns = [
        _with_what_is_said(turn, one, at) for one in readout.dialogues for at, turn in enumerate(one.turns)
    ]
    return replace(asked, dialogues=(ReadDialogue(tuple(turns), place=readout.dialogues[0].place),))


def _with_what_is_said(turn: ReadTurn, dialogue: ReadDialogue, at: int) -> ReadTurn:
    if at or not (dialogue.meta or dialogue.title):
        return turn
    about = {**({"title": dialogue.title} if dialogue.title else {}), **dialogue.meta}
    return replace(turn, meta={**turn.meta, "dialogue": about})


def _ask_about_short_ones(readout: Readout, remarks: Remarks) -> str:
    """Ask where dialogues have one turn, or two of the same two people; the question's code, or "".

    Two turns are asked about where each row has both; a file that lists the turns of each dialogue says it.
    """
    dialogues = readout.dialogues
    if len(dialogues) < _SEVERAL:
        return ""
    alone = [one for one in dialogues if len(one.turns) == 1]
    if len(alone) >= _NEARLY_ALL * len(dialogues):
        remarks.ask("single-turns", count=len(alone), example=alone[0].turns[0].text)
        return "single-turns"
    sides = Counter(tuple(turn.speaker for turn in one.turns) for one in dialogues)
    (usual, count), *_ = sides.most_common(1)
    people = (
        "answer" in readout.mapping
        and len(usual) == 2
        and usual[0] != usual[1]
        and plain(usual[0]) in PEOPLE_ASKING
    )
    if not people or count < _NEARLY_ALL * len(dialogues):
        return ""
    said = next(one for one in dialogues if len(one.turns) > 1)
    remarks.ask("exchanges", count=count, example=f"{said.turns[0].text} – {said.turns[1].text}")
    return "exchanges"


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


def _without_wordless(texts: list[str]) -> list[str]:
    """Turns that say something; among such, ``0.`` is how CHAT writes a turn without words."""
    said = [text for text in texts if text != _WORDLESS]
    return said if len(said) >= _MANY else texts


def _ask_about_times(dialogues: Sequence[ReadDialogue], remarks: Remarks) -> None:
    """Ask where turns lie within turns that say the same or of the same speaker, or begin before the last."""
    total = sum(len(one.turns) for one in dialogues)
    inside = [turn for one in dialogues for turn in _inside_others(one.turns)]
    if len(inside) >= max(_SEVERAL, _SHARE * total):
        remarks.ask("doubled", count=len(inside), figure=f"{total:,}", example=inside[0].text)
    earlier = [turn for one in dialogues for turn in _earlier(one.turns)]
    if len(earlier) >= max(_SEVERAL, _SHARE * total):
        remarks.ask("times-order", count=len(earlier), figure=f"{total:,}", example=earlier[0].text)


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
    """Turns that begin before the one above them does."""
    timed = [(float(at), turn) for turn in turns if isinstance(at := turn.meta.get("start"), int | float)]
    return [turn for (before, _), (at, turn) in pairwise(timed) if at < before - 1.0]
