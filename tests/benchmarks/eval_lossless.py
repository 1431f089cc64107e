"""Misreads clean lines of many languages without loss, repairs them, and counts right lines, ftfy beside it.

    python tests/benchmarks/eval_lossless.py PATH... [--lines 20] [--page PAGE ...] [--language LANGUAGE ...]

Takes what ``eval_clean.py`` takes. For every language and page, ``--lines`` lines make one file; its UTF-8 is
read under the page, bytes without a character stay as controls. Each file is repaired whole, and its lines
three at a time among clean turns. Prints the files in which ftfy has more lines right, then the totals.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import ftfy

from annotator.repair import RepairConfig, repair
from tests.benchmarks.eval_clean import clean_lines
from tests.repair.damage import KEPT, misread

LANGUAGES = (
    "ar bg ca cs da de el es et fa fi fr he hi hr hu id is it ja ko "
    "lt lv nb nl pl pt ro ru sk sl sr sv th tr uk vi zh_CN zh_TW"
)
PAGES = (
    "windows-1252 latin-1 windows-1250 windows-1251 windows-1253 windows-1254 windows-1257 "
    "iso-8859-2 iso-8859-9 iso-8859-15 mac-roman cp437 cp850 koi8-r cp866"
)
_ENGLISH = ("So where did you grow up?", "In a small town, nothing special.", "And you speak it at home?")
_FTFY = ftfy.TextFixerConfig(
    unescape_html=False,
    fix_character_width=False,
    fix_latin_ligatures=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    normalization=None,
    remove_terminal_escapes=False,
    remove_control_chars=False,
)


def peer(text: str) -> str:
    """What ftfy makes of a text, asked about the encoding alone, line by line as it asks to be."""
    return "\n".join(ftfy.fix_text(line, _FTFY) for line in text.split("\n"))


def own(text: str) -> str:
    return repair(text, RepairConfig(joiners=False)).text


def right(lines: list[str], damaged: list[str], fix: Callable[[str], str]) -> list[bool]:
    """Of each line whether it comes back from a file of them all."""
    fixed = fix("\n".join(damaged)).split("\n")
    return [a == b for a, b in zip(lines, fixed, strict=False)]


def in_twenty(lines: list[str], damaged: list[str], fix: Callable[[str], str]) -> list[bool]:
    """Of each line whether it comes back from among English turns and clean lines, three at a time."""
    out = []
    for at in range(0, len(lines), 3):
        text = []
        for number, bad in enumerate(damaged[at : at + 3]):
            text += [_ENGLISH[number], lines[(at + 3 + number) % len(lines)], bad]
        fixed = fix("\n".join(text)).split("\n")
        out += [fixed[3 * n + 2 : 3 * n + 3] == [line] for n, line in enumerate(lines[at : at + 3])]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--lines", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--page", action="append")
    parser.add_argument("--language", action="append")
    parser.add_argument(
        "--wrong", type=int, default=0, help="so many lines that ftfy has right are shown of each file"
    )
    given = parser.parse_args()
    sums = {"whole": [0, 0], "among": [0, 0]}
    total = files = worse = 0
    found = clean_lines(given.paths, 5000, given.seed)
    for language in given.language or LANGUAGES.split():
        lines = [line for line in found.get(language, []) if len(line) > 12][: given.lines]
        for name in given.page or PAGES.split():
            damaged = [misread(line, name, KEPT) for line in lines]
            files += 1
            total += len(lines)
            for way, how in (("whole", right), ("among", in_twenty)):
                ours, theirs = how(lines, damaged, own), how(lines, damaged, peer)
                sums[way][0] += sum(ours)
                sums[way][1] += sum(theirs)
                if sum(ours) < sum(theirs):
                    worse += 1
                    print(
                        f"{language} {name} {way}: {sum(ours)} of {len(lines)} right, ftfy {sum(theirs)}",
                        flush=True,
                    )
                    missed = [n for n in range(len(lines)) if theirs[n] and not ours[n]]
                    for n in missed[: given.wrong]:
                        print("   ", damaged[n][:90], "\n    ->", own(damaged[n])[:90])
    for way, (ours_, theirs_) in sums.items():
        print(f"{way}: {ours_} of {total} lines right, ftfy {theirs_}")
    print(f"{files} files, {worse} worse than ftfy")


if __name__ == "__main__":
    main()
