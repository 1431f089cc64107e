"""Opening, creating, copying and closing project files."""

from __future__ import annotations

import contextlib
import uuid
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

import annotator as program
from annotator.errors import UserError
from annotator.model import Annotator, Codebook, Study
from annotator.store import failures, files
from annotator.store import tables as t
from annotator.store.checking import Checking
from annotator.store.codebook_moves import Arranging
from annotator.store.codebooks import creations
from annotator.store.comparing import Comparing
from annotator.store.correcting import Correcting
from annotator.store.database import Database
from annotator.store.doubts import Doubting
from annotator.store.history import History
from annotator.store.importing import Importing, remove_staged
from annotator.store.lock import WriterLock, acquire, held
from annotator.store.log import RowChange, Stamp, Writer
from annotator.store.marking import Marking
from annotator.store.outlining import Outlining
from annotator.store.relabelling import Relabelling
from annotator.store.rows import AnnotatorRow
from annotator.store.searching import Searching
from annotator.store.structure import Structuring
from annotator.store.studying import Studying, study_columns
from annotator.store.tagging import Tagging
from annotator.store.undoing import Undoing
from annotator.store.values import now, storable
from annotator.store.views import Viewing

_TABLES = sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")
_FIRST_PERSON = (
    sa.select(t.annotator).where(t.annotator.c.kind == "human").order_by(t.annotator.c.id).limit(1)
)
_ANNOTATOR = sa.select(t.annotator).where(t.annotator.c.key == sa.bindparam("key"))
_LAST_EDIT = sa.select(sa.func.coalesce(sa.func.max(t.edit.c.id), 0))


class Project(
    Checking,
    Arranging,
    Tagging,
    Relabelling,
    Marking,
    Outlining,
    Structuring,
    Studying,
    Correcting,
    Doubting,
    Importing,
    History,
    Undoing,
    Searching,
    Viewing,
    Comparing,
):
    """One open project file, for one thread; another thread opens its own with ``companion=True``.

    Every edit is one transaction, on disk when the call returns, and returns the
    :class:`annotator.model.Changes` that views need. Errors a person can act on are UserErrors.
    """

    def __init__(
        self,
        db: Database,
        lock: WriterLock | None,
        *,
        annotator: Annotator,
        session: str,
        read_only: bool,
        owns_lock: bool,
    ) -> None:
        first = lock.first_edit if lock else 0
        super().__init__(db, annotator=annotator, session=session, read_only=read_only, first_edit=first)
        self._lock = lock
        self._owns_lock = owns_lock

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        codebook: Codebook,
        annotator: Annotator,
        name: str = "",
        key: str = "",
        study: Study | None = None,
    ) -> Project:
        """Make a new project file and open it for writing; ``key`` is a new UUID unless given.

        Findings that are imported afterwards are taken to be made with what ``study`` settles.
        Raises UserError where something of that name exists or the folder takes no file.
        """
        path = Path(path)
        lock = acquire(path, annotator.name, str(uuid.uuid4()))
        try:
            if path.exists():
                raise UserError(f"{path.name} exists already", "", "Open it, or choose another name")
            with files.temporary(path) as temp:
                files.make_empty(temp)
                _begin(temp, codebook, annotator, name=name, key=key, study=study or Study())
                files.put_in_place(temp, path)
        finally:
            lock.release()
        return cls.open(path, annotator=annotator)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        annotator: Annotator | None = None,
        companion: bool = False,
    ) -> Project:
        """Open a project file.

        Args:
            path: the file.
            read_only: take no lock, write nothing, leave no file beside it.
            annotator: who edits; added to the project where it does not know them. Without
                one, the first person of the project.
            companion: a further connection, for a background job, of the process that has the
                project open for writing; its edits belong to the same sitting.

        Raises ProjectLocked, ProjectReadOnly (ProjectOnFullDisk is one), or another UserError where the
        file is missing, not a project, damaged or newer than the program. The file is then as it was.
        """
        path = Path(path)
        if read_only:
            return cls._open(path, None, annotator, read_only=True)
        if companion:
            lock = held(path)
            if lock is None:
                raise ValueError(f"{path.name} is not open for writing here")
            return cls._open(path, lock, annotator, owns_lock=False)
        files.sniff(path)  # before a lock file appears beside something that is not a project
        lock = acquire(path, annotator.name if annotator else "", str(uuid.uuid4()))
        try:
            return cls._open(path, lock, annotator)
        except failures.DiskFull as error:
            lock.release()
            raise failures.ProjectOnFullDisk(path) from error
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _open(
        cls,
        path: Path,
        lock: WriterLock | None,
        annotator: Annotator | None,
        *,
        read_only: bool = False,
        owns_lock: bool = True,
    ) -> Project:
        own = lock is not None and owns_lock
        if own:
            with contextlib.closing(Database(path, write=True)) as probe:
                probe.try_writing()
            files.sniff(path)
            files.migrate(path)
        elif read_only:
            files.sniff(path)
        db = Database(path, write=lock is not None, gate=lock.gate if lock else None, patient=not owns_lock)
        try:
            files.require_current(path, db.pragma("application_id"), db.pragma("user_version"))
            _check_tables(db)
            if own:
                remove_staged(db)
            who = _who(db, annotator, write=not read_only)
            if own and lock:
                lock.first_edit = db.value(_LAST_EDIT)
            session = lock.session if lock else str(uuid.uuid4())
            return cls(db, lock, annotator=who, session=session, read_only=read_only, owns_lock=own)
        except BaseException:
            db.close()
            raise

    def save_as(self, path: Path) -> None:
        """Write a copy of the project to another file, whole or not at all, and go on with this one.

        An existing file is replaced. Raises ProjectLocked where that is a project in use,
        UserError where it is this very file or cannot be written.
        """
        path = Path(path).resolve()  # a link stays a link
        if path.exists() and path.samefile(self.path):
            raise UserError("The copy needs another name", f"{path.name} is the open project itself")
        lock = acquire(path, self.annotator.name, "")
        try:
            files.copy(self.path, path)
        finally:
            lock.release()

    def close(self) -> None:
        """Close the file and let others have it; doing it twice does no harm."""
        self._db.close()
        if self._owns_lock and self._lock:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _begin(
    path: Path, codebook: Codebook, annotator: Annotator, *, name: str, key: str, study: Study
) -> None:
    """Write a new project's first edit, which no undo reaches: it belongs to no sitting."""
    with contextlib.closing(Database(path, write=True)) as db, db.transaction():
        db.run(
            sa.insert(t.project),
            id=1,
            key=key or str(uuid.uuid4()),
            name=storable(name),
            created_at=now(),
            program=program.__version__,
            codebook_name=storable(codebook.name),
            codebook_version=codebook.version,
            **study_columns(study),
        )
        _join(db, annotator, "create the project", creations(codebook))


def _join(db: Database, annotator: Annotator, label: str, further: list[RowChange]) -> None:
    """Log that somebody joins, in their own name."""
    row = AnnotatorRow(storable(annotator.name), annotator.kind)
    number = 1 + db.value(sa.select(sa.func.coalesce(sa.func.max(t.annotator.c.id), 0)))
    # The row number is known beforehand because the log names the annotator it creates.
    stamp = Stamp(now(), annotator, number, "")
    writer = Writer(db, stamp, label)
    writer.apply([RowChange("annotator", annotator.key, "", None, row), *further])
    writer.finish()


def _who(db: Database, annotator: Annotator | None, *, write: bool) -> Annotator:
    if annotator is None:
        row = db.first(_FIRST_PERSON)
    else:
        row = db.first(_ANNOTATOR, key=annotator.key)
        if row is None and write:
            with db.transaction():
                _join(db, annotator, "add an annotator", [])
            return annotator
    if row is not None:
        return Annotator(row.key, row.name, row.kind)
    if write and annotator is None:
        raise UserError(
            f"{db.path.name} cannot be opened for writing", "nobody has worked on it", "Say who edits it"
        )
    return annotator or Annotator("", "")


def _check_tables(db: Database) -> None:
    names = {row[0] for row in db.all(_TABLES)}
    missing = t.metadata.tables.keys() - names
    if missing:
        raise failures.damaged(db.path, f"it has no table {min(missing)}")
