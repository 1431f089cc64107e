"""What becomes of a project whose file is taken away, replaced or overwritten while it is open."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.store import Project, ProjectDamaged, ProjectReplaced
from tests.store.building import ADA, BEN, CODEBOOK, labels_of, new_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file stays in its place there")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another project."""
    path = tmp_path / "other.dap"
    Project.create(path, codebook=CODEBOOK, annotator=BEN, name="Other").close()
    return path


AWAY: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "deleted": (lambda path, _: path.unlink(), "is not there any more: it was deleted or moved"),
    "moved": (lambda path, _: path.rename(path.with_name("moved")), "deleted or moved"),
    "replaced": (lambda path, other: other.replace(path), "replaced while it was open: another file has"),
}  # fmt: skip


@pytest.mark.parametrize("name", AWAY)
def test_nothing_goes_into_a_file_without_a_name(path: Path, other: Path, name: str) -> None:
    """The next edit says it, and what is open can be saved: never what has taken its place."""
    take_away, message = AWAY[name]
    with new_project(path) as project:
        project.tags.add([1], "topic.art")
        take_away(path, other)
        with pytest.raises(ProjectReplaced, match=message):
            project.tags.add([2], "topic.art")
        with pytest.raises(ProjectReplaced, match=message):
            Project.open(path, companion=True)
        project.save_as(path.with_name("saved.dap"))
        assert labels_of(project, 1, "topic") == ["topic.art"]
    with Project.open(path.with_name("saved.dap"), annotator=ADA) as saved:
        assert labels_of(saved, 1, "topic") == ["topic.art"]
        assert labels_of(saved, 2, "topic") == []
        assert saved.name == "Test"
        assert saved.check() == []


OVER: dict[str, Callable[[Path, bytes, Path], object]] = {
    "another project": lambda path, _, other: path.write_bytes(other.read_bytes()),
    "an older state": lambda path, older, _: path.write_bytes(older),
    "nothing": lambda path, *_: path.write_bytes(b""),
}


@pytest.mark.parametrize("name", OVER)
def test_no_edit_goes_on_top_of_other_content(path: Path, other: Path, name: str) -> None:
    with new_project(path) as project, Project.open(path, read_only=True) as reader:
        older = path.read_bytes()
        project.tags.add([1], "topic.art")
        OVER[name](path, older, other)
        before = path.read_bytes()
        with pytest.raises(ProjectReplaced, match="overwritten while it was open"):
            project.tags.add([2], "topic.art")
        with pytest.raises((ProjectReplaced, ProjectDamaged)):
            Project.open(path, companion=True)
        if name == "an older state":  # which is what the reader has opened, and a copy to go on from
            for each in (reader, project):
                assert each.save_as(path.with_name("saved.dap")) == 0
        else:
            for each in (reader, project):
                with pytest.raises(ProjectReplaced, match="there is no backup of it"):
                    each.save_as(path.with_name("saved.dap"))
            assert not path.with_name("saved.dap").exists()
        assert path.read_bytes() == before


def test_reading_on_in_an_emptied_file_is_said(path: Path) -> None:
    with new_project(path) as project:
        path.write_bytes(b"")
        with pytest.raises(ProjectDamaged, match="it has no table"):
            project.turns.page([1])


def test_what_other_programs_add_does_no_harm(path: Path) -> None:
    """Two machines on a network share without locks: both edits stay."""
    with new_project(path) as project:
        project.tags.add([1], "topic.art")
        with project._db.transaction():
            project._db.direct(
                "INSERT INTO edit (at, annotator, session, code, role, changes) "
                "VALUES ('2026-01-01T00:00:00Z', 1, 'theirs', 'codebook.change', 'do', 0)"
            )
        project._last_edit.keep((project.key, 2, *_stamp_of(project, 2)))
        assert project.tags.add([2], "topic.art").edit
    with Project.open(path) as again:
        assert again.check() == []


def _stamp_of(project: Project, edit: int) -> tuple[object, object]:
    row = project._db.raw.execute("SELECT at, session FROM edit WHERE id = ?", (edit,)).fetchone()
    return row[0], row[1]


def test_a_project_without_a_log_has_nothing_to_lose(path: Path) -> None:
    with new_project(path, ()) as project:
        with project._db.transaction():
            for table in ("change", "edit"):
                project._db.direct(f"DELETE FROM {table}")
        project._last_edit.keep(project._last_edit.note(project._db.raw))
        assert project.people.add(BEN).edit
