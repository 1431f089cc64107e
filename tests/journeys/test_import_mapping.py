"""A table whose columns nobody could guess: looked at, set right, imported, remembered, exported."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from annotator.exchange import export_project
from annotator.ui.dialogs.new_project_dialog import NewProjectDialog
from annotator.ui.importing.import_dialog import ImportDialog
from tests.journeys.conftest import Person, write

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QComboBox

TABLE = """gespräch,wer,was,notiz,start
g1,Anna,"Was meinst du, können Maschinen denken?",fragt,0.5
g1,Ben,Ich glaube schon.,,3.25
g2,Anna,Tschüss!,geht,61
"""


def _read(dialog: ImportDialog) -> bool:
    return not dialog._walking and all(entry.state != "waiting" for entry in dialog.table.entries)


def _box(dialog: ImportDialog, column: str) -> QComboBox:
    return dialog.columns.boxes[dialog.columns._columns.index(column)]


def _say(person: Person, dialog: ImportDialog, column: str, role: str) -> None:
    """Choose with the keyboard what a column is."""
    box = _box(dialog, column)
    box.setFocus()
    name = box.itemText(box.findData(role))
    for _ in range(box.count()):
        if box.currentText() == name:
            break
        QTest.keyClicks(box, name[0].lower())
    assert box.currentText() == name


def test_a_table_is_set_right_imported_and_remembered(person: Person, tmp_path: Path) -> None:
    first, second = write(
        tmp_path / "in",
        [("eins.csv", TABLE.encode()), ("zwei.csv", TABLE.replace("g1", "h1").encode("utf-16"))],
    )
    seen: list[list[str]] = []

    def create(dialog: NewProjectDialog) -> None:
        dialog.name.setText("Maschinen")
        dialog.annotator.setText("Mei")
        person.click(dialog.create_button)

    def roles(dialog: ImportDialog) -> list[str]:
        return [str(box.currentData()) for box in dialog.columns.boxes]

    def set_right(dialog: ImportDialog) -> None:
        seen.append(roles(dialog))
        _say(person, dialog, "gespräch", "dialogue")
        person.wait(lambda: _read(dialog) and roles(dialog)[0] == "dialogue")
        _say(person, dialog, "wer", "speaker")
        person.wait(lambda: _read(dialog) and roles(dialog)[1] == "speaker")
        seen.append(dialog.preview.toPlainText().splitlines())
        person.click(dialog.accept_button)

    person.answer(NewProjectDialog, create)
    person.answer(ImportDialog, set_right, _read)
    person.drop(first)
    person.wait(lambda: len(person.window.workspace.cursor.dialogue_ids) == 2)
    person.idle()
    assert seen[0] == ["", "", "text", "", "start"], "what could be guessed"
    assert seen[1][0] == "Lasts 0:03, 3.27 words a second"
    assert seen[1][1:4] == ["g1", "Anna   0:00.5", "Was meinst du, können Maschinen denken?"]
    assert person.said() == ["1 transcript added."]

    turns = person.turns()
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("Anna", "Was meinst du, können Maschinen denken?"),
        ("Ben", "Ich glaube schon."),
    ]
    assert turns[0].meta == {"place": "line 2", "start": 0.5, "fields": {"notiz": "fragt"}}
    person.wait(lambda: person.window.columns._panels is not None)
    panels = person.window.columns._panels
    assert panels is not None
    person.wait(panels.tags.header.origin.isVisible)
    assert "notiz: fragt" in panels.tags.header.origin.toolTip()

    later: list[list[str]] = []

    def look(dialog: ImportDialog) -> None:
        later.append(roles(dialog))
        person.click(dialog.accept_button)

    person.answer(ImportDialog, look, _read)
    person.drop(second)
    person.wait(lambda: len(person.window.workspace.cursor.dialogue_ids) == 4)
    person.idle()
    assert later == [["dialogue", "speaker", "text", "", "start"]], "as last time, in another encoding"

    project = person.window.workspace.project
    assert project is not None
    out = tmp_path / "out.json"
    export_project(project, out)
    content = json.loads(out.read_text(encoding="utf-8"))
    assert content["dialogues"][0]["turns"][1]["meta"]["start"] == 3.25


def test_what_a_zip_holds_is_imported_and_what_is_wrong_in_it_is_said(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "a.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nANNA: Hi.\n\n2\n00:00:03,000 --> 00:00:04,000\nBEN: Yo.\n",
        )
        archive.writestr("b.jsonl", '{"speaker": "A", "text": "Fine words."}\n{"speaker": "B", "te')
        archive.writestr("../c.txt", "[A]: out of here")
        archive.writestr("d.json", "[1, 2")

    def create(dialog: NewProjectDialog) -> None:
        dialog.name.setText("Zip")
        dialog.annotator.setText("Mei")
        person.click(dialog.create_button)

    person.answer(NewProjectDialog, create)
    person.answer(ImportDialog, lambda dialog: person.click(dialog.accept_button), _read)
    person.drop(path)
    person.wait(lambda: len(person.window.workspace.cursor.dialogue_ids) == 2)
    person.idle()
    (card,) = person.window.messages.cards()
    assert card.message.text == "2 transcripts added, 2 could not be read, 1 problem inside files."
    assert "all.zip/b.jsonl: line 2: it is cut off" in card.message.more
    assert "its path leads out of the archive" in card.message.more
    assert "all.zip/d.json: This JSON file is cut off" in card.message.more
    assert not (tmp_path.parent / "c.txt").exists()
    assert [turn.speaker for turn in person.turns()] == ["ANNA", "BEN"]
