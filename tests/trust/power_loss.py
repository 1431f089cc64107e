"""The power fails at a random moment of a sitting: what was acknowledged is there, and nothing is half.

A sitting is recorded once (:mod:`~tests.trust.shim`); then the power is cut between any two of its calls, and
the disk that is found is drawn by chance (:mod:`~tests.trust.disk`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from annotator.errors import UserError
from annotator.store import Project, backups
from tests.store.building import ADA
from tests.trust import sessions
from tests.trust.children import Say
from tests.trust.children import run as in_child
from tests.trust.disk import Call, Disk, recorded
from tests.trust.scene import NAME, base, placed, uncaught, wrong
from tests.trust.sessions import STEPS
from tests.trust.shim import Control
from tests.trust.task import Task

_ROUND = 50  # cuts of one play of the sitting


def run(task: Task) -> None:
    """Record a sitting, and cut the power so many times, each time somewhere else."""
    folder = task.fresh("sitting")
    placed(base(task.folder), folder)
    sessions.prepare(folder)
    before = task.folder / "before"
    shutil.copytree(folder, before)
    log = task.folder / "record"
    ended = in_child(partial(_sit, Control(), folder, log))
    if ended.failed:
        raise RuntimeError(ended.failed)
    calls = list(recorded(log.read_bytes()))
    task.tried["recorded calls"] = len(calls)
    for begin in range(0, task.count, _ROUND):  # each through the whole sitting, so that any end is even
        cut(task, calls, before, folder, range(begin, min(begin + _ROUND, task.count)))
        if task.late:
            task.skipped.append("time was over")
            return


def _sit(control: Control, folder: Path, log: Path, say: Say) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT)
    control.watch(folder)
    control.record(descriptor)
    with Project.open(folder / NAME, annotator=ADA) as project:
        for number, step in enumerate(STEPS, 1):
            step.work(project, folder)
            control.mark(number)
    control.record(-1)
    say("done")


def cut(task: Task, calls: list[Call], before: Path, folder: Path, numbers: range) -> None:
    """Cut the power once for each number, at moments drawn by chance; the calls are played once, in order."""
    chance = task.random("moments", numbers.start)
    moments = sorted(chance.randint(0, len(calls)) for _ in numbers)
    disk = Disk(before)
    played = 0
    for number, moment in zip(numbers, moments, strict=True):
        while played < moment:
            disk.take(_moved(calls[played], folder, before))
            played += 1
        found = task.fresh("found")
        disk.cut(task.random("cut", number), found)
        for line in _afterwards(found, disk.marks):
            task.found("the power failed", line, f"seed {task.seed}, cut {number} after call {moment}")
        task.tried["cuts"] += 1
        shutil.rmtree(found)


def _moved(call: Call, folder: Path, before: Path) -> Call:
    """The same call on the copy of the folder from which the disk was made."""

    def name(path: str) -> str:
        return str(before / Path(path).relative_to(folder)) if path else ""

    return Call(call.operation, name(call.name), name(call.other), call.place, call.data)


def _afterwards(folder: Path, done: int) -> list[str]:
    said: list[str] = []
    for check in (_steps_hold, _backups_are_whole):
        try:
            said += check(folder, done)
        except UserError as error:
            said.append(f"it does not open: {error}")
        except Exception as error:  # noqa: BLE001 - any other error is a find
            said.append(uncaught(error))
    return said + wrong(folder / NAME)


def _steps_hold(folder: Path, done: int) -> list[str]:
    with Project.open(folder / NAME, annotator=ADA) as project:
        lasting = [step for step in STEPS[:done] if step.lasts]
        return [
            f"{step.name} was acknowledged and is lost" for step in lasting if not step.holds(project, folder)
        ]


def _backups_are_whole(folder: Path, _done: int) -> list[str]:
    whole: list[Callable[[], list[str]]] = [
        partial(wrong, one.path) for one in backups.backups(folder / NAME)
    ]
    if (folder / "copy.dap").exists():
        whole.append(partial(wrong, folder / "copy.dap"))
    found = [line for check in whole for line in check()]
    out = folder / "out.json"
    if not out.exists():
        found.append("the file that was there before the export is lost")
    elif out.read_bytes() != sessions.BEFORE and not sessions.exported_whole(out):
        found.append("half an export has taken the place of another file")
    return found
