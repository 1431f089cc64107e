"""What can be set of a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.codebooks import depth, ordered, subtree
from annotator.ui.codebook_editor.colour_field import ColourField
from annotator.ui.codebook_editor.facet_form import plain_form
from annotator.ui.codebook_editor.form_fields import ChoiceField, KeyField, LineField, LongTextField
from annotator.ui.keys.key_holders import KeyHolder
from annotator.ui.widgets.ranked_labels import Muted

if TYPE_CHECKING:
    from annotator.model import Facet, Label
    from annotator.ui.codebook_editor.codebook_edits import Edits
    from annotator.ui.keys.key_changes import KeyChanges

_INDENT = "\N{EM SPACE}"


class LabelForm(QWidget):
    """The fields of one label; each is an edit of its own. ``refused`` carries why a key is not free."""

    refused = Signal(str)

    def __init__(self, edits: Edits, keys: KeyChanges, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edits = edits
        self._keys = keys
        self._label: Label | None = None
        self.name = LineField(self.tr("Name of the label"), self)
        self.definition = LongTextField(self.tr("Definition"), self)
        self.definition.setPlaceholderText(self.tr("When does it apply, and when not?"))
        self.examples = LongTextField(self.tr("Examples"), self)
        self.colour = ColourField(self)
        self.key = KeyField(self.tr("Key of the label"), self)
        self.parent_label = ChoiceField(self.tr("Parent"), self)
        self.note = Muted(parent=self)
        form = plain_form(self)
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("De&finition"), self.definition)
        form.addRow(self.tr("E&xamples"), self.examples)
        form.addRow(self.tr("Colour"), self.colour)
        form.addRow(self.tr("&Key"), self.key)
        form.addRow(self.tr("&Parent"), self.parent_label)
        form.addRow("", self.note)
        self.name.entered.connect(self._set_name)
        self.definition.entered.connect(lambda text: self._set("definition", text))
        self.examples.entered.connect(lambda text: self._set("examples", text))
        self.colour.entered.connect(lambda colour: self._set("colour", colour))
        self.key.entered.connect(self._set_key)
        self.parent_label.entered.connect(self._set_parent)

    def show_label(self, label: Label, facet: Facet, tags: int, *, enabled: bool) -> None:
        """Show a label of a facet, with the number of its tags."""
        if self._label is not None and self._label.key != label.key:
            self.flush()
            for field in (self.name, self.definition, self.examples):
                field.show_value("")
        self._label = label
        self.name.show_value(label.name)
        self.definition.show_value(label.definition)
        self.examples.show_value(label.examples)
        self.colour.show_value(label.colour, self._others(label, facet))
        self.key.show_value(label.shortcut)
        self._offer_parents(label, facet)
        self.note.setText(self._note(label, tags))
        self.setEnabled(enabled)

    def _others(self, label: Label, facet: Facet) -> list[tuple[str, str]]:
        """Labels whose colours matter beside this one: a family may share one colour on purpose."""
        family = subtree(facet.labels, _root(facet, label))
        return [
            (one.name, one.colour)
            for one in facet.labels
            if one.key != label.key
            and not one.retired
            and (one.key not in family or one.colour != label.colour)
        ]

    def _offer_parents(self, label: Label, facet: Facet) -> None:
        below = subtree(facet.labels, label.key)
        choices: list[tuple[object, str]] = [(None, self.tr("(none)"))]
        choices += [
            (one.key, _INDENT * depth(facet.labels, one.key) + one.name)
            for one in ordered(facet.labels)
            if one.key not in below and (not one.retired or one.key == label.parent)
        ]
        self.parent_label.offer(choices)
        self.parent_label.show_value(label.parent)

    def _note(self, label: Label, tags: int) -> str:
        parts = []
        if label.retired:
            parts.append(self.tr("Retired: no longer offered; its tags stay."))
        if tags:
            parts.append(self.tr("It has {n} tags.").format(n=f"{tags:,}"))
        return " ".join(parts)

    def flush(self) -> None:
        """Hand over what was typed."""
        for field in (self.name, self.definition, self.examples, self.colour):
            field.flush()

    def _set(self, field: str, value: object) -> bool:
        if self._label is None or getattr(self._label, field) == value:
            return True
        return self._edits.set_label_field(self._label.key, field, value)

    def _set_name(self, name: str) -> None:
        if not self._set("name", name):
            self.name.reset()

    def _set_parent(self, parent: object) -> None:
        if self._label is not None and parent != self._label.parent:
            self._edits.move_label(self._label.key, parent if isinstance(parent, str) else None, None)

    def _set_key(self, key: str) -> None:
        if self._label is None:
            return
        holder = KeyHolder("label", self._label.key, self._label.facet)
        problem = self._keys.problem(holder, key) if key else ""
        self.refused.emit(problem)
        if not problem:
            self._set("shortcut", key)


def _root(facet: Facet, label: Label) -> str:
    """The key of the label at the top of the tree that a label stands in."""
    labels = {one.key: one for one in facet.labels}
    while label.parent in labels:
        label = labels[label.parent]
    return label.key
