"""Accepting what the machine found, in all turns of the list at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.tagging.bulk_edits import Sweep
from annotator.ui.tagging.machine_labels import machine_label
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model import Changes, Facet
    from annotator.store import Project
    from annotator.ui.tagging.background_undo import HistoryVerbs
    from annotator.ui.tagging.bulk_edits import BulkEdits
    from annotator.ui.workspace.workspace_state import WorkspaceState

translate = QCoreApplication.translate


def confirm_all(workspace: WorkspaceState, bulk: BulkEdits, history: HistoryVerbs) -> Changes | None:
    """Accept what the machine found in every turn of the list that nobody has answered yet."""
    facet = _detected(workspace)
    if facet is None or not len(workspace.cursor.turn_ids):
        return None
    key, codebook = facet.key, workspace.codebook
    me = workspace.project.annotator.key if workspace.project is not None else ""

    def part(project: Project, ids: Sequence[int]) -> None:
        by_label: dict[str, list[int]] = {}
        for turn in project.turns.page(ids):
            label = machine_label(turn, codebook, key)
            if label is not None and not any(x.facet == key and x.annotator == me for x in turn.tags):
                by_label.setdefault(label.key, []).append(turn.id)
        for label_key, found in sorted(by_label.items()):
            project.tags.add(found, label_key)

    def done(changes: Changes) -> None:
        say = history.inform_done if changes.turns else workspace.inform
        say(_accepted(len(changes.turns), facet))

    question = counted(
        len(workspace.cursor.turn_ids),
        QT_TRANSLATE_NOOP("Counted", "Accept the detected {facet} of 1 turn?"),
        QT_TRANSLATE_NOOP("Counted", "Accept the detected {facet} of {n} turns?"),
        facet=facet.name,
    )
    return bulk.make(
        Sweep(
            translate("Tagging", "Accepting detected labels"),
            question,
            workspace.cursor.turn_ids,
            part,
            done,
        )
    )


def _detected(workspace: WorkspaceState) -> Facet | None:
    """The facet with findings: the active one, else the first."""
    active = workspace.active_facet()
    facets = [x for x in workspace.codebook.facets if x.detected and not x.retired]
    return active if active in facets else next(iter(facets), None)


def _accepted(count: int, facet: Facet) -> str:
    if not count:
        return translate("Tagging", "No detected {facet} left to accept here.").format(facet=facet.name)
    return counted(
        count,
        QT_TRANSLATE_NOOP("Counted", "{facet}: accepted the detected label of 1 turn."),
        QT_TRANSLATE_NOOP("Counted", "{facet}: accepted the detected labels of {n} turns."),
        facet=facet.name,
    )
