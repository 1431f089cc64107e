"""The three panes of a project side by side: dialogues, turns, tags (with history and repairs as tabs).

They are made when a project is first opened, which is after the window has been painted; the panels
at the sides a moment later still, when the turns have been.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.filtering.filter_bar import FilterBar
from annotator.ui.outline import Outline
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.turn_list import TurnList
from annotator.ui.widgets.paint_watch import PaintWatch
from annotator.ui.window.empty_states import EmptyState, EmptyStateButton
from annotator.ui.window.panel_folding import ONE, Side, shown
from annotator.ui.workspace.go_to_turn import number_of

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from annotator.store.first_page import FirstPage
    from annotator.ui.panels.dialogue_list import DialogueList
    from annotator.ui.panels.history import HistoryPanel
    from annotator.ui.panels.repairs import RepairPanel
    from annotator.ui.panels.tag_panel import TagPanel
    from annotator.ui.settings.settings import Settings
    from annotator.ui.study.topic_suggester import Offer as Suggestion
    from annotator.ui.study.topic_suggester import Suggester
    from annotator.ui.tagging.facet_answers import LabelGiven
    from annotator.ui.workspace.workspace import Workspace

# First width, smallest width, and whether it takes what is left over.
_DIALOGUES, _TURNS, _TAGS = (248, 180, 0), (700, 300, 1), (332, 260, 0)
_PATIENCE = 300  # milliseconds after which the panels come even where no turn was painted


class Panels:
    """What stands beside the turns."""

    def __init__(self, workspace: Workspace, settings: Settings, turns: TurnList) -> None:
        # After the turns have been painted.
        from annotator.ui.panels.dialogue_list import DialogueList  # noqa: PLC0415
        from annotator.ui.panels.history import HistoryPanel  # noqa: PLC0415
        from annotator.ui.panels.repairs import RepairPanel  # noqa: PLC0415
        from annotator.ui.panels.tag_panel import TagPanel  # noqa: PLC0415
        from annotator.ui.study.language_stretches import LanguageMarks  # noqa: PLC0415
        from annotator.ui.study.topic_suggester import Suggester  # noqa: PLC0415

        self.dialogues = DialogueList(workspace, settings=settings)
        self.tags = TagPanel(workspace)
        self.history = HistoryPanel(workspace)
        self.repairs = RepairPanel(workspace)
        self.language_marks = LanguageMarks(workspace, settings, turns)
        self.suggester = Suggester(workspace, self.tags)


class _Side(QWidget):
    """The place of a panel, of its width from the beginning."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def put(self, panel: QWidget) -> None:
        """Let a panel fill the place."""
        self._box.addWidget(panel)
        panel.show()  # the place itself may be on the screen already


class _Beside(QWidget):
    """The turns with their outline beside them."""

    def __init__(self, turns: TurnList, outline: Outline) -> None:
        super().__init__()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(turns, 1)
        box.addWidget(outline)


class _Under(QWidget):
    """The filter bar with the turns under it."""

    def __init__(self, bar: QWidget, pages: QWidget) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addWidget(pages, 1)


class Columns(QSplitter):
    """The panes, their widths, and which of them are shown. The settings remember both."""

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._workspace = workspace
        self._settings = settings
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._panels: Panels | None = None
        self._aside: QWidget | None = None  # a panel of something that is only on for a while
        self._favourite: Side = "right"  # what stays where there is room for one side only
        self.turns = TurnList(workspace)
        self.turns.view.looks.set_doubts(settings.repair_threshold)
        self.turns.view.looks.underline_repairs(settings.underline_repairs)
        self.turns.view.looks.set_layout(settings.layout)
        self.turns.set_sides(on=settings.speaker_sides)
        self.no_turns = EmptyState(
            self.tr("This dialogue has no turns"),
            self.tr("Its source holds no text that a marker rule could split."),
        )
        self.middle = QStackedWidget(self)
        self.outline = Outline(workspace, self.turns)
        self.outline.done.connect(self.turns.setFocus)
        self.listing = _Beside(self.turns, self.outline)
        self.filter_bar = FilterBar(workspace, self.turns)
        self.filter_bar.done.connect(self.turns.setFocus)
        self.no_match = EmptyState(
            self.tr("No matching turns"),
            self.tr("Search the whole project, use fewer words, or remove a filter."),
            (EmptyStateButton(self.tr("Clear filter"), self.filter_bar.leave),),
        )
        for page in (self.listing, self.no_turns, self.no_match):
            self.middle.addWidget(page)
        self.centre = _Under(self.filter_bar, self.middle)
        self.side = QTabWidget(self)
        self.side.setDocumentMode(True)
        self.side.setAccessibleName(self.tr("Side panel"))
        self.side.setTabBarAutoHide(True)
        self.left, self.right = _Side(self), _Side(self)
        self.right.put(self.side)
        self._place()
        for signal in (
            workspace.project_changed,
            workspace.cursor.dialogue_changed,
            workspace.changed,
            workspace.cursor.filter_changed,
        ):
            signal.connect(self._show_middle)
        workspace.tagging.answered.connect(self._on_answered)
        self.turns.text_mode.facet_added.connect(self._show_facet)
        settings.changed.connect(self._on_setting)
        self._show_middle()
        self._show_panes()

    def show_ahead(self, first: FirstPage) -> None:
        """Show the turns of a project that is about to be opened."""
        self.turns.show_ahead(first)
        self.middle.setCurrentWidget(self.listing)

    def showEvent(self, event: QShowEvent) -> None:
        """The panels come when the turns have been painted, or soon where there are none."""
        super().showEvent(event)
        if self._panels is None:
            # One turn of the event loop later: whoever else waits for the turns comes first.
            PaintWatch(self.turns.view.viewport(), lambda: QTimer.singleShot(0, self, self.furnish))
            # Counted from when the window answers again: whoever opens the project may take longer than that.
            QTimer.singleShot(0, self, lambda: QTimer.singleShot(_PATIENCE, self, self.furnish))

    def furnish(self) -> Panels:
        """Make the panels, where they have not been made yet."""
        if self._panels is None:
            self._panels = made = Panels(self._workspace, self._settings, self.turns)
            self.left.put(made.dialogues)
            self.side.insertTab(0, made.tags, self.tr("Tags"))
            made.suggester.offered.connect(self._show_offer)
            for panel in (made.dialogues, made.tags, made.history, made.repairs):
                panel.done.connect(self.turns.setFocus)
            for field in self.findChildren(QLineEdit):
                field.setAcceptDrops(False)  # a dropped file is meant for the window, not as text
            self._show_panes()
        return self._panels

    def _on_answered(self, answered: LabelGiven) -> None:
        """Say which label was given where: with the repairs in front nobody sees it in the tag panel."""
        if self._panels is None or not self.repairs.isVisible():
            return
        workspace = self._workspace
        text = counted(
            len(answered.turns),
            QT_TRANSLATE_NOOP("Counted", "Turn {number} tagged “{label}”."),
            QT_TRANSLATE_NOOP("Counted", "{n} turns tagged “{label}”."),
            label=answered.label.name,
            number=f"{number_of(workspace, answered.turns[0]) or 0:,}",
        )
        detail = self.tr("Keys give labels while the turns have the keyboard; Ctrl+R goes to the repairs.")
        workspace.history.inform_done(text, detail)

    def flush(self) -> None:
        """Store what stands in a text field."""
        if self._panels is not None:
            self._panels.tags.flush()

    @property
    def dialogues(self) -> DialogueList:
        """The list of dialogues."""
        return self.furnish().dialogues

    @property
    def tags(self) -> TagPanel:
        """The tags of the selected turns."""
        return self.furnish().tags

    @property
    def history(self) -> HistoryPanel:
        """The edits made so far."""
        return self.furnish().history

    @property
    def repairs(self) -> RepairPanel:
        """The repairs a person may want to decide."""
        return self.furnish().repairs

    @property
    def suggester(self) -> Suggester:
        """Who knows labels that may fit a turn."""
        return self.furnish().suggester

    def _place(self) -> None:
        panes = (self.left, self.centre, self.right)
        for pane, (_, smallest, stretch) in zip(panes, (_DIALOGUES, _TURNS, _TAGS), strict=True):
            pane.setMinimumWidth(smallest)
            self.addWidget(pane)
            self.setStretchFactor(self.count() - 1, stretch)
        self.setSizes([_DIALOGUES[0], _TURNS[0], _TAGS[0]])
        self.restoreState(self._settings.state("columns"))

    def _show_offer(self, offer: Suggestion) -> None:
        self._settings.show_tags = True
        self.side.setCurrentWidget(self.tags)
        self.tags.show_suggestions(offer.facet, offer.labels, offer.take)

    def _show_facet(self) -> None:
        """Bring the tags to the front for a facet that was just added."""
        self._settings.show_tags = True
        self.bring("show_tags")

    def remember(self) -> None:
        """Store the widths."""
        self._settings.set_state("columns", self.saveState())

    def _show_middle(self, *_: object) -> None:
        page: QWidget = self.listing
        if not len(self._workspace.cursor.turn_ids):
            page = self.no_turns if self._workspace.cursor.filter is None else self.no_match
        self.middle.setCurrentWidget(page)

    def _on_setting(self, key: str) -> None:
        if key in {"look/line_spacing", "look/line_length", "turns/density"}:
            self.turns.view.looks.set_layout(self._settings.layout)
        if key == "turns/speaker_sides":
            self.turns.set_sides(on=self._settings.speaker_sides)
        if key == "repair/threshold":
            self.turns.view.looks.set_doubts(self._settings.repair_threshold)
            if self._panels is not None:
                self._panels.dialogues.model.forget()  # how many are doubts
        if key == "turns/underline_repairs":
            self.turns.view.looks.underline_repairs(self._settings.underline_repairs)
        if key.startswith("window/"):
            if getattr(self._settings, key.partition("/")[2], False):
                self._favourite = "left" if key == "window/show_dialogues" else "right"
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
        if at < 0:
            self.repairs.begin()
        self._settings.show_repairs = True
        self.side.setCurrentWidget(self.repairs)
        self._favour("right")
        self.repairs.setFocus()

    def bring(self, name: str) -> bool:
        """Bring a panel that is on, and cannot be seen, to the front: it is folded or behind another tab.

        ``name`` is that of its setting. False where it is seen already, or is not on.
        """
        pane = self.left if name == "show_dialogues" else self.right
        panels = {"show_tags": self.tags, "show_history": self.history}
        panel = panels.get(name)
        behind = panel is not None and self.side.currentWidget() is not panel
        if not getattr(self._settings, name) or not (pane.isHidden() or behind) or self.width() < ONE:
            return False
        self._favour("left" if pane is self.left else "right")
        if panel is not None:
            self.side.setCurrentWidget(panel)
        return True

    def _favour(self, side: Side) -> None:
        self._favourite = side
        self._show_panes()

    def minimumSizeHint(self) -> QSize:
        """The turns alone: the sides fold where there is no room for them."""
        return QSize(_TURNS[1], self.centre.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what has no room any more, and unfold what has it again."""
        super().resizeEvent(event)
        self._show_panes()

    def show_aside(self, panel: QWidget, name: str) -> None:
        """Show a panel beside the turns for as long as what it belongs to lasts."""
        self.furnish()
        self._aside = panel
        self._show_tab(panel, name, shown=True)
        if self.side.indexOf(panel) >= 0:
            self.side.setCurrentWidget(panel)
        self._show_panes()

    def hide_aside(self, panel: QWidget) -> None:
        """Take the panel away again."""
        self._aside = None if panel is self._aside else self._aside
        self._show_tab(panel, "", shown=False)
        self._show_panes()

    def _show_panes(self) -> None:
        settings = self._settings
        asked = settings.show_tags or settings.show_history or settings.show_repairs
        left, right = shown(
            self.width(),
            left=settings.show_dialogues,
            right=asked or self._aside is not None,
            favourite=self._favourite,
        )
        self.left.setVisible(left)
        self.outline.setVisible(settings.show_outline)
        self.right.setVisible(right)
        made = self._panels
        if made is not None:
            self._show_tab(made.history, self.tr("History"), shown=settings.show_history)
            self._show_tab(made.repairs, self.tr("Repairs"), shown=settings.show_repairs)
            self.side.setTabVisible(self.side.indexOf(made.tags), settings.show_tags)
