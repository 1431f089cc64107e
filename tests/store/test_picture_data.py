"""Columns and rows that pictures are drawn from."""

from __future__ import annotations

from annotator.model import PreparedDialogue, PreparedTurn, TurnLanguage
from annotator.store import PackedRows, Project
from tests.store.building import ADA, BEN, fill, source_of


def columns(rows: PackedRows) -> list[tuple[int, ...]]:
    """Packed rows one by one: their parts in order."""
    found = []
    for piece in rows.pieces:
        for packed in zip(*(column.split(",") for column in piece), strict=True):
            row: list[int] = []
            for number, parts in zip(map(int, packed), rows.columns, strict=True):
                own = []
                for _, bits in reversed(parts):
                    own.append(number & ((1 << bits) - 1))
                    number >>= bits  # noqa: PLW2901 - what is left of it
                row += reversed(own)
            found.append(tuple(row))
    return found


def both(project: Project) -> tuple[list[int], list[int]]:
    """The turns of the two dialogues."""
    first, second = project.dialogues.ids()
    return list(project.turns.ids(first)), list(project.turns.ids(second))


def test_places_of_live_turns_only(project: Project) -> None:
    one, two = both(project)
    first, second = project.dialogues.ids()
    expected = {
        *((turn, first, place) for place, turn in enumerate(one)),
        *((turn, second, place) for place, turn in enumerate(two)),
    }
    assert set(columns(project.pictures.places())) == expected
    project.dialogues.remove([second])
    assert set(columns(project.pictures.places())) == {row for row in expected if row[1] == first}
    assert project.pictures.sources() == [("file0.txt", [first])]


def test_turns_by_speaker_and_language(project: Project) -> None:
    one, two = both(project)
    assert {name: sorted(rows) for name, rows in project.pictures.speakers().items()} == {
        "A": [one[0], one[2], two[0], two[2]],
        "B": [one[1], two[1], two[3]],
    }
    found = project.pictures.languages()
    assert found["fr"] == [two[3]]
    assert sorted(found[""]) == [*one, *two[:3]]


def test_tags_as_columns_without_suggestions_and_removed_dialogues(project: Project) -> None:
    one, two = both(project)
    project.tags.add([one[0]], "stance.favor", intensity=3, uncertain=True)
    project.tags.add([one[1]], "stance.against", origin="suggested")
    project.tags.add([two[0]], "stance.against")
    project.tags.write([one[0]], "note", "hm")
    labels = {row.id: row.key for row in project.pictures.labels("stance")}
    assert list(labels.values()) == ["stance.favor", "stance.against"]
    people = {row: key for row, (key, _, _) in project.pictures.annotators().items()}

    def tags() -> set[tuple[object, ...]]:
        rows = project.pictures.tags(
            "stance", "turn", "dialogue", "label", "annotator", "intensity", "uncertain"
        )
        return {(turn, labels[label], people[who], *rest) for turn, _, label, who, *rest in columns(rows)}

    assert tags() == {
        (one[0], "stance.favor", ADA.key, 3, 1),
        (two[0], "stance.against", ADA.key, 0, 0),
    }
    given = columns(project.pictures.tags("stance", "second", "target", "turn", "dialogue", "label"))
    assert len(given) == 2
    assert all(second > 1_500_000_000 for second, *_ in given)
    project.dialogues.remove([project.dialogues.ids()[1]])
    assert {row[0] for row in tags()} == {one[0]}


def test_the_turns_of_a_dialogue(project: Project) -> None:
    language = TurnLanguage("mixed", "zh", "Hans", (("zh", 1), ("en", 1)))
    turns = (
        PreparedTurn(
            "A", "[A]: ", "好的 ok\n", "好的 ok\n", language=language, meta={"start": 1.5, "end": 2}
        ),
        PreparedTurn("B", "[B]: ", "…\n", "…\n", meta={"start": "soon"}),
    )
    fill(project, [source_of("new.txt", (PreparedDialogue("new", turns, rule="brackets"),))])
    dialogue = project.dialogues.ids()[-1]
    first, second = project.pictures.profile(dialogue)
    assert first[1:] == (0, "A", 6, "mixed", (("zh", 1), ("en", 1)), 1.5, 2.0)
    assert second[1:] == (1, "B", 2, None, (), None, None)
    assert project.pictures.texts_of(dialogue) == ["好的 ok\n", "…\n"]
    assert [tuple(row) for row in project.pictures.spoken([dialogue])] == [
        (dialogue, "A", (("zh", 1), ("en", 1)), "好的 ok\n"),
        (dialogue, "B", (), None),
    ]


def test_tags_targets_and_steps_of_a_dialogue(project: Project) -> None:
    _, two = both(project)
    dialogue = project.dialogues.ids()[1]
    project.tags.add([two[2]], "stance.favor", intensity=1)
    with Project.open(project.path, annotator=BEN, companion=True) as other:
        other.tags.add([two[0]], "stance.against", uncertain=True)
    people = list(project.pictures.annotators())
    labels = [row.id for row in project.pictures.labels("stance")]
    (target,) = project.pictures.targets(dialogue)
    assert project.pictures.targets(dialogue) == {target: "AI makes art"}
    rows = project.pictures.tags_of(dialogue, "stance", people)
    assert [(row.position, row.label, row.intensity, row.uncertain) for row in rows] == [
        (0, labels[1], 0, True),
        (2, labels[0], 1, False),
    ]
    assert {row.target for row in rows} <= {0, target}
    assert len(project.pictures.tags_of(dialogue, "stance", people[:1])) == 1
    steps = project.pictures.steps_of(dialogue)
    assert [(step.position, step.kind, step.decided) for step in steps] == [
        (3, "encoding", False),
        (3, "damage", False),
    ]
    assert steps[0].confidence == 1.0
    assert (steps[0].before, steps[0].after) == ("Ã©", "é")
