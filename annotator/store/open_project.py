"""A project file made, and opened: what is checked, written and locked before anybody works on it."""

from __future__ import annotations

import contextlib
import uuid
from pathlib import Path

import sqlalchemy as sa

from annotator.core.paths import is_there
from annotator.core.version import VERSION
from annotator.errors import Sentence, UserError
from annotator.model import Annotator, Codebook, EditSummary, Study
from annotator.store import database_errors, project_files
from annotator.store import tables as t
from annotator.store.codebook_edits import creations
from annotator.store.database import Database, Row
from annotator.store.edit_log import RowChange, Stamp, Writer, summary
from annotator.store.import_sources import remove_staged
from annotator.store.last_edit import LastEdit
from annotator.store.log_rows import AnnotatorRow
from annotator.store.project_lock import WriterLock, acquire
from annotator.store.project_part import Opened
from annotator.store.study_settings import study_columns
from annotator.store.value_encoding import now, storable

_TABLES = sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")
_FIRST_PERSON = (
    sa.select(t.annotator).where(t.annotator.c.kind == "human").order_by(t.annotator.c.id).limit(1)
)
_ANNOTATOR = sa.select(t.annotator).where(t.annotator.c.key == sa.bindparam("key"))
_LAST_EDIT = sa.select(sa.func.coalesce(sa.func.max(t.edit.c.id), 0))
_PROJECT = sa.select(t.project)


def create_file(
    path: Path,
    codebook: Codebook,
    annotator: Annotator,
    *,
    name: str,
    key: str,
    study: Study,
    packet: bool,
) -> None:
    """Make a new project file, whole or not at all.

    Raises UserError where something of that name exists or the folder takes no file.
    """
    lock = acquire(path, annotator.name, str(uuid.uuid4()))
    try:
        if is_there(path):
            raise UserError("{file} exists already", "", "Open it, or choose another name", file=path.name)
        with project_files.temporary(path) as temp:
            project_files.make_empty(temp)
            _begin(temp, codebook, annotator, name=name, key=key, study=study, packet=packet)
            project_files.put_in_place(temp, path)
    finally:
        lock.release()


def open_file(
    path: Path,
    lock: WriterLock | None,
    annotator: Annotator | None,
    *,
    read_only: bool = False,
    owns_lock: bool = True,
) -> tuple[Opened, LastEdit]:
    """Open a project file, migrated and checked, for whoever works on it; see :meth:`Project.open`.

    Without ``owns_lock`` this is a further connection beside the one that the lock belongs to.
    """
    own = lock is not None and owns_lock
    older = None
    if own:
        with contextlib.closing(Database(path, write=True)) as probe:
            probe.try_writing()
        project_files.sniff(path)
        project_files.migrate(path)
    elif read_only:
        project_files.sniff(path)
        older = project_files.upgraded(path)
    last_edit = lock.last_edit if lock else LastEdit(path)
    if lock and not own and not is_there(path):
        raise database_errors.replaced(path)
    db = Database(
        path,
        write=lock is not None,
        gate=lock.gate if lock else None,
        last_edit=last_edit,
        patient=not owns_lock,
        connection=older,
        movable=own or lock is None,
    )
    try:
        _check_tables(db)
        with db.snapshot():
            if lock and not own:
                last_edit.require(db.raw)
            else:
                last_edit.keep(last_edit.note(db.raw))
        if own:
            remove_staged(db)
        who = _who(db, annotator, write=not read_only)
        if own and lock:
            lock.first_edit = db.value(_LAST_EDIT)
        session = lock.session if lock else str(uuid.uuid4())
        opened = Opened(db, who=who, session=session, read_only=read_only, lock=lock)
    except BaseException:
        db.close()
        raise
    return opened, last_edit


def _begin(
    path: Path,
    codebook: Codebook,
    annotator: Annotator,
    *,
    name: str,
    key: str,
    study: Study,
    packet: bool,
) -> None:
    """Write a new project's first edit, which no undo reaches: it belongs to no sitting."""
    with contextlib.closing(Database(path, write=True)) as db, db.transaction():
        db.run(
            sa.insert(t.project),
            id=1,
            key=key or str(uuid.uuid4()),
            name=storable(name),
            created_at=now(),
            program=VERSION,
            codebook_name=storable(codebook.name),
            codebook_version=codebook.version,
            packet_of=annotator.key if packet else "",
            **study_columns(study),
        )
        _join(db, annotator, summary("project.create", name=name), creations(codebook))


def _join(db: Database, annotator: Annotator, done: EditSummary, further: list[RowChange]) -> None:
    """Log that somebody joins, in their own name."""
    row = AnnotatorRow(storable(annotator.name), annotator.kind)
    number = 1 + db.value(sa.select(sa.func.coalesce(sa.func.max(t.annotator.c.id), 0)))
    # The row number is known beforehand because the log names the annotator it creates.
    stamp = Stamp(now(), annotator, number, "")
    writer = Writer(db, stamp, done)
    writer.apply([RowChange("annotator", annotator.key, "", None, row), *further])
    writer.finish()


def packet_owner(db: Database) -> Annotator | None:
    """Whose packet a file is; None for a project that is none."""
    key = db.all(_PROJECT)[0].packet_of
    return _known(db.first(_ANNOTATOR, key=key)) if key else None


def _known(row: Row | None) -> Annotator | None:
    return None if row is None else Annotator(row.key, row.name, row.kind)


def _who(db: Database, annotator: Annotator | None, *, write: bool) -> Annotator:
    if db.all(_PROJECT)[0].packet_of:
        found = packet_owner(db)
    elif annotator is None:
        found = _known(db.first(_FIRST_PERSON))
    else:
        found = _known(db.first(_ANNOTATOR, key=annotator.key))
        if found is None and write:
            with db.transaction():
                _join(db, annotator, summary("annotator.add", name=annotator.name), [])
            return annotator
    if found is not None:
        return found
    if write and annotator is None:
        raise UserError(
            "{file} cannot be opened for writing",
            "nobody has worked on it",
            "Say who edits it",
            file=db.path.name,
        )
    return annotator or Annotator("", "")


def _check_tables(db: Database) -> None:
    names = {row[0] for row in db.all(_TABLES)}
    missing = t.metadata.tables.keys() - names
    if missing:
        raise database_errors.damaged(db.path, Sentence("it has no table {table}", table=min(missing)))
