"""Large edits are taken back by a background job, as one step, and the window shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.store import Project
from annotator.ui.background.jobs import Jobs
from annotator.ui.settings.settings import Settings
from annotator.ui.tagging import background_undo
from annotator.ui.workspace.workspace import Workspace
from tests.ui.answers import Answers
from tests.ui.conftest import ME, make_project
from tests.ui.tagging.conftest import labels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

LONG = ("Long", tuple(("AB"[n % 2], f"Turn {n}.", "en") for n in range(40)))


@pytest.fixture
def workspace(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(background_undo, "AT_ONCE", 20)
    made = Workspace(Settings(), asks=Answers())
    made.attach(Project.open(make_project(tmp_path / "long.dap", (LONG,)), annotator=ME))
    yield made
    made.close()


@pytest.fixture
def jobs(workspace: Workspace) -> Iterator[Jobs]:
    yield workspace.jobs
    workspace.jobs.finish()


def test_a_large_edit_is_taken_back_and_brought_again_in_the_background(
    workspace: Workspace, jobs: Jobs, qtbot: QtBot
) -> None:
    assert workspace.project is not None
    workspace.project.tags.add(workspace.cursor.turn_ids, "stance.favor")
    for verb, title, after in (
        (workspace.history.undo, "Undoing", "-"),
        (workspace.history.redo, "Redoing", "f"),
        (lambda: workspace.history.revert(workspace.project.history.next_undo() or 0), "Reverting", "-"),
    ):
        assert verb() is None
        assert workspace.busy is not None
        assert (workspace.busy.title, workspace.busy.cancellable) == (title, False)
        jobs.cancel()  # it goes on
        qtbot.waitUntil(lambda: not jobs.running)
        assert labels(workspace) == after * 40
    assert workspace.project.check() == []


def test_a_small_edit_is_taken_back_at_once(workspace: Workspace, jobs: Jobs) -> None:
    assert workspace.project is not None
    workspace.project.tags.add(workspace.cursor.turn_ids[:20], "stance.favor")
    assert workspace.history.undo() is not None
    assert not jobs.running
    assert labels(workspace) == "-" * 40


def test_only_the_edit_that_was_the_last_one_is_taken_back(
    workspace: Workspace, jobs: Jobs, qtbot: QtBot
) -> None:
    project = workspace.project
    assert project is not None
    project.tags.add(workspace.cursor.turn_ids, "stance.favor")
    step = background_undo.undoing(project, lambda changes: changes)
    project.tags.add(workspace.cursor.turn_ids[:1], "stance.against")
    workspace.history.start(step, project)
    qtbot.waitUntil(lambda: not jobs.running)
    assert labels(workspace) == "a" + "f" * 39


def test_without_a_project_nothing_happens(qapp: object) -> None:
    assert Workspace(Settings()).history.undo() is None
