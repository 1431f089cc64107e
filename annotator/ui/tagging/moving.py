"""Going about: from turn to turn, from dialogue to dialogue, to what still needs an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ui.workspace_state import WorkspaceState

if TYPE_CHECKING:
    from annotator.model import Facet, Turn

_SEARCH_STEP = 200  # dialogues looked at in one query when the next untagged turn is sought


class Moving(WorkspaceState):
    """The verbs that move the cursor. Without a project, a dialogue or a turn they do nothing."""

    def activate_facet(self, key: str) -> None:
        """What a facet's key does: make it the active one, or open its text field."""
        facet = next((facet for facet in self.codebook.facets if facet.key == key), None)
        if facet is None:
            return
        if facet.kind == "text":
            self.entry_requested.emit(key)
        else:
            self.set_facet(key)

    def step(self, rows: int) -> None:
        """Move the cursor by so many turns of the dialogue, stopping at its ends."""
        here = self.row_of(self.turn_id)
        if here is None:
            return
        row = here + rows
        self.select_turn(self.turn_ids[max(0, min(row, len(self.turn_ids) - 1))])

    def step_dialogue(self, rows: int) -> None:
        """Go to the dialogue so many places further in the list, stopping at its ends."""
        if self.dialogue_id is None or self.dialogue_id not in self.dialogue_ids:
            return
        row = self.dialogue_ids.index(self.dialogue_id) + rows
        wanted = self.dialogue_ids[max(0, min(row, len(self.dialogue_ids) - 1))]
        if wanted != self.dialogue_id:
            self.select_dialogue(wanted)

    def next_untagged(self, *, backwards: bool = False) -> bool:
        """Go to the next turn without a tag of the active facet, in later dialogues too.

        Returns whether there was one; says so where there was none.
        """
        facet = self.active_facet()
        if self.project is None or facet is None:
            return False
        if self._untagged_here(facet, backwards=backwards):
            return True
        found = None if self.everywhere else self._untagged_dialogue(facet, backwards=backwards)
        if found is None:
            where = self.tr("before this one") if backwards else self.tr("after this one")
            self.inform(
                self.tr("No turn {where} lacks a tag for {facet}.").format(where=where, facet=facet.name)
            )
            return False
        self.select_dialogue(found)
        edge = self.turn_ids[-1 if backwards else 0]
        self.select_turn(edge)
        turn = self.turn()
        if turn is not None and any(
            tag.facet == facet.key and tag.origin != "suggested" for tag in turn.tags
        ):
            self._untagged_here(facet, backwards=backwards)
        return True

    def next_question(self, facet: Facet) -> bool:
        """Go to the facet after this one that the current turn lacks; where it lacks none, to the next
        turn that lacks any, and its first. Returns whether there was one in the dialogue."""
        turn = self.turn()
        if turn is None or self.project is None or self.dialogue_id is None:
            return False
        asked = [x for x in self.codebook.facets if x.scope == "turn" and x.kind != "text" and not x.retired]
        keys = [x.key for x in asked]
        later = asked[keys.index(facet.key) + 1 :] if facet.key in keys else asked
        for other in later:
            if not self._answered(turn, other):
                self.set_facet(other.key)
                return True
        found = (self.project.next_untagged(turn.id, key, self.dialogue_id) for key in keys)
        # Turns are numbered in their order.
        ahead = [(turn, at) for at, turn in enumerate(found) if turn is not None and turn in self.turn_ids]
        if not ahead:
            return False
        wanted, at = min(ahead)
        self.select_turn(wanted)
        self.set_facet(keys[at])
        return True

    def _answered(self, turn: Turn, facet: Facet) -> bool:
        me = self.project.annotator.key if self.project is not None else ""
        return any(tag.facet == facet.key and tag.annotator == me and tag.start is None for tag in turn.tags)

    def _untagged_here(self, facet: Facet, *, backwards: bool = False) -> bool:
        if self.project is None or self.dialogue_id is None or self.turn_id is None:
            return False
        if self.filter is not None:
            found = self._untagged_shown(facet, backwards=backwards)
        else:
            found = self.project.next_untagged(self.turn_id, facet.key, self.dialogue_id, backwards=backwards)
        if found is None:
            return False
        self.select_turn(found)
        return True

    def _untagged_shown(self, facet: Facet, *, backwards: bool) -> int | None:
        """The nearest of the turns shown that lacks the facet."""
        assert self.project is not None  # noqa: S101 - the caller looked
        row = self.row_of(self.turn_id)
        if row is None:
            return None
        ahead = self.turn_ids[:row][::-1] if backwards else self.turn_ids[row + 1 :]
        for first in range(0, len(ahead), _SEARCH_STEP):
            page = self.project.turn_page(ahead[first : first + _SEARCH_STEP])
            for turn in page:
                if not self._answered(turn, facet):
                    return turn.id
        return None

    def _untagged_dialogue(self, facet: Facet, *, backwards: bool) -> int | None:
        assert self.project is not None  # noqa: S101 - the caller looked
        ids = list(self.dialogue_ids)
        here = ids.index(self.dialogue_id) if self.dialogue_id in ids else -1
        ahead = ids[:here][::-1] if backwards else ids[here + 1 :]
        for first in range(0, len(ahead), _SEARCH_STEP):
            page = ahead[first : first + _SEARCH_STEP]
            done = self.project.progress(page, facet.key)
            for dialogue in self.project.dialogue_page(page):
                if done.get(dialogue.id, 0) < dialogue.turn_count:
                    return dialogue.id
        return None
