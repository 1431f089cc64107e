"""Files that somebody has put something into that would act on what is written."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from annotator.codebooks import default
from annotator.errors import UserError
from annotator.model import Annotator
from annotator.store import Project
from annotator.store.backups import back_up
from annotator.store.schema import STEPS
from annotator.store.schema_check import foreign_parts

ME = Annotator("me", "Me")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "study.dap", name="Study", codebook=default(), annotator=ME):
        pass
    return tmp_path / "study.dap"


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON tag BEGIN DELETE FROM tag; END", "trigger t"),
        ("CREATE VIEW other AS SELECT * FROM tag", "view other"),
        ("ALTER TABLE label ADD COLUMN x TEXT AS (upper(name))", "table label"),
        ("CREATE INDEX slow ON tag (note COLLATE NOCASE)", "index slow"),
        ("CREATE TABLE more (x)", "table more"),
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_with_foreign_parts_is_refused_as_it_is(
    path: Path, statement: str, named: str, *, read_only: bool
) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(UserError, match=named):
        Project.open(path, annotator=ME, read_only=read_only)
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == [path]


def test_several_are_counted(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW a AS SELECT 1")
        connection.execute("CREATE VIEW b AS SELECT 1")
    with pytest.raises(UserError, match="view a and 1 more"):
        Project.open(path, annotator=ME)


def test_what_sqlite_keeps_for_itself_is_no_foreign_part(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("ANALYZE")
        assert foreign_parts(connection, STEPS) == []
    with Project.open(path, annotator=ME) as project:
        assert project.name == "Study"


@pytest.mark.parametrize("read_only", [False, True])
def test_a_schema_that_is_no_utf8_is_told_in_words(path: Path, *, read_only: bool) -> None:
    """SQLite quotes the part that it cannot read, and the driver cannot decode what SQLite says then."""
    data = path.read_bytes()
    named = data.index(b"tablemarkmark")
    described = data.index(b"CREATE TABLE mark")
    damaged = bytearray(data)
    damaged[named + 5] = 0xDF
    damaged[described] = 0xDF
    path.write_bytes(damaged)
    with pytest.raises(UserError, match="is damaged"):
        Project.open(path, annotator=ME, read_only=read_only)
    assert path.read_bytes() == damaged
    with pytest.raises(UserError, match="is damaged"):
        back_up(path)
