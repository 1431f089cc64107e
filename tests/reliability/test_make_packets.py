"""Designs and packets: who gets what, blind and complete, and made again from the same seed."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.cli import main
from annotator.errors import Cancelled, UserError
from annotator.importers import decode
from annotator.pipeline.structured_files import received
from annotator.reliability.assignment_design import Design, Item, hand_out
from annotator.reliability.make_packets import MANIFEST, items_of, write_packets
from annotator.store import Project
from tests.reliability.studies import ADA, annotate, study

ITEMS = tuple(Item(str(number), number % 7 + 1, "ab"[number % 3 == 0]) for number in range(30))
NAMES = ("Ada", "Ben", "Cyd", "Dee")


@given(st.integers(0, 4), st.integers(1, 30), st.integers(0, 1000))
def test_every_dialogue_goes_to_as_many_annotators_as_asked(each: int, sample: int, seed: int) -> None:
    given_out = hand_out(ITEMS, Design(NAMES, seed, sample, each=each))
    counts = Counter(key for keys in given_out.values() for key in keys)
    assert len(counts) == sample
    assert set(counts.values()) == {each or len(NAMES)}
    assert all(len(set(keys)) == len(keys) for keys in given_out.values())
    assert given_out == hand_out(ITEMS, Design(NAMES, seed, sample, each=each))


def test_blocks_are_balanced() -> None:
    given_out = hand_out(ITEMS, Design(NAMES, 3, each=2))
    together = Counter(
        pair
        for item in ITEMS
        for pair in combinations(sorted(name for name, keys in given_out.items() if item.key in keys), 2)
    )
    assert set(together.values()) == {5}
    assert {len(keys) for keys in given_out.values()} == {15}


def test_strata_have_their_shares_and_orders_differ() -> None:
    kinds = {item.key: item.stratum for item in ITEMS}
    given_out = hand_out(ITEMS, Design(NAMES, 1, 15, "source"))
    assert Counter(kinds[key] for key in given_out["Ada"]) == {"a": 10, "b": 5}
    assert given_out["Ada"] != given_out["Ben"]
    assert set(given_out["Ada"]) == set(given_out["Ben"])
    same = hand_out(ITEMS, Design(NAMES, 1, shuffled=False))
    assert same["Ada"] == same["Ben"] == tuple(item.key for item in ITEMS)


@pytest.mark.parametrize(
    ("design", "what"),
    [
        (Design(("Ada", "ada")), "Two annotators are called"),
        (Design(()), "nothing to hand out"),
        (Design(NAMES, each=5), "cannot get each dialogue"),
        (Design(NAMES, sample=31), "cannot be drawn"),
    ],
)
def test_designs_that_cannot_be(design: Design, what: str) -> None:
    with pytest.raises(UserError, match=what):
        hand_out(ITEMS, design)


def test_a_packet_is_blind_whole_and_sound(tmp_path: Path) -> None:
    path = study(tmp_path)
    annotate(path, ADA)
    with Project.open(path, read_only=True) as project:
        made = write_packets(project, tmp_path / "out", Design(("Ada", "Ben"), frozen=True))
        turns = {
            turn.key: turn
            for one in project.dialogues.ids()
            for turn in project.turns.page(project.turns.ids(one))
        }
        key, book = project.key, project.codebook.read()
    assert [packet.path.name for packet in made] == ["Ada.dap", "Ben.dap"]
    assert made[0].annotator == ADA
    for packet in made:
        with Project.open(packet.path, read_only=True) as opened:
            assert opened.key == key
            assert not list(opened.comparison.every_tag())
            assert not opened.study.read().suggestions
            assert opened.check(lambda data, encoding: decode(data, encoding).text, received) == []
            assert [label.key for facet in opened.codebook.read().facets for label in facet.labels] == [
                label.key for facet in book.facets for label in facet.labels
            ]
            assert not any(facet.open for facet in opened.codebook.read().facets)
            dialogues = opened.dialogues.page(opened.dialogues.ids())
            assert tuple(one.key for one in dialogues) == packet.dialogues
            for one in dialogues:
                for turn in opened.turns.page(opened.turns.ids(one.id)):
                    mine = turns[turn.key]
                    assert (turn.text, turn.received, turn.speaker, turn.steps, turn.language) == (
                        mine.text, mine.received, mine.speaker, mine.steps, mine.language,
                    )  # fmt: skip
            assert {one.name for one in opened.people.all()} == {packet.annotator.name}
            assert opened.sources.data(opened.sources.all()[0].id)
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text())
    assert manifest["project"] == key
    assert manifest["packets"][1]["dialogues"] == list(made[1].dialogues)
    assert manifest["design"]["seed"] == 1


def test_nothing_is_left_of_packets_that_could_not_be_written(tmp_path: Path) -> None:
    path = study(tmp_path)
    out = tmp_path / "out"
    with Project.open(path, read_only=True) as project:
        with pytest.raises(Cancelled):
            write_packets(project, out, Design(("Ada", "Ben")), cancelled=lambda: True)
        assert list(out.iterdir()) == []
        with pytest.raises(UserError, match="needs a name"):
            write_packets(project, out, Design((" ",)))
        (out / "Ben.dap").write_text("mine")
        with pytest.raises(UserError, match=r"Ben\.dap exists already"):
            write_packets(project, out, Design(("Ada", "Ben")))
        assert [one.name for one in out.iterdir()] == ["Ben.dap"]
        (made,) = write_packets(project, tmp_path / "odd", Design(("A/B: c?",)))
        assert made.path.name == "A_B_ c_.dap"


def test_kinds_of_dialogues(tmp_path: Path) -> None:
    with Project.open(study(tmp_path), read_only=True) as project:
        assert {item.stratum for item in items_of(project, "source")} == {
            f"talk{number}.txt" for number in range(6)
        }
        assert {item.stratum for item in items_of(project, "length")} == {"short"}
        assert {item.stratum for item in items_of(project)} == {""}
        assert len(items_of(project, "target")) == 6


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = study(tmp_path)
    out = str(tmp_path / "out")
    assert main(["packets", str(path), out, "--annotator", "Ada", "--annotator", "Ben", "--each", "1"]) == 0
    assert "3 dialogues for Ben" in capsys.readouterr().out
    assert main(["packets", str(path), out, "--annotator", "Ada"]) == 1
    assert "exists already" in capsys.readouterr().err
    assert main(["packets", str(path), out + "2", "--annotator", "Ada", "--sample", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["packets"][0]["dialogues"] == 2


def test_instructions_go_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, text = study(tmp_path), tmp_path / "told.txt"
    text.write_text("\ufeffRead first.\n", encoding="utf-8")
    given = ["packets", str(path), str(tmp_path / "out"), "--annotator", "Ben", "--instructions"]
    assert main([*given, str(text)]) == 0
    with Project.open(tmp_path / "out" / "Ben.dap", read_only=True) as packet:
        assert packet.study.read().instructions == "Read first."
        assert packet.packet_of is not None
        assert packet.packet_of.name == "Ben"
    capsys.readouterr()
    assert main([*given, str(tmp_path / "none.txt")]) == 1
    assert "none.txt cannot be read" in capsys.readouterr().err
    text.write_bytes(b"\xff\xfe\xff")
    assert main([*given, str(text)]) == 1
    assert "not UTF-8" in capsys.readouterr().err
