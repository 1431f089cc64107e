"""Stances toward several targets and toward a choice: switched by key, named in panel, chips and history."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.exchange import export_project
from annotator.ui.panels.history.edit_details import EditDetails
from annotator.ui.panels.tag_panel.choice_section import ChoiceSection
from tests.journeys.conftest import Person
from tests.journeys.test_codebook import chips, opened


def section(person: Person) -> ChoiceSection:
    panel = person.window.columns.tags
    panel.refresh_now()
    found = panel.sections["stance"]
    assert isinstance(found, ChoiceSection)
    return found


def said_in_history(person: Person) -> list[str]:
    project = person.window.workspace.project
    assert project is not None
    return EditDetails(person.window.workspace, project.history.edits(1)[0]).lines()


def test_a_choice_names_its_sides_everywhere_but_in_exports(person: Person, tmp_path: Path) -> None:
    opened(person, tmp_path)
    window = person.window
    person.press("Ctrl+Shift+T")
    targets = section(person).targets
    assert targets is not None
    editor = targets.editor
    person.wait(editor.statement.hasFocus)
    editor.kind.setCurrentIndex(editor.kind.findData("choice"))
    editor.statement.selectAll()
    QTest.keyClicks(editor.statement, "where to live")
    editor.options.setFocus()
    QTest.keyClicks(editor.options, "city/country")
    QTest.keyClick(editor.options, Qt.Key.Key_Return)
    person.wait(lambda: not editor.isVisible())
    faces = [button.face.name for button in section(person).grid.buttons]
    assert faces[:4] == ["prefers city", "prefers country", "both", "no preference"]
    assert faces[4] == "none"
    assert section(person).grid.buttons[0].accessibleName() == "prefers city"
    window.turns.setFocus()
    person.press("2")
    assert chips(person, 0) == ["prefers country"]
    assert said_in_history(person) == ["Stance of turn 1: (empty) → prefers country"]
    window.workspace.cursor.select_turn(window.workspace.cursor.turn_ids[0])
    person.press("1")
    assert said_in_history(person)[0] == "Stance of turn 1: prefers country → prefers city"

    person.press("Ctrl+T")
    assert any("one target" in said for said in person.said())
    person.press("Ctrl+Shift+T")
    targets = section(person).targets
    assert targets is not None
    person.click(targets.editor.more)
    QTest.keyClicks(targets.editor.statement, "robots")
    QTest.keyClick(targets.editor.statement, Qt.Key.Key_Return)
    window.turns.setFocus()
    person.press("Ctrl+T")
    assert any("toward “robots”" in said for said in person.said())
    window.workspace.cursor.select_turn(window.workspace.cursor.turn_ids[0])
    QApplication.processEvents()
    assert [button.face.name for button in section(person).grid.buttons][:2] == ["favor", "against"]
    person.press("2", "=")
    assert sorted(chips(person, 0)) == ["against → robots", "prefers city → where to live"]
    first, second = person.turns()[0].tags
    dialogue = window.workspace.cursor.dialogue()
    assert dialogue is not None
    assert {first.target, second.target} == {target.key for target in dialogue.targets}
    person.press("Ctrl+T")
    QApplication.processEvents()
    assert section(person).grid.buttons[0].face.name == "prefers city"

    project = window.workspace.project
    assert project is not None
    export_project(project, tmp_path / "x.json")
    text = (tmp_path / "x.json").read_text("utf-8")
    assert "stance.favor" in text
    assert "prefers" not in text
    assert project.check() == []
