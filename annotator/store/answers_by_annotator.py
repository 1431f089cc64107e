"""Who answered what, for comparing annotators: one facet's tags and the turns they stand on, as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from annotator.model import Annotator, Mark, Tag
from annotator.store import tables as t
from annotator.store.log_entities import SELECT_TAGS
from annotator.store.project_part import Part
from annotator.store.row_objects import tag_of

_LIVE = t.dialogue.c.state == "live"
_DIALOGUES = sa.select(t.dialogue.c.id, t.dialogue.c.key).where(_LIVE).order_by(t.dialogue.c.id)
_LABELS = sa.select(t.label.c.id, t.label.c.key)
_TARGETS = sa.select(t.target.c.id, t.target.c.dialogue, t.target.c.statement).order_by(
    t.target.c.dialogue, t.target.c.position, t.target.c.id
)
_ANNOTATORS = sa.select(t.annotator).order_by(t.annotator.c.id)
_FURTHER = 1 << 32
_TURNS = (
    sa.select(
        t.turn.c.id,
        t.turn.c.dialogue,
        # One number for what the turn's key says: the same in every project, whatever was split or joined.
        sa.func.coalesce(t.turn.c.number, t.turn.c.position) * _FURTHER
        + sa.func.coalesce(t.turn.c.offset, 0),
        t.turn.c.speaker,
        sa.func.coalesce(sa.func.json_array_length(t.turn.c.words), 0) > 1,
        t.turn.c.received.is_not(None),
        2 * t.turn.c.position >= t.dialogue.c.turn_count,
    )
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(_LIVE)
    .order_by(t.turn.c.dialogue, t.turn.c.position)
)
_ANSWERS = (
    sa.select(
        t.tag.c.dialogue,
        sa.func.coalesce(t.tag.c.turn, 0),
        sa.func.coalesce(t.tag.c.target, 0),
        t.tag.c.annotator,
        t.tag.c.label,
        t.tag.c.uncertain,
        sa.cast(sa.func.strftime("%s", t.tag.c.at), sa.Integer),
        sa.func.coalesce(t.tag.c.start, -1),
        sa.func.coalesce(t.tag.c.end, -1),
    )
    .join(t.facet, t.facet.c.id == t.tag.c.facet)
    .join(t.dialogue, t.dialogue.c.id == t.tag.c.dialogue)
    .where(_LIVE, t.tag.c.origin != "suggested", t.tag.c.label.is_not(None))
    .order_by(t.tag.c.at, t.tag.c.id)
)
_TAGS = SELECT_TAGS.join(t.dialogue, t.dialogue.c.id == t.tag.c.dialogue).where(
    _LIVE, t.tag.c.origin != "suggested"
)
_TEXTS = (
    sa.select(t.turn.c.id, t.turn.c.dialogue, t.turn.c.position, t.turn.c.text)
    .join(t.dialogue, t.dialogue.c.id == t.turn.c.dialogue)
    .where(_LIVE)
)
_MARKS = (
    sa.select(t.mark.c.dialogue, t.mark.c.turn, t.mark.c.kind, t.annotator.c.key, t.mark.c.at)
    .join(t.annotator, t.annotator.c.id == t.mark.c.annotator)
    .join(t.dialogue, t.dialogue.c.id == t.mark.c.dialogue)
    .where(_LIVE)
)


@dataclass(frozen=True, slots=True)
class Keys:
    """What the row numbers of a project stand for.

    Targets go by what they say, numbered where a dialogue has two that say the same: the keys of
    drafts differ where two people import the same files.
    """

    dialogues: dict[int, str]
    labels: dict[int, str]
    targets: dict[int, str]
    annotators: dict[int, Annotator]


class Comparison(Part):
    """Reads for comparing what several annotators answered. Suggestions are nobody's answers."""

    def keys(self) -> Keys:
        """The keys of dialogues, labels, targets and annotators by row number."""
        return Keys(
            dict(self._db.plain(_DIALOGUES)),
            dict(self._db.plain(_LABELS)),
            _told_apart(self._db.plain(_TARGETS)),
            {row.id: Annotator(row.key, row.name, row.kind) for row in self._db.all(_ANNOTATORS)},
        )

    def turns(self) -> Iterator[tuple[int, int, int, str, int, int, int]]:
        """Every turn: its row, dialogue, place and speaker, then three truth values.

        The place is what the turn's key says, as a number: the number of the imported turn times 2**32,
        and the code points behind its beginning.

        These say whether it has words of more than one language, whether its text was repaired, and
        whether it stands in the second half of its dialogue.
        """
        return self._db.plain(_TURNS)

    def answers(self, facet: str) -> Iterator[tuple[int, ...]]:
        """Every tag of a facet that has a label, the earliest first.

        As numbers: dialogue, turn (0 for the dialogue as a whole), target (0 for none), annotator,
        label, whether it is uncertain, when it was given (seconds since 1970), start and end of a
        span (-1 without one).
        """
        return self._db.plain(_ANSWERS.where(t.facet.c.key == facet))

    def every_tag(self, facet: str | None = None) -> Iterator[Tag]:
        """Every tag of every annotator that is no suggestion, or only those of a facet (its key)."""
        wanted = _TAGS if facet is None else _TAGS.where(t.facet.c.key == facet)
        return map(tag_of, self._db.stream(wanted))

    def every_text(self) -> Iterator[tuple[int, int, int, str]]:
        """Row, dialogue, position and text of every turn."""
        return self._db.plain(_TEXTS)

    def every_mark(self) -> Iterator[tuple[int, int, Mark]]:
        """Dialogue, turn and mark of every annotator."""
        return ((row.dialogue, row.turn, Mark(row.kind, row.key, row.at)) for row in self._db.stream(_MARKS))


def _told_apart(targets: Iterable[tuple[int, int, str]]) -> dict[int, str]:
    seen: Counter[tuple[int, str]] = Counter()
    found = {}
    for row, dialogue, statement in targets:
        seen[dialogue, statement] += 1
        times = seen[dialogue, statement]
        found[row] = f"{statement} ({times})" if times > 1 else statement
    return found
