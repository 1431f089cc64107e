"""The window in which a dialogue is read again by another rule: what would change is shown before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.importers import RULES, custom_rule
from annotator.ui.background.background_thread import BackgroundThread
from annotator.ui.dialogs.dialog_parts import footer, resize_within_screen
from annotator.ui.importing.question_buttons import Questions
from annotator.ui.structure.turns_again import TurnsAgainTable, outcome
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import in_words
from annotator.ui.widgets.ranked_labels import Muted, Problem, Title
from annotator.ui.window.messages import from_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annotator.importers import MarkerRule
    from annotator.model import Dialogue
    from annotator.pipeline.read_again import ReadingPlan

    Beside = Callable[[MarkerRule | None, Mapping[str, str], Callable[[], bool]], ReadingPlan]

_AUTOMATIC, _OWN = "automatic", "own"
_TYPING_PAUSE = 300  # milliseconds after the last character before the preview follows


class ReadAgainDialog(QDialog):
    """Asks for the rule by which turns are found, and shows what would become of the dialogue.

    ``look`` says what a rule (None for the one that fits best) makes of it with so many answers to questions,
    and raises UserError where that cannot be; ``take`` does it, letting tags go where that is said, and
    says what is wrong, "" for nothing. ``beside`` does what ``look`` does on a thread of its own, where that
    takes long; the last thing it gets says whether it is still wanted.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        rule: MarkerRule | None,
        answers: Mapping[str, str],
        look: Callable[[MarkerRule | None, Mapping[str, str]], ReadingPlan],
        take: Callable[[ReadingPlan, bool], str],
        *,
        beside: Beside | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Read with another rule"))
        self._look = look
        self._beside = beside
        self.work = BackgroundThread(self, "reading again")
        self.finished.connect(self.work.stop)
        self._take = take
        self._answers = dict(answers)
        self.plan: ReadingPlan | None = None
        self.rule = QComboBox(self)
        self.rule.setAccessibleName(self.tr("How speakers are marked"))
        self.pattern = QLineEdit(self)
        self.pattern.setAccessibleName(self.tr("Pattern of a speaker marker"))
        self.pattern.setPlaceholderText(r"^(?P<speaker>[^:\n]{1,20}):\s*")
        self.questions = Questions(self, beside=0)
        self.summary = Muted(parent=self)
        self.stop = QPushButton(self)  # or, where it was stopped, to read all the same
        self.stop.setAutoDefault(False)
        self.stop.hide()
        self.losses = Problem(self)
        self.problem = Problem(self)
        self.changed_only = QCheckBox(self.tr("&Only turns that change"), self)
        self.changed_only.setChecked(True)
        self.table = TurnsAgainTable(self)
        self._fill_rules(rule)
        self._build(dialogue)
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._pause.timeout.connect(self.refresh)
        self.rule.currentIndexChanged.connect(self._on_rule)
        self.pattern.textEdited.connect(self._pause.start)
        self.changed_only.toggled.connect(self._list)
        self.questions.answered.connect(self._on_answer)
        self.questions.asked_again.connect(self._on_asked_again)
        self.stop.clicked.connect(self._on_stop)
        self.refresh()
        self.rule.setFocus()

    def _fill_rules(self, now: MarkerRule | None) -> None:
        self.rule.addItem(self.tr("Automatic"), _AUTOMATIC)
        for one in RULES:
            name = QCoreApplication.translate("Markers", one.name)
            if now is not None and one.key == now.key:
                name = self.tr("{rule}  (as it is)").format(rule=name)
            self.rule.addItem(name, one.key)
            described = QCoreApplication.translate("Markers", one.description)
            self.rule.setItemData(self.rule.count() - 1, described, Qt.ItemDataRole.ToolTipRole)
        self.rule.addItem(self.tr("Custom pattern"), _OWN)
        at = self.rule.findData(now.key if now is not None else _AUTOMATIC)
        self.rule.setCurrentIndex(at if at >= 0 else self.rule.count() - 1)
        if at < 0 and now is not None:
            self.pattern.setText(now.pattern.pattern)

    def _build(self, dialogue: Dialogue) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&Speakers"), self.rule)
        form.addRow(self.tr("&Pattern"), self.pattern)
        form.setRowVisible(self.pattern, self.rule.currentData() == _OWN)
        self._form = form
        buttons, self.apply = footer(self, self.tr("Apply"))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(10)
        title = self.tr("Read “{title}” with another rule").format(title=dialogue.title)
        told = self.tr("Words and repairs stay as they are; where turns begin and who speaks is found anew.")
        box.addWidget(Title(title, 1.1, self))
        box.addWidget(Muted(told, self))
        box.addLayout(form)
        for part in (self.problem, self.questions):
            box.addWidget(part)
        told_row = QHBoxLayout()
        told_row.addWidget(self.summary, 1)
        told_row.addWidget(self.stop)
        box.addLayout(told_row)
        box.addWidget(self.losses)
        box.addWidget(self.table, 1)
        box.addWidget(self.changed_only)
        box.addWidget(buttons)
        resize_within_screen(self, 760, 560)

    def chosen(self) -> MarkerRule | None:
        """The rule that is chosen, None for the one that fits best. ValueError for a pattern that is none."""
        key = self.rule.currentData()
        if key == _OWN:
            return custom_rule(self.pattern.text())
        return next((one for one in RULES if one.key == key), None)

    def refresh(self) -> None:
        """Show what the chosen rule makes of the dialogue."""
        self.work.stop()
        self.plan = None
        self.problem.say("")
        if self.rule.currentData() == _OWN and not self.pattern.text():
            self._hide_stop()
            self._show_nothing(self.tr("Write a pattern that finds the marker of a speaker."))
            return
        try:
            rule = self.chosen()
            if self._beside is not None:
                self._begin(self._beside, rule)
                return
            self._on_plan(self._look(rule, self._answers))
        except ValueError as error:
            self.problem.say(in_words(error.args[0]))
            self._hide_stop()
            self._show_nothing("")
        except UserError as error:
            self._on_failed(error)

    def _begin(self, beside: Beside, rule: MarkerRule | None) -> None:
        """Read on a thread of its own; until it is done there is nothing to see or to take over."""
        answers = dict(self._answers)
        self._show_nothing(self.tr("Reading…"))
        self.stop.setText(self.tr("S&top"))
        self.stop.show()
        self.work.start(
            lambda handle: beside(rule, answers, handle.cancelled), self._on_plan, failed=self._on_failed
        )

    def _on_stop(self) -> None:
        """End the reading that is under way; where none is, begin it again."""
        if not self.work.running:
            self.refresh()
            return
        self.work.stop()
        self._show_nothing(self.tr("Stopped. Choose another rule, or read on."))
        self.stop.setText(self.tr("&Read on"))
        self.stop.show()

    def _hide_stop(self) -> None:
        """Take the button away; who had it goes to the turns, and not to what decides about them."""
        if self.stop.hasFocus():
            self.table.setFocus()
        self.stop.hide()

    def _on_plan(self, plan: ReadingPlan) -> None:
        self.plan = plan
        self._hide_stop()
        self._show(plan)

    def _on_failed(self, error: UserError) -> None:
        message = from_error(error)
        self.problem.say(" ".join(part for part in (message.text, message.detail) if part))
        self._hide_stop()
        self._show_nothing("")

    def _show_nothing(self, told: str) -> None:
        self.questions.show_questions((), len(self._answers))
        self.summary.setText(told)
        self.summary.setVisible(bool(told))
        self.losses.say("")
        self.table.clear()
        self.apply.setText(self.tr("Apply"))
        self.apply.setEnabled(False)

    def _show(self, plan: ReadingPlan) -> None:
        self.questions.show_questions(plan.questions, len(self._answers))
        self.summary.setText(" ".join(outcome(plan)))
        self.summary.show()
        lost = plan.reading.lost
        self.losses.say(
            counted(
                lost,
                QT_TRANSLATE_NOOP("Counted", "1 tag would have no place and go; undoing brings it back."),
                QT_TRANSLATE_NOOP(
                    "Counted", "{n} tags would have no place and go; undoing brings them back."
                ),
            )
            if lost
            else ""
        )
        remove = (
            QT_TRANSLATE_NOOP("Counted", "Apply and remove 1 tag"),
            QT_TRANSLATE_NOOP("Counted", "Apply and remove {n} tags"),
        )
        self.apply.setText(counted(lost, *remove) if lost else self.tr("Apply"))
        self.apply.setEnabled(plan.reading.changes)
        self._list()

    def _list(self) -> None:
        turns = self.plan.reading.turns if self.plan is not None else ()
        self.table.show_turns(turns, changed_only=self.changed_only.isChecked())

    def accept(self) -> None:
        """Take the reading over; stay where that is not possible."""
        if self._pause.isActive():
            self._pause.stop()
            self.refresh()
            return
        if self.plan is None or not self.apply.isEnabled():
            return
        problem = self._take(self.plan, self.plan.reading.lost > 0)
        if problem:
            self.problem.say(problem)
        else:
            super().accept()

    def _on_rule(self) -> None:
        own = self.rule.currentData() == _OWN
        self._form.setRowVisible(self.pattern, own)
        if own:
            self.pattern.setFocus()
        self.refresh()

    def _on_answer(self, question: str, answer: str) -> None:
        self._answers[question] = answer
        self.refresh()

    def _on_asked_again(self) -> None:
        self._answers.clear()
        self.refresh()
