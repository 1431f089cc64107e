"""Targets: shown above the stance labels, edited in place."""

from __future__ import annotations

from PySide6.QtCore import Qt

from annotator.model import Target, TurnFilter
from annotator.ui.panels.tag_panel import TagPanel
from annotator.ui.panels.tag_panel.choice_section import ChoiceSection
from annotator.ui.panels.tag_panel.target_list import TargetBlock
from annotator.ui.panels.tag_panel.target_row import TargetRow
from annotator.ui.widgets.label_button import Given
from annotator.ui.workspace.workspace import Workspace
from tests.ui.panels.conftest import click, press, type_in


def block(panel: TagPanel) -> TargetBlock:
    panel.refresh_now()
    section = panel.sections["stance"]
    assert isinstance(section, ChoiceSection)
    assert section.targets is not None
    return section.targets


def targets(workspace: Workspace) -> tuple[Target, ...]:
    dialogue = workspace.cursor.dialogue()
    assert dialogue is not None
    return dialogue.targets


def test_the_draft_is_shown_and_saving_confirms_it(tags: TagPanel, workspace: Workspace) -> None:
    shown = block(tags)
    assert [row.label.text() for row in shown.rows] == ["toward: Robots"]
    assert not shown.add.isVisible()
    click(shown.rows[0].button)
    assert shown.editor.isVisible()
    assert shown.editor.statement.text() == "Robots"
    press(shown.editor.statement, Qt.Key.Key_Return)
    assert not shown.editor.isVisible()
    assert [(one.statement, one.draft) for one in targets(workspace)] == [("Robots", False)]


def test_a_choice_has_options(tags: TagPanel, workspace: Workspace) -> None:
    shown = block(tags)
    shown.edit(targets(workspace)[0].key)
    editor = shown.editor
    assert not editor.options.isVisible()
    editor.kind.setCurrentIndex(editor.kind.findData("choice"))
    assert editor.options.isVisible()
    editor.statement.setText("where to live")
    editor.options.setText("city life ／ countryside / ")
    click(editor.keep)
    assert targets(workspace)[0].options == ("city life", "countryside")
    assert TargetRow.statement(targets(workspace)[0]) == "where to live (city life / countryside)"
    assert block(tags).rows[0].label.text().startswith("toward: where to live")


def test_another_target_can_be_added_picked_and_removed(tags: TagPanel, workspace: Workspace) -> None:
    shown = block(tags)
    shown.edit(targets(workspace)[0].key)
    click(shown.editor.more)
    assert shown.editor.statement.text() == ""
    assert not shown.editor.keep.isEnabled()
    shown.editor.save()
    assert len(targets(workspace)) == 1, "a target without a statement is not saved"
    type_in(shown.editor.statement, "the barista")
    press(shown.editor.statement, Qt.Key.Key_Return)
    shown = block(tags)
    assert len(shown.rows) == 2
    radio = shown.rows[1].radio
    assert radio is not None
    click(radio)
    assert workspace.target_in_hand() == targets(workspace)[1]
    block(tags).edit(targets(workspace)[1].key)
    click(shown.editor.remove)
    assert [one.statement for one in targets(workspace)] == ["Robots"]
    assert workspace.target_in_hand() == targets(workspace)[0]


def test_escape_and_cancel_change_nothing(tags: TagPanel, workspace: Workspace) -> None:
    shown = block(tags)
    shown.edit(targets(workspace)[0].key)
    shown.editor.statement.setText("else")
    press(shown.editor.statement, Qt.Key.Key_Escape)
    assert not shown.editor.isVisible()
    assert targets(workspace)[0].statement == "Robots"


def test_without_a_target_one_can_be_added(tags: TagPanel, workspace: Workspace) -> None:
    dialogue, key = workspace.cursor.dialogue_id, targets(workspace)[0].key
    assert dialogue is not None
    workspace.do(lambda project: project.dialogues.remove_target(dialogue, key))
    shown = block(tags)
    assert shown.rows == []
    assert shown.add.isVisible()
    click(shown.add)
    assert shown.editor.isVisible()
    assert not shown.editor.remove.isVisible()
    press(shown.editor.kind, Qt.Key.Key_Escape)
    assert shown.add.isVisible()


def test_another_dialogue_closes_the_editor(tags: TagPanel, workspace: Workspace) -> None:
    shown = block(tags)
    shown.edit(targets(workspace)[0].key)
    workspace.moving.step_dialogue(1)
    assert not block(tags).editor.isVisible()
    assert [row.label.text() for row in shown.rows] == ["toward: Art"]


def test_verbs_without_a_dialogue_do_nothing(tags: TagPanel, workspace: Workspace) -> None:
    verbs = tags.sections["stance"].verbs
    workspace.close()
    assert verbs.set_target(Target("k", "entity", "x")) is None
    assert verbs.remove_target("k") is None
    assert verbs.add("x") is None


def given(panel: TagPanel) -> Given:
    section = panel.sections["stance"]
    assert isinstance(section, ChoiceSection)
    return section.grid.buttons[0].face.given


def test_the_panel_is_about_the_dialogue_in_hand_when_one_is_come_back_to(
    tags: TagPanel, workspace: Workspace
) -> None:
    first = workspace.cursor.dialogue_id
    workspace.tagging.apply_label("stance.favor")
    for there in (
        workspace.cursor.dialogue_ids[1],
        workspace.cursor.dialogue_ids[2],
        workspace.cursor.dialogue_ids[1],
        first,
    ):
        workspace.cursor.select_dialogue(there)
        tags.refresh_now()
    section = tags.sections["stance"]
    assert isinstance(section, ChoiceSection)
    assert section.state.tagged == 1
    favor = section.grid.buttons[0]
    assert given(tags) is Given.YES
    click(favor)
    tags.refresh_now()
    turn = workspace.cursor.turn()
    assert turn is not None
    assert [tag for tag in turn.tags if tag.facet == "stance"] == [], "a click takes the label off"
    assert given(tags) is Given.NO


def test_turns_of_several_dialogues_have_no_target_in_common(tags: TagPanel, workspace: Workspace) -> None:
    project = workspace.project
    assert project is not None
    turns = [turn for dialogue in workspace.cursor.dialogue_ids for turn in project.turns.ids(dialogue)]
    for dialogue in workspace.cursor.dialogue_ids[:2]:
        workspace.cursor.select_dialogue(dialogue)
        workspace.cursor.select_turn(workspace.cursor.turn_ids[0])
        workspace.tagging.apply_label("stance.favor")
    chosen = [turn.id for turn in project.turns.page(turns) if any(t.facet == "stance" for t in turn.tags)]
    workspace.cursor.set_filter(TurnFilter(speakers=("A",)), turns)
    workspace.cursor.select_turns(chosen, chosen[0])
    tags.refresh_now()
    assert workspace.target_in_hand() is None
    assert tags.sections["stance"].state.tagged == len(chosen) == 2
    click(tags.sections["stance"].grid.buttons[0])  # type: ignore[attr-defined]
    assert not any(t.facet == "stance" for turn in project.turns.page(chosen) for t in turn.tags)
