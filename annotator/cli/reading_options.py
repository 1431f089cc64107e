"""What options say about how a file is read, made of their words; what is wrong with those is said."""

from __future__ import annotations

import click

from annotator import importers
from annotator.errors import UserError
from annotator.ui.texts import error_texts


def marker_rule(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> importers.MarkerRule | None:
    """The rule for speaker markers of ``--rule``, None where none is given."""
    try:
        return None if value is None else importers.read_rule(value)
    except UserError as error:
        raise click.BadParameter(error_texts.sentences(error.why, error.remedy)) from error


def answers(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """What ``--answer`` decides, by the keys of questions."""
    try:
        return dict(map(importers.read_answer, values))
    except UserError as error:
        raise click.BadParameter(error_texts.sentences(error_texts.reason(error))) from error
