"""The small parts: lock, database, errors, schema, values."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import tempfile
import threading
import traceback
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError, outline
from annotator.store import (
    Holder,
    Project,
    ProjectLocked,
    ProjectOnFullDisk,
    ProjectReadOnly,
    database_errors,
    project_files,
    project_lock,
    tables,
)
from annotator.store.database import Database
from annotator.store.database_errors import DriverError
from annotator.store.edit_log import joined, summary
from annotator.store.value_encoding import folded, key_block, new_keys, storable
from tests.store.building import ADA, CODEBOOK, new_project

# --- the lock -----------------------------------------------------------------------------


def test_a_lock_excludes_and_says_who(path: Path) -> None:
    held = project_lock.acquire(path, "Ada 艾达", "s")
    assert project_lock.held(path) is held
    with pytest.raises(ProjectLocked) as caught:
        project_lock.acquire(path, "Ben", "t")
    assert caught.value.holder.name == "Ada 艾达"
    held.release()
    assert project_lock.held(path) is None
    assert not project_lock.lock_path(path).exists()
    project_lock.acquire(path, "Ben", "t").release()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"name": 5}', b'{"name": "Ada"}'])
def test_what_stands_in_the_lock_file_is_only_information(path: Path, content: bytes) -> None:
    project_lock.lock_path(path).write_bytes(content)
    held = project_lock.acquire(path, "Ben", "s")
    project_lock.lock_path(path).write_bytes(content)
    with pytest.raises(ProjectLocked) as caught:
        project_lock.acquire(path, "Cid", "t")
    expected = "Ada" if b"Ada" in content else ""
    assert caught.value.holder == Holder(expected)
    assert ("Ada" if expected else "somebody") in str(caught.value)
    held.release()


def test_a_lock_removed_between_opening_and_locking_is_taken_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The holder before lets go, and removes the file, just when this one has opened it."""
    tries: list[int] = []
    real = project_lock._try_lock

    def removed_meanwhile(descriptor: int) -> None:
        tries.append(descriptor)
        if len(tries) == 1:
            project_lock.lock_path(path).unlink()
        if len(tries) == 2:
            project_lock.lock_path(path).unlink()
            project_lock.lock_path(path).write_text("another's")
        real(descriptor)

    monkeypatch.setattr(project_lock, "_try_lock", removed_meanwhile)
    held = project_lock.acquire(path, "Ada", "s")
    assert len(tries) == 3
    with pytest.raises(ProjectLocked):
        project_lock.acquire(path, "Ben", "t")
    held.release()


def test_a_file_system_without_locks_is_said_to_be_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(project_lock, "_try_lock", refuse)
    with pytest.raises(UserError, match="cannot hold a lock"):
        project_lock.acquire(path, "Ada", "s")


def test_a_full_disk_does_not_prevent_the_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(project_lock, "_write", refuse)
    held = project_lock.acquire(path, "Ada", "s")
    with pytest.raises(ProjectLocked) as caught:
        project_lock.acquire(path, "Ben", "t")
    assert caught.value.holder == Holder()
    held.release()


def test_people_pass_the_gate_before_jobs() -> None:
    gate = project_lock.Gate()
    order: list[str] = []
    inside, patient_waits = threading.Event(), threading.Event()

    def first() -> None:
        with gate.pass_through(patient=True):
            inside.set()
            assert patient_waits.wait(20)
            while not gate._waiting:
                pass

    def job() -> None:
        patient_waits.set()
        with gate.pass_through(patient=True):
            order.append("job")

    def person() -> None:
        with gate.pass_through(patient=False):
            order.append("person")

    threads = [threading.Thread(target=each) for each in (first, job, person)]
    threads[0].start()
    assert inside.wait(20)
    threads[1].start()
    threads[2].start()
    for thread in threads:
        thread.join(20)
    assert order == ["person", "job"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_every_name_of_a_file_means_the_same_lock(path: Path, tmp_path: Path) -> None:
    path.write_text("x")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    names = [folder / "symbolic.dap", folder / "hard.dap", folder / "both.dap"]
    names[0].symlink_to(path)
    names[1].hardlink_to(path)
    names[2].symlink_to(names[1])
    for one in (path, *names):
        assert not project_lock.taken(one)
        held = project_lock.acquire(one, "Ada", "s")
        for other in (path, *names):
            assert project_lock.held(other) is held
            assert project_lock.taken(other)
            with pytest.raises(ProjectLocked) as caught:
                project_lock.acquire(other, "Ben", "t")
            assert caught.value.holder.name == "Ada"
        held.release()
        held.release()
    assert {each.name for each in (*folder.iterdir(), *tmp_path.iterdir())} == {
        "symbolic.dap", "hard.dap", "both.dap", "study.dap", "elsewhere",
    }  # fmt: skip


def test_a_lock_by_inode_that_cannot_be_had_leaves_that_by_name(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A temporary folder that is a file, a link to elsewhere, or has another account's lock file."""
    path.write_text("x")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    place = project_lock.inode_lock_path(path)
    assert place is not None
    (tmp_path / "tmp").write_text("a file")
    project_lock.acquire(path, "Ada", "s").release()
    (tmp_path / "tmp").unlink()
    (tmp_path / "tmp").mkdir()
    (tmp_path / "other").mkdir()
    place.parent.symlink_to(tmp_path / "other")
    project_lock.acquire(path, "Ada", "s").release()
    place.parent.unlink()
    place.parent.mkdir()
    real = project_lock._open

    def refused(which: Path, project: Path) -> int:
        if which == place:
            raise ProjectReadOnly(project)
        return real(which, project)

    monkeypatch.setattr(project_lock, "_open", refused)
    project_lock.acquire(path, "Ada", "s").release()
    assert not list(place.parent.iterdir())


def test_a_full_disk_without_room_for_a_lock_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ProjectOnFullDisk, match=r"cannot be changed: the disk is full. Open it read-only"):
        project_lock.acquire(path, "Ada", "s")


# --- the database -------------------------------------------------------------------------


@pytest.fixture
def db(path: Path) -> Database:
    path.touch()
    project_files.make_empty(path)
    return Database(path, write=True)


def test_a_transaction_is_all_or_nothing(db: Database) -> None:
    db.raw.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)")

    def fail(statement: str) -> None:
        with db.transaction():
            db.raw.execute(statement)
            raise ZeroDivisionError

    # SQLite rolls back by itself on some errors of the disk.
    for statement in ("INSERT INTO t VALUES (1)", "ROLLBACK"):
        with pytest.raises(ZeroDivisionError):
            fail(statement)
    with db.transaction(), db.snapshot():
        db.raw.execute("INSERT INTO t VALUES (2)")
    assert db.raw.execute("SELECT id FROM t").fetchall() == [(2,)]
    db.close()


def test_a_missing_parameter_is_an_error(db: Database) -> None:
    statement = sa.select(tables.turn).where(tables.turn.c.id == sa.bindparam("id"))
    with pytest.raises(KeyError):
        db.all(statement)
    assert db.first(statement, id=1) is None
    assert db.value(statement, id=1) is None
    db.close()


def test_defects_stay_defects_and_the_disk_speaks_in_words(db: Database) -> None:
    wrong = sa.text("SELECT one FROM nowhere")
    for run in (db.all, db.first, db.run, lambda each: list(db.stream(each))):
        with pytest.raises(DriverError, match="SQLITE_ERROR: no such table: nowhere"):
            run(wrong)
    db.close()
    reader = Database(db.path, write=False)
    with pytest.raises(ProjectReadOnly):
        reader.run(sa.text("DELETE FROM turn"))
    reader.close()


def test_a_connection_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be opened"):
        Database(tmp_path / "no" / "such.dap", write=True)
    (tmp_path / "text.dap").write_text("text " * 200)
    with pytest.raises(UserError, match="not an SQLite file"):
        Database(tmp_path / "text.dap", write=True).all(sa.text("SELECT * FROM turn"))


def test_the_tables_are_those_of_the_schema(db: Database) -> None:
    names = {row[0] for row in db.raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    # The index of words is SQLite's own kind of table, and brings some more.
    ours = {name for name in names if not name.startswith(("sqlite_", "turn_index"))}
    assert ours == set(tables.metadata.tables)
    kinds = {"INTEGER": "INTEGER", "TEXT": "TEXT", "REAL": "FLOAT", "BLOB": "BLOB"}
    for name, table in tables.metadata.tables.items():
        found = [(row[1], kinds[row[2]]) for row in db.raw.execute(f"PRAGMA table_info({name})")]
        assert [(column.name, str(column.type)) for column in table.columns] == found
    db.close()


def test_plain_sqlite_reads_the_tags(path: Path) -> None:
    with new_project(path) as project:
        project.tags.add([1], "stance.favor", intensity=2)
        project.tags.add_to_dialogue(2, "quality.good")
        project.tags.add([4], "topic.art")
        project.dialogues.remove([2])
        key = project.dialogues.page([1])[0].key
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT dialogue, turn, facet, label, annotator, intensity FROM tags"
        ).fetchall()
        assert rows == [(key, 0, "stance", "stance.favor", "Ada", 2)]
        assert connection.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"DiAn", "big"),)
    connection.close()


# --- errors -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_IOERR_WRITE, "disk reports an error"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "another program"),
        (sqlite3.SQLITE_LOCKED, "another program"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "write protected"),
        (sqlite3.SQLITE_READONLY_ROLLBACK, "interrupted"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "damaged"),
        (sqlite3.SQLITE_NOTADB, "not an SQLite file"),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, "cannot be opened"),
    ],
)
def test_each_error_of_the_disk_has_its_words(code: int, words: str) -> None:
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    translated = database_errors.translate(Path("a/study.dap"), error)
    assert isinstance(translated, UserError)
    assert words in str(translated)
    assert "study.dap" in str(translated)
    assert isinstance(translated, ProjectReadOnly) == (code == sqlite3.SQLITE_READONLY_DIRECTORY)


CANARY = 'what Ada\'s friend "said"'


def test_nothing_that_was_read_leaves_with_an_error_of_the_driver(db: Database, path: Path) -> None:
    """Neither the error nor anything it came from quotes what stands in the file or was looked for."""
    with db.transaction():
        db.raw.execute("INSERT INTO source VALUES (1, 'x', ?, 1, 'u', 'd', 1, '', 0, 0, '', 0)", (CANARY,))
    statements = (
        sa.text("SELECT CAST(name || X'ff' AS TEXT) FROM source"),
        sa.text(f"SELECT 1 WHERE '{CANARY}"),
        sa.text("INSERT INTO turn_index(turn_index) VALUES ('merge=what Ada')"),
        sa.text("SELECT rowid FROM turn_index WHERE turn_index MATCH 'what \"Ada'"),
        sa.text("INSERT INTO source SELECT * FROM source"),
        sa.text("SELECT json(name) FROM source"),
    )
    for statement in statements:
        for way in (db.all, db.first, db.value, lambda x: list(db.stream(x))):
            with pytest.raises((UserError, DriverError)) as caught:
                way(statement)
            assert "Ada" not in "".join(traceback.format_exception(caught.value))
            assert "Ada" not in outline(caught.value)
    with pytest.raises(UserError, match=r"study.dap is damaged: a text in it is not UTF-8"):
        db.all(statements[0])
    db.close()


def test_what_the_driver_says_without_quoting_is_kept() -> None:
    error = database_errors.translate(Path("x"), sqlite3.IntegrityError("UNIQUE constraint failed: tag.key"))
    assert isinstance(error, DriverError)
    assert str(error) == "IntegrityError: UNIQUE constraint failed: tag.key"
    assert str(database_errors.scrubbed(sqlite3.Error('near "x": it\'s'))) == "Error: near …"


# --- values -------------------------------------------------------------------------------


@given(st.text(st.characters()))
def test_storable_text_is_what_sqlite_holds(text: str) -> None:
    kept = storable(text)
    assert len(kept) == len(text)
    assert kept == (text if all(not 0xD800 <= ord(c) < 0xE000 for c in text) else kept)
    connection = sqlite3.connect(":memory:")
    assert connection.execute("SELECT ?", (kept,)).fetchone() == (kept,)
    connection.close()


def test_keys_are_uuids_that_grow() -> None:
    keys = new_keys()
    first = [next(keys) for _ in range(1_000)]
    assert first == sorted(set(first))
    assert all(len(key) == 36 and key[14] == "7" and key[19] in "89ab" for key in first)
    prefixes = {key_block()[0] for _ in range(1_000)}
    assert len(prefixes) > 990


def test_names_are_folded() -> None:
    assert folded(" ＡＢ c\ud800") == "ab c�"


def test_labels_of_edits_made_together() -> None:
    one, two = (
        summary("turns.tag", n=1, facet="f", label="a"),
        summary("turns.tag", n=2, facet="f", label="b"),
    )
    untagged, label = summary("turns.untag", n=2), summary("label.add", name="a")
    assert joined([]) is None
    assert joined([one]) == one
    assert joined([one, two]) == summary("turns.tag", n=3, facet="f")
    assert joined([one, untagged]) == untagged
    assert joined([label, two]) == two
    assert joined([two, label]) == label
    assert joined([label, label]) == label
    assert joined([label, one, two]) == summary("turns.tag", n=3, facet="f")


def test_folders_are_synced_after_a_rename(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    Project.create(path, codebook=CODEBOOK, annotator=ADA).close()
    assert len(synced) == 1
    project_files.put_in_place(path, path.with_name("c.dap"))
    assert len(synced) == 2

    def refuse(_: int) -> None:
        raise OSError(errno.EINVAL, "not here")

    monkeypatch.undo()
    monkeypatch.setattr(os, "fsync", refuse)
    project_files.put_in_place(path.with_name("c.dap"), path)
    assert path.exists()
