"""Which formats say who gave each label: everybody's, and an adjudicator's as gold standard."""

from __future__ import annotations

import pytest

from annotator.exporters import FORMATS
from annotator.model import Annotator, Turn, TurnRecord
from tests.exporters.bundles import written
from tests.exporters.projects import ANNA, Project, _record, assembled, tag

BEN = Annotator("a0000000-0000-7000-8000-000000000003", "Ben Bao")
JUDGE = Annotator("a0000000-0000-7000-8000-000000000004", "Mei (adjudication)")
# It holds every label, but not whose it is. (Tables that came in, and decisions, have tests of their own.)
NOT_WHOSE = {"doccano"}


def answered(*people: Annotator) -> Project:
    """A turn with three labels, given by these people in their order."""
    labels = ("stance.favor", "stance.none", "stance.favor")
    tags = tuple(tag(at, "stance", labels[at], who) for at, who in enumerate(people))
    turn = TurnRecord(Turn(1, "", 1, 0, "A", "yes", "yes", tags=tags), "[A]: ")
    project = assembled([[_record(1, (turn,), "")]])
    project.people = (ANNA, BEN, JUDGE)
    return project


@pytest.mark.parametrize("key", [row.key for row in FORMATS if row.key not in {"tables", "decisions-csv"}])
def test_formats_that_hold_whose_each_label_is(key: str) -> None:
    usual = written(answered(ANNA, BEN, JUDGE), key)
    for others in ((BEN, ANNA, JUDGE), (ANNA, JUDGE, BEN)):
        assert (written(answered(*others), key) == usual) == (key in NOT_WHOSE)
