"""What is wrong with a command line, in the language of the terminal.

click makes its sentences in English, by itself. They are taken apart again by the templates that it makes
them of, and put together in the other language; what is in no template stays as it is.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache

import click

from annotator.cli.help_language import in_chinese, language
from annotator.cli.output_language import tr
from annotator.errors import Sentence

# The first that fits is taken. ``message``, ``more`` and ``kind`` are sentences and words of click, too.
TEMPLATES = (
    Sentence("Invalid value for {param_hint}: {message}"),
    Sentence("Invalid value: {message}"),
    Sentence("Missing argument {param}. {more}"),
    Sentence("Missing argument {param}."),
    Sentence("Missing option {param}. {more}"),
    Sentence("Missing option {param}."),
    Sentence("Missing command."),
    Sentence("Choose from:\n\t{choices}"),
    Sentence("No such option {name}. {more}"),
    Sentence("No such option {name}."),
    Sentence("No such command {name}. {more}"),
    Sentence("No such command {name}."),
    Sentence("Did you mean {possibility}?"),
    Sentence("(Did you mean one of: {possibilities}?)"),
    Sentence("Got unexpected extra argument ({args})"),
    Sentence("Got unexpected extra arguments ({args})"),
    Sentence("Argument {name} takes {nargs} values."),
    Sentence("Option {name} does not take a value."),
    Sentence("Option {name} requires an argument."),
    Sentence("Option {name} requires {nargs} arguments."),
    Sentence("{value} is not one of {choices}."),
    Sentence("{value} is not a valid {kind}."),
    Sentence("{value} is not in the range {range}."),
    Sentence("{kind} {filename} does not exist."),
    Sentence("{kind} {filename} is a file."),
    Sentence("{kind} {filename} is a directory."),
    Sentence("{kind} {filename} is not readable."),
    Sentence("{value} does not match the formats {formats}."),
    Sentence("{value} does not match the format {format}."),
    Sentence("{value} is not {choice}."),
)
KINDS = (
    Sentence("integer"),
    Sentence("integer range"),
    Sentence("float"),
    Sentence("float range"),
    Sentence("boolean"),
    Sentence("file"),
    Sentence("directory"),
    Sentence("path"),
)
_NESTED = frozenset({"message", "more", "kind"})


def show(error: click.ClickException) -> None:
    """Say on stderr how the command is used and what is wrong, in the language of the terminal."""
    if not language():
        error.show()
        return
    lines = []
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        lines.append(in_chinese(context).get_usage())
        if context.command.get_help_option(context) is not None:
            lines.append(tr("Try '{command} --help' for help.", command=context.command_path))
        lines.append("")
    lines.append(tr("Error: {message}", message=said(error.format_message())))
    click.echo("\n".join(lines), file=sys.stderr)


def said(message: str) -> str:
    """A message of click in the language of the terminal."""
    for template, pattern in _patterns():
        if found := pattern.fullmatch(message):
            arguments = {
                name: said(value) if name in _NESTED else value for name, value in found.groupdict().items()
            }
            return tr(template, **arguments)
    return next((tr(kind) for kind in KINDS if kind == message.lower()), message)


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The templates, each with what finds its parts in a message."""
    return [
        (str(each), re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(each)), re.DOTALL))
        for each in TEMPLATES
    ]
