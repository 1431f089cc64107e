"""Which section shows which facet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model import Facet
from annotator.ui.panels.tag_panel.choice_section import ChoiceSection
from annotator.ui.panels.tag_panel.facet_section import FacetSection
from annotator.ui.panels.tag_panel.span_section import SpanSection
from annotator.ui.panels.tag_panel.text_section import TextSection
from annotator.ui.panels.tag_panel.topic_section import TopicSection
from annotator.ui.workspace.workspace import Workspace

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
