"""Notes that name other turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ui.panels import TagPanel
from annotator.ui.panels.tag_panel.text import TextSection
from annotator.ui.theme import LIGHT
from annotator.ui.workspace import Workspace
from tests.ui.panels.conftest import click, type_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def note(panel: TagPanel) -> TextSection:
    panel.refresh_now()
    section = panel.sections["note"]
    assert isinstance(section, TextSection)
    return section


def test_links_are_buttons_that_go_there(tags: TagPanel, workspace: Workspace, qtbot: QtBot) -> None:
    section = note(tags)
    assert not section.links.isVisible()
    type_in(section.edit, "against #1, and #9")
    there, nowhere = section.links.buttons
    assert there.text() == "#1 A 关于'robot'这个话题，你怎么…"
    assert (nowhere.text(), nowhere.isEnabled()) == ("#9: no such turn", False)
    assert there.accessibleName() == "Go to turn 1"
    with qtbot.waitSignal(tags.done):
        click(there)
    assert workspace.turn_id == workspace.turn_ids[0]
    tags.refresh_now()
    assert note(tags).links.buttons == []
    workspace.select_turn(workspace.turn_ids[1])
    tags.refresh_now()
    assert [button.text()[:2] for button in section.links.buttons] == ["#1", "#9"]


def test_links_look_like_links_while_they_are_written(tags: TagPanel) -> None:
    section = note(tags)
    section.edit.insertPlainText("😀 see #2")
    (found,) = section.edit.document().firstBlock().layout().formats()
    assert (found.start, found.length) == (7, 2)
    assert found.format.foreground().color().name() == LIGHT.link
    assert found.format.fontUnderline()
