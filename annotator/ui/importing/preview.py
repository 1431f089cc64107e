"""The first turns of a transcript as they will be stored, with repairs and damage marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from annotator.ui.panels.tones import blend, readable, tones_of
from annotator.ui.words import QT_TRANSLATE_NOOP, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.model import PreparedSource, PreparedTurn, RepairStep

TURNS_SHOWN = 40
CHARACTERS_SHOWN = 4000  # of one turn
_SPEAKER_HUES = ("#2b6cb0", "#b0562b", "#2f855a", "#8052a8", "#a33b5e", "#5a6b1f")


def pieces(text: str, steps: Sequence[RepairStep]) -> Iterator[tuple[str, RepairStep | None]]:
    """The repaired text cut where steps begin and end, each piece with the step it came from.

    ``steps`` are offset into the received text; insertions and longer replacements move what
    follows, which is added up here.
    """
    at = shift = 0
    for step in steps:
        start = step.start + shift
        if start > at:
            yield text[at:start], None
        end = start + len(step.after)
        if end > start:
            yield text[start:end], step
        at = end
        shift += len(step.after) - (step.end - step.start)
    if at < len(text):
        yield text[at:], None


class Preview(QTextEdit):
    """Shows one prepared source; read-only, text can be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Preview of the selected file"))
        self.document().setDocumentMargin(16)

    def show_words(self, text: str) -> None:
        """Show a sentence instead of turns: waiting, or what is wrong."""
        self.clear()
        formatting = QTextCharFormat()
        formatting.setForeground(tones_of(self).muted)
        QTextCursor(self.document()).insertText(text, formatting)

    def show_source(self, source: PreparedSource) -> None:
        """Show the first turns of each dialogue found in a file."""
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        speakers: list[str] = []
        shown = total = 0
        for dialogue in source.dialogues:
            total += len(dialogue.turns)
            for turn in dialogue.turns[: max(0, TURNS_SHOWN - shown)]:
                if turn.speaker not in speakers:
                    speakers.append(turn.speaker)
                self._insert(cursor, turn, speakers.index(turn.speaker), first=shown == 0)
                shown += 1
        if total > shown:
            muted = QTextCharFormat()
            muted.setForeground(tones_of(self).muted)
            cursor.insertBlock(_spaced(16))
            cursor.insertText(
                counted(
                    total - shown,
                    QT_TRANSLATE_NOOP("Counted", "… and one more turn"),
                    QT_TRANSLATE_NOOP("Counted", "… and {n} more turns"),
                ),
                muted,
            )
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _insert(self, cursor: QTextCursor, turn: PreparedTurn, speaker: int, *, first: bool) -> None:
        head = QTextCharFormat()
        head.setFontWeight(QFont.Weight.DemiBold)
        head.setForeground(speaker_colour(self, speaker))
        if first:
            cursor.setBlockFormat(_spaced(0))
        else:
            cursor.insertBlock(_spaced(14))
        cursor.insertText(turn.speaker or self.tr("before the first marker"), head)
        cursor.insertBlock(_spaced(2), QTextCharFormat())
        left = CHARACTERS_SHOWN
        for text, step in pieces(turn.text, turn.steps):
            cursor.insertText(text[:left], self._format(step))
            left -= len(text)
            if left <= 0:
                cursor.insertText(" …", self._format(None))
                break

    def _format(self, step: RepairStep | None) -> QTextCharFormat:
        formatting = QTextCharFormat()
        if step is None:
            return formatting
        tones = tones_of(self)
        damage = step.kind == "damage"
        colour = tones.danger if damage else tones.accent
        style = QTextCharFormat.UnderlineStyle
        formatting.setUnderlineStyle(style.WaveUnderline if damage else style.DotLine)
        formatting.setUnderlineColor(colour)
        formatting.setBackground(blend(colour, tones.surface, 0.12))
        formatting.setToolTip(self._explained(step))
        return formatting

    def _explained(self, step: RepairStep) -> str:
        if step.kind == "damage":
            return self.tr("Damaged, not repaired: {reason}").format(reason=step.reason)
        return self.tr("Received as “{before}”: {reason}").format(before=step.before, reason=step.reason)


def speaker_colour(widget: QWidget, number: int) -> QColor:
    """The colour of the n-th speaker, readable on the widget."""
    return readable(QColor(_SPEAKER_HUES[number % len(_SPEAKER_HUES)]), tones_of(widget).surface, 4.5)


def _spaced(above: int) -> QTextBlockFormat:
    formatting = QTextBlockFormat()
    formatting.setTopMargin(above)
    formatting.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return formatting
