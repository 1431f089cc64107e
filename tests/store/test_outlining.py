from __future__ import annotations

from annotator.store import Project
from tests.store.building import BEN


def test_the_first_label_of_each_turn(project: Project) -> None:
    project.tags.add([1, 2], "topic.music")
    project.tags.add([2, 4], "topic.art")
    project.tags.add([3], "topic.art", origin="suggested")
    assert project.progress.first_labels(range(1, 8), "topic") == {
        1: "topic.music",
        2: "topic.art",
        4: "topic.art",
    }
    assert project.progress.first_labels([2], "topic") == {2: "topic.art"}
    assert project.progress.first_labels([], "topic") == {}
    assert project.progress.first_labels([1], "nothing") == {}


def test_texts_and_spans_count_and_other_people_do_not(project: Project) -> None:
    project.tags.write([3], "note", "hm")
    project.tags.add_span(5, 0, 2, "passage.joke")
    assert project.progress.first_labels(range(1, 8), "note") == {3: ""}
    assert project.progress.first_labels(range(1, 8), "passage") == {5: "passage.joke"}
    with Project.open(project.path, annotator=BEN, companion=True) as other:
        assert other.progress.first_labels(range(1, 8), "note") == {}
