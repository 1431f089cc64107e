"""The one object widgets talk to: what is in hand, and every verb the person has.

Reading goes through ``workspace.project`` (its queries are cheap); every edit goes through
:meth:`~annotator.ui.workspace_state.WorkspaceState.do`, which turns a
:class:`~annotator.errors.UserError` into a message and tells everybody what changed. Views
connect to ``changed`` and refresh what the :class:`~annotator.model.Changes` names, nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from annotator.ui.messages import Message
from annotator.ui.spans import verbs as spans
from annotator.ui.words import QT_TRANSLATE_NOOP, counted
from annotator.ui.workspace_state import Busy, Defaults, Preferences, WorkspaceState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model import Changes, Codebook, Facet, Label, Tag, Turn
    from annotator.store import Project

__all__ = ["Busy", "Defaults", "Preferences", "Workspace", "machine_label"]

_MODERATE = 2  # what an intensity nobody gave counts as when it is made weaker or stronger
_INTENSITIES = (1, 2, 3)
_SEARCH_STEP = 200  # dialogues looked at in one query when the next untagged turn is sought


def machine_label(turn: Turn, codebook: Codebook, facet: str = "language") -> Label | None:
    """The label that says what the machine found about the language of a turn, if there is one.

    A language without a label of its own gives the facet's ``other`` label where it has one.
    """
    if turn.language is None:
        return None
    try:
        labels = {label.key: label for label in codebook.facet(facet).labels if not label.retired}
    except KeyError:
        return None
    for slug in (turn.language.primary, turn.language.primary.split("-")[0], "other"):
        if f"{facet}.{slug}" in labels:
            return labels[f"{facet}.{slug}"]
    return None


def _with_label(ids: list[int], label: str) -> Callable[[Project], Changes]:
    return lambda project: project.tag(ids, label)


def _with_intensity(ids: list[int], facet: str, value: int) -> Callable[[Project], Changes]:
    return lambda project: project.set_tag_fields(ids, facet, intensity=value)


class Workspace(WorkspaceState):
    """The verbs: tagging the selected turns, moving, taking back. All of them are safe to
    call at any time; without a project, a dialogue or a turn they do nothing."""

    # Facet and turn that were tagged last, as long as only the window itself has moved on.
    _given: tuple[str, int] | None = None

    # --- moving ------------------------------------------------------------------------

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
        if self.turn_id is None or self.turn_id not in self.turn_ids:
            return
        row = self.turn_ids.index(self.turn_id) + rows
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
        found = self._untagged_dialogue(facet, backwards=backwards)
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

    def _untagged_here(self, facet: Facet, *, backwards: bool = False) -> bool:
        if self.project is None or self.dialogue_id is None or self.turn_id is None:
            return False
        found = self.project.next_untagged(self.turn_id, facet.key, self.dialogue_id, backwards=backwards)
        if found is None:
            return False
        self.select_turn(found)
        return True

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

    # --- tagging -----------------------------------------------------------------------

    def apply_label(self, label_key: str) -> Changes | None:
        """Give a label to the selected turns, then move on where the setting says so.

        A facet of several labels toggles: where all selected turns have the label it is
        taken away again.
        """
        try:
            label = self.codebook.label(label_key)
            facet = self.codebook.facet(label.facet)
        except KeyError:
            return None
        if facet.scope == "dialogue":
            return self._apply_to_dialogue(label)
        if facet.scope == "span":
            return spans.give(self, label)
        turns = self.selected_turns()
        if not turns:
            return None
        ids = [turn.id for turn in turns]
        if facet.kind == "several" and all(self._own_tags(turn, facet.key, label.key) for turn in turns):
            return self.do(lambda project: project.untag(ids, facet.key, label.key))
        target = self._target_key() if facet.targeted else None
        changes = self.do(lambda project: project.tag(ids, label.key, target=target))
        if changes is not None and facet.kind != "several" and len(ids) == 1:
            self._advance(facet)
        return changes

    def apply_shortcut(self, key: str) -> bool:
        """Give the active facet's label that has this one-character key; False where none has."""
        facet = self.active_facet()
        for label in facet.labels if facet is not None else ():
            if label.shortcut == key and not label.retired:
                self.apply_label(label.key)
                return True
        return False

    def _apply_to_dialogue(self, label: Label) -> Changes | None:
        dialogue = self.dialogue_id
        if dialogue is None:
            return None
        return self.do(lambda project: project.tag_dialogue(dialogue, label.key))

    def _advance(self, facet: Facet) -> None:
        """Move on, and remember what was left: the next key may still be about it."""
        left = self.turn_id
        if self.preferences.auto_advance and left is not None and self._untagged_here(facet):
            self._given = (facet.key, left)
            # Whoever goes somewhere else has done with that turn.
            self.turn_changed.connect(self._forget_given, Qt.ConnectionType.SingleShotConnection)

    def _forget_given(self) -> None:
        self._given = None

    def _target_key(self) -> str | None:
        dialogue = self.dialogue()
        keys = [target.key for target in dialogue.targets] if dialogue is not None else []
        if self.target in keys:
            return self.target
        return keys[0] if keys else None

    def _own_tags(self, turn: Turn, facet: str, label: str | None = None) -> list[Tag]:
        me = self.project.annotator.key if self.project is not None else ""
        return [
            tag
            for tag in turn.tags
            if tag.facet == facet and tag.annotator == me and (label is None or tag.label == label)
        ]

    def _tagged(self) -> tuple[Facet, list[tuple[int, Tag]]] | None:
        """The active facet and its first own tag on each selected turn that has one."""
        facet = self.active_facet()
        return self._tagged_among(facet, self.selected_turns()) if facet is not None else None

    def _tagged_or_given(self) -> tuple[Facet, list[tuple[int, Tag]]] | None:
        """Like :meth:`_tagged`; right after moving on by itself, the tag that was just given.

        Intensity and doubt come after the label, and by then the cursor is one turn further.
        """
        facet = self.active_facet()
        if facet is None or self.project is None:
            return None
        tagged = self._tagged_among(facet, self.selected_turns())
        if tagged is None and self._given is not None:
            key, left = self._given
            if key == facet.key:
                tagged = self._tagged_among(facet, self.project.turn_page([left]))
        return tagged

    def _tagged_among(
        self, facet: Facet, turns: Sequence[Turn]
    ) -> tuple[Facet, list[tuple[int, Tag]]] | None:
        pairs = [(turn.id, own[0]) for turn in turns if (own := self._own_tags(turn, facet.key))]
        return (facet, pairs) if pairs else None

    def toggle_uncertain(self) -> Changes | None:
        """Mark the active facet's tags of the selected turns as uncertain, or as certain again;
        without any, the tag that was just given."""
        if spans.about_spans(self):
            return spans.toggle_uncertain(self)
        tagged = self._tagged_or_given()
        if tagged is None:
            self._say_untagged()
            return None
        facet, pairs = tagged
        uncertain = not all(tag.uncertain for _, tag in pairs)
        ids = [turn for turn, _ in pairs]
        return self.do(lambda project: project.set_tag_fields(ids, facet.key, uncertain=uncertain))

    def change_intensity(self, steps: int) -> Changes | None:
        """Make the active facet's tags weaker (-1) or stronger (+1); unset counts as moderate;
        without any, the tag that was just given."""
        if spans.about_spans(self):
            return spans.change_intensity(self, steps)
        tagged = self._tagged_or_given()
        if tagged is None:
            self._say_untagged()
            return None
        facet, pairs = tagged
        if not facet.intensity:
            self.inform(self.tr("Tags of {facet} have no intensity.").format(facet=facet.name))
            return None
        by_value: dict[int, list[int]] = {}
        for turn_id, tag in pairs:
            value = (tag.intensity or _MODERATE) + steps
            by_value.setdefault(max(_INTENSITIES[0], min(value, _INTENSITIES[-1])), []).append(turn_id)
        return self._together(
            [_with_intensity(ids, facet.key, value) for value, ids in sorted(by_value.items())]
        )

    def set_intensity(self, value: int | None) -> Changes | None:
        """Set the intensity of the active facet's tags: 1 weak, 2 moderate, 3 strong, None unset."""
        tagged = self._tagged_or_given()
        if tagged is None:
            self._say_untagged()
            return None
        facet, pairs = tagged
        ids = [turn for turn, _ in pairs]
        return self.do(lambda project: project.set_tag_fields(ids, facet.key, intensity=value))

    def confirm(self) -> Changes | None:
        """What Enter does: accept the machine's finding, or open the entry of new labels."""
        facet = self.active_facet()
        if facet is None:
            return None
        if not facet.detected:
            if facet.open:
                self.entry_requested.emit(facet.key)
            return None
        by_label: dict[str, list[int]] = {}
        for turn in self.selected_turns():
            label = machine_label(turn, self.codebook, facet.key)
            if label is not None and not self._own_tags(turn, facet.key):
                by_label.setdefault(label.key, []).append(turn.id)
        if not by_label:
            self.inform(self.tr("There is no finding of the machine to confirm here."))
            return None
        alone = len(self.selection) == 1
        changes = self._together([_with_label(ids, key) for key, ids in sorted(by_label.items())])
        if changes is not None and alone:
            self._advance(facet)
        return changes

    def clear(self) -> Changes | None:
        """Take the active facet's tags of this annotator off the selected turns."""
        if spans.about_spans(self):
            return spans.clear(self)
        tagged = self._tagged()
        if tagged is None:
            return None
        facet, pairs = tagged
        ids = [turn for turn, _ in pairs]
        return self.do(lambda project: project.untag(ids, facet.key))

    def set_note(self, text: str, facet: str = "note") -> Changes | None:
        """Write the note of the selected turns; an empty text removes it."""
        ids = list(self.selection)
        if not ids:
            return None
        return self.do(lambda project: project.tag_text(ids, facet, text.strip()))

    def add_topic(self, name: str, facet: str = "topic", shortcut: str = "") -> Changes | None:
        """Give the label of that name to the selected turns; a new one is added to the codebook,
        with that key."""
        ids = list(self.selection)
        name = name.strip()
        if not ids or not name:
            return None

        added: list[str] = []

        def add(project: Project) -> object:
            label, changes = project.add_label(facet, name, shortcut=shortcut)
            added.append(label.key)
            return changes

        return self._together([add, lambda project: project.tag(ids, added[0])])

    def _together(self, edits: Sequence[Callable[[Project], object]]) -> Changes | None:
        """Several edits of one key press: one entry of the log, one undo, one broadcast."""
        return self.do(lambda project: project.together(edits))

    def _say_untagged(self) -> None:
        facet = self.active_facet()
        if facet is not None and self.turn_id is not None:
            self.inform(self.tr("This turn has no tag for {facet} yet.").format(facet=facet.name))

    # --- taking back -------------------------------------------------------------------

    def undo(self) -> Changes | None:
        """Take back this annotator's last edit of this session."""
        return self._shown(self.do(lambda project: project.undo()))

    def redo(self) -> Changes | None:
        """Make the edit taken back last once more."""
        return self._shown(self.do(lambda project: project.redo()))

    def revert(self, edit_id: int) -> Changes | None:
        """Take back one edit of the history; values changed since are left alone and counted."""
        return self._shown(self.do(lambda project: project.revert(edit_id)))

    def _shown(self, changes: Changes | None) -> Changes | None:
        """Bring the first turn concerned into view, and say what had to be left alone."""
        if changes is None:
            return None
        here = [turn for turn in self.turn_ids if turn in changes.turns]
        if here and self.turn_id not in changes.turns:
            self.select_turn(here[0])
        if changes.skipped:
            text = counted(
                changes.skipped,
                QT_TRANSLATE_NOOP("Counted", "One value was left as it is, because it has changed since."),
                QT_TRANSLATE_NOOP(
                    "Counted", "{n} values were left as they are, because they have changed since."
                ),
            )
            self.say(Message("warning", text))
        return changes
