"""Which rows may still be taken back: those that are what the edit left, and can be what they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from annotator.core.exclusive_answers import question_of
from annotator.core.offset_mapping import Places
from annotator.store import log_rows as r
from annotator.store import tables as t
from annotator.store.codebook_use import obstacles
from annotator.store.database import Database
from annotator.store.edit_log import RowChange
from annotator.store.log_entities import ENTITIES, SELECT_TAGS, tag_row
from annotator.store.repaired_texts import place_of, states, steps_at


class UndoCandidate(NamedTuple):
    """One row that may be taken back: as it stands, as it would stand, and by which changes."""

    key: str
    before: Any  # None where the row would be created
    after: Any  # None where the row would be removed
    changes: list[RowChange]


Guard = Callable[[Database, Sequence[UndoCandidate]], list[bool]]


def allowed(db: Database, group: Sequence[RowChange]) -> tuple[list[RowChange], int]:
    """The changes of a group that fit what stands now, and how many rows had to be left alone.

    The group is about one kind and either creates, removes or changes rows; all changes of
    a row go together. Each comes back with the turn and dialogue it hangs on.
    """
    kind, verb = group[0].kind, verb_of(group[0])
    now = ENTITIES[kind].read(db, dict.fromkeys(change.key for change in group))
    candidates = list(_CANDIDATES[verb](group, now))
    fitting = [row for row in candidates if row.changes]
    for guard in _GUARDS.get((kind, verb), ()):
        if fitting:
            fitting = [x for x, good in zip(fitting, guard(db, fitting), strict=True) if good]
    changes = [change for row in fitting for change in row.changes]
    if verb == "change":  # in the order of fields, so that each is one statement
        fields = {change.field: number for number, change in enumerate(group)}
        changes.sort(key=lambda change: fields[change.field])
    return changes, len(candidates) - len(fitting)


def verb_of(change: RowChange) -> str:
    """``create``, ``remove`` or ``change``."""
    if change.field:
        return "change"
    return "create" if change.old is None else "remove"


# Each row of a group as a candidate; without changes where it is not what the edit left.


def _creations(group: Sequence[RowChange], now: Mapping[str, Any]) -> Iterator[UndoCandidate]:
    for change in group:
        kept = [] if change.key in now else [_at(change, change.new)]
        yield UndoCandidate(change.key, None, change.new, kept)


def _removals(group: Sequence[RowChange], now: Mapping[str, Any]) -> Iterator[UndoCandidate]:
    for change in group:
        row = now.get(change.key)
        old = change.old
        if isinstance(row, r.TagRow):
            # When it was last changed is no part of what a tag says, and where a span lies
            # changes only with the text under it.
            old.at, old.start, old.end = row.at, row.start, row.end
        yield UndoCandidate(change.key, row, None, [_at(change, row)] if row == old else [])


def _field_changes(group: Sequence[RowChange], now: Mapping[str, Any]) -> Iterator[UndoCandidate]:
    of: defaultdict[str, list[RowChange]] = defaultdict(list)
    for change in group:
        of[change.key].append(change)
    for key, changes in of.items():
        row = now.get(key)
        if row is None or any(getattr(row, c.field) != c.old for c in changes):
            yield UndoCandidate(key, row, None, [])
        else:
            after = msgspec.structs.replace(row, **{c.field: c.new for c in changes})
            yield UndoCandidate(key, row, after, [_at(c, row) for c in changes])


_CANDIDATES = {"create": _creations, "remove": _removals, "change": _field_changes}


def _at(change: RowChange, row: Any) -> RowChange:
    """The change with the turn and the dialogue that its row hangs on."""
    if isinstance(row, (r.TagRow, r.StepRow, r.MarkRow)):
        kind, key, field, old, new, *_ = change
        return RowChange(kind, key, field, old, new, row.turn, row.dialogue)
    if isinstance(row, (r.LogTarget, r.SpeakerRow)):
        return change._replace(dialogue=row.dialogue)
    if isinstance(row, r.TurnRow):
        return change._replace(turn=int(change.key), dialogue=row.dialogue)
    if isinstance(row, r.DialogueRow):
        return change._replace(dialogue=row.id)
    return change


# --- tags ---------------------------------------------------------------------------------

_ON_TURNS = SELECT_TAGS.join(
    t.turn, (t.turn.c.id == t.tag.c.turn) & (t.turn.c.dialogue == t.tag.c.dialogue)
).where(t.among(t.turn.c.id, "turns"))
_ON_DIALOGUES = SELECT_TAGS.where(t.among(t.tag.c.dialogue, "dialogues"), t.tag.c.turn.is_(None))
_SEVERAL = sa.select(t.facet.c.key).where(t.facet.c.kind == "several")
_TARGETS = sa.select(t.target.c.dialogue, t.target.c.key).where(t.among(t.target.c.dialogue, "dialogues"))


_KEYS = tuple(sa.select(table.c.key) for table in (t.facet, t.label, t.annotator))


def _tag_parts_exist(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    """Facet, label, annotator and target that the tag names are (still) there."""
    facets, labels, annotators = ({row[0] for row in db.all(statement)} for statement in _KEYS)
    dialogues = {row.after.dialogue for row in rows if row.after.target is not None}
    targets = {(row[0], row[1]) for row in db.all(_TARGETS, dialogues=t.many(dialogues))}
    return [
        after.facet in facets
        and after.annotator in annotators
        and (not after.label or after.label in labels)
        and (after.target is None or (after.dialogue, after.target) in targets)
        for _, _, after, _ in rows
    ]


def _tag_place_free(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    """No other tag answers the same question in the same place."""
    several = {row[0] for row in db.all(_SEVERAL)}
    moved = [row.before is None or _slot(row.before, several) != _slot(row.after, several) for row in rows]
    arriving = [row.after for row, is_moved in zip(rows, moved, strict=True) if is_moved]
    turns = {row.turn for row in arriving if row.turn is not None}
    dialogues = {row.dialogue for row in arriving if row.turn is None}
    found = [
        *(db.all(_ON_TURNS, turns=t.many(turns)) if turns else ()),
        *(db.all(_ON_DIALOGUES, dialogues=t.many(dialogues)) if dialogues else ()),
    ]
    taken = {_slot(tag_row(row), several) for row in found}
    return [
        not is_moved or _slot(row.after, several) not in taken
        for row, is_moved in zip(rows, moved, strict=True)
    ]


def _slot(row: r.TagRow, several: set[str]) -> tuple[object, ...]:
    return row.dialogue, row.turn, question_of(row, several=row.facet in several)


_TEXTS = sa.select(t.turn.c.id, t.turn.c.text).where(t.among(t.turn.c.id, "turns"))


def _turn_there(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    """The turn is there, and its text reaches as far as a span."""
    wanted = {row.after.turn for row in rows} - {None}
    lengths = {row.id: len(row.text) for row in db.all(_TEXTS, turns=t.many(wanted))}
    return [
        row.after.turn is None
        or (row.after.turn in lengths and (getattr(row.after, "end", None) or 0) <= lengths[row.after.turn])
        for row in rows
    ]


def _span_fits(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    """A span still begins before it ends, within its turn's text."""
    within = _turn_there(db, rows)
    return [
        good and (row.after.start is None or row.after.start < row.after.end)
        for good, row in zip(within, rows, strict=True)
    ]


# --- repair steps -------------------------------------------------------------------------


def _step_place_free(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    """No other step is about the same received characters."""
    where = [place_of(row.after) for row in rows]
    standing = steps_at(db, where)
    taken = {
        place: Places((step.start, step.end) for step in standing.get(place, {}).values())
        for place in set(where)
    }
    now = states(db, set(where))
    return [
        place in now
        and now[place].received[row.after.start : row.after.end] == row.after.before
        and taken[place].free(row.after.start, row.after.end)
        for place, row in zip(where, rows, strict=True)
    ]


# --- codebook, targets, annotators --------------------------------------------------------

_LABEL_USED = sa.select(t.label.c.key).where(
    t.among(t.label.c.key, "keys"), sa.exists().where(t.tally.c.label == t.label.c.id, t.tally.c.tags > 0)
)
_FACET_USED = sa.select(t.facet.c.key).where(
    t.among(t.facet.c.key, "keys"),
    sa.exists().where(t.tally.c.facet == t.facet.c.id, t.tally.c.tags > 0)
    | sa.exists().where(t.label.c.facet == t.facet.c.key),
)
_TARGET_USED = sa.select(t.target.c.id).where(
    t.target.c.dialogue == sa.bindparam("dialogue"),
    t.target.c.key == sa.bindparam("key"),
    sa.exists().where(t.tag.c.dialogue == t.target.c.dialogue, t.tag.c.target == t.target.c.id),
)
_LABELS = sa.select(t.label.c.key, t.label.c.facet, t.label.c.shortcut, t.label.c.retired)
_PARENTS = sa.select(t.label.c.key, t.label.c.parent)
_FACETS = sa.select(t.facet.c.key, sa.literal("").label("facet"), t.facet.c.shortcut, t.facet.c.retired)


def used_labels(db: Database, keys: Sequence[str]) -> set[str]:
    """Which of these labels are on tags."""
    return {row[0] for row in db.all(_LABEL_USED, keys=t.many(keys))}


def used_facets(db: Database, keys: Sequence[str]) -> set[str]:
    """Which of these facets have labels or tags."""
    return {row[0] for row in db.all(_FACET_USED, keys=t.many(keys))}


def target_used(db: Database, dialogue: int, key: str) -> bool:
    """Whether tags name this target."""
    return db.first(_TARGET_USED, dialogue=dialogue, key=key) is not None


def _unused_label(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    """A label on tags stays, and so does what stands above one that stays."""
    keys = [row.key for row in rows]
    staying = used_labels(db, keys)
    parents = {row[0]: row[1] for row in db.all(_PARENTS)}
    for key in parents.keys() - (set(keys) - staying):
        above = parents[key]
        while above is not None and above not in staying:
            staying.add(above)
            above = parents[above]
    return [key not in staying for key in keys]


def _unused_facet(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    used = used_facets(db, [row.key for row in rows])
    return [row.key not in used for row in rows]


def _unused_target(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    return [
        not target_used(db, row.before.dialogue, ENTITIES["target"].where(row.key)["_key"]) for row in rows
    ]


def _never(_db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    """Who has made edits stays in the list of annotators."""
    return [False] * len(rows)


def _tags_allow_facet(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    """Each tag of the facet stays a possible answer."""
    return [not obstacles(db, row.key, row.before, row.after) for row in rows]


def _label_stays_home(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    """A label on tags stays in its facet; none comes to stand below itself."""
    leaving = [row.key for row in rows if row.before.facet != row.after.facet]
    used = used_labels(db, leaving) if leaving else set()
    parents = {row[0]: row[1] for row in db.all(_PARENTS)}
    return [
        row.key not in used and not _circular(parents | {row.key: row.after.parent}, row.key) for row in rows
    ]


def _circular(parents: Mapping[str, str | None], key: str) -> bool:
    above = parents[key]
    seen: set[str] = set()
    while above is not None and above != key and above not in seen:
        seen.add(above)
        above = parents[above]
    return above == key


def _label_parts_exist(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
    """The facet and the parent are there, the latter perhaps by the same edit."""
    facets = {row[0] for row in db.all(_FACETS)}
    labels = {row[0] for row in db.all(_LABELS)} | {row.key for row in rows}
    return [
        row.after.facet in facets and (row.after.parent is None or row.after.parent in labels) for row in rows
    ]


def _shortcut_free(statement: sa.Select[Any]) -> Guard:
    def guard(db: Database, rows: Sequence[UndoCandidate]) -> list[bool]:
        """No other label of the facet (no other facet) has the key by now; retired ones hold none."""
        mine = {row.key for row in rows}
        taken = {(row[1], row[2]) for row in db.all(statement) if row[0] not in mine and not row[3]}
        return [
            row.after.retired
            or not row.after.shortcut
            or (getattr(row.after, "facet", ""), row.after.shortcut) not in taken
            for row in rows
        ]

    return guard


_GUARDS: dict[tuple[str, str], tuple[Guard, ...]] = {
    ("tag", "create"): (_turn_there, _tag_parts_exist, _tag_place_free),
    ("tag", "change"): (_span_fits, _tag_parts_exist, _tag_place_free),
    ("label", "create"): (_label_parts_exist, _shortcut_free(_LABELS)),
    ("label", "change"): (_label_parts_exist, _label_stays_home, _shortcut_free(_LABELS)),
    ("label", "remove"): (_unused_label,),
    ("facet", "create"): (_shortcut_free(_FACETS),),
    ("facet", "change"): (_tags_allow_facet, _shortcut_free(_FACETS)),
    ("facet", "remove"): (_unused_facet,),
    ("target", "remove"): (_unused_target,),
    ("annotator", "remove"): (_never,),
    ("mark", "create"): (_turn_there,),
    ("step", "create"): (_step_place_free,),
}
