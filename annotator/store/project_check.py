"""Whether a project file is what it should be: SQLite's view, the sources, the steps, the log."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

import msgspec
import sqlalchemy as sa

from annotator.core.repair_steps import replayed
from annotator.errors import Sentence, UserError
from annotator.model import DialogueRecord, EntityKind, TurnRecord
from annotator.store import tables as t
from annotator.store.cell_check import damaged_cells
from annotator.store.database import Row
from annotator.store.dialogues import Dialogues
from annotator.store.edit_log import filled
from annotator.store.import_sources import Sources
from annotator.store.log_entities import ENTITIES
from annotator.store.log_rows import TagRow
from annotator.store.project_lock import taken
from annotator.store.project_part import Opened, Part
from annotator.store.records import Records
from annotator.store.text_index_check import disagreements
from annotator.store.undo import field_value
from annotator.store.value_encoding import loads, storable

Decode = Callable[[bytes, str], str]
# Name, bytes, encoding and the metadata of a dialogue to the received text of each dialogue.
Reread = Callable[[str, bytes, str, Mapping[str, object]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class ProjectProblem:
    """Something that is not as it should be: of what kind (a key of :data:`PROBLEMS`), where in the file, and
    what. The last two can be put in other words."""

    code: str
    where: str
    what: str


# What can be wrong, for programs that read what a check found; a code keeps its meaning.
PROBLEMS: dict[str, str] = {
    "file": "SQLite finds the file damaged",
    "reference": "a row refers to one that is not there",
    "unreadable": "a part of the file cannot be read",
    "value": "a value is not what it should be",
    "cell_type": "a cell has a value of another type",
    "cell_encoding": "a cell has bytes that are no UTF-8",
    "cell_json": "a cell has not the JSON that belongs there",
    "source_packing": "the bytes of a source cannot be unpacked",
    "source_bytes": "the bytes of a source are not those that were imported",
    "source_reading": "a source cannot be read again",
    "source_text": "the text of a source is not that of its turns",
    "dialogue_figures": "the figures of a dialogue are not those of its turns",
    "turn_missing": "a turn of a dialogue is missing",
    "tail_steps": "the repair steps behind the last turn do not fit",
    "turn_steps": "the repair steps of a turn do not lead to its text",
    "lead_steps": "the repair steps before a turn do not fit",
    "span": "a span or gap lies outside of its text",
    "tag_figures": "the numbers of tags by label are wrong",
    "edit_changes": "changes of an edit are missing",
    "index": "the index of words is not that of the texts",
    "log": "the log does not lead to what a thing is now",
    "unlogged": "rows are not in the log",
}
_FILE = Sentence("file")
_VERSION = "data_version"  # changes with every transaction of another connection
_INTEGRITY = sa.text("PRAGMA integrity_check(20)")
_FOREIGN_KEYS = sa.text("PRAGMA foreign_key_check")
_ALL_SOURCES = sa.select(
    t.source.c.id, t.source.c.name, t.source.c.sha256, t.source.c.size, t.source.c.encoding
).where(t.source.c.staged == 0)
_DIALOGUES_OF = (
    sa.select(t.dialogue.c.id, t.dialogue.c.number, t.dialogue.c.rule, t.dialogue.c.meta)
    .where(t.dialogue.c.source == sa.bindparam("source"))
    .order_by(t.dialogue.c.number)
)
_ALL_DIALOGUES = sa.select(t.dialogue.c.id).where(t.dialogue.c.state != "staged").order_by(t.dialogue.c.id)
_DAMAGE = (t.step.c.kind == "damage") & (t.step.c.before == t.step.c.after)
_STEP_COUNTS = sa.select(
    sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((_DAMAGE, 1), else_=0)), 0)
).where(t.step.c.dialogue == sa.bindparam("dialogue"))
_TALLIED = sa.select(t.tally.c.facet, t.tally.c.label, t.tally.c.tags).where(t.tally.c.tags != 0)
_COUNTED = sa.select(t.tag.c.facet, sa.func.coalesce(t.tag.c.label, 0), sa.func.count()).group_by(
    t.tag.c.facet, sa.func.coalesce(t.tag.c.label, 0)
)
_MISCOUNTED = (
    sa.select(t.edit.c.id)
    .outerjoin(t.change, t.change.c.edit == t.edit.c.id)
    .group_by(t.edit.c.id)
    .having(sa.func.count(t.change.c.edit) != t.edit.c.changes)
)
LOG = (
    sa.select(
        t.change.c.kind, t.change.c.key, t.change.c.field, t.change.c.old, t.change.c.new, t.change.c.edit,
        t.edit.c.at, t.annotator.c.key.label("annotator"),
    )
    .join(t.edit, t.edit.c.id == t.change.c.edit)
    .join(t.annotator, t.annotator.c.id == t.edit.c.annotator)
    .order_by(t.change.c.kind, t.change.c.key, t.change.c.edit, t.change.c.seq)
)  # fmt: skip
# Everything of these kinds came by an edit; dialogues and some targets came with their file.
FROM_EDITS: tuple[EntityKind, ...] = ("tag", "facet", "label", "annotator", "mark", "view")


def problems(
    opened: Opened, decode: Decode | None = None, reread: Reread | None = None
) -> list[ProjectProblem]:
    """Look at everything in a project; takes seconds for each hundred thousand turns.

    Args:
        opened: the project file.
        decode: gives the text of a source's bytes in an encoding, with line breaks as the
            importer has them; without it the received texts are not compared with the bytes.
        reread: gives the received texts of all dialogues of a source whose format says where its
            turns are; without it those are not compared either.

    Returns what is wrong, nothing for a sound file. All of it is about one moment: where somebody
    else writes meanwhile, a temporary copy is looked at.
    """
    if not taken(opened.path):
        before = opened.db.pragma(_VERSION)
        found = _Look(opened).problems(decode, reread)
        if opened.db.pragma(_VERSION) == before:
            return found
    with opened.db.private_copy() as copy:
        there = Opened(copy, who=opened.who, session=opened.session, read_only=True)
        return _Look(there).problems(decode, reread)


class _Look(Part):
    """One look at a project that stays as it is meanwhile."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._files = Sources(opened)
        self._records = Records(opened, Dialogues(opened))

    def problems(self, decode: Decode | None, reread: Reread | None) -> list[ProjectProblem]:
        """What is wrong, in the order of where it is looked for."""
        problems: list[ProjectProblem] = []
        looks: Sequence[Callable[[], Iterator[ProjectProblem]]] = (
            self._file,
            self._cells,
            lambda: self._sources(decode, reread),
            self._all_dialogues,
            self._figures,
            self._history,
        )
        for look in looks:
            try:
                problems.extend(look())
            except UserError as error:  # pages or values that cannot be read: all else still counts
                problems.append(ProjectProblem("unreadable", _FILE, _reason(error)))
            except (TypeError, ValueError, KeyError, IndexError, msgspec.MsgspecError) as error:
                what = Sentence("a value in it is not what it should be ({kind})", kind=type(error).__name__)
                problems.append(ProjectProblem("value", _FILE, what))
        return list(dict.fromkeys(problems))

    def _cells(self) -> Iterator[ProjectProblem]:
        return (ProjectProblem(code, where, what) for code, where, what in damaged_cells(self._db))

    def _file(self) -> Iterator[ProjectProblem]:
        for (message,) in self._db.all(_INTEGRITY):
            if message != "ok":
                yield ProjectProblem("file", _FILE, message)
        for table, row, parent, *_ in self._db.all(_FOREIGN_KEYS):
            where = Sentence("table {table}, row {row}", table=table, row=row)
            what = Sentence("refers to a row of {table} that is not there", table=parent)
            yield ProjectProblem("reference", where, what)

    def _sources(self, decode: Decode | None, reread: Reread | None) -> Iterator[ProjectProblem]:
        for row in self._db.all(_ALL_SOURCES):
            where = Sentence("source {name}", name=row.name)
            try:
                data = self._files.data(row.id)
            except UserError:
                continue  # read from an export, which has no bytes
            except zlib.error as error:
                what = Sentence("its bytes cannot be unpacked ({why})", why=str(error))
                yield ProjectProblem("source_packing", where, what)
                continue
            if (hashlib.sha256(data).hexdigest(), len(data)) != (row.sha256, row.size):
                yield ProjectProblem(
                    "source_bytes", where, Sentence("its bytes are not those that were imported")
                )
                continue
            dialogues = self._db.all(_DIALOGUES_OF, source=row.id)
            about = loads(dialogues[0].meta) or {} if dialogues else {}
            if "format" in about:
                # A structured file has more in it than its dialogues' texts; its reader finds them again.
                if reread is not None:
                    try:
                        texts = reread(row.name, data, row.encoding, about)
                    except UserError as error:
                        what = Sentence("it cannot be read again: {why}", why=_reason(error))
                        yield ProjectProblem("source_reading", where, what)
                        continue
                    yield from self._compared(where, dialogues, texts)
            elif decode is not None and len(dialogues) == 1 and dialogues[0].rule:
                yield from self._compared(where, dialogues, [decode(data, row.encoding)])

    def _compared(
        self, where: str, dialogues: Sequence[Row], texts: Sequence[str]
    ) -> Iterator[ProjectProblem]:
        for each in dialogues:
            received = received_text(self._records.one(each.id))
            if each.number >= len(texts) or received != storable(texts[each.number]):
                yield ProjectProblem("source_text", where, Sentence("its text is not that of its turns"))
                return

    def _all_dialogues(self) -> Iterator[ProjectProblem]:
        for record in self._records.many([row[0] for row in self._db.all(_ALL_DIALOGUES)]):
            dialogue = record.dialogue
            where = Sentence("dialogue {name}", name=dialogue.title or dialogue.key)
            steps, damage = self._db.all(_STEP_COUNTS, dialogue=dialogue.id)[0]
            gaps = sum(len(each.turn.gaps) for each in record.turns)
            counted = (len(record.turns), steps, damage, gaps)
            if counted != (
                dialogue.turn_count,
                dialogue.repair_count,
                dialogue.damage_count,
                dialogue.gap_count,
            ):
                yield ProjectProblem(
                    "dialogue_figures", where, Sentence("its figures are not those of its turns")
                )
            if [each.turn.position for each in record.turns] != list(range(len(record.turns))):
                yield ProjectProblem("turn_missing", where, Sentence("a turn is missing"))
            if replayed(record.tail, record.tail_steps) is None:
                yield ProjectProblem(
                    "tail_steps", where, Sentence("the repair steps behind the last turn do not fit")
                )
            for each in record.turns:
                number = each.turn.position + 1
                yield from _turn_problems(
                    Sentence("{where}, turn {number}", where=where, number=number), each
                )

    def _figures(self) -> Iterator[ProjectProblem]:
        if set(map(tuple, self._db.all(_TALLIED))) != set(map(tuple, self._db.all(_COUNTED))):
            yield ProjectProblem(
                "tag_figures", Sentence("tags"), Sentence("their numbers by label are wrong")
            )
        for (edit,) in self._db.all(_MISCOUNTED):
            where = Sentence("edit {number}", number=edit)
            yield ProjectProblem("edit_changes", where, Sentence("some of its changes are missing"))
        for what in disagreements(self._db):
            yield ProjectProblem("index", Sentence("index of words"), what)

    def _history(self) -> Iterator[ProjectProblem]:
        """Replay the log for each thing and compare the end with what stands."""
        standing: dict[str, int] = dict.fromkeys(FROM_EDITS, 0)
        things = groupby(self._db.stream(LOG), key=lambda row: (row.kind, row.key))
        states = ((kind, key, *followed(kind, rows)) for (kind, key), rows in things)
        while batch := list(islice(states, 1_000)):
            for kind, same in groupby(batch, key=lambda each: each[0]):
                group = list(same)
                found = ENTITIES[kind].read(self._db, [key for _, key, *_ in group])
                standing[kind] = standing.get(kind, 0) + len(found)
                for _, key, values, whole, broken in group:
                    if broken or not agrees(values, whole, found.get(key)):
                        what = Sentence("the log does not lead to what it is now")
                        where = Sentence("{thing} {key}", thing=Sentence(kind), key=key)
                        yield ProjectProblem("log", where, what)
        for kind in FROM_EDITS:
            count = self._db.value(_COUNT_ROWS[kind])
            if standing[kind] != count:
                missing = count - standing[kind]
                what = Sentence(
                    "1 row is not in the log" if missing == 1 else "{n} rows are not in the log", n=missing
                )
                yield ProjectProblem("unlogged", Sentence("table {table}", table=kind), what)


_COUNT_ROWS = {kind: sa.select(sa.func.count()).select_from(ENTITIES[kind].table) for kind in FROM_EDITS}


def received_text(record: DialogueRecord) -> str:
    """The text of a dialogue as it was received."""
    return "".join(part for each in record.turns for part in (each.lead, each.turn.received)) + record.tail


def _reason(error: UserError) -> Sentence:
    return Sentence("{what}: {why}", what=error.what, why=error.why) if error.why else error.what


def _turn_problems(where: str, each: TurnRecord) -> Iterator[ProjectProblem]:
    turn = each.turn
    if replayed(turn.received, turn.steps) != turn.text:
        yield ProjectProblem("turn_steps", where, Sentence("its repair steps do not lead to its text"))
    if replayed(each.lead, each.lead_steps) is None:
        yield ProjectProblem("lead_steps", where, Sentence("the repair steps before it do not fit"))
    spans = [(gap.start, gap.end) for gap in turn.gaps]
    spans += [(tag.start, tag.end) for tag in turn.tags if tag.start is not None and tag.end is not None]
    if any(not 0 <= start <= end <= len(turn.text) for start, end in spans):
        yield ProjectProblem("span", where, Sentence("a span or gap lies outside of its text"))


# --- the log of one thing -----------------------------------------------------------------

_NO_FIELD = object()  # what a damaged log names is not always a field


def followed(kind: EntityKind, rows: Iterator[Row]) -> tuple[dict[str, object], bool | None, bool]:
    """The fields of a thing after its changes; whether all are known (None: it is gone); whether
    the changes contradict each other."""
    decoder = msgspec.json.Decoder(ENTITIES[kind].row)
    unchecked = ENTITIES[kind].unchecked
    values: dict[str, object] = {}
    whole: bool | None = None if kind in FROM_EDITS else False
    broken = False
    for row in rows:
        if row.field in unchecked:
            continue
        if row.field:
            old = field_value(row.old)
            broken |= whole is None or values.get(row.field, old) != old
            values[row.field] = field_value(row.new)
            if kind == "tag":
                values["at"] = row.at
            continue
        thing = decoder.decode(row.old or row.new)
        if isinstance(thing, TagRow):
            thing = filled(thing, row.annotator, row.at)
        fields = {x: value for x, value in msgspec.structs.asdict(thing).items() if x not in unchecked}
        if row.old is None:
            broken |= whole is True
            values, whole = fields, True
        else:
            broken |= whole is None or any(
                fields.get(name, _NO_FIELD) != value for name, value in values.items()
            )
            values, whole = {}, None
    return values, whole, broken


def agrees(values: dict[str, object], whole: bool | None, row: object) -> bool:
    """Whether a row (None: there is none) is what the log leads to; see :func:`followed`."""
    if row is None or whole is None:
        return row is None and whole is None
    return all(getattr(row, name, _NO_FIELD) == value for name, value in values.items())
