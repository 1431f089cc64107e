from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.model import Tag
from annotator.store import Project, ProjectCounts
from tests.store.building import ADA, BEN, DAMAGED, TARGET, fill, prepared


def test_counts_are_of_what_is_there(project: Project) -> None:
    project.tags.add([1, 2], "topic.art")
    assert project.counts() == ProjectCounts(
        dialogues=2, turns=7, tags=2, repairs=3, damage=2, gaps=1, sources=2
    )


def test_pages_keep_the_order_asked_and_leave_out_what_is_not_there(project: Project) -> None:
    assert [turn.id for turn in project.turns.page([5, 99, 1, 5])] == [5, 1, 5]
    assert [dialogue.id for dialogue in project.dialogues.page([2, 99, 1])] == [2, 1]
    assert project.turns.page([]) == []
    assert project.turns.texts([5, 99, 1, 5]) == [turn.text for turn in project.turns.page([5, 1, 5])]
    assert list(project.turns.ids(99)) == []


def test_a_record_holds_everything(project: Project) -> None:
    project.people.add(BEN)
    project.tags.add([4], "topic.music")
    project.tags.add([4], "stance.favor")
    project.tags.add_to_dialogue(2, "quality.good")
    project.tags.take_in(
        [
            Tag("z", 2, 4, "topic", "topic.art", BEN.key, at="2026-01-01T00:00:00Z"),
            Tag("y", 2, 4, "topic", "topic.art", ADA.key, at="2026-01-01T00:00:00Z"),
            Tag("x", 2, None, "quality", "quality.bad", BEN.key, at="2026-01-01T00:00:00Z"),
        ]
    )
    record = project.records.one(2)
    assert record.dialogue == project.dialogues.page([2])[0]
    assert (record.number, record.tail, record.tail_steps) == (0, "\n", ())
    assert [tag.annotator for tag in record.tags] == [ADA.key, BEN.key]
    last = record.turns[-1]
    assert (last.lead, last.lead_steps, last.turn.steps) == ("\n[B]: ", DAMAGED.lead_steps, DAMAGED.steps)
    tags = record.turns[0].turn.tags
    assert [(tag.facet, tag.label, tag.annotator) for tag in tags] == [
        ("stance", "stance.favor", ADA.key), ("topic", "topic.art", ADA.key), ("topic", "topic.art", BEN.key),
        ("topic", "topic.music", ADA.key),
    ]  # fmt: skip
    assert tags[0].target == TARGET.key
    with pytest.raises(KeyError):
        project.records.one(99)


def test_records_come_in_the_order_asked_across_batches(project: Project) -> None:
    fill(project, [prepared(number, turns=600) for number in range(10, 13)])
    assert list(project.records._batches([5, 1, 99, 3, 4, 2])) == [[5, 1], [3], [4, 2]]
    records = list(project.records.many([5, 1, 99, 3, 4, 2]))
    assert [record.dialogue.id for record in records] == [5, 1, 3, 4, 2]
    assert [len(record.turns) for record in records] == [600, 3, 600, 600, 4]
    assert [each.turn.position for each in records[0].turns] == list(range(600))


def test_repairs_after_the_last_turn_are_kept(project: Project) -> None:
    source = prepared(20)
    dialogue = replace(source.dialogues[0], tail="Ã©\n", tail_steps=DAMAGED.steps[:1])
    fill(project, [replace(source, dialogues=(dialogue,))])
    assert project.records.one(3).tail_steps == DAMAGED.steps[:1]
