"""The import dialog: the files, how each would be read, and the first turns of the selected one."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator import pipeline
from annotator.ui.collecting import CollectHere
from annotator.ui.importing.controls import Controls
from annotator.ui.importing.plan import ImportPlan
from annotator.ui.importing.preview import Preview
from annotator.ui.importing.previewer import Answer, Previewer, Request
from annotator.ui.importing.table import Entry, FileTable, State
from annotator.ui.messages import sentence
from annotator.ui.words import QT_TRANSLATE_NOOP, counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent

    from annotator.importers import FileOnDisk
    from annotator.model import PreparedSource
    from annotator.ui.workspace import Workspace

_KEPT = 16  # prepared files kept for looking at again
_WIDTHS = (210, 84, 116, 60, 68)


class ImportDialog(QDialog):
    """Shows how files would be imported, lets the person correct it, and answers with a plan."""

    def __init__(self, paths: Sequence[Path], workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._kept: dict[int, PreparedSource] = {}
        self._seen: dict[str, int] = {}  # content -> the first row that has it
        self._walking = True
        self.setWindowTitle(self._title())
        self.resize(1160, 680)
        self.setMinimumSize(720, 440)
        self.table = FileTable(self)
        self.table.chosen.connect(self._read_again)
        self._build()
        self.previewer = Previewer(paths, self)
        self.previewer.found.connect(self._on_found)
        self.previewer.walked.connect(self._on_walked)
        self.previewer.answered.connect(self._on_answer)
        self.previewer.crashed.connect(self._on_crash)
        self._collecting = CollectHere(self)
        self._collecting.begin()
        self.finished.connect(self._stop)
        self._say_summary()
        self.previewer.start()

    def _title(self) -> str:
        project = self._workspace.project
        name = project.name if project is not None else ""
        return self.tr("Import into {project}").format(project=name) if name else self.tr("Import")

    # --- building ----------------------------------------------------------------------

    def _build(self) -> None:
        self.list = self._list()
        self.controls = Controls(self)
        self.controls.encoding_chosen.connect(lambda name: self.table.choose(self._rows(), encoding=name))
        self.controls.rule_chosen.connect(lambda rule: self.table.choose(self._rows(), rule=rule))
        self.controls.for_all.connect(self._use_for_all)
        self.preview = Preview(self)
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.HLine)
        line.setObjectName("hairline")
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
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
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, width)
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
        row.addWidget(self.summary, 1)
        row.addWidget(self.buttons)
        return row

    # --- reading -----------------------------------------------------------------------

    def _on_found(self, files: list[FileOnDisk]) -> None:
        first = len(self.table.entries)
        self.table.add(files)
        self._ask(range(first, len(self.table.entries)))
        if first == 0 and files:
            self.list.selectRow(0)
        self._say_summary()

    def _on_walked(self) -> None:
        self._walking = False
        if not self.table.entries:
            self.preview.show_words(self.tr("There are no files to import here."))
        self._say_summary()

    def _ask(self, rows: Sequence[int] | range, *, first: bool = False) -> None:
        entries = self.table.entries
        self.previewer.ask(
            [
                Request(row, entries[row].file, entries[row].encoding, entries[row].rule, entries[row].round)
                for row in rows
            ],
            first=first,
        )

    def _read_again(self, rows: list[int]) -> None:
        for row in rows:
            self._kept.pop(row, None)
        self._ask(rows, first=True)
        self._say_summary()

    def _on_answer(self, answer: Answer) -> None:
        entry = self.table.entries[answer.row]
        if answer.round != entry.round:
            return
        if answer.source is None:
            self.table.put(answer.row, replace(entry, state="failed", error=answer.error))
        else:
            self._keep(answer.row, answer.source)
            self.table.put(answer.row, self._described(entry, answer))
        if answer.row == self._current():
            self._show_selected()
        self._say_summary()

    def _described(self, entry: Entry, answer: Answer) -> Entry:
        source = answer.source
        assert source is not None  # noqa: S101 - the caller looked
        repairs, damage = pipeline.count_steps(source)
        return replace(
            entry,
            state=self._state(answer.row, answer.sha256),
            sha256=answer.sha256,
            found_encoding=source.decoded_as,
            found_rule=answer.rule_name,
            other_encodings=answer.other_encodings,
            turns=sum(len(dialogue.turns) for dialogue in source.dialogues),
            repairs=repairs - damage,
            damage=damage,
            undecodable=source.undecodable,
            partial=answer.partial,
        )

    def _state(self, row: int, sha256: str) -> State:
        if self._seen.setdefault(sha256, row) != row:
            return "again"
        project = self._workspace.project
        known = project.known_sources([sha256]) if project is not None else {}
        states: dict[str | None, State] = {"live": "known", "removed": "removed"}
        return states.get(known.get(sha256), "ready")

    def _keep(self, row: int, source: PreparedSource) -> None:
        self._kept[row] = source
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]

    def _on_crash(self, error: BaseException) -> None:
        self.reject()
        sys.excepthook(type(error), error, error.__traceback__)

    # --- showing -----------------------------------------------------------------------

    def _rows(self) -> list[int]:
        return [index.row() for index in self.list.selectionModel().selectedRows()]

    def _current(self) -> int | None:
        index = self.list.currentIndex()
        return index.row() if index.isValid() else None

    def _show_selected(self, *_: object) -> None:
        row = self._current()
        entry = self.table.entries[row] if row is not None else None
        self.controls.show_entry(entry)
        if entry is None or row is None:
            self.preview.show_words("")
        elif entry.error is not None:
            error = entry.error
            self.preview.show_words(" ".join(sentence(x) for x in (error.what, error.why, error.remedy) if x))
        elif row in self._kept:
            self.preview.show_source(self._kept[row])
        else:
            self.preview.show_words(self.tr("Reading…"))
            if entry.state != "waiting":
                self._ask([row], first=True)

    def _use_for_all(self) -> None:
        row = self._current()
        if row is not None:
            entry = self.table.entries[row]
            rows = range(len(self.table.entries))
            self.table.choose(rows, encoding=entry.encoding, rule=entry.rule)

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
            ("again", self.tr("{count} twice in this list")),
            ("failed", self.tr("{count} cannot be read")),
        ):
            if states[state]:
                parts.append(text.format(count=f"{states[state]:,}"))
        self.summary.setText("  ·  ".join(parts))
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
        return ImportPlan(
            {
                entry.file.path: pipeline.Choice(entry.encoding, entry.rule)
                for entry in self.table.entries
                if entry.encoding is not None or entry.rule is not None
            }
        )

    def _stop(self, *_: object) -> None:
        self.previewer.stop()
        self._collecting.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """However it is closed, the thread ends first."""
        self._stop()
        super().closeEvent(event)
