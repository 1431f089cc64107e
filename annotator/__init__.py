"""Dialogue Annotator: transcripts in, repaired and tagged turns out, all on one machine.

The map of the house, in the order the data walks through it:

- :mod:`annotator.pipeline` - the page to read first: bytes to text to repaired text to turns
  to the project file, and from there to exports
- :mod:`annotator.importers` - bytes to dialogues of turns: encodings, speaker markers, gaps
- :mod:`annotator.repair` - text to repaired text and the steps that made it
- :mod:`annotator.language` - text to language spans and code-switching measures
- :mod:`annotator.store` - the project file: schema, migrations, edits (the only writer), queries
- :mod:`annotator.exporters` - the project to files other tools read
- :mod:`annotator.analysis` - tags to agreement and statistics
- :mod:`annotator.ui` - the window; widgets talk to one object, the workspace
- :mod:`annotator.app` and :mod:`annotator.cli` - where it starts, with and without a window
- :mod:`annotator.api` - for scripts: :func:`annotator.open` and :func:`annotator.repair_text`
- :mod:`annotator.model` and :mod:`annotator.errors` - the words all of these share
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.api import ReadOnlyProject


def open(path: str | Path) -> ReadOnlyProject:  # noqa: A001 - scripts say annotator.open
    """Open a project file to read it; see :class:`annotator.api.ReadOnlyProject`.

    Raises :class:`annotator.errors.UserError` where it cannot be opened.
    """
    from annotator import api  # noqa: PLC0415 - importing the package brings nothing along

    return api.open_project(path)


def repair_text(text: str) -> str:
    """A text without the damage that wrong encodings did to it, as far as it can be undone."""
    from annotator import api  # noqa: PLC0415 - see above

    return api.repair_text(text)
