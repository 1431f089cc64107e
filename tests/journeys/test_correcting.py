"""Somebody corrects by hand what the repair did not find, names a speaker right, and looks at the log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.exchange import export_project, read_project
from annotator.store import Project
from annotator.ui.correcting.correction_dialog import CorrectDialog
from annotator.ui.dialogs.new_project_dialog import NewProjectDialog
from annotator.ui.importing.import_dialog import ImportDialog
from annotator.ui.turn_list.text_selection import selected_text
from tests.in_words import in_words
from tests.journeys.conftest import Person

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "[张三]: 这个问题很有意思，我们来讨论一下。\n[李四]: 好的，没问题。teh end\n[张三]: 再见，谢谢。\n"
DAMAGED = TEXT.encode().decode("cp1252", "ignore").encode()


def _read(dialog: ImportDialog) -> bool:
    return not dialog._walking and all(entry.state != "waiting" for entry in dialog.table.entries)


def _open(person: Person, file: Path) -> Project:
    def create(dialog: NewProjectDialog) -> None:
        dialog.name.setText("Names")
        person.click(dialog.create_button)

    person.answer(NewProjectDialog, create)
    person.answer(ImportDialog, lambda dialog: person.click(dialog.accept_button), _read)
    person.drop(file)
    person.wait(lambda: len(person.window.workspace.cursor.dialogue_ids) == 1)
    person.idle()
    person.wait(person.window.turns.hasFocus)
    project = person.window.workspace.project
    assert project is not None
    return project


def _texts(project: Project) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in project.turns.page(project.turns.ids(1))]


def test_correcting_text_and_names(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.write_bytes(DAMAGED)
    project = _open(person, file)
    window = person.window
    before = _texts(project)
    assert [name for name, _ in before] == ["张三", "李四", "张三"]

    # Into the words of the second turn, to its end, back over "teh end", and correct them.
    person.press("Down", "F2", "Ctrl+End", "Shift+Ctrl+Left", "Shift+Ctrl+Left")
    person.wait(lambda: selected_text(window.turns.view) == "teh end")

    def correct(dialog: CorrectDialog) -> None:
        assert dialog.field.text() == "teh end"
        QTest.keyClicks(dialog.field, "the end")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    person.answer(CorrectDialog, correct)
    person.press("Shift+F2")
    person.wait(lambda: _texts(project)[1][1] == "好的，没问题。the end")
    assert in_words(window.workspace.history.to_undo()) == "correcting the text of 1 turn"
    (step,) = [
        x for x in project.turns.page(window.workspace.cursor.selection)[0].steps if x.kind == "person"
    ]
    assert (step.before, step.after) == ("eh", "he")
    assert selected_text(window.turns.view) == ""

    # The review lists every repair; the name in the first marker is decided otherwise, everywhere alike.
    person.idle()
    person.press("Ctrl+R")
    panel = window.columns.repairs
    person.wait(panel.filters.which.hasFocus)  # nothing is in doubt
    panel.filters.which.setCurrentIndex(panel.filters.which.findData("all"))
    panel.filters.changed.emit()
    person.wait(lambda: panel.model.rowCount() > 10)
    found = [panel.model.doubt_at(row) for row in range(panel.model.rowCount())]
    row = next(row for row, doubt in enumerate(found) if doubt and doubt.part == "lead" and doubt.turn == 1)
    panel.view.setCurrentIndex(panel.model.index(row))
    doubt = panel.current()
    assert doubt is not None
    person.wait(lambda: window.workspace.cursor.turn_id == doubt.turn)
    panel.decisions.ask = lambda _question: True
    panel.view.setFocus()
    person.press("A", "T")
    panel.detail.typed.setText("王")
    person.press("Return")
    person.wait(lambda: _texts(project)[0][0] != "张三")
    names = [name for name, _ in _texts(project)]
    assert names[0] == names[2]
    assert "王" in names[0]
    assert names[1] == "李四"
    decided = _texts(project)

    # From the export alone what was received can be had again, and another project made of it.
    assert project.check() == []
    out = tmp_path / "names.json"
    export_project(project, out)
    (exported,) = json.loads(out.read_text(encoding="utf-8"))["dialogues"]
    parts = (
        part for turn in exported["turns"] for part in (turn["lead"], turn.get("received", turn["text"]))
    )
    assert "".join(parts) + exported.get("tail", "") == DAMAGED.decode()
    read_project(out, tmp_path / "again.dap")
    with Project.open(tmp_path / "again.dap", read_only=True) as again:
        assert _texts(again) == decided
        assert again.records.one(1).turns[0].lead_steps == project.records.one(1).turns[0].lead_steps

    # All of it is in the log: it can be taken back after a restart.
    person.restart()
    workspace = person.window.workspace
    assert workspace.project is not None
    assert _texts(workspace.project) == decided
    workspace.history.revert(workspace.project.history.edits(1)[0].id)
    assert [name for name, _ in _texts(workspace.project)] == ["张三", "李四", "张三"]
    assert workspace.project.check() == []
