"""Tags that come back from elsewhere: the program's JSON, doccano, Label Studio, and CSV by turn.

A file only says what stands where; whether the project has such turns and labels is for
:mod:`annotator.exchange.tags_from_file` to find out. One bad record is told with its place and the others
go on.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.core.read_files import utf8_text
from annotator.errors import Sentence, UserError, cause_of
from annotator.exporters.bad_records import Trouble
from annotator.exporters.json_reader import Export, is_export

_ZIP = b"PK\x03\x04"
_TURN_COLUMNS = ("turn_key", "turn_id", "turn key")


@dataclass(frozen=True, slots=True)
class FoundTag:
    """A tag as a file has it, and where. What a file does not say is None or empty.

    ``label`` is a label's key or name, or a name with its facet (``facet: name``). ``annotator`` is
    a name. ``suggested``: the file itself says that nobody has accepted it.
    """

    where: str
    turn: str  # key, "" for the dialogue as a whole
    label: str
    dialogue: str = ""  # key
    facet: str = ""
    value: str = ""
    start: int | None = None
    end: int | None = None
    target: str = ""  # statement or key
    intensity: int | None = None
    uncertain: bool = False
    note: str = ""
    score: float | None = None
    annotator: str = ""
    suggested: bool = False
    at: str = ""


Read = Iterator[FoundTag | Trouble]


def read_tags(path: Path) -> Read:
    """The tags of a file, whichever of the formats it is in; what cannot be read of it as troubles.

    Raises UserError where the file cannot be read at all or is in none of the formats.
    """
    if is_export(path):
        return _own(path)
    try:
        with path.open("rb") as file:
            packed = file.read(4) == _ZIP
        data = _tasks(path) if packed else path.read_bytes()
    except OSError as error:
        raise UserError("{file} cannot be read", "{cause}", file=path.name, cause=cause_of(error)) from error
    text = utf8_text(data, path.name)
    beginning = text.lstrip()[:1]
    if beginning == "[":
        return _label_studio(path, text)
    if beginning == "{":
        return _doccano(text)
    return _table(path, text)


# What Python raises for archives that are broken, encrypted, packed otherwise, or hold no such member.
_BROKEN = (
    KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError
)  # fmt: skip


def _tasks(path: Path) -> bytes:
    """The tasks in a zip of this program."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read("tasks.json")
    except _BROKEN as error:
        raise UserError(
            "{file} has no tags",
            "it is no zip with tasks of Label Studio",
            "Choose the file in it",
            file=path.name,
        ) from error


# --- the program's own JSON --------------------------------------------------------------------


def _own(path: Path) -> Read:
    export = Export(path)
    names = {one.key: one.name for one in export.annotators}
    for source in export.sources():
        for read in source.tags:
            tag = read.tag
            yield FoundTag(
                where=Sentence("tag {key}", key=tag.key),
                turn=read.turn,
                label=tag.label,
                dialogue=read.dialogue,
                facet=tag.facet,
                value=tag.value,
                start=tag.start,
                end=tag.end,
                target=tag.target or "",
                intensity=tag.intensity,
                uncertain=tag.uncertain,
                note=tag.note,
                score=tag.score,
                annotator=names[tag.annotator],
                suggested=tag.origin == "suggested",
                at=tag.at,
            )


# --- doccano ------------------------------------------------------------------------------------


def _doccano(text: str) -> Read:
    # Only a line feed ends a record: texts may hold other line breaks.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield from _carefully(f"line {number}", line, _doccano_line)


def _doccano_line(where: str, line: str) -> Read:
    row = json.loads(line)
    turn = _text(row.get("turn_key") or row.get("meta", {}).get("turn_key") or row["turn_id"])
    labels = row.get("label", row.get("labels", []))
    for label in labels:
        if isinstance(label, str):
            yield FoundTag(where, turn, label)
        else:
            yield _span(where, turn, label)
    for span in row.get("spans", []):
        yield _span(where, turn, span)
    for entity in row.get("entities", []):
        yield _span(where, turn, [entity["start_offset"], entity["end_offset"], entity["label"]])
    for comment in row.get("Comments", []):
        facet, _, value = _text(comment if isinstance(comment, str) else comment["comment"]).partition(": ")
        yield FoundTag(where, turn, "", facet=facet, value=value)


def _span(where: str, turn: str, span: Sequence[Any]) -> FoundTag:
    start, end, label = span
    return FoundTag(where, turn, _text(label), start=_whole(start), end=_whole(end))


# --- Label Studio -------------------------------------------------------------------------------


def _label_studio(path: Path, text: str) -> Read:
    try:
        tasks = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(
            "{file} cannot be read",
            "it is not JSON ({cause})",
            "Export it again",
            file=path.name,
            cause=str(error),
        ) from error
    for number, task in enumerate(tasks):
        yield from _carefully(f"task {number + 1}", task, _task)


def _task(where: str, task: Mapping[str, Any]) -> Read:
    data = task["data"]
    said = data["dialogue"]
    people = data.get("annotators", [])
    for number, answer in enumerate(task.get("annotations", [])):
        name = people[number] if number < len(people) else ""
        yield from _results(where, data, said, answer["result"], FoundTag(where, "", "", annotator=name))
    for answer in task.get("predictions", []):
        made = FoundTag(
            where, "", "", annotator=_text(answer.get("model_version") or ""), suggested=True,
            score=answer.get("score"),
        )  # fmt: skip
        yield from _results(where, data, said, answer["result"], made)


def _results(
    where: str,
    data: Mapping[str, Any],
    said: Sequence[Mapping[str, Any]],
    results: Sequence[Mapping[str, Any]],
    given: FoundTag,
) -> Read:
    # A label of the paragraphs says only whether the region is a turn or a span of it.
    whole = {x["id"] for x in results if x["value"].get("paragraphlabels") == ["turn"]}
    beside: dict[tuple[str, str], Any] = {}
    for x in results:
        facet, _, part = x["from_name"].rpartition("_")
        if part in ("intensity", "target", "uncertain"):
            beside[x["id"], x["from_name"]] = x["value"]
    for x in results:
        value, facet = x["value"], x["from_name"]
        answers = value.get("choices") if x["type"] == "choices" else value.get("text")
        if x["type"] not in ("choices", "textarea") or (x["id"], facet) in beside:
            continue
        place = int(value["start"]) if "start" in value else None
        turn = said[place] if place is not None else None
        span = None
        if turn is not None and x["id"] not in whole:
            span = tuple(_points(turn["text"], value[name]) for name in ("startOffset", "endOffset"))
        target = beside.get((x["id"], f"{facet}_target"), {}).get("text", [""])
        for answer in answers:
            yield FoundTag(
                where=where,
                turn=turn["turn_id"] if turn is not None else "",
                dialogue=data.get("dialogue_id", ""),
                label=answer if x["type"] == "choices" else "",
                facet=facet,
                value="" if x["type"] == "choices" else answer,
                start=None if span is None else span[0],
                end=None if span is None else span[1],
                target=target[0],
                intensity=beside.get((x["id"], f"{facet}_intensity"), {}).get("rating"),
                uncertain=(x["id"], f"{facet}_uncertain") in beside,
                note=" ".join(x.get("meta", {}).get("text", [])),
                score=x.get("score", given.score),
                annotator=given.annotator,
                suggested=given.suggested,
            )


def _points(text: str, units: int) -> int:
    """Code points before a place that is counted in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "replace"))


# --- CSV ----------------------------------------------------------------------------------------


def _table(path: Path, text: str) -> Read:
    csv.field_size_limit(2**31 - 1)
    first = text.partition("\n")[0]
    tab = "\t" if first.count("\t") > first.count(",") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=tab, strict=True)
    try:
        names = [_plain(name) for name in rows.fieldnames or ()]
    except csv.Error:  # quotation marks that do not fit: no table
        names = []
    turn = next((name for name in _TURN_COLUMNS if name in names), None)
    if turn is None or len(set(names)) < len(names):
        raise UserError(
            "{file} has no tags that can be read",
            "it is no JSON, and as a table it has no column turn_key"
            if turn is None
            else "two columns have the same name",
            "Begin with a CSV export, which has that column, and the columns label or those of facets",
            file=path.name,
        )
    rows.fieldnames = names
    read = _answer_row if "label" in names or "name" in names else _facet_row
    try:
        for row in rows:
            where = Sentence("line {number}", number=rows.line_num)
            cells = {name: _plain(cell or "") for name, cell in row.items() if isinstance(name, str)}
            yield from _carefully(where, (cells, turn), read)
    except csv.Error as error:
        yield Trouble(
            Sentence("line {number}", number=rows.line_num + 1),
            Sentence("it is no row of a table ({cause})", cause=str(error)),
        )


def _answer_row(where: str, given: tuple[dict[str, str], str]) -> Read:
    """A row is one tag, its members by the columns' names."""
    row, turn = given
    free = not row.get("label")
    yield FoundTag(
        where=where,
        turn=row[turn],
        dialogue=row.get("dialogue", ""),
        label=row.get("label", ""),
        facet=row.get("facet", ""),
        value=row.get("name", "") if free else "",
        start=_number(row, "start", int),
        end=_number(row, "end", int),
        target=row.get("target", ""),
        intensity=_number(row, "intensity", int),
        uncertain=row.get("uncertain", "").casefold() in ("yes", "true", "1"),
        note=row.get("note", ""),
        score=_number(row, "score", float),
        annotator=row.get("annotator", ""),
        suggested=row.get("origin") == "suggested",
        at=row.get("at", ""),
    )


def _facet_row(where: str, given: tuple[dict[str, str], str]) -> Read:
    """A row is a turn, and a column whose name is a facet's has its answer; others are passed over."""
    row, turn = given
    for name, cell in row.items():
        facet, _, person = name.partition(" (")
        if cell:
            yield FoundTag(
                where, row[turn], cell, facet=f"?{facet}", annotator=person.removesuffix(")"),
                intensity=_number(row, f"{facet}_intensity{name[len(facet):]}", int),
                uncertain=row.get(f"{facet}_uncertain{name[len(facet):]}") == "yes",
                note=row.get(f"{facet}_note{name[len(facet):]}", ""),
                target=row.get(f"{facet}_target{name[len(facet):]}", ""),
                score=_number(row, "score", float),
            )  # fmt: skip


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" ")[:1] in tuple("=+-@\t\r＝＋－＠") else cell


def _number(row: Mapping[str, str], name: str, kind: Callable[[str], Any]) -> Any:
    cell = row.get(name, "").strip()
    return kind(cell) if cell else None


# --- common -------------------------------------------------------------------------------------


def _carefully(where: str, record: Any, read: Callable[[str, Any], Read]) -> Read:
    """What can be read of a record, and what hindered where it cannot."""
    try:
        yield from read(where, record)
    except KeyError as error:
        yield Trouble(where, Sentence("it has no member {member!r}", member=error.args[0]))
    except RecursionError:
        yield Trouble(where, Sentence("it is nested too deeply"))
    except (ValueError, TypeError, AttributeError, IndexError) as error:
        yield Trouble(where, Sentence("it cannot be read ({cause})", cause=str(error)))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a text, got {value!r}")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(f"expected a whole number, got {value!r}")
    return value
