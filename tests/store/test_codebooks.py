from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.errors import UserError
from annotator.model import Facet, Label
from annotator.store import Project
from tests.store.building import CODEBOOK, labels_of


def test_a_codebook_comes_back_field_by_field(project: Project) -> None:
    assert project.codebook() == CODEBOOK


def test_a_new_label_stands_last_and_an_old_name_brings_the_old_one(project: Project) -> None:
    label, changes = project.add_label(
        "topic", "  Sport ", definition="d\udc80", colour="#123456", shortcut="9"
    )
    assert (label.name, label.position, label.facet, label.definition) == ("Sport", 3, "topic", "d\udc80")
    assert changes.codebook
    assert project.codebook().label(label.key) == replace(label, definition="d�")
    same, changes = project.add_label("topic", "ｓｐｏｒｔ")
    assert same.key == label.key
    assert changes.edit is None
    old, changes = project.add_label("topic", "OLD")
    assert (old.key, old.retired) == ("topic.old", False)
    assert changes.codebook
    assert not project.codebook().label("topic.old").retired
    first, _ = project.add_label("note", "x")
    assert first.position == 0


def test_what_cannot_be_a_label_is_refused(project: Project) -> None:
    with pytest.raises(UserError, match="needs a name"):
        project.add_label("topic", " ")
    with pytest.raises(UserError, match="needs a name"):
        project.update_label("topic.art", name="")
    with pytest.raises(UserError, match="shortcut 1 is taken: it belongs to favor"):
        project.add_label("stance", "third", shortcut="1")
    with pytest.raises(UserError, match="name MUSIC is taken"):
        project.update_label("topic.art", name="MUSIC")
    with pytest.raises(UserError, match="below itself"):
        project.update_label("topic.art", parent="topic.music")
    with pytest.raises(UserError, match="below nothing"):
        project.update_label("topic.art", parent="gone")
    with pytest.raises(TypeError, match="facet"):
        project.update_label("topic.art", facet="stance")
    with pytest.raises(KeyError):
        project.add_label("gone", "x")
    assert project.codebook() == CODEBOOK


def test_labels_change_and_their_tags_stay(project: Project) -> None:
    project.tag([1], "topic.art")
    changes = project.update_label("topic.art", name="arts", position=9, shortcut="a", retired=True)
    assert changes.codebook
    assert changes.turns == frozenset()
    assert labels_of(project, 1, "topic") == ["topic.art"]
    assert [edit.change_count for edit in project.history(1)] == [4]
    assert project.update_label("topic.art", name="arts").edit is None


def test_a_label_in_use_is_merged_or_stays(project: Project) -> None:
    project.tag([1, 2], "topic.art")
    project.tag([2, 3], "topic.music")
    with pytest.raises(UserError, match="number 2"):
        project.remove_label("topic.art")
    with pytest.raises(UserError, match="not two labels of one facet"):
        project.remove_label("topic.art", merge_into="stance.favor")
    with pytest.raises(UserError, match="not two labels of one facet"):
        project.remove_label("topic.art", merge_into="topic.art")
    changes = project.remove_label("topic.art", merge_into="topic.music")
    assert changes.turns == {1, 2}
    assert [labels_of(project, turn, "topic") for turn in (1, 2, 3)] == [["topic.music"]] * 3
    assert project.label_counts("topic") == {"topic.music": 3}
    assert project.codebook().label("topic.music").parent is None


def test_facets_come_change_and_go(project: Project) -> None:
    mood = Facet("mood", "Mood", "ordinal", shortcut="m", labels=(Label("mood.high", "mood", "high"),))
    assert project.add_facet(mood).codebook
    assert project.codebook().facet("mood") == mood
    project.update_facet("mood", kind="single", question="How?", intensity=True)
    project.tag([1], "mood.high", intensity=1)
    project.update_facet("mood", kind="several")
    with pytest.raises(UserError, match="kind of Mood cannot be changed: labels and free text"):
        project.update_facet("mood", kind="text")
    with pytest.raises(UserError, match="number 1"):
        project.remove_facet("mood")
    with pytest.raises(UserError, match="shortcut t is taken"):
        project.update_facet("mood", shortcut="t")
    with pytest.raises(UserError, match="key is in use"):
        project.add_facet(mood)
    with pytest.raises(TypeError, match="labels"):
        project.update_facet("mood", labels=())
    project.untag([1], "mood")
    project.remove_facet("mood")
    assert project.codebook() == CODEBOOK


def test_a_codebook_is_replaced_and_what_tags_need_retires(project: Project) -> None:
    project.tag([1], "stance.favor")
    project.tag([1], "topic.music")
    project.tag([1], "language.en")
    language = replace(
        CODEBOOK.facet("language"), labels=(Label("language.zh", "language", "Chinese", shortcut="1"),)
    )
    project.set_codebook(replace(CODEBOOK, name="Other", version=4, facets=(language,)))
    codebook = project.codebook()
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
    project.tag([1], "topic.art")
    topic, note = CODEBOOK.facet("topic"), CODEBOOK.facet("note")
    with pytest.raises(UserError, match="scope of Topic"):
        project.set_codebook(replace(CODEBOOK, facets=(replace(topic, scope="span"),)))
    moved = replace(note, kind="several", labels=(Label("topic.art", "note", "art"),))
    with pytest.raises(UserError, match="art cannot go to another facet"):
        project.set_codebook(replace(CODEBOOK, facets=(replace(topic, labels=()), moved)))
    with pytest.raises(UserError, match="two facets have the key topic"):
        project.set_codebook(replace(CODEBOOK, facets=(topic, topic)))
    art = topic.labels[0]
    with pytest.raises(UserError, match="two labels have the key"):
        project.set_codebook(replace(CODEBOOK, facets=(replace(topic, labels=(art, art)),)))
    other = replace(note, labels=(replace(art, facet="note"),))
    with pytest.raises(UserError, match="two labels have the same key"):
        project.set_codebook(replace(CODEBOOK, facets=(topic, other)))
    assert project.codebook() == CODEBOOK


def test_retired_things_hold_no_shortcut(project: Project) -> None:
    project.update_label("stance.favor", retired=True)
    project.update_label("stance.against", shortcut="1")
    assert project.codebook().label("stance.against").shortcut == "1"


def test_every_field_of_a_label_may_change_at_once(project: Project) -> None:
    old = project.codebook().label("topic.music")
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
    project.update_label(
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
    assert project.codebook().label(old.key) == new
    with pytest.raises(TypeError, match="facet"):
        project.update_label(old.key, name="songs", facet="stance")
