"""ELAN: one ``.eaf`` a dialogue, in a zip.

Turns have the times that their source says. ELAN is made for recordings, so that those of others are
invented: they lie between their neighbours, or, where the source says none at all, turn n lasts from second n
to second n + 1; a PROPERTY of the file says so. A speaker is a tier, and a further one where turns of the
speaker overlap, which a tier cannot hold; what was said about the turns stands on tiers below it, one
for each facet and annotator.

Where turns came from an annotation file, its tiers keep their names and annotations their ids; what other
tiers said of turns stands on tiers right below theirs, and recordings are named.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from annotator.exporters import source_metadata
from annotator.exporters.json_writer import PROGRAM, watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import TagNames
from annotator.exporters.xml_text import clean
from annotator.exporters.zip_writer import bundle
from annotator.model import DialogueRecord, Tag, TurnRecord

TIMES = "The times are invented: turn n, counted from 0, lasts from second n to second n + 1."
SOME = "The times of some turns are invented, because the source does not say them: turns {places}, from 0."
BETWEEN = "; "  # several answers in one annotation
NOBODY = "(no speaker)"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_STEREOTYPE = "Symbolic_Association"
_UTTERANCE, _LABEL = "utterance", "label"  # linguistic types
_SOURCE, _PARTS = "of the source", "parts of the source"
_SUBDIVISION = "Symbolic_Subdivision"
_ID = re.compile(r"[A-Za-z_][\w.-]*\Z", re.ASCII)  # what XML takes for an id
_NUMBERED = re.compile(r"a(\d{1,9})\Z")  # what ELAN calls annotations
_MEDIA = {  # what ELAN calls recordings, by the ends of their names
    "wav": "audio/x-wav", "mp3": "audio/mpeg", "m4a": "audio/mp4",
    "mp4": "video/mp4", "mpg": "video/mpeg", "mpeg": "video/mpeg", "mov": "video/quicktime",
}  # fmt: skip


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write a file for each dialogue. Raises Cancelled where the options say so."""
    words = TagNames(content.codebook(), content.annotators())
    sources = {source.id: source for source in content.sources()}
    with bundle(out) as files:
        for record in watched(content, options):
            source = sources[record.dialogue.source_id]
            made = _ElanDocument(words, record)
            made.head(source.name, source.imported_at)
            made.tiers()
            files.add(f"{record.dialogue.key}.eaf", made.data())


def _free(speaker: str, taken: set[str]) -> str:
    """A name for a further tier of a speaker that no tier has yet."""
    number = 2
    while f"{speaker} ({number})" in taken:
        number += 1
    taken.add(f"{speaker} ({number})")
    return f"{speaker} ({number})"


def _kept_ids(record: DialogueRecord) -> dict[int, str]:
    """The ids that turns have in their source, where each is one of XML's and of one turn; by place."""
    ids = [source_metadata.text_of(item.turn, "id") for item in record.turns]
    counts = Counter(ids)
    return {place: key for place, key in enumerate(ids) if counts[key] == 1 and _ID.match(key)}


class _ElanDocument:
    """An annotation document that grows; its schema wants the parts in this order."""

    def __init__(self, words: TagNames, record: DialogueRecord) -> None:
        self._words = words
        self._record = record
        self._count = 0
        self._spans = source_metadata.spans(record)
        self._kept = _kept_ids(record)
        self._taken_ids = frozenset(self._kept.values())
        self._stereotypes: set[str] = set()
        self._root = ET.Element("ANNOTATION_DOCUMENT")
        self._last = ET.Element("PROPERTY", NAME="lastUsedAnnotationId")

    def head(self, source: str, date: str) -> None:
        """Properties and times."""
        # The schema wants a date; that of the import is the same in every export.
        fixed = {"AUTHOR": PROGRAM, "DATE": date, "FORMAT": "3.0", "VERSION": "3.0"}
        self._root.attrib.update(fixed)
        self._root.attrib |= {"xmlns:xsi": _XSI, "xsi:noNamespaceSchemaLocation": _SCHEMA}
        header = self._add(self._root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
        for url in source_metadata.recordings(self._record):
            kind = _MEDIA.get(url.rpartition(".")[2].casefold(), "unknown")
            self._add(header, "MEDIA_DESCRIPTOR", MEDIA_URL=clean(url), MIME_TYPE=kind)
        for name, value in self._properties(source):
            self._add(header, "PROPERTY", NAME=name).text = clean(value)
        header.append(self._last)
        order = self._add(self._root, "TIME_ORDER")
        # A turn's slots have the numbers 2n and 2n + 1; they stand in the order of time.
        times = [time for span in self._spans for time in (span.start, span.end)]
        for slot in sorted(range(len(times)), key=times.__getitem__):
            self._add(order, "TIME_SLOT", TIME_SLOT_ID=f"ts{slot}", TIME_VALUE=str(times[slot]))

    def tiers(self) -> None:
        """The turns of each speaker, with what was said about them, and the types of tiers."""
        groups: dict[tuple[str, str], list[tuple[int, TurnRecord]]] = {}
        of_source = source_metadata.tiers(self._record)
        for place, item in enumerate(self._record.turns):
            speaker = clean(item.turn.speaker) or NOBODY
            groups.setdefault((speaker, clean(of_source[place])), []).append((place, item))
        taken = {tier or speaker for speaker, tier in groups}
        used: set[str] = set()
        for (speaker, own), said in groups.items():
            for number, items in enumerate(self._apart(said)):
                name = own or speaker
                tier = _free(name, taken) if number or name in used else name
                used.add(tier)
                ids = self._turns(speaker, tier, items)
                self._source_tiers(speaker, tier, ids, items, taken)
                for (facet, annotator), answers in self._answers(items).items():
                    about = [(ids[place], x) for place, x in answers]
                    self._answer_tier(speaker, tier, facet, annotator, about)
        self._add(
            self._root, "LINGUISTIC_TYPE", GRAPHIC_REFERENCES="false", LINGUISTIC_TYPE_ID=_UTTERANCE,
            TIME_ALIGNABLE="true",
        )  # fmt: skip
        self._add(
            self._root, "LINGUISTIC_TYPE", CONSTRAINTS=_STEREOTYPE, GRAPHIC_REFERENCES="false",
            LINGUISTIC_TYPE_ID=_LABEL, TIME_ALIGNABLE="false",
        )  # fmt: skip
        for stereotype, name in ((_STEREOTYPE, _SOURCE), (_SUBDIVISION, _PARTS)):
            if stereotype in self._stereotypes:
                self._add(
                    self._root, "LINGUISTIC_TYPE", CONSTRAINTS=stereotype, GRAPHIC_REFERENCES="false",
                    LINGUISTIC_TYPE_ID=name, TIME_ALIGNABLE="false",
                )  # fmt: skip
        what = "1-1 association with a parent annotation"
        self._add(self._root, "CONSTRAINT", DESCRIPTION=what, STEREOTYPE=_STEREOTYPE)
        if _SUBDIVISION in self._stereotypes:
            what = "Symbolic subdivision of a parent annotation, in order"
            self._add(self._root, "CONSTRAINT", DESCRIPTION=what, STEREOTYPE=_SUBDIVISION)
        numbers = (int(match[1]) for key in self._kept.values() if (match := _NUMBERED.match(key)))
        self._last.text = str(max(self._count, *numbers, 0))

    def data(self) -> bytes:
        """The document as UTF-8."""
        ET.indent(self._root)
        return (
            b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(self._root, encoding="unicode").encode()
        )

    def _properties(self, source: str) -> Iterator[tuple[str, str]]:
        dialogue = self._record.dialogue
        if note := self._invented():
            yield "times", note
        yield "dialogue", dialogue.key
        yield "title", dialogue.title
        yield "source", source
        for target in dialogue.targets:
            yield "target", target.statement
        for tag in self._words.ordered(self._record.tags):
            yield f"tag of the dialogue by {clean(self._words.people[tag.annotator])}", self._shown(tag)

    def _invented(self) -> str:
        """What the file says about times that are not the source's; "" where all are."""
        places = [place for place, span in enumerate(self._spans) if span.invented]
        if not any(source_metadata.start_of(item.turn) is not None for item in self._record.turns):
            return TIMES
        return SOME.format(places=", ".join(map(str, places))) if places else ""

    def _apart(self, items: Sequence[tuple[int, TurnRecord]]) -> list[list[tuple[int, TurnRecord]]]:
        """Turns of a speaker so that none overlaps another of its list, in as few lists as that takes."""
        lists: list[list[tuple[int, TurnRecord]]] = []
        ends: list[int] = []
        for place, item in sorted(items, key=lambda x: self._spans[x[0]].start):
            span = self._spans[place]
            at = next((at for at, end in enumerate(ends) if end <= span.start), len(lists))
            if at == len(lists):
                lists.append([])
                ends.append(0)
            lists[at].append((place, item))
            ends[at] = span.end
        return lists

    def _shown(self, tag: Tag) -> str:
        return f"{tag.facet}: {self._words.name(tag)}"

    def _turns(self, speaker: str, name: str, items: Sequence[tuple[int, TurnRecord]]) -> dict[int, str]:
        tier = self._add(
            self._root, "TIER", LINGUISTIC_TYPE_REF=_UTTERANCE, PARTICIPANT=speaker, TIER_ID=name
        )
        ids = {}
        for place, item in items:
            ids[place] = self._kept.get(place) or self._id()
            self._annotation(
                tier, "ALIGNABLE_ANNOTATION", item.turn.text,
                ANNOTATION_ID=ids[place], TIME_SLOT_REF1=f"ts{2 * place}",
                TIME_SLOT_REF2=f"ts{2 * place + 1}",
            )  # fmt: skip
        return ids

    def _source_tiers(
        self,
        speaker: str,
        tier_above: str,
        ids: Mapping[int, str],
        items: Sequence[tuple[int, TurnRecord]],
        taken: set[str],
    ) -> None:
        """What other tiers of the source say of these turns."""
        found: dict[str, list[tuple[str, list[str]]]] = {}
        for place, item in items:
            for name, values in source_metadata.below(item.turn).items():
                found.setdefault(clean(name), []).append((ids[place], values))
        for name, said in found.items():
            own = name if name not in taken else f"{name}@{tier_above}"
            own = _free(own, taken) if own in taken else own
            taken.add(own)
            parts = any(len(values) > 1 for _, values in said)
            self._stereotypes.add(_SUBDIVISION if parts else _STEREOTYPE)
            tier = self._add(
                self._root, "TIER", LINGUISTIC_TYPE_REF=_PARTS if parts else _SOURCE,
                PARENT_REF=tier_above, PARTICIPANT=speaker, TIER_ID=own,
            )  # fmt: skip
            for turn, values in said:
                before: dict[str, str] = {}
                for value in values:
                    key = self._id()
                    about = {"ANNOTATION_ID": key, "ANNOTATION_REF": turn, **before}
                    self._annotation(tier, "REF_ANNOTATION", value, **about)
                    before = {"PREVIOUS_ANNOTATION": key}

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
        self, speaker: str, tier_above: str, facet: str, annotator: str, answers: Sequence[tuple[str, str]]
    ) -> None:
        person = clean(self._words.people[annotator])
        tier = self._add(
            self._root, "TIER", ANNOTATOR=person, LINGUISTIC_TYPE_REF=_LABEL, PARENT_REF=tier_above,
            PARTICIPANT=speaker, TIER_ID=f"{facet}@{tier_above} ({person})",
        )  # fmt: skip
        for turn, answer in answers:
            self._annotation(tier, "REF_ANNOTATION", answer, ANNOTATION_ID=self._id(), ANNOTATION_REF=turn)

    def _annotation(self, tier: ET.Element, kind: str, text: str, **attributes: str) -> None:
        made = self._add(self._add(tier, "ANNOTATION"), kind, **attributes)
        self._add(made, "ANNOTATION_VALUE").text = clean(text)

    def _id(self) -> str:
        self._count += 1
        while f"a{self._count}" in self._taken_ids:
            self._count += 1
        return f"a{self._count}"

    @staticmethod
    def _add(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
        return ET.SubElement(parent, name, attributes)
