from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from annotator.errors import Cancelled
from annotator.model import Changes, TurnFilter
from annotator.store import Project
from annotator.ui.settings.settings import Settings
from annotator.ui.tagging import find_turn
from annotator.ui.tagging.last_tag import tag_of
from annotator.ui.tagging.tag_commands import TagLoop
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from tests.ui.conftest import ME, make_project
from tests.ui.quick_tags import press_label, write_note
from tests.ui.tagging.conftest import labels, row


def undo_all(workspace: Workspace) -> int:
    steps = 0
    assert workspace.project is not None
    while not workspace.project.history.undoes_earlier and workspace.history.undo() is not None:
        steps += 1
    return steps


def test_repeating_gives_the_label_as_it_is_by_now(workspace: Workspace, loop: TagLoop) -> None:
    press_label(workspace, "1")
    workspace.tagging.change_intensity(1)
    workspace.tagging.toggle_uncertain()
    loop.repeat()
    loop.repeat()
    assert (labels(workspace), row(workspace)) == ("fff-----", 3)
    assert workspace.project is not None
    tags = [turn.tags[0] for turn in workspace.project.turns.page(workspace.cursor.turn_ids[:3])]
    assert {(tag.intensity, tag.uncertain, tag.target) for tag in tags} == {(3, True, tags[0].target)}


def test_repeating_in_another_dialogue_is_toward_its_own_target(qapp: object, tmp_path: Path) -> None:
    """Also where it has as many turns as the one in which the label was given."""
    talks = tuple((title, (("A", f"{title}.", "en"), ("B", "So.", "en"))) for title in ("One", "Two"))
    workspace = Workspace(Settings())
    workspace.attach(Project.open(make_project(tmp_path / "study.dap", talks), annotator=ME))
    press_label(workspace, "1")
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    workspace.tag_loop.repeat()
    assert workspace.project is not None
    first, second = (
        workspace.project.turns.page(workspace.project.turns.ids(one))[0].tags[0]
        for one in workspace.cursor.dialogue_ids
    )
    assert (first.label, second.label) == ("stance.favor", "stance.favor")
    assert None not in (first.target, second.target)
    assert first.target != second.target
    workspace.close()


def test_repeating_on_the_turn_that_has_it_goes_on_first(workspace: Workspace, loop: TagLoop) -> None:
    workspace.set_facet("topic")
    press_label(workspace, "1")
    assert row(workspace) == 0
    loop.repeat()
    loop.repeat()
    assert (labels(workspace, "topic"), row(workspace)) == ("ttt-----", 2)
    workspace.cursor.select_turns(workspace.cursor.turn_ids[4:6])
    loop.repeat()
    assert labels(workspace, "topic") == "ttt-tt--"
    workspace.cursor.select_turn(workspace.cursor.turn_ids[7])
    loop.repeat()
    assert loop.repeat() is None
    assert labels(workspace, "topic") == "ttt-tt-t"


def test_there_may_be_nothing_to_repeat(workspace: Workspace, loop: TagLoop, said: list[Message]) -> None:
    assert loop.repeat() is None
    assert loop.extend() is None
    assert [message.text for message in said] == ["There is no label to repeat yet."] * 2
    press_label(workspace, "1")
    workspace.do(lambda project: project.codebook.update_label("stance.favor", retired=True))
    assert loop.repeat() is None
    assert said[-1].text == "The last label is no longer in the codebook."
    workspace.close()
    assert workspace.tagging.last is None
    assert loop.repeat() is None
    assert len(said) == 3


def test_a_label_that_was_taken_off_can_still_be_repeated(workspace: Workspace, loop: TagLoop) -> None:
    press_label(workspace, "2")
    workspace.history.undo()
    assert workspace.tagging.last is not None
    assert tag_of(workspace, workspace.tagging.last) is None
    loop.repeat()
    assert labels(workspace) == "a-------"


def test_the_same_for_the_later_turns_of_the_speaker(
    workspace: Workspace, loop: TagLoop, said: list[Message]
) -> None:
    workspace.cursor.select_turn(workspace.cursor.turn_ids[4])
    press_label(workspace, "4")
    workspace.cursor.select_turn(workspace.cursor.turn_ids[0])
    press_label(workspace, "1")
    assert row(workspace) == 1
    loop.extend()
    assert (labels(workspace), row(workspace)) == ("f-f-n-f-", 1)  # what was answered stays
    assert said[-1].text == "2 later turns tagged “favor”."
    press_label(workspace, "2")
    loop.extend()
    assert (labels(workspace), row(workspace)) == ("fafanafa", 3)
    assert loop.extend() is None
    assert said[-1].text == "All later turns have a tag of Stance."
    assert undo_all(workspace) == 5


def test_the_same_for_all_later_turns(workspace: Workspace, loop: TagLoop, said: list[Message]) -> None:
    workspace.cursor.select_turn(workspace.cursor.turn_ids[5])
    press_label(workspace, "1")
    loop.extend(everybody=True)
    assert labels(workspace) == "-----fff"
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    assert loop.extend(everybody=True) is None
    assert "another dialogue" in said[-1].text


def test_copying_answers_only_what_is_open(workspace: Workspace, loop: TagLoop, said: list[Message]) -> None:
    assert loop.copy_previous() is None
    assert said[-1].text == "There is no earlier tag to copy."
    workspace.tagging.apply_label("stance.favor")
    workspace.cursor.select_turn(workspace.cursor.turn_ids[0])
    workspace.tagging.apply_label("topic.drift")
    write_note(workspace, "mine alone")
    workspace.cursor.select_turn(workspace.cursor.turn_ids[1])
    workspace.set_facet("stance")
    workspace.tagging.apply_label("stance.against")
    workspace.cursor.select_turn(workspace.cursor.turn_ids[1])
    loop.copy_previous()
    assert (labels(workspace), labels(workspace, "topic")) == ("fa------", "dd------")
    assert labels(workspace, "note") == "m-------"
    workspace.cursor.select_turn(workspace.cursor.turn_ids[1])
    assert loop.copy_previous() is None
    assert said[-1].text == "The selected turns have a tag of every facet of the turn before."
    workspace.cursor.select_turns(workspace.cursor.turn_ids[2:4])
    loop.copy_previous(same_speaker=True)
    assert (labels(workspace), labels(workspace, "topic")) == ("faff----", "dddd----")
    workspace.cursor.select_turn(workspace.cursor.turn_ids[4])
    loop.copy_previous()
    assert row(workspace) == 5


def test_copying_takes_no_spans(workspace: Workspace, loop: TagLoop, said: list[Message]) -> None:
    first, second, *_ = workspace.cursor.turn_ids
    workspace.do(lambda project: project.tags.add_span(first, 0, 2, "stance.against"))
    workspace.cursor.select_turn(second)
    assert loop.copy_previous() is None
    assert said[-1].text == "There is no earlier tag to copy."


def test_copying_stays_within_the_dialogue_and_needs_a_turn(workspace: Workspace, loop: TagLoop) -> None:
    workspace.cursor.select_turn(None)
    assert loop.copy_previous() is None
    workspace.cursor.select_turn(workspace.cursor.turn_ids[0])
    assert loop.copy_previous(same_speaker=True) is None


def test_not_applicable_is_an_answer(workspace: Workspace, loop: TagLoop, said: list[Message]) -> None:
    loop.not_applicable()
    assert (labels(workspace), row(workspace)) == ("n-------", 1)
    assert workspace.project is not None
    assert (
        workspace.project.turns.page(workspace.cursor.turn_ids[:1])[0].tags[0].label
        == "stance.not-applicable"
    )
    workspace.set_facet("topic")  # open: gets the label by itself
    loop.not_applicable()
    label = workspace.codebook.label("topic.not-applicable")
    assert (label.name, label.shortcut) == ("not applicable", "0")
    assert labels(workspace, "topic") == "-n------"
    workspace.history.undo()
    assert labels(workspace, "topic") == "--------"
    assert "topic.not-applicable" not in {x.key for x in workspace.codebook.facet("topic").labels}
    workspace.set_facet("language")  # closed: asks
    assert loop.not_applicable() is None
    assert said[-1].text == "Language has no label “not applicable”."
    said[-1].actions[0].run()
    assert labels(workspace, "language") == "-n------"
    assert row(workspace) == 2
    workspace.close()
    assert loop.not_applicable() is None


def test_all_findings_are_accepted_where_nobody_answered(
    workspace: Workspace, loop: TagLoop, said: list[Message]
) -> None:
    workspace.cursor.select_turn(workspace.cursor.turn_ids[1])
    workspace.tagging.apply_label("language.mixed")
    workspace.set_facet("stance")
    loop.confirm_all()
    assert labels(workspace, "language") == "zmezeeze"
    assert said[-1].text == "Language: accepted the detected labels of 7 turns."
    loop.confirm_all()
    assert said[-1].text == "No detected Language left to accept here."
    assert undo_all(workspace) == 2
    workspace.do(lambda project: project.codebook.update_facet("language", detected=False))
    assert loop.confirm_all() is None


@pytest.mark.parametrize("kind", ["uncertain", "speaker"])
def test_going_to_turns_of_a_kind(
    workspace: Workspace, loop: TagLoop, said: list[Message], kind: str
) -> None:
    for at in (2, 4):
        workspace.cursor.select_turn(workspace.cursor.turn_ids[at])
        workspace.tagging.apply_label("stance.favor")
        workspace.cursor.select_turn(workspace.cursor.turn_ids[at])
        workspace.tagging.toggle_uncertain()
    workspace.cursor.select_turn(workspace.cursor.turn_ids[0])
    loop.next(kind)  # type: ignore[arg-type]
    assert row(workspace) == 2
    loop.next(kind)  # type: ignore[arg-type]
    assert row(workspace) == 4
    loop.previous(kind)  # type: ignore[arg-type]
    assert row(workspace) == 2
    workspace.cursor.select_turn(workspace.cursor.turn_ids[7 if kind == "uncertain" else 6])
    loop.next(kind)  # type: ignore[arg-type]
    assert said[-1].kind == "info"
    assert row(workspace) >= 6


def test_an_answer_leads_through_the_facets_of_the_turn(workspace: Workspace, loop: TagLoop) -> None:
    assert loop.by_facet
    loop.set_advance("turn")
    assert loop.by_turn
    press_label(workspace, "1")
    assert (row(workspace), workspace.facet) == (0, "topic")
    workspace.tagging.toggle_uncertain()  # still about the stance that was given
    assert workspace.project is not None
    assert [
        (tag.facet, tag.uncertain)
        for tag in workspace.project.turns.page(workspace.cursor.turn_ids[:1])[0].tags
    ] == [("stance", True)]
    press_label(workspace, "1")
    assert (row(workspace), workspace.facet) == (0, "topic")  # several topics may follow
    loop.next_question()
    assert workspace.facet == "language"
    workspace.tagging.confirm()
    assert (row(workspace), workspace.facet) == (1, "stance")


def test_leaving_a_question_open(workspace: Workspace, loop: TagLoop, said: list[Message]) -> None:
    press_label(workspace, "1")
    loop.next_question()
    assert (row(workspace), workspace.facet) == (2, "stance")
    loop.set_advance("turn")
    workspace.cursor.select_turn(workspace.cursor.turn_ids[7])
    workspace.set_facet("language")
    loop.next_question()
    assert said[-1].text == "Every later turn here has a tag of every facet."
    workspace.close()
    loop.next_question()


def test_the_next_question_is_in_the_turn_that_stands_next(workspace: Workspace, loop: TagLoop) -> None:
    """A turn that was split off has the greatest number, and stands between others."""
    first = workspace.cursor.turn_ids[0]
    workspace.do(lambda project: project.structure.split(first, len("Turn"), speaker="A"))
    assert workspace.cursor.turn_ids[1] == max(workspace.cursor.turn_ids)
    workspace.cursor.select_turn(first)

    def tag(project: Project, label: str) -> Changes:
        return project.tags.add([first], label)

    for facet in workspace.codebook.facets[:3]:
        workspace.do(partial(tag, label=facet.labels[0].key))
    loop.next_question()
    assert row(workspace) == 1


def test_what_is_taken_back_is_shown_where_it_begins(workspace: Workspace) -> None:
    first = workspace.cursor.turn_ids[0]
    workspace.do(lambda project: project.structure.split(first, len("Turn"), speaker="A"))
    workspace.cursor.select_turns(workspace.cursor.turn_ids[1:4])
    press_label(workspace, "1")
    workspace.cursor.select_turn(workspace.cursor.turn_ids[7])
    workspace.history.undo()
    assert row(workspace) == 1


def test_nothing_moves_where_that_is_switched_off(workspace: Workspace, loop: TagLoop) -> None:
    workspace.preferences.auto_advance = False
    press_label(workspace, "1")
    loop.repeat()
    assert (labels(workspace), row(workspace)) == ("ff------", 1)


def test_doubts_are_found_in_later_dialogues_too(
    workspace: Workspace, loop: TagLoop, said: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    loop.next("doubt")  # the second turn of each dialogue is damaged
    assert row(workspace) == 1
    loop.next("doubt")
    assert workspace.cursor.dialogue_id == workspace.cursor.dialogue_ids[1]
    assert row(workspace) == 1
    loop.next("doubt")
    assert said[-1].text == "No later turn has a repair in doubt."
    workspace.cursor.set_filter(TurnFilter(speakers=("B",)))
    loop.previous("doubt")
    assert said[-1].text == "No earlier turn has a repair in doubt."  # among those that are shown
    workspace.cursor.set_filter(None)
    loop.previous("doubt")
    assert workspace.cursor.dialogue_id == workspace.cursor.dialogue_ids[0]

    def slow(*_: object, cancelled: Callable[[], bool], **__: object) -> None:
        while not cancelled():
            pass
        raise Cancelled

    monkeypatch.setattr(find_turn, "_PATIENCE", 0.01)
    assert workspace.project is not None
    monkeypatch.setattr(workspace.project.search, "next_turn", slow)
    loop.next("uncertain")
    assert "filter" in said[-1].text
    workspace.close()
    assert not find_turn.seek(workspace, "doubt")
