from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from annotator.errors import UserError
from annotator.model import Tag, Target
from annotator.store import Project
from tests.in_words import in_words
from tests.store.building import ADA, BEN, ROBOT, TARGET, labels_of

SECOND = Target("eeeeeeee-0000-4000-8000-000000000005", "entity", "Robots")


def one(project: Project, turn: int = 1, facet: str = "stance") -> Tag:
    (tag,) = (tag for tag in project.turns.page([turn])[0].tags if tag.facet == facet)
    return tag


def test_a_label_is_given_to_the_first_target_of_each_dialogue(project: Project) -> None:
    changes = project.tags.add([1, 4], "stance.favor", intensity=2, uncertain=True)
    assert changes.turns == {1, 4}
    assert changes.dialogues == {1, 2}
    assert not any((changes.structure, changes.codebook, changes.project, changes.skipped))
    assert in_words(changes) == "tagging 2 turns"
    tag = one(project, 4)
    assert tag == Tag(
        tag.key,
        2,
        4,
        "stance",
        "stance.favor",
        ADA.key,
        target=TARGET.key,
        intensity=2,
        uncertain=True,
        at=tag.at,
    )
    assert len(tag.key) == 36
    assert tag.key[14] == "7"
    assert tag.at.endswith("Z")


def test_a_single_facet_has_one_tag_and_its_note_survives_another_label(project: Project) -> None:
    project.tags.add([1], "stance.favor", intensity=3, uncertain=True)
    project.tags.set_fields([1], "stance", note="why?")
    first = one(project)
    project.tags.add([1], "stance.against")
    second = one(project)
    assert second == replace(first, label="stance.against", intensity=None, uncertain=False, at=second.at)
    assert second.note == "why?"


def test_the_same_label_again_changes_only_what_is_said(project: Project) -> None:
    project.tags.add([1], "stance.favor", intensity=3, uncertain=True)
    assert project.tags.add([1], "stance.favor").edit is None
    project.tags.add([1], "stance.favor", intensity=1)
    tag = one(project)
    assert (tag.intensity, tag.uncertain) == (1, True)
    project.tags.add([1], "stance.favor", uncertain=False)
    assert not one(project).uncertain


def test_several_labels_stand_side_by_side(project: Project) -> None:
    project.tags.add([1, 2], "topic.art")
    project.tags.add([2, 3], "topic.music")
    assert labels_of(project, 2, "topic") == ["topic.art", "topic.music"]
    assert project.tags.add([2], "topic.art").edit is None
    assert project.tags.clear([1, 2, 3], "topic", "topic.art").turns == {1, 2}
    assert labels_of(project, 2, "topic") == ["topic.music"]
    assert project.tags.clear([1, 2, 3], "topic").turns == {2, 3}
    assert project.tags.clear([1], "topic").edit is None


def test_each_target_has_its_stance(project: Project) -> None:
    project.dialogues.set_target(1, SECOND)
    project.tags.add([1], "stance.favor")
    project.tags.add([1], "stance.against", target=SECOND.key)
    assert sorted(labels_of(project, 1, "stance")) == ["stance.against", "stance.favor"]
    with pytest.raises(KeyError):
        project.tags.add([1, 4], "stance.favor", target=SECOND.key)


def test_a_stance_given_before_there_was_a_target_moves_to_it(project: Project) -> None:
    project.dialogues.remove_target(1, TARGET.key)
    project.tags.add([1], "stance.favor")
    assert one(project).target is None
    project.dialogues.set_target(1, SECOND)
    project.tags.add([1], "stance.against")
    assert one(project).target == SECOND.key
    assert one(project).label == "stance.against"


def test_a_doubled_stance_becomes_one(project: Project) -> None:
    untargeted = Tag("t-1", 1, 1, "stance", "stance.favor", ADA.key, at="2026-01-01T00:00:00Z")
    project.tags.take_in([untargeted, replace(untargeted, key="t-2", target=TARGET.key)])
    project.tags.add([1], "stance.against")
    assert one(project).label == "stance.against"


def test_spans_may_overlap_and_stay_inside_of_the_text(project: Project) -> None:
    project.tags.add_span(1, 0, 4, "passage.joke")
    project.tags.add_span(1, 2, 6, "passage.joke", uncertain=True)
    assert project.tags.add_span(1, 0, 4, "passage.joke").edit is None
    spans = [(tag.start, tag.end) for tag in project.turns.page([1])[0].tags]
    assert spans == [(0, 4), (2, 6)]
    length = len(project.turns.page([1])[0].text)
    for start, end in ((-1, 2), (3, 3), (0, length + 1)):
        with pytest.raises(ValueError, match="no span"):
            project.tags.add_span(1, start, end, "passage.joke")
    with pytest.raises(KeyError):
        project.tags.add_span(99, 0, 1, "passage.joke")


def test_a_dialogue_is_tagged_as_a_whole(project: Project) -> None:
    changes = project.tags.add_to_dialogue(1, "quality.good")
    assert changes.turns == frozenset()
    assert changes.dialogues == {1}
    project.tags.add_to_dialogue(1, "quality.bad", uncertain=True)
    (tag,) = project.tags.of_dialogue(1)
    assert (tag.label, tag.turn_id, tag.uncertain) == ("quality.bad", None, True)
    assert project.turns.page([1])[0].tags == ()
    assert project.tags.of_dialogue(1, [BEN.key]) == []
    assert project.tags.clear_dialogue(1, "quality", "quality.good").edit is None
    project.tags.clear_dialogue(1, "quality")
    assert project.tags.of_dialogue(1) == []


def test_free_text_is_written_changed_and_removed(project: Project) -> None:
    project.tags.write([1, 2], "note", "see \ud800 there")
    assert one(project, 2, "note").value == "see � there"
    project.tags.write([1], "note", "else")
    assert labels_of(project, 1, "note") == ["else"]
    project.tags.write([1, 2], "note", "")
    assert labels_of(project, 1, "note") == []


def test_details_change_on_standing_tags(project: Project) -> None:
    project.tags.add([1, 2], "stance.favor")
    project.tags.add([3], "stance.against")
    changes = project.tags.set_fields([1, 2, 3], "stance", label="stance.favor", intensity=3, uncertain=True)
    assert changes.turns == {1, 2}
    assert one(project, 1).intensity == 3
    project.tags.set_fields([1], "stance", intensity=None)
    assert one(project, 1).intensity is None
    assert one(project, 1).uncertain
    assert project.tags.set_fields([1], "stance").edit is None


def test_impossible_wishes_are_refused_and_change_nothing(project: Project) -> None:
    with pytest.raises(ValueError, match="intensity"):
        project.tags.add([1], "stance.favor", intensity=4)
    with pytest.raises(ValueError, match="intensity"):
        project.tags.set_fields([1], "stance", intensity=0)
    with pytest.raises(KeyError):
        project.tags.add([1, 99], "stance.favor")
    with pytest.raises(UserError, match="label is no longer"):
        project.tags.add([1], "stance.gone")
    with pytest.raises(UserError, match="facet is no longer"):
        project.tags.clear([1], "gone")
    assert project.counts().tags == 0
    assert in_words(project.history.can_undo) == "importing 2 files"


def test_tags_of_others_are_left_alone_and_shown_on_request(project: Project) -> None:
    project.people.add(BEN)
    project.people.add(ROBOT)
    at = "2026-01-01T00:00:00Z"
    project.tags.take_in(
        [
            Tag(
                "t-ben",
                1,
                1,
                "stance",
                "stance.favor",
                BEN.key,
                "imported",
                target=TARGET.key,
                note="n",
                at=at,
            ),
            Tag("t-robot", 1, 1, "language", "language.en", ROBOT.key, "suggested", score=0.75, at=at),
        ]
    )
    project.tags.add([1], "stance.against")
    project.tags.clear([1], "language")
    assert [tag.key for tag in project.turns.page([1])[0].tags if tag.annotator != ADA.key] == ["t-robot"]
    everybody = project.turns.page([1], [ADA.key, BEN.key, ROBOT.key])[0].tags
    assert {tag.annotator for tag in everybody} == {ADA.key, BEN.key, ROBOT.key}
    (ben,) = (tag for tag in everybody if tag.annotator == BEN.key)
    assert (ben.at, ben.origin, ben.note) == (at, "imported", "n")
    assert project.tags.remove(["t-ben", "nobody"]).turns == {1}
    assert project.turns.page([1], [BEN.key])[0].tags == ()


def test_tags_are_not_read_in_twice(project: Project) -> None:
    tag = Tag("t-1", 1, 1, "topic", "topic.art", ADA.key, at="2026-01-01T00:00:00Z")
    with pytest.raises(UserError, match="twice"):
        project.tags.take_in([tag, tag])
    project.tags.take_in([tag], "tags.merge")
    assert in_words(project.history.can_undo) == "merging 1 tag"
    with pytest.raises(UserError, match="twice"):
        project.tags.take_in([tag])
    with pytest.raises(KeyError):
        project.tags.take_in([replace(tag, key="t-2", label="gone")])


def test_progress_counts_turns_and_the_next_untagged_is_found(project: Project) -> None:
    project.tags.add([1, 3], "topic.art")
    project.tags.add([1], "topic.music")
    project.tags.take_in(
        [Tag("s", 2, 4, "topic", "topic.art", ADA.key, "suggested", at="2026-01-01T00:00:00Z")]
    )
    assert project.progress.of_dialogues([1, 2], "topic") == {1: 2, 2: 0}
    assert project.progress.next_untagged(1, "topic", 1) == 2
    assert project.progress.next_untagged(2, "topic", 1) is None
    assert project.progress.next_untagged(3, "topic", 1, backwards=True) == 2
    assert project.progress.next_untagged(7, "topic", 2, backwards=True) == 6
    assert project.progress.label_counts("topic") == {"topic.art": 3, "topic.music": 1}


def test_hundreds_of_turns_are_one_edit_with_keys_of_their_own(project: Project) -> None:
    turns = list(range(1, 8))
    project.tags.add([*turns, *turns], "language.en")
    keys = {tag.key for turn in project.turns.page(turns) for tag in turn.tags}
    assert len(keys) == 7
    assert [edit.change_count for edit in project.history.edits(1)] == [7]


@pytest.mark.parametrize("collecting", [True, False])
def test_an_edit_leaves_the_collector_as_it_was(project: Project, collecting: bool) -> None:
    (gc.enable if collecting else gc.disable)()
    try:
        project.tags.add([1], "topic.art")
        assert gc.isenabled() == collecting
    finally:
        gc.enable()
