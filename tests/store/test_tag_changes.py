from __future__ import annotations

import pytest

from annotator.errors import UserError
from annotator.model import Tag
from annotator.store import Project
from tests.in_words import in_words


def spans(project: Project) -> list[Tag]:
    return [tag for tag in project.turns.page([1])[0].tags if tag.start is not None]


@pytest.fixture
def tagged(project: Project) -> Project:
    label, _ = project.codebook.add_label("passage", "irony")
    assert label.key
    project.tags.add_span(1, 0, 4, "passage.joke", uncertain=True)
    return project


def other(project: Project) -> str:
    return next(x.key for x in project.codebook.read().facet("passage").labels if x.name == "irony")


def test_a_span_gets_another_label_and_keeps_the_rest(tagged: Project) -> None:
    (before,) = spans(tagged)
    changes = tagged.tags.relabel(before.key, other(tagged))
    assert (set(changes.turns), in_words(changes)) == ({1}, "changing 1 tag")
    (after,) = spans(tagged)
    assert (after.key, after.label, after.start, after.end, after.uncertain) == (
        before.key,
        other(tagged),
        0,
        4,
        True,
    )
    assert tagged.tags.relabel(before.key, other(tagged)).edit is None
    tagged.history.undo()
    assert [tag.label for tag in spans(tagged)] == ["passage.joke"]
    assert tagged.check() == []


def test_a_label_that_is_there_already_leaves_one_tag(tagged: Project) -> None:
    tagged.tags.add_span(1, 0, 4, other(tagged))
    tagged.tags.add_span(1, 0, 3, other(tagged))
    joke = next(tag for tag in spans(tagged) if tag.label == "passage.joke")
    assert in_words(tagged.tags.relabel(joke.key, other(tagged))) == "removing 1 tag"
    assert sorted((tag.start, tag.end, tag.label) for tag in spans(tagged)) == [
        (0, 3, other(tagged)),
        (0, 4, other(tagged)),
    ]
    tagged.history.undo()
    assert len(spans(tagged)) == 3
    assert tagged.check() == []


def test_what_is_gone_is_refused(tagged: Project) -> None:
    (tag,) = spans(tagged)
    for label in ("passage.nothing", "stance.favor"):
        with pytest.raises(UserError):
            tagged.tags.relabel(tag.key, label)
    with pytest.raises(KeyError):
        tagged.tags.relabel("nothing", "passage.joke")


def test_details_change_for_one_span_alone(tagged: Project) -> None:
    tagged.tags.add_span(1, 2, 6, "passage.joke")
    first, second = spans(tagged)
    assert (
        in_words(tagged.tags.change([first.key], uncertain=False, intensity=3, note="hm")) == "changing 1 tag"
    )
    changed, same = spans(tagged)
    assert (changed.uncertain, changed.intensity, changed.note) == (False, 3, "hm")
    assert same == second
    assert tagged.tags.change([first.key, "gone"], intensity=None).edit is not None
    assert tagged.tags.change(["gone"], note="x").edit is None
    with pytest.raises(ValueError, match="intensity"):
        tagged.tags.change([first.key], intensity=4)
    assert tagged.check() == []


def places(project: Project) -> list[tuple[str, int | None, int | None]]:
    return sorted((tag.label, tag.start, tag.end) for tag in spans(project))


def test_a_span_is_resized_as_one_edit_and_back(tagged: Project) -> None:
    (before,) = spans(tagged)
    changes = tagged.tags.move_span(before.key, 1, 6)
    assert (set(changes.turns), in_words(changes)) == ({1}, "resizing a span")
    (after,) = spans(tagged)
    assert (after.key, after.start, after.end, after.uncertain) == (before.key, 1, 6, True)
    assert tagged.tags.move_span(before.key, 1, 6).edit is None, "nothing has moved"
    tagged.history.undo()
    assert places(tagged) == [("passage.joke", 0, 4)]
    tagged.history.redo()
    assert places(tagged) == [("passage.joke", 1, 6)]
    assert tagged.check() == []


def test_a_span_gives_way_to_one_that_comes_to_lie_on_it(tagged: Project) -> None:
    (moved,) = spans(tagged)
    tagged.tags.add_span(1, 0, 6, "passage.joke")
    tagged.tags.add_span(1, 0, 6, other(tagged))
    tagged.tags.move_span(moved.key, 0, 6)
    assert places(tagged) == sorted([("passage.joke", 0, 6), (other(tagged), 0, 6)])
    assert moved.key in {tag.key for tag in spans(tagged)}
    tagged.history.undo()
    assert len(spans(tagged)) == 3
    assert tagged.check() == []


def test_a_span_stays_within_its_text(tagged: Project) -> None:
    (tag,) = spans(tagged)
    length = len(tagged.turns.page([1])[0].text)
    for start, end in ((-1, 2), (3, 3), (4, 3), (0, length + 1)):
        with pytest.raises(ValueError, match="no span"):
            tagged.tags.move_span(tag.key, start, end)
    tagged.tags.add([2], "stance.favor")
    (whole,) = [x for x in tagged.turns.page([2])[0].tags if x.facet == "stance"]
    for key in ("nothing", whole.key):
        with pytest.raises(KeyError):
            tagged.tags.move_span(key, 0, 1)


def test_taking_back_one_end_leaves_alone_what_the_other_end_has_passed(tagged: Project) -> None:
    (tag,) = spans(tagged)
    edit = tagged.tags.move_span(tag.key, 0, 9).edit
    tagged.tags.move_span(tag.key, 6, 9)
    assert edit is not None
    assert tagged.history.revert(edit).skipped == 1
    assert places(tagged) == [("passage.joke", 6, 9)]
    assert tagged.check() == []
