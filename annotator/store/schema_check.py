"""Whether a project file holds only what this program puts into it: no foreign triggers, views or columns.

A trigger, a view or a computed column of somebody else's would run, or be read, whenever the
program writes. So the file's own description of its parts is compared with that of a new file.
"""

from __future__ import annotations

import contextlib
import sqlite3
from functools import lru_cache

_PARTS = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
#: Tables that SQLite makes for itself: for the planner, and behind the index of words.
_OWN_OF_SQLITE = ("sqlite_stat", "turn_index_")


def foreign_parts(connection: sqlite3.Connection, steps: tuple[str, ...]) -> list[str]:
    """What a file made by these steps holds and they never made, as "trigger NAME"; sorted.

    Parts that were changed are among them, parts that are missing are not.
    """
    expected = _expected(steps)
    found = {(kind, name): sql for kind, name, sql in connection.execute(_PARTS)}
    return sorted(
        f"{kind} {name}"
        for (kind, name), sql in found.items()
        if expected.get((kind, name)) != sql and not (kind == "table" and name.startswith(_OWN_OF_SQLITE))
    )


def missing_tables(connection: sqlite3.Connection, steps: tuple[str, ...]) -> list[str]:
    """The tables that a file made by these steps should have and has not; sorted."""
    found = {(kind, name) for kind, name, _ in connection.execute(_PARTS)}
    return sorted(name for kind, name in _expected(steps).keys() - found if kind == "table")


@lru_cache
def _expected(steps: tuple[str, ...]) -> dict[tuple[str, str], str]:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for step in steps:
            connection.executescript(step)
        return {(kind, name): sql for kind, name, sql in connection.execute(_PARTS)}
