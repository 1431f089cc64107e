"""Random edits, undo, redo, reopening, copies and merges against a model that is a few dictionaries."""

from __future__ import annotations

import contextlib
import io

from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from annotator.model import Annotator
from annotator.reliability.merge_packets import apply_merge, plan_merge
from annotator.store import Project
from tests.store.building import ADA, BEN
from tests.store.test_machine import SINGLE, TURNS, Editing
from tests.trust.task import Task

CYD = Annotator("eeeeeeee-0000-4000-8000-000000000005", "Cyd")


class Merging(Editing):
    """The machine of the store's own tests, with copies that a third person works on and that are merged."""

    people = (ADA, BEN, CYD)

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.project.people.add(CYD)
        self.beginnings = {ADA.key: self.project.history.next_undo()}
        self.reopen(ADA)

    @rule(turns=TURNS, facet=st.sampled_from(list(SINGLE)), which=st.integers(0, 1))
    def merge(self, turns: list[int], facet: str, which: int) -> None:
        """Cyd answers in a copy what she has not answered yet, and it is merged: one edit of whoever merges.

        Another answer within the second would be asked about: nobody can say which one is the later.
        """
        copy, label = self.folder / "copy.dap", SINGLE[facet][which]
        known = self.model.find(annotator=CYD.key, facet=facet)
        turns = [turn for turn in turns if turn not in {self.model.tags[one]["turn"] for one in known}]
        self.project.save_as(copy)
        with Project.open(copy, annotator=CYD) as packet:
            packet.tags.add(turns, label)
        count = len(self.model.edits)
        new = [self._new(turn, facet, label, uncertain=False, who=CYD.key) for turn in dict.fromkeys(turns)]
        self.model.do(list(new))
        self._noted(apply_merge(self.project, plan_merge(self.project, [copy])).edit, count)

    @rule()
    def copied(self) -> None:
        """A copy holds what the project holds, and nobody has it."""
        copy = self.folder / "copy.dap"
        self.project.save_as(copy)
        with Project.open(copy, annotator=ADA) as other:
            mine, theirs = self.project.comparison.every_tag(), other.comparison.every_tag()
            assert {tag.key: tag for tag in mine} == {tag.key: tag for tag in theirs}
            assert other.check() == []


def run(task: Task) -> None:
    """Let the machine run so many times, of up to 50 steps each."""
    machine = seed(task.seed)(Merging)
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=task.count, stateful_step_count=50, deadline=None, database=None
                ),
            )
    except Exception as error:  # noqa: BLE001 - any error is a find
        notes = "\n".join(getattr(error, "__notes__", ()))
        task.found("state machine", f"{type(error).__name__}: {error}", f"seed {task.seed}\n{notes}")
    task.tried["runs of up to 50 steps"] = task.count
