"""The first moments of a window: paint, show the turns of the last time, load the engines, open the project.

Loading the database library and the repair engine takes longer than Qt itself needs to show
a window, so both wait until it has been painted. Where the project is sure to open, its first turns are read
without them (:mod:`annotator.store.first_page`) and painted before, too; what is typed meanwhile is dealt
with when the project is there.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer

from annotator.errors import UserError
from annotator.ui.background.cycle_collector import growing
from annotator.ui.settings import user_folders
from annotator.ui.widgets.paint_watch import PaintWatch
from annotator.ui.window.file_commands import is_project

if TYPE_CHECKING:
    from annotator.pipeline.import_job import ImportReport
    from annotator.store.first_page import FirstPage
    from annotator.ui.window.main_window import MainWindow
    from annotator.ui.window.messages import Message

_log = logging.getLogger(__name__)
_LOADED_AT = time.monotonic()
_PICTURE_SIZE = (1280, 800)
_PATIENCE = 2_000  # milliseconds after which the project is opened even where no turn was painted
_SETTLED = 800  # milliseconds in which what was loaded is laid out and painted


@dataclass(frozen=True, slots=True)
class StartRequest:
    """What to open at the start: paths, or the samples, or the last project where that is wanted."""

    paths: tuple[Path, ...] = ()
    samples: bool = False
    last: bool = True
    read_only: bool = False  # of the last project


def report_time(what: str) -> None:
    """Log how long after the start something happened; with ``ANNOTATOR_TIMING`` set, print it too.

    The variable holds the moment the process was started, as ``time.monotonic()`` of whoever
    started it; ``1`` means that nobody knows, and counts from the loading of this module.
    """
    given = os.environ.get("ANNOTATOR_TIMING", "")
    try:
        began = float(given)
    except ValueError:
        began = 0.0
    seconds = time.monotonic() - (began if began > 1 else _LOADED_AT)
    _log.info("%s after %.3f s", what, seconds)
    if given:
        sys.stdout.write(f"{what}: {seconds:.3f} s\n")
        sys.stdout.flush()


class Start(QObject):
    """Opens what was asked for, once the window has been painted."""

    def __init__(self, window: MainWindow, request: StartRequest) -> None:
        super().__init__(window)
        self._window = window
        self._request = request
        self._problems: list[Message] = []
        self._refused = False  # a file that was asked for did not come in
        self._first: FirstPage | None = None
        # Nothing is gained where the store is there already, nor where nobody looks.
        self.look_ahead = "annotator.store.project" not in sys.modules
        window.workspace.message.connect(self._on_message)
        window.files.imported.connect(self._on_imported)
        if self.expects_project():
            window.wait_for_project(self._name())
        window.first_painted.connect(self._on_painted)

    def expects_project(self) -> bool:
        """Whether a project will be opened without anybody being asked."""
        request, last = self._request, self._window.settings.last_project
        return bool(request.paths) or request.samples or (request.last and bool(last) and Path(last).exists())

    def _name(self) -> str:
        """What the project that will be opened is called, as far as its file says."""
        request, files = self._request, self._window.files
        if request.samples and not request.paths:
            return user_folders.samples_project().stem
        paths = request.paths or (Path(self._window.settings.last_project),)
        project = next((path for path in paths if is_project(path)), None)
        return (project or files.project_for(list(paths))).stem

    def _on_painted(self) -> None:
        report_time("first paint")
        with growing():
            self._first = self._first_page() if self.look_ahead else None
            if self._first is not None and self._show_ahead(self._first):
                return
            if self.open():
                self._watch()
            self._window.stop_waiting()

    def _first_page(self) -> FirstPage | None:
        """What can be shown of the project before it is open."""
        paths, settings = self._request.paths, self._window.settings
        if self._request.samples or len(paths) > 1 or (paths and not is_project(paths[0])):
            return None
        if not paths and not self.expects_project():
            return None
        from annotator.store.first_page import first_page  # noqa: PLC0415 - after the first paint

        path = paths[0] if paths else Path(settings.last_project)
        place = settings.place_in(path)
        read_only = not paths and self._request.read_only
        look = partial(first_page, path, settings.annotator_key, place, read_only=read_only)
        return self._window.drive.open(look, path.name)

    def _show_ahead(self, first: FirstPage) -> bool:
        """Show it, and open the project when it has been seen; False where it cannot be read after all."""
        try:
            what, shown = self._window.show_ahead(first)
        except UserError:  # the ordinary way says what it is
            self._first = None
            first.close()
            return False
        PaintWatch(shown, lambda: self._on_seen(what))
        # Where the window cannot be seen nothing is painted. What has been painted by then is said first.
        QTimer.singleShot(_PATIENCE, self, lambda: QTimer.singleShot(0, self, self._follow))
        return True

    def _on_seen(self, what: str) -> None:
        report_time(f"{what} on screen")
        self._follow()

    def _follow(self) -> None:
        """Open the project whose first turns are shown, unless it has been, or another one."""
        first, self._first = self._first, None
        if first is None:
            return
        with growing():
            if self._window.workspace.project is None:
                self.open()
            self._window.stop_waiting()
            first.close()
        report_time("project open")

    def _watch(self) -> None:
        """Report when what was opened is on the screen."""
        window = self._window
        if window.overview.shown:
            window.overview.page.first_painted.connect(lambda: report_time("overview on screen"))
        else:
            PaintWatch(window.turns.view.viewport(), lambda: report_time("turns on screen"))

    def open(self) -> bool:
        """Open what was asked for; False where nothing could be opened."""
        files = self._window.files
        paths = list(self._request.paths)
        if [path for path in paths if is_project(path)]:
            files.open_paths(paths)
        elif paths:
            files.open_with(files.project_for(paths), paths, ask=True)
        elif self._request.samples:
            files.open_samples()
        elif self.expects_project():
            path = Path(self._window.settings.last_project)
            files.open_project(path, read_only=self._request.read_only)
        return self._window.workspace.project is not None

    # --- without anybody looking --------------------------------------------------------

    def photograph(self, picture: Path) -> int:
        """Load what was asked for, say what it is, write a picture of the window, and close it.

        Returns the exit status: 0 where all of it was loaded and the picture is written, else 1.
        """
        window = self._window
        window.files.unattended = True
        self.look_ahead = False
        window.resize(*_PICTURE_SIZE)
        loop = QEventLoop()
        window.first_painted.connect(loop.quit)
        window.show()
        loop.exec()
        if window.jobs.running:
            window.jobs.idle.connect(loop.quit)
            loop.exec()
        loaded = window.workspace.project is not None and not self._failed()
        for message in self._problems:
            sys.stderr.write(f"{message.text} {message.detail or message.more}".strip() + "\n")
        if loaded:
            self._say_what_was_loaded()
        window.messages.hide_passing()
        QTimer.singleShot(_SETTLED, loop.quit)
        loop.exec()
        picture.parent.mkdir(parents=True, exist_ok=True)
        written = window.grab().save(str(picture))
        sys.stdout.write(f"Picture of the window: {picture}\n" if written else "")
        window.close()
        return 0 if loaded and written and not self._refused else 1

    def _failed(self) -> bool:
        return any(message.kind == "error" for message in self._problems)

    def _on_imported(self, report: ImportReport) -> None:
        self._refused = bool(report.failed) or not (report.added or report.known or report.restored)

    def _on_message(self, message: Message) -> None:
        if message.kind != "info":
            self._problems.append(message)

    def _say_what_was_loaded(self) -> None:
        project = self._window.workspace.project
        assert project is not None  # noqa: S101 - the caller looked
        counts = project.counts()
        sys.stdout.write(
            f"Project: {project.path}\n"
            f"{counts.dialogues} dialogues, {counts.turns} turns, {counts.repairs} repairs, "
            f"{counts.damage} damaged places, {counts.gaps} gaps, {counts.tags} tags\n"
        )
