"""The repair review: every doubt of the project, least sure first, decided one by one or together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QMessageBox,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.model import Changes
from annotator.ui.panels.repairs.decision_buttons import AcceptMany, Filters
from annotator.ui.panels.repairs.repair_delegate import DoubtDelegate
from annotator.ui.panels.repairs.repair_detail import Detail
from annotator.ui.panels.repairs.repair_list import DoubtView
from annotator.ui.panels.repairs.repair_model import DoubtModel, Filter
from annotator.ui.panels.repairs.repair_texts import shown
from annotator.ui.tagging.bulk_edits import Sweep
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.turn_list.turn_texts import who_decided
from annotator.ui.widgets.claimed_keys import claims
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.plain_parts import EmptyNotice, Hairline, TextButton
from annotator.ui.widgets.scrolled_page import scrolled
from annotator.ui.workspace.go_to_turn import go_to_repair

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from annotator.store import Doubt, Project
from annotator.ui.workspace.workspace import Workspace

_DIGITS = range(1, 10)
_DIGIT_KEYS = frozenset(range(Qt.Key.Key_0, Qt.Key.Key_9 + 1))
_AT_ONCE = 500  # steps that are decided while the window waits; more are a background job
_PAUSE = 150  # milliseconds without a key before places alike are looked for
Decision = Callable[["Project", Sequence[int]], Changes]


class _GivingWay(QWidget):
    """A page whose parts give up what matters less before anything has to be scrolled to."""

    def hasHeightForWidth(self) -> bool:
        """No: a layout would take what a width asks for in height for the least height."""
        return False


class RepairPanel(QWidget):
    """Doubts with their line, candidates on the digits, the turn as received and repaired.

    Reads the project only while it can be seen. ``done`` says that the person is finished here.
    ``ask`` gets a question and says whether the person agrees; tests hand in their own.
    """

    done = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.ask: Callable[[str], bool] = self._ask
        self.everywhere = False  # the next decision holds for all places alike
        self._alike: Sequence[int] = ()
        self._stale = True
        self._following = False  # rows are being put in, nobody moves
        self._taken_back: int | None = None  # an undo, redo or revert since the list was read
        self.setObjectName("repair_panel")
        self.setAccessibleName(self.tr("Review of repairs"))
        self.model = DoubtModel(workspace, self)
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._refresh_if_seen)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.find_alike)
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
        self.detail.candidates.show_keys(keyed=self._has_focus() and not typing)

    def event(self, event: QEvent) -> bool:
        """Digits are the candidates' wherever the keyboard is in here: none may tag the turn beside it."""
        return claims(event, _DIGIT_KEYS) or super().event(event)

    # --- building -----------------------------------------------------------------------

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
        self._stack.addWidget(self._build_empty())
        self._stack.addWidget(self.view)
        self.detail = Detail(self)
        self.detail.chosen.connect(self.choose)
        self.detail.accepted.connect(self.accept)
        self.detail.kept.connect(self.keep)
        self.detail.reopened.connect(self.reopen)
        self.detail.everywhere_wanted.connect(self.toggle_everywhere)
        self.detail.left.connect(self.view.setFocus)
        self.detail.hide()
        self.accept_many = AcceptMany(self)
        self.accept_many.asked.connect(self.accept_above)
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

    def _build_empty(self) -> QWidget:
        """What stands where nothing is listed, with the way to the other dialogues' doubts."""
        page = QWidget(self)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 16)
        self.empty = EmptyNotice("", "", page)
        self.elsewhere = TextButton("", primary=True, parent=page)
        self.elsewhere.clicked.connect(self._go_elsewhere)
        box.addWidget(self.empty, 1)
        box.addWidget(self.elsewhere, 0, Qt.AlignmentFlag.AlignHCenter)
        return page

    def _go_elsewhere(self) -> None:
        self.filters.set_here(here=False)
        self.view.setFocus()

    def begin(self) -> None:
        """Begin a review: with the dialogue in hand where it has doubts, else with the whole project."""
        project, here = self.workspace.project, self.workspace.cursor.dialogue_id
        if project is not None and here is not None and self.filters.which.currentData() == "doubts":
            self.filters.set_here(here=project.doubts.counts(self.threshold, here).doubts > 0)

    def _keys(self) -> dict[int, Callable[[], object]]:
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Return: self.accept,
            Qt.Key.Key_Enter: self.accept,
            Qt.Key.Key_0: self.keep,
            Qt.Key.Key_Backspace: self.keep,
            Qt.Key.Key_Delete: self.keep,
            Qt.Key.Key_T: self.type_another,
            Qt.Key.Key_A: self.toggle_everywhere,
            Qt.Key.Key_R: self.reopen,
            Qt.Key.Key_Escape: self.done.emit,
        }
        for number in _DIGITS:
            keys[Qt.Key.Key_0 + number] = partial(self.choose_number, number)
        return keys

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
        if self._has_focus():  # the turns follow whom the keyboard is with
            self.go()

    def _brought_back(self) -> frozenset[int]:
        """The steps that the undo, redo or revert since the last reading was about."""
        project, edit = self.workspace.project, self._taken_back
        self._taken_back = None
        if project is None or edit is None:
            return frozenset()
        return frozenset(int(one.key) for one in project.history.changes(edit) if one.kind == "step")

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

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
        self._show_elsewhere(others)
        self.setFocusProxy(self._first_control())
        self.detail.setVisible(some)
        writable = self.workspace.writable
        for part in (self._line, self.accept_many):
            part.setVisible(some and writable and wanted.which in {"doubts", "all"})
        self.notice.setVisible(some and not writable)
        self.notice.set_text(self.tr("Open read-only: repairs can be seen and not decided."))
        if not some:
            self.empty.set_texts(*self._empty_texts(decided=bool(counts and counts.decided)))

    def _show_elsewhere(self, others: int) -> None:
        """Offer the doubts of the other dialogues, so many of them."""
        text = counted(
            others,
            QT_TRANSLATE_NOOP("Counted", "1 doubt in another dialogue"),
            QT_TRANSLATE_NOOP("Counted", "{n} doubts in other dialogues"),
        )
        self.elsewhere.setText(text)
        self.elsewhere.setVisible(others > 0)

    def _first_control(self) -> QWidget:
        """Where the keyboard belongs."""
        if self.model.rowCount():
            return self.view
        return self.elsewhere if self.elsewhere.isVisibleTo(self) else self.filters.which

    def _empty_texts(self, *, decided: bool) -> tuple[str, str]:
        if self.workspace.project is None:
            return self.tr("No project"), self.tr("Doubtful repairs of damaged text appear here.")
        texts = {
            "damage": (self.tr("No damage"), self.tr("Every damaged character could be brought back.")),
            "decided": (self.tr("Nothing decided yet"), self.tr("Your decisions appear here.")),
            "all": (self.tr("No repairs"), self.tr("Nothing here arrived damaged.")),
        }
        which = self.filters.which.currentData()
        if which in texts:
            return texts[which]
        if decided:
            return self.tr("All decided"), self.tr("No doubts left. Your decisions are under “Decided”.")
        sure = self.tr("All repairs here have a confidence above {share} %.")
        return self.tr("No doubts"), sure.replace(" %", "\xa0%").format(share=round(self.threshold * 100))

    def current(self) -> Doubt | None:
        """The step in hand."""
        return self.model.doubt_at(self.view.currentIndex().row())

    def _selected(self, _current: QModelIndex) -> None:
        if not self._following:
            self._show_current()
            self.go()

    def _show_current(self) -> None:
        doubt = self.current()
        self.everywhere = False
        self._alike = ()
        self.detail.close_typed()
        if doubt is not None:
            self._show_detail(doubt)
            self._pause.start()

    def find_alike(self) -> None:
        """Look for the places like the one in hand; in a large project that is not for every key press."""
        doubt, project = self.current(), self.workspace.project
        self._pause.stop()
        if doubt is not None and project is not None and not self._alike:
            self._alike = project.doubts.same(doubt.id, self._filter().dialogue)
            self._show_detail(doubt)

    def _show_detail(self, doubt: Doubt) -> None:
        project = self.workspace.project
        around = project.doubts.surroundings(doubt.id) if project is not None else None
        if around is not None:
            self.detail.show_doubt(
                doubt,
                around,
                len(self._alike),
                who=self._who(doubt),
                everywhere=self.everywhere,
                enabled=self.workspace.writable,
            )

    def _who(self, doubt: Doubt) -> str:
        """Who decided about a step, and when; "" for nobody."""
        project = self.workspace.project
        names = {one.key: one.name for one in project.people.all()} if doubt.decided and project else {}
        return who_decided(doubt.step, lambda key: names.get(key, ""))

    def go(self) -> None:
        """Show the place of the step in hand in the list of turns."""
        doubt = self.current()
        if doubt is not None and doubt.turn is not None:
            here = doubt.step if doubt.part == "text" else None
            go_to_repair(self.workspace, doubt.turn, lambda step: step == here)

    # --- deciding -----------------------------------------------------------------------

    def choose_number(self, number: int) -> None:
        """Decide for the candidate on a digit key."""
        text = self.detail.candidates.text_of(number)
        if text is not None and self.current() is not None:
            self.choose(text)

    def choose(self, text: str) -> None:
        """Decide for a text, a candidate's or one that was typed."""
        doubt = self.current()
        if doubt is not None and not doubt.decided and text == doubt.step.after:
            self._decide(text, lambda project, ids: project.repairs.accept(ids))
        else:
            self._decide(text, lambda project, ids: project.repairs.replace(ids, text))

    def accept(self) -> None:
        """Decide for what stands there."""
        doubt = self.current()
        if doubt is not None:
            self.choose(doubt.step.after)

    def keep(self) -> None:
        """Decide for what was received."""
        doubt = self.current()
        if doubt is not None:
            self._decide(doubt.step.before, lambda project, ids: project.repairs.keep_received(ids))

    def reopen(self) -> None:
        """Take the decision on the step in hand away."""
        doubt = self.current()
        if doubt is not None and doubt.decided:
            self.workspace.do(lambda project: project.repairs.reopen([doubt.id]))
            self._settle()

    def type_another(self) -> None:
        """Open the field for a text of one's own."""
        if self.current() is not None and self.workspace.writable:
            self.detail.type_another()

    def toggle_everywhere(self) -> None:
        """Let the next decision hold for all places alike, or only for this one."""
        self.find_alike()
        doubt = self.current()
        if doubt is not None and len(self._alike) > 1 and self.workspace.writable:
            self.everywhere = not self.everywhere
            self._show_detail(doubt)

    def accept_above(self, percent: int) -> None:
        """Accept all listed repairs of at least this confidence, after asking."""
        project = self.workspace.project
        if project is None:
            return
        wanted = self._filter()
        below = wanted.threshold if wanted.which == "doubts" else 2.0
        ids = project.doubts.surer(percent / 100, below, wanted.dialogue)
        if not ids:
            self.workspace.inform(
                self.tr("No listed repair has a confidence of {n} % or more.").format(n=percent)
            )
            return
        question = self.tr("Accept {count} repairs with a confidence of at least {n} %?")
        if self.ask(question.format(count=f"{len(ids):,}", n=percent)):
            self._decide_many(ids, lambda project, part: project.repairs.accept(part))

    def _decide(self, text: str, decision: Decision) -> None:
        """Make a decision for the step in hand, or for all alike, and go on to the next doubt."""
        doubt = self.current()
        if doubt is None:
            return
        ids: Sequence[int] = [doubt.id]
        if self.everywhere:
            ids = self._alike
            question = self.tr("Use “{text}” at all {count} places where “{before}” was received?")
            if not self.ask(
                question.format(text=shown(text), count=f"{len(ids):,}", before=shown(doubt.step.before))
            ):
                return
        self._decide_many(ids, decision, moved_from=doubt.id)

    def _decide_many(self, ids: Sequence[int], decision: Decision, moved_from: int | None = None) -> None:
        """Make a decision about these steps, beside the window where they are many."""
        title = self.tr("Deciding on repairs")

        def done(_changes: Changes) -> None:
            self._settle(moved_from)

        self.workspace.bulk.make(Sweep(title, "", ids, decision, done, at_once=_AT_ONCE))

    def _settle(self, moved_from: int | None = None) -> None:
        """Show the list as it is now; after a decision go to the next doubt."""
        row = self.view.currentIndex().row()
        self.refresh()
        doubt = self.current()
        if moved_from is not None and doubt is not None and doubt.id == moved_from:
            self.view.setCurrentIndex(self.model.index(min(row + 1, self.model.rowCount() - 1)))
        self.go()
        if not self._in_filters():
            self._first_control().setFocus()

    def _in_filters(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.filters.isAncestorOf(focus)

    def _ask(self, question: str) -> bool:
        answer = QMessageBox.question(
            self,
            self.tr("Repairs"),
            question,
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Yes,
        )
        return answer == QMessageBox.StandardButton.Yes
