"""Texts under licences that allow a permissive model: read from a folder, checked, credited.

``permissive.tsv`` pins each file by its SHA-256, with its source, licence and holder, what it is used for
and what it weighs. The folder holds ``<name>.txt.xz``, one utterance or paragraph a line; whoever builds
makes or brings it.
"""

from __future__ import annotations

import csv
import hashlib
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_suffix(".tsv")
#: Packages that the permissive build needs of those in ``sources``, all of them under such licences.
PACKAGES = frozenset(
    {
        "jieba",
        "opencc-python-reimplemented",
        "unicode-cldr-core",
        "unicode-data",
    }
)


@dataclass(frozen=True)
class Text:
    """One file: what it is used for (train, tune, test), what it weighs, and who is to be credited."""

    name: str
    use: str
    weight: float
    licence: str
    source: str
    version: str
    holder: str
    sha256: str

    def lines(self, folder: Path) -> list[str]:
        """The lines of the file, empty ones left out. Raises ValueError where it is another file."""
        data = (folder / f"{self.name}.txt.xz").read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if digest != self.sha256:
            raise ValueError(f"{self.name}: {digest} instead of {self.sha256}")
        return [line for line in lzma.decompress(data).decode().split("\n") if line]


def texts(use: str) -> Iterator[Text]:
    """The files of the table that are used for that."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            if row["use"] == use:
                yield Text(**{**row, "weight": float(row["weight"])})


def notice(all_of: Iterable[Text]) -> str:
    """The lines of the notice for texts that were counted, as a table."""
    rows = (f"| {t.source} {t.version[:12]} | {t.name} | {t.holder} | {t.licence} |" for t in all_of)
    return "\n".join(["| source | text | © | licence |", "|---|---|---|---|", *rows])
