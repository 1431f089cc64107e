from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from annotator.model import Change, EditSummary, Target
from annotator.store import Project, ProjectDamaged, project_part
from tests.in_words import in_words
from tests.store.building import ADA, BEN, new_project


def test_edits_come_newest_first_and_page_by_page(project: Project) -> None:
    project.tags.add([1], "topic.art")
    project.tags.add([2], "topic.art")
    edits = project.history.edits(2)
    assert [in_words(edit) for edit in edits] == ["tagging 1 turn", "tagging 1 turn"]
    assert all(edit.session == project.session and edit.annotator == ADA.key for edit in edits)
    rest = project.history.edits(10, before=edits[-1].id)
    assert [in_words(edit) for edit in rest] == ["importing 2 files", "creating the project"]
    assert rest[-1].session == ""
    assert project.history.edits(10, annotator=BEN.key) == []
    assert [edit.id for edit in project.history.edits(10, turn_id=1)] == [edits[1].id]
    assert project.history.edits(10, turn_id=1, before=edits[1].id, annotator=ADA.key) == []


def test_an_edit_knows_what_took_it_back(project: Project) -> None:
    tag = project.tags.add([1], "topic.art").edit
    undo = project.history.undo()
    assert undo is not None
    redo = project.history.redo()
    assert redo is not None
    edits = {edit.id: edit for edit in project.history.edits(10)}
    assert edits[tag or 0].reverted_by is None
    assert (edits[undo.edit or 0].reverts, edits[undo.edit or 0].reverted_by) == (tag, redo.edit)
    again = project.history.undo()
    assert again is not None
    edits = {edit.id: edit for edit in project.history.edits(10)}
    assert edits[tag or 0].reverted_by == undo.edit
    assert edits[undo.edit or 0].reverted_by is None
    assert edits[redo.edit or 0].reverted_by == again.edit


def test_changes_show_rows_and_fields(project: Project) -> None:
    created = project.tags.add([1, 2], "topic.art").edit
    changed = project.tags.set_fields([1], "topic", note="n").edit
    assert created
    assert changed
    keys = [turn.tags[0].key for turn in project.turns.page([1, 2])]
    row = {"dialogue": 1, "turn": 1, "facet": "topic", "label": "topic.art"}
    assert project.history.changes(created, 1) == [Change("tag", keys[0], "", None, row, 1, 1, 0, "topic")]
    assert [change.key for change in project.history.changes(created)] == keys
    assert project.history.changes(changed) == [Change("tag", keys[0], "note", "", "n", 1, 1, 0, "topic")]
    removed = project.tags.clear([1], "topic").edit
    assert removed
    (change,) = project.history.changes(removed)
    assert change.new is None
    assert isinstance(change.old, dict)
    assert change.old["note"] == "n"


def test_changes_say_where_they_happened(project: Project) -> None:
    project.tags.add([2], "stance.favor")
    project.tags.add([2], "stance.against")
    project.dialogues.rename(1, "Another")
    project.dialogues.set_target(1, Target("t1", "entity", "Robots"))
    targeted, renamed, relabelled, tagged = (
        project.history.changes(edit.id)[-1] for edit in project.history.edits(4)
    )
    assert (tagged.turn_id, tagged.dialogue_id, tagged.position, tagged.facet) == (2, 1, 1, "stance")
    assert (relabelled.field, relabelled.turn_id, relabelled.position, relabelled.facet) == (
        "label", 2, 1, "stance",
    )  # fmt: skip
    assert (renamed.dialogue_id, renamed.turn_id, renamed.new) == (1, None, "Another")
    assert (targeted.dialogue_id, targeted.kind) == (1, "target")


def test_edits_say_what_was_given(project: Project) -> None:
    project.tags.add([1, 2], "stance.favor")
    project.dialogues.rename(1, "Another")
    renamed, tagged = project.history.edits(2)
    assert tagged.summary == EditSummary("turns.tag", {"n": 2, "facet": "stance", "label": "stance.favor"})
    assert (renamed.summary.code, renamed.summary.arguments["new"]) == ("dialogue.rename", "Another")


def test_the_undo_of_a_revert_says_so(project: Project) -> None:
    project.tags.add([1], "stance.favor")
    project.history.revert(project.history.edits(1)[0].id)
    project.history.undo()
    project.history.redo()
    assert [edit.summary.roles for edit in project.history.edits(4)] == [
        ("redo", "revert"),
        ("undo", "revert"),
        ("revert",),
        (),
    ]
    assert {edit.summary.code for edit in project.history.edits(4)} == {"turns.tag"}


def test_edits_of_one_dialogue(project: Project) -> None:
    first = project.tags.add([1], "topic.art").edit
    both = project.tags.add([2, 5], "topic.art").edit
    whole = project.tags.add_to_dialogue(2, "quality.good").edit
    changed = project.tags.add_to_dialogue(2, "quality.bad").edit
    renamed = project.dialogues.rename(1, "another").edit
    target = project.dialogues.set_target(2, Target("t", "entity", "Robots")).edit

    def of(dialogue: int) -> list[int]:
        return [edit.id for edit in reversed(project.history.edits(50, dialogue_id=dialogue))]

    assert of(1)[-3:] == [first, both, renamed]
    assert of(2)[-4:] == [both, whole, changed, target]
    assert of(9) == []
    found = [project.history.within_one_dialogue(edit or 0) for edit in (first, both, whole, renamed)]
    assert found == [True, False, False, False], "of one, of two, of no turn"


def test_edits_of_one_facet_and_time(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_part, "now", lambda: "2026-03-01T12:00:00Z")
    art = project.tags.add([1], "topic.art").edit
    noted = project.tags.set_fields([1], "topic", note="n").edit
    monkeypatch.setattr(project_part, "now", lambda: "2026-03-02T12:00:00Z")
    stance = project.tags.add([1], "stance.favor").edit
    assert [edit.id for edit in project.history.edits(50, facet="topic")] == [noted, art]
    gone = project.tags.clear([1], "topic").edit
    # Of which facet a tag was that is gone by now is only known of its coming and going.
    assert [edit.id for edit in project.history.edits(50, facet="topic")] == [gone, art]
    assert [edit.id for edit in project.history.edits(50, facet="stance")] == [stance]
    second = project.history.edits(50, since="2026-03-02T12:00:00Z", until="2026-03-03")
    assert [edit.id for edit in second] == [gone, stance]
    day = project.history.edits(50, since="2026-03-01T12:00:00Z", until="2026-03-02T12:00:00Z")
    assert [edit.id for edit in day] == [noted, art]


def test_edits_that_take_back_each_other_have_an_end(path: Path) -> None:
    with new_project(path) as project:
        project.tags.add([1], "topic.art")
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE edit SET reverts = 3 - id WHERE id < 3")
        db.execute("UPDATE edit SET reverts = id WHERE id = 3")
    with Project.open(path, read_only=True) as project:
        edits = project.history.edits(10)
        assert [(edit.id, edit.reverted_by) for edit in edits] == [(3, None), (2, None), (1, 2)]


def test_behind_the_greatest_number_comes_none(path: Path) -> None:
    with new_project(path) as project:
        project.tags.add([1], "topic.art")
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE edit SET id = ? WHERE id = (SELECT max(id) FROM edit)", (2**63 - 1,))
    with Project.open(path, annotator=ADA) as project, pytest.raises(ProjectDamaged):
        project.tags.add([1], "topic.music")
