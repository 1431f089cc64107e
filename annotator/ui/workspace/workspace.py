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


class Workspace(WorkspaceState):
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
