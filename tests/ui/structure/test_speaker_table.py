"""The table of speakers: names and what is known about them, changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from annotator.errors import UserError
from annotator.exchange.speakers_from_table import import_speakers
from annotator.ui.structure.inner_markers import Found, likely_place, marker_at
from annotator.ui.structure.speaker_table import SpeakersDialog
from annotator.ui.structure.structure_commands import StructureCommands
from annotator.ui.window.messages import Message
from annotator.ui.workspace.turn_order import row_in
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def dialog(workspace: Workspace, qtbot: QtBot) -> Iterator[SpeakersDialog]:
    window = QWidget()
    qtbot.addWidget(window)
    made = StructureCommands(workspace, window).speakers()
    assert made is not None
    yield made
    window.close()


def cells(dialog: SpeakersDialog) -> list[list[str]]:
    table = dialog.table
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(table.columnCount())]
        found.append([item.text() if item is not None else "?" for item in items])
    return found


def headings(dialog: SpeakersDialog) -> list[str]:
    header = dialog.table.horizontalHeader().model()
    return [str(header.headerData(at, Qt.Orientation.Horizontal)) for at in range(header.columnCount())]


def write(dialog: SpeakersDialog, row: int, column: int, text: str) -> None:
    item = dialog.table.item(row, column)
    assert item is not None
    item.setText(text)


def test_names_and_attributes_are_changed_in_place(dialog: SpeakersDialog, workspace: Workspace) -> None:
    assert cells(dialog) == [["A", "2"], ["B", "1"]]
    dialog.attribute.setText(" first  language ")
    dialog.add_attribute()
    assert dialog.table.currentColumn() == 2
    write(dialog, 0, 2, "German")
    assert cells(dialog) == [["A", "2", "German"], ["B", "1", ""]]
    assert workspace.project is not None
    assert workspace.project.search.speaker_attributes() == ("first language=German",)
    dialog.scope.setCurrentIndex(1)
    assert cells(dialog) == [["A", "4", "German"], ["B", "3", ""]]
    write(dialog, 1, 0, "Bob")
    assert cells(dialog) == [["A", "4", "German"], ["Bob", "3", ""]]
    dialog.undo.click()
    assert cells(dialog)[1] == ["B", "3", ""]
    write(dialog, 0, 2, "")
    assert cells(dialog) == [["A", "4", ""], ["B", "3", ""]]
    item = dialog.table.item(0, 1)
    assert item is not None
    assert not item.flags() & Qt.ItemFlag.ItemIsEditable


def test_an_attribute_gets_another_name(dialog: SpeakersDialog, workspace: Workspace) -> None:
    told: list[Message] = []
    workspace.message.connect(told.append)
    for name in ("langage", "age"):
        dialog.attribute.setText(name)
        dialog.add_attribute()
    write(dialog, 0, 2, "German")
    dialog.attribute.setText("language")
    dialog.table.setCurrentCell(0, 0)
    assert not dialog.rename.isEnabled(), "this is no attribute"
    dialog.rename_attribute()
    dialog.table.setCurrentCell(0, 2)
    dialog.rename.click()
    assert workspace.project is not None
    assert workspace.project.search.speaker_attributes() == ("language=German",)
    assert headings(dialog)[2] == "language"
    assert not dialog.rename.isEnabled(), "the field is empty"
    dialog.attribute.setText("language")
    dialog.table.setCurrentCell(0, 3)
    dialog.rename.click()
    assert [message.text for message in told] == ["There is an attribute language already."]
    dialog.attribute.setText("years")
    dialog.rename.click()
    assert headings(dialog)[3] == "years", "of an attribute without a value"


def test_a_table_is_read(dialog: SpeakersDialog, workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "Speaker;Dialogue;age;role\nA;Robots;31;host\nB;;40;\nZoe;;9;\nA;Nowhere;1;\n", encoding="utf-8"
    )
    report = dialog.read_file(file)
    assert report is not None
    assert (report.speakers, report.values, report.unknown) == (2, 4, ("Zoe",))
    assert dialog.note.text() == "2 speakers have been described. Nobody here is called Zoe."
    assert cells(dialog) == [["A", "2", "31", "host"], ["B", "1", "40", ""]]
    told: list[Message] = []
    workspace.message.connect(told.append)
    file.write_text("x,y\n1,2\n", encoding="utf-8")
    assert dialog.read_file(file) is None
    assert dialog.read_file(tmp_path / "missing.csv") is None
    assert [message.text for message in told] == [
        "people.csv is no table of speakers.", "missing.csv cannot be read."
    ]  # fmt: skip
    assert workspace.project is not None
    with pytest.raises(UserError, match="no column called speaker"):
        import_speakers(workspace.project, file)


def test_markers_in_the_middle_of_a_turn() -> None:
    text = "Do you? Bob: I do. [Ann Lee]： yes"
    assert marker_at(text, 8) == Found("Bob", 5)
    assert marker_at(text, 19) == Found("Ann Lee", 11)
    assert marker_at(text, 0) is None
    assert marker_at("so: ", 0) is None, "nothing follows"
    assert likely_place(text) == 7
    assert likely_place("One. Two. Three.") in {5, 10}
    assert likely_place("nothing") == 3


def test_turns_are_found_in_lists_out_of_order() -> None:
    assert row_in([1, 9, 2, 3], 3) == 3
    assert row_in([1, 9, 2, 3], 7) is None
    assert row_in([1, 2, 3], 4) is None
