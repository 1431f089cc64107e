"""Work beside the window: what is told of it, and of what nothing more is heard."""

from __future__ import annotations

import ast
import gc
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject

from annotator.errors import Cancelled, UserError
from annotator.ui.background.background_thread import BackgroundThread, Handle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

UI = Path(__file__).resolve().parents[3] / "annotator" / "ui"


class Heard:
    """What the thread told, in order."""

    def __init__(self, thread: BackgroundThread) -> None:
        self.thread = thread
        self.told: list[object] = []

    def start(self, work: object) -> None:
        self.thread.start(
            work,  # type: ignore[arg-type] # whatever a test gives
            lambda result: self.told.append(("done", result)),
            failed=lambda error: self.told.append(("failed", error.what)),
            cancelled=lambda: self.told.append("cancelled"),
            crashed=lambda error: self.told.append(("crashed", type(error))),
            progressed=lambda *how: self.told.append(how),
        )


@pytest.fixture
def heard(qapp: object) -> Iterator[Heard]:
    made = Heard(BackgroundThread())
    yield made
    made.thread.stop()


def _raise(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ("work", "told"),
    [
        pytest.param(lambda _: 7, ("done", 7), id="done"),
        pytest.param(lambda _: _raise(UserError("It is gone")), ("failed", "It is gone"), id="failed"),
        pytest.param(lambda _: _raise(Cancelled()), "cancelled", id="cancelled"),
        pytest.param(lambda _: _raise(SystemExit()), ("crashed", SystemExit), id="crashed"),
    ],
)
def test_one_end_is_told(qtbot: QtBot, heard: Heard, work: object, told: object) -> None:
    heard.start(work)
    assert heard.thread.running
    assert not gc.isenabled(), "collected on the window's thread alone"
    qtbot.waitUntil(lambda: not heard.thread.running)
    assert heard.told == [told]
    assert gc.isenabled()


def test_what_there_is_so_far_comes_before_the_end_on_the_windows_thread(qtbot: QtBot, heard: Heard) -> None:
    threads: list[threading.Thread] = []

    def work(handle: Handle) -> str:
        threads.append(threading.current_thread())
        handle.progress(1, 2, "first")
        handle.progress(2, 2, "second")
        handle.hand_over("half", heard.told.append)
        handle.hand_over("", lambda _: threads.append(threading.current_thread()))
        return "whole"

    heard.start(work)
    qtbot.waitUntil(lambda: not heard.thread.running)
    assert heard.told == [(1, 2, "first"), (2, 2, "second"), "half", ("done", "whole")]
    assert threads[0] is not threads[1] is threading.main_thread()


def test_work_that_has_patience_goes_on_when_the_window_has_dealt_with_it(qtbot: QtBot, heard: Heard) -> None:
    def work(handle: Handle) -> None:
        handle.hand_over("a page", heard.told.append, patience=60)
        heard.told.append("goes on")
        handle.hand_over("more", heard.told.append, patience=1e-9)  # the window has no time for it yet
        heard.told.append("ends")

    heard.start(work)
    qtbot.waitUntil(lambda: heard.told[:2] == ["a page", "goes on"])
    qtbot.waitUntil(lambda: not heard.thread.running)
    assert sorted(map(str, heard.told[2:])) == ["('done', None)", "ends", "more"]


def test_who_stops_it_does_not_wait_for_its_patience(heard: Heard) -> None:
    begun = threading.Event()

    def work(handle: Handle) -> None:
        begun.set()
        handle.hand_over("never", heard.told.append, patience=600)

    heard.start(work)
    assert begun.wait(20)
    heard.thread.stop()
    assert heard.told == []


def test_newer_work_waits_for_older_of_which_nothing_more_is_heard(qtbot: QtBot, heard: Heard) -> None:
    going = threading.Event()
    steps: list[object] = []

    def older(handle: Handle) -> None:
        going.wait(20)
        handle.hand_over("older", heard.told.append)
        steps.append(("older", handle.cancelled()))

    heard.start(older)
    heard.start(lambda _: steps.append("newer"))
    going.set()
    qtbot.waitUntil(lambda: not heard.thread.running)
    assert steps == [("older", True), "newer"]
    assert heard.told == [("done", None)]


def test_work_that_is_asked_to_stop_tells_its_end(qtbot: QtBot, heard: Heard) -> None:
    heard.thread.cancel()  # nothing is under way
    asked = threading.Event()

    def work(handle: Handle) -> bool:
        asked.wait(20)
        return handle.cancelled()

    heard.start(work)
    heard.thread.cancel()
    assert heard.thread.cancelling
    asked.set()
    qtbot.waitUntil(lambda: not heard.thread.running)
    assert heard.told == [("done", True)]
    assert not heard.thread.cancelling


def test_who_stops_it_has_it_ended_and_hears_nothing(heard: Heard) -> None:
    ended: list[str] = []
    heard.start(lambda _: ended.append("ended"))
    assert heard.thread.stop()
    assert ended == ["ended"]
    QCoreApplication.processEvents()
    assert heard.told == []
    assert gc.isenabled()
    assert not heard.thread.stop(), "nothing was under way"


def test_who_leaves_work_does_not_wait_and_the_thread_outlives_its_owner(qtbot: QtBot) -> None:
    owner, going = QObject(), threading.Event()
    told: list[bool] = []
    thread = BackgroundThread(owner)
    thread.start(lambda _: going.wait(20), told.append)
    thread.leave()  # would stand here for as long as the work does, if it waited
    shiboken6.delete(owner)
    assert shiboken6.isValid(thread)
    assert not gc.isenabled(), "the work goes on, so nothing may be collected on its thread"
    going.set()
    qtbot.waitUntil(lambda: not shiboken6.isValid(thread))
    assert gc.isenabled()
    assert told == []


def test_who_leaves_nothing_leaves_it_to_its_owner(qapp: object) -> None:
    owner = QObject()
    thread = BackgroundThread(owner)
    thread.leave()
    assert thread.parent() is owner
    shiboken6.delete(owner)
    assert not shiboken6.isValid(thread)


def test_a_window_that_is_gone_is_not_told(qapp: object) -> None:
    parent, going = QObject(), threading.Event()
    told: list[bool] = []
    thread = BackgroundThread(parent)
    thread.start(lambda _: going.wait(20), told.append)
    (worker,) = thread._threads.values()
    shiboken6.delete(parent)
    assert gc.isenabled()
    going.set()
    worker.join()  # pytest fails a test in which a thread ends by an error
    QCoreApplication.processEvents()
    assert told == []


def test_a_defect_goes_where_all_go(qtbot: QtBot, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        caught.append(kind)

    monkeypatch.setattr(sys, "excepthook", hook)
    for work in (lambda _: 1 / 0, lambda _: _raise(UserError("Nobody asked what failed"))):
        heard.thread.start(work, lambda _: None)
        qtbot.waitUntil(lambda: not heard.thread.running)
    heard.thread.start(lambda _: _raise(Cancelled()), lambda _: None)
    qtbot.waitUntil(lambda: not heard.thread.running)
    assert caught == [ZeroDivisionError, UserError]


def threads_started(source: str) -> list[str]:
    """Which names of things that start threads a module has."""
    starting = {"Thread", "QThread", "QThreadPool", "QRunnable", "ThreadPoolExecutor", "Timer"}
    names = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    return sorted(names & starting)


def test_nothing_else_in_the_window_starts_a_thread() -> None:
    assert threads_started("import threading\nthreading.Thread(target=f)") == ["Thread"]
    assert threads_started("class A(QThread): ...") == ["QThread"]
    found = {
        str(path.relative_to(UI)): names
        for path in UI.rglob("*.py")
        if (names := threads_started(path.read_text(encoding="utf-8")))
    }
    assert found == {"background/background_thread.py": ["Thread"]}
