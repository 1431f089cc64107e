"""``annotator plot``: files, tables, captions, and what it says where it cannot."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator import cli
from annotator.cli.plot_command import size_of
from annotator.errors import UserError
from annotator.pictures import PICTURES, available, canvas
from tests.pictures.building import study

with_library = pytest.mark.skipif(not available(), reason="matplotlib is not installed")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study(tmp_path_factory.mktemp("plot") / "study.dap")


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = cli.main(["plot", *map(str, words)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_list_names_every_picture_and_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--list")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == [picture.name for picture in PICTURES]
    status, out, _ = run(capsys, "--list", "--json")
    assert [one["name"] for one in json.loads(out)] == [picture.name for picture in PICTURES]


@with_library
@pytest.mark.parametrize(("suffix", "start"), [("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")])
def test_a_picture_with_its_table_and_caption(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str, start: bytes
) -> None:
    out = tmp_path / f"x.{suffix}"
    status, said, err = run(
        capsys, project, "labels", "--out", out, "--by", "language", "--annotator", "Ben", "--size", "12x8cm"
    )
    assert (status, err) == (0, "")
    assert out.read_bytes().startswith(start)
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["group"] for row in rows} == {"en", "zh", "mixed"}
    caption = (tmp_path / "x.txt").read_text(encoding="utf-8").strip()
    assert sum(int(row["tags"]) for row in rows) == 192
    assert "192 in all, by Ben" in caption
    assert said.splitlines() == [caption, str(out), str(tmp_path / "x.csv"), str(tmp_path / "x.txt")]


@with_library
def test_a_dialogue_by_its_title_as_json(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.png"
    status, said, _ = run(
        capsys,
        project,
        "floor",
        "--out",
        out,
        "--dialogue",
        "talk 03",
        "--dpi",
        50,
        "--json",
        "--style",
        "dark",
    )
    told: dict[str, Any] = json.loads(said)
    assert status == 0
    assert "“talk 03”" in told["caption"]
    assert told["rows"] == 24
    assert [Path(file).suffix for file in told["files"]] == [".png", ".csv", ".txt"]
    assert run(capsys, project, "floor", "--out", out)[0] == 1
    status, _, err = run(capsys, project, "floor", "--out", out)
    assert "exists already" in err
    assert run(capsys, project, "floor", "--out", out, "--force")[0] == 0


@with_library
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing", "--out", "x.svg"), "Choose from profile, trajectory"),
        (("floor", "--out", "x.gif"), "End its name in .svg, .pdf, .png"),
        (("floor", "--out", "x.svg", "--dialogue", "none"), "There is no dialogue none"),
        (("labels", "--out", "x.svg", "--facet", "mood"), "Choose from stance, topic, language"),
        (("labels", "--out", "x.svg", "--facet", "language"), "nobody has answered this facet yet"),
        (("labels", "--out", "x.svg", "--annotator", "Zoe"), "Choose from Ada, Ben, Cyd"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_line(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    name, out, file, *rest = words
    status, _, err = run(capsys, project, name, out, tmp_path / file, *rest)
    assert status == 1
    assert said in err
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_without_the_library_it_says_what_to_install(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    status, _, err = run(capsys, project, "floor", "--out", tmp_path / "x.svg")
    assert status == 1
    assert "pip install 'dialogue-annotator[plots]'" in err
    with pytest.raises(UserError):
        canvas.library()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "dialogue-annotator[window,plots]" in run(capsys, project, "floor", "--out", tmp_path / "x.svg")[2]
    monkeypatch.setattr("annotator.cli.plot_command.available", lambda: False)
    assert "dialogue-annotator[plots]" in run(capsys, "--list")[2]


def test_what_is_missing_or_wrong_on_the_line(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    assert run(capsys, project, "floor")[0] == 2
    assert run(capsys, project, "floor", "--out", "x.svg", "--size", "wide")[0] == 2
    assert size_of("7x4") == (7.0, 4.0)
    assert size_of("7x4in") == (7.0, 4.0)
    assert size_of("25.4x12.7cm") == (10.0, 5.0)
    for wrong in ("wide", "0x4", "7x400", "ax4"):
        with pytest.raises(ValueError, match=r"float|x"):
            size_of(wrong)


@with_library
def test_notebooks_get_the_figure_and_the_table(project: Path) -> None:
    with annotator.open(project) as study_:
        drawn = study_.plot("transitions", facet="stance", annotator="Ada", size=(4, 4))
        assert tuple(drawn.figure.get_size_inches()) == (4, 4)
        assert "pairs of turns side by side" in drawn.caption
        data = study_.plot_data("trajectory", dialogue="2", annotator=["Ben", "Cyd"])
        assert data.facts["dialogue"] == "talk 01"
        assert len(data.rows) == 24
        with pytest.raises(UserError):
            study_.plot_data("trajectory", annotator="Zoe")


def test_the_library_waits_until_a_picture_is_drawn(project: Path) -> None:
    script = (
        "import sys, annotator\n"
        f"with annotator.open({str(project)!r}) as study:\n"
        "    list(study.turns())\n"
        "    assert not [name for name in sys.modules if name.startswith('annotator.pictures')]\n"
        "    study.plot_data('floor')\n"
        "assert 'matplotlib' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
