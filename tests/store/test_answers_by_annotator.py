from __future__ import annotations

from annotator.model import Target
from annotator.store import Project
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

    def answers(facet: str) -> list[tuple[object, ...]]:
        return [
            (keys.dialogues[row[0]], row[1], people[row[3]], keys.labels[row[4]], row[5], row[7:])
            for row in project.comparison.answers(facet)
        ]

    key = project.dialogues.page([dialogue])[0].key
    assert answers("topic") == [
        (key, first, ADA.key, "topic.music", 1, (-1, -1)),
        (key, first, BEN.key, "topic.art", 0, (-1, -1)),
    ]
    assert answers("quality") == [(key, 0, ADA.key, "quality.good", 0, (-1, -1))]
    assert answers("passage") == [(key, second, ADA.key, "passage.joke", 0, (0, 2))]
    assert answers("note") == []
    assert all(row[6] > 1_500_000_000 for row in project.comparison.answers("topic"))


def test_turns_with_what_is_known_about_them(project: Project) -> None:
    turns = list(project.comparison.turns())
    ids = [turn for dialogue in project.dialogues.ids() for turn in project.turns.ids(dialogue)]
    assert sorted(row[0] for row in turns) == sorted(ids)
    read = {turn.id: turn for turn in project.turns.page(ids)}
    for row, _, place, speaker, switched, repaired, later in turns:
        turn = read[row]
        assert (place, speaker) == (turn.position << 32, turn.speaker)
        assert bool(switched) == (turn.language is not None and len(turn.language.words) > 1)
        assert bool(repaired) == (turn.text != turn.received)
        size = sum(one.dialogue_id == turn.dialogue_id for one in read.values())
        assert bool(later) == (2 * turn.position >= size)


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
