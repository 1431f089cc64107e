"""Who would get which dialogues in a packet, annotator by annotator."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.reliability.assignment_design import Design, Item, Stratum, hand_out
from annotator.reliability.make_packets import items_of, packet_names
from annotator.reliability.second_look import Share
from annotator.store import Project
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted

translate = QCoreApplication.translate


class SharesTable(QTreeWidget):
    """Annotators with the dialogues, turns and file of each."""

    def __init__(self, project: Project, parent: QWidget) -> None:
        super().__init__(parent)
        self._project = project
        self._items: dict[Stratum, tuple[Item, ...]] = {}
        self.setAccessibleName(translate("PacketsDialog", "Who gets what"))
        self.setRootIsDecorated(False)
        self.setMinimumHeight(110)
        self.setHeaderLabels(
            [
                translate("PacketsDialog", "Annotator"),
                translate("PacketsDialog", "Dialogues"),
                translate("PacketsDialog", "Turns"),
                translate("PacketsDialog", "File"),
            ]
        )
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_first(self, design: Design) -> str:
        """The shares of a first coding; returns what is to be said about them. Raises UserError where the
        design cannot be."""
        if design.strata not in self._items:
            self._items[design.strata] = items_of(self._project, design.strata)
        items = self._items[design.strata]
        given = hand_out(items, design)
        self._fill(list(given.items()), items)
        drawn = {key for keys in given.values() for key in keys}
        text = counted(
            len(drawn),
            QT_TRANSLATE_NOOP("Counted", "One dialogue is handed out."),
            QT_TRANSLATE_NOOP("Counted", "{n} dialogues are handed out."),
        )
        if len(given) == 1:
            text += " " + translate("PacketsDialog", "With one annotator only, no agreement can be measured.")
        elif design.each == 1:
            text += " " + translate(
                "PacketsDialog", "No dialogue goes to two annotators, so no agreement can be measured."
            )
        return text

    def show_again(self, shares: Sequence[Share]) -> None:
        """The shares of a second look at what annotators have answered."""
        self._fill([(one.annotator.name, one.dialogues) for one in shares], items_of(self._project))

    def _fill(self, given: Sequence[tuple[str, Sequence[str]]], items: Sequence[Item]) -> None:
        turns = {item.key: item.turns for item in items}
        for (name, keys), file in zip(given, packet_names(name for name, _ in given), strict=True):
            figures = (f"{len(keys):,}", f"{sum(turns[key] for key in keys):,}")
            self.addTopLevelItem(QTreeWidgetItem([name, *figures, file]))
