"""Packets and their project after somebody has corrected where turns begin: nothing of the tags is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.exchange import export_project, import_tags, read_project
from annotator.model import PreparedDialogue, PreparedTurn
from annotator.reliability.agreement_in_parts import compare
from annotator.reliability.assignment_design import Design
from annotator.reliability.make_packets import write_packets
from annotator.reliability.merge_packets import MergePlan, apply_merge, plan_merge
from annotator.store import Project
from tests.store.building import ADA, BEN, CODEBOOK, fill, source_of

TURNS = (
    PreparedTurn("A", "[A]: ", "One two. Three four.", "One two. Three four."),
    PreparedTurn("B", "\n[B]: ", "Five", "Five"),
    PreparedTurn("B", "\n[B]: ", "six.", "six."),
    PreparedTurn("A", "\n[A]: ", "(laughs)", "(laughs)"),
    PreparedTurn("B", "\n[B]: ", "Seven.", "Seven."),
)
SPLIT = "turn 1 of talk has been split in the project: its tags go to its first part, spans to their words"
REARRANGED = (
    "in the packet, turns of talk have been split, joined or taken out; tags are taken, where turns begin "
    "stays as it is in the project"
)


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, Path]:
    """A project, and the packet that was made for Ben."""
    path = tmp_path / "study.dap"
    with Project.create(path, codebook=CODEBOOK, annotator=ADA, name="Study") as project:
        fill(project, [source_of("talk.txt", (PreparedDialogue("talk", TURNS, rule="brackets"),))])
        project.people.add(BEN)
        (packet,) = write_packets(project, tmp_path / "out", Design(("Ben",)))
    return path, packet.path


def correct(project: Project) -> None:
    """Split the first turn, join the second with the third, and say that the fourth is none."""
    ids = project.turns.ids(1)
    project.structure.split(ids[0], 9, speaker="C")
    project.structure.join(ids[1])
    project.structure.set_aside(ids[3])


def tagged(project: Project) -> list[tuple[str, list[tuple[str, str | None]]]]:
    found = []
    for each in project.records.one(1).turns:
        turn = each.turn
        labels = [
            (tag.label, None if tag.start is None else turn.text[tag.start : tag.end])
            for tag in sorted(turn.tags, key=lambda tag: (tag.label, tag.start or 0))
        ]
        found.append((turn.text, labels))
    return found


def annotate(path: Path) -> None:
    with Project.open(path, annotator=BEN) as packet:
        ids = packet.turns.ids(1)
        packet.tags.add([ids[0], ids[1]], "stance.favor")
        packet.tags.add([ids[2]], "topic.art")
        packet.tags.add_span(ids[0], 4, 14, "passage.joke")  # "two. Three"
        packet.tags.add_span(ids[2], 0, 3, "passage.joke")
        packet.tags.add([ids[4]], "stance.against")
        packet.marks.set([ids[4]], "flag", on=True)


def said(plan: MergePlan) -> list[str]:
    return [str(note) for packet in plan.packets for note in packet.notes]


def test_tags_of_a_packet_go_where_their_words_are(paths: tuple[Path, Path]) -> None:
    path, packet = paths
    annotate(packet)
    with Project.open(path, annotator=ADA) as project:
        correct(project)
        plan = plan_merge(project, [packet])
        assert plan.troubles == ()
        assert said(plan) == [
            SPLIT,
            "turn 2 of talk is part of turn 3 in the project: its tags go there",
            "turn 3 of talk is part of turn 3 in the project: its tags go there",
        ]
        apply_merge(project, plan)
        assert tagged(project) == [
            ("One two.", [("passage.joke", "two."), ("stance.favor", None)]),
            ("Three four.", [("passage.joke", "Three")]),
            ("Five\nsix.", [("passage.joke", "six"), ("stance.favor", None), ("topic.art", None)]),
            ("Seven.", [("stance.against", None)]),
        ]
        assert project.records.one(1).turns[3].marks[0].annotator == BEN.key
        assert project.check() == []
        again = plan_merge(project, [packet])
        assert again.empty, "nothing comes in twice"
        assert [one.known for one in again.packets] == [7]


def test_what_has_no_place_is_said(paths: tuple[Path, Path]) -> None:
    path, packet = paths
    with Project.open(packet, annotator=BEN) as copy:
        ids = copy.turns.ids(1)
        copy.tags.add([ids[3]], "stance.favor")
        copy.marks.set([ids[3]], "flag", on=True)
        copy.tags.add([ids[1]], "stance.favor")
        copy.tags.add([ids[2]], "stance.against")
    with Project.open(path, annotator=ADA) as project:
        correct(project)
        troubles = plan_merge(project, [packet]).troubles
        assert [(one.code, one.where, str(one.why)) for one in troubles] == [
            ("structure", "talk #4", "in the project it is no turn any more"),
            ("conflict", "talk #3", "Ben answers against in the packet and favor in the project"),
            ("dialogue", "talk", "the project has no such turn"),
        ]


def test_a_coder_who_splits_turns_still_brings_tags_back(paths: tuple[Path, Path]) -> None:
    path, packet = paths
    with Project.open(packet, annotator=BEN) as copy:
        correct(copy)
        ids = copy.turns.ids(1)
        copy.tags.add([ids[1]], "topic.art")
        copy.tags.add_span(ids[1], 6, 11, "passage.joke")
    with Project.open(path, annotator=ADA) as project:
        plan = plan_merge(project, [packet])
        assert said(plan) == [
            REARRANGED,
            "turn 2 of talk is part of turn 1 in the project: its tags go there",
        ]
        apply_merge(project, plan)
        assert tagged(project)[0] == (
            "One two. Three four.", [("passage.joke", "four."), ("topic.art", None)]
        )  # fmt: skip


def test_packets_of_a_corrected_project_are_the_same(paths: tuple[Path, Path], tmp_path: Path) -> None:
    path, _ = paths
    with Project.open(path, annotator=ADA) as project:
        correct(project)
        keys = [turn.key for turn in project.turns.page(project.turns.ids(1))]
        (made,) = write_packets(project, tmp_path / "more", Design(("Ben",)))
        with Project.open(made.path, annotator=BEN) as packet:
            assert [turn.key for turn in packet.turns.page(packet.turns.ids(1))] == keys
            assert packet.check(lambda data, encoding: data.decode(encoding)) == []
            remarks = [(one.start, one.end) for one in packet.structure.remarks(1)]
            assert remarks == [(one.start, one.end) for one in project.structure.remarks(1)]
            packet.tags.add([packet.turns.ids(1)[1]], "topic.art")
        plan = plan_merge(project, [made.path])
        assert (plan.troubles, said(plan)) == ((), [])
        apply_merge(project, plan)
        assert tagged(project)[1] == ("Three four.", [("topic.art", None)])


def test_exports_hold_the_structure(paths: tuple[Path, Path], tmp_path: Path) -> None:
    path, _ = paths
    with Project.open(path, annotator=ADA) as project:
        correct(project)
        project.tags.add([project.turns.ids(1)[1]], "topic.art")
        for form in ("json", "jsonl", "csv", "convokit", "vtt", "xlsx", "elan", "chat", "parquet", "html"):
            export_project(project, tmp_path / f"x.{form}", format=form)  # it is read back and compared
        keys = [turn.key for turn in project.turns.page(project.turns.ids(1))]
        read_project(tmp_path / "x.json", tmp_path / "again.dap")
        with Project.open(tmp_path / "again.dap", annotator=ADA) as again:
            assert [turn.key for turn in again.turns.page(again.turns.ids(1))] == keys
            assert tagged(again) == tagged(project)
            again.structure.restore(again.structure.remarks(1)[0].id)
            assert [turn.text for turn in again.turns.page(again.turns.ids(1))][3] == "(laughs)"
            assert again.check(lambda data, encoding: data.decode(encoding)) == []


def test_files_of_tags_find_their_turns(paths: tuple[Path, Path], tmp_path: Path) -> None:
    path, packet = paths
    annotate(packet)
    with Project.open(packet, read_only=True) as made:
        export_project(made, tmp_path / "tags.csv", format="tags-csv")
        dialogue = made.dialogues.page([1])[0].key
    rows = (tmp_path / "tags.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "few.csv").write_text(
        f"turn_key,facet,label\n{dialogue}:1,topic,art\n{dialogue}:0+9,topic,music\n{dialogue}:3,topic,art\n"
        f"{dialogue}:9,topic,art\n{dialogue}:4+2,topic,art\n",
        encoding="utf-8",
    )
    assert f"{dialogue}:4" in rows
    with Project.open(path, annotator=ADA) as project:
        correct(project)
        outcome = import_tags(project, tmp_path / "few.csv", annotator="Ada")
        assert len(outcome.troubles) == 2, outcome.troubles
        found = dict(tagged(project))
        assert found["Five\nsix."] == [("topic.art", None)]
        assert found["Three four."] == [("topic.music", None)]
        assert found["Seven."] == [("topic.art", None)], "inside of a turn is in that turn"


def test_agreement_matches_turns_by_their_keys(paths: tuple[Path, Path]) -> None:
    path, packet = paths
    with Project.open(packet, annotator=BEN) as copy:
        copy.tags.add(list(copy.turns.ids(1)), "stance.favor")
    with Project.open(path, annotator=ADA) as project:
        correct(project)
        ids = project.turns.ids(1)
        project.tags.add([ids[0], ids[2], ids[3]], "stance.favor")
        project.tags.add([ids[1]], "stance.against")
    with Project.open(path, read_only=True) as one, Project.open(packet, read_only=True) as two:
        (measured,) = compare([one, two], ["stance"])
    # Where both have a turn that begins at the same place: the first, the second (now two), the last.
    assert measured.units == 6, measured
