from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from annotator.model import Study, TurnFilter
from annotator.pipeline import import_files, language_findings
from annotator.ui.background.jobs import Job, Jobs
from annotator.ui.study.study_commands import StudyCommands
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from tests.in_words import in_words
from tests.ui.answers import Answers

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

FRENCH = Study(("zh", "en", "fr"), names=("robot",))


class Bench:
    """Study commands over the small project, with a job runner."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self.qtbot = qtbot
        self.workspace = workspace
        self.jobs = Jobs(workspace)
        self.answers = Answers(study=FRENCH)
        self.said: list[Message] = []
        workspace.message.connect(self.said.append)
        self.commands = StudyCommands(workspace, self.jobs, self.answers, workspace)

    def settled(self) -> None:
        def done() -> bool:
            project = self.workspace.project
            return (
                project is not None and project.findings.undetected_from() is None and not self.jobs.running
            )

        self.qtbot.waitUntil(done, timeout=20_000)

    def languages(self) -> list[str]:
        project = self.workspace.project
        assert project is not None
        return [turn.language.primary for turn in project.turns.page(range(1, 8)) if turn.language]


@pytest.fixture
def bench(qtbot: QtBot, workspace: Workspace) -> Iterator[Bench]:
    made = Bench(qtbot, workspace)
    yield made
    made.jobs.finish()


def test_what_is_settled_is_looked_for(bench: Bench) -> None:
    bench.commands.edit()
    assert bench.answers.asked == ["study"]
    assert in_words(bench.workspace.history.to_undo()) == "changing the study settings"
    bench.settled()
    assert bench.said[-1].text == "Detected languages in 7 turns."
    assert bench.languages()[0] == "zh"
    bench.workspace.history.undo()
    bench.settled()
    assert bench.languages()[0] == "mixed"


def test_cancelling_the_dialog_changes_nothing(bench: Bench) -> None:
    bench.answers.given.clear()
    bench.commands.edit()
    assert in_words(bench.workspace.history.to_undo()) == "importing 3 files"
    bench.workspace.close()
    bench.commands.edit()
    assert bench.answers.asked == ["study"]


def test_stopped_work_waits_until_somebody_says_go_on(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    real = language_findings.find_again

    def until_stopped(project: Any, *, cancelled: Any, **options: Any) -> int:
        while not cancelled():
            time.sleep(0.005)  # leave the interpreter to the window
        return real(project, cancelled=cancelled, **options)

    monkeypatch.setattr(language_findings, "find_again", until_stopped)
    bench.commands.edit()
    bench.qtbot.waitUntil(lambda: bench.jobs.running, timeout=10_000)
    with bench.qtbot.waitSignal(bench.jobs.idle, timeout=10_000):
        bench.jobs.cancel()
    bench.qtbot.wait(20)
    assert not bench.jobs.running, "it does not begin again by itself"
    warning = bench.said[-1]
    assert "no detected language yet" in warning.text
    monkeypatch.setattr(language_findings, "find_again", real)
    warning.actions[0].run()
    bench.settled()
    assert bench.languages()[0] == "zh"


def test_findings_that_an_import_left_are_made_beside_the_window(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "talk.txt").write_text(
        "[A]: Das ist nicht gut, und das weißt du auch.\n[B]: 好\n", encoding="utf-8"
    )
    monkeypatch.setattr(import_files, "_LONG", 0)
    project = bench.workspace.project
    assert project is not None
    import_files.import_paths(project, [tmp_path / "talk.txt"], languages_later=None)
    bench.workspace.cursor.set_filter(TurnFilter(languages=("de",)))
    bench.workspace.cursor.set_filter(TurnFilter(languages=("de",), text="x"))
    told = [message.text for message in bench.said if "still to be detected" in message.text]
    assert told == ["The languages of 2 turns are still to be detected: no filter finds them by that."]
    bench.workspace.cursor.set_filter(None)
    bench.commands.find_again()
    bench.settled()
    assert bench.said[-1].text == "Detected languages in 2 turns."
    assert bench.said[-1].detail == "1 turn has words in German, which the study has not declared."
    bench.said[-1].actions[0].run()
    assert project.study.read().languages == ("zh", "en", "de")
    bench.settled()


def test_turns_on_the_screen_get_their_languages_while_others_wait(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = language_findings.find_again
    go_on: list[bool] = []

    def slowly(project: Any, *, told: Any, **options: Any) -> int:
        def tell(turns: frozenset[int]) -> None:
            told(turns)
            while not go_on:
                time.sleep(0.005)  # leave the interpreter to the window

        return real(project, told=tell, **options)

    monkeypatch.setattr(language_findings, "find_again", slowly)
    cursor = bench.workspace.cursor
    cursor.select_dialogue(cursor.dialogue_ids[-1])
    with bench.qtbot.waitSignal(bench.workspace.changed, timeout=10_000):  # of the settings
        bench.commands.edit()
    with bench.qtbot.waitSignal(bench.workspace.changed, timeout=10_000) as shown:
        pass
    assert shown.args is not None
    assert shown.args[0].turns == frozenset(cursor.turn_ids)
    go_on.append(True)
    bench.settled()


def test_another_job_comes_first(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    real = language_findings.find_again
    begun: list[bool] = []

    def until_stopped(project: Any, *, cancelled: Any, **options: Any) -> int:
        begun.append(True)
        while len(begun) == 1 and not cancelled():
            time.sleep(0.005)  # leave the interpreter to the window
        return real(project, cancelled=cancelled, **options)

    monkeypatch.setattr(language_findings, "find_again", until_stopped)
    bench.commands.edit()
    bench.qtbot.waitUntil(lambda: bool(begun), timeout=10_000)
    done: list[object] = []
    assert bench.jobs.start(Job("Other work", lambda _: True, done.append))
    bench.settled()
    assert (done, len(begun)) == ([True], 2)
    assert not any(message.kind == "warning" for message in bench.said)
    assert bench.languages()[0] == "zh"


def test_it_waits_for_the_job_that_runs(bench: Bench) -> None:
    stop: list[bool] = []

    def work(handle: Any) -> None:
        while not stop:
            time.sleep(0.005)  # leave the interpreter to the window

    bench.jobs.start(Job("Other work", work, lambda _: None))
    bench.commands.edit()
    bench.qtbot.wait(20)
    assert bench.workspace.busy is not None
    assert bench.workspace.busy.title == "Other work"
    stop.append(True)
    bench.settled()
    assert bench.languages()[0] == "zh"
