"""The panels on a real project of three short dialogues, and codebooks of every kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model import Codebook, Facet, Label
from annotator.ui.panels import DialogueList, HistoryPanel, TagPanel
from annotator.ui.workspace import Workspace


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
    """The tag panel on the second turn of the first dialogue ("I think so."), which detection finds English."""
    workspace.preferences = _Still()
    workspace.select_turn(workspace.turn_ids[1])
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
