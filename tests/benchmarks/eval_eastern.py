"""How much of UTF-8 comes back that was read as GBK or Shift-JIS and lost bytes: see ``docs/repair.md``.

python tests/benchmarks/eval_eastern.py tests/repair/data/*.txt --page gbk
"""

from __future__ import annotations

import argparse
import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.repair import repair


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--page", default="gbk", help="what the bytes are read as")
    parser.add_argument(
        "--lost", default="replace", help="what becomes of others: replace, ignore, or a marker"
    )
    parser.add_argument("--most", type=int, default=20_000, help="characters of a file that are used")
    given = parser.parse_args()
    print("text                 characters  untouched   right | lines  untouched  right |  chars/s")
    for file in given.files:
        lines = file.read_text("utf-8")[: given.most].split("\n")
        received = [damaged(line, given.page, given.lost) for line in lines]
        began = time.perf_counter()
        found = repair("\n".join(received)).text.split("\n")
        rate = sum(map(len, lines)) / (time.perf_counter() - began)
        harmed = [i for i, line in enumerate(lines) if received[i] != line]
        count = sum(len(lines[i]) for i in harmed)
        right = sum(alike(lines[i], found[i]) for i in harmed)
        before = sum(alike(lines[i], received[i]) for i in harmed)
        whole = sum(lines[i] == found[i] for i in harmed)
        left = sum(received[i] == found[i] for i in harmed)
        print(
            f"{file.stem:20} {count:10}  {before / count:9.2%}  {right / count:6.2%} |"
            f" {len(harmed):5}  {left / len(harmed):9.2%}  {whole / len(harmed):5.1%} | {rate:8.0f}"
        )


def damaged(line: str, page: str, lost: str) -> str:
    """The line's UTF-8 bytes read under a page."""
    if lost in {"replace", "ignore"}:
        return line.encode().decode(page, lost)
    return line.encode().decode(page, "replace").replace("\ufffd", lost)


def alike(written: str, found: str) -> int:
    """How many characters of the written line stand in the found one, in order."""
    blocks = SequenceMatcher(None, written, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


if __name__ == "__main__":
    main()
