"""``annotator language``: figures from a project and from transcripts."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.codebooks import default
from annotator.language import detector
from annotator.language.switching_report import columns
from annotator.model import Annotator, Study
from annotator.pipeline.import_files import import_paths
from annotator.store import Project

TALK = "Foreword in 2026.\n[=A]: 你好, how are you?\n[B]: I am fine thanks.\n[=A]: 好！\n[C]: 😀\n"
ADA = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def execute(*arguments: str | Path) -> tuple[int, str, str]:
        status = main(["language", *map(str, arguments)])
        return status, *capsys.readouterr()

    return execute


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path, talk: Path) -> Path:
    path = tmp_path / "study.dap"
    with Project.create(path, codebook=default(), annotator=ADA) as made:
        made.study.set(Study(("zh", "en", "ja"), ("fine",)))
        import_paths(made, [talk])
    return path


def test_transcripts_are_measured_without_a_project(run: Run, talk: Path) -> None:
    status, out, err = run(talk)
    assert (status, err) == (0, "")
    head, everything, dialogue, *speakers, last = out.splitlines()
    assert head.split()[:2] == ["turns", "mixed"]
    assert everything.split()[:3] == ["all", "4", "1"], "the foreword is nobody's turn"
    assert dialogue.startswith("talk.txt ")
    assert [line.split()[0] for line in speakers] == ["=A", "B", "C"]
    assert "–" in speakers[2], "of no words there is no M-index"
    assert "–" not in speakers[0]
    assert "languages zh, en; words by rjieba" in last


def test_the_report_as_json_says_what_is_undefined_and_why(run: Run, talk: Path) -> None:
    status, out, _ = run(talk, "--json")
    found = json.loads(out)
    assert status == 0
    assert (found["format"], found["version"], found["detector"]) == ("dialogue-annotator-language", 1, "")
    (dialogue,) = found["dialogues"]
    assert [turn["speaker"] for turn in dialogue["turns"]] == ["=A", "B", "=A", "C"]
    assert dialogue["turns"][0]["words"] == [["en", 3], ["zh", 1]]
    assert dialogue["turns"][0]["matrix"] == "en"
    last = dialogue["turns"][2]
    assert last["i_index"] is None
    assert last["undefined"]["i_index"]
    assert [one["speaker"] for one in dialogue["speakers"]] == ["=A", "B", "C"]
    assert dialogue["following"][0]["previous"] == "=A"


def test_the_table_has_a_row_for_every_level(run: Run, talk: Path, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    status, out, _ = run(talk, "--csv", file)
    assert status == 0
    assert str(file) in out
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert tuple(rows[0]) == columns()
    assert [row["level"] for row in rows] == ["project", "dialogue", *["speaker"] * 3, *["turn"] * 4]
    assert rows[2]["speaker"] == "'=A", "no spreadsheet takes it for a formula"
    assert all(row["segmenter"].startswith("rjieba ") for row in rows)


def test_a_project_is_measured_with_its_own_settings(run: Run, project: Path, talk: Path) -> None:
    before = project.read_bytes()
    status, out, _ = run(project, "--json")
    found = json.loads(out)
    assert status == 0
    assert found["options"] == {"languages": ["zh", "en", "ja"], "names": ["fine"], "acronyms_neutral": True}
    assert found["dialogues"][0]["title"] == "talk"
    assert found["dialogues"][0]["turns"][1]["words"] == [["en", 3]]
    assert project.read_bytes() == before
    status, out, _ = run(project, "--languages", "zh,en", "--name", "thanks", "--json")
    again = json.loads(out)
    assert again["options"]["languages"] == ["zh", "en"]
    assert again["options"]["names"] == ["thanks"]
    status, out, err = run(project, talk)
    assert (status, out) == (1, "")
    assert "by itself" in err


def test_a_text_without_markers_is_one_turn(run: Run, tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text("只是 some text", encoding="utf-8")
    status, out, _ = run(plain)
    assert status == 0
    assert "(no speaker)" in out


def test_files_of_one_name_stay_apart(run: Run, tmp_path: Path, talk: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "talk.txt").write_text("[A]: hello\n[B]: there\n", encoding="utf-8")
    status, out, _ = run(talk, other / "talk.txt", "--json")
    assert status == 0
    assert [one["key"] for one in json.loads(out)["dialogues"]] == ["talk.txt", "talk.txt (2)"]


def test_what_cannot_be_measured_is_said_in_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for wrong in (tmp_path / "gone.txt", tmp_path / "empty", tmp_path / "gone.dap"):
        status, out, err = run(wrong)
        assert (status, out, err.count("\n")) == (1, "", 1)
    assert run()[0] == 2
    assert run(tmp_path, "--languages", "zh, Chinese")[0] == 2


def test_a_missing_detector_is_said(run: Run, talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector, "_identifier", lambda: None)
    detector.tell.cache_clear()
    status, out, err = run(talk, "--languages", "zh,en,fr")
    detector.tell.cache_clear()
    assert status == 0
    assert "told apart by word lists" in out
    assert "dialogue-annotator[languages]" in err


def test_dialogues_of_one_file_are_measured_apart(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "talks.csv"
    rows = "".join(f"{name},A,hello there\n{name},A,你好你好\n" for name in "xyz")
    path.write_text(f"dialogue,speaker,text\n{rows}", encoding="utf-8")
    status, out, _ = run(path, path.parent / "talks.csv", "--languages", "zh,en", "--json")
    found = json.loads(out)["dialogues"]
    assert status == 0
    assert [(one["key"], len(one["turns"])) for one in found] == [
        ("talks.csv", 2), ("talks.csv (2)", 2), ("talks.csv (3)", 2),
    ]  # fmt: skip
    assert [one["measures"]["boundary_switches"] for one in found] == [1, 1, 1]
