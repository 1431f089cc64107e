"""From dropped transcripts to an export that the published schema accepts, with keys and mouse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema

from annotator.core.resources import resource, samples
from annotator.ui.dialogs.new_project_dialog import NewProjectDialog
from annotator.ui.exporting.export_dialog import ExportDialog
from annotator.ui.importing.import_dialog import ImportDialog
from tests.in_words import in_words
from tests.journeys.conftest import Person

if TYPE_CHECKING:
    from pathlib import Path


def _read(dialog: ImportDialog) -> bool:
    """Whether the import dialog has looked at every file."""
    return not dialog._walking and all(entry.state != "waiting" for entry in dialog.table.entries)


def test_from_dropped_transcripts_to_a_valid_export(person: Person, tmp_path: Path) -> None:
    seen: list[str] = []

    def create(dialog: NewProjectDialog) -> None:
        dialog.name.setText("Walk")
        dialog.annotator.setText("Mei")
        person.click(dialog.create_button)

    def look_and_import(dialog: ImportDialog) -> None:
        seen.append(dialog.summary.text())
        seen.append(dialog.preview.toPlainText())
        person.click(dialog.accept_button)

    person.answer(NewProjectDialog, create)
    person.answer(ImportDialog, look_and_import, _read)
    person.drop(samples()[0].parent)
    person.wait(lambda: len(person.window.workspace.cursor.dialogue_ids) == 5)
    person.idle()
    assert seen[0].startswith("5 files")
    assert "这个话题" in seen[1]
    assert person.said() == ["5 transcripts added."]

    person.wait(person.window.turns.hasFocus)
    turns = len(person.turns())
    person.press("0", "1", "2")
    assert person.labels("stance")[:4] == ["stance.not-applicable", "stance.favor", "stance.against", ""]
    assert person.row() == 3
    person.press("U")  # the cursor has moved on: this is about the label just given
    person.press("K", "=")
    third = person.turns()[2]
    tag = next(tag for tag in third.tags if tag.facet == "stance")
    assert (tag.intensity, tag.uncertain, tag.annotator) == (
        3, True, person.window.settings.annotator_key
    )  # fmt: skip
    assert tag.target == person.window.workspace.cursor.dialogue().targets[0].key  # type: ignore[union-attr]

    person.press("L", "Ctrl+A", "Return")
    assert all(person.labels("language"))
    person.press("Ctrl+Z")
    assert not any(person.labels("language"))
    person.press("Ctrl+Shift+Z")
    assert all(person.labels("language"))

    person.press("T", "Return")
    person.wait(lambda: not person.window.turns.hasFocus())
    for character in "robots":
        person.press(character)
    person.press("Return")
    person.wait(lambda: any(person.labels("topic")))
    person.press("Esc")
    person.wait(person.window.turns.hasFocus)

    window = person.restart()
    assert len(window.workspace.cursor.dialogue_ids) == 5
    assert person.labels("stance")[:3] == ["stance.not-applicable", "stance.favor", "stance.against"]
    assert window.action_set.by_id["undo"].isEnabled(), "undo goes on into earlier sittings"
    assert window.workspace.project is not None
    edits = window.workspace.project.history.edits(50)
    first_tag = next(
        edit for edit in reversed(edits) if in_words(edit) in {"tagging 1 turns", "tagging 1 turn"}
    )
    window.workspace.history.revert(first_tag.id)
    assert person.labels("stance")[:3] == ["", "stance.favor", "stance.against"]

    target = tmp_path / "walk.json"

    def export(dialog: ExportDialog) -> None:
        dialog.file.setText(str(target))
        person.click(dialog.export_button)

    person.answer(ExportDialog, export)
    person.press("Ctrl+E")
    person.idle()
    assert person.said()[0] == "Exported to walk.json."
    content = json.loads(target.read_text(encoding="utf-8"))
    schemas = sorted(resource("schemas").glob("dialogue-annotator-[0-9]*.json"))
    assert schemas
    jsonschema.validate(content, json.loads(schemas[-1].read_text(encoding="utf-8")))
    text = target.read_text(encoding="utf-8")
    assert "这个话题" in text, "not escaped"
    assert turns > 3


def test_the_same_files_again_are_recognised(person: Person) -> None:
    person.window.files.open_samples()
    person.idle()
    states: list[str] = []

    def look(dialog: ImportDialog) -> None:
        states.extend(entry.state for entry in dialog.table.entries)
        assert not dialog.accept_button.isEnabled()
        dialog.reject()

    person.answer(ImportDialog, look, _read)
    person.drop(*samples())
    person.wait(lambda: states)
    assert states == ["known"] * 5
    assert person.window.workspace.project is not None
    assert person.window.workspace.project.counts().dialogues == 5
