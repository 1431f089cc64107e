"""Edits of many tags that are alike are taken back by another way, and nobody can tell which."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from annotator.model import Tag
from annotator.store import Project, undo_alike_tags
from annotator.store.edit_log import Writer
from annotator.store.log_rows import TagRow
from tests.store.building import ADA
from tests.store.test_undo import EDITS, state

NEVER = 1_000_000
LONG_AGO = "2020-01-01T00:00:00Z"
MANY: dict[str, Callable[[Project], object]] = {
    "tag": EDITS["tag"],
    "topic": lambda p: p.tags.add([1, 2, 3, 5], "topic.art"),
    "note": lambda p: p.tags.write([1, 2], "note", "a “note”"),
    "untag": lambda p: [p.tags.add([1, 2], "stance.favor", intensity=1), p.tags.clear([1, 2], "stance")],
}


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """The answers of the other way, which is tried for every edit."""
    answers: list[bool] = []
    way = undo_alike_tags.take_back

    def watched(db: object, writer: Writer, edit: int, annotator: str, at: str) -> bool:
        answers.append(way(db, writer, edit, annotator, at))  # type: ignore[arg-type]
        return answers[-1]

    monkeypatch.setattr(undo_alike_tags, "LEAST", 1)
    monkeypatch.setattr(undo_alike_tags, "take_back", watched)
    return answers


def logged(project: Project) -> list[tuple[object, ...]]:
    """The changes of the last edit, of which each is a tag."""
    rows = project._db.raw.execute(
        "SELECT seq, kind, key, field, turn, old, new FROM change"
        " WHERE edit = (SELECT max(id) FROM edit) ORDER BY seq"
    )
    decode = msgspec.json.Decoder(TagRow).decode
    return [(*row[:5], *(None if text is None else decode(text) for text in row[5:])) for row in rows]


@pytest.mark.parametrize("edit", MANY.values(), ids=MANY)
def test_nobody_can_tell_which_way_an_edit_was_taken_back(
    project: Project, taken: list[bool], monkeypatch: pytest.MonkeyPatch, edit: Callable[[Project], object]
) -> None:
    edit(project)
    after = state(project)
    seen = []
    for least in (1, NEVER):
        monkeypatch.setattr(undo_alike_tags, "LEAST", least)
        undone = project.history.undo()
        before, undo_rows = state(project), logged(project)
        redone = project.history.redo()
        assert undone is not None
        assert redone is not None
        assert (undone.skipped, redone.skipped) == (0, 0)
        assert state(project) == after
        seen.append((before, undo_rows, logged(project), undone.turns, undone.dialogues, redone.turns))
        assert project.check() == []
    assert seen[0] == seen[1]
    assert taken == [True, True, False, False]


OTHERS: dict[str, Callable[[Project], object]] = {
    "spans": lambda p: p.tags.add_span(1, 0, 3, "passage.joke"),
    "a dialogue": lambda p: p.tags.add_to_dialogue(1, "quality.good"),
    "a field": lambda p: p.tags.set_fields([5], "stance", uncertain=True),
    "several forms": lambda p: p.tags.take_in(
        Tag(f"k{n}", 1, n, "language", "language.zh", ADA.key, "imported", score=n / 3, at=LONG_AGO)
        for n in (1, 2)
    ),
}


@pytest.mark.parametrize("edit", OTHERS.values(), ids=OTHERS)
def test_other_edits_go_the_usual_way(
    project: Project, taken: list[bool], edit: Callable[[Project], object]
) -> None:
    project.tags.add([5], "stance.favor")
    before = state(project)
    edit(project)
    project.history.undo()
    assert state(project) == before
    assert taken == [False]


def test_what_is_no_longer_as_it_was_is_left_alone(project: Project, taken: list[bool]) -> None:
    edit = project.tags.add([1, 2, 4], "stance.favor").edit
    project.tags.add([2], "stance.against")
    assert edit is not None
    assert project.history.revert(edit).skipped == 1
    assert taken == [False]


def test_what_has_another_answer_by_now_is_left_alone(project: Project, taken: list[bool]) -> None:
    project.tags.add([1, 2, 4], "stance.favor")
    edit = project.tags.clear([1, 2, 4], "stance").edit
    project.tags.add([2], "stance.against")
    assert edit is not None
    assert project.history.revert(edit).skipped == 1
    assert taken == [False]


def test_tags_of_a_label_that_is_gone_do_not_come_back(project: Project, taken: list[bool]) -> None:
    project.tags.add([1, 2, 4], "topic.music")
    edit = project.tags.clear([1, 2, 4, 5, 6], "topic").edit
    assert edit is not None
    project.codebook.remove_label("topic.music")
    assert project.history.revert(edit).skipped
    assert taken == [False]
