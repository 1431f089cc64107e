"""Inputs that reach new lines are changed further; words of transcripts that are left behind are found."""

from __future__ import annotations

from pathlib import Path

from tests.trust import __main__ as command
from tests.trust import fuzz, scene
from tests.trust.targets import TARGETS
from tests.trust.task import Task


def test_inputs_that_lead_further_are_changed_further(tmp_path: Path) -> None:
    task = Task(3, 1, tmp_path)
    fuzzing = fuzz.Fuzzing(task, next(each for each in TARGETS if each.key == "filters"), task.folder / "f")
    lines = fuzzing._lines.count
    for number in range(60):
        fuzzing.once(number)
    assert task.finds == []
    assert fuzzing._lines.count > lines
    assert 0 < len(fuzzing.kept) == task.tried["inputs that led further"] < 60
    name, data = fuzzing.kept[0]
    assert name in fuzzing.seeds
    assert data not in fuzzing.seeds.values()


def test_words_of_a_transcript_that_are_left_behind_are_found(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "tmp").mkdir()
    for name, word in (("annotator.log", ""), ("tmp/copy.dap", scene.CANARY), ("work/a.dap", scene.CANARY)):
        (tmp_path / name).write_text(f"x{word}")
    assert command.quotes(tmp_path, but=tmp_path / "work") == ["copy.dap"]
