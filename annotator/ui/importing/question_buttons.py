"""What an import asks about the selected file: a sentence and a button for each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator import importers
from annotator.ui import theme
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import in_words
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.ranked_labels import Muted

if TYPE_CHECKING:
    from annotator.model import Question
    from annotator.ui.importing.file_table import FileEntry

_HIGHEST = 220  # pixels, beyond which one scrolls
_SHOWN = 12


class Questions(QWidget):
    """Shows the open questions of one file; a click on an answer decides."""

    answered = Signal(str, str)  # keys of the question and of the answer
    asked_again = Signal()  # what was answered is to be asked once more

    def __init__(self, parent: QWidget | None = None, *, beside: int = 16) -> None:
        super().__init__(parent)
        self._shown: tuple[Question, ...] | None = None
        self.buttons: dict[tuple[str, str], QPushButton] = {}
        self.again = QPushButton(self.tr("&Ask again"), self)
        self.again.setAutoDefault(False)
        self.again.clicked.connect(self.asked_again)
        self.told = Muted("", self)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.again)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(beside, 0, beside, 12)
        column.setSpacing(6)
        column.addWidget(self._area)
        column.addLayout(foot)
        self.hide()

    def show_entry(self, entry: FileEntry | None) -> None:
        """Show what is open about a file; nothing where nothing is and nothing was."""
        if entry is None:
            self.show_questions((), 0)
        else:
            self.show_questions(entry.questions, len(entry.answers))

    def show_questions(self, questions: tuple[Question, ...], answered: int) -> None:
        """Show questions, and how many have been answered; nothing where there are neither."""
        if not questions and not answered:
            self._shown = None
            self.hide()
            return
        if questions != self._shown:
            self._shown = questions
            self._fill(questions)
        answers = (QT_TRANSLATE_NOOP("Counted", "1 answer"), QT_TRANSLATE_NOOP("Counted", "{n} answers"))
        self.told.setText(counted(answered, *answers) if answered else "")
        self.told.setVisible(bool(answered))
        self.again.setVisible(bool(answered))
        self.show()

    def _fill(self, questions: tuple[Question, ...]) -> None:
        self.buttons = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for question in questions[:_SHOWN]:
            column.addWidget(self._sentence(question, inside))
            column.addLayout(self._answers(question, inside))
        if len(questions) > _SHOWN:
            more = (
                QT_TRANSLATE_NOOP("Counted", "… and one more question"),
                QT_TRANSLATE_NOOP("Counted", "… and {n} more questions"),
            )
            column.addWidget(Muted(counted(len(questions) - _SHOWN, *more), inside))
        self._area.setWidget(inside)
        self._area.setVisible(bool(questions))
        inside.adjustSize()
        width = max(self._area.viewport().width(), 320)
        high = column.totalHeightForWidth(width) if column.hasHeightForWidth() else inside.height()
        self._area.setFixedHeight(min(_HIGHEST, high + 8))

    def _sentence(self, question: Question, inside: QWidget) -> QLabel:
        label = QLabel(importers.question_text(question, in_words), inside)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setStyleSheet(f"color: {theme.theme_of(self.palette()).warning};")
        return label

    def _answers(self, question: Question, inside: QWidget) -> FlowLayout:
        row = FlowLayout()
        sentence = importers.question_text(question, in_words)
        for answer in importers.question_kind(question.code).answers:
            words = in_words(answer.words)
            button = QPushButton(words, inside)
            button.setAutoDefault(False)
            button.setAccessibleDescription(sentence)
            if answer.key == question.taken:
                button.setToolTip(self.tr("Used until you decide"))
                button.setProperty("primary", "true")
            button.clicked.connect(self._click(question.key, answer.key))
            row.addWidget(button)
            self.buttons[(question.key, answer.key)] = button
        return row

    def _click(self, question: str, answer: str) -> object:
        return lambda: self.answered.emit(question, answer)
