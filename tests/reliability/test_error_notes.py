"""The kinds of error that adjudicators note: a list of their own, in the report and as a file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.model import Facet, Label
from annotator.reliability.annotator_roles import adjudicator_of
from annotator.reliability.disagreements import Answer, deciding, disputes_of
from annotator.reliability.error_notes import error_notes
from annotator.reliability.report import WRITERS, blocks_of, errors_csv_of, numbers_of
from annotator.store import Project
from tests.reliability.studies import ADA, BEN, CYD, annotate, study

NOTES = (
    "reason: she says so\nerror: context missed",
    "error: slip of the hand",
    "reason: clear",
    "error: 忽略上下文",  # as the Chinese window wrote it once
)


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    """Three annotators, and four decisions for *favor*, three of them with a kind of error."""
    path = study(tmp_path)
    annotate(path, ADA)
    annotate(path, BEN, 1)
    annotate(path, CYD, 1, 3)
    with Project.open(path, annotator=ADA) as project:
        judge = adjudicator_of(project.key, project.annotator)
        for case, note in zip(disputes_of(project, "stance").cases, NOTES, strict=False):
            project.together(deciding(case, "stance", Answer("", ("stance.favor",), note=note), judge))
    return path


def test_who_was_decided_against_and_why(decided: Path) -> None:
    with Project.open(decided, read_only=True) as project:
        found = error_notes([project, project])
        assert error_notes([project], ["topic"]) == ()
        assert error_notes([project], ["stance"]) == found
    assert [(one.error, one.reason) for one in found] == [
        ("context-missed", "she says so"), ("slip-of-the-hand", ""), ("context-missed", "")
    ]  # fmt: skip
    first = found[0]
    assert (first.facet_name, first.decided, first.adjudicator) == ("Stance", "favor", "Ada (adjudication)")
    assert first.otherwise == (("Ben", "against"), ("Cyd", "against"))
    assert (first.title, first.turn, first.turn_key) == ("talk0", 1, f"{first.dialogue}:0")
    assert len({one.turn_key for one in found}) == 3


def test_no_decisions_no_list(tmp_path: Path) -> None:
    with Project.open(study(tmp_path), read_only=True) as project:
        assert error_notes([project]) == ()


def test_decisions_on_dialogues_are_in_it(decided: Path) -> None:
    with Project.open(decided, annotator=ADA) as project:
        label = Label("mood.good", "mood", "good")
        project.codebook.add_facet(Facet("mood", "Mood", "single", "dialogue", position=99, labels=(label,)))
        dialogue, judge = project.dialogues.ids()[0], adjudicator_of(project.key, ADA)
        project.tags.add_to_dialogue(dialogue, label.key)
        (tag,) = project.comparison.every_tag("mood")
        project.tags.take_in(
            [replace(tag, key="d" * 8, annotator=judge.key, note="error: text misread")],
            code="tags.adjudicate",
        )
        (found,) = error_notes([project], ["mood"])
    assert (found.turn, found.turn_key, found.decided, found.otherwise) == (None, "", label.name, ())


def test_the_report_lists_them_from_its_numbers_alone(decided: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    assert main(["report", str(decided), "--out", str(out)]) == 0
    numbers = json.loads((out / "numbers.json").read_bytes())
    assert len(numbers["errors"]) == 3
    for name, write in WRITERS.items():
        assert (out / name).read_bytes() == write(blocks_of(numbers)).encode()
    assert (out / "errors.csv").read_bytes() == errors_csv_of(numbers).encode()
    text = (out / "report.md").read_text()
    assert "Adjudicators noted the kind of error on 3 decisions." in text
    assert "裁定者对3项裁定注明了错误类型。" in text
    assert "| Stance | context missed | favor | 2 |\n| Stance | slip of the hand | favor | 1 |" in text
    assert (
        "| Stance | talk0 | 1 | context missed | favor | Ben: against; Cyd: against | she says so |" in text
    )
    rows = list(csv.DictReader(io.StringIO((out / "errors.csv").read_text("utf-8-sig"))))
    assert [row["error"] for row in rows] == ["context-missed", "slip-of-the-hand", "context-missed"]
    assert rows[0]["otherwise"] == "Ben: against; Cyd: against"
    numbers["errors"] = numbers["errors"][:1]
    assert "on one decision" in WRITERS["report.md"](blocks_of(numbers))


def test_without_any_only_the_head_of_the_list_is_written(tmp_path: Path) -> None:
    path = study(tmp_path)
    annotate(path, ADA)
    annotate(path, BEN, 1)
    with Project.open(path, read_only=True) as project:
        numbers = numbers_of([project])
    assert errors_csv_of(numbers).count("\n") == 1
    assert "Kinds of error" not in WRITERS["report.md"](blocks_of(numbers))
