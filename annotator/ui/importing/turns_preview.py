"""The first turns of a transcript as they will be stored, with repairs and damage marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from annotator.core.repair_steps import placed
from annotator.importers import clock, left_out_text
from annotator.ui import theme
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import in_words, repair_reason
from annotator.ui.texts.recording_times import spoken_at
from annotator.ui.theme.speaker_colours import NO_SLOTS, slots_of
from annotator.ui.widgets.plain_text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.importers import DialoguePace
    from annotator.model import PreparedSource, PreparedTurn, RepairStep

TURNS_SHOWN = 40
CHARACTERS_SHOWN = 4000  # of one turn
PROBLEMS_SHOWN = 8


def pieces(text: str, steps: Sequence[RepairStep]) -> Iterator[tuple[str, RepairStep | None]]:
    """The repaired text cut where steps begin and end, each piece with the step it came from.

    ``steps`` are offset into the received text.
    """
    at = 0
    for step, start, end in placed(steps):
        if start > at:
            yield text[at:start], None
        if end > start:
            yield text[start:end], step
        at = end
    if at < len(text):
        yield text[at:], None


class TurnsPreview(QTextEdit):
    """Shows one prepared source; read-only, text can be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slots: Mapping[str, int] = NO_SLOTS  # of speakers, in the palette
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTextEdit { border: none; border-radius: 0; padding: 0; }")
        self.setAccessibleName(self.tr("Preview of the selected file"))
        self.document().setDocumentMargin(16)

    def show_words(self, text: str) -> None:
        """Show a sentence instead of turns: waiting, or what is wrong."""
        self.clear()
        formatting = QTextCharFormat()
        formatting.setForeground(QColor(theme.theme_of(self.palette()).muted))
        QTextCursor(self.document()).insertText(text, formatting)

    def show_source(
        self, source: PreparedSource, problems: Sequence[str] = (), pace: DialoguePace | None = None
    ) -> None:
        """Show the first turns of the dialogues found in a file.

        Above them stand what could not be taken of it, what was left out, and how fast people speak.
        """
        self.clear()
        shown_here = source.dialogues[:TURNS_SHOWN]
        self._slots = slots_of(
            (turn.speaker, number)
            for number, dialogue in enumerate(shown_here)
            for turn in dialogue.turns[:TURNS_SHOWN]
        )
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setBlockFormat(_spaced(0))
        shown = total = 0
        self._insert_problems(cursor, problems)
        self._insert_facts(cursor, source, pace)
        for dialogue in source.dialogues:
            total += len(dialogue.turns)
            titled = len(source.dialogues) > 1 and shown < TURNS_SHOWN
            if titled:
                self._insert_title(cursor, dialogue.title, first=shown == 0)
            for turn in dialogue.turns[: max(0, TURNS_SHOWN - shown)]:
                self._insert(cursor, turn, above=8 if titled else 14, first=titled or shown == 0)
                titled = False
                shown += 1
        if total > shown:
            muted = QTextCharFormat()
            muted.setForeground(QColor(theme.theme_of(self.palette()).muted))
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

    def _insert_problems(self, cursor: QTextCursor, problems: Sequence[str]) -> None:
        formatting = QTextCharFormat()
        formatting.setForeground(QColor(theme.theme_of(self.palette()).warning))
        for problem in problems[:PROBLEMS_SHOWN]:
            cursor.insertText(in_words(problem), formatting)
            cursor.insertBlock(_spaced(2), QTextCharFormat())
        if len(problems) > PROBLEMS_SHOWN:
            more = (
                QT_TRANSLATE_NOOP("Counted", "… and one more problem"),
                QT_TRANSLATE_NOOP("Counted", "… and {n} more problems"),
            )
            cursor.insertText(counted(len(problems) - PROBLEMS_SHOWN, *more), formatting)
            cursor.insertBlock(_spaced(2), QTextCharFormat())

    def _insert_facts(self, cursor: QTextCursor, source: PreparedSource, pace: DialoguePace | None) -> None:
        muted = QTextCharFormat()
        muted.setForeground(QColor(theme.theme_of(self.palette()).muted))
        facts = [left_out_text(one, in_words) for one in source.left_out]
        if pace is not None:
            facts.append(
                self.tr("Lasts {time}, {speed} words a second").format(
                    time=clock(pace.seconds), speed=f"{pace.speed:.3g}"
                )
            )
        for fact in facts:
            cursor.insertText(fact, muted)
            cursor.insertBlock(_spaced(2), QTextCharFormat())

    def _insert_title(self, cursor: QTextCursor, title: str, *, first: bool) -> None:
        head = QTextCharFormat()
        head.setForeground(QColor(theme.theme_of(self.palette()).muted))
        head.setFontWeight(QFont.Weight.DemiBold)
        if not first:
            cursor.insertBlock(_spaced(22), QTextCharFormat())
        else:  # facts or problems may stand above, and have begun this line
            cursor.setBlockFormat(_spaced(22 if cursor.position() else 0))
        cursor.insertText(title, head)
        cursor.insertBlock(_spaced(6), QTextCharFormat())

    def _insert(self, cursor: QTextCursor, turn: PreparedTurn, *, above: int, first: bool) -> None:
        head = QTextCharFormat()
        head.setFontWeight(QFont.Weight.DemiBold)
        head.setForeground(
            QColor(theme.speaker_colour(theme.theme_of(self.palette()), turn.speaker, self._slots))
        )
        if first:
            cursor.setBlockFormat(_spaced(above if cursor.position() else 0))
        else:
            cursor.insertBlock(_spaced(above))
        cursor.insertText(turn.speaker or self.tr("no speaker"), head)
        if times := spoken_at(turn.meta):
            small = QTextCharFormat()
            small.setForeground(QColor(theme.theme_of(self.palette()).muted))
            cursor.insertText(f"   {times}", small)
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
        colours = theme.theme_of(self.palette())
        damage = step.kind == "damage"
        colour = colours.damage if damage else colours.repair
        style = QTextCharFormat.UnderlineStyle
        formatting.setUnderlineStyle(style.WaveUnderline if damage else style.DotLine)
        formatting.setUnderlineColor(QColor(colour))
        formatting.setBackground(QColor(theme.blend(colour, colours.base, 0.1)))
        formatting.setToolTip(wrapped(self._explained(step)))
        return formatting

    def _explained(self, step: RepairStep) -> str:
        if step.kind == "damage":
            return self.tr("Damaged, not repaired: {reason}").format(reason=repair_reason(step.reason))
        return self.tr("Received as “{before}”: {reason}").format(
            before=step.before, reason=repair_reason(step.reason)
        )


def _spaced(above: int) -> QTextBlockFormat:
    formatting = QTextBlockFormat()
    formatting.setTopMargin(above)
    formatting.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return formatting
