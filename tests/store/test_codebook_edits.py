from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.errors import UserError
from annotator.model import Facet, Label
from annotator.store import Project
from tests.store.building import CODEBOOK, labels_of


def test_a_codebook_comes_back_field_by_field(project: Project) -> None:
    assert project.codebook.read() == CODEBOOK


def test_a_new_label_stands_last_and_an_old_name_brings_the_old_one(project: Project) -> None:
    label, changes = project.codebook.add_label(
        "topic", "  Sport ", definition="d\udc80", colour="#123456", shortcut="9"
    )
    assert (label.name, label.position, label.facet, label.definition) == ("Sport", 3, "topic", "d\udc80")
    assert changes.codebook
    assert project.codebook.read().label(label.key) == replace(label, definition="d�")
    same, changes = project.codebook.add_label("topic", "ｓｐｏｒｔ")
    assert same.key == label.key
    assert changes.edit is None
    old, changes = project.codebook.add_label("topic", "OLD")
    assert (old.key, old.retired) == ("topic.old", False)
    assert changes.codebook
    assert not project.codebook.read().label("topic.old").retired
    first, _ = project.codebook.add_label("note", "x")
    assert first.position == 0


def test_what_cannot_be_a_label_is_refused(project: Project) -> None:
    with pytest.raises(UserError, match="needs a name"):
        project.codebook.add_label("topic", " ")
    with pytest.raises(UserError, match="needs a name"):
        project.codebook.update_label("topic.art", name="")
    with pytest.raises(UserError, match="shortcut 1 is taken: it belongs to favor"):
        project.codebook.add_label("stance", "third", shortcut="1")
    with pytest.raises(UserError, match="name MUSIC is taken"):
        project.codebook.update_label("topic.art", name="MUSIC")
    with pytest.raises(UserError, match="below itself"):
        project.codebook.update_label("topic.art", parent="topic.music")
    with pytest.raises(UserError, match="below nothing"):
        project.codebook.update_label("topic.art", parent="gone")
    with pytest.raises(TypeError, match="facet"):
        project.codebook.update_label("topic.art", facet="stance")
    with pytest.raises(KeyError):
        project.codebook.add_label("gone", "x")
    assert project.codebook.read() == CODEBOOK


def test_labels_change_and_their_tags_stay(project: Project) -> None:
    project.tags.add([1], "topic.art")
    changes = project.codebook.update_label("topic.art", name="arts", position=9, shortcut="a", retired=True)
    assert changes.codebook
    assert changes.turns == frozenset()
    assert labels_of(project, 1, "topic") == ["topic.art"]
    assert [edit.change_count for edit in project.history.edits(1)] == [4]
    assert project.codebook.update_label("topic.art", name="arts").edit is None


def test_a_label_in_use_is_merged_or_stays(project: Project) -> None:
    project.tags.add([1, 2], "topic.art")
    project.tags.add([2, 3], "topic.music")
    with pytest.raises(UserError, match="number 2"):
        project.codebook.remove_label("topic.art")
    with pytest.raises(UserError, match="not two labels of one facet"):
        project.codebook.remove_label("topic.art", merge_into="stance.favor")
    with pytest.raises(UserError, match="not two labels of one facet"):
        project.codebook.remove_label("topic.art", merge_into="topic.art")
    changes = project.codebook.remove_label("topic.art", merge_into="topic.music")
    assert changes.turns == {1, 2}
    assert [labels_of(project, turn, "topic") for turn in (1, 2, 3)] == [["topic.music"]] * 3
    assert project.progress.label_counts("topic") == {"topic.music": 3}
    assert project.codebook.read().label("topic.music").parent is None


def test_facets_come_change_and_go(project: Project) -> None:
    mood = Facet("mood", "Mood", "ordinal", shortcut="m", labels=(Label("mood.high", "mood", "high"),))
    assert project.codebook.add_facet(mood).codebook
    assert project.codebook.read().facet("mood") == mood
    project.codebook.update_facet("mood", kind="single", question="How?", intensity=True)
    project.tags.add([1], "mood.high", intensity=1)
    project.codebook.update_facet("mood", kind="several")
    with pytest.raises(UserError, match="kind of Mood cannot be changed: labels and free text"):
        project.codebook.update_facet("mood", kind="text")
    with pytest.raises(UserError, match="number 1"):
        project.codebook.remove_facet("mood")
    with pytest.raises(UserError, match="shortcut t is taken"):
        project.codebook.update_facet("mood", shortcut="t")
    with pytest.raises(UserError, match="key is in use"):
        project.codebook.add_facet(mood)
    with pytest.raises(TypeError, match="labels"):
        project.codebook.update_facet("mood", labels=())
    project.tags.clear([1], "mood")
    project.codebook.remove_facet("mood")
    assert project.codebook.read() == CODEBOOK


def test_a_codebook_is_replaced_and_what_tags_need_retires(project: Project) -> None:
    project.tags.add([1], "stance.favor")
    project.tags.add([1], "topic.music")
    project.tags.add([1], "language.en")
    language = replace(
        CODEBOOK.facet("language"), labels=(Label("language.zh", "language", "Chinese", shortcut="1"),)
    )
    project.codebook.replace(replace(CODEBOOK, name="Other", version=4, facets=(language,)))
    codebook = project.codebook.read()
    assert (codebook.name, codebook.version) == ("Other", 4)
    assert [(facet.key, facet.retired, facet.shortcut) for facet in codebook.facets] == [
        ("stance", True, ""), ("topic", True, ""), ("language", False, ""),
    ]  # fmt: skip
    assert [label.key for label in codebook.facet("stance").labels] == ["stance.favor"]
    music = codebook.label("topic.music")
    assert (music.retired, music.parent) == (True, None)
    assert codebook.label("language.en").retired
    assert codebook.label("language.zh").name == "Chinese"


def test_a_codebook_that_would_break_tags_is_refused(project: Project) -> None:
    project.tags.add([1], "topic.art")
    topic, note = CODEBOOK.facet("topic"), CODEBOOK.facet("note")
    with pytest.raises(UserError, match="scope of Topic"):
        project.codebook.replace(replace(CODEBOOK, facets=(replace(topic, scope="span"),)))
    moved = replace(note, kind="several", labels=(Label("topic.art", "note", "art"),))
    with pytest.raises(UserError, match="art cannot go to another facet"):
        project.codebook.replace(replace(CODEBOOK, facets=(replace(topic, labels=()), moved)))
    with pytest.raises(UserError, match="two facets have the key topic"):
        project.codebook.replace(replace(CODEBOOK, facets=(topic, topic)))
    art = topic.labels[0]
    with pytest.raises(UserError, match="two labels have the key"):
        project.codebook.replace(replace(CODEBOOK, facets=(replace(topic, labels=(art, art)),)))
    other = replace(note, labels=(replace(art, facet="note"),))
    with pytest.raises(UserError, match="two labels have the same key"):
        project.codebook.replace(replace(CODEBOOK, facets=(topic, other)))
    assert project.codebook.read() == CODEBOOK


def test_retired_things_hold_no_shortcut(project: Project) -> None:
    project.codebook.update_label("stance.favor", retired=True)
    project.codebook.update_label("stance.against", shortcut="1")
    assert project.codebook.read().label("stance.against").shortcut == "1"


def test_every_field_of_a_label_may_change_at_once(project: Project) -> None:
    old = project.codebook.read().label("topic.music")
    new = replace(
        old,
        name="tunes",
        definition="d",
        examples="e",
        colour="#123456",
        shortcut="8",
        parent=None,
        position=9,
    )
    project.codebook.update_label(
        old.key,
        name=new.name,
        definition=new.definition,
        examples=new.examples,
        colour=new.colour,
        shortcut=new.shortcut,
        parent=new.parent,
        position=new.position,
        retired=new.retired,
    )
    assert project.codebook.read().label(old.key) == new
    with pytest.raises(TypeError, match="facet"):
        project.codebook.update_label(old.key, name="songs", facet="stance")


def test_a_label_that_shares_its_name_can_be_edited(project: Project) -> None:
    book = project.codebook.read()
    same = [
        replace(facet, labels=tuple(replace(label, name="same") for label in facet.labels))
        for facet in book.facets
    ]
    project.codebook.replace(replace(book, facets=tuple(same)))
    first = "topic.art"
    project.codebook.update_label(first, definition="what it means")
    assert project.codebook.read().label(first).definition == "what it means"
    project.codebook.update_label(first, name="another")
    with pytest.raises(UserError, match="name SAME is taken"):
        project.codebook.update_label(first, name="SAME")
