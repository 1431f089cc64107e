"""Files and folders, and what cannot be read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.importers import FileOnDisk, Skipped, read_file, walk
from annotator.importers import input_files as files_module


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def found(*paths: Path) -> list[str]:
    return [item.name for item in walk(paths) if isinstance(item, FileOnDisk)]


def test_a_folder_is_walked_in_order_and_others_are_counted(tmp_path: Path) -> None:
    make(
        tmp_path,
        "b.txt",
        "a.TXT",
        "sub/c.md",
        "sub/d.log",
        "e.text",
        "x.dat",
        "sub/y.png",
        ".hidden.txt",
        ".git/z.txt",
    )
    assert found(tmp_path) == ["a.TXT", "b.txt", "e.text", "sub/c.md", "sub/d.log"]
    skipped = [item.path.name for item in walk([tmp_path]) if isinstance(item, Skipped)]
    assert skipped == ["x.dat", "y.png"]


def test_a_file_named_by_itself_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    make(tmp_path, "talk.csv", ".hidden")
    (item,) = walk([tmp_path / "talk.csv"])
    assert isinstance(item, FileOnDisk)
    assert (item.name, item.size) == ("talk.csv", 8)
    assert found(tmp_path / ".hidden") == [".hidden"]
    assert found(tmp_path, tmp_path / "talk.csv") == ["talk.csv"]


def test_each_file_is_taken_once(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "sub/b.txt")
    assert found(tmp_path / "sub" / "b.txt", tmp_path, tmp_path / "a.txt") == ["b.txt", "a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_lead_neither_in_circles_nor_out(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "out/secret.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "away").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "same.txt").symlink_to(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "secret.txt").symlink_to(tmp_path / "out" / "secret.txt")
    assert found(tmp_path / "in") == ["a.txt"]
    assert found(tmp_path / "in" / "secret.txt") == ["secret.txt"]


def test_what_is_not_there_is_said_when_it_is_read(tmp_path: Path) -> None:
    (item,) = walk([tmp_path / "gone.txt"])
    assert isinstance(item, FileOnDisk)
    assert item.size == 0
    with pytest.raises(UserError, match="not there"):
        read_file(item.path)


def test_a_folder_that_cannot_be_opened_is_said_when_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a.txt", "shut/b.txt")
    listing = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", refuse)
    items = list(walk([tmp_path]))
    assert [item.name for item in items if isinstance(item, FileOnDisk)] == ["a.txt", "shut"]
    with pytest.raises(UserError, match="permission denied"):
        read_file(items[1].path)


def test_reading(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    assert read_file(tmp_path / "a.txt") == b"a.txt"
    assert read_file(tmp_path / "a.txt", limit=3) == b"a.t"


def test_refusals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.txt")
    with pytest.raises(UserError, match="folder"):
        read_file(tmp_path)
    monkeypatch.setattr(files_module, "LARGEST", 3)
    with pytest.raises(UserError, match="larger than"):
        read_file(tmp_path / "a.txt")
    assert read_file(tmp_path / "a.txt", limit=2) == b"a."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UserError, match="not a file"):
        read_file(tmp_path / "pipe.txt")


def test_an_error_of_the_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.txt")

    def fail(self: Path, mode: str) -> object:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(UserError, match="input/output error"):
        read_file(tmp_path / "a.txt")
