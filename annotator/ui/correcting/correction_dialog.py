"""The window in which a person types what should stand in a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from annotator.ui.correcting.corrected_part import received_at
from annotator.ui.correcting.exact_text_field import TextField
from annotator.ui.dialogs.dialog_parts import footer
from annotator.ui.widgets.ranked_labels import Muted, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model import Turn

_QUOTED = 300  # characters of the received text that are shown


class CorrectDialog(QDialog):
    """Shows ``[start, end)`` of a turn's text for correction.

    ``take`` gets the new text and says whether it stands now; else the window stays open.
    """

    def __init__(
        self, turn: Turn, stretch: tuple[int, int], take: Callable[[str], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Correct the text"))
        self._take = take
        start, end = stretch
        speaker = f"{turn.speaker} · " if turn.speaker else ""
        where = Muted(speaker + self.tr("turn {n}").format(n=f"{turn.position + 1:,}"), self)
        self.field = TextField(turn.text[start:end], self)
        self.field.setAccessibleName(self.tr("Corrected text"))
        self.field.answered.connect(self.accept)
        self.received = Muted(parent=self)
        was = received_at(turn, start, end)
        quoted = was[:_QUOTED] + ("…" if len(was) > _QUOTED else "")
        self.received.setText(self.tr("As received: {text}").format(text=" ".join(quoted.split())))
        self.received.setVisible(was != turn.text[start:end])
        self.problem = Problem(self)
        hint = Muted(
            self.tr(
                "Enter saves, Shift+Enter inserts a line break. "
                "The received text is kept, and the correction can be undone."
            ),
            self,
        )
        buttons, self.correct = footer(self, self.tr("Correct"))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(10)
        parts: tuple[QWidget, ...] = (where, self.received, self.field, self.problem, hint, buttons)
        for part in parts:
            box.addWidget(part, int(part is self.field))
        self.setMinimumWidth(420)
        self.resize(620, self.sizeHint().height())
        self.field.setFocus()

    def accept(self) -> None:
        """Take the text over; stay where that is not possible."""
        if self._take(self.field.text()):
            super().accept()
        else:
            self.problem.say(
                self.tr("This is not possible: tags would lose the words they are on. Remove them first.")
            )
