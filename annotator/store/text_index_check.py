"""Whether the index of words has what the texts have: each word as often, and no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa

from annotator.errors import Sentence
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.text_index import TOKENIZER, indexed, known_to

_TEXTS = sa.select(t.turn.c.text).where(t.turn.c.id <= sa.bindparam("mark"))
# A turn that was split off and joined again is not there any more, but the log knows it.
_GREATEST = sa.select(
    sa.func.max(
        sa.select(sa.func.coalesce(sa.func.max(t.turn.c.id), 0)).scalar_subquery(),
        sa.select(sa.func.coalesce(sa.func.max(t.change.c.turn), 0)).scalar_subquery(),
    )
)
_KNOWN = sa.select(t.turn_word.c.word)
_STANDING = sa.text("SELECT term, cnt FROM temp.index_words")
_SPLIT = sa.text("SELECT term, doc FROM temp.one_word_terms")
_MADE = ("index_words", "one_word_terms", "one_word")  # in temporary memory, in the order they can go
_MAKE = (
    "CREATE VIRTUAL TABLE temp.index_words USING fts5vocab(main, turn_index, row)",
    f"CREATE VIRTUAL TABLE temp.one_word USING fts5(word, content = '', tokenize = '{TOKENIZER}')",
    "CREATE VIRTUAL TABLE temp.one_word_terms USING fts5vocab(temp, one_word, instance)",
)


def disagreements(db: Database) -> Iterator[str]:
    """What is wrong with the index, in words. Raises UserError where it cannot be read."""
    mark = known_to(db)
    if mark > db.value(_GREATEST):
        yield Sentence("it claims to know turns that there are not")
    words = Counter(word for row in db.stream(_TEXTS, mark=mark) for word in indexed(row.text).split())
    for statement in _MAKE:
        db.direct(statement)
    try:
        standing = dict(db.all(_STANDING))
        if standing != _terms(db, words):
            yield Sentence("its words are not those of the texts")
    finally:
        for table in _MADE:
            db.direct(f"DROP TABLE temp.{table}")
    # Of words that are one character, and of the sign between them, no list is kept.
    missing = {word for word in words if len(word) > 1} - {row.word for row in db.all(_KNOWN)}
    if missing:
        yield Sentence(
            "1 word is not in its list" if len(missing) == 1 else "{n} words are not in its list",
            n=len(missing),
        )


def _terms(db: Database, words: Counter[str]) -> dict[str, int]:
    """How often each term must be there: SQLite may make none or several of what is one word here."""
    distinct = list(words)
    db.direct("BEGIN")
    db.direct_many("INSERT INTO temp.one_word(rowid, word) VALUES (?, ?)", enumerate(distinct, 1))
    db.direct("COMMIT")
    terms: Counter[str] = Counter()
    for term, number in db.stream(_SPLIT):
        terms[term] += words[distinct[number - 1]]
    return terms
