"""A drive that stands still for a while under a job, an edit, a read: the window goes on, nothing is lost.

A job of the window (backup, import, export) runs beside it as always, and one of its calls to the disk takes
ten seconds. Meanwhile the window must go on handling events. A key that gives a label waits for its commit,
so that what the window shows is on the disk: the window says so, takes no other key meanwhile, and lives
(decision 88). So it does when it reads: a project that is opened, another dialogue, turns further down, a
filter, a dialog (decision 92).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import exchange
from annotator.pipeline.import_files import import_paths
from annotator.store import Project, backups
from tests.trust import shim, window
from tests.trust.children import Ended, Say
from tests.trust.children import run as in_child
from tests.trust.scene import problems, transcripts
from tests.trust.shim import Control, Fault
from tests.trust.task import Task

if TYPE_CHECKING:
    from annotator.ui.window.main_window import MainWindow

SECONDS = 10.0  # that the drive stands still
FREEZE = 3.0  # seconds without a tick: a busy machine makes a window wait, too, but never for so long
_STALL = Fault("stall", shim.OPEN | shim.READ | shim.CHANGES, shim.STALL)
_STALLED_EDIT = Fault("stall", shim.CHANGES, shim.STALL)  # what only edits do
_STALLED_READ = Fault("stall", shim.OPEN | shim.READ, shim.STALL)
_READS = 60  # the calls to choose from
_TICK = 10  # milliseconds


def _back_up(path: Path) -> None:
    backups.back_up(path)


def _import(path: Path) -> None:
    with Project.open(path, companion=True) as project:
        import_paths(project, sorted((path.parent / "in").iterdir()), workers=0)


def _export(path: Path) -> None:
    with Project.open(path, read_only=True) as project:
        exchange.export_project(project, path.with_name("out.json"))


@dataclass(frozen=True)
class Work:
    """A job of the window: what it does in its thread, and whether it has been done."""

    name: str
    work: Callable[[Path], None]
    done: Callable[[Path], bool]


JOBS = (
    Work("backup", _back_up, lambda path: bool(backups.backups(path))),
    Work("import", _import, lambda path: _dialogues(path) == 5),
    Work("export", _export, lambda path: path.with_name("out.json").exists()),
)


def _dialogues(path: Path) -> int:
    with Project.open(path, read_only=True) as project:
        return len(project.dialogues.ids())


def run(task: Task) -> None:
    """Let the drive stand still so many times, at a call drawn by chance, in each job in turn."""
    control = Control()
    for number in range(task.count):
        place = number % (len(JOBS) + 2)
        if place < len(JOBS):
            stall(task, control, number, JOBS[place])
        elif place == len(JOBS):
            stall_keys(task, control, number)
        else:
            stall_reads(task, control, number)
        if task.late:
            task.skipped.append("time was over")
            return


def stall(task: Task, control: Control, number: int, job: Work) -> None:
    """One job with one stall, and what must be so meanwhile and afterwards."""
    folder = task.fresh("stall")
    path = window.project(folder)
    transcripts(folder / "in", 2)
    ended = in_child(partial(_work, control, path, job.work, task.random("at", number).random()))
    said = _said(path, ended) + ([] if job.done(path) else ["the job was not done"])
    _told(task, job.name, number, said)
    shutil.rmtree(folder, ignore_errors=True)


def stall_keys(task: Task, control: Control, number: int) -> None:
    """Keys that give labels, with one stall: what is shown afterwards is on the disk."""
    path = window.project(task.fresh("stall"))
    ended = in_child(partial(_press, control, path, task.random("at", number).random()))
    _told(task, "keys", number, _said(path, ended))
    shutil.rmtree(path.parent, ignore_errors=True)


def stall_reads(task: Task, control: Control, number: int) -> None:
    """A project is opened and read through, with one stall: what is shown afterwards is what it holds."""
    path = window.project(task.fresh("stall"))
    ended = in_child(partial(_look_through, control, path, task.random("at", number).random()))
    _told(task, "reads", number, _said(path, ended))
    shutil.rmtree(path.parent, ignore_errors=True)


def _said(path: Path, ended: Ended) -> list[str]:
    said = [ended.failed] if ended.failed else [line for line in ended.said if line != "done"]
    with Project.open(path) as project:
        return said + problems(project)


def _told(task: Task, name: str, number: int, said: list[str]) -> None:
    for line in said:
        task.found(f"{name} on a drive that stands still", line, f"seed {task.seed}, stall {number}")
    task.tried[name] += 1


def _of_a_network() -> None:
    """Let the window take this machine's drive for one that may stand still."""
    from annotator.ui.background import local_drives  # noqa: PLC0415 - in the child alone

    local_drives.FILE_SYSTEMS = frozenset()


def _work(control: Control, path: Path, work: Callable[[Path], None], where: float, say: Say) -> None:
    """Run the job in the window, the drive standing still in the middle of it, and look for a freeze."""
    from annotator.ui.background.jobs import Job  # noqa: PLC0415 - in the child alone

    window.application()
    _of_a_network()
    made = window.opened(path)
    window.wait(made)
    control.watch(path.parent)
    ticks = _ticking(made)
    control.arm(_STALL, 1 + int(where * 40), SECONDS)
    made.jobs.start(Job("job", lambda _: work(path), lambda _: None))
    window.wait(made)
    _no_freeze(ticks, say)
    if not control.disarm():
        say("the drive did not stand still: the job makes fewer calls")
    made.close()
    window.wait(made)
    for crash in window.crashes():
        say(crash)
    say("done")


def _press(control: Control, path: Path, where: float, say: Say) -> None:
    """Press keys in the window, the drive standing still in the middle of them, and look at the file."""
    window.application()
    _of_a_network()
    made = window.opened(path)
    window.wait(made, made.turns.hasFocus)
    held = made.workspace.project
    before = len(held.history.edits(1_000)) if held is not None else 0
    control.watch(path.parent)
    said: list[bool] = []
    made.drive.wait.went_on.connect(lambda _: said.append(_in_vain(made)))
    ticks = _ticking(made)
    control.arm(_STALLED_EDIT, 1 + int(where * 40), SECONDS)
    for key in window.KEYS:
        window.press(key)
    _no_freeze(ticks, say)
    if not control.disarm():
        say("the drive did not stand still: the keys make fewer calls")
    if not said or not all(said):
        say("the window does not say that it waits")
    with Project.open(path, read_only=True) as other:
        if held is None or window.labels(other) != window.labels(held):
            say("the window shows something else than the file holds")
        more = len(other.history.edits(1_000)) - before
        if more > len(window.KEYS):
            say(f"{more} edits came of {len(window.KEYS)} keys: some were taken while the window waited")
    made.close()
    window.wait(made)
    for crash in window.crashes():
        say(crash)
    say("done")


#: Keys that read and change nothing: dialogues, ends of a dialogue, a page, panels, the project's figures.
_READING = (
    "Ctrl+PgDown", "End", "PgUp", "Ctrl+PgUp", "Home", "PgDown", "Ctrl+H", "Ctrl+H", "F8", "F8", "G",
)  # fmt: skip


def _look_through(control: Control, path: Path, where: float, say: Say) -> None:
    """Look through a project, the drive standing still in the middle of it."""
    from annotator.ui.window.drive_bar import DriveBar  # noqa: PLC0415

    window.application()
    _of_a_network()
    made = window.opened(path)
    window.wait(made, made.turns.hasFocus)
    made.files.close()
    control.watch(path.parent)
    ticks = _ticking(made)
    said: list[bool] = []
    made.drive.wait.went_on.connect(
        lambda _: said.append(any(bar.isVisible() for bar in made.findChildren(DriveBar)))
    )
    control.arm(_STALLED_READ, 1 + int(where * _READS), SECONDS)
    made.files.open_project(path)
    window.wait(made, lambda: made.workspace.project is not None and made.turns.hasFocus())
    for key in _READING:
        window.press(key)
        window.wait(made, lambda: not made.drive.wait.refuses)
    _no_freeze(ticks, say)
    if not control.disarm():
        say("the drive did not stand still: looking through makes fewer calls")
    elif not said or not all(said):
        say("the window does not say that it waits")
    turn = made.workspace.cursor.turn()
    shown = made.turns.view.turns.turn(0)
    if turn is None or shown is None:
        say("the window shows no turn after the drive has answered")
    made.close()
    window.wait(made)
    for crash in window.crashes():
        say(crash)
    say("done")


def _in_vain(made: MainWindow) -> bool:
    """Press a key while the window waits; whether the window says that it does."""
    from PySide6.QtCore import Qt  # noqa: PLC0415
    from PySide6.QtTest import QTest  # noqa: PLC0415

    from annotator.ui.window.drive_bar import DriveBar  # noqa: PLC0415

    QTest.keyClick(made.windowHandle(), Qt.Key.Key_2)
    return any(bar.isVisible() for bar in made.findChildren(DriveBar))


def _ticking(made: MainWindow) -> list[float]:
    """The moments at which the window handled events, from now on: no timer of the program, for those rest
    while an edit waits."""
    from PySide6.QtCore import QObject, QTimerEvent  # noqa: PLC0415

    ticks = [time.monotonic()]

    class Clock(QObject):
        def timerEvent(self, _event: QTimerEvent) -> None:  # noqa: N802 - Qt's name
            ticks.append(time.monotonic())

    Clock(made).startTimer(_TICK)
    return ticks


def _no_freeze(ticks: list[float], say: Say) -> None:
    ticks.append(time.monotonic())
    longest = max(later - before for before, later in pairwise(ticks))
    if longest > FREEZE:
        say(f"the window stood still for {longest:.1f} s")
