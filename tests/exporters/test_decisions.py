"""Decisions as a table: what was said, what was decided, why, and what kind of error it was."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from annotator.core.roles import in_role
from annotator.exporters import FORMATS, Differs, Witness
from annotator.exporters.decisions_writer import COLUMNS
from tests.exporters.bundles import written
from tests.exporters.projects import ANNA, Project, sample, tag
from tests.exporters.test_lewidi import BO, answered

JUDGE = in_role(sample().key, ANNA, "adjudicator")
VOTER = in_role(sample().key, ANNA, "voter")
NOTE = "at last\nreason: she says so\nerror: context missed\ncodebook: What of irony?"


def rows(project: Project) -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO(written(project, "decisions-csv").decode("utf-8-sig"), newline=""))
    )


def decided() -> Project:
    target = sample().records[0].dialogue.targets[0].key
    stance = {"target": target}
    return answered(
        tag(1, "stance", "stance.favor", ANNA, **stance),
        tag(2, "stance", "stance.none", BO, **stance),
        tag(3, "stance", "stance.none", VOTER, **stance),
        tag(4, "stance", "stance.none", JUDGE, note=NOTE, intensity=2, uncertain=True, **stance),
        tag(5, "topic", "topic.art", BO),
        tag(6, "note", "", BO, value="free"),
        tag(7, "phrase", "phrase.hedge", BO, start=0, end=2),
        people=(ANNA, BO, JUDGE, VOTER),
    )


def test_a_row_a_decision() -> None:
    (row,) = rows(decided())
    assert list(row) == list(COLUMNS)
    assert {name: row[name] for name in COLUMNS[7:]} == {
        "facet": "stance",
        "target": "AI会有创造力",
        "said": f"{ANNA.name}: favor; Bo: none",
        "decided": "none",
        "intensity": "2",
        "uncertain": "yes",
        "reason": "she says so",
        "error": "context-missed",
        "codebook": "What of irony?",
        "note": "at last",
        "adjudicator": JUDGE.name,
        "at": "2026-03-01T12:00:00Z",
    }
    assert (row["turn"], row["text"]) == ("2", "café ,  是")


def test_a_decision_on_a_dialogue_stands_at_no_turn() -> None:
    project = answered(people=(ANNA, BO, JUDGE))
    first, *others = project.records
    own = (tag(1, "quality", "quality.good", JUDGE),)
    project.records = [replace(first, tags=own), *others]
    (row,) = rows(project)
    assert (row["turn"], row["turn_key"], row["facet"], row["said"], row["decided"]) == (
        "", "", "quality", "", "good"
    )  # fmt: skip


def test_it_is_read_back_and_another_decision_is_found() -> None:
    row = next(one for one in FORMATS if one.key == "decisions-csv")
    witness = Witness(row.check(decided()))
    for record in decided().records:
        witness.add(record)
    data = written(decided(), "decisions-csv")
    witness.compare(io.BytesIO(data))
    for wrong in (data.replace(b"context-missed", b"context-met"), written(sample(), "decisions-csv")):
        with pytest.raises(Differs):
            witness.compare(io.BytesIO(wrong))


def test_without_decisions_the_head_alone() -> None:
    assert rows(sample()) == []
    assert written(sample(), "decisions-csv").startswith("\ufeffsource,".encode()), "Excel asks for the mark"
