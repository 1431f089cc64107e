"""What is open is put together again after its file was overwritten: the last backup, and the edits since."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.store import Project, ProjectReplaced, backups, kept_edits
from annotator.store.undo import History
from tests.store.building import ADA, BEN, CODEBOOK, fill, labels_of, new_project, prepared
from tests.trust.scene import state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file stays in its place there")
DATA = Path(__file__).parent / "data"


def work(project: Project) -> None:
    """Edits of every kind that the log has in its own way."""
    project.tags.add([1, 2, 3], "stance.favor")
    project.tags.set_fields([1], "stance", note="kept", intensity=2)
    project.tags.add_span(4, 0, 4, "passage.joke")
    label, _ = project.codebook.add_label("topic", "new")
    project.tags.add([2], label.key)
    project.marks.set([3], "flag", on=True)
    project.dialogues.rename(1, "another title")
    project.people.add(BEN)
    project.structure.split(2, 5)
    project.repairs.correct(4, "TURN", 0, 4)
    project.repairs.keep_received([step.id for step in project.doubts.page(2.0, 1)])
    project.tags.add([5], "topic.art")
    project.history.undo()
    project.history.redo()
    project.history.undo()
    project.tags.remove([tag.key for tag in project.turns.page([3])[0].tags])
    project.structure.set_aside(5)


def seen(path: Path) -> tuple[str, list[object], list[object]]:
    """What a project holds, what the check finds in it, and its log."""
    with Project.open(path, read_only=True) as project:
        log = [
            (edit.id, edit.at, edit.summary, edit.annotator, edit.session, edit.reverts, change.kind,
             change.key, change.field, plain(change.old), plain(change.new), change.turn_id)
            for edit in project.history.edits(100) for change in project.history.changes(edit.id)
        ]  # fmt: skip
        return state(project), [*project.check()], [*log]


def plain(row: object) -> object:
    """A row of the log without what it may leave out, because its edit says it."""
    named = {"annotator", "at", "origin"}
    return {name: row[name] for name in row if name not in named} if isinstance(row, dict) else row


OVER: dict[str, Callable[[Path, Path], object]] = {
    "another project": lambda path, other: path.write_bytes(other.read_bytes()),
    "nothing": lambda path, _: path.write_bytes(b""),
    "no project": lambda path, _: path.write_bytes(b"no project at all " * 1000),
}


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.dap"
    Project.create(path, codebook=CODEBOOK, annotator=BEN, name="Other").close()
    return path


def test_nothing_is_lost_where_there_is_a_backup(path: Path, other: Path) -> None:
    with new_project(path) as project:
        backups.back_up(path)
        work(project)
        whole = path.with_name("whole.dap")
        assert project.save_as(whole) == 0
        for name, over in OVER.items():
            over(path, other)
            saved = path.with_name(f"{name}.dap")
            assert project.save_as(saved) == 0
            assert seen(saved) == seen(whole), name
    assert seen(whole)[1] == []


def test_an_undo_that_found_nothing_to_take_back_is_made_again(path: Path) -> None:
    with new_project(path) as project:
        backups.back_up(path)
        project.tags.add([1], "topic.art")
        with Project.open(path, annotator=BEN, companion=True) as other:
            other.tags.remove([project.turns.page([1])[0].tags[0].key])
        undone = project.history.undo()
        assert undone is not None
        assert (undone.skipped, undone.turns) == (1, frozenset())
        assert missing(project) == 0


def test_an_older_state_in_its_place_is_enough(path: Path) -> None:
    with new_project(path) as project:
        older = path.read_bytes()
        work(project)
        whole, saved = path.with_name("whole.dap"), path.with_name("saved.dap")
        project.save_as(whole)
        path.write_bytes(older)
        assert project.save_as(saved) == 0
        assert path.read_bytes() == older
    assert seen(saved) == seen(whole)


def test_the_newest_copy_is_taken(path: Path, other: Path) -> None:
    with new_project(path) as project:
        backups.back_up(path, now=datetime(2026, 1, 1, tzinfo=UTC))
        project.tags.add([1], "topic.art")
        backups.back_up(path, now=datetime(2026, 1, 2, tzinfo=UTC))
        project.tags.add([2], "topic.art")
        broken = backups.folder_of(path) / "study 20260103T000000Z.dap"
        broken.write_bytes(b"no project")
        shutil.copy(DATA / "v1.dap", broken.with_name("study 20260104T000000Z.dap"))
        shutil.copy(other, broken.with_name("study 20260105T000000Z.dap"))
        path.write_bytes(b"")
        assert project.save_as(path.with_name("saved.dap")) == 0
    with Project.open(path.with_name("saved.dap"), annotator=ADA) as saved:
        assert labels_of(saved, 1, "topic") == labels_of(saved, 2, "topic") == ["topic.art"]
        assert saved.check() == []


def test_without_a_copy_it_is_said(path: Path) -> None:
    with new_project(path) as project:
        project.tags.add([1], "topic.art")
        assert project.overwritten() is None
        path.write_bytes(b"")
        assert project.overwritten()
        with pytest.raises(ProjectReplaced, match="there is no backup of it"):
            project.save_as(path.with_name("saved.dap"))
        assert not path.with_name("saved.dap").exists()


def missing(project: Project) -> int:
    """How many edits are missing in what is saved, which opens and is sound."""
    saved = project.path.with_name("saved.dap")
    project.path.write_bytes(b"")
    number = project.save_as(saved)
    assert seen(saved)[1] == []
    return number


def test_an_edit_that_is_too_large_to_be_kept_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_edits, "MOST_CHANGES", 2)
    with new_project(path) as project:
        backups.back_up(path)
        before = project.remembered_from
        project.tags.add([1], "topic.art")
        assert project.remembered_from == before
        project.tags.add([1, 2, 3], "topic.music")
        assert project.remembered_from > before, "a backup is wanted"
        project.tags.add([2], "topic.art")
        assert missing(project) == 3


def test_room_for_edits_has_an_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_edits, "MOST_BYTES", 2_000)
    with new_project(path) as project:
        backups.back_up(path)
        for _ in range(10):
            project.tags.add([1], "topic.art")
            project.tags.clear([1], "topic")
        assert missing(project) == 20, "what the backup has, and no edit that the ones before lead not to"


def test_an_import_wants_a_backup(path: Path) -> None:
    with new_project(path) as project:
        backups.back_up(path)
        before = project.remembered_from
        fill(project, [prepared(2)])
        assert project.remembered_from > before
        assert missing(project) == 1


def test_an_edit_that_does_not_fit_ends_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_project(path) as project:
        backups.back_up(path)
        first = project.tags.add([1], "topic.art").edit
        project.tags.add([2], "topic.art")
        project.tags.add([3], "topic.art")
        make = History.make_again

        def failing(history: History, edit: kept_edits.KeptEdit) -> bool:
            made = make(history, edit)
            if edit.id != first:
                raise ValueError
            return made

        monkeypatch.setattr(History, "make_again", failing)
        assert missing(project) == 2
    monkeypatch.undo()
    with Project.open(path.with_name("saved.dap"), read_only=True) as saved:
        assert labels_of(saved, 1, "topic") == ["topic.art"]
        assert labels_of(saved, 2, "topic") == []


def test_what_does_not_fit_is_not_half_made(path: Path) -> None:
    """A backup that another hand has changed: its last edit is the known one, what stands in it is not."""
    with new_project(path) as project:
        backup = backups.back_up(path)
        assert backup
        with Project.open(backup.path, annotator=ADA) as changed:
            changed._db.direct("UPDATE turn SET received = text || 'x', text = text || 'x' WHERE id = 4")
        project.structure.split(4, 5)
        assert missing(project) == 1
