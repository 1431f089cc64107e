"""What a stance is toward: the targets of the dialogue, to pick from and to edit in place."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from annotator.model import Dialogue, Target
from annotator.ui.panels.tag_panel.panel_edits import Verbs
from annotator.ui.panels.tag_panel.target_row import TargetRow
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.plain_parts import LinkButton, TextButton
from annotator.ui.workspace.typed_signals import carrying
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from annotator.ui.workspace.typed_signals import Carries

_KINDS = ("proposition", "entity", "choice")


class TargetBlock(QWidget):
    """The targets of the dialogue in hand above the stance labels.

    One target is simply shown; of several, one is picked and new tags are toward it.
    """

    def __init__(self, workspace: Workspace, verbs: Verbs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._verbs = verbs
        self._shown: tuple[int | None, tuple[Target, ...], str | None, bool] | None = None
        self._targets: tuple[Target, ...] = ()
        self.rows: list[TargetRow] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 4)
        box.setSpacing(2)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        box.addLayout(self._list)
        self.add = LinkButton(self.tr("Add a target"), self)
        self.add.setToolTip(self.tr("Say what else a stance in this dialogue can be toward"))
        self.add.clicked.connect(lambda: self.edit(None))
        box.addWidget(self.add)
        self.editor = TargetEditor(self)
        self.editor.hide()
        self.editor.saved.connect(self._save)
        self.editor.removed.connect(self._remove)
        self.editor.closed.connect(self._close)
        self.editor.another.connect(lambda: self.edit(None))
        box.addWidget(self.editor)

    def show_targets(self, dialogue: Dialogue | None, *, enabled: bool) -> None:
        """Show a dialogue's targets; keeps what is being edited."""
        number = dialogue.id if dialogue is not None else None
        targets = dialogue.targets if dialogue is not None else ()
        if self._shown is not None and self._shown[0] != number:
            self.editor.hide()
        self._targets = targets
        picked = self._workspace.target_in_hand()
        key = picked.key if picked is not None else None
        wanted = (number, targets, key, enabled)
        if wanted == self._shown:
            return
        self._shown = wanted
        self._build_rows(key, enabled=enabled)

    def _build_rows(self, picked: str | None, *, enabled: bool) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        several = len(self._targets) > 1
        self.rows = [
            TargetRow(target, picked=target.key == picked, several=several, parent=self)
            for target in self._targets
        ]
        for row in self.rows:
            row.setEnabled(enabled)
            row.picked.connect(self._pick)
            row.edit.connect(self.edit)
            self._list.addWidget(row)
        self.add.setVisible(enabled and not self._targets and not self.editor.isVisibleTo(self))

    def _pick(self, key: str) -> None:
        self._workspace.set_target(key)

    # --- editing ------------------------------------------------------------------------

    def edit(self, key: str | None) -> None:
        """Open the editor on a target, or on a new one."""
        found = next((target for target in self._targets if target.key == key), None)
        fresh = found or Target(str(uuid.uuid4()), "proposition", "")
        self.editor.open(fresh, removable=found is not None)
        self.add.hide()

    def _save(self, target: Target) -> None:
        if self._verbs.set_target(target) is not None:
            self._close()

    def _remove(self, key: str) -> None:
        if self._verbs.remove_target(key) is not None:
            self._close()

    def _close(self) -> None:
        self.editor.hide()
        self.add.setVisible(self._workspace.writable and not self._targets)


class TargetEditor(QWidget):
    """Kind, statement and options of a target, edited where it stands.

    ``saved`` carries the edited target, ``removed`` the key of the one to
    remove; ``another`` asks for a further target.
    """

    saved: Carries[Target] = carrying()
    removed = Signal(str)
    another = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = Target("", "proposition", "")
        box = QVBoxLayout(self)
        box.setContentsMargins(3, 2, 3, 6)
        box.setSpacing(6)
        self.kind = QComboBox(self)
        names = [self.tr("Proposition"), self.tr("Entity"), self.tr("Choice of several")]
        for key, name in zip(_KINDS, names, strict=True):
            self.kind.addItem(name, key)
        self.kind.setAccessibleName(self.tr("Kind of target"))
        self.kind.setToolTip(
            self.tr("A proposition can be true or false, an entity is liked or not, a choice has sides")
        )
        self.statement = QLineEdit(self)
        self.statement.setPlaceholderText(self.tr("What a stance is toward"))
        self.statement.setAccessibleName(self.tr("Statement of the target"))
        self.statement.setToolTip(self.tr("Key: Enter saves, Escape closes"))
        self.options = QLineEdit(self)
        self.options.setPlaceholderText(self.tr("Options, separated by /"))
        self.options.setAccessibleName(self.tr("Options to choose between, separated by a slash"))
        self.options.setToolTip(self.tr("For example: city life / countryside"))
        for field in (self.kind, self.statement, self.options):
            box.addWidget(field)
        box.addWidget(self._buttons())
        self.kind.currentIndexChanged.connect(self._fit)
        self.statement.textChanged.connect(self._fit)
        for line in (self.statement, self.options):
            line.returnPressed.connect(self.save)

    def _buttons(self) -> QWidget:
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=4)
        self.keep = TextButton(self.tr("Save"), primary=True, parent=holder)
        self.keep.setToolTip(self.tr("Save the target. Key: Enter"))
        self.remove = TextButton(self.tr("Remove"), parent=holder)
        self.remove.setToolTip(self.tr("Remove this target from the dialogue"))
        cancel = TextButton(self.tr("Cancel"), parent=holder)
        cancel.setToolTip(self.tr("Close without saving. Key: Escape"))
        self.keep.clicked.connect(self.save)
        self.remove.clicked.connect(lambda: self.removed.emit(self._target.key))
        cancel.clicked.connect(self.closed)
        self.more = TextButton(self.tr("Add another"), parent=holder)
        self.more.setToolTip(self.tr("Say what else a stance in this dialogue can be toward"))
        self.more.clicked.connect(self.another)
        for button in (self.keep, cancel, self.remove, self.more):
            flow.addWidget(button)
        return holder

    def open(self, target: Target, *, removable: bool) -> None:
        """Edit that target."""
        self._target = target
        self.kind.setCurrentIndex(_KINDS.index(target.kind))
        self.statement.setText(target.statement)
        self.options.setText(" / ".join(target.options))
        self.remove.setVisible(removable)
        self.more.setVisible(removable)
        self._fit()
        self.show()
        self.statement.setFocus(Qt.FocusReason.OtherFocusReason)
        self.statement.setCursorPosition(0)

    def edited(self) -> Target:
        """The target as it stands in the fields; whoever saves it vouches for it."""
        kind = _KINDS[self.kind.currentIndex()]
        options = tuple(part.strip() for part in self.options.text().replace("／", "/").split("/"))
        return replace(
            self._target,
            kind=kind,  # type: ignore[arg-type]
            statement=self.statement.text().strip(),
            options=tuple(part for part in options if part) if kind == "choice" else (),
            draft=False,
        )

    def save(self) -> None:
        """Hand the edited target over, unless nothing is stated."""
        if self.keep.isEnabled():
            self.saved.emit(self.edited())

    def _fit(self) -> None:
        self.options.setVisible(self.kind.currentData() == "choice")
        self.keep.setEnabled(bool(self.statement.text().strip()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the editor and nothing else."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
