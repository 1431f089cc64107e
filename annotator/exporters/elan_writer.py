"""ELAN: one ``.eaf`` a dialogue, in a zip.

ELAN is made for recordings and a transcript has no times, so turn n lasts from second n to second
n + 1; a PROPERTY of the file says so. A speaker is a tier, and what was said about the
speaker's turns stands on tiers below it, one for each facet and annotator.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from annotator.exporters.answers import Words
from annotator.exporters.content import Content, Options
from annotator.exporters.json_writer import PROGRAM, watched
from annotator.exporters.xml_text import clean
from annotator.exporters.zip_writer import bundle
from annotator.model import DialogueRecord, Tag, TurnRecord

TIMES = "The times are invented: turn n, counted from 0, lasts from second n to second n + 1."
_SECOND = 1000  # ms
BETWEEN = "; "  # several answers in one annotation
NOBODY = "(no speaker)"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_STEREOTYPE = "Symbolic_Association"
_UTTERANCE, _LABEL = "utterance", "label"  # linguistic types


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write a file for each dialogue. Raises Cancelled where the options say so."""
    words = Words(content.codebook(), content.annotators())
    sources = {source.id: source for source in content.sources()}
    with bundle(out) as files:
        for record in watched(content, options):
            source = sources[record.dialogue.source_id]
            made = _Document(words, record)
            made.head(source.name, source.imported_at)
            made.tiers()
            files.add(f"{record.dialogue.key}.eaf", made.data())


class _Document:
    """An annotation document that grows; its schema wants the parts in this order."""

    def __init__(self, words: Words, record: DialogueRecord) -> None:
        self._words = words
        self._record = record
        self._count = 0
        self._root = ET.Element("ANNOTATION_DOCUMENT")

    def head(self, source: str, date: str) -> None:
        """Properties and times."""
        # The schema wants a date; that of the import is the same in every export.
        fixed = {"AUTHOR": PROGRAM, "DATE": date, "FORMAT": "3.0", "VERSION": "3.0"}
        self._root.attrib.update(fixed)
        self._root.attrib |= {"xmlns:xsi": _XSI, "xsi:noNamespaceSchemaLocation": _SCHEMA}
        header = self._add(self._root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
        for name, value in self._properties(source):
            self._add(header, "PROPERTY", NAME=name).text = clean(value)
        order = self._add(self._root, "TIME_ORDER")
        for place in range(len(self._record.turns) + 1 if self._record.turns else 0):
            self._add(order, "TIME_SLOT", TIME_SLOT_ID=f"ts{place}", TIME_VALUE=str(place * _SECOND))

    def tiers(self) -> None:
        """The turns of each speaker, with what was said about them, and the types of tiers."""
        by_speaker: dict[str, list[tuple[int, TurnRecord]]] = {}
        for place, item in enumerate(self._record.turns):
            by_speaker.setdefault(clean(item.turn.speaker) or NOBODY, []).append((place, item))
        for speaker, items in by_speaker.items():
            ids = self._turns(speaker, items)
            for (facet, annotator), answers in self._answers(items).items():
                self._answer_tier(speaker, facet, annotator, [(ids[place], x) for place, x in answers])
        self._add(
            self._root, "LINGUISTIC_TYPE", GRAPHIC_REFERENCES="false", LINGUISTIC_TYPE_ID=_UTTERANCE,
            TIME_ALIGNABLE="true",
        )  # fmt: skip
        self._add(
            self._root, "LINGUISTIC_TYPE", CONSTRAINTS=_STEREOTYPE, GRAPHIC_REFERENCES="false",
            LINGUISTIC_TYPE_ID=_LABEL, TIME_ALIGNABLE="false",
        )  # fmt: skip
        what = "1-1 association with a parent annotation"
        self._add(self._root, "CONSTRAINT", DESCRIPTION=what, STEREOTYPE=_STEREOTYPE)

    def data(self) -> bytes:
        """The document as UTF-8."""
        ET.indent(self._root)
        return (
            b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(self._root, encoding="unicode").encode()
        )

    def _properties(self, source: str) -> Iterator[tuple[str, str]]:
        dialogue = self._record.dialogue
        yield "times", TIMES
        yield "dialogue", dialogue.key
        yield "title", dialogue.title
        yield "source", source
        for target in dialogue.targets:
            yield "target", target.statement
        for tag in self._words.ordered(self._record.tags):
            yield f"tag of the dialogue by {clean(self._words.people[tag.annotator])}", self._shown(tag)
        yield "lastUsedAnnotationId", str(self._annotations())

    def _annotations(self) -> int:
        """How many annotations there will be: one a turn, one for each facet, person and turn."""
        answers = (self._answers([(0, item)]) for item in self._record.turns)
        return len(self._record.turns) + sum(len(found) for found in answers)

    def _shown(self, tag: Tag) -> str:
        return f"{tag.facet}: {self._words.name(tag)}"

    def _turns(self, speaker: str, items: Sequence[tuple[int, TurnRecord]]) -> dict[int, str]:
        tier = self._add(
            self._root, "TIER", LINGUISTIC_TYPE_REF=_UTTERANCE, PARTICIPANT=speaker, TIER_ID=speaker
        )
        ids = {}
        for place, item in items:
            ids[place] = self._id()
            self._annotation(
                tier, "ALIGNABLE_ANNOTATION", item.turn.text,
                ANNOTATION_ID=ids[place], TIME_SLOT_REF1=f"ts{place}", TIME_SLOT_REF2=f"ts{place + 1}",
            )  # fmt: skip
        return ids

    def _answers(
        self, items: Sequence[tuple[int, TurnRecord]]
    ) -> Mapping[tuple[str, str], list[tuple[int, str]]]:
        """What each tier below a speaker's says of which turn, in the order of the codebook."""
        found: dict[tuple[str, str], dict[int, list[str]]] = {}
        for place, item in items:
            for tag in self._words.ordered(item.turn.tags):
                tier = found.setdefault((tag.facet, tag.annotator), {})
                tier.setdefault(place, []).append(self._words.name(tag))
        order = {key: place for place, key in enumerate(self._words.facets)}
        return {
            key: [(place, BETWEEN.join(dict.fromkeys(names))) for place, names in found[key].items()]
            for key in sorted(found, key=lambda x: (order[x[0]], x[1]))
        }

    def _answer_tier(
        self, speaker: str, facet: str, annotator: str, answers: Sequence[tuple[str, str]]
    ) -> None:
        person = clean(self._words.people[annotator])
        tier = self._add(
            self._root, "TIER", ANNOTATOR=person, LINGUISTIC_TYPE_REF=_LABEL, PARENT_REF=speaker,
            PARTICIPANT=speaker, TIER_ID=f"{facet}@{speaker} ({person})",
        )  # fmt: skip
        for turn, answer in answers:
            self._annotation(tier, "REF_ANNOTATION", answer, ANNOTATION_ID=self._id(), ANNOTATION_REF=turn)

    def _annotation(self, tier: ET.Element, kind: str, text: str, **attributes: str) -> None:
        made = self._add(self._add(tier, "ANNOTATION"), kind, **attributes)
        self._add(made, "ANNOTATION_VALUE").text = clean(text)

    def _id(self) -> str:
        self._count += 1
        return f"a{self._count}"

    @staticmethod
    def _add(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
        return ET.SubElement(parent, name, attributes)
