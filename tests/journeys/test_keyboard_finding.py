"""Somebody finds commands by typing, changes keys, and changes the settings, all by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import TurnFilter
from annotator.ui.command_palette.palette_dialog import Palette
from annotator.ui.keys.key_capture import CaptureDialog
from annotator.ui.keys.key_holders import KeyHolder
from annotator.ui.keys.key_sheet_dialog import KeySheet
from annotator.ui.settings.settings_dialog import SettingsDialog
from tests.in_words import in_words
from tests.journeys.conftest import Person
from tests.ui.conftest import make_project

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def start(person: Person, tmp_path: Path) -> None:
    assert person.window.files.open_project(make_project(tmp_path / "study.dap"))
    person.wait(person.window.turns.hasFocus)


def palette(person: Person, typed: str, *keys: str) -> Palette:
    person.press("Ctrl+K")
    found = person.window.findChildren(Palette)[-1]
    person.wait(found.field.hasFocus)
    QTest.keyClicks(found.field, typed)
    for key in keys:
        QTest.keySequence(found.field, key)
    return found


def back(person: Person) -> None:
    person.window.activateWindow()
    person.window.turns.setFocus()
    person.wait(person.window.turns.hasFocus)


def test_the_palette_does_what_is_typed(person: Person, tmp_path: Path) -> None:
    start(person, tmp_path)
    workspace = person.window.workspace
    found = palette(person, "against")
    assert found.model.entries[0].text == "against"
    assert (found.model.entries[0].detail, found.model.entries[0].keys) == ("Stance", "2")
    QTest.keyClick(found.field, Qt.Key.Key_Return)
    person.wait(lambda: person.labels("stance")[0] == "stance.against")
    back(person)
    palette(person, "language", "Down", "Up", "Return")
    person.wait(lambda: workspace.facet == "language")
    back(person)
    palette(person, "City", "Return")
    person.wait(lambda: workspace.cursor.dialogue_id == workspace.cursor.dialogue_ids[2])
    back(person)
    # What was used last comes first, and Escape leaves all as it is.
    found = palette(person, "")
    assert [entry.key.partition(":")[0] for entry in found.model.entries[:3]] == [
        "dialogue",
        "facet",
        "label",
    ]
    found.reject()
    back(person)
    found = palette(person, "undo")
    assert found.model.entries[0].keys == QKeySequence("Ctrl+Z").toString(
        QKeySequence.SequenceFormat.NativeText
    )
    QTest.keyClick(found.field, Qt.Key.Key_Return)
    person.wait(lambda: not in_words(workspace.history.to_undo()))
    back(person)
    found = palette(person, "zzzz", "Return")
    assert found.model.entries == []
    found.reject()


def test_a_saved_view_is_found(person: Person, tmp_path: Path) -> None:
    start(person, tmp_path)
    workspace = person.window.workspace
    workspace.do(lambda project: project.views.save("Only B", TurnFilter(speakers=("B",))))
    found = palette(person, "only b")
    assert (found.model.entries[0].text, found.model.entries[0].detail) == ("Only B", "View")
    QTest.keyClick(found.field, Qt.Key.Key_Return)
    person.wait(lambda: workspace.cursor.filter is not None)
    assert [turn.speaker for turn in person.turns()] == ["B"]


def test_a_list_row_says_what_it_is(person: Person, tmp_path: Path) -> None:
    start(person, tmp_path)
    found = palette(person, "export")
    first = found.model.index(0)
    assert found.model.data(first) == "Export"
    spoken = str(found.model.data(first, Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("Export, File, Ctrl")
    assert found.model.data(first, Qt.ItemDataRole.DecorationRole) is None
    person.window.settings.recent_commands = "{"
    found.reject()
    back(person)
    found = palette(person, "against", "PgDown", "PgUp")
    found.list.clicked.emit(found.model.index(0))
    person.wait(lambda: person.labels("stance")[0] == "stance.against")


def test_keys_are_changed_and_refused(person: Person, tmp_path: Path) -> None:
    start(person, tmp_path)
    window = person.window
    person.press("Ctrl+,")
    dialog = window.findChildren(SettingsDialog)[-1]
    editor = dialog.keys
    dialog.show_keys()

    def capture(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        def press(asked: CaptureDialog) -> None:
            QTest.keyClick(asked.field, key, modifier)
            if asked.isVisible():
                problems.append(asked.problem.text())
                asked.reject()

        person.answer(CaptureDialog, press)
        QTest.keyClick(editor.table, Qt.Key.Key_Return)

    problems: list[str] = []
    editor.go_to(KeyHolder("action", "repeat"))
    capture(Qt.Key.Key_G)
    assert problems.pop() == "G already belongs to the command “Next untagged turn”."
    capture(Qt.Key.Key_S)
    assert problems.pop() == "S already belongs to the facet “Stance”."
    capture(Qt.Key.Key_1)
    assert problems.pop() == "1 already belongs to the label “favor” of Stance."
    capture(Qt.Key.Key_Down)
    assert problems.pop() == "Down already belongs to moving about in lists."
    assert window.keymap.keys("repeat") == (".",)
    capture(Qt.Key.Key_R)
    assert problems == []
    assert window.keymap.keys("repeat") == ("R",)
    assert window.action_set.by_id["repeat"].shortcut() == QKeySequence("R")
    editor.go_to(KeyHolder("label", "stance.against", "stance"))
    capture(Qt.Key.Key_F5)
    assert problems.pop() == "Facets and labels have keys of one character."
    capture(Qt.Key.Key_9)
    assert window.workspace.codebook.label("stance.against").shortcut == "9"
    dialog.reject()
    back(person)

    person.press("9", "R")
    assert person.labels("stance")[:2] == ["stance.against"] * 2
    person.press("?")
    sheet = window.findChildren(KeySheet)[-1]
    rows = {row.text: row.keys for group in sheet.found() for row in group.rows}
    assert (rows["Repeat the last label"], rows["against"]) == ("R", "9")
    sheet.search.setText("repeat")
    assert [row.text for group in sheet.found() for row in group.rows] == ["Repeat the last label"]
    assert "Repeat the last label" in sheet.document().toPlainText()
    sheet.close()

    # It holds at the next start; then everything is given back.
    window = person.restart()
    person.wait(window.turns.hasFocus)
    assert window.keymap.keys("repeat") == ("R",)
    person.press("Ctrl+,")
    editor = window.findChildren(SettingsDialog)[-1].keys
    editor.go_to(KeyHolder("action", "repeat"))
    editor.reset_one()
    assert window.keymap.keys("repeat") == (".",)
    editor.take()
    assert window.keymap.keys("repeat") == ()
    editor.reset_all.click()
    assert window.keymap.keys("repeat") == (".",)
    window.findChildren(SettingsDialog)[-1].reject()


def test_settings_hold_at_once(person: Person, tmp_path: Path) -> None:
    start(person, tmp_path)
    window = person.window
    person.press("Ctrl+,")
    dialog = window.findChildren(SettingsDialog)[-1]
    looks = window.turns.view
    line = looks.line_step
    dialog.reading.spacing.setValue(160)
    assert looks.line_step > line
    dialog.behaviour.threshold.setValue(95)
    assert looks.cache.doubts == 95
    dialog.behaviour.moves.click()
    assert not window.settings.auto_advance
    assert not dialog.behaviour.advance.isEnabled()
    dialog.behaviour.restore()
    dialog.reading.restore()
    assert (looks.line_step, looks.cache.doubts, window.settings.auto_advance) == (line, 0, True)
    dialog.person.name.setText("Ada")
    dialog.reject()
    assert window.settings.annotator_name == "Ada"
    project = window.workspace.project
    assert project is not None
    assert project.annotator.name == "Ada"


def test_keys_while_an_input_method_is_on(person: Person, tmp_path: Path) -> None:
    start(person, tmp_path)
    view = person.window.turns.view
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(view, query)
    assert not query.value(Qt.InputMethodQuery.ImEnabled)
    assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    person.press("J")  # and it stays off when the current turn is another
    assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    # A method in its full-width mode hands on wide characters, another commits them.
    for text in "１":
        event = QKeyEvent(QEvent.Type.KeyPress, ord(text), Qt.KeyboardModifier.NoModifier, text)
        QApplication.sendEvent(view, event)
    assert person.labels("stance") == ["", "stance.favor", ""]
    commit = QInputMethodEvent()
    commit.setCommitString("。")
    QApplication.sendEvent(view, commit)
    assert person.labels("stance") == ["", "stance.favor", "stance.favor"]
