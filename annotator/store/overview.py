"""The figures of a whole project: how far each annotator is, what the labels and languages are, how long
a turn takes, how often annotators agree. The database counts all of it; nothing is changed.

What hangs on tags is counted a stretch of dialogues at a time, so that whoever writes meanwhile waits for
some milliseconds only, and so that a change asks for one stretch anew and not for the project.

Removed dialogues do not count, suggestions are nobody's answers, and programs are no annotators here. A
number of turns is that which :meth:`annotator.store.turn_search.Search.find` finds with the filter that
says the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import sqlalchemy as sa

from annotator.store.database_errors import damaged_value
from annotator.store.project_part import Part

PARTS = 240  # stretches that the dialogues are divided into, as long as there are so many
PAUSE = 300  # seconds; who does nothing for longer is not looking at a turn
_FEW = 50  # changes of an edit; more than that were not made turn by turn

_REMOVED = "SELECT id FROM dialogue WHERE state = 'removed'"
# What answers count: of people, in dialogues that are there, no suggestions.
_COUNTS = f"""tag.dialogue BETWEEN :first AND :last AND tag.origin <> 'suggested'
  AND +tag.annotator IN (SELECT id FROM annotator WHERE kind = 'human')
  AND tag.dialogue NOT IN ({_REMOVED})"""  # noqa: S608
# Facets that every turn, or every dialogue, is to have an answer to.
_ASKED = "SELECT id FROM facet WHERE scope <> 'span' AND kind <> 'text' AND retired = 0"

_DIALOGUES = sa.text("SELECT id, turn_count FROM dialogue WHERE state = 'live' ORDER BY id")
_ANSWERED = sa.text(
    f"""SELECT facet.key, annotator.key, sum(units), sum(units >= turn_count), count(*) FROM (
  SELECT dialogue, facet, annotator, CASE WHEN max(turn) IS NULL THEN 1 ELSE count(DISTINCT turn) END AS units
  FROM tag WHERE +facet IN ({_ASKED}) AND {_COUNTS} GROUP BY dialogue, facet, annotator
) AS one JOIN facet ON facet.id = one.facet JOIN annotator ON annotator.id = one.annotator
  JOIN dialogue ON dialogue.id = one.dialogue GROUP BY one.facet, one.annotator"""  # noqa: S608
)
_LABELS = sa.text(
    f"""SELECT annotator.key, label.key, units FROM (
  SELECT annotator, label, count(DISTINCT coalesce(turn, -dialogue)) AS units FROM tag
  WHERE label IS NOT NULL AND {_COUNTS} GROUP BY annotator, label
) AS one JOIN label ON label.id = one.label JOIN annotator ON annotator.id = one.annotator"""  # noqa: S608
)


def _shared(kinds: str, alike: str) -> sa.TextClause:
    """Counts what several people answered in facets of some kinds; ``alike`` says whether they agree."""
    return sa.text(
        f"""SELECT facet.key, count(*), sum(alike) FROM (
  SELECT facet, min(annotator) < max(annotator) AS several, {alike} AS alike
  FROM tag WHERE turn IS NOT NULL AND label IS NOT NULL AND "start" IS NULL AND {_COUNTS}
    AND +facet IN (SELECT id FROM facet WHERE kind IN ({kinds}) AND retired = 0)
  GROUP BY dialogue, turn, facet, coalesce(target, 0)
) AS one JOIN facet ON facet.id = one.facet WHERE several GROUP BY facet.id"""  # noqa: S608
    )


_SHARED = (
    _shared("'single', 'ordinal'", "min(label) = max(label)"),
    # All of them gave the same labels where each gave every one of those that somebody gave.
    _shared(
        "'several'",
        "count(DISTINCT annotator || ' ' || label) = count(DISTINCT annotator) * count(DISTINCT label)",
    ),
)
_LANGUAGES = sa.text("SELECT language, count(*) FROM turn GROUP BY language")
_LANGUAGES_REMOVED = sa.text(
    f"SELECT language, count(*) FROM turn WHERE dialogue IN ({_REMOVED}) GROUP BY language"  # noqa: S608
)
# A visit to a turn ends with the last edit before one of another turn. What lies between the ends of
# two visits is what the later one took.
_PACE = sa.text(
    """WITH small AS (
  SELECT edit.id, annotator, session, CAST(strftime('%s', at) AS INTEGER) AS at,
    CASE WHEN changes <= :few THEN (SELECT min(turn) FROM change WHERE change.edit = edit.id) END AS turn,
    CASE WHEN changes <= :few THEN (SELECT max(turn) FROM change WHERE change.edit = edit.id) END AS last
  FROM edit
), visit AS (
  SELECT annotator, session, at, CASE WHEN turn = last THEN turn END AS turn, id,
    lead(turn) OVER (PARTITION BY annotator, session ORDER BY id) AS next
  FROM small
), took AS (
  SELECT annotator, turn, at - lag(at) OVER (PARTITION BY annotator, session ORDER BY id) AS seconds
  FROM visit WHERE turn IS NULL OR next IS NULL OR next <> turn
), kept AS (
  SELECT annotator, seconds, row_number() OVER (PARTITION BY annotator ORDER BY seconds) AS place,
    count(*) OVER (PARTITION BY annotator) AS visits
  FROM took WHERE turn IS NOT NULL AND seconds BETWEEN 0 AND :pause
)
SELECT annotator.key, visits, avg(seconds) FROM kept JOIN annotator ON annotator.id = kept.annotator
WHERE annotator.kind = 'human' AND place IN ((visits + 1) / 2, (visits + 2) / 2)
GROUP BY kept.annotator ORDER BY kept.annotator"""
)
_PEOPLE = sa.text(
    """SELECT key FROM annotator WHERE kind = 'human'
  AND EXISTS (SELECT 1 FROM tag WHERE tag.annotator = annotator.id AND origin <> 'suggested') ORDER BY id"""
)


@dataclass(frozen=True, slots=True)
class DialogueStretch:
    """Neighbouring dialogues in the order of import: how many, their turns, the first and the last row."""

    dialogues: int
    turns: int
    first: int
    last: int


class Answered(NamedTuple):
    """How far one annotator is in one facet.

    ``units`` are turns with an answer, and dialogues with one in a facet of dialogues; ``finished``
    dialogues without an open turn, ``begun`` all with an answer.
    """

    units: int
    finished: int
    begun: int


class Shared(NamedTuple):
    """Turns (toward one target) that at least two annotators answered, and on how many all say the same."""

    units: int
    alike: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a turn takes one annotator: the median of so many visits to a turn, in seconds.

    A visit lasts from the last edit before it to its own last edit, in one sitting. More than five minutes
    are a pause, and edits of several turns at once say nothing about one; neither counts.
    """

    annotator: str
    visits: int
    seconds: float


class Overview(Part):
    """Figures of the whole project. Each call sees one state of the file."""

    def annotators(self) -> tuple[str, ...]:
        """The keys of the people who have answered anything, in the order in which they came."""
        return tuple(row[0] for row in self._db.all(_PEOPLE))

    def stretches(self, parts: int = PARTS) -> tuple[DialogueStretch, ...]:
        """The dialogues in at most so many stretches of about as many dialogues each."""
        rows = self._db.all(_DIALOGUES)
        parts = min(parts, len(rows))
        cuts = [len(rows) * part // parts for part in range(parts + 1)] if parts else []
        return tuple(
            DialogueStretch(
                end - start, sum(turns for _, turns in rows[start:end]), rows[start][0], rows[end - 1][0]
            )
            for start, end in pairwise(cuts)
        )

    def answered(self, stretch: DialogueStretch) -> dict[tuple[str, str], Answered]:
        """By facet and annotator, for facets that are asked of every turn or dialogue; 0.7 µs a tag."""
        rows = self._db.all(_ANSWERED, **range_of(stretch))
        return {(facet, person): Answered(*figures) for facet, person, *figures in rows}

    def labels(self, stretch: DialogueStretch) -> dict[tuple[str, str], tuple[int]]:
        """How many turns (dialogues, where they are asked about) have a label, by annotator and label:
        a microsecond a tag."""
        rows = self._db.all(_LABELS, **range_of(stretch))
        return {(person, label): (units,) for person, label, units in rows}

    def shared(self, stretch: DialogueStretch) -> dict[str, Shared]:
        """What several people answered, by facet; 1.5 microseconds a tag."""
        with self._db.snapshot():
            rows = [row for each in _SHARED for row in self._db.all(each, **range_of(stretch))]
        return {facet: Shared(*figures) for facet, *figures in rows}

    def languages(self) -> dict[str, int]:
        """Turns by primary language, whatever its region and script, the most frequent first; "" for turns
        whose language nobody has looked for."""
        with self._db.snapshot():
            rows = self._db.all(_LANGUAGES)
            removed = dict(self._db.all(_LANGUAGES_REMOVED))
        found: Counter[str] = Counter()
        for language, turns in rows:
            if not isinstance(language, str | None):
                raise damaged_value()
            found[(language or "").split("-")[0]] += turns - removed.get(language, 0)
        return {code: turns for code, turns in found.most_common() if turns}

    def pace(self) -> tuple[Pace, ...]:
        """How long a turn takes each person, from the times of their edits."""
        return tuple(Pace(*row) for row in self._db.all(_PACE, few=_FEW, pause=PAUSE))


def range_of(stretch: DialogueStretch) -> dict[str, int]:
    """The parameters of a statement about a stretch."""
    return {"first": stretch.first, "last": stretch.last}
