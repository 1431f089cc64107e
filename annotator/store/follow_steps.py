"""Bringing turns in line with their repair steps: text, gaps, language, spans, speaker, figures.

The text of a turn is what its steps make of what was received, and its speaker is named as its
marker is. Whoever changes steps lets a :class:`Settling` remember the places before and settle
them afterwards, in one transaction. Only the moves of span tags and the names of speakers are
logged: everything else follows from the steps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.core.exclusive_answers import question_of
from annotator.core.offset_mapping import ChangedStretch, Moves, back, changed, renamed, replaced
from annotator.errors import UserError
from annotator.model import Gap
from annotator.store import tables as t
from annotator.store import text_index
from annotator.store.database import Database
from annotator.store.edit_log import RowChange, Writer
from annotator.store.log_entities import SELECT_TAGS, tag_row
from annotator.store.log_rows import StepRow, TagRow
from annotator.store.project_part import Finder
from annotator.store.repaired_texts import State, StepPlace, replacements, states
from annotator.store.value_encoding import dumps_or_none, loads

# By tag or turn and field: what an edit left in an end of a span or a speaker, and what was there before.
Wished = Mapping[str, Mapping[str, tuple[object, object]]]

_SPANS = SELECT_TAGS.join(
    t.turn, (t.turn.c.id == t.tag.c.turn) & (t.turn.c.dialogue == t.tag.c.dialogue)
).where(t.among(t.turn.c.id, "turns"), t.tag.c.start.is_not(None))
_SEVERAL = sa.select(t.facet.c.key).where(t.facet.c.kind == "several")
_THIS_TURN = t.turn.c.id == sa.bindparam("_turn")
_SET_TEXT = (
    sa.update(t.turn)
    .where(_THIS_TURN)
    .values({name: sa.bindparam(f"_{name}") for name in ("text", "received", "gaps")})
)
_SET_LANGUAGE = (
    sa.update(t.turn)
    .where(_THIS_TURN)
    .values({name: sa.bindparam(f"_{name}") for name in ("language", "matrix", "script", "words")})
)
_COUNT = (
    sa.update(t.dialogue)
    .where(t.dialogue.c.id == sa.bindparam("_dialogue"))
    .values(
        {name: t.dialogue.c[name] + sa.bindparam(f"_{name}")
         for name in ("repair_count", "damage_count", "gap_count")}
    )
)  # fmt: skip
_LATER = (
    sa.select(t.change.c.key, t.change.c.field, t.change.c.old, t.change.c.new)
    .where(
        t.change.c.turn == sa.bindparam("turn"),
        t.change.c.kind == "step",
        t.among(t.change.c.edit, "edits"),
    )
    .order_by(t.change.c.edit.desc(), t.change.c.seq.desc())
)


_SINCE = (
    sa.select(t.change.c.edit, t.edit.c.reverts, sa.func.max(t.change.c.kind == "turn").label("laid_out"))
    .join(t.edit, t.edit.c.id == t.change.c.edit)
    .where(
        t.change.c.turn == sa.bindparam("turn"),
        (t.change.c.kind == "step") | (t.change.c.kind == "turn"),
        t.change.c.field != "speaker",
        t.change.c.edit > sa.bindparam("edit"),
    )
    .group_by(t.change.c.edit)
    .order_by(t.change.c.edit)
)


def _figures(steps: Iterable[StepRow]) -> Counter[str]:
    figures: Counter[str] = Counter()
    for step in steps:
        figures["_repair_count"] += 1
        figures["_damage_count"] += step.kind == "damage" and step.before == step.after
    return figures


class Settling:
    """The turns whose steps an edit changes, as they were before it."""

    def __init__(self, db: Database, finder: Finder | None) -> None:
        self._db = db
        self._finder = finder
        self._before: dict[StepPlace, State] = {}

    def remember(self, places: Iterable[StepPlace]) -> None:
        """Look at places before their steps change; doing it twice does no harm."""
        self._before.update(states(self._db, [place for place in places if place not in self._before]))

    def settle(self, writer: Writer, wished: Wished | None = None) -> None:
        """Bring the remembered places in line with their steps as they now stand.

        ``wished`` are the ends of spans and the names of speakers that an edit taken back had
        changed; where they still are what it left, they go back exactly. Raises UserError where
        tags would come to lie on nothing or on each other.
        """
        moves: dict[int, list[ChangedStretch]] = {}
        lengths: dict[int, int] = {}
        names: list[RowChange] = []
        figures: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for place, now in states(self._db, self._before).items():
            before = self._before[place]
            of = figures[now.dialogue]
            of.update(_figures(now.steps.values()))
            of.subtract(_figures(before.steps.values()))
            after = replacements(now.steps.values())
            stretches = changed(now.received, replacements(before.steps.values()), after)
            if stretches and place.part == "text":
                moves[place.id] = stretches
                text = replaced(now.received, after)
                lengths[place.id] = len(text)
                of["_gap_count"] += self._write(now, text, stretches)
            elif stretches and place.part == "lead":
                names += _name(before, now, stretches, wished or {})
        writer.apply(names)
        for dialogue, of in figures.items():
            if any(of.values()):
                self._db.run(_COUNT, _dialogue=dialogue, **{name: of[name] for name in _COUNTED})
        if moves:
            self._move_tags(writer, moves, lengths, wished or {})

    def _write(self, turn: State, text: str, stretches: Sequence[ChangedStretch]) -> int:
        """Write the turn's text and what is found in it; by how much its gaps have become more."""
        old = [Gap(*gap) for gap in loads(turn.gaps) or ()]
        if self._finder is None:
            way = Moves(stretches, len(text))
            gaps = tuple(Gap(*way.place(gap.start, gap.end), gap.reason) for gap in old)
        else:
            gaps, found = self._finder(text)
            self._db.run(
                _SET_LANGUAGE,
                _turn=turn.turn,
                _language=found and found.primary,
                _matrix=found and found.matrix,
                _script=found and found.script,
                _words=found and dumps_or_none(found.words),
            )
        text_index.change(self._db, turn.place.id, turn.text, text)
        self._db.run(
            _SET_TEXT,
            _turn=turn.turn,
            _text=text,
            _received=None if turn.received == text else turn.received,
            _gaps=dumps_or_none([(gap.start, gap.end, gap.reason) for gap in gaps]),
        )
        return len(gaps) - len(old)

    def _move_tags(
        self,
        writer: Writer,
        moves: Mapping[int, Sequence[ChangedStretch]],
        lengths: Mapping[int, int],
        wished: Wished,
    ) -> None:
        several = {row[0] for row in self._db.all(_SEVERAL)}
        starts: list[RowChange] = []
        ends: list[RowChange] = []
        taken: set[tuple[object, ...]] = set()
        for found in self._db.all(_SPANS, turns=t.many(moves)):
            key, turn, row = found[0], int(found.turn), tag_row(found)
            start, end, keep = _moved(row, moves[turn], lengths[turn], wished.get(key, {}))
            moved = msgspec.structs.replace(row, start=start, end=end)
            slot = row.turn, question_of(moved, several=row.facet in several)
            if start >= end or slot in taken:
                raise UserError(
                    "The text cannot be changed here",
                    "tags would lose the text they are on, or come to lie on the same",
                    "Remove one of those tags first",
                )
            taken.add(slot)
            if keep:
                at = (row.turn, row.dialogue)
                starts.append(RowChange("tag", key, "start", row.start, start, *at))
                ends.append(RowChange("tag", key, "end", row.end, end, *at))
        writer.apply([*starts, *ends])


_COUNTED = ("_repair_count", "_damage_count", "_gap_count")


def _moved(
    row: TagRow, stretches: Sequence[ChangedStretch], length: int, wished: Mapping[str, tuple[object, object]]
) -> tuple[int, int, bool]:
    """Where a span lies now, and whether the log must know: it moved, or the way back is not plain."""
    now: Any = (row.start, row.end)
    if wished and all(getattr(row, field) == left for field, (left, _) in wished.items()):
        there: Any = msgspec.structs.replace(row, **{field: was for field, (_, was) in wished.items()})
        if there.end <= length:
            return there.start, there.end, True
    start, end = Moves(stretches, length).span(*now)
    plain = Moves(back(stretches), now[1]).span(start, end) == now
    return start, end, (start, end) != now or not plain


def _name(
    before: State, now: State, stretches: Sequence[ChangedStretch], wished: Wished
) -> Iterator[RowChange]:
    """The speaker of a turn whose marker reads otherwise now."""
    new = renamed(now.speaker, before.text, now.text, stretches)
    left, was = wished.get(str(now.turn), {}).get("speaker", (None, None))
    if now.speaker == left:
        new = str(was)
    if new != now.speaker:
        yield RowChange("turn", str(now.turn), "speaker", now.speaker, new, now.turn, now.dialogue)


def placed(db: Database, edit: int, change: RowChange) -> RowChange | None:
    """The creation of a span tag as it stood before an edit, put where its characters are now.

    None where the turn has been split, joined or taken out since, and that was not taken back: nothing says
    which characters those were.
    """
    row = change.new
    place = StepPlace("text", row.turn)
    standing = _standing(db, edit, row.turn)
    if any(standing.values()):
        return None
    now = states(db, [place])[place]
    steps = dict(now.steps)
    decoder = msgspec.json.Decoder(StepRow)
    for later in db.all(_LATER, turn=row.turn, edits=t.many(standing)):
        if not later.field:
            steps.pop(later.key, None)
            if later.old is not None and (removed := decoder.decode(later.old)).part == "text":
                steps[later.key] = removed
        elif later.key in steps:  # else it is one of the marker's
            values = {later.field: loads(later.old)}
            steps[later.key] = msgspec.structs.replace(steps[later.key], **values)
    ordered = sorted(steps.items(), key=lambda each: (each[1].start, each[1].end, int(each[0])))
    then = replacements(step for _, step in ordered)
    stretches = changed(now.received, then, replacements(now.steps.values()))
    start, end = Moves(stretches, len(now.text)).span(row.start, row.end)
    return change._replace(new=msgspec.structs.replace(row, start=start, end=end))


def _standing(db: Database, edit: int, turn: int) -> dict[int, bool]:
    """The edits of a turn's steps and of its place in the dialogue since an edit, and which are of its place.

    Without those that were taken back before another edit of the turn was made: they leave nothing behind.
    """
    standing: dict[int, bool] = {}
    for later in db.all(_SINCE, turn=turn, edit=edit):
        if standing and later.reverts == next(reversed(standing)):
            standing.popitem()
        else:
            standing[later.edit] = bool(later.laid_out)
    return standing
