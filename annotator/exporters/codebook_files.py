"""Codebooks in and out of files, the form by the file's ending: own JSON, or REFI-QDA ``.qdc``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotator import codebooks
from annotator.codebooks import starters
from annotator.codebooks.files import read_file
from annotator.errors import UserError
from annotator.exporters import qdc
from annotator.exporters.atomic_files import replacing
from annotator.model import Codebook

SUFFIXES = (codebooks.SUFFIX, ".qdc")


def read_codebook(path: Path, known: Iterable[Codebook] = ()) -> qdc.Read:
    """A codebook from a file, and what had to be decided about it.

    ``known`` are codebooks that codes of a ``.qdc`` file may belong to; the starter codebooks
    are known anyway. Raises UserError where the file is no codebook or cannot be read.
    """
    if path.suffix.casefold() != ".qdc":
        return qdc.Read(codebooks.load(path))
    return qdc.read(read_file(path), path.name, (*known, *starters()))


def write_codebook(codebook: Codebook, path: Path) -> tuple[str, ...]:
    """Write a codebook to a file, whole or not at all; returns what the form cannot hold, in words.

    Raises UserError for another ending than those of :data:`SUFFIXES`, and where the file cannot be written.
    """
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise UserError(
            "{file} is no file for a codebook",
            "it ends neither in .json nor in .qdc",
            "Name it so",
            file=path.name,
        )
    own = suffix == codebooks.SUFFIX
    data = codebooks.dumps(codebook) if own else qdc.write(codebook)
    with replacing(path) as file:
        file.write(data)
    return () if own else qdc.losses(codebook)
