"""Somebody comes back the next day and takes back what was done the day before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from annotator.ui.panels.history import change_texts
from tests.journeys.conftest import Person
from tests.ui.conftest import make_project

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_undo_goes_on_into_yesterday(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = person.window
    assert window.files.open_project(make_project(tmp_path / "study.dap"))
    person.wait(window.turns.hasFocus)
    person.press("1", "2")
    window = person.restart()
    project = window.workspace.project
    assert project is not None
    now = datetime.now(tz=UTC) + timedelta(days=1)
    monkeypatch.setattr(change_texts, "present", lambda: now)
    then = change_texts.moment(project.history.edits(1)[0].at)
    assert then is not None
    when = f"yesterday {then.astimezone():%H:%M}"
    window.action_set.refresh()
    undo = window.action_set.by_id["undo"]
    assert undo.isEnabled()
    assert undo.text() == f"Undo ({when}): Stance of turn 2"
    person.wait(window.turns.hasFocus)
    person.press("Ctrl+Z")
    assert person.labels("stance") == ["stance.favor", "", ""]
    assert person.said()[0] == f"Undone: Stance of turn 2 ({when})."
    assert person.row() == 1, "it leads to the turn"
    person.wait(lambda: undo.text() == f"Undo ({when}): Stance of turn 1")
    card = window.messages.cards()[0]
    person.click(next(x for x in card.findChildren(QPushButton) if x.text() == "Redo"))
    assert person.labels("stance") == ["stance.favor", "stance.against", ""]
    person.press("Ctrl+Z", "Ctrl+Z")
    assert person.labels("stance") == ["", "", ""]
    assert project.check() == []


def test_the_day_of_an_edit_in_words() -> None:
    now = datetime(2026, 3, 9, 18, 0).astimezone()
    assert change_texts.day_and_time(now.replace(hour=9, minute=5).isoformat(), now) == "09:05"
    assert change_texts.day_and_time((now - timedelta(days=1)).isoformat(), now) == "yesterday 18:00"
    assert change_texts.day_and_time((now - timedelta(days=9)).isoformat(), now).endswith(" 18:00")
    assert change_texts.day_and_time("who knows", now) == "who knows"
