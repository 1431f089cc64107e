from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.codebooks import default, starters
from annotator.errors import UserError
from annotator.model import Codebook, Facet, Label
from annotator.store import Project
from tests.in_words import in_words
from tests.store.building import CODEBOOK, labels_of


def tree(project: Project, facet: str) -> list[tuple[str, str | None, int]]:
    return [(x.name, x.parent, x.position) for x in project.codebook.read().facet(facet).labels]


def last(project: Project) -> str:
    return in_words(project.history.edits(1)[0])


def test_a_label_is_moved_with_what_stands_below_it(project: Project) -> None:
    assert project.codebook.move_label("topic.old", before="topic.art").codebook
    assert tree(project, "topic") == [("old", None, 0), ("art", None, 1), ("music", "topic.art", 2)]
    project.codebook.move_label("topic.art", before="topic.old")
    assert tree(project, "topic") == [("art", None, 0), ("music", "topic.art", 1), ("old", None, 2)]
    project.codebook.move_label("topic.old", parent="topic.art", before="topic.music")
    assert tree(project, "topic")[1] == ("old", "topic.art", 1)
    project.codebook.move_label("topic.music")
    assert tree(project, "topic")[2] == ("music", None, 2)
    assert last(project) == "moving a label"
    for _ in range(4):
        changes = project.history.undo()
        assert changes is not None
        assert changes.skipped == 0
    assert project.codebook.read() == CODEBOOK


def test_a_label_cannot_stand_below_itself(project: Project) -> None:
    with pytest.raises(UserError, match="art cannot be put there: it would stand below itself"):
        project.codebook.move_label("topic.art", parent="topic.music")
    with pytest.raises(UserError, match="below itself"):
        project.codebook.move_label("topic.art", parent="topic.art")
    with pytest.raises(KeyError):
        project.codebook.move_label("topic.art", parent="stance.favor")
    assert project.codebook.read() == CODEBOOK


def test_what_would_be_a_circle_is_not_reverted(project: Project) -> None:
    edit = project.codebook.update_label("topic.music", parent=None).edit
    project.codebook.update_label("topic.art", parent="topic.music")
    assert edit is not None
    changes = project.history.revert(edit)
    assert changes.skipped == 1
    assert tree(project, "topic")[:2] == [("art", "topic.music", 0), ("music", None, 1)]


def test_facets_are_put_in_order(project: Project) -> None:
    project.codebook.order_facets(["note", "topic", "note"])
    assert [(facet.key, facet.position) for facet in project.codebook.read().facets] == [
        ("note", 0), ("topic", 1), ("stance", 2), ("language", 3), ("quality", 4), ("passage", 5),
    ]  # fmt: skip
    assert last(project) == "moving a facet"
    project.history.undo()
    assert project.codebook.read() == CODEBOOK


def test_copies_have_other_names_and_no_keys(project: Project) -> None:
    label, _ = project.codebook.duplicate_label("stance.favor", " favor (2) ")
    assert (label.name, label.shortcut, label.colour) == ("favor (2)", "", "#0072b2")
    assert [x.name for x in project.codebook.read().facet("stance").labels] == [
        "favor",
        "favor (2)",
        "against",
    ]
    below, _ = project.codebook.duplicate_label("topic.art", "arts")
    assert [x.name for x in project.codebook.read().facet("topic").labels] == ["art", "music", "arts", "old"]
    assert below.parent is None
    facet, _ = project.codebook.duplicate_facet("topic", "Theme")
    assert (facet.key, facet.shortcut, facet.position, facet.kind) == ("theme", "", 6, "several")
    copied = project.codebook.read().facet("theme").labels
    assert [x.name for x in copied] == ["art", "music", "arts", "old"]
    assert copied[1].parent == copied[0].key
    assert {x.key for x in copied}.isdisjoint(x.key for x in project.codebook.read().facet("topic").labels)
    with pytest.raises(UserError, match="name ART is taken"):
        project.codebook.duplicate_label("topic.music", "ART")
    with pytest.raises(UserError, match="name stance is taken: two facets"):
        project.codebook.duplicate_facet("topic", "stance")
    with pytest.raises(UserError, match="facet needs a name"):
        project.codebook.duplicate_facet("topic", " ")


def test_another_codebook_is_taken_in_and_out_again(project: Project) -> None:
    project.tags.add([1], "topic.art")
    before = project.codebook.read()
    mine = Facet(
        "topic", "Subject", "several", shortcut="t",
        labels=(Label("topic.new", "topic", "new", shortcut="1"), Label("x", "topic", "ART", "what is made")),
    )  # fmt: skip
    changes = project.codebook.take_in(Codebook("Other", (mine, *starters()[2].facets)))
    assert changes.codebook
    assert last(project) == "importing a codebook"
    after = project.codebook.read()
    assert after.name == "Test"
    assert [facet.key for facet in after.facets][-1] == "response"
    assert [(x.key, x.name) for x in after.facet("topic").labels] == [
        ("topic.art", "ART"), ("topic.music", "music"), ("topic.old", "old"), ("topic.new", "new"),
    ]  # fmt: skip
    assert after.label("topic.art").definition == "what is made"
    assert labels_of(project, 1, "topic") == ["topic.art"]
    undone = project.history.undo()
    assert undone is not None
    assert undone.skipped == 0
    assert project.codebook.read() == before
    with pytest.raises(UserError, match="belongs to Topic here and to Note there"):
        project.codebook.take_in(
            Codebook("", (Facet("note", "Note", "single", labels=(Label("topic.art", "note", "a"),)),))
        )


def test_what_tags_forbid_is_refused_when_taken_in(project: Project) -> None:
    project.tags.add([1], "stance.favor")
    spans = replace(CODEBOOK.facet("stance"), scope="span")
    with pytest.raises(UserError, match="scope of Stance cannot be changed: 1 tag would"):
        project.codebook.take_in(Codebook("", (spans,)))
    assert project.codebook.take_in(default()).codebook


def test_the_kind_changes_where_every_tag_stays_an_answer(project: Project) -> None:
    project.tags.add([1, 2], "topic.art")
    project.codebook.update_facet("topic", kind="single")
    project.codebook.update_facet("topic", kind="ordinal")
    project.codebook.update_facet("topic", kind="several")
    project.tags.add([2], "topic.music")
    with pytest.raises(UserError, match=r"kind of Topic cannot be changed: 1 place with several .*Leave one"):
        project.codebook.update_facet("topic", kind="single")
    with pytest.raises(UserError, match="labels and free text cannot become each other, and it has 3 tags"):
        project.codebook.update_facet("topic", kind="text")
    project.tags.clear([2], "topic", "topic.music")
    project.codebook.update_facet("topic", kind="single")
    assert project.codebook.read().facet("topic").kind == "single"


def test_the_kind_is_not_reverted_under_tags_that_need_it(project: Project) -> None:
    edit = project.codebook.update_facet("topic", kind="single").edit
    again = project.codebook.update_facet("topic", kind="several").edit
    project.tags.add([1], "topic.art")
    project.tags.add([1], "topic.music")
    assert edit is not None
    assert again is not None
    assert project.history.revert(again).skipped == 1
    assert project.codebook.read().facet("topic").kind == "several"
    project.tags.clear([1], "topic")
    assert project.history.revert(again).skipped == 0
    assert project.codebook.read().facet("topic").kind == "single"


def test_targets_stay_while_tags_name_them(project: Project) -> None:
    project.tags.add([1], "stance.favor")
    with pytest.raises(UserError, match="target of Stance cannot be changed: 1 tag of it would lose"):
        project.codebook.update_facet("stance", targeted=False)
    project.tags.clear([1], "stance")
    project.codebook.update_facet("stance", targeted=False)
    project.tags.add([1], "stance.favor")
    project.codebook.update_facet("stance", targeted=True)
    project.codebook.update_facet("stance", targeted=False)


def test_a_label_on_tags_is_not_reverted_into_another_facet(project: Project) -> None:
    note = replace(CODEBOOK.facet("note"), kind="several", labels=(Label("topic.old", "note", "old"),))
    topic = replace(CODEBOOK.facet("topic"), labels=CODEBOOK.facet("topic").labels[:2])
    facets = tuple({"note": note, "topic": topic}.get(facet.key, facet) for facet in CODEBOOK.facets)
    edit = project.codebook.replace(replace(CODEBOOK, facets=facets)).edit
    assert edit is not None
    project.tags.add([1], "topic.old")
    assert project.history.revert(edit).skipped == 2  # the label, and the kind of the facet it would leave
    assert project.codebook.read().label("topic.old").facet == "note"


def test_the_log_says_what_was_done(project: Project) -> None:
    project.codebook.update_label("topic.art", name="arts")
    assert last(project) == "renaming a label"
    project.codebook.update_label("topic.art", retired=True)
    assert last(project) == "retiring a label"
    project.codebook.update_label("topic.art", retired=False, name="art")
    assert last(project) == "restoring a label"
    project.codebook.update_label("topic.art", colour="#112233")
    assert last(project) == "changing the colour of a label"
    project.codebook.update_label("topic.art", colour="#112234", definition="x")
    assert last(project) == "changing a label"
    project.codebook.update_facet("topic", shortcut="x")
    assert last(project) == "changing the key of a facet"
    project.codebook.update_facet("topic", question="?", open=False)
    assert last(project) == "changing a facet"


def test_who_comes_back_comes_without_a_key_that_was_taken(project: Project) -> None:
    project.codebook.update_label("stance.favor", retired=True)
    project.codebook.update_label("stance.against", shortcut="1")
    project.codebook.update_label("stance.favor", retired=False)
    assert project.codebook.read().label("stance.favor").shortcut == ""
    project.codebook.update_facet("topic", retired=True)
    project.codebook.update_facet("language", shortcut="t")
    project.codebook.update_facet("topic", retired=False)
    assert project.codebook.read().facet("topic").shortcut == ""
    project.codebook.update_label("stance.against", retired=True)
    project.codebook.update_label("stance.against", retired=False)
    assert project.codebook.read().label("stance.against").shortcut == "1"
    project.codebook.update_label("stance.against", retired=True)
    project.codebook.update_label("stance.favor", shortcut="1")
    label, _ = project.codebook.add_label("stance", "Against")
    assert (label.key, label.shortcut) == ("stance.against", "")


def test_names_of_facets_and_colours_are_looked_at(project: Project) -> None:
    with pytest.raises(UserError, match="name TOPIC is taken: two facets"):
        project.codebook.update_facet("stance", name="TOPIC")
    with pytest.raises(UserError, match="facet needs a name"):
        project.codebook.update_facet("stance", name="")
    with pytest.raises(UserError, match="red is no colour"):
        project.codebook.update_label("stance.favor", colour="red")
    assert project.codebook.read() == CODEBOOK


def test_a_facet_that_came_with_the_name_of_another_can_be_changed(project: Project) -> None:
    twin = replace(CODEBOOK.facet("topic"), key="twin", labels=(), shortcut="")
    project.codebook.replace(replace(CODEBOOK, facets=(*CODEBOOK.facets, twin)))
    project.codebook.update_facet("twin", question="What is it about?")
    assert project.codebook.read().facet("twin").question == "What is it about?"


def test_the_use_of_facets_and_labels_is_counted(project: Project) -> None:
    assert project.codebook.use() == {}
    project.tags.add([1, 2], "stance.favor")
    project.tags.write([1], "note", "hm")
    assert project.codebook.use() == {"stance": 2, "stance.favor": 2, "note": 1}


def test_labels_that_are_gone_have_names_in_the_log(project: Project) -> None:
    assert project.codebook.gone_labels() == {}
    label, _ = project.codebook.add_label("topic", "sport")
    project.codebook.update_label(label.key, name="sports")
    project.tags.add([1], label.key)
    project.codebook.remove_label(label.key, merge_into="topic.art")
    assert project.codebook.gone_labels() == {label.key: "sports"}
    project.history.undo()
    assert project.codebook.gone_labels() == {}
