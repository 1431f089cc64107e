"""One open project file: its parts, how it is opened, copied, checked and closed."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import Annotator, Changes, Codebook, Study
from annotator.store import backups, database_errors, overwritten_project, project_files
from annotator.store import tables as t
from annotator.store.codebook_moves import CodebookEdits
from annotator.store.database import Beside, Database
from annotator.store.dialogue_listing import Listing
from annotator.store.dialogues import Dialogues
from annotator.store.doubts import Doubts
from annotator.store.import_sources import Sources
from annotator.store.last_edit import LastEdit
from annotator.store.marks import Marks
from annotator.store.open_project import create_file, open_file, packet_owner
from annotator.store.overview import Overview
from annotator.store.people import People
from annotator.store.progress import TagProgress
from annotator.store.project_counts import ProjectCounts, counted
from annotator.store.project_lock import WriterLock, acquire, held, same_file
from annotator.store.project_part import Finder, Opened
from annotator.store.saved_filters import Views
from annotator.store.speakers import Speakers
from annotator.store.study_settings import Findings, StudySettings, Suggestions
from annotator.store.tag_changes import Tags
from annotator.store.text_index import TextIndex
from annotator.store.turn_search import Search
from annotator.store.turns import Turns
from annotator.store.undo import History

if TYPE_CHECKING:
    from annotator.store.answers_by_annotator import Comparison
    from annotator.store.picture_data import Pictures
    from annotator.store.project_check import Decode, ProjectProblem, Reread
    from annotator.store.records import Records
    from annotator.store.repair_decisions import Repairs
    from annotator.store.turn_structure import Structure

_PROJECT = sa.select(t.project)


class Project:
    """One open project file, for one thread; another thread opens its own with ``companion=True``, or has
    this one within :meth:`alone`.

    What it holds is in its parts, each about one subject: ``project.tags.add(…)``, ``project.turns.page(…)``.
    Every edit is one transaction, on disk when the call returns, and returns the
    :class:`annotator.model.Changes` that views need. Errors a person can act on are UserErrors.
    """

    def __init__(self, opened: Opened, last_edit: LastEdit, lock: WriterLock | None = None) -> None:
        self._opened = opened
        self._last_edit = last_edit
        self._db = opened.db
        self._lock = lock  # None where it is another's
        self.people = People(opened)
        self.sources = Sources(opened)
        self.dialogues = Dialogues(opened)
        self.turns = Turns(opened)
        self.speakers = Speakers(opened)
        self.codebook = CodebookEdits(opened)
        self.tags = Tags(opened)
        self.progress = TagProgress(opened)
        self.marks = Marks(opened)
        self.doubts = Doubts(opened)
        self.history = History(opened)
        self.index = TextIndex(opened)
        self.search = Search(opened, self.index, self.codebook, self.people)
        self.views = Views(opened)
        self.study = StudySettings(opened)
        self.findings = Findings(opened, self.study)
        self.suggestions = Suggestions(opened)
        self.overview = Overview(opened)
        self.listing = Listing(opened, self.overview)

    # Loaded when they are first asked for: a window opens without them.

    @cached_property
    def structure(self) -> Structure:
        """Turns split, joined and read again."""
        from annotator.store.turn_structure import Structure  # noqa: PLC0415

        return Structure(self._opened)

    @cached_property
    def repairs(self) -> Repairs:
        """Decisions on repairs."""
        from annotator.store.repair_decisions import Repairs  # noqa: PLC0415

        return Repairs(self._opened)

    @cached_property
    def comparison(self) -> Comparison:
        """Answers of several annotators side by side."""
        from annotator.store.answers_by_annotator import Comparison  # noqa: PLC0415

        return Comparison(self._opened)

    @cached_property
    def pictures(self) -> Pictures:
        """Numbers for pictures."""
        from annotator.store.picture_data import Pictures  # noqa: PLC0415

        return Pictures(self._opened)

    @cached_property
    def records(self) -> Records:
        """Dialogues with everything, for exports."""
        from annotator.store.records import Records  # noqa: PLC0415

        return Records(self._opened, self.dialogues)

    @property
    def path(self) -> Path:
        """The project file."""
        return self._opened.path

    @property
    def read_only(self) -> bool:
        """Whether edits are refused."""
        return self._opened.read_only

    @property
    def annotator(self) -> Annotator:
        """Who edits, by the name that the project has for them."""
        return self._opened.annotator()

    @property
    def session(self) -> str:
        """The UUID of this sitting, under which its edits are logged."""
        return self._opened.session

    @property
    def key(self) -> str:
        """The project's UUID; a copy of the file has the same."""
        return str(self._db.all(_PROJECT)[0].key)

    @property
    def packet_of(self) -> Annotator | None:
        """Whose packet the file is; None for a project that is none."""
        return packet_owner(self._db)

    @property
    def name(self) -> str:
        """The project's name; may be empty."""
        return str(self._db.all(_PROJECT)[0].name)

    @property
    def finder(self) -> Finder | None:
        """What looks at a turn's text anew after a repair was decided on, or undone.

        Without one the gaps stay on their characters and the language is that of the import.
        """
        return self._opened.finder

    @finder.setter
    def finder(self, finder: Finder | None) -> None:
        self._opened.finder = finder

    def counts(self) -> ProjectCounts:
        """How much there is. Reads an index of dialogues and a few figures, never the turns."""
        return counted(self._db)

    def alone(self) -> contextlib.AbstractContextManager[None]:
        """Meanwhile this thread has the project alone, and other threads get ProjectWaits.

        So an edit can be made on another thread than the project's while that one must not wait for the disk.
        """
        return self._db.alone()

    def read_beside(self, beside: Beside) -> None:
        """Make each call to SQLite by ``beside`` from now on, but those within :meth:`alone`.

        It runs what it is given on another thread and waits for it; where it cannot, it raises TimeoutError,
        and whoever asked gets ProjectWaits, as everybody does until that call has come back.
        """
        self._db.beside = beside

    def together(self, edits: Sequence[Callable[[Project], object]]) -> Changes:
        """Run several edits in one transaction and log them as one, so that one undo takes all back.

        Each is called with the project. The summary is the sum of theirs where they are alike
        (5 turns tagged), else the last one's. Raises what they raise; nothing is changed then.
        Raises ValueError for undo, redo and revert, which are edits of their own.
        """
        return self._opened.together([partial(edit, self) for edit in edits])

    def check(self, decode: Decode | None = None, reread: Reread | None = None) -> list[ProjectProblem]:
        """Everything that is wrong with the file; see :func:`annotator.store.project_check.problems`."""
        from annotator.store.project_check import problems  # noqa: PLC0415 - as above

        return problems(self._opened, decode, reread)

    @classmethod
    def check_file(
        cls, path: Path, decode: Decode | None = None, reread: Reread | None = None
    ) -> list[ProjectProblem]:
        """The same for a file that is not open. Leaves no trace.

        Where a change to it was interrupted, a copy is looked at in which that has been taken back, as the
        next opening for writing would. Raises what :meth:`open` does.
        """
        try:
            with cls.open(path, read_only=True) as project:
                return project.check(decode, reread)
        except database_errors.ProjectUnfinished:
            with project_files.rolled_back(Path(path)) as copied:
                with contextlib.closing(Database(copied, write=True)) as db:
                    db.try_writing()
                return cls.check_file(copied, decode, reread)

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
        packet: bool = False,
    ) -> Project:
        """Make a new project file and open it for writing; ``key`` is a new UUID unless given.

        A ``packet`` is one annotator's: whoever opens it later works as them.

        Findings that are imported afterwards are taken to be made with what ``study`` settles.
        Raises UserError where something of that name exists or the folder takes no file.
        """
        path = Path(path)
        create_file(path, codebook, annotator, name=name, key=key, study=study or Study(), packet=packet)
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
                one, the first person of the project. In a packet it is always its annotator.
            companion: a further connection, for a background job, of the process that has the
                project open for writing; its edits belong to the same sitting.

        Raises ProjectLocked, ProjectReadOnly (ProjectOnFullDisk is one), or another UserError where the
        file is missing, not a project, damaged (ProjectDamaged) or newer than the program. The file is then
        as it was. Read-only, a file of an older version is brought up to date in a temporary copy.
        """
        path = Path(path)
        if read_only:
            return cls._open(path, None, annotator, read_only=True)
        if companion:
            lock = held(path)
            if lock is None:
                raise ValueError(f"{path.name} is not open for writing here")
            return cls._open(path, lock, annotator, owns_lock=False)
        project_files.sniff(path)  # before a lock file appears beside something that is not a project
        lock = acquire(path, annotator.name if annotator else "", str(uuid.uuid4()))
        try:
            backups.sweep(path)
            return cls._open(path, lock, annotator)
        except database_errors.DiskFull as error:
            lock.release()
            raise database_errors.ProjectOnFullDisk(path) from error
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
        opened, last_edit = open_file(path, lock, annotator, read_only=read_only, owns_lock=owns_lock)
        return cls(opened, last_edit, lock if own else None)

    @property
    def remembered_from(self) -> int:
        """The number behind which all edits are remembered, for :meth:`save_as` after an overwriting.

        It moves on where an edit is too large for that; a backup is wanted then.
        """
        return self._last_edit.kept.after

    def overwritten(self) -> database_errors.ProjectReplaced | None:
        """What is to be said where other content was written into the file while it was open, else None."""
        try:
            with self._db.snapshot():
                self._last_edit.require(self._db.raw)
        except database_errors.ProjectReplaced as error:
            return error
        return None

    def save_as(self, path: Path) -> int:
        """Write a copy of the project to another file, whole or not at all, and go on with this one.

        An existing file is replaced. What is copied is what is open, also where the file has been deleted,
        or another one put in its place, meanwhile. Where other content was written into it, the copy is put
        together from the last backup and what was done since; returns how many of the last edits are missing
        then, else 0. Raises ProjectLocked where ``path`` is a project in use, ProjectReplaced where this file
        was overwritten and there is no copy, UserError where ``path`` is this very file or cannot be written.
        """
        path = Path(path).resolve()  # a link stays a link
        if same_file(path, self.path):
            raise UserError(
                "The copy needs another name", "{file} is the open project itself", file=path.name
            )
        overwritten = self.overwritten()
        lock = acquire(path, self._opened.who.name, "")
        try:
            if overwritten:
                return overwritten_project.write(self.path, self._last_edit, path)
            with project_files.temporary(path) as temp:
                self._db.copy_to(temp)
                project_files.put_in_place(temp, path)
            return 0
        finally:
            lock.release()

    def close(self) -> None:
        """Close the file and let others have it; doing it twice does no harm."""
        self._db.as_one(self._close)

    def _close(self) -> None:
        self._db.close()
        if self._lock:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def later(part: str, verb: str, **values: object) -> Callable[[Project], object]:
    """An edit for :meth:`Project.together`: a verb of a part, such as ``later("tags", "remove", keys=…)``."""
    return lambda project: getattr(getattr(project, part), verb)(**values)
