"""The files of a report: what each holds, and writing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec

from annotator.errors import UserError, cause_of
from annotator.exporters.atomic_files import replacing
from annotator.reliability.report.document import blocks_of
from annotator.reliability.report.numbers import Numbers
from annotator.reliability.report.writers import WRITERS, csv_of, errors_csv_of

NUMBERS = "numbers.json"
CSV = "agreement.csv"
ERRORS = "errors.csv"
FILES: tuple[str, ...] = (NUMBERS, CSV, ERRORS, *WRITERS)


def texts_of(numbers: Numbers) -> dict[str, str]:
    """The text of every file of a report, made of its numbers alone."""
    texts = {
        NUMBERS: msgspec.json.format(msgspec.json.encode(numbers), indent=1).decode(),
        CSV: csv_of(numbers),
        ERRORS: errors_csv_of(numbers),
    }
    return texts | {name: write_one(blocks_of(numbers)) for name, write_one in WRITERS.items()}


def write(
    numbers: Numbers,
    folder: Path,
    files: Sequence[str] = FILES,
    figures: Mapping[str, bytes] = MappingProxyType({}),
) -> list[Path]:
    """Write files of a report into a folder, each whole or not at all; existing ones are replaced.

    ``figures`` are the files of those that the numbers name. Raises UserError where the folder cannot
    be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            "The folder {folder} cannot be made", "{why}", "Choose another folder",
            folder=folder, why=cause_of(error),
        ) from error  # fmt: skip
    contents = {name: text.encode() for name, text in texts_of(numbers).items() if name in files}
    for name, content in (contents | dict(figures)).items():
        with replacing(folder / name) as file:
            file.write(content)
    return [folder / name for name in (*contents, *figures)]
