"""Dialogue Annotator: transcripts in, repaired and tagged turns out, all on one machine.

The map of the house, in the order the data walks through it:

- :mod:`annotator.pipeline` - the walk; its :mod:`~annotator.pipeline.import_files` is the page to read first:
  bytes to text to repaired text to turns to the project file
- :mod:`annotator.importers` - bytes to dialogues of turns: encodings, speaker markers, gaps
- :mod:`annotator.repair` - text to repaired text and the steps that made it
- :mod:`annotator.language` - text to language spans and code-switching measures
- :mod:`annotator.store` - the project file: schema, migrations, edits (the only writer), queries
- :mod:`annotator.exporters` - the project to files other tools read
- :mod:`annotator.analysis` - tags to agreement and statistics
- :mod:`annotator.pictures` - the project to pictures, their tables and captions
- :mod:`annotator.ui` - the window; widgets talk to one object, the workspace
- :mod:`annotator.app` and :mod:`annotator.cli` - where it starts, with and without a window
- :mod:`annotator.api` - for scripts: projects read and written, repair and language of a text
- :mod:`annotator.model` and :mod:`annotator.errors` - the words all of these share
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.core.version import VERSION

__version__ = VERSION
__all__ = [
    "__version__",
    "create",
    "edit",
    "find_languages",
    "open",
    "repair_into",
    "repair_steps",
    "repair_text",
    "repair_texts",
]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from annotator.api import CorpusReport, EditableProject, LanguageSpan, ReadOnlyProject, RepairedText
    from annotator.model import Codebook, Repair

# Importing the package brings nothing along: each function loads what it needs when it is called.


def open(path: str | Path) -> ReadOnlyProject:  # noqa: A001 - scripts say annotator.open
    """Open a project file to read it; see :class:`annotator.api.ReadOnlyProject`.

    Raises :class:`annotator.errors.UserError` where it cannot be opened.
    """
    from annotator import api  # noqa: PLC0415

    return api.open_project(path)


def edit(path: str | Path, *, annotator: str) -> EditableProject:
    """Open a project file to change it as an annotator; see :class:`annotator.api.EditableProject`.

    Raises :class:`annotator.errors.UserError` where it cannot be opened, or another program is writing it.
    """
    from annotator import api  # noqa: PLC0415

    return api.edit_project(path, annotator=annotator)


def create(
    path: str | Path, *, annotator: str, name: str = "", codebook: Codebook | str = "default"
) -> EditableProject:
    """Make a new project file; ``codebook`` is one or the name of a starter codebook.

    Raises :class:`annotator.errors.UserError` where the file exists or there is no such codebook.
    """
    from annotator import api  # noqa: PLC0415

    return api.create_project(path, annotator=annotator, name=name, codebook=codebook)


def repair_text(text: str) -> str:
    """A text without the damage that wrong encodings did to it, as far as it can be undone."""
    from annotator import api  # noqa: PLC0415

    return api.repair_text(text)


def repair_steps(text: str) -> Repair:
    """The repair of a text with each step: its place, reason, confidence and alternatives."""
    from annotator import api  # noqa: PLC0415

    return api.repair_steps(text)


def repair_texts(texts: Iterable[str], *, jobs: int | None = None) -> Iterator[RepairedText]:
    """Each text of a corpus repaired, in order, as they are taken; the corpus need not fit into memory.

    ``jobs`` is the number of processes, 0 for none (so for each part of a corpus that Dask or Spark divide);
    left None, processes are started once the work has taken longer than starting them. A text that cannot
    be repaired has an ``error``, and the others go on.
    """
    from annotator import api  # noqa: PLC0415

    return api.repair_texts(texts, jobs=jobs)


def repair_into(
    path: str | Path, texts: Iterable[str], *, jobs: int | None = None, steps: bool = True
) -> CorpusReport:
    """Repair a corpus into a file of JSON Lines, a line for each text in order, or go on with such a file.

    A line has the ``number`` of the text, the SHA-256 of the text as ``received``, the repaired ``text``,
    and where there are any ``chain``, ``doubts``, ``damage``, ``error`` and ``steps``. ``steps=False`` leaves
    those out. Raises UserError where the file holds something else, or the repair of other texts.
    """
    from annotator import api  # noqa: PLC0415

    return api.repair_into(path, texts, jobs=jobs, steps=steps)


def find_languages(text: str, languages: Sequence[str] = ("zh", "en")) -> list[LanguageSpan]:
    """The stretches of a text in one language each; ``languages`` are the BCP 47 codes it may be in."""
    from annotator import api  # noqa: PLC0415

    return api.find_languages(text, languages)
