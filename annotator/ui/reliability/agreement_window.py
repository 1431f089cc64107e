"""The window "Agreement": facets, coefficients with intervals, what to beware of, which labels met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.reliability import AgreementPart, FacetAgreement, TurnAgreement, compare
from annotator.reliability.turns_of_packets import turns_of_packets
from annotator.ui.background.background_thread import BackgroundThread, Handle
from annotator.ui.background.companion import companion_of
from annotator.ui.dialogs.dialog_parts import resize_within_screen
from annotator.ui.reliability.agreement_texts import (
    PARTS,
    FigureRows,
    coefficient_name,
    figure_rows,
    interval_words,
    measure_name,
    part_name,
    remark_words,
    tr,
    turn_rows,
    value_words,
    why_words,
)
from annotator.ui.reliability.label_matrix import ConfusionMatrix
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import listed, reason
from annotator.ui.theme.qt_colours import tones_of
from annotator.ui.widgets.ranked_labels import Muted, Title
from annotator.ui.window.empty_states import EmptyState, EmptyStateButton
from annotator.ui.window.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.model import Changes
    from annotator.ui.workspace.workspace import Workspace

_FIGURES = (2, 3, 4, 5)  # columns
_TURNS = ":turns"  # stands among the facets for where turns begin and end; no facet has such a key
Found = tuple[FacetAgreement, ...]


@dataclass(frozen=True, slots=True)
class MeasuredAgreement:
    """What was found: facets, turns of packets, and why these cannot be compared."""

    facets: Found
    turns: tuple[TurnAgreement, ...]
    trouble: UserError | None


class AgreementWindow(QDialog):
    """Stays open beside the window, and measures anew when it is asked to.

    ``turns_wanted`` carries a facet's key and the names of two labels whose turns are to be shown;
    ``report_wanted``, ``merge_wanted`` and ``packets_wanted`` say what was chosen, ``files_wanted`` that
    packets are to be chosen whose turns are compared: :meth:`compare_turns`.
    """

    turns_wanted = Signal(str, str, str)
    report_wanted = Signal()
    merge_wanted = Signal()
    packets_wanted = Signal()
    files_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.found: Found = ()
        self.turns: tuple[TurnAgreement, ...] = ()
        self.packets: tuple[Path, ...] = ()  # whose turns are compared
        self._trouble: UserError | None = None
        self._wanted = ""  # what is to be shown when the figures are there
        self.setWindowTitle(self.tr("Agreement"))
        resize_within_screen(self, 980, 720)
        self.look = BackgroundThread(self, "agreement")
        self._build()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.measure)
        workspace.changed.connect(self._on_changed)
        workspace.project_changed.connect(self._on_project)
        self.finished.connect(self.look.stop)

    # --- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        self.facets, self.parts = QComboBox(self), QComboBox(self)
        self.facets.setAccessibleName(self.tr("Facet"))
        self.parts.setAccessibleName(self.tr("Parts"))
        for box in (self.facets, self.parts):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.again = QPushButton(self.tr("&Recalculate"), self)
        self.report = QPushButton(self.tr("&Report…"), self)
        self.choose = QPushButton(self.tr("Choose &packets…"), self)
        row = QHBoxLayout()
        row.addWidget(self.facets)
        row.addWidget(self.parts)
        row.addStretch(1)
        for button in (self.choose, self.again, self.report):
            row.addWidget(button)
            button.setAutoDefault(False)
        self.choose.hide()
        self.choose.clicked.connect(self.files_wanted)
        self.facets.activated.connect(lambda _: self._show())
        self.parts.activated.connect(lambda _: self._show_part())
        self.again.clicked.connect(self.measure)
        self.report.clicked.connect(self.report_wanted)
        self.about = Muted(parent=self)
        self.table = self._table()
        self.warnings = QLabel(self)
        self.warnings.setWordWrap(True)
        self.warnings.setTextFormat(Qt.TextFormat.PlainText)
        self.matrix = ConfusionMatrix(self)
        self.matrix.opened.connect(self._open)
        upper, lower = QWidget(self), QWidget(self)
        for half, parts in (
            (upper, (self.table, self.warnings)),
            (lower, (Title(self.tr("Confusion matrix"), 1.05, self), self._hint(), self.matrix)),
        ):
            stack = QVBoxLayout(half)
            stack.setContentsMargins(0, 0 if half is upper else 8, 0, 8 if half is upper else 0)
            stack.setSpacing(6)
            for part in parts:
                stack.addWidget(part, int(part in (self.table, self.matrix)))
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(upper)
        splitter.addWidget(lower)
        splitter.setSizes([400, 260])
        self.pages = QStackedWidget(self)
        self.waiting = self._waiting()
        for page in (self.waiting, splitter):
            self.pages.addWidget(page)
        self._results, self._met = splitter, lower
        self._empty: EmptyState | None = None
        column.addLayout(row)
        column.addWidget(self.about)
        column.addWidget(self.pages, 1)

    def _hint(self) -> Muted:
        return Muted(
            self.tr(
                "Pairs of labels on one turn, the earlier annotator's down. Double click a cell, or press "
                "Enter, for its turns."
            ),
            self,
        )

    def _waiting(self) -> QWidget:
        page = QWidget(self)
        box = QVBoxLayout(page)
        bar = QProgressBar(page)
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedHeight(8)
        bar.setMaximumWidth(320)
        box.addStretch(1)
        box.addWidget(QLabel(self.tr("Calculating…"), page), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(bar, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        return page

    def _table(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setAccessibleName(self.tr("Coefficients"))
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setHeaderLabels(
            [
                self.tr("Part"), self.tr("Coefficient"), self.tr("Value"), self.tr("95 % interval"),
                self.tr("n"), self.tr("Dialogues"), self.tr("Remark"),
            ]
        )  # fmt: skip
        header = tree.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for at in _FIGURES:
            tree.headerItem().setTextAlignment(at, right)
        return tree

    # --- measuring -------------------------------------------------------------------------------

    def measure(self) -> None:
        """Measure anew, beside the windows."""
        project = self._workspace.project
        if project is None:
            return
        companion, packets = companion_of(project), self.packets

        def work(_: Handle) -> MeasuredAgreement:
            turns: tuple[TurnAgreement, ...] = ()
            trouble = None
            with companion() as opened:
                try:
                    turns = turns_of_packets(opened, packets) if packets else ()
                except UserError as error:  # the facets are there all the same
                    trouble = error
                return MeasuredAgreement(compare([opened], needed=not packets), turns, trouble)

        self.again.setEnabled(False)
        self.pages.setCurrentWidget(self.waiting)
        self.look.start(work, self._on_found, failed=self._on_failed)

    def _on_changed(self, changes: Changes) -> None:
        if changes.turns or changes.dialogues or changes.codebook or changes.everything or changes.structure:
            self.again.setText(self.tr("&Recalculate: tags have changed"))

    def compare_turns(self, packets: Sequence[Path]) -> None:
        """Measure anew, and show how far these packets agree on where turns begin and end."""
        self.packets = tuple(packets)
        self._wanted = _TURNS
        self.measure()

    def _on_project(self) -> None:
        self.look.stop()
        self.packets = ()
        self.close()

    def _on_found(self, measured: MeasuredAgreement) -> None:
        self.again.setEnabled(True)
        self.again.setText(self.tr("&Recalculate"))
        self.report.setEnabled(True)
        chosen = self._wanted or str(self.facets.currentData() or self._workspace.facet)
        self._wanted = ""
        self.found, self.turns, self._trouble = measured.facets, measured.turns, measured.trouble
        self.facets.clear()
        for facet in self.found:
            self.facets.addItem(facet.name, facet.facet)
        self.facets.addItem(tr(PARTS["turns"]), _TURNS)
        self.facets.setCurrentIndex(max(0, self.facets.findData(chosen)))
        self._show()

    def _on_failed(self, error: UserError) -> None:
        """There is nothing to measure: say why, and which ways there are to a second annotator."""
        self.again.setEnabled(True)
        self.report.setEnabled(False)
        self.found, self.turns = (), ()
        self.facets.clear()
        self.parts.clear()
        self.choose.hide()
        self._show_choices()
        self._show_empty(
            self.tr("There is no agreement to measure yet"),
            f"{sentence(reason(error))}\n"
            + self.tr("Make packets of these dialogues for others, and merge them when they come back."),
            EmptyStateButton(self.tr("Make packets…"), self.packets_wanted.emit, primary=True),
            EmptyStateButton(self.tr("Merge packets…"), self.merge_wanted.emit),
        )

    def _show_empty(self, title: str, text: str, *offers: EmptyStateButton) -> None:
        self.about.setText("")
        if self._empty is not None:
            self.pages.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = EmptyState(title, text, offers, self)
        self.pages.addWidget(self._empty)
        self.pages.setCurrentWidget(self._empty)

    def _show_choices(self) -> None:
        """What can be chosen, where there is anything."""
        for box in (self.facets, self.parts):
            box.setVisible(box.count() > 0)

    # --- showing ---------------------------------------------------------------------------------

    @property
    def facet(self) -> FacetAgreement | None:
        """The facet shown."""
        key = self.facets.currentData()
        return next((one for one in self.found if one.facet == key), None)

    def _show(self) -> None:
        facet = self.facet
        kept = self.parts.currentData()
        self.parts.clear()
        self._met.setVisible(facet is not None)
        self.choose.setVisible(facet is None and bool(self.turns))
        if facet is None:
            self._show_choices()
            self._show_turns()
            return
        self.pages.setCurrentWidget(self._results)
        kinds = [part.by for part in facet.parts]
        kinds += ["spans"] * bool(facet.spans) + ["segments"] * bool(facet.segments)
        for by in dict.fromkeys(kinds):
            self.parts.addItem(tr(PARTS.get(by, by)), by)
        self.parts.setCurrentIndex(max(0, self.parts.findData(kept)))
        self._show_choices()
        units = counted(
            facet.units,
            QT_TRANSLATE_NOOP("Counted", "1 turn with a label"),
            QT_TRANSLATE_NOOP("Counted", "{n} turns with a label"),
        )
        if facet.unit == "dialogue":
            units = counted(
                facet.units,
                QT_TRANSLATE_NOOP("Counted", "1 dialogue with a label"),
                QT_TRANSLATE_NOOP("Counted", "{n} dialogues with a label"),
            )
        said = [units, ", ".join(facet.annotators)]
        if facet.replaced:
            said.append(
                counted(
                    facet.replaced,
                    QT_TRANSLATE_NOOP("Counted", "1 answer gave way to a later one of the same annotator"),
                    QT_TRANSLATE_NOOP("Counted", "{n} answers gave way to later ones of the same annotator"),
                )
            )
        self.about.setText("  ·  ".join(said))
        self.matrix.show_facet(facet)
        self._show_part()

    def _show_turns(self) -> None:
        """Where turns begin and end in packets, or what it takes to compare that."""
        choose = EmptyStateButton(self.tr("Choose packets…"), self.files_wanted.emit, primary=True)
        if self._trouble is not None:
            text = sentence(reason(self._trouble))
            self._show_empty(self.tr("These packets cannot be compared"), text, choose)
        elif not self.packets:
            text = self.tr(
                "Where annotators split, joined or took out turns is told by their packets: a merge brings "
                "in their tags alone.\nChoose the packets that came back."
            )
            self._show_empty(self.tr("Turns are compared in packets"), text, choose)
        elif not self.turns:
            text = self.tr("So all have the same turns, and there is nothing to compare.")
            title = self.tr("Nobody split, joined or took out a turn in these packets")
            self._show_empty(title, text, choose)
        else:
            self.pages.setCurrentWidget(self._results)
            self.about.setText("  ·  ".join(path.name for path in self.packets))
            self.warnings.hide()
            self.table.clear()
            for each in self.turns:
                self._add_figures(turn_rows(each))

    def _show_part(self) -> None:
        facet = self.facet
        if facet is None:
            return
        by = self.parts.currentData()
        shown = [part for part in facet.parts if part.by == by]
        self.table.clear()
        for part in shown:
            self._add_rows(part)
        for spans in facet.spans if by == "spans" else ():
            self._add_figures(figure_rows(spans))
        for segments in facet.segments if by == "segments" else ():
            self._add_figures(figure_rows(segments))
        warnings = dict.fromkeys(
            remark_words(warning) for part in shown for found in part.agreements for warning in found.warnings
        )
        self.warnings.setText("\n".join(f"⚠ {one}" for one in warnings))
        self.warnings.setVisible(bool(warnings))

    def _add_rows(self, part: AgreementPart) -> None:
        tones = tones_of(self)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, found in enumerate(part.agreements):
            why = why_words(found)
            item = QTreeWidgetItem(
                [
                    part_name(part) if place == 0 else "", coefficient_name(found), value_words(found),
                    interval_words(found), f"{found.pairable:,}", f"{found.dialogues:,}", why,
                ]
            )  # fmt: skip
            for at in _FIGURES:
                item.setTextAlignment(at, right)
            if found.value is None:
                item.setForeground(2, tones.muted)
            item.setForeground(6, tones.muted)
            tips = [why, *(remark_words(one) for one in found.warnings)]
            item.setToolTip(6, "\n".join(one for one in tips if one))
            item.setToolTip(1, found.missing)
            self.table.addTopLevelItem(item)

    def _add_figures(self, rows: FigureRows) -> None:
        """Figures of spans, of where the label changes, or of turns."""
        tones = tones_of(self)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, one in enumerate(rows.figures):
            remarks = (why_words(one), rows.remark if place == 0 else "")
            why = listed(filter(None, remarks), wide=True)
            item = QTreeWidgetItem(
                [
                    rows.about if place == 0 else "", measure_name(one.measure), value_words(one),
                    interval_words(one), rows.units, f"{rows.dialogues:,}", why,
                ]
            )  # fmt: skip
            for at in _FIGURES:
                item.setTextAlignment(at, right)
            item.setForeground(6, tones.muted)
            item.setToolTip(6, why)
            self.table.addTopLevelItem(item)

    def _open(self, one: str, other: str) -> None:
        if self.facet is not None:
            self.turns_wanted.emit(self.facet.facet, one, other)
