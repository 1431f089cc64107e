"""With the mouse, strength and doubt of the label just given need no way back to its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model import TurnFilter
from annotator.ui.panels.tag_panel import TagPanel
from annotator.ui.panels.tag_panel.choice_section import ChoiceSection
from annotator.ui.widgets.label_button import Given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from annotator.ui.workspace.workspace import Workspace


@pytest.fixture
def stance(qtbot: QtBot, workspace: Workspace) -> Iterator[ChoiceSection]:
    panel = TagPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(340, 700)
    panel.show()
    panel.refresh_now()
    section = panel.sections["stance"]
    assert isinstance(section, ChoiceSection)
    yield section
    panel.hide()


def press(qtbot: QtBot, section: ChoiceSection, label: str) -> None:
    QTest.mouseClick(section._by_key[label], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.workspace.tagging.just_given("stance") is not None)


def test_the_turn_that_strength_goes_to_has_its_own_number(
    qtbot: QtBot, workspace: Workspace, stance: ChoiceSection
) -> None:
    workspace.cursor.set_filter(TurnFilter(languages=("zh", "en")))
    assert len(workspace.cursor.turn_ids) == 2
    press(qtbot, stance, "stance.favor")
    qtbot.waitUntil(lambda: "turn 2: favor" in stance.heading.accessibleDescription())


def test_a_click_on_strength_goes_to_the_label_just_given(
    qtbot: QtBot, workspace: Workspace, stance: ChoiceSection
) -> None:
    first = workspace.cursor.turn_id
    assert first is not None
    assert stance.intensity is not None
    assert stance.uncertain is not None
    assert not stance.intensity.isEnabled(), "nothing was given yet"
    press(qtbot, stance, "stance.favor")
    assert workspace.cursor.turn_id != first, "the window has moved on"
    qtbot.waitUntil(stance.intensity.isEnabled)
    assert "favor" in stance.heading.accessibleDescription()
    QTest.mouseClick(stance.intensity.segments[2], Qt.MouseButton.LeftButton)
    QTest.mouseClick(stance.uncertain, Qt.MouseButton.LeftButton)
    project = workspace.project
    assert project is not None
    (tag,) = [x for x in project.turns.page([first])[0].tags if x.facet == "stance"]
    assert (tag.label, tag.intensity, tag.uncertain) == ("stance.favor", 3, True)
    doubt = stance.uncertain
    qtbot.waitUntil(lambda: doubt.face.given is Given.YES)
    assert stance.intensity.segments[2].isChecked()
    QTest.mouseClick(stance.intensity.segments[2], Qt.MouseButton.LeftButton)
    (tag,) = [x for x in project.turns.page([first])[0].tags if x.facet == "stance"]
    assert tag.intensity is None, "the same once more takes it away"


def test_whoever_goes_elsewhere_has_done_with_it(
    qtbot: QtBot, workspace: Workspace, stance: ChoiceSection
) -> None:
    press(qtbot, stance, "stance.favor")
    strength = stance.intensity
    assert strength is not None
    qtbot.waitUntil(strength.isEnabled)
    workspace.moving.step(1)
    qtbot.waitUntil(lambda: not strength.isEnabled())
    assert workspace.tagging.just_given("stance") is None
    assert stance.heading.accessibleDescription() == ""
