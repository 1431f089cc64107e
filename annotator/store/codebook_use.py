"""Whether a facet that has tags can be asked in another way and leave each tag a possible answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import sqlalchemy as sa

from annotator.errors import Sentence, UserError
from annotator.model import Codebook, Facet
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.log_rows import FacetRow
from annotator.store.value_encoding import counted

Form = Facet | FacetRow

_OF_FACET = t.facet.c.key == sa.bindparam("facet")
_JOINED = t.tag.join(t.facet, t.facet.c.id == t.tag.c.facet)
_TAGS = sa.select(sa.func.count()).select_from(_JOINED).where(_OF_FACET)
_WITH_TARGET = _TAGS.where(t.tag.c.target.is_not(None))
_CROWDED = (
    sa.select(sa.literal(1))
    .select_from(_JOINED)
    .where(_OF_FACET)
    .group_by(t.tag.c.dialogue, t.tag.c.turn, t.tag.c.start, t.tag.c.end, t.tag.c.annotator, t.tag.c.target)
    .having(sa.func.count() > 1)
    .subquery()
)
_CROWDED_PLACES = sa.select(sa.func.count()).select_from(_CROWDED)


class _Rule(NamedTuple):
    """A change that what is counted stands against."""

    field: str
    applies: Callable[[Form, Form], bool]
    number: sa.Select[Any]
    noun: str
    why: str
    remedy: str


_ADD = Sentence("Add another facet for it")
_ONE_ANSWER = frozenset({"single", "ordinal"})
_RULES = (
    _Rule(
        Sentence("scope"), lambda old, new: old.scope != new.scope,
        _TAGS, "tag", Sentence("{number} would be about something else"), _ADD,
    ),
    _Rule(
        Sentence("kind"), lambda old, new: old.kind != new.kind and "text" in {old.kind, new.kind},
        _TAGS, "tag", Sentence("labels and free text cannot become each other, and it has {number}"), _ADD,
    ),
    _Rule(
        Sentence("kind"), lambda old, new: old.kind == "several" and new.kind in _ONE_ANSWER,
        _CROWDED_PLACES, "place", Sentence("{number} with several of its labels"),
        Sentence("Leave one label on each first"),
    ),
    _Rule(
        Sentence("target"), lambda old, new: old.targeted and not new.targeted,
        _WITH_TARGET, "tag", Sentence("{number} of it would lose what they are toward"), _ADD,
    ),
)  # fmt: skip


def require_convertible(db: Database, codebook: Codebook, new: Facet) -> None:
    """Raise UserError where the tags of a facet do not allow it to become the new one."""
    old = next((facet for facet in codebook.facets if facet.key == new.key), None)
    for rule, number in obstacles(db, new.key, old, new) if old is not None else ():
        raise UserError(
            "The {field} of {name} cannot be changed",
            Sentence(rule.why, number=counted(number, rule.noun)),
            rule.remedy,
            field=rule.field,
            name=new.name,
        )


def obstacles(db: Database, key: str, old: Form, new: Form) -> list[tuple[_Rule, int]]:
    """What of a facet cannot change, with the number of tags or places that stand against it."""
    found = [(rule, db.value(rule.number, facet=key)) for rule in _RULES if rule.applies(old, new)]
    return [(rule, number) for rule, number in found if number]
