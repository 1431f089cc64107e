"""What a person does with flags and bookmarks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint

from annotator.ui.workspace.go_to_turn import go_to_turn

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from annotator.model import Changes, MarkKind
    from annotator.ui.workspace.workspace import Workspace

MENU_LENGTH = 30  # bookmarks that a menu shows
_QUOTED = 48  # characters of a turn in the menu


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A marked turn as a list shows it; ``number`` counts from 1."""

    turn_id: int
    key: str  # of the turn
    dialogue: str
    number: int
    speaker: str
    words: str

    @property
    def text(self) -> str:
        """In one line: ``12 · A · the first words``."""
        return " · ".join(part for part in (f"{self.number:,}", self.speaker, self.words) if part)


class MarkCommands:
    """Flags and bookmarks of the selected turns, and going from one to the next."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def toggle(self, kind: MarkKind) -> Changes | None:
        """Mark the selected turns; where all of them are marked, take the marks off."""
        turns = self._workspace.cursor.selected_turns()
        if not turns:
            return None
        on = not all(kind in turn.marks for turn in turns)
        ids = [turn.id for turn in turns]
        return self._workspace.do(lambda project: project.marks.set(ids, kind, on=on))

    def go(self, kind: MarkKind, *, backwards: bool = False) -> bool:
        """Go to the next marked turn of the project, or to the one before; says so where there is none."""
        workspace = self._workspace
        if workspace.project is None or workspace.cursor.turn_id is None:
            return False
        marked = workspace.project.marks.turns(kind)
        here = workspace.cursor.turn()
        # Turns that were split off are numbered behind all others, so their places tell.
        places = [(turn.dialogue_id, turn.position) for turn in workspace.project.turns.page(marked)]
        place = (0, 0) if here is None else (here.dialogue_id, here.position)
        at = bisect_left(places, place) - 1 if backwards else bisect_right(places, place)
        if 0 <= at < len(marked):
            return go_to_turn(workspace, marked[at])
        workspace.inform(_NONE[kind, backwards]())
        return False

    def next(self, kind: MarkKind) -> None:
        """Go to the next marked turn."""
        self.go(kind)

    def previous(self, kind: MarkKind) -> None:
        """Go to the marked turn before this one."""
        self.go(kind, backwards=True)

    def bookmarks(self, limit: int = MENU_LENGTH) -> tuple[Bookmark, ...]:
        """The first bookmarks of the project, in its order."""
        project = self._workspace.project
        if project is None:
            return ()
        turns = project.turns.page(project.marks.turns("bookmark")[:limit])
        titles = {
            dialogue.id: dialogue.title
            for dialogue in project.dialogues.page(dict.fromkeys(turn.dialogue_id for turn in turns))
        }
        return tuple(
            Bookmark(
                turn.id,
                turn.key,
                titles[turn.dialogue_id],
                turn.position + 1,
                turn.speaker,
                _quoted(turn.text),
            )
            for turn in turns
        )

    def open(self, turn_id: int) -> None:
        """Go to a turn from a list."""
        go_to_turn(self._workspace, turn_id)

    # --- the menu -------------------------------------------------------------------------

    def fill(self, menu: QMenu) -> None:
        """Put the bookmarks into a menu, each under the title of its dialogue."""
        menu.clear()
        found = self.bookmarks(MENU_LENGTH + 1)
        title = None
        for one in found[:MENU_LENGTH]:
            if one.dialogue != title:
                title = one.dialogue
                menu.addSection(title.replace("&", "&&"))
            entry = menu.addAction(one.text.replace("&", "&&"))
            entry.triggered.connect(lambda _=False, turn=one.turn_id: self.open(turn))
        if len(found) > MENU_LENGTH:
            menu.addSection(QCoreApplication.translate("Marks", "There are more"))
        if not found:
            entry = menu.addAction(QCoreApplication.translate("Marks", "No bookmarks yet"))
            entry.setEnabled(False)

    def show_bookmarks(self, menu: QMenu, over: QWidget) -> None:
        """Open the menu of bookmarks in the middle of a widget, its first entry chosen."""
        self.fill(menu)
        size = menu.sizeHint()
        middle = over.rect().center()
        menu.popup(over.mapToGlobal(QPoint(middle.x() - size.width() // 2, middle.y() - size.height() // 2)))
        first = next((entry for entry in menu.actions() if not entry.isSeparator()), None)
        if first is not None:
            menu.setActiveAction(first)


def _quoted(text: str) -> str:
    words = " ".join(text[: _QUOTED * 4].split())
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1] + "…"


_NONE = {
    ("flag", False): lambda: QCoreApplication.translate("Marks", "No turn after this one has a flag."),
    ("flag", True): lambda: QCoreApplication.translate("Marks", "No turn before this one has a flag."),
    ("bookmark", False): lambda: QCoreApplication.translate(
        "Marks", "No turn after this one has a bookmark."
    ),
    ("bookmark", True): lambda: QCoreApplication.translate(
        "Marks", "No turn before this one has a bookmark."
    ),
}
