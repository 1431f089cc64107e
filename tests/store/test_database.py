"""The connection to a project file: what its transactions leave."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from annotator.store.database import Database
from tests.store.building import new_project

_NAME = sa.text("UPDATE project SET name = 'other'")
_READ = sa.text("SELECT name FROM project")


def test_a_change_of_a_private_copy_stays_there(path: Path) -> None:
    new_project(path).close()
    with contextlib.closing(Database(path, write=False)) as db:
        before = db.value(_READ)
        with db.private_copy() as copy:
            with copy.transaction():
                copy.run(_NAME)
            assert copy.value(_READ) == "other"
        assert db.value(_READ) == before
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT name FROM project").fetchone() == (before,)
    raw.close()
