"""After the last turn that lacked a facet the program says what is still open, and offers the ways there."""

from __future__ import annotations

from annotator.model import TurnFilter
from annotator.ui.tagging.tag_commands import TagLoop
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from tests.ui.quick_tags import press_label
from tests.ui.tagging.conftest import labels, row


def press(message: Message, text: str) -> None:
    next(action for action in message.actions if action.text == text).run()


def answer_from(workspace: Workspace, first: int) -> None:
    """Give a stance to the turns from one on, one key each."""
    workspace.cursor.select_turn(workspace.cursor.turn_ids[first])
    for _ in range(first, len(workspace.cursor.turn_ids)):
        press_label(workspace, "1")


def test_turns_before_that_were_left_out_are_named(workspace: Workspace, said: list[Message]) -> None:
    answer_from(workspace, 2)
    message = said[-1]
    assert message.text == "2 turns of this dialogue still lack Stance."
    assert [action.text for action in message.actions] == ["Go there", "Next dialogue"]
    press(message, "Go there")
    assert row(workspace) == 0
    press_label(workspace, "2")
    assert row(workspace) == 1


def test_then_the_next_facet_is_offered_with_what_was_detected(
    workspace: Workspace, said: list[Message]
) -> None:
    answer_from(workspace, 0)
    message = said[-1]
    assert message.text == "8 turns of this dialogue still lack Language."
    assert message.detail == "Stance is done here."
    assert [action.text for action in message.actions] == [
        "Go there",
        "Accept all 8 detected",
        "Next dialogue",
    ]
    press(message, "Go there")
    assert (workspace.facet, row(workspace)) == ("language", 0)
    press_label(workspace, "1")
    press(message, "Accept all 8 detected")
    assert "-" not in labels(workspace, "language")
    workspace.set_facet("stance")
    workspace.cursor.select_turn(workspace.cursor.turn_ids[7])
    press_label(workspace, "2")
    assert said[-1].text == "Every turn of this dialogue has a tag of every facet."
    press(said[-1], "Next dialogue")
    assert workspace.cursor.dialogue_id == workspace.cursor.dialogue_ids[1]
    for _ in range(2):
        press_label(workspace, "1")
    assert [action.text for action in said[-1].actions] == ["Go there", "Accept all 2 detected"]


def test_among_turns_shown_nothing_is_said(workspace: Workspace, said: list[Message]) -> None:
    workspace.cursor.set_filter(TurnFilter(speakers=("A",)))
    answer_from(workspace, 3)
    assert said == []


def test_a_bare_a_says_how_many_turns_that_would_be(
    workspace: Workspace, loop: TagLoop, said: list[Message]
) -> None:
    loop.offer_extending()
    assert said[-1].text == "There is no label to repeat yet."
    press_label(workspace, "1")
    loop.offer_extending()
    assert said[-1].text == "Tag 3 turns “favor”?"
    assert labels(workspace) == "f-------", "nothing is given yet"
    press(said[-1], "Apply (Shift+A)")
    assert labels(workspace) == "f-f-f-f-"
    loop.offer_extending()
    assert said[-1].text == "All later turns have a tag of Stance."
