"""The JSON of the shared tasks on learning with disagreement (Le-Wi-Di, third edition, 2025), zipped.

One file a facet, one entry a unit that somebody labelled: each annotator's label, and the share of annotators
who gave each. Nobody's label is lost to a majority: what an adjudicator decided stands beside, in
``other_info``. The shape is that of https://github.com/Le-Wi-Di/le-wi-di.github.io (LeWiDi_3-2025).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, BinaryIO

import msgspec

from annotator.codebooks import dumps
from annotator.core.file_names import file_name
from annotator.exporters.asked_answers import AskedAnswers, AskedUnit, shares_of
from annotator.exporters.json_writer import watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import TagNames
from annotator.exporters.zip_writer import Bundle, bundle
from annotator.model import DialogueRecord, Facet, Turn

ANNOTATORS, CODEBOOK, DIALOGUES = "annotators_meta.json", "codebook.json", "dialogues.jsonl"
_NO_SPLIT = "all"  # the file's share of the data; who divides an export names the parts by its files

_encode = msgspec.json.Encoder().encode


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write a file for each facet, the annotators, the codebook, and the dialogues with their counts.

    Raises Cancelled where the options say so.
    """
    answers = AskedAnswers(content)
    sources = {source.id: source.name for source in content.sources()}
    with bundle(out) as files:
        files.add(CODEBOOK, dumps(content.codebook()))
        files.add(ANNOTATORS, _encode(_about_annotators(content, answers)))
        dialogues = files.part(DIALOGUES)
        written = [_Entries(files, answers, facet, name) for facet, name in file_names(answers.facets)]
        for record in watched(content, options):
            about = record.dialogue
            own = {each.facet.key: each.add(record) for each in written}
            source = sources[about.source_id]
            head = {"dialogue": about.key, "title": about.title, "source": source, "entries": own}
            dialogues.write(_encode(head) + b"\n")
        for each in written:
            each.finish()


class _Entries:
    """The file of one facet: an object with an entry a line."""

    def __init__(self, files: Bundle, answers: AskedAnswers, facet: Facet, name: str) -> None:
        self.facet = facet
        self._answers = answers
        self._out = files.part(name)
        self._empty = True

    def add(self, record: DialogueRecord) -> int:
        """Write the entries of a dialogue; says how many."""
        count = 0
        for count, unit in enumerate(self._answers.units(record, self.facet), start=1):  # noqa: B007
            self._out.write(b"{\n" if self._empty else b",\n")
            entry = _entry(self._answers, record, self.facet, unit)
            self._out.write(_encode(_entry_key(record, unit)) + b":" + _encode(entry))
            self._empty = False
        return count

    def finish(self) -> None:
        """Close the object."""
        self._out.write(b"{\n}\n" if self._empty else b"\n}\n")


def file_names(facets: Sequence[Facet]) -> list[tuple[Facet, str]]:
    """Facets with the names of their files in the zip, which are safe on every system."""
    taken = {ANNOTATORS, CODEBOOK}
    found = []
    for number, facet in enumerate(facets, start=1):
        plain = file_name(re.sub(r"[^\w-]", "_", facet.key)) or "_"
        name = f"{plain}.json"
        while name.casefold() in taken:  # a system may be blind to case
            plain = f"{plain}_{number}"
            name = f"{plain}.json"
        taken.add(name.casefold())
        found.append((facet, name))
    return found


def plain_name(words: TagNames, label: str) -> str:
    """What a label is called in a list that commas divide."""
    name = words.labels[label]
    return label if "," in name else name


def _about_annotators(content: Content, answers: AskedAnswers) -> dict[str, object]:
    return {
        answers.annotators[one.key]: {"name": answers.words.people[one.key], "kind": one.kind, "key": one.key}
        for one in content.annotators()
        if one.key in answers.annotators
    }


def _entry_key(record: DialogueRecord, unit: AskedUnit) -> str:
    place = unit.turn.key if unit.turn else record.dialogue.key
    return f"{place}/{unit.target}" if unit.target else place


def _entry(answers: AskedAnswers, record: DialogueRecord, facet: Facet, unit: AskedUnit) -> dict[str, object]:
    several = facet.kind == "several"
    given = {
        answers.annotators[key]: _joined(answers.words, labels, several=several)
        for key, labels in unit.given.items()
    }
    about: dict[str, object] = {"dialogue": record.dialogue.key}
    if unit.turn:
        about |= {"turn": unit.turn.key, "position": unit.turn.position, "speaker": unit.turn.speaker}
    if unit.statement is not None:
        about["target"] = unit.statement
    if unit.decided:
        about["adjudicated"] = _joined(answers.words, unit.decided, several=several)
    return {
        "annotation task": facet.question or facet.name,
        "text": _text(record, unit),
        "number of annotators": len(unit.given),
        "annotators": ",".join(given),
        "number of annotations": sum(map(len, unit.given.values())),
        "annotations": given,
        "soft_label": soft_label(answers.words, facet, unit),
        "split": _NO_SPLIT,
        "lang": (unit.turn.language.primary if unit.turn and unit.turn.language else "und"),
        "other_info": about,
    }


def soft_label(words: TagNames, facet: Facet, unit: AskedUnit) -> dict[str, Any]:
    """The share of annotators who gave each label; in a facet of several, of those who did not and did."""
    if facet.kind != "several":
        return {words.labels[one.label]: one.share for one in shares_of(facet, unit)}
    return {
        plain_name(words, one.label): {"0": 1 - one.share, "1": one.share} for one in shares_of(facet, unit)
    }


def _joined(words: TagNames, labels: Sequence[str], *, several: bool) -> str:
    if several:
        return ",".join(plain_name(words, label) for label in labels)
    return words.labels[labels[-1]]


def _text(record: DialogueRecord, unit: AskedUnit) -> dict[str, str]:
    """The turn with the one before it, or the whole dialogue, speakers named."""
    if unit.turn is None:
        return {"dialogue": "\n".join(_said(item.turn) for item in record.turns)}
    return {"context": _said(unit.before) if unit.before else "", "turn": unit.turn.text}


def _said(turn: Turn) -> str:
    return f"{turn.speaker}: {turn.text}" if turn.speaker else turn.text
