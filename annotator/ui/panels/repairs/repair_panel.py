"""The repair review: every doubt of the project, least sure first, decided one by one or together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.model import Changes
from annotator.ui.panels.repairs.decision_buttons import AcceptMany, Filters
from annotator.ui.panels.repairs.no_doubts import NoDoubts
from annotator.ui.panels.repairs.repair_decisions import RepairDecisions, ReviewInHand
from annotator.ui.panels.repairs.repair_delegate import DoubtDelegate
from annotator.ui.panels.repairs.repair_detail import Detail
from annotator.ui.panels.repairs.repair_list import DoubtView
from annotator.ui.panels.repairs.repair_model import DoubtModel, Filter
from annotator.ui.turn_list.turn_texts import who_decided
from annotator.ui.widgets.claimed_keys import claims
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.plain_parts import Hairline
from annotator.ui.widgets.scrolled_page import scrolled
from annotator.ui.workspace.go_to_turn import go_to_repair

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from annotator.store import Doubt, Project
    from annotator.ui.workspace.workspace import Workspace

_DIGIT_KEYS = frozenset(range(Qt.Key.Key_0, Qt.Key.Key_9 + 1))


class _GivingWay(QWidget):
    """A page whose parts give up what matters less before anything has to be scrolled to."""

    def hasHeightForWidth(self) -> bool:
        """No: a layout would take what a width asks for in height for the least height."""
        return False


class RepairPanel(QWidget):
    """Doubts with their line, candidates on the digits, the turn as received and repaired.

    Reads the project only while it can be seen. ``done`` says that the person is finished here.
    What a person decides is in ``decisions``.
    """

    done = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._stale = True
        self._following = False  # rows are being put in, nobody moves
        self._taken_back: int | None = None  # an undo, redo or revert since the list was read
        self.setObjectName("repair_panel")
        self.setAccessibleName(self.tr("Review of repairs"))
        self.model = DoubtModel(workspace, self)
        self.decisions = RepairDecisions(workspace, self._in_hand(), self)
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._refresh_if_seen)
        workspace.project_changed.connect(self._later)
        workspace.cursor.dialogue_changed.connect(self._dialogue_changed)
        workspace.changed.connect(self._changed)
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - no widget exists without it
        application.focusChanged.connect(self._show_keys)
        self._show_keys()

    def _show_keys(self, *_: object) -> None:
        """The candidates carry their digits only while a digit would choose one of them."""
        typing = isinstance(QApplication.focusWidget(), QLineEdit | QAbstractSpinBox)
        self.detail.candidates.show_keys(keyed=_holds_focus(self) and not typing)

    def event(self, event: QEvent) -> bool:
        """Digits are the candidates' wherever the keyboard is in here: none may tag the turn beside it."""
        return claims(event, _DIGIT_KEYS) or super().event(event)

    # --- building -----------------------------------------------------------------------

    def _in_hand(self) -> ReviewInHand:
        return ReviewInHand(
            current=self.current,
            wanted=self._filter,
            candidate=lambda number: self.detail.candidates.text_of(number),  # noqa: PLW0108 - made later
            type_another=lambda: self.detail.type_another(),  # noqa: PLW0108 - as well
            show=self._show_detail,
            settle=self._settle,
        )

    def _build(self) -> None:
        outside = QVBoxLayout(scrolled(self))
        outside.setContentsMargins(0, 0, 0, 0)
        page = _GivingWay()
        outside.addWidget(page)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.filters = Filters(self)
        self.filters.changed.connect(self.refresh)
        self.filters.threshold_changed.connect(self._set_threshold)
        self.notice = ElidedText(muted=True, scale=0.92, lines=2, parent=self)
        self.notice.setContentsMargins(12, 0, 12, 6)
        self.notice.hide()
        self.view = DoubtView(self, self._keys())
        self.view.entered_by_key.connect(self.go)
        self.view.setModel(self.model)
        self.view.setItemDelegate(DoubtDelegate(self.view))
        self.view.setAccessibleName(self.tr("Doubts"))
        self.view.selectionModel().currentChanged.connect(self._selected)
        self.view.doubleClicked.connect(lambda _index: self.done.emit())
        upper = QWidget(self)
        self._stack = QStackedLayout(upper)
        self.nothing = NoDoubts(self)
        self.nothing.elsewhere.clicked.connect(self._go_elsewhere)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(self.view)
        self.detail = Detail(self)
        self.detail.chosen.connect(self.decisions.choose)
        self.detail.accepted.connect(self.decisions.accept)
        self.detail.kept.connect(self.decisions.keep)
        self.detail.reopened.connect(self.decisions.reopen)
        self.detail.everywhere_wanted.connect(self.decisions.toggle_everywhere)
        self.detail.left.connect(self.view.setFocus)
        self.detail.hide()
        self.accept_many = AcceptMany(self)
        self.accept_many.asked.connect(self.decisions.accept_above)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(upper)
        splitter.addWidget(self.detail)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        upper.setMinimumHeight(150)
        for part in (self.filters, self.notice, Hairline(self)):
            box.addWidget(part)
        box.addWidget(splitter, 1)
        self._line = Hairline(self)
        box.addWidget(self._line)
        box.addWidget(self.accept_many)
        self.setFocusProxy(self.view)

    def _go_elsewhere(self) -> None:
        self.filters.set_here(here=False)
        self.view.setFocus()

    def begin(self) -> None:
        """Begin a review: with the dialogue in hand where it has doubts, else with the whole project."""
        project, here = self.workspace.project, self.workspace.cursor.dialogue_id
        if project is not None and here is not None and self.filters.which.currentData() == "doubts":
            self.filters.set_here(here=project.doubts.counts(self.threshold, here).doubts > 0)

    def _keys(self) -> dict[int, Callable[[], object]]:
        return {**self.decisions.keys(), Qt.Key.Key_Escape: self.done.emit}

    # --- following the workspace --------------------------------------------------------

    def _dialogue_changed(self) -> None:
        if self.filters.only_here:
            self._later()

    def _changed(self, changes: Changes) -> None:
        if changes.turns or changes.dialogues or changes.structure or changes.everything:
            if changes.summary is not None and changes.summary.roles:
                self._taken_back = changes.edit
            self._later()

    def _later(self) -> None:
        self._stale = True
        self._soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digits, leave by Escape, also where there is nothing to decide."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        elif event.key() in _DIGIT_KEYS:
            self._keys()[event.key()]()
        else:
            super().keyPressEvent(event)

    def _refresh_if_seen(self) -> None:
        if self._stale and self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what happened while nobody looked."""
        super().showEvent(event)
        self._refresh_if_seen()

    # --- the threshold ------------------------------------------------------------------

    @property
    def threshold(self) -> float:
        """Below this confidence a repair is a doubt: as the person set it, or as the engine has it."""
        percent = self.workspace.preferences.repair_threshold
        if 1 <= percent <= 100:
            return percent / 100
        from annotator.repair import RepairConfig  # noqa: PLC0415 - after the first paint

        return RepairConfig().threshold

    def _set_threshold(self, percent: int) -> None:
        if percent != round(self.threshold * 100):
            self.workspace.preferences.repair_threshold = percent
            self.refresh()

    # --- showing ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the steps that the filters let through, and stay where the person was; after an undo go to
        the step it was about."""
        self._stale = False
        kept = self.current()
        back = self._brought_back()
        row = max(self.view.currentIndex().row(), 0)
        before = set(self.model.ids())
        self.filters.below.setValue(round(self.threshold * 100))
        self._following = True
        self.model.load(self._filter())
        ids = self.model.ids()
        fresh = [place for place, id_ in enumerate(ids) if id_ not in before] if before else []
        about = next((place for place, id_ in enumerate(ids) if id_ in back), None)
        if about is not None:
            row = about
        elif kept is not None and kept.id in ids:
            row = ids.index(kept.id)
        elif len(fresh) == 1:  # what came back beside the window
            row = fresh[0]
        if ids:
            self.view.setCurrentIndex(self.model.index(min(row, len(ids) - 1)))
        self._following = False
        self._show_counts()
        self._show_current()
        if _holds_focus(self):  # the turns follow whom the keyboard is with
            self.go()

    def _brought_back(self) -> frozenset[int]:
        """The steps that the undo, redo or revert since the last reading was about."""
        project, edit = self.workspace.project, self._taken_back
        self._taken_back = None
        if project is None or edit is None:
            return frozenset()
        return frozenset(int(one.key) for one in project.history.changes(edit) if one.kind == "step")

    def _filter(self) -> Filter:
        here = self.workspace.cursor.dialogue_id if self.filters.only_here else None
        return Filter(self.filters.which.currentData(), here, self.threshold)

    def _show_counts(self) -> None:
        project = self.workspace.project
        wanted = self._filter()
        counts = project.doubts.counts(wanted.threshold, wanted.dialogue) if project is not None else None
        self.filters.setEnabled(project is not None)
        self.filters.show_progress(
            counts.decided if counts is not None else 0, counts.doubts if counts is not None else 0
        )
        some = self.model.rowCount() > 0
        self._stack.setCurrentIndex(1 if some else 0)
        others = 0
        if not some and wanted.dialogue is not None and wanted.which == "doubts" and project is not None:
            others = project.doubts.counts(wanted.threshold, None).doubts
        self.nothing.offer(others)
        self.setFocusProxy(self._first_control())
        self.detail.setVisible(some)
        writable = self.workspace.writable
        for part in (self._line, self.accept_many):
            part.setVisible(some and writable and wanted.which in {"doubts", "all"})
        self.notice.setVisible(some and not writable)
        self.notice.set_text(self.tr("Open read-only: repairs can be seen and not decided."))
        if not some:
            self.nothing.explain(
                wanted if project is not None else None, decided=bool(counts and counts.decided)
            )

    def _first_control(self) -> QWidget:
        """Where the keyboard belongs."""
        if self.model.rowCount():
            return self.view
        elsewhere = self.nothing.elsewhere
        return elsewhere if elsewhere.isVisibleTo(self) else self.filters.which

    def current(self) -> Doubt | None:
        """The step in hand."""
        return self.model.doubt_at(self.view.currentIndex().row())

    def _selected(self, _current: QModelIndex) -> None:
        if not self._following:
            self._show_current()
            self.go()

    def _show_current(self) -> None:
        doubt = self.current()
        self.decisions.begin(doubt)
        self.detail.close_typed()
        self._show_detail()

    def _show_detail(self) -> None:
        doubt, project = self.current(), self.workspace.project
        if doubt is None or project is None:
            return
        around = project.doubts.surroundings(doubt.id)
        if around is not None:
            self.detail.show_doubt(
                doubt,
                around,
                len(self.decisions.alike),
                who=_who(doubt, project),
                everywhere=self.decisions.everywhere,
                enabled=self.workspace.writable,
            )

    def go(self) -> None:
        """Show the place of the step in hand in the list of turns."""
        doubt = self.current()
        if doubt is not None and doubt.turn is not None:
            here = doubt.step if doubt.part == "text" else None
            go_to_repair(self.workspace, doubt.turn, lambda step: step == here)

    # --- deciding -----------------------------------------------------------------------

    def _settle(self, moved_from: int | None = None) -> None:
        """Show the list as it is now; after a decision go to the next doubt."""
        row = self.view.currentIndex().row()
        self.refresh()
        doubt = self.current()
        if moved_from is not None and doubt is not None and doubt.id == moved_from:
            self.view.setCurrentIndex(self.model.index(min(row + 1, self.model.rowCount() - 1)))
        self.go()
        if not _holds_focus(self.filters):
            self._first_control().setFocus()


def _holds_focus(widget: QWidget) -> bool:
    """Whether the keyboard is in a widget."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))


def _who(doubt: Doubt, project: Project) -> str:
    """Who decided about a step, and when; "" for nobody."""
    names = {one.key: one.name for one in project.people.all()} if doubt.decided else {}
    return who_decided(doubt.step, lambda key: names.get(key, ""))
