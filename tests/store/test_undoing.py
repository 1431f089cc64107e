from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model import Annotator, Changes, Label, Tag, Target
from annotator.store import Project
from tests.store.building import ADA, BEN, CODEBOOK, TARGET, fill, labels_of, new_project, prepared

OTHER = Target("eeeeeeee-0000-4000-8000-000000000005", "choice", "A or B", ("A", "B"))


def state(project: Project) -> object:
    """All that edits can change; times apart, which only move forward."""
    everybody = [annotator.key for annotator in project.annotators()]
    dialogues = list(project.dialogue_ids())
    tags = [
        replace(tag, at="")
        for dialogue in dialogues
        for turn in project.turn_page(project.turn_ids(dialogue), everybody)
        for tag in turn.tags
    ]
    whole = [
        replace(tag, at="") for dialogue in dialogues for tag in project.dialogue_tags(dialogue, everybody)
    ]
    return (
        project.name, project.codebook(), project.annotators(), project.dialogue_page(dialogues),
        sorted(tags, key=lambda tag: tag.key), whole, project.counts(), project.label_counts("topic"),
    )  # fmt: skip


NEW_FACET = replace(CODEBOOK.facet("topic"), key="new", labels=(Label("n", "new", "n"),), shortcut="")
NEW_CODEBOOK = replace(CODEBOOK, name="B", version=4, facets=CODEBOOK.facets[2:])
IMPORTED = Tag("k", 1, 2, "language", "language.zh", BEN.key, "imported", at="2020-01-01T00:00:00Z")
EDITS: dict[str, Callable[[Project], object]] = {
    "tag": lambda p: p.tag([1, 2, 4], "stance.favor", intensity=2),
    "retag": lambda p: p.tag([5], "stance.against"),
    "add topic": lambda p: p.tag([5, 6], "topic.music"),
    "untag": lambda p: p.untag([5], "stance"),
    "span": lambda p: p.tag_span(1, 0, 3, "passage.joke"),
    "dialogue tag": lambda p: p.tag_dialogue(1, "quality.good"),
    "note": lambda p: p.tag_text([5], "note", "new"),
    "no note": lambda p: p.tag_text([5], "note", ""),
    "details": lambda p: p.set_tag_fields([5], "stance", uncertain=True, intensity=1, note="n"),
    "add label": lambda p: p.add_label("topic", "sport"),
    "change label": lambda p: p.update_label("topic.art", name="arts", colour="#000000", retired=True),
    "remove label": lambda p: p.remove_label("topic.old"),
    "remove parent": lambda p: p.remove_label("topic.art"),
    "merge labels": lambda p: p.remove_label("stance.favor", merge_into="stance.against"),
    "remove facet": lambda p: p.remove_facet("quality"),
    "change facet": lambda p: p.update_facet("topic", question="?", targeted=True, kind="several"),
    "add facet": lambda p: p.add_facet(NEW_FACET),
    "new codebook": lambda p: p.set_codebook(NEW_CODEBOOK),
    "rename": lambda p: p.rename_project("Another"),
    "title": lambda p: p.rename_dialogue(1, "first"),
    "remove dialogues": lambda p: p.remove_dialogues([1, 2]),
    "new target": lambda p: p.set_target(1, OTHER),
    "change target": lambda p: p.set_target(1, replace(OTHER, key=TARGET.key)),
    "remove target": lambda p: p.remove_target(1, TARGET.key),
    "rename annotator": lambda p: p.rename_annotator("Ada L."),
    "import": lambda p: fill(p, [prepared(7)]),
    "read in": lambda p: p.import_tags([IMPORTED]),
}


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_can_be_undone_and_redone(project: Project, name: str) -> None:
    project.add_annotator(BEN)
    project.tag([5], "stance.favor", intensity=3)
    project.tag_text([5], "note", "old")
    project.tag([4], "topic.music")
    before = state(project)
    EDITS[name](project)
    after = state(project)
    assert after != before
    edit = can_undo(project)
    for _ in range(2):
        undone = project.undo()
        assert undone is not None
        assert undone.label == f"undo: {edit}"
        assert undone.skipped == 0
        assert state(project) == before
        assert can_redo(project) == edit
        redone = project.redo()
        assert redone is not None
        assert redone.label == f"redo: {edit}"
        assert state(project) == after
        assert can_redo(project) is None


def test_undo_says_what_to_refresh(project: Project) -> None:
    project.tag([1, 4], "stance.favor")
    project.tag([1, 4], "stance.against")
    for _ in range(2):
        undone = project.undo()
        assert undone is not None
        assert (undone.turns, undone.dialogues, undone.structure) == (
            frozenset({1, 4}),
            frozenset({1, 2}),
            False,
        )
    undone = project.undo()
    assert undone is not None
    assert (undone.structure, undone.dialogues) == (True, frozenset({1, 2}))
    assert list(project.dialogue_ids()) == []
    assert project.undo() is None
    assert can_undo(project) is None


def test_the_stack_walks_back_and_forth_until_something_new(project: Project) -> None:
    for label in ("topic.art", "topic.music"):
        project.tag([1], label)
    project.undo()
    project.undo()
    project.redo()
    assert labels_of(project, 1, "topic") == ["topic.art"]
    assert can_redo(project) == "tag 1 turn"
    project.tag([2], "topic.art")
    assert can_redo(project) is None
    assert project.redo() is None
    project.undo()
    project.undo()
    assert labels_of(project, 1, "topic") == []
    assert can_redo(project) == "tag 1 turn"


def reaches_back(project: Project) -> bool:
    return project.undoes_earlier


def test_ctrl_z_goes_on_into_earlier_sittings(path: Path) -> None:
    with new_project(path) as project:
        for label in ("stance.favor", "stance.against"):
            project.tag([1], label)
        project.tag([2], "stance.favor")
        project.undo()
    with Project.open(path, annotator=BEN) as other:
        assert can_undo(other) is None, "Ada's edits are not Ben's to undo"
        assert other.undo() is None
        other.tag([4], "stance.favor")
    with Project.open(path, annotator=ADA) as again:
        assert reaches_back(again)
        assert can_redo(again) is None, "redo is of this sitting"
        again.tag([5], "stance.favor")
        assert not reaches_back(again)
        again.undo()
        assert reaches_back(again)
        again.undo()
        assert labels_of(again, 1, "stance") == ["stance.favor"]
        again.redo()
        assert labels_of(again, 1, "stance") == ["stance.against"]
        assert not reaches_back(again), "what was done again is of this sitting"
        again.undo()
        again.undo()
        assert labels_of(again, 1, "stance") == []
    with Project.open(path, annotator=ADA) as third:
        undone = third.undo()
        assert undone is not None
        assert undone.structure, "what lies below is the import"
        assert third.undo() is None, "the project began with what is left"
        assert third.redo() is not None


def test_revert_reaches_all_sittings(path: Path) -> None:
    with new_project(path) as project:
        project.tag([1], "stance.favor")
        (edit,) = project.history(1)
    with Project.open(path, annotator=BEN) as again:
        changes = again.revert(edit.id)
        assert changes.label == "revert: tag 1 turn"
        assert labels_of(again, 1, "stance") == []


def test_a_row_that_has_changed_since_is_left_alone(project: Project) -> None:
    first = project.tag([1, 2, 3], "stance.favor").edit
    assert first
    project.tag([1], "stance.against")
    project.set_tag_fields([2], "stance", note="now")
    changes = project.revert(first)
    assert (changes.turns, changes.skipped) == (frozenset({3}), 2)
    assert labels_of(project, 1, "stance") == ["stance.against"]
    again = project.revert(first)
    assert (again.edit, again.skipped, again.turns) == (None, 3, frozenset())


def test_all_fields_of_a_row_go_back_together_or_not_at_all(project: Project) -> None:
    project.tag([1, 2], "stance.favor", intensity=1)
    second = project.tag([1, 2], "stance.against", intensity=3).edit
    assert second
    project.set_tag_fields([1], "stance", intensity=2)
    assert project.revert(second).skipped == 1
    tags = [turn.tags[0] for turn in project.turn_page([1, 2])]
    assert [(tag.label, tag.intensity) for tag in tags] == [("stance.against", 2), ("stance.favor", 1)]


def test_an_undo_with_nothing_left_to_undo_still_moves_on(path: Path, project: Project) -> None:
    project.tag([1], "stance.favor")
    project.tag([2], "stance.favor")
    with Project.open(path, annotator=BEN, companion=True) as other:
        key = project.turn_page([2])[0].tags[0].key
        other.remove_tags([key])
    undone = project.undo()
    assert undone is not None
    assert (undone.skipped, undone.turns) == (1, frozenset())
    project.undo()
    assert labels_of(project, 1, "stance") == []
    project.redo()
    assert project.redo() is not None
    assert labels_of(project, 1, "stance") == ["stance.favor"]
    assert labels_of(project, 2, "stance") == []


def can_undo(project: Project) -> str | None:
    return project.can_undo


def can_redo(project: Project) -> str | None:
    return project.can_redo


def edit_of(changes: Changes) -> int:
    assert changes.edit is not None
    return changes.edit


def test_a_removed_tag_does_not_come_back_to_a_place_that_is_taken(project: Project) -> None:
    project.tag([1], "stance.favor")
    project.tag([1], "topic.art")
    project.tag_dialogue(1, "quality.good")
    removed = [
        edit_of(project.untag([1], "stance")),
        edit_of(project.untag([1], "topic")),
        edit_of(project.untag_dialogue(1, "quality")),
    ]
    project.tag([1], "stance.against")
    project.tag([1], "topic.music")
    project.tag_dialogue(1, "quality.bad")
    assert [project.revert(edit).skipped for edit in removed] == [1, 0, 1]
    assert labels_of(project, 1, "stance") == ["stance.against"]
    assert labels_of(project, 1, "topic") == ["topic.art", "topic.music"]


def test_a_merged_label_does_not_come_back_beside_itself(project: Project) -> None:
    project.tag([1, 2], "topic.art")
    merged = edit_of(project.remove_label("topic.art", merge_into="topic.music"))
    project.add_label("topic", "art", key="topic.art")
    project.tag([1], "topic.art")
    changes = project.revert(merged)
    # The label stands again already, and the tag of turn 1 would double.
    assert changes.skipped == 2
    assert sorted(labels_of(project, 1, "topic")) == ["topic.art", "topic.music"]
    assert labels_of(project, 2, "topic") == ["topic.art"]


def test_a_tag_does_not_come_back_without_its_label_target_or_facet(project: Project) -> None:
    project.set_target(1, OTHER)
    project.tag([1], "topic.art")
    project.tag([1], "stance.favor", target=OTHER.key)
    project.tag_dialogue(1, "quality.good")
    edits = [
        edit_of(project.untag([1], "topic")),
        edit_of(project.untag([1], "stance")),
        edit_of(project.untag_dialogue(1, "quality")),
    ]
    project.remove_label("topic.art")
    project.remove_target(1, OTHER.key)
    project.remove_facet("quality")
    assert [project.revert(edit).skipped for edit in edits] == [1, 1, 1]
    project.tag([2], "topic.music")
    relabelled = edit_of(project.remove_label("topic.music", merge_into="topic.old"))
    project.revert(relabelled)
    assert labels_of(project, 2, "topic") == ["topic.music"]


def test_what_is_in_use_is_not_taken_away(project: Project) -> None:
    label = edit_of(project.add_label("topic", "sport", key="topic.sport")[1])
    child = edit_of(project.add_label("topic", "chess", key="topic.chess", parent="topic.sport")[1])
    target = edit_of(project.set_target(2, OTHER))
    facet = edit_of(project.add_facet(replace(CODEBOOK.facet("topic"), key="x", shortcut="", labels=())))
    person = edit_of(project.add_annotator(BEN))
    assert project.revert(label).skipped == 1  # it has a label below it
    project.tag([1], "topic.chess")
    project.tag([4], "stance.favor", target=OTHER.key)
    project.add_label("x", "y")
    assert [project.revert(edit).skipped for edit in (child, target, facet, person)] == [1, 1, 1, 1]


def test_a_label_comes_back_only_with_its_facet_parent_and_shortcut_free(project: Project) -> None:
    child = edit_of(project.remove_label("topic.music"))
    project.remove_label("topic.art")
    good = edit_of(project.remove_label("quality.good"))
    project.remove_facet("quality")
    assert project.revert(child).skipped == 1
    assert project.revert(good).skipped == 1
    freed = edit_of(project.update_label("stance.favor", shortcut="9"))
    project.update_label("stance.against", shortcut="1")
    assert project.revert(freed).skipped == 1
    facet = edit_of(project.update_facet("stance", shortcut=""))
    project.update_facet("note", shortcut="s")
    assert project.revert(facet).skipped == 1


def test_what_stands_already_is_not_created_again(project: Project) -> None:
    removed = edit_of(project.remove_label("topic.old"))
    project.revert(removed)
    assert project.revert(removed).skipped == 1


def test_a_field_of_what_is_gone_is_left_alone(project: Project) -> None:
    renamed = edit_of(project.update_label("topic.old", name="older"))
    project.remove_label("topic.old")
    assert project.revert(renamed).skipped == 1


def test_the_beginning_of_a_project_cannot_be_reverted(project: Project) -> None:
    with pytest.raises(UserError, match="began with it"):
        project.revert(1)
    with pytest.raises(KeyError):
        project.revert(99)


def test_a_companion_edits_on_the_same_stack(path: Path, project: Project) -> None:
    with Project.open(path, annotator=ADA, companion=True) as companion:
        assert companion.session == project.session
        companion.tag([1], "stance.favor")
        assert can_undo(project) == "tag 1 turn"
        project.undo()
        assert can_redo(companion) == "tag 1 turn"
    assert labels_of(project, 1, "stance") == []
    renamed = Annotator(ADA.key, "Somebody")
    project.add_annotator(renamed)
    assert project.annotator == renamed
    project.undo()
    assert project.annotator == ADA


def test_edits_made_together_are_one(project: Project) -> None:
    before = state(project)
    changes = project.together(
        [
            lambda p: p.tag([1, 2], "language.zh"),
            lambda p: p.tag([4], "language.en"),
            lambda p: p.tag([4], "language.en"),
        ]
    )
    assert changes.label == "tag 3 turns"
    assert (changes.turns, changes.dialogues) == (frozenset({1, 2, 4}), frozenset({1, 2}))
    assert [(edit.label, edit.change_count) for edit in project.history(1)] == [("tag 3 turns", 3)]
    assert len(project.edit_changes(changes.edit or 0)) == 3
    project.undo()
    assert state(project) == before

    def new_topic(p: Project) -> None:
        label, _ = p.add_label("topic", "sport", key="sport")
        p.tag([1], label.key)

    changes = project.together([lambda p: p.rename_dialogue(1, "x"), new_topic])
    assert (changes.label, changes.codebook, changes.turns) == ("tag 1 turn", True, frozenset({1}))
    project.undo()
    assert state(project) == before
    nothing = project.together([lambda p: p.untag([1], "topic")])
    assert (nothing.edit, nothing.label) == (None, "")
    assert project.together([]).edit is None


def test_edits_made_together_fail_together(project: Project) -> None:
    before = state(project)
    with pytest.raises(UserError):
        project.together([lambda p: p.tag([1], "topic.art"), lambda p: p.tag([1], "gone")])
    with pytest.raises(ValueError, match="of its own"):
        project.together([lambda p: p.tag([1], "topic.art"), lambda p: p.undo()])
    assert state(project) == before
    assert project.tag([1], "topic.art").edit


def test_the_edit_that_would_be_taken_back_and_its_size(project: Project) -> None:
    while project.undo():
        pass
    assert project.next_undo() is None
    project.tag([1, 2, 3], "stance.favor")
    last = project.next_undo()
    assert last is not None
    assert project.next_redo() is None
    assert project.size_of(last) == 3
    assert project.size_of(last + 9) == 0
    assert project.undo(last - 1) is None  # another edit is the last one
    assert project.undo(last) is not None
    assert project.redo(last) is None
    again = project.next_redo()
    assert again is not None
    assert project.redo(again) is not None
