"""Inputs that reach new blocks are changed further; words of transcripts that are left behind are found."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.trust import __main__ as command
from tests.trust import blocks, fuzz, scene
from tests.trust.targets import Target
from tests.trust.task import Outcome, Task

_READER = '''
def read(data, name, folder):
    """Its blocks are those of a reader."""
    if data.startswith(b"{"):
        for one in data.split(b"e"):
            if len(one) < 3:
                try:
                    match one.decode():
                        case "":
                            return None
                except ValueError:
                    return 1
'''


@pytest.fixture
def reader(tmp_path: Path) -> ModuleType:
    """A module with marks in its blocks."""
    path = tmp_path / "reader.py"
    path.write_text(_READER)
    loader = blocks.MarkingLoader("reader", str(path))
    module = ModuleType("reader")
    loader.exec_module(module)
    return module


def test_inputs_that_lead_further_are_changed_further(tmp_path: Path, reader: ModuleType) -> None:
    task = Task(3, 1, tmp_path)
    fuzzing = fuzz.Fuzzing(task, Target("marked", lambda _: {"seed": b"{seed}"}, reader.read), tmp_path / "f")
    first = fuzzing._blocks.count
    for number in range(60):
        fuzzing.once(number)
    assert task.finds == []
    assert fuzzing._blocks.count > first
    assert 0 < len(fuzzing.kept) == task.tried["inputs that led further"] < 60
    name, data = fuzzing.kept[0]
    assert name in fuzzing.seeds
    assert data not in fuzzing.seeds.values()


def test_each_block_is_told_from_the_others(reader: ModuleType, tmp_path: Path) -> None:
    assert reader.read.__doc__ == "Its blocks are those of a reader."
    seen = blocks.NewBlocks()
    met = []
    for data in (b"x", b"x", b"{", b"{abc", b"{ee", b"{e\xff", b"{e\xff"):
        with seen.look():
            reader.read(data, "", tmp_path)
        met.append(seen.found)
    assert met == [True, False, True, True, True, True, False]


def test_modules_loaded_without_marks_are_not_marked_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", [])
    with pytest.raises(RuntimeError, match="without marks"):
        blocks.put_in()
    for name in [name for name in sys.modules if name.partition(".")[0] == "annotator"]:
        monkeypatch.delitem(sys.modules, name)
    blocks.put_in()
    (finder,) = sys.meta_path
    loaded = finder.find_spec("annotator", None)
    assert loaded is not None
    assert isinstance(loaded.loader, blocks.MarkingLoader)
    assert finder.find_spec("json", None) is None


def test_the_kind_is_run_with_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []

    def ended(words: list[str], *_: object) -> Outcome:
        called.append(words)
        return Outcome()

    monkeypatch.setattr(command, "_ended", ended)
    assert command.main(["fuzz", "damage"]) == 0
    assert [words[2:4] for words in called] == [["tests.trust", "damage"], ["tests.trust.marked", "fuzz"]]


def test_words_of_a_transcript_that_are_left_behind_are_found(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "tmp").mkdir()
    for name, word in (("annotator.log", ""), ("tmp/copy.dap", scene.CANARY), ("work/a.dap", scene.CANARY)):
        (tmp_path / name).write_text(f"x{word}")
    assert command.quotes(tmp_path, but=tmp_path / "work") == ["copy.dap"]
