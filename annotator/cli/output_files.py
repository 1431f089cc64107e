"""Tables that commands write: to a file, or where ``-`` or a pipe is named, into that."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from annotator.cli.terminal import is_stream, pour
from annotator.core.unfinished_files import temporary_folder
from annotator.exporters.atomic_files import replacing


@contextlib.contextmanager
def output_file(path: Path) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all, or that a pipe or device gets once it is whole.

    Raises UserError where it cannot be written.
    """
    if not is_stream(path):
        with replacing(path) as out:
            yield out
        return
    with temporary_folder() as folder:
        file = folder / "table"
        with file.open("xb") as out:
            yield out
        pour(file, path)
