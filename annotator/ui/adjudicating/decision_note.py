"""A short question about a decision: its reason, the kind of error, what the codebook should say."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QWidget

from annotator.core.decision_notes import ERROR, KINDS_OF_ERROR, WORD, error_name
from annotator.ui.adjudicating.disagreement_texts import QUESTIONS, NoteKind, tr
from annotator.ui.dialogs.dialog_parts import dialog_column
from annotator.ui.texts.error_texts import in_words
from annotator.ui.widgets.ranked_labels import Muted
from annotator.ui.widgets.typed_choice import TypedChoice


class NoteDialog(QDialog):
    """Asks for one line; kinds of error can be chosen or written.

    :meth:`answer` is what was entered, of a kind of error that is offered its code.
    """

    def __init__(self, kind: NoteKind, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Note on the decision"))
        self.setMinimumWidth(460)
        question = QLabel(tr(QUESTIONS[kind]), self)
        question.setWordWrap(True)
        self.field = self._errors(text) if kind == ERROR else QLineEdit(text, self)
        self.field.setAccessibleName(question.text())
        question.setBuddy(self.field)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self, 10)
        column.addWidget(question)
        column.addWidget(self.field)
        hint = self.tr("Leave it empty to delete the note.")
        if kind == WORD:
            hint = self.tr("It is kept with the label, for when the definition is revised. {hint}").format(
                hint=hint
            )
        column.addWidget(Muted(hint, self))
        column.addWidget(buttons)

    def _errors(self, text: str) -> QComboBox:
        box = TypedChoice(self)
        for code, name in KINDS_OF_ERROR.items():
            box.addItem(in_words(name), code)
        box.setCurrentText(in_words(error_name(text)) if text else box.itemText(0))
        line = box.lineEdit()
        if line is not None:
            line.selectAll()
        return box

    def answer(self) -> str:
        """What was entered, without space at its ends."""
        if not isinstance(self.field, QComboBox):
            return self.field.text().strip()
        text = self.field.currentText().strip()
        place = self.field.findText(text)
        return str(self.field.itemData(place)) if place >= 0 else text
