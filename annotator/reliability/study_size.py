"""How many dialogues and annotators a study takes, as its pilot says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.analysis.agreement import DISTANCES
from annotator.analysis.agreement.study_size import StudySize, plan
from annotator.errors import UserError
from annotator.reliability.annotator_answers import gather
from annotator.store import Project

_DISTANCES = {"several": "masi", "ordinal": "ordinal"}  # by kind of facet; else nominal


@dataclass(frozen=True, slots=True)
class FacetPlan:
    """The plan of a facet, by its key and name."""

    facet: str
    name: str
    plan: StudySize


def plan_study(
    projects: Sequence[Project], facet: str, wanted: float, annotators: Sequence[str] = (), *, seed: int = 1
) -> FacetPlan:
    """Plan by the Krippendorff's alpha that fits a facet (key), from the annotators' tags in projects.

    ``wanted`` is the width of the 95 % interval from end to end, ``annotators`` are keys, none for all.
    Raises UserError where the pilot is too small to say anything, or ``wanted`` is no width.
    """
    material = gather(projects, facet, annotators)
    kind = material.facet.kind
    try:
        found = plan(material.ratings, wanted, distance=DISTANCES[_DISTANCES.get(kind, "nominal")], seed=seed)
    except ValueError as error:
        raise UserError(
            "The pilot does not say how large the study has to be",
            "{why}",
            "Let two annotators tag five dialogues or more",
            why=error.args[0],
        ) from error
    return FacetPlan(material.facet.key, material.facet.name, found)
