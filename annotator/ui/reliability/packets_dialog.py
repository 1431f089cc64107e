"""The dialog "Make packets": who annotates what, and what goes along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.core.paths import is_there
from annotator.errors import UserError
from annotator.reliability.assignment_design import Design, Stratum
from annotator.reliability.make_packets import MANIFEST, packet_names
from annotator.reliability.second_look import AnswersGiven, shares_again
from annotator.ui.dialogs.dialog_parts import dialog_column, folder_row, footer, resize_within_screen
from annotator.ui.reliability.packet_shares import SharesTable
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import reason
from annotator.ui.widgets.plain_parts import with_margin
from annotator.ui.widgets.ranked_labels import Muted, Problem, Title
from annotator.ui.window.messages import sentence

if TYPE_CHECKING:
    from annotator.ui.workspace.workspace import Workspace

_PAUSE = 150  # milliseconds without a change before the preview is made anew
_STRATA: tuple[tuple[str, Stratum], ...] = (
    (QT_TRANSLATE_NOOP("PacketsDialog", "at random"), ""),
    (QT_TRANSLATE_NOOP("PacketsDialog", "stratified by file"), "source"),
    (QT_TRANSLATE_NOOP("PacketsDialog", "stratified by target"), "target"),
    (QT_TRANSLATE_NOOP("PacketsDialog", "stratified by length"), "length"),
)
_FIRST, _RECODE, _RETEST, _DECIDED = "first", "recode", "retest", "decided"
_PURPOSES = (
    (QT_TRANSLATE_NOOP("PacketsDialog", "A first coding"), _FIRST),
    (QT_TRANSLATE_NOOP("PacketsDialog", "Recoding: answers asked again"), _RECODE),
    (QT_TRANSLATE_NOOP("PacketsDialog", "A retest: the same dialogues again, blind"), _RETEST),
    (QT_TRANSLATE_NOOP("PacketsDialog", "What was decided, beside their own answers"), _DECIDED),
)
_WEEKS = 14  # days after which a retest is usual


@dataclass(frozen=True, slots=True)
class PacketsPlan:
    """A design, the folder its packets go into, and the instructions that go along."""

    design: Design
    folder: Path
    instructions: str


class PacketsDialog(QDialog):
    """Annotators' names, how many of them get each dialogue, a sample, orders; who would get what.

    :meth:`plan` is what was settled. Everything that is drawn comes from the seed, which is recorded.
    """

    def __init__(self, workspace: Workspace, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        project = workspace.project
        assert project is not None  # noqa: S101 - there is one to hand out
        self._project = project
        self._answered: AnswersGiven | None = None
        self.setWindowTitle(self.tr("Make packets"))
        self.setMinimumSize(760, 560)
        resize_within_screen(self, 760, 720)
        self.purpose = QComboBox(self)
        for text, key in _PURPOSES:
            self.purpose.addItem(self.tr(text), key)
        self.labels = QListWidget(self)
        self.labels.setFixedHeight(112)
        for facet in project.codebook.read().facets:
            for label in facet.labels:
                item = QListWidgetItem(f"{facet.name}: {label.name}", self.labels)
                item.setData(Qt.ItemDataRole.UserRole, label.key)
                item.setCheckState(Qt.CheckState.Unchecked)
        self.days = with_margin(QSpinBox(self))
        self.days.setRange(0, 3650)
        self.days.setValue(_WEEKS)
        self.names = QPlainTextEdit(self)
        self.names.setTabChangesFocus(True)
        self.names.setPlaceholderText(self.tr("One name in each line, for example:\nAda\nBen\nCyd"))
        self.names.setFixedHeight(84)
        self.each, self.seed = with_margin(QSpinBox(self)), with_margin(QSpinBox(self))
        self.seed.setRange(1, 999_999)
        self.sampled = QCheckBox(self.tr("&Draw a sample of"), self)
        self.sample = with_margin(QSpinBox(self))
        self.sample.setAccessibleName(self.tr("Dialogues to draw"))
        total = len(project.dialogues.ids())
        self.sample.setRange(1, max(1, total))
        self.sample.setValue(min(total, 20) or 1)
        self.strata = QComboBox(self)
        for text, key in _STRATA:
            self.strata.addItem(self.tr(text), key)
        self.shuffled = QCheckBox(self.tr("An &order of their own for each, recorded"), self)
        self.shuffled.setChecked(True)
        self.frozen = QCheckBox(self.tr("&Fixed codebook: no new labels while tagging"), self)
        self.instructions = QPlainTextEdit(project.study.read().instructions, self)
        self.instructions.setTabChangesFocus(True)
        self.instructions.setPlaceholderText(
            self.tr("What annotators should know: they read it when they open their packet.")
        )
        self.folder = QLineEdit(str(folder), self)
        self.table = SharesTable(project, self)
        self.note, self.problem = Muted(parent=self), Problem(self)
        self._build()
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self.refresh)
        self._connect()
        self.refresh()

    # --- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = dialog_column(self, 10)
        column.addWidget(Title(self.windowTitle(), 1.15, self))
        column.addWidget(
            Muted(
                self.tr(
                    "Each annotator gets a project file with their dialogues, the codebook and the "
                    "instructions, without suggestions and without what others tagged; packets for a second "
                    "look hold their own tags, too. Packets that came back are merged with Study > Merge "
                    "packets."
                ),
                self,
            )
        )
        tabs = QTabWidget(self)
        tabs.setAccessibleName(self.tr("Parts of the design"))
        tabs.setDocumentMode(True)
        tabs.addTab(self._who(), self.tr("Who gets what"))
        tabs.addTab(self._text(), self.tr("Instructions"))
        column.addWidget(tabs, 1)
        texts = self.tr("Fo&lder"), self.tr("Choose…")
        column.addLayout(folder_row(self, self.folder, texts, self._browse))
        column.addWidget(self.problem)
        buttons, self.make_button = footer(self, self.tr("Make the packets"))
        column.addWidget(buttons)

    def _who(self) -> QWidget:
        page = QWidget(self)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow(self.tr("&Packets for"), self.purpose)
        form.addRow(self.tr("&Annotators"), self.names)
        form.addRow(self.tr("Answers to ask again"), self.labels)
        form.addRow(self.tr("Last tagged, &days ago"), self.days)
        form.addRow(self.tr("Each dialogue &goes to"), self.each)
        drawn = QHBoxLayout()
        for part in (self.sampled, self.sample, self.strata):
            drawn.addWidget(part)
        drawn.addStretch(1)
        self._drawn = drawn
        form.addRow(self.tr("Dialogues"), drawn)
        form.addRow("", self.shuffled)
        form.addRow("", self.frozen)
        form.addRow(self.tr("&Seed"), self.seed)
        self._form = form
        for spin in (self.days, self.each, self.sample, self.seed):
            spin.setMinimumWidth(120)
            spin.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.seed.setToolTip(self.tr("The same seed draws the same sample, blocks and orders."))
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 10, 0, 0)
        box.setSpacing(8)
        box.addLayout(form)
        box.addWidget(self.table, 1)
        box.addWidget(self.note)
        return page

    def _text(self) -> QWidget:
        page = QWidget(self)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 10, 0, 0)
        box.addWidget(self.instructions)
        box.addWidget(
            Muted(
                self.tr("They are kept in this project, too, and travel in every packet with the codebook."),
                page,
            )
        )
        return page

    def _connect(self) -> None:
        self.names.textChanged.connect(self._soon.start)
        self.folder.textChanged.connect(lambda _: self._soon.start())
        self.purpose.activated.connect(lambda _: self._on_purpose())
        self.labels.itemChanged.connect(lambda _: self._soon.start())
        for spin in (self.days, self.each, self.sample, self.seed):
            spin.valueChanged.connect(lambda _: self._soon.start())
        for box in (self.sampled, self.shuffled, self.frozen):
            box.toggled.connect(lambda _: self.refresh())
        self.strata.activated.connect(lambda _: self.refresh())

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for the packets"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    # --- what is settled ---------------------------------------------------------------------------

    @property
    def annotators(self) -> tuple[str, ...]:
        """The names, without empty lines."""
        lines = (" ".join(line.split()) for line in self.names.toPlainText().splitlines())
        return tuple(line for line in lines if line)

    @property
    def recoded(self) -> tuple[str, ...]:
        """Keys of the labels whose answers are asked again."""
        items = [self.labels.item(row) for row in range(self.labels.count())]
        return tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )

    def _on_purpose(self) -> None:
        """Who answered once is who can answer again: their names are there already."""
        if self.purpose.currentData() != _FIRST and not self.annotators:
            self.names.setPlainText("\n".join(self._who_answered().annotators))
        self.refresh()

    def _who_answered(self) -> AnswersGiven:
        if self._answered is None:
            self._answered = AnswersGiven(self._project)
        return self._answered

    def design(self) -> Design:
        """The design as it stands."""
        purpose = self.purpose.currentData()
        if purpose != _FIRST:
            sampled = purpose == _RETEST and self.sampled.isChecked()
            before = datetime.now(tz=UTC) - timedelta(days=self.days.value())
            return Design(
                self.annotators,
                self.seed.value(),
                self.sample.value() if sampled else None,
                shuffled=self.shuffled.isChecked(),
                frozen=self.frozen.isChecked(),
                recode=self.recoded if purpose == _RECODE else (),
                retest_before=before.strftime("%Y-%m-%dT%H:%M:%SZ") if purpose == _RETEST else "",
                decided=purpose == _DECIDED,
            )
        strata: Stratum = self.strata.currentData() if self.sampled.isChecked() else ""
        each = self.each.value()
        return Design(
            self.annotators,
            self.seed.value(),
            self.sample.value() if self.sampled.isChecked() else None,
            strata,
            0 if each >= len(self.annotators) else each,
            shuffled=self.shuffled.isChecked(),
            frozen=self.frozen.isChecked(),
        )

    def refresh(self) -> None:
        """Show who would get what, or what is wrong with it."""
        self._soon.stop()
        people = len(self.annotators)
        self._bound_each(people)
        self._soon.stop()  # what was bounded is looked at here
        for part in (self.sample, self.strata):
            part.setEnabled(self.sampled.isChecked())
        purpose = self.purpose.currentData()
        self._form.setRowVisible(self.labels, purpose == _RECODE)
        self._form.setRowVisible(self.days, purpose == _RETEST)
        self._form.setRowVisible(self.each, purpose == _FIRST)
        self._form.setRowVisible(self._drawn, purpose in (_FIRST, _RETEST))
        self.strata.setVisible(purpose == _FIRST)
        self.table.clear()
        self.note.setText("")
        problem = self._problem()
        if not problem:
            try:
                self.note.setText(self._show_shares())
            except UserError as error:
                problem = sentence(reason(error))
        if self.annotators:
            self.problem.say(problem)
        else:  # nothing was typed yet, which is no mistake
            self.note.setText(problem)
            self.problem.say("")
        self.make_button.setEnabled(not problem)

    def _bound_each(self, people: int) -> None:
        everybody = self.each.value() in (0, self.each.maximum())
        self.each.setRange(1, max(1, people))
        if everybody:
            self.each.setValue(max(1, people))
        of_all = counted(
            people,
            QT_TRANSLATE_NOOP("Counted", "of 1 annotator"),
            QT_TRANSLATE_NOOP("Counted", "of {n} annotators"),
        )
        self.each.setSuffix(f" {of_all}" if people else "")
        self.each.setEnabled(people > 1)

    def _problem(self) -> str:
        if not self.annotators:
            return self.tr("Name the annotators: one in each line.")
        text = self.folder.text().strip()
        if not text:
            return self.tr("The packets need a folder.")
        if self.purpose.currentData() == _RECODE and not self.recoded:
            return self.tr("Check the labels whose answers are to be asked again.")
        folder = Path(text)
        names = [MANIFEST, *packet_names(self.annotators)]
        taken = [name for name in names if is_there(folder / name)]
        if taken:
            return self.tr("There is {name} in that folder already. Choose a new folder.").format(
                name=taken[0]
            )
        return ""

    def _show_shares(self) -> str:
        """Show who would get what; returns what is to be said about it."""
        design, purpose = self.design(), self.purpose.currentData()
        if purpose == _FIRST:
            return self.table.show_first(design)
        self.table.show_again(shares_again(self._who_answered(), design))
        notes = {
            _RECODE: self.tr(
                "Packets hold the annotator's own tags but those asked again. When they come back, let the "
                "packet's answers count."
            ),
            _RETEST: self.tr("Packets hold no tags. The answers stay beside the first ones, as a retest."),
            _DECIDED: self.tr("Packets hold the annotator's own tags and the decisions, nobody else's tags."),
        }
        return notes[purpose]

    def plan(self) -> PacketsPlan:
        """What was settled."""
        return PacketsPlan(
            self.design(), Path(self.folder.text().strip()), self.instructions.toPlainText().strip()
        )
