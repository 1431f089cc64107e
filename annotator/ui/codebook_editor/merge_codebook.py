"""The question asked before another codebook is taken in: which facets of it, and what that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from annotator.codebooks import differences, merged, only
from annotator.errors import UserError
from annotator.ui.codebook_editor.codebook_texts import difference_words
from annotator.ui.codebook_editor.form_fields import ChoiceField
from annotator.ui.dialogs.dialog_parts import dialog_column, footer
from annotator.ui.widgets.plain_text import wrapped
from annotator.ui.widgets.ranked_labels import Muted, Problem, Title
from annotator.ui.window.messages import from_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model import Codebook

_ROLE = Qt.ItemDataRole.UserRole


class TakeInDialog(QDialog):
    """Offers the facets of one of several codebooks; :meth:`answer` has those that were chosen."""

    def __init__(
        self,
        present: Codebook,
        offered: Sequence[Codebook],
        notes: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Add facets"))
        self.setMinimumSize(560, 520)
        self._present = present
        self._offered = offered
        self.which = ChoiceField(self.tr("Codebook"), self)
        self.which.offer([(place, book.name or self.tr("Codebook")) for place, book in enumerate(offered)])
        self.which.setVisible(len(offered) > 1)
        self.facets = QListWidget(self)
        self.facets.setAccessibleName(self.tr("Facets to add"))
        self.facets.setMaximumHeight(150)
        self.preview = QPlainTextEdit(self)
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName(self.tr("Changes"))
        self.problem = Problem(self)
        self._build([one for one in notes if one])
        self.which.currentIndexChanged.connect(lambda _: self._fill())
        self.facets.itemChanged.connect(lambda _: self._look())
        known = {facet.key for facet in present.facets}
        news = (n for n, book in enumerate(offered) if not known.issuperset(x.key for x in book.facets))
        self.which.setCurrentIndex(next(news, 0))
        self._fill()

    def _build(self, notes: Sequence[str]) -> None:
        column = dialog_column(self, 10)
        text = self.tr("Existing facets stay; those with the same key are updated.")
        column.addWidget(Title(self.windowTitle(), 1.15, self))
        column.addWidget(Muted(text, self))
        column.addWidget(self.which)
        for words, widget in (
            (self.tr("&Facets"), self.facets),
            (self.tr("C&hanges"), self.preview),
        ):
            label = QLabel(words, self)
            label.setBuddy(widget)
            column.addWidget(label)
            column.addWidget(widget, 1 if widget is self.preview else 0)
        for note in notes:
            column.addWidget(Muted(note, self))
        column.addWidget(self.problem)
        buttons, self.ok_button = footer(self, self.tr("Add"))
        column.addWidget(buttons)

    def _book(self) -> Codebook:
        return self._offered[max(self.which.currentIndex(), 0)]

    def _fill(self) -> None:
        self.facets.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.facets.clear()
        for facet in self._book().facets:
            item = QListWidgetItem(facet.name)
            item.setToolTip(wrapped(facet.question))
            item.setData(_ROLE, facet.key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.facets.addItem(item)
        self.facets.setCurrentRow(0)
        self.facets.blockSignals(False)  # noqa: FBT003
        self._look()

    def set_facet(self, key: str, *, taken: bool) -> None:
        """Check a facet, or take the check off. Raises KeyError for one that is not offered."""
        for row in range(self.facets.count()):
            item = self.facets.item(row)
            if item.data(_ROLE) == key:
                item.setCheckState(Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked)
                return
        raise KeyError(key)

    def answer(self) -> Codebook:
        """The codebook with the checked facets alone."""
        items = [self.facets.item(row) for row in range(self.facets.count())]
        return only(
            self._book(), [str(x.data(_ROLE)) for x in items if x.checkState() == Qt.CheckState.Checked]
        )

    def _look(self) -> None:
        try:
            merge = merged(self._present, self.answer())
        except UserError as error:
            message = from_error(error)
            self.problem.say(f"{message.text} {message.detail}".strip())
            self.preview.setPlainText("")
            self.ok_button.setEnabled(False)
            return
        self.problem.say("")
        found = differences(self._present, merge.codebook)
        lines = [difference_words(one, merge.codebook) for one in found]
        lines += [
            self.tr("{name} is added without its key {key}, which is in use.").format(
                name=name, key=key.upper()
            )
            for name, key in merge.unkeyed
        ]
        self.preview.setPlainText("\n".join(lines) or self.tr("No changes: everything is already there."))
        self.ok_button.setEnabled(bool(found))
