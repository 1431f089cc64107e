"""The question asked before a label with tags goes: merge it into another one, retire it, or leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QWidget

from annotator.codebooks import depth, ordered
from annotator.ui.codebook_editor.form_fields import ChoiceField
from annotator.ui.dialogs.dialog_parts import dialog_column, footer
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.widgets.ranked_labels import Muted, Title

if TYPE_CHECKING:
    from annotator.model import Facet, Label

_INDENT = "\N{EM SPACE}"


class RemoveLabelDialog(QDialog):
    """Asks what shall become of the tags of a label. :meth:`merge_into` is None for retiring it."""

    def __init__(self, label: Label, facet: Facet, tags: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Delete a label"))
        self.setMinimumWidth(460)
        number = counted(
            tags,
            QT_TRANSLATE_NOOP("Counted", "1 tag carries it"),
            QT_TRANSLATE_NOOP("Counted", "{n} tags carry it"),
        )
        title = self.tr("“{name}” is in use: {number}").format(name=label.name, number=number)
        self.target = ChoiceField(self.tr("The other label"), self)
        self.target.offer(
            [
                (one.key, _INDENT * depth(facet.labels, one.key) + one.name)
                for one in ordered(facet.labels)
                if one.key != label.key and not one.retired
            ]
        )
        self.target.setCurrentIndex(0 if self.target.count() else -1)
        self.merge = QRadioButton(self.tr("&Merge: move these tags to another label"), self)
        self.retire = QRadioButton(self.tr("&Retire: keep the tags, stop offering the label"), self)
        group = QButtonGroup(self)
        group.addButton(self.merge)
        group.addButton(self.retire)
        self.merge.setEnabled(self.target.count() > 0 and not facet.retired)
        (self.merge if self.merge.isEnabled() else self.retire).setChecked(True)
        self.merge.toggled.connect(self._fit)
        buttons, self.ok_button = footer(self, self.tr("Continue"))
        column = dialog_column(self, 12)
        column.addWidget(Title(title, 1.1, self))
        column.addWidget(self.merge)
        column.addWidget(self.target)
        column.addWidget(self.retire)
        column.addWidget(Muted(self.tr("Either can be undone with Ctrl+Z and stays in the history."), self))
        column.addStretch(1)
        column.addWidget(buttons)
        self._fit()

    def _fit(self) -> None:
        self.target.setEnabled(self.merge.isChecked())

    def merge_into(self) -> str | None:
        """The key of the label that the tags get, None for retiring."""
        return str(self.target.currentData()) if self.merge.isChecked() else None
