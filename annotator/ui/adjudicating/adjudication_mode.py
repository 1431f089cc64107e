"""Adjudication as a mode of the turn list: only the turns where annotators differ, decided one key each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.core.decision_notes import ERROR, REASON, WORD, lines, with_line
from annotator.ui.adjudicating.disagreement_list import DisagreementListing
from annotator.ui.adjudicating.disagreement_texts import kind_words
from annotator.ui.tagging.bulk_edits import Sweep
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model import Annotator, Changes
    from annotator.reliability.disagreements import Answer, Case
    from annotator.store import Project
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.dialogs.dialogs import Dialogs
    from annotator.ui.turn_list import TurnList
    from annotator.ui.workspace.workspace import Workspace

_MODERATE, _STRONGEST = 2, 3


class Adjudication(DisagreementListing):
    """Every decision about disagreements. A decision is a tag of the adjudicator; nobody else's tag is
    ever touched."""

    def __init__(self, workspace: Workspace, jobs: Jobs, dialogs: Dialogs, turns: TurnList) -> None:
        super().__init__(workspace, jobs, turns)
        self._dialogs = dialogs

    # --- deciding ----------------------------------------------------------------------------------

    def hides(self, case: Case) -> bool:
        """Whether the person has to vote on a case before seeing what the others said."""
        return self.blind and case.vote is None and case.decision is None

    def take(self, number: int) -> None:
        """Decide like a annotator, the first being 1: label, intensity and doubt as they have it."""
        case = self._in_hand()
        if case is None or self._hidden(case):
            return
        if not 1 <= number <= len(case.answers):
            self.workspace.inform(
                counted(
                    len(case.answers),
                    QT_TRANSLATE_NOOP("Counted", "Only one annotator answered here."),
                    QT_TRANSLATE_NOOP("Counted", "Only {n} annotators answered here."),
                )
            )
            return
        self._decide(case, replace(case.answers[number - 1], note=""))

    def take_majority(self) -> None:
        """Decide like most of them; says so where there is no majority."""
        from annotator.reliability.disagreements import majority  # noqa: PLC0415 - after the first paint

        case = self._in_hand()
        if case is None or self.facet is None or self._hidden(case):
            return
        answer = majority(case, self.facet)
        if answer is None:
            self.workspace.inform(
                self.tr("There is no majority here."), self.tr("Take an annotator's answer, or give a label.")
            )
            return
        self._decide(case, answer)

    def give(self, label: str) -> None:
        """Decide for a label, or vote for it where that comes first; in a facet of several labels it is
        added or taken away, and one stays."""
        from annotator.reliability.disagreements import Answer  # noqa: PLC0415 - after the first paint

        case, facet = self._in_hand(), self.facet
        if case is None or facet is None:
            return
        if facet.kind != "several":
            self._decide(case, Answer("", (label,)))
            return
        before = set(case.decision.labels if case.decision is not None else ())
        wanted = before ^ {label}
        self._decide(case, Answer("", tuple(one.key for one in facet.labels if one.key in wanted)), stay=True)

    def _in_hand(self) -> Case | None:
        if self.case is None and self.active:
            self.workspace.inform(self.tr("There is nothing to decide on this turn."))
        return self.case

    def _hidden(self, case: Case) -> bool:
        if self.hides(case):
            self.workspace.inform(self.tr("Give your own vote first, with the key of a label."))
        return self.hides(case)

    def adjudicator(self, *, voting: bool = False) -> Annotator:
        """Whom decisions belong to; with ``voting`` blind votes."""
        from annotator.reliability.annotator_roles import adjudicator_of, voter_of  # noqa: PLC0415 - after the first paint

        project = self.workspace.project
        assert project is not None  # noqa: S101 - there is a case in hand
        return (voter_of if voting else adjudicator_of)(project.key, project.annotator)

    def _decide(self, case: Case, answer: Answer, *, stay: bool = False) -> None:
        from annotator.reliability.disagreements import deciding  # noqa: PLC0415 - after the first paint

        assert self.facet is not None  # noqa: S101 - there is a case in hand
        voting = self.hides(case)
        edits = deciding(case, self.facet.key, answer, self.adjudicator(voting=voting))
        self._deciding = True
        try:
            done = bool(edits) and self.workspace.together(edits) is not None
        finally:
            self._deciding = False
        if done and not voting:
            self._last = case.unit
        if done and not voting and not stay:
            self._advance(case)
        else:
            self.changed.emit()

    def leave_open(self) -> None:
        """Go on to the next one that is not decided."""
        if self.case is not None:
            self._advance(self.case, leaving=True)
        elif self._order:
            self._go(self._order[0])

    def _advance(self, case: Case, *, leaving: bool = False) -> None:
        units = [one.unit for one in self._order]
        at = units.index(case.unit) if case.unit in units else -1
        ahead = [*self._order[at + 1 :], *self._order[: max(at, 0)]]
        following = next((one for one in ahead if one.decision is None), None)
        if following is not None:
            self._go(following)
        elif leaving and case.decision is None:
            self.workspace.inform(self.tr("This is the only one that is still open here."))
        else:
            self.changed.emit()
            self._finished()

    def _go(self, case: Case) -> None:
        self._stand_on(case)
        self.workspace.cursor.select_turn(case.stop)

    def _finished(self) -> None:
        facet = self.facet
        if facet is None:
            return
        left = [one for one in self.kinds() if one.open]
        if left:
            done = kind_words(self.kind or tuple(sorted(self.meeting)), facet)
            self.set_kind(left[0].kind)
            self.workspace.inform(
                self.tr("“{done}” is decided. Next: “{following}”.").format(
                    done=done, following=kind_words(left[0].kind, facet)
                )
            )
            return
        actions = [
            MessageAction(
                self.tr("{facet}: {n} open").format(facet=one.name, n=f"{count:,}"), self._beginning(one.key)
            )
            for one in self.facets
            if one.key != facet.key and (count := self.open_in(one.key))
        ]
        text = counted(
            len(self._cases()),
            QT_TRANSLATE_NOOP("Counted", "The disagreement on {facet} is decided."),
            QT_TRANSLATE_NOOP("Counted", "All {n} disagreements on {facet} are decided."),
            facet=facet.name,
        )
        self.workspace.say(Message("info", text, actions=tuple(actions[:2])))

    def _beginning(self, facet: str) -> Callable[[], None]:
        return lambda: self.begin(facet)

    def open_in(self, facet: str) -> int:
        """How many disagreements on a facet are not decided."""
        disputes = self.found.get(facet)
        return sum(case.decision is None for case in disputes.cases) if disputes is not None else 0

    def withdraw(self) -> None:
        """Take the decision on the case in hand back; without one the blind vote."""
        case = self._in_hand()
        said = (case.decision or case.vote) if case is not None else None
        if said is None:
            return
        keys = said.keys
        self.workspace.do(lambda project: project.tags.remove(keys))

    # --- what belongs to a decision ------------------------------------------------------------------

    def decided(self) -> Case | None:
        """The case in hand where it is decided; else the one decided last."""
        if self.case is not None and self.case.decision is not None:
            return self.case
        last = next((case for case in self._cases() if case.unit == self._last), None)
        if last is None or last.decision is None:
            self.workspace.inform(self.tr("Decide first: this belongs to a decision."))
            return None
        return last

    def toggle_uncertain(self) -> None:
        """Say that the decision is uncertain, or certain again."""
        case = self.decided()
        if case is not None and case.decision is not None:
            keys, wanted = case.decision.keys, not case.decision.uncertain
            self.workspace.do(lambda project: project.tags.change(keys, uncertain=wanted))

    def change_intensity(self, steps: int) -> None:
        """Make the decision weaker (-1) or stronger (1)."""
        case = self.decided()
        if case is None or case.decision is None or self.facet is None:
            return
        if not self.facet.intensity:
            self.workspace.inform(self.tr("Tags of {facet} have no intensity.").format(facet=self.facet.name))
            return
        keys = case.decision.keys
        wanted = max(1, min(_STRONGEST, (case.decision.intensity or _MODERATE) + steps))
        self.workspace.do(lambda project: project.tags.change(keys, intensity=wanted))

    def note_reason(self) -> None:
        """Ask why it is decided like that."""
        self._note(REASON)

    def note_error(self) -> None:
        """Ask what kind of error it was."""
        self._note(ERROR)

    def note_word(self) -> None:
        """Ask what the codebook should say; kept with the label that was decided for."""
        self._note(WORD)

    def _note(self, kind: str) -> None:
        case = self.decided()
        if case is None or case.decision is None:
            return
        note, keys = case.decision.note, case.decision.keys
        text = self._dialogs.decision_note(kind, lines(note).get(kind, ""))
        if text is not None and text != lines(note).get(kind, ""):
            self.workspace.do(lambda project: project.tags.change(keys, note=with_line(note, kind, text)))
        self._turns.setFocus()

    # --- the rest of a kind ---------------------------------------------------------------------------

    def rest(self, case: Case) -> list[Case]:
        """The cases of the same kind that are not decided."""
        return [one for one in self._cases() if one.kind == case.kind and one.decision is None]

    def settle_alike(self) -> None:
        """Decide the rest of the kind like the decision in hand, after a preview, as one edit."""
        case, facet = self.decided(), self.facet
        if case is None or case.decision is None or facet is None:
            return
        rest = self.rest(case)
        if not rest:
            self.workspace.inform(
                self.tr("No other “{kind}” is open.").format(kind=kind_words(case.kind, facet))
            )
            return
        chosen = self._dialogs.settle_alike(self, case, rest)
        self._turns.setFocus()
        if chosen:
            self._settle(chosen, replace(case.decision, note=""))

    def _settle(self, cases: Sequence[Case], answer: Answer) -> None:
        from annotator.reliability.disagreements import settling  # noqa: PLC0415 - after the first paint

        assert self.facet is not None  # noqa: S101 - there are cases
        key, by = self.facet.key, self.adjudicator()

        def part(project: Project, numbers: Sequence[int]) -> None:
            for edit in settling([cases[number] for number in numbers], key, lambda _: answer, by):
                edit(project)

        def done(_: Changes) -> None:
            text = counted(
                len(cases),
                QT_TRANSLATE_NOOP("Counted", "One more was decided alike."),
                QT_TRANSLATE_NOOP("Counted", "{n} more were decided alike."),
            )
            self.workspace.history.inform_done(text)
            if self.case is None or self.case.decision is not None:
                self._advance(self.case or cases[-1])

        self.workspace.bulk.make(Sweep(self.tr("Deciding"), "", range(len(cases)), part, done))
