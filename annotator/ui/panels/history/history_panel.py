"""The history panel: every edit of the project, who made it, what it changed, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QPlainTextEdit,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.model import Changes, Edit
from annotator.ui.panels.history.change_texts import edit_words, exact
from annotator.ui.panels.history.edit_details import EditDetails
from annotator.ui.panels.history.history_delegate import HistoryDelegate
from annotator.ui.panels.history.history_filters import HistoryFilters
from annotator.ui.panels.history.history_model import HistoryModel, Wanted
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.plain_parts import EmptyNotice, Hairline, TextButton
from annotator.ui.widgets.row_view import RowView
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class HistoryPanel(QWidget):
    """Edits newest first, filtered by turn and annotator; below, the changes of the selected one.

    Reads the log only while it can be seen. ``done`` says that the person went to a turn.
    """

    done = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setObjectName("history_panel")
        self.setAccessibleName(self.tr("History of edits"))
        self.model = HistoryModel(workspace, self)
        self._stale = True
        self._loaded: Wanted | None = None
        self._touched: frozenset[int] | None = None  # turns that changed since; None where anything may have
        self._details: EditDetails | None = None
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._refresh_if_seen)
        workspace.project_changed.connect(self._project_changed)
        workspace.cursor.turn_changed.connect(self._turn_changed)
        workspace.changed.connect(self._changed)

    # --- building -----------------------------------------------------------------------

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.filters = HistoryFilters(self.workspace, self)
        self.filters.changed.connect(self.refresh)
        box.addWidget(self.filters)
        box.addWidget(Hairline(self))
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Return: self.go,
            Qt.Key.Key_Enter: self.go,
            Qt.Key.Key_Escape: self.done.emit,
        }
        self.view = RowView(self, keys)
        self.view.setUniformItemSizes(False)  # some rows have a heading
        self.view.setModel(self.model)
        self.view.setItemDelegate(HistoryDelegate(self.view))
        self.view.setAccessibleName(self.tr("Edits"))
        self.view.selectionModel().currentChanged.connect(self._selected)
        self.view.doubleClicked.connect(lambda _index: self.go())
        self.empty = EmptyNotice("", "", self)
        upper = QWidget(self)
        self._stack = QStackedLayout(upper)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(upper)
        splitter.addWidget(self._build_details())
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        box.addWidget(splitter, 1)

    def _build_details(self) -> QWidget:
        self.details = QWidget(self)
        box = QVBoxLayout(self.details)
        box.setContentsMargins(0, 0, 0, 10)
        box.setSpacing(6)
        box.addWidget(Hairline(self.details))
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 6, 14, 0)
        inner.setSpacing(4)
        self.title = ElidedText(bold=True, lines=2, parent=self.details)
        self.when = ElidedText(muted=True, scale=0.9, parent=self.details)
        self.lines = QPlainTextEdit(self.details)
        self.lines.setReadOnly(True)
        self.lines.setFrameShape(QFrame.Shape.NoFrame)
        self.lines.setTabChangesFocus(True)
        self.lines.setStyleSheet(
            "QPlainTextEdit { border: 1px solid transparent; background: transparent; padding: 0; }"
            "QPlainTextEdit:focus { border-color: palette(highlight); }"
        )
        self.lines.document().setDocumentMargin(1)
        self.lines.setAccessibleName(self.tr("Changes of the selected edit"))
        self.lines.setToolTip(self.tr("What the selected edit changed"))
        buttons = QWidget(self.details)
        flow = FlowLayout(buttons, gap=4)
        self.go_button = TextButton(self.tr("Go there"), parent=buttons)
        self.go_button.setToolTip(self.tr("Go to the turn that was edited. Key: Enter"))
        self.go_button.clicked.connect(self.go)
        self.revert_button = TextButton(self.tr("Revert"), parent=buttons)
        self.revert_button.clicked.connect(self.revert)
        flow.addWidget(self.revert_button)
        flow.addWidget(self.go_button)
        for part in (self.title, self.when, self.lines, buttons):
            inner.addWidget(part, 1 if part is self.lines else 0)
        box.addLayout(inner)
        self.details.hide()
        return self.details

    # --- following the workspace --------------------------------------------------------

    def _project_changed(self) -> None:
        self._loaded = self._touched = None
        self.filters.fill()
        self._later()

    def _turn_changed(self) -> None:
        if self.filters.only_turn or self.filters.only_dialogue:
            self._later()

    def _changed(self, changes: Changes) -> None:
        if changes.project or changes.codebook or changes.everything:
            self.filters.fill()
        wide = changes.project or changes.codebook or changes.everything or changes.structure
        if wide or not changes.turns or self._touched is None:
            self._touched = None
        else:
            self._touched |= changes.turns
        self._later()

    def _later(self) -> None:
        self._stale = True
        self._soon.start()

    def _refresh_if_seen(self) -> None:
        if self._stale and self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what happened while nobody looked."""
        super().showEvent(event)
        self._refresh_if_seen()

    # --- showing ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the newest edits that the filters let through."""
        self._stale = False
        if not self.filters.annotators.count():
            self.filters.fill()
        kept = self._current()
        wanted = self.filters.wanted()
        if wanted == self._loaded:
            self.model.renew(self._touched)
        else:
            self.model.load(wanted)
            self._loaded = wanted
        self._touched = frozenset()
        row = self.model.row_of(kept.id) if kept is not None else None
        if row is not None:
            self.view.setCurrentIndex(self.model.index(row))
        self._show_edit(self._current())
        self._show_empty()

    def _show_empty(self) -> None:
        if self.workspace.project is None:
            texts = (self.tr("No project"), self.tr("Its history appears here."))
        elif self.filters.only_turn:
            texts = (self.tr("No edits of this turn"), self.tr("What you do with it appears here."))
        elif self.filters.wanted() != Wanted(self.filters.annotators.currentData()):
            texts = (self.tr("No matching edits"), self.tr("Remove a filter to see others."))
        else:
            texts = (
                self.tr("No edits yet"),
                self.tr("Everything you do is listed here and can be undone."),
            )
        self.empty.set_texts(*texts)
        self._stack.setCurrentIndex(1 if self.model.rowCount() else 0)

    def _current(self) -> Edit | None:
        return self.model.edit_at(self.view.currentIndex().row())

    def _selected(self, current: QModelIndex) -> None:
        self._show_edit(self.model.edit_at(current.row()) if current.isValid() else None)

    def _show_edit(self, edit: Edit | None) -> None:
        self.details.setVisible(edit is not None)
        self._details = EditDetails(self.workspace, edit) if edit is not None else None
        if edit is None or self._details is None:
            return
        self.title.set_text(edit_words(edit.summary))
        self.when.set_text(exact(edit.at))
        lines = self._details.lines()
        if self._details.rest:
            lines.append(self.tr("… and {count} more").format(count=f"{self._details.rest:,}"))
        self.lines.setPlainText("\n".join(lines))
        why_not = self._why_not(edit)
        tip = self.tr("Revert this edit; values changed since are left alone and counted")
        self.revert_button.setEnabled(not why_not)
        self.revert_button.setToolTip(why_not or tip)
        self.go_button.setEnabled(self._details.first_dialogue() is not None)

    def _why_not(self, edit: Edit) -> str:
        """Why an edit cannot be taken back, "" where it can."""
        if not self.workspace.writable:
            return self.tr("This project is open read-only")
        if edit.reverted_by is not None:
            return self.tr("This edit has already been undone")
        return "" if edit.session else self.tr("The project began with this edit")

    # --- verbs --------------------------------------------------------------

    def revert(self) -> None:
        """Take the selected edit back; the workspace says how many values were left alone."""
        edit = self._current()
        if edit is not None and not self._why_not(edit):
            self.workspace.history.revert(edit.id)

    def go(self) -> None:
        """Go to the first turn (or the dialogue) that the selected edit concerns."""
        dialogue = self._details.first_dialogue() if self._details is not None else None
        if self._details is None or dialogue is None:
            return
        if dialogue != self.workspace.cursor.dialogue_id:
            self.workspace.cursor.select_dialogue(dialogue)
        turn = self._details.first_turn()
        if turn is not None:
            self.workspace.cursor.select_turn(turn.id)
        self.done.emit()
