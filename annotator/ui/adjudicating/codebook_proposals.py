"""What adjudicators said the codebook should say, label by label, and taking it into the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.adjudicating.disagreement_texts import words_for_the_codebook
from annotator.ui.widgets.ranked_labels import Muted, Title

if TYPE_CHECKING:
    from annotator.model import Label
    from annotator.ui.adjudicating.disagreement_list import DisagreementListing


class CodebookWordsDialog(QDialog):
    """Each label with its definition, open for editing, and under it what was noted about it."""

    def __init__(self, mode: DisagreementListing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = mode.workspace
        self.setWindowTitle(self.tr("Notes for the codebook"))
        self.setMinimumSize(620, 480)
        self.fields: dict[str, QPlainTextEdit] = {}
        self.saves: dict[str, QPushButton] = {}
        page = QWidget(self)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(24, 20, 24, 16)
        self._column.setSpacing(8)
        facet, disputes = mode.facet, mode.disputes
        said: dict[str, tuple[Label, list[str]]] = {}
        if facet is not None and disputes is not None:
            for label, text, _ in words_for_the_codebook(disputes.cases, facet):
                said.setdefault(label.key, (label, []))[1].append(text)
        if not said:
            self._column.addWidget(Title(self.tr("No notes yet"), 1.15, page))
            self._column.addWidget(
                Muted(self.tr("Press Shift+W after a decision to note what a definition should say."), page)
            )
        for label, texts in said.values():
            self._section(label, texts, page)
        self._column.addStretch(1)
        area = QScrollArea(self)
        area.setAccessibleName(self.tr("Notes and definitions"))
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.addWidget(area, 1)
        column.addWidget(buttons)

    def _section(self, label: Label, texts: list[str], page: QWidget) -> None:
        self._column.addWidget(Title(label.name, 1.1, page))
        for text in dict.fromkeys(texts):
            times = texts.count(text)
            self._column.addWidget(Muted(f"• {text}" + (f"  ({times})" if times > 1 else ""), page))
        field = QPlainTextEdit(label.definition, page)
        field.setAccessibleName(self.tr("Definition of {label}").format(label=label.name))
        field.setTabChangesFocus(True)
        field.setPlaceholderText(self.tr("Definition"))
        field.setFixedHeight(76)
        save = QPushButton(self.tr("Change the definition"), page)
        save.setEnabled(False)
        field.textChanged.connect(lambda: save.setEnabled(self._workspace.writable))
        save.clicked.connect(lambda: self._save(label.key, field, save))
        self.fields[label.key], self.saves[label.key] = field, save
        self._column.addWidget(field)
        self._column.addWidget(save)

    def _save(self, key: str, field: QPlainTextEdit, button: QPushButton) -> None:
        text = field.toPlainText().strip()
        if (
            self._workspace.do(lambda project: project.codebook.update_label(key, definition=text))
            is not None
        ):
            button.setEnabled(False)
