"""Agreement in pictures: against what ``annotator agreement`` says, and by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from annotator.model import Tag
from annotator.pictures import Asked, NothingToSee, gather
from annotator.pictures.agreement_numbers import _median_bounds
from annotator.reliability import compare
from annotator.store import Project
from tests.pictures.building import ADA, BEGUN, BEN, CYD, new_study, sources, tag_study


def test_the_forest_has_the_figures_of_the_agreement_command(tagged: Project) -> None:
    data = gather(tagged, "agreement")
    (facet,) = compare([tagged], ["stance"])
    expected = {
        (part.by, part.name): next(one for one in part.agreements if one.coefficient == "krippendorff_alpha")
        for part in facet.parts
        if any(one.coefficient == "krippendorff_alpha" for one in part.agreements)
    }
    assert len(data.rows) == len(expected)
    for by, name, value, low, high, units, dialogues, why in data.rows:
        one = expected[by, name]
        assert units == one.pairable
        assert dialogues == one.dialogues
        if one.value is None:
            assert value is None
            assert why
        else:
            assert value == pytest.approx(one.value, abs=1e-4)
            assert (low is None) == (one.interval is None)
            if one.interval:
                assert (low, high) == pytest.approx((one.interval.low, one.interval.high), abs=1e-4)
    assert data.rows[0][:2] == ("all", "")


def test_facets_of_several_labels_have_a_distance_of_their_own(tagged: Project) -> None:
    assert gather(tagged, "agreement", Asked(facet="topic")).facts["coefficient"] == "Krippendorff α (masi)"
    data = gather(tagged, "confusion", Asked(facet="topic"))
    assert "the target + drift" in data.column("label")


def test_every_pair_of_answers_is_in_the_map(tagged: Project) -> None:
    data = gather(tagged, "confusion")
    assert sum(data.column("units")) == data.facts["n"] == 192 * 3
    same = sum(row[2] for row in data.rows if row[0] == row[1])
    assert data.facts["same"] == round(100 * same / data.facts["n"], 1)
    two = gather(tagged, "confusion", Asked(annotators=(ADA.key, CYD.key)))
    assert two.facts["two"] == ["Ada", "Cyd"]
    assert two.facts["n"] == 192


def test_pairs_of_annotators(tagged: Project) -> None:
    data = gather(tagged, "pairs")
    assert {row[:2] for row in data.rows} == set(combinations(("Ada", "Ben", "Cyd"), 2))
    values = {row[:2]: row[2] for row in data.rows}
    assert values["Ada", "Ben"] > values["Ada", "Cyd"]  # the script makes Cyd less like Ada


def test_pace_and_agreement_over_time(tmp_path: Path) -> None:
    with new_study(tmp_path / "x.dap", sources(2, 20)) as project:
        ids = [turn for dialogue in project.dialogues.ids() for turn in project.turns.ids(dialogue)]
        dialogues = {
            turn: dialogue for dialogue in project.dialogues.ids() for turn in project.turns.ids(dialogue)
        }
        tags = []
        for who, seconds in ((ADA, 5), (BEN, 8)):
            for place, turn in enumerate(ids):
                # A break of an hour in the middle is no pace; Ben differs on the last ten turns.
                at = BEGUN + timedelta(seconds=seconds * place, hours=int(place >= 20))
                label = "stance.against" if who is BEN and place >= 30 else "stance.favor"
                key = f"{place:08}-0000-4000-8000-{seconds:012}"
                tag = Tag(key, dialogues[turn], turn, "stance", label, who.key, at=f"{at:%Y-%m-%dT%H:%M:%SZ}")
                tags += [tag, replace(tag, key=key.replace("-4", "-5"), facet="topic", label="topic.drift")]
        project.tags.take_in(tags)
        data = gather(project, "drift")
    seconds_of = {
        name: [row[4] for row in data.rows if row[:2] == ("seconds", name)] for name in ("Ada", "Ben")
    }
    assert seconds_of == {"Ada": [5.0] * 3, "Ben": [8.0] * 3}
    assert sum(row[7] for row in data.rows if row[1] == "Ada") == 38  # 39 steps, one of them the break
    agreement = [row for row in data.rows if row[0] == "agreement"]
    assert [row[4] for row in agreement] == [1.0, 1.0, 1.0, 0.0]
    assert [row[2:4] for row in agreement] == [(1, 10), (11, 20), (21, 30), (31, 40)]


def test_the_bounds_of_a_median() -> None:
    chance = np.random.default_rng(3)
    inside = 0
    for _ in range(400):
        own = np.sort(chance.exponential(1, 25))
        low, high = _median_bounds(25)
        inside += own[low] <= np.log(2) <= own[high]
    assert 0.92 < inside / 400 < 0.995


@pytest.mark.parametrize("name", ["agreement", "confusion", "pairs"])
def test_one_annotator_agrees_with_nobody(tmp_path: Path, name: str) -> None:
    with new_study(tmp_path / "x.dap", sources(2, 6)) as project:
        tag_study(project, annotators=(ADA,))
        with pytest.raises(NothingToSee, match="fewer than two annotators"):
            gather(project, name)
        with Project.open(project.path, annotator=BEN, companion=True) as other:
            turn = other.turns.ids(other.dialogues.ids()[0])[0]
            other.tags.clear([turn], "stance")
            project.tags.clear([turn], "stance")
            other.tags.add([turn], "stance.favor")
        if name != "pairs":
            with pytest.raises(NothingToSee, match="no unit was answered by two"):
                gather(project, name)
        else:
            assert gather(project, name).column("value") == [None]


def test_too_few_turns_for_a_pace(tmp_path: Path) -> None:
    with new_study(tmp_path / "x.dap", sources(1, 6)) as project:
        tag_study(project, annotators=(ADA,))
        with pytest.raises(NothingToSee, match="too few turns"):
            gather(project, "drift")
