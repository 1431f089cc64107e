"""Going about: from turn to turn, from dialogue to dialogue, to what still needs an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from annotator.model import Facet, Turn
    from annotator.ui.workspace.workspace_state import WorkspaceState

_SEARCH_STEP = 200  # dialogues looked at in one query when the next untagged turn is sought


class Moving(QObject):
    """The verbs that move the cursor. Without a project, a dialogue or a turn they do nothing."""

    def __init__(self, workspace: WorkspaceState) -> None:
        super().__init__(workspace)
        self.workspace = workspace
        self._cursor = workspace.cursor

    def activate_facet(self, key: str) -> None:
        """What a facet's key does: make it the active one, or open its text field."""
        facet = next((facet for facet in self.workspace.codebook.facets if facet.key == key), None)
        if facet is None:
            return
        if facet.kind == "text":
            self.workspace.entry_requested.emit(key)
        else:
            self.workspace.set_facet(key)

    def step(self, rows: int) -> None:
        """Move the cursor by so many turns of the dialogue, stopping at its ends."""
        here = self._cursor.row_of(self._cursor.turn_id)
        if here is None:
            return
        row = here + rows
        self._cursor.select_turn(self._cursor.turn_ids[max(0, min(row, len(self._cursor.turn_ids) - 1))])

    def step_dialogue(self, rows: int) -> None:
        """Go to the dialogue so many places further in the list, stopping at its ends."""
        here = self._cursor.row_of_dialogue(self._cursor.dialogue_id)
        if here is None:
            return
        row = here + rows
        wanted = self._cursor.dialogue_ids[max(0, min(row, len(self._cursor.dialogue_ids) - 1))]
        if wanted != self._cursor.dialogue_id:
            self._cursor.select_dialogue(wanted)

    def next_untagged(self, *, backwards: bool = False) -> bool:
        """Go to the next turn without a tag of the active facet, in later dialogues too; after the last
        dialogue the search goes on with the first, and says so.

        Returns whether there was one; says so where there was none.
        """
        facet = self.workspace.active_facet()
        if self.workspace.project is None or facet is None:
            return False
        if self.next_untagged_here(facet, backwards=backwards):
            return True
        # A filter is a list of its own: what it hides is not gone to.
        found = (
            None if self._cursor.filter is not None else self._untagged_dialogue(facet, backwards=backwards)
        )
        if found is not None:
            self._go_to_untagged(found, facet, backwards=backwards)
            return True
        return self._wrap(facet, backwards=backwards)

    def _wrap(self, facet: Facet, *, backwards: bool) -> bool:
        """Go on from the other end: of the turns shown, or of the project."""
        around = self._untagged_around(facet, backwards=backwards)
        if not around:
            where = self.tr("here") if self._cursor.filter is not None else self.tr("in this project")
            self.workspace.inform(
                self.tr("Every turn {where} has a tag for {facet}.").format(where=where, facet=facet.name)
            )
            return False
        if self._cursor.filter is not None:
            end = self.tr("last turn shown") if backwards else self.tr("first turn shown")
        else:
            end = self.tr("end of the project") if backwards else self.tr("beginning of the project")
        self.workspace.inform(self.tr("Continued from the {end}.").format(end=end))
        return True

    def _untagged_around(self, facet: Facet, *, backwards: bool) -> bool:
        """Go to the untagged turn that is first from the other end; False where there is none but this."""
        here = self._cursor.turn_id
        if self._cursor.filter is not None:
            edge = self._cursor.turn_ids[-1 if backwards else 0] if len(self._cursor.turn_ids) else None
            wanted = edge if edge is None or self._lacks(edge, facet) else None
            wanted = wanted if wanted is not None else self._untagged_shown(facet, edge, backwards=backwards)
            if wanted is None or wanted == here:
                return False
            self._cursor.select_turn(wanted)
            return True
        found = self._untagged_dialogue(facet, backwards=backwards, around=True)
        if found is None:
            return False
        self._go_to_untagged(found, facet, backwards=backwards)
        return self._cursor.turn_id != here

    def _lacks(self, turn_id: int, facet: Facet) -> bool:
        page = self.workspace.project.turns.page([turn_id]) if self.workspace.project is not None else []
        return bool(page) and not self._answered(page[0], facet)

    def _go_to_untagged(self, dialogue: int, facet: Facet, *, backwards: bool) -> None:
        """To the first (or last) turn of a dialogue that lacks a facet."""
        if dialogue != self._cursor.dialogue_id:
            self._cursor.select_dialogue(dialogue)
        edge = self._cursor.turn_ids[-1 if backwards else 0]
        self._cursor.select_turn(edge)
        if not self._lacks(edge, facet):
            self.next_untagged_here(facet, backwards=backwards)

    def next_question(self, facet: Facet) -> bool:
        """Go to the facet after this one that the current turn lacks; where it lacks none, to the next
        turn that lacks any, and its first. Returns whether there was one in the dialogue."""
        turn = self._cursor.turn()
        if turn is None or self.workspace.project is None or self._cursor.dialogue_id is None:
            return False
        asked = [
            x
            for x in self.workspace.codebook.facets
            if x.scope == "turn" and x.kind != "text" and not x.retired
        ]
        keys = [x.key for x in asked]
        later = asked[keys.index(facet.key) + 1 :] if facet.key in keys else asked
        for other in later:
            if not self._answered(turn, other):
                self.workspace.set_facet(other.key)
                return True
        found = (
            self.workspace.project.progress.next_untagged(turn.id, key, self._cursor.dialogue_id)
            for key in keys
        )
        rows = map(self._cursor.row_of, found)
        ahead = [(row, at) for at, row in enumerate(rows) if row is not None]
        if not ahead:
            return False
        nearest, at = min(ahead)
        self._cursor.select_turn(self._cursor.turn_ids[nearest])
        self.workspace.set_facet(keys[at])
        return True

    def _answered(self, turn: Turn, facet: Facet) -> bool:
        me = self.workspace.project.annotator.key if self.workspace.project is not None else ""
        return any(tag.facet == facet.key and tag.annotator == me and tag.start is None for tag in turn.tags)

    def next_untagged_here(self, facet: Facet, *, backwards: bool = False) -> bool:
        """Go to the next turn of the list that lacks the facet; False where there is none."""
        if self.workspace.project is None or self._cursor.dialogue_id is None or self._cursor.turn_id is None:
            return False
        if self._cursor.filter is not None:
            found = self._untagged_shown(facet, self._cursor.turn_id, backwards=backwards)
        else:
            found = self.workspace.project.progress.next_untagged(
                self._cursor.turn_id, facet.key, self._cursor.dialogue_id, backwards=backwards
            )
        if found is None:
            return False
        self._cursor.select_turn(found)
        return True

    def _untagged_shown(self, facet: Facet, after: int | None, *, backwards: bool) -> int | None:
        """The nearest of the turns shown after one that lacks the facet."""
        assert self.workspace.project is not None  # noqa: S101 - the caller looked
        row = self._cursor.row_of(after)
        if row is None:
            return None
        ahead = self._cursor.turn_ids[:row][::-1] if backwards else self._cursor.turn_ids[row + 1 :]
        for first in range(0, len(ahead), _SEARCH_STEP):
            page = self.workspace.project.turns.page(ahead[first : first + _SEARCH_STEP])
            for turn in page:
                if not self._answered(turn, facet):
                    return turn.id
        return None

    def _untagged_dialogue(self, facet: Facet, *, backwards: bool, around: bool = False) -> int | None:
        """The next dialogue with a turn that lacks the facet; ``around`` begins at the other end and goes as
        far as this dialogue."""
        assert self.workspace.project is not None  # noqa: S101 - the caller looked
        ids = list(self._cursor.dialogue_ids)
        here = ids.index(self._cursor.dialogue_id) if self._cursor.dialogue_id in ids else -1
        if around:
            ahead = ids[here:][::-1] if backwards else ids[: here + 1]
        else:
            ahead = ids[:here][::-1] if backwards else ids[here + 1 :]
        for first in range(0, len(ahead), _SEARCH_STEP):
            page = ahead[first : first + _SEARCH_STEP]
            done = self.workspace.project.progress.of_dialogues(page, facet.key)
            for dialogue in self.workspace.project.dialogues.page(page):
                if done.get(dialogue.id, 0) < dialogue.turn_count:
                    return dialogue.id
        return None
