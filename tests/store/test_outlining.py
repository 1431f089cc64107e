from __future__ import annotations

from annotator.store import Project
from tests.store.building import BEN


def test_the_first_label_of_each_turn(project: Project) -> None:
    project.tag([1, 2], "topic.music")
    project.tag([2, 4], "topic.art")
    project.tag([3], "topic.art", origin="suggested")
    assert project.first_labels(range(1, 8), "topic") == {1: "topic.music", 2: "topic.art", 4: "topic.art"}
    assert project.first_labels([2], "topic") == {2: "topic.art"}
    assert project.first_labels([], "topic") == {}
    assert project.first_labels([1], "nothing") == {}


def test_texts_and_spans_count_and_other_people_do_not(project: Project) -> None:
    project.tag_text([3], "note", "hm")
    project.tag_span(5, 0, 2, "passage.joke")
    assert project.first_labels(range(1, 8), "note") == {3: ""}
    assert project.first_labels(range(1, 8), "passage") == {5: "passage.joke"}
    with Project.open(project.path, annotator=BEN, companion=True) as other:
        assert other.first_labels(range(1, 8), "note") == {}
