"""Tiers are chosen in the import dialog; a file that was refused is read once its columns are said."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.dialogs.new_project_dialog import NewProjectDialog
from annotator.ui.importing.import_dialog import ImportDialog
from tests.importers.test_cases import CASES
from tests.journeys.conftest import Person, write
from tests.journeys.test_import_mapping import _read, _say


def _create(person: Person) -> None:
    def create(dialog: NewProjectDialog) -> None:
        dialog.name.setText("Tiers")
        dialog.annotator.setText("Mei")
        person.click(dialog.create_button)

    person.answer(NewProjectDialog, create)


def test_tiers_are_chosen_and_what_is_left_out_is_told(person: Person) -> None:
    path = CASES / "55-elan-foreign-tiers" / "gest.eaf"
    seen: list[list[str]] = []

    def turns(dialog: ImportDialog) -> list[str]:
        return [line for line in dialog.preview.toPlainText().splitlines() if line]

    def ticked(dialog: ImportDialog) -> list[bool]:
        items = (dialog.tiers.list.item(at) for at in range(dialog.tiers.list.count()))
        return [item.checkState() is Qt.CheckState.Checked for item in items]

    def choose(dialog: ImportDialog) -> None:
        assert ticked(dialog) == [True, True, False], "gestures are no speech"
        seen.append(turns(dialog))
        assert "stroke" not in turns(dialog)
        dialog.tiers.list.setFocus()
        dialog.tiers.list.setCurrentRow(2)
        QTest.keyClick(dialog.tiers.list, Qt.Key.Key_Space)
        person.wait(lambda: _read(dialog) and "stroke" in turns(dialog))
        assert ticked(dialog) == [True, True, True]
        person.click(dialog.tiers.guess)
        person.wait(lambda: _read(dialog) and "stroke" not in turns(dialog))
        dialog.tiers.list.setCurrentRow(0)
        QTest.keyClick(dialog.tiers.list, Qt.Key.Key_Space)
        person.wait(lambda: _read(dialog) and ticked(dialog) == [False, True, False])
        person.click(dialog.accept_button)

    _create(person)
    person.answer(ImportDialog, choose, _read)
    person.drop(path)
    person.wait(lambda: len(person.window.workspace.cursor.dialogue_ids) == 1)
    person.idle()
    assert seen[0] != []
    assert [(turn.speaker, turn.text) for turn in person.turns()] == [("Bram", "Not yet.")]


def test_the_columns_of_a_refused_file_are_chosen(person: Person, tmp_path: Path) -> None:
    (path,) = write(
        tmp_path / "in", [("x.json", b'[{"aa": "Hi you.", "bb": "Anna"}, {"aa": "Yo.", "bb": "Ben"}]')]
    )
    seen: list[str] = []

    def set_right(dialog: ImportDialog) -> None:
        assert dialog.table.entries[0].state == "failed"
        assert not dialog.accept_button.isEnabled()
        seen.append(dialog.preview.toPlainText())
        _say(person, dialog, "aa", "text")
        person.wait(lambda: _read(dialog) and dialog.table.entries[0].state == "ready")
        _say(person, dialog, "bb", "speaker")
        person.wait(lambda: _read(dialog) and dialog.table.entries[0].found_mapping.get("speaker") == "bb")
        person.click(dialog.accept_button)

    _create(person)
    person.answer(ImportDialog, set_right, _read)
    person.drop(path)
    person.wait(lambda: len(person.window.workspace.cursor.dialogue_ids) == 1)
    person.idle()
    assert "It is not clear where the words of the turns are" in seen[0]
    assert [(turn.speaker, turn.text) for turn in person.turns()] == [("Anna", "Hi you."), ("Ben", "Yo.")]
