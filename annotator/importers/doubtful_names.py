"""Who speaks, where what stands in place of a name hardly is one: dates, signs, labels of a record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.importers.column_names import LABELS, plain
from annotator.importers.column_values import is_date
from annotator.importers.import_questions import Remarks
from annotator.importers.reader_result import ReadDialogue, Readout, ReadTurn

_FEW, _SHARE = 3, 0.05  # turns, and share of the named ones, from which odd names are asked about
_LISTED = 6  # names shown
_SEVERAL, _ONCE, _MOSTLY = 5, 1.2, 0.8  # dialogues, times in each, and the share of values
_SPOKEN = re.compile(r"[.?!…。？！](?:\s|\Z)|(?:\b[^\W\d_]+\W+){4}")  # a sentence, or as many words
_ODD = re.compile(r"[\[\]{}|=<>\\]|https?\b|\s[-–—]{2,}|\A\W+\Z")
_OF_LABELS = ("transcript", "duration", "summary")  # how longer ones end


def with_names_asked(readout: Readout, answers: Mapping[str, str]) -> Readout:
    """A readout of records, with questions where names of speakers hardly are any.

    What stands before colons in a text and is a label of a record goes into the turn above it, unless it is
    said that these are speakers.
    """
    if not readout.mapping:
        return readout
    counts = Counter(turn.speaker for one in readout.dialogues for turn in one.turns if turn.speaker)
    remarks = Remarks()
    odd = {name: count for name, count in counts.items() if _ODD.search(name) or is_date(name)}
    if "whole" in readout.mapping:
        odd |= _fields(readout.dialogues)
    often = sum(odd.values())
    if often >= max(_FEW, _SHARE * counts.total()):
        remarks.ask("odd-names", count=often, figure=f"{counts.total():,}", example=_shown(odd))
    labels = _labels(counts) if "whole" in readout.mapping else {}
    if labels:
        remarks.ask("labels", count=sum(labels.values()), example=_shown(labels))
    if not remarks.questions:
        return readout
    asked = replace(readout, questions=(*readout.questions, *remarks.questions))
    if not labels or answers.get("labels") == "yes":
        return asked
    return replace(asked, dialogues=tuple(_without_labels(one, labels) for one in readout.dialogues))


def _fields(dialogues: Sequence[ReadDialogue]) -> dict[str, int]:
    """What stands before values rather than words, once in each dialogue: ``Call to: +1 405 …``."""
    values: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    among: Counter[str] = Counter()
    for one in dialogues:
        counts.update(turn.speaker for turn in one.turns if turn.speaker)
        among.update({turn.speaker for turn in one.turns if turn.speaker})
        values.update(turn.speaker for turn in one.turns if turn.speaker and not _SPOKEN.search(turn.text))
    return {
        name: count
        for name, count in counts.items()
        if among[name] >= _SEVERAL and count <= _ONCE * among[name] and values[name] >= _MOSTLY * count
    }


def _shown(names: Mapping[str, int]) -> str:
    often = sorted(names, key=names.__getitem__, reverse=True)
    return ", ".join(often[:_LISTED])


def _labels(counts: Mapping[str, int]) -> dict[str, int]:
    """What is a label of a record rather than a name, beside others that are names."""
    found = {
        name: count
        for name, count in counts.items()
        if plain(name) in LABELS or plain(name).endswith(_OF_LABELS)
    }
    return found if 2 * sum(found.values()) < sum(counts.values()) else {}


def _without_labels(dialogue: ReadDialogue, labels: Mapping[str, int]) -> ReadDialogue:
    turns: list[ReadTurn] = []
    for turn in dialogue.turns:
        if turn.speaker not in labels:
            turns.append(turn)
            continue
        words = f"{turn.speaker}: {turn.text}".rstrip()
        if turns:
            turns[-1] = replace(turns[-1], text=f"{turns[-1].text}\n{words}")
        else:
            turns.append(replace(turn, speaker="", text=words))
    return replace(dialogue, turns=tuple(turns))
