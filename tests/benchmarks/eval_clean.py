"""Repairs clean lines of many languages and shows every step: there should be none.

    python tests/benchmarks/eval_clean.py PATH... [--most 2000] [--seed 0]

Takes message catalogues (.mo), manual pages (in folders of ``/usr/share/man``), text files, and folders of
them; ``/usr/share/locale`` has catalogues in a hundred languages. Up to ``--most`` lines with characters
outside ASCII are taken of each language. Each is repaired alone, and as a turn among English turns,
ten at a time. Joiners of emoji are not counted.
"""

from __future__ import annotations

import argparse
import gettext
import gzip
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.model import RepairStep
from annotator.repair import RepairConfig, repair

_ENGLISH = (
    "So where did you grow up?",
    "In a small town, nothing special.",
    "And you speak it at home – don’t you?",
    "Sometimes, when my grandmother visits.",
)
_CONFIG = RepairConfig(joiners=False)
_MARKUP = re.compile(r"^[.'].*$|\\(?:f[A-Z]|\(..|.)", re.MULTILINE)
#: Signs that messages hold as damage on purpose, or that were damaged before they came here.
_NO_TEXT = re.compile("[\ufffd\x1a\x80-\x9f]|锟斤拷|Ã[\x80-\xbf\u0192\u201a-\u2122]|â€|Â[\u00a0-\u00bf]|ï»¿")


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file with the language each is in, as far as its place tells."""
    parts = path.parts
    if path.suffix == ".mo":
        language = next((parts[i - 1] for i, part in enumerate(parts) if part == "LC_MESSAGES"), path.stem)
        try:
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        except (OSError, ValueError, LookupError):
            return
        for message in catalogue.values():
            yield from ((language, line) for line in str(message).split("\n"))
    elif "man" in parts:
        language = parts[parts.index("man") + 1]
        try:
            text = gzip.decompress(path.read_bytes()).decode()
        except (OSError, ValueError, EOFError):
            return
        yield from ((language, line) for line in _MARKUP.sub("", text).split("\n"))
    else:
        try:
            yield from ((path.stem, line) for line in path.read_text("utf-8").split("\n"))
        except (OSError, ValueError):
            return


def clean_lines(paths: list[Path], most: int, seed: int) -> dict[str, list[str]]:
    """Up to so many lines of each language, drawn at random, each once."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for root in paths:
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file():
                for language, line in lines_of(path):
                    text = line.strip()
                    if 3 <= len(text) <= 400 and not text.isascii() and not _NO_TEXT.search(text):
                        found[language.split("@")[0]].add(text)
    draw = random.Random(seed)
    return {
        language: draw.sample(sorted(lines), min(most, len(lines)))
        for language, lines in sorted(found.items())
    }


def among_english(lines: list[str]) -> Iterator[str]:
    """Transcripts of ten of the lines each, with English turns between them."""
    for at in range(0, len(lines), 10):
        turns = []
        for number, line in enumerate(lines[at : at + 10]):
            turns += [f"A: {_ENGLISH[number % len(_ENGLISH)]}", f"B: {line}"]
        yield "\n".join(turns)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=2000, help="lines of each language")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quiet", action="store_true", help="show the counts alone")
    given = parser.parse_args()
    total = changed = among = 0
    languages = clean_lines(given.paths, given.most, given.seed)
    for language, lines in languages.items():
        for line in lines:
            steps = repair(line, _CONFIG).steps
            changed += bool(steps)
            if steps and not given.quiet:
                show(language, line, steps)
        for text in among_english(lines):
            steps = repair(text, _CONFIG).steps
            among += len(steps)
            if steps and not given.quiet:
                show(f"{language}, among English turns", text, steps)
        total += len(lines)
    print(
        f"{total:,} lines of {len(languages)} languages: {changed} lines with steps alone, "
        f"{among} steps among English turns"
    )


def show(where: str, text: str, steps: tuple[RepairStep, ...]) -> None:
    for step in steps[:4]:
        around = text[max(0, step.start - 20) : step.end + 20]
        change = f"{step.before!r} -> {step.after!r} {step.confidence}"
        print(f"{where}: {step.kind} {step.reason}: {change} in {around!r}")


if __name__ == "__main__":
    main()
