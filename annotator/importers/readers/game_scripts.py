"""Scripts of games: refused by name, because their commands and jumps would be words of the speakers."""

from __future__ import annotations

from typing import NoReturn

from annotator.errors import UserError
from annotator.importers.reader_result import Recipe

ENDINGS = (".dialogue", ".yarn", ".ink", ".rpy")


def refuse_game_script(name: str, data: bytes, recipe: Recipe) -> NoReturn:  # noqa: ARG001 - all readers take the same
    """Say what a file is instead of taking its commands for words."""
    raise UserError(
        "{name} is a script of a game",
        "commands and jumps stand between its lines, and which lines follow one another is decided in play",
        "Save one way through it as plain text",
        name=name,
    )
