"""What two annotators answered, read without what one alone answered: the same as of all answers."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from annotator.model import Annotator, Tag
from annotator.reliability import Material, gather
from annotator.reliability.agreement_in_parts import CONTEXTS
from annotator.reliability.annotator_answers import gather_shared
from annotator.store import Project
from tests.store.building import ADA, BEN, ROBOT, new_project, prepared

CYD = Annotator("cccccccc-0000-4000-8000-000000000009", "Cyd")
OTHER_TARGET = "eeeeeeee-0000-4000-8000-000000000005"


def tag(who: Annotator, turn: int, label: str, second: int, **more: object) -> Tag:
    dialogue = 1 + (turn - 1) // 8
    key = f"{turn:08}-{second:04}-4000-8000-{who.key[:4]}{zlib.crc32(label.encode()):08x}"
    return Tag(key, dialogue, turn, label.partition(".")[0], label, who.key,
               at=f"2026-03-02T09:{second // 60:02}:{second % 60:02}Z", **more)  # type: ignore[arg-type]  # fmt: skip


def answers(people: Sequence[Annotator]) -> list[Tag]:
    """Stances and topics of three dialogues of eight turns: all by the first, less by the others."""
    chance = np.random.default_rng(3)
    made = []
    for number, who in enumerate(people):
        for turn in range(1, 25):
            if number and turn % (number + 2):
                continue
            second = int(chance.integers(0, 600))
            stance = ("stance.favor", "stance.against")[int(chance.integers(0, 2))]
            made.append(tag(who, turn, stance, second, uncertain=bool(turn % 5 == 0)))
            made += [tag(who, turn, f"topic.{name}", second) for name in ("art", "music")
                     if chance.random() < 0.6]  # fmt: skip
    return made


@pytest.fixture
def project(path: Path) -> Project:
    made = new_project(path, [prepared(number, turns=8) for number in range(3)])
    for who in (BEN, CYD, ROBOT):
        made.people.add(who)
    made.tags.take_in(answers((ADA, BEN, CYD)))
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study.dap"


def split(project: Project) -> None:
    """A turn of the first dialogue becomes two: the new one has a later row than those of other dialogues."""
    project.structure.split(2, 5)
    new = max(project.turns.ids(1))
    for who in (ADA, BEN):
        at = tag(who, 1, "stance.favor", 3)
        project.tags.take_in([Tag(f"{who.key[:8]}-ffff-4000-8000-000000000000", 1, new, "stance",
                                  "stance.favor", who.key, at=at.at)])  # fmt: skip


ARRANGED: dict[str, Callable[[Project], object]] = {
    "as imported": lambda _: None,
    "split": split,
    "removed": lambda project: project.dialogues.remove([2]),
    "spans": lambda project: project.tags.add_span(4, 0, 4, "topic.art"),
    "answered anew": lambda project: project.tags.take_in([tag(BEN, 3, "stance.against", 599)]),
}


def counted(material: Material) -> list[object]:
    """What can be said of the units, in no particular order."""
    ratings = material.ratings
    _, dialogues = np.unique(ratings.dialogues, return_inverse=True)  # which numbers they have is nobody's
    rows = [
        (*(ratings.labels[code] if code >= 0 else None for code in ratings.codes[:, unit].tolist()),
         int(dialogues[unit]), material.speaker_names[int(material.speakers[unit])],
         material.target_names[int(material.targets[unit])],
         *(bool(side(material)[unit]) for _, _, side in CONTEXTS))
        for unit in range(ratings.units)
    ]  # fmt: skip
    return [sorted(map(repr, rows)), material.people, ratings.annotators]


@pytest.mark.parametrize("facet", ["stance", "topic"])
@pytest.mark.parametrize("name", ARRANGED)
@pytest.mark.parametrize("few", [4, 0, 1000])
def test_the_same_as_of_all_answers(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str, facet: str, few: int
) -> None:
    """Turns read one by one, all, or as their number says; corrected, removed, spans, answered twice."""
    from annotator.reliability import annotator_answers  # noqa: PLC0415

    monkeypatch.setattr(annotator_answers, "_FEW", few)
    with project:
        ARRANGED[name](project)
        whole = gather([project], facet)
        wanted = whole.select((whole.ratings.codes >= 0).sum(axis=0) > 1)
        assert wanted.ratings.units > 5
        assert counted(gather_shared(project, facet)) == counted(wanted)
        plain = gather_shared(project, facet, contexts=False)
        assert plain.ratings.units == wanted.ratings.units
        assert (np.diff(plain.ratings.dialogues) >= 0).all()


def test_what_is_known_of_a_unit_stays_with_it_after_a_turn_was_split(project: Project) -> None:
    """Turns of a dialogue need not have neighbouring row numbers: nothing counts for the wrong speaker."""
    with project:
        split(project)
        material = gather([project], "stance")
        spoken: dict[int, list[str]] = {}
        for dialogue in project.dialogues.ids():
            number = len(spoken)
            spoken[number] = [turn.speaker for turn in project.turns.page(project.turns.ids(dialogue))]
        for number, speakers in spoken.items():
            own = material.ratings.dialogues == number
            found = [material.speaker_names[at] for at in material.speakers[own].tolist()]
            answered = [speaker for speaker in speakers if speaker]
            assert found == answered, number


def test_nobody_and_one_alone(path: Path) -> None:
    with new_project(path) as made:
        assert gather_shared(made, "stance").ratings.units == 0
        made.tags.add([1, 2], "stance.favor")
        assert gather_shared(made, "stance").ratings.units == 0
