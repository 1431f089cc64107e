"""The walk of the data out of the project file, and back from what programs and people wrote.

Out (:mod:`~annotator.exchange.out`): dialogues one by one to the format's writer, into a temporary
file that is read back and takes the place of the old one when it says what the project
says. Back (:mod:`~annotator.exchange.back`): the program's own export becomes a new project, which
likewise appears when it is complete; tags from elsewhere (:mod:`~annotator.exchange.tags`) become
one edit of a project. See :mod:`annotator.pipeline` for the walk in.
"""

from annotator.exchange.back import appearing, is_export, read_project
from annotator.exchange.out import FORMATS, Anonymised, ExportReport, Scope, export_project, format_of
from annotator.exchange.splits import SplitPlan, SplitReport, split_project
from annotator.exchange.tags import TagReport, import_tags

__all__ = [
    "FORMATS",
    "Anonymised",
    "ExportReport",
    "Scope",
    "SplitPlan",
    "SplitReport",
    "TagReport",
    "appearing",
    "export_project",
    "format_of",
    "import_tags",
    "is_export",
    "read_project",
    "split_project",
]
