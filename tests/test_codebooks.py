from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator import codebooks
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
