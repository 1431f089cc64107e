"""Batches of ``annotator repair``: what happens to one file happens to no other."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import pytest

from annotator.cli import main, repair_command, repair_files
from annotator.errors import UserError
from annotator.importers import FileOnDisk
from annotator.repair import RepairConfig


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"A: cafÃ© number {number}\n", encoding="utf-8")
    return folder


def broken(name: str, data: bytes, encoding: str | None, config: RepairConfig) -> repair_files.RepairedFile:
    if name == "2.txt":
        raise ZeroDivisionError
    return repair_files.RepairedFile(
        report(name), data + (encoding or "").encode() + str(config.lost).encode()
    )


def report(name: str) -> repair_files.FileReport:
    return repair_files.FileReport(name, "utf-8", "\n", 0, (), "", "", 0, 0, 0, None, ())


def test_a_defect_at_one_file_is_that_files(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repair_command.__name__ in sys.modules  # it took what it needs before that is replaced
    monkeypatch.setattr(repair_files, "repair_bytes", broken)
    monkeypatch.setattr(repair_files, "write_log", lambda error: Path(f"{type(error).__name__}.log"))
    out = tmp_path / "out"
    assert main(["repair", str(files), "--out", str(out), "--jobs", "0"]) == 1
    said = capsys.readouterr().err
    assert "2.txt" in said
    assert "ZeroDivisionError.log" in said
    assert "Traceback" not in said
    assert sorted(path.name for path in out.iterdir()) == ["0.txt", "1.txt", "3.txt", "4.txt"]


def whose(task: tuple[FileOnDisk, str | None, RepairConfig]) -> repair_files.RepairedFile | UserError:
    """No repair: the process that had the file."""
    return repair_files.RepairedFile(report(task[0].name), str(os.getpid()).encode())


@pytest.mark.parametrize(("seconds", "large", "here"), [(0.0, 9, 4), (0.4, 9, 3), (0.0, 2, 2)])
def test_processes_begin_before_a_large_file_and_where_they_pay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, large: int, here: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    times = itertools.count(0.0, seconds)
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(
            "x" * (repair_files._LARGE if number == large else 9), "utf-8"
        )
    listed = repair_files.files_to_repair([tmp_path])
    results = list(
        repair_files.repair_files(listed, None, RepairConfig(), None, work=whose, clock=lambda: next(times))
    )
    done = [result.data for _, result in results if isinstance(result, repair_files.RepairedFile)]
    assert [file.name for file, _ in results] == [file.name for file in listed]
    assert [data == str(os.getpid()).encode() for data in done] == [True] * here + [False] * (4 - here)


def die_at_2(task: tuple[FileOnDisk, str | None, RepairConfig]) -> repair_files.RepairedFile | UserError:
    if task[0].name == "2.txt":
        os._exit(9)
    return repair_files.RepairedFile(report(task[0].name), b"done")


def test_a_file_that_takes_its_process_down_is_named_and_the_others_are_repaired(files: Path) -> None:
    listed = repair_files.files_to_repair([files])
    results = list(repair_files.repair_files(listed, None, RepairConfig(), 2, work=die_at_2))
    assert [file.name for file, _ in results] == [f"{number}.txt" for number in range(5)]
    failed = [file.name for file, result in results if isinstance(result, UserError)]
    assert failed == ["2.txt"]
    assert "ended unexpectedly" in str(results[2][1])
