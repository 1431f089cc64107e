"""Prints how well lost characters come back, by text and code page: the tables of ``docs/repair.md``.

    python tests/benchmarks/eval_repair.py FILE... [--page windows-1254] [--lost dropped] [--size 4000]

Every file is cut into documents of ``--size`` characters, each is damaged and repaired on its own.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.repair import RepairConfig, repair
from tests.repair.measure import Score, documents, score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--page", default="windows-1254")
    parser.add_argument(
        "--lost",
        default="dropped",
        help="dropped, controls (C1 controls dropped too), kept, or the marker: ? or U+FFFD",
    )
    parser.add_argument("--size", type=int, default=4000, help="characters of a document")
    parser.add_argument("--most", type=int, default=40_000, help="characters of a file that are used")
    parser.add_argument("--examples", type=int, default=0)
    parser.add_argument("--plain", default="", help="signs that wide spaces and curly quotes become, too")
    parser.add_argument(
        "--plot", type=Path, help="where to draw the reliability of the probabilities, as SVG"
    )
    parser.add_argument(
        "--clean", action="store_true", help="damage nothing; count what changes all the same"
    )
    given = parser.parse_args()
    if given.clean:
        changes_to_clean(given.files, given.size)
        return
    lost = {"U+FFFD": "\ufffd"}.get(given.lost, given.lost)
    whole = Score()
    print(
        "text                damaged   right  top-3 | >0.99: share  right | doubts  caught |  chars/s  chain"
    )
    for file in given.files:
        total = Score()
        text = file.read_text("utf-8")[: given.most]
        began = time.perf_counter()
        for document in documents(text, given.size):
            total.add(score(document, given.page, lost, plain=given.plain))
        show(file.stem, total, len(text) / (time.perf_counter() - began))
        whole.add(total)
    show("all", whole, 0)
    print("\nreliability: probability given, number, share right")
    for place, (count, right) in whole.bins.items():
        if count:
            print(f"  {place / 20:.2f}-{(place + 1) / 20:.2f} {count:7d}  {right / count:.3f}")
    print("\nconfusions:", ", ".join(f"{a}>{b} {n}" for (a, b), n in whole.confusions.most_common(30)))
    if given.plot:
        given.plot.write_text(plotted(whole), encoding="utf-8")
    for example in whole.examples[: given.examples]:
        print("  ", example)


def changes_to_clean(files: list[Path], size: int) -> None:
    """Repair clean texts and show every step, joiners apart."""
    lines = steps = 0
    for file in files:
        for document in documents(file.read_text("utf-8"), size):
            lines += document.count("\n") + 1
            for step in repair(document, RepairConfig(joiners=False)).steps:
                steps += 1
                around = document[max(0, step.start - 10) : step.end + 10]
                print(f"{file.stem}: {step.kind} {step.before!r} -> {step.after!r} in {around!r}")
    print(f"{lines} lines of {len(files)} texts: {steps} steps")


def plotted(s: Score) -> str:
    """Probability given against share right; the area of a dot grows with how many there are."""
    dots = []
    for place, (count, right) in s.bins.items():
        if count:
            x, y = 40 + 300 * (place + 0.5) / 20, 320 - 300 * right / count
            dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + count**0.25:.1f}" fill="#2a6fbb"/>')
    marks = "".join(
        f'<text x="{40 + 3 * p}" y="336" text-anchor="middle">{p}</text>'
        f'<text x="34" y="{324 - 3 * p}" text-anchor="end">{p}</text>'
        for p in (0, 50, 100)
    )
    style = 'font-family="sans-serif" font-size="11" text-anchor="middle"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 360" {style}>'
        '<rect width="360" height="360" fill="#fff"/>'
        '<path d="M40 320 340 20M40 20V320H340" fill="none" stroke="#888"/>'
        f'{"".join(dots)}{marks}<text x="190" y="354">probability given, %</text>'
        '<text x="12" y="170" transform="rotate(-90 12 170)">right, %</text></svg>\n'
    )


def show(name: str, s: Score, speed: float) -> None:
    print(
        f"{name:<19} {s.damaged:7d} {s.accuracy:7.2%} {s.in_three / max(1, s.damaged):6.2%} |"
        f" {s.certain / max(1, s.damaged):11.1%} {s.certain_accuracy:7.2%} |"
        f" {s.doubt_share:6.1%} {s.caught:7.1%} |"
        f" {speed:8.0f}  {s.chains.most_common(2)}"
    )


if __name__ == "__main__":
    main()
