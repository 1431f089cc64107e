"""How often the encoding of a text is found, here and by other libraries.

    python tests/benchmarks/eval_encodings.py [LANGUAGE=FILE…] [--most N] [--lines] [--pages]

Without files it measures the sentences of tests/importers/sentences.py, which were written for it, one by
one and all of a language together. Files hold texts with lines of "%" between them, as those of Debian's
fortunes do. Each text is written in the code pages of its language, and counts where what a library makes
of the bytes is that text. Whichever of the libraries are installed are compared; an encoding that they
name is read by the larger one that holds it (GB2312 by GB18030, ISO-8859-1 by Windows-1252), which is kind
to them.
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.importers import decode
from tests.importers.sentences import ENCODINGS_OF, SENTENCES

Find = Callable[[bytes], str | None]
PAGES = {**ENCODINGS_OF, "bg": ("cp1251",), "pt": ("cp1252",)}
LARGER = {
    "gb2312": "gb18030", "gbk": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "shift_jis": "cp932",
    "shift-jis": "cp932", "euc-kr": "cp949", "euc_kr": "cp949", "iso-8859-1": "cp1252", "iso8859-1": "cp1252",
    "latin-1": "cp1252", "ascii": "utf-8", "iso-8859-9": "cp1254", "koi8-r": "koi8-u", "johab": "cp949",
}  # fmt: skip


def charset_normalizer(library: Any) -> Find:
    """The best match of charset-normalizer; it asks for no least length."""
    return lambda data: getattr(library.from_bytes(data).best(), "encoding", None)


def chardet(library: Any) -> Find:
    """What chardet names."""
    return lambda data: library.detect(data)["encoding"]


def ftfy(library: Any) -> Find:
    """What ftfy guesses: its own description calls that "a bytestring of unknown encoding"."""
    return lambda data: library.guess_bytes(data)[1]


def icu(library: Any) -> Find:
    """The detector of ICU, which browsers and mail programs use."""
    return lambda data: library.CharsetDetector(data).detect().getName()


LIBRARIES: Mapping[str, Callable[[Any], Find]] = {
    "charset_normalizer": charset_normalizer,
    "chardet": chardet,
    "ftfy": ftfy,
    "icu": icu,
}


def here(data: bytes) -> str:
    """What the import makes of it."""
    return decode(data).text


def reader(find: Find) -> Callable[[bytes], str | None]:
    """What is made of bytes by the encoding that a library names; None where it names none."""

    def read(data: bytes) -> str | None:
        name = (find(data) or "").lower()
        try:
            return data.decode(LARGER.get(name, name)).removeprefix("\ufeff") if name else None
        except (LookupError, UnicodeError):
            return None

    return read


def readers() -> dict[str, Callable[[bytes], str | None]]:
    """All that can be compared on this machine, by name and version."""
    found: dict[str, Callable[[bytes], str | None]] = {"here": here}
    for name, make in LIBRARIES.items():
        try:
            library = importlib.import_module(name)
        except ImportError:
            print(f"{name} is not installed and left out", file=sys.stderr)
            continue
        version = getattr(library, "__version__", getattr(library, "VERSION", ""))
        found[f"{name} {version}".strip()] = reader(make(library))
    return found


def written(text: str, page: str) -> tuple[bytes, str] | None:
    """A text in a code page with what it says there; None where that is ASCII, with nothing to find."""
    data = text.encode(page, errors="replace")
    return None if data.isascii() else (data, data.decode(page))


def texts_of(path: Path, most: int, *, lines: bool) -> list[str]:
    """The texts of a file, or all their lines, without what colours them on a terminal."""
    plain = re.sub(r"\x1b\[\d*m", "", path.read_text("utf-8"))
    found = plain.splitlines() if lines else re.split(r"^%$", plain, flags=re.MULTILINE)
    return [text.strip() for text in found if len(text.strip()) > 1][:most]


Sample = tuple[str, str, list[tuple[bytes, str]]]


def samples(files: Sequence[str], most: int, *, lines: bool) -> list[Sample]:
    """What is measured: a kind of text, a code page, and texts in it."""
    kinds: list[tuple[str, str, list[str]]] = []
    for language, sentences in () if files else SENTENCES.items():
        kinds.append(("sentences", language, list(sentences)))
        kinds.append(("dialogues", language, ["\n".join(sentences)]))
    for one in files:
        language, _, name = one.partition("=")
        kinds.append((Path(name).stem, language, texts_of(Path(name), most, lines=lines)))
    return [
        (kind, f"{language} {page}", [found for text in texts if (found := written(text, page))])
        for kind, language, texts in kinds
        for page in (*PAGES[language], "utf-8")
    ]


def measure(measured: Sequence[Sample], read: Callable[[bytes], str | None]) -> tuple[list[int], float]:
    """How many texts of each come back, and the seconds it took."""
    began = time.process_time()
    right = [sum(read(data) == text for data, text in texts) for _, _, texts in measured]
    return right, time.process_time() - began


def main() -> None:
    """Print a table for each kind of text: shares that come back, and the time a text takes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", metavar="LANGUAGE=FILE")
    parser.add_argument("--most", type=int, default=200, help="texts of a file")
    parser.add_argument("--lines", action="store_true", help="each line of a file by itself")
    parser.add_argument("--pages", action="store_true", help="a row for each code page")
    given = parser.parse_args()
    compared = readers()
    measured = samples(given.files, given.most, lines=given.lines)
    print("| texts | " + " | ".join(compared) + " |\n|---|" + "---|" * len(compared))
    for kind in dict.fromkeys(kind for kind, _, _ in measured):
        rows = [one for one in measured if one[0] == kind]
        count = sum(len(texts) for _, _, texts in rows)
        results = [measure(rows, read) for read in compared.values()]
        if given.pages:
            for at, (_, page, texts) in enumerate(rows):
                shares = (f"{right[at] / len(texts):.1%}" for right, _ in results if texts)
                print(f"| {kind}, {page} ({len(texts)}) | " + " | ".join(shares) + " |")
        cells = (f"{sum(right) / count:.1%}, {took / count * 1000:.1f} ms" for right, took in results)
        print(f"| **{kind}** ({count:,}) | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
