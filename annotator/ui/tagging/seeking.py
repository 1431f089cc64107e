"""Finding the next turn of a kind in the list: uncertain, with a repair in doubt, by the same speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication

from annotator.ui.turn_list.marks import is_doubt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotator.model import Turn
    from annotator.ui.workspace import Workspace

Kind = Literal["uncertain", "doubt", "speaker"]

_FIRST, _MOST = 32, 2_000  # turns read at once: few at first, because the next one is often near


def seek(workspace: Workspace, kind: Kind, *, backwards: bool = False) -> bool:
    """Go to the next turn of a kind in the list, or to the one before; says so where there is none."""
    here = workspace.turn()
    if here is None:
        return False
    wanted = _test(workspace, kind, here)
    for turn in outward(workspace, here.id, backwards=backwards):
        if kind == "speaker" and turn.dialogue_id != here.dialogue_id:
            break  # somebody else may have the same letter there
        if wanted(turn):
            workspace.select_turn(turn.id)
            return True
    workspace.inform(_NONE[kind, backwards]().format(speaker=here.speaker))
    return False


def outward(workspace: Workspace, turn_id: int, *, backwards: bool = False) -> Iterator[Turn]:
    """The turns of the list after this one, or before it from near to far."""
    ids = workspace.turn_ids
    if workspace.project is None or turn_id not in ids:
        return
    row = ids.index(turn_id)
    size = _FIRST
    while True:
        page = ids[max(0, row - size) : row] if backwards else ids[row + 1 : row + 1 + size]
        if not len(page):
            return
        found = workspace.project.turn_page(page)
        yield from reversed(found) if backwards else found
        row += -len(page) if backwards else len(page)
        size = min(size * 2, _MOST)


def _test(workspace: Workspace, kind: Kind, here: Turn) -> Callable[[Turn], bool]:
    if kind == "speaker":
        return lambda turn: turn.speaker == here.speaker
    if kind == "doubt":
        threshold = workspace.preferences.repair_threshold
        return lambda turn: any(is_doubt(step, threshold) for step in turn.steps)
    me = workspace.project.annotator.key if workspace.project is not None else ""
    return lambda turn: any(tag.uncertain and tag.annotator == me for tag in turn.tags)


_NONE = {
    ("uncertain", False): lambda: QCoreApplication.translate("Tagging", "No later turn here is uncertain."),
    ("uncertain", True): lambda: QCoreApplication.translate("Tagging", "No earlier turn here is uncertain."),
    ("doubt", False): lambda: QCoreApplication.translate(
        "Tagging", "No later turn here has a repair in doubt."
    ),
    ("doubt", True): lambda: QCoreApplication.translate(
        "Tagging", "No earlier turn here has a repair in doubt."
    ),
    ("speaker", False): lambda: QCoreApplication.translate("Tagging", "{speaker} has no later turn here."),
    ("speaker", True): lambda: QCoreApplication.translate("Tagging", "{speaker} has no earlier turn here."),
}
