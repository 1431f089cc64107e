"""REFI-QDA codebooks: valid by the standard's schema, back as they were, and nothing strange let in."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from annotator import codebooks
from annotator.errors import UserError
from annotator.exporters import codebook_files, qdc
from annotator.exporters.codebook_files import read_codebook, write_codebook
from annotator.model import Codebook, Facet, Label

SCHEMA = xmlschema.XMLSchema(Path(__file__).parent / "data" / "refi-qda-codebook-1.0.xsd")
HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="T">'
ONE = "1ff58b12-6f6f-4b0c-8be5-bbdc91f55294"


def book(codes: bytes, rest: bytes = b"") -> bytes:
    return HEAD + b"<Codes>" + codes + b"</Codes>" + rest + b"</CodeBook>"


@pytest.mark.parametrize("number", range(3))
def test_starter_codebooks_are_valid_and_come_back(number: int) -> None:
    starter = codebooks.starters()[number]
    data = qdc.write(starter)
    SCHEMA.validate(data.decode())
    found = qdc.read(data, "x.qdc", [starter])
    assert found.codebook.facets == starter.facets
    assert found.notes == ()


def test_what_is_retired_stays_so() -> None:
    starter = codebooks.starters()[2]
    (facet,) = starter.facets
    old = replace(facet, retired=True, labels=(replace(facet.labels[0], retired=True), *facet.labels[1:]))
    data = qdc.write(replace(starter, facets=(old,)))
    SCHEMA.validate(data.decode())
    assert qdc.read(data, "x.qdc", [starter]).codebook.facets == (old,)


def test_what_a_file_does_not_say_stays_as_it_is() -> None:
    starter = codebooks.starters()[2]
    (facet,) = starter.facets
    assert facet.question
    silent = re.sub(rb"<Description>.*?</Description>", b"", qdc.write(starter), flags=re.DOTALL)
    (found,) = qdc.read(silent, "x.qdc", [starter]).codebook.facets
    assert found.question == facet.question


NAMES = st.text(min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)


@given(
    st.lists(
        st.tuples(NAMES, st.lists(st.tuples(NAMES, st.text(max_size=9), st.none() | st.integers(0, 9)))),
        min_size=1,
    )
)
def test_any_codebook_is_valid_and_keeps_its_tree(
    facets: list[tuple[str, list[tuple[str, str, int | None]]]],
) -> None:
    made = []
    for number, (name, rows) in enumerate(facets):
        labels: list[Label] = []
        for place, (own, text, parent) in enumerate(rows):
            above = labels[parent].key if parent is not None and parent < place else None
            labels.append(Label(f"{number}.{place}", f"f{number}", own, text, parent=above, position=place))
        made.append(Facet(f"f{number}", name, "single", position=number, labels=tuple(labels)))
    whole = Codebook("", tuple(made))
    data = qdc.write(whole)
    SCHEMA.validate(data.decode())
    found = qdc.read(data, "x.qdc", [whole]).codebook
    assert [facet.key for facet in found.facets] == [facet.key for facet in made]
    for old, new in zip(made, found.facets, strict=True):
        assert {x.key: x.parent for x in new.labels} == {x.key: x.parent for x in old.labels}


def test_losses_are_said() -> None:
    assert "keys to press" in qdc.losses(codebooks.default())
    assert qdc.losses(Codebook("x", ())) == ("name and version of the codebook",)


def test_an_empty_codebook_cannot_be_written() -> None:
    with pytest.raises(UserError, match="no facets"):
        qdc.write(Codebook("x", ()))


def test_codebooks_of_other_programs_become_facets() -> None:
    data = book(
        b'<Code guid="1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" name="Mood" isCodable="true" color="#4A0">'
        b"<Description>How they feel</Description>"
        b'<Code guid="{2FF58B12-6F6F-4B0C-8BE5-BBDC91F55294}" name="good" isCodable="1" color="#12345678"/>'
        b'<Code guid="1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" name="bad" isCodable="false"/></Code>'
        b'<Code name=" loose&#10;one " isCodable="1"/><Code guid="?" name="" isCodable="true"/>'
        b'<Code name="Cat" isCodable="0"><Description>Which?</Description></Code>',
        b'<Sets><Set guid="x" name="Group"><Description>d</Description>'
        b'<MemberCode guid="1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294"/></Set></Sets>',
    )
    found = qdc.read(data, "my book.qdc")
    mood, cat, loose = found.codebook.facets
    assert found.codebook.name == "my book"
    assert (mood.key, mood.name, mood.kind, mood.question) == ("mood", "Mood", "several", "")
    top, good, bad = mood.labels
    assert (top.key, top.name, top.colour, top.definition) == (
        ONE,
        "Mood",
        "#44AA00",
        "How they feel",
    )
    assert (good.parent, good.colour, good.key) == (ONE, "", "2ff58b12-6f6f-4b0c-8be5-bbdc91f55294")
    assert (bad.parent, bad.key != ONE) == (ONE, True)
    assert (cat.question, cat.labels) == ("Which?", ())
    assert (loose.key, [x.name for x in loose.labels]) == ("my-book", ["loose one", "?"])
    assert len(found.notes) == 3
    assert codebooks.loads(codebooks.dumps(found.codebook), "x") == found.codebook


def test_labels_of_another_facet_get_keys_of_their_own() -> None:
    own = qdc.guid("label", "stance.favor")
    label = f'<Code guid="{own}" name="favor" isCodable="true"/>'
    data = book(f'<Code name="Mine" isCodable="false">{label}</Code>'.encode())
    (facet,) = qdc.read(data, "x.qdc", [codebooks.default()]).codebook.facets
    assert facet.labels[0].key == own


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no element found"),
        (b"<CodeBook", "unclosed token"),
        (b"<html/>", "document of the kind html"),
        (book(b""), "no codes"),
        (
            b'<!DOCTYPE CodeBook [<!ENTITY x SYSTEM "file:///etc/passwd">]><CodeBook/>',
            "declares a document type",
        ),
        (b'<?xml version="1.0" encoding="none-such"?><CodeBook/>', "unknown encoding"),
        (book(b'<Code name="a" isCodable="true">' * 300 + b"</Code>" * 300), "200 deep"),
    ],
)
def test_what_is_no_codebook_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UserError, match=f"x.qdc is not a REFI-QDA codebook: .*{why}"):
        qdc.read(data, "x.qdc")


def test_names_alone_come_back(tmp_path: Path) -> None:
    label = Label("mood.up", "mood", "up")
    bare = Codebook("Bare", (Facet("mood", "Mood", "single", labels=(label,)),))
    write_codebook(bare, tmp_path / "bare.qdc")
    (facet,) = read_codebook(tmp_path / "bare.qdc").codebook.facets
    assert (facet.name, facet.question, [label.name for label in facet.labels]) == ("Mood", "", ["up"])
    assert b"<Description>" not in (tmp_path / "bare.qdc").read_bytes().split(b'name="up"')[1]


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qdc, "_MOST_BYTES", 10)
    with pytest.raises(UserError, match="too large"):
        qdc.read(book(b""), "x.qdc")


def test_files_of_both_forms(tmp_path: Path) -> None:
    default = codebooks.default()
    assert write_codebook(default, tmp_path / "a.json") == ()
    assert read_codebook(tmp_path / "a.json").codebook == default
    assert "keys to press" in write_codebook(default, tmp_path / "a.QDC")
    assert read_codebook(tmp_path / "a.QDC").codebook.facets == default.facets
    with pytest.raises(UserError, match=r"neither in \.json nor in \.qdc"):
        write_codebook(default, tmp_path / "a.txt")
    with pytest.raises(UserError, match="cannot be read"):
        read_codebook(tmp_path / "none.qdc")
    assert codebook_files.SUFFIXES == (".json", ".qdc")
