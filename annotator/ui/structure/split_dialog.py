"""The window in which a turn is split: where, into what, and who says the second part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.ui.correcting.exact_text_field import TextField
from annotator.ui.dialogs.dialog_parts import footer
from annotator.ui.structure.inner_markers import marker_at
from annotator.ui.turn_list.utf16_offsets import Offsets, drawable
from annotator.ui.widgets.ranked_labels import Muted, Problem
from annotator.ui.widgets.typed_choice import TypedChoice
from annotator.ui.window.messages import from_error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model import Turn
    from annotator.store.structure_outcomes import Outcome

_QUOTED = 160  # characters of each part in the preview


class SplitDialog(QDialog):
    """Shows a turn's text with a caret where it is to be split, and what would become of it.

    ``look`` says what splitting there, with so many characters of a marker left out, would make, and raises
    UserError where that cannot be; ``take`` splits, and says what is wrong, "" for nothing.
    """

    def __init__(
        self,
        turn: Turn,
        at: int,
        names: Sequence[str],
        look: Callable[[int, int], Outcome],
        take: Callable[[int, int, str], str],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Split the turn"))
        self._turn = turn
        self._look = look
        self._take = take
        self._offsets = Offsets(drawable(turn.text))
        self._touched = False
        self.field = TextField(turn.text, self)
        self.field.setReadOnly(True)
        self.field.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.field.setAccessibleName(self.tr("Where to split: place the cursor there"))
        self.field.answered.connect(self.accept)
        self.speaker = TypedChoice(self)
        self.speaker.addItems([name for name in names if name])
        self.speaker.setAccessibleName(self.tr("Who says the second part"))
        self.speaker.setEditText(turn.speaker)
        self.marker = QCheckBox(self)
        self.first = self._part()
        self.second = self._part()
        self.note = Muted(parent=self)
        self.problem = Problem(self)
        self._build()
        self.field.select(at, at)
        self.field.cursorPositionChanged.connect(self._show)
        self.marker.toggled.connect(self._preview)
        self.speaker.editTextChanged.connect(self._preview)
        line = self.speaker.lineEdit()
        if line is not None:
            line.textEdited.connect(self._on_typed)
        self.speaker.activated.connect(self._on_typed)
        self._show()
        self.field.setFocus()

    def _part(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _build(self) -> None:
        buttons, self.split = footer(self, self.tr("Split"))
        form = QFormLayout()
        form.addRow(self.tr("Who says the &second part:"), self.speaker)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(10)
        hint = Muted(self.tr("Place the cursor where the new turn begins, then press Enter."), self)
        box.addWidget(hint)
        box.addWidget(self.field, 1)
        box.addLayout(form)
        parts: tuple[QWidget, ...] = (
            self.marker, self.first, self.second, self.note, self.problem, buttons
        )  # fmt: skip
        for part in parts:
            box.addWidget(part)
        self.setMinimumWidth(460)
        self.resize(640, self.sizeHint().height())

    @property
    def at(self) -> int:
        """Where the caret stands, in code points of the turn's text."""
        return self._offsets.point(self.field.textCursor().position())

    @property
    def left_out(self) -> int:
        """How many characters of a marker are left out of the second part."""
        found = marker_at(self._turn.text, self.at)
        return found.length if found is not None and self.marker.isChecked() else 0

    def accept(self) -> None:
        """Split; stay where that is not possible."""
        if not self.split.isEnabled():
            return
        problem = self._take(self.at, self.left_out, self.speaker.currentText())
        if problem:
            self.problem.say(problem)
        else:
            super().accept()

    def _on_typed(self, _text: object) -> None:
        self._touched = True

    def _show(self) -> None:
        """The caret is elsewhere: look for a marker there, and show what would be made."""
        found = marker_at(self._turn.text, self.at)
        self.marker.setVisible(found is not None)
        if found is not None:
            shown = self._turn.text[self.at : self.at + found.length].strip()
            self.marker.setText(
                self.tr("&Leave out the marker “{marker}”").format(marker=shown.replace("&", "&&"))
            )
            self.marker.setChecked(True)
        if not self._touched:
            self.speaker.setEditText(self._turn.speaker if found is None else found.name)
        self._preview()

    def _preview(self) -> None:
        try:
            outcome = self._look(self.at, self.left_out)
        except UserError as error:
            message = from_error(error)
            self.problem.say(" ".join(part for part in (message.text, message.detail) if part))
            self.first.clear()
            self.second.clear()
            self.note.setVisible(False)
            self.split.setEnabled(False)
            return
        self.problem.say("")
        number = self._turn.position + 1
        first, second = outcome.texts[:2]
        self.first.setText(f"{number:,}  {_said(self._turn.speaker)}{_ending(first)}")
        self.second.setText(
            f"{number + 1:,}  {_said(self.speaker.currentText().strip())}{_beginning(second)}"
        )
        notes = [self.tr("Tags and marks of the turn stay with the first part.")] if self._turn.tags else []
        if outcome.divided:
            notes.append(self.tr("A tagged span across this place becomes two."))
        self.note.setText(" ".join(notes))
        self.note.setVisible(bool(notes))
        self.split.setEnabled(True)


def _said(speaker: str) -> str:
    return f"{speaker}: " if speaker else ""


def _ending(text: str) -> str:
    words = " ".join(drawable(text).split())
    return words if len(words) <= _QUOTED else "…" + words[-_QUOTED:]


def _beginning(text: str) -> str:
    words = " ".join(drawable(text).split())
    return words if len(words) <= _QUOTED else words[:_QUOTED] + "…"
