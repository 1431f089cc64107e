from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import UserError
from annotator.model import Annotator, Study
from annotator.store import (
    Project,
    ProjectLocked,
    ProjectOnFullDisk,
    ProjectReadOnly,
    backups,
    database,
    database_errors,
    database_uri,
    import_sources,
    project_files,
    project_lock,
    schema,
)
from annotator.store.database_errors import DriverError
from tests.in_words import in_words
from tests.store.building import ADA, BEN, CODEBOOK, fill, labels_of, new_project, prepared

ROOT = Path(__file__).parents[2]


def folder_of(path: Path) -> dict[str, bytes]:
    """Everything in the folder of a file, to the byte."""
    return {each.name: each.read_bytes() for each in sorted(path.parent.iterdir()) if each.is_file()}


@pytest.fixture
def closed(path: Path) -> Path:
    new_project(path).close()
    return path


def test_a_new_project_is_one_file_and_opens_again(path: Path) -> None:
    with Project.create(path, codebook=CODEBOOK, annotator=ADA, name="Study", key="k-1") as project:
        assert (project.name, project.key, project.path, project.read_only) == ("Study", "k-1", path, False)
        assert project.codebook.read() == CODEBOOK
        assert project.annotator == ADA
        assert project.history.can_undo is None
        session = project.session
        assert project.check() == []
    assert [each.name for each in path.parent.iterdir()] == ["study.dap"]
    with Project.open(path) as again:
        assert again.annotator == ADA
        assert again.session != session
        again.close()
    again.close()


def test_creating_never_replaces_anything(closed: Path) -> None:
    before = folder_of(closed)
    with pytest.raises(UserError, match=r"study\.dap exists already"):
        Project.create(closed, codebook=CODEBOOK, annotator=ADA)
    with pytest.raises(UserError, match="no lock file"):
        Project.create(closed.parent / "no" / "such.dap", codebook=CODEBOOK, annotator=ADA)
    assert folder_of(closed) == before


def test_creating_on_a_full_or_protected_disk_leaves_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(project_files, "put_in_place", refuse)
    with pytest.raises(UserError, match="no space left"):
        Project.create(path, codebook=CODEBOOK, annotator=ADA)
    assert list(path.parent.iterdir()) == []


def test_a_newcomer_is_added_in_their_own_name(closed: Path) -> None:
    with Project.open(closed, annotator=BEN) as project:
        assert project.people.all() == (ADA, BEN)
        assert project.history.can_undo is None
        (edit,) = project.history.edits(1)
        assert (in_words(edit), edit.annotator, edit.session) == ("adding an annotator", BEN.key, "")
        project.tags.add([1], "topic.art")
        assert project.turns.page([1])[0].tags[0].annotator == BEN.key
    renamed = Annotator(BEN.key, "Somebody else")
    with Project.open(closed, annotator=renamed) as project:
        assert project.annotator == BEN


# --- two openings -------------------------------------------------------------------------


def test_a_second_writer_is_told_who_has_it(project: Project, path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(ProjectLocked) as caught:
        Project.open(path, annotator=BEN)
    holder = caught.value.holder
    assert (holder.name, holder.pid) == ("Ada", os.getpid())
    assert str(caught.value).startswith(
        f"study.dap is in use: Ada on {holder.host} has it open since {holder.since}"
    )
    assert path.read_bytes() == before
    with Project.open(path, read_only=True, annotator=BEN) as reader:
        assert reader.annotator == BEN
        assert reader.history.can_undo is None
        assert reader.history.undo() is None
        project.tags.add([1], "topic.art")
        assert labels_of(project, 1, "topic") == ["topic.art"]
        assert reader.turns.page([1], [ADA.key])[0].tags
        with pytest.raises(UserError, match="opened read-only"):
            reader.tags.add([1], "topic.music")


def test_a_companion_needs_a_writer_here(closed: Path) -> None:
    with pytest.raises(ValueError, match="not open for writing here"):
        Project.open(closed, companion=True)


def test_a_companion_works_in_another_thread(project: Project, path: Path) -> None:
    results: list[object] = []

    def work() -> None:
        with Project.open(path, annotator=ADA, companion=True) as companion:
            results.append(companion.tags.add([1], "topic.art").turns)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert results == [{1}]
    assert labels_of(project, 1, "topic") == ["topic.art"]
    with pytest.raises(ProjectLocked):
        Project.open(path)


def test_a_killed_writer_leaves_a_project_that_opens(closed: Path) -> None:
    code = (
        "import sys, pathlib; from annotator.store import Project;"
        "p = Project.open(pathlib.Path(sys.argv[1])); p.tags.add([1], 'topic.art');"
        "print('ready', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(closed)], cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == b"ready\n"
        with pytest.raises(ProjectLocked) as caught:
            Project.open(closed)
        assert caught.value.holder.pid == child.pid
        child.kill()
    assert project_lock.lock_path(closed).exists()
    with Project.open(closed, annotator=ADA) as project:
        assert labels_of(project, 1, "topic") == ["topic.art"]
        assert project.check() == []
    assert not project_lock.lock_path(closed).exists()


@pytest.mark.parametrize("first_page", [False, True])
def test_a_change_cut_short_is_taken_back(closed: Path, first_page: bool) -> None:
    """A writer dies in the middle of writing to the file: the journal beside it undoes that."""
    code = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA cache_size = 1'); c.execute('BEGIN'); c.execute('PRAGMA user_version = 1');"
        "c.execute(\"UPDATE turn SET text = 'lost'\"); c.execute('DELETE FROM label');"
        "c.execute(\"INSERT INTO source_data VALUES (99, 'raw', zeroblob(900000))\"); os._exit(9)"
    )
    intact = closed.read_bytes()
    subprocess.run([sys.executable, "-c", code, str(closed)], check=False)
    journal = closed.with_name(closed.name + "-journal")
    assert journal.stat().st_size > 512
    assert closed.read_bytes() != intact
    if first_page:  # was written too, and says that the file is longer than it has become
        data = bytearray(closed.read_bytes())
        data[28:32] = (99_999).to_bytes(4, "big")
        closed.write_bytes(data)
    before = folder_of(closed)
    with pytest.raises(UserError, match="interrupted"):
        Project.open(closed, read_only=True)
    assert Project.check_file(closed) == []  # as it will be when that has been taken back
    assert folder_of(closed) == before
    with Project.open(closed) as project:
        assert project.codebook.read() == CODEBOOK
        assert project.check() == []
    assert closed.read_bytes()[96:] == intact[96:]
    assert not journal.exists()


# --- refusals -----------------------------------------------------------------------------


def other_program(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (id)")
    connection.close()


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def with_header(field: str, value: int) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute(f"PRAGMA {field} = {value}")
        connection.close()

    return change


def without_a_table(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE change")
    connection.close()


def garbage(path: Path, first: int) -> None:
    data = bytearray(path.read_bytes())
    data[first:] = b"\xa5" * (len(data) - first)
    path.write_bytes(data)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda p: p.unlink(), "no such file"),
    "folder": (folder_instead, "is not a project: it is a folder"),
    "text": (lambda p: p.write_text("[A]: hello " * 99), "is not a project: it is not an SQLite file"),
    "empty": (lambda p: p.write_bytes(b""), "is not a project: it is empty"),
    "other program": (other_program, "is not a project: it is an SQLite file of another program"),
    "newer": (with_header("user_version", 99), "newer version of this program: its format is 99"),
    "no version": (with_header("user_version", 0), "is damaged: it names no format"),
    "cut off": (lambda p: p.write_bytes(p.read_bytes()[:20_000]), "is damaged"),
    "cut to a page": (lambda p: p.write_bytes(p.read_bytes()[:4_096]), "is damaged"),
    "garbage pages": (lambda p: garbage(p, 4_096), "is damaged"),
    "garbage schema": (lambda p: garbage(p, 100), "is damaged"),
    "missing table": (without_a_table, "is damaged: it has no table change"),
}  # fmt: skip


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_opened_is_refused_in_words_and_left_alone(
    closed: Path, name: str, read_only: bool
) -> None:
    break_it, message = REFUSED[name]
    break_it(closed)
    before = folder_of(closed)
    with pytest.raises(UserError, match=message) as caught:
        Project.open(closed, read_only=read_only, annotator=BEN)
    assert "study.dap" in str(caught.value)
    assert folder_of(closed) == before


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)


@pytest.fixture
def foreign(closed: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(closed, isolation_level=None)
    yield connection
    connection.close()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("read_only", [False, True])
def test_another_program_may_hold_the_file(
    closed: Path, foreign: sqlite3.Connection, read_only: bool
) -> None:
    foreign.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UserError, match="another program keeps the file locked"):
        Project.open(closed, read_only=read_only)
    foreign.execute("ROLLBACK")
    with Project.open(closed) as project:
        foreign.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="another program"):
            project.tags.add([1], "topic.art")
        foreign.execute("ROLLBACK")
        assert project.tags.add([1], "topic.art").edit


def test_a_write_protected_file_is_said_to_be_one(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = folder_of(closed)
    monkeypatch.setattr(database, "uri", lambda path, _mode: database_uri.uri(path, "ro"))
    with pytest.raises(ProjectReadOnly, match=r"cannot be changed.*write protected.*read-only"):
        Project.open(closed)
    with Project.open(closed, read_only=True) as reader:
        assert reader.counts().turns == 7
    assert folder_of(closed) == before


@pytest.mark.parametrize("number", [13, 30])
def test_a_write_protected_folder_is_said_to_be_one(
    closed: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ProjectReadOnly):
        Project.open(closed)
    with Project.open(closed, read_only=True) as reader:
        assert list(reader.dialogues.ids()) == [1, 2]


def test_reading_leaves_no_trace(closed: Path) -> None:
    before = folder_of(closed)
    with Project.open(closed, read_only=True, annotator=BEN) as reader:
        assert reader.annotator == BEN
        assert reader.people.all() == (ADA,)
        reader.turns.page([1])
        assert reader.check() == []
        assert folder_of(closed) == before
    assert folder_of(closed) == before


def test_a_project_without_people_can_be_read(closed: Path) -> None:
    with sqlite3.connect(closed) as connection:
        connection.execute("UPDATE annotator SET kind = 'machine'")
    connection.close()
    with Project.open(closed, read_only=True) as reader:
        assert reader.annotator == Annotator("", "")
    with pytest.raises(UserError, match="who edits it"):
        Project.open(closed)


def test_a_check_of_an_interrupted_change_needs_room_for_a_copy(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", refuse)
    with pytest.raises(UserError, match="no space left"), project_files.rolled_back(closed):
        raise AssertionError


NAMES = {
    "of 244 bytes": b"n" * 240 + b".dap",
    "too long for a journal": b"n" * 246 + b".dap",
    "too long for any file": b"n" * 300 + b".dap",
    "of bytes that are no text": b"caf\xe9 \xff.dap",
    "of letters that mean something": "a?b#c%41&é 中.dap".encode(),
}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text, and shorter")
@pytest.mark.parametrize("name", NAMES)
def test_any_name_works_or_is_refused_in_words(closed: Path, name: str) -> None:
    """A project can be made, opened and copied under it, or a sentence says why not; no half file stays."""
    path = closed.with_name(os.fsdecode(NAMES[name]))
    if "too long" in name:
        with pytest.raises(UserError, match="file name too long"):
            Project.create(path, codebook=CODEBOOK, annotator=ADA)
        assert list(folder_of(closed)) == [closed.name]
        for read_only in (False, True):
            with pytest.raises(UserError, match="cannot be opened"):
                Project.open(path, read_only=read_only)
        with Project.open(closed) as project, pytest.raises(UserError, match="file name too long"):
            project.save_as(path)
        return
    Project.create(path, codebook=CODEBOOK, annotator=ADA).close()
    with Project.open(path) as project:
        project.tags.add([], "topic.art")
        assert project.check() == []
        assert backups.back_up(path) is not None
    with Project.open(closed, read_only=True) as project:
        project.save_as(path)
    assert Project.check_file(path) == []


# --- a disk that fails --------------------------------------------------------------------


def test_a_full_disk_changes_nothing(project: Project, path: Path) -> None:
    project.tags.write([1], "note", "before")
    before = path.read_bytes()
    project._db.pragma("max_page_count = 1")  # SQLite makes it the pages there are
    with pytest.raises(UserError, match=r"could not be saved: the disk is full.*as it was before"):
        project.tags.write([1, 2, 3], "note", "x" * 50_000)
    assert path.read_bytes() == before
    assert labels_of(project, 1, "note") == ["before"]
    with pytest.raises(UserError, match="disk is full"):
        fill(project, [prepared(9, turns=900)])
    project._db.pragma("max_page_count = 1000000")
    assert project.tags.write([1], "note", "after").edit
    assert fill(project, [prepared(9)]) == ["added"]


def test_the_next_import_begins_after_one_that_a_full_disk_kept_from_taking_itself_back(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def import_on_full_disk() -> None:
        with project.sources.importer() as importer:
            importer.add(prepared(8))
            importer._flush()
            project._db.pragma("max_page_count = 1")
            monkeypatch.setattr(import_sources, "remove_staged", full)
            importer.add(prepared(9, turns=900))
            importer.finish()

    def full(_: object) -> None:
        raise database_errors.DiskFull(project.path)

    with pytest.raises(UserError, match="disk is full"):
        import_on_full_disk()
    with pytest.raises(UserError, match="disk is full"):  # still, and not: "being imported already"
        project.sources.importer()
    monkeypatch.undo()
    project._db.pragma("max_page_count = 1000000")
    assert fill(project, [prepared(8), prepared(9)]) == ["added", "added"]


class _Full(sqlite3.Connection):
    """On a full disk SQLite takes a transaction back by itself, as soon as it writes the journal."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql.startswith("PRAGMA user_version ="):
            super().execute("ROLLBACK")
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        return super().execute(sql, *values)


def test_a_project_on_a_full_disk_opens_read_only(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sqlite3.connect
    monkeypatch.setattr(
        database,
        "_connect",
        lambda name, **_: real(name, uri=True, isolation_level=None, factory=_Full),
    )
    before = folder_of(closed)
    with pytest.raises(ProjectOnFullDisk, match=r"study.dap cannot be changed: the disk is full"):
        Project.open(closed, annotator=ADA)
    assert project_lock.held(closed) is None
    with Project.open(closed, read_only=True) as reader:
        assert reader.counts().turns == 7
    assert folder_of(closed) == before


SECOND = """
import sys
from pathlib import Path
from annotator.model import Annotator
from annotator.store import Project, ProjectLocked
try:
    Project.open(Path(sys.argv[1]), annotator=Annotator("b", "Ben")).close()
except ProjectLocked as error:
    print(error.holder.name)
else:
    print("opened")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("kind", ["symbolic", "hard"])
def test_a_link_is_no_way_past_the_writer(project: Project, path: Path, kind: str) -> None:
    """Another process that opens the file by another name neither writes nor ends a running import."""
    folder = path.parent / "desk"
    folder.mkdir()
    link = folder / "link.dap"
    if kind == "symbolic":
        link.symlink_to(path)
    else:
        link.hardlink_to(path)
    with project.sources.importer() as importer:
        importer.add(prepared(7))
        importer._flush()
        command = [sys.executable, "-c", SECOND, str(link)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
        assert done.stdout.strip() == "Ada", done
        importer.finish()
    assert project.counts().dialogues == 3


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_copy_to_a_link_replaces_what_it_leads_to(project: Project, path: Path) -> None:
    target, link = path.with_name("target.dap"), path.with_name("link.dap")
    target.write_text("something else")
    link.symlink_to(target)
    project.save_as(link)
    assert link.is_symlink()
    with Project.open(target, read_only=True) as copy:
        assert copy.counts() == project.counts()


def test_damage_met_later_is_said(closed: Path) -> None:
    with sqlite3.connect(closed) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'turn'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    data = bytearray(closed.read_bytes())
    data[(page - 1) * size : page * size] = b"\xa5" * size
    closed.write_bytes(data)
    with Project.open(closed) as project:
        with pytest.raises(UserError, match="damaged"):
            project.turns.page([1])
        problems = project.check()
    assert problems
    assert problems[0].where == "file"


# --- copies -------------------------------------------------------------------------------


def test_a_copy_has_everything_and_the_work_goes_on_here(project: Project, path: Path) -> None:
    project.tags.add([1], "topic.art")
    copy = path.with_name("copy.dap")
    copy.write_text("something else")
    project.save_as(copy)
    project.tags.add([1], "topic.music")
    assert sorted(each.name for each in path.parent.iterdir()) == ["copy.dap", "study.dap", "study.dap.lock"]
    with Project.open(copy) as other:
        assert labels_of(other, 1, "topic") == ["topic.art"]
        assert other.key == project.key
        assert other.check() == []
        with pytest.raises(ProjectLocked):
            project.save_as(copy)
    with Project.open(path, read_only=True) as reader:
        reader.save_as(copy)


def test_a_copy_that_cannot_be_made_leaves_what_was_there(
    project: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match="the open project itself"):
        project.save_as(path)
    copy = path.with_name("copy.dap")
    copy.write_text("old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(project_files, "put_in_place", refuse)
    with pytest.raises(UserError, match="no space left"):
        project.save_as(copy)
    assert copy.read_text() == "old"
    assert sorted(each.name for each in path.parent.iterdir()) == ["copy.dap", "study.dap", "study.dap.lock"]
    with pytest.raises(UserError, match="no lock file"):
        project.save_as(path.parent / "no" / "such.dap")


# --- older files --------------------------------------------------------------------------


NEXT = "ALTER TABLE turn ADD COLUMN extra TEXT; UPDATE turn SET extra = 'x'"


def test_an_older_file_is_brought_up_to_date_after_a_backup(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = closed.read_bytes()
    closed.with_name(f"study.v{len(schema.STEPS)}.dap").write_text("taken")
    monkeypatch.setattr(project_files, "STEPS", (*schema.STEPS, NEXT))
    before = folder_of(closed)
    with Project.open(closed, read_only=True) as project:
        assert project._db.pragma("user_version") == len(schema.STEPS) + 1
        assert project.counts().turns == 7
    assert folder_of(closed) == before
    with Project.open(closed) as project:
        assert project._db.pragma("user_version") == len(schema.STEPS) + 1
        assert project.counts().turns == 7
    backup = closed.with_name(f"study.v{len(schema.STEPS)}-2.dap")
    assert backup.read_bytes()[100:] == old[100:]
    with Project.open(closed):
        pass
    assert len(list(closed.parent.iterdir())) == 3


def test_a_failed_step_leaves_the_older_file(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = closed.read_bytes()
    monkeypatch.setattr(project_files, "STEPS", (*schema.STEPS, NEXT + "; INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(DriverError, match="nowhere"):
        Project.open(closed)
    assert closed.read_bytes() == old
    monkeypatch.setattr(project_files, "STEPS", (*schema.STEPS, "ROLLBACK; INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(DriverError, match="nowhere"):
        Project.open(closed)
    assert closed.read_bytes() == old
    assert not project_lock.lock_path(closed).exists()
    with pytest.raises(DriverError, match="nowhere"):
        Project.open(closed, read_only=True)


FROZEN = {
    1: "cbf6d6e89d017af0b9b500afc2c01c3b7b5ed330f960eccb5cb58d85c2117255",
    2: "1f46c5ddc5c35841b8ddaa3dbcd5540882f782c35f63b0ac720ed2ecca0e776c",
}


def test_frozen_versions_never_change() -> None:
    """What the format needs further is a step of its own; see decision 33."""
    made = {number: hashlib.sha256(step.encode()).hexdigest() for number, step in enumerate(schema.STEPS, 1)}
    assert FROZEN.items() <= made.items()


@pytest.mark.parametrize(("version", "name"), [(1, "First version"), (2, "Second version")])
def test_every_version_opens(tmp_path: Path, version: int, name: str) -> None:
    """Files as the versions wrote them, never made anew once they are released."""
    path = tmp_path / f"v{version}.dap"
    path.write_bytes((Path(__file__).parent / "data" / path.name).read_bytes())
    before = folder_of(path)
    with Project.open(
        path, read_only=True
    ) as reader:  # of an older version: a copy that is brought up to date
        assert reader.check(lambda data, encoding: data.decode(encoding)) == []
        assert in_words(reader.history.edits(1)[0]) == "undo: writing on 1 turn"
    assert folder_of(path) == before
    with Project.open(path, annotator=ADA) as project:
        assert project.check(lambda data, encoding: data.decode(encoding)) == []
        assert project.name == name
        assert project.codebook.read() == CODEBOOK
        assert project.people.all() == (ADA, BEN)
        counts = project.counts()
        assert (counts.dialogues, counts.turns, counts.repairs, counts.gaps, counts.sources) == (
            2,
            7,
            3,
            1,
            2,
        )
        assert labels_of(project, 1, "stance") == ["stance.against"]
        assert labels_of(project, 4, "topic") == ["topic.art"]
        assert list(project.marks.turns("flag")) == [1, 7]
        assert [in_words(edit) for edit in project.history.edits(100)] == [
            "undo: writing on 1 turn",
            "writing on 1 turn",
            "bookmarking 1 turn",
            "flagging 2 turns",
            "tagging a span",
            "tagging 2 turns",
            "tagging 1 turn",
            "tagging 2 turns",
            "adding an annotator",
            "importing 2 files",
            "creating the project",
        ]
        project.history.revert(project.history.edits(1)[0].id)
        assert labels_of(project, 3, "note") == ["a note"]
        assert project.check() == []
    with Project.open(path, read_only=True) as reader:
        assert in_words(reader.history.edits(1)[0]) == "revert: writing on 1 turn"


@pytest.mark.usefixtures("synced")
def test_an_edit_is_on_disk_when_it_returns(project: Project) -> None:
    """A rollback journal and synchronous=FULL, the references checked, for every connection that writes."""
    expected = {"journal_mode": "delete", "synchronous": 2, "foreign_keys": 1}
    with Project.open(project.path, annotator=ADA, companion=True) as companion:
        for each in (project, companion):
            assert {name: each._db.pragma(name) for name in expected} == expected


def test_a_link_to_a_file_that_is_being_written_to_is_not_called_damaged(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first look reads past all locks, and may find the pages of half a change."""
    link = closed.with_name("link.dap")
    os.link(closed, link)

    def refuse(*_: object) -> list[str]:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error

    with Project.open(closed, annotator=ADA) as project:
        monkeypatch.setattr(project_files, "foreign_parts", refuse)
        with Project.open(link, read_only=True) as reader:
            assert reader.counts() == project.counts()
    with pytest.raises(UserError, match="damaged"):
        Project.open(link, read_only=True)


@pytest.mark.usefixtures("synced")
def test_after_an_edit_its_journal_is_gone_for_good(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A journal that comes back when the power fails would take back what was acknowledged."""
    there: list[tuple[Path, list[str]]] = []

    def look(folder: Path) -> None:
        there.append((folder, sorted(path.name for path in folder.iterdir())))

    monkeypatch.setattr(database, "sync_folder", look)
    project.tags.add([1], "stance.favor")
    ((folder, names),) = there
    assert folder == project.path.resolve().parent
    assert [name for name in names if name.endswith("-journal")] == []
    project.counts()
    with Project.open(project.path, read_only=True) as reader:
        reader.counts()
    assert len(there) == 1, "who reads waits for no disk"


def test_a_project_that_is_not_there_is_held_by_nobody(closed: Path) -> None:
    missing = closed.with_name("missing.dap")
    with Project.open(closed):
        assert project_lock.held(closed) is not None
        assert project_lock.taken(closed)
        assert project_lock.held(missing) is None
        assert not project_lock.taken(missing)
    assert not project_lock.taken(closed)


def test_a_link_in_the_place_of_the_folder_for_locks_opens_nothing(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private, temporary = tmp_path / "private", tmp_path / "temporary"
    private.mkdir(mode=0o700)
    temporary.mkdir()
    (temporary / "dialogue-annotator-locks").symlink_to(private)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with Project.open(closed):
        assert list(private.iterdir()) == []
    assert private.stat().st_mode & 0o7777 == 0o700


def test_everybody_may_keep_locks_in_the_folder_for_them(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for _ in range(2):
        with Project.open(closed):
            assert (tmp_path / "dialogue-annotator-locks").stat().st_mode & 0o7777 == 0o1777


def test_a_packet_is_its_annotators_whoever_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "packet.dap"
    study = Study(instructions="Read first.\n先读。")
    with Project.create(path, codebook=CODEBOOK, annotator=ADA, study=study, packet=True) as project:
        assert project.packet_of == ADA
        assert project.study.read() == study
    with Project.open(path, annotator=BEN) as project:
        assert project.annotator == ADA
        assert [one.key for one in project.people.all()] == [ADA.key], "nobody joins it"
        changes = project.study.set(replace(study, instructions=""))
        assert changes.project
        project.history.undo()
        assert project.study.read() == study


def test_a_project_that_is_no_packet_is_whose_hands_it_is_in(tmp_path: Path) -> None:
    path = tmp_path / "plain.dap"
    with Project.create(path, codebook=CODEBOOK, annotator=ADA) as project:
        assert project.packet_of is None
        assert not project.study.read().instructions
    with Project.open(path, annotator=BEN) as project:
        assert project.annotator == BEN
