from __future__ import annotations

from annotator.model import TurnFilter
from annotator.ui.workspace.go_to_turn import go_to_turn
from annotator.ui.workspace.workspace import Workspace


def test_a_turn_is_found_in_any_dialogue(workspace: Workspace) -> None:
    assert go_to_turn(workspace, 6)
    assert (workspace.cursor.dialogue_id, workspace.cursor.turn_id) == (3, 6)
    assert go_to_turn(workspace, 7)
    assert not go_to_turn(workspace, 99)
    assert workspace.cursor.turn_id == 7
    workspace.do(lambda project: project.dialogues.remove([1]))
    assert not go_to_turn(workspace, 1)


def filtered(workspace: Workspace) -> bool:
    return workspace.cursor.filter is not None


def test_a_filter_that_hides_the_turn_is_taken_off(workspace: Workspace) -> None:
    workspace.cursor.set_filter(TurnFilter(speakers=("B",)))
    assert list(workspace.cursor.turn_ids) == [2]
    assert go_to_turn(workspace, 2)
    assert filtered(workspace)
    assert go_to_turn(workspace, 3)
    assert not filtered(workspace)
    assert workspace.cursor.turn_id == 3


def test_without_a_project_there_is_nowhere_to_go(qapp: object) -> None:
    assert not go_to_turn(Workspace(), 1)
