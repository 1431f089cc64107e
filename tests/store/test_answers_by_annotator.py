from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime

import pytest

from annotator.model import Target
from annotator.store import PackedRows, Project
from annotator.store.database_errors import ProjectDamaged
from annotator.store.packed_rows import columns_of
from tests.store.building import ADA, BEN


def test_answers_of_everybody_as_numbers(project: Project) -> None:
    dialogue = project.dialogues.ids()[0]
    first, second = project.turns.ids(dialogue)[:2]
    project.tags.add([first], "topic.music", uncertain=True)
    project.tags.add([second], "topic.art", origin="suggested")
    project.tags.write([first], "note", "hm")
    project.tags.add_to_dialogue(dialogue, "quality.good")
    project.tags.add_span(second, 0, 2, "passage.joke")
    with Project.open(project.path, annotator=BEN, companion=True) as other:
        other.tags.add([first], "topic.art")
    keys = project.comparison.keys()
    people = {row: person.key for row, person in keys.annotators.items()}

    def answers(facet: str, *, whole: bool = False) -> list[tuple[object, ...]]:
        return [
            (
                keys.dialogues.get(row.get("dialogue", 0)), row["turn"], people[row["annotator"]],
                keys.labels[row["label"]], row["uncertain"], row["target"],
            )
            for row in rows(project.comparison.answers(facet, whole=whole))
            if not row["on_span"]
        ]  # fmt: skip

    key = project.dialogues.page([dialogue])[0].key
    assert answers("topic") == [
        (None, first, ADA.key, "topic.music", 1, 0),
        (None, first, BEN.key, "topic.art", 0, 0),
    ]
    assert answers("quality") == []
    assert answers("quality", whole=True) == [(key, 0, ADA.key, "quality.good", 0, 0)]
    assert answers("passage") == []
    assert [row["turn"] for row in rows(project.comparison.answers("passage", whole=False))] == [second]
    assert [
        (row[0], people[row[1]], keys.labels[row[2]], *row[3:]) for row in project.comparison.spans("passage")
    ] == [(second, ADA.key, "passage.joke", 0, 2)]
    assert answers("note") == []
    tags = {tag.annotator: tag.at for tag in project.comparison.every_tag("topic")}
    for row in rows(project.comparison.answers("topic", whole=False)):
        at = datetime.fromtimestamp(row["second"], tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert at == tags[people[row["annotator"]]]


def rows(packed: PackedRows) -> list[dict[str, int]]:
    """The rows with the parts of each by name."""
    found = []
    for piece in packed.pieces:
        for numbers in zip(*(map(int, digits.split(",")) for digits in piece), strict=True):
            row = {}
            for number, column in zip(numbers, packed.columns, strict=True):
                rest = number
                for name, bits in reversed(column):
                    row[name] = rest % (1 << bits)
                    rest >>= bits
            found.append(row)
    return found


def test_rows_that_lead_nowhere_are_refused(project: Project) -> None:
    project.comparison.refuse_dangling_rows()
    project.tags.add(project.turns.ids(project.dialogues.ids()[0])[:1], "topic.music")
    copy = project.path.with_name("copy.dap")
    with contextlib.closing(sqlite3.connect(project.path)) as file:
        file.execute("VACUUM INTO ?", (str(copy),))
    with contextlib.closing(sqlite3.connect(copy)) as file, file:
        file.execute("UPDATE tag SET label = 9999")
    with Project.open(copy, read_only=True) as other, pytest.raises(ProjectDamaged, match="is damaged"):
        other.comparison.refuse_dangling_rows()


def test_what_has_no_room_in_one_number_goes_into_several() -> None:
    assert columns_of({"a": 31, "b": 32, "c": 1, "d": 0}) == ((("a", 31), ("b", 32)), (("c", 1), ("d", 1)))


def test_turns_with_what_is_known_about_them(project: Project) -> None:
    turns = rows(project.comparison.turns())
    ids = [turn for dialogue in project.dialogues.ids() for turn in project.turns.ids(dialogue)]
    assert sorted(row["turn"] for row in turns) == sorted(ids)
    read = {turn.id: turn for turn in project.turns.page(ids)}
    speakers = {int(turn): who for who, own in project.comparison.speakers() for turn in own.split(",")}
    lengths = dict(project.comparison.lengths())
    for row in turns:
        turn = read[row["turn"]]
        assert (row["dialogue"], row["place"]) == (turn.dialogue_id, turn.position << 32)
        assert (speakers[turn.id], lengths[turn.id]) == (turn.speaker, len(turn.text))
        assert bool(row["switched"]) == (turn.language is not None and len(turn.language.words) > 1)
        assert bool(row["repaired"]) == (turn.text != turn.received)
        size = sum(one.dialogue_id == turn.dialogue_id for one in read.values())
        assert bool(row["second_half"]) == (2 * turn.position >= size)


def test_targets_go_by_what_they_say(project: Project) -> None:
    dialogue = project.dialogues.ids()[0]
    known = set(project.comparison.keys().targets.values())
    project.dialogues.set_target(dialogue, Target("t1", "proposition", "AI is useful"))
    project.dialogues.set_target(dialogue, Target("t2", "proposition", "AI is useful"))
    assert set(project.comparison.keys().targets.values()) - known == {"AI is useful", "AI is useful (2)"}


def test_all_tags_texts_and_marks(project: Project) -> None:
    dialogue = project.dialogues.ids()[0]
    first, second = project.turns.ids(dialogue)[:2]
    project.tags.add([first], "topic.music")
    project.tags.add([second], "topic.art", origin="suggested")
    project.marks.set([second], "flag", on=True)
    (tag,) = project.comparison.every_tag()
    assert (tag.turn_id, tag.label, tag.annotator) == (first, "topic.music", ADA.key)
    assert [(place, turn, mark.kind) for place, turn, mark in project.comparison.every_mark()] == [
        (dialogue, second, "flag")
    ]
    texts = {row[0]: row[3] for row in project.comparison.every_text()}
    assert texts[first] == project.turns.page([first])[0].text
    project.dialogues.remove([dialogue])
    assert list(project.comparison.every_tag()) == []
    assert list(project.comparison.every_mark()) == []
    assert first not in {row[0] for row in project.comparison.every_text()}
