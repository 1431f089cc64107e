"""Time from the start of the process to a painted window, and to the last project's turns or overview on it.

All are measured against a bare PySide6 window in the same run, in turn, so that a change of the
machine's mood meets all of them alike. Goals: first paint at most 2x, turns on screen at most 4x.
Every process finds its modules compiled, as those of an installed program are. The time of the processor
stands beside that of the clock: on a machine that has other things to do only the former says something.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.figures import ratio, size

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = size("ROUNDS", 7, 1)
GOALS = {"first paint": 2.0, "turns on screen": 4.0, "overview on screen": 4.0, "project open": None}
PROCESSOR = ", processor"

BARE = """
import sys, time, os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, painted)
def painted():
    print("first paint, processor: %.3f s" % time.process_time(), flush=True)
    print("first paint: %.3f s" % (time.monotonic() - float(os.environ["ANNOTATOR_TIMING"])), flush=True)
    app.quit()
app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

SETTING = """
from annotator.ui.settings.settings import Settings
settings = Settings()
settings.overview_first = {overview}
settings.store.sync()
"""

FULL = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from annotator import cli
from annotator.core.cycle_pause import no_collection
with no_collection():  # as the command does
    from annotator.ui.window import startup
report = startup.report_time
def report_and_quit(what):
    report(what)
    print("%s, processor: %.3f s" % (what, time.process_time()), flush=True)
    if what == "project open":
        QTimer.singleShot(0, QApplication.closeAllWindows)
startup.report_time = report_and_quit
sys.exit(cli.main([]))
"""


def run(code: str, home: str) -> dict[str, float]:
    """Start one process and read the moments it prints, in seconds from its start."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        # Compiled, as it is installed, whatever is set here: the first run writes it, the others find it.
        "PYTHONPYCACHEPREFIX": str(Path(home, "bytecode")),
        "ANNOTATOR_HOME": home,
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        # The program takes a picture and ends where there is no display; here it must not.
        "DISPLAY": os.environ.get("DISPLAY", ":offscreen"),
        "ANNOTATOR_TIMING": str(time.monotonic()),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=True
    )
    lines = (line.split(": ") for line in done.stdout.splitlines() if line.endswith(" s"))
    return {what: float(seconds.removesuffix(" s")) for what, seconds in lines}


def main() -> None:
    """Make the samples' project, measure, print the table."""
    with tempfile.TemporaryDirectory() as home:
        picture = f"Path({home!r}) / 'p.png'"
        make = (
            f"from pathlib import Path; from annotator import app; app.main(samples=True, picture={picture})"
        )
        run(make, home)
        bare, full = [], []
        for _ in range(ROUNDS):
            bare.append(run(BARE, home))
            times: dict[str, float] = {}
            for overview in (True, False):
                run(SETTING.format(overview=overview), home)
                times |= run(FULL, home)
            full.append(times)
    print(f"medians of {ROUNDS} rounds")
    for clock in ("", PROCESSOR):
        floor = statistics.median(times[f"first paint{clock}"] for times in bare)
        print(f"{f'bare PySide6 window{clock}':32}  {floor:.3f} s")
        for what, goal in GOALS.items():
            median = statistics.median(times[what + clock] for times in full)
            compared = ratio(what + clock, median, floor, goal)
            print(f"{what + clock:32}  {median:.3f} s   {compared} a bare window")


if __name__ == "__main__":
    main()
