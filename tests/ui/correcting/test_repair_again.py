"""Repairing the project again from the window: what is shown, what is taken over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from annotator import codebooks
from annotator.model import RepairStep
from annotator.pipeline.import_files import prepare
from annotator.pipeline.repair_again import RepairPlan
from annotator.store import Difference, Engine, Project
from annotator.ui.background.jobs import Jobs
from annotator.ui.correcting.repair_again import PlanDialog, RepairAgain, excerpts
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from tests.in_words import in_words
from tests.ui.conftest import ME

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TEXT = "A: 这个问题很有意思，我们来讨论一下。\nB: 好的，没问题。谢谢！\n"


class Office:
    """A workspace with one damaged dialogue, its jobs, and what was said."""

    def __init__(self, path: Path, window: QWidget, *, older: bool) -> None:
        source = prepare("talk.txt", TEXT.encode().decode("cp1252", "ignore").encode())
        if older:
            dialogue = source.dialogues[0]
            turns = tuple(replace(turn, text=turn.received, steps=()) for turn in dialogue.turns)
            source = replace(source, dialogues=(replace(dialogue, turns=turns, engine="engine 0"),))
        with (
            Project.create(path, codebook=codebooks.default(), annotator=ME) as project,
            project.sources.importer() as importer,
        ):
            importer.add(source)
            importer.finish()
        self.window = window
        self.workspace = Workspace()
        self.workspace.attach(Project.open(path, annotator=ME))
        self.jobs = Jobs(self.workspace)
        self.said: list[Message] = []
        self.workspace.message.connect(self.said.append)
        self.again = RepairAgain(self.workspace, self.jobs, window)

    @property
    def project(self) -> Project:
        assert self.workspace.project is not None
        return self.workspace.project

    def texts(self) -> list[str]:
        return [turn.text for turn in self.project.turns.page(self.project.turns.ids(1))]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def older(tmp_path: Path, window: QWidget) -> Iterator[Office]:
    made = Office(tmp_path / "older.dap", window, older=True)
    yield made
    made.workspace.close()


def plan_of(office: Office, qtbot: QtBot) -> PlanDialog:
    with qtbot.waitSignal(office.jobs.idle, timeout=20_000):
        assert office.again.again()
    (dialog,) = office.window.findChildren(PlanDialog)
    return dialog


def test_what_would_change_is_shown_before_it_is_taken_over(older: Office, qtbot: QtBot) -> None:
    before = older.texts()
    dialog = plan_of(older, qtbot)
    assert older.texts() == before
    assert dialog.summary.text() == ("The text of 2 turns would change. People’s decisions are kept.")
    assert dialog.table.topLevelItemCount() == 2
    first = dialog.table.topLevelItem(0)
    assert first is not None
    assert first.text(0) == "talk · 1"
    assert first.text(2).startswith("这个问题")
    with qtbot.waitSignal(older.jobs.idle, timeout=20_000):
        dialog.take.click()
    assert older.texts()[1].startswith("好的，没问题")
    assert older.said[-1].text == "2 turns were repaired again."
    assert in_words(older.workspace.history.to_undo()) == "repairing 2 turns again"
    older.workspace.history.undo()
    assert older.texts() == before


def test_nothing_is_done_where_the_person_thinks_better_of_it(older: Office, qtbot: QtBot) -> None:
    dialog = plan_of(older, qtbot)
    before = older.texts()
    dialog.reject()
    assert older.texts() == before
    assert not older.jobs.running


def test_the_same_engine_has_nothing_to_say(tmp_path: Path, window: QWidget, qtbot: QtBot) -> None:
    office = Office(tmp_path / "same.dap", window, older=False)
    with qtbot.waitSignal(office.jobs.idle, timeout=20_000):
        office.again.again()
    assert office.said[-1].text == "Repairing again changes nothing: the engine is the same."
    assert not window.findChildren(PlanDialog)
    office.workspace.close()


def test_another_engine_that_changes_no_text_is_taken_over_all_the_same(older: Office) -> None:
    older.again._planned(RepairPlan(engines={1: Engine((), "newer", "")}))
    (dialog,) = older.window.findChildren(PlanDialog)
    dialog.reject()
    assert not older.said


def test_without_a_project_nothing_happens(window: QWidget) -> None:
    workspace = Workspace()
    again = RepairAgain(workspace, Jobs(workspace), window)
    assert not again.again()
    assert not again.apply(RepairPlan())


def test_turns_that_read_the_same_are_only_counted(older: Office) -> None:
    step = RepairStep(0, 1, "a", "b", "lost", "", 0.5)
    same = Difference(1, 1, step.before, "b", "b", 0)
    dialog = PlanDialog(older.workspace, RepairPlan((), {}, (same,)), older.window)
    assert dialog.table.topLevelItemCount() == 0
    assert "In 1 turn only candidates and confidences change." in dialog.summary.text()
    empty = PlanDialog(Workspace(), RepairPlan(), older.window)
    assert empty.summary.text().startswith("The text of 0 turns")


def test_texts_are_shown_from_where_they_differ() -> None:
    now, proposed = excerpts("x" * 50 + "one" + "y" * 50, "x" * 50 + "two" + "y" * 50)
    assert now.startswith("…xxxx")
    assert "two" in proposed
    assert proposed.endswith("…")
    assert excerpts("a", "b") == ("a", "b")
