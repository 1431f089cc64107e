"""Out of the window and back: parts of a project, without names, divided; tags that come in."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from annotator.model import Annotator
from annotator.ui.exporting.export_dialog import ExportDialog
from annotator.ui.exporting.import_tags_dialog import TagsDialog
from annotator.ui.settings.settings import Settings
from tests.journeys.conftest import Person, write

if TYPE_CHECKING:
    from collections.abc import Callable

TALK = "[Maria]: 你好 José, how are you?\n[B]: fine, {}\n[Maria]: good\n"


@pytest.fixture
def study(person: Person, tmp_path: Path) -> Path:
    """The window with a project of twelve short transcripts, some turns of which are tagged."""
    settings = Settings()
    settings.annotator_name = "Anna"
    folder = tmp_path / "texts"
    words = [hashlib.sha512(str(n).encode()).hexdigest() for n in range(12)]
    write(folder, [(f"{n}.txt", TALK.format(word).encode()) for n, word in enumerate(words)])
    person.window.files.unattended = True
    path = tmp_path / "study.dap"
    assert person.window.files.open_with(path, sorted(folder.iterdir()))
    person.idle()
    person.press("s", "1")
    project = person.window.workspace.project
    assert project is not None
    project.tags.add(
        [project.turns.ids(key)[1] for key in project.dialogues.ids()], "stance.none", intensity=2
    )
    return path


def export(person: Person, act: Callable[[ExportDialog], object]) -> None:
    def answer(dialog: ExportDialog) -> None:
        act(dialog)
        assert not dialog.problem.text(), dialog.problem.text()
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    person.answer(ExportDialog, answer)
    person.press("Ctrl+E")
    person.idle()


def choose(dialog: ExportDialog, format_: str) -> None:
    dialog.format.setCurrentIndex(dialog.format.findData(format_))


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_a_part_of_a_project_by_keyboard_and_what_was_lost(
    person: Person, study: Path, tmp_path: Path
) -> None:
    out = tmp_path / "some.jsonl"

    def act(dialog: ExportDialog) -> None:
        choose(dialog, "doccano")
        # Every part can be reached with Tab and by its underlined letter.
        focused = set()
        for _ in range(30):
            QTest.keyClick(dialog, Qt.Key.Key_Tab)
            focused.add(dialog.focusWidget())
        assert {dialog.turns, dialog.text, dialog.names.on, dialog.division.on, dialog.file} <= focused
        dialog.turns.setEditText("label:stance.none")
        dialog.file.setText(str(out))

    export(person, act)
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(lines) == 12
    assert all(line["label"] == ["stance: none"] for line in lines)
    card = person.window.messages.cards()[0].message
    assert card.text == "Exported to some.jsonl."
    assert "The file was read back." in card.detail
    assert "12 intensities" in card.more


def test_without_names_leaves_a_key_beside_the_project(person: Person, study: Path, tmp_path: Path) -> None:
    out = tmp_path / "anonymous.csv"

    def act(dialog: ExportDialog) -> None:
        choose(dialog, "csv")
        dialog.names.on.setChecked(True)
        dialog.names.words.setPlainText("José\ta place")
        assert "is no category" in dialog.problem.text()
        dialog.names.words.setPlainText("José\tPERSON\nMaria")
        dialog.file.setText(str(out))

    export(person, act)
    text = out.read_text()
    assert "José" not in text
    assert "Maria" not in text
    assert "[PERSON-1]" in text
    assert study.with_name("study.key.json").exists()
    assert "study.key.json" in person.window.messages.cards()[0].message.more


def test_divided_into_parts(person: Person, study: Path, tmp_path: Path) -> None:
    def act(dialog: ExportDialog) -> None:
        choose(dialog, "csv")
        dialog.division.on.setChecked(True)
        dialog.division.shares.setText("train=half")
        assert dialog.problem.text() == "Enter sets like this: train=0.8, dev=0.1, test=0.1"
        dialog.division.shares.setText("train=2, test=1")
        dialog.division.stratify.setCurrentIndex(dialog.division.stratify.findData("stance"))
        dialog.file.setText(str(study))
        assert "need a folder" in dialog.problem.text()
        dialog.file.setText(str(tmp_path / "parts"))

    export(person, act)
    card = person.window.messages.cards()[0].message
    assert card.text == "Split into parts."
    assert "train.csv: 8 dialogues" in card.more
    assert {path.name for path in (tmp_path / "parts").iterdir()} == {
        "manifest.json",
        "test.csv",
        "train.csv",
    }


@pytest.mark.usefixtures("study")
def test_nobody_and_nothing_cannot_be_exported(person: Person, tmp_path: Path) -> None:
    assert person.window.workspace.project is not None
    person.window.workspace.project.people.add(Annotator("b", "Ben & Co"))

    def act(dialog: ExportDialog) -> None:
        choose(dialog, "json")
        assert not dialog.text.isEnabled()
        choose(dialog, "csv")
        for box in dialog.people.boxes():
            box.setChecked(False)
        assert dialog.problem.text() == "Choose at least one person."
        dialog.people.boxes()[0].setChecked(True)
        dialog.people.machine.setChecked(False)
        dialog.turns.setEditText("doubt:lots")
        assert dialog.problem.text()
        dialog.turns.setEditText("speaker:Nobody")
        assert "known are B, Maria" in dialog.problem.text()
        dialog.turns.setEditText("speaker:B nowhere")
        dialog.file.setText(str(tmp_path / "none.csv"))

    export(person, act)
    assert person.said()[0] == "There is nothing to export."
    assert not (tmp_path / "none.csv").exists()


@pytest.mark.usefixtures("study")
def test_predictions_come_in_as_suggestions_and_can_be_undone(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = person.window.workspace.project
    assert project is not None
    key = project.dialogues.page(project.dialogues.ids())[0].key
    table = tmp_path / "predicted.csv"
    table.write_text(f"turn_key,label,score\n{key}:2,stance.against,0.5\nnowhere:1,against,0.5\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))

    def answer(dialog: TagsDialog) -> None:
        dialog.annotator.setEditText("model 3")
        dialog.machine.setChecked(True)
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    person.answer(TagsDialog, answer)
    person.window.files.import_tags()
    person.idle()
    card = person.window.messages.cards()[0].message
    assert card.text == "1 tag imported, 1 record skipped."
    assert "line 3: the project has no turn 'nowhere:1'" in card.more
    (tag,) = project.turns.page(project.turns.ids(project.dialogues.ids()[0]))[2].tags
    assert (tag.origin, tag.label) == ("suggested", "stance.against")
    # Enter accepts what is suggested for the turn in hand; then it is the person's own answer.
    turn = project.turns.ids(project.dialogues.ids()[0])[2]
    person.window.workspace.cursor.select_turn(turn)
    person.press("s", "Return")
    person.wait(lambda: len(project.turns.page([turn])[0].tags) == 2)
    own = next(tag for tag in project.turns.page([turn])[0].tags if tag.origin == "human")
    assert (own.label, own.annotator) == ("stance.against", project.annotator.key)
    person.press("Ctrl+Z", "Ctrl+Z")
    person.wait(lambda: not project.turns.page(project.turns.ids(project.dialogues.ids()[0]))[2].tags)


@pytest.mark.usefixtures("study")
def test_the_report_can_be_read_in_full(person: Person, tmp_path: Path) -> None:
    def act(dialog: ExportDialog) -> None:
        choose(dialog, "tags-csv")
        dialog.file.setText(str(tmp_path / "tags.csv"))

    export(person, act)
    assert len(rows(tmp_path / "tags.csv")) >= 12
    more = person.window.messages.cards()[0].message.more
    assert "In the project and not in the file:" in more
    assert "This format does not hold:" in more
