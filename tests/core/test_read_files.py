"""Files that a person named: read, or why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.read_files import read_bytes, read_text
from annotator.errors import UserError


def test_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes("\ufeff甲".encode())
    assert read_bytes(tmp_path / "x.txt") == b"\xef\xbb\xbf\xe7\x94\xb2"
    assert read_text(tmp_path / "x.txt") == "甲"


@pytest.mark.parametrize(
    ("name", "why"), [("none", "no such file"), ("no\0name", "null"), ("latin", "it is not UTF-8")]
)
def test_what_is_not_read_says_why(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    with pytest.raises(UserError, match="cannot be read") as told:
        read_text(tmp_path / name)
    assert why in str(told.value)
