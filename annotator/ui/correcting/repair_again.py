"""Repairing the project again: run the engine beside the window, show what would change, take it over."""

from __future__ import annotations

from os.path import commonprefix
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from annotator.ui.background.companion import companion_of
from annotator.ui.background.jobs import Handle, Job
from annotator.ui.dialogs.dialog_parts import footer, resize_within_screen
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import in_words
from annotator.ui.widgets.plain_text import wrapped
from annotator.ui.widgets.ranked_labels import Muted, Title
from annotator.ui.window.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from annotator.model import Changes, Dialogue, Turn
    from annotator.pipeline.repair_again import RepairPlan
    from annotator.store import Difference
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.workspace.workspace import Workspace

_SHOWN = 500  # turns that are listed
_BEFORE, _AFTER = 12, 40  # characters shown around the first difference


class RepairAgain(QObject):
    """The command: plan, show, apply. What people decided stays as it is."""

    def __init__(self, workspace: Workspace, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._jobs = jobs
        self._window = window

    def again(self) -> bool:
        """Run the engine over every dialogue in the background, then show what would change."""
        from annotator.pipeline.repair_again import redo_repair  # noqa: PLC0415 - after the first paint

        project = self._workspace.project
        if project is None:
            return False
        opened, ids = companion_of(project), project.dialogues.ids()

        def work(handle: Handle) -> RepairPlan:
            with opened() as companion:
                return redo_repair(
                    companion,
                    ids,
                    progress=lambda now: handle.progress(now.done, now.total, now.detail),
                    cancelled=handle.cancelled,
                )

        cancelled = self.tr("Repairing again was cancelled. Nothing was changed.")
        return self._jobs.start(Job(self.tr("Repairing again"), work, self._planned, cancelled=cancelled))

    def _planned(self, plan: RepairPlan) -> None:
        if not plan.differences and not plan.engines:
            self._workspace.inform(self.tr("Repairing again changes nothing: the engine is the same."))
            return
        dialog = PlanDialog(self._workspace, plan, self._window)
        dialog.accepted.connect(lambda: self.apply(plan))
        dialog.open()

    def apply(self, plan: RepairPlan) -> bool:
        """Take over what a plan holds, in the background, as one edit."""
        from annotator.pipeline.repair_again import apply_plan  # noqa: PLC0415 - after the first paint

        project = self._workspace.project
        if project is None:
            return False
        opened = companion_of(project)

        def work(_handle: Handle) -> Changes:
            with opened() as companion:
                return apply_plan(companion, plan)

        return self._jobs.start(Job(self.tr("Applying the repairs"), work, self._applied))

    def _applied(self, changes: Changes) -> None:
        self._workspace.broadcast(changes)
        self._workspace.inform(
            counted(
                len(changes.turns),
                QT_TRANSLATE_NOOP("Counted", "1 turn was repaired again."),
                QT_TRANSLATE_NOOP("Counted", "{n} turns were repaired again."),
            )
        )


class PlanDialog(QDialog):
    """What repairing again would change, turn by turn."""

    def __init__(self, workspace: Workspace, plan: RepairPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Repair again"))
        resize_within_screen(self, 760, 460)
        self.table = QTreeWidget(self)
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setHeaderLabels([self.tr("Turn"), self.tr("Before"), self.tr("After")])
        self.table.setAccessibleName(self.tr("Turns whose text would change"))
        header = self.table.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        texts = plan.texts
        self._fill(workspace, texts[:_SHOWN])
        self.summary = Muted(_summary(plan), self)
        self.summary.setWordWrap(True)
        buttons, self.take = footer(self, self.tr("Apply"))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(10)
        box.addWidget(Title(self.tr("What repairing again would change"), 1.1, self))
        box.addWidget(self.summary)
        box.addWidget(self.table, 1)
        box.addWidget(buttons)
        self.table.setVisible(bool(texts))

    def _fill(self, workspace: Workspace, differences: Sequence[Difference]) -> None:
        project = workspace.project
        if project is None:
            return
        ids = [x.turn for x in differences if x.turn is not None]
        turns: dict[int, Turn] = {turn.id: turn for turn in project.turns.page(ids)}
        titles: dict[int, Dialogue] = {
            one.id: one for one in project.dialogues.page({x.dialogue for x in differences})
        }
        for each in differences:
            where = self.tr("after the last turn")
            if each.turn is not None:
                where = f"{turns[each.turn].position + 1:,}"
            place = f"{titles[each.dialogue].title} · {where}"
            item = QTreeWidgetItem([place, *excerpts(each.now, each.proposed)])
            for column, whole in ((1, each.now), (2, each.proposed)):
                item.setToolTip(column, wrapped(whole))
            self.table.addTopLevelItem(item)


def excerpts(now: str, proposed: str) -> tuple[str, str]:
    """Both texts from just before their first difference on, on one line."""
    at = len(commonprefix([now, proposed]))  # noqa: RUF071 - character by character is meant
    start = max(0, at - _BEFORE)
    head = "…" if start else ""

    def cut(text: str) -> str:
        part = text[start : at + _AFTER]
        return head + " ".join(part.split()) + ("…" if len(text) > at + _AFTER else "")

    return cut(now), cut(proposed)


def _summary(plan: RepairPlan) -> str:
    texts = plan.texts
    parts = [
        counted(
            len(texts),
            QT_TRANSLATE_NOOP("Counted", "The text of 1 turn would change."),
            QT_TRANSLATE_NOOP("Counted", "The text of {n} turns would change."),
        )
    ]
    rest = len(plan.differences) - len(texts)
    if rest:
        parts.append(
            counted(
                rest,
                QT_TRANSLATE_NOOP("Counted", "In 1 turn only candidates and confidences change."),
                QT_TRANSLATE_NOOP("Counted", "In {n} turns only candidates and confidences change."),
            )
        )
    parts.append(QCoreApplication.translate("RepairAgain", "People’s decisions are kept."))
    if plan.problem:
        parts.append(sentence(in_words(plan.problem)))
    return " ".join(parts)
