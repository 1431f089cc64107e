"""A dialogue read again by another rule: what is shown first, what is taken over, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import importers
from annotator.errors import Cancelled, UserError
from annotator.pipeline import read_again
from annotator.pipeline.import_files import import_paths
from annotator.pipeline.import_job import ImportChoice
from annotator.store import Project
from tests.store.building import ADA, CODEBOOK

TALK = "Anna: Hello there.\nBen: Hi.\n\nAnna: How are you?\nFine, I hope.\n\nBen: Yes: quite.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    path = tmp_path / "s.dap"
    with Project.create(path, codebook=CODEBOOK, annotator=ADA, name="s") as made:
        import_paths(made, [tmp_path / "talk.txt"], workers=0)
        yield made
        assert made.check(lambda data, encoding: importers.decode(data, encoding).text) == []


def said(project: Project) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in project.turns.page(project.turns.ids(1))]


FIRST = [
    ("Anna", "Hello there."),
    ("Ben", "Hi."),
    ("Anna", "How are you?\nFine, I hope."),
    ("Ben", "Yes: quite."),
]


def test_the_rule_that_stands_changes_nothing(project: Project) -> None:
    dialogue = project.dialogues.page([1])[0]
    rule = read_again.rule_named(dialogue.rule)
    assert rule is not None
    plan = read_again.read_by(project, 1, rule)
    assert (plan.rule, plan.reading.changes, plan.reading.lost) == ("names", False, 0)
    assert said(project) == FIRST


def test_another_rule_is_shown_and_then_taken_over(project: Project) -> None:
    ids = project.turns.ids(1)
    project.tags.add([ids[1]], "topic.art")
    project.tags.add_span(ids[2], 13, 17, "passage.joke")
    plan = read_again.read_by(project, 1, importers.rule("paragraphs"))
    assert [(turn.was, turn.speaker, turn.said) for turn in plan.reading.turns] == [
        (None, "", ""), (None, "", ""), (None, "", "")
    ]  # fmt: skip
    assert said(project) == FIRST
    changes = read_again.take_over(project, plan)
    assert changes.structure
    assert said(project) == [
        ("", "Anna: Hello there.\nBen: Hi."),
        ("", "Anna: How are you?\nFine, I hope."),
        ("", "Ben: Yes: quite."),
    ]
    assert project.dialogues.page([1])[0].rule == "paragraphs"
    found = project.turns.page(project.turns.ids(1))
    assert [[(tag.label, tag.start) for tag in turn.tags] for turn in found] == [
        [("topic.art", None)], [("passage.joke", 19)], []
    ]  # fmt: skip
    assert found[1].text[19:23] == "Fine"
    assert found[0].language is not None, "what follows from the text is found anew"
    project.history.undo()
    assert said(project) == FIRST


def test_tags_go_only_where_that_is_said(project: Project) -> None:
    ids = project.turns.ids(1)
    project.tags.add([ids[0]], "stance.favor")
    project.tags.add([ids[1]], "stance.against")
    plan = read_again.read_by(project, 1, importers.rule("whole"))
    assert plan.reading.lost == 1
    with pytest.raises(UserError, match="would have no place"):
        read_again.take_over(project, plan)
    assert said(project) == FIRST
    read_again.take_over(project, plan, drop=True)
    assert len(said(project)) == 1


def test_a_pattern_of_ones_own(project: Project) -> None:
    plan = read_again.read_by(project, 1, importers.custom_rule(r"(?P<speaker>[A-Z]\w+): "))
    assert plan.rule == r"custom (?P<speaker>[A-Z]\w+): "
    assert [turn.speaker for turn in plan.reading.turns] == ["Anna", "Ben", "Anna", "Ben"]
    assert not plan.reading.changes
    read_again.take_over(
        project, read_again.read_by(project, 1, importers.custom_rule(r"(?P<speaker>Ben): "))
    )
    dialogue = project.dialogues.page([1])[0]
    kept = read_again.rule_named(dialogue.rule)
    assert kept is not None
    assert kept.pattern.pattern == r"(?P<speaker>Ben): "
    assert [speaker for speaker, _ in said(project)] == ["", "Ben", "Ben"]
    assert read_again.rule_named("custom (") is None


def test_corrections_of_single_turns_can_be_undone_by_reading_again(project: Project) -> None:
    ids = project.turns.ids(1)
    project.structure.join(ids[0])
    project.structure.split(ids[2], 13)
    plan = read_again.read_by(project, 1, None)
    read_again.take_over(project, plan)
    assert said(project) == FIRST


def test_what_a_rule_leaves_open_is_asked(project: Project, tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_text("One line\nAnother line\n", encoding="utf-8")
    import_paths(project, [tmp_path / "lines.txt"], workers=0)
    plan = read_again.read_by(project, 2, None)
    assert [question.code for question in plan.questions] == ["one-turn"]
    answered = read_again.read_by(project, 2, None, {"one-turn": "lines"})
    assert (answered.questions, len(answered.turns)) == ((), 2)


def test_what_cannot_be_read_by_a_rule(project: Project, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("speaker,text\nA,words\n", encoding="utf-8")
    import_paths(project, [tmp_path / "t.csv"], workers=0)
    with pytest.raises(UserError, match="format of its file says where turns begin"):
        read_again.read_by(project, 2, None)
    with pytest.raises(KeyError):
        read_again.read_by(project, 9, None)
    with pytest.raises(UserError, match="finds none"):
        project.structure.read_again(1, [], "x")


def test_what_was_answered_at_the_import_counts(project: Project, tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_text("One line\nAnother line\n", encoding="utf-8")
    import_paths(
        project, [tmp_path / "lines.txt"], default=ImportChoice(answers={"one-turn": "lines"}), workers=0
    )
    dialogue = project.dialogues.page([2])[0]
    assert read_again.answers_of(dialogue) == {"one-turn": "lines"}
    assert not read_again.read_by(project, 2, None).reading.changes


def test_a_reading_that_nobody_wants_any_more_ends_between_its_steps(project: Project) -> None:
    dialogue = project.dialogues.ids()[0]
    for steps in (1, 2):
        asked = iter([False] * (steps - 1) + [True])
        with pytest.raises(Cancelled):
            read_again.read_by(project, dialogue, None, None, asked.__next__)
