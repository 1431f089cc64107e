"""The report of a study: all its numbers as JSON, and texts that are made of nothing else."""

from annotator.reliability.report.document import blocks_of
from annotator.reliability.report.files import CSV, ERRORS, FILES, NUMBERS, texts_of, write
from annotator.reliability.report.numbers import numbers_of
from annotator.reliability.report.writers import WRITERS, csv_of, errors_csv_of

__all__ = [
    "CSV",
    "ERRORS",
    "FILES",
    "NUMBERS",
    "WRITERS",
    "blocks_of",
    "csv_of",
    "errors_csv_of",
    "numbers_of",
    "texts_of",
    "write",
]
