"""Reading helpers: lines of text, parts of a zip, tags as they stand in JSON."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, BinaryIO

from annotator.exporters.format_shape import Fact, arranged

# Members of a tag that are written in full: their names in the file, and what one left out means.
MEMBERS: Mapping[str, Any] = {
    "facet": None, "label": None, "name": None, "annotator": None, "origin": None, "start": None,
    "end": None, "target": None, "intensity": None, "uncertain": False, "note": "", "score": None,
    "at": None, "key": None,
}  # fmt: skip
# The same in the words of a shape.
IN_FULL = tuple("person" if name == "annotator" else name for name in MEMBERS)


@contextlib.contextmanager
def text_of(file: IO[bytes], encoding: str = "utf-8") -> Iterator[io.TextIOWrapper]:
    """The text of an open file, line breaks as they are; the file stays open."""
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        yield text
    finally:
        text.detach()


@contextlib.contextmanager
def opened(file: BinaryIO, *names: str) -> Iterator[list[IO[bytes]]]:
    """Parts of a zip."""
    with contextlib.ExitStack() as parts:
        archive = parts.enter_context(zipfile.ZipFile(file))
        yield [parts.enter_context(archive.open(name)) for name in names]


def items(file: Iterable[bytes]) -> Iterator[bytes]:
    """The items of an array that has one a line, brackets on their own."""
    for line in file:
        item = line.strip()
        if item not in (b"[", b"]", b"[]"):
            yield item.removeprefix(b"[").removesuffix(b",")


def full_tags(tags: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """Tags that were written in full, with all their members."""
    return arranged(("tag", *(tag.get(name, missing) for name, missing in MEMBERS.items())) for tag in tags)
