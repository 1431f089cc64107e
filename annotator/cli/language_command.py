"""The command ``annotator language``: figures of code-switching, from a project or from transcripts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
import msgspec

from annotator import importers
from annotator.cli import exit_status
from annotator.cli.help_language import cells
from annotator.cli.output_files import output_file
from annotator.cli.output_language import counted, listed, number, tr
from annotator.cli.terminal import aligned, is_stream, print_json, printable, progress
from annotator.core.progress import Progress
from annotator.errors import Sentence, UserError
from annotator.exporters.csv_writer import safe
from annotator.exporters.json_writer import PROGRAM
from annotator.importers import FileOnDisk, MarkerRule
from annotator.language import require_detector
from annotator.language.switching_measures import Value
from annotator.language.switching_report import GroupMeasures, LanguageReport, columns, report, to_rows
from annotator.model import Study
from annotator.pipeline.import_files import prepare
from annotator.pipeline.language_findings import options_of
from annotator.ui.texts import error_texts

_PROJECT = ".dap"
_PAGE = 500  # turns read from a project at once


@dataclass(frozen=True)
class DetectionOptions:
    """The options of the command line; None and () leave it to the project."""

    languages: tuple[str, ...]
    names: tuple[str, ...]
    encoding: str | None
    rule: MarkerRule | None
    csv_file: Path | None
    as_json: bool

    def settled(self, study: Study) -> Study:
        """What holds instead of the study's own settings."""
        return replace(study, languages=self.languages or study.languages, names=self.names or study.names)


@dataclass(frozen=True)
class _Dialogue:
    """A dialogue to look at: its key, its title, its turns as speaker and text."""

    key: str
    title: str
    turns: Sequence[tuple[str, str]]


def measure(paths: Sequence[Path], choices: DetectionOptions) -> int:
    """Report on one project, or on transcripts that need none.

    Raises UserError where a transcript cannot be read: figures without it would be others.
    """
    projects = [path for path in paths if path.suffix.casefold() == _PROJECT]
    if projects and len(paths) > 1:
        raise UserError(
            "{file} cannot be measured together with other files",
            "a project is measured by itself",
            "Name the project, or transcripts",
            file=projects[0].name,
        )
    study, dialogues = _of_project(projects[0], choices) if projects else _of_files(paths, choices)
    titles = {one.key: one.title for one in dialogues}
    found = report(
        ((one.key, speaker, text) for one in dialogues for speaker, text in spoken(one.turns)),
        options_of(study),
    )
    stream = choices.csv_file is not None and is_stream(choices.csv_file)
    if choices.csv_file is not None:
        _write_csv(found, choices.csv_file)
    if choices.as_json:
        print_json(_document(found, titles), err=stream)
    elif not stream:
        _print(found, titles)
        if choices.csv_file is not None:
            click.echo(tr("Every level down to single turns is in {file}", file=printable(choices.csv_file)))
    _warn(study)
    return exit_status.DONE


def spoken(turns: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """The turns without what stands before the first marker, where there are markers at all."""
    return [turn for turn in turns if turn[0]] or turns


def _warn(study: Study) -> None:
    try:
        require_detector(study.languages)
    except UserError as error:
        exit_status.say(error_texts.one_line(error))


# --- what is measured -------------------------------------------------------------------------


def _of_project(path: Path, choices: DetectionOptions) -> tuple[Study, list[_Dialogue]]:
    from annotator.store import Project  # noqa: PLC0415 - brings the database along

    with Project.open(path, read_only=True) as project, progress(tr("Reading")) as tell:
        study = choices.settled(project.study.read())
        ids = project.dialogues.ids()
        found = []
        for done, dialogue in enumerate(project.dialogues.page(ids), 1):
            turn_ids = project.turns.ids(dialogue.id)
            turns = [
                (turn.speaker, turn.text)
                for first in range(0, len(turn_ids), _PAGE)
                for turn in project.turns.page(
                    turn_ids[first : first + _PAGE], annotators=(), refuse_damaged=True
                )
            ]
            found.append(_Dialogue(dialogue.key, dialogue.title, turns))
            tell(Progress(done, len(ids), dialogue.title))
    return study, found


def _of_files(paths: Sequence[Path], choices: DetectionOptions) -> tuple[Study, list[_Dialogue]]:
    files = [item for item in importers.walk(paths) if isinstance(item, FileOnDisk)]
    if not files:
        raise UserError("There is nothing to measure", "the folders hold no transcripts", "Name the files")
    study = choices.settled(Study())
    found: list[_Dialogue] = []
    taken: dict[str, int] = {}
    with progress(tr("Reading")) as tell, importers.FileReader() as reader:
        for done, file in enumerate(files, 1):
            source = prepare(
                file.name,
                reader.read(file),
                encoding=choices.encoding,
                rule=choices.rule,
                study=study,
            )
            for dialogue in source.dialogues:
                key = _unused(printable(file.name), taken)
                turns = [(turn.speaker, turn.text) for turn in dialogue.turns]
                found.append(_Dialogue(key, key, turns))
            tell(Progress(done, len(files), file.name))
    return study, found


def _unused(name: str, taken: dict[str, int]) -> str:
    """The name, with a number behind it where a dialogue has it already; it is taken from then on."""
    key = name
    while key in taken:
        taken[name] += 1
        key = f"{name} ({taken[name]})"
    taken[key] = 1
    return key


# --- how it is told ---------------------------------------------------------------------------

_ALL, _NOBODY = Sentence("all"), Sentence("(no speaker)")
_SHOWN = (
    ("CMI 2014", "mean_cmi_2014"),
    ("CMI 2016", "mean_cmi_2016"),
    ("Cc", "corpus_cmi"),
    ("M", "m_index"),
    ("I", "i_index"),
    (Sentence("entropy"), "language_entropy"),
)
_COUNTS = (Sentence("turns"), Sentence("mixed"))  # before what is shown, and behind it:
_SWITCHES = (Sentence("inside"), Sentence("between"), Sentence("words by language"))


def _figures(own: GroupMeasures) -> Iterator[str]:
    yield number(own.turns)
    yield number(own.mixed_turns)
    for _, name in _SHOWN:
        value: Value = getattr(own, name)
        yield "–" if value.value is None else number(value.value, ".3g")
    yield number(own.switch_points)
    yield number(own.boundary_switches)
    yield " ".join(f"{language}:{number(count)}" for language, count in own.words)


def _print(found: LanguageReport, titles: dict[str, str]) -> None:
    heads = (*_COUNTS, *(head for head, _ in _SHOWN), *_SWITCHES)
    rows = [("", *map(tr, heads)), (tr(_ALL), *_figures(found.project))]
    for dialogue in found.dialogues:
        rows.append((titles[dialogue.key], *_figures(dialogue.measures)))
        rows += ((f"  {name or tr(_NOBODY)}", *_figures(own)) for name, own in dialogue.speakers)
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        line = [aligned(row[0], widths[0])]
        line += [
            " " * (width - cells(cell)) + cell for cell, width in zip(row[1:-1], widths[1:], strict=True)
        ]
        click.echo("  ".join([*line, row[-1]]).rstrip())
    made_with = [
        tr("languages {codes}", codes=", ".join(found.options.languages)),
        tr("words by {program}", program=found.segmenter),
    ]
    made_with += [tr("told apart by {program}", program=found.detector)] if found.detector else []
    said = listed([counted(len(found.dialogues), "dialogue"), *made_with], wide=True)
    click.echo(tr("{what}. – is undefined.", what=said))


def _document(found: LanguageReport, titles: dict[str, str]) -> dict[str, Any]:
    built = msgspec.to_builtins(found)
    return {
        "format": "dialogue-annotator-language",
        "version": 1,
        "program": PROGRAM,
        "options": built["options"],
        "segmenter": built["segmenter"],
        "detector": built["detector"],
        "project": _flat(built["project"]),
        "dialogues": [
            {
                "key": one["key"],
                "title": titles[one["key"]],
                "measures": _flat(one["measures"]),
                "speakers": [{"speaker": name, **_flat(own)} for name, own in one["speakers"]],
                "turns": [_flat(turn) for turn in one["turns"]],
                "following": one["following"],
            }
            for one in built["dialogues"]
        ],
    }


def _flat(measures: dict[str, Any]) -> dict[str, Any]:
    """Figures as numbers or null; ``undefined`` says why those are null."""
    flat: dict[str, Any] = {}
    undefined = {}
    for name, value in measures.items():
        flat[name] = value
        if isinstance(value, dict):
            flat[name] = value["value"]
            if value["value"] is None:
                undefined[name] = value["reason"]
    return flat | {"undefined": undefined}


def _write_csv(found: LanguageReport, path: Path) -> None:
    with output_file(path) as out:
        buffer = io.TextIOWrapper(out, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
        rows = csv.DictWriter(buffer, columns(), lineterminator="\r\n")
        rows.writeheader()
        for row in to_rows(found):
            rows.writerow({name: safe(cell) for name, cell in row.items()})  # names come from transcripts
        buffer.flush()
        buffer.detach()
