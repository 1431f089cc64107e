"""A corpus of texts: in order, in processes where they pay, each text's failure its own, gone on with."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path

import pytest

import annotator
from annotator.errors import UserError
from annotator.model import Repair
from annotator.pipeline import repair_corpus
from annotator.pipeline.repair_corpus import RepairedText, repair_chunk, repair_into, repair_texts
from annotator.repair import RepairConfig

DAMAGED, WHOLE = "cafÃ© dÃ©jÃ  vu", "café déjà vu"
FEW = ["plain", DAMAGED, "", "cafÃ©"]

_Chunk = tuple[list[str], RepairConfig]


def echo(chunk: _Chunk) -> list[RepairedText]:
    """No repair: the text, and the process that had it; some texts take their process down."""
    if "deadly" in chunk[0]:
        os._exit(7)
    return [RepairedText(Repair(text, str(os.getpid()), ())) for text in chunk[0]]


def no_processes(*_: object, **__: object) -> None:
    raise AssertionError("processes were started")


def ticking(seconds: float) -> Callable[[], float]:
    """A clock that is so many seconds further whenever it is looked at."""
    times = count(0.0, seconds)
    return lambda: next(times)


def test_a_few_texts_need_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repair_corpus, "Crew", no_processes)
    assert [done.text for done in repair_texts(FEW, clock=ticking(0.01))] == ["plain", WHOLE, "", "café"]
    assert [done.text for done in annotator.repair_texts(iter(FEW))][1] == WHOLE


def test_processes_begin_where_the_work_has_taken_longer_than_their_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    # The clock is looked at once before and once after each text: 0.5 s each, so three are done here.
    done = list(repair_texts([str(n) for n in range(9)], work=echo, clock=ticking(0.5)))
    assert [each.repair.received for each in done] == [str(n) for n in range(9)]
    here = [each.text == str(os.getpid()) for each in done]
    assert here == [True] * 3 + [False] * 6


@pytest.mark.parametrize(("processors", "daemon"), [(1, False), (None, False), (4, True)])
def test_no_process_begins_where_it_could_not_help(
    processors: int | None, daemon: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Here:
        pass

    here = Here()
    here.daemon = daemon  # type: ignore[attr-defined]
    monkeypatch.setattr(repair_corpus, "Crew", no_processes)
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    monkeypatch.setattr(multiprocessing, "current_process", lambda: here)
    assert [done.text for done in repair_texts(FEW, clock=ticking(10))][3] == "café"


def test_results_come_in_order_and_no_further_ahead_than_chunks_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repair_corpus, "CHUNK_TEXTS", 3)
    drawn = 0

    def texts() -> Iterator[str]:
        nonlocal drawn
        for drawn in count(1):
            yield str(drawn)

    results = repair_texts(texts(), jobs=2, work=echo)
    first = list(islice(results, 50))
    results.close()  # type: ignore[attr-defined]
    assert [done.repair.received for done in first] == [str(n) for n in range(1, 51)]
    assert {done.text for done in first} & {str(os.getpid())} == set()
    assert drawn < 500


def test_a_text_that_takes_its_process_down_is_lost_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repair_corpus, "CHUNK_CHARACTERS", 20)
    texts = ["a", "b", "deadly", "c", "x" * 30, "d"]
    done = list(repair_texts(texts, jobs=2, work=echo))
    assert [each.repair.received for each in done] == texts
    assert [bool(each.error) for each in done] == [False, False, True, False, False, False]
    assert done[2].text == "deadly"
    assert "ended unexpectedly" in done[2].error


def test_a_text_that_fails_is_reported_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def repair(text: str, config: RepairConfig) -> Repair:
        if text == "defect":
            raise ZeroDivisionError("of course")
        if text == "model":
            raise UserError("The model is missing", "", "Install it")
        return Repair(text, text.upper(), ())

    monkeypatch.setattr(repair_corpus, "repair", repair)
    given = ["a", "defect", None, "model", "b"]
    done = list(repair_texts(given, jobs=0))  # type: ignore[arg-type]
    assert [each.text for each in done] == ["A", "defect", "", "model", "B"]
    assert [each.error for each in done] == [
        "",
        "ZeroDivisionError: of course",
        "This is no text but NoneType",
        "The model is missing. Install it.",
        "",
    ]


def test_chunks_hold_what_is_no_text_as_well() -> None:
    done = list(repair_texts(["plain", None, float("nan")], jobs=1))  # type: ignore[list-item]
    assert [each.error for each in done] == ["", "This is no text but NoneType", "This is no text but float"]


def test_doubts_and_damage_are_counted() -> None:
    config = RepairConfig(threshold=1)
    done = repair_chunk(([DAMAGED, "锟斤拷"], config))
    assert (done[0].doubts, done[0].damage) == (len(done[0].steps), 0)
    assert (done[1].doubts, done[1].damage) == (0, 1)


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_file_has_a_line_for_each_text(tmp_path: Path) -> None:
    path = tmp_path / "repaired.jsonl"
    report = annotator.repair_into(path, [*FEW, None])  # type: ignore[list-item]
    assert (report.texts, report.changed, report.failed, report.found) == (5, 2, 1, 0)
    found = lines(path)
    assert [line["number"] for line in found] == [0, 1, 2, 3, 4]
    assert [line["text"] for line in found] == ["plain", WHOLE, "", "café", ""]
    assert [set(line) - {"number", "received", "text"} for line in found] == [
        set(), {"chain", "steps"}, set(), {"chain", "steps"}, {"error"},
    ]  # fmt: skip
    assert repair_into(path, [*FEW, None], steps=False).found == 5  # type: ignore[list-item]
    assert lines(path) == found


@pytest.mark.parametrize("steps", [True, False])
def test_a_text_counts_as_changed_where_it_is_another_one(steps: bool, tmp_path: Path) -> None:
    path = tmp_path / "repaired.jsonl"
    texts = ["=C3=A9t=C3=A9", "锟斤拷锟斤拷 plain", "plain"]
    report = repair_into(path, texts, steps=steps)
    assert (report.texts, report.changed, report.damage) == (3, 1, 1), "a mark of damage changes nothing"
    assert repair_into(path, texts, steps=steps).changed == 1, "and the same when it is read again"


def test_half_a_character_is_an_error_of_its_text_alone(tmp_path: Path) -> None:
    path = tmp_path / "repaired.jsonl"
    texts = ["plain", "half \ud83d of it", "café"]
    assert repair_into(path, texts).failed == 1
    found = lines(path)
    assert [line["text"] for line in found] == ["plain", "half \ufffd of it", "café"]
    assert "half a character" in str(found[1]["error"])
    assert repair_into(path, texts).found == 3


@pytest.mark.parametrize("cut", [0, 1, 40, 200])
def test_an_interrupted_run_is_gone_on_with(cut: int, tmp_path: Path) -> None:
    whole, path = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl"
    repair_into(whole, FEW)
    path.write_bytes(whole.read_bytes()[:-cut] if cut else whole.read_bytes())
    report = repair_into(path, iter(FEW))
    assert path.read_bytes() == whole.read_bytes()
    assert (report.texts, report.changed) == (4, 2)
    assert report.found == (4 if not cut else path.read_bytes()[:-cut].count(b"\n"))


def test_the_repair_of_other_texts_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "repaired.jsonl"
    repair_into(path, FEW)
    before = path.read_bytes()
    for others in (["other", *FEW[1:]], FEW[:2], []):
        with pytest.raises(
            UserError, match=r"does not hold the repair of these texts: line \d is the repair"
        ):
            repair_into(path, others)
        assert path.read_bytes() == before
    path.write_bytes(b'{"turn": 1}\n')
    with pytest.raises(UserError, match="does not hold the repair of these texts: Object missing"):
        repair_into(path, FEW)
    assert path.read_bytes() == b'{"turn": 1}\n'
    with pytest.raises(UserError, match="cannot be written"):
        repair_into(tmp_path / "no" / "folder.jsonl", FEW)


def test_a_script_needs_no_guard_against_being_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import annotator\nprint('begun')\n"
        "print([done.text for done in annotator.repair_texts(['cafÃ©', 'plain'], jobs=1)])\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, check=False, encoding="utf-8", timeout=100,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "begun\n['café', 'plain']\n"
