"""The command ``annotator plot``: pictures of a project as files, each with its table and its caption."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import click

from annotator.cli import exit_status
from annotator.cli.agreement_command import annotator_keys
from annotator.cli.output_language import spoken, tr
from annotator.cli.terminal import print_json, print_table, printable
from annotator.cli.waiting_languages import say_waiting
from annotator.core.paths import is_there
from annotator.errors import UserError
from annotator.exporters.atomic_files import replacing
from annotator.pictures import (
    FORMATS,
    PICTURES,
    STYLES,
    Asked,
    By,
    available,
    caption_of,
    csv_of,
    draw,
    file_of,
    find_dialogue,
    gather,
    kind_of,
)
from annotator.pictures.canvas import library
from annotator.store import Project

_SMALLEST, _LARGEST = 1.0, 60.0  # inches


@dataclass(frozen=True)
class PlotOptions:
    """The options of the command line."""

    out: Path
    size: tuple[float, float] | None
    dpi: float
    style: str
    dialogue: str
    facet: str
    people: tuple[str, ...]
    by: By
    force: bool
    as_json: bool


def show_list(*, as_json: bool) -> int:
    """Say which pictures there are."""
    if as_json:
        print_json(
            [{"name": one.name, "title": one.title, "of": one.about, "needs": one.needs} for one in PICTURES]
        )
        return exit_status.DONE
    print_table(
        [
            (one.name, tr("{title}; needs {needs}", title=spoken(one.title), needs=spoken(one.needs)))
            for one in PICTURES
        ]
    )
    if not available():
        exit_status.say(tr("To draw them, install matplotlib: pip install 'dialogue-annotator[plots]'"))
    return exit_status.DONE


def plot(path: Path, name: str, choices: PlotOptions) -> int:
    """Write a picture, its table and its caption.

    Raises UserError where matplotlib is missing, the picture, dialogue, facet or annotator is unknown,
    there is nothing to see, or files would be replaced without ``force``.
    """
    picture = kind_of(name)
    format_ = choices.out.suffix.casefold().removeprefix(".")
    if format_ not in FORMATS:
        endings = ", ".join(f".{one}" for one in FORMATS)
        raise UserError(
            "{file} is no picture", "", "End its name in {endings}", file=choices.out.name, endings=endings
        )
    library()
    files = [choices.out, choices.out.with_suffix(".csv"), choices.out.with_suffix(".txt")]
    taken = [file for file in files if is_there(file)]
    if taken and not choices.force:
        raise UserError(
            "{file} exists already", "", "Choose another name, or say --force", file=printable(taken[0])
        )
    with Project.open(path, read_only=True) as project:
        asked = Asked(
            dialogue=find_dialogue(project, choices.dialogue) if picture.about == "dialogue" else None,
            facet=choices.facet,
            annotators=annotator_keys([project], choices.people),
            by=choices.by,
        )
        data = gather(project, name, asked)
        say_waiting([project])
    drawn = draw(name, data, replace(STYLES[choices.style], say=spoken), choices.size)
    contents = (file_of(drawn, format_, choices.dpi), csv_of(data), (drawn.caption + "\n").encode())
    for file, content in zip(files, contents, strict=True):
        with replacing(file) as out:
            out.write(content)
    if choices.as_json:
        print_json(
            {
                "picture": name,
                "files": [printable(file) for file in files],
                "caption": caption_of(picture, data),
                "rows": len(data.rows),
            }
        )
    else:
        click.echo(drawn.caption)
        click.echo("\n".join(printable(file) for file in files))
    return exit_status.DONE


def size_of(text: str) -> tuple[float, float]:
    """Width and height in inches of ``7x4`` or ``18x10cm``. Raises ValueError for anything else."""
    unit = 2.54 if text.endswith("cm") else 1.0
    width, by, height = text.removesuffix("cm").removesuffix("in").partition("x")
    size = (float(width) / unit, float(height) / unit)
    if not by or not all(_SMALLEST <= side <= _LARGEST for side in size):
        raise ValueError(text)
    return size
