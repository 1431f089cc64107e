"""Backups: whole, thinned out with age, and able to take the project's place."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebooks import default
from annotator.errors import UserError
from annotator.model import Annotator
from annotator.store import Project, ProjectLocked, backups, database_copy, project_lock
from tests.store.building import ADA, rename_project

ME = Annotator("me", "Me")
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "study.dap", name="Study", codebook=default(), annotator=ME):
        pass
    return tmp_path / "study.dap"


def rename(path: Path, name: str) -> None:
    with Project.open(path, annotator=ME) as project:
        rename_project(project, name)


def name_in(path: Path) -> str:
    with Project.open(path, read_only=True, annotator=ME) as project:
        return project.name


def test_a_backup_is_a_whole_project_beside_the_first(path: Path) -> None:
    made = backups.back_up(path, now=NOW)
    assert made is not None
    assert made.path == path.parent / "study backups" / "study 20260504T120000Z.dap"
    assert backups.backups(path) == (made,)
    assert name_in(made.path) == "Study"
    assert sorted(made.path.parent.iterdir()) == [made.path]


def test_nothing_new_makes_no_backup(path: Path) -> None:
    backups.back_up(path, now=NOW)
    assert backups.back_up(path, now=NOW + timedelta(hours=1)) is None
    rename(path, "Other")
    assert backups.back_up(path, now=NOW + timedelta(hours=2)) is not None
    assert [backup.at.hour for backup in backups.backups(path)] == [14, 12]


def test_the_project_may_be_open_meanwhile(path: Path) -> None:
    with Project.open(path, annotator=ME) as project:
        rename_project(project, "While open")
        made = backups.back_up(path, now=NOW)
        assert made is not None
        rename_project(project, "Afterwards")
    assert name_in(made.path) == "While open"


def test_other_files_in_the_folder_are_left_alone(path: Path) -> None:
    backups.back_up(path, now=NOW)
    folder = backups.folder_of(path)
    for name in ("mine.dap", "other 20260504T120000Z.dap", "study 20269904T120000Z.dap", "notes.txt"):
        (folder / name).touch()
    assert len(backups.backups(path)) == 1


def test_old_backups_are_thinned_out_on_disk(path: Path) -> None:
    for hours in (0, 1, 30):
        rename(path, f"Name {hours}")
        backups.back_up(path, now=NOW + timedelta(hours=hours))
    assert [backup.at for backup in backups.backups(path)] == [
        NOW + timedelta(hours=30),
        NOW + timedelta(hours=1),
    ]


@given(st.lists(st.integers(0, 60 * 24 * 800), min_size=1, max_size=80, unique=True))
def test_the_rota_keeps_the_newest_and_is_stable(minutes: list[int]) -> None:
    times = [NOW - timedelta(minutes=each) for each in minutes]
    kept = set(times) - backups.outdated(times, NOW)
    assert max(times) in kept
    assert backups.outdated(kept, NOW) == set()
    assert len(kept) <= 13 + 10 + 7 + 14
    for reach, spacing in backups.ROTA:
        within = {at.timestamp() // spacing.total_seconds() for at in times if NOW - at <= reach}
        held = {at.timestamp() // spacing.total_seconds() for at in kept}
        assert within <= held


def test_a_cancelled_backup_leaves_nothing(path: Path) -> None:
    assert backups.back_up(path, cancelled=lambda: True) is None
    assert not backups.folder_of(path).exists()


def test_somebody_who_writes_all_the_time_is_not_held_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_copy, "_PAGES", 3)
    writer = sqlite3.connect(path, isolation_level=None)

    def write() -> bool:
        writer.execute("UPDATE project SET names = names || 'x'")
        return False

    with pytest.raises(backups.BackupPostponed):
        backups.back_up(path, cancelled=write)
    writer.close()
    assert not backups.folder_of(path).exists()


def test_what_cannot_be_written_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backups.folder_of(path).write_text("a file is in the way")
    with pytest.raises(UserError, match="could not be backed up"):
        backups.back_up(path)


def test_a_full_disk_is_said_and_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def small(target: object, **options: Any) -> sqlite3.Connection:
        connection = connect(target, **options)
        if str(target).endswith(".tmp"):
            connection.execute("PRAGMA max_page_count = 2")
        return connection

    monkeypatch.setattr("annotator.store.backups.sqlite3.connect", small)
    with pytest.raises(UserError, match=r"could not be backed up.*space"):
        backups.back_up(path)
    assert not backups.folder_of(path).exists()


def test_backups_are_their_owners_alone(path: Path) -> None:
    made = backups.back_up(path)
    assert made is not None
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_restored_project_keeps_the_mode_it_had(path: Path) -> None:
    made = backups.back_up(path)
    assert made is not None
    path.chmod(0o640)
    backups.restore(path, made.path, "Me")
    assert path.stat().st_mode & 0o777 == 0o640


def spoil(path: Path) -> None:
    """Write over the page a table begins on, as a bad stick does."""
    reader = sqlite3.connect(path)
    (size,) = reader.execute("PRAGMA page_size").fetchone()
    (page,) = reader.execute("SELECT rootpage FROM sqlite_master WHERE name = 'project'").fetchone()
    reader.close()
    data = bytearray(path.read_bytes())
    data[size * (page - 1) : size * page] = b"\xa5" * size
    path.write_bytes(data)


def break_a_rule(path: Path) -> None:
    """Leave a value that the tables forbid, as no program of ours can."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute("UPDATE facet SET kind = 'nonsense'")


@pytest.mark.parametrize("damage", [spoil, break_a_rule])
def test_what_is_not_sound_is_no_backup(path: Path, damage: Callable[[Path], None]) -> None:
    damage(path)
    with pytest.raises(UserError):
        backups.back_up(path)
    assert backups.backups(path) == ()


class TestRestore:
    def test_the_backup_takes_the_place_and_what_was_there_is_kept(self, path: Path) -> None:
        old = backups.back_up(path, now=NOW)
        assert old is not None
        rename(path, "Spoilt")
        kept = backups.restore(path, old.path, "Me")
        assert name_in(path) == "Study"
        assert kept is not None
        assert name_in(kept) == "Spoilt"
        assert not list(path.parent.glob("*.lock"))

    def test_what_is_kept_does_not_push_out_what_is_restored(self, path: Path) -> None:
        old = backups.back_up(path)  # a moment ago: both would share one place of the rota
        assert old is not None
        rename(path, "Spoilt")
        kept = backups.restore(path, old.path, "Me")
        assert name_in(path) == "Study"
        assert kept is not None
        assert name_in(kept) == "Spoilt"
        assert old.path.exists()

    def test_a_state_that_is_backed_up_already_is_not_kept_twice(self, path: Path) -> None:
        old = backups.back_up(path, now=NOW)
        assert old is not None
        assert backups.restore(path, old.path, "Me") == old.path

    def test_a_project_that_is_gone_comes_back(self, path: Path) -> None:
        old = backups.back_up(path, now=NOW)
        assert old is not None
        path.unlink()
        assert backups.restore(path, old.path, "Me") is None
        assert name_in(path) == "Study"

    def test_a_damaged_project_is_set_aside_as_it_is(self, path: Path) -> None:
        old = backups.back_up(path, now=NOW)
        assert old is not None
        rename(path, "New")
        spoil(path)
        damaged = path.read_bytes()
        kept = backups.restore(path, old.path, "Me")
        assert kept is not None
        assert kept.read_bytes() == damaged
        assert name_in(path) == "Study"

    @pytest.mark.parametrize("make", [lambda path: path.write_text("no project"), lambda path: path.mkdir()])
    def test_what_is_no_project_restores_nothing(
        self, path: Path, tmp_path: Path, make: Callable[[Path], object]
    ) -> None:
        make(tmp_path / "wrong.dap")
        before = path.read_bytes()
        with pytest.raises(UserError):
            backups.restore(path, tmp_path / "wrong.dap", "Me")
        assert path.read_bytes() == before

    def test_an_open_project_is_not_replaced(self, path: Path) -> None:
        old = backups.back_up(path, now=NOW)
        assert old is not None
        with Project.open(path, annotator=ME), pytest.raises(ProjectLocked):
            backups.restore(path, old.path, "You")


def test_what_ended_programs_left_is_swept_when_the_project_is_opened(path: Path, tmp_path: Path) -> None:
    """Hidden copies and their journals, also among the backups, and lock files of copies that never came."""
    holder = b'{"name":"Ada","host":"here","since":"","pid":1}'
    kept = [tmp_path / "notes.lock", tmp_path / ".notes.tmp", tmp_path / "other.json.lock"]
    for each in kept:
        each.write_text("not ours")
    backups.folder_of(path).mkdir()
    shared = project_lock.shared_folder()
    shared.mkdir(exist_ok=True)
    gone = [tmp_path / "copy.dap.lock", shared / "0-0.lock"]
    for each in gone:
        each.write_bytes(holder)
    gone.append(tmp_path / "full.dap.lock")
    gone[-1].touch()
    for folder in (tmp_path, backups.folder_of(path)):
        gone += [folder / f".{'a' * 32}.tmp{end}" for end in ("", "-journal", ".lock")]
    for each in gone[3:]:
        each.write_text("x")
    held = project_lock.acquire(tmp_path / "held.dap", "Ben", "s")
    with Project.open(path, annotator=ADA):
        assert not any(each.exists() for each in gone)
        assert all(each.exists() for each in kept)
        assert project_lock.lock_path(path).exists()
        assert project_lock.lock_path(tmp_path / "held.dap").exists()
    held.release()
    project_lock.sweep(tmp_path / "missing")
