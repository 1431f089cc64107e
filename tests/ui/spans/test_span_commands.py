from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.model import Codebook, Facet, Label, Tag
from annotator.ui.spans import span_commands
from annotator.ui.spans.span_mode import TextMode, new_facet
from annotator.ui.window.messages import Message
from annotator.ui.workspace.cursor import TextRange
from annotator.ui.workspace.workspace import Workspace
from tests.ui.quick_tags import press_label

SPANS = Facet(
    "span", "Words", "several", "span", intensity=True,
    labels=(
        Label("span.a", "span", "a", shortcut="1"),
        Label("span.b", "span", "b", shortcut="2", position=1),
    ),
)  # fmt: skip


def with_spans(workspace: Workspace, facet: Facet = SPANS) -> None:
    book: Codebook = workspace.codebook
    workspace.do(lambda project: project.codebook.replace(replace(book, facets=(*book.facets, facet))))
    workspace.set_facet(facet.key)


def tags(workspace: Workspace) -> list[tuple[str, int | None, int | None]]:
    return [(tag.label, tag.start, tag.end) for tag in span_commands.own_spans(workspace)]


def only(workspace: Workspace) -> Tag:
    (tag,) = span_commands.own_spans(workspace)
    return tag


@pytest.fixture
def heard(workspace: Workspace) -> list[str]:
    texts: list[str] = []
    workspace.message.connect(lambda message: texts.append(message.text))
    return texts


def test_a_key_gives_the_label_to_the_selected_words_and_takes_it_off_again(
    workspace: Workspace, heard: list[str]
) -> None:
    with_spans(workspace)
    press_label(workspace, "1")
    assert heard == ["Select words in the turn first: with the mouse, or after F2."]
    workspace.cursor.set_text(TextRange(1, 3, 10))
    press_label(workspace, "1")
    press_label(workspace, "2")
    assert tags(workspace) == [("span.a", 3, 10), ("span.b", 3, 10)]
    assert workspace.cursor.turn_id == 1  # there is no moving on from a span
    press_label(workspace, "1")
    assert tags(workspace) == [("span.b", 3, 10)]
    workspace.history.undo()
    workspace.history.undo()
    assert tags(workspace) == [("span.a", 3, 10)]


def test_text_of_another_turn_is_not_tagged(workspace: Workspace, heard: list[str]) -> None:
    with_spans(workspace)
    workspace.cursor.set_text(TextRange(2, 0, 1))
    press_label(workspace, "1")
    assert tags(workspace) == []
    assert heard


def test_a_single_facet_has_one_label_for_the_same_words(workspace: Workspace) -> None:
    with_spans(workspace, replace(SPANS, kind="single"))
    workspace.cursor.set_text(TextRange(1, 3, 10))
    press_label(workspace, "1")
    press_label(workspace, "2")
    assert tags(workspace) == [("span.b", 3, 10)]


def test_doubt_strength_and_clearing_are_about_the_chosen_span(
    workspace: Workspace, heard: list[str]
) -> None:
    with_spans(workspace)
    for start, end in ((0, 12), (3, 10)):
        workspace.cursor.set_text(TextRange(1, start, end))
        press_label(workspace, "1")
    workspace.cursor.set_text(TextRange(1, 5, 5))  # only a caret: the shortest around it
    workspace.tagging.toggle_uncertain()
    workspace.tagging.change_intensity(1)
    outer, inner = span_commands.own_spans(workspace)
    assert (outer.uncertain, outer.intensity) == (False, None)
    assert (inner.uncertain, inner.intensity) == (True, 3)
    workspace.tagging.toggle_uncertain()
    assert not span_commands.own_spans(workspace)[1].uncertain
    workspace.tagging.clear()
    assert tags(workspace) == [("span.a", 0, 12)]
    workspace.cursor.set_text(TextRange(1, 13, 14))
    for verb in (
        workspace.tagging.clear,
        workspace.tagging.toggle_uncertain,
        lambda: workspace.tagging.change_intensity(1),
    ):
        verb()
    assert heard == ["The selected words have no tag of this facet."] * 3
    assert tags(workspace) == [("span.a", 0, 12)]


def test_a_facet_without_intensity_says_so(workspace: Workspace, heard: list[str]) -> None:
    with_spans(workspace, replace(SPANS, intensity=False))
    workspace.cursor.set_text(TextRange(1, 0, 2))
    press_label(workspace, "1")
    workspace.tagging.change_intensity(1)
    assert heard == ["Tags of Words have no intensity."]


def test_relabelling_and_removing_by_key(workspace: Workspace) -> None:
    with_spans(workspace)
    workspace.cursor.set_text(TextRange(1, 0, 2))
    press_label(workspace, "1")
    span_commands.relabel(workspace, only(workspace).key, "span.b")
    assert tags(workspace) == [("span.b", 0, 2)]
    span_commands.remove(workspace, only(workspace).key)
    assert tags(workspace) == []


def test_the_facet_changes_on_the_way_in_and_back_on_the_way_out(workspace: Workspace) -> None:
    mode = TextMode(workspace, workspace)
    with_spans(workspace)
    workspace.set_facet("stance")
    mode.enter()
    assert workspace.facet == "span"
    mode.leave()
    assert workspace.facet == "stance"
    mode.enter()
    workspace.set_facet("topic")  # whoever chooses another facet inside keeps it
    mode.leave()
    assert workspace.facet == "topic"


def test_the_span_facet_used_last_comes_first(workspace: Workspace) -> None:
    mode = TextMode(workspace, workspace)
    with_spans(workspace)
    with_spans(workspace, replace(SPANS, key="more", labels=(), shortcut=""))
    workspace.set_facet("stance")
    mode.enter()
    assert workspace.facet == "more"


def test_without_a_facet_for_spans_one_is_offered(workspace: Workspace) -> None:
    mode = TextMode(workspace, workspace)
    messages: list[Message] = []
    workspace.message.connect(messages.append)
    mode.enter()
    (message,) = messages
    (action,) = message.actions
    action.run()
    facet = workspace.active_facet()
    assert facet is not None
    assert (facet.scope, [label.shortcut for label in facet.labels]) == ("span", ["1", "2", "3"])
    assert facet.shortcut not in {x.shortcut for x in workspace.codebook.facets if x is not facet}
    mode.leave()
    assert workspace.facet == "stance"
    workspace.history.undo()
    assert not span_commands.span_facets(workspace)


def test_a_second_facet_gets_keys_of_its_own(workspace: Workspace) -> None:
    first = new_facet(workspace)
    workspace.do(lambda project: project.codebook.add_facet(first))
    second = new_facet(workspace)
    assert (first.key, second.key) == ("span", "span2")
    assert first.shortcut != second.shortcut
    workspace.do(lambda project: project.codebook.add_facet(second))
    assert workspace.project is not None
    assert workspace.project.check() == []


def test_without_a_project_nothing_happens(qapp: object) -> None:
    workspace = Workspace()
    assert span_commands.own_spans(workspace) == []
    assert span_commands.chosen(workspace) == []
    assert span_commands.give_new(workspace, "span", "x") is None
