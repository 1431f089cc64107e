"""Every open, read, write, fsync, truncate, rename and unlink of a sitting fails once, in turn, in many ways.

As SQLite's own tests of I/O errors do it: the sitting is counted first, then played again and again with the
fault at the first call, the second, and so on; a small count takes some of them, evenly. A step that reports
success holds, also after opening anew; one that is refused is refused in words, and nothing of it is there
(of an import: the files that could be read).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path

from annotator.errors import UserError
from annotator.store import Project
from tests.store.building import ADA
from tests.trust import sessions
from tests.trust.children import Say
from tests.trust.children import run as in_child
from tests.trust.scene import CANARY, NAME, base, noted, placed, uncaught, wrong
from tests.trust.sessions import STEPS, Step
from tests.trust.shim import FAULTS, KILL, Control, Fault
from tests.trust.task import Task

_NOTHING = Fault("nothing", 0)


def run(task: Task) -> None:
    """Let each fault happen at so many calls, evenly spread over the sitting, or at every one."""
    control = Control()
    tries = [[(fault, nth) for nth in _places(task, _calls(task, control, fault), fault)] for fault in FAULTS]
    for some in zip_longest(*tries):  # in turn, so that a run that ends early is even
        for fault, nth in filter(None, some):
            once(task, control, fault, nth)
        if task.late:
            task.skipped.append("time was over")
            return


def _places(task: Task, calls: int, fault: Fault) -> list[int]:
    """At which of the calls the fault happens: evenly spread, or at all of them; in an order by chance."""
    wanted = min(calls, max(1, task.count // len(FAULTS)))
    chance = task.random("places", fault.name)
    begin = chance.randint(0, max(0, calls // wanted - 1))
    places = [1 + begin + number * calls // wanted for number in range(wanted)]
    chance.shuffle(places)
    return places


def _calls(task: Task, control: Control, fault: Fault) -> int:
    """How many calls of a sitting the fault could happen to."""
    folder = _folder(task)
    ended = in_child(partial(sit, control, folder, fault, 0, STEPS))
    if ended.failed:
        raise RuntimeError(ended.failed)
    shutil.rmtree(folder)
    return int(ended.said[-1].split()[1])


def _folder(task: Task) -> Path:
    source = base(task.folder)
    folder = task.fresh("sitting")
    placed(source, folder)
    sessions.prepare(folder)
    return folder


def once(task: Task, control: Control, fault: Fault, nth: int, steps: Sequence[Step] = STEPS) -> None:
    """One sitting with one fault, and what must be so afterwards."""
    folder = _folder(task)
    again = f"{fault.name} at call {nth} of its kind"
    ended = in_child(partial(sit, control, folder, fault, nth, steps))
    fired = next((line.removeprefix("fired ") for line in ended.said if line.startswith("fired ")), "")
    said = [line for line in ended.said if line.split()[0] not in ("fired", "calls")]
    if fault.how == KILL and not ended.killed:
        said.append("the process was to be killed and was not")
    if ended.failed and fault.how != KILL:
        said.append(ended.failed)
    for line in said:
        if not line.startswith(("done ", "refused ")):
            task.found(f"{fault.name} at {fired or 'a call'}", line, again)
    for line in _afterwards(folder, steps, said):
        task.found(f"{fault.name} at {fired or 'a call'}, opened anew", line, again)
    task.tried[f"with {fault.name}"] += 1
    shutil.rmtree(folder, ignore_errors=True)


# --- in the child --------------------------------------------------------------------------------------


def sit(  # noqa: PLR0917 - all but the last are bound to it
    control: Control, folder: Path, fault: Fault, nth: int, steps: Sequence[Step], say: Say
) -> None:
    """Open the project and go through the steps, with a fault at one call; say what became of each."""
    control.watch(folder)
    control.arm(fault, nth)
    try:
        with Project.open(folder / NAME, annotator=ADA) as project:
            for step in steps:
                _do(control, project, folder, step, say)
    except UserError as error:
        say(f"refused open {error}")
        _no_transcript("open", error, say)
    except Exception as error:  # noqa: BLE001 - any other error is a find
        noted(error)
        say(f"open: {uncaught(error)}")
    calls = control.calls
    say(f"fired {control.disarm()}")
    say(f"calls {calls}")


def _do(control: Control, project: Project, folder: Path, step: Step, say: Say) -> None:
    with control.held():
        before = step.holds(project, folder)
    try:
        step.work(project, folder)
    except UserError as error:
        _no_transcript(step.name, error, say)
        with control.held():
            if step.holds(project, folder) != before and step.name != "import":
                say(f"{step.name} was refused ({error}) and is done")
        say(f"refused {step.name}")
    except Exception as error:  # noqa: BLE001 - any other error is a find
        noted(error)
        say(f"{step.name}: {uncaught(error)}".replace("\n", " "))
    else:
        with control.held():
            if not step.holds(project, folder):
                say(f"{step.name} was said to be done and is not")
        say(f"done {step.name}")


def _no_transcript(name: str, error: UserError, say: Say) -> None:
    noted(error)
    if CANARY in str(error).replace("canaryword 0", ""):
        say(f"{name}: its error quotes a transcript")


# --- afterwards ----------------------------------------------------------------------------------------


def _afterwards(folder: Path, steps: Sequence[Step], said: Sequence[str]) -> list[str]:
    """What is wrong once the disk works again: what was done holds, the project is as it must be."""
    path = folder / NAME
    try:
        with Project.open(path, annotator=ADA) as project:
            found = [
                f"{step.name} was acknowledged and is lost"
                for step in steps
                if step.lasts and f"done {step.name}" in said and not step.holds(project, folder)
            ]
    except UserError as error:
        return [f"it does not open: {error}"]
    except Exception as error:  # noqa: BLE001 - any other error is a find
        return [uncaught(error)]
    return found + wrong(path)
