"""What is one dialogue: asked where the way in which turns are put together is hardly what happened.

A doubt is a row of :data:`DOUBTS`; the first that applies is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from annotator.importers.column_names import PEOPLE_ASKING, plain
from annotator.importers.import_questions import Remarks
from annotator.importers.reader_result import ReadDialogue, Readout, ReadTurn
from annotator.importers.readers.json_turn_shapes import TURNS

_SEVERAL = 5  # dialogues of a turn or two
_NEARLY_ALL = 0.9  # of them
_FEW_SPEAKERS = 3  # who each speak once, for several turns
_LISTED = re.compile(r"\.([^.\[\]]+)\[\d+\](?:, .*)?\Z")  # the key of a list in JSON
_ASKED_FIRST = frozenset(("text-column", "unsure-turns"))
_IN_ORDER = ("order", "reply_to", "dialogue")  # roles that say that turns belong together

Dialogues = tuple[ReadDialogue, ...]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """How many things a doubt is about, and one of them."""

    count: int
    example: str


@dataclass(frozen=True, slots=True)
class GroupingDoubt:
    """A doubt about what belongs together: its question, when it is asked, and what an answer to it makes."""

    code: str
    found: Callable[[Readout], Doubtful | None]
    answer: str
    made: Callable[[Readout], Dialogues]
    unless: frozenset[str] = frozenset()  # open questions that come first


def with_grouping_asked(readout: Readout, answers: Mapping[str, str]) -> Readout:
    """A readout, with a question where turns hardly belong together as they are; in others if so answered."""
    said = {one.code for one in readout.questions if one.key not in answers}
    for doubt in DOUBTS:
        about = doubt.found(readout)
        if about is not None and not said & doubt.unless:
            remarks = Remarks()
            remarks.ask(doubt.code, count=about.count, example=about.example)
            asked = replace(readout, questions=(*readout.questions, *remarks.questions))
            if answers.get(doubt.code) == doubt.answer:
                return replace(asked, dialogues=doubt.made(readout))
            return asked
    return readout


def _single_turns(readout: Readout) -> Doubtful | None:
    """Dialogues of one turn, where nearly all are such."""
    dialogues = readout.dialogues
    if len(dialogues) < _SEVERAL:
        return None
    alone = [one for one in dialogues if len(one.turns) == 1]
    if len(alone) < _NEARLY_ALL * len(dialogues):
        return None
    return Doubtful(len(alone), alone[0].turns[0].text)


def _exchanges(readout: Readout) -> Doubtful | None:
    """Dialogues of what is asked and answered, where each row has both and nearly all are such.

    A file that lists the turns of each dialogue says that it is one.
    """
    dialogues = readout.dialogues
    if len(dialogues) < _SEVERAL or "answer" not in readout.mapping:
        return None
    sides = Counter(tuple(turn.speaker for turn in one.turns) for one in dialogues)
    (usual, count), *_ = sides.most_common(1)
    people = len(usual) == 2 and usual[0] != usual[1] and plain(usual[0]) in PEOPLE_ASKING
    if not people or count < _NEARLY_ALL * len(dialogues):
        return None
    said = next(one for one in dialogues if len(one.turns) > 1)
    return Doubtful(count, f"{said.turns[0].text} – {said.turns[1].text}")


def _lone_speakers(readout: Readout) -> Doubtful | None:
    """Dialogues of several turns in which one person speaks, where nearly all are such and people differ."""
    dialogues = readout.dialogues
    if len(dialogues) < _SEVERAL or not readout.mapping.get("speaker"):
        return None
    people = [{turn.speaker for turn in one.turns} for one in dialogues]
    alone = [one for one, who in zip(dialogues, people, strict=True) if len(who) == 1 and len(one.turns) > 1]
    if len(alone) < _NEARLY_ALL * len(dialogues) or len(set().union(*people) - {""}) < 2:
        return None
    return Doubtful(len(alone), f"{alone[0].turns[0].speaker}: {alone[0].turns[0].text}")


def _unsaid_together(readout: Readout) -> Doubtful | None:
    """Rows of nobody, or all of the same person, that nothing puts into one dialogue: no order, no times."""
    if len(readout.dialogues) != 1 or _put_together(readout):
        return None
    turns = readout.dialogues[0].turns
    if len(turns) < 2 or len({turn.speaker for turn in turns}) > 1:
        return None
    if any(isinstance(turn.meta.get("start"), int | float) for turn in turns):
        return None
    return Doubtful(len(turns), turns[0].text)


def _monologues(readout: Readout) -> Doubtful | None:
    """Turns of several people, each of whom says all of it before somebody else does."""
    if len(readout.dialogues) != 1 or not readout.mapping.get("speaker") or _put_together(readout):
        return None
    turns = readout.dialogues[0].turns
    runs = [who for who, _ in groupby(turn.speaker for turn in turns)]
    if not _FEW_SPEAKERS <= len(runs) == len(set(runs)) <= len(turns) / 2:
        return None
    return Doubtful(len(runs), ", ".join(runs[:_SEVERAL]))


def _put_together(readout: Readout) -> bool:
    """Whether the file says that its turns are those of one dialogue, or is no table."""
    if not readout.mapping or {"answer", "whole"} & readout.mapping.keys():
        return True
    if any(readout.mapping.get(role) for role in _IN_ORDER):
        return True
    first = readout.dialogues[0]
    key = _LISTED.search(first.turns[0].place)
    return bool(first.title) or (key is not None and plain(key[1]) in TURNS)


def _joined(readout: Readout) -> Dialogues:
    """All turns as one dialogue; what was said of each dialogue is kept with its first turn."""
    turns = [
        _with_what_is_said(turn, one, at) for one in readout.dialogues for at, turn in enumerate(one.turns)
    ]
    return (ReadDialogue(tuple(turns), place=readout.dialogues[0].place),)


def _with_what_is_said(turn: ReadTurn, dialogue: ReadDialogue, at: int) -> ReadTurn:
    if at or not (dialogue.meta or dialogue.title):
        return turn
    about = {**({"title": dialogue.title} if dialogue.title else {}), **dialogue.meta}
    return replace(turn, meta={**turn.meta, "dialogue": about})


def _each_turn(readout: Readout) -> Dialogues:
    """Each turn as a dialogue of its own."""
    whole = readout.dialogues[0]
    return tuple(replace(whole, turns=(turn,), place=turn.place) for turn in whole.turns)


def _each_speaker(readout: Readout) -> Dialogues:
    """What each person says as a dialogue of its own."""
    whole = readout.dialogues[0]
    runs = [(who, tuple(run)) for who, run in groupby(whole.turns, key=lambda turn: turn.speaker)]
    return tuple(replace(whole, turns=run, title=who, place=run[0].place) for who, run in runs)


DOUBTS: tuple[GroupingDoubt, ...] = (
    GroupingDoubt("single-turns", _single_turns, "one", _joined),
    GroupingDoubt("exchanges", _exchanges, "one", _joined),
    GroupingDoubt("lone-speakers", _lone_speakers, "one", _joined),
    GroupingDoubt("one-dialogue", _unsaid_together, "each", _each_turn, _ASKED_FIRST),
    GroupingDoubt("monologues", _monologues, "each", _each_speaker),
)
