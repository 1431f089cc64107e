"""The parts of the export dialog: which turns, whose tags, without names, divided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator import filters
from annotator.errors import UserError
from annotator.exchange import parse_words
from annotator.ui.exporting.export_plan import Division
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP
from annotator.ui.texts.error_texts import reason
from annotator.ui.widgets.plain_parts import with_margin
from annotator.ui.widgets.ranked_labels import FittedMuted
from annotator.ui.widgets.typed_choice import TypedChoice
from annotator.ui.window.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.exchange import Together
    from annotator.model import Annotator, Codebook, View

_BY: tuple[tuple[Together, str], ...] = (
    ("dialogue", QT_TRANSLATE_NOOP("DivisionBox", "Dialogues")),
    ("source", QT_TRANSLATE_NOOP("DivisionBox", "Keep dialogues of a file together")),
    ("speaker", QT_TRANSLATE_NOOP("DivisionBox", "Keep dialogues of a speaker together")),
)


class TurnsBox(TypedChoice):
    """Which turns: all, a saved view, or those that fit a filter that is typed."""

    def __init__(
        self, current: str, views: Sequence[View], names: filters.Names, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._names = names
        self.setAccessibleName(self.tr("Turns"))
        self.setMinimumContentsLength(20)
        self._texts = {self.tr("All turns"): ""}
        self.addItem(self.tr("All turns"))
        for view in views:
            self._texts[view.name] = filters.text_of(view.filter)
            self.addItem(view.name)
        if current:
            self.addItem(current)
        edit = self.lineEdit()
        if edit is not None:
            edit.setPlaceholderText("label:stance.favor")

    def text(self) -> str:
        """The filter as text."""
        shown = self.currentText().strip()
        return self._texts.get(shown, shown)

    def problem(self) -> str:
        """What is wrong with it; "" for nothing."""
        try:
            filters.parse(self.text(), self._names)
        except UserError as error:
            return sentence(reason(error))
        return ""


class LossTable(QWidget):
    """What a format cannot hold, as a short table of two columns; takes no room where it holds all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def show_losses(self, losses: Sequence[str]) -> None:
        """List these."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.setVisible(bool(losses))
        if not losses:
            return
        self._grid.addWidget(FittedMuted(self.tr("Not in this format:"), self), 0, 0, 1, 2)
        for number, loss in enumerate(losses):
            entry = FittedMuted(f"– {loss}", self)
            entry.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(entry, 1 + number // 2, number % 2, Qt.AlignmentFlag.AlignTop)

    def text(self) -> str:
        """The table as one text."""
        return "\n".join(label.text() for label in self.findChildren(FittedMuted) if not label.isHidden())


class PeopleBox(QWidget):
    """Whose tags: a check for each person, and one for programs."""

    def __init__(self, people: Sequence[Annotator], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: list[tuple[str, QCheckBox]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        humans = [one for one in people if one.kind == "human"]
        for number, one in enumerate(humans):
            # An ampersand in a name is no shortcut.
            box = QCheckBox(one.name.replace("&", "&&"), self)
            box.setChecked(True)
            box.setVisible(len(humans) > 1)
            self._boxes.append((one.key, box))
            grid.addWidget(box, number // 2, number % 2)
        self.machine = QCheckBox(self.tr("Tags and suggestions of &programs"), self)
        self.machine.setChecked(True)
        grid.addWidget(self.machine, len(humans) // 2 + 1, 0, 1, 2)
        self._programs = tuple(one.key for one in people if one.kind == "machine")

    def boxes(self) -> list[QCheckBox]:
        """The checks of the people."""
        return [box for _, box in self._boxes]

    def keys(self) -> tuple[str, ...]:
        """The chosen people and, where wanted, programs; nothing for everybody."""
        chosen = tuple(key for key, box in self._boxes if box.isChecked())
        if len(chosen) == len(self._boxes):
            return ()
        return chosen + (self._programs if self.machine.isChecked() else ())

    def none(self) -> bool:
        """Whether nobody is left."""
        return bool(self._boxes) and not any(box.isChecked() for _, box in self._boxes)


class NamesBox(QWidget):
    """Without names: the words to replace."""

    changed = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on = QCheckBox(self.tr("Without &names: codes for speakers, files and dialogues"), self)
        self.words = QPlainTextEdit(self)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(self.tr("Words to replace"))
        self.words.setPlaceholderText(self.tr("Further words to replace, one in each line"))
        self.words.setFixedHeight(84)
        about = self.tr("What stood there is kept in {name}, beside the project. Do not pass that file on.")
        self._about = FittedMuted(about.format(name=key), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.on, self.words, self._about):
            column.addWidget(part)
        column.addStretch(1)
        self.on.toggled.connect(self._show)
        self.words.textChanged.connect(self.changed)
        self._show()

    def _show(self) -> None:
        for part in (self.words, self._about):
            part.setVisible(self.on.isChecked())
        self.changed.emit()

    def text(self) -> str | None:
        """The word list, None for an export with names."""
        return self.words.toPlainText() if self.on.isChecked() else None

    def problem(self) -> str:
        """What is wrong with the list; "" for nothing."""
        try:
            parse_words(self.text() or "", self.tr("What was entered"))
        except UserError as error:
            return sentence(reason(error))
        return ""


class DivisionBox(QWidget):
    """Divided into parts: shares, what stays together, balance, draw."""

    changed = Signal()

    def __init__(self, codebook: Codebook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on = QCheckBox(self.tr("&Split into training and test sets"), self)
        self.shares = QLineEdit("train=0.8, dev=0.1, test=0.1", self)
        self.shares.setAccessibleName(self.tr("Sets"))
        self.by = QComboBox(self)
        for key, text in _BY:
            self.by.addItem(QCoreApplication.translate("DivisionBox", text), key)
        self.stratify = QComboBox(self)
        self.stratify.addItem(self.tr("Sizes only"), "")
        for facet in codebook.facets:
            if facet.kind != "text" and not facet.retired:
                self.stratify.addItem(facet.name or facet.key, facet.key)
        self.seed = with_margin(QSpinBox(self))
        self.seed.setMaximum(2**31 - 1)
        form = QFormLayout()
        form.setContentsMargins(24, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._further = QWidget(self)
        for text, widget in (
            (self.tr("S&ets"), self.shares),
            (self.tr("Split &by"), self.by),
            (self.tr("&Balance by"), self.stratify),
            (self.tr("&Random seed"), self.seed),
        ):
            label = QLabel(text, self)
            label.setBuddy(widget)
            form.addRow(label, widget)
        self._further.setLayout(form)
        row = QHBoxLayout()
        row.addWidget(self.on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._further)
        column.addStretch(1)
        self.on.toggled.connect(self._show)
        self.shares.textChanged.connect(self.changed)
        self._show()

    def _show(self) -> None:
        self._further.setVisible(self.on.isChecked())
        self.changed.emit()

    def division(self) -> Division | None:
        """What has been entered, None where nothing is to be divided. Raises ValueError for no shares."""
        if not self.on.isChecked():
            return None
        pairs = (item.partition("=") for item in self.shares.text().split(","))
        shares = {name.strip(): float(share) for name, _, share in pairs}
        if not all(name.isidentifier() and share > 0 for name, share in shares.items()):
            raise ValueError(self.shares.text())
        return Division(shares, self.by.currentData(), self.stratify.currentData(), self.seed.value())

    def problem(self) -> str:
        """What is wrong with it; "" for nothing."""
        try:
            self.division()
        except ValueError:
            return self.tr("Enter sets like this: train=0.8, dev=0.1, test=0.1")
        return ""
