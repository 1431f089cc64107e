from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotator.model import Tag, Turn, TurnFilter, TurnLanguage
from annotator.store import Project
from annotator.ui.tagging.machine_labels import machine_label
from annotator.ui.workspace.workspace import Workspace
from tests.in_words import in_words
from tests.ui.conftest import ME, make_project
from tests.ui.quick_tags import press_label, write_note

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.ui.window.messages import Message


def tags(workspace: Workspace, facet: str) -> list[list[str]]:
    """The label (or the text) of each tag of a facet, turn by turn."""
    assert workspace.project is not None
    page = workspace.project.turns.page(workspace.cursor.turn_ids)
    return [[tag.label or tag.value for tag in turn.tags if tag.facet == facet] for turn in page]


def current(workspace: Workspace) -> int:
    """The row of the current turn."""
    assert workspace.cursor.turn_id is not None
    return workspace.cursor.turn_ids.index(workspace.cursor.turn_id)


def own(workspace: Workspace, facet: str) -> Tag:
    turn = workspace.cursor.turn()
    assert turn is not None
    return next(tag for tag in turn.tags if tag.facet == facet)


@pytest.fixture
def said(workspace: Workspace) -> list[Message]:
    messages: list[Message] = []
    workspace.message.connect(messages.append)
    return messages


def test_who_searches_everywhere_is_told_when_the_dialogue_in_hand_goes(workspace: Workspace) -> None:
    project, heard = workspace.project, list[str]()
    assert project is not None
    workspace.cursor.set_filter(TurnFilter(speakers=("A",)), project.search.find(TurnFilter(speakers=("A",))))
    workspace.cursor.filter_changed.connect(lambda: heard.append("filter"))
    here = workspace.cursor.dialogue_id
    assert here is not None
    workspace.do(lambda one: one.dialogues.remove([here]))
    assert heard[:1] == ["filter"]
    assert not workspace.cursor.everywhere


def test_an_empty_workspace_does_nothing_and_does_not_fall_over(qapp: object) -> None:
    workspace = Workspace()
    for verb in (
        workspace.history.undo, workspace.history.redo, workspace.history.to_undo, workspace.history.to_redo,
        workspace.tagging.confirm, workspace.tagging.clear, workspace.tagging.toggle_uncertain,
        workspace.cursor.turn, workspace.cursor.dialogue,
        workspace.close, workspace.active_facet, workspace.moving.next_untagged,
    ):  # fmt: skip
        assert not verb()
    assert workspace.tagging.change_intensity(1) is None
    assert workspace.tagging.set_intensity(1) is None
    assert workspace.tagging.apply_label("stance.favor") is None
    assert not press_label(workspace, "1")
    assert workspace.tagging.add_topic("x") is None
    assert write_note(workspace, "x") is None
    assert workspace.cursor.selected_turns() == []
    workspace.moving.step(1)
    workspace.moving.step_dialogue(1)
    workspace.cursor.select_dialogue(None)
    workspace.moving.activate_facet("stance")
    assert not workspace.writable


def test_attach_stands_on_the_first_turn_of_the_first_dialogue(workspace: Workspace) -> None:
    dialogue = workspace.cursor.dialogue()
    assert dialogue is not None
    assert dialogue.title == "Robots"
    assert (current(workspace), workspace.facet, workspace.writable) == (0, "stance", True)
    assert workspace.cursor.selection == (workspace.cursor.turn_id,)


def test_a_label_is_given_and_the_cursor_moves_on(workspace: Workspace) -> None:
    assert press_label(workspace, "0")
    assert press_label(workspace, "1")
    assert not press_label(workspace, "9")
    assert tags(workspace, "stance") == [["stance.not-applicable"], ["stance.favor"], []]
    assert current(workspace) == 2
    workspace.moving.step(-1)
    dialogue = workspace.cursor.dialogue()
    assert dialogue is not None
    assert own(workspace, "stance").target == dialogue.targets[0].key


def test_the_cursor_stays_where_the_setting_says_so(workspace: Workspace) -> None:
    workspace.preferences.auto_advance = False
    press_label(workspace, "1")
    workspace.preferences.auto_advance = True
    assert current(workspace) == 0


def test_a_selection_is_tagged_in_one_edit(workspace: Workspace) -> None:
    workspace.cursor.select_turns(workspace.cursor.turn_ids[1:])
    assert current(workspace) == 2
    changes = workspace.tagging.apply_label("stance.against")
    assert changes is not None
    assert len(changes.turns) == 2
    assert tags(workspace, "stance") == [[], ["stance.against"], ["stance.against"]]
    workspace.history.undo()
    assert tags(workspace, "stance") == [[], [], []]
    workspace.history.redo()
    assert in_words(workspace.history.to_undo())
    assert tags(workspace, "stance")[1:] == [["stance.against"], ["stance.against"]]


def test_a_facet_of_several_labels_toggles(workspace: Workspace) -> None:
    workspace.moving.activate_facet("topic")
    press_label(workspace, "1")
    press_label(workspace, "2")
    assert sorted(tags(workspace, "topic")[0]) == ["topic.drift", "topic.target"]
    assert current(workspace) == 0
    press_label(workspace, "1")
    assert tags(workspace, "topic")[0] == ["topic.drift"]


def test_a_new_topic_is_added_once(workspace: Workspace) -> None:
    workspace.tagging.add_topic("Work")
    workspace.moving.step(1)
    workspace.tagging.add_topic(" work ")
    assert workspace.tagging.add_topic("  ") is None
    workspace.history.undo()
    workspace.history.undo()
    assert tags(workspace, "topic")[:2] == [[], []]
    assert "Work" not in [label.name for label in workspace.codebook.facet("topic").labels]
    workspace.history.redo()
    workspace.history.redo()
    names = [label.name for label in workspace.codebook.facet("topic").labels]
    assert names.count("Work") == 1
    assert tags(workspace, "topic")[0] == tags(workspace, "topic")[1] != []


def test_enter_confirms_what_the_machine_found(workspace: Workspace, said: list[Message]) -> None:
    workspace.set_facet("language")
    workspace.cursor.select_turns(workspace.cursor.turn_ids)
    workspace.tagging.confirm()
    workspace.history.undo()
    assert tags(workspace, "language") == [[], [], []], "one key press, one undo"
    workspace.history.redo()
    assert tags(workspace, "language") == [["language.mixed"], ["language.en"], ["language.zh"]]
    assert workspace.tagging.confirm() is None
    assert "confirm" in said[-1].text
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    workspace.tagging.confirm()
    assert current(workspace) == 1
    workspace.tagging.confirm()
    assert tags(workspace, "language") == [["language.en"], ["language.other"]]


def test_enter_asks_for_a_new_label_where_the_facet_is_open(workspace: Workspace) -> None:
    asked: list[str] = []
    workspace.entry_requested.connect(asked.append)
    workspace.tagging.confirm()  # stance: neither detected nor open
    workspace.moving.activate_facet("topic")
    workspace.tagging.confirm()
    workspace.moving.activate_facet("note")
    workspace.moving.activate_facet("nonsense")
    assert asked == ["topic", "note"]
    assert workspace.facet == "topic"


def test_intensity_and_doubt_need_a_tag(workspace: Workspace, said: list[Message]) -> None:
    assert workspace.tagging.toggle_uncertain() is None
    assert workspace.tagging.change_intensity(1) is None
    assert workspace.tagging.set_intensity(2) is None
    assert len(said) == 3
    assert workspace.tagging.clear() is None


def test_intensity_stays_within_weak_and_strong(workspace: Workspace, said: list[Message]) -> None:
    workspace.preferences.auto_advance = False
    workspace.tagging.apply_label("stance.favor")
    seen = []
    for step in (-1, -1, 1, 1, 1):
        workspace.tagging.change_intensity(step)
        seen.append(own(workspace, "stance").intensity)
    assert seen == [1, 1, 2, 3, 3]
    workspace.tagging.set_intensity(None)
    assert own(workspace, "stance").intensity is None
    workspace.set_facet("language")
    workspace.tagging.apply_label("language.en")
    workspace.tagging.change_intensity(1)
    assert "intensity" in said[-1].text
    workspace.preferences.auto_advance = True


def test_uncertain_is_a_switch(workspace: Workspace) -> None:
    workspace.preferences.auto_advance = False
    workspace.tagging.apply_label("stance.favor")
    for expected in (True, False):
        workspace.tagging.toggle_uncertain()
        assert own(workspace, "stance").uncertain is expected
    workspace.tagging.clear()
    workspace.preferences.auto_advance = True
    assert tags(workspace, "stance")[0] == []


def test_keys_after_moving_on_are_about_the_tag_just_given(workspace: Workspace, said: list[Message]) -> None:
    press_label(workspace, "1")
    assert current(workspace) == 1
    workspace.tagging.change_intensity(1)
    workspace.tagging.toggle_uncertain()
    workspace.cursor.select_turn(workspace.cursor.turn_ids[0])
    assert (own(workspace, "stance").intensity, own(workspace, "stance").uncertain) == (3, True)


def test_once_a_person_moves_keys_are_about_the_turn_in_hand(
    workspace: Workspace, said: list[Message]
) -> None:
    press_label(workspace, "1")
    workspace.cursor.select_turn(workspace.cursor.turn_ids[2])
    workspace.cursor.select_turn(workspace.cursor.turn_ids[1])
    assert workspace.tagging.change_intensity(1) is None
    assert "no tag" in said[-1].text


def test_a_note_comes_and_goes(workspace: Workspace) -> None:
    write_note(workspace, " look here ")
    assert tags(workspace, "note")[0] == ["look here"]
    write_note(workspace, "")
    assert tags(workspace, "note")[0] == []


def test_moving_stops_at_the_ends(workspace: Workspace) -> None:
    workspace.moving.step(-5)
    assert current(workspace) == 0
    workspace.moving.step(50)
    assert current(workspace) == 2
    workspace.moving.step_dialogue(-1)
    assert workspace.cursor.dialogue_id == workspace.cursor.dialogue_ids[0]
    workspace.moving.step_dialogue(9)
    assert workspace.cursor.dialogue_id == workspace.cursor.dialogue_ids[-1]
    workspace.moving.step_dialogue(-2)
    assert current(workspace) == 2, "each dialogue remembers where it was left"


def test_next_untagged_crosses_dialogues(workspace: Workspace, said: list[Message]) -> None:
    workspace.moving.step(2)
    assert workspace.moving.next_untagged()
    assert (workspace.cursor.dialogue_id, current(workspace)) == (workspace.cursor.dialogue_ids[1], 0)
    press_label(workspace, "1")
    press_label(workspace, "1")
    workspace.moving.step_dialogue(1)
    assert workspace.moving.next_untagged(backwards=True)
    assert (workspace.cursor.dialogue_id, current(workspace)) == (workspace.cursor.dialogue_ids[0], 2)
    workspace.moving.step_dialogue(9)
    workspace.moving.step(9)
    assert workspace.moving.next_untagged()
    assert (workspace.cursor.dialogue_id, current(workspace)) == (workspace.cursor.dialogue_ids[0], 0)
    assert said[-1].text == "Continued from the beginning of the project."
    assert workspace.moving.next_untagged(backwards=True)
    assert (workspace.cursor.dialogue_id, current(workspace)) == (workspace.cursor.dialogue_ids[2], 1)
    assert said[-1].text == "Continued from the end of the project."


def test_where_nothing_is_untagged_next_untagged_says_so(workspace: Workspace, said: list[Message]) -> None:
    project = workspace.project
    assert project is not None
    every = [turn for dialogue in workspace.cursor.dialogue_ids for turn in project.turns.ids(dialogue)]
    workspace.do(lambda project: project.tags.add(every[1:], "stance.favor"))
    here = workspace.cursor.turn_id
    assert not workspace.moving.next_untagged(), "none but the turn itself"
    assert workspace.cursor.turn_id == here
    assert said[-1].text == "Every turn in this project has a tag for Stance."


def test_among_turns_shown_next_untagged_goes_round(workspace: Workspace, said: list[Message]) -> None:
    workspace.cursor.set_filter(TurnFilter(speakers=("A",)))
    assert len(workspace.cursor.turn_ids) == 2
    workspace.moving.step(1)
    assert workspace.moving.next_untagged()
    assert current(workspace) == 0
    assert said[-1].text == "Continued from the first turn shown."
    assert workspace.moving.next_untagged(backwards=True)
    assert current(workspace) == 1
    assert said[-1].text == "Continued from the last turn shown."
    first = workspace.cursor.turn_ids[0]
    workspace.do(lambda project: project.tags.add([first], "stance.favor"))
    assert not workspace.moving.next_untagged()
    assert said[-1].text == "Every turn here has a tag for Stance."


def test_next_untagged_skips_the_tagged_edge_of_the_next_dialogue(workspace: Workspace) -> None:
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    press_label(workspace, "1")
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[0])
    workspace.moving.step(9)
    assert workspace.moving.next_untagged()
    assert (workspace.cursor.dialogue_id, current(workspace)) == (workspace.cursor.dialogue_ids[1], 1)


def test_next_untagged_goes_on_before_it_goes_back(workspace: Workspace) -> None:
    _, middle, last = workspace.cursor.dialogue_ids
    workspace.cursor.select_dialogue(middle)
    whole = list(workspace.cursor.turn_ids)
    workspace.do(lambda project: project.tags.add(whole, "stance.favor"))
    assert workspace.moving.next_untagged()
    assert workspace.cursor.dialogue_id == last


def test_undo_brings_the_turn_into_view(workspace: Workspace) -> None:
    press_label(workspace, "1")
    assert current(workspace) == 1
    workspace.history.undo()
    assert current(workspace) == 0


def test_revert_says_what_it_left_alone(workspace: Workspace, said: list[Message]) -> None:
    workspace.preferences.auto_advance = False
    first = press_label(workspace, "1")
    assert first
    assert workspace.project is not None
    edit = workspace.project.history.edits(1)[0]
    press_label(workspace, "2")
    workspace.history.revert(edit.id)
    workspace.preferences.auto_advance = True
    assert said[-1].kind == "warning"
    assert tags(workspace, "stance")[0] == ["stance.against"]


def test_a_read_only_project_is_not_changed(qapp: object, project_file: Path) -> None:
    workspace = Workspace()
    said: list[Message] = []
    workspace.message.connect(said.append)
    workspace.attach(Project.open(project_file, read_only=True, annotator=ME))
    assert press_label(workspace, "1")
    assert "read-only" in said[0].text
    assert not in_words(workspace.history.to_undo())
    assert tags(workspace, "stance") == [[], [], []]
    workspace.close()
    assert workspace.project is None


def test_a_refused_edit_is_said(workspace: Workspace, said: list[Message]) -> None:
    assert workspace.do(lambda project: project.tags.add(workspace.cursor.turn_ids, "no.such.label")) is None
    assert said[-1].kind == "error"
    assert workspace.do(lambda _: None) is None


def test_removed_dialogues_leave_the_cursor_on_one_that_exists(workspace: Workspace) -> None:
    first, second, third = workspace.cursor.dialogue_ids
    workspace.do(lambda project: project.dialogues.remove([first]))
    assert (workspace.cursor.dialogue_id, list(workspace.cursor.dialogue_ids)) == (second, [second, third])
    workspace.do(lambda project: project.dialogues.remove([third]))
    assert workspace.cursor.dialogue_id == second
    workspace.do(lambda project: project.dialogues.remove([second]))
    assert workspace.cursor.turn() is None
    assert workspace.cursor.dialogue() is None
    assert not workspace.cursor.selection


def test_another_project_takes_the_place_of_the_first(workspace: Workspace, tmp_path: Path) -> None:
    first = workspace.project
    other = make_project(tmp_path / "other.dap")
    workspace.attach(Project.open(other, annotator=ME))
    assert workspace.project is not first
    Project.open(tmp_path / "study.dap", annotator=ME).close()  # its lock is free again


def test_attach_goes_straight_to_a_place(workspace: Workspace, tmp_path: Path) -> None:
    second = workspace.cursor.dialogue_ids[1]
    workspace.cursor.select_dialogue(second)
    last = workspace.cursor.turn_ids[-1]
    other = make_project(tmp_path / "other.dap")
    heard: list[int | None] = []
    workspace.cursor.dialogue_changed.connect(lambda: heard.append(workspace.cursor.dialogue_id))
    workspace.attach(Project.open(other, annotator=ME), (second, last))
    assert (workspace.cursor.dialogue_id, workspace.cursor.turn_id) == (second, last)
    assert heard == [second], "no other dialogue is shown on the way"
    workspace.attach(Project.open(other, read_only=True, annotator=ME), (second, last + 100))
    assert (workspace.cursor.dialogue_id, workspace.cursor.turn_id) == (second, workspace.cursor.turn_ids[0])
    workspace.attach(Project.open(other, read_only=True, annotator=ME), (second + 100, last))
    assert workspace.cursor.dialogue_id == workspace.cursor.dialogue_ids[0]


def test_signals_are_sent_only_when_something_is_another(workspace: Workspace) -> None:
    heard: list[str] = []
    workspace.cursor.turn_changed.connect(lambda: heard.append("turn"))
    workspace.facet_changed.connect(lambda: heard.append("facet"))
    workspace.cursor.select_turn(workspace.cursor.turn_id)
    workspace.cursor.select_turns(workspace.cursor.selection, workspace.cursor.turn_id)
    workspace.set_facet("stance")
    workspace.set_facet("unknown")
    assert heard == []
    workspace.cursor.select_turns([], None)
    workspace.set_facet("topic")
    assert heard == ["turn", "facet"]
    assert workspace.cursor.turn_id is None


def test_the_target_in_hand_is_used_while_the_dialogue_has_it(workspace: Workspace) -> None:
    workspace.target = "unknown"
    press_label(workspace, "1")
    workspace.moving.step(-9)
    dialogue = workspace.cursor.dialogue()
    assert dialogue is not None
    assert own(workspace, "stance").target == dialogue.targets[0].key
    workspace.target = dialogue.targets[0].key
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    assert workspace.target is None


def test_machine_labels(workspace: Workspace) -> None:
    turn = workspace.cursor.turn()
    assert turn is not None
    codebook = workspace.codebook

    def found(turn: Turn) -> str | None:
        label = machine_label(turn, codebook)
        return label.key if label is not None else None

    assert found(turn) == "language.mixed"
    assert found(replace(turn, language=TurnLanguage("zh-Hant"))) == "language.zh"
    assert found(replace(turn, language=TurnLanguage("fr"))) == "language.other"
    assert found(replace(turn, language=None)) is None
    assert machine_label(turn, codebook, "nowhere") is None
