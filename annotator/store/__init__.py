"""The project file: one SQLite file that holds sources, dialogues, tags and the log of every edit.

:class:`Project` is all of it. :mod:`~annotator.store.schema` has the tables,
:mod:`~annotator.store.log` is the only writer of what people make,
:mod:`~annotator.store.deciding` takes decisions on repairs, :mod:`~annotator.store.follow_steps` brings
texts in line with them, :mod:`~annotator.store.doubts` lists what is to be decided,
:mod:`~annotator.store.undoing` takes edits back, :mod:`~annotator.store.turns`,
:mod:`~annotator.store.records` and :mod:`~annotator.store.history` read,
:mod:`~annotator.store.importing` takes files in, :mod:`~annotator.store.checking` looks for
damage, :mod:`~annotator.store.lock` keeps a second writer out.
"""

from annotator.store.checking import Problem
from annotator.store.comparing import Keys
from annotator.store.deciding import Difference, Engine, Repaired
from annotator.store.doubts import Doubt, DoubtCounts
from annotator.store.failures import Holder, ProjectLocked, ProjectOnFullDisk, ProjectReadOnly
from annotator.store.importing import Importer
from annotator.store.project import Counts, Project, later
from annotator.store.searching import Whose
from annotator.store.surroundings import Surroundings

__all__ = [
    "Counts",
    "Difference",
    "Doubt",
    "DoubtCounts",
    "Engine",
    "Holder",
    "Importer",
    "Keys",
    "Problem",
    "Project",
    "ProjectLocked",
    "ProjectOnFullDisk",
    "ProjectReadOnly",
    "Repaired",
    "Surroundings",
    "Whose",
    "later",
]
