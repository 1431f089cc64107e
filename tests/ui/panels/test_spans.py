"""The section of a facet about words inside a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from annotator.model import Facet
from annotator.ui.panels.tag_panel import TagPanel
from annotator.ui.panels.tag_panel.span_section import SpanSection
from annotator.ui.widgets.label_button import Given
from annotator.ui.workspace.cursor import TextRange
from annotator.ui.workspace.workspace import Workspace
from tests.ui.panels.conftest import click, labels, press, type_in, with_facets

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def section(tags: TagPanel, workspace: Workspace) -> SpanSection:
    """The section of a facet about words, on the turn "I think so."; nothing is selected."""
    span = Facet("span", "Words", "several", "span", open=True, labels=labels("span", "claim", "hedge"))
    workspace.do(lambda project: project.codebook.replace(with_facets(workspace.codebook, span)))
    tags.refresh_now()
    made = tags.sections["span"]
    assert isinstance(made, SpanSection)
    return made


def select(workspace: Workspace, start: int, end: int) -> None:
    assert workspace.cursor.turn_id is not None
    workspace.cursor.set_text(TextRange(workspace.cursor.turn_id, start, end))


def rows(section: SpanSection) -> list[tuple[str, str, bool]]:
    return [(row.face.label, row.face.words, row.face.current) for row in section.rows]


def test_a_click_on_a_label_tags_the_selected_words(
    tags: TagPanel, section: SpanSection, workspace: Workspace
) -> None:
    first, second = section.grid.buttons
    assert "Select words" in section.hint.text()
    assert not section.entry.isEnabled()
    click(first)  # says how, and does nothing
    assert rows(section) == []
    select(workspace, 2, 7)
    assert section.hint.text() == "Choose a label for the selected words."
    click(first)
    tags.refresh_now()
    assert rows(section) == [("claim", "think", True)]
    assert first.face.given is Given.YES
    assert first.accessibleDescription() == "given to the selected words"
    click(second)
    tags.refresh_now()
    assert rows(section) == [("claim", "think", True), ("hedge", "think", True)]
    click(first)
    tags.refresh_now()
    assert rows(section) == [("hedge", "think", True)]
    workspace.cursor.set_text(None)
    assert rows(section) == [("hedge", "think", False)]
    assert workspace.facet == "span"


def test_rows_go_there_change_and_take_off(
    tags: TagPanel, section: SpanSection, workspace: Workspace, qtbot: QtBot
) -> None:
    turn = workspace.cursor.turn_id
    assert turn is not None
    workspace.do(lambda project: project.tags.add_span(turn, 2, 7, "span.1"))
    workspace.do(lambda project: project.tags.add_span(turn, 0, 10, "span.2"))
    tags.refresh_now()
    assert [row.face.words for row in section.rows] == ["I think so", "think"]
    assert section.rows[1].face.pattern != section.rows[0].face.pattern
    with qtbot.waitSignal(workspace.cursor.text_wanted) as wanted:
        click(section.rows[1].button)
    assert wanted.args == [TextRange(turn, 2, 7)]
    tag = next(tag for tag, words in section._spans if words == "think")
    menu = section.labels_menu(tag)
    assert [(entry.text(), entry.isChecked()) for entry in menu.actions()] == [
        ("claim", True),
        ("hedge", False),
    ]
    menu.actions()[1].trigger()
    tags.refresh_now()
    assert rows(section) == [("hedge", "I think so", False), ("hedge", "think", False)]
    section.rows[0].button.setFocus()
    press(section.rows[0].button, Qt.Key.Key_Delete)
    tags.refresh_now()
    assert rows(section) == [("hedge", "think", False)]
    assert section.rows[0].button.hasFocus()
    with qtbot.waitSignal(tags.done):
        press(section.rows[0].button, Qt.Key.Key_Delete)
        tags.refresh_now()
    assert section.rows == []


def test_a_new_label_is_made_for_the_selected_words(
    tags: TagPanel, section: SpanSection, workspace: Workspace, qtbot: QtBot
) -> None:
    select(workspace, 0, 1)
    tags.focus_entry("span")
    assert section.entry.hasFocus()
    press(section.entry, Qt.Key.Key_Return)  # nothing typed, nothing made
    type_in(section.entry, "self")
    with qtbot.waitSignal(tags.done):
        press(section.entry, Qt.Key.Key_Return)
    tags.refresh_now()
    section = tags.sections["span"]  # type: ignore[assignment]
    assert rows(section) == [("self", "I", True)]
    workspace.history.undo()
    tags.refresh_now()
    assert [label.name for label in workspace.codebook.facet("span").labels] == ["claim", "hedge"]


def test_every_control_says_what_it_is(tags: TagPanel, section: SpanSection, workspace: Workspace) -> None:
    turn = workspace.cursor.turn_id
    assert turn is not None
    workspace.do(lambda project: project.tags.add_span(turn, 2, 7, "span.1", uncertain=True))
    tags.refresh_now()
    (row,) = section.rows
    assert row.button.accessibleName() == "claim: “think”"
    assert row.button.accessibleDescription() == "uncertain"
    assert row.take_off.accessibleName() == "Remove claim from “think”"
    assert row.other.accessibleName() == "Change the label of “think”"
    tags.grab()
    select(workspace, 2, 7)
    tags.grab()
