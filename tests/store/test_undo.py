from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model import Annotator, Changes, Label, Tag, Target
from annotator.store import Project
from tests.in_words import in_words
from tests.store.building import (
    ADA,
    BEN,
    CODEBOOK,
    TARGET,
    fill,
    labels_of,
    new_project,
    prepared,
    rename_project,
)

OTHER = Target("eeeeeeee-0000-4000-8000-000000000005", "choice", "A or B", ("A", "B"))


def state(project: Project) -> object:
    """All that edits can change; times apart, which only move forward."""
    everybody = [annotator.key for annotator in project.people.all()]
    dialogues = list(project.dialogues.ids())
    tags = [
        replace(tag, at="")
        for dialogue in dialogues
        for turn in project.turns.page(project.turns.ids(dialogue), everybody)
        for tag in turn.tags
    ]
    whole = [
        replace(tag, at="") for dialogue in dialogues for tag in project.tags.of_dialogue(dialogue, everybody)
    ]
    return (
        project.name, project.codebook.read(), project.people.all(), project.dialogues.page(dialogues),
        sorted(tags, key=lambda tag: tag.key), whole, project.counts(),
        project.progress.label_counts("topic"),
    )  # fmt: skip


NEW_FACET = replace(CODEBOOK.facet("topic"), key="new", labels=(Label("n", "new", "n"),), shortcut="")
NEW_CODEBOOK = replace(CODEBOOK, name="B", version=4, facets=CODEBOOK.facets[2:])
IMPORTED = Tag("k", 1, 2, "language", "language.zh", BEN.key, "imported", at="2020-01-01T00:00:00Z")
EDITS: dict[str, Callable[[Project], object]] = {
    "tag": lambda p: p.tags.add([1, 2, 4], "stance.favor", intensity=2),
    "retag": lambda p: p.tags.add([5], "stance.against"),
    "add topic": lambda p: p.tags.add([5, 6], "topic.music"),
    "untag": lambda p: p.tags.clear([5], "stance"),
    "span": lambda p: p.tags.add_span(1, 0, 3, "passage.joke"),
    "dialogue tag": lambda p: p.tags.add_to_dialogue(1, "quality.good"),
    "note": lambda p: p.tags.write([5], "note", "new"),
    "no note": lambda p: p.tags.write([5], "note", ""),
    "details": lambda p: p.tags.set_fields([5], "stance", uncertain=True, intensity=1, note="n"),
    "add label": lambda p: p.codebook.add_label("topic", "sport"),
    "change label": lambda p: p.codebook.update_label(
        "topic.art", name="arts", colour="#000000", retired=True
    ),
    "remove label": lambda p: p.codebook.remove_label("topic.old"),
    "remove parent": lambda p: p.codebook.remove_label("topic.art"),
    "merge labels": lambda p: p.codebook.remove_label("stance.favor", merge_into="stance.against"),
    "remove facet": lambda p: p.codebook.remove_facet("quality"),
    "change facet": lambda p: p.codebook.update_facet("topic", question="?", targeted=True, kind="several"),
    "add facet": lambda p: p.codebook.add_facet(NEW_FACET),
    "new codebook": lambda p: p.codebook.replace(NEW_CODEBOOK),
    "rename": lambda p: rename_project(p, "Another"),
    "title": lambda p: p.dialogues.rename(1, "first"),
    "remove dialogues": lambda p: p.dialogues.remove([1, 2]),
    "new target": lambda p: p.dialogues.set_target(1, OTHER),
    "change target": lambda p: p.dialogues.set_target(1, replace(OTHER, key=TARGET.key)),
    "remove target": lambda p: p.dialogues.remove_target(1, TARGET.key),
    "rename annotator": lambda p: p.people.rename("Ada L."),
    "import": lambda p: fill(p, [prepared(7)]),
    "read in": lambda p: p.tags.take_in([IMPORTED]),
}


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_can_be_undone_and_redone(project: Project, name: str) -> None:
    project.people.add(BEN)
    project.tags.add([5], "stance.favor", intensity=3)
    project.tags.write([5], "note", "old")
    project.tags.add([4], "topic.music")
    before = state(project)
    EDITS[name](project)
    after = state(project)
    assert after != before
    edit = can_undo(project)
    for _ in range(2):
        undone = project.history.undo()
        assert undone is not None
        assert in_words(undone) == f"undo: {edit}"
        assert undone.skipped == 0
        assert state(project) == before
        assert can_redo(project) == edit
        redone = project.history.redo()
        assert redone is not None
        assert in_words(redone) == f"redo: {edit}"
        assert state(project) == after
        assert can_redo(project) is None


def test_undo_says_what_to_refresh(project: Project) -> None:
    project.tags.add([1, 4], "stance.favor")
    project.tags.add([1, 4], "stance.against")
    for _ in range(2):
        undone = project.history.undo()
        assert undone is not None
        assert (undone.turns, undone.dialogues, undone.structure) == (
            frozenset({1, 4}),
            frozenset({1, 2}),
            False,
        )
    undone = project.history.undo()
    assert undone is not None
    assert (undone.structure, undone.dialogues) == (True, frozenset({1, 2}))
    assert list(project.dialogues.ids()) == []
    assert project.history.undo() is None
    assert can_undo(project) is None


def test_the_stack_walks_back_and_forth_until_something_new(project: Project) -> None:
    for label in ("topic.art", "topic.music"):
        project.tags.add([1], label)
    project.history.undo()
    project.history.undo()
    project.history.redo()
    assert labels_of(project, 1, "topic") == ["topic.art"]
    assert can_redo(project) == "tagging 1 turn"
    project.tags.add([2], "topic.art")
    assert can_redo(project) is None
    assert project.history.redo() is None
    project.history.undo()
    project.history.undo()
    assert labels_of(project, 1, "topic") == []
    assert can_redo(project) == "tagging 1 turn"


def reaches_back(project: Project) -> bool:
    return project.history.undoes_earlier


def test_ctrl_z_goes_on_into_earlier_sittings(path: Path) -> None:
    with new_project(path) as project:
        for label in ("stance.favor", "stance.against"):
            project.tags.add([1], label)
        project.tags.add([2], "stance.favor")
        project.history.undo()
    with Project.open(path, annotator=BEN) as other:
        assert can_undo(other) is None, "Ada's edits are not Ben's to undo"
        assert other.history.undo() is None
        other.tags.add([4], "stance.favor")
    with Project.open(path, annotator=ADA) as again:
        assert reaches_back(again)
        assert can_redo(again) is None, "redo is of this sitting"
        again.tags.add([5], "stance.favor")
        assert not reaches_back(again)
        again.history.undo()
        assert reaches_back(again)
        again.history.undo()
        assert labels_of(again, 1, "stance") == ["stance.favor"]
        again.history.redo()
        assert labels_of(again, 1, "stance") == ["stance.against"]
        assert not reaches_back(again), "what was done again is of this sitting"
        again.history.undo()
        again.history.undo()
        assert labels_of(again, 1, "stance") == []
    with Project.open(path, annotator=ADA) as third:
        undone = third.history.undo()
        assert undone is not None
        assert undone.structure, "what lies below is the import"
        assert third.history.undo() is None, "the project began with what is left"
        assert third.history.redo() is not None


def test_revert_reaches_all_sittings(path: Path) -> None:
    with new_project(path) as project:
        project.tags.add([1], "stance.favor")
        (edit,) = project.history.edits(1)
    with Project.open(path, annotator=BEN) as again:
        changes = again.history.revert(edit.id)
        assert in_words(changes) == "revert: tagging 1 turn"
        assert labels_of(again, 1, "stance") == []


def test_a_row_that_has_changed_since_is_left_alone(project: Project) -> None:
    first = project.tags.add([1, 2, 3], "stance.favor").edit
    assert first
    project.tags.add([1], "stance.against")
    project.tags.set_fields([2], "stance", note="now")
    changes = project.history.revert(first)
    assert (changes.turns, changes.skipped) == (frozenset({3}), 2)
    assert labels_of(project, 1, "stance") == ["stance.against"]
    again = project.history.revert(first)
    assert (again.edit, again.skipped, again.turns) == (None, 3, frozenset())


def test_all_fields_of_a_row_go_back_together_or_not_at_all(project: Project) -> None:
    project.tags.add([1, 2], "stance.favor", intensity=1)
    second = project.tags.add([1, 2], "stance.against", intensity=3).edit
    assert second
    project.tags.set_fields([1], "stance", intensity=2)
    assert project.history.revert(second).skipped == 1
    tags = [turn.tags[0] for turn in project.turns.page([1, 2])]
    assert [(tag.label, tag.intensity) for tag in tags] == [("stance.against", 2), ("stance.favor", 1)]


def test_an_undo_with_nothing_left_to_undo_still_moves_on(path: Path, project: Project) -> None:
    project.tags.add([1], "stance.favor")
    project.tags.add([2], "stance.favor")
    with Project.open(path, annotator=BEN, companion=True) as other:
        key = project.turns.page([2])[0].tags[0].key
        other.tags.remove([key])
    undone = project.history.undo()
    assert undone is not None
    assert (undone.skipped, undone.turns) == (1, frozenset())
    project.history.undo()
    assert labels_of(project, 1, "stance") == []
    project.history.redo()
    assert project.history.redo() is not None
    assert labels_of(project, 1, "stance") == ["stance.favor"]
    assert labels_of(project, 2, "stance") == []


def can_undo(project: Project) -> str | None:
    return in_words(project.history.can_undo) or None


def can_redo(project: Project) -> str | None:
    return in_words(project.history.can_redo) or None


def edit_of(changes: Changes) -> int:
    assert changes.edit is not None
    return changes.edit


def test_a_removed_tag_does_not_come_back_to_a_place_that_is_taken(project: Project) -> None:
    project.tags.add([1], "stance.favor")
    project.tags.add([1], "topic.art")
    project.tags.add_to_dialogue(1, "quality.good")
    removed = [
        edit_of(project.tags.clear([1], "stance")),
        edit_of(project.tags.clear([1], "topic")),
        edit_of(project.tags.clear_dialogue(1, "quality")),
    ]
    project.tags.add([1], "stance.against")
    project.tags.add([1], "topic.music")
    project.tags.add_to_dialogue(1, "quality.bad")
    assert [project.history.revert(edit).skipped for edit in removed] == [1, 0, 1]
    assert labels_of(project, 1, "stance") == ["stance.against"]
    assert labels_of(project, 1, "topic") == ["topic.art", "topic.music"]


def test_a_merged_label_does_not_come_back_beside_itself(project: Project) -> None:
    project.tags.add([1, 2], "topic.art")
    merged = edit_of(project.codebook.remove_label("topic.art", merge_into="topic.music"))
    project.codebook.add_label("topic", "art", key="topic.art")
    project.tags.add([1], "topic.art")
    changes = project.history.revert(merged)
    # The label stands again already, and the tag of turn 1 would double.
    assert changes.skipped == 2
    assert sorted(labels_of(project, 1, "topic")) == ["topic.art", "topic.music"]
    assert labels_of(project, 2, "topic") == ["topic.art"]


def test_a_tag_does_not_come_back_without_its_label_target_or_facet(project: Project) -> None:
    project.dialogues.set_target(1, OTHER)
    project.tags.add([1], "topic.art")
    project.tags.add([1], "stance.favor", target=OTHER.key)
    project.tags.add_to_dialogue(1, "quality.good")
    edits = [
        edit_of(project.tags.clear([1], "topic")),
        edit_of(project.tags.clear([1], "stance")),
        edit_of(project.tags.clear_dialogue(1, "quality")),
    ]
    project.codebook.remove_label("topic.art")
    project.dialogues.remove_target(1, OTHER.key)
    project.codebook.remove_facet("quality")
    assert [project.history.revert(edit).skipped for edit in edits] == [1, 1, 1]
    project.tags.add([2], "topic.music")
    relabelled = edit_of(project.codebook.remove_label("topic.music", merge_into="topic.old"))
    project.history.revert(relabelled)
    assert labels_of(project, 2, "topic") == ["topic.music"]


def test_what_is_in_use_is_not_taken_away(project: Project) -> None:
    label = edit_of(project.codebook.add_label("topic", "sport", key="topic.sport")[1])
    child = edit_of(project.codebook.add_label("topic", "chess", key="topic.chess", parent="topic.sport")[1])
    target = edit_of(project.dialogues.set_target(2, OTHER))
    facet = edit_of(
        project.codebook.add_facet(replace(CODEBOOK.facet("topic"), key="x", shortcut="", labels=()))
    )
    person = edit_of(project.people.add(BEN))
    assert project.history.revert(label).skipped == 1  # it has a label below it
    project.tags.add([1], "topic.chess")
    project.tags.add([4], "stance.favor", target=OTHER.key)
    project.codebook.add_label("x", "y")
    assert [project.history.revert(edit).skipped for edit in (child, target, facet, person)] == [1, 1, 1, 1]


def test_a_label_comes_back_only_with_its_facet_parent_and_shortcut_free(project: Project) -> None:
    child = edit_of(project.codebook.remove_label("topic.music"))
    project.codebook.remove_label("topic.art")
    good = edit_of(project.codebook.remove_label("quality.good"))
    project.codebook.remove_facet("quality")
    assert project.history.revert(child).skipped == 1
    assert project.history.revert(good).skipped == 1
    freed = edit_of(project.codebook.update_label("stance.favor", shortcut="9"))
    project.codebook.update_label("stance.against", shortcut="1")
    assert project.history.revert(freed).skipped == 1
    facet = edit_of(project.codebook.update_facet("stance", shortcut=""))
    project.codebook.update_facet("note", shortcut="s")
    assert project.history.revert(facet).skipped == 1


def test_what_stands_already_is_not_created_again(project: Project) -> None:
    removed = edit_of(project.codebook.remove_label("topic.old"))
    project.history.revert(removed)
    assert project.history.revert(removed).skipped == 1


def test_a_field_of_what_is_gone_is_left_alone(project: Project) -> None:
    renamed = edit_of(project.codebook.update_label("topic.old", name="older"))
    project.codebook.remove_label("topic.old")
    assert project.history.revert(renamed).skipped == 1


def test_the_beginning_of_a_project_cannot_be_reverted(project: Project) -> None:
    with pytest.raises(UserError, match="began with it"):
        project.history.revert(1)
    with pytest.raises(KeyError):
        project.history.revert(99)


def test_a_companion_edits_on_the_same_stack(path: Path, project: Project) -> None:
    with Project.open(path, annotator=ADA, companion=True) as companion:
        assert companion.session == project.session
        companion.tags.add([1], "stance.favor")
        assert can_undo(project) == "tagging 1 turn"
        project.history.undo()
        assert can_redo(companion) == "tagging 1 turn"
    assert labels_of(project, 1, "stance") == []
    renamed = Annotator(ADA.key, "Somebody")
    project.people.add(renamed)
    assert project.annotator == renamed
    project.history.undo()
    assert project.annotator == ADA


def test_edits_made_together_are_one(project: Project) -> None:
    before = state(project)
    changes = project.together(
        [
            lambda p: p.tags.add([1, 2], "language.zh"),
            lambda p: p.tags.add([4], "language.en"),
            lambda p: p.tags.add([4], "language.en"),
        ]
    )
    assert in_words(changes) == "tagging 3 turns"
    assert (changes.turns, changes.dialogues) == (frozenset({1, 2, 4}), frozenset({1, 2}))
    assert [(in_words(edit), edit.change_count) for edit in project.history.edits(1)] == [
        ("tagging 3 turns", 3)
    ]
    assert len(project.history.changes(changes.edit or 0)) == 3
    project.history.undo()
    assert state(project) == before

    def new_topic(p: Project) -> None:
        label, _ = p.codebook.add_label("topic", "sport", key="sport")
        p.tags.add([1], label.key)

    changes = project.together([lambda p: p.dialogues.rename(1, "x"), new_topic])
    assert (in_words(changes), changes.codebook, changes.turns) == ("tagging 1 turn", True, frozenset({1}))
    project.history.undo()
    assert state(project) == before
    nothing = project.together([lambda p: p.tags.clear([1], "topic")])
    assert (nothing.edit, in_words(nothing)) == (None, "")
    assert project.together([]).edit is None


def test_edits_made_together_fail_together(project: Project) -> None:
    before = state(project)
    with pytest.raises(UserError):
        project.together([lambda p: p.tags.add([1], "topic.art"), lambda p: p.tags.add([1], "gone")])
    with pytest.raises(ValueError, match="of its own"):
        project.together([lambda p: p.tags.add([1], "topic.art"), lambda p: p.history.undo()])
    assert state(project) == before
    assert project.tags.add([1], "topic.art").edit


def test_the_edit_that_would_be_taken_back_and_its_size(project: Project) -> None:
    while project.history.undo():
        pass
    assert project.history.next_undo() is None
    project.tags.add([1, 2, 3], "stance.favor")
    last = project.history.next_undo()
    assert last is not None
    assert project.history.next_redo() is None
    assert project.history.size_of(last) == 3
    assert project.history.size_of(last + 9) == 0
    assert project.history.undo(last - 1) is None  # another edit is the last one
    assert project.history.undo(last) is not None
    assert project.history.redo(last) is None
    again = project.history.next_redo()
    assert again is not None
    assert project.history.redo(again) is not None
