"""The panels on a real project of three short dialogues, and codebooks of every kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model import Codebook, Facet, Label
from annotator.ui.panels.dialogue_list import DialogueList
from annotator.ui.panels.history import HistoryPanel
from annotator.ui.panels.tag_panel import TagPanel
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot


def labels(facet: str, *names: str) -> tuple[Label, ...]:
    return tuple(
        Label(f"{facet}.{number}", facet, name, shortcut=str(number) if number < 10 else "", position=number)
        for number, name in enumerate(names, 1)
    )


def with_facets(codebook: Codebook, *facets: Facet) -> Codebook:
    return replace(codebook, facets=(*codebook.facets, *facets))


class _Still:
    """Preferences under which tagging stays on the turn."""

    auto_advance = False
    advance = "facet"
    repair_threshold = 0


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifier)


def type_in(widget: QWidget, text: str) -> None:
    """Key presses; ASCII only, as QTest aborts on anything else."""
    QTest.keyClicks(widget, text)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., None]:
    """Shows a widget at a size and waits until it is there."""

    def shown(widget: QWidget, width: int = 320, height: int = 760) -> None:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()

    return shown


@pytest.fixture
def tags(workspace: Workspace, show: Callable[..., None]) -> TagPanel:
    """The tag panel on the second turn of the first dialogue: "I think so.", detected as English."""
    workspace.preferences = _Still()
    workspace.cursor.select_turn(workspace.cursor.turn_ids[1])
    panel = TagPanel(workspace)
    show(panel)
    return panel


@pytest.fixture
def dialogues(workspace: Workspace, show: Callable[..., None]) -> DialogueList:
    panel = DialogueList(workspace)
    show(panel, 240, 600)
    return panel


@pytest.fixture
def history(workspace: Workspace, show: Callable[..., None]) -> HistoryPanel:
    panel = HistoryPanel(workspace)
    show(panel)
    return panel
