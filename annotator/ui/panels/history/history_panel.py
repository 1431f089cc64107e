"""The history panel: every edit of the project, who made it, what it changed, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QPlainTextEdit,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.model import Changes, Edit
from annotator.ui.panels.history.change_texts import edit_words, exact, present
from annotator.ui.panels.history.edit_details import EditDetails
from annotator.ui.panels.history.history_delegate import HistoryDelegate
from annotator.ui.panels.history.history_model import HistoryModel, Wanted
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.label_button import Given, LabelFace
from annotator.ui.widgets.plain_parts import EmptyNotice, Hairline, TextButton
from annotator.ui.widgets.row_view import RowView
from annotator.ui.widgets.toggle import Toggle
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
        self.only_turn = self.only_dialogue = False
        self._stale = True
        self._loaded: Wanted | None = None
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
        box.addWidget(self._build_filters())
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

    def _build_filters(self) -> QWidget:
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=6)
        flow.setContentsMargins(10, 8, 10, 8)
        self.turn_toggle = Toggle(LabelFace(self.tr("This turn")), holder, framed=True)
        self.turn_toggle.clicked.connect(self._toggle_turn)
        self.annotators = QComboBox(holder)
        self.annotators.setAccessibleName(self.tr("Edits of which annotator"))
        self.annotators.setToolTip(self.tr("Show the edits of one annotator"))
        self.annotators.setMinimumContentsLength(12)
        self.annotators.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.dialogue_toggle = Toggle(LabelFace(self.tr("This dialogue")), holder, framed=True)
        self.dialogue_toggle.clicked.connect(self._toggle_dialogue)
        self.facets = QComboBox(holder)
        self.facets.setAccessibleName(self.tr("Edits of which facet"))
        self.facets.setToolTip(self.tr("Show the edits of the tags of one facet"))
        self.times = QComboBox(holder)
        self.times.setAccessibleName(self.tr("Edits of which time"))
        self.times.setToolTip(self.tr("Show the edits of some time"))
        for days, text in (
            (None, self.tr("Any time")),
            (0, self.tr("Today")),
            (6, self.tr("Last 7 days")),
            (29, self.tr("Last 30 days")),
        ):
            self.times.addItem(text, days)
        for box in (self.annotators, self.facets, self.times):
            box.activated.connect(lambda _row: self.refresh())
        flow.addWidget(self.turn_toggle)
        flow.addWidget(self.dialogue_toggle)
        for box in (self.annotators, self.facets, self.times):
            flow.addWidget(box)
        self._show_toggle()
        return holder

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
        self._loaded = None
        self._fill_annotators()
        self._later()

    def _turn_changed(self) -> None:
        if self.only_turn or self.only_dialogue:
            self._later()

    def _changed(self, changes: Changes) -> None:
        if changes.project or changes.codebook or changes.everything:
            self._fill_annotators()
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

    def _fill_annotators(self) -> None:
        kept = self.annotators.currentData()
        project = self.workspace.project
        self.annotators.clear()
        self.annotators.addItem(self.tr("Everybody"), None)
        for one in project.people.all() if project is not None else ():
            self.annotators.addItem(one.name, one.key)
        self.annotators.setCurrentIndex(max(0, self.annotators.findData(kept)))
        facet = self.facets.currentData()
        self.facets.clear()
        self.facets.addItem(self.tr("All edits"), None)
        for known in self.workspace.codebook.facets:
            self.facets.addItem(known.name, known.key)
        self.facets.setCurrentIndex(max(0, self.facets.findData(facet)))

    # --- showing ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the newest edits that the filters let through."""
        self._stale = False
        if not self.annotators.count():
            self._fill_annotators()
        kept = self._current()
        wanted = self._wanted()
        if wanted == self._loaded:
            self.model.renew()
        else:
            self.model.load(wanted)
            self._loaded = wanted
        row = self.model.row_of(kept.id) if kept is not None else None
        if row is not None:
            self.view.setCurrentIndex(self.model.index(row))
        self._show_edit(self._current())
        self._show_empty()

    def _wanted(self) -> Wanted:
        """What the filters let through; a day begins at midnight where one sits."""
        days = self.times.currentData()
        since = None
        if days is not None:
            midnight = present().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
            since = (midnight - timedelta(days=days)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Wanted(
            self.annotators.currentData(),
            self.workspace.cursor.turn_id if self.only_turn else None,
            self.workspace.cursor.dialogue_id if self.only_dialogue else None,
            self.facets.currentData(),
            since,
        )

    def _show_empty(self) -> None:
        if self.workspace.project is None:
            texts = (self.tr("No project"), self.tr("Its history appears here."))
        elif self.only_turn:
            texts = (self.tr("No edits of this turn"), self.tr("What you do with it appears here."))
        elif self._wanted() != Wanted(self.annotators.currentData()):
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

    # --- filters and verbs --------------------------------------------------------------

    def _toggle_turn(self) -> None:
        self.only_turn = not self.only_turn
        self._show_toggle()
        self.refresh()

    def _toggle_dialogue(self) -> None:
        self.only_dialogue = not self.only_dialogue
        self._show_toggle()
        self.refresh()

    def _show_toggle(self) -> None:
        face = LabelFace(
            self.tr("This turn"),
            given=Given.YES if self.only_turn else Given.NO,
            tooltip=self.tr("Only edits that concern the current turn"),
            spoken=self.tr("on") if self.only_turn else self.tr("off"),
        )
        self.turn_toggle.set_face(face)
        face = LabelFace(
            self.tr("This dialogue"),
            given=Given.YES if self.only_dialogue else Given.NO,
            tooltip=self.tr("Only edits that concern the current dialogue"),
            spoken=self.tr("on") if self.only_dialogue else self.tr("off"),
        )
        self.dialogue_toggle.set_face(face)

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
