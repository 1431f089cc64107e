"""The line at the bottom: where we are, how far the tagging is, who tags, what is running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.widgets.plain_text import wrapped
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent


class JobStrip(QWidget):
    """Title, progress and cancel of the background job; invisible when there is none."""

    cancel_asked = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.title = QLabel(self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(120, 8)  # thin: it says how far, the figures beside it say how much
        self.bar.setAccessibleName(self.tr("Progress of the background job"))
        self.cancel = QToolButton(self)
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setAutoRaise(True)
        self.cancel.clicked.connect(self.cancel_asked)
        row.addWidget(self.title)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        workspace.busy_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the workspace's job as it is now."""
        busy = self._workspace.busy
        self.setVisible(busy is not None)
        if busy is None:
            return
        figures = f"{busy.done:,} / {busy.total:,}" if busy.total else ""
        self.title.setText("  ".join(part for part in (busy.title, figures or busy.detail) if part))
        self.title.setToolTip(busy.detail)
        self.bar.setRange(0, busy.total)
        self.bar.setValue(busy.done)
        self.cancel.setEnabled(busy.cancellable)


class StatusLine(QWidget):
    """One row of short texts; the least important ones give way when the window is narrow."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._expected = ""  # the name of a project that is being opened
        self.job = JobStrip(workspace, self)
        self.place = self._label(self.tr("Position"))
        self.tagged = self._label(self.tr("Tagging progress"))
        self.repair = self._label(self.tr("The repair in the selected text"))
        self.repair.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.repair.setMinimumWidth(1)
        self.repair.setTextFormat(Qt.TextFormat.PlainText)
        self.saved = self._label(self.tr("Save status"))
        self.person = self._label(self.tr("Who is tagging"))
        self.badge = self._label(self.tr("Read-only"))
        self.badge.setObjectName("badge")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 12, 5)
        row.setSpacing(16)
        row.addWidget(self.place)
        row.addWidget(self.tagged)
        row.addWidget(self.repair, 1)
        for part in (self.job, self.badge, self.saved, self.person):
            row.addWidget(part)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("status-line")
        self.setStyleSheet("#status-line { border-top: 1px solid palette(mid); }")
        self._pending = QTimer(self, singleShot=True, interval=0)
        self._pending.timeout.connect(self.refresh)
        for signal in (
            workspace.project_changed,
            workspace.cursor.dialogue_changed,
            workspace.cursor.turn_changed,
            workspace.facet_changed,
            workspace.changed,
            workspace.cursor.text_changed,
        ):
            signal.connect(self._soon)
        self.refresh()

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setAccessibleName(name)
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        return label

    def wait_for(self, name: str) -> None:
        """Say which project is being opened; "" for none."""
        self._expected = name
        self.refresh()

    def _soon(self) -> None:
        self._pending.start()

    def refresh(self) -> None:
        """Write every part anew from the workspace."""
        workspace = self._workspace
        project = workspace.project
        self.place.setText(self._place())
        self.tagged.setText(self._tagged())
        self._show_repair()
        self.badge.setVisible(project is not None and project.read_only)
        self.badge.setText(self.tr("Read-only"))
        self.saved.setVisible(workspace.writable)
        self.saved.setText("✓ " + self.tr("All changes saved"))
        self.person.setText(project.annotator.name if project is not None else "")

    def say_waiting(self, *, reading: bool) -> None:
        """Say that a change is not saved yet, or something not read; what is said next is said of it."""
        self._pending.stop()
        self.saved.setText(self.tr("Reading…") if reading else self.tr("Saving…"))

    def say_opening(self) -> None:
        """Say that a project is about to be opened; what is said next is said of it."""
        self._pending.stop()
        self.place.setText(self.tr("Opening the project…"))

    def _place(self) -> str:
        workspace = self._workspace
        if workspace.project is None:
            if self._expected:
                return self.tr("Opening {name}…").format(name=self._expected)
            return self.tr("No project open")
        total = len(workspace.cursor.dialogue_ids)
        row = workspace.cursor.row_of_dialogue(workspace.cursor.dialogue_id)
        if row is None:
            return counted(
                total,
                QT_TRANSLATE_NOOP("Counted", "1 dialogue"),
                QT_TRANSLATE_NOOP("Counted", "{n} dialogues"),
            )
        parts = [
            self.tr("Dialogue {number} of {total}").format(
                number=f"{row + 1:,}",
                total=f"{total:,}",
            )
        ]
        turn = workspace.cursor.turn()
        if turn is not None:
            # The number that it has in its dialogue, whatever part of it or beyond it a filter shows.
            turns = len(self._turns_of_dialogue())
            parts.append(
                self.tr("Turn {number} of {total}").format(
                    number=f"{turn.position + 1:,}", total=f"{turns:,}"
                )
            )
        if len(workspace.cursor.selection) > 1:
            parts.append(self.tr("{count} selected").format(count=f"{len(workspace.cursor.selection):,}"))
        return "  ·  ".join(parts)

    def _turns_of_dialogue(self) -> Sequence[int]:
        """All turns of the dialogue in hand."""
        workspace = self._workspace
        if (
            workspace.cursor.filter is None
            or workspace.project is None
            or workspace.cursor.dialogue_id is None
        ):
            return workspace.cursor.turn_ids
        return workspace.project.turns.ids(workspace.cursor.dialogue_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut what is said about a repair to the room there is."""
        super().resizeEvent(event)
        self._soon()

    def _show_repair(self) -> None:
        words = self._repair()
        room = self.repair.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.repair.width())
        self.repair.setText(room)
        self.repair.setToolTip(wrapped(words))

    def _repair(self) -> str:
        """What is known about the repair that the selected text, or the caret, is on."""
        text, turn, project = (
            self._workspace.cursor.text,
            self._workspace.cursor.turn(),
            self._workspace.project,
        )
        if text is None or turn is None or project is None or text.turn_id != turn.id or not turn.steps:
            return ""
        # After the first paint: the list is not loaded before.
        from annotator.ui.turn_list.text_marks import mark_at, marks_of  # noqa: PLC0415
        from annotator.ui.turn_list.turn_texts import mark_line  # noqa: PLC0415

        mark = mark_at(marks_of(turn), text.start, text.end)
        names = {one.key: one.name for one in project.people.all()} if mark is not None else {}
        return mark_line(mark, lambda key: names.get(key, "")) if mark is not None else ""

    def _tagged(self) -> str:
        workspace = self._workspace
        facet = workspace.active_facet()
        if (
            workspace.project is None
            or workspace.cursor.dialogue_id is None
            or facet is None
            or not workspace.cursor.turn_ids
        ):
            return ""
        done = workspace.project.progress.of_dialogues([workspace.cursor.dialogue_id], facet.key).get(
            workspace.cursor.dialogue_id, 0
        )
        turns = self._turns_of_dialogue()
        return self.tr("{facet}: {done} of {total} tagged").format(
            facet=facet.name, done=f"{done:,}", total=f"{len(turns):,}"
        )
