from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.errors import UserError
from annotator.model import Target
from annotator.store import Project
from tests.in_words import in_words
from tests.store.building import ADA, BEN, TARGET, prepared, rename_project


def test_the_project_and_dialogues_are_named(project: Project) -> None:
    assert project.name == "Test"
    assert rename_project(project, "Neu\udc00").project
    assert project.name == "Neu�"
    assert rename_project(project, "Neu�").edit is None
    assert project.dialogues.rename(2, "zweite").dialogues == {2}
    assert project.dialogues.rename(2, "zweite").edit is None
    assert [dialogue.title for dialogue in project.dialogues.page([2, 1])] == ["zweite", "file 0"]
    with pytest.raises(KeyError):
        project.dialogues.rename(9, "x")


def test_removed_dialogues_do_not_count_and_come_back_as_they_were(project: Project) -> None:
    project.tags.add([4, 5], "topic.art")
    project.tags.add([1], "topic.art")
    before = project.counts()
    changes = project.dialogues.remove([2, 2])
    assert (changes.structure, changes.dialogues, in_words(changes)) == (
        True,
        frozenset({2}),
        "removing 1 dialogue",
    )
    assert list(project.dialogues.ids()) == [1]
    counts = project.counts()
    assert (counts.dialogues, counts.turns, counts.tags, counts.sources) == (1, 3, 1, 1)
    assert (counts.repairs, counts.damage, counts.gaps) == (0, 0, 0)
    assert project.progress.label_counts("topic") == {"topic.art": 1}
    assert [source.name for source in project.sources.all()] == ["file0.txt"]
    assert project.sources.known([prepared(0).sha256, prepared(1, damaged=True).sha256, "x"]) == {
        prepared(0).sha256: "live", prepared(1, damaged=True).sha256: "removed",
    }  # fmt: skip
    assert project.dialogues.remove([2]).edit is None
    project.history.undo()
    assert project.counts() == before


def test_targets_are_set_changed_and_removed(project: Project) -> None:
    choice = Target("k", "choice", "A or B", ("A", "B"))
    assert project.dialogues.set_target(1, choice).dialogues == {1}
    assert project.dialogues.set_target(2, choice).dialogues == {2}
    assert project.dialogues.page([1])[0].targets == (TARGET, choice)
    changed = replace(choice, options=("A", "B", "C"), statement="?", draft=True)
    assert project.dialogues.set_target(1, changed).dialogues == {1}
    assert project.dialogues.set_target(1, changed).edit is None
    assert project.dialogues.page([1, 2])[0].targets == (TARGET, changed)
    assert project.dialogues.page([2])[0].targets == (TARGET, choice)
    project.tags.add([1], "stance.favor", target="k")
    with pytest.raises(UserError, match="tags name it"):
        project.dialogues.remove_target(1, "k")
    assert project.dialogues.remove_target(2, "k").dialogues == {2}
    with pytest.raises(KeyError):
        project.dialogues.remove_target(2, "k")


def test_annotators_join_and_are_renamed(project: Project) -> None:
    assert in_words(project.people.add(BEN)) == "adding an annotator"
    assert project.people.add(BEN).edit is None
    assert project.people.all() == (ADA, BEN)
    assert in_words(project.people.add(replace(BEN, name="Benjamin"))) == "renaming an annotator"
    assert project.people.rename(" Ada B. ").project
    assert project.annotator.name == "Ada B."
    assert [annotator.name for annotator in project.people.all()] == ["Ada B.", "Benjamin"]
    with pytest.raises(UserError, match="needs a name"):
        project.people.rename(" ")
