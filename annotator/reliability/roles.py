"""Annotators whose tags are no annotator's answers: votes that were counted, decisions, votes while deciding.

Their keys come from the project's and the person's, so that they are the same each time and in each packet.
"""

from __future__ import annotations

import uuid

from annotator.exporters.json_writer import PROGRAM
from annotator.model import Annotator
from annotator.store import Project


def majority_of(project_key: str) -> Annotator:
    """Who holds the results of votes in a project: a program, with the same key each time."""
    key = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{project_key}/majority"))
    return Annotator(key, f"majority vote ({PROGRAM})", "machine")


def adjudicator_of(project_key: str, person: Annotator) -> Annotator:
    """Whom a person's decisions belong to: the same key each time."""
    return _role(project_key, person, "adjudicator", "adjudication")


def voter_of(project_key: str, person: Annotator) -> Annotator:
    """Whom the votes belong to that a person gave before they saw the others' answers."""
    return _role(project_key, person, "voter", "blind vote")


def _role(project_key: str, person: Annotator, role: str, name: str) -> Annotator:
    key = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{project_key}/{role}/{person.key}"))
    return Annotator(key, f"{person.name} ({name})")


def deciders_of(project: Project) -> frozenset[str]:
    """Keys of annotators whose tags are decisions about others' answers, or were given while deciding."""
    key = project.key
    people = project.people.all()
    roles = {who(key, person).key for person in people for who in (adjudicator_of, voter_of)}
    return frozenset(roles | {majority_of(key).key})
