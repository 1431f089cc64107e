"""The command that corrects a turn's text: the selected words, or the whole turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.correcting.corrected_part import stretch_around

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.ui.correcting.correction_dialog import CorrectDialog
    from annotator.ui.workspace.workspace import Workspace


class CorrectCommands(QObject):
    """Asks what should stand in the current turn, and writes it."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window

    def ask(self) -> CorrectDialog | None:
        """Open the window for the selected words of the current turn, else for all of it."""
        workspace = self._workspace
        turn = workspace.cursor.turn()
        if turn is None or not workspace.writable:
            return None
        text = workspace.cursor.text
        chosen = text if text is not None and text.turn_id == turn.id else None
        caret = 0 if chosen is None else chosen.start
        stretch = stretch_around(turn.text, caret)
        if chosen is not None and chosen.start < chosen.end:
            stretch = chosen.start, chosen.end

        def take(typed: str) -> bool:
            return workspace.do(lambda project: project.repairs.correct(turn.id, typed, *stretch)) is not None

        # After the first paint: its field comes with the list of turns.
        from annotator.ui.correcting.correction_dialog import CorrectDialog  # noqa: PLC0415

        dialog = CorrectDialog(turn, stretch, take, self._window)
        start, end = stretch
        if chosen is not None and chosen.start < chosen.end:
            dialog.field.select(0, end - start)
        else:
            dialog.field.select(caret - start, caret - start)
        dialog.open()
        return dialog
