"""The window in which a codebook is made: the tree at the left, what can be set at the right.

Every change is an edit at once, logged and undoable here too; there is nothing to save.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.codebook_editor.codebook_edits import Edits
from annotator.ui.codebook_editor.codebook_files import CodebookFiles
from annotator.ui.codebook_editor.codebook_tree import CodebookTree
from annotator.ui.codebook_editor.facet_form import FacetForm
from annotator.ui.codebook_editor.form_fields import LineField
from annotator.ui.codebook_editor.label_form import LabelForm
from annotator.ui.dialogs.dialog_parts import resize_within_screen
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.ranked_labels import Muted, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent

    from annotator.model import Changes, Facet, Label
    from annotator.ui.codebook_editor.codebook_questions import CodebookDialogs
    from annotator.ui.keys.key_changes import KeyChanges
    from annotator.ui.workspace.workspace import Workspace

_NUMBERS_MS = 300  # after tagging until the numbers of tags are brought up to date


class CodebookWindow(QDialog):
    """Facets and labels of the project in hand."""

    def __init__(
        self, workspace: Workspace, keys: KeyChanges, dialogs: CodebookDialogs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Codebook"))
        self.setModal(False)
        self.setMinimumSize(560, 300)
        resize_within_screen(self, 960, 640)
        self._workspace = workspace
        self._dialogs = dialogs
        self.edits = Edits(workspace, self)
        self.tree = CodebookTree(self)
        self.facet_form = FacetForm(self.edits, keys, self)
        self.label_form = LabelForm(self.edits, keys, self)
        self.problem = Problem(self)
        self.notice = Muted(parent=self)
        self.files = CodebookFiles(workspace, self.edits, dialogs, self)
        self.files.failed.connect(self.problem.say)
        self.files.noticed.connect(self.notice.setText)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        self._later = QTimer(self, singleShot=True, interval=_NUMBERS_MS)
        self._later.timeout.connect(self.refresh)
        self._build()
        self._connect()
        self.refresh()
        self.tree.setFocus()

    # --- building -------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addLayout(self._build_top())
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.addWidget(self._build_left())
        self.split.addWidget(self._build_right())
        self.split.setSizes([440, 500])
        column.addWidget(self.split, 1)
        foot = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self.problem, self.notice):
            words.addWidget(part)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.close)
        foot.addLayout(words, 1)
        foot.addWidget(buttons, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(foot)

    def _build_top(self) -> QHBoxLayout:
        self.name = LineField(self.tr("Name of the codebook"), self)
        label = QLabel(self.tr("C&odebook"), self)
        label.setBuddy(self.name)
        self.import_button = self._button(self.tr("&Import…"), self.files.import_file)
        self.starter_button = self._button(self.tr("Add from a &starter…"), self.files.add_from_starter)
        self.export_button = self._button(self.tr("&Export…"), self.files.export_file)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.name, 1)
        for button in (self.import_button, self.starter_button, self.export_button):
            row.addWidget(button)
        return row

    def _build_left(self) -> QWidget:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        column.addWidget(self.tree, 1)
        self.entry = QLineEdit(left)
        self.entry.setAccessibleName(self.tr("Name of a new label or facet"))
        self.add_label_button = self._button(self.tr("Add &label"), self.add_label)
        self.add_facet_button = self._button(self.tr("Add &facet"), self.add_facet)
        adding = QHBoxLayout()
        adding.setSpacing(6)
        adding.addWidget(self.entry, 1)
        adding.addWidget(self.add_label_button)
        adding.addWidget(self.add_facet_button)
        column.addLayout(adding)
        self.duplicate_button = self._button(self.tr("D&uplicate"), self.duplicate)
        self.retire_button = self._button(self.tr("&Retire"), self.retire)
        self.delete_button = self._button(self.tr("&Delete"), self.delete)
        self.retired = QCheckBox(self.tr("Sho&w retired"), left)
        self.retired.setChecked(True)
        holder = QWidget(left)
        acting = FlowLayout(holder, gap=6)
        for part in (self.duplicate_button, self.retire_button, self.delete_button, self.retired):
            acting.addWidget(part)
        column.addWidget(holder)
        return left

    def _build_right(self) -> QWidget:
        self.forms = QStackedWidget(self)
        self.nothing = Muted(self.tr("Add a facet: one question that is asked of each turn."), self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        for form in (self.nothing, self.facet_form, self.label_form):
            self.forms.addWidget(form)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumWidth(280)
        holder = QWidget(area)
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 4, 8, 4)
        column.addWidget(self.forms)
        column.addStretch(1)
        area.setWidget(holder)
        return area

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)  # Enter belongs to the field it is pressed in
        button.clicked.connect(act)
        return button

    def _connect(self) -> None:
        workspace, tree = self._workspace, self.tree
        workspace.changed.connect(self._on_changed)
        workspace.project_changed.connect(self._on_project)
        self.edits.said.connect(self.problem.say)
        for form in (self.facet_form, self.label_form):
            form.refused.connect(self.problem.say)
        self.name.entered.connect(self.edits.rename_codebook)
        self.retired.toggled.connect(self._soon.start)
        self.entry.returnPressed.connect(self._add)
        tree.currentItemChanged.connect(lambda *_: self._show_current())
        tree.stepped.connect(self.step)
        tree.nested.connect(self.nest)
        tree.removal_wanted.connect(self.delete)
        tree.adding_wanted.connect(self.entry.setFocus)
        tree.renaming_wanted.connect(self.rename)
        tree.label_dropped.connect(self.edits.move_label)
        tree.facets_dropped.connect(self.edits.order_facets)
        for standard, act in (
            (QKeySequence.StandardKey.Undo, workspace.history.undo),
            (QKeySequence.StandardKey.Redo, workspace.history.redo),
        ):
            QShortcut(QKeySequence(standard), self, act)
        QShortcut(QKeySequence("Ctrl+D"), self, self.duplicate)

    # --- showing --------------------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        if changes.codebook or changes.everything:
            self._soon.start()
        elif (changes.turns or changes.dialogues) and self.isVisible():
            self._later.start()  # only numbers of tags: they must not hold up the next key press

    def _on_project(self) -> None:
        if self._workspace.project is None:
            self.close()
        else:
            self._soon.start()

    def refresh(self) -> None:
        """Show the codebook as it is now."""
        project = self._workspace.project
        if project is None:
            return
        self._soon.stop()
        self._later.stop()
        self._use = project.codebook.use()
        codebook = self._workspace.codebook
        self.name.show_value(codebook.name)
        self.tree.show_codebook(codebook, self._use, retired=self.retired.isChecked())
        self._show_current()

    def _refresh_now(self) -> None:
        if self._soon.isActive() or self._later.isActive():
            self.refresh()

    @property
    def current(self) -> Facet | Label | None:
        """The facet or label in hand."""
        key = self.tree.current()
        for facet in self._workspace.codebook.facets:
            if facet.key == key:
                return facet
            for label in facet.labels:
                if label.key == key:
                    return label
        return None

    def _facet(self) -> Facet | None:
        """The facet in hand, or that of the label in hand."""
        current = self.current
        return self._workspace.codebook.facet(current.facet) if _is_label(current) else current  # type: ignore[union-attr, return-value]

    def _show_current(self) -> None:
        writable = self._workspace.writable
        current, facet = self.current, self._facet()
        if current is None or facet is None:
            self.forms.setCurrentWidget(self.nothing)
        elif current is facet:
            self.facet_form.show_facet(facet, self._use.get(facet.key, 0), enabled=writable)
            self.forms.setCurrentWidget(self.facet_form)
        else:
            tags = self._use.get(current.key, 0)
            self.label_form.show_label(current, facet, tags, enabled=writable)  # type: ignore[arg-type]
            self.forms.setCurrentWidget(self.label_form)
        some = writable and current is not None
        for button in (self.duplicate_button, self.retire_button, self.delete_button):
            button.setEnabled(some)
        labels = writable and facet is not None and facet.kind != "text"
        self.add_label_button.setEnabled(labels)
        for widget in (self.entry, self.add_facet_button, self.name, self.import_button, self.starter_button):
            widget.setEnabled(writable)
        back = current is not None and current.retired
        self.retire_button.setText(self.tr("Rest&ore") if back else self.tr("&Retire"))
        self.entry.setPlaceholderText(
            self.tr("New label of {facet}").format(facet=facet.name)
            if labels and facet is not None
            else self.tr("New facet")
        )
        self.notice.setText(
            self.tr("Alt with the arrow keys moves; Insert adds, F2 renames, Ctrl+Z takes back.")
            if writable
            else self.tr("Open read-only: the codebook can be seen and not changed.")
        )

    # --- doing ----------------------------------------------------------------------------

    def rename(self) -> None:
        """Put the keyboard into the name of what is in hand."""
        if self.current is not None:
            field = self.label_form.name if _is_label(self.current) else self.facet_form.name
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()

    def _add(self) -> None:
        if self.add_label_button.isEnabled():
            self.add_label()
        else:
            self.add_facet()

    def add_label(self) -> None:
        """Add a label of the typed name beside the one in hand."""
        facet, current, name = self._facet(), self.current, self.entry.text().strip()
        if facet is None or not name:
            self.entry.setFocus()
            return
        parent = current.parent if _is_label(current) else None  # type: ignore[union-attr]
        self._take(self.edits.add_label(facet.key, name, parent=parent))

    def add_facet(self) -> None:
        """Add a facet of the typed name."""
        name = self.entry.text().strip()
        if name:
            self._take(self.edits.add_facet(name))
        else:
            self.entry.setFocus()

    def _take(self, key: str | None) -> None:
        if key is not None:
            self.entry.clear()
            self._refresh_now()
            self.tree.select(key)

    def duplicate(self) -> None:
        """Add a copy of what is in hand."""
        current = self.current
        if current is None or not self._workspace.writable:
            return
        copy = self.edits.duplicate_label if _is_label(current) else self.edits.duplicate_facet
        key = copy(current.key)
        if key is not None:
            self._refresh_now()
            self.tree.select(key)
            self.rename()

    def retire(self) -> None:
        """Retire what is in hand, or bring it back."""
        current = self.current
        if current is not None:
            change = self.edits.set_label_field if _is_label(current) else self.edits.set_facet_field
            change(current.key, "retired", not current.retired)

    def delete(self) -> None:
        """Delete what is in hand; asks first what shall become of the tags of a label."""
        self._refresh_now()
        current, facet = self.current, self._facet()
        if current is None or facet is None or not self._workspace.writable:
            return
        if current is facet:
            self._delete_facet(facet)
            return
        tags = self._use.get(current.key, 0)
        if not tags:
            self.edits.remove_label(current.key)
            return
        answer = self._dialogs.remove_label(current, facet, tags, self)  # type: ignore[arg-type]
        if answer is None:
            return
        if answer.merge_into is not None:
            self.edits.remove_label(current.key, answer.merge_into)
        elif not current.retired:
            self.edits.set_label_field(current.key, "retired", True)  # noqa: FBT003 - a value

    def _delete_facet(self, facet: Facet) -> None:
        tags = self._use.get(facet.key, 0)
        if not tags:
            self.edits.remove_facet(facet.key)
        elif self._dialogs.retire_facet(facet, tags, self):
            self.edits.set_facet_field(facet.key, "retired", True)  # noqa: FBT003 - a value

    def step(self, rows: int) -> None:
        """Move what is in hand up or down."""
        if self._workspace.writable and self.current is not None:
            move = self.edits.step_label if _is_label(self.current) else self.edits.step_facet
            move(self.current.key, rows)

    def nest(self, levels: int) -> None:
        """Put the label in hand below the one before it, or out again."""
        if self._workspace.writable and _is_label(self.current):
            self.edits.nest_label(self.tree.current(), levels)

    # --- Qt's calls -----------------------------------------------------------------------

    def flush(self) -> None:
        """Keep what was typed in a field."""
        form = self.forms.currentWidget()
        if isinstance(form, FacetForm | LabelForm) and self._workspace.writable:
            form.flush()
            self.name.flush()

    def done(self, result: int) -> None:
        """Escape closes, and keeps what was typed."""
        self.flush()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed."""
        self.flush()
        super().closeEvent(event)


def _is_label(one: Facet | Label | None) -> bool:
    return one is not None and hasattr(one, "parent")
