"""One connection to one SQLite file: pragmas, explicit transactions, errors in words.

SQLAlchemy builds and compiles; the compiled statements then run on the driver's own
connection, for SQLAlchemy's way of running one costs 40 to 60 microseconds, which seven
times a key press is more than the disk takes.

Python's sqlite3 would begin transactions by itself at times of its own choosing; here it
never does (``isolation_level=None``). A statement outside
:meth:`Database.transaction` is a read of its own; whatever writes says ``BEGIN IMMEDIATE``.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from annotator.core.durable import sync_folder
from annotator.errors import Sentence
from annotator.store.database_copy import copied
from annotator.store.database_errors import (
    DRIVER_ERRORS,
    DriverError,
    ProjectWaits,
    damaged,
    scrubbed,
    translate,
    translated,
)
from annotator.store.database_uri import uri
from annotator.store.last_edit import LastEdit
from annotator.store.project_lock import Gate

BUSY_TIMEOUT_MS = 10_000  # how long to wait for another program's transaction
_CACHE_KIB = 65_536
_INTEGRITY = "PRAGMA integrity_check(1)"
_AT_ONCE = 200  # rows that are fetched by one call beside

# A network share or a synchronised folder gets a file that is whole at rest: the journal is
# gone after each commit. Pages of a transaction stay in memory until it commits, for spilling
# them would lock readers out of the file for the rest of it.
_PRAGMAS = (
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "synchronous = FULL",
    f"cache_size = -{_CACHE_KIB}",
    "cache_spill = OFF",
    "temp_store = MEMORY",
)

# What a statement selects is known where it is written; its rows are named tuples and get
# their types where they become objects.
Row: TypeAlias = Any
Values: TypeAlias = Mapping[str, object]
Result = TypeVar("Result")
#: Makes a call on another thread and waits for it; raises TimeoutError where that cannot be waited for.
Beside: TypeAlias = Callable[[Callable[[], Any]], Any]


class _Prepared(NamedTuple):
    sql: str
    names: tuple[str, ...]
    defaults: Mapping[str, object]
    row: Callable[[Iterable[Any]], Row]

    def values(self, given: Values) -> list[object]:
        """The parameters in their order. Raises KeyError for one that is missing."""
        defaults = self.defaults
        return [given[name] if name in given else defaults[name] for name in self.names]


@lru_cache(maxsize=1_000)
def _prepared(statement: sa.Executable) -> _Prepared:
    """A statement compiled once; the statements are constants of their modules."""
    compiled: Any = statement.compile(dialect=sqlite.dialect(paramstyle="qmark"))  # type: ignore[attr-defined]
    # An insert may leave columns out, a query must not leave out a parameter.
    loose = isinstance(statement, sa.Insert)
    defaults = {name: bind.value for name, bind in compiled.binds.items() if loose or not bind.required}
    columns = [str(column.key) for column in getattr(statement, "selected_columns", ())]
    row: Any = namedtuple("Row", columns, rename=True) if columns else None  # noqa: PYI024 - made from data
    return _Prepared(str(compiled), tuple(compiled.positiontup), defaults, row._make if row else tuple)


def _connect(name: str, *, movable: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(
        name,
        uri=True,
        isolation_level=None,
        timeout=BUSY_TIMEOUT_MS / 1000,
        cached_statements=500,
        check_same_thread=not movable,
    )


class Garbled(str):
    """A text that has bytes which are no UTF-8, each of them as U+FFFD."""

    __slots__ = ()


def _garbled(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return Garbled(raw.decode("utf-8", "replace"))


class Database:
    """A connection of one thread. Every error of SQLite leaves it as a UserError.

    ``gate`` and ``last_edit`` are shared by the writing connections of this process; ``patient`` ones let the
    others write first. ``connection`` is one that is open already. A ``movable`` one may be used by another
    thread in between, from within :meth:`alone`, or for each call by :attr:`beside`.
    """

    def __init__(
        self,
        path: Path,
        *,
        write: bool,
        gate: Gate | None = None,
        last_edit: LastEdit | None = None,
        patient: bool = False,
        connection: sqlite3.Connection | None = None,
        movable: bool = False,
    ) -> None:
        self.path = path
        self._user: int | None = None  # the thread that has this connection alone
        self._owed = False  # the end of a snapshot
        self.beside: Beside | None = None  # makes the calls to SQLite, for a thread that must not stand still
        self._gate = gate or Gate()
        self._last_edit = last_edit
        self._patient = patient
        # A link's journal lies beside the file that it leads to.
        self._folder = path.resolve().parent if write and connection is None else None
        with translated(path):
            self.raw = connection or _connect(uri(path, "rw" if write else "ro"), movable=movable)
        try:
            for pragma in _PRAGMAS:
                self.pragma(pragma)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection; an open transaction is rolled back."""
        self._require_alone()
        self._call(self.raw.close)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Meanwhile other threads get ProjectWaits: they would wait, or see what may be taken back."""
        self._require_alone()
        before, self._user = self._user, threading.get_ident()
        try:
            if self._owed:  # reads that nobody waited for have left their snapshot open
                self._owed = False
                self.raw.execute("ROLLBACK")
            yield
        finally:
            self._user = before

    def _call(self, work: Callable[[], Result]) -> Result:
        """Make a call to SQLite, beside this thread where it must not stand still with the drive."""
        if self.beside is None or self._user is not None:
            return work()

        def made() -> Result:
            with self.alone():
                return work()

        try:
            result: Result = self.beside(made)
        except TimeoutError as error:  # the call goes on
            raise ProjectWaits(self.path) from error
        return result

    def as_one(self, reads: Callable[[], Result]) -> Result:
        """Make several reads that belong together, and are made often, as one call beside this thread."""
        self._require_alone()
        return self._call(reads)

    @contextlib.contextmanager
    def private_copy(self) -> Iterator[Database]:
        """The file as it is at one moment, in a temporary database that nobody else sees or waits for.

        SQLite removes it when it is left. Its errors speak of this file.
        """
        with self._errors():
            temporary = _connect("")
        with contextlib.closing(Database(self.path, write=True, connection=temporary)) as copy:
            with self._errors():
                self._call(lambda: copied(self.raw, temporary, insist=True))
            yield copy

    def copy_to(self, target: Path) -> None:
        """Copy all that is committed into an empty file. Raises UserError; the file may then hold a part."""
        with (
            translated(target),
            contextlib.closing(sqlite3.connect(uri(target, "rw"), uri=True, isolation_level=None)) as other,
        ):
            other.execute("PRAGMA synchronous = FULL")
            self._call(lambda: self.raw.backup(other))

    def pragma(self, text: str) -> Any:
        """Run ``PRAGMA text`` and return its first value, None where it has none."""
        with self._errors():
            row = self._call(lambda: self.raw.execute(f"PRAGMA {text}").fetchone())
        return row[0] if row else None

    def all(self, statement: sa.Executable, **values: object) -> Sequence[Row]:
        """Every row of a SELECT."""
        self._require_alone()
        prepared = _prepared(statement)
        given = prepared.values(values)
        try:  # as `_errors` does, which takes as long as a small statement
            rows = self._call(lambda: self.raw.execute(prepared.sql, given).fetchall())
        except DRIVER_ERRORS as error:
            raise self._told(error) from scrubbed(error)
        return [prepared.row(row) for row in rows]

    def tuples(self, statement: sa.Executable, **values: object) -> list[tuple[Any, ...]]:
        """Every row of a SELECT as a plain tuple, where there are very many of them."""
        prepared = _prepared(statement)
        with self._errors():
            given = prepared.values(values)
            return self._call(lambda: self.raw.execute(prepared.sql, given).fetchall())

    def stream(self, statement: sa.Executable, **values: object) -> Iterator[Row]:
        """The rows of a SELECT one by one, for more of them than memory should hold."""
        prepared = _prepared(statement)
        for row in self._one_by_one(prepared.sql, prepared.values(values)):
            yield prepared.row(row)

    def plain(self, statement: sa.Select[Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT that is put together for one occasion, one by one, as plain tuples."""
        dialect = sqlite.dialect(paramstyle="qmark")
        compiled: Any = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        return self._one_by_one(str(compiled), [compiled.params[name] for name in compiled.positiontup])

    def _one_by_one(self, sql: str, given: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        with self._errors():
            cursor = self._call(lambda: self.raw.execute(sql, given))
            if self.beside is None:
                yield from cursor
            else:
                while some := self._call(lambda: cursor.fetchmany(_AT_ONCE)):
                    yield from some

    def first(self, statement: sa.Executable, **values: object) -> Row | None:
        """The first row of a SELECT, None where there is none."""
        self._require_alone()
        prepared = _prepared(statement)
        given = prepared.values(values)
        try:
            row = self._call(lambda: self.raw.execute(prepared.sql, given).fetchone())
        except DRIVER_ERRORS as error:
            raise self._told(error) from scrubbed(error)
        return None if row is None else prepared.row(row)

    def value(self, statement: sa.Executable, **values: object) -> Any:
        """The first value of the first row, None where there is none."""
        row = self.first(statement, **values)
        return None if row is None else row[0]

    def run(self, statement: sa.Executable, **values: object) -> int:
        """Run one INSERT, UPDATE or DELETE; returns the row number of an insert."""
        self._require_alone()
        prepared = _prepared(statement)
        given = prepared.values(values)
        try:
            return self._call(lambda: self.raw.execute(prepared.sql, given).lastrowid) or 0
        except DRIVER_ERRORS as error:
            raise self._told(error) from scrubbed(error)

    def run_many(self, statement: sa.Executable, rows: Sequence[Values | tuple[object, ...]]) -> None:
        """Run one INSERT, UPDATE or DELETE for each row; no rows, no statement.

        A row names its values or, where speed matters, has them in the order of the
        statement's parameters, which for an insert is that of the table's columns.
        """
        if not rows:
            return
        prepared = _prepared(statement)
        ordered = [row if isinstance(row, tuple) else prepared.values(row) for row in rows]
        with self._errors():
            self._call(lambda: self.raw.executemany(prepared.sql, ordered))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and on disk when it is left; any exception takes everything back.

        On disk is also that the journal is gone: it would take everything back when the power fails.
        """
        with self._errors(), self._gate.pass_through(patient=self._patient):
            self._call(lambda: self.raw.execute("BEGIN IMMEDIATE"))
            try:
                if self._last_edit:
                    self._last_edit.require(self.raw)
                yield
                last = self._last_edit.note(self.raw) if self._last_edit else ()
                self._call(lambda: self.raw.execute("COMMIT"))
                if self._last_edit:
                    self._last_edit.keep(last)
                if self._folder is not None:
                    sync_folder(self._folder)
            except BaseException:
                if self.raw.in_transaction:  # a full disk may have ended it already
                    self.raw.execute("ROLLBACK")
                raise

    def try_writing(self) -> None:
        """Raise what a change would: the file or its folder is protected, another program has it.

        Begins one, with its journal, and takes it back before the file is touched.
        """
        with self._errors():
            self.raw.execute("BEGIN IMMEDIATE")
            try:
                self.pragma(f"user_version = {self.pragma('user_version')}")
            finally:
                if self.raw.in_transaction:  # a full disk ends it by itself
                    self.raw.execute("ROLLBACK")

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one state of the file. Keep it short: writers wait for it."""
        with self._errors():
            if self._owed:
                self._call(lambda: None)
            outermost = not self.raw.in_transaction
            if outermost:
                self.raw.execute("BEGIN")  # reads nothing yet
            try:
                yield
            finally:
                if outermost and self._user in (None, threading.get_ident()):
                    self._call(lambda: self.raw.execute("ROLLBACK"))
                elif outermost:
                    self._owed = True

    @contextlib.contextmanager
    def lenient(self) -> Iterator[None]:
        """Reads inside return a text that is no UTF-8 as Garbled, instead of raising an error."""
        self.raw.text_factory = _garbled
        try:
            yield
        finally:
            self.raw.text_factory = str

    def direct(self, sql: str) -> None:
        """Run a statement that SQLAlchemy has no words for."""
        with self._errors():
            self._call(lambda: self.raw.execute(sql))

    def direct_many(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Run such a statement once for each row."""
        with self._errors():
            self._call(lambda: self.raw.executemany(sql, rows))

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        self._require_alone()
        try:
            yield
        except DRIVER_ERRORS as error:
            raise self._told(error) from scrubbed(error)

    def _told(self, error: BaseException) -> Exception:
        """What an error of the driver is; a defect only where the file is sound."""
        made = translate(self.path, error)
        if isinstance(made, DriverError) and hasattr(error, "sqlite_errorcode") and not self.is_sound():
            return damaged(self.path, Sentence(str(made)))
        return made

    def is_sound(self) -> bool:
        """Whether SQLite finds nothing wrong with the file; reads all of it."""
        try:
            found = self._call(lambda: self.raw.execute(_INTEGRITY).fetchone())
        except DRIVER_ERRORS:
            return False
        return bool(found == ("ok",))

    def _require_alone(self) -> None:
        if self._user is None or self._user == threading.get_ident():
            return
        if self.beside is not None:
            with contextlib.suppress(TimeoutError):
                self.beside(_nothing)  # it is made behind what somebody else has asked
                return
        raise ProjectWaits(self.path)


def _nothing() -> None:
    """What is asked to wait for what was asked before."""
