"""One connection to one SQLite file: pragmas, explicit transactions, errors in words.

Python's sqlite3 would begin transactions by itself at times of its own choosing; here it
never does (``isolation_level=None``, SQLAlchemy's AUTOCOMMIT). A statement outside
:meth:`Database.transaction` is a read of its own; whatever writes says ``BEGIN IMMEDIATE``.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from annotator.store.failures import translate
from annotator.store.lock import Gate

BUSY_TIMEOUT_MS = 10_000  # how long to wait for another program's transaction
_CACHE_KIB = 65_536

# A private network share or a synchronised folder gets a file that is whole at rest: the
# journal is gone after each commit. Pages of a transaction stay in memory until it commits,
# for spilling them would lock readers out of the file for the rest of it.
_PRAGMAS = (
    "foreign_keys = ON",
    "synchronous = FULL",
    f"cache_size = -{_CACHE_KIB}",
    "cache_spill = OFF",
    "temp_store = MEMORY",
)

Row = sa.Row[Any]


def uri(path: Path, mode: str) -> str:
    """The URI that opens a file in an SQLite ``mode``: ``ro``, ``rw``, or ``ro&immutable=1``."""
    return f"file:{quote(path.absolute().as_posix())}?mode={mode}"


class Database:
    """A connection of one thread. Every error of SQLite leaves it as a UserError.

    ``gate`` is shared by the writing connections of this process; ``patient`` ones let the
    others write first.
    """

    def __init__(self, path: Path, *, write: bool, gate: Gate | None = None, patient: bool = False) -> None:
        self.path = path
        self._gate = gate or Gate()
        self._patient = patient
        self._engine = sa.create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(
                uri(path, "rw" if write else "ro"),
                uri=True,
                isolation_level=None,
                timeout=BUSY_TIMEOUT_MS / 1000,
            ),
            poolclass=sa.pool.NullPool,
        )
        with self._errors():
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        raw = self._connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells the type checker what `creator` made
        self.raw = raw
        try:
            for pragma in _PRAGMAS:
                self.pragma(pragma)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection; an open transaction is rolled back."""
        self._connection.close()
        self._engine.dispose()

    def pragma(self, text: str) -> Any:
        """Run ``PRAGMA text`` and return its first value, None where it has none."""
        with self._errors():
            row = self.raw.execute(f"PRAGMA {text}").fetchone()
        return row[0] if row else None

    def all(self, statement: sa.Executable, **values: object) -> Sequence[Row]:
        """Every row of a SELECT."""
        with self._errors():
            return self._connection.execute(statement, values).all()

    def first(self, statement: sa.Executable, **values: object) -> Row | None:
        """The first row of a SELECT, None where there is none."""
        with self._errors():
            return self._connection.execute(statement, values).first()

    def value(self, statement: sa.Executable, **values: object) -> Any:
        """The first value of the first row, None where there is none."""
        row = self.first(statement, **values)
        return row[0] if row else None

    def run(self, statement: sa.Executable, **values: object) -> int:
        """Run one INSERT, UPDATE or DELETE; returns the row number of an insert."""
        with self._errors():
            return self._connection.execute(statement, values).lastrowid or 0

    def run_many(self, statement: sa.Executable, rows: Sequence[Mapping[str, object]]) -> None:
        """Run one INSERT, UPDATE or DELETE for each row of values; no rows, no statement."""
        if rows:
            with self._errors():
                self._connection.execute(statement, rows)

    def script(self, text: str) -> None:
        """Run statements separated by semicolons, none of which holds one, in the open transaction."""
        with self._errors():
            for statement in text.split(";"):
                self.raw.execute(statement)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and on disk when it is left; any exception takes everything back."""
        with self._gate.pass_through(patient=self._patient), self._errors():
            self.raw.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.raw.execute("COMMIT")
            except BaseException:
                if self.raw.in_transaction:  # a full disk may have ended it already
                    self.raw.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one state of the file. Keep it short: writers wait for it."""
        if self.raw.in_transaction:
            yield
            return
        with self._errors():
            self.raw.execute("BEGIN")
            try:
                yield
            finally:
                if self.raw.in_transaction:
                    self.raw.execute("ROLLBACK")

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise translate(self.path, error.orig or error) from error
        except sqlite3.Error as error:
            raise translate(self.path, error) from error
