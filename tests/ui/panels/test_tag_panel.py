"""The tag panel as a whole: what it shows for a turn, for several, for none, and what clicks do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from annotator.model import Facet, Tag, Target
from annotator.store import Project
from annotator.ui.panels.tag_panel import TagPanel
from annotator.ui.panels.tag_panel.choice_section import ChoiceSection
from annotator.ui.panels.tag_panel.text_section import TextSection
from annotator.ui.widgets.label_button import Given, LabelButton
from annotator.ui.workspace.workspace import Workspace
from tests.ui.conftest import ME
from tests.ui.panels.conftest import click, labels, press, with_facets

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def choice(panel: TagPanel, facet: str) -> ChoiceSection:
    panel.refresh_now()
    section = panel.sections[facet]
    assert isinstance(section, ChoiceSection)
    return section


def button(panel: TagPanel, label: str) -> LabelButton:
    section = choice(panel, label.split(".", maxsplit=1)[0])
    place = [one.key for one in section.facet.labels].index(label)
    return section.grid.buttons[place]


def given(panel: TagPanel, label: str) -> Given:
    return button(panel, label).face.given


def content_width(panel: TagPanel) -> int:
    content = panel.area.widget()
    assert content is not None
    return content.width()


def own_tags(workspace: Workspace, facet: str) -> list[Tag]:
    turn = workspace.cursor.turn()
    assert turn is not None
    return [tag for tag in turn.tags if tag.facet == facet]


def test_it_has_a_section_for_each_facet_and_names_the_turn(tags: TagPanel) -> None:
    tags.refresh_now()
    assert list(tags.sections) == ["stance", "topic", "language", "note"]
    assert tags.header.title.text() == "Turn 2 · B"
    assert tags.header.snippet.text() == "I think so."


def test_a_click_gives_a_label_and_another_click_takes_it_off(tags: TagPanel, workspace: Workspace) -> None:
    click(button(tags, "stance.favor"))
    assert [tag.label for tag in own_tags(workspace, "stance")] == ["stance.favor"]
    assert given(tags, "stance.favor") is Given.YES
    click(button(tags, "stance.favor"))
    assert own_tags(workspace, "stance") == []
    assert given(tags, "stance.favor") is Given.NO


def test_a_click_in_another_section_makes_its_facet_active(tags: TagPanel, workspace: Workspace) -> None:
    click(button(tags, "language.zh"))
    assert workspace.facet == "language"
    click(choice(tags, "stance").heading)
    assert workspace.facet == "stance"


def test_what_the_machine_found_is_shown_apart_until_it_is_confirmed(
    tags: TagPanel, workspace: Workspace
) -> None:
    section = choice(tags, "language")
    assert given(tags, "language.en") is Given.FOUND
    assert button(tags, "language.en").face.remark == "detected"
    assert section.finding.isVisible()
    assert section.found.text() == "Detected: en"
    click(section.confirm)
    assert [tag.label for tag in own_tags(workspace, "language")] == ["language.en"]
    assert given(tags, "language.en") is Given.YES
    assert not section.finding.isVisible()


def test_intensity_and_uncertain_wait_for_a_label(tags: TagPanel, workspace: Workspace) -> None:
    section = choice(tags, "stance")
    assert section.intensity is not None
    assert section.uncertain is not None
    assert not section.intensity.isEnabled()
    assert not section.uncertain.isEnabled()
    assert "Give a label first" in section.uncertain.toolTip()
    click(button(tags, "stance.against"))
    section = choice(tags, "stance")
    assert section.intensity is not None
    click(section.intensity.segments[2])
    assert own_tags(workspace, "stance")[0].intensity == 3
    tags.refresh_now()
    assert [one.isChecked() for one in section.intensity.segments] == [False, False, True]
    click(section.intensity.segments[2])
    assert own_tags(workspace, "stance")[0].intensity is None
    tags.refresh_now()
    assert section.uncertain is not None
    click(section.uncertain)
    tags.refresh_now()
    assert own_tags(workspace, "stance")[0].uncertain
    assert section.uncertain.face.given is Given.YES


def test_several_turns_show_what_they_share_and_what_not(tags: TagPanel, workspace: Workspace) -> None:
    workspace.tagging.apply_label("stance.favor")
    workspace.tagging.toggle_uncertain()
    workspace.cursor.select_turns(workspace.cursor.turn_ids)
    tags.refresh_now()
    assert tags.header.title.text() == "3 turns · A, B"
    assert tags.header.snippet.text() == "From turn 1 to turn 3"
    assert given(tags, "stance.favor") is Given.SOME
    assert button(tags, "stance.favor").face.remark == "1/3"
    section = choice(tags, "language")
    assert section.found.text() == "Detected in 3 of 3 turns"
    assert button(tags, "language.zh").face.remark == "1/3"
    click(button(tags, "stance.favor"))
    assert given(tags, "stance.favor") is Given.YES
    uncertain = choice(tags, "stance").uncertain
    assert uncertain is not None
    assert uncertain.face.given is Given.SOME


def test_long_selections_are_read_in_part_and_it_is_said(tags: TagPanel, workspace: Workspace) -> None:
    turns = workspace.cursor.selected_turns() * 2
    tags.header.show_turns(turns, 5000)
    assert tags.header.title.text() == "5,000 turns · B"
    assert "first 2" in tags.header.snippet.text()


def test_nothing_selected_is_said(tags: TagPanel, workspace: Workspace) -> None:
    workspace.cursor.select_turn(None)
    tags.refresh_now()
    assert tags.empty.isVisible()
    assert tags.empty.title.text() == "No turn selected"
    workspace.close()
    tags.refresh_now()
    assert tags.empty.title.text() == "No project"


def test_read_only_shows_and_does_not_change(project_file: Path, show: Callable[..., None]) -> None:
    workspace = Workspace()
    workspace.attach(Project.open(project_file, annotator=ME, read_only=True))
    panel = TagPanel(workspace)
    show(panel)
    panel.refresh_now()
    assert "read-only" in panel.header.notice.text()
    assert panel.header.notice.isVisible()
    assert not button(panel, "stance.favor").isEnabled()
    workspace.close()


def test_the_answer_of_an_imported_codebook_of_every_kind_can_be_given(
    tags: TagPanel, workspace: Workspace
) -> None:
    many = Facet("many", "A very long name of a facet that nobody would read to its end", "several",
                 labels=labels("many", *(f"label number {n} of thirty" for n in range(30))))  # fmt: skip
    book = with_facets(
        workspace.codebook,
        many,
        Facet("scale", "Scale", "ordinal", shortcut="x", labels=labels("scale", "low", "middle", "high")),
        Facet("none", "Nothing yet", "single"),
        Facet("whole", "Genre", "single", scope="dialogue", labels=labels("whole", "debate", "chat")),
        Facet("genres", "Genres", "several", scope="dialogue", labels=labels("genres", "loud", "calm")),
        Facet("span", "Words", "single", scope="span", labels=labels("span", "metaphor")),
        Facet("gone", "Gone", "single", retired=True),
    )
    workspace.do(lambda project: project.codebook.replace(book))
    assert choice(tags, "none").empty.isVisible()
    assert "gone" not in tags.sections
    assert len(choice(tags, "many").grid.buttons) == 30
    for label in ("many.1", "many.2", "scale.3"):
        click(button(tags, label))
        assert given(tags, label) is Given.YES
    assert given(tags, "many.1") is Given.YES
    click(button(tags, "many.1"))
    assert given(tags, "many.1") is Given.NO
    assert content_width(tags) <= tags.area.viewport().width()


def test_the_dialogue_as_a_whole_is_tagged_in_a_section_of_its_own(
    tags: TagPanel, workspace: Workspace
) -> None:
    genre = Facet("whole", "Genre", "single", scope="dialogue", labels=labels("whole", "debate", "chat"))
    workspace.do(lambda project: project.codebook.replace(with_facets(workspace.codebook, genre)))
    click(button(tags, "whole.2"))
    assert given(tags, "whole.2") is Given.YES
    workspace.moving.step(1)
    assert given(tags, "whole.2") is Given.YES
    click(button(tags, "whole.2"))
    assert given(tags, "whole.2") is Given.NO


def test_arrow_keys_walk_the_labels_and_escape_goes_back(tags: TagPanel, qtbot: QtBot) -> None:
    first, second = button(tags, "stance.favor"), button(tags, "stance.against")
    first.setFocus()
    press(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    assert second.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert first.focusPolicy() == Qt.FocusPolicy.NoFocus
    press(second, Qt.Key.Key_Up)
    assert first.hasFocus()
    with qtbot.waitSignal(tags.done):
        press(first, Qt.Key.Key_Escape)


def test_asking_for_a_facet_without_a_text_field_focuses_its_first_button(
    tags: TagPanel, workspace: Workspace
) -> None:
    workspace.entry_requested.emit("stance")
    assert button(tags, "stance.favor").hasFocus()
    workspace.entry_requested.emit("no such facet")
    assert button(tags, "stance.favor").hasFocus()


def test_undo_is_seen_at_once(tags: TagPanel, workspace: Workspace) -> None:
    workspace.tagging.apply_label("stance.mixed")
    assert given(tags, "stance.mixed") is Given.YES
    workspace.history.undo()
    assert given(tags, "stance.mixed") is Given.NO


def test_a_change_elsewhere_costs_nothing(tags: TagPanel, workspace: Workspace) -> None:
    tags.refresh_now()
    other = workspace.cursor.turn_ids[2]
    workspace.do(lambda project: project.tags.add([other], "stance.mixed"))
    tags.refresh_now()
    assert given(tags, "stance.mixed") is Given.NO


def test_labels_toward_another_target_are_not_shown_as_given(tags: TagPanel, workspace: Workspace) -> None:
    workspace.tagging.apply_label("stance.favor")
    dialogue = workspace.cursor.dialogue_id
    assert dialogue is not None
    more = Target("11111111-1111-4111-8111-111111111111", "entity", "the barista")
    workspace.do(lambda project: project.dialogues.set_target(dialogue, more))
    block = choice(tags, "stance").targets
    assert block is not None
    assert [row.radio is not None and row.radio.isChecked() for row in block.rows] == [True, False]
    assert given(tags, "stance.favor") is Given.YES
    radio = block.rows[1].radio
    assert radio is not None
    click(radio)
    assert given(tags, "stance.favor") is Given.NO
    click(button(tags, "stance.against"))
    assert {(tag.label, tag.target == more.key) for tag in own_tags(workspace, "stance")} == {
        ("stance.favor", False),
        ("stance.against", True),
    }
    assert given(tags, "stance.against") is Given.YES


def test_every_control_has_a_name_and_a_tooltip(tags: TagPanel, workspace: Workspace) -> None:
    workspace.tagging.apply_label("topic.target")
    tags.refresh_now()
    for section in tags.sections.values():
        for control in section.findChildren(LabelButton):
            if control.isVisible():
                assert control.accessibleName()
                assert control.toolTip()
                assert control.accessibleDescription()


def test_retired_labels_show_only_where_they_are_in_use(tags: TagPanel, workspace: Workspace) -> None:
    workspace.tagging.apply_label("stance.mixed")
    workspace.do(lambda project: project.codebook.update_label("stance.mixed", retired=True))
    assert button(tags, "stance.mixed").isVisible()
    workspace.tagging.clear()
    assert not button(tags, "stance.mixed").isVisible()


def test_the_panel_fits_a_small_window(tags: TagPanel, workspace: Workspace) -> None:
    tags.resize(280, 400)
    book = workspace.codebook
    stance = replace(book.facets[0], name="Stance toward the target of the whole conversation")
    workspace.do(lambda project: project.codebook.replace(replace(book, facets=(stance, *book.facets[1:]))))
    tags.refresh_now()
    assert tags.area.verticalScrollBar().maximum() > 0
    assert content_width(tags) == tags.area.viewport().width()


def test_suggestions_are_shown_apart_and_a_click_gives_them(tags: TagPanel, workspace: Workspace) -> None:
    turn = workspace.cursor.turn_id
    assert turn is not None
    workspace.do(lambda project: project.tags.add([turn], "stance.mixed", origin="suggested"))
    assert given(tags, "stance.mixed") is Given.FOUND
    assert button(tags, "stance.mixed").face.remark == "suggested"
    assert not choice(tags, "stance").finding.isVisible(), "only what was detected is confirmed with Enter"
    click(button(tags, "stance.mixed"))
    assert given(tags, "stance.mixed") is Given.YES


def test_a_text_about_the_whole_dialogue_is_said_to_be_impossible(
    tags: TagPanel, workspace: Workspace
) -> None:
    summary = Facet("summary", "Summary", "text", scope="dialogue")
    workspace.do(lambda project: project.codebook.replace(with_facets(workspace.codebook, summary)))
    tags.refresh_now()
    section = tags.sections["summary"]
    assert isinstance(section, TextSection)
    assert not section.edit.isEnabled()
    assert "cannot be written" in section.edit.placeholderText()
    workspace.moving.step(1)
    tags.flush()
