"""What the program stumbles over in a damaged file leaves as damage in words, not as an error of its own.

A flipped bit, a page in another's place, leave rows that SQLite finds sound, with a number where a text
belongs, or nothing at all. To look at each value of each row would cost everybody; so where one of Python's
own errors comes of them, the file is looked through, and the error stays one of the program if that finds
nothing.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from annotator.store.cell_check import damaged_cells
from annotator.store.database import Database
from annotator.store.database_errors import damaged_value

#: What an unexpected value leads to. ValueError is what methods promise for what they are asked wrongly.
_STUMBLES = (TypeError, AttributeError, IndexError, OverflowError)


def watch(part: type) -> None:
    """Let the public methods of a part of a project tell damage from errors of the program."""
    for name, method in list(vars(part).items()):
        if inspect.isfunction(method) and not name.startswith("_"):
            wrapped = _generator(method) if inspect.isgeneratorfunction(method) else _function(method)
            setattr(part, name, functools.wraps(method)(wrapped))


def _function(method: Callable[..., Any]) -> Callable[..., Any]:
    def watched(self: Any, *values: Any, **named: Any) -> Any:
        try:
            return method(self, *values, **named)
        except _STUMBLES as error:
            if not is_damaged(self._db):
                raise
            raise damaged_value() from error

    return watched


def _generator(method: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def watched(self: Any, *values: Any, **named: Any) -> Iterator[Any]:
        try:
            yield from method(self, *values, **named)
        except _STUMBLES as error:
            if not is_damaged(self._db):
                raise
            raise damaged_value() from error

    return watched


def is_damaged(db: Database) -> bool:
    """Whether the file holds values that cannot be; reads all of it."""
    return not db.is_sound() or next(damaged_cells(db), None) is not None
