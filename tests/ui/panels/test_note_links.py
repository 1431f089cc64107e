"""Notes that name other turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QMenu, QWidget

from annotator.ui.notes.turn_picker import link_menu
from annotator.ui.panels.tag_panel import TagPanel
from annotator.ui.panels.tag_panel.text_section import TextSection
from annotator.ui.theme import LIGHT
from annotator.ui.workspace.workspace import Workspace
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
    assert workspace.cursor.turn_id == workspace.cursor.turn_ids[0]
    tags.refresh_now()
    assert note(tags).links.buttons == []
    workspace.cursor.select_turn(workspace.cursor.turn_ids[1])
    tags.refresh_now()
    assert [button.text()[:2] for button in section.links.buttons] == ["#1", "#9"]


def test_links_look_like_links_while_they_are_written(tags: TagPanel) -> None:
    section = note(tags)
    section.edit.insertPlainText("😀 see #2")
    (found,) = section.edit.document().firstBlock().layout().formats()
    assert (found.start, found.length) == (7, 2)
    assert found.format.foreground().color().name() == LIGHT.link
    assert found.format.fontUnderline()


def test_a_link_is_picked_from_the_turns_around_and_the_bookmarks(
    tags: TagPanel, workspace: Workspace
) -> None:
    section = note(tags)
    assert section.picker.isVisible()
    workspace.do(lambda project: project.marks.set([1, 4], "bookmark", on=True))
    menu = link_menu(workspace, section.insert_link, section)
    assert [entry.text()[:6] for entry in menu.actions()] == ["#1 · A", "#3 · A"]
    section.edit.insertPlainText("like")
    menu.actions()[0].trigger()
    menu.actions()[1].trigger()
    assert section.edit.toPlainText() == "like #1 #3"
    assert section.edit.hasFocus()
    workspace.cursor.select_turns(workspace.cursor.turn_ids)
    tags.refresh_now()
    assert not section.picker.isVisible()


def test_where_there_is_nothing_to_link_to_it_says_so(workspace: Workspace, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    workspace.close()
    menu = link_menu(workspace, print, parent)
    assert [(entry.text(), entry.isEnabled()) for entry in menu.actions()] == [("No other turns here", False)]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_opens_at_its_button(tags: TagPanel, qtbot: QtBot) -> None:
    section = note(tags)
    click(section.picker)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in section.findChildren(QMenu)))
    (menu,) = section.findChildren(QMenu)
    assert menu.activeAction() is not None
    menu.close()
