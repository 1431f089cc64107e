"""The import dialog: the files, how each would be read, and the first turns of the selected one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.background.background_thread import raised
from annotator.ui.dialogs.dialog_parts import resize_within_screen
from annotator.ui.importing.background_preview import KnownBefore, Previewer, PreviewResult, Request
from annotator.ui.importing.column_chooser import ColumnChooser
from annotator.ui.importing.file_choices import FileChoices, described, refused
from annotator.ui.importing.file_table import NAME, FileTable, State
from annotator.ui.importing.fitted_columns import ElidedInTheMiddle, FittedColumns
from annotator.ui.importing.import_plan import ImportPlan
from annotator.ui.importing.next_to_check import NextToCheck
from annotator.ui.importing.question_buttons import Questions
from annotator.ui.importing.reading_controls import Controls
from annotator.ui.importing.tier_chooser import Tiers
from annotator.ui.importing.turns_preview import TurnsPreview
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import in_words, listed
from annotator.ui.widgets.plain_text import wrapped
from annotator.ui.window.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent

    from annotator.importers import FileOnDisk
    from annotator.model import PreparedSource
    from annotator.ui.workspace.workspace import Workspace

_NAMED = 20  # skipped files that are named
_KEPT = 16  # prepared files kept for looking at again


class ImportDialog(QDialog):
    """Shows how files would be imported, lets the person correct it, and answers with a plan."""

    def __init__(self, paths: Sequence[Path], workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._asked_of: int | None = None  # the row whose questions are shown
        self._kept: dict[int, PreparedSource] = {}
        self._seen: dict[str, int] = {}  # content -> the first row that has it
        self._walking = True
        self._skipped: list[str] = []  # names of files in folders that are none of transcripts
        self.setWindowTitle(self._title())
        resize_within_screen(self, 1160, 680)
        self.setMinimumSize(560, 300)
        self.table = FileTable(self)
        self.table.chosen.connect(self._read_again)
        self.choices = FileChoices(self.table, self._rows, self._current)
        self._build()
        self.previewer = Previewer(paths, self, self._known())
        self.previewer.found.connect(self._on_found)
        self.previewer.skipped.connect(self._on_skipped)
        self.previewer.walked.connect(self._on_walked)
        self.previewer.answered.connect(self._on_answer)
        self.previewer.crashed.connect(self._on_crash)
        self.finished.connect(self._stop)
        self._say_summary()
        self.previewer.start()

    def _title(self) -> str:
        project = self._workspace.project
        name = project.name if project is not None else ""
        return self.tr("Import into {project}").format(project=name) if name else self.tr("Import")

    def _known(self) -> KnownBefore:
        """What the project holds already need not be read again unless somebody looks at it."""
        project = self._workspace.project
        sources = project.sources.all() if project is not None else ()
        return KnownBefore(frozenset(source.sha256 for source in sources), self.choices.mappings)

    # --- building ----------------------------------------------------------------------

    def _build(self) -> None:
        self.list = self._list()
        self.controls = Controls(self)
        self.controls.encoding_chosen.connect(lambda name: self.table.choose(self._rows(), encoding=name))
        self.controls.rule_chosen.connect(lambda rule: self.table.choose(self._rows(), rule=rule))
        self.controls.format_chosen.connect(self.choices.choose_format)
        self.controls.for_all.connect(self.choices.use_for_all)
        self.columns = ColumnChooser(self)
        self.columns.mapping_chosen.connect(self.choices.choose_mapping)
        self.columns.hide()
        self.tiers = Tiers(self)
        self.tiers.tiers_chosen.connect(self.choices.choose_tiers)
        self.questions = Questions(self)
        self.questions.answered.connect(self.choices.answer)
        self.questions.asked_again.connect(lambda: self.table.choose(self._rows(), answers={}))
        self.preview = TurnsPreview(self)
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.HLine)
        line.setObjectName("hairline")
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
        column.addWidget(self.columns)
        column.addWidget(self.tiers)
        column.addWidget(self.questions)
        column.addWidget(line)
        column.addWidget(self.preview, 1)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list)
        parts.addWidget(side)
        parts.setSizes([720, 440])
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(parts, 1)
        whole.addLayout(self._foot())

    def _list(self) -> QTableView:
        view = QTableView(self)
        view.setModel(self.table)
        view.setAccessibleName(self.tr("Files to import"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setStyleSheet("QTableView { border: none; border-radius: 0; }")
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(30)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        self.widths = FittedColumns(view)
        view.setItemDelegateForColumn(NAME, ElidedInTheMiddle(view))
        view.selectionModel().selectionChanged.connect(self._show_selected)
        return view

    def _foot(self) -> QHBoxLayout:
        self.summary = QLabel(self)
        self.summary.setAccessibleName(self.tr("Summary"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.accept_button = self.buttons.addButton(self.tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setProperty("primary", "true")
        self.accept_button.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(6)  # as between the buttons of the box
        self.next_to_check = NextToCheck(self.table, self.list, self.pick, self)
        row.addWidget(self.summary, 1)
        row.addWidget(self.next_to_check)
        row.addWidget(self.buttons)
        return row

    # --- reading -----------------------------------------------------------------------

    def _on_found(self, files: list[FileOnDisk]) -> None:
        first = len(self.table.entries)
        self.table.add(files)
        self._ask(range(first, len(self.table.entries)))
        if first == 0 and files:
            self.pick(0)
        self._say_summary()

    def _on_skipped(self, names: list[str]) -> None:
        self._skipped = names
        if names:
            shown = listed(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
            self.summary.setToolTip(wrapped(self.tr("Skipped: {files}").format(files=shown)))

    def _on_walked(self) -> None:
        self._walking = False
        if not self.table.entries:
            self.preview.show_words(self.tr("There are no files to import here."))
        self._say_summary()

    def _ask(self, rows: Sequence[int] | range, *, first: bool = False) -> None:
        entries = self.table.entries
        self.previewer.ask(
            [
                Request(
                    row,
                    one.file,
                    one.encoding,
                    one.rule,
                    one.round,
                    one.format,
                    one.mapping,
                    one.answers,
                    one.tiers,
                    whole=first or row == self._current(),
                )
                for row, one in ((row, entries[row]) for row in rows)
            ],
            first=first,
        )

    def _read_again(self, rows: list[int]) -> None:
        for row in rows:
            self._kept.pop(row, None)
        self._ask(rows, first=True)
        self._say_summary()

    def _on_answer(self, answer: PreviewResult) -> None:
        entry = self.table.entries[answer.row]
        if answer.round != entry.round:
            return
        if answer.error is not None:
            self.table.put(answer.row, refused(entry, answer.error))
        elif answer.shown is None:
            state = self._state(answer.row, answer.sha256)
            self.table.put(answer.row, replace(entry, state=state, sha256=answer.sha256))
        else:
            self._keep(answer.row, answer.shown.source)
            state = self._state(answer.row, answer.sha256)
            self.table.put(answer.row, described(entry, state, answer, answer.shown))
        if answer.row == self._current():
            self._show_selected()
        self._say_summary()

    def _state(self, row: int, sha256: str) -> State:
        if self._seen.setdefault(sha256, row) != row:
            return "again"
        project = self._workspace.project
        known = project.sources.known([sha256]) if project is not None else {}
        states: dict[str | None, State] = {"live": "known", "removed": "removed"}
        return states.get(known.get(sha256), "ready")

    def _keep(self, row: int, source: PreparedSource) -> None:
        self._kept[row] = source
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]

    def _on_crash(self, error: BaseException) -> None:
        self.reject()
        raised(error)

    # --- showing -----------------------------------------------------------------------

    def _rows(self) -> list[int]:
        return [index.row() for index in self.list.selectionModel().selectedRows()]

    def _current(self) -> int | None:
        index = self.list.currentIndex()
        return index.row() if index.isValid() else None

    def pick(self, row: int) -> None:
        """Select one row, from 0, and no other: also while Shift is held, as when files are dropped."""
        flags = QItemSelectionModel.SelectionFlag
        self.list.selectionModel().setCurrentIndex(
            self.table.index(row, 0), flags.ClearAndSelect | flags.Rows
        )

    def _show_selected(self, *_: object) -> None:
        row = self._current()
        entry = self.table.entries[row] if row is not None else None
        self.controls.show_entry(entry)
        if entry is None or entry.state != "waiting":
            self.columns.show_entry(entry)  # while it is read again they stay as they are
            self.tiers.show_entry(entry)
        if entry is None or entry.state not in {"waiting", "failed"} or row != self._asked_of:
            self.questions.show_entry(entry)  # an answer that led nowhere can be taken back
            self._asked_of = row
        self.next_to_check.refresh()
        if entry is None or row is None:
            self.preview.show_words("")
        elif entry.error is not None:
            error = entry.error
            self.preview.show_words(
                " ".join(sentence(in_words(x)) for x in (error.what, error.why, error.remedy) if x)
            )
        elif row in self._kept:
            self.preview.show_source(self._kept[row], entry.problems, entry.pace)
        else:
            self.preview.show_words(self.tr("Reading…"))
            if entry.state != "waiting":
                self._ask([row], first=True)

    def _say_summary(self) -> None:
        states: Counter[str] = Counter(entry.state for entry in self.table.entries)
        coming = states["ready"] + states["waiting"] + states["removed"]
        parts = [
            counted(
                len(self.table.entries),
                QT_TRANSLATE_NOOP("Counted", "1 file"),
                QT_TRANSLATE_NOOP("Counted", "{n} files"),
            )
        ]
        if self._walking:
            parts.append(self.tr("looking for more…"))
        elif states["waiting"]:
            parts.append(self.tr("reading, {count} to go").format(count=f"{states['waiting']:,}"))
        for state, text in (
            ("known", self.tr("{count} already in the project")),
            ("again", self.tr("duplicates: {count}")),
            ("failed", self.tr("{count} cannot be read")),
        ):
            if states[state]:
                parts.append(text.format(count=f"{states[state]:,}"))
        if self._skipped:
            parts.append(self.tr("{count} skipped").format(count=f"{len(self._skipped):,}"))
        if asked := sum(bool(entry.questions) for entry in self.table.entries):
            parts.append(self.tr("{count} to check").format(count=f"{asked:,}"))
        self.summary.setText("  ·  ".join(parts))
        self.next_to_check.refresh()
        self.accept_button.setText(
            counted(
                coming,
                QT_TRANSLATE_NOOP("Counted", "Import 1 file"),
                QT_TRANSLATE_NOOP("Counted", "Import {n} files"),
            )
            if coming
            else self.tr("Import")
        )
        self.accept_button.setEnabled(coming > 0)

    # --- answering ---------------------------------------------------------------------

    def plan(self) -> ImportPlan:
        """The choices that differ from the program's own."""
        return self.choices.plan()

    def accept(self) -> None:
        """Import; what was said about columns is remembered for the next files that have the same."""
        self.choices.remember()
        super().accept()

    def _stop(self, *_: object) -> None:
        self.previewer.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """However it is closed, nothing more is read for it."""
        self._stop()
        super().closeEvent(event)
