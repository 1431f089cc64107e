"""The connection to a project file: what its transactions leave."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from annotator.store import ProjectDamaged, ProjectWaits
from annotator.store.database import Database
from annotator.store.database_errors import DriverError
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


class Elsewhere:
    """Makes calls on another thread; while it stands still, nobody can wait for it."""

    def __init__(self) -> None:
        self.db: Database
        self.threads: set[int] = set()
        self.standing: threading.Event | None = None
        self._pool = ThreadPoolExecutor(1)
        self._last: Future[Any] | None = None

    def __call__(self, work: Callable[[], Any]) -> Any:
        if self.standing is None:
            return self._pool.submit(self._made, work).result(60)
        if self._last is None:
            begun = threading.Event()
            self._last = self._pool.submit(self._stand, begun, self.standing)
            assert begun.wait(60)
        raise TimeoutError

    def _made(self, work: Callable[[], Any]) -> Any:
        self.threads.add(threading.get_ident())
        return work()

    def _stand(self, begun: threading.Event, answers: threading.Event) -> None:
        with self.db.alone():
            begun.set()
            assert answers.wait(60)

    def answer(self) -> None:
        """Let the drive answer, and wait until nobody has the connection."""
        assert self.standing is not None
        assert self._last is not None
        self.standing.set()
        self._last.result(60)
        self.standing = None


@pytest.fixture
def elsewhere(path: Path) -> Iterator[Elsewhere]:
    new_project(path).close()
    made = Elsewhere()
    with contextlib.closing(Database(path, write=True, movable=True)) as made.db:
        made.db.beside = made
        yield made


def test_every_call_is_made_beside_where_that_is_wished(elsewhere: Elsewhere, tmp_path: Path) -> None:
    db = elsewhere.db
    label = sa.table("label", sa.column("id"))
    every = sa.select(label.c.id)
    ids = [row.id for row in db.all(every)]
    assert ids
    assert [row.id for row in db.stream(every)] == ids
    assert db.tuples(every) == list(db.plain(every)) == [(number,) for number in ids]
    assert db.as_one(lambda: [db.value(_READ), db.value(_READ)]) == [db.value(_READ)] * 2
    db.run(_NAME)
    db.direct("UPDATE project SET name = 'third'")
    db.direct_many("UPDATE project SET name = ?", [("fourth",)])
    with db.snapshot():
        assert db.value(_READ) == "fourth"
    target = tmp_path / "copy.dap"
    target.touch()
    db.copy_to(target)
    assert target.stat().st_size
    assert elsewhere.threads
    assert threading.get_ident() not in elsewhere.threads
    elsewhere.threads.clear()
    with db.alone():
        assert db.value(_READ) == "fourth"
    assert not elsewhere.threads


def test_while_a_call_stands_still_everything_is_refused(elsewhere: Elsewhere) -> None:
    db = elsewhere.db
    elsewhere.standing = threading.Event()
    with pytest.raises(ProjectWaits), db.snapshot():
        db.value(_READ)
    for ask in (lambda: db.value(_READ), lambda: db.pragma("user_version"), db.close):
        with pytest.raises(ProjectWaits):
            ask()
    elsewhere.answer()
    assert db.raw.in_transaction, "the snapshot could not be ended"
    with db.snapshot():
        assert db.value(_READ) != "other"
        assert db.raw.in_transaction
    with db.transaction():
        db.run(_NAME)
    assert db.value(_READ) == "other"
    assert not db.raw.in_transaction


def test_a_defect_is_one_only_where_the_file_is_sound(path: Path) -> None:
    new_project(path).close()
    wrong = "SELECT no_such_column FROM project"
    with contextlib.closing(Database(path, write=False)) as db, pytest.raises(DriverError):
        db.direct(wrong)
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("PRAGMA writable_schema = ON")
        two = "SELECT name, rootpage FROM sqlite_master WHERE name IN ('turn_place', 'edit_reverts')"
        (one, page), (other, place) = raw.execute(two).fetchall()
        for name, root in ((one, place), (other, page)):
            raw.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = ?", (root, name))
    with contextlib.closing(Database(path, write=False)) as db:
        with pytest.raises(ProjectDamaged, match="no such column"):
            db.direct(wrong)
        db.raw.set_progress_handler(lambda: 1, 1)  # the check itself cannot be made to its end
        with pytest.raises(ProjectDamaged):
            db.direct(wrong)
        db.raw.set_progress_handler(None, 0)
