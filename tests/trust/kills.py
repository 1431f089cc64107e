"""SIGKILL at random moments of everything that writes, and what must be so afterwards.

An action prepares a folder, works in a forked child that says what it has finished, and is killed after a
time drawn evenly from how long the whole work takes. Then the project opens, is sound, holds what was
acknowledged (or that with what was under way), lets itself be undone; whatever was being made is whole, or
not there.
"""

from __future__ import annotations

import contextlib
import math
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from annotator import codebooks, exchange
from annotator.errors import UserError
from annotator.pipeline import import_files, structured_files
from annotator.recovery.recover_project import recover
from annotator.store import Project, backups
from annotator.store.schema import STEPS
from tests.store.building import ADA
from tests.trust import scripts
from tests.trust.children import Ended, Say
from tests.trust.children import run as in_child
from tests.trust.scene import DATA, NAME, base, decoded, placed, problems, sound, state, transcripts, wrong
from tests.trust.task import Task

Check = Callable[[Ended], list[str]]


@dataclass(frozen=True)
class Try:
    """One try of an action: what the child does, and what is wrong afterwards, from what it had said."""

    work: Callable[[Say], None]
    check: Check


@dataclass(frozen=True)
class Action:
    """Something that writes; ``prepare`` sets it up in a folder, and it is killed ``share`` of the count."""

    key: str
    prepare: Callable[[Task, Path, int], Try]
    share: float = 1.0


# --- edits -------------------------------------------------------------------------------------


def _edits(kinds: tuple[Callable[..., scripts.Step], ...], task: Task, folder: Path, number: int) -> Try:
    script = number // 10  # a script is rehearsed once for ten kills
    chance = task.random("edits", len(kinds), script)
    done = scripts.steps(chance, kinds, 12)
    known = task.folder / f"states-{len(kinds)}-{script}.txt"
    if not known.exists():
        aside = placed(base(task.folder), task.fresh("rehearsal"))
        known.write_text("\n".join(scripts.states(aside, done)), encoding="utf-8")
    states = known.read_text(encoding="utf-8").split("\n")
    path = placed(base(task.folder), folder)

    def check(ended: Ended) -> list[str]:
        return wrong(path, states[len(ended.said) : len(ended.said) + 2])

    return Try(partial(scripts.play, path, done), check)


# --- what is whole, or not there -----------------------------------------------------------------


def _import(workers: int, task: Task, folder: Path, _number: int) -> Try:
    path = placed(base(task.folder), folder)
    files = transcripts(folder / "in", 8 if workers == 0 else 3)

    def work(say: Say) -> None:
        with Project.open(path, annotator=ADA) as project:
            import_files.import_paths(project, files, workers=workers)
        say("imported")

    def check(ended: Ended) -> list[str]:
        with Project.open(path, annotator=ADA) as project:
            count = len(project.dialogues.ids())
        whole = {2, 2 + len(files)} if not ended.said else {2 + len(files)}
        said = [] if count in whole else [f"{count} dialogues of {2 + len(files)}: half an import"]
        with Project.open(path, annotator=ADA) as project:
            again = import_files.import_paths(project, files, workers=0)
            if again.failed or len(again.added) + len(again.known) != len(files):
                said.append("the files cannot be imported again")
        return said + wrong(path)

    return Try(work, check)


def _export(task: Task, folder: Path, _number: int) -> Try:
    path, target = placed(base(task.folder), folder), folder / "out.json"
    before = b'{"before": true}'
    target.write_bytes(before)

    def work(say: Say) -> None:
        with Project.open(path, read_only=True) as project:
            exchange.export_project(project, target)
            say("exported")

    def check(ended: Ended) -> list[str]:
        if target.read_bytes() == before:
            return ["an acknowledged export is not there"] if ended.said else []
        with contextlib.suppress(UserError):
            exchange.read_project(target, folder / "read.dap")
            return wrong(path)
        return ["an export that cannot be read has taken the place of another file"]

    return Try(work, check)


def _backup(task: Task, folder: Path, _number: int) -> Try:
    path = placed(base(task.folder), folder)

    def work(say: Say) -> None:
        with Project.open(path, annotator=ADA) as project:
            for turn in range(1, 6):
                project.tags.add([turn], "topic.music")
                backups.back_up(path)
                say("backed up")

    def check(ended: Ended) -> list[str]:
        there = backups.backups(path)  # the rota keeps one of those that were made within seconds
        said = ["no acknowledged backup is there"] if ended.said and not there else []
        for one in there:
            copy = Path(shutil.copyfile(one.path, folder / "copy.dap"))
            said += wrong(copy)
        return said + wrong(path)

    return Try(work, check)


def _create(task: Task, folder: Path, _number: int) -> Try:
    path = folder / NAME

    def work(say: Say) -> None:
        Project.create(path, codebook=codebooks.default(), annotator=ADA).close()
        say("made")

    def check(ended: Ended) -> list[str]:
        if not path.exists():
            Project.create(path, codebook=codebooks.default(), annotator=ADA).close()
            return ["an acknowledged project is not there"] if ended.said else []
        with Project.open(path, annotator=ADA) as project:
            return problems(project)

    return Try(work, check)


def _save_as(task: Task, folder: Path, _number: int) -> Try:
    path, other = placed(base(task.folder), folder), folder / "copy.dap"
    shutil.copyfile(path, other)
    with Project.open(path, annotator=ADA) as project:
        older = state(project)
        project.tags.add([5], "stance.against")
        newer = state(project)

    def work(say: Say) -> None:
        with Project.open(path, annotator=ADA) as project:
            project.save_as(other)
            say("saved")

    def check(ended: Ended) -> list[str]:
        return wrong(path, {newer}) + wrong(other, {newer} if ended.said else {older, newer})

    return Try(work, check)


def _state_of(path: Path) -> str:
    with Project.open(path, read_only=True) as project:
        return state(project)


def _migrate(version: int, _task: Task, folder: Path, _number: int) -> Try:
    path = placed(DATA / f"v{version}.dap", folder)

    def work(say: Say) -> None:
        Project.open(path, annotator=ADA).close()
        say("brought up to date")

    def check(_ended: Ended) -> list[str]:
        aside = folder / "aside"
        aside.mkdir()
        whole = placed(DATA / f"v{version}.dap", aside)
        with Project.open(whole, annotator=ADA) as project:
            wanted = state(project)
        with Project.open(path, annotator=ADA) as project:
            said = problems(project) + ([] if state(project) == wanted else ["it holds something else"])
        kept = list(folder.glob(f"*.v{version}*{path.suffix}"))
        if not kept and version < len(STEPS):
            said.append("there is no copy of what was there before")
        for one in kept:  # a copy of the older version, whole
            if wanted != _state_of(one):
                said.append(f"{one.name} holds something else than what was there before")
        return said

    return Try(work, check)


def _recover(task: Task, folder: Path, number: int) -> Try:
    path, new = placed(base(task.folder), folder), folder / "new.dap"
    data = bytearray(path.read_bytes())
    data[task.random("recover", number).randrange(len(data))] ^= 1
    path.write_bytes(data)

    def work(say: Say) -> None:
        recover(path, new, ADA, decode=decoded, reread=structured_files.received)
        say("recovered")

    def check(ended: Ended) -> list[str]:
        said = [] if path.read_bytes() == data else ["the damaged file was changed"]
        if new.exists():
            return said + sound(new)
        return [*said, "an acknowledged recovery is not there"] if ended.said else said

    return Try(work, check)


def _window(task: Task, folder: Path, _number: int) -> Try:
    from tests.trust import window  # noqa: PLC0415 - brings Qt along

    path = window.project(folder)
    known = task.folder / "window-states.txt"
    if not known.exists():
        aside = task.fresh("rehearsal")
        window_path = window.project(aside)
        ended = in_child(partial(window.press_keys, window_path, saying_states=True))
        if ended.failed:
            raise RuntimeError(ended.failed)
        known.write_text("\n".join(ended.said), encoding="utf-8")
    states = known.read_text(encoding="utf-8").split("\n")

    def check(ended: Ended) -> list[str]:
        with Project.open(path) as project:
            held = window.labels(project)
            said = problems(project)
        count = len(ended.said)
        return said + (
            [] if held in states[max(0, count - 1) : count + 1] else ["an acknowledged tag is lost"]
        )

    return Try(partial(window.press_keys, path), check)


ACTIONS = (
    Action("tag", partial(_edits, scripts.TAGGING)),
    Action("undo", partial(_edits, scripts.UNDOING)),
    Action("import", partial(_import, 0)),
    Action("import by two processes", partial(_import, 2), 0.15),
    Action("export", _export),
    Action("backup", _backup, 0.5),
    Action("create", _create),
    Action("save as", _save_as),
    Action("migrate from version 1", partial(_migrate, 1), 0.5),
    Action("migrate from version 2", partial(_migrate, 2), 0.5),
    Action("recover", _recover, 0.5),
    Action("window keys", _window, 0.25),
)


_OF_QT = "settings.ini.lock"  # of the window's settings: Qt takes it over by itself
_ROUND = 20  # kills of each action before the next round


def run(task: Task) -> None:
    """Kill every action so many times, in rounds, so that a run that ends early is even."""
    lengths: dict[str, float] = {}
    for begin in range(0, task.count, _ROUND):
        for action in ACTIONS:
            count = max(1, round(min(_ROUND, task.count - begin) * action.share))
            kill(task, action, range(begin + 1, begin + 1 + count), lengths)
            if task.late:
                task.skipped.append(f"time was over in round {begin // _ROUND + 1}, at {action.key}")
                return


def kill(task: Task, action: Action, numbers: range, lengths: dict[str, float]) -> None:
    """Kill one action once for each number, and check after each.

    ``lengths`` are the seconds of the whole work by action, the least that were seen.
    """
    if action.key not in lengths:
        lengths[action.key] = min(_try(task, action, 0, None), 60.0)
    for number in numbers:
        after = task.random("kills", action.key, number).uniform(0, lengths[action.key] * 1.05)
        whole = _try(task, action, number, after)
        lengths[action.key] = min(lengths[action.key], whole)
        if task.late:
            return


def _left_over(folder: Path) -> list[str]:
    """What the next start, which makes a project there, has not swept of what the killed one was making."""
    Project.create(folder / "next.dap", codebook=codebooks.default(), annotator=ADA).close()
    ends = (".lock", "-journal", ".tmp")
    names = [path.name for path in folder.rglob("*") if path.name.startswith(".") or path.name.endswith(ends)]
    return [f"{name} is left behind" for name in sorted(names) if name != _OF_QT]


def _try(task: Task, action: Action, number: int, kill_after: float | None) -> float:
    """One try; returns how many seconds the work took where it was not killed, else infinity."""
    folder = task.fresh("kill")
    again = f"{action.key}, try {number}, killed after {kill_after} s"
    try:
        one = action.prepare(task, folder, number)
        ended = in_child(one.work, kill_after)
        said = one.check(ended)
    except UserError as error:
        task.found(f"{action.key} after a kill", f"{error}", again)
        return math.inf
    said += _left_over(folder)
    if ended.failed:
        task.found(action.key, ended.failed, again)
    if ended.orphans:
        task.found(action.key, "processes live on after the kill", again)
    for line in said:
        task.found(f"{action.key} after a kill", line, again)
    if kill_after is not None:
        task.tried[action.key if ended.killed else "ended before the kill"] += 1
    shutil.rmtree(folder, ignore_errors=True)
    return math.inf if ended.killed else ended.seconds
