"""How well lost characters come back in many languages, and how right what is given more than 0.99 is.

    python tests/benchmarks/eval_languages.py FOLDER [--half measured] [--language ru]... [--most 3000]

Takes messages with characters outside ASCII from catalogues (`/usr/share/locale`), so many characters of each
language from all over them, in documents of 1,500; reads them under windows-1252, 1254 and 1250, bytes
dropped, and under windows-1252 with ``?`` for lost bytes. Catalogues fall into two halves by their names:
``tuned``, on which probabilities were made honest, and ``measured``.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.eval_clean import lines_of
from tests.benchmarks.eval_dialogues import pieces
from tests.repair.measure import Score, documents, score

DAMAGES = (
    ("windows-1252", "dropped"),
    ("windows-1254", "dropped"),
    ("windows-1250", "dropped"),
    ("windows-1252", "?"),
)
HALVES = ("tuned", "measured")
#: Messages that are taken: so long, so many of each catalogue.
_SHORTEST, _LONGEST, _OF_EACH = 15, 300, 40
_SIZE = 1500


def half_of(catalogue: str) -> str:
    """The half of catalogues that one of that name is in."""
    return HALVES[hashlib.sha256(catalogue.encode()).digest()[0] % 2]


def text_of(folder: Path, language: str, half: str, most: int) -> str:
    """Messages of a language from all catalogues of a half."""
    out: dict[str, None] = {}
    for path in sorted((folder / language / "LC_MESSAGES").glob("*.mo")):
        if half_of(path.name) == half:
            lines = dict.fromkeys(line.strip() for _, line in lines_of(path))
            kept = [x for x in lines if _SHORTEST <= len(x) <= _LONGEST and not x.isascii()]
            out |= dict.fromkeys(kept[:: max(1, len(kept) // _OF_EACH)][:_OF_EACH])
    return pieces(list(out), most)


def measured(text: str) -> Score:
    """What comes back of a text under all the pages."""
    total = Score()
    for page, lost in DAMAGES:
        for document in documents(text, _SIZE):
            total.add(score(document, page, lost))
    return total


def languages(folder: Path, only: Iterable[str]) -> list[str]:
    """Those that are asked for, or all that have catalogues."""
    return list(only) or sorted(path.parent.name for path in folder.glob("*/LC_MESSAGES"))


def row(name: str, s: Score) -> None:
    """One line of the table."""
    print(
        f"{name:<10} {s.damaged:7d} {s.accuracy:7.2%} | {s.certain / max(1, s.damaged):6.1%} "
        f"{s.certain_accuracy:7.2%} {s.certain - s.certain_right:3d} wrong | {s.doubt_share:6.1%}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=HALVES, default="measured")
    parser.add_argument("--language", action="append", default=[], help="may be given again")
    parser.add_argument("--most", type=int, default=3000, help="characters of each language")
    given = parser.parse_args()
    total = Score()
    print("language   damaged   right |  >0.99   right           | doubts")
    for language in languages(given.folder, given.language):
        found = measured(text_of(given.folder, language, given.half, given.most))
        if found.damaged:
            row(language, found)
            total.add(found)
    row("all", total)


if __name__ == "__main__":
    main()
