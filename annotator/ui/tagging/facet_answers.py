"""Answering facets: giving, changing and clearing the tags of the selected turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.spans import span_commands as spans
from annotator.ui.tagging.bulk_edits import A_SCREEN, Sweep
from annotator.ui.tagging.last_tag import Last
from annotator.ui.tagging.machine_labels import machine_label, suggested_labels
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model import Changes, Facet, Label, Tag, Turn
    from annotator.store import Project
    from annotator.ui.tagging.bulk_edits import BulkEdits
    from annotator.ui.tagging.navigation import Moving
    from annotator.ui.workspace.typed_signals import Carries
    from annotator.ui.workspace.workspace_state import WorkspaceState

_MODERATE = 2  # what an intensity nobody gave counts as when it is made weaker or stronger
_INTENSITIES = (1, 2, 3)


def _with_label(ids: list[int], label: str) -> Callable[[Project], Changes]:
    return lambda project: project.tags.add(ids, label)


def _with_intensity(ids: list[int], facet: str, value: int) -> Callable[[Project], Changes]:
    return lambda project: project.tags.set_fields(ids, facet, intensity=value)


@dataclass(frozen=True, slots=True)
class LabelGiven:
    """A label was given to turns by a key or a click: which one, and to which turns."""

    label: Label
    turns: tuple[int, ...]


class TagVerbs(QObject):
    """The verbs that tag. They act on the selected turns, and move on where the settings say so."""

    answered: Carries[LabelGiven] = carrying()  # a label was given; ``changed`` has been sent before
    end_reached: Carries[Facet] = carrying()  # the last turn of the dialogue that lacked it has an answer

    def __init__(self, workspace: WorkspaceState, moving: Moving, bulk: BulkEdits) -> None:
        super().__init__(workspace)
        self.workspace = workspace
        self.moving = moving
        self._cursor = workspace.cursor
        self._bulk = bulk
        self.last: Last | None = None  # the label that was given last, for giving it again
        # Facet and turn that were tagged last, as long as only the window itself has moved on.
        self._given: tuple[str, int] | None = None
        # Whoever goes somewhere else has done with the tag that was just given.
        for moved in (workspace.cursor.turn_changed, workspace.facet_changed):
            moved.connect(self._forget_given)
        workspace.project_changed.connect(self._forget_last)

    def apply_label(self, label_key: str) -> Changes | None:
        """Give a label to the selected turns, then move on where the setting says so.

        A facet of several labels toggles: where all selected turns have the label it is
        taken away again.
        """
        try:
            label = self.workspace.codebook.label(label_key)
            facet = self.workspace.codebook.facet(label.facet)
        except KeyError:
            return None
        if facet.scope == "dialogue":
            return self._apply_to_dialogue(label)
        if facet.scope == "span":
            return spans.give(self.workspace, label)
        if len(self._cursor.selection) > A_SCREEN:
            return self._apply_to_many(label)
        turns = self._cursor.selected_turns()
        return self._apply_to_turns(facet, label, turns) if turns else None

    def _apply_to_turns(self, facet: Facet, label: Label, turns: Sequence[Turn]) -> Changes | None:
        ids = [turn.id for turn in turns]
        if facet.kind == "several" and all(self.own_tags(turn, facet.key, label.key) for turn in turns):
            return self.workspace.do(lambda project: project.tags.clear(ids, facet.key, label.key))
        target = self.workspace.target_in_hand() if facet.targeted else None
        key = target.key if target is not None else None
        changes = self.workspace.do(lambda project: project.tags.add(ids, label.key, target=key))
        if changes is not None:
            self.last = Last(
                facet.key, label.key, self._cursor.turn_id if self._cursor.turn_id is not None else ids[-1]
            )
            if changes.turns:
                self.answered.emit(LabelGiven(label, tuple(ids)))
            if facet.kind != "several" and len(ids) == 1:
                self.advance(facet)
        return changes

    def _apply_to_many(self, label: Label) -> Changes | None:
        """Give a label to more turns than anybody sees; in a facet of several it is always added."""
        here = self._cursor.turn_id if self._cursor.turn_id is not None else self._cursor.selection[-1]

        def remember(_: Changes) -> None:
            self.last = Last(label.facet, label.key, here)

        question = counted(
            len(self._cursor.selection),
            QT_TRANSLATE_NOOP("Counted", "Tag 1 turn “{label}”?"),
            QT_TRANSLATE_NOOP("Counted", "Tag {n} turns “{label}”?"),
            label=label.name,
        )
        return self._bulk.make(
            Sweep(
                self.tr("Tagging"),
                question,
                self._cursor.selection,
                lambda project, ids: project.tags.add(ids, label.key),
                remember,
            )
        )

    def _apply_to_dialogue(self, label: Label) -> Changes | None:
        dialogue = self._cursor.dialogue_id
        if dialogue is None:
            return None
        return self.workspace.do(lambda project: project.tags.add_to_dialogue(dialogue, label.key))

    def advance(self, facet: Facet) -> None:
        """Move on after an answer to a facet, where the settings say so.

        What was left is remembered: the next key may still be about it.
        """
        left = self._cursor.turn_id
        if not self.workspace.preferences.auto_advance or left is None:
            return
        on = (
            self.moving.next_question
            if self.workspace.preferences.advance == "turn"
            else self.moving.next_untagged_here
        )
        if on(facet):
            self._given = (facet.key, left)
        else:
            self.end_reached.emit(facet)

    def _forget_given(self) -> None:
        self._given = None

    def _forget_last(self) -> None:
        self.last = None

    def own_tags(self, turn: Turn, facet: str, label: str | None = None) -> list[Tag]:
        """The annotator's tags of a facet on a turn, or only those with a label."""
        me = self.workspace.project.annotator.key if self.workspace.project is not None else ""
        return [
            tag
            for tag in turn.tags
            if tag.facet == facet and tag.annotator == me and (label is None or tag.label == label)
        ]

    def _tagged(self) -> tuple[Facet, list[tuple[int, Tag]]] | None:
        """The active facet and its first own tag on each selected turn that has one."""
        facet = self.workspace.active_facet()
        return self._tagged_among(facet, self._cursor.selected_turns()) if facet is not None else None

    def _tagged_or_given(self) -> tuple[Facet, list[tuple[int, Tag]]] | None:
        """Like :meth:`_tagged`; right after moving on by itself, the tag that was just given.

        Intensity and doubt come after the label, and by then the cursor is one turn further.
        """
        facet = self.workspace.active_facet()
        if facet is None or self.workspace.project is None:
            return None
        tagged = self._tagged_among(facet, self._cursor.selected_turns())
        if tagged is None and self._given is not None:
            key, left = self._given
            tagged = self._tagged_among(
                self.workspace.codebook.facet(key), self.workspace.project.turns.page([left])
            )
        return tagged

    def just_given(self, facet: str) -> tuple[int, Tag] | None:
        """The turn and the tag of a facet that were left by moving on by itself, while it is the last thing
        done: intensity and doubt still go to it. None where there is no such tag."""
        if self._given is None or self.workspace.project is None or self._given[0] != facet:
            return None
        tagged = self._tagged_among(
            self.workspace.codebook.facet(facet), self.workspace.project.turns.page([self._given[1]])
        )
        return tagged[1][0] if tagged is not None else None

    def _tagged_among(
        self, facet: Facet, turns: Sequence[Turn]
    ) -> tuple[Facet, list[tuple[int, Tag]]] | None:
        pairs = [(turn.id, own[0]) for turn in turns if (own := self.own_tags(turn, facet.key))]
        return (facet, pairs) if pairs else None

    def toggle_uncertain(self) -> Changes | None:
        """Mark the active facet's tags of the selected turns as uncertain, or as certain again;
        without any, the tag that was just given."""
        if spans.about_spans(self.workspace):
            return spans.toggle_uncertain(self.workspace)
        tagged = self._tagged_or_given()
        if tagged is None:
            self._say_untagged()
            return None
        facet, pairs = tagged
        uncertain = not all(tag.uncertain for _, tag in pairs)
        ids = [turn for turn, _ in pairs]
        return self.workspace.do(lambda project: project.tags.set_fields(ids, facet.key, uncertain=uncertain))

    def change_intensity(self, steps: int) -> Changes | None:
        """Make the active facet's tags weaker (-1) or stronger (+1); unset counts as moderate;
        without any, the tag that was just given."""
        if spans.about_spans(self.workspace):
            return spans.change_intensity(self.workspace, steps)
        tagged = self._tagged_or_given()
        if tagged is None:
            self._say_untagged()
            return None
        facet, pairs = tagged
        if not facet.intensity:
            self.workspace.inform(self.tr("Tags of {facet} have no intensity.").format(facet=facet.name))
            return None
        by_value: dict[int, list[int]] = {}
        for turn_id, tag in pairs:
            value = (tag.intensity or _MODERATE) + steps
            by_value.setdefault(max(_INTENSITIES[0], min(value, _INTENSITIES[-1])), []).append(turn_id)
        return self.workspace.together(
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
        return self.workspace.do(lambda project: project.tags.set_fields(ids, facet.key, intensity=value))

    def confirm(self) -> Changes | None:
        """What Enter does: accept what was found or suggested, or open the entry of new labels."""
        facet = self.workspace.active_facet()
        if facet is None:
            return None
        by_label: dict[str, list[int]] = {}
        for turn in self._cursor.selected_turns():
            if self.own_tags(turn, facet.key):
                continue
            found = machine_label(turn, self.workspace.codebook, facet.key) if facet.detected else None
            for label in suggested_labels(turn, facet) or ((found.key,) if found is not None else ()):
                by_label.setdefault(label, []).append(turn.id)
        if not by_label and not facet.detected:
            if facet.open:
                self.workspace.entry_requested.emit(facet.key)
            return None
        if not by_label:
            self.workspace.inform(self.tr("There is no detected label to confirm here."))
            return None
        alone = len(self._cursor.selection) == 1
        changes = self.workspace.together([_with_label(ids, key) for key, ids in sorted(by_label.items())])
        if changes is not None and alone:
            self.advance(facet)
        return changes

    def clear(self) -> Changes | None:
        """Take the active facet's tags of this annotator off the selected turns."""
        if spans.about_spans(self.workspace):
            return spans.clear(self.workspace)
        if len(self._cursor.selection) > A_SCREEN:
            return self._clear_many()
        tagged = self._tagged()
        if tagged is None:
            return None
        facet, pairs = tagged
        ids = [turn for turn, _ in pairs]
        return self.workspace.do(lambda project: project.tags.clear(ids, facet.key))

    def _clear_many(self) -> Changes | None:
        facet = self.workspace.active_facet()
        if facet is None:
            return None
        key = facet.key
        question = counted(
            len(self._cursor.selection),
            QT_TRANSLATE_NOOP("Counted", "Clear {facet} on 1 turn?"),
            QT_TRANSLATE_NOOP("Counted", "Clear {facet} on {n} turns?"),
            facet=facet.name,
        )
        return self._bulk.make(
            Sweep(
                self.tr("Clearing"),
                question,
                self._cursor.selection,
                lambda project, ids: project.tags.clear(ids, key),
            )
        )

    def add_topic(self, name: str, facet: str = "topic", shortcut: str = "") -> Changes | None:
        """Give the label of that name to the selected turns; a new one is added to the codebook,
        with that key."""
        ids = list(self._cursor.selection)
        name = name.strip()
        if not ids or not name:
            return None

        added: list[str] = []

        def add(project: Project) -> object:
            label, changes = project.codebook.add_label(facet, name, shortcut=shortcut)
            added.append(label.key)
            return changes

        return self.workspace.together([add, lambda project: project.tags.add(ids, added[0])])

    def _say_untagged(self) -> None:
        facet = self.workspace.active_facet()
        if facet is not None and self._cursor.turn_id is not None:
            self.workspace.inform(self.tr("This turn has no tag for {facet} yet.").format(facet=facet.name))
