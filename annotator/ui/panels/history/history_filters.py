"""Which edits the history shows: of the turn or dialogue in hand, of an annotator, a facet, a time."""

from __future__ import annotations

from datetime import UTC, timedelta

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from annotator.ui.panels.history.change_texts import present
from annotator.ui.panels.history.history_model import Wanted
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.label_button import Given, LabelFace
from annotator.ui.widgets.toggle import Toggle
from annotator.ui.workspace.workspace import Workspace

translate = QCoreApplication.translate


class HistoryFilters(QWidget):
    """The filters in a row; ``changed`` says that others are wanted now."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.only_turn = self.only_dialogue = False
        flow = FlowLayout(self, gap=6)
        flow.setContentsMargins(10, 8, 10, 8)
        self.turn_toggle = Toggle(LabelFace(translate("HistoryPanel", "This turn")), self, framed=True)
        self.turn_toggle.clicked.connect(self._toggle_turn)
        self.annotators = QComboBox(self)
        self.annotators.setAccessibleName(translate("HistoryPanel", "Edits of which annotator"))
        self.annotators.setToolTip(translate("HistoryPanel", "Show the edits of one annotator"))
        self.annotators.setMinimumContentsLength(12)
        self.annotators.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.dialogue_toggle = Toggle(
            LabelFace(translate("HistoryPanel", "This dialogue")), self, framed=True
        )
        self.dialogue_toggle.clicked.connect(self._toggle_dialogue)
        self.facets = QComboBox(self)
        self.facets.setAccessibleName(translate("HistoryPanel", "Edits of which facet"))
        self.facets.setToolTip(translate("HistoryPanel", "Show the edits of the tags of one facet"))
        self.times = QComboBox(self)
        self.times.setAccessibleName(translate("HistoryPanel", "Edits of which time"))
        self.times.setToolTip(translate("HistoryPanel", "Show the edits of some time"))
        for days, text in (
            (None, translate("HistoryPanel", "Any time")),
            (0, translate("HistoryPanel", "Today")),
            (6, translate("HistoryPanel", "Last 7 days")),
            (29, translate("HistoryPanel", "Last 30 days")),
        ):
            self.times.addItem(text, days)
        for box in (self.annotators, self.facets, self.times):
            box.activated.connect(lambda _row: self.changed.emit())
        flow.addWidget(self.turn_toggle)
        flow.addWidget(self.dialogue_toggle)
        for box in (self.annotators, self.facets, self.times):
            flow.addWidget(box)
        self._show_toggle()

    def fill(self) -> None:
        """Offer the annotators and facets of the project; what is chosen stays so."""
        kept = self.annotators.currentData()
        project = self._workspace.project
        self.annotators.clear()
        self.annotators.addItem(translate("HistoryPanel", "Everybody"), None)
        for one in project.people.all() if project is not None else ():
            self.annotators.addItem(one.name, one.key)
        self.annotators.setCurrentIndex(max(0, self.annotators.findData(kept)))
        facet = self.facets.currentData()
        self.facets.clear()
        self.facets.addItem(translate("HistoryPanel", "All edits"), None)
        for known in self._workspace.codebook.facets:
            self.facets.addItem(known.name, known.key)
        self.facets.setCurrentIndex(max(0, self.facets.findData(facet)))

    def wanted(self) -> Wanted:
        """What the filters let through; a day begins at midnight where one sits."""
        days = self.times.currentData()
        since = None
        if days is not None:
            midnight = present().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
            since = (midnight - timedelta(days=days)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Wanted(
            self.annotators.currentData(),
            self._workspace.cursor.turn_id if self.only_turn else None,
            self._workspace.cursor.dialogue_id if self.only_dialogue else None,
            self.facets.currentData(),
            since,
        )

    def _toggle_turn(self) -> None:
        self.only_turn = not self.only_turn
        self._show_toggle()
        self.changed.emit()

    def _toggle_dialogue(self) -> None:
        self.only_dialogue = not self.only_dialogue
        self._show_toggle()
        self.changed.emit()

    def _show_toggle(self) -> None:
        face = LabelFace(
            translate("HistoryPanel", "This turn"),
            given=Given.YES if self.only_turn else Given.NO,
            tooltip=translate("HistoryPanel", "Only edits that concern the current turn"),
            spoken=translate("HistoryPanel", "on") if self.only_turn else translate("HistoryPanel", "off"),
        )
        self.turn_toggle.set_face(face)
        face = LabelFace(
            translate("HistoryPanel", "This dialogue"),
            given=Given.YES if self.only_dialogue else Given.NO,
            tooltip=translate("HistoryPanel", "Only edits that concern the current dialogue"),
            spoken=translate("HistoryPanel", "on")
            if self.only_dialogue
            else translate("HistoryPanel", "off"),
        )
        self.dialogue_toggle.set_face(face)
