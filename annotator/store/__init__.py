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

from annotator.store.answers_by_annotator import Keys
from annotator.store.database_errors import (
    Holder,
    ProjectDamaged,
    ProjectLocked,
    ProjectOnFullDisk,
    ProjectReadOnly,
    ProjectReplaced,
    ProjectUnfinished,
)
from annotator.store.dialogue_reading import NewTurn
from annotator.store.doubts import Doubt, DoubtCounts
from annotator.store.import_sources import Importer
from annotator.store.project import Counts, Project, later
from annotator.store.project_check import Problem
from annotator.store.repair_decisions import Difference, Engine, Repaired
from annotator.store.step_context import Surroundings
from annotator.store.turn_search import Whose
from annotator.store.turn_structure import Outcome, Reading

__all__ = [
    "Counts",
    "Difference",
    "Doubt",
    "DoubtCounts",
    "Engine",
    "Holder",
    "Importer",
    "Keys",
    "NewTurn",
    "Outcome",
    "Problem",
    "Project",
    "ProjectDamaged",
    "ProjectLocked",
    "ProjectOnFullDisk",
    "ProjectReadOnly",
    "ProjectReplaced",
    "ProjectUnfinished",
    "Reading",
    "Repaired",
    "Surroundings",
    "Whose",
    "later",
]
