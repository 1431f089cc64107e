"""The tiers of an annotation file, ticked where their annotations become turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from annotator.ui.importing.chooser_parts import lay_out_chooser
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from annotator.importers import Tier
    from annotator.ui.importing.file_table import FileEntry
    from annotator.ui.workspace.typed_signals import Carries

_ROWS = 6  # that are in sight
_ROW_HEIGHT = 26

_KINDS = {
    "speech": QT_TRANSLATE_NOOP("TierKind", "speech"),
    "words": QT_TRANSLATE_NOOP("TierKind", "words"),
    "sounds": QT_TRANSLATE_NOOP("TierKind", "sounds"),
    "other": QT_TRANSLATE_NOOP("TierKind", "no speech"),
    "unknown": "",
}


class Tiers(QWidget):
    """Shows which tiers of one file are taken for speech, and lets a person say it differently."""

    tiers_chosen: Carries[tuple[str, ...] | None] = carrying()  # names, or None to guess

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Tier, ...] = ()
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Tiers that are speech"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.guess = lay_out_chooser(self, self.tr("&Tiers that are speech"), self.list)
        self.list.itemChanged.connect(self._choose)
        self.guess.clicked.connect(lambda: self.tiers_chosen.emit(None))
        self.hide()

    def show_entry(self, entry: FileEntry | None) -> None:
        """Show the tiers of a file; nothing where it has none."""
        if entry is None or not entry.found_tiers:
            self.hide()
            return
        self.guess.setEnabled(entry.tiers is not None)
        if entry.found_tiers != self._shown:
            self._shown = entry.found_tiers
            self._fill()
        self.show()

    def _fill(self) -> None:
        self.list.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
        at = self.list.currentRow()
        self.list.clear()
        for tier in self._shown:
            item = QListWidgetItem(self._words(tier), self.list)
            item.setData(Qt.ItemDataRole.UserRole, tier.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if tier.taken else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(max(0, min(at, len(self._shown) - 1)))
        self.list.setFixedHeight(min(_ROWS, len(self._shown)) * _ROW_HEIGHT + 8)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt takes it by place

    def _words(self, tier: Tier) -> str:
        kind = _KINDS.get(tier.kind, "")
        parts = [tier.name]
        if tier.speaker and tier.speaker != tier.name:
            parts.append(tier.speaker)
        parts.append(self.tr("{count} annotations").format(count=f"{tier.count:,}"))
        if kind:
            parts.append(QCoreApplication.translate("TierKind", kind))
        return "  ·  ".join(parts)

    def _choose(self, _item: QListWidgetItem) -> None:
        items = (self.list.item(at) for at in range(self.list.count()))
        names = (
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )
        self.tiers_chosen.emit(tuple(names))
