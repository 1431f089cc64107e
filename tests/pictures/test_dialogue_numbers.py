"""The tables of the pictures of one dialogue, against counts by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import Cancelled, UserError
from annotator.model import Facet, PreparedDialogue, PreparedTurn, Target
from annotator.pictures import Asked, NothingToSee, dialogue_numbers, find_dialogue, gather
from annotator.store import Project
from annotator.store.picture_data import PictureLabel
from tests.pictures.building import BEN, CLAIM, new_study, sources, turn_of
from tests.store.building import source_of


def project_of(path: Path, *turns: PreparedTurn, target: Target | None = CLAIM) -> Project:
    dialogue = PreparedDialogue("talk", turns, target=target, rule="brackets")
    return new_study(path, [source_of("talk.txt", (dialogue,))])


def test_words_and_switches_of_every_turn(tmp_path: Path) -> None:
    with project_of(
        tmp_path / "x.dap",
        turn_of("A", "I like art."),
        turn_of("B", "我喜欢艺术。"),
        turn_of("A", "这个 picture 很好."),
        turn_of("B", "123"),
        turn_of("A", "They agree."),
    ) as project:
        data = gather(project, "profile")
        zh = project.turns.page(project.turns.ids(project.dialogues.ids()[0]))[1].language
    assert zh is not None
    assert data.columns == ("turn", "speaker", "words_en", "words_zh", "switches_inside", "switch_before")
    assert data.column("turn") == [1, 2, 3, 4, 5]
    assert data.column("words_en") == [3, 0, 1, 0, 2]
    assert data.column("words_zh")[1] == dict(zh.words)["zh"]
    assert data.column("switches_inside") == [0, 0, 2, 0, 0]
    assert data.column("switch_before") == [0, 1, 0, 0, 1]  # a turn without words is passed over
    assert (data.facts["inside"], data.facts["between"], data.facts["n"]) == (2, 2, 5)
    assert len(data.turns) == 5


def test_turns_that_would_take_too_long_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogue_numbers, "TEXTS_READ", 1)
    mixed = turn_of("A", "这个 picture 很好.")
    with project_of(tmp_path / "x.dap", mixed, mixed, mixed) as project:
        data = gather(project, "profile")
        assert data.column("switches_inside") == [2, None, None]
        assert [note.said(str) for note in data.notes] == ["Turns whose switches inside were not counted: 2."]
        with pytest.raises(Cancelled):
            gather(project, "profile", Asked(stop=lambda: True))


def test_a_stance_has_a_direction_and_a_strength(tmp_path: Path) -> None:
    with project_of(tmp_path / "x.dap", *(turn_of("AB"[at % 2], "I see.") for at in range(8))) as project:
        ids = project.turns.ids(project.dialogues.ids()[0])
        project.tags.add([ids[0]], "stance.favor", intensity=3)
        project.tags.add([ids[1]], "stance.against")
        project.tags.add([ids[2]], "stance.neutral")
        project.tags.add([ids[3]], "stance.none")
        project.tags.add([ids[4]], "stance.against", intensity=1, uncertain=True)
        project.tags.add([ids[5]], "stance.against", intensity=2)
        data = gather(project, "trajectory")
    assert data.column("value") == [3.0, -2.0, 0.0, None, -1.0, -2.0]
    assert data.column("flip") == [0, 0, 0, 0, 1, 0]  # from for over neutral to against
    assert data.column("uncertain") == [0, 0, 0, 0, 1, 0]
    assert data.column("speaker") == ["A", "B", "A", "B", "A", "B"]
    assert data.facts["flips"] == 1
    assert data.facts["turns"] == 8


@pytest.mark.parametrize(
    ("kind", "names", "expected"),
    [
        ("single", ("For", "反对", "mixed", "other"), [1.0, -1.0, 0.0, None]),
        ("single", ("agree", "disagree"), [1.0, -1.0]),
        ("single", ("for", "maybe"), [None, None]),  # no opposite, so no direction
        ("ordinal", ("low", "mid", "high"), [1.0, 2.0, 3.0]),
    ],
)
def test_which_way_labels_point(kind: str, names: tuple[str, ...], expected: list[float | None]) -> None:
    facet = Facet("x", "X", kind)  # type: ignore[arg-type]
    labels = [PictureLabel(number, f"x.{number}", name, "") for number, name in enumerate(names)]
    found = dialogue_numbers.directions(facet, labels)
    assert [found.get(number) for number in range(len(names))] == expected


def test_one_annotator_is_shown_and_the_others_are_said(tmp_path: Path) -> None:
    with project_of(tmp_path / "x.dap", turn_of("A", "I see."), turn_of("B", "So do I.")) as project:
        ids = project.turns.ids(project.dialogues.ids()[0])
        project.tags.add(ids, "stance.favor")
        with Project.open(project.path, annotator=BEN, companion=True) as other:
            other.tags.add(ids[:1], "stance.against")
        data = gather(project, "trajectory")
        assert (data.facts["annotator"], data.facts["n"], len(data.notes)) == ("Ada", 2, 1)
        data = gather(project, "trajectory", Asked(annotators=(BEN.key,)))
        assert (data.facts["annotator"], data.column("label"), data.notes) == ("Ben", ["against"], ())


def test_a_row_for_each_label_of_each_turn(tmp_path: Path) -> None:
    with project_of(tmp_path / "x.dap", turn_of("A", "I see."), turn_of("", "So do I.")) as project:
        ids = project.turns.ids(project.dialogues.ids()[0])
        project.tags.add(ids, "topic.target")
        project.tags.add(ids[1:], "topic.drift", uncertain=True)
        data = gather(project, "strip")
    assert data.rows == ((1, "A", "the target", 0), (2, "", "the target", 0), (2, "", "drift", 1))
    assert (data.facts["labels"], data.facts["n"]) == (["the target", "drift"], 2)


def test_lengths_in_seconds_words_or_characters(tmp_path: Path) -> None:
    timed = [turn_of("A", "one two", at=0.0), turn_of("B", "three", at=4.0)]
    with project_of(tmp_path / "a.dap", *timed) as project:
        data = gather(project, "floor")
        assert data.columns[2] == "seconds"
        assert data.column("seconds") == pytest.approx([7 / 15, 5 / 15], abs=0.001)
        assert data.column("share_so_far") == pytest.approx([1, 5 / 12], abs=0.001)
        assert not data.notes
    with project_of(tmp_path / "b.dap", timed[0], turn_of("B", "three")) as project:
        data = gather(project, "floor")
        assert data.rows == ((1, "A", 2.0, 1.0), (2, "B", 1.0, 0.3333))
        assert [note.said(str) for note in data.notes] == ["Turns without times: 1; so words are counted."]
    with project_of(tmp_path / "c.dap", PreparedTurn("A", "[A]: ", "12345", "12345")) as project:
        data = gather(project, "floor")
        assert (data.columns[2], data.column("characters")) == ("characters", [5.0])
        assert (data.facts["shares"], data.facts["changes"]) == ([("A", 1.0)], 0)


def test_repairs_and_whether_somebody_decided(tmp_path: Path) -> None:
    with project_of(
        tmp_path / "x.dap", turn_of("A", "I see."), turn_of("B", "So do I.", damaged=True)
    ) as project:
        data = gather(project, "repairs")
    assert [row[:4] for row in data.rows] == [
        (2, "damage", 0.0, 0),
        (2, "encoding", 0.97, 0),
        (2, "lost", 0.61, 0),
    ]
    assert (data.facts["n"], data.facts["repaired"], data.facts["damage"], data.facts["decided"]) == (
        3,
        1,
        1,
        0,
    )


@pytest.mark.parametrize("name", ["profile", "trajectory", "strip", "repairs"])
def test_why_there_is_nothing_to_see(tmp_path: Path, name: str) -> None:
    with project_of(tmp_path / "x.dap", PreparedTurn("A", "[A]: ", "12", "12")) as project:
        with pytest.raises(NothingToSee) as caught:
            gather(project, name)
        assert caught.value.why
        assert caught.value.remedy


def test_a_project_without_dialogues_or_without_that_one(tmp_path: Path) -> None:
    with new_study(tmp_path / "x.dap", []) as project:
        with pytest.raises(NothingToSee, match="no dialogues"):
            gather(project, "floor")
        with pytest.raises(NothingToSee, match="no longer"):
            gather(project, "floor", Asked(dialogue=99))


def test_dialogues_by_key_title_and_number(tmp_path: Path) -> None:
    with new_study(tmp_path / "x.dap", sources(3, 2)) as project:
        ids = list(project.dialogues.ids())
        keys = [one.key for one in project.dialogues.page(ids)]
        assert find_dialogue(project, "") is None
        assert find_dialogue(project, keys[1]) == find_dialogue(project, "talk 01") == ids[1]
        assert find_dialogue(project, "3") == ids[2]
        for unknown in ("4", "0", "nothing"):
            with pytest.raises(UserError, match="Say a title, a key or a number: talk 00, talk 01, talk 02"):
                find_dialogue(project, unknown)
        project.dialogues.rename(ids[1], "talk 00")
        with pytest.raises(UserError, match="2 dialogues"):
            find_dialogue(project, "talk 00")


def test_a_facet_that_is_not_there(tmp_path: Path) -> None:
    with new_study(tmp_path / "x.dap") as project, pytest.raises(UserError, match="stance, topic, language"):
        gather(project, "trajectory", Asked(facet="mood"))
