"""What stands in the repair review where nothing is listed, with the way to the other dialogues' doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.widgets.plain_parts import EmptyNotice, TextButton

if TYPE_CHECKING:
    from annotator.ui.panels.repairs.repair_model import Filter

translate = QCoreApplication.translate


class NoDoubts(QWidget):
    """Says why there is nothing to decide; ``elsewhere`` goes to where there is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 16)
        self.notice = EmptyNotice("", "", self)
        self.elsewhere = TextButton("", primary=True, parent=self)
        box.addWidget(self.notice, 1)
        box.addWidget(self.elsewhere, 0, Qt.AlignmentFlag.AlignHCenter)

    def offer(self, others: int) -> None:
        """Offer the doubts of the other dialogues, so many of them."""
        text = counted(
            others,
            QT_TRANSLATE_NOOP("Counted", "1 doubt in another dialogue"),
            QT_TRANSLATE_NOOP("Counted", "{n} doubts in other dialogues"),
        )
        self.elsewhere.setText(text)
        self.elsewhere.setVisible(others > 0)

    def explain(self, wanted: Filter | None, *, decided: bool) -> None:
        """Say why a filter lets nothing through, None where no project is open; ``decided``: the person has
        decided on all there was."""
        self.notice.set_texts(*_reasons(wanted, decided=decided))


def _reasons(wanted: Filter | None, *, decided: bool) -> tuple[str, str]:
    if wanted is None:
        return (
            translate("RepairPanel", "No project"),
            translate("RepairPanel", "Doubtful repairs of damaged text appear here."),
        )
    texts = {
        "damage": (
            translate("RepairPanel", "No damage"),
            translate("RepairPanel", "Every damaged character could be brought back."),
        ),
        "decided": (
            translate("RepairPanel", "Nothing decided yet"),
            translate("RepairPanel", "Your decisions appear here."),
        ),
        "all": (
            translate("RepairPanel", "No repairs"),
            translate("RepairPanel", "Nothing here arrived damaged."),
        ),
    }
    if wanted.which in texts:
        return texts[wanted.which]
    if decided:
        return (
            translate("RepairPanel", "All decided"),
            translate("RepairPanel", "No doubts left. Your decisions are under “Decided”."),
        )
    sure = translate("RepairPanel", "All repairs here have a confidence above {share} %.")
    return (
        translate("RepairPanel", "No doubts"),
        sure.replace(" %", "\xa0%").format(share=round(wanted.threshold * 100)),
    )
