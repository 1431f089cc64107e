"""Times of the turn list: opening, scrolling, jumping, resizing, tagging, at 20 to 1,000,000 rows.

Pages are made in memory, so that the list alone is measured. Every step ends with the list
painted. Goals: open 1M rows <= 30 ms, scroll step median <= 8 ms and p99 <= 25 ms, 10,000 turns
painted within 100 ms, a changed tag painted within 16 ms. The floor is the same viewport filled
with one colour and the same characters drawn in one plain call, in the same run.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from annotator.codebooks import default
from annotator.model import Gap, RepairStep, Tag, Turn, TurnLanguage
from annotator.ui import theme
from annotator.ui.turn_list import TurnListView
from tests.benchmarks.figures import SMALLEST, ratio, size

ENGLISH = "I think robots & AI will definitely take over some repetitive jobs, like data entry. 🤔 "
CHINESE = "你说的对，human touch才是key！就像我教学生写code，同样的language，不同人写出来完全不同。"
SIZE = (760, 860)
MOST = size("STEPS", 400, 3)  # of each kind


def turn(number: int) -> Turn:
    """A made-up turn in the form of the samples: one to four paragraphs, English, Chinese or both."""
    paragraphs = [
        (ENGLISH if (number + part) % 2 else CHINESE) * (1 + (number * 7 + part) % 4)
        for part in range(1 + number % 4)
    ]
    text = "\n\n".join(paragraphs)
    steps = (RepairStep(3, 5, "â€", text[3:5], "encoding", "utf-8 read as windows-1252", 0.98),)
    tags = (
        Tag(f"s{number}", 1, number, "stance", "stance.favor", "me", intensity=2),
        Tag(f"t{number}", 1, number, "topic", "topic.target", "me"),
        Tag(f"l{number}", 1, number, "language", "language.mixed", "me"),
    )
    return Turn(
        number, f"d:{number}", number // 20, number % 20, "AB"[number % 2], text, text,
        steps if number % 3 else (), (Gap(8, 9, "double space"),) if number % 5 == 0 else (),
        TurnLanguage("mixed"), tags,
    )  # fmt: skip


def page(ids: Sequence[int]) -> list[Turn]:
    """Turns by id."""
    return [turn(number) for number in ids]


def timed(run: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def painted(view: TurnListView, run: Callable[[], object]) -> float:
    """Milliseconds of a call and the repaint that follows it."""

    def step() -> None:
        run()
        QApplication.processEvents()  # paints what the call has asked for, and no more

    return timed(step)


def say(line: str) -> None:
    """A line of the table."""
    sys.stdout.write(line + "\n")


def report(what: str, times: list[float], goal: str, rows: int, floor: float) -> None:
    """One line: median, 99th percentile, worst, and the median in times the floor."""
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]
    say(
        f"{what:44} {statistics.median(times):8.2f} {p99:8.2f} {ordered[-1]:8.2f}   "
        f"{ratio(f'{what}, {rows:,} rows', statistics.median(times), floor):>8}   {goal}"
    )


def floor(view: TurnListView) -> float:
    """The plain painting that no list can be faster than."""
    target = QPixmap(view.viewport().size() * view.devicePixelRatioF())
    text = "\n".join([ENGLISH * 2] * 30)

    def run() -> None:
        painter = QPainter(target)
        painter.fillRect(target.rect(), QColor("white"))
        painter.drawText(QRect(0, 0, *SIZE), Qt.TextFlag.TextWordWrap, text)
        painter.end()

    return statistics.median([timed(run) for _ in range(40)])


class Tagging:
    """Changes a tag of the current turn, as a key press does."""

    def __init__(self, view: TurnListView) -> None:
        self.view = view
        self.changed: dict[int, Turn] = {}

    def page(self, ids: Sequence[int]) -> list[Turn]:
        """Turns by id, with the changes so far."""
        return [self.changed.get(number) or turn(number) for number in ids]

    def press(self, strength: int) -> None:
        """Give the current turn's stance another strength."""
        here = self.view.current_id
        assert here is not None
        old = turn(here)
        first = replace(old.tags[0], intensity=1 + strength % 3)
        self.changed[here] = replace(old, tags=(first, *old.tags[1:]))
        self.view.refresh([here])


def measure(view: TurnListView, rows: int, floor: float) -> None:
    """All figures for one number of rows."""

    def steps(what: str, runs: list[Callable[[], object]], goal: str = "") -> None:
        report(what, [painted(view, run) for run in runs[:MOST]], goal, rows, floor)

    ids = range(rows)
    say(f"\n{rows:,} rows{'':26}{'median':>18} {'p99':>8} {'worst':>8}   ms, x floor")
    steps("open", [partial(view.set_turns, ids, page)] * 9, "<= 30, 10k <= 100")
    steps("scroll by 60 px", [partial(view.scroll_by, 60)] * 400, "<= 8, p99 <= 25")
    steps("scroll back", [partial(view.scroll_by, -60)] * 400, "<= 8, p99 <= 25")
    bar = view.verticalScrollBar()
    goals = [bar.maximum() * (step * 37 % 101) // 100 for step in range(100)]
    steps("jump by the scroll bar", [partial(bar.setValue, goal) for goal in goals])
    view.set_current(ids[rows // 2])
    steps("cursor down", [partial(view.go_to, min(rows - 1, rows // 2 + step)) for step in range(60)])
    tagging = Tagging(view)
    view.set_turns(ids, tagging.page)
    view.set_current(ids[rows // 2])
    QApplication.processEvents()
    steps("a tag changed", [partial(tagging.press, step) for step in range(60)], "<= 16")
    widths = [SIZE[0] - 10 * step for step in range(30)]
    steps("another width", [partial(view.resize, wide, SIZE[1]) for wide in widths])
    view.resize(*SIZE)
    view.scroll_by(133)
    before = (view.rows.top, view.rows.offset)
    for wide in widths:
        view.resize(wide, SIZE[1])
    view.resize(*SIZE)
    drift = "none" if before == (view.rows.top, view.rows.offset) else "DRIFTS"
    say(f"{'drift after 30 widths and back':44} {drift}")


def main() -> None:
    """Measure a seed's length, a long dialogue and a whole project."""
    application = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(application, QApplication)
    theme.ThemeManager(application, "light")
    view = TurnListView()
    view.resize(*SIZE)
    view.looks.set_codebook(default())
    view.show()
    application.processEvents()
    view.set_turns(range(20), page)
    application.processEvents()
    base = floor(view)
    least = f"{base:.2f} ms (device pixel ratio {view.devicePixelRatioF():g})"
    say(f"floor: fill and draw a screenful of plain text  {least}")
    for rows in (20, *(() if SMALLEST else (10_000, 1_000_000))):
        measure(view, rows, base)


if __name__ == "__main__":
    main()
