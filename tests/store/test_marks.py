from __future__ import annotations

import pytest

from annotator.errors import UserError
from annotator.model import Mark
from annotator.store import Project
from tests.in_words import in_words
from tests.store.building import ADA, BEN


def marks(project: Project) -> list[list[str]]:
    return [sorted(turn.marks) for turn in project.turns.page([1, 2, 3, 4])]


def test_a_mark_is_set_once_taken_off_and_brought_back(project: Project) -> None:
    changes = project.marks.set([1, 4], "flag", on=True)
    assert (set(changes.turns), set(changes.dialogues), in_words(changes)) == (
        {1, 4},
        {1, 2},
        "flagging 2 turns",
    )
    assert marks(project) == [["flag"], [], [], ["flag"]]
    assert project.marks.set([1, 2], "flag", on=True).turns == {2}
    assert project.marks.set([1], "flag", on=True).edit is None
    project.marks.set([1], "bookmark", on=True)
    assert marks(project)[0] == ["bookmark", "flag"]
    assert in_words(project.marks.set([1, 3], "flag", on=False)) == "unflagging 1 turn"
    assert marks(project) == [["bookmark"], ["flag"], [], ["flag"]]
    project.history.undo()
    project.history.undo()
    assert marks(project) == [["flag"], ["flag"], [], ["flag"]]
    project.history.redo()
    assert marks(project)[0] == ["bookmark", "flag"]
    assert project.check() == []


def test_marked_turns_come_in_order_without_removed_dialogues(project: Project) -> None:
    project.marks.set([5, 1, 2], "bookmark", on=True)
    project.marks.set([3], "flag", on=True)
    assert list(project.marks.turns("bookmark")) == [1, 2, 5]
    project.dialogues.remove([1])
    assert list(project.marks.turns("bookmark")) == [5]
    assert list(project.marks.turns("flag")) == []


def test_everybody_has_their_own_marks(project: Project) -> None:
    project.marks.set([1], "flag", on=True)
    with Project.open(project.path, annotator=BEN, companion=True) as other:
        assert marks(other)[0] == []
        other.marks.set([1], "bookmark", on=True)
        (record, *_) = other.records.one(1).turns
        assert [(mark.kind, mark.annotator) for mark in record.marks] == [
            ("bookmark", BEN.key),
            ("flag", ADA.key),
        ]
        # What somebody else did can be reverted, and only the mark that the edit set goes.
        (edit,) = (edit for edit in other.history.edits(10) if in_words(edit) == "flagging 1 turn")
        assert other.history.revert(edit.id).skipped == 0
        assert marks(other)[0] == ["bookmark"]
        assert len(other.records.one(1).turns[0].marks) == 1
        assert other.check() == []


def test_what_was_taken_off_meanwhile_is_left_alone(project: Project) -> None:
    edit = project.marks.set([1, 2], "flag", on=True).edit
    assert edit is not None
    project.marks.set([1], "flag", on=False)
    assert project.history.revert(edit).skipped == 1
    assert marks(project)[:2] == [[], []]


def test_the_history_of_a_turn_names_its_marks(project: Project) -> None:
    project.marks.set([2], "flag", on=True)
    (edit,) = project.history.edits(5, turn_id=2)
    (change,) = project.history.changes(edit.id)
    assert (change.kind, change.key, change.turn_id) == ("mark", f"2/{ADA.key}/flag", 2)


def test_several_edits_together_are_one(project: Project) -> None:
    changes = project.together(
        [lambda p: p.marks.set([1], "flag", on=True), lambda p: p.marks.set([2], "flag", on=True)]
    )
    assert in_words(changes) == "flagging 2 turns"
    project.history.undo()
    assert marks(project)[:2] == [[], []]


def test_a_turn_that_is_not_there_is_refused(project: Project) -> None:
    with pytest.raises(KeyError):
        project.marks.set([1, 999], "flag", on=True)
    assert marks(project)[0] == []


def test_marks_of_an_export_keep_their_time_and_annotator(project: Project) -> None:
    mark = Mark("flag", ADA.key, "2020-01-01T00:00:00Z")
    assert in_words(project.marks.take_in([(1, 1, mark)])) == "importing 1 mark"
    assert project.records.one(1).turns[0].marks == (mark,)
    assert project.marks.take_in([]).edit is None
    with pytest.raises(UserError):
        project.marks.take_in([(1, 2, mark), (1, 2, mark)])
    with pytest.raises(KeyError):
        project.marks.take_in([(1, 2, Mark("flag", "nobody"))])
