"""The tour: its table, where its cards stand, its keys, and when it is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui.actions import ACTIONS, Action
from annotator.ui.settings.settings import Settings
from annotator.ui.tour.tour_overlay import Coach, beside
from annotator.ui.tour.tour_stops import STOPS
from annotator.ui.window.main_window import MainWindow
from annotator.ui.workspace.workspace_state import Busy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

WHOLE = QRect(0, 0, 1000, 700)
CARD = QRect(0, 0, 340, 160)


@pytest.fixture
def window(qtbot: QtBot, project_file: Path) -> Iterator[MainWindow]:
    made = MainWindow(Settings())
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    assert made.files.open_project(project_file)
    made.columns.furnish()
    qtbot.waitUntil(lambda: made.turns.view.rows.visible() != [])
    yield made
    made.jobs.finish()
    made.close()


def _coach(window: MainWindow) -> Coach:
    window.action_set.by_id["tour"].trigger()
    return window.findChildren(Coach)[-1]


def test_every_stop_names_an_action_that_has_a_key() -> None:
    keyed = {row.id for row in ACTIONS if isinstance(row, Action) and row.keys}
    for stop in STOPS:
        assert stop.action in keyed | {""}
        assert ("{key}" in stop.text) == bool(stop.action)


@pytest.mark.parametrize(
    "target",
    [
        QRect(0, 30, 240, 660),
        QRect(760, 30, 240, 660),
        QRect(300, 40, 400, 30),
        QRect(300, 600, 400, 100),
        WHOLE,
        QRect(),
    ],
)
def test_a_card_is_within_the_window_and_beside_its_target(target: QRect) -> None:
    card = QRect(beside(target, CARD, WHOLE), QSize(340, 160))
    assert WHOLE.contains(card)
    assert target == WHOLE or not card.intersects(target)


def test_keys_lead_through_all_stops_and_out(window: MainWindow, qtbot: QtBot) -> None:
    coach = _coach(window)
    names = []
    for number in range(len(STOPS)):
        assert coach.at == number
        assert coach.ring.isVisible()
        assert window.rect().contains(coach.geometry())
        assert coach.title.text() in coach.accessibleName()
        assert coach.text.text() in coach.accessibleDescription()
        assert "{key}" not in coach.text.text()
        names.append(coach.accessibleName())
        QTest.keyClick(coach, Qt.Key.Key_Return)
    assert len(set(names)) == len(STOPS)
    qtbot.waitUntil(lambda: window.findChildren(Coach) == [])


def test_back_and_leaving(window: MainWindow, qtbot: QtBot) -> None:
    coach = _coach(window)
    QTest.keyClick(coach, Qt.Key.Key_Backspace)
    assert coach.at == 0
    coach.next.click()
    assert coach.at == 1
    QTest.keyClick(coach, Qt.Key.Key_Backspace)
    assert coach.at == 0
    QTest.keyClick(coach, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChildren(Coach) == [])


def test_the_stop_of_repairs_chooses_a_repaired_turn(window: MainWindow) -> None:
    coach = _coach(window)
    coach.go(1)
    project = window.workspace.project
    assert project is not None
    assert window.workspace.cursor.turn_id is not None
    assert project.turns.page([window.workspace.cursor.turn_id])[0].steps
    before = coach.ring.geometry()
    window.settings.show_dialogues = False
    coach.go(0)
    assert not coach.ring.isVisible()
    assert coach.ring.geometry() != before
    coach.finish()


def test_the_samples_offer_the_tour_once_they_are_there(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(window.files, "open_samples", lambda: True)
    window.workspace.set_busy(Busy("Importing"))
    window.commands.tour.open_samples()
    QApplication.processEvents()
    assert not window.messages.cards(), "what the import says at its end would take its place"
    window.workspace.set_busy(None)
    qtbot.waitUntil(lambda: bool(window.messages.cards()))
    window.commands.tour.open_samples()
    QApplication.processEvents()
    assert [card.message.text for card in window.messages.cards()] == ["New here?"]
    window.messages.cards()[0].message.actions[0].run()
    assert window.findChildren(Coach)
    window.findChildren(Coach)[0].finish()
