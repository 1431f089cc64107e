"""TEI: utterances of transcribed speech (``u``) and speeches of plays (``sp``) are turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from annotator.errors import UserError
from annotator.importers.joined_words import join_words
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.time_values import seconds
from annotator.importers.xml_tree import Element, parse

_TOKENS = frozenset(("w", "pc"))
_ASIDE = frozenset(
    ("desc", "note", "stage", "incident", "vocal", "kinesic", "writing", "speaker", "spanGrp", "span", "fw")
)
_BLOCKS = frozenset(("p", "l", "lg", "ab", "seg", "s"))
_SPEECHES = frozenset(("u", "sp"))


@dataclass(slots=True)
class _TeiText:
    names: Mapping[str, str]
    times: Mapping[str, float]
    aside: dict[str, int] = field(default_factory=dict)


def read_tei(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """A dialogue for each text in the file; what happens beside the words is counted."""
    root = parse(data, "This TEI file")
    if root.name not in {"TEI", "TEI.2", "teiCorpus", "text"}:
        raise UserError(
            "{name} cannot be read", "it is XML, but no TEI document (<{root}>)", name=name, root=root.name
        )
    people = [*root.all("person"), *root.all("personGrp")]
    names = {each.get("id"): _called(each) for each in people}
    reading = _TeiText(names, _times(root))
    documents = [root] if root.name != "teiCorpus" else list(root.all("TEI")) or [root]
    dialogues = []
    for document in documents:
        turns = tuple(_turns(document, reading, document.get("who"), ("", "")))
        if turns:
            dialogues.append(
                ReadDialogue(turns, _title(document), f"line {document.line}", _about(people, names, turns))
            )
    faults = Faults()
    for what, count in sorted(reading.aside.items()):
        faults.remarks.leave_out("asides", count, f"<{what}> {count:,}")
    spoken = [turn for one in dialogues for turn in one.turns]
    if not any(turn.speaker for turn in spoken):
        faults.remarks.leave_out("unsaid", len(spoken))
    if not dialogues:
        raise UserError(
            "There are no turns in this TEI file", "it has no <u> or <sp>, so it is no transcript of speech"
        )
    return Readout(tuple(dialogues), **faults.told())


def _called(person: Element) -> str:
    for kind in ("abbr", "persName", "name"):
        found = person.first(kind)
        if found is not None and (text := " ".join(found.whole().split())):
            return text
    return person.get("n") or person.get("id")


def _times(root: Element) -> dict[str, float]:
    """The points of the time lines in seconds, where they have a time or a distance to one that has."""
    found: dict[str, float] = {}
    for line in root.all("timeline"):
        unit = line.get("unit", "s")
        for point in line.all("when"):
            own = point.get("id")
            absolute = seconds(point.get("absolute").partition("T")[2] or point.get("absolute"))
            interval = seconds(point.get("interval"), "ms" if point.get("unit", unit) == "ms" else "s")
            since = point.get("since").lstrip("#") or line.get("origin").lstrip("#")
            if absolute is not None:
                found[own] = absolute
            elif interval is not None and interval >= 0:
                found[own] = interval + found.get(since, 0.0)
            elif not found:
                found[own] = 0.0
    return found


def _turns(element: Element, reading: _TeiText, who: str, span: tuple[str, str]) -> Iterator[ReadTurn]:
    for child in element.children:
        if child.name in _SPEECHES:
            yield from _turn(child, reading, child.get("who") or who, _span(child, span))
        elif child.get("who"):  # annotationBlock, or as drafts of the standard called it
            yield from _turns(child, reading, child.get("who"), _span(child, span))
        elif child.name == "annotationBlock":
            yield from _turns(child, reading, who, _span(child, span))
        elif child.name not in {"teiHeader", "TEI", "standOff"}:
            yield from _turns(child, reading, who, span)


def _span(element: Element, span: tuple[str, str]) -> tuple[str, str]:
    """From when to when something is said: some write ``start`` and ``end``, some ``from`` and ``to``."""
    start, end = element.get("start") or element.get("from"), element.get("end") or element.get("to")
    return start or span[0], end or span[1]


def _turn(element: Element, reading: _TeiText, who: str, span: tuple[str, str]) -> Iterator[ReadTurn]:
    text = _text(element, reading)
    if not text:
        return
    meta: Meta = {}
    if element.get("id"):
        meta["id"] = element.get("id")
    marks = [each.get("synch").lstrip("#") for each in element.all("anchor") if each.get("synch")]
    for key, mark in (
        ("start", span[0] or next(iter(marks), "")),
        ("end", span[1] or (marks[-1] if marks[1:] else "")),
    ):
        if (time := reading.times.get(mark.lstrip("#"))) is not None:
            meta[key] = time
        elif (given := seconds(mark)) is not None:
            meta[key] = given
    yield ReadTurn(_speaker(element, reading, who), text, f"line {element.line}", meta)


def _speaker(element: Element, reading: _TeiText, who: str) -> str:
    pointers = who.split()
    keys = [key.rpartition("#")[2] or key for key in pointers]
    if not all("#" in key or key in reading.names for key in pointers):
        keys = [" ".join(pointers)]  # a name, where the guidelines want a pointer
    if keys:
        return ", ".join(reading.names.get(key, key) for key in keys)
    heading = element.first("speaker")
    if heading is None:
        heading = next((each for each in element.all("note") if each.get("type") == "speaker"), None)
    return " ".join(heading.whole().split()).rstrip(".:") if heading is not None else ""


def _text(element: Element, reading: _TeiText) -> str:
    """The words: tokens put together, or running text with its white space made even."""
    if any(True for _ in element.all("w")):
        tokens = list(_tokens(element))
        parts: list[str] = []
        for at, (token, text) in enumerate(tokens):
            glued = at > 0 and (
                tokens[at - 1][0].get("join") in {"right", "both"} or token.get("join") in {"left", "both"}
            )
            if glued and parts:
                parts[-1] += text
            else:
                parts.append(text)
        _count(element, reading)
        return join_words(parts)
    lines = "".join(_running(element, reading)).split("\n")
    return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line)


def _tokens(element: Element) -> Iterator[tuple[Element, str]]:
    for child in element.children:
        if child.name in _TOKENS:
            # A token may be taken apart once more; its own form counts.
            inner = [each for each in child.children if each.name in _TOKENS]
            text = "".join(child.texts).strip() if inner else child.whole().strip()
            if text:
                yield child, text
        elif child.name not in _ASIDE:
            yield from _tokens(child)


def _count(element: Element, reading: _TeiText) -> None:
    for child in element.children:
        if child.name in _ASIDE - {"desc", "speaker"}:
            reading.aside[child.name] = reading.aside.get(child.name, 0) + 1
        else:
            _count(child, reading)


def _running(element: Element, reading: _TeiText) -> Iterator[str]:
    for piece in element.mixed():
        if isinstance(piece, str):
            yield piece.replace("\n", " ")
        elif piece.name in _ASIDE:
            if piece.name not in {"desc", "speaker"} and not (
                piece.name == "note" and piece.get("type") == "speaker"
            ):
                reading.aside[piece.name] = reading.aside.get(piece.name, 0) + 1
            yield " "
        elif piece.name == "l" or (piece.name == "p" and element.name == "sp"):
            yield "\n"
            yield from _running(piece, reading)
        elif piece.name in {"lb", "pause", "shift", "anchor"}:
            yield " " if piece.name != "anchor" else ""
        elif piece.name in _BLOCKS:
            yield " "
            yield from _running(piece, reading)
            yield " "
        else:
            yield from _running(piece, reading)


def _title(document: Element) -> str:
    header = document.first("teiHeader")
    found = header.first("title") if header is not None else None
    return " ".join(found.whole().split()) if found is not None else ""


def _about(people: list[Element], names: Mapping[str, str], turns: tuple[ReadTurn, ...]) -> Meta:
    speaking = {turn.speaker for turn in turns}
    described = {}
    for person in people:
        said = {key: person.get(key) for key in ("sex", "age", "role") if person.get(key)}
        for kind in ("sex", "age", "occupation", "langKnown", "education", "residence"):
            found = person.first(kind)
            if found is not None and (text := " ".join(found.whole().split()) or found.get("value")):
                said[kind] = text
        if said and names[person.get("id")] in speaking:
            described[names[person.get("id")]] = said
    return {"speakers": described} if described else {}
