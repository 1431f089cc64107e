"""Which section shows which facet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model import Facet
from annotator.ui.panels.tag_panel.choice import ChoiceSection
from annotator.ui.panels.tag_panel.section import FacetSection
from annotator.ui.panels.tag_panel.spans import SpanSection
from annotator.ui.panels.tag_panel.text import TextSection
from annotator.ui.panels.tag_panel.topics import TopicSection
from annotator.ui.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def section_for(workspace: Workspace, facet: Facet, parent: QWidget) -> FacetSection:
    """The section of a facet, by its scope and kind."""
    if facet.scope == "span":
        return SpanSection(workspace, facet, parent)
    if facet.kind == "text":
        return TextSection(workspace, facet, parent)
    if facet.kind == "several" and facet.open and facet.scope == "turn":
        return TopicSection(workspace, facet, parent)
    return ChoiceSection(workspace, facet, parent)
