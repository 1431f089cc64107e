"""Names as long as can be, and names that are no text, in the window: it works, or a sentence says why."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from annotator.ui.exporting.export_plan import ExportPlan
from annotator.ui.importing.import_plan import ImportPlan
from tests.journeys.conftest import Person
from tests.ui.conftest import make_project

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text, and shorter")

WORKING = {
    "of 244 bytes": b"n" * 240,
    "of 244 bytes in Chinese": "名".encode() * 80,
    "of bytes that are no text": b"caf\xe9 \xff",
    "of letters that mean something": "a?b#c%41&é <i>中".encode(),
}
TOO_LONG = b"n" * 246


def named(folder: Path, name: bytes, suffix: str) -> Path:
    return folder / os.fsdecode(name + suffix.encode())


def said(person: Person) -> str:
    """The newest message."""
    person.wait(person.said)
    message = person.window.messages.cards()[0].message
    return f"{message.text} {message.detail}"


@pytest.mark.parametrize("name", WORKING)
def test_a_project_of_an_odd_name_is_worked_with(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Opened, tagged, imported into, exported, backed up, copied, opened anew at the next start."""
    window, odd = person.window, WORKING[name]
    path = named(tmp_path, odd, ".dap")
    shutil.copy(make_project(tmp_path / "plain.dap"), path)
    assert window.files.open_project(path)
    person.idle()
    person.press("1")
    assert person.labels("stance")[0]

    talk = named(tmp_path, odd, ".txt")
    talk.write_text("[A]: 你好\n[B]: hi\n", encoding="utf-8")
    monkeypatch.setattr(window.dialogs, "import_plan", lambda *_: ImportPlan({}))
    dialogues = len(window.workspace.cursor.dialogue_ids)
    window.files.import_paths([talk])
    person.idle()
    assert len(window.workspace.cursor.dialogue_ids) == dialogues + 1, person.said()

    for key, suffix in (("json", ".json"), ("html", ".html")):
        out = named(tmp_path, odd, suffix)
        window.files.export_now(ExportPlan(out, key))
        person.idle()
        assert out.exists(), person.said()

    person.window.action_set.by_id["back-up"].trigger()
    person.wait(lambda: "The project was backed up." in person.said())

    copy = named(tmp_path, odd[1:], ".dap")
    monkeypatch.setattr(window.dialogs, "save_path", lambda *_: copy)
    window.files.save_as()
    assert copy.exists(), person.said()

    person.restart()
    assert person.window.workspace.project is not None
    assert Path(person.window.workspace.project.path) == path
    assert person.labels("stance")[0]


def test_names_that_are_too_long_are_refused_in_words(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = person.window
    assert not window.files.open_project(named(tmp_path, TOO_LONG + b"n" * 20, ".dap"))
    assert "cannot be opened" in said(person)
    assert window.files.open_project(make_project(tmp_path / "study.dap"))
    person.idle()
    before = sorted(tmp_path.iterdir())
    too_long = named(tmp_path, TOO_LONG, ".dap")
    monkeypatch.setattr(window.dialogs, "save_path", lambda *_: too_long)
    window.files.save_as()
    assert "File name too long" in said(person)
    for key in ("json", "html"):
        window.files.export_now(ExportPlan(named(tmp_path, TOO_LONG + b"n" * 20, f".{key}"), key))
        person.idle()
        assert "File name too long" in said(person)
    window.files.import_now([named(tmp_path, TOO_LONG + b"n" * 20, ".txt")], None)
    person.idle()
    assert "could not be read" in said(person)
    assert sorted(tmp_path.iterdir()) == before
    assert window.workspace.writable


def test_a_name_that_a_file_manager_cannot_say_is_said_not_to_be_there(
    person: Person, tmp_path: Path
) -> None:
    """Bytes that are no UTF-8 do not survive the address of a dropped file."""
    path = named(tmp_path, WORKING["of bytes that are no text"], ".dap")
    shutil.copy(make_project(tmp_path / "plain.dap"), path)
    person.drop(Path(os.fsencode(path).decode("utf-8", "replace")))
    assert "cannot be opened" in said(person)
