from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.errors import UserError
from annotator.model import Target
from annotator.store import Project
from tests.store.building import ADA, BEN, TARGET, prepared


def test_the_project_and_dialogues_are_named(project: Project) -> None:
    assert project.name == "Test"
    assert project.rename_project("Neu\udc00").project
    assert project.name == "Neu�"
    assert project.rename_project("Neu�").edit is None
    assert project.rename_dialogue(2, "zweite").dialogues == {2}
    assert project.rename_dialogue(2, "zweite").edit is None
    assert [dialogue.title for dialogue in project.dialogue_page([2, 1])] == ["zweite", "file 0"]
    assert list(project.find_dialogues("ＺＷＥＩＴＥ")) == [2]
    assert list(project.find_dialogues("")) == [1, 2]
    with pytest.raises(KeyError):
        project.rename_dialogue(9, "x")


def test_removed_dialogues_do_not_count_and_come_back_as_they_were(project: Project) -> None:
    project.tag([4, 5], "topic.art")
    project.tag([1], "topic.art")
    before = project.counts()
    changes = project.remove_dialogues([2, 2])
    assert (changes.structure, changes.dialogues, changes.label) == (
        True,
        frozenset({2}),
        "remove 1 dialogue",
    )
    assert list(project.dialogue_ids()) == [1]
    counts = project.counts()
    assert (counts.dialogues, counts.turns, counts.tags, counts.sources) == (1, 3, 1, 1)
    assert (counts.repairs, counts.damage, counts.gaps) == (0, 0, 0)
    assert project.label_counts("topic") == {"topic.art": 1}
    assert [source.name for source in project.sources()] == ["file0.txt"]
    assert project.known_sources([prepared(0).sha256, prepared(1, damaged=True).sha256, "x"]) == {
        prepared(0).sha256: "live", prepared(1, damaged=True).sha256: "removed",
    }  # fmt: skip
    assert project.remove_dialogues([2]).edit is None
    project.restore_dialogues([1, 2])
    assert project.counts() == before
    assert project.history(1)[0].label == "restore 1 dialogue"


def test_targets_are_set_changed_and_removed(project: Project) -> None:
    choice = Target("k", "choice", "A or B", ("A", "B"))
    assert project.set_target(1, choice).dialogues == {1}
    assert project.set_target(2, choice).dialogues == {2}
    assert project.dialogue_page([1])[0].targets == (TARGET, choice)
    changed = replace(choice, options=("A", "B", "C"), statement="?", draft=True)
    assert project.set_target(1, changed).dialogues == {1}
    assert project.set_target(1, changed).edit is None
    assert project.dialogue_page([1, 2])[0].targets == (TARGET, changed)
    assert project.dialogue_page([2])[0].targets == (TARGET, choice)
    project.tag([1], "stance.favor", target="k")
    with pytest.raises(UserError, match="tags name it"):
        project.remove_target(1, "k")
    assert project.remove_target(2, "k").dialogues == {2}
    with pytest.raises(KeyError):
        project.remove_target(2, "k")


def test_annotators_join_and_are_renamed(project: Project) -> None:
    assert project.add_annotator(BEN).project
    assert project.add_annotator(BEN).edit is None
    assert project.annotators() == (ADA, BEN)
    project.add_annotator(replace(BEN, name="Benjamin"))
    assert project.rename_annotator(" Ada B. ").project
    assert project.annotator.name == "Ada B."
    assert [annotator.name for annotator in project.annotators()] == ["Ada B.", "Benjamin"]
    with pytest.raises(UserError, match="needs a name"):
        project.rename_annotator(" ")
