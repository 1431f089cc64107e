"""The dialog "Merge packets": what each would change, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from annotator.errors import UserError
from annotator.model import Codebook
from annotator.reliability.merge_packets import MergePlan, packets_in, plan_merge
from annotator.reliability.project_after_merge import Choices
from annotator.ui.background.background_thread import BackgroundThread, Handle
from annotator.ui.background.companion import companion_of
from annotator.ui.dialogs.dialog_parts import dialog_column, footer
from annotator.ui.reliability.packet_table import PacketTable
from annotator.ui.settings.user_folders import PROJECT_SUFFIX
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import reason
from annotator.ui.widgets.plain_parts import EmptyNotice
from annotator.ui.widgets.ranked_labels import Muted, Problem, Title
from annotator.ui.window.messages import sentence

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from annotator.ui.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class MergeAnswer:
    """What was agreed to: a plan, and whether what has no place is left in the packets."""

    plan: MergePlan
    leave: bool


class MergeDialog(QDialog):
    """Packets by row, with what is new, known, changed, in conflict, and without a place, and why.

    Files are looked at beside the dialog; every choice looks at them anew. :meth:`answer` is what to do.
    """

    def __init__(self, workspace: Workspace, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert workspace.project is not None  # noqa: S101 - there is one to merge into
        self._project = workspace.project
        self._codebook = workspace.codebook
        self.paths: list[Path] = []
        self.plan: MergePlan | None = None
        self._labels: dict[str, str] = {}
        self.setWindowTitle(self.tr("Merge packets"))
        self.setMinimumSize(820, 560)
        self.setAcceptDrops(True)
        self.look = BackgroundThread(self, "packets")
        self._build()
        self.finished.connect(self.look.stop)
        self.add(paths)

    # --- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = dialog_column(self, 10)
        column.addWidget(Title(self.windowTitle(), 1.15, self))
        column.addWidget(
            Muted(
                self.tr(
                    "Packets that came back, or a folder of them. Nothing is written before you say so; then "
                    "it is one edit, which one Undo takes back. Merging twice changes nothing."
                ),
                self,
            )
        )
        row = QHBoxLayout()
        self.files_button = QPushButton(self.tr("Add &packets…"), self)
        self.folder_button = QPushButton(self.tr("Add a &folder…"), self)
        self.remove_button = QPushButton(self.tr("&Remove from the list"), self)
        self.files_button.clicked.connect(self._ask_files)
        self.folder_button.clicked.connect(self._ask_folder)
        self.remove_button.clicked.connect(self._remove)
        for button in (self.files_button, self.folder_button, self.remove_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.table = PacketTable(self)
        self.empty = EmptyNotice(
            self.tr("No packets yet"),
            self.tr(
                "Add the files that came back, or drop them here. Copies that a synchronised folder made "
                "are recognised."
            ),
            self,
        )
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.table)
        column.addWidget(self.pages, 1)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.problem = Problem(self)
        for part in (self.progress, self.summary, self.problem):
            column.addWidget(part)
        column.addLayout(self._choices())
        buttons, self.merge_button = footer(self, self.tr("Merge"))
        column.addWidget(buttons)

    def _choices(self) -> QFormLayout:
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.conflicts = QComboBox(self)
        for text, key in (
            (self.tr("Merge nothing while answers conflict"), "refuse"),
            (self.tr("The project's answer counts"), "project"),
            (self.tr("The packet's answer counts"), "packet"),
        ):
            self.conflicts.addItem(text, key)
        self.conflicts.activated.connect(lambda _: self.refresh())
        self.leave = QCheckBox(self.tr("&Leave what has no place in the packets, and merge the rest"), self)
        self.leave.toggled.connect(self._settle)
        self.conflicts_label = QLabel(self.tr("Where somebody answered &twice"), self)
        self.conflicts_label.setBuddy(self.conflicts)
        self.form.addRow(self.conflicts_label, self.conflicts)
        self.form.addRow(self.leave)
        self.mapping: dict[str, QComboBox] = {}
        return self.form

    # --- which files ----------------------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> None:
        """Take files, and the project files of folders, into the list, and look at all of them."""
        if not paths:
            self.refresh()
            return
        try:
            found = packets_in(Path(self._project.path), paths)
        except UserError as error:
            self.problem.say(sentence(reason(error)))
            self._settle()
            return
        known = {path.resolve() for path in self.paths}
        self.paths += [path for path in found if path.resolve() not in known]
        self.refresh()

    def _ask_files(self) -> None:
        pattern = self.tr("Packets (*{suffix})").format(suffix=PROJECT_SUFFIX)
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Add packets"), self._folder(), pattern)
        if chosen:
            self.add([Path(path) for path in chosen])

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of packets"), self._folder())
        if chosen:
            self.add([Path(chosen)])

    def _folder(self) -> str:
        return str((self.paths[-1] if self.paths else Path(self._project.path)).parent)

    def _remove(self) -> None:
        rows = self.table.selected_rows()
        self.paths = [path for at, path in enumerate(self.paths) if at not in rows]
        self.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped files and folders into the list."""
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    # --- looking ---------------------------------------------------------------------------------

    def choices(self) -> Choices:
        """What has been chosen so far."""
        return Choices(dict(self._labels), str(self.conflicts.currentData()), self.leave.isChecked())

    def refresh(self) -> None:
        """Look at all packets with the choices as they are."""
        self.plan = None
        if not self.paths:
            self.look.stop()
            self._settle()
            return
        paths, choices, opened = list(self.paths), self.choices(), companion_of(self._project)

        def work(handle: Handle) -> MergePlan:
            with opened() as project:
                return plan_merge(
                    project, paths, choices, refuse=False, cancelled=handle.cancelled,
                    progress=lambda now: handle.progress(now.done, now.total, now.detail),
                )  # fmt: skip

        self.look.start(work, self._on_plan, failed=self._on_failed, progressed=self._on_progress)
        self.progress.setRange(0, 0)
        self._settle()

    def _on_progress(self, done: int, total: int, what: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.summary.setText(
            self.tr("Looked at {done} of {total}: {what}").format(done=done, total=total, what=what)
        )

    def _on_failed(self, error: UserError) -> None:
        self.problem.say(sentence(reason(error)))
        self._settle()

    def _on_plan(self, plan: MergePlan) -> None:
        self.plan = plan
        self.problem.say("")
        self.table.fill(plan, self.paths)
        self._show_mapping(plan)
        self._settle()

    # --- showing ---------------------------------------------------------------------------------

    def _show_mapping(self, plan: MergePlan) -> None:
        """A choice for each label that the codebook lacks, and for each that was chosen before."""
        lacking = {
            one.label: (one.facet, one.where) for one in plan.troubles if one.code == "codebook" and one.label
        }
        for key, (facet, where) in lacking.items():
            if key not in self.mapping:
                box = self._labels_of(facet, key)
                if box is not None:
                    self.mapping[key] = box
                    self.form.insertRow(1, self.tr("{label} is").format(label=where), box)

    def _labels_of(self, facet: str, label: str) -> QComboBox | None:
        found = _facet(self._codebook, facet)
        if not found:
            return None
        box = QComboBox(self)
        box.addItem(self.tr("nothing here: it has no place"), "")
        for key, name in found:
            box.addItem(name, key)

        def choose(_: int) -> None:
            key = str(box.currentData())
            self._labels = {old: new for old, new in self._labels.items() if old != label}
            if key:
                self._labels[label] = key
            self.refresh()

        box.activated.connect(choose)
        return box

    def _settle(self) -> None:
        """Bring everything that depends on the plan up to date."""
        plan, busy = self.plan, self.look.running
        self.pages.setCurrentWidget(self.table if self.paths else self.empty)
        self.progress.setVisible(busy)
        self.remove_button.setEnabled(bool(self.paths))
        conflicts = plan is not None and any(one.code == "conflict" for one in plan.troubles)
        for part in (self.conflicts, self.conflicts_label):
            part.setVisible(conflicts or self.conflicts.currentIndex() > 0)
        self.leave.setVisible(bool(plan is not None and plan.troubles) or self.leave.isChecked())
        if busy:
            self.summary.setText(self.tr("Looking at the packets…"))
        else:
            self.summary.setText(self._said(plan) if plan is not None else "")
        stuck = plan is not None and bool(plan.troubles) and not self.leave.isChecked()
        self.merge_button.setEnabled(plan is not None and not plan.empty and not stuck)

    def _said(self, plan: MergePlan) -> str:
        new = sum(one.new for one in plan.packets)
        changed = sum(one.changed for one in plan.packets)
        lost = sum(one.count for one in plan.troubles)
        if plan.empty and not lost:
            if not plan.packets:
                return self.tr("None of these files can be merged.")
            return self.tr("The project has it all: there is nothing to merge.")
        text = self.tr("{new} new tags and {changed} changed ones would come in.").format(
            new=f"{new:,}", changed=f"{changed:,}"
        )
        if lost:
            text += " " + counted(
                lost,
                QT_TRANSLATE_NOOP(
                    "Counted", "One tag has no place; decide about it, or leave it in its packet."
                ),
                QT_TRANSLATE_NOOP(
                    "Counted", "{n} tags have no place; decide about them, or leave them in their packets."
                ),
            )
        return text

    def answer(self) -> MergeAnswer:
        """What to do. Only asked where the dialog was agreed to."""
        assert self.plan is not None  # noqa: S101 - the button is off without one
        return MergeAnswer(self.plan, self.leave.isChecked())


def _facet(codebook: Codebook, key: str) -> list[tuple[str, str]]:
    """Keys and names of the labels of a facet that are not retired."""
    facet = next((one for one in codebook.facets if one.key == key), None)
    return [(one.key, one.name) for one in facet.labels if not one.retired] if facet is not None else []
