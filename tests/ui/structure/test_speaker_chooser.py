"""Who spoke: the window that asks, and what is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.ui.structure.speaker_chooser import NamingScope, SpeakerChooser
from annotator.ui.structure.structure_commands import StructureCommands
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def commands(workspace: Workspace, qtbot: QtBot) -> StructureCommands:
    window = QWidget()
    qtbot.addWidget(window)
    return StructureCommands(workspace, window)


def asked(commands: StructureCommands) -> SpeakerChooser:
    dialog = commands.change_speaker()
    assert dialog is not None
    return dialog


def said(workspace: Workspace) -> list[str]:
    assert workspace.project is not None
    turns = workspace.project.turns.page(workspace.project.turns.ids(1))
    return [turn.speaker for turn in turns]


def listed(dialog: SpeakerChooser) -> list[str]:
    return [dialog.names.item(row).text() for row in range(dialog.names.count())]


def test_an_existing_name(commands: StructureCommands, workspace: Workspace) -> None:
    told: list[Message] = []
    workspace.message.connect(told.append)
    dialog = asked(commands)
    assert listed(dialog) == ["B  ·  1 turn", "(nobody)"]
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert said(workspace) == ["B", "B", "A"]
    assert [one.text for one in told] == ["The speaker of 1 turn is now B."]
    told[0].actions[0].run()
    assert said(workspace) == ["A", "B", "A"]


def test_a_new_name_for_all_turns_of_the_dialogue(commands: StructureCommands, workspace: Workspace) -> None:
    dialog = asked(commands)
    assert [button.text() for button in dialog.scopes.buttons()] == [
        "This turn only", "All 2 turns of A in this dialogue", "All 4 turns of A in the project"
    ]  # fmt: skip
    QTest.keyClicks(dialog.field, "Zoe")
    assert listed(dialog) == ["New speaker: Zoe"]
    dialog.scopes.button(1).setChecked(True)
    dialog.accept()
    assert said(workspace) == ["Zoe", "B", "Zoe"]


def test_letters_and_arrows_choose(commands: StructureCommands, workspace: Workspace) -> None:
    dialog = asked(commands)
    QTest.keyClicks(dialog.field, "b")
    assert listed(dialog) == ["B  ·  1 turn", "New speaker: b"]
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    assert (dialog.name, dialog.scope) == ("b", "turns")
    QTest.keyClick(dialog.field, Qt.Key.Key_Up)
    dialog.field.setText("")
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    dialog.accept()
    assert said(workspace) == ["", "B", "A"]


def test_what_cannot_be_is_said(qtbot: QtBot) -> None:
    dialog = SpeakerChooser("A", [], [NamingScope("turns", "")], lambda _name, _scope: "No.")
    qtbot.addWidget(dialog)
    assert not dialog.change.isEnabled()
    dialog.field.setText("B")
    assert dialog.change.isEnabled()
    dialog.accept()
    assert dialog.problem.text() == "No."


def test_nothing_to_ask_about(commands: StructureCommands, workspace: Workspace) -> None:
    workspace.cursor.select_turn(None)
    assert commands.change_speaker() is None
