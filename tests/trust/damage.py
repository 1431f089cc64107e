"""Bytes flipped, zeroed, repeated, torn away in a project: an error in words, or a true answer, never more.

What reads a project is tried on each damaged file: opening both ways, the check, every view's figures, the
export, an edit and its undo. Whatever is wrong must leave as a UserError within a time.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from annotator import exchange
from annotator.errors import UserError
from annotator.model import Turn, TurnFilter
from annotator.pipeline import structured_files
from annotator.recovery.recover_project import recover
from annotator.store import Project, project_lock
from tests.store.building import ADA
from tests.trust import scripts
from tests.trust.scene import CANARY, base, decoded, noted, placed, problems, sound, state, uncaught
from tests.trust.task import Task

PAGE = 4096
SLOW = 20.0  # seconds of processor time that one way of reading a small damaged file may take


# --- how a file is damaged ------------------------------------------------------------------------


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 1, 8, 100))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _byte(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] = chance.randrange(256)


def _zero(data: bytearray, chance: random.Random) -> None:
    page = chance.randrange(len(data) // PAGE) * PAGE
    data[page : page + PAGE] = bytes(PAGE)


def _repeat(data: bytearray, chance: random.Random) -> None:
    one, other = (chance.randrange(len(data) // PAGE) * PAGE for _ in range(2))
    data[one : one + PAGE] = data[other : other + PAGE]


def _tear(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _rubbish(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    length = min(chance.choice((16, 512, PAGE)), len(data) - at)
    data[at : at + length] = chance.randbytes(length)


def _in_text(data: bytearray, chance: random.Random) -> None:
    """A flip inside a text, where SQLite itself notices nothing."""
    places = [i for i in range(0, len(data) - 4, 7) if all(32 <= c < 127 for c in data[i : i + 4])]
    data[chance.choice(places)] ^= 1 << chance.randrange(8)


def _append(data: bytearray, chance: random.Random) -> None:
    data += chance.randbytes(chance.choice((1, 100, PAGE)))


DAMAGES = (_flip, _flip, _byte, _zero, _repeat, _tear, _rubbish, _in_text, _in_text, _append)


# --- how it is read --------------------------------------------------------------------------------


def _everything(project: Project) -> None:
    project.counts()
    state(project)
    project.codebook.read()
    project.people.all()
    project.sources.all()
    project.views.all()
    project.history.edits(50)
    list(project.records.many(project.dialogues.ids()))
    project.overview.languages()
    for stretch in project.overview.stretches():
        project.overview.labels(stretch)
    project.doubts.page(2.0, 100, which="all")
    project.search.find(TurnFilter(text=CANARY))


def _show(path: Path) -> None:
    with Project.open(path, read_only=True) as project:
        _everything(project)


def _check(path: Path) -> None:
    with Project.open(path, read_only=True) as project:
        problems(project)


def _export(kind: str, path: Path) -> None:
    with Project.open(path, read_only=True) as project:
        exchange.export_project(project, path.with_name(f"out.{kind}"), format=kind)


def _shown(project: Project, dialogue: int) -> list[Turn]:
    """The turns of a dialogue that a view has to show; only they can be tagged."""
    return project.turns.page(project.turns.ids(dialogue))


def _edit(path: Path) -> None:
    with Project.open(path, annotator=ADA) as project:
        shown = [turn.id for dialogue in project.dialogues.ids() for turn in _shown(project, dialogue)]
        if shown:
            project.tags.add([shown[0], shown[-1]], "stance.against")
            project.history.undo()


def _save_as(path: Path) -> None:
    with Project.open(path, annotator=ADA) as project:
        project.save_as(path.with_name("copy.dap"))


def _recover(path: Path) -> None:
    """What is recovered opens, and its check says what the recovery said; the damaged file is as it was."""
    before, new = path.read_bytes(), path.with_name("new.dap")
    new.unlink(missing_ok=True)
    made = recover(path, new, ADA, decode=decoded, reread=structured_files.received)
    if path.read_bytes() != before:
        raise AssertionError("the damaged file was changed")
    if not made.problems and (said := sound(new)):
        raise AssertionError(f"what was recovered is not sound: {said[0]}")


READINGS: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("show", _show),
    ("check", _check),
    ("export to JSON", partial(_export, "json")),
    ("export to CSV", partial(_export, "csv")),
    ("edit", _edit),
    ("save as", _save_as),
    ("recover", _recover),
)


def run(task: Task) -> None:
    """Damage so many copies of a project, and read each in every way."""
    project_lock._PAUSE = 0.0  # nobody else is here to let go of a lock; waiting took more time than all else
    whole = placed(base(task.folder), task.fresh("whole"))
    with Project.open(whole, annotator=ADA) as project:
        for step in scripts.steps(task.random("edits"), scripts.TAGGING + scripts.UNDOING, 40):
            step(project)
    data = whole.read_bytes()
    for number in range(task.count):
        chance = task.random("damage", number)
        damage = chance.choice(DAMAGES)
        damaged = bytearray(data)
        damage(damaged, chance)
        _read(task, bytes(damaged), f"damage, seed {task.seed}, file {number} ({damage.__name__[1:]})")
        if task.late:
            task.skipped.append("time was over")
            return


def _read(task: Task, damaged: bytes, again: str) -> None:
    folder = task.fresh("damaged")
    task.tried["damaged files"] += 1
    refused = 0
    for name, reading in READINGS:
        path = folder / "study.dap"
        path.write_bytes(damaged)  # anew: an edit may have changed it
        began = time.process_time()
        try:
            reading(path)
        except UserError as error:
            noted(error)
            refused += 1
            if CANARY in str(error):
                task.found(f"{name} of a damaged project", "its error quotes a transcript", again)
        except Exception as error:  # noqa: BLE001 - any other error is a find
            noted(error)
            task.found(f"{name} of a damaged project", uncaught(error), again)
        if time.process_time() - began > SLOW:
            task.found(f"{name} of a damaged project", f"took more than {SLOW:.0f} s", again)
    task.tried["refused in words" if refused else "read as it is"] += 1
    shutil.rmtree(folder)
