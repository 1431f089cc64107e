"""A short question about a decision: its reason, the kind of error, what the codebook should say."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.core.decision_notes import ERROR, WORD
from annotator.ui.adjudicating.disagreement_texts import ERRORS, QUESTIONS, NoteKind, tr
from annotator.ui.widgets.ranked_labels import Muted
from annotator.ui.widgets.typed_choice import TypedChoice


class NoteDialog(QDialog):
    """Asks for one line; kinds of error can be chosen or written. :meth:`answer` is what was entered."""

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
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
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
        box.addItems([tr(one) for one in ERRORS])
        box.setCurrentText(text or tr(ERRORS[0]))
        line = box.lineEdit()
        if line is not None:
            line.selectAll()
        return box

    def answer(self) -> str:
        """What was entered, without space at its ends."""
        text = self.field.currentText() if isinstance(self.field, QComboBox) else self.field.text()
        return text.strip()
