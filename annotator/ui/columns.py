"""The three panes of a project side by side: dialogues, turns, tags (with history and repairs as tabs).

They are made when a project is first opened, which is after the window has been painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QSplitter, QStackedWidget, QTabWidget, QWidget

from annotator.ui.empty_states import EmptyState
from annotator.ui.panels import DialogueList, HistoryPanel, RepairPanel, TagPanel
from annotator.ui.study.marks import LanguageMarks
from annotator.ui.study.suggester import Offer, Suggester
from annotator.ui.turn_list import TurnList

if TYPE_CHECKING:
    from annotator.ui.settings import Settings
    from annotator.ui.workspace import Workspace

# First width, smallest width, and whether it takes what is left over.
_DIALOGUES, _TURNS, _TAGS = (248, 180, 0), (700, 300, 1), (332, 260, 0)


class Columns(QSplitter):
    """The panes, their widths, and which of them are shown. The settings remember both."""

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._workspace = workspace
        self._settings = settings
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.dialogues = DialogueList(workspace)
        self.turns = TurnList(workspace)
        self.language_marks = LanguageMarks(workspace, settings, self.turns)
        self.tags = TagPanel(workspace)
        self.suggester = Suggester(workspace, self.tags)
        self.suggester.offered.connect(self._show_offer)
        self.history = HistoryPanel(workspace)
        self.repairs = RepairPanel(workspace)
        self.no_turns = EmptyState(
            self.tr("This dialogue has no turns"),
            self.tr("Its source holds no text that a marker rule could split."),
        )
        self.middle = QStackedWidget(self)
        self.middle.addWidget(self.turns)
        self.middle.addWidget(self.no_turns)
        self.side = QTabWidget(self)
        self.side.setDocumentMode(True)
        self.side.setTabBarAutoHide(True)
        self.side.addTab(self.tags, self.tr("Tags"))
        self._place()
        for panel in (self.dialogues, self.tags, self.history, self.repairs):
            panel.done.connect(self.turns.setFocus)
        for field in self.findChildren(QLineEdit):
            field.setAcceptDrops(False)  # a dropped file is meant for the window, not as text
        for signal in (workspace.project_changed, workspace.dialogue_changed, workspace.changed):
            signal.connect(self._show_middle)
        settings.changed.connect(self._on_setting)
        self._show_middle()
        self._show_panes()

    def _place(self) -> None:
        panes = (self.dialogues, self.middle, self.side)
        for pane, (_, smallest, stretch) in zip(panes, (_DIALOGUES, _TURNS, _TAGS), strict=True):
            pane.setMinimumWidth(smallest)
            self.addWidget(pane)
            self.setStretchFactor(self.count() - 1, stretch)
        self.setSizes([_DIALOGUES[0], _TURNS[0], _TAGS[0]])
        self.restoreState(self._settings.state("columns"))

    def _show_offer(self, offer: Offer) -> None:
        self._settings.show_tags = True
        self.side.setCurrentWidget(self.tags)
        self.tags.show_suggestions(offer.facet, offer.labels, offer.take)

    def remember(self) -> None:
        """Store the widths."""
        self._settings.set_state("columns", self.saveState())

    def _show_middle(self, *_: object) -> None:
        turns = len(self._workspace.turn_ids) > 0
        self.middle.setCurrentWidget(self.turns if turns else self.no_turns)

    def _on_setting(self, key: str) -> None:
        if key.startswith("window/"):
            self._show_panes()

    def _show_tab(self, panel: QWidget, name: str, *, shown: bool) -> None:
        at = self.side.indexOf(panel)
        if shown and at < 0:
            self.side.setCurrentIndex(self.side.addTab(panel, name))
        elif not shown and at >= 0:
            self.side.removeTab(at)
            panel.hide()

    def review_repairs(self) -> None:
        """Show the repairs and put the keyboard there; hide them where it is there already."""
        at = self.side.indexOf(self.repairs)
        focus = QApplication.focusWidget()
        if at >= 0 and focus is not None and self.repairs.isAncestorOf(focus):
            self._settings.show_repairs = False
            self.turns.setFocus()
            return
        self._settings.show_repairs = True
        self.side.setCurrentWidget(self.repairs)
        self.repairs.setFocus()

    def _show_panes(self) -> None:
        settings = self._settings
        self.dialogues.setVisible(settings.show_dialogues)
        self._show_tab(self.history, self.tr("History"), shown=settings.show_history)
        self._show_tab(self.repairs, self.tr("Repairs"), shown=settings.show_repairs)
        self.side.setVisible(settings.show_tags or settings.show_history or settings.show_repairs)
        self.side.setTabVisible(self.side.indexOf(self.tags), settings.show_tags)
