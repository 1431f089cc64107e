"""Files for their owner alone, and those whose mode a person decided on."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core import private_files


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    private_files.make(tmp_path / "a")
    private_files.make_if_missing(tmp_path / "new" / "c")
    assert {mode(path) for path in (tmp_path / "a", tmp_path / "new" / "c")} == {0o600}
    assert mode(tmp_path / "new") == 0o700


def test_a_file_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("kept")
    path.chmod(0o644)
    private_files.make_if_missing(path)
    assert (path.read_text(), mode(path)) == ("kept", 0o644)
    with pytest.raises(FileExistsError):
        private_files.make(path)


def test_a_file_can_be_like_another(tmp_path: Path) -> None:
    (tmp_path / "shared").touch(0o600)
    (tmp_path / "shared").chmod(0o660)
    private_files.make(tmp_path / "copy", like=tmp_path / "shared")
    private_files.make(tmp_path / "alone", like=tmp_path / "missing")
    assert (mode(tmp_path / "copy"), mode(tmp_path / "alone")) == (0o660, 0o600)
