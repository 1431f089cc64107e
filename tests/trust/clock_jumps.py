"""The wall clock jumps while somebody works: by seconds, by years, forward and back."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from annotator.store import Project, backups
from tests.store.building import ADA
from tests.trust import scripts
from tests.trust.children import Say
from tests.trust.children import run as in_child
from tests.trust.scene import base, placed, wrong
from tests.trust.shim import Control
from tests.trust.task import Task

_YEAR = 365 * 86_400
JUMPS = (-40 * _YEAR, -_YEAR, -3600, -1, 0, 1, 3600, _YEAR, 70 * _YEAR)  # seconds


def run(task: Task) -> None:
    """Work so many times through a few edits and backups, with a jump of the clock before each."""
    control = Control()
    for number in range(task.count):
        chance = task.random("jumps", number)
        done = scripts.steps(chance, scripts.TAGGING + scripts.UNDOING, 10)
        jumps = [chance.choice(JUMPS) for _ in done]
        straight = placed(base(task.folder), task.fresh("straight"))
        wanted = list(scripts.states(straight, done))[-1]
        path = placed(base(task.folder), task.fresh("jumping"))
        ended = in_child(partial(_work, control, path, done, jumps))
        said = [ended.failed] if ended.failed else [line for line in ended.said if line != "done"]
        for line in said + wrong(path, {wanted}):
            task.found("the clock jumps", line, f"seed {task.seed}, sitting {number}, jumps {jumps}")
        task.tried["sittings"] += 1
        if task.late:
            task.skipped.append("time was over")
            return
        shutil.rmtree(path.parent)
        shutil.rmtree(straight.parent)


def _work(control: Control, path: Path, done: list[scripts.Step], jumps: list[int], say: Say) -> None:
    with Project.open(path, annotator=ADA) as project:
        for step, jump in zip(done, jumps, strict=True):
            control.shift_clock(jump)
            step(project)
            made = backups.back_up(path)
            there = backups.backups(path)
            if made is not None and (not there or there[0].path != made.path):
                say("the backup just made is not the newest one")
    say("done")
