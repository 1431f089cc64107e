"""The one object widgets talk to: what is in hand, and every verb the person has.

Reading goes through ``workspace.project`` (its queries are cheap); every edit goes through
:meth:`~annotator.ui.workspace.workspace_state.WorkspaceState.do`, which turns a
:class:`~annotator.errors.UserError` into a message and tells everybody what changed. Views
connect to ``changed`` and refresh what the :class:`~annotator.model.Changes` names, nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ui.tagging.background_undo import earlier, redoing, reverting, undoing
from annotator.ui.tagging.end_of_dialogue import say_end
from annotator.ui.tagging.facet_answers import Answers
from annotator.ui.tagging.machine_labels import machine_label
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction
from annotator.ui.workspace.workspace_state import Busy, Defaults, Preferences

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model import Changes, Facet
    from annotator.store import Project
    from annotator.ui.tagging.background_undo import Step

__all__ = ["Busy", "Defaults", "Preferences", "Workspace", "machine_label"]


class Workspace(Answers):
    """The verbs: tagging the selected turns, moving, taking back. All of them are safe to
    call at any time; without a project, a dialogue or a turn they do nothing."""

    taking_back: Callable[[Step], bool] | None = None  # begins large steps as jobs; the window has one

    def end_reached(self, facet: Facet) -> None:
        """Say what is still open in the dialogue, and the ways there."""
        say_end(self, facet)

    # --- taking back -------------------------------------------------------------------

    def undo(self) -> Changes | None:
        """Take back this annotator's last edit; where that was made in an earlier sitting, say which."""
        before = earlier(self)

        def shown(changes: Changes | None) -> Changes | None:
            if changes is not None and before is not None:
                text = self.tr("Undone: {what} ({when}).").format(what=before.what, when=before.when)
                self.say(Message("info", text, actions=(MessageAction(self.tr("Redo"), self.redo),)))
            return self._shown(changes)

        return self._back(lambda project: undoing(project, shown), shown)

    def redo(self) -> Changes | None:
        """Make the edit taken back last once more."""
        return self._back(lambda project: redoing(project, self._shown), self._shown)

    def revert(self, edit_id: int) -> Changes | None:
        """Take back one edit of the history; values changed since are left alone and counted."""
        return self._back(lambda project: reverting(project, edit_id, self._shown), self._shown)

    def _back(
        self, wanted: Callable[[Project], Step], shown: Callable[[Changes | None], Changes | None]
    ) -> Changes | None:
        """Make the step now; None where it became a background job, or nothing changed."""
        if self.project is None:
            return None
        step = wanted(self.project)
        if self.taking_back is not None and self.taking_back(step):
            return None
        return shown(self.do(step.edit))

    def _shown(self, changes: Changes | None) -> Changes | None:
        """Bring the first turn concerned into view, and say what had to be left alone."""
        if changes is None:
            return None
        here = sorted(turn for turn in changes.turns if self.row_of(turn) is not None)
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
