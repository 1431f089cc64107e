"""The way through: read the damaged file, write what it holds into a new one, make that fit together."""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from annotator.core.paths import is_there
from annotator.errors import Cancelled, Sentence, UserError
from annotator.model import Annotator
from annotator.recovery import mend_rows
from annotator.recovery.mend_log import mend_log
from annotator.recovery.mend_turns import mend_turns
from annotator.recovery.saved_rows import SavedRows, insert_statement, order_of, position
from annotator.recovery.sqlite_pages import Pages
from annotator.store import Project, ProjectCounts, ProjectProblem, database_errors, project_files
from annotator.store.database_uri import uri
from annotator.store.project_check import Decode, Reread
from annotator.store.project_lock import taken
from annotator.store.schema import APPLICATION_ID, STEPS
from annotator.store.value_encoding import storable

_HEADER = slice(60, 64), slice(68, 72)  # the version of the format, and whose format it is
_TELL_EVERY = 5_000


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came of a recovery.

    ``lost`` and ``restored`` count by what was lost: the name of a table, ``page`` for pages in which
    something could not be read, ``history`` for things whose history begins anew, ``span`` for spans that
    were shortened. ``restored`` things came from the log or from the files that were imported. ``problems``
    is what a check of the new file still finds.
    """

    path: Path
    counts: ProjectCounts
    lost: Mapping[str, int]
    restored: Mapping[str, int]
    problems: tuple[ProjectProblem, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was lost."""
        return not self.lost and not self.problems


def recover(
    damaged: Path,
    new: Path,
    who: Annotator,
    *,
    decode: Decode,
    reread: Reread,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Recovered:
    """Write what can be saved of a project file into a new one; the damaged file is only read.

    Args:
        damaged: the file; it need not open.
        new: where there is nothing yet.
        who: the person who recovers, as the new file's log will name them.
        decode, reread: how the bytes of sources are read again, as for
            :func:`annotator.store.project_check.problems`.
        progress: called with the tables done and their number.
        cancelled: asked now and then whether to stop.

    Raises UserError where ``damaged`` is missing, in use, or holds no row of a project, where ``new``
    exists or cannot be written; Cancelled. No new file is there then.
    """
    if is_there(new):
        raise UserError("{file} exists already", "", "Choose another name", file=new.name)
    if taken(damaged):
        raise UserError(
            "{file} is in use", "somebody has it open for writing", "Close it there first", file=damaged.name
        )
    with _readable(damaged) as readable:
        try:
            data = readable.read_bytes()
        except OSError as error:
            raise database_errors.not_reachable(damaged, error) from error
    lost: Counter[str] = Counter()
    restored: Counter[str] = Counter()
    with project_files.temporary(new) as temp:
        pages = Pages(data)
        rows = SavedRows(pages, _version(data))
        flagged = _copy(rows, temp, lost, progress, cancelled)
        if not any(flagged[1].values()):
            raise database_errors.not_a_project(damaged, "nothing of a project can be found in it")
        lost += rows.lost
        del lost["turn"]  # those that are not filled again are counted where that is tried
        _mend(temp, new.stem, flagged[0], lost, restored, decode, reread)
        mend_log(temp, who, lost, restored)
        with _writing(temp) as db:
            mend_rows.recount(db)
        with Project.open(temp, read_only=True) as project:
            counts = project.counts()
            problems = tuple(project.check(decode, reread))
        project_files.put_in_place(temp, new)
    lost["page"] = len(pages.bad)
    for kind, number in restored.items():
        lost[kind] -= number if kind != "turn" else 0
    return Recovered(new, counts, +lost, +restored, problems)


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[Path]:
    """The file, or a copy in which an interrupted change has been taken back where there was one."""
    if not is_there(project_files.journal_of(path)):
        yield path
        return
    with project_files.rolled_back(path) as copied:
        # A journal that does not fit is no reason to stop: the file is read as it is.
        with (
            contextlib.suppress(*database_errors.DRIVER_ERRORS),
            contextlib.closing(sqlite3.connect(copied)) as db,
        ):
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield copied


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    with (
        database_errors.translated(path),
        contextlib.closing(sqlite3.connect(uri(path, "rw"), uri=True, isolation_level=None)) as connection,
    ):
        yield connection


def _version(data: bytes) -> int:
    version, mark = (int.from_bytes(data[where], "big") for where in _HEADER)
    return version if mark == APPLICATION_ID and 1 <= version <= len(STEPS) else len(STEPS)


def _copy(
    rows: SavedRows,
    temp: Path,
    lost: Counter[str],
    progress: Callable[[int, int], object],
    cancelled: Callable[[], bool],
) -> tuple[set[int], Counter[str]]:
    """Put the saved rows into an empty file; returns the turns whose row was damaged, and numbers of rows."""
    damaged: set[int] = set()
    saved: Counter[str] = Counter()
    version = len(STEPS) if "speaker" in rows.tables else 1
    with (
        contextlib.closing(sqlite3.connect(temp, isolation_level=None)) as db,
        database_errors.translated(temp),
    ):
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for number, step in enumerate(STEPS[:version], 1):
            project_files.run_step(db, number, step)
        db.execute("BEGIN")
        names = order_of(list(rows.tables))
        for done, name in enumerate(names):
            progress(done, len(names))
            statement = insert_statement(rows.tables[name])
            numbers: set[object] = set()
            for count, row in enumerate(rows.of(name)):
                if count % _TELL_EVERY == 0 and cancelled():
                    raise Cancelled
                try:
                    db.execute(statement, row.values)
                except sqlite3.IntegrityError:
                    lost[name] += row.values[0] not in numbers  # else an old page had it once more
                    continue
                numbers.add(row.values[0])
                saved[name] += 1
                if row.damaged:
                    lost[f"{name} damaged"] += name != "turn"
                    if name == "turn":
                        damaged.add(int(str(row.values[position(rows.tables[name], "id")])))
        db.execute("COMMIT")
        for number, step in enumerate(STEPS[version:], version + 1):
            project_files.run_step(db, number, step)
    return damaged, saved


def _mend(  # noqa: PLR0917 - what is known, and what comes of it
    temp: Path,
    name: str,
    damaged: set[int],
    lost: Counter[str],
    restored: Counter[str],
    decode: Decode,
    reread: Reread,
) -> None:
    with (
        contextlib.closing(sqlite3.connect(temp, isolation_level=None)) as db,
        database_errors.translated(temp),
    ):
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("BEGIN")
        mend_rows.mend_project(db, name, lost)
        mend_rows.mend_people(db, lost)
        mend_rows.mend_codebook(db, restored)
        mend_rows.mend_sources(db, lost, restored)
        mend_rows.mend_dialogues(db, lost)
        lost["turn"] += db.execute(
            "DELETE FROM turn WHERE dialogue NOT IN (SELECT id FROM dialogue)"
        ).rowcount
        for source, dialogues in _by_source(db).items():
            texts = _received(db, source, decode, reread)
            for dialogue, number in dialogues:
                text = storable(texts[number]) if texts is not None and number < len(texts) else None
                mend_turns(db, dialogue, text, damaged, lost, restored)
        mend_rows.mend_targets(db, lost)
        mend_rows.drop_loose_ends(db, lost)
        mend_rows.count_missing(db, lost)
        mend_rows.recount(db)
        db.execute("COMMIT")


def _by_source(db: sqlite3.Connection) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for source, dialogue, number in db.execute(
        "SELECT source, id, number FROM dialogue WHERE state <> 'staged' ORDER BY source, number"
    ):
        found.setdefault(source, []).append((dialogue, number))
    return found


def _received(db: sqlite3.Connection, source: int, decode: Decode, reread: Reread) -> Sequence[str] | None:
    """The received texts of a source's dialogues, None where its bytes are not there or not to be read."""
    row = db.execute(
        "SELECT source.name, encoding, codec, data FROM source "
        "JOIN source_data ON source_data.source = source.id WHERE source.id = ?",
        (source,),
    ).fetchone()
    if row is None:
        return None
    name, encoding, codec, data = row
    data = zlib.decompress(data) if codec == "zlib" else data
    about = db.execute(
        "SELECT meta, rule FROM dialogue WHERE source = ? ORDER BY number", (source,)
    ).fetchall()
    meta = msgspec.json.decode(about[0][0]) if about[0][0] else {}
    try:
        if "format" in meta:
            return reread(name, data, encoding, meta)
        return [decode(data, encoding)] if len(about) == 1 and about[0][1] else None
    except (UserError, LookupError, ValueError):
        return None


class CountedThings(NamedTuple):
    """What was lost or restored: the phrase for one and for several."""

    one: str
    several: str


_LOST: Mapping[str, CountedThings] = {
    "turn": CountedThings(
        "1 turn could not be read; it is empty", "{n} turns could not be read; they are empty"
    ),
    "dialogue": CountedThings("what is known about 1 dialogue", "what is known about {n} dialogues"),
    "source": CountedThings("what is known about 1 file", "what is known about {n} files"),
    "source_data": CountedThings(
        "the bytes of 1 file as it was received", "the bytes of {n} files as they were received"
    ),
    "tag": CountedThings("1 tag", "{n} tags"),
    "step": CountedThings("1 repair step", "{n} repair steps"),
    "mark": CountedThings("1 flag or bookmark", "{n} flags and bookmarks"),
    "annotator": CountedThings("the name of 1 annotator", "the names of {n} annotators"),
    "facet": CountedThings("1 facet", "{n} facets"),
    "label": CountedThings("1 label", "{n} labels"),
    "target": CountedThings("what 1 target says", "what {n} targets say"),
    "view": CountedThings("1 named filter", "{n} named filters"),
    "speaker": CountedThings("1 attribute of a speaker", "{n} attributes of speakers"),
    "remark": CountedThings("1 remark", "{n} remarks"),
    "offer": CountedThings("1 offer of labels", "{n} offers of labels"),
    "project": CountedThings("name and settings of the project", "name and settings of the project"),
    "edit": CountedThings("what 1 edit was", "what {n} edits were"),
    "change": CountedThings("1 change in the history", "{n} changes in the history"),
    "history": CountedThings("the history of 1 thing", "the history of {n} things"),
    "page": CountedThings(
        "what stood in 1 page of the file and is not restored",
        "what stood in {n} pages of the file and is not restored",
    ),
    "span": CountedThings("the end of 1 span", "the ends of {n} spans"),
}
_RESTORED: Mapping[str, CountedThings] = {
    "turn": CountedThings(
        "1 turn from the file that was imported", "{n} turns from the files that were imported"
    ),
    "source": CountedThings("1 file by its bytes", "{n} files by their bytes"),
}
_OTHER = CountedThings("1 damaged value", "{n} damaged values")
_FROM_LOG = CountedThings("1 entry from the history", "{n} entries from the history")


def report_lines(recovered: Recovered) -> tuple[list[Sentence], list[Sentence]]:
    """What could not be saved, and what was restored, a phrase each with its count."""
    lost = [_phrase(_LOST[kind], number) for kind, number in recovered.lost.items() if kind in _LOST]
    values = sum(number for kind, number in recovered.lost.items() if kind not in _LOST)
    if values:
        lost.append(_phrase(_OTHER, values))
    restored = [
        _phrase(_RESTORED[kind], number) for kind, number in recovered.restored.items() if kind in _RESTORED
    ]
    logged = sum(number for kind, number in recovered.restored.items() if kind not in _RESTORED)
    if logged:
        restored.append(_phrase(_FROM_LOG, logged))
    return lost, restored


def _phrase(forms: CountedThings, number: int) -> Sentence:
    return Sentence(forms.one) if number == 1 else Sentence(forms.several, n=f"{number:,}")
