"""Small controls that the panels share; none of them knows the workspace."""

from annotator.ui.panels.widgets.chip import Chip
from annotator.ui.panels.widgets.elided import ElidedText
from annotator.ui.panels.widgets.flow import CellLayout, FlowLayout
from annotator.ui.panels.widgets.growing_edit import GrowingEdit
from annotator.ui.panels.widgets.heading import Heading
from annotator.ui.panels.widgets.label_button import Given, LabelButton, LabelFace
from annotator.ui.panels.widgets.painted import PaintedButton
from annotator.ui.panels.widgets.plain import EmptyState, Hairline, LinkButton, TextButton
from annotator.ui.panels.widgets.row_view import RowView
from annotator.ui.panels.widgets.segmented import Segmented
from annotator.ui.panels.widgets.toggle import Toggle

__all__ = [
    "CellLayout",
    "Chip",
    "ElidedText",
    "EmptyState",
    "FlowLayout",
    "Given",
    "GrowingEdit",
    "Hairline",
    "Heading",
    "LabelButton",
    "LabelFace",
    "LinkButton",
    "PaintedButton",
    "RowView",
    "Segmented",
    "TextButton",
    "Toggle",
]
