"""The report: its texts are made of numbers.json and of nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.pictures.report_figures import add_figures
from annotator.reliability.report import WRITERS, blocks_of, csv_of
from annotator.reliability.report.document import Heading, Paragraph, Table
from annotator.reliability.report.writers import latex, markdown, page
from annotator.store import Project
from tests.reliability.studies import ADA, BEN, CYD, annotate, study


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = study(tmp_path)
    annotate(path, ADA)
    annotate(path, BEN, 1)
    annotate(path, CYD, 1, 3)
    assert main(["report", str(path), "--out", str(tmp_path / "report")]) == 0
    return tmp_path / "report"


def test_every_text_is_made_again_from_the_numbers_byte_for_byte(written: Path) -> None:
    numbers = json.loads((written / "numbers.json").read_bytes())
    for name, write in WRITERS.items():
        assert (written / name).read_bytes() == write(blocks_of(numbers)).encode()
    assert (written / "agreement.csv").read_bytes() == csv_of(numbers).encode()


def test_another_number_makes_another_text(written: Path) -> None:
    numbers = json.loads((written / "numbers.json").read_bytes())
    found = numbers["facets"][0]["parts"][0]["agreements"][0]
    shown = f"{found['value']:.3f}"
    assert shown in (written / "report.md").read_text()
    found["value"] = 0.12345
    assert "0.123" in markdown(blocks_of(numbers))
    numbers["turns"] = 98_765
    assert markdown(blocks_of(numbers)).count("98,765") == 2  # both languages


def test_what_it_says(written: Path) -> None:
    text = (written / "report.md").read_text()
    assert "observed agreement: po" in text, "it needs no source"
    assert "24 turns in 6 dialogues were given to 3 annotators (Ada, Ben, Cyd)" in text
    assert "共有6段对话、24个话轮，由3位标注者（Ada、Ben、Cyd）" in text
    assert "Krippendorff 2004" in text
    assert "By context".lower() in text
    assert "undefined, because" in text
    rows = list(csv.DictReader(io.StringIO((written / "agreement.csv").read_text("utf-8-sig"))))
    alpha = next(row for row in rows if row["coefficient"] == "krippendorff_alpha" and row["by"] == "all")
    assert f"{float(alpha['value']):.3f}" in text
    bounds = f"[{float(alpha['low']):.3f}, {float(alpha['high']):.3f}]"
    assert bounds in (written / "report.html").read_text()


def test_files_are_not_replaced_unasked(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(written.parent / "study.dap")
    assert main(["report", path, "--out", str(written)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert main(["report", path, "--out", str(written), "--force", "--facet", "stance"]) == 0
    capsys.readouterr()
    assert main(["report", path, "--out", str(written), "--force", "--json"]) == 0
    assert str(written / "numbers.json") in json.loads(capsys.readouterr().out)["files"]


def test_figures_stand_beside_the_texts_that_name_them(written: Path) -> None:
    path, out = written.parent / "study.dap", written.parent / "figures"
    assert main(["report", str(path), "--out", str(out), "--figures", "--facet", "stance"]) == 0
    numbers = json.loads((out / "numbers.json").read_bytes())
    assert [one["name"] for one in numbers["figures"]] == ["agreement-stance", "confusion-stance"]
    for figure in numbers["figures"]:
        assert (out / f"{figure['name']}.pdf").read_bytes().startswith(b"%PDF")
        assert b"<svg" in (out / f"{figure['name']}.svg").read_bytes()
        assert f'src="{figure["name"]}.svg"' in (out / "report.html").read_text()
        assert f"{{{figure['name']}.pdf}}" in (out / "report.tex").read_text()
        assert figure["name"] in (out / "report.md").read_text()
    for name, write in WRITERS.items():
        assert (out / name).read_bytes() == write(blocks_of(numbers)).encode()


def test_figures_are_of_one_project(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(written.parent / "study.dap")
    assert main(["report", path, path, "--out", str(written.parent / "two"), "--figures"]) == 1
    assert "Merge the packets first" in capsys.readouterr().err


def test_a_facet_of_which_there_is_nothing_to_see_has_no_figure(written: Path) -> None:
    with Project.open(written.parent / "study.dap", read_only=True) as project:
        numbers = {"facets": [{"facet": "language"}]}
        assert add_figures(project, numbers) == {}
    assert numbers["figures"] == []


HOSTILE = (
    Heading(1, "A <b>&_% $ # {x} \\ ~ ^"),
    Paragraph("=1+1 * [link](x)\nnext"),
    Table("c|d", ("a|b", "<i>"), (("|", "&"), ("%", "_"))),
)


def test_names_from_transcripts_are_shown_as_they_are() -> None:
    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: set[str] = set()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.add(tag)

    reader = Reader()
    reader.feed(page(HOSTILE))
    assert not reader.tags & {"b", "i", "a"}
    text = markdown(HOSTILE)
    assert "\\<b>" in text
    assert "\\[link\\]" in text
    assert "a\\|b" in text
    tex = latex(HOSTILE)
    assert r"\&\_\% \$ \# \{x\} \textbackslash{} \textasciitilde{} \textasciicircum{}" in tex
    assert tex.count(r"\begin{longtable}") == tex.count(r"\end{longtable}") == 1


def test_latex_has_no_bare_special_character(written: Path) -> None:
    tex = (written / "report.tex").read_text()
    assert not re.search(r"(?<!\\)[%#]", tex)
    assert "\\toprule" in tex
    assert "\\usepackage{xeCJK}" in tex
