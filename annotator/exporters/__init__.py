"""A project to files that other tools read, and the program's own files back.

:data:`FORMATS` is the table of formats. :mod:`~annotator.exporters.document` defines the
program's own JSON, :mod:`~annotator.exporters.json_writer` writes it and
:mod:`~annotator.exporters.json_reader` reads it back; :mod:`~annotator.exporters.project_protocol` says
what a project looks like from here. Files appear whole or not at all
(:mod:`~annotator.exporters.atomic_files`).
"""

from annotator.exporters.atomic_files import replacing
from annotator.exporters.formats import FORMATS, Format, format_of
from annotator.exporters.json_reader import Export, ExportedTag, ReadSource, is_export
from annotator.exporters.loss_report import Loss, Losses, losses_in_words
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.read_back_check import Differs, Witness

__all__ = [
    "FORMATS",
    "Content",
    "Differs",
    "Export",
    "ExportedTag",
    "Format",
    "Loss",
    "Losses",
    "Options",
    "ReadSource",
    "Witness",
    "format_of",
    "is_export",
    "losses_in_words",
    "replacing",
]
