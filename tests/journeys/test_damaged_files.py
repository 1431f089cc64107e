"""Damaged project files, and files that are taken away while they are open, in the real window."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from annotator.errors import UserError
from annotator.store import Project
from tests.journeys.conftest import Person
from tests.ui.conftest import ME, make_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file stays in its place there")


def press(person: Person, text: str) -> None:
    """Press a button of the newest message."""
    card = person.window.messages.cards()[0]
    person.click(next(x for x in card.findChildren(QPushButton) if x.text() == text))


def damage(path: Path) -> None:
    """Overwrite a page that opening reads: the one that says where the turns are."""
    data = bytearray(path.read_bytes())
    at = data.index(b"CREATE TABLE turn") // 4096 * 4096
    data[at : at + 4096] = b"\xa5" * 4096
    path.write_bytes(data)


def answer_save(person: Person, monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    monkeypatch.setattr(person.window.dialogs, "save_path", lambda *_: path)


def test_a_damaged_file_is_recovered_and_opens(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_project(tmp_path / "study.dap")
    with Project.open(path, annotator=ME) as project:
        turns = project.counts().turns
        project.tags.add([1], "stance.favor")
    damage(path)
    before = path.read_bytes()
    person.drop(path)
    person.wait(person.said)
    assert not person.window.workspace.writable
    new = tmp_path / "new.dap"
    answer_save(person, monkeypatch, None)
    press(person, "Recover…")
    assert not new.exists()  # thought better of it
    answer_save(person, monkeypatch, new)
    person.drop(path)
    person.wait(person.said)
    press(person, "Recover…")
    person.idle()
    person.wait(lambda: "What could be saved is in new.dap." in person.said())
    detail = person.window.messages.cards()[0].message.detail
    assert f"{turns} turns and 1 tags were saved." in detail
    press(person, "Open the recovered project")
    person.wait(lambda: person.window.workspace.project is not None)
    assert len(person.window.workspace.cursor.turn_ids)
    opened = person.window.workspace.project
    assert opened is not None
    assert opened.counts().tags == 1
    assert path.read_bytes() == before


def test_damage_that_a_check_finds_can_be_recovered(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_project(tmp_path / "study.dap")
    assert person.window.files.open_project(path)
    person.window.action_set.by_id["check"].trigger()
    person.idle()
    assert person.said()[0] == "The project is sound."
    person.window.workspace.close()
    with Project.open(path, read_only=True) as project:
        wanted = project.turns.page([2])[0].text
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE turn SET text = 'something else' WHERE id = 2")
    connection.close()
    assert person.window.files.open_project(path)
    person.window.action_set.by_id["check"].trigger()
    person.idle()
    card = person.window.messages.cards()[0]
    assert "found in the project" in card.message.text
    assert card.message.more
    answer_save(person, monkeypatch, tmp_path / "new.dap")
    press(person, "Recover…")
    person.idle()
    person.wait(lambda: "What could be saved is in new.dap." in person.said())
    press(person, "Open the recovered project")
    person.wait(lambda: person.window.workspace.project is not None)
    assert person.turns()[1].text == wanted


AWAY: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "replaced": lambda path: make_project(path.with_name("other.dap"), ()).replace(path),
}


@pytest.mark.parametrize("name", AWAY)
def test_what_is_open_is_saved_where_the_file_was_taken_away(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = make_project(tmp_path / "study.dap")
    assert person.window.files.open_project(path)
    person.idle()
    person.press("1")
    given = person.labels("stance")
    assert any(given)
    AWAY[name](path)
    person.press("2")
    person.wait(person.said)
    message = person.window.messages.cards()[0].message
    assert "while it was open" in message.text + message.detail
    assert person.labels("stance") == given  # nothing was acknowledged that is not kept
    saved = tmp_path / "saved.dap"
    answer_save(person, monkeypatch, saved)
    press(person, "Save as…")
    person.wait(saved.exists)
    press(person, "Open the copy")
    person.wait(lambda: person.window.workspace.writable)
    assert Path(str(person.window.workspace.project.path)) == saved  # type: ignore[union-attr]
    assert person.labels("stance") == given
    person.press("2")
    assert person.labels("stance") != given


def test_what_is_open_is_saved_where_its_file_was_overwritten(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_project(tmp_path / "study.dap")
    older = path.read_bytes()
    assert person.window.files.open_project(path)
    person.idle()
    person.press("1")
    given = person.labels("stance")
    path.write_bytes(older)
    person.press("2")
    person.wait(person.said)
    assert "overwritten" in person.window.messages.cards()[0].message.text
    saved = tmp_path / "saved.dap"
    answer_save(person, monkeypatch, saved)
    press(person, "Save as…")
    person.wait(saved.exists)
    assert person.window.messages.cards()[0].message.detail == str(saved), "and nothing is missing"
    press(person, "Open the copy")
    person.wait(lambda: person.window.workspace.writable)
    assert person.labels("stance") == given
    assert path.read_bytes() == older


def test_one_click_goes_on_beside_a_file_that_was_overwritten(person: Person, tmp_path: Path) -> None:
    path = make_project(tmp_path / "study.dap")
    older = path.read_bytes()
    taken = tmp_path / "study saved.dap"
    taken.write_bytes(b"mine")
    assert person.window.files.open_project(path)
    person.idle()
    person.press("1")
    given = person.labels("stance")
    here = person.window.workspace.cursor.turn_id
    path.write_bytes(older)
    person.press("2")
    person.wait(person.said)
    press(person, "Save beside it and go on")
    saved = tmp_path / "study saved 2.dap"
    person.wait(saved.exists)
    project = person.window.workspace.project
    assert project is not None
    assert (project.path, project.read_only) == (saved, False)
    card = person.window.messages.cards()[0].message
    assert (card.text, card.detail) == ("The project goes on in study saved 2.dap.", str(saved))
    assert person.labels("stance") == given
    assert person.window.workspace.cursor.turn_id == here
    assert (path.read_bytes(), taken.read_bytes()) == (older, b"mine")
    person.press("2")
    person.idle()
    assert person.labels("stance") != given


def test_what_cannot_be_saved_beside_stays_open(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_project(tmp_path / "study.dap")
    assert person.window.files.open_project(path)
    person.idle()

    def full(_project: Project, _path: Path) -> int:
        raise UserError("It cannot be written", "the disk is full")

    monkeypatch.setattr(Project, "save_as", full)
    person.window.files.go_on_beside()
    assert person.window.messages.cards()[0].message.text == "It cannot be written."
    project = person.window.workspace.project
    assert project is not None
    assert project.path == path
    person.window.workspace.close()
    person.window.files.go_on_beside()  # nothing is open
