"""What a click in the tag panel does: edits of one facet, through the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model import Changes, Facet, Target
    from annotator.ui.workspace.workspace import Workspace

_DIGITS = "123456789"


class Verbs:
    """The edits of one facet on the selected turns, or on the dialogue for facets about it.

    All return what changed, None where nothing did.
    """

    def __init__(self, workspace: Workspace, facet: Facet) -> None:
        self._workspace = workspace
        self._facet = facet

    @property
    def _about_dialogue(self) -> bool:
        return self._facet.scope == "dialogue"

    def give(self, label: str) -> Changes | None:
        """Give a label, in a targeted facet toward the workspace's target."""
        self._workspace.set_facet(self._facet.key)
        return self._workspace.tagging.apply_label(label)

    def give_rest(self, label: str) -> Changes | None:
        """Give a label of several to all selected turns; those that have it keep it."""
        self._workspace.set_facet(self._facet.key)
        ids = list(self._workspace.cursor.selection)
        return self._workspace.do(lambda project: project.tags.add(ids, label))

    def take(self, label: str, target: str | None = None) -> Changes | None:
        """Take a label off again; with a target only where it is toward that (or toward none)."""
        self._workspace.set_facet(self._facet.key)
        key, dialogue, ids = (
            self._facet.key,
            self._workspace.cursor.dialogue_id,
            list(self._workspace.cursor.selection),
        )
        if self._about_dialogue and dialogue is not None:
            return self._workspace.do(lambda project: project.tags.clear_dialogue(dialogue, key, label))
        if target is None or self._workspace.project is None:
            return self._workspace.do(lambda project: project.tags.clear(ids, key, label))
        me = self._workspace.project.annotator.key
        tags = [
            tag.key
            for turn in self._workspace.cursor.selected_turns()
            for tag in turn.tags
            if (tag.facet, tag.label, tag.annotator) == (key, label, me) and tag.target in {None, target}
        ]
        return self._workspace.do(lambda project: project.tags.remove(tags))

    def confirm(self) -> Changes | None:
        """Accept what the machine found."""
        self._workspace.set_facet(self._facet.key)
        return self._workspace.tagging.confirm()

    def toggle_uncertain(self) -> Changes | None:
        """Mark the tags as uncertain, or as certain again."""
        self._workspace.set_facet(self._facet.key)
        return self._workspace.tagging.toggle_uncertain()

    def set_intensity(self, value: int | None) -> Changes | None:
        """Set how strong the tags are, None for not said."""
        self._workspace.set_facet(self._facet.key)
        return self._workspace.tagging.set_intensity(value)

    def write(self, turn_ids: list[int], text: str) -> Changes | None:
        """Write a free text to turns (not only the selected ones: a draft outlives a move)."""
        key = self._facet.key
        return self._workspace.do(lambda project: project.tags.write(turn_ids, key, text))

    def add(self, name: str) -> Changes | None:
        """Give the label of that name, adding it to the codebook with the first free digit."""
        self._workspace.set_facet(self._facet.key)
        facet, name = self._facet, " ".join(name.split())
        taken = {label.shortcut for label in facet.labels if not label.retired}
        digit = next((digit for digit in _DIGITS if digit not in taken), "")
        return self._workspace.tagging.add_topic(name, facet.key, shortcut=digit)

    def set_target(self, target: Target) -> Changes | None:
        """Add or change a target of the dialogue in hand."""
        dialogue = self._workspace.cursor.dialogue_id
        if dialogue is None:
            return None
        return self._workspace.do(lambda project: project.dialogues.set_target(dialogue, target))

    def remove_target(self, key: str) -> Changes | None:
        """Remove a target of the dialogue in hand."""
        dialogue = self._workspace.cursor.dialogue_id
        if dialogue is None:
            return None
        return self._workspace.do(lambda project: project.dialogues.remove_target(dialogue, key))
