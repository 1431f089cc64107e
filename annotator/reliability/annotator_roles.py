"""Who holds votes and decisions in a project; see :mod:`annotator.core.roles`."""

from __future__ import annotations

from annotator.core.roles import ROLES, in_role, keys_in_role, majority_key
from annotator.exporters.json_writer import PROGRAM
from annotator.model import Annotator
from annotator.store import Project


def majority_of(project_key: str) -> Annotator:
    """Who holds the results of votes in a project: a program, with the same key each time."""
    return Annotator(majority_key(project_key), f"majority vote ({PROGRAM})", "machine")


def adjudicator_of(project_key: str, person: Annotator) -> Annotator:
    """Whom a person's decisions belong to: the same key each time."""
    return in_role(project_key, person, "adjudicator")


def voter_of(project_key: str, person: Annotator) -> Annotator:
    """Whom the votes belong to that a person gave before they saw the others' answers."""
    return in_role(project_key, person, "voter")


def retested(project_key: str, person: Annotator) -> Annotator:
    """Whom the answers belong to that a person gives when dialogues come again, blind to the first ones."""
    return in_role(project_key, person, "retest")


def deciders_of(project: Project) -> frozenset[str]:
    """Keys of annotators whose tags are nobody's first answers: decisions, votes, answers of a retest."""
    return keys_in_role(project.key, project.people.all(), *ROLES) | {majority_key(project.key)}


def came_along(packet: Project) -> frozenset[str]:
    """Keys of those whose tags a packet shows and does not bring back: decisions that are not its owner's."""
    owner = packet.packet_of
    if owner is None:
        return frozenset()
    there = {one.key for one in packet.people.all()}
    return (deciders_of(packet) & there) - keys_in_role(packet.key, [owner], *ROLES) - {owner.key}
