"""The index of words that makes a search in many turns fast, and its upkeep.

An FTS5 table without a copy of the texts: each Han, kana or Hangul character is a word of its own, all
else is split as Unicode says. It is derived from the turns, is brought up to date before a search
(:meth:`TextIndex.update`), and proposes turns; where it may err, the turn's own text decides.

Which turns still wait for it is the mark ``indexed_to``: turns with greater row numbers do. Texts that
change after they were indexed are taken out and put in again in the same transaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa

from annotator import filters
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.database_errors import damaged_value
from annotator.store.project_part import Part

TOKENIZER = "unicode61 remove_diacritics 0"  # of the index, as the schema has it
# Turns, and characters of them, indexed in one transaction, some 30 ms: between two of them others may write.
_BATCH, _BATCH_CHARACTERS = 2_000, 240_000
_MOST_KNOWN = 200_000  # words that are kept in mind, so that they are not put in once more
_MOST_WORDS = 200  # a part of more words than that is no help: whoever looks for it finds it soon anyway
# Stands in the index where two characters that are words by themselves are not next to each other:
# a private character, which SQLite takes for a letter and no text is left with.
_APART = "\ue000"

_CHARACTERS = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3105-\u312f\u3130-\u318f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_FIRST_ALONE = "\u1100"  # of these characters


class _Patterns(NamedTuple):
    """How the words of a text are found."""

    alone: re.Pattern[str]  # a character that is a word by itself
    gap: re.Pattern[str]  # between two such characters
    run: re.Pattern[str]  # a word, or such characters in a row
    # What SQLite's tokenizer (Unicode 6.1) surely takes for letters and digits, as Python does.
    sure: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Compiled when the first text is looked at, long after a project was opened."""
    return _Patterns(
        alone=re.compile(f"[{_CHARACTERS}]"),
        gap=re.compile(rf"(?<=[{_CHARACTERS}])[\W_]+(?=[{_CHARACTERS}])"),
        run=re.compile(rf"[{_CHARACTERS}{_APART}]+|[^\W_{_CHARACTERS}{_APART}]+"),
        sure=re.compile(
            r"[0-9a-z\u00df-\u00f6\u00f8-\u024f\u0370-\u0373\u03ac-\u03ce\u0430-\u045f\u05d0-\u05ea"
            r"\u0621-\u063a\u0641-\u064a\u3041-\u3096\u30a1-\u30fa\u3400-\u4db5\u4e00-\u9fcc\uac00-\ud7a3]+"
        ),
    )


MARK = sa.select(t.text_mark.c.indexed_to)
_SET_MARK = sa.update(t.text_mark).values(indexed_to=sa.bindparam("mark"))
# Turns of an import under way may go again, and others then get their row numbers: the index stops before
# them. They are the last rows, in the order of their dialogues.
_STAGED = sa.select(sa.func.min(t.dialogue.c.id)).where(t.dialogue.c.state == sa.literal_column("'staged'"))
_BEFORE_STAGED = (
    sa.select(t.turn.c.id - 1)
    .where(t.turn.c.dialogue >= _STAGED.scalar_subquery())
    .order_by(t.turn.c.dialogue, t.turn.c.position)
    .limit(1)
)
_ALL = sa.select(sa.func.max(t.turn.c.id))
_LAST = sa.select(sa.func.coalesce(_BEFORE_STAGED.scalar_subquery(), _ALL.scalar_subquery(), 0))
_WAITING = (
    sa.select(t.turn.c.id, t.turn.c.text)
    .where(t.turn.c.id > sa.bindparam("after"), t.turn.c.id <= _LAST.scalar_subquery())
    .order_by(t.turn.c.id)
    .limit(sa.bindparam("most"))
)
_ADD = "INSERT INTO turn_index(rowid, words) VALUES (?, ?)"
_REMOVE = "INSERT INTO turn_index(turn_index, rowid, words) VALUES ('delete', ?, ?)"
_KNOW = "INSERT OR IGNORE INTO turn_word VALUES (?)"
# With '', '%', or both around the part, a word that begins with it, ends in it, or holds it.
_WORDS_LIKE = (
    sa.select(t.turn_word.c.word)
    .where(t.turn_word.c.word.like(sa.bindparam("pattern")))
    .limit(sa.bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """How the index helps with one search.

    ``match`` is an FTS5 query that every turn fits that is wanted, "" where none can be, None where
    the index is of no help; ``exact`` says that it fits no other turn.
    """

    match: str | None
    exact: bool = False


def indexed(text: str) -> str:
    """The words of a text as they go into the index, one space between two."""
    patterns = _patterns()
    runs = patterns.run.findall(patterns.gap.sub(_APART, filters.fold(text).replace(_APART, " ")))
    return " ".join(
        [" ".join(run) if run >= _FIRST_ALONE and _is_of_characters(run) else run for run in runs]
    )


def _is_of_characters(run: str) -> bool:
    """Whether each character of a run is a word by itself."""
    return run[0] == _APART or _patterns().alone.match(run) is not None


def plan(db: Database, wanted: str) -> SearchPlan:
    """How the index helps to find ``wanted`` anywhere in a text."""
    folded = filters.fold(wanted)
    words = indexed(wanted).split()
    alone, _, _, sure = _patterns()
    letters = [word for word in words if not alone.fullmatch(word) and word != _APART]
    if not words or not all(sure.fullmatch(word) for word in letters):
        return SearchPlan(None)
    if not letters:
        # Characters next to each other: the phrase says it all, unless something stands between them.
        return SearchPlan(_phrase(words), exact=folded == "".join(words) and bool(sure.fullmatch(folded)))
    opens, closes = folded.startswith(words[0]), folded.endswith(words[-1])
    if len(words) == 1:
        firsts = _words_like(db, f"{'%' * opens}{words[0]}{'%' * closes}")
        end, exact = "", folded == words[0]
    else:
        firsts = _words_like(db, f"%{words[0]}") if opens and words[0] in letters else [words[0]]
        end, exact = " *" if closes and words[-1] in letters else "", False
    if firsts is None:
        return SearchPlan(None)
    return SearchPlan(" OR ".join(_phrase([first, *words[1:]]) + end for first in firsts), exact)


def _phrase(words: Iterable[str]) -> str:
    return '"' + " ".join(words) + '"'


def _words_like(db: Database, pattern: str) -> list[str] | None:
    """The known words of a pattern (of letters and digits and ``%``); None where they are too many."""
    found = [row[0] for row in db.all(_WORDS_LIKE, pattern=pattern, most=_MOST_WORDS + 1)]
    return found if len(found) <= _MOST_WORDS else None


class TextIndex(Part):
    """Keeps the index; :mod:`annotator.store.turn_search` asks it."""

    def waiting(self) -> int:
        """How many turns, at most, the index does not know yet."""
        return max(0, int(self._db.value(_LAST)) - self.indexed_to())

    def update(
        self,
        *,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Take waiting turns into the index, in short transactions; whether none waits any more.

        A project that is open for reading is left as it is. ``progress`` gets turns done and turns to do.
        """
        total = self.waiting()
        done = 0
        known: set[str] = set()
        while total and not self._opened.read_only and not cancelled():
            with self._db.transaction():
                rows = self._batch()
                add(self._db, rows, known)
                self._db.run(_SET_MARK, mark=rows[-1][0])
            done += len(rows)
            progress(done, total)
            if self.waiting() == 0:
                break
        return self.waiting() == 0

    def _batch(self) -> list[tuple[int, str]]:
        """The next turns that wait, at least one, with their texts."""
        rows: list[tuple[int, str]] = []
        size = 0
        for turn, text in self._db.stream(_WAITING, after=self.indexed_to(), most=_BATCH):
            size += len(text)
            if rows and size > _BATCH_CHARACTERS:
                break
            rows.append((turn, text))
        return rows

    def indexed_to(self) -> int:
        """The last turn (row number) that the index knows."""
        return known_to(self._db)


def known_to(db: Database) -> int:
    """The last turn (row number) that the index knows. Raises ProjectDamaged where that is no number."""
    mark = db.value(MARK)
    if not isinstance(mark, int):
        raise damaged_value()
    return mark


def add(db: Database, texts: Iterable[tuple[int, str]], known: set[str] | None = None) -> None:
    """Put texts of turns into the index, within the transaction of the caller.

    ``known`` are words that the index has for certain; it gets those of these texts.
    """
    rows = [(turn, indexed(text)) for turn, text in texts]
    db.direct_many(_ADD, rows)
    words = {word for _, text in rows for word in text.split()}
    new = words if known is None else words - known
    db.direct_many(_KNOW, [(word,) for word in sorted(new) if len(word) > 1 or not _is_of_characters(word)])
    if known is not None:
        if len(known) > _MOST_KNOWN:
            known.clear()
        known |= words


def take_out(db: Database, turn: int, text: str) -> None:
    """Take a turn that goes out of the index, where the index knows it."""
    if turn <= known_to(db):
        db.direct_many(_REMOVE, [(turn, indexed(text))])


def put_in(db: Database, turn: int, text: str) -> None:
    """Put a turn that has come into the index, where the next update would pass it over."""
    if turn <= known_to(db):
        add(db, [(turn, text)])


def change(db: Database, turn: int, before: str, after: str) -> None:
    """Put a turn's new text in the place of the old one, where the index knows the turn."""
    if turn <= known_to(db):
        db.direct_many(_REMOVE, [(turn, indexed(before))])
        add(db, [(turn, after)])
