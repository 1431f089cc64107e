"""Agreement in projects: by parts, over several files, and what is said where there is nothing to compare."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import annotator
from annotator.analysis.agreement import Span, pk, unitizing_alpha_of_labels
from annotator.cli import main
from annotator.errors import UserError
from annotator.model import Annotator
from annotator.reliability import FacetAgreement, compare, gather
from annotator.store import Project
from tests.reliability.studies import ADA, BEN, CYD, annotate, study


@pytest.fixture
def three(tmp_path: Path) -> Path:
    path = study(tmp_path)
    annotate(path, ADA)
    annotate(path, BEN, 1)
    annotate(path, CYD, 1, 3)
    return path


def test_all_parts_of_a_facet(three: Path) -> None:
    with Project.open(three, read_only=True) as project:
        (found,) = compare([project], ["stance"])
    assert (found.units, found.unit, found.annotators) == (24, "turn", ("Ada", "Ben", "Cyd"))
    parts = {(part.by, part.name): part for part in found.parts}
    whole = {one.coefficient: one for one in parts["all", ""].agreements}
    assert whole["observed"].pairable == 24
    assert whole["krippendorff_alpha"].interval is not None
    assert whole["krippendorff_alpha"].dialogues == 6
    by = [part.by for part in found.parts]
    assert {key: by.count(key) for key in dict.fromkeys(by)} == {
        "all": 1, "label": len(found.labels), "pair": 3, "annotator": 3, "speaker": 2, "target": 1,
        "context": 10,
    }  # fmt: skip
    sizes = {part.name: part.agreements[0].pairable for part in found.parts if part.by == "context"}
    assert sizes["code-switched"] == 6
    assert sizes["repaired"] == 6
    assert sizes["first half"] == sizes["second half"] == 12
    assert sizes["uncertain"] == 4
    assert sizes["tagged late"] == sizes["tagged early"] == 12
    assert sum(map(sum, found.confusion)) == 3 * 24
    observed = {part.name: part.agreements[0].value for part in found.parts if part.by == "pair"}
    assert observed["Ada, Ben"] == pytest.approx(19 / 24)


def test_packets_are_compared_as_if_they_were_one_project(three: Path, tmp_path: Path) -> None:
    packets = []
    for who, shift, every in ((ADA, 0, 5), (BEN, 1, 5), (CYD, 1, 3)):
        path = study(tmp_path, name=f"{who.name}.dap")
        annotate(path, who, shift, every)
        packets.append(Project.open(path, read_only=True))
    with Project.open(three, read_only=True) as project:
        (whole,) = compare([project], ["stance"])
    (apart,) = compare(packets, ["stance"])
    for packet in packets:
        packet.close()
    for one, two in zip(whole.parts, apart.parts, strict=True):
        assert (one.by, one.name) == (two.by, two.name)
        assert [found.value for found in one.agreements] == [found.value for found in two.agreements]
    assert whole.confusion == apart.confusion


def test_only_some_annotators_and_two_of_one_name(three: Path) -> None:
    other = Annotator("dddddddd-0000-4000-8000-000000000004", "Ada")
    annotate(three, other)
    with Project.open(three, read_only=True) as project:
        (found,) = compare([project], ["stance"], [ADA.key, other.key])
    assert found.annotators == ("Ada (1)", "Ada (2)")
    whole = {one.coefficient: one.value for one in found.parts[0].agreements}
    assert whole["cohen_kappa"] == 1


def test_sets_of_labels(tmp_path: Path) -> None:
    path = study(tmp_path)
    for who, more in ((ADA, 3), (BEN, 4)):
        with Project.open(path, annotator=who) as project:
            topics = [label.key for label in project.codebook.read().facet("topic").labels][:2]
            turns = [turn for dialogue in project.dialogues.ids() for turn in project.turns.ids(dialogue)]
            project.tags.add(turns, topics[0])
            project.tags.add(turns[::more], topics[1])
    with Project.open(path, read_only=True) as project:
        (found,) = compare([project], ["topic"])
        material = gather([project], "topic")
    assert len(material.ratings.labels) == 2
    whole = {
        one.distance: one for one in found.parts[0].agreements if one.coefficient == "krippendorff_alpha"
    }
    assert set(whole) == {"masi", "jaccard"}
    labels = [part for part in found.parts if part.by == "label"]
    assert labels[0].agreements[0].undefined is not None  # both gave the first to every turn
    assert labels[1].agreements[0].value is not None


def test_spans(tmp_path: Path) -> None:
    path = study(tmp_path)
    for who, end in ((ADA, 5), (BEN, 6)):
        with Project.open(path, annotator=who) as project:
            for dialogue in project.dialogues.ids():
                first, second = project.turns.ids(dialogue)[:2]
                project.tags.add_span(first, 0, end, "stance.favor")
                project.tags.add_span(second, 0, 4, "stance.favor")
    with Project.open(path, read_only=True) as project:
        (found,) = compare([project], ["stance"])
    assert found.parts == ()
    (pair,) = found.spans
    figures = {one.measure: one for one in pair.figures}
    assert (pair.spans, pair.dialogues, found.units) == ((12, 12), 6, 12)
    assert (figures["exact_f1"].value, figures["overlap_f1"].value) == (0.5, 1)
    assert all(one.interval is None for one in figures.values()), "every dialogue has the same"
    assert figures["exact_f1"].no_interval is not None
    assert figures["exact_f1"].no_interval.code == "no_spread"


def test_a_later_answer_takes_the_place_of_an_earlier_one(three: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.dap"
    shutil.copy(three, copy)
    with Project.open(copy, annotator=ADA) as project:
        project.tags.add(project.turns.ids(project.dialogues.ids()[0])[:1], "stance.against")
    with Project.open(three, read_only=True) as one, Project.open(copy, read_only=True) as two:
        (found,) = compare([one, two], ["stance"])
        (other,) = compare([two, one], ["stance"])
    assert found.replaced == other.replaced == 1, "whichever file is named first"
    assert found.units == 24
    assert found.confusion == other.confusion


def test_what_cannot_be_compared(tmp_path: Path) -> None:
    path = study(tmp_path)
    with Project.open(path, read_only=True) as project:
        with pytest.raises(UserError, match="nobody answered, and two annotators are needed"):
            compare([project])
        with pytest.raises(UserError, match="There is no facet mood"):
            compare([project], ["mood"])
        with pytest.raises(UserError, match="free text"):
            compare(
                [project], [facet.key for facet in project.codebook.read().facets if facet.kind == "text"]
            )
        (nothing,) = compare([project], ["stance"])
        assert nothing.annotators == ()


def test_the_command_prints_tables_and_json(three: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement", str(three)]) == 0
    printed = capsys.readouterr().out
    assert "Stance: 24 turns, annotated by Ada, Ben, Cyd" in printed
    assert "context code-switched" in printed
    assert "n = 24 in 6 dialogues" in printed
    assert "undefined, because" in printed
    assert (
        main(
            [
                "agreement",
                str(three),
                "--json",
                "--facet",
                "stance",
                "--annotator",
                "Ada",
                "--annotator",
                "Ben",
            ]
        )
        == 0
    )
    read = json.loads(capsys.readouterr().out)
    assert read["facets"][0]["annotators"] == ["Ada", "Ben"]
    assert read["facets"][0]["parts"][0]["agreements"][0]["coefficient"] == "observed"
    assert main(["agreement", str(three), "--annotator", "Zoe"]) == 1
    assert "There is no annotator Zoe" in capsys.readouterr().err
    assert main(["agreement", str(three.parent / "none.dap")]) == 1


def test_scripts_can_ask(three: Path) -> None:
    with annotator.open(three) as project:
        assert project.agreement("stance")[0].annotators == ("Ada", "Ben", "Cyd")


SPANS = {  # by annotator: dialogue, turn, start, end, label
    "Ada": [(0, 0, 2, 7, "favor"), (0, 1, 0, 3, "against"), (1, 0, 2, 7, "favor"), (2, 2, 1, 9, "favor")],
    "Ben": [(0, 0, 2, 8, "favor"), (0, 1, 0, 3, "favor"), (1, 0, 2, 7, "favor"), (3, 3, 4, 9, "favor")],
    "Cyd": [(0, 0, 3, 7, "favor"), (1, 0, 2, 6, "favor"), (4, 0, 2, 6, "against"), (5, 1, 0, 2, "favor")],
}  # fmt: skip


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """Spans of three annotators; Ada and Ben have labelled a turn in every dialogue, too, Cyd has not."""
    path = study(tmp_path)
    for who in (ADA, BEN, CYD):
        with Project.open(path, annotator=who) as project:
            dialogues = project.dialogues.ids()
            for dialogue, turn, start, end, label in SPANS[who.name]:
                project.tags.add_span(
                    project.turns.ids(dialogues[dialogue])[turn], start, end, f"stance.{label}"
                )
            for dialogue in dialogues if who != CYD else ():
                project.tags.add(project.turns.ids(dialogue)[:1], "language.en")
    return path


def test_spans_are_compared_where_all_worked(marked: Path) -> None:
    with Project.open(marked, read_only=True) as project:
        (found,) = compare([project], ["stance"])
        ids = project.dialogues.ids()
        turns = [list(project.turns.page(project.turns.ids(one))) for one in ids]
    rows = {(one.annotators, one.label): one for one in found.spans}
    everybody = ("Ada", "Ben", "Cyd")
    assert list(rows) == [
        (("Ada", "Ben"), ""), (("Ada", "Cyd"), ""), (("Ben", "Cyd"), ""), (everybody, ""),
        (everybody, "favor"), (everybody, "against"),
    ]  # fmt: skip
    assert rows[("Ada", "Ben"), ""].dialogues == 6
    assert rows[("Ada", "Cyd"), ""].dialogues == rows[everybody, ""].dialogues == 4, "Cyd was in four only"
    assert rows[everybody, ""].spans == (3, 3, 4)
    assert [one.measure for one in rows[everybody, ""].figures] == ["unitizing_alpha", "observed_disorder"]

    def laid(who: str, label: str | None = None) -> list[Span]:
        """The spans of an annotator on all dialogues laid end to end."""
        begins, at = {}, 0
        for dialogue, own in enumerate(turns):
            for place, turn in enumerate(own):
                begins[dialogue, place] = at
                at += len(turn.text)
        return [
            Span(begins[dialogue, turn] + start, begins[dialogue, turn] + end, said)
            for dialogue, turn, start, end, said in SPANS[who]
            if label in (None, said)
        ]

    length = sum(len(turn.text) for own in turns for turn in own)
    both = {one.measure: one for one in rows[("Ada", "Ben"), ""].figures}
    expected = unitizing_alpha_of_labels([laid("Ada"), laid("Ben")], 0, length)
    assert both["unitizing_alpha"].value == pytest.approx(expected.value)
    assert both["unitizing_alpha"].interval is not None
    assert both["exact_f1"].value == pytest.approx(2 / 8)
    assert both["overlap_f1"].value == pytest.approx(4 / 8)
    # (0,0): 1/11 squared; (0,1): the label only; (1,0): nothing; two spans alone at 1 each; 4 spans each.
    assert both["observed_disorder"].value == pytest.approx(((1 / 11) ** 2 + 1 + 0 + 1 + 1) / 4)


def test_spans_of_one_annotator_that_overlap_have_no_unitizing(marked: Path) -> None:
    with Project.open(marked, annotator=ADA) as project:
        turn = project.turns.ids(project.dialogues.ids()[0])[0]
        project.tags.add_span(turn, 4, 9, "stance.favor")
    with Project.open(marked, read_only=True) as project:
        (found,) = compare([project], ["stance"], [ADA.key, BEN.key])
    alpha = next(one for one in found.spans[0].figures if one.measure == "unitizing_alpha")
    assert alpha.value is None
    assert alpha.undefined is not None
    assert "overlap" in alpha.undefined.sentence


def test_spans_of_those_who_are_not_compared_are_left_alone(marked: Path) -> None:
    dan = Annotator("dddddddd-0000-4000-8000-000000000004", "Dan")
    with Project.open(marked, annotator=dan) as project:
        project.tags.add_span(project.turns.ids(project.dialogues.ids()[0])[0], 0, 3, "stance.favor")
    with Project.open(marked, read_only=True) as project:
        (found,) = compare([project], ["stance"], [ADA.key, BEN.key])
    assert {one.annotators for one in found.spans} == {("Ada", "Ben")}
    assert (found.spans[0].spans, found.spans[0].dialogues) == ((4, 4), 6)


def test_who_worked_where_is_known_whichever_file_comes_first(tmp_path: Path) -> None:
    paths = [study(tmp_path, name=f"{name}.dap") for name in ("labels", "spans")]
    for path, who in zip(paths, (ADA, BEN), strict=True):
        with Project.open(path, annotator=who) as project:
            for dialogue in project.dialogues.ids():
                turn = project.turns.ids(dialogue)[0]
                if who is ADA:
                    project.tags.add([turn], "stance.favor")
                else:
                    project.tags.add_span(turn, 0, 4, "stance.favor")
    for order in (paths, paths[::-1]):
        opened = [Project.open(path, read_only=True) for path in order]
        (found,) = compare(opened, ["stance"])
        assert [one.dialogues for one in found.spans] == [6]
        for project in opened:
            project.close()


def test_boundaries_are_where_the_label_changes(tmp_path: Path) -> None:
    path = study(tmp_path)
    labels = {"Ada": "1122 1122 1122 1111 1222 1122", "Ben": "1122 1112 1122 1111 1222 112"}
    for who in (ADA, BEN):
        with Project.open(path, annotator=who) as project:
            topics = [label.key for label in project.codebook.read().facet("topic").labels]
            for dialogue, said in zip(project.dialogues.ids(), labels[who.name].split(), strict=True):
                for turn, label in zip(project.turns.ids(dialogue), said, strict=False):
                    project.tags.add([turn], topics[int(label) - 1])
    with Project.open(path, read_only=True) as project:
        found, stance = (compare([project], [key])[0] for key in ("topic", "stance"))
    (both,) = found.segments
    assert (both.dialogues, both.turns) == (5, 20), "the last is not labelled to its end"
    figures = {one.measure: one for one in both.figures}
    # One of five dialogues differs: a near miss of one turn; neither divided the fourth.
    assert figures["boundary_similarity"].value == pytest.approx((1 + 0.5 + 1 + 1) / 4)
    assert figures["boundary_similarity"].no_interval is not None
    wrong = (pk((2, 2), (3, 1)).value or 0) + (pk((3, 1), (2, 2)).value or 0)
    assert figures["pk"].value == pytest.approx(wrong / 2 / 5)
    assert figures["pk"].interval is not None
    assert stance.segments == (), "stances are toward targets"


def test_a_turn_that_was_split_stands_in_its_place(tmp_path: Path) -> None:
    path = study(tmp_path, 2)
    with Project.open(path, annotator=ADA) as project:
        project.structure.split(project.turns.ids(project.dialogues.ids()[0])[0], 8)
    for who, number in ((ADA, "12211 1122"), (BEN, "12211 1122")):
        with Project.open(path, annotator=who) as project:
            topics = [label.key for label in project.codebook.read().facet("topic").labels]
            for dialogue, labels in zip(project.dialogues.ids(), number.split(), strict=True):
                for turn, label in zip(project.turns.ids(dialogue), labels, strict=True):
                    project.tags.add([turn], topics[int(label) - 1])
    with Project.open(path, read_only=True) as project:
        (found,) = compare([project], ["topic"])
    assert [(one.dialogues, one.turns) for one in found.segments] == [(2, 9)]


def said(found: FacetAgreement) -> list[tuple[str, str]]:
    """Every figure on boundaries that is undefined, and why."""
    (one,) = found.segments
    return [(each.measure, each.undefined.code) for each in one.figures if each.undefined]


def test_boundaries_of_many_who_labelled_no_dialogue_throughout_are_one_row(tmp_path: Path) -> None:
    path = study(tmp_path, 2)
    for who in (ADA, BEN, CYD):
        with Project.open(path, annotator=who) as project:
            project.tags.add(project.turns.ids(project.dialogues.ids()[0])[:3], "topic.target")
            (found,) = compare([project], ["topic"]) if who is CYD else (None,)
    assert found is not None
    assert found.segments[0].annotators == found.annotators == ("Ada", "Ben", "Cyd")
    assert said(found) == [("boundary_measures", "no_segments_at_all")]


def test_what_is_undefined_about_boundaries(tmp_path: Path) -> None:
    path = study(tmp_path, 2)
    for who, last in ((ADA, 4), (BEN, 3)):
        with Project.open(path, annotator=who) as project:
            topic = project.codebook.read().facet("topic").labels[0].key
            for dialogue in project.dialogues.ids():
                project.tags.add(project.turns.ids(dialogue)[:last], topic)
    with Project.open(path, annotator=BEN) as project:
        (found,) = compare([project], ["topic"])
        assert said(found) == [("boundary_measures", "no_segments")]
        project.tags.add(project.turns.ids(project.dialogues.ids()[0])[3:], topic)
        (found,) = compare([project], ["topic"])
    codes = {one.measure: one.undefined and one.undefined.code for one in found.segments[0].figures}
    assert codes == {"pk": None, "window_diff": None, "boundary_similarity": "no_boundaries"}
