"""Which disagreements there are, which are shown in the turn list, and which is in hand."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.ui.adjudicating.answer_chips import chips_of
from annotator.ui.background.companion import companion_of
from annotator.ui.background.jobs import Handle, Job
from annotator.ui.keys.keymap import normal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model import Changes, Facet, Target, Turn
    from annotator.reliability.disagreements import Case, Disputes, Kind
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.turn_list import TurnList
    from annotator.ui.turn_list.tag_chips import TagChip
    from annotator.ui.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class KindCount:
    """How often certain answers met, and how many of those are not decided yet."""

    kind: Kind
    cases: int
    open: int


class DisagreementListing(QObject):
    """The lower half of adjudication: it reads, lists, and follows the workspace.

    ``changed`` says that something of it is different.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, jobs: Jobs, turns: TurnList) -> None:
        super().__init__(turns)
        self.workspace = workspace
        self.active = False
        self.facet: Facet | None = None
        self.found: dict[str, Disputes] = {}
        self.kind: Kind | None = None  # only those; None for all, by dialogue
        self.meeting: frozenset[tuple[str, ...]] = frozenset()  # only those where all of these answers met
        self.case: Case | None = None
        self.blind = False  # vote before seeing what the others said
        self.whole = False  # show all turns of the dialogues, not only those where annotators differ
        self.loading = False
        self._jobs = jobs
        self._turns = turns
        self._showing = False
        self._deciding = False  # a decision is being written, and what follows it is said once
        self._last: tuple[int, int | None, str | None] | None = None  # the unit decided last
        self._order: list[Case] = []
        self._by_stop: dict[int, list[Case]] = {}
        self._names: dict[str, str] = {}
        self._targets: dict[int, dict[str, Target]] = {}
        self._version = 0  # of the project, counted by its changes
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._reload)
        workspace.cursor.turn_changed.connect(self._on_turn)
        workspace.changed.connect(self._on_changed)
        workspace.cursor.filter_changed.connect(self._on_filter)
        workspace.project_changed.connect(self._forget)
        jobs.idle.connect(self._on_idle)
        self._waiting = False

    # --- beginning and ending ----------------------------------------------------------------

    @property
    def facets(self) -> list[Facet]:
        """The facets that can be decided on."""
        return [
            facet
            for facet in self.workspace.codebook.facets
            if facet.kind != "text" and facet.scope != "span" and not facet.retired
        ]

    @property
    def disputes(self) -> Disputes | None:
        """What is known about the facet in hand."""
        return self.found.get(self.facet.key) if self.facet is not None else None

    def codebook_keys(self) -> frozenset[str]:
        """The keys of all facets and of the labels of the facet in hand."""
        facet = self.facet
        keys = [one.shortcut for one in self.workspace.codebook.facets]
        keys += [label.shortcut for label in facet.labels] if facet is not None else []
        return frozenset(normal(key) for key in keys if key)

    def begin(
        self, facet: str = "", kind: Kind | None = None, meeting: frozenset[tuple[str, ...]] = frozenset()
    ) -> None:
        """Look for disagreements, beside the window, and show those on a facet; without one on the active
        facet, or the first that has some. Only those of a kind, or where some answers met, where asked."""
        project = self.workspace.project
        if project is None:
            return
        companion = companion_of(project)
        keys = [one.key for one in self.facets]
        version = self._version

        def work(handle: Handle) -> dict[str, Disputes]:
            from annotator.errors import Cancelled  # noqa: PLC0415 - beside the window
            from annotator.reliability.disagreements import disputes_of  # noqa: PLC0415

            found = {}
            with companion() as opened:
                for done, key in enumerate(keys):
                    if handle.cancelled():
                        raise Cancelled
                    found[key] = disputes_of(opened, key)
                    handle.progress(done + 1, len(keys))
            return found

        def done(found: dict[str, Disputes]) -> None:
            if version == self._version:
                self._loaded(found, facet, kind, meeting)
            else:
                self._again.start()  # it was read before the last change

        self.loading = self._jobs.start(Job(self.tr("Looking for disagreements"), work, done, self._ended))
        self.changed.emit()

    def _ended(self) -> None:
        self.loading = False
        self.changed.emit()

    def _loaded(
        self, found: dict[str, Disputes], facet: str, kind: Kind | None, meeting: frozenset[tuple[str, ...]]
    ) -> None:
        if self.workspace.project is None:
            return
        self.found = found
        self._names = {one.key: one.name for one in self.workspace.project.people.all()}
        self._targets.clear()
        wanted = [facet] if facet in found else [self.workspace.facet, *found]
        with_cases = [key for key in wanted if key in found and found[key].cases]
        key = (with_cases or [one for one in wanted if one in found] or [""])[0]
        facets = {one.key: one for one in self.facets}
        self.facet = facets.get(key)
        self.active = self.facet is not None
        if self.facet is not None:
            self.workspace.set_facet(key)
        self.meeting = meeting
        self.kind = kind if kind in {case.kind for case in self._cases()} else None
        self._show()

    def leave(self) -> None:
        """Show all turns again."""
        if not self.active:
            return
        self._stop()
        if self.workspace.cursor.filter is not None:
            self.workspace.cursor.set_filter(None)

    def _stop(self) -> None:
        self.active = False
        self.case = None
        self._turns.view.looks.set_chips(None)
        self.changed.emit()

    def _forget(self) -> None:
        self.found.clear()
        self.facet = self.kind = self._last = None
        self._order, self._by_stop = [], {}
        if self.active:
            self._stop()

    # --- which are shown -----------------------------------------------------------------------

    def _cases(self) -> tuple[Case, ...]:
        disputes = self.disputes
        return disputes.cases if disputes is not None else ()

    @property
    def cases(self) -> Sequence[Case]:
        """The disagreements shown, in their order."""
        return self._order

    def kinds(self) -> list[KindCount]:
        """Which answers met on the facet in hand, the commonest first."""
        every = Counter(case.kind for case in self._cases())
        left = Counter(case.kind for case in self._cases() if case.decision is None)
        return [KindCount(kind, count, left[kind]) for kind, count in every.most_common()]

    def set_kind(self, kind: Kind | None) -> None:
        """Show only the disagreements of a kind; None shows all, dialogue by dialogue."""
        if kind != self.kind or self.meeting:
            self.kind, self.meeting = kind, frozenset()
            self._show()

    def set_blind(self, blind: bool) -> None:
        """Whether to vote before seeing what the others said."""
        self.blind = blind
        self._turns.view.refresh()
        self.changed.emit()

    def set_whole(self, whole: bool) -> None:
        """Whether to show the turns between, too."""
        if whole != self.whole:
            self.whole = whole
            self._show()

    def _sort(self) -> None:
        self._order = [
            case
            for case in self._cases()
            if self.kind in (None, case.kind) and self.meeting <= set(case.kind)
        ]
        self._by_stop = {}
        for case in self._order:
            self._by_stop.setdefault(case.stop, []).append(case)
        if self.case is not None:
            unit = self.case.unit
            self.case = next((case for case in self._order if case.unit == unit), None)

    def _show(self) -> None:
        """Put the turns into the list and stand on the first that is not decided."""
        from annotator.model import TurnFilter  # noqa: PLC0415 - after the first paint

        workspace, project = self.workspace, self.workspace.project
        self._sort()
        if project is None or not self.active:
            return
        stops = sorted(self._by_stop)
        if self.whole:
            dialogues = sorted({case.dialogue for case in self._order})
            stops = [turn for dialogue in dialogues for turn in project.turns.ids(dialogue)]
        here = self.case if self.case is not None and self.case.decision is None else None
        self.case = here or next((case for case in self._order if case.decision is None), None)
        if self.case is None and self._order:
            self.case = self._order[0]
        self._showing = True
        try:
            self._turns.view.looks.set_chips(self._chips)
            workspace.cursor.set_filter(TurnFilter() if stops else None, array("q", stops) if stops else None)
            if self.case is not None:
                workspace.cursor.select_turn(self.case.stop)
        finally:
            self._showing = False
        self.changed.emit()

    def _chips(self, turn: Turn) -> tuple[TagChip, ...]:
        cases = self._by_stop.get(turn.id)
        if cases is None or self.facet is None:
            return self._turns.view.cache.labels.chips(turn)
        targets = self.targets_of(turn.dialogue_id)
        return chips_of(cases, self.case, self.facet, self._names, targets, hidden=self.blind)

    def targets_of(self, dialogue: int) -> dict[str, Target]:
        """The targets of a dialogue by key."""
        project = self.workspace.project
        if dialogue not in self._targets and project is not None:
            page = project.dialogues.page([dialogue])
            self._targets[dialogue] = {target.key: target for one in page for target in one.targets}
        return self._targets.get(dialogue, {})

    def name_of(self, annotator: str) -> str:
        """The name of an annotator."""
        return self._names.get(annotator, "")

    # --- from the workspace ------------------------------------------------------------------

    def _on_turn(self) -> None:
        if not self.active or self._showing:
            return
        cases = self._by_stop.get(self.workspace.cursor.turn_id or 0, [])
        if self.case is None or self.case.stop != self.workspace.cursor.turn_id:
            self._stand_on(next((one for one in cases if one.decision is None), cases[0] if cases else None))

    def _stand_on(self, case: Case | None) -> None:
        touched = {one.stop for one in (self.case, case) if one is not None}
        self.case = case
        self._turns.view.refresh(touched)  # the digits stand at the case in hand
        self.changed.emit()

    def _on_filter(self) -> None:
        if self.active and not self._showing:
            self._stop()  # somebody looks for something else

    def _on_changed(self, changes: Changes) -> None:
        self._version += 1
        if not self.active:
            return
        if changes.project and self.workspace.project is not None:
            self._names = {one.key: one.name for one in self.workspace.project.people.all()}
        if changes.codebook or changes.structure or changes.everything:
            self._again.start()
        elif changes.turns or changes.dialogues:
            self._renew(changes.turns)

    def _reload(self) -> None:
        if self._jobs.running:
            self._waiting = True
        else:
            self.begin(self.facet.key if self.facet is not None else "", self.kind, self.meeting)

    def _on_idle(self) -> None:
        if self._waiting:
            self._waiting = False
            self._again.start()

    def _renew(self, turns: frozenset[int]) -> None:
        """Read the disagreements on some turns anew; those on dialogues as a whole all."""
        from annotator.reliability.disagreements import disputes_of  # noqa: PLC0415 - after the first paint

        project, facet, disputes = self.workspace.project, self.facet, self.disputes
        if project is None or facet is None or disputes is None:
            return
        if facet.scope == "dialogue":
            self.found[facet.key] = disputes_of(project, facet.key)
        else:
            fresh = {case.unit: case for case in disputes_of(project, facet.key, turns).cases}
            cases = [fresh.pop(case.unit, None) if case.turn in turns else case for case in disputes.cases]
            kept = [case for case in cases if case is not None]
            kept = sorted([*kept, *fresh.values()], key=lambda case: case.stop) if fresh else kept
            self.found[facet.key] = replace(disputes, cases=tuple(kept))
        self._sort()
        if self.case is None:
            cases_here = self._by_stop.get(self.workspace.cursor.turn_id or 0, [])
            self.case = cases_here[0] if cases_here else None
        self._turns.view.refresh(turns)
        if not self._deciding:
            self.changed.emit()
