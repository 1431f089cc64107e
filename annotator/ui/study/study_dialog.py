"""The dialog "Study settings": declared languages, names, acronyms, suggestions."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.language import detector_missing
from annotator.model import Study
from annotator.ui.dialogs.dialog_parts import dialog_column
from annotator.ui.study.language_names import NAMES, language_name
from annotator.ui.widgets.ranked_labels import Muted, Problem, Title

INSTALL = 'pip install "dialogue-annotator[languages]"'


class StudyDialog(QDialog):
    """Asks what holds for the whole study; :meth:`answer` is what has been entered."""

    def __init__(self, study: Study, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Study settings"))
        self.setMinimumSize(620, 560)
        self._study = study
        self.languages = self._language_list()
        self.names = QPlainTextEdit("\n".join(study.names), self)
        self.names.setTabChangesFocus(True)
        self.names.setPlaceholderText(self.tr("One name in each line, for example:\nClaude\nShenzhen"))
        self.acronyms = QCheckBox(self.tr("&Acronyms such as AI and CEO belong to no language"), self)
        self.acronyms.setChecked(study.acronyms_neutral)
        self.suggestions = QCheckBox(self.tr("&Offer topics that fit a turn, when asked for them"), self)
        self.suggestions.setChecked(study.suggestions)
        self.notice = Muted(parent=self)
        self.problem = Problem(self)
        self._build()
        self.languages.itemChanged.connect(self._check)
        self._check()

    def _language_list(self) -> QListWidget:
        widget = QListWidget(self)
        widget.setAccessibleName(self.tr("Languages"))
        further = [code for code in self._study.languages if code not in NAMES]
        for code in (*NAMES, *further):
            item = QListWidgetItem(f"{language_name(code)}  ({code})" if code in NAMES else code)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            checked = code in self._study.languages
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
            widget.addItem(item)
        widget.setCurrentRow(0)
        return widget

    def _build(self) -> None:
        column = dialog_column(self, 12)
        column.addWidget(Title(self.windowTitle(), 1.15, self))
        column.addWidget(
            Muted(
                self.tr(
                    "The program looks for these languages in every turn. A detected language is only a "
                    "proposal until somebody confirms it; tags that people gave are never changed."
                ),
                self,
            )
        )
        both = QHBoxLayout()
        both.setSpacing(16)
        for text, widget in (
            (self.tr("Declared &languages"), self.languages),
            (self.tr("&Names that belong to no language"), self.names),
        ):
            half = QVBoxLayout()
            half.setSpacing(6)
            label = QLabel(text, self)
            label.setBuddy(widget)
            half.addWidget(label)
            half.addWidget(widget, 1)
            both.addLayout(half, 1)
        column.addLayout(both, 1)
        for part in (self.notice, self.problem, self.acronyms, self.suggestions):
            column.addWidget(part)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.ok_button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok_button.setProperty("primary", "true")
        self.ok_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _items(self) -> list[QListWidgetItem]:
        return [self.languages.item(row) for row in range(self.languages.count())]

    def _declared(self) -> tuple[str, ...]:
        """The checked languages: those that were declared before in their old order, then the new ones."""
        checked = [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in self._items()
            if item.checkState() == Qt.CheckState.Checked
        ]
        before = [code for code in self._study.languages if code in checked]
        return (*before, *(code for code in checked if code not in before))

    def _check(self) -> None:
        declared = self._declared()
        self.problem.say("" if declared else self.tr("A study has at least one language."))
        self.ok_button.setEnabled(bool(declared))
        missing = detector_missing(declared)
        self.notice.setText(
            self.tr(
                "Some of these languages share a script, and the optional language detector is not "
                "installed: they are told apart by lists of common words only, and where those do not "
                "decide the answer is “cannot tell”. Install it with: {command}"
            ).format(command=INSTALL)
            if missing
            else ""
        )
        self.notice.setVisible(missing)

    def answer(self) -> Study:
        """What has been entered."""
        lines = (" ".join(line.split()) for line in self.names.toPlainText().splitlines())
        return replace(
            self._study,
            languages=self._declared(),
            names=tuple(dict.fromkeys(line for line in lines if line)),
            acronyms_neutral=self.acronyms.isChecked(),
            suggestions=self.suggestions.isChecked(),
        )
