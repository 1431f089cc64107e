"""The project in hand, opened a second time for work on another thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from annotator.model import Annotator
    from annotator.store import Project


def companion_of(project: Project) -> Callable[[], Project]:
    """What opens the project again, in the same person's name; call it on the thread that works.

    Where the project is open for reading, so is its companion. Whoever opens one closes it.
    """
    return companion_at(project.path, project.annotator, read_only=project.read_only)


def companion_at(path: Path, annotator: Annotator, *, read_only: bool) -> Callable[[], Project]:
    """The same of the project in a file."""

    def opened() -> Project:
        from annotator.store import Project  # noqa: PLC0415 - after the first paint

        return Project.open(path, annotator=annotator, read_only=read_only, companion=not read_only)

    return opened
