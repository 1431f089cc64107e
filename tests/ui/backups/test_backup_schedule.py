"""When backups are made, and of which one something is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication

from annotator.store import backups, kept_edits
from annotator.ui.backups import backup_schedule
from annotator.ui.backups.backup_schedule import BackupKeeper
from annotator.ui.settings.settings import Settings
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def keeper(workspace: Workspace) -> Iterator[BackupKeeper]:
    made = BackupKeeper(workspace, Settings())
    yield made
    made.stop()


def test_a_backup_of_a_project_that_was_left_says_nothing_about_the_next_one(
    qtbot: QtBot, keeper: BackupKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its end may be told when the next one is under way already."""
    going = threading.Event()
    made: list[object] = []
    keeper.made.connect(made.append)
    monkeypatch.setattr(backups, "back_up", lambda *_, **__: going.wait(20))
    keeper.back_up()
    going.set()
    keeper.stop()  # its end has been told, and not been heard yet
    going.clear()
    keeper.back_up(made.append)
    QCoreApplication.processEvents()
    assert keeper.running
    assert made == []
    going.set()
    qtbot.waitUntil(lambda: not keeper.running, timeout=20_000)
    assert made == [True, True], "the signal, and who asked"


def test_a_backup_is_tried_again_where_others_write_all_the_time(
    qtbot: QtBot, keeper: BackupKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = iter([backups.BackupPostponed("no"), None])

    def back_up_(*_: object, **__: object) -> None:
        way = next(ways)
        if way is not None:
            raise way

    monkeypatch.setattr(backups, "back_up", back_up_)
    monkeypatch.setattr(backup_schedule, "FIRST", 1)
    made: list[object] = []
    keeper.back_up(made.append)
    qtbot.waitUntil(lambda: bool(made), timeout=20_000)
    assert made == [None], "the second time nothing had changed"


def test_a_backup_is_made_soon_after_what_cannot_be_remembered(
    keeper: BackupKeeper, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "back_up", lambda *_, **__: None)
    turn = workspace.cursor.turn_ids[0]

    def left() -> int:
        return keeper._timer.interval()  # what remains of it is as coarse as the timer

    keeper._on_project()
    keeper._timer.start(backup_schedule.EVERY)
    workspace.do(lambda project: project.tags.add([turn], "stance.favor"))
    assert left() > backup_schedule.FIRST
    monkeypatch.setattr(kept_edits, "MOST_CHANGES", 0)
    workspace.do(lambda project: project.tags.clear([turn], "stance"))
    assert left() <= backup_schedule.FIRST
    keeper._timer.start(1)
    workspace.do(lambda project: project.tags.add([turn], "stance.favor"))
    assert left() <= 1, "not put off again"
    workspace.close()
    keeper._on_changed()
    assert not keeper._timer.isActive()
