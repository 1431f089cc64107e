"""A harness that cannot fail is worthless: each kind is given a planted fault, and must notice it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.errors import Defect, UserError
from annotator.store import Project, project_lock
from tests.store.building import ADA
from tests.trust import __main__ as command
from tests.trust import children, damage, fuzz, kills, scene, scripts, several, state_machine, window
from tests.trust.kinds import KINDS
from tests.trust.mutating import mutated
from tests.trust.targets import TARGETS, Target
from tests.trust.task import MOST_FINDS, Find, Outcome, Task


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(3, 1, tmp_path)


# --- what all kinds share ---------------------------------------------------------------------------


def test_the_same_seed_tries_the_same(task: Task, tmp_path: Path) -> None:
    again, other = Task(3, 1, tmp_path), Task(3, 2, tmp_path)
    assert task.random("a", 1).random() == again.random("a", 1).random()
    assert task.random("a", 1).random() != task.random("a", 2).random()
    assert task.random("a", 1).random() != other.random("a", 1).random()


def test_the_same_find_is_told_once_and_counted(task: Task) -> None:
    for number in range(2 * MOST_FINDS):
        task.found("a", "same", str(number))
        task.found("b", str(number))
    assert [find.what for find in task.finds].count("a") == 1
    assert len(task.finds) == MOST_FINDS
    assert task.tried["finds"] == 4 * MOST_FINDS


def test_time_can_be_over(tmp_path: Path) -> None:
    assert not Task(1, 1, tmp_path).late
    assert Task(1, 1, tmp_path, seconds=-1).late


def test_the_work_is_done_by_count_or_by_time(tmp_path: Path) -> None:
    assert [Task(8, 1, tmp_path).done(number) for number in (0, 4, 8)] == [0, 0.5, 1]
    assert Task(8, 1, tmp_path, seconds=0).done(0) > 0


def test_what_came_of_a_kind_in_words() -> None:
    outcome = Outcome({"b": 2_000, "a": 1}, [Find("x", "y", "z")], "no compiler", 1.25, 0.5)
    said = command.told(KINDS[0], outcome)
    assert said.startswith(
        "kills             1.2 s (0.5 s of work)    1 finds  1 a, 2,000 b  SKIPPED: no compiler"
    )
    assert "FIND x: y" in said
    assert "again: z" in said


def test_a_kind_that_dies_or_hangs_is_a_find(tmp_path: Path) -> None:
    def ended(code: str, limit: float) -> Outcome:
        return command._ended(
            [sys.executable, "-c", code, "", ""], dict(os.environ), tmp_path / "x", limit, time.monotonic()
        )

    (find,) = ended("import os; os.abort()", 60).finds
    assert find.seen == "ended with status -6"
    (find,) = ended("import time; time.sleep(60)", 0.2).finds
    assert "did not end within" in find.seen
    (find,) = ended("pass", 60).finds  # ends well and says nothing
    assert find.seen == "ended with status 0"


def test_a_kind_that_is_ended_keeps_what_it_had_found(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    code = (
        "import os, pathlib; from tests.trust.task import Task\n"
        f"task = Task(9, 1, pathlib.Path({str(tmp_path / 'work')!r})); task.tried['tries'] += 7\n"
        "task.found('a', 'first', 'seed 1'); task.found('b', 'second'); os.abort()"
    )
    line = [sys.executable, "-c", code, "", ""]
    outcome = command._ended(line, dict(os.environ), tmp_path / "x", 60, time.monotonic())
    assert [(one.what, one.seen) for one in outcome.finds] == [
        ("a", "first"), ("b", "second"), ("the whole kind", "ended with status -6"),
    ]  # fmt: skip
    assert outcome.finds[0].again == "seed 1"
    assert outcome.tried == {"tries": 7}


def test_an_unknown_kind_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(["nonsense"])
    assert caught.value.code == 2
    assert "there is no kind nonsense" in capsys.readouterr().err


def test_the_command_says_what_was_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = {"kills": Outcome(finds=[Find("x", "y", "")])}
    monkeypatch.setattr(command, "_run_apart", lambda kind, _: outcomes.get(kind.key, Outcome()))
    assert command.main(["damage", "--quick"]) == 0
    assert capsys.readouterr().out.endswith("nothing found\n")
    assert command.main([]) == 1
    assert capsys.readouterr().out.endswith("1 finds\n")


def test_every_kind_has_a_module_and_fewer_tries_in_a_hurry() -> None:
    for kind in KINDS:
        assert 0 < kind.quick <= kind.full
        assert Path(scene.__file__).with_name(f"{kind.key}.py").exists()


def test_a_crash_report_that_quotes_is_seen(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What is logged of an error has its crash report, and files with words of a transcript are found."""
    scene.noted(UserError("{text} is wrong", text="harmless"))
    assert "Qt " in caplog.text
    assert scene.CANARY not in caplog.text
    scene.noted(Defect(f"read {scene.CANARY}"))
    (tmp_path / "annotator.log").write_text(caplog.text, encoding="utf-8")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "talk.txt").write_text(scene.CANARY, encoding="utf-8")
    assert command.quotes(tmp_path, but=tmp_path / "work") == ["annotator.log"]


def test_what_nothing_in_the_window_catches_is_kept(monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    window.application()
    for error in (ValueError("planted"), UserError("said")):
        sys.excepthook(type(error), error, None)
    assert [line.split(" at ")[0] for line in window.crashes()] == ["ValueError: planted"]
    assert window.crashes() == []


# --- children and kills ------------------------------------------------------------------------------


def test_a_child_that_works_says_so_and_one_that_fails_too() -> None:
    ended = children.run(lambda say: say("one"))
    assert (ended.said, ended.failed, ended.killed, ended.orphans) == (("one",), "", False, False)

    def fail(_: children.Say) -> None:
        raise KeyError("lost")

    assert children.run(fail).failed.startswith("KeyError: 'lost'")
    assert children.run(lambda _: os.kill(os.getpid(), signal.SIGTERM)).failed == "ended by signal 15"


def test_a_killed_child_keeps_what_it_had_said() -> None:
    def work(say: children.Say) -> None:
        say("one")
        time.sleep(60)
        say("two")

    ended = children.run(work, kill_after=0.3)
    assert (ended.said, ended.failed, ended.killed) == (("one",), "", True)


def test_processes_that_live_on_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(say: children.Say) -> None:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        say("begun")
        time.sleep(60)

    monkeypatch.setattr(children, "_LONGEST", 0.5)
    assert children.run(work, kill_after=0.5).orphans


def test_an_edit_that_was_said_to_be_done_and_is_not_is_found(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = next(action for action in kills.ACTIONS if action.key == "tag")
    kills.kill(task, edits, range(1, 3), {})
    assert task.finds == []

    def lie(path: Path, done: list[object], say: children.Say) -> None:
        for number in range(len(done)):
            say(f"done {number}")

    monkeypatch.setattr(scripts, "play", lie)
    kills.kill(task, edits, range(1, 3), {})
    assert task.finds[0].seen.startswith("it holds neither")


def test_a_project_left_unsound_is_found(task: Task) -> None:
    path = scene.placed(scene.base(task.folder), task.fresh("x"))
    assert scene.wrong(path) == []
    with Project.open(path, annotator=ADA) as project:
        project._db.direct("UPDATE turn SET text = 'other' WHERE id = 2")
    assert "its text is not" in scene.wrong(path)[0]
    path.write_bytes(path.read_bytes()[:5000])
    assert scene.wrong(path)[0].startswith("it does not open")


def test_two_writers_and_a_lost_lock_are_found(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    meetings = dict(several.MEETINGS)
    assert meetings["several open at once"](task, task.fresh("x")) == []
    monkeypatch.setattr(project_lock, "_try_lock", lambda _: None)
    monkeypatch.setattr(several, "ProjectLocked", ZeroDivisionError)
    said = meetings["several open at once"](task, task.fresh("y"))
    assert any("two processes" in line or "FileNotFoundError" in line for line in said)
    assert any("may write by the name" in line for line in meetings["beside a writer"](task, task.fresh("z")))


def test_a_model_that_knows_better_is_found(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    task.count = 2
    end = state_machine.Merging.teardown

    def wrong(machine: state_machine.Merging) -> None:
        end(machine)
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(state_machine.Merging, "teardown", wrong)
    state_machine.run(task)
    assert task.finds[0].seen == "ZeroDivisionError: planted"


# --- damage ------------------------------------------------------------------------------------------


def test_what_a_damaged_file_may_not_do_is_found(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    def quote(_: Path) -> None:
        raise UserError("{text}", text=scene.CANARY)

    def fail(_: Path) -> None:
        raise ValueError("uncaught")

    readings = (("quote", quote), ("fail", fail), ("slow", lambda _: None))
    monkeypatch.setattr(damage, "READINGS", readings)
    monkeypatch.setattr(damage, "SLOW", -1.0)
    damage.run(task)
    found = {find.what.split()[0]: find.seen for find in task.finds if "took" not in find.seen}
    assert found["quote"] == "its error quotes a transcript"
    assert found["fail"].startswith("ValueError: uncaught")
    assert sum("took more than" in find.seen for find in task.finds) == 3
    assert task.tried["damaged files"] == 3


@pytest.mark.parametrize("change", damage.DAMAGES, ids=lambda change: change.__name__)
def test_damage_changes_the_file(task: Task, change: Callable[..., None]) -> None:
    whole = bytes(range(32, 112)) * 200
    made = [bytearray(whole) for _ in range(20)]
    for number, data in enumerate(made):
        change(data, task.random(number))
    assert sum(bytes(data) != whole for data in made) > 10


# --- fuzz --------------------------------------------------------------------------------------------


def _planted(read: Callable[[bytes], object]) -> Target:
    return Target("planted", lambda _: {"a": b"seed"}, lambda data, _name, _folder: read(data))


def _refuse(_: bytes) -> None:
    raise UserError("no")


def _fail(_: bytes) -> None:
    raise IndexError("uncaught")


def _work(_: bytes) -> None:
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass


@pytest.mark.parametrize(
    ("read", "seen"),
    [
        (_refuse, ""),
        (_fail, "IndexError: uncaught"),
        (_work, "took"),
        (lambda _: bytearray(200 << 20), "grew by"),
    ],
)
def test_what_a_reader_may_not_do_is_found(
    task: Task, monkeypatch: pytest.MonkeyPatch, read: Callable[[bytes], object], seen: str
) -> None:
    monkeypatch.setattr(fuzz, "SLOW", 0.02 if seen == "took" else 60.0)
    fuzzing = fuzz.Fuzzing(task, _planted(read), task.folder / "planted")
    fuzzing.once(1)
    assert [find.seen[: len(seen)] for find in task.finds][-1:] == ([seen] if seen else [])


def test_changed_inputs_are_changed_and_the_same_for_the_same_chance(task: Task) -> None:
    data = b'{"a": 12, "b": ["x", "y"]}' * 4
    made = [mutated(data, [b"other"], task.random(number)) for number in range(50)]
    assert made == [mutated(data, [b"other"], task.random(number)) for number in range(50)]
    assert len(set(made) - {data}) > 40


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.key)
def test_every_target_reads_real_inputs(target: Target, tmp_path: Path) -> None:
    seeds = target.seeds(tmp_path)
    assert seeds
    read = 0
    for name, data in seeds.items():
        try:
            target.read(data, name, tmp_path)
        except target.allowed:
            continue
        read += 1
    assert read, "it refuses every real input, so that nothing behind its first check is tried"
