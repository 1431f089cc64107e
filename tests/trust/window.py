"""The real window without a screen: keys pressed in it, and what it remembers read from a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.store import Project
from tests.trust.scene import noted, uncaught
from tests.ui.conftest import make_project

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from annotator.ui.window.main_window import MainWindow
    from tests.trust.children import Say

KEYS = ("1", "2", "Ctrl+Z", "3", "1", "Ctrl+Z", "Ctrl+Shift+Z", "2", "1", "3")


def project(folder: Path) -> Path:
    """A closed project of three dialogues with the codebook that the program begins with."""
    return make_project(folder / "study.dap")


def labels(held: Project) -> str:
    """All labels of a project by turn, without what differs from run to run."""
    ids = [turn for dialogue in held.dialogues.ids() for turn in held.turns.ids(dialogue)]
    page = held.turns.page(ids, [one.key for one in held.people.all()])
    return json.dumps([[turn.id, sorted(tag.label for tag in turn.tags)] for turn in page])


_CRASHES: list[str] = []


def crashes() -> list[str]:
    """What nothing in the window has caught since this was asked last."""
    found = list(_CRASHES)
    _CRASHES.clear()
    return found


def _crashed(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    noted(error)
    if not isinstance(error, UserError):  # met where nobody asked, such as in painting; the window says it
        _CRASHES.append(uncaught(error))


def application() -> QApplication:
    """Qt's application, made where there is none; what nothing catches is kept for :func:`crashes`."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - only for those kinds that have a window

    sys.excepthook = _crashed
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(["trust"])


def opened(path: Path) -> MainWindow:
    """The window with a project in hand, its turns first, shown."""
    from annotator.ui.settings.settings import Settings  # noqa: PLC0415
    from annotator.ui.window.main_window import MainWindow  # noqa: PLC0415

    settings = Settings(path.with_name("settings.ini"))
    settings.overview_first = False
    settings.backups = False
    window = MainWindow(settings)
    window.resize(1000, 700)
    window.show()
    if not window.files.open_project(path):
        raise RuntimeError("the window does not open the project")
    return window


def wait(window: MainWindow, condition: object = None) -> None:
    """Let events be handled until no job runs and a condition holds."""
    app = application()
    app.processEvents()
    while window.jobs.running or (callable(condition) and not condition()):
        app.processEvents()


def press(key: str) -> None:
    """Press a key where the focus is."""
    from PySide6.QtTest import QTest  # noqa: PLC0415

    app = application()
    focused = app.focusWidget()
    if focused is None:
        raise RuntimeError("nothing has the focus")
    QTest.keySequence(focused, key)
    app.processEvents()


def press_keys(
    path: Path, say: Say, *, saying_states: bool = False, going: Callable[[], bool] | None = None
) -> None:
    """Open the window on a project, press keys that tag and undo, and say after each that it is done.

    Once, or as long as ``going`` says so.
    """
    application()
    window = opened(path)
    wait(window, window.turns.hasFocus)
    held = window.workspace.project
    if held is None:
        raise RuntimeError("the window has no project in hand")
    say(labels(held) if saying_states else "opened")
    while True:
        for key in KEYS:
            press(key)
            say(labels(held) if saying_states else key)
            if found := crashes():
                raise RuntimeError(found[0])
        if going is None or not going():
            return


def read_settings(path: Path) -> list[object]:
    """All that the window remembers, from a file that anybody may have edited."""
    from annotator.ui.settings.settings import Settings  # noqa: PLC0415

    application()
    settings = Settings(path)
    names = [name for name, value in vars(Settings).items() if hasattr(value, "parse")]
    plain = [getattr(settings, name) for name in names]
    return [*plain, settings.recent, settings.annotator_key, settings.state("geometry")]
