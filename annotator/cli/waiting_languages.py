"""What a command says that reads a project in which turns still wait for their languages."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.cli import exit_status
from annotator.cli.output_language import counted, tr
from annotator.cli.terminal import printable
from annotator.store import Project


def say_waiting(projects: Sequence[Project]) -> int:
    """Say on stderr, a sentence a project, what is not known about the languages of its turns; returns of how
    many turns that is."""
    total = 0
    for project in projects:
        if waiting := project.findings.waiting():
            total += waiting
            exit_status.say(
                tr(
                    "{file}: the languages of {turns} have not been detected yet, or with older settings; "
                    "the window does so when it opens the project, and the next import",
                    file=printable(project.path.name),
                    turns=counted(waiting, "turn"),
                )
            )
    return total
