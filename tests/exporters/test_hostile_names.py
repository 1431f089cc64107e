"""Names and keys that somebody chose to do harm: in zips, in the names of files, in cells of tables."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from annotator.errors import UserError
from annotator.exporters.csv_writer import safe, unsafe
from annotator.exporters.lewidi_writer import ANNOTATORS, CODEBOOK, file_names
from annotator.exporters.source_tables_writer import file_names as table_names
from annotator.exporters.zip_writer import bundle
from annotator.model import Facet
from tests.exporters.bundles import written
from tests.exporters.projects import sample

OUTSIDE = ("../x.eaf", "/etc/x", "a//x", "a/./x", "C:x", "a\\..\\x", "..", "", "a\0b")


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_file_of_a_zip_lies_outside_of_it(name: str) -> None:
    with pytest.raises(UserError, match="outside of the folder"), bundle(io.BytesIO()) as files:
        files.add(name, b"x")
    with pytest.raises(UserError, match="outside of the folder"), bundle(io.BytesIO()) as files:
        files.part(name).write(b"x")


def test_a_dialogue_whose_key_is_a_path_is_not_exported() -> None:
    project = sample()
    first = project.records[0]
    project.records = [replace(first, dialogue=replace(first.dialogue, key="../../.config/autostart/x"))]
    for format_ in ("elan", "vtt", "chat"):
        with pytest.raises(UserError, match="outside of the folder"):
            written(project, format_)


def test_tables_keep_their_folders_but_not_those_that_lead_out() -> None:
    source = sample().sources()[0]
    names = (
        "a.csv", "b/a.csv", "../../a.csv", "..\\..\\C:\\evil.csv", "/etc/passwd", "CON.csv", "..",
        "b/../b/A.CSV",
    )  # fmt: skip
    found = table_names(
        [replace(source, id=number, name=name, sha256=f"{number}" * 64) for number, name in enumerate(names)]
    )
    assert list(found.values()) == [
        "a.csv", "b/a.csv", "a-22222222.csv", "C_/evil.csv", "_/etc/passwd", "_CON.csv", "66666666",
        "b/b/A.CSV",
    ]  # fmt: skip


def test_no_facet_takes_the_place_of_another_file() -> None:
    keys = ("codebook", "annotators_meta", "a_b_5", "a b", "a_b", "A_B", "con")
    names = [name for _, name in file_names([Facet(key, key, "single") for key in keys])]
    assert names == [
        "codebook_1.json", "annotators_meta_2.json", "a_b_5.json", "a_b.json", "a_b_5_5.json", "A_B_6.json",
        "_con.json",
    ]  # fmt: skip
    with_others = [*names, CODEBOOK, ANNOTATORS]
    assert len({name.casefold() for name in with_others}) == len(with_others)


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "'x", "x", "", "+a", "'", " @x"])
def test_what_kept_a_cell_from_being_a_formula_comes_off_again(text: str) -> None:
    if text != "'=1+1":  # which somebody wrote so
        assert unsafe(str(safe(text))) == text
    assert not str(safe(text)).startswith(("=", "+", "@", " @"))


def test_a_zip_holds_what_was_put_in() -> None:
    out = io.BytesIO()
    with bundle(out) as files:
        files.add("xl/_rels/.rels", b"x")
        files.part("态度.json").write(b"y")
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == ["xl/_rels/.rels", "态度.json"]
