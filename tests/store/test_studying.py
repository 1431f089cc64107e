from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model import Offered, Study, TurnLanguage
from annotator.store import Project
from tests.store.building import ADA, BEN, CODEBOOK, ROBOT, new_project

GERMAN = Study(("de", "en"), ("Claude", "深圳\udc00"), acronyms_neutral=False)
FOUND = TurnLanguage("mixed", "zh", "Hans", (("zh", 3), ("en", 1)))


def test_a_study_begins_with_what_needs_no_settling(project: Project) -> None:
    assert project.study() == Study()
    assert (project.undetected_from(), project.undetected()) == (None, 0)


def test_a_project_may_begin_with_its_study(path: Path) -> None:
    with Project.create(path, codebook=CODEBOOK, annotator=ADA, study=GERMAN) as project:
        assert project.study().names == ("Claude", "深圳�")
        assert project.undetected_from() is None
        assert project.can_undo is None
        assert project.check() == []


def test_settling_is_an_edit_that_is_logged_and_taken_back(project: Project) -> None:
    changes = project.set_study(GERMAN)
    assert (changes.project, changes.label, changes.turns) == (True, "change the study", frozenset())
    kept = Study(("de", "en"), ("Claude", "深圳�"), acronyms_neutral=False)
    assert project.study() == kept
    assert changes.edit is not None
    assert [(one.kind, one.field) for one in project.edit_changes(changes.edit)] == [
        ("project", "languages"),
        ("project", "names"),
        ("project", "acronyms_neutral"),
    ]
    assert project.set_study(kept).edit is None
    assert project.check() == []
    project.undo()
    assert project.study() == Study()
    project.redo()
    assert project.study() == kept


def test_findings_wait_for_another_round_only_where_they_depend_on_the_change(project: Project) -> None:
    project.set_study(Study(suggestions=False))
    assert project.undetected_from() is None
    project.undo()
    project.set_study(GERMAN)
    assert (project.undetected_from(), project.undetected()) == (0, 7)
    assert project.set_findings(project.study(), [], following=None)
    project.undo()
    assert project.undetected_from() == 0, "taking the change back changes the findings too"


def test_findings_are_made_anew_in_pieces_and_touch_no_tag(path: Path) -> None:
    project = new_project(path)
    project.tag([1, 2], "language.en")
    project.set_study(GERMAN)
    study = project.study()
    edits = len(project.history(100))
    first = project.turns_from(0, 3)
    assert [turn for turn, _ in first] == [1, 2, 3]
    assert project.set_findings(study, [(turn, text, FOUND) for turn, text in first], following=4)
    assert (project.undetected_from(), project.undetected()) == (4, 4)
    turns = project.turn_page([1, 2, 3, 4])
    assert [turn.language for turn in turns] == [FOUND, FOUND, FOUND, None]
    assert [tag.label for turn in turns for tag in turn.tags] == ["language.en"] * 2
    assert len(project.history(100)) == edits
    project.close()
    with Project.open(path, annotator=ADA) as again:
        assert again.undetected_from() == 4, "the place is kept over closing"
        rest = again.turns_from(4, 100)
        nothing = TurnLanguage("zxx")
        assert again.set_findings(study, [(turn, text, nothing) for turn, text in rest], following=None)
        assert again.undetected_from() is None
        assert again.turn_page([7])[0].language == nothing
        assert again.check() == []


def test_findings_of_a_study_that_was_settled_otherwise_meanwhile_are_dropped(project: Project) -> None:
    project.set_study(GERMAN)
    assert not project.set_findings(Study(), [(1, project.turn_page([1])[0].text, FOUND)], following=2)
    assert project.turn_page([1])[0].language is None
    assert project.undetected_from() == 0


def test_a_finding_for_a_text_that_has_changed_meanwhile_is_dropped(project: Project) -> None:
    assert project.set_findings(Study(), [(1, "an older text", FOUND)], following=None)
    assert project.turn_page([1])[0].language is None


def test_examples_are_what_people_tagged_on_whole_turns(path: Path) -> None:
    project = new_project(path)
    project.tag([2, 1], "topic.art")
    project.tag([2], "topic.music")
    project.tag([3], "topic.music", origin="suggested")
    project.tag([4], "topic.art")
    project.tag([1], "stance.favor")
    project.tag_span(5, 0, 2, "topic.art")
    project.remove_dialogues([2])
    text = {turn.id: turn.text for turn in project.turn_page([1, 2])}
    found = [(2, text[2], "topic.art"), (1, text[1], "topic.art"), (2, text[2], "topic.music")]
    assert [each[1:] for each in project.examples("topic")] == found
    first = project.examples("topic", limit=2)
    assert [each[1:] for each in first] == found[:2]
    assert [each[1:] for each in project.examples("topic", after=first[-1].tag)] == found[2:]
    assert [each[1:] for each in project.examples_on("topic", [1, 3])] == found[1:2]
    project.close()
    for annotator in (BEN, ROBOT):  # a second person says the same, a program says more
        with Project.open(path, annotator=annotator) as other:
            other.tag([1, 3], "topic.art" if annotator is BEN else "topic.music")
    with Project.open(path, annotator=ADA) as again:
        third = again.turn_page([3])[0].text
        more = [(1, text[1], "topic.art"), (3, third, "topic.art")]
        assert [each[1:] for each in again.examples("topic")] == [*found, *more]


def test_offers_are_recorded_with_what_was_taken(project: Project) -> None:
    edits = len(project.history(100))
    first = project.record_offer(1, "topic", [("topic.art", 3.14159), ("topic.music", 2.0)])
    second = project.record_offer(2, "topic", [("topic.art", 2.5)])
    for label in ("topic.music", "topic.art", "topic.music"):
        project.record_taken(first, label)
    at = project.offers()[0].at
    shown = (("topic.art", 3.142), ("topic.music", 2.0))
    assert project.offers()[0] == Offered(first, at, ADA.key, 1, "topic", shown, ("topic.music", "topic.art"))
    assert (project.offers()[1].id, project.offers()[1].taken) == (second, ())
    assert len(project.history(100)) == edits
    with pytest.raises(KeyError):
        project.record_taken(99, "topic.art")


def test_a_reader_settles_and_records_nothing(project: Project, path: Path) -> None:
    with Project.open(path, read_only=True) as reader:
        for attempt in (
            lambda: reader.set_study(GERMAN),
            lambda: reader.record_offer(1, "topic", []),
            lambda: reader.set_findings(Study(), [], following=None),
        ):
            with pytest.raises(UserError):
                attempt()
    assert project.study() == Study()
