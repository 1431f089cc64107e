"""Which dialogues a list shows, in which order and groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.errors import Cancelled
from annotator.model import PreparedDialogue, PreparedTurn, Tag
from annotator.store import Project
from annotator.store.dialogue_listing import FOLDER, Group, ListWish, natural
from tests.store.building import BEN, DAMAGED, fill, new_project, source_of

TALKS: tuple[tuple[str, str, int, Mapping[str, object], str], ...] = (
    ("b/talk 10.txt", "talk 10", 4, {"wave": 1, "fields": {"site": "Ulm"}}, ""),
    ("a/talk 2.txt", "talk 2", 2, {"wave": 2, "date": "2025-01-02"}, ""),
    (
        "talk 1.txt",
        "Talk 1",
        3,
        {"wave": 1, "pilot": True, "more": {"A": 3}},
        "2024-05-06T07:08:09Z",
    ),
    ("a/odd.txt", "odd", 1, {}, ""),
)


@pytest.fixture
def listed(path: Path) -> Project:
    project = new_project(path, [])
    for name, title, turns, meta, time in TALKS:
        said = {"time": time} if time else {}
        made = [PreparedTurn("A", "[A]: ", f"{title} {n}", f"{title} {n}", meta=said) for n in range(turns)]
        if title == "odd":
            made = [DAMAGED]
        fill(project, [source_of(name, (PreparedDialogue(title, tuple(made), meta=meta),))])
    return project


def ids(project: Project, wish: ListWish) -> list[int]:
    return [one for group in project.listing.groups(wish) for one in group.ids]


def test_orders(listed: Project) -> None:
    with listed as project:
        project.tags.add(project.turns.ids(2), "stance.favor")
        project.tags.add(project.turns.ids(3), "stance.favor")
        project.tags.add(project.turns.ids(3), "topic.art")
        found = {
            "import": [1, 2, 3, 4],
            "name": [4, 3, 2, 1],
            "length": [4, 2, 3, 1],
            "doubts": [1, 2, 3, 4],
            "date": [3, 2, 1, 4],
        }
        for order, expected in found.items():
            assert ids(project, ListWish(order)) == expected  # type: ignore[arg-type]
        assert ids(project, ListWish("progress"))[-2:] == [2, 3]
        assert ids(project, ListWish("import", backwards=True)) == [4, 3, 2, 1]
        assert ids(project, ListWish("date", backwards=True)) == [2, 3, 1, 4], (
            "those without a date come last"
        )
        assert ids(project, ListWish("doubts", backwards=True))[0] == 4


def test_choices(listed: Project) -> None:
    with listed as project:
        for label in ("stance.favor", "topic.art", "language.en"):
            project.tags.add(project.turns.ids(2), label)
        project.tags.add(project.turns.ids(1)[:1], "stance.favor")
        project.marks.set(project.turns.ids(3)[:1], "flag", on=True)
        project.marks.set(project.turns.ids(1)[:1], "bookmark", on=True)
        project.people.add(BEN)
        turn = project.turns.ids(1)[0]
        project.tags.take_in(
            [Tag("ben", 1, turn, "stance", "stance.against", BEN.key, at="2026-03-01T12:00:00Z")]
        )
        assert ids(project, ListWish(states=("unfinished",))) == [1, 3, 4]
        assert ids(project, ListWish(states=("mine",))) == [1, 2]
        assert ids(project, ListWish(states=("unfinished", "mine"))) == [1]
        assert ids(project, ListWish(states=("disagreeing",))) == [1]
        assert ids(project, ListWish(states=("doubts",), doubts_below=0.5)) == [4]
        assert ids(project, ListWish(states=("flagged",))) == [3]
        assert ids(project, ListWish(meta=(("wave", "1"),))) == [1, 3]
        assert ids(project, ListWish(meta=(("wave", "1"), ("pilot", "true")))) == [3]
        assert ids(project, ListWish(meta=(("site", "Ulm"),))) == [1]
        assert project.listing.groups(ListWish(meta=(("wave", "9"),))) == ()
        project.dialogues.remove([1])
        assert ids(project, ListWish()) == [2, 3, 4]
        assert ids(project, ListWish(states=("mine",))) == [2]


def test_groups(listed: Project) -> None:
    with listed as project:
        assert project.listing.groups(ListWish(group=FOLDER)) == (
            Group("a", (2, 4)),
            Group("b", (1,)),
            Group(None, (3,)),
        )
        assert project.listing.groups(ListWish("name", group="wave")) == (
            Group("1", (3, 1)),
            Group("2", (2,)),
            Group(None, (4,)),
        )
        assert project.listing.has_folders()
        assert project.listing.metadata() == {
            "date": Counter({"2025-01-02": 1}),
            "pilot": Counter({"true": 1}),
            "site": Counter({"Ulm": 1}),
            "wave": Counter({"1": 2, "2": 1}),
        }


@pytest.mark.parametrize(("name", "has"), [("talk.txt", False), ("a/talk.txt", True)])
def test_whether_there_are_folders(path: Path, name: str, has: bool) -> None:
    turn = PreparedTurn("A", "[A]: ", "one", "one")
    with new_project(path, [source_of(name, (PreparedDialogue("talk", (turn,)),))]) as project:
        assert project.listing.has_folders() == has


def test_nothing_to_list(path: Path) -> None:
    with new_project(path, []) as project:
        assert project.listing.groups(ListWish("progress", group=FOLDER)) == ()
        assert project.listing.groups(ListWish()) == ()
        assert not project.listing.has_folders()
        assert ListWish().plain
        assert not replace(ListWish(), backwards=True).plain


def test_it_stops_when_asked(project: Project) -> None:
    with pytest.raises(Cancelled):
        project.listing.groups(ListWish("progress"), lambda: True)


def test_numbers_count_in_titles() -> None:
    titles = ["talk 10", "Talk 2", "ｔａｌｋ 1", "9 lives", "", "talk"]
    assert sorted(titles, key=natural) == ["", "9 lives", "talk", "ｔａｌｋ 1", "Talk 2", "talk 10"]


def test_doubts_and_flags_of_a_page(listed: Project) -> None:
    with listed as project:
        all_steps = project.listing.doubts([1, 2, 3, 4], 1.1)
        assert set(all_steps) == {4}
        assert project.listing.doubts([1, 2], 1.1) == {}
        assert project.listing.doubts([4], 0.0) == {}
        turns = project.turns.ids(1)
        project.marks.set(turns[:2], "flag", on=True)
        project.marks.set(turns[2:], "bookmark", on=True)
        project.people.add(BEN)
        assert project.listing.flags([1, 2]) == {1: 2}
        with Project.open(project.path, annotator=BEN, companion=True) as other:
            assert other.listing.flags([1, 2]) == {}
