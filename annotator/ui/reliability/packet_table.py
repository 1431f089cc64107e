"""The packets that may be merged, by row: what each would change, and below it what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.reliability.merge_packets import MergePlan, Refusal
from annotator.reliability.packet_reading import PacketPlan
from annotator.reliability.packet_remarks import SENTENCES, PacketNote
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import reason
from annotator.ui.theme.qt_colours import tones_of

translate = QCoreApplication.translate

_NUMBERS = range(2, 7)  # columns of figures


def note_words(note: PacketNote) -> str:
    """A note on a packet in the language of the window."""
    return translate("Merging", SENTENCES[note.code]).format(**note.arguments)


class PacketTable(QTreeWidget):
    """A row for each packet with its figures, and a line below for each trouble and remark."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("MergeDialog", "Packets"))
        self.setHeaderLabels(
            [
                translate("MergeDialog", "Packet"),
                translate("MergeDialog", "Annotators"),
                translate("MergeDialog", "New"),
                translate("MergeDialog", "Both have"),
                translate("MergeDialog", "Changed since"),
                translate("MergeDialog", "Conflicts"),
                translate("MergeDialog", "Unmatched"),
            ]
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        for at in _NUMBERS:
            self.headerItem().setTextAlignment(
                at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )

    def selected_rows(self) -> set[int]:
        """The numbers of the selected packets."""
        return {self.indexOfTopLevelItem(item.parent() or item) for item in self.selectedItems()}

    def fill(self, plan: MergePlan, paths: Sequence[Path]) -> None:
        """Show the packets of these files, in this order; what is selected stays so."""
        chosen = self.selected_rows()
        self.clear()
        plans = {one.path: one for one in plan.packets}
        refused = {one.path: one for one in plan.refused}
        for path in paths:
            if path in plans:
                self.addTopLevelItem(self._item(plans[path]))
            elif path in refused:
                self.addTopLevelItem(self._refused(refused[path]))
        self.expandAll()
        for row, item in enumerate(self.rows()):
            for at in range(item.childCount()):
                self.setFirstColumnSpanned(at, self.model().index(row, 0), True)  # noqa: FBT003 - Qt's
        for at in chosen:
            if at < len(self.rows()):
                self.rows()[at].setSelected(True)

    def rows(self) -> list[QTreeWidgetItem]:
        """A row for each packet."""
        found = (self.topLevelItem(row) for row in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _item(self, plan: PacketPlan) -> QTreeWidgetItem:
        conflicts = sum(one.count for one in plan.troubles if one.code == "conflict")
        other = sum(one.count for one in plan.troubles if one.code != "conflict")
        figures = (plan.new, plan.known, plan.changed, conflicts, other)
        names = ", ".join(plan.annotators) or translate("MergeDialog", "nobody")
        item = QTreeWidgetItem([plan.path.name, names, *(f"{one:,}" if one else "–" for one in figures)])
        item.setToolTip(0, str(plan.path))
        for at in _NUMBERS:
            item.setTextAlignment(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        tones = tones_of(self)
        for trouble in plan.troubles:
            count = counted(
                trouble.count, QT_TRANSLATE_NOOP("Counted", "1 tag"), QT_TRANSLATE_NOOP("Counted", "{n} tags")
            )
            text = translate("MergeDialog", "{where}: {why} ({count})").format(
                where=trouble.where, why=note_words(trouble.why), count=count
            )
            _line(item, text).setForeground(0, tones.danger)
        for note in _remarks(plan):
            _line(item, note).setForeground(0, tones.muted)
        return item

    def _refused(self, one: Refusal) -> QTreeWidgetItem:
        item = QTreeWidgetItem([one.path.name, translate("MergeDialog", "cannot be merged")])
        item.setToolTip(0, str(one.path))
        _line(item, f"{reason(one.error)}.").setForeground(0, tones_of(self).danger)
        return item


def _line(parent: QTreeWidgetItem, text: str) -> QTreeWidgetItem:
    line = QTreeWidgetItem(parent, [text])
    line.setToolTip(0, text)
    return line


def _remarks(plan: PacketPlan) -> list[str]:
    found = [note_words(note) for note in plan.notes]
    found += [
        translate("MergeDialog", "label {old} is {new} here").format(old=old, new=new)
        for old, new in plan.mapped
    ]
    found += [
        translate("MergeDialog", "label {name} is new, and is added to the codebook").format(name=x)
        for x in plan.added
    ]
    if plan.repaired:
        found.append(
            counted(
                plan.repaired,
                QT_TRANSLATE_NOOP("Counted", "1 tag stands on a turn that was repaired otherwise meanwhile"),
                QT_TRANSLATE_NOOP(
                    "Counted", "{n} tags stand on turns that were repaired otherwise meanwhile"
                ),
            )
        )
    if plan.marks:
        found.append(
            counted(
                plan.marks,
                QT_TRANSLATE_NOOP("Counted", "1 new flag or bookmark"),
                QT_TRANSLATE_NOOP("Counted", "{n} new flags and bookmarks"),
            )
        )
    return found
