from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QObject

from annotator.ui.background.cycle_collector import CollectHere, growing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _collector_as_it_was() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_nothing_is_collected_while_the_program_grows() -> None:
    with growing():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_whoever_had_switched_the_collector_off_keeps_it_off() -> None:
    gc.disable()
    with growing():
        pass
    assert not gc.isenabled()


def test_a_job_begun_meanwhile_keeps_collecting_on_the_ui_thread(qtbot: QtBot) -> None:
    parent = QObject()
    here = CollectHere(parent)
    with growing():
        here.begin()
    assert not gc.isenabled()
    here.end()
    assert gc.isenabled()


def test_the_ui_thread_collects_while_a_thread_runs(qtbot: QtBot) -> None:
    parent = QObject()
    here = CollectHere(parent)
    seen: list[str] = []

    def on_collection(phase: str, info: dict[str, int]) -> None:
        seen.append(phase)

    here.begin()
    gc.callbacks.append(on_collection)
    try:
        qtbot.waitUntil(lambda: "stop" in seen)
    finally:
        gc.callbacks.remove(on_collection)
        here.end()


def test_who_holds_nothing_switches_nothing_on(qtbot: QtBot) -> None:
    parent = QObject()
    with growing():
        CollectHere(parent).end()
        assert not gc.isenabled()


def test_who_is_gone_holds_it_no_longer(qtbot: QtBot) -> None:
    parent = QObject()
    CollectHere(parent).begin()
    assert not gc.isenabled()
    shiboken6.delete(parent)
    assert gc.isenabled()
