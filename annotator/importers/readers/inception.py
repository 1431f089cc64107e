"""WebAnno TSV 3 and UIMA CAS XMI, as INCEpTION writes them: sentences are turns, annotations go with them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from annotator.errors import Sentence, UserError
from annotator.importers.cell_values import named
from annotator.importers.column_mapping import strings_with_names
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.utf16_offsets import Units
from annotator.importers.xml_tree import Element, parse

_HEADER = re.compile(r"#T_(?P<kind>SP|CH|RL)=(?P<layer>[^|\s]+)(?P<features>\S*)")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_VALUE = re.compile(r"(?P<value>.*?)(?:\[(?P<number>\d+)\])?\Z", re.DOTALL)
_NAMED_SIGNS = frozenset(("Sentence", "Token", "Paragraph", "Heading", "Div"))


@dataclass(slots=True)
class _Note:
    """An annotation: layer and feature, value, and where it stands in code points of the document."""

    name: str
    value: str
    start: int
    end: int


@dataclass(slots=True)
class _Sentence:
    text: str
    start: int  # in code points of the document
    line: int
    notes: list[_Note] = field(default_factory=list)


def _readout(sentences: Sequence[_Sentence], faults: Faults, meta: Meta) -> Readout:
    """Sentences as turns; names at their beginnings speak, where they come again."""
    turns = []
    for sentence in sentences:
        notes = [
            [note.name, note.value, note.start - sentence.start, note.end - sentence.start]
            for note in sentence.notes
        ]
        turns.append(
            ReadTurn(
                "",
                sentence.text,
                f"line {sentence.line}",
                {"fields": {"annotations": notes}} if notes else {},
            )
        )
    if strings_with_names([turn.text for turn in turns]):
        turns = [_divided(turn) for turn in turns]
    return Readout((ReadDialogue(tuple(turns), meta=meta),), **faults.told())


def _divided(turn: ReadTurn) -> ReadTurn:
    pair = named(turn.text)
    if pair is None:
        return turn
    speaker, text = pair
    shift = turn.text.rfind(text) if text else len(turn.text)
    meta: Meta = dict(turn.meta)
    fields = turn.meta.get("fields")
    if isinstance(fields, dict):
        notes = [
            [name, value, max(0, start - shift), max(0, end - shift)]
            for name, value, start, end in fields["annotations"]
        ]
        meta["fields"] = {"annotations": notes}
    return replace(turn, speaker=speaker, text=text, meta=meta)


# --- WebAnno TSV ------------------------------------------------------------------------------


class _Tsv:
    """A WebAnno file while its lines are read."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.features: list[str] = []
        self.sentences: list[_Sentence] = []
        self.relations = 0
        self._texts: list[str] = []
        self._rows: list[tuple[int, list[str]]] = []
        self._line = 0

    def take(self, number: int, line: str) -> None:
        """The next line."""
        if match := _HEADER.match(line):
            self.relations += match["kind"] != "SP"
            layer = match["layer"].rpartition(".")[2]
            self.features += [f"{layer}.{feature}" for feature in match["features"].split("|") if feature]
        elif line.startswith("#Text="):
            if self._rows:
                self.finish()
            self._line = self._line if self._texts else number
            self._texts.append(_plain(line[6:]))
        elif not line:
            self.finish()
        elif not line.startswith("#"):
            self._rows.append((number, line.split("\t")))

    def finish(self) -> None:
        """The end of a sentence."""
        if self._texts:
            text = "\n".join(self._texts)
            self.sentences.append(_sentence(self._line, text, self._rows, self.features, self.faults))
        self._texts, self._rows = [], []


def read_webanno(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """WebAnno TSV 3: the text of its sentences, and the values of its columns by place."""
    decoded = decode_by_lines(data, recipe.encoding)
    reading = _Tsv()
    for number, line in enumerate(decoded.text.split("\n"), 1):
        reading.take(number, line)
    reading.finish()
    if not reading.sentences:
        raise UserError("There are no sentences in this WebAnno file", "no line begins with #Text=")
    reading.faults.remarks.leave_out("relations", reading.relations)
    return replace(_readout(reading.sentences, reading.faults, {}), decoded=decoded)


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text)


def _sentence(
    line: int, text: str, rows: Sequence[tuple[int, list[str]]], features: Sequence[str], faults: Faults
) -> _Sentence:
    units = Units(text)
    first = None
    open_: dict[tuple[str, str, str], _Note] = {}
    notes: list[_Note] = []
    for number, cells in rows:
        try:
            begin, end = (int(part) for part in cells[1].split("-"))
        except (IndexError, ValueError):
            faults.add(Sentence("line {number}", number=number), "it is no token")
            continue
        first = begin if first is None else first
        for feature, cell in zip(features, cells[3:], strict=False):
            for value, mark in _values(cell):
                start, stop = units.point(begin - first), units.point(end - first)
                key = (feature, value, mark)
                if mark and key in open_:
                    open_[key].end = stop
                else:
                    open_[key] = _Note(feature, value, start, stop)
                    notes.append(open_[key])
    return _Sentence(text, 0, line, notes)


def _values(cell: str) -> Iterator[tuple[str, str]]:
    """The values in a cell with the numbers that tie them to those of other tokens."""
    if cell in {"_", ""}:
        return
    for part in re.split(r"(?<!\\)\|", cell):
        match = _VALUE.match(part)
        if match is not None:
            value = _plain(match["value"])
            yield ("" if value == "*" else value), match["number"] or ""


# --- UIMA CAS XMI -----------------------------------------------------------------------------


def read_xmi(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """UIMA CAS XMI: the sentences of the first view that has a text; its lines where it has none."""
    root = parse(data, "This XMI file")
    views = [each for each in root.children if each.name == "Sofa" and each.get("sofaString")]
    if not views:
        raise UserError(
            "{name} cannot be read",
            "it is XMI, but no UIMA document: it holds no text (sofaString)",
            name=name,
        )
    view = views[0]
    text = view.get("sofaString").replace("\r\n", "\n").replace("\r", "\n")
    units = Units(view.get("sofaString"), breaks=True)
    faults = Faults()
    for other in views[1:]:
        faults.remarks.leave_out("parts", 1, other.get("sofaID"))
    placed = [
        each for each in root.children if each.get("sofa") in {view.get("id"), ""} and each.get("begin")
    ]
    spans = sorted(
        (units.point(int(each.get("begin"))), units.point(int(each.get("end"))), each.line)
        for each in placed
        if each.name == "Sentence"
    )
    spans = [span for span in spans if text[span[0] : span[1]].strip()] or list(_lines(text))
    sentences = [_Sentence(text[start:end].strip("\n"), start, line) for start, end, line in spans]
    across = _attach(sentences, [each for each in placed if each.name not in _NAMED_SIGNS], units, text)
    faults.remarks.leave_out("across", across)
    if not sentences:
        raise UserError("There are no turns in {name}", "its text is empty", name=name)
    title = next(
        (each.get("documentTitle") for each in root.all("DocumentMetaData") if each.get("documentTitle")), ""
    )
    return _readout(sentences, faults, {"title": title} if title else {})


def _lines(text: str) -> Iterator[tuple[int, int, int]]:
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield at, at + len(line), number
        at += len(line) + 1


_PLUMBING = frozenset(("id", "sofa", "begin", "end"))


def _attach(sentences: Sequence[_Sentence], placed: Sequence[Element], units: Units, text: str) -> int:
    """Give annotations to the sentences they lie in; returns how many lie in none or in several."""
    starts = [sentence.start for sentence in sentences]
    lost = 0
    for each in placed:
        start, end = units.point(int(each.get("begin"))), units.point(int(each.get("end")))
        if each.name == "DocumentMetaData" or (start == 0 and end == len(text)):
            continue
        at = bisect.bisect_right(starts, start) - 1
        sentence = sentences[at] if at >= 0 else None
        if sentence is None or end > sentence.start + len(sentence.text):
            lost += 1
            continue
        features = {key: value for key, value in each.attributes.items() if key not in _PLUMBING and value}
        for key, value in features.items() or (("", ""),):
            sentence.notes.append(_Note(f"{each.name}.{key}".rstrip("."), value, start, end))
    return lost
