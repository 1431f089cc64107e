"""What would be settled at once, turn by turn, before it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from annotator.ui.adjudicating.disagreement_texts import kind_words, labels_words
from annotator.ui.dialogs.dialog_parts import dialog_column, footer
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.widgets.ranked_labels import Muted, Title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.reliability.disagreements import Case
    from annotator.ui.adjudicating.disagreement_list import DisagreementListing

_SHOWN = 500  # turns listed; the rest is settled too, and said
_WORDS = 120  # characters of a turn


class AlikeDialog(QDialog):
    """The turns with the same disagreement, each with what the annotators said; any can be left out."""

    def __init__(
        self, mode: DisagreementListing, case: Case, rest: Sequence[Case], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        assert mode.facet is not None  # noqa: S101 - there are cases
        assert case.decision is not None  # noqa: S101 - it is settled like that
        self._rest = rest
        kind = kind_words(case.kind, mode.facet)
        label = labels_words(case.decision.labels, mode.facet)
        self.setWindowTitle(self.tr("Apply to the rest of this kind"))
        self.setMinimumSize(720, 440)
        self.title = Title(self.tr("“{kind}” → {label}").format(kind=kind, label=label), 1.15, self)
        self.note = Muted(parent=self)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Turns to decide"))
        self.list.setHeaderLabels([self.tr("Turn"), self.tr("Text"), self.tr("Annotators")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._fill(mode)
        buttons, self.settle_button = footer(self, "")
        column = dialog_column(self, 12)
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        self.list.itemChanged.connect(self._count)
        self._count()
        self.list.setFocus()

    def _fill(self, mode: DisagreementListing) -> None:
        project, facet = mode.workspace.project, mode.facet
        assert project is not None  # noqa: S101 - there are cases
        assert facet is not None  # noqa: S101
        shown = self._rest[:_SHOWN]
        turns = {turn.id: turn for turn in project.turns.page([case.stop for case in shown])}
        titles = {
            one.id: one.title for one in project.dialogues.page(sorted({case.dialogue for case in shown}))
        }
        for case in shown:
            turn = turns[case.stop]
            said = ", ".join(
                f"{mode.name_of(one.annotator)}: {labels_words(one.labels, facet)}" for one in case.answers
            )
            words = " ".join(turn.text.split())
            item = QTreeWidgetItem([f"{titles[case.dialogue]}, {turn.position + 1:,}", words[:_WORDS], said])
            item.setToolTip(1, words[: _WORDS * 5])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Checked)
            self.list.addTopLevelItem(item)
        self.list.setColumnWidth(0, 170)
        self.list.setColumnWidth(1, 290)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)

    def _count(self, *_: object) -> None:
        chosen = len(self.chosen())
        self.settle_button.setText(
            counted(
                chosen,
                QT_TRANSLATE_NOOP("Counted", "Decide 1 turn"),
                QT_TRANSLATE_NOOP("Counted", "Decide {n} turns"),
            )
        )
        self.settle_button.setEnabled(chosen > 0)
        text = self.tr("Uncheck what is to stay open. It is one edit: one Undo takes all of it back.")
        hidden = len(self._rest) - self.list.topLevelItemCount()
        if hidden > 0:
            text += " " + counted(
                hidden,
                QT_TRANSLATE_NOOP("Counted", "One more is not listed here, and is decided, too."),
                QT_TRANSLATE_NOOP("Counted", "{n} more are not listed here, and are decided, too."),
            )
        self.note.setText(text)

    def chosen(self) -> list[Case]:
        """The cases to settle."""
        items = [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]
        kept = [
            case
            for case, item in zip(self._rest, items, strict=False)
            if item is not None and item.checkState(0) == Qt.CheckState.Checked
        ]
        return [*kept, *self._rest[len(items) :]]
