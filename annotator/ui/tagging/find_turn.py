"""Finding the next turn of a kind in the list: uncertain, with a repair in doubt, by the same speaker."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication

from annotator.errors import Cancelled
from annotator.ui.tagging.turns_from import outward
from annotator.ui.workspace.go_to_turn import go_to_repair, go_to_turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model import Turn
    from annotator.ui.workspace.workspace_state import WorkspaceState

Kind = Literal["uncertain", "doubt", "speaker"]

_PATIENCE = 0.5  # seconds a key press may look through a project


def seek(workspace: WorkspaceState, kind: Kind, *, backwards: bool = False) -> bool:
    """Go to the next turn of a kind, or to the one before; says so where there is none.

    Speakers are looked for in their dialogue; what is uncertain or in doubt in all of the project,
    or among the turns that a filter shows.
    """
    here = workspace.cursor.turn()
    if here is None:
        return False
    if kind != "speaker" and workspace.cursor.filter is None:
        return _seek_everywhere(workspace, kind, here, backwards=backwards)
    wanted = _test(workspace, kind, here)
    for turn in outward(workspace, here.id, backwards=backwards):
        if kind == "speaker" and turn.dialogue_id != here.dialogue_id:
            break  # somebody else may have the same letter there
        if wanted(turn):
            return _go(workspace, kind, turn.id)
    workspace.inform(_NONE[kind, backwards]().format(speaker=here.speaker))
    return False


def _seek_everywhere(workspace: WorkspaceState, kind: Kind, here: Turn, *, backwards: bool) -> bool:
    assert workspace.project is not None  # noqa: S101 - there is a turn
    from annotator.model import TurnFilter  # noqa: PLC0415 - after the first paint
    from annotator.ui.turn_list.text_marks import threshold  # noqa: PLC0415

    wanted = TurnFilter(uncertain=True)
    if kind == "doubt":
        wanted = TurnFilter(doubts_below=threshold(workspace.preferences.repair_threshold))
    until = time.monotonic() + _PATIENCE
    try:
        found = workspace.project.search.next_turn(
            here.id, wanted, backwards=backwards, cancelled=lambda: time.monotonic() > until
        )
    except Cancelled:
        workspace.inform(
            QCoreApplication.translate("Tagging", "None nearby. Use the filter in a project of this size.")
        )
        return False
    if found is not None and _go(workspace, kind, found):
        return True
    workspace.inform(_NONE[kind, backwards]().format(speaker=here.speaker))
    return False


def _go(workspace: WorkspaceState, kind: Kind, turn_id: int) -> bool:
    """Go to a turn; where it is one with a repair in doubt, to that place of it."""
    if kind != "doubt":
        return go_to_turn(workspace, turn_id)
    from annotator.ui.turn_list.text_marks import is_doubt  # noqa: PLC0415 - after the first paint

    percent = workspace.preferences.repair_threshold
    return go_to_repair(workspace, turn_id, lambda step: is_doubt(step, percent))


def _test(workspace: WorkspaceState, kind: Kind, here: Turn) -> Callable[[Turn], bool]:
    if kind == "speaker":
        return lambda turn: turn.speaker == here.speaker
    if kind == "doubt":
        from annotator.ui.turn_list.text_marks import is_doubt  # noqa: PLC0415 - after the first paint

        percent = workspace.preferences.repair_threshold
        return lambda turn: any(is_doubt(step, percent) for step in (*turn.lead_steps, *turn.steps))
    me = workspace.project.annotator.key if workspace.project is not None else ""
    return lambda turn: any(tag.uncertain and tag.annotator == me for tag in turn.tags)


_NONE = {
    ("uncertain", False): lambda: QCoreApplication.translate("Tagging", "No later turn is uncertain."),
    ("uncertain", True): lambda: QCoreApplication.translate("Tagging", "No earlier turn is uncertain."),
    ("doubt", False): lambda: QCoreApplication.translate("Tagging", "No later turn has a repair in doubt."),
    ("doubt", True): lambda: QCoreApplication.translate("Tagging", "No earlier turn has a repair in doubt."),
    ("speaker", False): lambda: QCoreApplication.translate("Tagging", "{speaker} has no later turn here."),
    ("speaker", True): lambda: QCoreApplication.translate("Tagging", "{speaker} has no earlier turn here."),
}
