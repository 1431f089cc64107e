"""What every part of an open project stands on: the connection, who edits, and how to."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import Annotator, Changes, Gap, TurnLanguage
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.entities import Refs
from annotator.store.log import RowChange, Stamp, Writer
from annotator.store.values import now

_ANNOTATOR = sa.select(t.annotator).where(t.annotator.c.key == sa.bindparam("key"))


# What is found in a turn's text: the gaps in it and its language.
Finder = Callable[[str], tuple[tuple[Gap, ...], TurnLanguage | None]]


class Opened:
    """The ground of :class:`annotator.store.Project`; its parts add reads and edits.

    ``finder`` looks at a turn's text anew after a repair was decided on, or undone. Without one
    the gaps stay on their characters and the language is that of the import.
    """

    finder: Finder | None = None

    def __init__(
        self, db: Database, *, annotator: Annotator, session: str, read_only: bool, first_edit: int
    ) -> None:
        self._db = db
        self._annotator = annotator
        self._whole: Writer | None = None  # the edit that several are being made in
        self._annotator_id = 0  # looked up with the first edit
        self._session = session
        self._read_only = read_only
        self._first_edit = first_edit  # edits of this sitting are later than this one

    @property
    def path(self) -> Path:
        """The project file."""
        return self._db.path

    @property
    def read_only(self) -> bool:
        """Whether edits are refused."""
        return self._read_only

    @property
    def annotator(self) -> Annotator:
        """Who edits, by the name that the project has for them."""
        row = self._db.first(_ANNOTATOR, key=self._annotator.key)
        return self._annotator if row is None else Annotator(row.key, row.name, row.kind)

    @property
    def session(self) -> str:
        """The UUID of this sitting; the edits of one sitting are one undo stack."""
        return self._session

    @contextlib.contextmanager
    def _writing(self, role: str = "do", reverts: int | None = None) -> Iterator[Stamp]:
        """A write transaction and the stamp of the edit to be made in it."""
        if self._whole is not None:
            if role != "do":
                raise ValueError(f"{role} is an edit of its own")
            yield self._whole.stamp
            return
        if self._read_only:
            raise UserError(
                f"{self.path.name} cannot be changed",
                "it has been opened read-only",
                "Close it and open it for writing",
            )
        with _no_collection(), self._db.transaction():
            if not self._annotator_id:
                self._annotator_id = self._db.value(_ANNOTATOR, key=self._annotator.key)
            yield Stamp(now(), self._annotator, self._annotator_id, self._session, role, reverts)

    def together(self, edits: Sequence[Callable[[Self], object]]) -> Changes:
        """Run several edits in one transaction and log them as one, so that one undo takes all back.

        Each is called with the project. The label is the sum of theirs where they are alike
        ("tag 5 turns"), else the last one's. Raises what they raise; nothing is changed then.
        Raises ValueError for undo, redo and revert, which are edits of their own.
        """
        with self._writing() as stamp:
            whole = Writer(self._db, stamp, "")
            self._whole = whole
            try:
                for edit in edits:
                    edit(self)
            finally:
                self._whole = None
            return whole.finish()

    def _writer(self, stamp: Stamp, label: str, refs: Refs | None = None) -> Writer:
        """What makes one edit, or a part of the one that is being made."""
        return Writer(self._db, stamp, label, refs, self._whole)

    def _log(
        self, stamp: Stamp, label: str, changes: Sequence[RowChange], refs: Refs | None = None
    ) -> Changes:
        """Apply and log an edit; one that changes nothing leaves no trace."""
        writer = self._writer(stamp, label, refs)
        writer.apply(changes)
        return writer.finish()


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python's cycle collector still: it would search the many small rows of a large edit,
    which hold no cycles, again and again, for a third of the edit's time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
