"""The first turns of a start: shown before the project is open, and what has been loaded by then."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from annotator.errors import UserError
from annotator.ui.settings.settings import Settings
from annotator.ui.window import startup
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.startup import Start, StartRequest
from tests.ui.answers import Answers
from tests.ui.conftest import make_project

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator.store.first_page import FirstPage


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(Settings(), Answers())
    qtbot.addWidget(made)
    return made


# What may be loaded when the first turns are painted. Whatever else there is to load comes behind them.
LIBRARIES = {
    "PySide6", "annotator", "msgspec", "shiboken6", "shibokensupport", "signature_bootstrap",
    "typing_extensions",
}  # fmt: skip
STORE = {
    "database_errors", "database_uri", "first_page", "kept_edits", "last_edit", "phrases_of_version_1",
    "project_files", "project_lock", "row_objects", "schema", "schema_check", "value_encoding",
}  # fmt: skip
WIDGETS = {"annotator.ui.widgets.chip", "annotator.ui.widgets.label_button", "annotator.ui.widgets.row_view"}
BEHIND = (
    "annotator.analysis", "annotator.api", "annotator.codebooks", "annotator.exchange",
    "annotator.exporters", "annotator.filters", "annotator.importers", "annotator.language",
    "annotator.pictures", "annotator.pipeline", "annotator.plausibility", "annotator.reliability",
    "annotator.repair", "annotator.ui.backups.backup_commands", "annotator.ui.codebook_editor",
    "annotator.ui.correcting.repair_again", "annotator.ui.dialogs.dialog_parts",
    "annotator.ui.dialogs.new_project_dialog", "annotator.ui.panels",
    "annotator.ui.pictures.picture_commands", "annotator.ui.reliability",
    "annotator.ui.structure.structure_commands", "annotator.ui.widgets.closed_browser",
    "annotator.ui.window.crash_dialog", "PySide6.QtNetwork", "hashlib", "logging.handlers",
)  # fmt: skip


@pytest.mark.parametrize("overview", [False, True])
def test_the_first_turns_wait_for_nothing_that_can_come_later(
    project_file: Path, tmp_path: Path, *, overview: bool
) -> None:
    code = f"""
import os, sys
from pathlib import Path
from annotator import app
from annotator.ui.settings.settings import Settings
from annotator.ui.window import startup
def told(what):
    if what.endswith("on screen"):
        print(*sorted(sys.modules), flush=True)
        os._exit(0)
startup.report_time = told
Settings().overview_first = {overview}
app.main([Path({str(project_file)!r})])
"""
    home = {"ANNOTATOR_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **home}, capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split()
    assert "annotator.store.first_page" in loaded
    assert ("annotator.ui.overview.overview_page" if overview else "annotator.ui.turn_list") in loaded
    heads = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names) - here()
    assert {name for name in heads if not name.startswith("_")} - LIBRARIES == set()
    assert {name.rpartition(".")[2] for name in loaded if name.startswith("annotator.store.")} == STORE
    assert [name for name in loaded if name in WIDGETS or name.startswith(BEHIND)] == []


def here() -> set[str]:
    """What this environment loads before any program begins."""
    code = "import sys; print(*sys.modules)"
    return set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )


def texts(window: MainWindow) -> list[tuple[str, str]]:
    """What the list shows: the turns in words, and whether one can do something with them."""
    model = window.turns.view.turns
    return [(str(model.index(row).data()), str(model.turn(row))) for row in range(model.rowCount())]


@pytest.mark.parametrize("place", [(0, 0), (2, 5)])
def test_what_is_shown_ahead_is_what_is_there(
    qtbot: QtBot,
    window: MainWindow,
    project_file: Path,
    place: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[str, object]] = []
    said: list[str] = []

    def told(what: str) -> None:
        view = window.turns.view if window.has_columns() else None
        shown = (texts(window), dict(view.looks.slots), view.looks.right) if view is not None else None
        current = window.turns.view.current_id if window.has_columns() else None
        seen.append((what, (window.workspace.project is not None, window.windowTitle(), current, shown)))
        said.append(window.status.place.text())

    monkeypatch.setattr(startup, "report_time", told)
    settings = window.settings
    settings.overview_first = False
    settings.last_project = str(project_file)
    settings.remember_place(project_file, *place)
    made = Start(window, StartRequest())
    made.look_ahead = True
    window.show()
    qtbot.waitUntil(lambda: window.workspace.project is not None)
    assert [what for what, _ in seen] == ["first paint", "turns on screen", "project open"]
    ahead, after = seen[1][1], seen[2][1]
    assert isinstance(ahead, tuple)
    assert isinstance(after, tuple)
    assert (ahead[0], after[0]) == (False, True)
    assert ahead[1:] == after[1:]
    assert said[1] == "Opening the project…"
    assert after[2] == (place[1] or window.workspace.cursor.turn_ids[0])
    assert window.turns.view.isEnabled()
    qtbot.waitUntil(window.turns.view.hasFocus)


def test_the_overview_comes_ahead_without_figures(
    qtbot: QtBot, window: MainWindow, project_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(startup, "report_time", seen.append)
    window.settings.overview_first = True
    made = Start(window, StartRequest((project_file,)))
    made.look_ahead = True
    window.show()
    qtbot.waitUntil(lambda: window.workspace.project is not None)
    assert seen == ["first paint", "overview on screen", "project open"]
    assert window.overview.shown
    assert window.overview.page.name.text() == "study"
    qtbot.waitUntil(lambda: not window.overview.page.reader.counting)


@pytest.mark.parametrize("seen", [True, False], ids=["seen", "never painted"])
def test_what_cannot_be_opened_after_all_is_said(
    qtbot: QtBot, window: MainWindow, project_file: Path, monkeypatch: pytest.MonkeyPatch, *, seen: bool
) -> None:
    window.settings.overview_first = False
    made = Start(window, StartRequest((project_file,)))
    made.look_ahead = True
    ahead = window.show_ahead

    def show_ahead(first: FirstPage) -> tuple[str, QWidget]:
        what, shown = ahead(first)
        project_file.write_bytes(b"nonsense")
        return what, shown if seen else QWidget(window)

    monkeypatch.setattr(window, "show_ahead", show_ahead)
    monkeypatch.setattr(startup, "_PATIENCE", 10)
    window.show()
    qtbot.waitUntil(lambda: window.messages.cards() != [])
    assert window.messages.cards()[0].message.kind == "error"
    assert window.pages.currentWidget() is window.welcome
    assert window.workspace.project is None


def test_a_project_that_was_opened_meanwhile_stays(
    qtbot: QtBot, window: MainWindow, project_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Start(window, StartRequest((project_file,)))
    made.look_ahead = True
    other = make_project(tmp_path / "other.dap")

    def told(what: str) -> None:
        if what.endswith("on screen"):
            assert window.files.open_project(other)

    monkeypatch.setattr(startup, "report_time", told)
    with qtbot.waitSignal(window.workspace.project_changed):
        window.show()
    project = window.workspace.project
    assert project is not None
    assert project.path == other


@pytest.mark.parametrize("paths", [("a.dap", "b.dap"), ("a.txt",), ()], ids=["two", "transcripts", "nothing"])
def test_nothing_is_shown_ahead_of_what_is_no_project(window: MainWindow, paths: tuple[str, ...]) -> None:
    assert Start(window, StartRequest(tuple(map(Path, paths))))._first_page() is None
    assert Start(window, StartRequest(samples=True))._first_page() is None


def test_what_cannot_be_read_after_all_is_opened_in_the_ordinary_way(
    qtbot: QtBot, window: MainWindow, project_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: FirstPage) -> None:
        raise UserError("It cannot be read")

    monkeypatch.setattr(window, "show_ahead", refuse)
    made = Start(window, StartRequest((project_file,)))
    made.look_ahead = True
    with qtbot.waitSignal(window.first_painted):
        window.show()
    assert window.workspace.project is not None
    assert window.messages.cards() == []


def test_what_is_being_opened_is_named_at_once(window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "访谈 2026"
    folder.mkdir()
    (folder / "one.txt").write_text("A: x\n", encoding="utf-8")
    for request, name in (
        (StartRequest((folder,)), "访谈 2026"),
        (StartRequest((tmp_path / "Study.dap",)), "Study"),
        (StartRequest(samples=True), "Samples"),
    ):
        Start(window, request)
        assert window.windowTitle().startswith(name)
        assert window.status.place.text() == f"Opening {name}…"
