"""Planning from the tags of a pilot: the function, and the command that prints it."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.errors import UserError
from annotator.reliability.study_size import plan_study
from annotator.store import Project
from tests.reliability.studies import ADA, BEN, CYD, annotate, study


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = study(tmp_path_factory.mktemp("pilot"), 8)
    for who, shift, every in ((ADA, 0, 5), (BEN, 1, 5), (CYD, 2, 3)):
        annotate(path, who, shift, every)
    return path


def test_a_facet_is_planned_by_its_own_coefficient(pilot: Path) -> None:
    with Project.open(pilot, read_only=True) as project:
        found = plan_study([project], "stance", 0.3)
        assert (found.facet, found.plan.coefficient, found.plan.distance) == (
            "stance", "krippendorff_alpha", "nominal",
        )  # fmt: skip
        assert found.plan.pilot_dialogues == 8
        assert [number for number, _ in found.plan.needed] == [2, 3]
        assert [
            number for number, _ in plan_study([project], "stance", 0.3, [ADA.key, BEN.key]).plan.needed
        ] == [2]


def test_a_pilot_that_says_nothing_is_refused(pilot: Path, tmp_path: Path) -> None:
    small = study(tmp_path, 3)
    annotate(small, ADA)
    annotate(small, BEN, 1)
    with contextlib.ExitStack() as stack:
        opened, other = (stack.enter_context(Project.open(path, read_only=True)) for path in (pilot, small))
        for project, width, said in (
            (other, 0.2, "the pilot has 0 dialogues"),
            (opened, 3.0, "a width lies between 0 and 2"),
        ):
            with pytest.raises(UserError, match=said):
                plan_study([project], "stance", width)


def test_the_command_prints_it(pilot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(pilot), "--facet", "stance", "--width", "0.4"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Stance: Krippendorff's alpha (nominal), a 95% interval at most 0.4 wide")
    assert "from a pilot of 8 dialogues" in lines[0]
    assert lines[1].strip().startswith("2 annotators: ")
    assert main(["plan", str(pilot), "--facet", "stance", "--width", "0.01", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["plan"]["needed"] == [[2, None], [3, None]]
    assert main(["plan", str(pilot), "--facet", "stance", "--width", "0.01"]) == 0
    assert "more dialogues than were tried" in capsys.readouterr().out
