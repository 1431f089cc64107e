"""Makes every picture of the documentation from the program as it is.

    python packaging/screenshots.py [FOLDER]      # default docs/images

A window without a screen, of fixed size and with the fonts that are shipped, on a project of the samples.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator import app, filters
from annotator.ui.main_window import MainWindow
from annotator.ui.settings import Settings
from annotator.ui.theme import ThemeManager
from annotator.ui.translation import speak

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1280, 800)
SETTLED = 700  # milliseconds
DIALOGS = ("codebook", "settings", "export")  # ids of actions


def opened(settings: Settings) -> MainWindow:
    """A window on the samples."""
    window = MainWindow(settings)
    window.resize(*SIZE)
    window.show()
    window.files.unattended = True
    window.files.open_samples()
    while window.jobs.running:
        QTest.qWait(50)
    QTest.qWait(SETTLED)
    window.messages.hide_passing()
    return window


def wait(condition: Callable[[], bool]) -> None:
    """Wait until something is so; a picture of anything else would be wrong."""
    patience = time.monotonic() + 20
    while not condition():
        if time.monotonic() > patience:
            sys.exit("the window did not come to the state that was to be shown")
        QTest.qWait(20)


def take(widget: QWidget, file: Path) -> None:
    """Write a picture of a widget."""
    QTest.qWait(SETTLED)
    widget.grab().save(str(file))
    print(file)


def take_dialog(window: MainWindow, action: str, file: Path) -> None:
    """Open a dialog, write a picture of it, close it."""

    def look() -> None:
        shown = QApplication.activeModalWidget() or QApplication.activeWindow()
        if shown is not None:
            take(shown, file)
            shown.close()

    QTimer.singleShot(SETTLED, look)
    window.action_set.by_id[action].trigger()
    QTest.qWait(3 * SETTLED)


def english(window: MainWindow, folder: Path) -> None:
    """The pictures in English."""
    for key in "1213":
        QTest.keyClick(window.turns.view, key)
    take(window, folder / "window.png")
    bar = window.columns.filter_bar
    bar.look(everywhere=True)
    bar.set_wanted(filters.parse("AI speaker:A is:switched"))
    wait(lambda: window.workspace.everywhere and not bar.search.running)
    bar.go(1)
    take(window, folder / "search.png")
    bar.leave()
    window.commands.view.review_repairs()
    wait(window.columns.repairs.isVisible)
    take(window, folder / "repairs.png")
    window.settings.show_repairs = False
    for action in DIALOGS:
        take_dialog(window, action, folder / f"{action}.png")
    window.settings.theme = "dark"
    take(window, folder / "dark.png")
    window.settings.theme = "light"


def main() -> None:
    os.environ["ANNOTATOR_HOME"] = tempfile.mkdtemp()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    application = app.make_application()
    settings = Settings()
    settings.theme, settings.annotator_name = "light", "Ada"
    app.follow(ThemeManager(application, "light", 0), settings)
    window = opened(settings)
    english(window, folder)
    window.close()
    speak(application, "zh_CN")
    window = opened(settings)
    take(window, folder / "window-zh.png")
    window.close()


if __name__ == "__main__":
    main()
