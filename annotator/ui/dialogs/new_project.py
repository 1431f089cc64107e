"""What a person says about a new project, and what can be guessed of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotator.core.file_names import file_name


@dataclass(frozen=True, slots=True)
class NewProject:
    """Where a new project shall lie, what it is called, and who begins it."""

    path: Path
    name: str
    annotator: str
    codebook: str = "default"  # name of a starter codebook


def person_at_this_computer() -> str:
    """The name the system knows the person by, as a first guess."""
    import getpass  # noqa: PLC0415 - after the first paint

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no account for this user id, as in some containers
        return ""


def file_name_of(name: str) -> str:
    """A project's name made safe as a file name on every system, without suffix."""
    return file_name(name, instead="-")
