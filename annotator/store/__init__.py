"""The project file: one SQLite file that holds sources, dialogues, tags and the log of every edit.

:class:`Project` is all of it. :mod:`~annotator.store.schema` has the tables,
:mod:`~annotator.store.edit_log` is the only writer of what people make,
:mod:`~annotator.store.repair_decisions` takes decisions on repairs,
:mod:`~annotator.store.follow_steps` brings texts in line with them,
:mod:`~annotator.store.doubts` lists what is to be decided, :mod:`~annotator.store.undo` takes edits back,
:mod:`~annotator.store.turns`,
:mod:`~annotator.store.records` and :mod:`~annotator.store.history` read,
:mod:`~annotator.store.import_sources` takes files in, :mod:`~annotator.store.project_check` looks for
damage, :mod:`~annotator.store.project_lock` keeps a second writer out.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.store.answers_by_annotator import Keys
    from annotator.store.database_errors import (
        DamagedValue,
        Holder,
        NotAProject,
        ProjectDamaged,
        ProjectLocked,
        ProjectOnFullDisk,
        ProjectReadOnly,
        ProjectReplaced,
        ProjectUnfinished,
        ProjectWaits,
    )
    from annotator.store.dialogue_reading import NewTurn
    from annotator.store.doubts import Doubt, DoubtCounts
    from annotator.store.import_sources import Importer
    from annotator.store.packed_rows import PackedRows
    from annotator.store.project import Project, later
    from annotator.store.project_check import ProjectProblem
    from annotator.store.project_counts import ProjectCounts
    from annotator.store.repair_decisions import Difference, Engine, Repaired
    from annotator.store.step_context import Surroundings
    from annotator.store.structure_outcomes import Outcome, Reading
    from annotator.store.turn_search import Whose

__all__ = [
    "DamagedValue",
    "Difference",
    "Doubt",
    "DoubtCounts",
    "Engine",
    "Holder",
    "Importer",
    "Keys",
    "NewTurn",
    "NotAProject",
    "Outcome",
    "PackedRows",
    "Project",
    "ProjectCounts",
    "ProjectDamaged",
    "ProjectLocked",
    "ProjectOnFullDisk",
    "ProjectProblem",
    "ProjectReadOnly",
    "ProjectReplaced",
    "ProjectUnfinished",
    "ProjectWaits",
    "Reading",
    "Repaired",
    "Surroundings",
    "Whose",
    "later",
]

# Where each of them is made. They are looked up when they are first asked for: the first turns are shown by
# :mod:`~annotator.store.first_page` alone, before SQLAlchemy is loaded.
_PLACES = {
    "Difference": "repair_decisions",
    "Doubt": "doubts",
    "DoubtCounts": "doubts",
    "Engine": "repair_decisions",
    "Holder": "database_errors",
    "Importer": "import_sources",
    "Keys": "answers_by_annotator",
    "PackedRows": "packed_rows",
    "NewTurn": "dialogue_reading",
    "NotAProject": "database_errors",
    "Outcome": "structure_outcomes",
    "ProjectProblem": "project_check",
    "Project": "project",
    "ProjectCounts": "project_counts",
    "DamagedValue": "database_errors",
    "ProjectDamaged": "database_errors",
    "ProjectLocked": "database_errors",
    "ProjectOnFullDisk": "database_errors",
    "ProjectReadOnly": "database_errors",
    "ProjectReplaced": "database_errors",
    "ProjectUnfinished": "database_errors",
    "ProjectWaits": "database_errors",
    "Reading": "structure_outcomes",
    "Repaired": "repair_decisions",
    "Surroundings": "step_context",
    "Whose": "turn_search",
    "later": "project",
}


def __getattr__(name: str) -> object:
    """What :data:`__all__` names, from its module. Raises AttributeError for anything else."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
