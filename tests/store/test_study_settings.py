from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model import Offered, Study, TurnLanguage
from annotator.store import Project
from tests.in_words import in_words
from tests.store.building import ADA, BEN, CODEBOOK, ROBOT, new_project, prepared

GERMAN = Study(("de", "en"), ("Claude", "深圳\udc00"), acronyms_neutral=False)
FOUND = TurnLanguage("mixed", "zh", "Hans", (("zh", 3), ("en", 1)))


def test_a_study_begins_with_what_needs_no_settling(project: Project) -> None:
    assert project.study.read() == Study()
    assert (project.findings.undetected_from(), project.findings.undetected()) == (None, 0)


def test_a_project_may_begin_with_its_study(path: Path) -> None:
    with Project.create(path, codebook=CODEBOOK, annotator=ADA, study=GERMAN) as project:
        assert project.study.read().names == ("Claude", "深圳�")
        assert project.findings.undetected_from() is None
        assert project.history.can_undo is None
        assert project.check() == []


def test_settling_is_an_edit_that_is_logged_and_taken_back(project: Project) -> None:
    changes = project.study.set(GERMAN)
    assert (changes.project, in_words(changes), changes.turns) == (
        True,
        "changing the study settings",
        frozenset(),
    )
    kept = Study(("de", "en"), ("Claude", "深圳�"), acronyms_neutral=False)
    assert project.study.read() == kept
    assert changes.edit is not None
    assert [(one.kind, one.field) for one in project.history.changes(changes.edit)] == [
        ("project", "languages"),
        ("project", "names"),
        ("project", "acronyms_neutral"),
    ]
    assert project.study.set(kept).edit is None
    assert project.check() == []
    project.history.undo()
    assert project.study.read() == Study()
    project.history.redo()
    assert project.study.read() == kept


def test_findings_wait_for_another_round_only_where_they_depend_on_the_change(project: Project) -> None:
    project.study.set(Study(suggestions=False))
    assert project.findings.undetected_from() is None
    project.history.undo()
    project.study.set(GERMAN)
    assert (project.findings.undetected_from(), project.findings.undetected()) == (0, 7)
    assert project.findings.set(project.study.read(), [], following=8)
    project.history.undo()
    assert project.findings.undetected_from() == 0, "taking the change back changes the findings too"


def test_findings_are_made_anew_in_pieces_and_touch_no_tag(path: Path) -> None:
    project = new_project(path)
    project.tags.add([1, 2], "language.en")
    project.study.set(GERMAN)
    study = project.study.read()
    edits = len(project.history.edits(100))
    first = project.findings.turns_from(0, 3)
    assert [turn for turn, _ in first] == [1, 2, 3]
    assert project.findings.set(study, [(turn, text, FOUND) for turn, text in first], following=4)
    assert (project.findings.undetected_from(), project.findings.undetected()) == (4, 4)
    turns = project.turns.page([1, 2, 3, 4])
    assert [turn.language for turn in turns] == [FOUND, FOUND, FOUND, None]
    assert [tag.label for turn in turns for tag in turn.tags] == ["language.en"] * 2
    assert len(project.history.edits(100)) == edits
    project.close()
    with Project.open(path, annotator=ADA) as again:
        assert again.findings.undetected_from() == 4, "the place is kept over closing"
        rest = again.findings.turns_from(4, 100)
        nothing = TurnLanguage("zxx")
        assert again.findings.set(study, [(turn, text, nothing) for turn, text in rest], following=8)
        assert again.findings.undetected_from() is None
        assert again.turns.page([7])[0].language == nothing
        assert again.check() == []


def test_findings_of_a_study_that_was_settled_otherwise_meanwhile_are_dropped(project: Project) -> None:
    project.study.set(GERMAN)
    assert not project.findings.set(Study(), [(1, project.turns.page([1])[0].text, FOUND)], following=2)
    assert project.turns.page([1])[0].language is None
    assert project.findings.undetected_from() == 0


def test_a_finding_for_a_text_that_has_changed_meanwhile_is_dropped(project: Project) -> None:
    assert project.findings.set(Study(), [(1, "an older text", FOUND)], following=8)
    assert project.turns.page([1])[0].language is None


def test_turns_that_come_meanwhile_wait_as_well(project: Project) -> None:
    project.study.set(GERMAN)
    with project.sources.importer() as importer:
        importer.add(prepared(5))
        importer.finish()
    assert project.findings.set(project.study.read(), [], following=8)
    assert (project.findings.undetected_from(), project.findings.waiting()) == (8, 3)


def test_an_import_may_leave_findings_for_later(project: Project) -> None:
    found = prepared(5, damaged=True)  # its last turn has a finding
    with project.sources.importer(languages_later=True) as importer:
        importer.add(found)
        importer.finish()
    assert project.findings.undetected_from() == 8
    assert project.findings.waiting() == 4
    project.history.undo()
    assert (project.findings.waiting(), project.findings.undetected()) == (0, 4), "removed ones wait, too"
    project.history.redo()
    assert project.findings.waiting() == 4
    with project.sources.importer(languages_later=True) as importer:
        importer.add(prepared(6))
        importer.finish()
    assert project.findings.undetected_from() == 8, "those before wait still"
    project.findings.set(project.study.read(), [], following=100)
    (dialogue,) = prepared(7).dialogues
    whole = tuple(replace(turn, language=FOUND) for turn in dialogue.turns)
    with project.sources.importer(languages_later=True) as importer:
        importer.add(replace(prepared(7), dialogues=(replace(dialogue, turns=whole),)))
        importer.finish()
    assert project.findings.undetected_from() is None


def test_a_turn_that_comes_back_as_it_was_before_anybody_looked_waits_again(project: Project) -> None:
    project.finder = lambda _: ((), FOUND)
    first, second = project.turns.ids(1)[:2]
    project.structure.join(first)
    assert project.findings.undetected_from() is None
    joined = project.turns.page([first])[0]
    assert joined.language == FOUND
    project.history.undo()
    assert [turn.language for turn in project.turns.page([first, second])] == [None, None]
    assert project.findings.undetected_from() == first
    assert project.check() == []


def test_examples_are_what_people_tagged_on_whole_turns(path: Path) -> None:
    project = new_project(path)
    project.tags.add([2, 1], "topic.art")
    project.tags.add([2], "topic.music")
    project.tags.add([3], "topic.music", origin="suggested")
    project.tags.add([4], "topic.art")
    project.tags.add([1], "stance.favor")
    project.tags.add_span(5, 0, 2, "topic.art")
    project.dialogues.remove([2])
    text = {turn.id: turn.text for turn in project.turns.page([1, 2])}
    found = [(2, text[2], "topic.art"), (1, text[1], "topic.art"), (2, text[2], "topic.music")]
    assert [each[1:] for each in project.suggestions.examples("topic")] == found
    first = project.suggestions.examples("topic", limit=2)
    assert [each[1:] for each in first] == found[:2]
    assert [each[1:] for each in project.suggestions.examples("topic", after=first[-1].tag)] == found[2:]
    assert [each[1:] for each in project.suggestions.examples_on("topic", [1, 3])] == found[1:2]
    project.close()
    for annotator in (BEN, ROBOT):  # a second person says the same, a program says more
        with Project.open(path, annotator=annotator) as other:
            other.tags.add([1, 3], "topic.art" if annotator is BEN else "topic.music")
    with Project.open(path, annotator=ADA) as again:
        third = again.turns.page([3])[0].text
        more = [(1, text[1], "topic.art"), (3, third, "topic.art")]
        assert [each[1:] for each in again.suggestions.examples("topic")] == [*found, *more]


def test_offers_are_recorded_with_what_was_taken(project: Project) -> None:
    edits = len(project.history.edits(100))
    first = project.suggestions.record_offer(1, "topic", [("topic.art", 3.14159), ("topic.music", 2.0)])
    second = project.suggestions.record_offer(2, "topic", [("topic.art", 2.5)])
    for label in ("topic.music", "topic.art", "topic.music"):
        project.suggestions.record_taken(first, label)
    at = project.suggestions.offers()[0].at
    shown = (("topic.art", 3.142), ("topic.music", 2.0))
    assert project.suggestions.offers()[0] == Offered(
        first, at, ADA.key, 1, "topic", shown, ("topic.music", "topic.art")
    )
    assert (project.suggestions.offers()[1].id, project.suggestions.offers()[1].taken) == (second, ())
    assert len(project.history.edits(100)) == edits
    with pytest.raises(KeyError):
        project.suggestions.record_taken(99, "topic.art")


def test_a_reader_settles_and_records_nothing(project: Project, path: Path) -> None:
    with Project.open(path, read_only=True) as reader:
        for attempt in (
            lambda: reader.study.set(GERMAN),
            lambda: reader.suggestions.record_offer(1, "topic", []),
            lambda: reader.findings.set(Study(), [], following=8),
        ):
            with pytest.raises(UserError):
                attempt()
    assert project.study.read() == Study()
