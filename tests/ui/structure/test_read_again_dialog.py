"""The window in which a dialogue is read by another rule: what it shows, what it takes over."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.errors import Cancelled, UserError
from annotator.importers import RULES
from annotator.model import Dialogue
from annotator.pipeline.import_files import import_paths
from annotator.pipeline.read_again import ReadingPlan
from annotator.store import Reading
from annotator.store.structure_outcomes import TurnAgain
from annotator.ui.structure import structure_commands
from annotator.ui.structure.read_again_dialog import ReadAgainDialog
from annotator.ui.structure.structure_commands import StructureCommands
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from annotator.ui.structure.read_again_dialog import Beside


@pytest.fixture
def commands(workspace: Workspace, qtbot: QtBot) -> Iterator[StructureCommands]:
    window = QWidget()
    qtbot.addWidget(window)
    yield StructureCommands(workspace, window)
    window.close()


def asked(commands: StructureCommands) -> ReadAgainDialog:
    dialog = commands.read_again()
    assert dialog is not None
    return dialog


def choose(dialog: ReadAgainDialog, key: str) -> None:
    dialog.rule.setCurrentIndex(dialog.rule.findData(key))


def listed(dialog: ReadAgainDialog) -> list[list[str]]:
    found = []
    for row in range(dialog.table.topLevelItemCount()):
        item = dialog.table.topLevelItem(row)
        assert item is not None
        found.append([item.text(column) for column in range(4)])
    return found


def said(workspace: Workspace) -> list[tuple[str, str]]:
    assert workspace.project is not None
    return [
        (turn.speaker, turn.text) for turn in workspace.project.turns.page(workspace.project.turns.ids(1))
    ]


def test_the_rule_as_it_is_changes_nothing(commands: StructureCommands) -> None:
    dialog = asked(commands)
    assert dialog.rule.currentText() == "[A]: …  (as it is)"
    assert dialog.summary.text() == "Nothing would change."
    assert not dialog.apply.isEnabled()
    assert listed(dialog) == []
    dialog.changed_only.setChecked(False)
    assert [row[1] for row in listed(dialog)] == ["A", "B", "A"]
    assert [row[3] for row in listed(dialog)] == ["", "", ""]
    dialog.accept()
    assert dialog.isVisible(), "there is nothing to take over"


def test_what_would_change_is_shown_then_done(commands: StructureCommands, workspace: Workspace) -> None:
    told: list[Message] = []
    workspace.message.connect(told.append)
    before = said(workspace)
    dialog = asked(commands)
    choose(dialog, "lines")
    assert dialog.summary.text() == "3 turns, now 3. 3 turns without a speaker."
    assert [row[3] for row in listed(dialog)] == ["new"] * 3
    assert said(workspace) == before
    dialog.accept()
    assert [speaker for speaker, _ in said(workspace)] == ["", "", ""]
    assert said(workspace)[0][1] == f"[A]: {before[0][1]}"
    assert told[0].text == "The dialogue has 3 turns now."
    told[0].actions[0].run()
    assert said(workspace) == before


def test_tags_that_would_go_are_counted(commands: StructureCommands, workspace: Workspace) -> None:
    assert workspace.project is not None
    ids = workspace.project.turns.ids(1)
    workspace.project.tags.add([ids[0]], "stance.favor")
    workspace.project.tags.add([ids[1]], "stance.against")
    dialog = asked(commands)
    choose(dialog, "whole")
    assert dialog.losses.text() == "1 tag would have no place and go; undoing brings it back."
    assert dialog.apply.text() == "Apply and remove 1 tag"
    dialog.accept()
    assert len(said(workspace)) == 1


def test_a_pattern_of_ones_own(commands: StructureCommands, workspace: Workspace, qtbot: QtBot) -> None:
    dialog = asked(commands)
    choose(dialog, "own")
    assert dialog.pattern.isVisibleTo(dialog)
    assert dialog.summary.text() == "Write a pattern that finds the marker of a speaker."
    assert not dialog.apply.isEnabled()
    QTest.keyClicks(dialog.pattern, "(")
    dialog.accept()
    assert dialog.problem.text().startswith("This is not a regular expression")
    dialog.pattern.clear()
    QTest.keyClicks(dialog.pattern, r"(?P<speaker>\[B\]): ")
    qtbot.waitUntil(lambda: dialog.problem.text() == "" and dialog.plan is not None)
    assert dialog.summary.text() == "2 turns, now 3. Speakers (1): [B]. 1 turn without a speaker."
    assert [row[3] for row in listed(dialog)] == ["new", "speaker, now B"]
    dialog.accept()
    again = asked(commands)
    assert again.rule.currentText() == "Custom pattern"
    assert again.pattern.text() == r"(?P<speaker>\[B\]): "
    assert workspace.project is not None
    assert workspace.project.dialogues.page([1])[0].rule.startswith("custom ")


def test_what_cannot_be_is_said(commands: StructureCommands) -> None:
    dialog = asked(commands)
    choose(dialog, "own")
    dialog.pattern.setText("(?P<speaker>never)")
    dialog.refresh()
    assert dialog.plan is not None, "text before the first marker is a turn without a speaker"
    refusing = ReadAgainDialog(
        Dialogue(1, "key", 1, "Title", 1, 0, 0, 0),
        None,
        {},
        lambda _rule, _answers: ReadingPlan(
            1, "x", (), Reading(("a",), 0, 0, 2, (TurnAgain("a b", "A", 0, "", same=False),), 1, 2)
        ),
        lambda _plan, _drop: "No.",
    )
    try:
        assert refusing.rule.currentText() == "Automatic"
        assert "2 tagged spans become two. 2 lines that were taken out are parts of turns again." in (
            refusing.summary.text()
        )
        assert listed(refusing) == [["1", "A", "a b", "speaker, now nobody"]]
        refusing.accept()
        assert refusing.problem.text() == "No."
    finally:
        refusing.deleteLater()


def test_questions_are_answered_here(
    commands: StructureCommands, workspace: Workspace, tmp_path: Path
) -> None:
    assert workspace.project is not None
    (tmp_path / "lines.txt").write_text("One line\nAnother line\n", encoding="utf-8")
    import_paths(workspace.project, [tmp_path / "lines.txt"], workers=0)
    workspace.cursor.select_dialogue(workspace.project.dialogues.ids()[-1])
    dialog = asked(commands)
    choose(dialog, "automatic")
    assert [key for key, _ in dialog.questions.buttons] == ["one-turn"] * 3
    dialog.questions.buttons["one-turn", "lines"].click()
    assert dialog.summary.text() == "2 turns, now 1. 2 turns without a speaker."
    assert [row[3] for row in listed(dialog)] == ["other text", "new"]
    dialog.questions.again.click()
    assert dialog.summary.text() == "Nothing would change."


def test_long_dialogues_are_listed_in_part(qtbot: QtBot) -> None:
    turns = tuple(TurnAgain(f"text {number}", f"S{number % 9}") for number in range(502))
    dialog = ReadAgainDialog(
        Dialogue(1, "key", 1, "Title", 1, 0, 0, 0),
        RULES[0],
        {},
        lambda _rule, _answers: ReadingPlan(1, "x", (), Reading(("a",), turns=turns, before=1)),
        lambda _plan, _drop: "",
    )
    qtbot.addWidget(dialog)
    assert listed(dialog)[-1] == ["", "", "… and 2 more turns", ""]
    assert "Speakers (9): S0, S1, S2, S3, S4, S5, …." in dialog.summary.text()
    assert dialog.rule.itemData(1, Qt.ItemDataRole.ToolTipRole)


def test_formats_that_say_where_turns_begin(
    commands: StructureCommands, workspace: Workspace, tmp_path: Path
) -> None:
    told: list[Message] = []
    workspace.message.connect(told.append)
    assert workspace.project is not None
    (tmp_path / "t.csv").write_text("speaker,text\nA,words\n", encoding="utf-8")
    import_paths(workspace.project, [tmp_path / "t.csv"], workers=0)
    workspace.cursor.select_dialogue(workspace.project.dialogues.ids()[-1])
    assert commands.read_again() is None
    assert told[-1].text == "The format of its file says where turns begin in “t”."
    workspace.cursor.select_dialogue(None)
    assert commands.read_again() is None


# --- long dialogues ---------------------------------------------------------------------------


def _plan(*texts: str) -> ReadingPlan:
    turns = tuple(TurnAgain(text, "A") for text in texts)
    return ReadingPlan(1, "x", (), Reading(tuple(texts), turns=turns, before=9))


def _beside(qtbot: QtBot, beside: Beside) -> ReadAgainDialog:
    dialog = ReadAgainDialog(
        Dialogue(1, "key", 1, "Title", 1, 0, 0, 0),
        None,
        {},
        lambda _rule, _answers: _plan("on this thread"),
        lambda _plan, _drop: "",
        beside=beside,
    )
    qtbot.addWidget(dialog)
    return dialog


def test_a_long_dialogue_is_read_beside_the_window(qtbot: QtBot) -> None:
    go = threading.Event()

    def read(_rule: object, _answers: object, _stopped: object) -> ReadingPlan:
        assert go.wait(60)
        return _plan("a", "b")

    dialog = _beside(qtbot, read)
    assert (dialog.summary.text(), dialog.apply.isEnabled(), listed(dialog)) == ("Reading…", False, [])
    dialog.accept()
    assert dialog.plan is None
    go.set()
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert [row[2] for row in listed(dialog)] == ["a", "b"]
    assert (dialog.apply.isEnabled(), dialog.stop.isHidden()) == (True, True)


def test_reading_beside_the_window_can_be_stopped_and_begun_again(qtbot: QtBot) -> None:
    begun: list[bool] = []

    def read(_rule: object, _answers: object, stopped: Callable[[], bool]) -> ReadingPlan:
        begun.append(True)
        while len(begun) == 1:
            if stopped():
                raise Cancelled
        raise UserError("It cannot be read", "so it is")

    dialog = _beside(qtbot, read)
    qtbot.waitUntil(lambda: bool(begun))
    dialog.stop.click()
    assert dialog.summary.text() == "Stopped. Choose another rule, or read on."
    assert not dialog.work.running
    dialog.stop.click()
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert dialog.problem.text() == "It cannot be read. So it is."
    assert (dialog.apply.isEnabled(), dialog.stop.isHidden(), len(begun)) == (False, True, 2)


def test_the_project_is_opened_again_for_reading_beside(
    commands: StructureCommands, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(structure_commands, "_LONG", 0)
    dialog = asked(commands)
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert dialog.summary.text() == "Nothing would change."
    choose(dialog, "whole")
    qtbot.waitUntil(lambda: dialog.plan is not None)
    dialog.accept()
    assert len(said(workspace)) == 1


def test_who_stops_and_reads_on_keeps_the_button_under_the_key(qtbot: QtBot) -> None:
    go = threading.Event()

    def read(_rule: object, _answers: object, stopped: Callable[[], bool]) -> ReadingPlan:
        while not go.is_set() and not stopped():
            go.wait(0.01)
        return _plan("a")

    dialog = _beside(qtbot, read)
    dialog.show()
    dialog.stop.setFocus()
    for _ in range(2):
        dialog.stop.click()
        assert dialog.focusWidget() is dialog.stop
        dialog.stop.click()
        assert dialog.focusWidget() is dialog.stop
    go.set()
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert dialog.focusWidget() is dialog.table
