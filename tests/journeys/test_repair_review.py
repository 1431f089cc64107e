"""Somebody opens the samples and goes through the doubts about what was repaired in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.core.resources import samples
from annotator.store import Project
from annotator.ui.dialogs.new_project_dialog import NewProjectDialog
from annotator.ui.importing.import_dialog import ImportDialog
from annotator.ui.panels.repairs.repair_texts import standing
from tests.in_words import in_words
from tests.journeys.conftest import Person

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.ui.panels.repairs import RepairPanel


def _read(dialog: ImportDialog) -> bool:
    return not dialog._walking and all(entry.state != "waiting" for entry in dialog.table.entries)


def _open_samples(person: Person) -> None:
    def create(dialog: NewProjectDialog) -> None:
        dialog.name.setText("Review")
        person.click(dialog.create_button)

    person.answer(NewProjectDialog, create)
    person.answer(ImportDialog, lambda dialog: person.click(dialog.accept_button), _read)
    person.drop(samples()[0].parent)
    person.wait(lambda: len(person.window.workspace.cursor.dialogue_ids) == 5)
    person.idle()
    person.wait(person.window.turns.hasFocus)


def _text(person: Person, turn: int | None) -> str:
    project = person.window.workspace.project
    assert project is not None
    assert turn is not None
    return project.turns.page([turn])[0].text


def _focused(panel: RepairPanel) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and panel.isAncestorOf(focus)


def test_the_review_of_the_samples(person: Person, tmp_path: Path) -> None:
    _open_samples(person)
    window = person.window
    workspace = window.workspace
    person.press("Ctrl+R")
    panel = window.columns.repairs
    person.wait(lambda: panel.view.hasFocus() and panel.model.rowCount() > 3)
    total = panel.model.rowCount()
    assert panel.filters.progress.text() == f"0 of {total} decided"

    # Enter accepts what the engine proposed; the text stays, the next doubt follows.
    first = panel.current()
    assert first is not None
    before = _text(person, first.turn)
    person.press("Return")
    assert in_words(workspace.history.to_undo()) == "accepting 1 repair"
    assert _text(person, first.turn) == before
    second = panel.current()
    assert second is not None
    assert second.id != first.id
    assert workspace.cursor.turn_id == second.turn

    # T types another text.
    project = workspace.project
    assert project is not None
    person.press("T")
    QTest.keyClicks(panel.detail.typed, "van Gogh")
    person.press("Return")
    around = project.doubts.surroundings(second.id)
    assert around is not None
    place = around.text_at[0]
    assert _text(person, second.turn)[place : place + 8] == "van Gogh"
    person.wait(panel.view.hasFocus)

    # 0 keeps what was received, and Ctrl+Z takes that back.
    third = panel.current()
    assert third is not None
    person.press("0")
    assert third.step.before in _text(person, third.turn)
    person.press("Ctrl+Z")
    person.wait(lambda: third.id in panel.model.ids())
    assert panel.filters.progress.text() == f"2 of {total} decided"

    # One decision for all places alike, after a question with their number.
    asked: list[str] = []

    def agree(question: str) -> bool:
        asked.append(question)
        return True

    panel.decisions.ask = agree
    rows = range(panel.model.rowCount())
    here = workspace.cursor.dialogue_id  # which the list shows, and a decision for all is for
    alike = [row for row in rows if len(project.doubts.same(panel.model.ids()[row], here)) > 1]
    panel.view.setCurrentIndex(panel.model.index(alike[0]))
    count = len(project.doubts.same(panel.model.ids()[alike[0]], here))
    person.press("A", "Return")
    assert f"all {count} places" in asked[0]

    # What was decided looks decided, and is there after a restart.
    panel.filters.which.setFocus()
    person.press("Down", "Down")
    panel.filters.which.activated.emit(panel.filters.which.currentIndex())
    assert panel.filters.which.currentData() == "decided"
    assert panel.model.rowCount() == 2 + count
    doubts = [panel.model.doubt_at(row) for row in range(panel.model.rowCount())]
    assert {standing(doubt) for doubt in doubts if doubt is not None} == {"accepted", "changed"}
    panel.view.setFocus()
    person.press("Ctrl+R")
    person.wait(window.turns.hasFocus)
    assert window.columns.side.indexOf(panel) < 0
    assert project.check() == []
    path = project.path
    person.restart()
    person.press("Ctrl+R")
    panel = person.window.columns.repairs
    person.wait(lambda: panel.filters.progress.text().startswith(f"{2 + count} of"))
    person.press("Esc")
    person.wait(person.window.turns.hasFocus)
    assert not _focused(panel)
    person.window.close()
    with Project.open(path, read_only=True) as again:
        assert again.check() == []
        assert second.turn is not None
        assert _text_in(again, second.turn)[place : place + 8] == "van Gogh"


def _text_in(project: Project, turn: int) -> str:
    return project.turns.page([turn])[0].text


def test_digits_act_on_what_is_in_hand(person: Person, tmp_path: Path) -> None:
    _open_samples(person)
    window = person.window
    workspace = window.workspace
    person.press("Ctrl+R")
    panel = window.columns.repairs
    person.wait(lambda: panel.view.hasFocus() and panel.model.rowCount() > 3)
    buttons = panel.detail.candidates.buttons
    assert buttons
    assert all(button.keyed for button in buttons)

    panel.detail.accept.setFocus()  # not the list: a digit chooses a candidate here, too
    before = panel.model.rowCount()
    person.press("1")
    person.wait(lambda: panel.model.rowCount() == before - 1)
    assert not any(turn.tags for turn in person.turns())
    panel.filters.which.setFocus()
    person.press("Down", "1")
    assert not any(turn.tags for turn in person.turns())

    view = window.turns.view  # a click into the turns, to read what is around
    middle = QPoint(40, view.viewport().height() // 2)  # the current turn may begin above what is in sight
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    person.wait(window.turns.hasFocus)
    assert not any(button.keyed for button in panel.detail.candidates.buttons), "they are not the digits' now"
    turn = workspace.cursor.turn_id
    person.press("3")
    project = workspace.project
    assert project is not None
    assert turn is not None
    assert [tag.label for tag in project.turns.page([turn])[0].tags] == ["stance.mixed"]
    assert any("tagged “mixed”" in text for text in person.said()), "it is said, as nobody sees the panel"
    card = window.messages.cards()[0]
    person.click(next(x for x in card.findChildren(QPushButton) if x.text() == "Undo"))
    assert project.turns.page([turn])[0].tags == ()
