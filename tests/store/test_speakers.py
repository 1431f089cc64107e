"""Turns given to somebody else, names changed and joined, and what is known about speakers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model import PreparedDialogue, PreparedTurn
from annotator.store import Project
from annotator.store.speakers import Known, SpeakerAbout, plain_name, words
from tests.store.building import ADA, new_project, source_of


def _talk(name: str, speakers: str, about: dict[str, dict[str, object]] | None = None) -> PreparedDialogue:
    turns = tuple(
        PreparedTurn(one, f"\n{one}: ", f"{name} {place}", f"{name} {place}")
        for place, one in enumerate(speakers)
    )
    return PreparedDialogue(name, turns, meta={"speakers": about} if about else {})


@pytest.fixture
def talks(tmp_path: Path) -> Iterator[Project]:
    first = _talk("one", "ABAC", {"A": {"age": 31, "L1": "German"}, "B": {"age": 40}})
    second = _talk("two", "AB", {"A": {"age": 9, "list": [1]}})
    made = new_project(tmp_path / "s.dap", [source_of("one.txt", (first,)), source_of("two.txt", (second,))])
    yield made
    made.close()


def said(project: Project) -> list[str]:
    return [
        turn.speaker for one in project.dialogues.ids() for turn in project.turns.page(project.turns.ids(one))
    ]


def about(project: Project, dialogue: int) -> object:
    return project.dialogues.page([dialogue])[0].meta.get("speakers")


def test_turns_are_given_to_somebody_else(talks: Project) -> None:
    changes = talks.speakers.change([2, 2, 1], "  C  \udc00")
    assert said(talks) == ["C �", "C �", "A", "C", "A", "B"]
    assert (changes.turns, changes.dialogues) == (frozenset({1, 2}), frozenset({1}))
    assert talks.speakers.change([1], "C �").edit is None, "nothing to do leaves no trace"
    with pytest.raises(KeyError):
        talks.speakers.change([99], "x")
    assert talks.check() == []
    talks.history.undo()
    assert said(talks) == list("ABACAB")
    talks.history.redo()
    assert said(talks)[:2] == ["C �", "C �"]
    talks.speakers.change([1], "")
    assert said(talks)[0] == ""


def test_who_speaks_where_is_told_in_order_of_appearance(talks: Project) -> None:
    pairs = [("A", 1), ("B", 1), ("C", 1), ("A", 2), ("B", 2)]
    assert talks.speakers.appearances(5) == pairs
    assert talks.speakers.appearances(4) is None, "more than were asked for"
    assert talks.speakers.of(1, 99) == ("A", "B", "C")
    assert talks.speakers.of(1, 3) == ("A", "B")
    assert talks.speakers.of(7, 99) == ()


def test_nobody_speaks_in_a_new_project(tmp_path: Path) -> None:
    made = new_project(tmp_path / "n.dap", [])
    assert made.speakers.appearances(10) == []
    made.close()


def test_undoing_leaves_turns_alone_that_somebody_else_has_by_now(talks: Project) -> None:
    edit = talks.speakers.change([1, 2], "X").edit
    talks.speakers.change([1], "Y")
    assert edit is not None
    assert talks.history.revert(edit).skipped == 1
    assert said(talks)[:2] == ["Y", "B"]
    assert talks.history.undo() is not None
    assert talks.check() == []


def test_a_name_is_changed_in_a_dialogue_or_in_all(talks: Project) -> None:
    assert talks.speakers.rename("A", "Ann", [1]).turns == {1, 3}
    assert said(talks) == ["Ann", "B", "Ann", "C", "A", "B"]
    assert about(talks, 1) == {"B": {"age": 40}, "Ann": {"age": 31, "L1": "German"}}
    assert about(talks, 2) == {"A": {"age": 9, "list": [1]}}
    talks.history.undo()
    assert about(talks, 1) == {"A": {"age": 31, "L1": "German"}, "B": {"age": 40}} or about(talks, 1) == {
        "B": {"age": 40}, "A": {"age": 31, "L1": "German"}
    }  # fmt: skip
    assert talks.speakers.rename("A", "Ann").turns == {1, 3, 5}
    assert said(talks) == ["Ann", "B", "Ann", "C", "Ann", "B"]
    with pytest.raises(UserError, match="Nobody is called A here"):
        talks.speakers.rename("A", "x")
    assert talks.speakers.rename("C", "C").edit is None
    assert talks.check() == []


def test_two_names_become_one(talks: Project) -> None:
    talks.speakers.rename("A", "B", [1])
    assert said(talks) == ["B", "B", "B", "C", "A", "B"]
    assert about(talks, 1) == {"B": {"age": 40, "L1": "German"}}, "what was known of the other stays"
    talks.history.undo()
    assert said(talks) == list("ABACAB")
    talks.speakers.rename("A", "", [1])
    assert about(talks, 1) == {"B": {"age": 40}}
    assert talks.check() == []


def test_the_table_of_speakers(talks: Project) -> None:
    assert talks.speakers.table() == (
        SpeakerAbout("A", 3, (1, 2), {"age": ("31", "9"), "L1": ("German",)}),
        SpeakerAbout("B", 2, (1, 2), {"age": ("40",)}),
        SpeakerAbout("C", 1, (1,), {}),
    )
    assert talks.speakers.table([2]) == (
        SpeakerAbout("A", 1, (2,), {"age": ("9",)}),
        SpeakerAbout("B", 1, (2,), {}),
    )
    talks.dialogues.remove([1])
    assert [one.name for one in talks.speakers.table()] == ["A", "B"]


def test_something_is_said_about_a_speaker(talks: Project) -> None:
    changes = talks.speakers.set("B", " first  language ", " Polish ")
    assert changes.dialogues == {1, 2}
    assert about(talks, 2) == {"A": {"age": 9, "list": [1]}, "B": {"first language": "Polish"}}
    assert talks.search.speaker_attributes() == (
        "L1=German",
        "age=31",
        "age=40",
        "age=9",
        "first language=Polish",
    )
    assert talks.speakers.set("A", "age", "31", [1]).edit is None, "it was known"
    assert talks.speakers.set("A", "size", "").edit is None, "nothing was known"
    assert talks.speakers.set("A", "age", "32", [1]).edit is not None
    talks.speakers.set("A", "age", "", [2])
    assert talks.search.speaker_attributes() == ("L1=German", "age=32", "age=40", "first language=Polish")
    with pytest.raises(UserError, match="Nobody is called D"):
        talks.speakers.set("D", "age", "1")
    with pytest.raises(UserError, match="needs a name"):
        talks.speakers.set("A", " ", "1")
    assert talks.check() == []
    for _ in range(3):
        talks.history.undo()
    assert about(talks, 1) == {"A": {"age": 31, "L1": "German"}, "B": {"age": 40}}
    with Project.open(talks.path, read_only=True) as reader:
        assert reader.speakers.table() == talks.speakers.table()


def test_a_table_is_taken_in_as_one_edit(talks: Project) -> None:
    talks.speakers.take_in(
        [
            Known("A", "role", "host"),
            Known("B", "role", "guest", 2),
            Known("B", "age", " "),
            Known("Nobody", "age", "1"),
            Known("C", "role", "host", 2),
        ]
    )
    assert [(one.name, dict(one.values)) for one in talks.speakers.table()] == [
        ("A", {"age": ("31", "9"), "L1": ("German",), "role": ("host",)}),
        ("B", {"age": ("40",), "role": ("guest",)}),
        ("C", {}),
    ]
    assert about(talks, 1) == {"A": {"age": 31, "L1": "German", "role": "host"}, "B": {"age": 40}}
    talks.history.undo()
    assert "role=host" not in talks.search.speaker_attributes()


def test_an_attribute_is_renamed_and_removed(talks: Project) -> None:
    talks.speakers.rename_attribute("age", "years")
    assert talks.search.speaker_attributes() == ("L1=German", "years=31", "years=40", "years=9")
    assert talks.speakers.rename_attribute("years", "years").edit is None
    with pytest.raises(UserError, match="There is an attribute L1"):
        talks.speakers.rename_attribute("years", "L1")
    talks.speakers.rename_attribute("L1", "")
    assert talks.search.speaker_attributes() == ("years=31", "years=40", "years=9")
    talks.history.undo()
    talks.history.undo()
    assert talks.search.speaker_attributes() == ("L1=German", "age=31", "age=40", "age=9")
    assert talks.check() == []


def test_names_and_values_in_words() -> None:
    assert plain_name("  a \t b ") == "a b"
    values: tuple[object, ...] = (None, {}, [1], True, False, 3, 1.5, "x")
    assert [words(value) for value in values] == [
        "", "", "", "true", "false", "3", "1.5", "x"
    ]  # fmt: skip


def test_edits_of_another_person_stay(talks: Project) -> None:
    talks.speakers.set("A", "age", "5", [1])
    with Project.open(talks.path, annotator=ADA, companion=True) as other:
        other.speakers.set("A", "age", "6", [1])
    edits = talks.history.edits(2)
    assert talks.history.revert(edits[1].id).skipped == 1
    assert "age=6" in talks.search.speaker_attributes()
