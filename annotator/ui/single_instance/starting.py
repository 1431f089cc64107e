"""What a program that has just been started does first: look for a window that has the project already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.ui.settings import user_folders
from annotator.ui.single_instance.protocol import hand_over
from annotator.ui.window.file_commands import is_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.ui.settings.settings import Settings


def handed_over(paths: Sequence[Path], settings: Settings, *, samples: bool = False) -> bool:
    """Whether another window took this start over, and there is nothing left to do here.

    A project goes to the window that has it; transcripts alone, and a start without anything,
    to the window of the last project.
    """
    projects = [path for path in paths if is_project(path)]
    if projects:
        project = projects[0]
    elif samples:
        project = user_folders.samples_project()
    elif settings.last_project:
        project = Path(settings.last_project)
    else:
        return False
    return hand_over(project, [path for path in paths if not is_project(path)])
