"""A project that is lent to another thread for the time of an edit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.store import Project, ProjectWaits
from tests.store.building import labels_of, new_project


def _beside(function: Callable[[], Any]) -> Any:
    """What a function returns on another thread, or the error it raises."""
    made: list[Any] = []

    def run() -> None:
        try:
            made.append(function())
        except Exception as error:  # noqa: BLE001 - it is looked at
            made.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return made[0]


def test_an_edit_is_made_on_another_thread(path: Path) -> None:
    def edit(project: Project) -> int | None:
        with project.alone(), project.alone():
            return project.tags.add([1], "topic.art").edit

    with new_project(path) as project:
        assert _beside(lambda: edit(project)) == project.history.next_undo()
        assert labels_of(project, 1, "topic") == ["topic.art"]
        project.history.undo()
        assert labels_of(project, 1, "topic") == []


USES: dict[str, Callable[[Project], object]] = {
    "many rows": lambda project: project.dialogues.ids(),
    "one row": lambda project: project.history.next_undo(),
    "in one moment": lambda project: project.turns.page([1]),
    "an edit": lambda project: project.tags.add([2], "topic.art"),
    "closing": lambda project: project.close(),
    "alone as well": lambda project: project.alone().__enter__(),
}


@pytest.mark.parametrize("name", USES)
def test_meanwhile_nobody_else_uses_it(path: Path, name: str) -> None:
    with new_project(path) as project:
        with project.alone():
            assert isinstance(_beside(lambda: USES[name](project)), ProjectWaits)
            project.tags.add([1], "topic.art")
        assert labels_of(project, 1, "topic") == ["topic.art"]
        assert labels_of(project, 2, "topic") == []


def test_a_companion_is_not_lent(path: Path) -> None:
    with new_project(path), Project.open(path, companion=True) as companion:
        said = _beside(companion.dialogues.ids)
        assert "thread" in str(said)


def test_it_says_that_the_drive_stands_still() -> None:
    error = ProjectWaits(Path("study.dap"))
    assert str(error).startswith("study.dap cannot be read: its drive does not answer.")
