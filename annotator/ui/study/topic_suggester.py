"""Suggestions for the current turn, learnt from this project's own tags; shown only when asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.analysis.topic_suggestions import SuggestOptions, is_ready, suggest
from annotator.analysis.topic_training import Learner
from annotator.ui.background.background_thread import BackgroundThread, Handle
from annotator.ui.background.companion import companion_of
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from annotator.model import Changes, Facet, Turn
    from annotator.store import Project
    from annotator.ui.workspace.typed_signals import Carries
    from annotator.ui.workspace.workspace import Workspace

_PAGE = 50  # tags read at once: the file is never kept from its writer for longer
_BREATH = 0.005  # seconds between two pages, for the window
_REBUILD_FROM = 200  # turns changed by one edit, from which learning all anew is no slower
_WAIT_MS = 300  # after an edit that makes it necessary


@dataclass(frozen=True, slots=True)
class Offer:
    """Labels to show for a turn, the likeliest first; ``take`` gives one to the turn."""

    turn_id: int
    facet: str
    labels: tuple[str, ...]
    take: Callable[[str], object]


def suggestible(facet: Facet) -> bool:
    """Whether labels of a facet may be suggested: those of open lists such as topics.

    Never stances or whatever else is toward a target or has an intensity: nothing supports it.
    """
    return (
        facet.open
        and facet.scope == "turn"
        and facet.kind in {"single", "several"}
        and not (facet.targeted or facet.intensity or facet.retired)
    )


def _learnt(project: Project, facet: str, handle: Handle) -> Learner:
    """What the project's tags of a facet teach, or a part of it where the work is to stop."""
    learner, after = Learner(), 0
    while not handle.cancelled():
        page = project.suggestions.examples(facet, after, _PAGE)
        for each in page:
            learner.add(each.turn, each.text, each.label)
        if len(page) < _PAGE:
            break
        after = page[-1].tag
        time.sleep(_BREATH)
    return learner


class Suggester(QObject):
    """Learns beside the window what people tagged, keeps in step with every edit, and offers on request.

    What was shown and what was taken is recorded in the project: a suggestion that was seen
    may have swayed the person. A label that was taken is that person's tag like any other.
    """

    offered: Carries[Offer] = carrying()
    settled = Signal()  # what there was to learn has been learnt

    def __init__(
        self, workspace: Workspace, parent: QObject | None = None, options: SuggestOptions | None = None
    ) -> None:
        super().__init__(parent)
        self.options = options or SuggestOptions()
        self._workspace = workspace
        self._learner: Learner | None = None
        self._thread = BackgroundThread(self, "suggestions")
        self._meanwhile: set[int] = set()  # turns changed while it was learning
        self._again = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._again.timeout.connect(self._start)
        workspace.project_changed.connect(self._on_project)
        workspace.changed.connect(self._on_changed)
        self._on_project()

    @property
    def ready(self) -> bool:
        """Whether everything that is tagged has been learnt."""
        return self._learner is not None and not self._again.isActive()

    def facet(self) -> Facet | None:
        """The facet whose labels are suggested: the first one of the codebook that may be."""
        return next((facet for facet in self._workspace.codebook.facets if suggestible(facet)), None)

    # --- learning ------------------------------------------------------------------------

    def _on_project(self) -> None:
        self._end()
        if self._workspace.project is not None:
            self._again.start()

    def _end(self) -> None:
        """Stop learning and forget; waits for the file to be let go of."""
        self._again.stop()
        self._thread.stop()
        self._learner = None
        self._meanwhile.clear()

    def _start(self) -> None:
        self._end()
        project, facet = self._workspace.project, self.facet()
        if project is None or facet is None or not project.study.read().suggestions:
            return
        companion, key = companion_of(project), facet.key

        def work(handle: Handle) -> Learner:
            with companion() as opened:
                return _learnt(opened, key, handle)

        self._thread.start(work, self._on_learnt, failed=lambda _: self.settled.emit())

    def _on_learnt(self, learner: Learner) -> None:
        self._learner = learner
        meanwhile, self._meanwhile = self._meanwhile, set()
        self._follow(meanwhile)
        self.settled.emit()

    def _on_changed(self, changes: Changes) -> None:
        if changes.everything or changes.structure or changes.project or len(changes.turns) > _REBUILD_FROM:
            self._again.start()
        elif self._learner is None:
            self._meanwhile |= changes.turns
        else:
            self._follow(changes.turns)

    def _follow(self, turns: frozenset[int] | set[int]) -> None:
        """Bring what was learnt about these turns up to date."""
        project, facet, learner = self._workspace.project, self.facet(), self._learner
        if project is None or facet is None or learner is None or not turns:
            return
        labels: dict[int, set[str]] = {}
        for each in project.suggestions.examples_on(facet.key, turns):
            labels.setdefault(each.turn, set()).add(each.label)
        for turn in project.turns.page(sorted(turns)):
            if not learner.settle(turn.id, turn.text, labels.get(turn.id, ())):
                self._again.start()
                return

    # --- offering ------------------------------------------------------------------------

    def ask(self) -> None:
        """Offer labels for the current turn, or say in one sentence why there are none."""
        workspace = self._workspace
        facet, turn, project = self.facet(), workspace.cursor.turn(), workspace.project
        if project is None or turn is None:
            return
        if facet is None:
            workspace.inform(self.tr("No facet of this codebook has labels that could be suggested."))
        elif not project.study.read().suggestions:
            workspace.inform(self.tr("Suggestions are switched off for this study."))
        elif len(workspace.cursor.selection) > 1:
            workspace.inform(self.tr("Suggestions are for one turn at a time."))
        elif self._learner is None or not self.ready:
            workspace.inform(self.tr("Still learning from the tags of this project."))
        elif not is_ready(self._learner.model, self.options):
            workspace.inform(
                self.tr("Suggestions begin with {least} tags of {facet}; there are {count}.").format(
                    least=self.options.minimum_tags, facet=facet.name, count=self._learner.model.tags.total()
                ),
                self.tr("At least two labels need {count} tags each.").format(
                    count=self.options.minimum_per_label
                ),
            )
        else:
            self._offer(facet, turn, self._learner)

    def _offer(self, facet: Facet, turn: Turn, learner: Learner) -> None:
        given = {tag.label for tag in turn.tags}
        live = {label.key for label in facet.labels if not label.retired} - given
        found = [one for one in suggest(learner.model, turn.text, self.options) if one.label in live]
        if not found:
            self._workspace.inform(self.tr("No label fits this turn clearly enough to be suggested."))
            return
        numbers: list[int] = []
        shown = [(one.label, one.margin) for one in found]
        self._workspace.do(
            lambda project: numbers.append(project.suggestions.record_offer(turn.id, facet.key, shown))
        )
        if numbers:  # nothing is shown that is not recorded
            labels = tuple(one.label for one in found)
            self.offered.emit(Offer(turn.id, facet.key, labels, lambda label: self._take(numbers[0], label)))

    def _take(self, number: int, label: str) -> None:
        if self._workspace.tagging.apply_label(label) is not None:
            self._workspace.do(lambda project: project.suggestions.record_taken(number, label))
