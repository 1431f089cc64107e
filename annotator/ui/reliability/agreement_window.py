"""The window "Agreement": facets, coefficients with intervals, what to beware of, which labels met."""

from __future__ import annotations

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
from annotator.reliability import AgreementPart, FacetAgreement, compare
from annotator.reliability.segment_agreement import SegmentAgreement
from annotator.reliability.span_agreement import SpanAgreement
from annotator.ui.background.background_thread import BackgroundThread, Handle
from annotator.ui.background.companion import companion_of
from annotator.ui.dialogs.dialog_parts import resize_within_screen
from annotator.ui.reliability.agreement_texts import (
    PARTS,
    coefficient_name,
    interval_words,
    measure_name,
    part_name,
    remark_words,
    tr,
    value_words,
    why_words,
)
from annotator.ui.reliability.label_matrix import ConfusionMatrix
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import reason
from annotator.ui.theme.qt_colours import tones_of
from annotator.ui.widgets.ranked_labels import Muted, Title
from annotator.ui.window.empty_states import EmptyState, EmptyStateButton
from annotator.ui.window.messages import sentence

if TYPE_CHECKING:
    from annotator.model import Changes
    from annotator.ui.workspace.workspace import Workspace

_FIGURES = (2, 3, 4, 5)  # columns
Found = tuple[FacetAgreement, ...]


class AgreementWindow(QDialog):
    """Stays open beside the window, and measures anew when it is asked to.

    ``turns_wanted`` carries a facet's key and the names of two labels whose turns are to be shown;
    ``report_wanted``, ``merge_wanted`` and ``packets_wanted`` say what was chosen.
    """

    turns_wanted = Signal(str, str, str)
    report_wanted = Signal()
    merge_wanted = Signal()
    packets_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.found: Found = ()
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
        row = QHBoxLayout()
        row.addWidget(self.facets)
        row.addWidget(self.parts)
        row.addStretch(1)
        row.addWidget(self.again)
        row.addWidget(self.report)
        for button in (self.again, self.report):
            button.setAutoDefault(False)
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
        self._results = splitter
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
        companion = companion_of(project)

        def work(_: Handle) -> Found:
            with companion() as opened:
                return compare([opened])

        self.again.setEnabled(False)
        self.pages.setCurrentWidget(self.waiting)
        self.look.start(work, self._on_found, failed=self._on_failed)

    def _on_changed(self, changes: Changes) -> None:
        if changes.turns or changes.dialogues or changes.codebook or changes.everything or changes.structure:
            self.again.setText(self.tr("&Recalculate: tags have changed"))

    def _on_project(self) -> None:
        self.look.stop()
        self.close()

    def _on_found(self, found: Found) -> None:
        self.again.setEnabled(True)
        self.again.setText(self.tr("&Recalculate"))
        self.report.setEnabled(True)
        chosen = str(self.facets.currentData() or self._workspace.facet)
        self.found = found
        self.facets.clear()
        for facet in found:
            self.facets.addItem(facet.name, facet.facet)
        self.facets.setCurrentIndex(max(0, self.facets.findData(chosen)))
        self.pages.setCurrentWidget(self._results)
        self._show()
        self._show_choices()

    def _on_failed(self, error: UserError) -> None:
        """There is nothing to measure: say why, and which ways there are to a second annotator."""
        self.again.setEnabled(True)
        self.report.setEnabled(False)
        self.found = ()
        self.facets.clear()
        self.parts.clear()
        self._show_choices()
        self.about.setText("")
        if self._empty is not None:
            self.pages.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = EmptyState(
            self.tr("There is no agreement to measure yet"),
            f"{sentence(reason(error))}\n"
            + self.tr("Make packets of these dialogues for others, and merge them when they come back."),
            (
                EmptyStateButton(self.tr("Make packets…"), self.packets_wanted.emit, primary=True),
                EmptyStateButton(self.tr("Merge packets…"), self.merge_wanted.emit),
            ),
            self,
        )
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
        if facet is None:
            return
        kept = self.parts.currentData()
        self.parts.clear()
        kinds = [part.by for part in facet.parts]
        kinds += ["spans"] * bool(facet.spans) + ["segments"] * bool(facet.segments)
        for by in dict.fromkeys(kinds):
            self.parts.addItem(tr(PARTS.get(by, by)), by)
        self.parts.setCurrentIndex(max(0, self.parts.findData(kept)))
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

    def _show_part(self) -> None:
        facet = self.facet
        if facet is None:
            return
        by = self.parts.currentData()
        shown = [part for part in facet.parts if part.by == by]
        self.table.clear()
        for part in shown:
            self._add_rows(part)
        self._add_figures(facet)
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

    def _add_figures(self, facet: FacetAgreement) -> None:
        """Figures of spans, or of where the label changes."""
        kinds: dict[str, tuple[SpanAgreement | SegmentAgreement, ...]] = {
            "spans": facet.spans,
            "segments": facet.segments,
        }
        shown = kinds.get(self.parts.currentData(), ())
        tones = tones_of(self)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for each in shown:
            about, units = ", ".join(each.annotators), 0
            if isinstance(each, SpanAgreement):
                about, units = about + (f": {each.label}" if each.label else ""), sum(each.spans)
            else:
                units = each.turns
            for place, one in enumerate(each.figures):
                why = why_words(one)
                item = QTreeWidgetItem(
                    [
                        about if place == 0 else "", measure_name(one.measure), value_words(one),
                        interval_words(one), f"{units:,}", f"{each.dialogues:,}", why,
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
