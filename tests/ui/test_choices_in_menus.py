"""Toward a choice between two, the Tag menu and the key sheet name the sides, as the tag panel does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.codebooks import default
from annotator.model import Target
from annotator.store import Project
from annotator.ui.command_palette.palette_entries import Finder
from annotator.ui.keys.key_sheet import groups
from annotator.ui.keys.keymap import KeyMap
from annotator.ui.settings.settings import Settings
from annotator.ui.window.main_window import MainWindow
from tests.ui.answers import Answers
from tests.ui.conftest import ME, make_project

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

TALK = ("Talk", (("A", "Tea or coffee?", "en"), ("B", "Tea.", "en")))
CHOICE = Target("t", "choice", "Tea or coffee", ("tea", "coffee"))


def test_the_tag_menu_and_the_key_sheet_name_the_sides(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(Settings(), Answers())
    qtbot.addWidget(window)
    workspace, actions = window.workspace, window.action_set
    assert workspace.target_in_hand() is None
    workspace.attach(Project.open(make_project(tmp_path / "x.dap", (TALK,)), annotator=ME))
    workspace.set_facet("stance")

    def names() -> set[str]:
        return {action.text() for action in actions.menus["tag"].actions()}

    assert "favor" in names()
    assert workspace.cursor.dialogue_id is not None
    dialogue = workspace.cursor.dialogue_id
    workspace.do(lambda project: project.dialogues.set_target(dialogue, CHOICE))
    workspace.set_target("t")
    target = workspace.target_in_hand()
    assert target == CHOICE
    assert {"prefers tea", "prefers coffee"} <= names()
    finder = Finder(workspace, actions, lambda _: None, [])
    found = {entry.key: entry.text for entry in finder.find("prefers")}
    assert {"prefers tea", "prefers coffee"} <= set(found.values())
    assert "label:stance.favor" in {entry.key for entry in finder.find("favor")}, "by its usual name, too"
    sheet = groups(default(), KeyMap(), "stance", target)
    assert "prefers tea" in {row.text for group in sheet for row in group.rows}
    workspace.close()
