"""The verbs that make one key a turn enough: the same again, for the rest of a speaker, for all.

Each is one edit, and so one undo. None of them changes a tag that is there already: they only
answer what has not been answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.tagging.bulk_edits import Sweep
from annotator.ui.tagging.last_tag import tag_of
from annotator.ui.tagging.turns_from import outward
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model import Changes, Facet, Label, Tag, Turn
    from annotator.store import Project
    from annotator.ui.tagging.background_undo import HistoryVerbs
    from annotator.ui.tagging.bulk_edits import BulkEdits
    from annotator.ui.tagging.facet_answers import TagVerbs
    from annotator.ui.tagging.find_turn import Kind
    from annotator.ui.tagging.last_tag import Last

_NOT_APPLICABLE = "not-applicable"  # ends the key of the label, in every facet that has one
_NAME = "not applicable"
_DIGIT = "0"

translate = QCoreApplication.translate


class TagLoop:
    """The verbs of the loop, on the turns of the workspace's list."""

    def __init__(self, tagging: TagVerbs, bulk: BulkEdits, history: HistoryVerbs) -> None:
        self._workspace = tagging.workspace
        self._tagging = tagging
        self._bulk = bulk
        self._history = history

    # --- the same again -----------------------------------------------------------------------

    def repeat(self) -> Changes | None:
        """Give the last label to the selected turns, as strong and as sure as it was given.

        A turn that has it already is the one it was just given to: then the next one is meant.
        """
        last = self._last()
        if last is None:
            return None
        workspace = self._workspace
        turns = workspace.cursor.selected_turns()
        if len(turns) == 1 and self._tagging.own_tags(turns[0], last.facet, last.label):
            self._tagging.moving.step(1)
            if workspace.cursor.turn_id == turns[0].id:
                return None
            turns = workspace.cursor.selected_turns()
        give = self._giving(last)
        changes = self._bulk.make(
            Sweep(
                translate("Tagging", "Tagging"),
                _question(len(workspace.cursor.selection), self._label(last)),
                workspace.cursor.selection,
                give,
            )
        )
        if changes is not None:
            self._tagging.last = last.__class__(last.facet, last.label, turns[-1].id)
            facet = workspace.codebook.facet(last.facet)
            if facet.kind != "several" and len(turns) == 1:
                self._tagging.advance(facet)
        return changes

    def extend(self, *, everybody: bool = False) -> Changes | None:
        """Give the last label to all later turns of that speaker (or of everybody) in the dialogue that
        have no tag of its facet yet."""
        last = self._last()
        ids = self._later(last, everybody=everybody) if last is not None else []
        if last is None or not ids:
            return None
        return self._give_to_all(last, self._workspace.codebook.facet(last.facet), ids)

    def offer_extending(self) -> None:
        """Say how many later turns of the speaker the last label would be given to, and offer to do so."""
        last = self._last()
        ids = self._later(last, everybody=False) if last is not None else []
        if last is None or not ids:
            return
        question = _question(len(ids), self._label(last))
        give = MessageAction(translate("Tagging", "Apply (Shift+A)"), self.extend)
        self._workspace.say(
            Message("info", question, translate("Tagging", "Later turns of the same speaker."), (give,))
        )

    def _later(self, last: Last, *, everybody: bool) -> list[int]:
        """The later turns of that speaker (or of everybody) in the dialogue of the last label that have no
        tag of its facet; says why where there are none."""
        workspace = self._workspace
        assert workspace.project is not None  # noqa: S101 - a label has been given
        facet = workspace.codebook.facet(last.facet)
        start = workspace.project.turns.page([last.turn_id])
        if not start or last.turn_id not in workspace.cursor.turn_ids:
            workspace.inform(
                translate("Tagging", "The last tag is in another dialogue. Tag a turn here first.")
            )
            return []
        ids = []
        for turn in outward(workspace, last.turn_id):
            if turn.dialogue_id != start[0].dialogue_id:
                break
            if (everybody or turn.speaker == start[0].speaker) and not self._tagging.own_tags(
                turn, facet.key
            ):
                ids.append(turn.id)
        if not ids:
            workspace.inform(
                translate("Tagging", "All later turns have a tag of {facet}.").format(facet=facet.name)
            )
        return ids

    def _give_to_all(self, last: Last, facet: Facet, ids: list[int]) -> Changes | None:
        workspace = self._workspace
        label = self._label(last)

        def done(_: Changes) -> None:
            text = counted(
                len(ids),
                QT_TRANSLATE_NOOP("Counted", "1 later turn tagged “{label}”."),
                QT_TRANSLATE_NOOP("Counted", "{n} later turns tagged “{label}”."),
                label=label.name,
            )
            self._history.inform_done(text)
            here = workspace.cursor.turn()
            if here is not None and self._tagging.own_tags(here, facet.key):
                self._tagging.advance(facet)

        return self._bulk.make(
            Sweep(translate("Tagging", "Tagging"), _question(len(ids), label), ids, self._giving(last), done)
        )

    def _last(self) -> Last | None:
        workspace = self._workspace
        last = self._tagging.last
        if last is None or workspace.cursor.turn_id is None:
            if workspace.project is not None:
                workspace.inform(translate("Tagging", "There is no label to repeat yet."))
            return None
        label = self._label_or_none(last.label)
        if label is None or label.retired:
            workspace.inform(translate("Tagging", "The last label is no longer in the codebook."))
            return None
        return last

    def _label_or_none(self, key: str) -> Label | None:
        try:
            return self._workspace.codebook.label(key)
        except KeyError:
            return None

    def _label(self, last: Last) -> Label:
        return self._workspace.codebook.label(last.label)

    def _giving(self, last: Last) -> Callable[[Project, Sequence[int]], object]:
        """The edit that gives a label again: strength and doubt as they are at the tag given last."""
        tag = tag_of(self._workspace, last)
        if tag is None:
            return lambda project, ids: project.tags.add(ids, last.label)
        project = self._workspace.project
        here = frozenset(project.turns.ids(tag.dialogue_id) if project is not None else ())

        def give(project: Project, ids: Sequence[int]) -> object:
            target = tag.target if here.issuperset(ids) else None  # other dialogues: each its own first one
            return project.tags.add(
                ids, last.label, intensity=tag.intensity, uncertain=tag.uncertain, target=target
            )

        return give

    # --- from the turn before --------------------------------------------------------------------

    def copy_previous(self, *, same_speaker: bool = False) -> Changes | None:
        """Copy the labels of the turn before (or of the last one by the same speaker) to the selected
        turns, for every facet that they have no tag of."""
        workspace = self._workspace
        turns = workspace.cursor.selected_turns()
        if not turns:
            return None
        source = self._before(turns[0], same_speaker=same_speaker)
        tags = [tag for tag in source.tags if self._is_answer(tag)] if source is not None else []
        edits = [
            _copying(tag, ids)
            for tag in tags
            if (ids := [turn.id for turn in turns if not self._tagging.own_tags(turn, tag.facet)])
        ]
        if not edits:
            text = (
                translate("Tagging", "The selected turns have a tag of every facet of the turn before.")
                if tags
                else translate("Tagging", "There is no earlier tag to copy.")
            )
            workspace.inform(text)
            return None
        changes = workspace.together(edits)
        facet = workspace.active_facet()
        if changes is not None and len(turns) == 1 and facet is not None:
            self._tagging.advance(facet)
        return changes

    def _before(self, turn: Turn, *, same_speaker: bool) -> Turn | None:
        for other in outward(self._workspace, turn.id, backwards=True):
            if other.dialogue_id != turn.dialogue_id:
                return None
            if not same_speaker or other.speaker == turn.speaker:
                return other
        return None

    def _is_answer(self, tag: Tag) -> bool:
        """Whether a tag is the annotator's own label of the whole turn."""
        project = self._workspace.project
        return project is not None and bool(
            tag.label and tag.start is None and tag.annotator == project.annotator.key
        )

    # --- not applicable ----------------------------------------------------------------------------

    def not_applicable(self) -> Changes | None:
        """Say that the active facet's question does not arise: an answer, unlike no tag at all.

        A facet without such a label gets one: by itself where labels may be added while tagging, else
        when the person agrees.
        """
        workspace = self._workspace
        facet = workspace.active_facet()
        if facet is None or facet.kind == "text" or workspace.cursor.turn_id is None:
            return None
        label = not_applicable_label(facet)
        if label is not None:
            return self._tagging.apply_label(label.key)
        if facet.open:
            return self._add_not_applicable(facet)
        workspace.say(
            Message(
                "info",
                translate("Tagging", "{facet} has no label “not applicable”.").format(facet=facet.name),
                actions=(
                    MessageAction(
                        translate("Tagging", "Add and tag"), lambda: self._add_not_applicable(facet)
                    ),
                ),
            )
        )
        return None

    def _add_not_applicable(self, facet: Facet) -> Changes | None:
        workspace = self._workspace
        ids = list(workspace.cursor.selection)
        taken = {label.shortcut for label in facet.labels if not label.retired}
        key = f"{facet.key}.{_NOT_APPLICABLE}"
        added: list[str] = []

        def add(project: Project) -> object:
            label, changes = project.codebook.add_label(
                facet.key, _NAME, key=key, shortcut="" if _DIGIT in taken else _DIGIT
            )
            added.append(label.key)
            return changes

        changes = workspace.together([add, lambda project: project.tags.add(ids, added[0])])
        if changes is not None and len(ids) == 1 and facet.kind != "several":
            self._tagging.advance(facet)
        return changes

    # --- what the machine found ------------------------------------------------------------------------

    def confirm_all(self) -> Changes | None:
        """Accept what the machine found in every turn of the list that nobody has answered yet."""
        from annotator.ui.tagging.confirm_findings import confirm_all  # noqa: PLC0415 - after the first paint

        return confirm_all(self._workspace, self._bulk, self._history)

    # --- going on ------------------------------------------------------------------------------------

    def next_question(self) -> None:
        """Leave a question open and go on to the next one, in the way the settings say."""
        workspace = self._workspace
        facet = workspace.active_facet()
        if facet is None:
            return
        if workspace.preferences.advance != "turn":
            self._tagging.moving.next_untagged()
        elif not self._tagging.moving.next_question(facet):
            workspace.inform(translate("Tagging", "Every later turn here has a tag of every facet."))

    def next(self, kind: Kind) -> None:
        """Go to the next turn of a kind."""
        from annotator.ui.tagging.find_turn import seek  # noqa: PLC0415 - after the first paint

        seek(self._workspace, kind)

    def previous(self, kind: Kind) -> None:
        """Go to the turn of a kind before this one."""
        from annotator.ui.tagging.find_turn import seek  # noqa: PLC0415 - after the first paint

        seek(self._workspace, kind, backwards=True)

    def set_advance(self, mode: str) -> None:
        """Where to go after an answer: "facet" or "turn"."""
        self._workspace.preferences.advance = mode

    @property
    def by_facet(self) -> bool:
        """Whether an answer leads to the next turn that lacks the same facet."""
        return not self.by_turn

    @property
    def by_turn(self) -> bool:
        """Whether an answer leads through the facets of the turn."""
        return self._workspace.preferences.advance == "turn"


def not_applicable_label(facet: Facet) -> Label | None:
    """The label that says that the facet's question does not arise."""
    for label in facet.labels:
        if not label.retired and (
            label.key == f"{facet.key}.{_NOT_APPLICABLE}" or label.name.casefold() == _NAME
        ):
            return label
    return None


def _copying(tag: Tag, ids: list[int]) -> Callable[[Project], object]:
    return lambda project: project.tags.add(
        ids, tag.label, intensity=tag.intensity, uncertain=tag.uncertain, target=tag.target
    )


def _question(count: int, label: Label) -> str:
    return counted(
        count,
        QT_TRANSLATE_NOOP("Counted", "Tag 1 turn “{label}”?"),
        QT_TRANSLATE_NOOP("Counted", "Tag {n} turns “{label}”?"),
        label=label.name,
    )
