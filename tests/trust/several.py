"""Two and more at one project: windows, commands, links, other names, copies made in the middle of it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from annotator.cli import main
from annotator.errors import UserError
from annotator.store import Project, ProjectLocked, backups
from tests.store.building import ADA, BEN
from tests.trust import children, window
from tests.trust.children import Say
from tests.trust.scene import base, placed, problems, wrong
from tests.trust.task import Task

RACERS = 4
_ROUNDS = 6


def run(task: Task) -> None:
    """Try each meeting so many times."""
    for number in range(task.count):
        for name, meeting in MEETINGS:
            folder = task.fresh("meeting")
            for line in meeting(task, folder):
                task.found(name, line, f"seed {task.seed}, meeting {number}")
            task.tried[name] += 1
            shutil.rmtree(folder, ignore_errors=True)
        if task.late:
            task.skipped.append("time was over")
            return


def _names(path: Path) -> list[Path]:
    """All names that a project can be reached by."""
    folder = path.parent
    for name, link in (("symbolic.dap", os.symlink), ("hard.dap", os.link)):
        if not (folder / name).exists():
            link(path, folder / name)
    (folder / "below").mkdir(exist_ok=True)
    return [path, folder / "symbolic.dap", folder / "hard.dap", folder / "below" / ".." / path.name]


# --- who comes first, writes alone ---------------------------------------------------------------------


def _race(task: Task, folder: Path) -> list[str]:
    """Several processes open the project for writing again and again, by different names."""
    path = placed(base(task.folder), folder)
    names = _names(path)
    racers = [
        partial(_racer, names[number % len(names)], folder / "inside", number) for number in range(RACERS)
    ]
    ended = children.together(racers)
    said = [one.failed for one in ended if one.failed]
    said += [line for one in ended for line in one.said if not line.startswith("done")]
    if not any(one.said for one in ended):
        said.append("nobody ever got in")
    return said + wrong(path)


def _racer(path: Path, inside: Path, number: int, say: Say) -> None:
    for _ in range(_ROUNDS):
        try:
            with Project.open(path, annotator=(ADA, BEN)[number % 2]) as project:
                mark = os.open(inside, os.O_CREAT | os.O_EXCL)  # fails where somebody else is in
                os.close(mark)
                project.tags.add([1 + number], "topic.music")
                time.sleep(0.002)
                inside.unlink()
            say(f"done {number}")
        except ProjectLocked:
            time.sleep(0.003)
        except FileExistsError:
            say("two processes had the project open for writing at once")


# --- beside somebody who writes --------------------------------------------------------------------------


def _beside(task: Task, folder: Path) -> list[str]:
    """One tags all the time; the others read, check, copy, back up, and are kept from writing."""
    path = placed(base(task.folder), folder)
    others = _names(path)
    going = folder / "going"
    going.touch()
    ended = children.together([partial(_tagging, path, going), partial(_looking, others, going)])
    said = [one.failed for one in ended if one.failed] + list(ended[1].said)
    with Project.open(path, annotator=ADA) as project:
        if len(project.history.edits(10**6)) < len(ended[0].said):
            said.append("an acknowledged tag is lost")
    return said + wrong(path)


def _tagging(path: Path, going: Path, say: Say) -> None:
    with Project.open(path, annotator=ADA) as project:
        number = 0
        while going.exists():
            number += 1
            project.tags.add([1 + number % 8], ("stance.favor", "stance.against")[number // 8 % 2])
            say(f"done {number}")


def _looking(names: list[Path], going: Path, say: Say) -> None:
    try:
        _look(names, say)
    finally:
        going.unlink()


def _look(names: list[Path], say: Say) -> None:
    path = names[0]
    while not path.with_name(path.name + ".lock").exists():
        time.sleep(0.002)
    for name in names:
        with suppress(ProjectLocked):
            Project.open(name, annotator=BEN).close()
            say(f"a second process may write by the name {name.name}")
        with Project.open(name, read_only=True) as project:
            for line in problems(project):
                say(f"beside a writer: {line}")
    copy = Path(shutil.copyfile(path, path.with_name("copy.dap")))
    # Of a file in the middle of a change it is said in words.
    with suppress(UserError), Project.open(copy, read_only=True) as project:
        problems(project)
    made = backups.back_up(path)
    if made is not None:
        for line in wrong(Path(shutil.copyfile(made.path, path.with_name("backup.dap")))):
            say(f"a backup made beside a writer: {line}")


# --- the window and the command line ----------------------------------------------------------------------


def _window_and_commands(_task: Task, folder: Path) -> list[str]:
    """Keys are pressed in the real window while commands read the project, and one would write."""
    path = window.project(folder)
    (folder / "new.txt").write_text("[A]: one\n[B]: two\n", encoding="utf-8")
    going = folder / "going"
    going.touch()
    ended = children.together([partial(_pressing, path, going), partial(_commands, path, going)])
    said = [one.failed for one in ended if one.failed] + list(ended[1].said)
    with Project.open(path) as project:
        if window.labels(project) != ended[0].said[-1]:
            said.append("the file holds something else than the window showed")
        said += problems(project)
    return said


def _pressing(path: Path, going: Path, say: Say) -> None:
    window.press_keys(path, say, saying_states=True, going=going.exists)


def _commands(path: Path, going: Path, say: Say) -> None:
    try:
        while not path.with_name(path.name + ".lock").exists():
            time.sleep(0.01)
        for command in (["check"], ["info"], ["history"]):
            if status := _quietly([*command, str(path)]):
                say(f"{command[0]} beside the window ended with {status}")
        if _quietly(["export", str(path), str(path.with_name("out.json"))]):
            say("export beside the window failed")
        if not _quietly(["import", str(path), str(path.with_name("new.txt"))]):
            say("import was let in beside the window")
    finally:
        going.unlink()


def _quietly(arguments: list[str]) -> int:
    """The exit status of a command whose words nobody wants."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)
    return main(arguments)


MEETINGS: tuple[tuple[str, Callable[[Task, Path], list[str]]], ...] = (
    ("several open at once", _race),
    ("beside a writer", _beside),
    ("window and command line", _window_and_commands),
)
