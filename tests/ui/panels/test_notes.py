"""Notes: what is typed is kept, whatever happens next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from annotator.ui.panels.tag_panel import TagPanel
from annotator.ui.panels.tag_panel.text_section import TextSection
from annotator.ui.workspace.workspace import Workspace
from tests.ui.panels.conftest import click, press, type_in
from tests.ui.quick_tags import write_note

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def note(panel: TagPanel) -> TextSection:
    panel.refresh_now()
    section = panel.sections["note"]
    assert isinstance(section, TextSection)
    return section


def stored(workspace: Workspace, turn: int) -> str:
    assert workspace.project is not None
    found = workspace.project.turns.page([turn])[0]
    return next((tag.value for tag in found.tags if tag.facet == "note"), "")


def test_ctrl_enter_keeps_and_goes_back(tags: TagPanel, workspace: Workspace, qtbot: QtBot) -> None:
    workspace.entry_requested.emit("note")
    edit = note(tags).edit
    assert edit.hasFocus()
    type_in(edit, "first")
    press(edit, Qt.Key.Key_Return)
    type_in(edit, "second")
    with qtbot.waitSignal(tags.done):
        press(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stored(workspace, workspace.cursor.turn_ids[1]) == "first\nsecond"


def test_escape_keeps_too(tags: TagPanel, workspace: Workspace, qtbot: QtBot) -> None:
    edit = note(tags).edit
    type_in(edit, "kept")
    with qtbot.waitSignal(tags.done):
        press(edit, Qt.Key.Key_Escape)
    assert stored(workspace, workspace.cursor.turn_ids[1]) == "kept"


def test_nothing_else_stands_where_something_is_composed(tags: TagPanel) -> None:
    edit = note(tags).edit
    words = edit.placeholderText()
    assert words
    QApplication.sendEvent(edit, QInputMethodEvent("ni hao", []))
    assert edit.placeholderText() == ""
    QApplication.sendEvent(edit, QInputMethodEvent("", []))
    assert edit.placeholderText() == words
    QApplication.sendEvent(edit, QInputMethodEvent("ni hao", []))
    done = QInputMethodEvent("", [])
    done.setCommitString("你好")
    QApplication.sendEvent(edit, done)
    assert (edit.toPlainText(), edit.placeholderText()) == ("你好", words)


def test_a_pause_keeps_what_was_typed(tags: TagPanel, workspace: Workspace, qtbot: QtBot) -> None:
    edit = note(tags).edit
    edit.pause.setInterval(1)
    type_in(edit, "by and by")
    qtbot.waitUntil(lambda: stored(workspace, workspace.cursor.turn_ids[1]) == "by and by")


def test_moving_on_keeps_the_draft_for_the_turn_it_was_typed_for(
    tags: TagPanel, workspace: Workspace
) -> None:
    type_in(note(tags).edit, "mine")
    workspace.moving.step(1)
    assert stored(workspace, workspace.cursor.turn_ids[1]) == "mine"
    assert stored(workspace, workspace.cursor.turn_ids[2]) == ""
    assert note(tags).edit.toPlainText() == ""
    workspace.moving.step(-1)
    assert note(tags).edit.toPlainText() == "mine"


def test_leaving_the_dialogue_or_the_field_keeps_the_draft(tags: TagPanel, workspace: Workspace) -> None:
    turn = workspace.cursor.turn_ids[1]
    edit = note(tags).edit
    edit.setFocus()
    type_in(edit, "one")
    tags.sections["stance"].heading.setFocus()
    assert stored(workspace, turn) == "one"
    edit.setFocus()
    type_in(edit, " two")
    workspace.moving.step_dialogue(1)
    assert stored(workspace, turn) in {"one two", " twoone"}


def test_the_window_can_ask_to_keep_everything(tags: TagPanel, workspace: Workspace) -> None:
    type_in(note(tags).edit, "before closing")
    tags.flush()
    assert stored(workspace, workspace.cursor.turn_ids[1]) == "before closing"
    assert workspace.project is not None
    before = workspace.project.history.edits(1)[0].id
    tags.flush()
    assert workspace.project.history.edits(1)[0].id == before, "nothing new, nothing written"


def test_an_emptied_note_is_removed(tags: TagPanel, workspace: Workspace) -> None:
    write_note(workspace, "old")
    edit = note(tags).edit
    assert edit.toPlainText() == "old"
    edit.selectAll()
    press(edit, Qt.Key.Key_Delete)
    tags.flush()
    assert stored(workspace, workspace.cursor.turn_ids[1]) == ""


def test_undo_shows_in_the_field_but_never_over_a_draft(tags: TagPanel, workspace: Workspace) -> None:
    write_note(workspace, "first")
    write_note(workspace, "second")
    assert note(tags).edit.toPlainText() == "second"
    workspace.history.undo()
    assert note(tags).edit.toPlainText() == "first"
    note(tags).edit.setPlainText("draft")
    workspace.history.undo()
    assert note(tags).edit.toPlainText() == "draft"


def test_different_notes_are_said_and_not_overwritten_unseen(tags: TagPanel, workspace: Workspace) -> None:
    write_note(workspace, "only here")
    workspace.cursor.select_turns(workspace.cursor.turn_ids)
    section = note(tags)
    assert "Different texts" in section.edit.placeholderText()
    tags.flush()
    assert [stored(workspace, turn) for turn in workspace.cursor.turn_ids] == ["", "only here", ""]
    type_in(section.edit, "all")
    tags.flush()
    assert [stored(workspace, turn) for turn in workspace.cursor.turn_ids] == ["all", "all", "all"]


def test_a_refused_note_stays_a_draft(tags: TagPanel, workspace: Workspace, monkeypatch: object) -> None:
    section = note(tags)
    section.verbs.write = lambda turns, text: None  # type: ignore[method-assign,assignment]
    type_in(section.edit, "no")
    tags.flush()
    del section.verbs.write
    tags.flush()
    assert stored(workspace, workspace.cursor.turn_ids[1]) == "no"


def test_the_field_grows_with_its_text_up_to_ten_lines(tags: TagPanel) -> None:
    edit = note(tags).edit
    low = edit.height()
    edit.setPlainText("一\n二\n三\n四\n五")
    middle = edit.height()
    edit.setPlainText("\n" * 40)
    high = edit.height()
    edit.setPlainText("\n" * 80)
    assert low < middle < high == edit.height()


def test_pasting_takes_the_words_only(tags: TagPanel) -> None:
    edit = note(tags).edit
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("bold")
    edit.insertFromMimeData(data)
    assert edit.toPlainText() == "bold"


def test_the_heading_opens_the_field(tags: TagPanel) -> None:
    section = note(tags)
    click(section.heading)
    assert section.edit.hasFocus()
