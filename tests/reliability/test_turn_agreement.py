"""Agreement on where turns begin: of packets in which annotators split, joined or took out turns."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from annotator.analysis.agreement import Span, unitizing_alpha
from annotator.cli import main
from annotator.errors import UserError
from annotator.model import PreparedDialogue
from annotator.reliability.assignment_design import Design
from annotator.reliability.make_packets import write_packets
from annotator.reliability.report import WRITERS, blocks_of, csv_of, numbers_of
from annotator.reliability.turn_agreement import TurnAgreement, turn_agreements
from annotator.reliability.turns_of_packets import turns_of_packets
from annotator.store import Project
from tests.reliability.studies import study
from tests.reliability.test_structure import TURNS, correct
from tests.store.building import ADA, BEN, CODEBOOK, fill, source_of


@pytest.fixture
def packets(tmp_path: Path) -> tuple[Path, Path]:
    """Ada's and Ben's packets of one dialogue."""
    with Project.create(tmp_path / "study.dap", codebook=CODEBOOK, annotator=ADA, name="Study") as project:
        fill(project, [source_of("talk.txt", (PreparedDialogue("talk", TURNS, rule="brackets"),))])
        project.people.add(BEN)
        ada, ben = write_packets(project, tmp_path / "out", Design(("Ada", "Ben")))
    return ada.path, ben.path


@contextmanager
def opened(*paths: Path) -> Iterator[list[Project]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Project.open(path, read_only=True)) for path in paths]


def tag_first(path: Path) -> None:
    with Project.open(path) as packet:
        packet.tags.add([packet.turns.ids(packet.dialogues.ids()[0])[0]], "topic.art")


def compared(*paths: Path, annotators: tuple[str, ...] = ()) -> tuple[TurnAgreement, ...]:
    with opened(*paths) as projects:
        return turn_agreements(projects, annotators)


def values(found: TurnAgreement) -> dict[str, float | None]:
    return {one.measure: one.value for one in found.figures}


def test_words_are_what_turns_are_compared_in(packets: tuple[Path, Path]) -> None:
    ada, ben = packets
    with Project.open(ada) as packet:
        correct(packet)  # One two. | Three four. | Five [B]: six. | (laughs) is no turn | Seven.
    tag_first(ben)
    (found,) = compared(ada, ben)
    assert (found.annotators, found.dialogues, found.untouched) == (("Ada", "Ben"), 1, 0)
    assert (found.turns, found.words) == ((4, 5), 9)
    figures = values(found)
    # Ada's turns begin behind 2, 4 and 8 words, Ben's behind 4, 6, 7 and 8: two places of five are shared.
    assert figures["boundary_similarity"] == pytest.approx(1 - 3 / 5)
    spans = [
        [Span(0, 2), Span(2, 4), Span(4, 7), Span(8, 9)],
        [Span(0, 4), Span(4, 5), Span(6, 7), Span(7, 8), Span(8, 9)],
    ]
    assert figures["unitizing_alpha_of_turns"] == pytest.approx(unitizing_alpha(spans, 0, 9).value)
    assert figures["pk"] is not None
    assert figures["window_diff"] is not None
    assert all(one.no_interval and one.no_interval.code == "few_dialogues" for one in found.figures)


def test_what_nobody_corrected_is_not_compared(packets: tuple[Path, Path]) -> None:
    for path in packets:
        tag_first(path)
    assert compared(*packets) == ()
    assert compared(packets[0]) == ()


def test_who_did_nothing_in_a_dialogue_has_drawn_nothing(packets: tuple[Path, Path]) -> None:
    ada, ben = packets
    with Project.open(ada) as packet:
        correct(packet)
    (found,) = compared(ada, ben)
    assert (found.dialogues, found.turns) == (0, (0, 0))
    assert [(one.measure, one.undefined and one.undefined.code) for one in found.figures] == [
        ("drawn_turns", "no_drawn_turns")
    ]


def test_what_a_packet_came_with_is_nobodys_correction(tmp_path: Path) -> None:
    with Project.create(tmp_path / "study.dap", codebook=CODEBOOK, annotator=ADA, name="Study") as project:
        fill(project, [source_of("talk.txt", (PreparedDialogue("talk", TURNS, rule="brackets"),))])
        correct(project)
        assert project.structure.corrected() == {1}
        ada, ben = (one.path for one in write_packets(project, tmp_path / "out", Design(("Ada", "Ben"))))
    for path in (ada, ben):
        tag_first(path)
    assert compared(ada, ben) == ()
    with Project.open(ben) as packet:
        assert packet.structure.edited() == [1]
        assert packet.structure.corrected() == set()
        packet.structure.set_aside(packet.turns.ids(1)[-1])
        assert packet.structure.corrected() == {1}, "the turn itself is in the log alone"
        packet.history.undo()
    (found,) = compared(ada, ben)
    assert values(found)["boundary_similarity"] == 1, "taken back: looked at, and left"


def test_files_of_nobody_are_compared_by_their_names_and_packets_alone(
    packets: tuple[Path, Path], tmp_path: Path
) -> None:
    ada, ben = packets
    with Project.open(ada) as packet:
        correct(packet)
    tag_first(ben)
    study_file = tmp_path / "study.dap"
    tag_first(study_file)
    assert [one.annotators for one in compared(ada, ben, study_file)] == [("Ada", "Ben")]
    assert [one.annotators for one in compared(study_file, ada)] == [("Ada", "study")]
    assert compared(study_file, ada, annotators=(ADA.key,)) == ()
    assert [one.annotators for one in compared(ada, ben, annotators=(ADA.key, BEN.key))] == [("Ada", "Ben")]


@pytest.fixture
def six(tmp_path: Path) -> list[Path]:
    """Three packets of six dialogues: Ben cuts where Ada does in half of them, Cyd only leaves them."""
    path = study(tmp_path)
    with Project.open(path) as project:
        made = write_packets(project, tmp_path / "out", Design(("Ada", "Ben", "Cyd"), shuffled=False))
    for number, packet in enumerate(made):
        with Project.open(packet.path) as copy:
            for place, dialogue in enumerate(copy.dialogues.ids()):
                turn = copy.turns.ids(dialogue)[0]
                if number == 2:
                    copy.tags.add([turn], "stance.favor")
                elif place < 5:
                    copy.structure.split(turn, 8 if number == 0 or place % 2 else 17)
                else:
                    copy.tags.add([turn], "stance.favor")
    return [one.path for one in made]


def test_intervals_where_there_are_five_dialogues(six: list[Path]) -> None:
    found = compared(*six)
    assert [one.annotators for one in found] == [
        ("Ada", "Ben"), ("Ada", "Cyd"), ("Ben", "Cyd"), ("Ada", "Ben", "Cyd")
    ]  # fmt: skip
    assert {(one.dialogues, one.untouched) for one in found} == {(5, 1)}
    pair, *_, everybody = found
    assert all(one.interval is not None for one in pair.figures if one.measure != "pk"), pair
    assert [one.measure for one in everybody.figures] == ["unitizing_alpha_of_turns"]
    assert everybody.turns == (25, 25, 20)
    alphas = {one.annotators: values(one)["unitizing_alpha_of_turns"] for one in found[:3]}
    assert all(value is not None and 0 < value < 1 for value in alphas.values())


def test_the_command_and_the_report_say_it(
    six: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [str(path) for path in six]
    assert main(["agreement", *names[:2]]) == 0
    said = capsys.readouterr().out
    assert "where turns begin and end" in said
    assert "Ada, Ben (1 dialogue left as they came)" in said
    assert "n = 25 + 25 in 5 dialogues" in said
    assert main(["agreement", *names[:2], "--json"]) == 0
    (turns,) = json.loads(capsys.readouterr().out)["turns"]
    assert turns["turns"] == [25, 25]
    assert main(["agreement", *names, "--facet", "stance"]) == 0
    assert "where turns begin" not in capsys.readouterr().out, "a facet was asked for"
    with opened(*six[:2]) as projects:
        numbers = numbers_of(projects)
    assert numbers["drawn_turns"] == [turns]
    texts = {name: write(blocks_of(numbers)) for name, write in WRITERS.items()}
    again = json.loads(json.dumps(numbers))
    assert texts == {name: write(blocks_of(again)) for name, write in WRITERS.items()}
    assert "Where turns begin and end" in texts["report.md"]
    assert "首尾相接" in texts["report.html"]
    assert ',turns,"Ada, Ben",boundary_similarity,' in csv_of(numbers)


def test_turns_alone_are_enough_to_compare(
    packets: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for path in packets:
        with Project.open(path) as packet:
            packet.structure.split(packet.turns.ids(1)[0], 9)
    assert main(["agreement", *map(str, packets)]) == 0
    assert "boundary similarity B" in capsys.readouterr().out


def test_packets_are_opened_for_their_turns(packets: tuple[Path, Path], tmp_path: Path) -> None:
    ada, ben = packets
    with Project.open(ada) as packet:
        correct(packet)
    tag_first(ben)
    path = tmp_path / "study.dap"
    with opened(path) as (project,):
        assert turns_of_packets(project, [ada, ben]) == compared(ada, ben)


def test_files_that_say_nothing_about_turns_are_refused(packets: tuple[Path, Path], tmp_path: Path) -> None:
    ada, ben = packets
    path, copied = tmp_path / "study.dap", tmp_path / "copy.dap"
    shutil.copy(path, copied)
    (tmp_path / "other").mkdir()
    with opened(path, study(tmp_path / "other", 1)) as (project, other):
        for files, said in (
            ([ada, path], "study.dap is the project itself"),
            ([ada, ada], "stands in the list twice"),
            ([ada, copied], "copy.dap is no packet: it belongs to no annotator"),
            ([ada, tmp_path / "none.dap"], "There is no"),
            ([ben], "packets of two annotators are needed"),
        ):
            with pytest.raises(UserError, match=said):
                turns_of_packets(project, files)
        with pytest.raises(UserError, match="belongs to another project"):
            turns_of_packets(other, [ada, ben])
