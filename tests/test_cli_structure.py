"""``annotator turns`` and ``annotator speakers``: corrections by scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.store import Project
from tests.test_cli import Run

TALK = "Anna: Hello there. Ben: So you say.\nBen: Hi.\nAnna: (laughter)\nBen: Well.\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


@pytest.fixture
def study(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "t.csv").write_text("speaker,text\nA,words\n", encoding="utf-8")
    path = tmp_path / "s.dap"
    assert run("import", path, tmp_path / "talk.txt", tmp_path / "t.csv").status == 0
    return path


def said(path: Path) -> list[tuple[str, str]]:
    with Project.open(path, read_only=True) as project:
        return [(turn.speaker, turn.text) for turn in project.turns.page(project.turns.ids(1))]


def key(path: Path, number: int) -> str:
    with Project.open(path, read_only=True) as project:
        return project.turns.page(project.turns.ids(1))[number].key


FIRST = [("Anna", "Hello there. Ben: So you say."), ("Ben", "Hi."), ("Anna", "(laughter)"), ("Ben", "Well.")]


def test_reading_again_is_shown_and_done(run: Run, study: Path) -> None:
    assert said(study) == FIRST
    again = ("turns", "read-again", study, "--rule", "lines")
    told = run(*again, "--dry-run", "--json").json
    assert (told["changed"], told["failed"]) == (False, [])
    (one,) = told["dialogues"]
    assert (one["title"], one["rule"], one["before"], one["turns"], one["speakers"]) == (
        "talk", "lines", 4, 4, [""]
    )  # fmt: skip
    assert said(study) == FIRST
    assert run(*again).out == "talk: 4 turns, before 4; 0 tags without a place\n"
    assert said(study)[1] == ("", "Ben: Hi.")
    assert run("turns", "read-again", study).status == 0, "the best rule brings them back"
    assert said(study) == FIRST
    assert run("check", study).status == 0


def test_a_pattern_and_what_it_asks(run: Run, study: Path, tmp_path: Path) -> None:
    assert run("turns", "read-again", study, "--rule", r"(?P<speaker>Ben): ").status == 0
    assert [speaker for speaker, _ in said(study)] == ["", "Ben", "Ben"]
    assert "is no rule" not in run.misused("turns", "read-again", study, "--rule", "(")
    (tmp_path / "two.txt").write_text("One line\nAnother line\n", encoding="utf-8")
    assert run("import", study, tmp_path / "two.txt").status == 0
    asked = run("turns", "read-again", study, "--dialogue", "two")
    assert (
        asked.err == "two: Nothing says where turns begin, so that the whole file is one turn of 2 lines?\n"
    )
    ended = run("turns", "read-again", study, "--dialogue", "two", "--answer", "one-turn=lines")
    assert ended.out == "two: 2 turns, before 1; 0 tags without a place\n"
    run.misused("turns", "read-again", study, "--answer", "nothing")


def test_what_cannot_be_read_again(run: Run, study: Path, tmp_path: Path) -> None:
    assert "format of its file says" in run.fails("turns", "read-again", study, "--dialogue", "t")
    assert "There is no dialogue gone" in run.fails("turns", "read-again", study, "--dialogue", "gone")
    (tmp_path / "u.csv").write_text("speaker,text\nB,other words\n", encoding="utf-8")
    run("import", study, tmp_path / "u.csv")
    names = [f"--dialogue={name}" for name in ("t", "talk", "u")]
    assert run.fails("turns", "read-again", study, *names, "--rule", "lines").startswith(
        "2 dialogues could not be read again: the first is t ("
    )
    assert said(study)[1] == ("", "Ben: Hi."), "the others are"


def test_tags_do_not_go_unless_they_may(run: Run, study: Path) -> None:
    with Project.open(study) as project:
        ids = project.turns.ids(1)
        labels = [label.key for label in project.codebook.read().facets[0].labels]
        project.tags.add([ids[0]], labels[0])
        project.tags.add([ids[1]], labels[1])
    again = ("turns", "read-again", study, "--rule", "whole", "--dialogue", "talk")
    assert run.fails(*again).startswith("1 tag would have no place any more.")
    assert said(study) == FIRST
    assert run(*again, "--drop").status == 0
    assert len(said(study)) == 1


def test_split_and_join(run: Run, study: Path) -> None:
    words = ("So you", "--marker", "Ben: ", "--speaker", "Ben")
    assert run("turns", "split", study, "talk#1", *words).out == "The turn is two now\n"
    assert said(study)[:2] == [("Anna", "Hello there."), ("Ben", "So you say.")]
    told = run("turns", "join", study, key(study, 0), "--json").json
    assert told["changed"]
    assert said(study)[0] == ("Anna", "Hello there. So you say."), "a marker gives way"
    assert "stands in it 0 times" in run.fails("turns", "split", study, "talk#1", "gone")
    for name in ("talk#9", "talk#0", "talk#x", "1", "gone#1"):
        assert "There is no" in run.fails("turns", "join", study, name)


def test_taken_out_and_restored(run: Run, study: Path) -> None:
    assert run("turns", "take-out", study, "talk#3").status == 0
    assert len(said(study)) == 3
    (one,) = run("turns", "taken-out", study, "--json").json
    assert (one["dialogue"], one["speaker"], one["text"]) == ("talk", "Anna", "(laughter)")
    listed = run("turns", "taken-out", study, "--dialogue", "talk").out
    assert listed == f"{one['number']}  talk: (laughter)\n"
    assert run("turns", "restore", study, str(one["number"])).status == 0
    assert said(study) == FIRST
    assert "Nothing was taken out under the number 99" in run.fails("turns", "restore", study, "99")


def test_names_are_changed(run: Run, study: Path) -> None:
    assert run("speakers", "rename", study, "Anna", "Ann", "--dialogue", "talk").status == 0
    assert run("speakers", "change", study, "", "talk#2", key(study, 3)).out == "2 turns said by nobody now\n"
    assert [speaker for speaker, _ in said(study)] == ["Ann", "", "Ann", ""]
    assert run("speakers", "change", study, "Ann", "talk#1").out == "Nothing to change\n"
    assert "Nobody is called Zoe" in run.fails("speakers", "rename", study, "Zoe", "Z")


def test_a_table_goes_out_and_in_again(run: Run, study: Path, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("speaker,age,role\nAnna,31,host\nZoe,9,\n", encoding="utf-8")
    ended = run("speakers", "import", study, table)
    assert (ended.out, ended.err) == ("1 speaker described with 3 values\n", "Nobody is called Zoe\n")
    assert (
        run("speakers", "list", study).out == "A: 1 turn\nAnna: 2 turns, age: 31, role: host\nBen: 2 turns\n"
    )
    out = tmp_path / "out.csv"
    assert run("speakers", "list", study, "--csv", out).out == f"3 rows written to {out}\n"
    rows = out.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "speaker,dialogue,age,role"
    assert sorted(row.partition(",")[0] for row in rows[1:]) == ["A", "Anna", "Ben"]
    out.write_text(out.read_text(encoding="utf-8-sig").replace("31,host", "32,guest"), encoding="utf-8")
    told = run("speakers", "import", study, out, "--json").json
    assert (told["speakers"], told["unknown"]) == (1, [])
    (anna, _) = run("speakers", "list", study, "--dialogue", "talk", "--json").json
    assert anna == {"name": "Anna", "turns": 2, "dialogues": 1, "about": {"age": ["32"], "role": ["guest"]}}
