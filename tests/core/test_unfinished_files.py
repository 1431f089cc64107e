"""Names for files that are being made, and what is left of them by programs that were ended."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from pathlib import Path

import pytest

from annotator.core import file_locks, unfinished_files
from annotator.core.unfinished_files import name_beside, sweep, temporary_folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def left_over(folder: Path) -> Path:
    """What an ended program leaves: a database, its journal, and a lock file that nobody has."""
    temp = folder / f".{'a' * 32}.tmp"
    for end in ("", "-journal", ".lock"):
        temp.with_name(temp.name + end).write_text("x")
    return temp


def test_a_file_is_made_under_another_name_and_nothing_is_left(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    with name_beside(target) as temp:
        assert temp.parent == tmp_path
        temp.write_text("made")
        temp.with_name(temp.name + "-journal").write_text("x")
        assert len(names(tmp_path)) == 3
        temp.replace(target)
    assert names(tmp_path) == ["out.json"]
    with contextlib.suppress(ZeroDivisionError), name_beside(target) as temp:
        temp.write_text("half")
        raise ZeroDivisionError
    assert names(tmp_path) == ["out.json"]


def test_the_name_fits_where_that_of_the_file_is_as_long_as_can_be(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 255)
    with name_beside(target) as temp:
        temp.write_text("made")
        temp.replace(target)
    assert target.read_text() == "made"


def test_what_an_ended_program_left_is_swept_before_the_next_file_is_made(tmp_path: Path) -> None:
    left_over(tmp_path)
    with name_beside(tmp_path / "out.json") as temp:
        temp.write_text("x")
        assert len(names(tmp_path)) == 2
    assert names(tmp_path) == []


def test_a_folder_is_swept_too(tmp_path: Path) -> None:
    temp = left_over(tmp_path)
    temp.unlink()
    temp.mkdir()
    (temp / "part.json").write_text("x")
    sweep(tmp_path)
    assert names(tmp_path) == []


def test_what_is_being_made_stays(tmp_path: Path) -> None:
    with name_beside(tmp_path / "out.json") as temp:
        temp.write_text("x")
        sweep(tmp_path)
        assert temp.exists()


def test_what_may_be_anybodys_stays(tmp_path: Path) -> None:
    others = [f".{'b' * 32}.tmp", "~$a.tmp", f".{'c' * 8}.tmp.lock", ".x.tmp.lock", f"{'d' * 32}.tmp.lock"]
    for name in others:
        (tmp_path / name).write_text("x")
    sweep(tmp_path)
    assert names(tmp_path) == sorted(others)
    sweep(tmp_path / "missing")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_lock_file_that_is_a_link_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("x")
    temp = left_over(tmp_path)
    lock = temp.with_name(temp.name + ".lock")
    lock.unlink()
    lock.symlink_to(tmp_path / "other")
    sweep(tmp_path)
    assert temp.exists()


@pytest.mark.parametrize("refused", ["locks", "files"])
def test_where_there_are_no_locks_files_are_made_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOLCK, "no locks")

    if refused == "locks":
        monkeypatch.setattr(unfinished_files, "try_lock", refuse)
    else:
        monkeypatch.setattr(os, "open", refuse)
    with name_beside(tmp_path / "out.json") as temp:
        assert names(tmp_path) == []
    monkeypatch.undo()
    temp = left_over(tmp_path)
    if refused == "locks":
        monkeypatch.setattr(unfinished_files, "try_lock", refuse)
        sweep(tmp_path)
        assert temp.exists()


def test_a_lock_file_that_is_removed_before_it_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody sweeps just then: whoever makes a file takes another lock, whoever sweeps lets it be."""
    tries: list[int] = []

    def removed(descriptor: int) -> None:
        tries.append(descriptor)
        if len(tries) == 1:
            next(tmp_path.glob(".*.lock")).unlink()
        file_locks.try_lock(descriptor)

    monkeypatch.setattr(unfinished_files, "try_lock", removed)
    with name_beside(tmp_path / "out.json"):
        assert len(names(tmp_path)) == 1
    assert len(tries) == 2
    tries.clear()
    temp = left_over(tmp_path)
    sweep(tmp_path)
    assert temp.exists()


def test_a_lock_is_let_go_although_a_process_that_starts_has_a_copy_of_it(tmp_path: Path) -> None:
    place = tmp_path / "lock"
    first = os.open(place, os.O_CREAT | os.O_RDWR)
    copy = os.dup(first)
    file_locks.try_lock(first)
    file_locks.unlock(first)
    second = os.open(place, os.O_RDWR)
    file_locks.try_lock(second)
    for each in (second, copy):
        file_locks.unlock(each)


def test_a_folder_for_temporary_files_is_its_owners_and_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left_over(tmp_path)
    with temporary_folder() as folder:
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "copy.dap").write_text("x")
    assert names(tmp_path) == []
