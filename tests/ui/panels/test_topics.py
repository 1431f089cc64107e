"""Topics: chips, the field that finds or adds, and the labels offered below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from annotator.core.text_folding import loosely
from annotator.model import Label
from annotator.ui.panels.tag_panel import TagPanel
from annotator.ui.panels.tag_panel.label_matching import MOST, offers, quick_labels
from annotator.ui.panels.tag_panel.topic_section import TopicSection
from annotator.ui.widgets.label_button import Given
from annotator.ui.workspace.workspace import Workspace
from tests.ui.panels.conftest import click, labels, press, type_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def topics(panel: TagPanel) -> TopicSection:
    panel.refresh_now()
    section = panel.sections["topic"]
    assert isinstance(section, TopicSection)
    return section


def chip_names(panel: TagPanel) -> list[str]:
    return [chip.face.name for chip in topics(panel).chips]


def offered(panel: TagPanel) -> list[tuple[str, str]]:
    return [(button.face.name, button.face.key) for button in topics(panel).buttons]


# --- matching -----------------------------------------------------------------------------

TOPICS = [
    Label("t.ai", "topic", "ＡＩ"),
    Label("t.art", "topic", "Art history"),
    Label("t.start", "topic", "start-ups"),
    Label("t.work", "topic", "抢走工作"),
    Label("t.old", "topic", "art of old", retired=True),
]


def names(typed: str, given: frozenset[str] = frozenset()) -> list[str]:
    return [offer.name if offer.key else f"new {offer.name}" for offer in offers(typed, TOPICS, given)]


def test_width_case_and_spacing_do_not_count() -> None:
    assert loosely("  Ｒｏｂｏｔ  ＡＩ ") == "robot ai"


def test_an_exact_name_is_not_offered_as_new() -> None:
    assert names("ai") == ["ＡＩ"]


def test_beginnings_come_before_a_new_label_and_that_before_parts() -> None:
    assert names("art") == ["Art history", "new art", "start-ups"]


def test_parts_of_chinese_names_are_found() -> None:
    assert names("工作") == ["new 工作", "抢走工作"]


def test_nothing_typed_offers_nothing() -> None:
    assert names("   ") == []


def test_what_is_given_already_comes_last() -> None:
    assert names("art", frozenset({"t.art"})) == ["new art", "start-ups", "Art history"]


def test_at_most_nine_are_offered() -> None:
    many = labels("topic", *(f"topic {number}" for number in range(30)))
    assert len(offers("topic", many, ())) == MOST


def test_keyed_labels_come_first_then_recent_ones() -> None:
    some = labels("topic", *(f"t{number}" for number in range(1, 15)))
    quick = quick_labels(some, ["topic.12", "topic.gone"], {"topic.3"})
    assert [label.name for label in quick] == ["t1", "t2", "t4", "t5", "t6", "t7", "t8", "t9", "t12"]


# --- in the panel -------------------------------------------------------------------------


def test_a_chip_says_that_its_annotator_is_not_sure(tags: TagPanel, workspace: Workspace) -> None:
    turn = workspace.cursor.turn_id
    assert turn is not None
    workspace.do(lambda project: project.tags.add([turn], "topic.target", uncertain=True))
    workspace.do(lambda project: project.tags.add([turn], "topic.drift"))
    doubted, sure = topics(tags).chips
    assert (doubted.face.remark, sure.face.remark) == ("uncertain", "")
    assert doubted.accessibleName().startswith("the target, uncertain")


def test_offers_show_their_keys_and_a_click_makes_a_chip(tags: TagPanel, workspace: Workspace) -> None:
    assert offered(tags) == [("the target", "1"), ("drift", "2")]
    click(topics(tags).buttons[0])
    assert chip_names(tags) == ["the target"]
    assert offered(tags) == [("drift", "2")]
    click(topics(tags).chips[0])
    assert chip_names(tags) == []
    assert offered(tags) == [("the target", "1"), ("drift", "2")]


def test_enter_adds_a_new_topic_with_the_first_free_key(tags: TagPanel, workspace: Workspace) -> None:
    entry = topics(tags).entry
    workspace.entry_requested.emit("topic")
    assert entry.hasFocus()
    type_in(entry, "labour market")
    assert offered(tags) == [("new: labour market", "↵")]
    press(entry, Qt.Key.Key_Return)
    assert chip_names(tags) == ["labour market"]
    assert [x.shortcut for x in workspace.codebook.facet("topic").labels] == ["1", "2", "3"]
    fresh = topics(tags).entry
    assert fresh.hasFocus()
    assert fresh.text() == ""


def test_enter_takes_what_begins_so_and_down_the_new_one(tags: TagPanel, workspace: Workspace) -> None:
    entry = topics(tags).entry
    entry.setFocus()
    type_in(entry, "DRI")
    assert offered(tags) == [("drift", "↵"), ("new: DRI", "")]
    press(entry, Qt.Key.Key_Down)
    assert offered(tags) == [("drift", "2"), ("new: DRI", "↵")]
    press(entry, Qt.Key.Key_Up)
    press(entry, Qt.Key.Key_Return)
    assert chip_names(tags) == ["drift"]
    assert entry.text() == ""


def test_a_topic_given_already_is_left_given(tags: TagPanel, workspace: Workspace) -> None:
    workspace.tagging.apply_label("topic.drift")
    entry = topics(tags).entry
    type_in(entry, "drift")
    press(entry, Qt.Key.Key_Return)
    assert chip_names(tags) == ["drift"]


def test_enter_on_nothing_does_nothing(tags: TagPanel) -> None:
    press(topics(tags).entry, Qt.Key.Key_Return)
    assert chip_names(tags) == []


def test_escape_empties_the_field_and_then_goes_back(tags: TagPanel, qtbot: QtBot) -> None:
    entry = topics(tags).entry
    type_in(entry, "x")
    press(entry, Qt.Key.Key_Escape)
    assert entry.text() == ""
    with qtbot.waitSignal(tags.done):
        press(entry, Qt.Key.Key_Escape)


def test_backspace_reaches_the_chips_and_delete_takes_one_off(tags: TagPanel, workspace: Workspace) -> None:
    workspace.tagging.apply_label("topic.target")
    workspace.tagging.apply_label("topic.drift")
    section = topics(tags)
    section.entry.setFocus()
    press(section.entry, Qt.Key.Key_Backspace)
    assert section.chips[-1].hasFocus()
    press(section.chips[-1], Qt.Key.Key_Delete)
    assert chip_names(tags) == ["the target"]
    assert section.chips[0].hasFocus()
    press(section.chips[0], Qt.Key.Key_Space)
    assert chip_names(tags) == []
    assert section.entry.hasFocus()


def test_a_chip_of_some_turns_is_given_to_the_rest_first(tags: TagPanel, workspace: Workspace) -> None:
    workspace.tagging.apply_label("topic.drift")
    workspace.cursor.select_turns(workspace.cursor.turn_ids)
    chip = topics(tags).chips[0]
    assert (chip.face.given, chip.face.remark) == (Given.SOME, "1/3")
    entry = topics(tags).entry
    click(chip)
    assert topics(tags).chips[0].face.given is Given.YES
    workspace.history.undo()
    assert topics(tags).chips[0].face.given is Given.SOME
    type_in(entry, "drift")
    press(entry, Qt.Key.Key_Enter)
    assert topics(tags).chips[0].face.given is Given.YES


def test_what_was_typed_for_one_turn_is_not_meant_for_the_next(tags: TagPanel, workspace: Workspace) -> None:
    entry = topics(tags).entry
    type_in(entry, "half a wo")
    workspace.moving.step(1)
    assert entry.text() == ""


def test_topics_used_last_are_offered_before_others(tags: TagPanel, workspace: Workspace) -> None:
    assert workspace.project is not None
    for number in range(1, 12):
        workspace.broadcast(workspace.project.codebook.add_label("topic", f"topic {number}")[1])
    workspace.tagging.add_topic("topic 11")
    tags.refresh_now()
    workspace.moving.step(1)
    shown = [name for name, _ in offered(tags)]
    assert shown[:3] == ["the target", "drift", "topic 11"]
    assert len(shown) == MOST
