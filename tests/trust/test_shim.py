"""The library before the system, and the disk that loses power: planted faults must be noticed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trust import shim
from tests.trust.disk import Call, Disk
from tests.trust.shim import CREATE, MARK, RENAME, SYNC, TRUNCATE, UNLINK, WRITE, NoShim
from tests.trust.task import Task

ROOT = Path(__file__).parents[2]


# --- the disk ----------------------------------------------------------------------------------------


def _found(task: Task, *calls: Call) -> set[tuple[tuple[str, bytes], ...]]:
    """All that is found after the power failed behind these calls, in many tries."""
    folder = task.folder / "disk"
    folder.mkdir()
    (folder / "a").write_bytes(b"old")
    disk = Disk(folder)
    for call in calls:
        disk.take(
            Call(call.operation, _at(folder, call.name), _at(folder, call.other), call.place, call.data)
        )
    found = set()
    for number in range(60):
        place = task.fresh("found")
        disk.cut(task.random(number), place)
        found.add(tuple(sorted((path.name, path.read_bytes()) for path in place.iterdir())))
    return found


def _at(folder: Path, name: str) -> str:
    return str(folder / name if name != "." else folder) if name else ""


def test_what_was_forced_to_the_disk_is_there(tmp_path: Path) -> None:
    task = Task(1, 1, tmp_path)
    forced = (Call(WRITE, "a", data=b"new"), Call(SYNC, "a"))
    assert _found(task, *forced) == {(("a", b"new"),)}


def test_what_was_not_forced_may_be_there_or_not(tmp_path: Path) -> None:
    task = Task(1, 1, tmp_path)
    assert _found(task, Call(WRITE, "a", data=b"new")) == {(("a", b"new"),), (("a", b"old"),)}


def test_long_writes_are_torn(tmp_path: Path) -> None:
    task = Task(1, 1, tmp_path)
    found = _found(task, Call(WRITE, "a", data=b"x" * 512 + b"y" * 512))
    assert (("a", b"old" + bytes(509) + b"y" * 512),) in found
    assert (("a", b"x" * 512),) in found


def test_names_are_certain_after_their_folder(tmp_path: Path) -> None:
    task = Task(1, 1, tmp_path)
    calls = (
        Call(CREATE, "b"), Call(WRITE, "b", data=b"1234"), Call(TRUNCATE, "b", place=2), Call(SYNC, "b"),
        Call(RENAME, "b", "a"), Call(MARK, "", place=3),
    )  # fmt: skip
    assert _found(task, *calls) == {(("a", b"old"),), (("a", b"old"), ("b", b"12")), (("a", b"12"),)}


def test_a_removed_file_may_come_back_until_its_folder_is_forced(tmp_path: Path) -> None:
    one, other = Task(1, 1, tmp_path / "1"), Task(1, 1, tmp_path / "2")
    one.folder.mkdir()
    other.folder.mkdir()
    assert _found(one, Call(UNLINK, "a")) == {(), (("a", b"old"),)}
    assert _found(other, Call(UNLINK, "a"), Call(SYNC, ".")) == {()}


# --- the library ---------------------------------------------------------------------------------------


def _with_library(folder: Path, code: str) -> list[str]:
    """What a process with the library prints, in which there are a task and a control."""
    begin = (
        "import os, sys, time\nfrom pathlib import Path\n"
        "from tests.trust import io_faults, power_loss, scene, sessions, shim\n"
        "from tests.trust.task import Task\n"
        f"task, control = Task(40, 1, Path({str(folder)!r})), shim.Control()\n"
    )
    try:
        library = shim.built()
    except NoShim as error:
        pytest.skip(str(error))
    environment = os.environ | {"LD_PRELOAD": str(library), "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    environment.pop("COVERAGE_PROCESS_START", None)
    ended = subprocess.run(
        [sys.executable, "-c", begin + code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def test_calls_are_counted_fail_stop_short_and_are_recorded(tmp_path: Path) -> None:
    said = _with_library(
        tmp_path,
        """
control.watch(task.folder)
path = task.folder / "x"
log = os.open(task.folder.parent / "log", os.O_RDWR | os.O_CREAT)
control.arm(shim.FAULTS[0], 0)
control.record(log)
path.write_bytes(b"12345678")
path.rename(task.folder / "y")
control.record(-1)
print(control.calls)
control.arm(shim.FAULTS[0], 2)
try:
    path.write_bytes(b"1234")
except OSError as error:
    print(error.strerror, control.disarm())
control.arm(shim.Fault("short", shim.WRITE, shim.SHORT), 1)
number = os.open(path, os.O_WRONLY)
print(os.write(number, b"12345678"), control.disarm())
control.arm(shim.FAULTS[0], 1)
with control.held():
    path.write_bytes(b"1234")
control.disarm()
now = time.time()
control.shift_clock(-1000)
print(now - 1001 < time.time() < now - 900)
from tests.trust.disk import recorded
for call in recorded((task.folder.parent / "log").read_bytes()):
    print(call.operation, Path(call.name).name, Path(call.other).name, call.place, call.data)
""",
    )
    assert said[:4] == ["3", "No space left on device write", "4 write", "True"]
    assert said[4:] == ["256 x  0 b''", "4 x  0 b'12345678'", "32 x y 0 b''"]


def test_a_journal_that_comes_back_is_found(tmp_path: Path) -> None:
    said = _with_library(
        tmp_path,
        """
from annotator.store import database
database.sync_folder = lambda _: None
power_loss.STEPS = sessions.STEPS[:3]
power_loss.run(task)
print(any("acknowledged and is lost" in find.seen for find in task.finds))
""",
    )
    assert said == ["True"]


def test_a_step_that_hides_an_error_is_found(tmp_path: Path) -> None:
    said = _with_library(
        tmp_path,
        """
import contextlib
from annotator.errors import UserError

def hiding(project, folder):
    with contextlib.suppress(UserError):
        project.tags.add([4], "stance.against")

first = sessions.STEPS[0]
steps = [sessions.Step("tag", hiding, first.holds)]
full = next(fault for fault in shim.FAULTS if fault.name == "ENOSPC")
for nth in range(2, 42, 5):
    io_faults.once(task, control, full, nth, steps)
print(any("was said to be done and is not" in find.seen for find in task.finds))
task.finds.clear()
failing = [sessions.Step("tag", lambda project, folder: 1 / 0, first.holds)]
io_faults.once(task, control, full, 10_000, failing)
print(task.finds[0].seen.split(":")[:2])
""",
    )
    assert said == ["True", "['tag', ' ZeroDivisionError']"]


def test_a_window_that_waits_for_the_drive_is_found(tmp_path: Path) -> None:
    said = _with_library(
        tmp_path,
        """
from annotator.ui.background import jobs
from tests.trust import stalled_drive
jobs.Jobs.start = lambda self, job: job.work(None)  # in the window's own thread
stalled_drive.SECONDS = 4.0
stalled_drive.stall(task, control, 1, stalled_drive.JOBS[0])
print([find.seen[:24] for find in task.finds])
""",
    )
    assert said == ["['the window stood still f']"]


def test_without_a_compiler_the_kind_is_skipped_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(NoShim, match="no C compiler"):
        shim.built()
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(NoShim, match="for Linux"):
        shim.built()


def test_without_the_library_there_is_no_control() -> None:
    with pytest.raises(NoShim, match="not started with the library"):
        shim.Control()
