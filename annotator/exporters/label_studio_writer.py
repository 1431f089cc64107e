"""Label Studio: tasks as JSON with the labelling configuration they need, in one zip.

A dialogue is a task, its turns are the paragraphs of it. What an annotator says about a turn
or a span is a region with the answers hanging on it; answers about different targets are
different regions, for there is one answer of each kind to a region. Suggestions are predictions.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

import msgspec

from annotator.exporters.json_writer import watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import TagNames, statements
from annotator.exporters.xml_text import clean
from annotator.exporters.zip_writer import bundle
from annotator.model import Codebook, DialogueRecord, Facet, Tag

TASKS, CONFIG = "tasks.json", "config.xml"
_TEXT = "dialogue"  # the member of a task's data with the turns
# The object and the control whose regions carry all others; no facet's key has an underscore.
_OBJECT, _PART = "the_dialogue", "the_part"
_WHOLE, _SPAN = "turn", "span"

_encode = msgspec.json.Encoder().encode
_Result = dict[str, object]


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write tasks and configuration. Raises Cancelled where the options say so."""
    words = TagNames(content.codebook(), content.annotators())
    sources = {source.id: source.name for source in content.sources()}
    with bundle(out) as files:
        files.part(CONFIG).write(_configuration(content.codebook(), words))
        tasks = files.part(TASKS)
        mark = b"["
        for record in watched(content, options):
            tasks.write(mark + b"\n" + _encode(_task(words, record, sources[record.dialogue.source_id])))
            mark = b","
        tasks.write(b"[]\n" if mark == b"[" else b"\n]\n")


# --- tasks ------------------------------------------------------------------------------------


def _task(words: TagNames, record: DialogueRecord, source: str) -> dict[str, object]:
    given: dict[tuple[str, bool], list[tuple[int | None, Tag]]] = defaultdict(list)
    for place, tags in _tags(words, record):
        for tag in tags:
            given[tag.annotator, tag.origin == "suggested"].append((place, tag))
    people = [key for key, suggested in given if not suggested]
    return {
        "data": {
            _TEXT: [
                {"author": x.turn.speaker, "text": x.turn.text, "turn_id": x.turn.key} for x in record.turns
            ],
            "dialogue_id": record.dialogue.key,
            "title": record.dialogue.title,
            "source": source,
            # A number of somebody who is not a member there would make the import fail.
            "annotators": [words.people[key] for key in people],
        },
        "annotations": [
            {"result": list(_results(words, record, given[key, False])), "was_cancelled": False}
            for key in people
        ],
        "predictions": [
            {"model_version": words.people[key], "result": list(_results(words, record, tags))}
            for (key, suggested), tags in given.items()
            if suggested
        ],
    }


def _tags(words: TagNames, record: DialogueRecord) -> Iterator[tuple[int | None, list[Tag]]]:
    """The tags of the dialogue and those of each turn, with the turn's place in the export."""
    yield None, words.ordered(record.tags, suggested=True)
    for place, item in enumerate(record.turns):
        yield place, words.ordered(item.turn.tags, suggested=True)


def _results(
    words: TagNames, record: DialogueRecord, given: Iterable[tuple[int | None, Tag]]
) -> Iterator[_Result]:
    regions: dict[tuple[object, ...], list[Tag]] = defaultdict(list)
    for place, tag in given:
        regions[place, tag.start, tag.end, tag.target].append(tag)
    known = statements(record)
    for number, ((where, *_), tags) in enumerate(regions.items()):
        shared: _Result = {"id": f"r{number}", "to_name": _OBJECT}
        span: _Result = {}
        if isinstance(where, int):
            span = _span(record.turns[where].turn.text, where, tags[0])
            kind = _WHOLE if tags[0].start is None else _SPAN
            value = {**span, "paragraphlabels": [kind]}
            yield {**shared, "from_name": _PART, "type": "paragraphlabels", "value": value}
        by_facet: dict[str, list[Tag]] = defaultdict(list)
        for tag in tags:
            by_facet[tag.facet].append(tag)
        for facet, answers in by_facet.items():
            beside = _beside(answers)
            for name, type_, member, answer in _answers(words, words.facets[facet], answers, known):
                held = {**span, member: answer}
                yield {**shared, "from_name": name, "type": type_, "value": held} | beside
                beside = {}  # said once, with the answer itself


def _beside(tags: list[Tag]) -> _Result:
    """What a result may carry that no control asks for."""
    found: _Result = {}
    notes = [tag.note for tag in tags if tag.note]
    scores = [tag.score for tag in tags if tag.score is not None]
    if notes:
        found["meta"] = {"text": notes}
    if scores:
        found["score"] = min(scores)
    return found


def _answers(
    words: TagNames, facet: Facet, tags: list[Tag], known: Mapping[str, str]
) -> Iterator[tuple[str, str, str, object]]:
    """Which control is answered how: its name, its type, the member of the value, what stands there."""
    names = [clean(words.name(tag)) for tag in tags]
    if facet.kind == "text":
        yield facet.key, "textarea", "text", names
    else:
        yield facet.key, "choices", "choices", names
    intensity = tags[0].intensity
    target = known.get(tags[0].target or "")
    if facet.intensity and intensity is not None:
        yield f"{facet.key}_intensity", "rating", "rating", intensity
    if facet.targeted and target is not None:
        yield f"{facet.key}_target", "textarea", "text", [target]
    if facet.kind != "text" and any(tag.uncertain for tag in tags):
        yield f"{facet.key}_uncertain", "choices", "choices", ["uncertain"]


def _span(text: str, place: int, tag: Tag) -> _Result:
    """Where a region is. Label Studio counts as browsers do, in UTF-16 code units."""
    start = 0 if tag.start is None else tag.start
    end = len(text) if tag.end is None else tag.end
    return {
        "start": str(place),
        "end": str(place),
        "startOffset": _units(text[:start]),
        "endOffset": _units(text[:end]),
        "text": text[start:end],
    }


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


# --- configuration ----------------------------------------------------------------------------


def _configuration(codebook: Codebook, words: TagNames) -> bytes:
    view = ET.Element("View")
    part = _control(view, "ParagraphLabels", _PART, {})
    for kind in (_WHOLE, _SPAN):
        ET.SubElement(part, "Label", {"value": kind})
    layout = {"layout": "dialogue", "nameKey": "author", "textKey": "text"}
    ET.SubElement(view, "Paragraphs", {"name": _OBJECT, "value": f"${_TEXT}", **layout})
    for facet in codebook.facets:
        if facet.kind == "text" or facet.labels:  # else there is nothing to choose
            _controls(view, facet, words)
    ET.indent(view)
    return ET.tostring(view, encoding="unicode").encode() + b"\n"


def _controls(view: ET.Element, facet: Facet, words: TagNames) -> None:
    each = {} if facet.scope == "dialogue" else {"perRegion": "true"}
    question = clean(facet.question or facet.name or facet.key)
    ET.SubElement(view, "Header", {"value": question, "size": "5"})
    if facet.kind == "text":
        _control(view, "TextArea", facet.key, each)
        return
    choice = "multiple" if facet.kind == "several" else "single"
    choices = _control(view, "Choices", facet.key, {"choice": choice, **each})
    for label in facet.labels:
        hint = {"hint": clean(label.definition)} if label.definition else {}
        ET.SubElement(choices, "Choice", {"value": clean(words.labels[label.key]), **hint})
    if facet.intensity:
        _control(view, "Rating", f"{facet.key}_intensity", {"maxRating": "3", **each})
    if facet.targeted:
        _control(view, "TextArea", f"{facet.key}_target", each)
    doubt = _control(view, "Choices", f"{facet.key}_uncertain", each)
    ET.SubElement(doubt, "Choice", {"value": "uncertain"})


def _control(view: ET.Element, kind: str, name: str, further: Mapping[str, str]) -> ET.Element:
    return ET.SubElement(view, kind, {"name": name, "toName": _OBJECT, **further})
