"""Which turns fit a filter: one query for the conditions, the index of words for the text.

Conditions are a table (:data:`_CONDITIONS`): a field of the filter, and what SQL it stands for. Turns come in
the order of the project. What may take long can be stopped between two rows, and by SQLite within a query.
"""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import msgspec
import sqlalchemy as sa

from annotator import filters
from annotator.errors import Cancelled, UserError
from annotator.model import TurnFilter
from annotator.store import tables as t
from annotator.store.codebook_edits import Codebooks
from annotator.store.dialogues import ids_of
from annotator.store.people import People
from annotator.store.project_part import Opened, Part
from annotator.store.text_index import SearchPlan, TextIndex, plan

_EVERY = 50_000  # steps of SQLite's machine between two looks at whether to stop

_index = sa.table("turn_index", sa.column("rowid"))
_words: sa.ColumnClause[Any] = sa.literal_column("turn_index")  # the table's name stands for its text
# Asked of each turn that fits, for with a join SQLite would sort all turns before it gives the first.
_STATE = sa.select(t.dialogue.c.state).where(t.dialogue.c.id == t.turn.c.dialogue).correlate(t.turn)
_LIVE = _STATE.scalar_subquery() == sa.literal_column("'live'")


# Whose tags and marks a filter looks at where it names nobody: the current annotator's, everybody's, or
# those of the annotators with these keys.
Whose: TypeAlias = Literal["own", "everybody"] | Sequence[str]
_Keys = tuple[str, ...] | None  # None: everybody's


def _turns_with(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return t.turn.c.id.in_(sa.select(table.c.turn).where(table.c.turn.is_not(None), *conditions))


def _id_of(table: sa.Table, keys: Iterable[str]) -> sa.ColumnElement[Any]:
    return sa.select(table.c.id).where(table.c.key.in_(list(keys))).scalar_subquery()


def _ids_of(table: sa.Table, keys: Iterable[str]) -> sa.Select[Any]:
    return sa.select(table.c.id).where(table.c.key.in_(list(keys)))


_NOT_SUGGESTED = t.tag.c.origin != "suggested"


def _given(wanted: TurnFilter, whose: _Keys) -> sa.ColumnElement[bool]:
    """Tags of those the filter is about. Suggestions are nobody's tags, unless their program is named."""
    keys = wanted.annotators or whose
    if keys is None:
        return _NOT_SUGGESTED
    programs = _ids_of(t.annotator, keys).where(t.annotator.c.kind == "machine")
    answers = _NOT_SUGGESTED | t.tag.c.annotator.in_(programs) if wanted.annotators else _NOT_SUGGESTED
    return t.tag.c.annotator.in_(_ids_of(t.annotator, keys)) & answers


def _labels(wanted: TurnFilter, whose: _Keys) -> sa.ColumnElement[bool]:
    labels = t.tag.c.label.in_(_ids_of(t.label, wanted.labels))
    return _turns_with(t.tag, labels, _given(wanted, whose))


def _untagged(wanted: TurnFilter, whose: _Keys) -> sa.ColumnElement[bool]:
    here = (t.tag.c.dialogue == t.turn.c.dialogue) & (t.tag.c.turn == t.turn.c.id)
    facet = t.tag.c.facet == _id_of(t.facet, [wanted.untagged])
    return ~sa.exists().where(here, facet, _given(wanted, whose))


def _annotators(wanted: TurnFilter, whose: _Keys) -> sa.ColumnElement[bool]:
    return _turns_with(t.tag, _given(wanted, whose))


def _uncertain(wanted: TurnFilter, whose: _Keys) -> sa.ColumnElement[bool]:
    return _turns_with(t.tag, t.tag.c.uncertain == 1, _given(wanted, whose))


def _noted(wanted: TurnFilter, whose: _Keys) -> sa.ColumnElement[bool]:
    # The text of a free-text facet is a note, as is the note on any other tag.
    return _turns_with(t.tag, (t.tag.c.note != "") | (t.tag.c.value != ""), _given(wanted, whose))


# As the index over doubts has it, so that it is used.
_CONFIDENCE = sa.literal_column(
    "(CASE step.kind WHEN 'damage' THEN 0.0 ELSE step.confidence END)", sa.Float()
)


def _doubts(wanted: TurnFilter, _: _Keys) -> sa.ColumnElement[bool]:
    undecided = sa.literal_column("step.part <> 'tail' AND step.annotator = ''", sa.Boolean())
    return _turns_with(t.step, undecided, wanted.doubts_below > _CONFIDENCE)


def _languages(wanted: TurnFilter, _: _Keys) -> sa.ColumnElement[bool]:
    language = t.turn.c.language
    # "zh-" up to what follows "-": the codes of the language with a script or region.
    return sa.or_(
        *(
            (language == code) | ((language >= f"{code}-") & (language < f"{code}."))
            for code in wanted.languages
        )
    )


def _marked(kind: str) -> Callable[[TurnFilter, _Keys], sa.ColumnElement[bool]]:
    def marked(_: TurnFilter, whose: _Keys) -> sa.ColumnElement[bool]:
        by = sa.true() if whose is None else t.mark.c.annotator.in_(_ids_of(t.annotator, whose))
        return _turns_with(t.mark, t.mark.c.kind == kind, by)

    return marked


# Only a word, a number or a truth value can be asked for.
_NO_WORDS = ("object", "array", "null")
_IS_SAID = sa.and_(
    *(sa.func.json_type(t.speaker.c.value) != sa.literal_column(f"'{kind}'") for kind in _NO_WORDS)
)
_ATTRIBUTE: sa.ColumnElement[str] = (
    t.speaker.c.attribute + "=" + sa.cast(sa.func.json_extract(t.speaker.c.value, "$"), sa.Text)
)
_ABOUT_SPEAKERS = sa.select(t.speaker.c.dialogue, t.speaker.c.name).where(_IS_SAID)
_ATTRIBUTES = (
    sa.select(_ATTRIBUTE.label("said"))
    .join(t.dialogue, t.dialogue.c.id == t.speaker.c.dialogue)
    .where(t.dialogue.c.state == "live", _IS_SAID)
    .distinct()
    .order_by("said")
)


_CONDITIONS: Mapping[str, Callable[[TurnFilter, _Keys], sa.ColumnElement[bool]]] = {
    "speakers": lambda wanted, _: t.turn.c.speaker.in_(wanted.speakers),
    "labels": _labels,
    "untagged": _untagged,
    "annotators": _annotators,
    "uncertain": _uncertain,
    "doubts_below": _doubts,
    "languages": _languages,
    "switched": lambda *_: sa.func.json_array_length(t.turn.c.words) > 1,
    "gaps": lambda *_: t.turn.c.gaps.is_not(None),
    "flagged": _marked("flag"),
    "bookmarked": _marked("bookmark"),
    "noted": _noted,
    "dialogues": lambda wanted, _: t.turn.c.dialogue.in_(_ids_of(t.dialogue, wanted.dialogues)),
    "attributes": lambda wanted, _: sa.tuple_(t.turn.c.dialogue, t.turn.c.speaker).in_(
        _ABOUT_SPEAKERS.where(sa.or_(*(_ATTRIBUTE.is_(said) for said in wanted.attributes)))
    ),
}
_EVERYTHING = TurnFilter()
# These say whose tags the others look at, and are a condition only without them.
_ABOUT_TAGS = ("labels", "untagged", "uncertain", "noted")


def _conditions(wanted: TurnFilter, whose: _Keys) -> list[sa.ColumnElement[bool]]:
    """What SQL stands for the filter, its text apart."""
    given = [name for name in _CONDITIONS if getattr(wanted, name) != getattr(_EVERYTHING, name)]
    if any(name in given for name in _ABOUT_TAGS) and "annotators" in given:
        given.remove("annotators")
    return [_CONDITIONS[name](wanted, whose) for name in given]


def _values_of(column: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """The different values of an indexed column, by steps through the index: few values cost little,
    however many turns there are."""
    first = sa.select(sa.func.min(column).label("value")).cte("found", recursive=True)
    after = sa.select(sa.func.min(column)).where(column > first.c.value).scalar_subquery()
    return sa.select(first.union_all(sa.select(after).where(first.c.value.is_not(None))).c.value)


_STRETCH, _STRETCH_DIALOGUES = 5_000, 500  # turns, and dialogues, that are looked at first for a first page
_FIRST_DIALOGUES = (
    sa.select(t.dialogue.c.id, t.dialogue.c.turn_count)
    .where(t.dialogue.c.state == sa.literal_column("'live'"))
    .order_by(t.dialogue.c.id)
    .limit(_STRETCH_DIALOGUES)
)
_SPEAKERS = _values_of(t.turn.c.speaker)
_LANGUAGES = _values_of(t.turn.c.language)
_PLACE = sa.select(t.turn.c.dialogue, t.turn.c.position).where(t.turn.c.id == sa.bindparam("turn"))


_TITLES = (
    sa.select(t.dialogue.c.key, t.dialogue.c.title)
    .where(t.dialogue.c.state == "live")
    .order_by(t.dialogue.c.id)
)


class Search(Part):
    """Finding turns, by filters that people write. None of it changes anything."""

    def __init__(self, opened: Opened, index: TextIndex, codebook: Codebooks, people: People) -> None:
        super().__init__(opened)
        self._index = index
        self._codebook = codebook
        self._people = people

    def matching(
        self,
        wanted: TurnFilter,
        dialogue_id: int | None = None,
        *,
        whose: Whose = "own",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[tuple[int, int]]:
        """Turn and dialogue of each turn that fits, in the order of the project, as they are found.

        Only live dialogues count. ``whose`` tags and marks are looked at where the filter names nobody:
        the current annotator's, everybody's, or those of the annotators with these keys. Raises UserError
        for a pattern that is none or takes too long, and Cancelled soon after ``cancelled`` says so.
        """
        found = [_LIVE, *_conditions(wanted, self._keys_of(whose))]
        if dialogue_id is not None:
            found.append(t.turn.c.dialogue == dialogue_id)
        yield from self._found(wanted, found, cancelled)

    def find(
        self,
        wanted: TurnFilter,
        dialogue_id: int | None = None,
        *,
        limit: int | None = None,
        whose: Whose = "own",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> array[int]:
        """The turns that fit, in the order of the project: all of them, or the first ``limit``.

        ``whose`` and what is raised are as for :meth:`matching`.
        """
        if not wanted.text:
            return self._all_ids(wanted, dialogue_id, limit, whose, cancelled)
        turns: array[int] = array("q")
        for turn, _ in self.matching(wanted, dialogue_id, whose=whose, cancelled=cancelled):
            turns.append(turn)
            if limit is not None and len(turns) >= limit:
                break
        return turns

    def _all_ids(
        self,
        wanted: TurnFilter,
        dialogue_id: int | None,
        limit: int | None,
        whose: Whose,
        cancelled: Callable[[], bool],
    ) -> array[int]:
        """Turns by their conditions alone, counted up by SQLite, which others need not wait for."""
        found = [_LIVE, *_conditions(wanted, self._keys_of(whose))]
        if dialogue_id is not None:
            found.append(t.turn.c.dialogue == dialogue_id)
        elif limit is not None and (stretch := self._first_stretch()) is not None:
            # SQLite would find all that fit, and put them in order, to give the first.
            first = self._ids_in_order([*found, t.turn.c.dialogue.between(*stretch)], limit, cancelled)
            if len(first) == limit:
                return first
        return self._ids_in_order(found, limit, cancelled)

    def _ids_in_order(
        self, found: list[sa.ColumnElement[bool]], limit: int | None, cancelled: Callable[[], bool]
    ) -> array[int]:
        query = sa.select(t.turn.c.id).where(*found).order_by(t.turn.c.dialogue, t.turn.c.position)
        (row,) = self._rows(ids_of(query.limit(limit)), cancelled)
        return array("q", msgspec.json.decode(row[0]))

    def _first_stretch(self) -> tuple[int, int] | None:
        """The first and the last of the first dialogues, as many as have some thousand turns together.

        None where the project has no more than that.
        """
        rows, turns = self._db.all(_FIRST_DIALOGUES), 0
        for number, (dialogue, count) in enumerate(rows, 1):
            turns += count
            if turns >= _STRETCH or number == _STRETCH_DIALOGUES:
                return rows[0][0], dialogue
        return None

    def count(
        self, wanted: TurnFilter, *, whose: Whose = "own", cancelled: Callable[[], bool] = lambda: False
    ) -> int:
        """How many turns fit; ``whose`` and what is raised are as for :meth:`matching`."""
        if wanted.text:
            return sum(1 for _ in self.matching(wanted, whose=whose, cancelled=cancelled))
        found = [_LIVE, *_conditions(wanted, self._keys_of(whose))]
        query = sa.select(sa.func.count()).select_from(t.turn).where(*found)
        return int(next(self._rows(query, cancelled))[0])

    def next_turn(
        self,
        turn_id: int,
        wanted: TurnFilter,
        dialogue_id: int | None = None,
        *,
        backwards: bool = False,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> int | None:
        """The nearest turn after (or before) this one that fits, in this dialogue or in all of them.

        Raises as :meth:`matching` does.
        """
        place = self._db.first(_PLACE, turn=turn_id)
        if place is None:
            return None
        here = sa.tuple_(t.turn.c.dialogue, t.turn.c.position)
        there = sa.tuple_(sa.literal(place[0]), sa.literal(place[1]))
        found = [
            _LIVE,
            *_conditions(wanted, (self._opened.who.key,)),
            here < there if backwards else here > there,
        ]
        if dialogue_id is not None:
            found.append(t.turn.c.dialogue == dialogue_id)
        rows = self._scanned(wanted, found, cancelled, backwards=backwards)
        return next((turn for turn, _ in rows), None)

    def speakers(self) -> tuple[str, ...]:
        """Every speaker of the project, in order of name; "" is what stands before a first marker."""
        return tuple(row[0] for row in self._db.all(_SPEAKERS) if row[0] is not None)

    def languages(self) -> tuple[str, ...]:
        """The primary languages that turns were found to be in, in order of code."""
        return tuple(row[0] for row in self._db.all(_LANGUAGES) if row[0] is not None)

    def speaker_attributes(self) -> tuple[str, ...]:
        """What sources say about speakers, as ``age=31``, in order."""
        return tuple(row[0] for row in self._db.all(_ATTRIBUTES))

    def read_filter(self, line: str) -> TurnFilter:
        """The filter that a line describes, with the names in it found in this project.

        Raises UserError, with the place, for what is no condition or names nothing.
        """
        return filters.parse(line, self.names())

    def names(self) -> filters.Names:
        """What there is for the conditions of a filter to name."""
        return filters.Names(
            self._codebook.read(),
            self._people.all(),
            lambda: ((row[0], row[1]) for row in self._db.all(_TITLES)),
            self.speakers,
            self.languages,
            self.speaker_attributes,
        )

    def annotator_keys(self, name: str) -> tuple[str, ...]:
        """The keys of the annotators of a name or key. Raises UserError, with those there are, for nobody."""
        try:
            return self.names().keys("by", name)
        except UserError as error:
            raise UserError(
                "Nobody in the project is called {name}",
                "{why}",
                "Choose one of them",
                name=name,
                why=error.why,
            ) from error

    # --- how ---------------------------------------------------------------------------

    def _keys_of(self, whose: Whose) -> _Keys:
        if whose == "everybody":
            return None
        return (self._opened.who.key,) if whose == "own" else tuple(whose)

    def _found(
        self, wanted: TurnFilter, found: list[sa.ColumnElement[bool]], cancelled: Callable[[], bool]
    ) -> Iterator[tuple[int, int]]:
        way = plan(self._db, wanted.text) if wanted.text and not wanted.regex else SearchPlan(None)
        if way.match is None:
            yield from self._scanned(wanted, found, cancelled)
            return
        mark = self._index.indexed_to()
        if way.match:
            yield from self._proposed(wanted, way, found, cancelled)
        if self._index.waiting():
            yield from self._scanned(wanted, [*found, t.turn.c.id > mark], cancelled)

    def _proposed(
        self,
        wanted: TurnFilter,
        way: SearchPlan,
        found: list[sa.ColumnElement[bool]],
        cancelled: Callable[[], bool],
    ) -> Iterator[tuple[int, int]]:
        """Turns that the index proposes, looked at themselves where it may err."""
        columns = [t.turn.c.id, t.turn.c.dialogue] + ([] if way.exact else [t.turn.c.text])
        query = (
            sa.select(*columns)
            .select_from(_index)
            .join(t.turn, t.turn.c.id == _index.c.rowid)
            .where(_words.op("MATCH")(way.match), *found)
            .order_by(_index.c.rowid)
        )
        fits = filters.matcher(wanted)
        for row in self._rows(query, cancelled):
            if way.exact or fits(row[2]):
                yield row[0], row[1]

    def _scanned(
        self,
        wanted: TurnFilter,
        found: list[sa.ColumnElement[bool]],
        cancelled: Callable[[], bool],
        *,
        backwards: bool = False,
    ) -> Iterator[tuple[int, int]]:
        """Every turn that meets the conditions, its text looked at where the filter has one."""
        columns = [t.turn.c.id, t.turn.c.dialogue] + ([t.turn.c.text] if wanted.text else [])
        order = (t.turn.c.dialogue, t.turn.c.position)
        query = (
            sa.select(*columns)
            .where(*found)
            .order_by(*(column.desc() for column in order) if backwards else order)
        )
        fits = filters.matcher(wanted)
        for row in self._rows(query, cancelled):
            if not wanted.text or fits(row[2]):
                yield row[0], row[1]

    def _rows(self, query: sa.Select[Any], cancelled: Callable[[], bool]) -> Iterator[tuple[Any, ...]]:
        with self._stoppable(cancelled):
            for number, row in enumerate(self._db.plain(query)):
                if number % 256 == 0 and cancelled():
                    raise Cancelled
                yield row

    @contextlib.contextmanager
    def _stoppable(self, cancelled: Callable[[], bool]) -> Iterator[None]:
        """Let SQLite itself ask whether to stop: a query may look at a million rows and give none."""
        stopped = False

        def ask() -> int:
            nonlocal stopped
            stopped = stopped or cancelled()
            return int(stopped)

        self._db.raw.set_progress_handler(ask, _EVERY)
        try:
            yield
        except Exception:
            if stopped:
                raise Cancelled from None
            raise
        finally:
            self._db.raw.set_progress_handler(None, 0)
