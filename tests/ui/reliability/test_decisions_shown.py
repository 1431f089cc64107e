"""What was decided, shown to who answered: in their packet, or in the study itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.reliability.annotator_roles import adjudicator_of
from annotator.reliability.assignment_design import Design
from annotator.reliability.decisions import decisions_in
from annotator.reliability.disagreements import disputes_of, settling
from annotator.reliability.make_packets import write_packets
from annotator.store import Project
from annotator.ui.dialogs.dialogs import Dialogs
from annotator.ui.reliability.packets_dialog import PacketsDialog
from annotator.ui.window.main_window import MainWindow
from annotator.ui.workspace.workspace import Workspace
from tests.reliability.studies import ADA, BEN, CYD, annotate, study
from tests.ui.answers import Answers

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Start = Callable[[Path, Dialogs], MainWindow]


def decided(folder: Path) -> Path:
    """Ada and Ben differ on some turns, and Cyd decided for Ben, with a reason."""
    path = study(folder, 3)
    annotate(path, ADA)
    annotate(path, BEN, 1)
    with Project.open(path, annotator=CYD) as project:
        cases = disputes_of(project, "stance").cases
        judge = adjudicator_of(project.key, CYD)
        for edit in settling(
            cases, "stance", lambda case: replace(case.answers[1], note="reason: it is meant so"), judge
        ):
            edit(project)
        assert len(cases) == 3
    return path


def test_a_packet_shows_where_its_annotator_answered_otherwise(
    qtbot: QtBot, tmp_path: Path, window: Start
) -> None:
    with Project.open(decided(tmp_path), read_only=True) as project:
        packet, other = write_packets(project, tmp_path / "out", Design(("Ada", "Ben"), decided=True))
    made = window(packet.path, Answers())
    qtbot.waitUntil(lambda: not made.jobs.running)
    card = next(one.message for one in made.messages.cards() if one.message.text == "This packet is for Ada.")
    assert "what was decided" in card.detail
    show = next(one for one in card.actions if one.text == "Show what was decided")
    show.run()
    qtbot.waitUntil(lambda: not made.jobs.running)
    opened = made.workspace.project
    assert opened is not None
    found = decisions_in(opened)
    assert list(made.workspace.cursor.turn_ids) == [one.stop for one in found if one.otherwise]
    assert len(found) == 3
    (turn,) = opened.turns.page(made.workspace.cursor.turn_ids[:1])
    chips_of = made.turns.view.cache.chips_of
    assert chips_of is not None
    *_, own, said = chips_of(turn)
    assert own.text != said.text
    assert "it is meant so" in said.text
    assert "✓ decided" in said.spoken
    shown = [one.message for one in made.messages.cards()]
    assert any("You answered 3 of them otherwise" in one.detail for one in shown)
    made.workspace.cursor.set_filter(None)
    assert made.turns.view.cache.chips_of is None, "it ends when something else is looked for"

    made.files.open_project(other.path)
    qtbot.waitUntil(lambda: not made.jobs.running)
    made.action_set.by_id["decided"].trigger()
    qtbot.waitUntil(lambda: not made.jobs.running)
    assert len(made.workspace.cursor.turn_ids) == 3, "all of them, for Ben was followed"


def test_where_nothing_was_decided_that_is_said(qtbot: QtBot, tmp_path: Path, window: Start) -> None:
    made = window(study(tmp_path, 1), Answers())
    qtbot.waitUntil(lambda: not made.jobs.running)
    made.action_set.by_id["decided"].trigger()
    qtbot.waitUntil(lambda: not made.jobs.running)
    assert any(one.message.text == "Nothing has been decided here." for one in made.messages.cards())


def test_the_dialog_makes_such_packets(qtbot: QtBot, tmp_path: Path) -> None:
    workspace = Workspace()
    workspace.attach(Project.open(decided(tmp_path), annotator=CYD))
    dialog = PacketsDialog(workspace, tmp_path / "packets")
    qtbot.addWidget(dialog)
    dialog.purpose.setCurrentIndex(dialog.purpose.findData("decided"))
    dialog.purpose.activated.emit(dialog.purpose.currentIndex())
    assert set(dialog.annotators) == {"Ada", "Ben"}, "who only decided has no answers to be shown"
    assert dialog.make_button.isEnabled()
    assert dialog.plan().design.decided
    assert "nobody else's tags" in dialog.note.text()
    workspace.close()
