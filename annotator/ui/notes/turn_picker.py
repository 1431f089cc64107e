"""Turns that a note is likely to point to, for picking instead of typing their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from annotator.model import Turn
    from annotator.ui.workspace.workspace import Workspace

_AROUND = (-1, 1)  # places from the current turn
_MOST = 15  # bookmarks
_WORDS = 40  # characters of a turn in the menu


def candidates(workspace: Workspace) -> list[Turn]:
    """The turns before and after the current one, then the bookmarked ones of its dialogue."""
    project, turn = workspace.project, workspace.cursor.turn()
    if project is None or turn is None:
        return []
    own = project.turns.ids(turn.dialogue_id)
    near = [own[turn.position + step] for step in _AROUND if 0 <= turn.position + step < len(own)]
    first, last = own[0], own[-1]
    marked = [x for x in project.marks.turns("bookmark") if first <= x <= last and x != turn.id][:_MOST]
    return project.turns.page(dict.fromkeys([*near, *marked]))


def link_menu(workspace: Workspace, pick: Callable[[str], object], parent: QWidget) -> QMenu:
    """A menu of them; ``pick`` is called with the link. It deletes itself when it has been closed."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    for turn in candidates(workspace):
        words = " ".join(turn.text[: _WORDS * 4].split())
        short = words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"
        link = f"#{turn.position + 1}"
        text = " · ".join(part for part in (link, turn.speaker, short) if part)
        entry = menu.addAction(text.replace("&", "&&"))
        entry.triggered.connect(lambda _=False, link=link: pick(link))
    if menu.isEmpty():
        entry = menu.addAction(QCoreApplication.translate("Notes", "No other turns here"))
        entry.setEnabled(False)
    return menu
