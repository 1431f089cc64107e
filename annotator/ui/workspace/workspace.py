"""The one object widgets talk to: what is in hand, and the verbs the person has, as parts.

Reading goes through ``workspace.project`` (its queries are cheap); every edit goes through
:meth:`~annotator.ui.workspace.workspace_state.WorkspaceState.do`, which turns a
:class:`~annotator.errors.UserError` into a message and tells everybody what changed. Views
connect to ``changed`` and refresh what the :class:`~annotator.model.Changes` names, nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ui.background.jobs import Jobs
from annotator.ui.tagging.background_undo import HistoryVerbs
from annotator.ui.tagging.bulk_edits import BulkEdits
from annotator.ui.tagging.end_of_dialogue import EndOfDialogue
from annotator.ui.tagging.facet_answers import TagVerbs
from annotator.ui.tagging.navigation import Moving
from annotator.ui.tagging.tag_commands import TagLoop
from annotator.ui.workspace.workspace_state import WorkspaceState

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from annotator.ui.tagging.bulk_edits import Asks
    from annotator.ui.workspace.workspace_state import Preferences


class _OldNames:
    """What was said of the workspace itself before it had parts; goes when nobody says so any more."""

    dialogue_ids = property(lambda self: self.cursor.dialogue_ids)
    turn_ids = property(lambda self: self.cursor.turn_ids)
    filter = property(lambda self: self.cursor.filter)
    everywhere = property(lambda self: self.cursor.everywhere)
    dialogue_id = property(lambda self: self.cursor.dialogue_id)
    turn_id = property(lambda self: self.cursor.turn_id)
    selection = property(lambda self: self.cursor.selection)
    text = property(lambda self: self.cursor.text)
    row_of = property(lambda self: self.cursor.row_of)
    select_dialogue = property(lambda self: self.cursor.select_dialogue)
    set_filter = property(lambda self: self.cursor.set_filter)
    select_turn = property(lambda self: self.cursor.select_turn)
    select_turns = property(lambda self: self.cursor.select_turns)
    set_text = property(lambda self: self.cursor.set_text)
    dialogue = property(lambda self: self.cursor.dialogue)
    turn = property(lambda self: self.cursor.turn)
    selected_turns = property(lambda self: self.cursor.selected_turns)
    dialogue_changed = property(lambda self: self.cursor.dialogue_changed)
    turn_changed = property(lambda self: self.cursor.turn_changed)
    filter_changed = property(lambda self: self.cursor.filter_changed)
    text_changed = property(lambda self: self.cursor.text_changed)
    text_wanted = property(lambda self: self.cursor.text_wanted)
    place_wanted = property(lambda self: self.cursor.place_wanted)
    apply_label = property(lambda self: self.tagging.apply_label)
    apply_shortcut = property(lambda self: self.tagging.apply_shortcut)
    advance = property(lambda self: self.tagging.advance)
    own_tags = property(lambda self: self.tagging.own_tags)
    just_given = property(lambda self: self.tagging.just_given)
    toggle_uncertain = property(lambda self: self.tagging.toggle_uncertain)
    change_intensity = property(lambda self: self.tagging.change_intensity)
    set_intensity = property(lambda self: self.tagging.set_intensity)
    confirm = property(lambda self: self.tagging.confirm)
    clear = property(lambda self: self.tagging.clear)
    set_note = property(lambda self: self.tagging.set_note)
    add_topic = property(lambda self: self.tagging.add_topic)
    last = property(lambda self: self.tagging.last)
    answered = property(lambda self: self.tagging.answered)
    activate_facet = property(lambda self: self.moving.activate_facet)
    step = property(lambda self: self.moving.step)
    step_dialogue = property(lambda self: self.moving.step_dialogue)
    next_untagged = property(lambda self: self.moving.next_untagged)
    next_question = property(lambda self: self.moving.next_question)
    undo = property(lambda self: self.history.undo)
    redo = property(lambda self: self.history.redo)
    revert = property(lambda self: self.history.revert)
    to_undo = property(lambda self: self.history.to_undo)
    to_redo = property(lambda self: self.history.to_redo)
    inform_done = property(lambda self: self.history.inform_done)
    sweep = property(lambda self: self.bulk.make)


class Workspace(_OldNames, WorkspaceState):
    """What is in hand, with the verbs. All of them are safe to call at any time; without a project, a
    dialogue or a turn they do nothing.

    ==============  ==================================================================
    ``cursor``      where the person stands, and the lists it moves among
    ``jobs``        long work in the background
    ``bulk``        edits of many turns: asked about, made in the background when long
    ``history``     undo, redo, revert
    ``moving``      from turn to turn, to what still needs an answer
    ``tagging``     giving, changing and clearing tags
    ``tag_loop``    the same again, for all, from the turn before
    ==============  ==================================================================
    """

    def __init__(
        self,
        preferences: Preferences | None = None,
        parent: QObject | None = None,
        *,
        asks: Asks | None = None,
    ) -> None:
        """``asks`` puts questions to the person; without it every edit is made at once, unasked."""
        super().__init__(preferences, parent)
        self.jobs = Jobs(self, self)
        self.bulk = BulkEdits(self, self.jobs, asks)
        self.history = HistoryVerbs(self, self.jobs if asks is not None else None)
        self.moving = Moving(self)
        self.tagging = TagVerbs(self, self.moving, self.bulk)
        self.tag_loop = TagLoop(self.tagging, self.bulk, self.history)
        self._end_of_dialogue = EndOfDialogue(self.tagging, self.tag_loop)
        self.tagging.end_reached.connect(self._end_of_dialogue.say)
