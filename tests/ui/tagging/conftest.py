"""A dialogue long enough to give a label again in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store import Project
from annotator.ui.settings.settings import Settings
from annotator.ui.tagging.tag_commands import TagLoop
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from tests.ui.conftest import ME, make_project

TALK = ("Eight", tuple(("AB"[n % 2], f"Turn {n}.", "en" if n % 3 else "zh") for n in range(8)))
OTHER = ("Two", (("A", "Again.", "en"), ("B", "And again.", "en")))


@pytest.fixture
def workspace(qapp: object, tmp_path: Path) -> Iterator[Workspace]:
    """Eight turns of A and B by turns, and a second dialogue of two."""
    made = Workspace(Settings())
    made.attach(Project.open(make_project(tmp_path / "study.dap", (TALK, OTHER)), annotator=ME))
    yield made
    made.close()


@pytest.fixture
def loop(workspace: Workspace) -> TagLoop:
    return workspace.tag_loop


@pytest.fixture
def said(workspace: Workspace) -> list[Message]:
    """What the workspace says, in order."""
    messages: list[Message] = []
    workspace.message.connect(messages.append)
    return messages


def labels(workspace: Workspace, facet: str = "stance") -> str:
    """The labels of the turns in hand, a letter each: their first, "-" for none."""
    assert workspace.project is not None
    found = []
    for turn in workspace.project.turns.page(workspace.cursor.turn_ids):
        names = [tag.value or tag.label.partition(".")[2] for tag in turn.tags if tag.facet == facet]
        found.append(names[0][0] if names else "-")
    return "".join(found)


def row(workspace: Workspace) -> int:
    """The place of the current turn, from 0."""
    assert workspace.cursor.turn_id is not None
    return workspace.cursor.turn_ids.index(workspace.cursor.turn_id)
