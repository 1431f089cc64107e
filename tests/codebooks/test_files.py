from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from annotator import codebooks
from annotator.codebooks import files
from annotator.core.resources import resource
from annotator.errors import UserError
from annotator.model import Codebook, Facet, Label


def _write(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_the_default_codebook_asks_for_stance_topic_language_and_a_note() -> None:
    book = codebooks.default()
    assert [(f.key, f.kind) for f in book.facets] == [
        ("stance", "single"),
        ("topic", "several"),
        ("language", "single"),
        ("note", "text"),
    ]
    assert all(label.definition for facet in book.facets for label in facet.labels)


def test_no_two_facets_share_a_key_to_press() -> None:
    shortcuts = [f.shortcut for f in codebooks.default().facets]
    assert len(set(shortcuts)) == len(shortcuts)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    book = codebooks.default()
    path = tmp_path / "book.json"
    path.write_bytes(codebooks.dumps(book))
    assert codebooks.load(path) == book


def test_a_file_nested_without_end_is_said(tmp_path: Path) -> None:
    deep = tmp_path / "deep.json"
    deep.write_text('{"facets": ' + "[" * 100_000, encoding="utf-8")
    with pytest.raises(UserError, match=r"deep\.json"):
        codebooks.load(deep)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nothing\.json cannot be read"):
        codebooks.load(tmp_path / "nothing.json")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"name": 3, "facets": []}', b'{"name": "\xff", "facets": []}', b'{"name": "x"}'],
)
def test_what_is_no_codebook_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(UserError, match="not a codebook"):
        codebooks.load(path)


def _label(key: str, facet: str = "f", shortcut: str = "") -> Label:
    return Label(key=key, facet=facet, name=key, shortcut=shortcut)


@pytest.mark.parametrize(
    ("facets", "why"),
    [
        ((Facet("f", "F", "single"), Facet("f", "G", "single")), "facet f occurs twice"),
        ((Facet("f", "F", "single", labels=(_label("a"), _label("a"))),), "label a occurs twice"),
        ((Facet("f", "F", "single", labels=(_label("a", "g"),)),), "stands under f and says g"),
        (
            (Facet("f", "F", "single", labels=(_label("a", shortcut="1"), _label("b", shortcut="1"))),),
            "have the key 1",
        ),
    ],
)
def test_contradictions_are_refused(tmp_path: Path, facets: tuple[Facet, ...], why: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(codebooks.dumps(Codebook("x", facets)))
    with pytest.raises(UserError, match=why):
        codebooks.load(path)


def test_what_is_written_follows_the_published_schema() -> None:
    published = resource("schemas", files.SCHEMA_FILE).read_bytes()
    assert published == codebooks.schema(), "write it anew"
    validator = jsonschema.Draft202012Validator(json.loads(published))
    for book in codebooks.starters():
        written = json.loads(codebooks.dumps(book))
        validator.validate(written)
        assert (written["format"], written["format_version"]) == (codebooks.FORMAT, 1)
        assert codebooks.loads(codebooks.dumps(book), "x") == book


@pytest.mark.parametrize("name", codebooks.STARTERS)
def test_starter_codebooks_define_every_label(name: str) -> None:
    book = codebooks.starter(name)
    assert all(facet.question for facet in book.facets)
    assert all(label.definition for facet in book.facets for label in facet.labels)
    assert all(label.position == place for facet in book.facets for place, label in enumerate(facet.labels))


def test_a_codebook_is_read_out_of_an_export_of_a_project() -> None:
    book = codebooks.default()
    whole = {"format": "dialogue-annotator", "version": 1, "codebook": json.loads(codebooks.dumps(book))}
    assert codebooks.loads(json.dumps(whole).encode(), "x.json") == book


@pytest.mark.parametrize(
    ("outside", "why"),
    [
        ({"format": "something"}, "it says that it is something"),
        ({"format": codebooks.FORMAT, "format_version": 2}, "a newer version of the program wrote it"),
    ],
)
def test_other_forms_are_refused(outside: dict[str, object], why: str) -> None:
    with pytest.raises(UserError, match=why):
        codebooks.loads(json.dumps(outside | {"name": "x", "facets": []}).encode(), "x.json")


def _with(*labels: Label, **facet: Any) -> bytes:
    return codebooks.dumps(Codebook("x", (Facet("f", "F", "single", labels=labels, **facet),)))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (_with(Label("a", "f", "a", colour="red")), "colour of the label a is not of the form"),
        (_with(Label("a", "f", "a", parent="b")), "stands below b, which is not there"),
        (_with(Label("a", "f", "a", parent="b"), Label("b", "f", "b", parent="a")), "stands below itself"),
        (
            codebooks.dumps(Codebook("x", tuple(Facet(k, k, "text", shortcut="1") for k in "fg"))),
            "two facets have the key 1",
        ),
    ],
)
def test_details_that_cannot_be_are_refused(data: bytes, why: str) -> None:
    with pytest.raises(UserError, match=why):
        codebooks.loads(data, "x.json")


def test_what_is_retired_holds_no_key() -> None:
    labels = (Label("a", "f", "a", shortcut="1", retired=True), Label("b", "f", "b", shortcut="1"))
    assert len(codebooks.loads(_with(*labels), "x").facets[0].labels) == 2
    facets = tuple(Facet(k, k, "text", shortcut="1", retired=k == "f") for k in "fg")
    assert codebooks.loads(codebooks.dumps(Codebook("x", facets)), "x").facets == facets


@pytest.mark.parametrize("name", codebooks.STARTERS)
def test_starter_codebooks_come_in_chinese_with_the_same_keys(name: str) -> None:
    english, chinese = codebooks.starter(name), codebooks.starter(name, "zh_CN")
    words = [chinese.name]
    for one, other in zip(english.facets, chinese.facets, strict=True):
        assert (one.key, one.shortcut) == (other.key, other.shortcut)
        words += [other.name, other.question]
        for label, translated in zip(one.labels, other.labels, strict=True):
            assert replace(label, name="", definition="") == replace(translated, name="", definition="")
            words += [translated.name, translated.definition]
    assert [text for text in words if not any("\u4e00" <= char <= "\u9fff" for char in text)] == []
    assert codebooks.starter(name, "fi") == english
