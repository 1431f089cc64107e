"""Makes every picture of the documentation from the program as it is.

    python packaging/screenshots.py [FOLDER]      # default docs/images

A window without a screen, of fixed size and with the fonts that are shipped, on a project of the samples.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from annotator import app, filters
from annotator.ui.exporting.export_dialog import ExportDialog
from annotator.ui.settings.settings import Settings
from annotator.ui.texts.translation import speak
from annotator.ui.theme import ThemeManager
from annotator.ui.window.main_window import MainWindow
from annotator.ui.workspace.cursor import TextRange

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1280, 800)
STILL = 3  # pictures in a row that must be the same before one is kept
APART = 60  # milliseconds between two of them
DIALOGS = ("codebook", "settings", "export")  # ids of actions


def opened(settings: Settings) -> MainWindow:
    """A window on the samples."""
    window = MainWindow(settings)
    window.resize(*SIZE)
    window.show()
    window.files.unattended = True
    window.files.open_samples()
    wait(lambda: window.workspace.project is not None and not window.jobs.running, 300)
    wait(lambda: bool(window.turns.view.rows.visible()))
    window.columns.furnish()
    window.messages.hide_passing()
    return window


def wait(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so; a picture of anything else would be wrong."""
    patience = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > patience:
            sys.exit("the window did not come to the state that was to be shown")
        QTest.qWait(20)


def take(widget: QWidget, file: Path) -> None:
    """Write a picture of a widget, once nothing in it moves any more."""
    before: list[QImage] = []

    def still() -> bool:
        QTest.qWait(APART)
        before.append(widget.grab().toImage())
        return len(before) >= STILL and all(image == before[-1] for image in before[-STILL:])

    wait(still)
    small(before[-1]).save(str(file), quality=0)
    print(file)


def small(image: QImage) -> QImage:
    """The picture in at most 256 of its colours, which takes a third.

    The most frequent ones are kept as they are. Of the others, of those that look alike one stands for
    all, so that rare ones have their place.
    """
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    colours = [each for each, _ in Counter(memoryview(image.constBits()).cast("I")).most_common()]
    alike: dict[int, int] = {}
    for colour in colours:
        alike.setdefault(colour & 0xE0E0E0, colour)
    table = list(dict.fromkeys([*colours[:120], *alike.values()]))[:256]
    return image.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.AvoidDither)


def take_dialog(window: MainWindow, action: str, file: Path) -> None:
    """Open a dialog, write a picture of it, close it."""

    taken = False

    def look() -> None:
        nonlocal taken
        shown = next((each for each in QApplication.topLevelWidgets() if shows(each)), None)
        if shown is None:
            QTimer.singleShot(APART, look)
            return
        if isinstance(shown, ExportDialog):
            shown.file.setText("~/Samples.json")  # nobody's home folder belongs into a picture
        take(shown, file)
        taken = True
        shown.close()

    def shows(widget: QWidget) -> bool:
        return isinstance(widget, QDialog) and widget.isVisible()

    QTimer.singleShot(APART, look)
    window.action_set.by_id[action].trigger()
    wait(lambda: taken)


def review(window: MainWindow) -> None:
    """Open the review of repairs at a place whose turn is in sight."""
    window.commands.list.review_repairs()
    panel = window.columns.repairs
    wait(lambda: panel.view.hasFocus() and panel.current() is not None)
    for _ in range(3):
        QTest.keyClick(panel.view, Qt.Key.Key_Down)
    doubt = panel.current()
    wait(lambda: doubt is not None and window.workspace.cursor.turn_id == doubt.turn)


def correct(window: MainWindow, file: Path) -> None:
    """Open the window in which a stretch of a turn is corrected, write a picture of it, close it."""
    workspace = window.workspace
    assert workspace.project is not None  # the samples are open
    turn = next(x for x in workspace.project.turns.page(list(workspace.cursor.turn_ids)) if "《" in x.text)
    workspace.cursor.select_turn(turn.id)
    start = turn.text.index("《")
    window.workspace.cursor.set_text(TextRange(turn.id, start, turn.text.index("》") + 1))
    dialog = window.commands.correcting.ask()
    if dialog is not None:
        wait(dialog.field.isVisible)
        take(dialog, file)
        dialog.reject()


def overview(window: MainWindow, file: Path) -> None:
    """The overview of the samples when some of them have been tagged, by one annotator and by two."""
    project = window.workspace.project
    if project is None:
        return
    chance = random.Random(1)
    labels = {"stance": ["favor", "favor", "against", "mixed"], "topic": ["target", "target", "drift"]}
    for facet, upto in (("stance", 4), ("topic", 3)):
        for dialogue in window.workspace.cursor.dialogue_ids[:upto]:
            for turn in project.turns.ids(dialogue)[: 30 if dialogue % 2 else 100]:
                label = f"{facet}.{chance.choice(labels[facet])}"
                uncertain = chance.random() < 0.1
                window.workspace.do(
                    lambda project, turn=turn, label=label, sure=not uncertain: project.tags.add(
                        [turn], label, uncertain=not sure
                    )
                )
    marked = project.turns.ids(window.workspace.cursor.dialogue_ids[0])[2:5]
    window.workspace.do(lambda project: project.marks.set(marked, "flag", on=True))
    window.overview.toggle()
    wait(lambda: not window.overview.page.reader.counting)
    take(window, file)
    window.overview.leave()


def english(window: MainWindow, folder: Path) -> None:
    """The pictures in English."""
    for key in "1213":
        QTest.keyClick(window.turns.view, key)
    take(window, folder / "window.png")
    bar = window.columns.filter_bar
    bar.look(everywhere=True)
    bar.set_wanted(filters.parse("AI speaker:A is:switched"))
    wait(lambda: window.workspace.cursor.everywhere and not bar.search.running)
    bar.go(1)
    take(window, folder / "search.png")
    bar.leave()
    review(window)
    take(window, folder / "repairs.png")
    correct(window, folder / "correct.png")
    window.settings.show_repairs = False
    for action in DIALOGS:
        take_dialog(window, action, folder / f"{action}.png")
    window.settings.theme = "dark"
    take(window, folder / "dark.png")
    window.settings.theme = "light"
    overview(window, folder / "overview.png")


def main() -> None:
    os.environ["ANNOTATOR_HOME"] = tempfile.mkdtemp()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    application = app.make_application()
    application.setCursorFlashTime(0)  # a caret that blinks is never still
    settings = Settings()
    settings.theme, settings.annotator_name = "light", "Ada"
    settings.overview_first = False
    app.follow(ThemeManager(application, "light", 0), settings)
    window = opened(settings)
    english(window, folder)
    window.close()
    speak(application, "zh_CN")
    window = opened(settings)
    take(window, folder / "window-zh.png")
    review(window)
    take(window, folder / "repairs-zh.png")
    window.close()


if __name__ == "__main__":
    main()
