"""The list in step with a real workspace on a real project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.errors import UserError
from annotator.model import Changes, Target
from annotator.store import Project
from annotator.ui.settings.turn_layout import Layout
from annotator.ui.turn_list import TurnList
from annotator.ui.turn_list import speaker_places as speakers
from annotator.ui.turn_list import turn_list_widget as module
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from tests.ui.conftest import ME, make_project

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def turns(workspace: Workspace, qtbot: QtBot) -> TurnList:
    """The list on a project of three dialogues."""
    made = TurnList(workspace)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def chips(turns: TurnList, number: int) -> list[tuple[str, bool]]:
    row = turns.view.cache.row(number)
    assert row is not None
    return [(placed.chip.text, placed.chip.machine) for placed in row.chips]


def test_it_shows_the_dialogue_in_hand(turns: TurnList, workspace: Workspace) -> None:
    assert list(turns.view.turns.ids) == list(workspace.cursor.turn_ids)
    assert turns.view.current_id == workspace.cursor.turn_id
    assert turns.focusProxy() is turns.view
    assert turns.viewport() is turns.view.viewport()
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    assert list(turns.view.turns.ids) == list(workspace.cursor.turn_ids)
    assert turns.view.current_id == workspace.cursor.turn_ids[0]


def test_the_cursor_is_one_and_the_same(turns: TurnList, workspace: Workspace) -> None:
    first, second, third = workspace.cursor.turn_ids
    QTest.keyClick(turns.view, Qt.Key.Key_Down)
    assert workspace.cursor.turn_id == second
    QTest.keyClick(turns.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert (workspace.cursor.turn_id, workspace.cursor.selection) == (third, (second, third))
    assert turns.view.selected_ids() == [second, third]
    workspace.cursor.select_turn(first)
    assert (turns.view.current_id, turns.view.selected_ids()) == (first, [first])


def test_tags_appear_as_they_are_given(turns: TurnList, workspace: Workspace) -> None:
    assert chips(turns, 0) == [("mixed", True)]
    workspace.tagging.apply_label("stance.favor")
    assert chips(turns, 0) == [("favor", False), ("mixed", True)]
    workspace.history.undo()
    assert chips(turns, 0) == [("mixed", True)]
    workspace.cursor.select_turn(workspace.cursor.turn_ids[0])
    workspace.set_facet("language")
    workspace.tagging.confirm()
    assert chips(turns, 0) == [("mixed", False)]


def test_a_tag_measures_its_turns_alone(turns: TurnList, workspace: Workspace) -> None:
    kept = [turns.view.cache.row(row) for row in range(3)]
    workspace.tagging.apply_label("stance.favor")
    now = [turns.view.cache.row(row) for row in range(3)]
    assert [one is other for one, other in zip(kept, now, strict=True)] == [False, True, True]
    here = workspace.cursor.dialogue_id
    assert here is not None
    workspace.do(lambda project: project.dialogues.set_target(here, Target("t9", "entity", "milk")))
    assert turns.view.cache.row(2) is not now[2]
    now = [turns.view.cache.row(row) for row in range(3)]
    workspace.do(lambda project: project.dialogues.rename(here, "Another"))
    assert turns.view.cache.row(2) is not now[2]


def test_everything_is_read_anew_when_everything_changed(turns: TurnList, workspace: Workspace) -> None:
    turns.view.cache.row(0)
    assert workspace.project is not None
    workspace.project.tags.add([workspace.cursor.turn_ids[0]], "stance.against")
    assert chips(turns, 0) == [("mixed", True)]
    workspace.broadcast(Changes(everything=True))
    assert ("against", False) in chips(turns, 0)


def test_renamed_labels_and_further_targets_are_shown(turns: TurnList, workspace: Workspace) -> None:
    workspace.tagging.apply_label("stance.favor")
    workspace.do(lambda project: project.codebook.update_label("stance.favor", name="yes"))
    assert ("yes", False) in chips(turns, 0)
    dialogue = workspace.cursor.dialogue_id
    assert dialogue is not None
    target = Target("00000000-0000-4000-8000-00000000abcd", "entity", "robots")
    workspace.do(lambda project: project.dialogues.set_target(dialogue, target))
    assert ("yes → Robots", False) in chips(turns, 0)


def test_every_dialogue_is_found_where_it_was_left(
    workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    one, two = (
        tuple(("AB"[row % 2], f"{name} turn {row} " + "word " * 60, "en") for row in range(40))
        for name in ("one", "two")
    )
    file = make_project(tmp_path / "long.dap", (("One", one), ("Two", two)))
    workspace.attach(Project.open(file, annotator=ME))
    turns = TurnList(workspace)
    qtbot.addWidget(turns)
    turns.resize(500, 400)
    turns.show()
    qtbot.waitExposed(turns)
    first, second = workspace.cursor.dialogue_ids
    turns.view.go_to(20)
    turns.view.scroll_by(-37)
    before = (turns.view.rows.top, turns.view.rows.offset)
    workspace.cursor.select_dialogue(second)
    assert (turns.view.rows.top, turns.view.rows.offset) == (0, 0)
    workspace.cursor.select_dialogue(first)
    assert (turns.view.rows.top, turns.view.rows.offset) == before
    assert turns.view.current_id == workspace.cursor.turn_ids[20]


def test_only_so_many_places_are_remembered(
    turns: TurnList, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_STATES_KEPT", 1)
    for dialogue in [*workspace.cursor.dialogue_ids, workspace.cursor.dialogue_ids[0]]:
        workspace.cursor.select_dialogue(dialogue)
    assert len(turns._states) == 1


def test_closing_leaves_an_empty_list(turns: TurnList, workspace: Workspace) -> None:
    workspace.close()
    assert len(turns.view.turns.ids) == 0
    assert turns.view.current_id is None
    assert turns._page([1]) == []


def test_what_cannot_be_read_becomes_a_message(turns: TurnList, workspace: Workspace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(workspace.message) as caught:
        turns.view.failed.emit(UserError("The project cannot be read", "the disk is gone"))
    message = caught.args[0]
    assert isinstance(message, Message)
    assert "The project cannot be read" in message.text


def test_names_that_meet_have_different_colours_and_sides(turns: TurnList, workspace: Workspace) -> None:
    view = turns.view
    slots = view.cache.style.slots
    assert slots["A"] != slots["B"]
    assert not view.cache.style.layout.right
    turns.set_sides(on=True)
    assert view.cache.style.layout.right == {"B"}
    turn = workspace.cursor.turn_ids[0]
    workspace.do(lambda project: project.speakers.change([turn], "Chair"))
    slots = view.cache.style.slots
    assert len({slots[name] for name in ("A", "B", "Chair")}) == 3
    workspace.history.undo()
    turns.set_sides(on=False)
    assert not view.cache.style.layout.right


def test_in_a_large_project_colours_are_given_by_dialogue(
    turns: TurnList, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speakers, "MOST", 1)
    found = speakers.SpeakerPlaces(workspace)
    slots = found.slots(workspace.cursor.dialogue_id)
    assert (slots["A"], slots["B"]) == (0, 1)
    assert found.right(workspace.cursor.dialogue_id) == {"B"}
    assert dict(found.slots(None)) == {}
    assert found.right(None) == frozenset()
    workspace.close()
    assert dict(found.slots(1)) == {}
    assert turns.view.turns.rowCount() == 0


def test_another_layout_keeps_the_current_turn_in_sight(turns: TurnList, workspace: Workspace) -> None:
    workspace.cursor.select_turn(workspace.cursor.turn_ids[-1])
    for density in ("compact", "reading", "comfortable"):
        turns.view.looks.set_layout(Layout(density))
        row = turns.view.currentIndex().row()
        placed = turns.view.placed(row)
        assert placed is not None
        assert placed.y < turns.view.viewport().height()


def test_what_is_no_turn_stands_beside_the_turns(turns: TurnList, workspace: Workspace) -> None:
    first, second, third = workspace.cursor.turn_ids
    assert workspace.project is not None
    words = [turn.text for turn in workspace.project.turns.page([first, third])]
    workspace.do(lambda project: project.structure.set_aside(first))
    row = turns.view.cache.row(0)
    assert row is not None
    assert (row.turn.id, [said for _, said in row.remarks]) == (second, [f"No turn: {words[0]}"])
    assert row.remarks[0][0].bottom() <= row.header.top()
    workspace.do(lambda project: project.structure.set_aside(third))
    row = turns.view.cache.row(0)
    assert row is not None
    assert [said for _, said in row.remarks] == [f"No turn: {words[0]}", f"No turn: {words[1]}"]
    assert row.remarks[1][0].top() >= row.body_rect.bottom()
    assert f"No turn: {words[0]}" in str(turns.view.turns.index(0).data())
    assert workspace.project.check() == []
