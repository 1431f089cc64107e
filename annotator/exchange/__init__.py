"""The walk of the data out of the project file, and back from what programs and people wrote.

Out (:mod:`~annotator.exchange.write_export`): dialogues one by one to the format's writer, into a temporary
file that is read back and takes the place of the old one when it says what the project
says. Back (:mod:`~annotator.exchange.project_from_export`): the program's own export becomes a new project,
which likewise appears when it is complete; tags from elsewhere (:mod:`~annotator.exchange.tags_from_file`)
become one edit of a project. See :mod:`annotator.pipeline.import_files` for the walk in.
"""

from annotator.exchange.export_content import Scope, TextKind
from annotator.exchange.project_from_export import appearing, is_export, read_project
from annotator.exchange.tags_from_file import TagReport, import_tags
from annotator.exchange.train_test_splits import SplitPlan, SplitReport, Together, split_project
from annotator.exchange.write_export import (
    FORMATS,
    Anonymised,
    ExportReport,
    export_project,
    format_of,
    key_beside,
)
from annotator.exporters.bad_records import Trouble
from annotator.exporters.wordlist import WordList
from annotator.exporters.wordlist import parse as parse_words

__all__ = [
    "FORMATS",
    "Anonymised",
    "ExportReport",
    "Scope",
    "SplitPlan",
    "SplitReport",
    "TagReport",
    "TextKind",
    "Together",
    "Trouble",
    "WordList",
    "appearing",
    "export_project",
    "format_of",
    "import_tags",
    "is_export",
    "key_beside",
    "parse_words",
    "read_project",
    "split_project",
]
