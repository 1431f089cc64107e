"""Names of files that Windows, macOS and Linux all take."""

from __future__ import annotations

import pytest

from annotator.core.file_names import different, file_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ('  a/b:c?"d" . ', "a_b_c__d_"),
        (" .. ", ""),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Aux .x", "_Aux .x"),
        ("com¹", "_com¹"),
        ("console", "console"),
        ("王\x00老师", "王_老师"),
        (r"C:\Users", "C__Users"),
        (r"\\server\share", "__server_share"),
        ("é" * 150, "é" * 100),
        ("x" * 199 + "é", "x" * 199),
    ],
)
def test_a_name_for_every_system(name: str, safe: str) -> None:
    assert file_name(name) == safe
    assert file_name(safe) == safe


def test_names_differ_where_case_does_not_count() -> None:
    assert different(["Ada", "ADA", "ada", "Ada 2", "Ben"]) == ["Ada", "ADA 2", "ada 3", "Ada 2 2", "Ben"]
