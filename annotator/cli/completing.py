"""What a shell offers for the value of an option: the names that the project on the line has.

Looking never changes a project and says nothing: where it cannot be read, nothing is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from annotator.errors import UserError

if TYPE_CHECKING:
    from annotator.store import Project

Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
_STATES = ("uncertain", "switched", "gap", "flagged", "bookmarked", "noted")
_CONDITIONS = ("speaker:", "label:", "untagged:", "by:", "lang:", "about:", "in:", "doubt:<", "is:")


def formats_out(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Keys of formats to export to."""
    from annotator.exporters import FORMATS  # noqa: PLC0415 - only needed here

    return [row.key for row in FORMATS if row.key.startswith(incomplete)]


def formats_in(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Keys of formats to import from."""
    from annotator.importers.formats import FORMATS  # noqa: PLC0415 - only needed here

    return [row.key for row in FORMATS if row.key.startswith(incomplete)]


def pictures(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of pictures, each with its title."""
    from annotator.pictures import PICTURES  # noqa: PLC0415 - brings numpy along

    return [CompletionItem(x.name, help=x.title) for x in PICTURES if x.name.startswith(incomplete)]


def codebooks(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files, and the names of the starter codebooks."""
    from annotator.codebooks import STARTERS  # noqa: PLC0415 - only needed here

    names = [CompletionItem(name) for name in STARTERS if name.startswith(incomplete)]
    return [*names, CompletionItem(incomplete, type="file")]


def _of_project(names: Callable[[Project], Iterable[tuple[str, str]]]) -> Offer:
    """Values and what they mean, from the first project that the line names."""

    def offer(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from annotator.store import Project  # noqa: PLC0415 - brings the database along

        path = _project(context)
        if path is None:
            return []
        try:
            with Project.open(path, read_only=True) as project:
                found = list(names(project))
        except UserError:
            return []
        return [CompletionItem(name, help=about) for name, about in found if name.startswith(incomplete)]

    return offer


def _project(context: click.Context) -> Path | None:
    """The project on a line. An option that still wants its value leaves the arguments unread."""
    given = context.params.get("project") or context.params.get("projects") or context.args
    paths = (given,) if isinstance(given, Path) else map(Path, given)
    return next((path for path in paths if path.is_file()), None)


facets = _of_project(
    lambda project: ((one.key, one.name) for one in project.codebook.read().facets if not one.retired)
)
people = _of_project(lambda project: ((one.name, "") for one in project.people.all()))
dialogues = _of_project(
    lambda project: (
        (title, "") for title in dict.fromkeys(title for _, title in project.search.names().dialogues())
    )
)


def where(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The last condition of a filter: its word, then what in the project can stand behind it."""
    before, last = re.fullmatch(r"(.*\s)?(\S*)", incomplete, re.DOTALL).groups("")  # type: ignore[union-attr]
    word, colon, _ = last.partition(":")
    if not colon:
        found = [CompletionItem(word) for word in _CONDITIONS]
    elif word == "is":
        found = [CompletionItem(f"is:{state}") for state in _STATES]
    elif word in _VALUES:
        offered = _of_project(_VALUES[word])(context, parameter, "")
        found = [CompletionItem(f"{word}:{_quoted(one.value)}", help=one.help) for one in offered]
    else:
        found = []
    return [CompletionItem(before + x.value, help=x.help) for x in found if x.value.startswith(last)]


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"\s", value) else value


_VALUES: dict[str, Callable[[Project], Iterable[tuple[str, str]]]] = {
    "label": lambda project: (
        (label.key, label.name) for facet in project.codebook.read().facets for label in facet.labels
    ),
    "untagged": lambda project: ((one.key, one.name) for one in project.codebook.read().facets),
    "by": lambda project: ((one.name, "") for one in project.people.all()),
    "in": lambda project: ((title, "") for _, title in project.search.names().dialogues()),
    "speaker": lambda project: ((name, "") for name in project.search.speakers() if name),
    "lang": lambda project: ((code, "") for code in project.search.languages()),
    "about": lambda project: ((each, "") for each in project.search.speaker_attributes()),
}
