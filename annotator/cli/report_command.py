"""What ``annotator report`` writes: the numbers, and texts made of them."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from annotator.cli import exit_status
from annotator.cli.agreement_command import annotator_keys
from annotator.cli.terminal import print_json, printable, say_done
from annotator.cli.waiting_languages import say_waiting
from annotator.core.paths import is_there
from annotator.errors import UserError
from annotator.reliability.report import FILES, numbers_of, write
from annotator.store import Project


def report(
    paths: Sequence[Path],
    folder: Path,
    facets: Sequence[str],
    people: Sequence[str],
    *,
    force: bool,
    with_figures: bool,
    as_json: bool,
) -> int:
    """Write the report of a study into a folder.

    Raises UserError where there is nothing to compare, files would be replaced without ``force``, or figures
    cannot be drawn.
    """
    if with_figures and len(paths) > 1:
        raise UserError(
            "Figures are drawn of one project", "{n} are named", "Merge the packets first", n=len(paths)
        )
    taken = [name for name in FILES if is_there(folder / name)]
    if taken and not force:
        raise UserError(
            "{file} exists already",
            "in {folder}",
            "Choose a new folder, or say --force",
            file=taken[0],
            folder=folder.name,
        )
    with contextlib.ExitStack() as stack:
        projects = [stack.enter_context(Project.open(path, read_only=True)) for path in paths]
        say_waiting(projects)
        keys = annotator_keys(projects, people)
        numbers = numbers_of(projects, facets, keys)
        figures: dict[str, bytes] = {}
        if with_figures:
            from annotator.pictures.report_figures import add_figures  # noqa: PLC0415 - matplotlib

            figures = add_figures(projects[0], numbers, keys)
    written = [printable(path) for path in write(numbers, folder, figures=figures)]
    if as_json:
        print_json({"files": written})
    else:
        say_done("\n".join(written))
    return exit_status.DONE
