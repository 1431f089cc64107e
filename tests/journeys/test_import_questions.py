"""What a file leaves open is asked in the import dialog, decided with one key, asked again, imported so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.importing.file_table import STATUS
from annotator.ui.importing.import_dialog import ImportDialog
from tests.journeys.conftest import Person, write
from tests.journeys.test_import_mapping import _read
from tests.journeys.test_import_tiers import _create

if TYPE_CHECKING:
    from pathlib import Path

INTERVIEW = """\
ILSE: The hose leaks.
It really does.

BRAM: Hm.

DR. VAN DER BERG: Good morning.

ILSE: So?

BRAM: We tape it.
ILSE: All of it?
BRAM: Yes.
"""
CAPTIONS = "\n\n".join(
    f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}"
    for n, words in enumerate(
        ["Ilse: Good evening", "and welcome.", "Bram: Hm.", "Ilse: So.", "Bram: Yes."], 1
    )
)


def _status(dialog: ImportDialog) -> str:
    return str(dialog.table.index(0, STATUS).data(Qt.ItemDataRole.DisplayRole))


def _lines(dialog: ImportDialog) -> list[str]:
    return [line for line in dialog.preview.toPlainText().splitlines() if line]


def _decide(person: Person, dialog: ImportDialog, question: str, answer: str) -> None:
    """Answer with the keyboard, and wait until the file has been read so."""
    button = dialog.questions.buttons[(question, answer)]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    person.wait(lambda: _read(dialog) and dialog.table.entries[0].answers.get(question) == answer)


def test_a_doubtful_speaker_is_decided(person: Person, tmp_path: Path) -> None:
    (path,) = write(tmp_path / "in", [("talk.txt", INTERVIEW.encode())])
    question = "speaker:DR. VAN DER BERG"
    seen: list[object] = []

    def decide(dialog: ImportDialog) -> None:
        seen.append(_status(dialog))
        seen.append(sorted(dialog.questions.buttons))
        assert "DR. VAN DER BERG" in _lines(dialog)
        _decide(person, dialog, question, "no")
        assert "DR. VAN DER BERG: Good morning." in _lines(dialog), "part of the turn before"
        seen.append(_status(dialog))
        assert not dialog.questions.buttons
        person.click(dialog.questions.again)
        person.wait(lambda: _read(dialog) and (question, "yes") in dialog.questions.buttons)
        seen.append(_status(dialog))
        _decide(person, dialog, question, "yes")
        person.click(dialog.accept_button)

    _create(person)
    person.answer(ImportDialog, decide, _read)
    person.drop(path)
    person.wait(lambda: len(person.window.workspace.cursor.dialogue_ids) == 1)
    person.idle()
    asked, buttons, decided, again = seen
    assert buttons == [(question, "no"), (question, "yes")]
    assert asked == again != decided
    assert [turn.speaker for turn in person.turns()] == [
        "ILSE", "BRAM", "DR. VAN DER BERG", "ILSE", "BRAM", "ILSE", "BRAM",
    ]  # fmt: skip


def test_captions_without_names_go_on_with_whoever_spoke_before(person: Person, tmp_path: Path) -> None:
    (path,) = write(tmp_path / "in", [("talk.srt", CAPTIONS.encode())])
    seen: list[list[str]] = []

    def decide(dialog: ImportDialog) -> None:
        seen.append([label for label, _ in sorted(dialog.questions.buttons)])
        _decide(person, dialog, "unnamed", "before")
        person.click(dialog.accept_button)

    _create(person)
    person.answer(ImportDialog, decide, _read)
    person.drop(path)
    person.wait(lambda: len(person.window.workspace.cursor.dialogue_ids) == 1)
    person.idle()
    assert seen == [["unnamed", "unnamed"]]
    assert [(turn.speaker, turn.text) for turn in person.turns()] == [
        ("Ilse", "Good evening"), ("Ilse", "and welcome."),
        ("Bram", "Hm."), ("Ilse", "So."), ("Bram", "Yes."),
    ]  # fmt: skip
