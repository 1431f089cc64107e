"""What was decided, shown to who answered: chips beside their own tags, and only the turns that matter."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.adjudicating.answer_chips import decision_chip
from annotator.ui.background.companion import companion_of
from annotator.ui.background.jobs import Handle, Job
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted

if TYPE_CHECKING:
    from annotator.model import Target, Turn
    from annotator.reliability.decisions import Decision
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.turn_list import TurnList
    from annotator.ui.turn_list.tag_chips import TagChip
    from annotator.ui.workspace.workspace import Workspace


class DecisionsShown(QObject):
    """Lists the turns where something was decided otherwise than the person answered; where there are none,
    all turns with decisions. Looking for something else, or opening another project, ends it."""

    def __init__(self, workspace: Workspace, jobs: Jobs, turns: TurnList) -> None:
        super().__init__(turns)
        self._workspace = workspace
        self._jobs = jobs
        self._turns = turns
        self._by_stop: dict[int, list[Decision]] = {}
        self._targets: dict[int, dict[str, Target]] = {}
        self._showing = False
        self.active = False
        workspace.cursor.filter_changed.connect(self._on_filter)
        workspace.project_changed.connect(self._stop)

    def begin(self) -> None:
        """Read the decisions beside the window, and show them."""
        project = self._workspace.project
        if project is None:
            return
        companion = companion_of(project)

        def work(_: Handle) -> tuple[Decision, ...]:
            from annotator.reliability.decisions import decisions_in  # noqa: PLC0415 - beside the window

            with companion() as opened:
                return decisions_in(opened)

        def done(found: tuple[Decision, ...]) -> None:
            if self._workspace.project is project:
                self._show(found)

        self._jobs.start(Job(self.tr("Looking for decisions"), work, done))

    def _show(self, found: tuple[Decision, ...]) -> None:
        from annotator.model import TurnFilter  # noqa: PLC0415 - after the first paint

        if not found:
            self._workspace.inform(
                self.tr("Nothing has been decided here."),
                self.tr("Decisions are made with Study > Decide where annotators differ."),
            )
            return
        by_stop: defaultdict[int, list[Decision]] = defaultdict(list)
        for decision in found:
            by_stop[decision.stop].append(decision)
        self._by_stop = dict(by_stop)
        self._targets.clear()
        differing = [one for one in found if one.otherwise]
        stops = array("q", sorted({one.stop for one in differing or found}))
        self._showing = self.active = True
        try:
            self._turns.view.looks.set_chips(self._chips)
            self._workspace.cursor.set_filter(TurnFilter(), stops)
            self._workspace.cursor.select_turn(stops[0])
        finally:
            self._showing = False
        text = counted(
            len(found),
            QT_TRANSLATE_NOOP("Counted", "One decision was made on these dialogues."),
            QT_TRANSLATE_NOOP("Counted", "{n} decisions were made on these dialogues."),
        )
        detail = self.tr("You answered all of them alike.")
        if differing:
            detail = counted(
                len(differing),
                QT_TRANSLATE_NOOP("Counted", "You answered one of them otherwise: its turn is shown."),
                QT_TRANSLATE_NOOP("Counted", "You answered {n} of them otherwise: their turns are shown."),
            )
        self._workspace.inform(text, detail)

    def _chips(self, turn: Turn) -> tuple[TagChip, ...]:
        own = self._turns.view.cache.labels.chips(turn)
        book = self._workspace.codebook
        targets = self._targets_of(turn.dialogue_id)
        decided = (
            decision_chip(one.decided, book.facet(one.facet), targets.get(one.target or ""))
            for one in self._by_stop.get(turn.id, ())
        )
        return (*own, *decided)

    def _targets_of(self, dialogue: int) -> dict[str, Target]:
        project = self._workspace.project
        if dialogue not in self._targets and project is not None:
            page = project.dialogues.page([dialogue])
            self._targets[dialogue] = {target.key: target for one in page for target in one.targets}
        return self._targets.get(dialogue, {})

    def _on_filter(self) -> None:
        if not self._showing:
            self._stop()

    def _stop(self) -> None:
        if self.active:
            self.active = False
            self._by_stop = {}
            self._turns.view.looks.set_chips(None)
