"""Annotators whose tags are no annotator's first answers: decisions, votes, what was answered once more.

Their keys come from the project's and the person's, so that they are the same each time and in each packet.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Literal

from annotator.model import Annotator

Role = Literal["adjudicator", "voter", "retest"]

ROLES: tuple[Role, ...] = ("adjudicator", "voter", "retest")
_NAMES: dict[Role, str] = {"adjudicator": "adjudication", "voter": "blind vote", "retest": "retest"}


def majority_key(project_key: str) -> str:
    """The key of the program that holds the results of votes in a project."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{project_key}/majority"))


def in_role(project_key: str, person: Annotator, role: Role) -> Annotator:
    """Whom the tags belong to that a person gives in a role: the same key each time."""
    key = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{project_key}/{role}/{person.key}"))
    return Annotator(key, f"{person.name} ({_NAMES[role]})")


def keys_in_role(project_key: str, people: Iterable[Annotator], *roles: Role) -> frozenset[str]:
    """The keys that some people have in some roles, whether they ever took them or not."""
    return frozenset(in_role(project_key, person, role).key for person in people for role in roles)
