"""Merging packets: everything comes in once, as one edit, and what has no place is said."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.errors import Cancelled, UserError
from annotator.model import Annotator, Label, Target
from annotator.reliability import project_after_merge
from annotator.reliability.assignment_design import Design
from annotator.reliability.make_packets import write_packets
from annotator.reliability.merge_packets import apply_merge, packets_in, plan_merge
from annotator.reliability.project_after_merge import Choices
from annotator.store import Project
from annotator.ui.texts import error_texts
from tests.in_words import in_words
from tests.reliability.studies import ADA, BEN, CYD, annotate, study


@pytest.fixture
def coordinated(tmp_path: Path) -> tuple[Path, list[Path]]:
    """A project, and packets of two annotators that came back filled in."""
    path = study(tmp_path)
    with Project.open(path, annotator=ADA) as project:
        project.people.add(BEN)
        made = write_packets(project, tmp_path / "out", Design(("Ada", "Ben")))
    annotate(made[0].path, ADA)
    annotate(made[1].path, BEN, 1)
    return path, [packet.path for packet in made]


def tags(path: Path) -> dict[str, tuple[object, ...]]:
    with Project.open(path, read_only=True) as project:
        return {
            tag.key: (tag.annotator, tag.label, tag.at, tag.uncertain)
            for tag in project.comparison.every_tag()
        }


def first_turn(project: Project) -> int:
    return project.turns.ids(project.dialogues.ids()[0])[0]


def test_all_tags_come_in_with_their_keys_and_one_undo_takes_them_back(
    coordinated: tuple[Path, list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, packets = coordinated
    monkeypatch.setattr(project_after_merge, "_AT_A_TIME", 20)
    said: list[tuple[int, int]] = []
    with Project.open(path, annotator=CYD) as project:
        plan = plan_merge(project, packets)
        assert [(one.annotators, one.new, one.known, one.changed) for one in plan.packets] == [
            (("Ada",), 24, 0, 0), (("Ben",), 24, 0, 0),
        ]  # fmt: skip
        assert not list(project.comparison.every_tag())
        changes = apply_merge(project, plan, progress=lambda now: said.append((now.done, now.total)))
        assert in_words(changes) == "merging 48 tags", "the lots together"
        assert said == [(done, len(plan.edits)) for done in range(1, len(plan.edits) + 1)]
        assert len(said) > 48 / 20
        edits = len(project.history.edits(100))
    assert tags(path) == {**tags(packets[0]), **tags(packets[1])}
    with Project.open(path, annotator=CYD) as project:
        again = plan_merge(project, packets)
        assert again.empty
        assert [one.known for one in again.packets] == [24, 24]
        assert apply_merge(project, again).edit is None
        assert len(project.history.edits(100)) == edits
        project.history.undo()
        assert not list(project.comparison.every_tag())


def test_what_an_annotator_changed_since_comes_in_too(coordinated: tuple[Path, list[Path]]) -> None:
    path, packets = coordinated
    with Project.open(path, annotator=CYD) as project:
        apply_merge(project, plan_merge(project, packets))
    with Project.open(packets[0], annotator=ADA) as packet:
        turn = first_turn(packet)
        (old,) = [tag for tag in packet.comparison.every_tag() if tag.turn_id == turn]
        label = "stance.against" if old.label != "stance.against" else "stance.favor"
        packet.tags.remove([old.key])
        packet.tags.take_in([replace(old, label=label, at="2099-01-01T00:00:00Z")])
    with Project.open(path, annotator=CYD) as project:
        plan = plan_merge(project, packets)
        assert [one.changed for one in plan.packets] == [1, 0]
        apply_merge(project, plan)
    assert tags(path)[old.key][1] == label


def test_two_answers_of_one_annotator_are_refused_unless_somebody_decides(
    coordinated: tuple[Path, list[Path]],
) -> None:
    path, packets = coordinated
    with Project.open(path, annotator=ADA) as project:
        turns = [turn for one in project.dialogues.ids() for turn in project.turns.ids(one)]
        project.tags.add(turns, "stance.favor")
        before = tags(path)
        plan = plan_merge(project, packets[:1])
        assert {trouble.code for trouble in plan.troubles} == {"conflict"}
        assert "Ada answers against in the packet and favor in the project" in {
            one.why for one in plan.troubles
        }
        with pytest.raises(UserError, match="cannot be merged as a whole"):
            apply_merge(project, plan)
        assert tags(path) == before
        kept = plan_merge(project, packets[:1], Choices(conflicts="project"))
        assert not kept.troubles
        assert kept.empty
        apply_merge(project, plan_merge(project, packets[:1], Choices(conflicts="packet")))
    found = tags(path)
    assert len(found) == 24
    wanted = sorted(str(answer[1]) for answer in tags(packets[0]).values())
    assert sorted(str(answer[1]) for answer in found.values()) == wanted


def test_a_label_that_is_new_in_an_open_facet_comes_along(coordinated: tuple[Path, list[Path]]) -> None:
    path, packets = coordinated
    with Project.open(packets[0], annotator=ADA) as packet:
        assert packet.codebook.read().facet("topic").open
        packet.codebook.add_label("topic", "weather")
        key = next(
            label.key for label in packet.codebook.read().facet("topic").labels if label.name == "weather"
        )
        packet.tags.add([first_turn(packet)], key)
    with Project.open(path, annotator=CYD) as project:
        plan = plan_merge(project, packets)
        assert plan.packets[0].added == ("weather",)
        apply_merge(project, plan)
        assert project.codebook.read().label(key).name == "weather"
        project.history.undo()
        assert "weather" not in [label.name for label in project.codebook.read().facet("topic").labels]


def test_labels_of_another_codebook_are_mapped_or_refused(coordinated: tuple[Path, list[Path]]) -> None:
    path, packets = coordinated
    with Project.open(packets[0], annotator=ADA) as packet:
        book = packet.codebook.read()
        stance = book.facet("stance")
        more = (Label("x-1", "stance", "Favor"), Label("x-2", "stance", "unsure"))
        larger = replace(stance, labels=(*stance.labels, *more))
        packet.codebook.replace(
            replace(book, facets=tuple(larger if one == stance else one for one in book.facets))
        )
        one, two = packet.turns.ids(packet.dialogues.ids()[0])[:2]
        packet.tags.add([one], "x-1")
        packet.tags.add([two], "x-2")
    with Project.open(path, annotator=CYD) as project:
        plan = plan_merge(project, packets)
        assert plan.packets[0].mapped == (("Favor", "favor"),)
        (trouble,) = plan.troubles
        assert (trouble.code, trouble.where, trouble.count) == ("codebook", "Stance: unsure", 1)
        assert "takes no new labels" in trouble.why
        decided = plan_merge(project, packets, Choices({"x-2": "stance.none"}))
        assert not decided.troubles
        apply_merge(project, plan, leave=True)
    assert len(tags(path)) == 47


def test_changed_texts_structures_and_dialogues(coordinated: tuple[Path, list[Path]]) -> None:
    path, packets = coordinated
    with Project.open(packets[1], annotator=BEN) as packet:
        last = packet.dialogues.ids()[-1]
        turn = packet.turns.ids(last)[0]
        text = packet.turns.page([turn])[0].text
        packet.tags.add_span(turn, 0, 7, "stance.favor")
        packet.tags.add_span(turn, len(text) - 4, len(text), "stance.favor")
        title = packet.dialogues.page([last])[0].title
    with Project.open(path, annotator=ADA) as project:
        by_title = {one.title: one.id for one in project.dialogues.page(project.dialogues.ids())}
        mine = project.turns.ids(by_title[title])[0]
        project.repairs.correct(mine, "!!", len(text) - 4, len(text))
        removed = next(one for name, one in by_title.items() if name != title)
        project.dialogues.remove([removed])
        plan = plan_merge(project, packets)
        codes = {trouble.code: trouble.count for trouble in plan.packets[1].troubles}
        assert codes == {"dialogue": 4, "repair": 1}
        assert plan.packets[1].repaired == 2
        apply_merge(project, plan, leave=True)
        spans = [(tag.start, tag.end) for tag in project.comparison.every_tag() if tag.start is not None]
        assert spans == [(0, 7)]


def test_targets_marks_and_people_come_along(coordinated: tuple[Path, list[Path]]) -> None:
    path, packets = coordinated
    other = Annotator("dddddddd-0000-4000-8000-000000000004", "Ada")
    with Project.open(packets[1], annotator=other) as packet:
        dialogue = packet.dialogues.ids()[0]
        packet.dialogues.set_target(dialogue, Target("mine", "entity", "cars"))
        packet.tags.add([first_turn(packet)], "stance.favor", target="mine")
        packet.marks.set([first_turn(packet)], "flag", on=True)
        assert packet.annotator == BEN, "whoever opens a packet works as its annotator"
        packet.people.add(other)
        given = next(tag for tag in packet.comparison.every_tag() if tag.turn_id != first_turn(packet))
        packet.tags.take_in([replace(given, key="another tag", annotator=other.key)])
    with Project.open(path, annotator=CYD) as project:
        plan = plan_merge(project, packets)
        assert plan.packets[1].marks == 1
        assert plan.packets[1].notes == ("another annotator is called Ada, too; the two are kept apart",)
        apply_merge(project, plan)
        assert [one.name for one in project.people.all()].count("Ada") == 2
        assert "mine" in {tag.target for tag in project.comparison.every_tag()}
        assert len(list(project.comparison.every_mark())) == 1
        assert plan_merge(project, packets).empty


def test_retired_labels_and_other_definitions_are_told(coordinated: tuple[Path, list[Path]]) -> None:
    path, packets = coordinated
    with Project.open(path, annotator=CYD) as project:
        book = project.codebook.read()
        stance = book.facet("stance")
        changed = tuple(
            replace(label, retired=True, definition="new", name="pro")
            if label.key == "stance.favor"
            else label
            for label in stance.labels
        )
        facets = tuple(replace(one, labels=changed) if one == stance else one for one in book.facets)
        project.codebook.replace(replace(book, facets=facets))
        plan = plan_merge(project, packets)
        assert set(plan.packets[0].notes) == {
            "label favor is called pro now", "label pro was tagged by another definition",
            "label pro is retired; its tags are taken",
        }  # fmt: skip
        apply_merge(project, plan)
    assert len(tags(path)) == 48


def test_what_is_no_packet_of_this_project(coordinated: tuple[Path, list[Path]], tmp_path: Path) -> None:
    path, packets = coordinated
    before = path.read_bytes()
    stranger = study(tmp_path / "talks", name="stranger.dap")
    half = tmp_path / "half.dap"
    half.write_bytes(packets[0].read_bytes()[:5000])
    with Project.open(path, read_only=True) as project:
        for given, what in (
            ([stranger], "belongs to another project"),
            ([path], "is the project itself"),
            ([packets[0], packets[0]], "stands in the list twice"),
            ([tmp_path / "none.dap"], "There is no"),
            ([half], "."),
        ):
            with pytest.raises(UserError, match=what):
                plan_merge(project, given)
        with pytest.raises(Cancelled):
            plan_merge(project, packets, cancelled=lambda: True)
        given = [packets[0], stranger, half, packets[0], path, tmp_path / "none.dap", packets[1]]
        plan = plan_merge(project, given, refuse=False)
        assert [one.path for one in plan.packets] == packets, "what can be merged is looked at all the same"
        assert [one.path for one in plan.refused] == given[1:6]
        assert all(one.error.what for one in plan.refused)
    assert path.read_bytes() == before


def test_an_annotator_who_did_nothing_and_a_copy_of_a_packet(
    coordinated: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    path, packets = coordinated
    copy = tmp_path / "Ada (conflicted copy).dap"
    shutil.copy(packets[0], copy)
    with Project.open(path, read_only=True) as project:
        write_packets(project, tmp_path / "more", Design(("Cyd",)))
    with Project.open(path, annotator=CYD) as project:
        plan = plan_merge(project, [packets[0], copy, tmp_path / "more" / "Cyd.dap"])
        assert [(one.new, one.known) for one in plan.packets] == [(24, 0), (0, 24), (0, 0)]
        assert plan.packets[2].notes == ("nobody has given a tag in it",)
        assert plan.packets[1].notes == ("it is another copy of the packet of Ada, beside Ada.dap",)
        apply_merge(project, plan)
    assert len(tags(path)) == 24


def test_the_command_in_chinese(
    coordinated: tuple[Path, list[Path]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, packets = coordinated
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    shutil.copy(packets[0], packets[0].with_name("again.dap"))
    try:
        assert main(["merge", str(path), str(packets[0].parent), "--dry-run"]) == 0
    finally:
        error_texts.use(None)
    said = capsys.readouterr().out
    assert "Ada.dap，标注者：Ada\n  24条新标注，0条早已存在，0条此后有改动，0个新标记\n" in said
    assert "again.dap" in said
    assert "another copy" not in said


def test_the_command(coordinated: tuple[Path, list[Path]], capsys: pytest.CaptureFixture[str]) -> None:
    path, packets = coordinated
    folder = str(packets[0].parent)
    assert main(["merge", str(path), folder, "--dry-run"]) == 0
    assert "24 new tags, 0 known already" in capsys.readouterr().out
    assert tags(path) == {}
    assert main(["merge", str(path), folder, "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert [one["new"] for one in read["packets"]] == [24, 24]
    assert read["merged"]
    assert main(["merge", str(path), folder]) == 0
    assert "the project has it all" in capsys.readouterr().out
    assert main(["merge", str(path), str(path.parent / "talks")]) == 1
    assert "There are no packets" in capsys.readouterr().err
    assert main(["merge", str(path), folder, "--label", "nonsense"]) == 1


def test_packets_that_were_edited_by_hand_or_come_from_a_newer_version(
    coordinated: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    path, packets = coordinated
    before = path.read_bytes()
    for name, statement, what in (
        ("newer", "PRAGMA user_version = 9999", "newer version"),
        ("cut", "DROP TABLE tag", "it has no table tag"),
        ("facet", "UPDATE tag SET facet = 9999", "a row in it leads to one that is not there"),
    ):
        packet = tmp_path / f"{name}.dap"
        shutil.copy(packets[0], packet)
        with contextlib.closing(sqlite3.connect(packet)) as file, file:
            file.execute(statement)
        with Project.open(path, read_only=True) as project:
            plan = plan_merge(project, [packet, packets[1]], refuse=False)
            assert [one.path for one in plan.packets] == [packets[1]], name
            assert re.search(what, str(plan.refused[0].error)), name
    assert path.read_bytes() == before


def test_spans_that_overlap_come_in_both(coordinated: tuple[Path, list[Path]]) -> None:
    path, packets = coordinated
    with Project.open(packets[0]) as packet:
        turn = first_turn(packet)
        packet.tags.add_span(turn, 0, 4, "stance.favor")
        packet.tags.add_span(turn, 2, 6, "stance.against")
    with Project.open(path, annotator=CYD) as project:
        apply_merge(project, plan_merge(project, packets))
        found = [tag for tag in project.comparison.every_tag() if tag.start is not None]
        assert {(tag.start, tag.end, tag.label) for tag in found} == {
            (0, 4, "stance.favor"), (2, 6, "stance.against"),
        }  # fmt: skip
        assert plan_merge(project, packets).empty


def test_a_folder_of_packets_may_hold_other_things(coordinated: tuple[Path, list[Path]]) -> None:
    project, packets = coordinated
    folder = packets[0].parent
    (folder / "folder.dap").mkdir()
    (folder / "nowhere.dap").symlink_to(folder / "gone")
    (folder / ".hidden.dap").write_bytes(b"")
    assert sorted(packets_in(project, [folder])) == sorted(packets)
