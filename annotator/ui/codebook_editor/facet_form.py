"""What can be set of a facet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QVBoxLayout, QWidget

from annotator.ui.codebook_editor.codebook_texts import KINDS, SCOPES, SWITCHES, tr
from annotator.ui.codebook_editor.form_fields import ChoiceField, KeyField, LineField, LongTextField
from annotator.ui.keys.key_holders import KeyHolder
from annotator.ui.widgets.ranked_labels import Muted

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model import Facet
    from annotator.ui.codebook_editor.codebook_edits import Edits
    from annotator.ui.keys.key_changes import KeyChanges


def plain_form(parent: QWidget) -> QFormLayout:
    """A form in the look of the window's dialogs."""
    form = QFormLayout(parent)
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(10)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return form


class FacetForm(QWidget):
    """The fields of one facet; each is an edit of its own. ``refused`` carries why a key is not free."""

    refused = Signal(str)

    def __init__(self, edits: Edits, keys: KeyChanges, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edits = edits
        self._keys = keys
        self._facet: Facet | None = None
        self.name = LineField(self.tr("Name of the facet"), self)
        self.question = LongTextField(self.tr("Question"), self)
        self.question.setPlaceholderText(self.tr("What is asked of each turn?"))
        self.kind = ChoiceField(self.tr("Answer"), self)
        self.kind.offer([(value, tr(words)) for value, words in KINDS])
        self.scope = ChoiceField(self.tr("Applies to"), self)
        self.scope.offer([(value, tr(words)) for value, words in SCOPES])
        self.key = KeyField(self.tr("Key of the facet"), self)
        self.switches = {field: QCheckBox(tr(words), self) for field, words in SWITCHES}
        self.note = Muted(parent=self)
        form = plain_form(self)
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("&Question"), self.question)
        form.addRow(self.tr("Ans&wer"), self.kind)
        form.addRow(self.tr("A&pplies to"), self.scope)
        form.addRow(self.tr("&Key"), self.key)
        # One row, so that a form without room for the longest puts all of them, aligned, beneath the labels.
        switches = QVBoxLayout()
        switches.setSpacing(10)
        for box in self.switches.values():
            switches.addWidget(box)
        form.addRow("", switches)
        form.addRow("", self.note)
        self._connect()

    def _connect(self) -> None:
        self.name.entered.connect(lambda text: self._set("name", text, self.name.reset))
        self.question.entered.connect(lambda text: self._set("question", text))
        self.kind.entered.connect(lambda value: self._set("kind", value))
        self.scope.entered.connect(lambda value: self._set("scope", value))
        self.key.entered.connect(self._set_key)
        for field, box in self.switches.items():
            box.clicked.connect(partial(self._switch, field))

    def show_facet(self, facet: Facet, tags: int, *, enabled: bool) -> None:
        """Show a facet, with the number of its tags."""
        if self._facet is not None and self._facet.key != facet.key:
            self.flush()
            self.name.show_value("")
            self.question.show_value("")
        self._facet = facet
        self.name.show_value(facet.name)
        self.question.show_value(facet.question)
        self.kind.show_value(facet.kind)
        self.scope.show_value(facet.scope)
        self.key.show_value(facet.shortcut)
        for field, box in self.switches.items():
            box.setChecked(bool(getattr(facet, field)))
            box.setVisible(facet.kind != "text")
        self.note.setText(self._note(facet, tags))
        self.setEnabled(enabled)

    def _note(self, facet: Facet, tags: int) -> str:
        parts = []
        if facet.retired:
            parts.append(self.tr("Retired: no longer asked; its tags stay."))
        if facet.detected:
            parts.append(self.tr("Detected by the program and confirmed by people."))
        if tags:
            parts.append(self.tr("It has {n} tags.").format(n=f"{tags:,}"))
        return " ".join(parts)

    def flush(self) -> None:
        """Hand over what was typed."""
        self.name.flush()
        self.question.flush()

    def _set(self, field: str, value: object, back: Callable[[], object] | None = None) -> None:
        if self._facet is None or getattr(self._facet, field) == value:
            return
        if not self._edits.set_facet_field(self._facet.key, field, value):
            self._show_again()
            if back is not None:
                back()

    def _switch(self, field: str) -> None:
        self._set(field, self.switches[field].isChecked())

    def _show_again(self) -> None:
        assert self._facet is not None  # noqa: S101 - only asked while one is shown
        self.kind.show_value(self._facet.kind)
        self.scope.show_value(self._facet.scope)
        for field, box in self.switches.items():
            box.setChecked(bool(getattr(self._facet, field)))

    def _set_key(self, key: str) -> None:
        if self._facet is None:
            return
        problem = self._keys.problem(KeyHolder("facet", self._facet.key), key) if key else ""
        self.refused.emit(problem)
        if not problem:
            self._set("shortcut", key)
