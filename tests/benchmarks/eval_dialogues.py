"""How well a model brings lost characters of unseen dialogues back, source by source.

    python tests/benchmarks/eval_dialogues.py FOLDER [--model FILE]... [--without-network] [--most 6000]

FOLDER holds the texts of ``packaging/repair_model/permissive.tsv`` that are there to test on, from other
sources than any model has learnt from. The shipped model and those of ``--model`` are given the same text,
read as windows-1254, bytes dropped. ``--without-network`` asks the tables alone.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging" / "repair_model")]

import permissive  # type: ignore[import-not-found]  # noqa: E402

from annotator.repair import engine  # noqa: E402
from annotator.repair.language_model import LanguageModel, load  # noqa: E402
from tests.repair.measure import Score, documents, score  # noqa: E402

PAGE = "windows-1254"
OWN = ROOT / "tests" / "repair" / "data" / "dialogues.txt"
#: Characters of one document, and how many lines apart the pieces are that are taken of a source.
SIZE, PIECES = 2000, 5


def pieces(lines: list[str], most: int) -> str:
    """Up to so many characters from all over a text, in whole lines."""
    step = max(1, len(lines) // PIECES)
    out: list[str] = []
    for start in range(0, len(lines), step):
        length = 0
        for line in lines[start : start + step]:
            if length >= most // PIECES:
                break
            out.append(line)
            length += len(line) + 1
    return "\n".join(out)


def sources(folder: Path, most: int) -> dict[str, str]:
    """The texts to test on by the name of their source."""
    found = {text.name: pieces(text.lines(folder), most) for text in permissive.texts("test")}
    return found | {"own dialogues": pieces(OWN.read_text("utf-8").splitlines(), most)}


def measured(model: LanguageModel, text: str) -> Score:
    """What the engine makes of a damaged text with that model."""
    total = Score()
    with patch.object(engine, "load", lambda: model):
        for document in documents(text, SIZE):
            total.add(score(document, PAGE, "dropped"))
    return total


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, action="append", help="a model file; may be given again")
    parser.add_argument("--without-network", action="store_true")
    parser.add_argument("--most", type=int, default=6000, help="characters of each source")
    given = parser.parse_args()
    files = [None, *(given.model or [])]
    models = [load(file) for file in files]
    if given.without_network:
        models = [replace(model, network=None, sha256=f"{model.sha256}, tables") for model in models]
    names = ["shipped", *(file.name for file in given.model or [])]
    totals = [Score() for _ in models]
    print("source                     damaged  " + "  ".join(f"{name:>22}" for name in names))
    for source, text in sources(given.folder, given.most).items():
        scores = [measured(model, text) for model in models]
        row(source, scores)
        for total, one in zip(totals, scores, strict=True):
            total.add(one)
    row("all", totals)


def row(name: str, scores: list[Score]) -> None:
    parts = (f"{s.accuracy:7.2%} (>.99: {s.certain_accuracy:7.2%})" for s in scores)
    print(f"{name:<26} {scores[0].damaged:7d}  " + "  ".join(parts), flush=True)


if __name__ == "__main__":
    main()
