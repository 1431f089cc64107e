"""One row per turn, for spreadsheets and statistics.

A facet is a column, with columns for what its tags carry beside it. A cell is empty where
nobody has answered yet; that nothing applies is an answer and stands there by its label's
name. Where several people have tagged, each has columns of their own, named ``facet (person)``.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import BinaryIO, TypeVar

from annotator.core.plain_records import PlainTurn
from annotator.exporters import source_metadata
from annotator.exporters.json_writer import watched_plain
from annotator.exporters.plain_tags import AlikeTags
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import statements
from annotator.model import Annotator, Codebook, DialogueRecord, Facet, RepairStep, Tag, Turn

BETWEEN = "; "  # several labels in one cell
_TO_BE_QUOTED = re.compile('[,"\r\n]')
# Excel and its kin run a cell that begins so as a formula, quoted or not.
_RISKY = re.compile(" *[=+\\-@\t\r＝＋－＠]")

Cell = str | int
_Cell = TypeVar("_Cell")


@dataclass(frozen=True, slots=True)
class _CellSource:
    """What the cells of one row are made from."""

    record: DialogueRecord
    turn: Turn
    source: str
    about: Mapping[str, str]  # what its source says about speakers


def _count(kind: str) -> Callable[[_CellSource], Cell]:
    return lambda place: sum(step.kind == kind for step in place.turn.steps)


_COLUMNS: tuple[tuple[str, Callable[[_CellSource], Cell]], ...] = (
    ("source", lambda x: x.source),
    ("dialogue", lambda x: x.record.dialogue.key),
    ("title", lambda x: x.record.dialogue.title),
    ("turn", lambda x: x.turn.position + 1),
    ("turn_key", lambda x: x.turn.key),
    ("speaker", lambda x: x.turn.speaker),
    ("speaker_about", lambda x: x.about.get(x.turn.speaker, "")),
    ("text", lambda x: x.turn.text),
    ("start", lambda x: shown(source_metadata.start_of(x.turn))),
    ("end", lambda x: shown(source_metadata.end_of(x.turn))),
    ("time", lambda x: source_metadata.text_of(x.turn, "time")),
    ("id", lambda x: source_metadata.text_of(x.turn, "id")),
    ("reply_to", lambda x: source_metadata.text_of(x.turn, "reply_to")),
    ("repairs", lambda x: sum(_alters(step) for step in x.turn.steps)),
    ("damage", _count("damage")),
    ("gaps", lambda x: len(x.turn.gaps)),
    ("detected_language", lambda x: x.turn.language.primary if x.turn.language else ""),
)


def shown(seconds: float | None) -> str:
    """Seconds as they are written in a cell, "" for none."""
    return "" if seconds is None else repr(int(seconds) if seconds.is_integer() else seconds)


def _alters(step: RepairStep) -> bool:
    return step.before != step.after


# What a column shows of a tag, given the statements of the dialogue's targets by key.
_Show = Callable[[Tag, Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class TagColumn:
    """One column of answers: which tags it shows, and what of them."""

    name: str
    facet: str
    annotator: str
    show: _Show
    dialogue: bool = False  # of the dialogue as a whole


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write every turn as a row. Raises Cancelled where the options say so."""
    columns = tag_columns(content.codebook(), content.annotators())
    answers = Answers(columns)
    sources = {source.id: source.name for source in content.sources()}
    buffer = io.StringIO(newline="")
    rows = csv.writer(buffer, lineterminator="\r\n")
    rows.writerow([*(name for name, _ in _COLUMNS), *(safe(column.name) for column in columns)])
    out.write(b"\xef\xbb\xbf")  # without it Excel takes UTF-8 for a code page
    alike = AlikeTags(content.codebook(), lambda tags, known: _written(map(safe, answers.of(tags, known))))
    for one in watched_plain(content, options):
        record, known = one.record, statements(one.record)
        source, about = sources[record.dialogue.source_id], source_metadata.about_speakers(record)
        alike.begin(known)
        plain = _PlainRow(record, source, about)
        for item in one.turns:
            if isinstance(item, PlainTurn):
                buffer.write(plain.line(item, alike.of(item.tags)))
            else:
                place = _CellSource(record, item.turn, source, about)
                cells = (
                    *(make(place) for _, make in _COLUMNS),
                    *answers.of(alike.in_order(item.turn.tags), known),
                )
                rows.writerow([safe(cell) if cell else cell for cell in cells])
        _drain(buffer, out)
    _drain(buffer, out)


def quoted(cell: str) -> str:
    """A cell as csv.writer writes it: between quotes only where it must be."""
    return '"' + cell.replace('"', '""') + '"' if _TO_BE_QUOTED.search(cell) else cell


def _written(cells: Iterable[str]) -> str:
    """Cells as they stand in a row behind others."""
    return "".join([f",{quoted(cell)}" for cell in cells])


class _PlainRow:
    """Rows of plain turns of one dialogue, of which nearly all cells are known and written beforehand."""

    def __init__(self, record: DialogueRecord, source: str, about: Mapping[str, str]) -> None:
        self._head = _written(map(safe, (source, record.dialogue.key, record.dialogue.title)))[1:]
        self._about = about
        self._speakers: dict[str, str] = {}
        self._languages: dict[str, str] = {}

    def line(self, turn: PlainTurn, answers: str) -> str:
        """The row of a turn, given the cells of its answers."""
        key, position, speaker, text, _, language, _ = turn
        who = self._speakers.get(speaker)
        if who is None:
            who = _written(map(safe, (speaker, self._about.get(speaker, ""))))
            self._speakers[speaker] = who
        primary = "" if language is None else language.primary
        behind = self._languages.get(primary)
        if behind is None:
            # No times, ids and replies; no repairs, damage and gaps.
            behind = self._languages[primary] = _written(("", "", "", "", "", "0", "0", "0", safe(primary)))
        head = f"{self._head},{position + 1},{quoted(safe(key))}{who}"
        return f"{head},{quoted(safe(text))}{behind}{answers}\r\n"


def safe(cell: _Cell) -> _Cell | str:
    """A cell that no spreadsheet takes for a formula: a text that looks like one gets an apostrophe."""
    if not (cell and isinstance(cell, str)):
        return cell
    text = cell.replace("\0", "\N{REPLACEMENT CHARACTER}")  # CSV has no way to write it
    return f"'{text}" if _RISKY.match(text) else text


def unsafe(cell: str) -> str:
    """The text of a cell, without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell.startswith("'") and safe(cell[1:]) == cell else cell


def tag_columns(
    codebook: Codebook, annotators: Sequence[Annotator], *, dialogues: bool = False
) -> list[TagColumn]:
    """The columns of everybody's answers; with ``dialogues`` also those about dialogues as a whole."""
    labels = {label.key: label.name for facet in codebook.facets for label in facet.labels}
    names = people_suffixes(annotators)
    return [
        TagColumn(
            f"{facet.key}{part}{names[annotator.key]}",
            facet.key,
            annotator.key,
            show,
            facet.scope == "dialogue",
        )
        for annotator in annotators
        for facet in codebook.facets
        for part, show in _parts(facet, labels)
        if dialogues or facet.scope != "dialogue"
    ]


def _parts(facet: Facet, labels: Mapping[str, str]) -> Iterator[tuple[str, _Show]]:
    yield "", lambda tag, _: labels.get(tag.label, tag.label) or tag.value
    if facet.targeted:
        yield "_target", lambda tag, statements: statements.get(tag.target or "", "")
    if facet.intensity:
        yield "_intensity", lambda tag, _: str(tag.intensity or "")
    if facet.kind != "text":
        yield "_uncertain", lambda tag, _: "yes" if tag.uncertain else ""
        yield "_note", lambda tag, _: tag.note


def people_suffixes(annotators: Sequence[Annotator]) -> dict[str, str]:
    """What follows the facet in the column names of each annotator: nothing where there is only one."""
    if len(annotators) == 1:
        return {annotators[0].key: ""}
    times = Counter(annotator.name for annotator in annotators)
    return {x.key: f" ({x.name if times[x.name] == 1 else f'{x.name} {x.key}'})" for x in annotators}


class Answers:
    """What columns show of the tags of a turn."""

    def __init__(self, columns: Sequence[TagColumn]) -> None:
        grouped = groupby(columns, key=lambda column: (column.facet, column.annotator))
        self._groups = [(key, [column.show for column in same]) for key, same in grouped]
        self._none = [""] * len(columns)

    def of(self, tags: Sequence[Tag], statements: Mapping[str, str]) -> Sequence[str]:
        """The cells of the columns, given the statements of targets; suggestions are no answers."""
        given: dict[tuple[str, str], list[Tag]] = {}
        for tag in tags:
            if tag.origin != "suggested":
                given.setdefault((tag.facet, tag.annotator), []).append(tag)
        if not given:
            return self._none
        cells: list[str] = []
        for key, shows in self._groups:
            answers = given.get(key)
            cells += [""] * len(shows) if answers is None else _joined(answers, shows, statements)
        return cells


def _joined(tags: Sequence[Tag], shows: Sequence[_Show], statements: Mapping[str, str]) -> Iterator[str]:
    for show in shows:
        shown = [show(tag, statements) for tag in tags]
        yield BETWEEN.join(shown) if any(shown) else ""


def answer_of(column: TagColumn, tags: Sequence[Tag], statements: Mapping[str, str]) -> str:
    """What one column shows of some tags."""
    return Answers([column]).of(tags, statements)[0]


def _drain(buffer: io.StringIO, out: BinaryIO) -> None:
    out.write(buffer.getvalue().encode())
    buffer.seek(0)
    buffer.truncate()
