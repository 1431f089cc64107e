"""What the outline costs: reading the labels of a long dialogue, counting bands, painting; and spans.

Run with ``./dev bench outline``. Times are those on the clock, without a screen; each is the median.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model import Tag, Turn
from annotator.store import Project
from annotator.ui.outline import Outline
from annotator.ui.outline.outline_codes import Codes
from annotator.ui.outline.outline_reader import PART
from annotator.ui.theme import theme_of
from annotator.ui.turn_list import TurnList
from annotator.ui.turn_list.measured_row import Row, RowContent
from annotator.ui.turn_list.row_painter import RowState, paint_row
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.workspace.workspace import Workspace
from tests.benchmarks.figures import ratio, size
from tests.ui.conftest import ME, make_project

TURNS, MILLION, SPANS = size("TURNS", 10_000, 200), size("ROWS", 1_000_000, 10_000), 100
TIMES = size("TIMES", 9, 1)


def timed(what: str, run: Callable[[], object], floor: float | None = None) -> float:
    """Say how long something takes, and how that is to its floor; seconds."""
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    median = statistics.median(taken)
    times_floor = f", {ratio(what, median, floor)} its floor" if floor is not None else ""
    sys.stdout.write(f"{what}: {median * 1000:.2f} ms{times_floor}\n")
    return median


def outline(folder: Path) -> None:
    """A dialogue of many turns, half of them tagged."""
    turns = tuple(("AB"[number % 2], f"Turn {number}.", "en") for number in range(TURNS))
    workspace = Workspace()
    workspace.attach(Project.open(make_project(folder / "long.dap", (("Long", turns),)), annotator=ME))
    ids = workspace.cursor.turn_ids
    workspace.do(lambda project: project.tags.add(ids[::2], "stance.favor"))
    project = workspace.project
    assert project is not None
    timed(f"labels of {PART:,} turns read", lambda: project.progress.first_labels(ids[:PART], "stance"))
    shown = TurnList(workspace)
    strip = Outline(workspace, shown)
    strip.resize(26, 800)
    strip.show()
    while not strip.reader.done:
        QApplication.processEvents()

    def painted() -> None:
        strip._repaint()
        strip.grab()

    bare = QWidget()
    bare.resize(26, 800)
    bare.show()
    floor = timed("a bare widget of that size painted", bare.grab)
    timed(f"outline of {TURNS:,} turns painted anew", painted, floor)
    timed("outline painted after the cursor moved", strip.grab, floor)
    workspace.close()


def bands() -> None:
    """A list of a million turns."""
    codes = Codes(MILLION, [str(number) for number in range(8)])
    codes.read(0, range(MILLION), dict.fromkeys(range(0, MILLION, 3), "5"))
    timed(f"{MILLION:,} turns counted in 800 bands", lambda: codes.bands(800))


def spans() -> None:
    """A turn full of overlapping spans."""
    text = "some words of a turn that is full of spans, 和中文 " * 40
    tags = tuple(
        Tag(str(number), 1, 1, "span", "x", "me", start=number * 15, end=number * 15 + 40)
        for number in range(SPANS)
    )
    turn = Turn(1, "d:0", 1, 0, "A", text, text, tags=tags)
    style = RowStyle(theme_of(QGuiApplication.palette()), QGuiApplication.font())
    timed(
        f"a turn of {len(text):,} characters and {SPANS} spans laid out",
        lambda: Row(RowContent(turn), 700, style),
    )
    row = Row(RowContent(turn, opened=1), 700, style)
    image = QImage(700, row.height, QImage.Format.Format_RGB32)
    whole = QRectF(image.rect())

    def painted() -> None:
        painter = QPainter(image)
        paint_row(painter, whole, row, RowState(), whole)
        painter.end()

    timed("and painted", painted)


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as name:
        outline(Path(name))
    bands()
    spans()
