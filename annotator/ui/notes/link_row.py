"""The links of a note as buttons that go there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.core.note_links import links_in
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.plain_parts import LinkButton
from annotator.ui.widgets.plain_text import wrapped
from annotator.ui.workspace.go_to_turn import go_to_turn

if TYPE_CHECKING:
    from annotator.ui.workspace.workspace import Workspace

_MOST = 12  # links that get a button
_WORDS = 18  # characters of a turn on its button


class LinkRow(QWidget):
    """A button for each turn that a note names; ``went`` says that somebody went there."""

    went = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown: tuple[int | None, tuple[int, ...]] = (None, ())
        self._flow = FlowLayout(self, gap=2)
        self.buttons: list[LinkButton] = []
        self.hide()

    def show_text(self, text: str) -> None:
        """Show the links of that note of the current turn."""
        turn = self._workspace.cursor.turn()
        dialogue = turn.dialogue_id if turn is not None else None
        numbers = tuple(dict.fromkeys(link.number for link in links_in(text)))[:_MOST]
        if (dialogue, numbers) == self._shown:
            return
        self._shown = (dialogue, numbers)
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        if dialogue is not None and self._workspace.project is not None and numbers:
            self._add(self._workspace.project.turns.ids(dialogue), numbers)
        self.setVisible(bool(self.buttons))

    def _add(self, turns: Sequence[int], numbers: tuple[int, ...]) -> None:
        project = self._workspace.project
        assert project is not None  # noqa: S101 - the caller looked
        there = {number: turns[number - 1] for number in numbers if number <= len(turns)}
        found = {turn.id: turn for turn in project.turns.page(there.values())}
        for number in numbers:
            turn = found.get(there.get(number, 0))
            button = LinkButton("", self)
            if turn is None:
                button.setText(self.tr("#{number}: no such turn").format(number=f"{number:,}"))
                button.setEnabled(False)
            else:
                words = " ".join(turn.text.split())
                short = words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"
                button.setText(" ".join(part for part in (f"#{number}", turn.speaker, short) if part))
                button.setToolTip(wrapped(words[:300]))
                button.clicked.connect(lambda _=False, goal=turn.id: self._go(goal))
            button.setAccessibleName(self.tr("Go to turn {number}").format(number=number))
            button.setAccessibleDescription(button.text())
            self.buttons.append(button)
            self._flow.addWidget(button)
            button.show()

    def _go(self, turn: int) -> None:
        if go_to_turn(self._workspace, turn):
            self.went.emit()
