"""Undo, redo, revert: the inverse of an edit, made as a new edit.

The stack of Ctrl+Z is not kept anywhere: it is what this annotator's edits of this sitting
say when they are read in order, so another connection's edits are on it too. Below them lie the edits of
earlier sittings that nothing has taken back; redo brings back only what was undone in this one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import Annotator, Changes, EditRole, EditSummary
from annotator.store import tables as t
from annotator.store import undo_alike_tags
from annotator.store.database import Row
from annotator.store.database_errors import damaged_value
from annotator.store.edit_log import RowChange, Stamp, Writer, filled, read_summary
from annotator.store.follow_steps import Settling, Wished, placed
from annotator.store.history import EditLog
from annotator.store.kept_edits import KeptEdit
from annotator.store.log_entities import ENTITIES
from annotator.store.log_rows import TagRow
from annotator.store.rearrange_turns import keep_places, rearrange
from annotator.store.repaired_texts import places_of
from annotator.store.undo_guards import allowed, verb_of
from annotator.store.undo_rearranging import is_structural, plan_back, sorted_out
from annotator.store.value_encoding import loads

_NEW_EDITS = (
    sa.select(t.edit.c.id, t.edit.c.role, t.edit.c.code, t.edit.c.arguments)
    .join(t.annotator, t.annotator.c.id == t.edit.c.annotator)
    .where(
        t.edit.c.id > sa.bindparam("after"),
        t.edit.c.session == sa.bindparam("session"),
        t.annotator.c.key == sa.bindparam("annotator"),
    )
    .order_by(t.edit.c.id)
)
_TAKING_BACK = t.edit.alias("taking_back")
_EARLIER = (
    sa.select(t.edit.c.id, t.edit.c.role, t.edit.c.code, t.edit.c.arguments)
    .join(t.annotator, t.annotator.c.id == t.edit.c.annotator)
    .where(
        t.edit.c.id < sa.bindparam("before"),
        t.edit.c.session != "",  # the project began with those
        t.edit.c.role != "undo",
        t.annotator.c.key == sa.bindparam("annotator"),
        ~sa.exists().where(_TAKING_BACK.c.reverts == t.edit.c.id, _TAKING_BACK.c.role == "undo"),
    )
    .order_by(t.edit.c.id.desc())
    .limit(1)
)
_EDIT = (
    sa.select(
        t.edit.c.at,
        t.edit.c.code,
        t.edit.c.arguments,
        t.edit.c.role,
        t.edit.c.session,
        t.annotator.c.key.label("annotator"),
    )
    .join(t.annotator, t.annotator.c.id == t.edit.c.annotator)
    .where(t.edit.c.id == sa.bindparam("edit"))
)
_SIZE = sa.select(t.edit.c.changes).where(t.edit.c.id == sa.bindparam("edit"))
_CHANGES_BACKWARDS = (
    sa.select(t.change.c.kind, t.change.c.key, t.change.c.field, t.change.c.old, t.change.c.new)
    .where(t.change.c.edit == sa.bindparam("edit"))
    .order_by(t.change.c.seq.desc())
)


_Entry = tuple[int, EditSummary]


@dataclass(slots=True)
class _Stack:
    """The edits that Ctrl+Z takes back and those that redo brings back, last on top."""

    last: int  # the last edit taken into account
    undo: list[_Entry] = field(default_factory=list)
    redo: list[_Entry] = field(default_factory=list)
    earlier: list[_Entry] | None = None  # the last of earlier sittings, none or one; None: not read

    def take(self, edit: int, role: str, summary: EditSummary) -> None:
        """Take one more edit of the sitting into account."""
        self.last = edit
        if role == "undo":
            if self.undo:
                self.undo.pop()
            else:
                self.earlier = None
            self.redo.append((edit, summary))
        elif role == "redo":
            self.redo.pop()
            self.undo.append((edit, summary))
        else:
            self.undo.append((edit, summary))
            self.redo.clear()


class History(EditLog):
    """Taking edits back and bringing them again."""

    _undo_stack: _Stack | None = None

    @property
    def can_undo(self) -> EditSummary | None:
        """What Ctrl+Z would take back: what that edit did; None for nothing."""
        stack = self._undoable()
        return plain(stack[-1][1]) if stack else None

    @property
    def can_redo(self) -> EditSummary | None:
        """What redo would bring back: what that edit did; None for nothing."""
        stack = self._stack().redo
        return plain(stack[-1][1]) if stack else None

    def next_undo(self) -> int | None:
        """The edit that :meth:`undo` would take back."""
        stack = self._undoable()
        return stack[-1][0] if stack else None

    @property
    def undoes_earlier(self) -> bool:
        """Whether :meth:`undo` would take back an edit of an earlier sitting."""
        return not self._stack().undo and bool(self._undoable())

    def next_redo(self) -> int | None:
        """The undo that :meth:`redo` would take back."""
        stack = self._stack().redo
        return stack[-1][0] if stack else None

    def size_of(self, edit_id: int) -> int:
        """How many changes an edit has, which says how long taking it back lasts; 0 for no such edit."""
        return self._db.value(_SIZE, edit=edit_id) or 0

    def undo(self, expected: int | None = None) -> Changes | None:
        """Take back the current annotator's last edit; None where there is none.

        After those of this sitting it goes on to earlier ones (:attr:`undoes_earlier`). With
        ``expected`` that edit only, and None where another is the last one by now. Rows that
        have become something else since are left alone and counted in ``skipped``.
        """
        return self._step("undo", expected)

    def redo(self, expected: int | None = None) -> Changes | None:
        """Take back the last undo; None where there is none or something was edited since.

        ``expected`` is as for :meth:`undo`.
        """
        return self._step("redo", expected)

    def revert(self, edit_id: int) -> Changes:
        """Take back any edit, also of another annotator or sitting, as a new edit.

        Where nothing of it can be taken back, nothing is logged and ``edit`` is None. Raises
        UserError for an edit that set the project up, KeyError for one that is not there.
        """
        with self._opened.writing("revert", edit_id) as stamp:
            edit = self._db.first(_EDIT, edit=edit_id)
            if edit is None:
                raise KeyError(edit_id)
            if not edit.session:
                raise UserError("This edit cannot be taken back", "the project began with it")
            return self._take_back(edit_id, edit, stamp)

    # --- how ------------------------------------------------------------------------------

    def _stack(self) -> _Stack:
        if self._undo_stack is None:
            self._undo_stack = _Stack(self._opened.first_edit)
        stack = self._undo_stack
        for row in self._db.all(
            _NEW_EDITS, after=stack.last, session=self._opened.session, annotator=self._opened.who.key
        ):
            stack.take(row.id, row.role, _summary(row))
        return stack

    def _undoable(self) -> list[_Entry]:
        """What undo takes back, last on top: edits of this sitting, else the last of earlier ones."""
        stack = self._stack()
        if stack.undo:
            return stack.undo
        if stack.earlier is None:
            before = self._opened.first_edit + 1
            rows = self._db.all(_EARLIER, before=before, annotator=self._opened.who.key)
            stack.earlier = [(row.id, _summary(row)) for row in rows]
        return stack.earlier

    def _step(self, role: EditRole, expected: int | None) -> Changes | None:
        def steps() -> list[_Entry]:
            return self._undoable() if role == "undo" else self._stack().redo

        if not steps():
            return None
        with self._opened.writing(role) as begun:
            edit_id = steps()[-1][0]
            if expected not in {None, edit_id}:
                return None
            stamp = replace(begun, reverts=edit_id)
            return self._take_back(edit_id, self._db.first(_EDIT, edit=edit_id), stamp)

    def _take_back(self, edit_id: int, edit: Row, stamp: Stamp) -> Changes:
        """Apply the inverse of an edit as far as it goes."""
        writer = self._opened.writer(stamp, taking_back(_summary(edit), stamp.role))
        if stamp.role != "revert":  # the stack moves on even where everything is left alone
            writer.begin()
        if undo_alike_tags.take_back(self._db, writer, edit_id, edit.annotator, edit.at):
            return writer.finish()
        logged = self._db.all(_CHANGES_BACKWARDS, edit=edit_id)
        return self._make(writer, list(inverses(logged, edit.annotator, edit.at)), edit_id)

    def make_again(self, edit: KeptEdit) -> bool:
        """Make an edit that a later state of this file had, within a transaction; whether all of it fits.

        It gets the number, the time, the person and the sitting that it had. Where it does not fit, the
        caller takes back what there is of it.
        """
        who = Annotator(edit.annotator, "")
        stamp = Stamp(edit.at, who, edit.annotator_id, edit.session, edit.role, edit.reverts)
        writer = Writer(self._db, stamp, read_summary(edit.code, edit.arguments, edit.role))
        forward = ((kind, key, field_, new, old) for kind, key, field_, old, new in edit.rows)
        whole = list(inverses(forward, edit.annotator, edit.at))
        if not whole:  # it had found nothing that could still be taken back
            writer.begin()
        for change in whole if is_structural(whole) else ():
            if turn := ENTITIES["turn"].read(self._db, [change.key] if change.kind == "turn" else []):
                keep_places(self._db, turn[change.key].dialogue)
        made = self._make(writer, whole, edit.id)
        return (made.edit, writer.count, made.skipped) == (edit.id, edit.changes, 0)

    def _make(self, writer: Writer, whole: list[RowChange], edit_id: int) -> Changes:
        """Make changes as far as they go. Places of spans are those just before the edit ``edit_id``."""
        skipped = 0
        if is_structural(whole):
            return writer.finish(self._lay_out_back(writer, whole))
        inverse, moves = _without_moves(whole)
        settling = Settling(self._db, self._opened.finder)
        for (kind, _), group in groupby(inverse, key=lambda change: (change.kind, verb_of(change))):
            placed_now = [placed(self._db, edit_id, x) if _makes_span(x) else x for x in group]
            found = [change for change in placed_now if change is not None]
            skipped += len(placed_now) - len(found)
            changes, left = allowed(self._db, found) if found else ([], 0)
            skipped += left
            if kind == "step":
                settling.remember(places_of(self._db, changes))
            writer.apply(changes)
        settling.settle(writer, {} if skipped else moves)
        return writer.finish(skipped)

    def _lay_out_back(self, writer: Writer, inverse: list[RowChange]) -> int:
        """Take back a change of structure; how many rows had to be left alone."""
        back = sorted_out(self._db, inverse)
        plan = plan_back(self._db, back)
        if plan is None:
            return len({(change.kind, change.key) for change in inverse})
        skipped = self._apply(writer, back.going)
        later = plan_back(self._db, back) if back.going else plan
        if later is None:  # pragma: no cover - tags and marks that go change no turn
            raise RuntimeError
        rearrange(later, writer, self._opened.finder)
        return skipped + self._apply(writer, back.rest)

    def _apply(self, writer: Writer, changes: list[RowChange]) -> int:
        """Make those of some changes that still fit; how many rows had to be left alone."""
        skipped = 0
        for _, group in groupby(changes, key=lambda change: (change.kind, verb_of(change))):
            fitting, left = allowed(self._db, list(group))
            skipped += left
            writer.apply(fitting)
        return skipped


_FOLLOWING = {("tag", "start"), ("tag", "end"), ("turn", "speaker")}


def _without_moves(inverse: list[RowChange]) -> tuple[list[RowChange], Wished]:
    """The changes apart from those of spans and speakers that only followed the text: they follow it back."""
    if not any(change.kind == "step" for change in inverse):
        return inverse, {}
    moves: defaultdict[str, dict[str, tuple[object, object]]] = defaultdict(dict)
    rest = []
    for change in inverse:
        if (change.kind, change.field) in _FOLLOWING:
            moves[change.key][change.field] = (change.old, change.new)
        else:
            rest.append(change)
    return rest, moves


def _makes_span(change: RowChange) -> bool:
    if change.kind != "tag" or verb_of(change) != "create":
        return False
    return isinstance(change.new, TagRow) and change.new.start is not None


def plain(summary: EditSummary) -> EditSummary:
    """What the edit did that an undo or redo is about."""
    roles = summary.roles
    while roles and roles[0] in {"undo", "redo"}:
        roles = roles[1:]
    return replace(summary, roles=roles)


def taking_back(summary: EditSummary, role: EditRole) -> EditSummary:
    """What an edit does that takes back, or brings again, another."""
    standing = plain(summary)
    return replace(standing, roles=(role, *standing.roles))


def _summary(row: Row) -> EditSummary:
    return read_summary(row.code, row.arguments, row.role)


def inverses(rows: Any, annotator: str, at: str) -> Iterator[RowChange]:
    """The inverse of each logged change, for rows of kind, key, field, old, new."""
    decoders = {kind: msgspec.json.Decoder(entity.row) for kind, entity in ENTITIES.items()}
    for kind, key, field_, old, new in rows:
        if field_:
            yield RowChange(kind, key, field_, field_value(new), field_value(old))
            continue
        try:
            row = decoders[kind].decode(old or new)
        except (msgspec.MsgspecError, TypeError) as error:
            raise damaged_value() from error
        if kind == "tag":
            row = filled(row, annotator, at)
        yield RowChange(kind, key, "", row, None) if old is None else RowChange(kind, key, "", None, row)


def field_value(text: str | None) -> object:
    """A field's value from its JSON; lists are tuples in rows."""
    value = loads(text)
    return tuple(value) if isinstance(value, list) else value
