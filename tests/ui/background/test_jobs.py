from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pytest

from annotator.errors import Cancelled, UserError
from annotator.ui.background.jobs import Handle, Job, Jobs
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from annotator.ui.workspace.workspace_state import Busy

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Office:
    """A workspace and its jobs, with everything said and reported written down."""

    def __init__(self) -> None:
        self.workspace = Workspace()
        self.jobs = Jobs(self.workspace)
        self.said: list[Message] = []
        self.busy: list[Busy | None] = []
        self.workspace.message.connect(self.said.append)
        self.workspace.busy_changed.connect(lambda: self.busy.append(self.workspace.busy))


@pytest.fixture
def office(qtbot: QtBot) -> Office:
    return Office()


def test_the_result_arrives_on_the_ui_thread(qtbot: QtBot, office: Office) -> None:
    seen: list[object] = []

    def work(handle: Handle) -> threading.Thread:
        handle.progress(3, 3, "c")
        return threading.current_thread()

    def done(worked_on: object) -> None:
        seen.extend([worked_on, threading.current_thread()])

    with qtbot.waitSignal(office.jobs.idle):
        assert office.jobs.start(Job("Counting", work, done, ended=lambda: seen.append("ended")))
        assert office.jobs.running
    assert seen[0] is not seen[1] is threading.main_thread()
    assert seen[2] == "ended"
    assert office.busy == [Busy("Counting"), Busy("Counting", 3, 3, "c"), None]
    assert not office.jobs.running


def test_a_second_job_is_refused_in_words(qtbot: QtBot, office: Office) -> None:
    gate = threading.Event()
    with qtbot.waitSignal(office.jobs.idle):
        office.jobs.start(Job("First", lambda _: gate.wait(10), lambda _: None))
        assert not office.jobs.start(Job("Second", lambda _: None, lambda _: None))
        assert "First" in office.said[0].text
        gate.set()


def test_work_that_gives_way_stops_for_another_job(qtbot: QtBot, office: Office) -> None:
    heard: list[str] = []

    def work(handle: Handle) -> None:
        while not handle.cancelled():
            time.sleep(0.002)  # leave the interpreter to the window
        raise Cancelled

    job = Job(
        "Long", work, heard.append, lambda: heard.append("ended"), gives_way=lambda: heard.append("way")
    )
    with qtbot.waitSignal(office.jobs.idle):
        office.jobs.start(job)
        assert office.jobs.start(Job("Short", lambda _: "short", heard.append))
        assert not office.jobs.start(Job("Other", lambda _: None, heard.append)), "one waits already"
    assert heard == ["way", "ended", "short"]
    assert [message.text for message in office.said] == ["“Long” is still running."]


def test_work_that_ends_before_it_is_asked_to_give_way_is_done(qtbot: QtBot, office: Office) -> None:
    heard: list[str] = []
    job = Job("Long", lambda handle: handle.cancelled() or "long", heard.append, gives_way=lambda: None)
    with qtbot.waitSignal(office.jobs.idle):
        office.jobs.start(job)
        for thread in office.jobs._thread._threads.values():
            thread.join()
        office.jobs.start(Job("Short", lambda _: "short", heard.append))
    assert heard == ["long", "short"]


def test_cancel_asks_the_work_to_stop(qtbot: QtBot, office: Office) -> None:
    started = threading.Event()

    def work(handle: Handle) -> None:
        started.set()
        while not handle.cancelled():
            handle.progress(1, 2)
        handle.progress(2, 2)  # reports after the request are not shown
        raise Cancelled

    done: list[object] = []
    office.jobs.cancel()  # nothing runs: nothing happens
    with qtbot.waitSignal(office.jobs.idle):
        office.jobs.start(Job("Long", work, done.append, cancelled="Stopped, nothing changed."))
        qtbot.waitUntil(started.is_set)
        office.jobs.cancel()
        assert office.workspace.busy is not None
        assert not office.workspace.busy.cancellable
    assert [message.text for message in office.said] == ["Stopped, nothing changed."]
    assert done == []


def test_an_error_a_person_can_act_on_is_said(qtbot: QtBot, office: Office) -> None:
    def work(_: Handle) -> None:
        raise UserError("It cannot be written", "the disk is full", "free some space")

    with qtbot.waitSignal(office.jobs.idle):
        office.jobs.start(Job("Writing", work, lambda _: None))
    assert office.said == [Message("error", "It cannot be written.", "The disk is full. Free some space.")]


def test_a_defect_goes_to_the_excepthook(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[type[BaseException]] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        caught.append(kind)

    monkeypatch.setattr(sys, "excepthook", hook)
    with qtbot.waitSignal(office.jobs.idle):
        office.jobs.start(Job("Dividing", lambda _: 1 / 0, lambda _: None))
    assert caught == [ZeroDivisionError]
    assert not office.jobs.running


def test_finish_stops_and_waits_without_calling_back(qtbot: QtBot, office: Office) -> None:
    calls: list[Any] = []

    def work(handle: Handle) -> None:
        while not handle.cancelled():
            time.sleep(0.005)  # leave the interpreter to the window

    office.jobs.finish()  # nothing runs: nothing happens
    office.jobs.start(Job("Long", work, calls.append))
    office.jobs.finish()
    assert not office.jobs.running
    assert office.workspace.busy is None
    assert calls == []
