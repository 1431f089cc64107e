from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.store import Project
from annotator.ui.background.jobs import Jobs
from annotator.ui.settings.settings import Settings
from annotator.ui.tagging import bulk_edits
from annotator.ui.tagging.bulk_edits import Sweep
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from tests.in_words import in_words
from tests.ui.answers import Answers
from tests.ui.conftest import ME, make_project
from tests.ui.quick_tags import press_label
from tests.ui.tagging.conftest import labels

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

STANCES = {"1": "stance.favor", "2": "stance.against"}
LONG = ("Long", tuple(("AB"[n % 2], f"Turn {n}.", "en") for n in range(120)))


@pytest.fixture
def answers() -> Answers:
    return Answers(many=True)


@pytest.fixture
def workspace(qapp: object, tmp_path: Path, answers: Answers) -> Iterator[Workspace]:
    made = Workspace(Settings(), asks=answers)
    made.attach(Project.open(make_project(tmp_path / "long.dap", (LONG,)), annotator=ME))
    yield made
    made.close()


@pytest.fixture
def jobs(workspace: Workspace) -> Iterator[Jobs]:
    yield workspace.jobs
    workspace.jobs.finish()


def test_many_turns_are_asked_about_and_are_one_undo(
    workspace: Workspace, jobs: Jobs, answers: Answers
) -> None:
    workspace.cursor.select_turns(workspace.cursor.turn_ids[:50])
    press_label(workspace, "1")
    assert answers.questions == []  # a screen of them
    workspace.cursor.select_turns(workspace.cursor.turn_ids)
    press_label(workspace, "2")
    assert answers.questions == ["Tag 120 turns “against”?"]
    assert labels(workspace) == "a" * 120
    workspace.tagging.clear()
    assert answers.questions[-1] == "Clear Stance on 120 turns?"
    assert labels(workspace) == "-" * 120
    workspace.history.undo()
    assert labels(workspace) == "a" * 120
    workspace.history.undo()
    assert labels(workspace) == "f" * 50 + "-" * 70
    answers.given["many"] = False
    assert workspace.tagging.apply_label(STANCES["2"]) is None
    assert labels(workspace) == "f" * 50 + "-" * 70


def test_several_labels_are_added_to_many_and_never_toggled(
    workspace: Workspace, jobs: Jobs, answers: Answers
) -> None:
    workspace.set_facet("topic")
    workspace.cursor.select_turns(workspace.cursor.turn_ids)
    press_label(workspace, "1")
    press_label(workspace, "1")
    assert labels(workspace, "topic") == "t" * 120


def test_a_long_edit_is_a_job_with_one_undo(
    workspace: Workspace, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_edits, "AT_ONCE", 60)
    monkeypatch.setattr(bulk_edits, "BATCH", 25)
    workspace.cursor.select_turns(workspace.cursor.turn_ids)
    assert workspace.tagging.apply_label(STANCES["1"]) is None
    assert jobs.running
    qtbot.waitUntil(lambda: not jobs.running)
    assert labels(workspace) == "f" * 120
    assert workspace.tagging.last is not None
    assert workspace.tagging.last.label == "stance.favor"
    workspace.tag_loop.confirm_all()
    qtbot.waitUntil(lambda: not jobs.running)
    assert labels(workspace, "language") == "e" * 120
    workspace.history.undo()
    assert labels(workspace, "language") == "-" * 120
    workspace.history.undo()
    assert labels(workspace) == "-" * 120
    assert workspace.project is not None
    assert workspace.project.check() == []


def test_a_long_edit_that_is_stopped_changes_nothing(
    workspace: Workspace, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_edits, "AT_ONCE", 60)
    monkeypatch.setattr(bulk_edits, "BATCH", 10)
    said: list[Message] = []
    workspace.message.connect(said.append)

    def stopping(project: Project, ids: object) -> None:
        project.tags.add(list(ids), "stance.favor")  # type: ignore[call-overload]
        jobs._thread.cancel()

    assert workspace.bulk.make(Sweep("Tagging", "?", workspace.cursor.turn_ids, stopping)) is None
    qtbot.waitUntil(lambda: not jobs.running)
    assert labels(workspace) == "-" * 120
    assert said[-1].text == "“Tagging” was cancelled."
    assert in_words(workspace.history.to_undo()) == "importing 1 file", "nothing was done in this sitting"


def test_a_project_that_may_only_be_read_says_so(workspace: Workspace, qapp: object) -> None:
    assert workspace.project is not None
    path = workspace.project.path
    workspace.close()
    said: list[Message] = []
    workspace.message.connect(said.append)
    workspace.attach(Project.open(path, read_only=True, annotator=ME))
    workspace.cursor.select_turns(workspace.cursor.turn_ids)
    assert workspace.tagging.apply_label(STANCES["1"]) is None
    assert said[-1].text == "This project is open read-only."


def test_without_anybody_to_ask_it_is_made_at_once(qapp: object, tmp_path: Path) -> None:
    workspace = Workspace(Settings())
    workspace.attach(Project.open(make_project(tmp_path / "long.dap", (LONG,)), annotator=ME))
    workspace.cursor.select_turns(workspace.cursor.turn_ids)
    assert workspace.tagging.apply_label(STANCES["1"]) is not None
    assert labels(workspace) == "f" * 120
    workspace.close()
