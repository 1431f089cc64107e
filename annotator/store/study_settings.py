"""What a project settles for its study, the findings that depend on it, and the offers people were made.

Findings about language are a machine's: they are written without a trace in the log, and no tag
is touched. Which turns still wait for theirs is a mark in the file (:mod:`annotator.store.findings_mark`),
set by every edit of what the findings depend on and by an import that leaves them for later, so that
the work goes on after a break.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import NamedTuple

import sqlalchemy as sa

from annotator.model import Changes, Offered, Study, TurnLanguage
from annotator.store import tables as t
from annotator.store.edit_log import RowChange, summary
from annotator.store.findings_mark import MARK, go_on_at
from annotator.store.log_entities import ENTITIES
from annotator.store.project_part import Opened, Part
from annotator.store.value_encoding import dumps, dumps_or_none, loads, loads_as, now, storable

_FIELDS = tuple(field.name for field in fields(Study))
_STUDY = sa.select(*(t.project.c[name] for name in _FIELDS))
_WAITING = (
    sa.select(sa.func.count())
    .select_from(t.turn)
    .where(
        t.turn.c.id >= sa.bindparam("first"),
        t.turn.c.dialogue.in_(sa.select(t.dialogue.c.id).where(t.dialogue.c.state == "live")),
    )
)
_LAST_TURN = sa.select(sa.func.coalesce(sa.func.max(t.turn.c.id), 0))
_TURNS_FROM = (
    sa.select(t.turn.c.id, t.turn.c.text)
    .where(t.turn.c.id >= sa.bindparam("first"))
    .order_by(t.turn.c.id)
    .limit(sa.bindparam("limit"))
)
_TURNS_OF = (
    sa.select(t.turn.c.id, t.turn.c.text)
    .where(t.turn.c.dialogue == sa.bindparam("dialogue"), t.turn.c.id >= sa.bindparam("first"))
    .order_by(t.turn.c.position)
    .limit(sa.bindparam("limit"))
)
# A text that a repair decision has changed meanwhile got its finding with that decision.
_SET_FINDING = (
    sa.update(t.turn)
    .where(t.turn.c.id == sa.bindparam("_id"), t.turn.c.text == sa.bindparam("_text"))
    .values({name: sa.bindparam(f"_{name}") for name in ("language", "matrix", "script", "words")})
)

_EXAMPLES = (
    sa.select(t.tag.c.id.label("tag"), t.turn.c.id, t.turn.c.text, t.label.c.key)
    .select_from(t.tag)
    .join(t.facet, t.facet.c.id == t.tag.c.facet)
    .join(t.label, t.label.c.id == t.tag.c.label)
    .join(t.turn, t.turn.c.id == t.tag.c.turn)
    .join(t.dialogue, t.dialogue.c.id == t.tag.c.dialogue)
    .join(t.annotator, t.annotator.c.id == t.tag.c.annotator)
    .where(
        t.facet.c.key == sa.bindparam("facet"),
        t.tag.c.start.is_(None),
        t.tag.c.origin != "suggested",
        t.annotator.c.kind == "human",
        t.dialogue.c.state == "live",
    )
    .order_by(t.tag.c.id)
)
_EXAMPLES_AFTER = _EXAMPLES.where(t.tag.c.id > sa.bindparam("after")).limit(sa.bindparam("limit"))
# The dialogue is named for the sake of the index on tags.
_EXAMPLES_ON = _EXAMPLES.where(
    t.among(t.tag.c.turn, "turns"),
    t.tag.c.dialogue.in_(sa.select(t.turn.c.dialogue).where(t.among(t.turn.c.id, "turns"))),
)

_ADD_OFFER = sa.insert(t.offer)
_TAKEN = sa.select(t.offer.c.taken, t.offer.c.turn).where(t.offer.c.id == sa.bindparam("offer"))
_SET_TAKEN = (
    sa.update(t.offer).where(t.offer.c.id == sa.bindparam("offer")).values(taken=sa.bindparam("labels"))
)
_OFFERS = (
    sa.select(
        t.offer.c.id, t.offer.c.at, t.annotator.c.key, t.offer.c.turn, t.offer.c.facet, t.offer.c.labels,
        t.offer.c.taken,
    )
    .join(t.annotator, t.annotator.c.id == t.offer.c.annotator)
    .order_by(t.offer.c.id)
)  # fmt: skip
_LABELS = tuple[tuple[str, float], ...]


class Example(NamedTuple):
    """A tag to learn from: its row number, the turn's row number and text, the label's key."""

    tag: int
    turn: int
    text: str
    label: str


def study_columns(study: Study) -> dict[str, object]:
    """The columns of a new project for the study that it begins with."""
    row = _storable(study)
    return {name: ENTITIES["project"].stored(name, getattr(row, name)) for name in _FIELDS}


def _storable(study: Study) -> Study:
    return replace(
        study,
        languages=tuple(map(storable, study.languages)),
        names=tuple(map(storable, study.names)),
        instructions=storable(study.instructions),
    )


class StudySettings(Part):
    """What the project settles for its study."""

    def read(self) -> Study:
        """What the project settles for its study."""
        row = self._db.all(_STUDY)[0]
        return Study(
            tuple(loads(row.languages)),
            tuple(loads(row.names)),
            bool(row.acronyms_neutral),
            bool(row.suggestions),
            row.instructions,
        )

    def set(self, study: Study) -> Changes:
        """Settle something else, as an edit. Findings then wait to be made anew where they depend on it."""
        with self._opened.writing() as stamp:
            old = self.read()
            new = _storable(study)
            changes = [
                RowChange("project", "", name, getattr(old, name), getattr(new, name))
                for name in _FIELDS
                if getattr(old, name) != getattr(new, name)
            ]
            return self._opened.log(stamp, summary("study.change"), changes)


class Findings(Part):
    """What the machine found about the language of turns: behind an import, and anew for another study."""

    def __init__(self, opened: Opened, study: StudySettings) -> None:
        super().__init__(opened)
        self._study = study

    def undetected_from(self) -> int | None:
        """The first turn (row number) without a finding or with one older than the study; None for none."""
        found: int | None = self._db.value(MARK)
        return found

    def waiting(self) -> int:
        """How many turns of the dialogues that are there have no finding yet or one older than the settings.

        Counts turns one by one from the first that waits; where none does it takes no time.
        """
        mark = self.undetected_from()
        return 0 if mark is None else int(self._db.value(_WAITING, first=mark))

    def undetected(self) -> int:
        """About how many turns wait for a finding: removed ones count, and holes in the numbers."""
        mark = self.undetected_from()
        return 0 if mark is None else max(0, int(self._db.value(_LAST_TURN)) - max(mark, 1) + 1)

    def turns_from(self, first: int, limit: int) -> list[tuple[int, str]]:
        """Row numbers and texts of the next turns from a row number on, whatever their dialogue."""
        return [(row.id, row.text) for row in self._db.all(_TURNS_FROM, first=first, limit=limit)]

    def turns_of(self, dialogue: int, first: int, limit: int) -> list[tuple[int, str]]:
        """The same for turns of a dialogue, in their order there."""
        rows = self._db.all(_TURNS_OF, dialogue=dialogue, first=first, limit=limit)
        return [(row.id, row.text) for row in rows]

    def set(
        self, study: Study, found: Sequence[tuple[int, str, TurnLanguage]], following: int | None
    ) -> bool:
        """Write findings for turns: row number, text they were made for, finding.

        Turns from the row number ``following`` on still wait then; None leaves the mark as it is. Nothing
        is written, and the answer is False, where the project has settled something else than ``study``
        meanwhile.
        """
        with self._opened.writing():
            if self._study.read() != study:
                return False
            self._db.run_many(_SET_FINDING, [_finding_row(*one) for one in found])
            if following is not None:
                go_on_at(self._db, following)
        return True


class Suggestions(Part):
    """What suggestions are learnt from, and those that people were shown and took."""

    def examples(self, facet: str, after: int = 0, limit: int = 500) -> list[Example]:
        """What people tagged on whole turns in a facet, in the order of tagging: those after a tag."""
        return [Example(*row) for row in self._db.all(_EXAMPLES_AFTER, facet=facet, after=after, limit=limit)]

    def examples_on(self, facet: str, turn_ids: Iterable[int]) -> list[Example]:
        """The same for some turns."""
        return [Example(*row) for row in self._db.all(_EXAMPLES_ON, facet=facet, turns=t.many(turn_ids))]

    def record_offer(self, turn_id: int, facet: str, labels: Sequence[tuple[str, float]]) -> int:
        """Record that labels, with their margins, are shown to the annotator for a turn; gives its number.

        This is no edit: taking it back would not make it unseen.
        """
        with self._opened.writing() as stamp:
            return self._db.run(
                _ADD_OFFER,
                at=now(),
                annotator=stamp.annotator_id,
                turn=turn_id,
                facet=facet,
                labels=dumps([(label, round(margin, 3)) for label, margin in labels]),
                taken="[]",
            )

    def record_taken(self, offer: int, label: str) -> None:
        """Record that an offered label was taken. Raises KeyError where there is no such offer."""
        with self._opened.writing():
            row = self._db.first(_TAKEN, offer=offer)
            if row is None:
                raise KeyError(offer)
            taken = dict.fromkeys([*loads(row.taken), label])
            self._db.run(_SET_TAKEN, offer=offer, labels=dumps(list(taken)))

    def offers(self) -> list[Offered]:
        """Every offer that was made, in order."""
        return [
            Offered(id_, at, annotator, turn, facet, loads_as(labels, _LABELS, ()), tuple(loads(taken)))
            for id_, at, annotator, turn, facet, labels, taken in self._db.all(_OFFERS)
        ]


def _finding_row(turn: int, text: str, found: TurnLanguage) -> dict[str, object]:
    return {
        "_id": turn,
        "_text": text,
        "_language": found.primary,
        "_matrix": found.matrix,
        "_script": found.script,
        "_words": dumps_or_none(found.words),
    }
