"""Asks whose the tags of a file are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QLabel,
    QWidget,
)

from annotator.ui.dialogs.dialog_parts import dialog_column, footer
from annotator.ui.exporting.export_plan import TagsPlan
from annotator.ui.widgets.ranked_labels import Muted, Title
from annotator.ui.widgets.typed_choice import TypedChoice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model import Annotator


class TagsDialog(QDialog):
    """Whose tags they are, and whether a program predicted them."""

    def __init__(self, path: Path, people: Sequence[Annotator], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.setWindowTitle(self.tr("Import tags"))
        self.setMinimumWidth(520)
        self.annotator = TypedChoice(self)
        self.annotator.setAccessibleName(self.tr("Given by"))
        self.annotator.addItems([one.name for one in people])
        self.annotator.setCurrentText("")
        edit = self.annotator.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(self.tr("As the file says"))
        self.machine = QCheckBox(self.tr("They are &predictions of a program"), self)
        about = Muted(
            self.tr(
                "Predictions are shown as suggestions that you accept one by one; they never count as "
                "anybody's answer. The import is a single edit and can be undone."
            ),
            self,
        )
        label = QLabel(self.tr("&Given by"), self)
        label.setBuddy(self.annotator)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(label, self.annotator)
        form.addRow("", self.machine)
        form.addRow("", about)
        buttons, self.import_button = footer(self, self.tr("Import"))
        column = dialog_column(self, 16)
        column.addWidget(Title(self.tr("Tags from {name}").format(name=path.name), 1.15, self))
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(buttons)

    def plan(self) -> TagsPlan:
        """What has been entered."""
        return TagsPlan(self._path, self.annotator.currentText().strip(), self.machine.isChecked())
