"""What every part of an open project stands on: the connection, who edits, and how to."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa

from annotator.core.cycle_pause import no_collection
from annotator.errors import UserError
from annotator.model import Annotator, Changes, EditRole, EditSummary, Gap, TurnLanguage
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.edit_log import RowChange, Stamp, Writer
from annotator.store.project_lock import WriterLock
from annotator.store.row_numbers import RowNumbers
from annotator.store.stumbling import watch
from annotator.store.value_encoding import now

_ANNOTATOR = sa.select(t.annotator).where(t.annotator.c.key == sa.bindparam("key"))


# What is found in a turn's text: the gaps in it and its language.
Finder = Callable[[str], tuple[tuple[Gap, ...], TurnLanguage | None]]


class Opened:
    """An open project file: the one database and the one writer that all parts of a project share.

    ``who`` edits, in the sitting ``session``. ``finder`` looks at a turn's text anew after a repair was
    decided on, or undone. Without one the gaps stay on their characters and the language is that of the
    import.
    """

    def __init__(
        self, db: Database, *, who: Annotator, session: str, read_only: bool, lock: WriterLock | None = None
    ) -> None:
        self.db = db
        self.who = who
        self.session = session
        self.read_only = read_only
        self.first_edit = lock.first_edit if lock else 0  # edits of this sitting are later than this one
        self.importing = lock.importing if lock else threading.Event()  # shared by the whole sitting
        self.finder: Finder | None = None
        self.annotator_id = 0  # looked up with the first edit
        self._whole: Writer | None = None  # the edit that several are being made in

    @property
    def path(self) -> Path:
        """The project file."""
        return self.db.path

    def annotator(self) -> Annotator:
        """Who edits, by the name that the project has for them."""
        row = self.db.first(_ANNOTATOR, key=self.who.key)
        return self.who if row is None else Annotator(row.key, row.name, row.kind)

    @contextlib.contextmanager
    def writing(self, role: EditRole = "do", reverts: int | None = None) -> Iterator[Stamp]:
        """A write transaction and the stamp of the edit to be made in it."""
        if self._whole is not None:
            if role != "do":
                raise ValueError(f"{role} is an edit of its own")
            yield self._whole.stamp
            return
        if self.read_only:
            raise UserError(
                "{file} cannot be changed",
                "it has been opened read-only",
                "Close it and open it for writing",
                file=self.path.name,
            )
        with no_collection(), self.db.transaction():
            if not self.annotator_id:
                self.annotator_id = self.db.value(_ANNOTATOR, key=self.who.key)
            yield Stamp(now(), self.who, self.annotator_id, self.session, role, reverts)

    def together(self, edits: Sequence[Callable[[], object]]) -> Changes:
        """Run several edits in one transaction and log them as one; see :meth:`Project.together`."""
        with self.writing() as stamp:
            whole = Writer(self.db, stamp, None)
            self._whole = whole
            try:
                for edit in edits:
                    edit()
            finally:
                self._whole = None
            return whole.finish()

    def writer(self, stamp: Stamp, summary: EditSummary, refs: RowNumbers | None = None) -> Writer:
        """What makes one edit, or a part of the one that is being made."""
        return Writer(self.db, stamp, summary, refs, self._whole)

    def log(
        self, stamp: Stamp, summary: EditSummary, changes: Sequence[RowChange], refs: RowNumbers | None = None
    ) -> Changes:
        """Apply and log an edit; one that changes nothing leaves no trace."""
        writer = self.writer(stamp, summary, refs)
        writer.apply(changes)
        return writer.finish()


class Part:
    """A room of a project: what belongs to one subject, over the same database and writer as the others.

    Each edit is one transaction, on disk on return. Where a value of a damaged file is another one than can
    be, and the program stumbles over it, each public method says so (:mod:`annotator.store.stumbling`).
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        watch(cls)

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._db = opened.db
