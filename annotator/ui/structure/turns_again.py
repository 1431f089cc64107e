"""What another reading would make of a dialogue: in sentences, and turn by turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.importers import left_out_text
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import in_words
from annotator.ui.widgets.plain_text import wrapped

if TYPE_CHECKING:
    from annotator.pipeline.read_again import ReadingPlan
    from annotator.store.structure_outcomes import TurnAgain

translate = QCoreApplication.translate

_SHOWN = 500  # turns that are listed
_NAMED = 6  # speakers that are named
_QUOTED = 200  # characters of a turn in the list


class TurnsAgainTable(QTreeWidget):
    """The turns as they would be, and what changes about each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHeaderLabels(
            [
                translate("ReadAgainDialog", "Turn"),
                translate("ReadAgainDialog", "Speaker"),
                translate("ReadAgainDialog", "Text"),
                translate("ReadAgainDialog", "What changes"),
            ]
        )
        self.setAccessibleName(translate("ReadAgainDialog", "Turns as they would be"))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, 130)
        header.resizeSection(3, 170)

    def show_turns(self, turns: Sequence[TurnAgain], *, changed_only: bool) -> None:
        """List the turns, or only those that change, as far as anybody would read."""
        self.clear()
        numbered = enumerate(turns, 1)
        rows = [(number, one) for number, one in numbered if not (changed_only and one.same)]
        for number, one in rows[:_SHOWN]:
            words = " ".join(one.text[: 2 * _QUOTED].split())[:_QUOTED]
            item = QTreeWidgetItem([f"{number:,}", one.speaker, words, _change_of(one)])
            item.setToolTip(2, wrapped(one.text[: 10 * _QUOTED]))
            self.addTopLevelItem(item)
        if len(rows) > _SHOWN:
            more = counted(
                len(rows) - _SHOWN,
                QT_TRANSLATE_NOOP("Counted", "… and 1 more turn"),
                QT_TRANSLATE_NOOP("Counted", "… and {n} more turns"),
            )
            self.addTopLevelItem(QTreeWidgetItem(["", "", more, ""]))


def outcome(plan: ReadingPlan) -> list[str]:
    """What would become of the dialogue, in sentences."""
    reading = plan.reading
    if not reading.changes:
        return [translate("ReadAgainDialog", "Nothing would change.")]
    turns = (QT_TRANSLATE_NOOP("Counted", "1 turn"), QT_TRANSLATE_NOOP("Counted", "{n} turns"))
    after = counted(len(reading.turns), *turns)
    told = [
        translate("ReadAgainDialog", "{turns}, now {before}.").format(
            turns=after, before=f"{reading.before:,}"
        )
    ]
    names = list(dict.fromkeys(turn.speaker for turn in reading.turns if turn.speaker))
    if names:
        more = ", …" if len(names) > _NAMED else ""
        told.append(
            translate("ReadAgainDialog", "Speakers ({n}): {names}.").format(
                n=f"{len(names):,}", names=", ".join(names[:_NAMED]) + more
            )
        )
    if any(not turn.speaker for turn in reading.turns):
        told.append(
            counted(
                sum(not turn.speaker for turn in reading.turns),
                QT_TRANSLATE_NOOP("Counted", "1 turn without a speaker."),
                QT_TRANSLATE_NOOP("Counted", "{n} turns without a speaker."),
            )
        )
    if reading.divided:
        told.append(
            counted(
                reading.divided,
                QT_TRANSLATE_NOOP("Counted", "1 tagged span becomes two."),
                QT_TRANSLATE_NOOP("Counted", "{n} tagged spans become two."),
            )
        )
    if reading.remarks:
        told.append(
            counted(
                reading.remarks,
                QT_TRANSLATE_NOOP("Counted", "1 line that was taken out is part of a turn again."),
                QT_TRANSLATE_NOOP("Counted", "{n} lines that were taken out are parts of turns again."),
            )
        )
    return [*told, *(f"{left_out_text(one, in_words)}." for one in plan.left_out)]


def _change_of(turn: TurnAgain) -> str:
    if turn.was is None:
        return translate("ReadAgainDialog", "new")
    if turn.same:
        return ""
    if turn.said != turn.speaker:
        return translate("ReadAgainDialog", "speaker, now {name}").format(
            name=turn.said or translate("ReadAgainDialog", "nobody")
        )
    return translate("ReadAgainDialog", "other text")
