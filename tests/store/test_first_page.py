from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator import store
from annotator.model import Annotator, Tag
from annotator.store import (
    Project,
    codebook_edits,
    dialogues,
    first_page,
    project,
    project_lock,
    schema,
    speakers,
    turns,
)
from annotator.store.database import _prepared
from tests.store.building import ADA, BEN, CODEBOOK, ROBOT, TARGET, fill, new_project, prepared

if TYPE_CHECKING:
    import sqlalchemy as sa

SAME = {
    first_page.PROJECT: project._PROJECT,
    first_page.FACETS: codebook_edits._FACETS,
    first_page.LABELS: codebook_edits._LABELS,
    first_page.DIALOGUE_IDS: dialogues._DIALOGUE_IDS,
    first_page.DIALOGUES: dialogues._DIALOGUES,
    first_page.TARGETS: dialogues._TARGETS,
    first_page.SPEAKERS: dialogues._SPEAKERS,
    first_page.TURN_IDS: turns._TURN_IDS,
    first_page.TURNS: turns._TURNS,
    first_page.REPAIR_STEPS: turns._STEPS,
    first_page.TAGS: turns._TURN_TAGS[False],
    first_page.MARKS: turns._MARKS,
    first_page.APPEARANCES: speakers._APPEARANCES,
    first_page.FIRST_SPEAKERS: speakers._FIRST_SPEAKERS,
}


@pytest.mark.parametrize(("text", "statement"), SAME.items(), ids=[text.split()[1] for text in SAME])
def test_its_statements_are_those_of_the_project(text: str, statement: sa.Executable) -> None:
    assert text.split() == _prepared(statement).sql.split()


@pytest.fixture
def closed(path: Path) -> Path:
    """Tags of two annotators and a machine, marks, repairs, targets, something about a speaker."""
    with new_project(path) as made:
        made.people.add(BEN)
        made.people.add(ROBOT)
        made.tags.add([1, 4, 7], "topic.art")
        made.tags.add([7], "stance.favor", intensity=2)
        made.marks.set([2, 7], "flag", on=True)
        made.tags.take_in(
            [
                Tag("z", 2, 7, "topic", "topic.music", BEN.key, at="2026-01-01T00:00:00Z"),
                Tag("y", 2, 7, "quality", "quality.good", ROBOT.key, "imported", at="2026-01-01T00:00:00Z"),
            ]
        )
        made.dialogues.set_target(2, TARGET)
        made.speakers.set("A", "age", "31", [2])
    return path


@pytest.mark.parametrize("who", [ADA, BEN, Annotator("new", "New")], ids=lambda one: one.name)
@pytest.mark.parametrize("place", [(0, 0), (1, 2), (2, 7), (2, 1), (99, 7)])
@pytest.mark.parametrize("read_only", [False, True])
def test_it_is_what_the_project_shows(
    closed: Path, who: Annotator, place: tuple[int, int], *, read_only: bool
) -> None:
    before = closed.read_bytes()
    first = first_page.first_page(closed, who.key, place, read_only=read_only)
    assert first is not None
    shown = first.page(first.turn_ids), first.page([7, 99, 1])
    spoken = first.appearances(9), first.appearances(1), first.of(2, 9), first.of(2, 1)
    first.close()
    first.close()
    assert closed.read_bytes() == before
    assert [each.name for each in closed.parent.iterdir()] == [closed.name]
    with Project.open(closed, annotator=who, read_only=read_only) as opened:
        dialogue = place[0] if place[0] in {1, 2} else 1
        ids = opened.turns.ids(dialogue)
        assert first.turn_ids == ids
        assert shown == (opened.turns.page(ids), opened.turns.page([7, 99, 1]))
        assert first.turn_id == (place[1] if place[1] in ids else ids[0])
        assert first.dialogue == opened.dialogues.page([dialogue])[0]
        assert first.codebook == opened.codebook.read()
        assert first.name == opened.name
        known = opened.speakers
        assert spoken == (known.appearances(9), known.appearances(1), known.of(2, 9), known.of(2, 1))
        assert first.several


def test_turns_without_repairs_have_none(path: Path) -> None:
    with Project.create(path, codebook=CODEBOOK, annotator=ADA) as made:
        fill(made, [prepared(0)])
        ids = made.turns.ids(1)
        expected = made.turns.page(ids)
    first = first_page.first_page(path, ADA.key)
    assert first is not None
    assert not first.several
    assert first.page(ids) == expected
    first.close()


def test_a_packet_is_seen_as_its_annotator_sees_it(path: Path) -> None:
    with Project.create(path, codebook=CODEBOOK, annotator=BEN, packet=True) as made:
        fill(made, [prepared(0)])
        made.tags.add([1], "topic.art")
        expected = made.turns.page([1])
    first = first_page.first_page(path, ADA.key)
    assert first is not None
    assert first.page([1]) == expected
    assert expected[0].tags
    first.close()


def changed(sql: str) -> Callable[[Path], object]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executescript(sql)

    return change


UNUSUAL: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "no database": lambda path: path.write_text("nonsense"),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "newer": changed(f"PRAGMA user_version = {len(schema.STEPS) + 1}"),
    "older": changed(f"PRAGMA user_version = {len(schema.STEPS) - 1}"),
    "of another program": changed("PRAGMA application_id = 1"),
    "altered": changed("CREATE TRIGGER t AFTER INSERT ON tag BEGIN DELETE FROM tag; END"),
    "without a table": changed("DROP TABLE view"),
    "without its row": changed("DELETE FROM project"),
    "with other values": changed("UPDATE dialogue SET chain = 'x'"),
    "in the middle of a change": lambda path: path.with_name(f"{path.name}-journal").write_bytes(b"x"),
    "empty": changed("UPDATE dialogue SET state = 'removed'"),
}


@pytest.mark.parametrize("unusual", UNUSUAL)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_unusual_is_left_to_the_ordinary_way(closed: Path, unusual: str, *, read_only: bool) -> None:
    UNUSUAL[unusual](closed)
    assert first_page.first_page(closed, ADA.key, (1, 1), read_only=read_only) is None


def test_a_project_in_use_is_only_looked_at(closed: Path) -> None:
    with Project.open(closed, annotator=ADA):
        assert project_lock.taken(closed)
        assert first_page.first_page(closed, ADA.key) is None
        first = first_page.first_page(closed, ADA.key, read_only=True)
        assert first is not None
        first.close()


def test_a_write_protected_one_is_left_to_the_ordinary_way(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for protected in (closed, closed.parent):
        monkeypatch.setattr("os.access", lambda place, _, here=protected: Path(place) != here)
        assert first_page.first_page(closed, ADA.key) is None


def test_all_that_the_store_names_is_there_when_it_is_asked_for() -> None:
    assert set(store.__all__) == set(store._PLACES)
    for name in store.__all__:
        assert hasattr(store, name)
        made_in = getattr(getattr(store, name), "__module__", "typing")
        assert made_in in {"typing", f"annotator.store.{store._PLACES[name]}"}
    assert not hasattr(store, "Nothing")
