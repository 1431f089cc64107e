"""What the reader refuses, and that it says where and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import UserError
from annotator.exporters import Export, is_export
from tests.exporters.projects import exported, sample

Document = dict[str, Any]


def refusal(data: bytes, path: Path) -> str:
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        list(Export(path).sources())
    assert path.name in caught.value.what
    return str(caught.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "x.json"


def turn(document: Document, number: int = 1) -> Document:
    found: Document = document["dialogues"][0]["turns"][number]
    return found


def change(*path: str | int, value: object = None, delete: bool = False) -> Callable[[Document], None]:
    def mutate(document: Document) -> None:
        place: Any = document
        for name in path[:-1]:
            place = place[name]
        if delete:
            del place[path[-1]]
        else:
            place[path[-1]] = value

    return mutate


def double(*path: str | int) -> Callable[[Document], None]:
    """Put the first thing of a list there a second time."""

    def mutate(document: Document) -> None:
        place: Any = document
        for name in path:
            place = place[name]
        place.append(place[0])

    return mutate


T = ("dialogues", 0, "turns", 1)
STEP = ("dialogues", 0, "turns", 2, "steps", 0)
WRONG: list[tuple[Callable[[Document], None], str]] = [
    (change("extra", value=1), "$ object contains unknown field `extra`"),
    (change("sources", delete=True), "$ object missing required field `sources`"),
    (change("version", delete=True), "$ object missing required field `version`"),
    (change("version", value="1"), "$.version expected `int`, got `str`"),
    (change("version", value=0), "$.version expected 1, got 0"),
    (change("annotators", value=[]), "$.annotators expected at least one annotator"),
    (change("project", "key", value=""), "$.project.key"),
    (change(*T, "text", value=7), "$.dialogues[0].turns[1].text expected `str`, got `int`"),
    (change(*T, "more", value=7), "$.dialogues[0].turns[1] object contains unknown field `more`"),
    (
        change("dialogues", 0, "turns", 2, "marks", 0, "annotator", value="x"),
        "$.dialogues[0].turns[2].marks[0].annotator there is no such annotator",
    ),
    (change(*T, "position", value=3), "$.dialogues[0].turns[1].position expected 1, got 3"),
    (change(*T, "key", value="x"), "$.dialogues[0].turns[1].key expected"),
    (change(*T, "gaps", 0, "end", value=99), "$.dialogues[0].turns[1].gaps[0] it leaves the 9 characters"),
    (
        change(*T, "tags", 0, "facet", value="nix"),
        "$.dialogues[0].turns[1].tags[0].facet there is no facet 'nix'",
    ),
    (change(*T, "tags", 0, "label", value="topic.art"), "tags[0].label its facet has no such label"),
    (change(*T, "tags", 5, "label", value="topic.art"), "tags[5].label its facet has no such label"),
    (change(*T, "tags", 0, "annotator", value="nix"), "tags[0].annotator there is no such annotator"),
    (change(*T, "tags", 0, "target", value="nix"), "tags[0].target the dialogue has no such target"),
    (change(*T, "tags", 0, "intensity", value=4), "tags[0].intensity"),
    (change(*T, "tags", 0, "at", value="yesterday"), "tags[0].at"),
    (change(*T, "tags", 3, "end", value=99), "tags[3].start there is no such span here"),
    (change(*T, "tags", 3, "end", delete=True), "tags[3].start there is no such span here"),
    (
        change("dialogues", 0, "tags", 0, "start", value=0),
        "$.dialogues[0].tags[0].start there is no such span",
    ),
    (change(*T, "tags", 0, "key", value="d0000000-0000-7000-8000-000000000008"), "tags[1].key the tag d0"),
    (
        change(*T, "tags", 4, "start", value=0),
        "tags[4] it is a second answer of one annotator to phrase",
    ),
    (change(*STEP, "start", value=0), "$.dialogues[0].turns[2].steps they do not fit the received text"),
    (change(*STEP, "after", value="e"), "$.dialogues[0].turns[2].steps replaying them on the received text"),
    (change(*STEP, "annotator", value="nix"), "turns[2].steps[0].annotator there is no annotator 'nix'"),
    (
        change("dialogues", 0, "turns", 2, "lead_steps", 0, "end", value=9),
        "turns[2].lead_steps they do not fit",
    ),
    (
        change("dialogues", 0, "tail_steps", 0, "before", value="!"),
        "$.dialogues[0].tail_steps they do not fit",
    ),
    (
        change("dialogues", 0, "remarks", value=[{"start": 0, "end": 0}, {"start": 0, "end": 99_999}]),
        "$.dialogues[0].remarks[1] it leaves the received text",
    ),
    (change("dialogues", 0, "places", value=[[7, 9]]), "$.dialogues[0].turns[0].key expected"),
    (change("dialogues", 0, "key", value="x"), "$.dialogues[0].key expected"),
    (change("dialogues", 0, "number", value=-1), "$.dialogues[0].number"),
    (change("dialogues", 0, "source", value="0" * 64), "$.dialogues[0].source there is no source"),
    (change("dialogues", 0, "chain", value=[1]), "$.dialogues[0].chain[0]"),
    (change("dialogues", 0, value=[]), "$.dialogues[0] expected `object`, got `array`"),
    (double("dialogues"), "$.dialogues[2] the dialogue"),
    (double("dialogues", 0, "targets"), "$.dialogues[0].targets[2] the target"),
    (double("annotators"), "$.annotators[2] the annotator"),
    (double("views"), "$.views[2] the view"),
    (change("views", 0, "filter", value="is:lost"), "$.views[0].filter “is:lost” is none of"),
    (double("sources"), "$.sources[2] the source"),
    (double("codebook", "facets"), "$.codebook.facets[6] the facet"),
    (double("codebook", "facets", 0, "labels"), "$.codebook.facets[0].labels[2] the label"),
    (
        change("codebook", "facets", 0, "labels", 0, "facet", value="topic"),
        "labels[0].facet expected 'stance'",
    ),
    (
        change("codebook", "facets", 0, "labels", 0, "parent", value="nix"),
        "labels[0].parent there is no label",
    ),
    (change("codebook", "facets", 0, "kind", value="any"), "$.codebook.facets[0].kind"),
    (change(*T, "lead", value="[B]: "), "$.sources[0] the received text of its dialogues does not give back"),
    (change("sources", 0, "size", value=5), "$.sources[0].size expected"),
    (change("sources", 1, "size", value=2), "$.sources[1].size expected 4, got 2"),
    (change("sources", 1, "data", value="!"), "$.sources[1].data"),
    (change("sources", 1, "data", value="YWJj"), "$.sources[1].data it is not the file with this SHA-256"),
    (change("sources", 1, "data", delete=True), "$.sources[1].data it does not go with kept = 'data'"),
    (change("sources", 0, "data", value="YWJj"), "$.sources[0].data it does not go with kept = 'text'"),
    (change("sources", 0, "sha256", value="x"), "$.sources[0].sha256"),
]


@pytest.mark.parametrize(("mutate", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_is_wrong_is_said_with_its_place(
    file: Path, mutate: Callable[[Document], None], words: str
) -> None:
    document = json.loads(exported(sample()))
    mutate(document)
    assert words in refusal(json.dumps(document).encode(), file)


def test_the_unchanged_document_is_fine_however_it_is_laid_out(file: Path) -> None:
    document = json.loads(exported(sample()))
    for text in (
        json.dumps(document),
        json.dumps(document, indent=4),
        json.dumps(document, ensure_ascii=False),
    ):
        file.write_bytes(b"\xef\xbb\xbf \r\n" + text.encode() + b"\n\n")
        assert len(list(Export(file).sources())) == 2


def test_members_may_stand_in_any_order_and_be_escaped(file: Path) -> None:
    document = json.loads(exported(sample()))
    text = json.dumps(dict(reversed(document.items()))).replace('"format"', '"\\u0066ormat"', 1)
    file.write_text(text)
    assert len(list(Export(file).sources())) == 2


@pytest.mark.parametrize("end", [1, 10, 300, -3])
def test_a_file_that_was_cut_off(file: Path, end: int) -> None:
    assert "the file ends too early" in refusal(exported(sample())[:end], file)


def test_two_files_in_one(file: Path) -> None:
    assert "not JSON at line" in refusal(exported(sample()) * 2, file)


def test_a_slip_of_the_pen_is_found_by_line_and_column(file: Path) -> None:
    data = '{\n "艺": 1,\n "b" 2}'.encode()
    assert "at $ not JSON at line 3, column 6" in refusal(data, file)


def test_an_empty_file(file: Path) -> None:
    assert "the file ends too early" in refusal(b"", file)


@pytest.mark.parametrize("data", [b"[]", b"1", b"null"])
def test_json_that_is_no_object(file: Path, data: bytes) -> None:
    assert "at $ expected `object`" in refusal(data, file)


@pytest.mark.parametrize("data", [b"{}", b'{"format":"other","version":9}', b" { } "])
def test_json_of_another_program(file: Path, data: bytes) -> None:
    assert "is not an export of this program" in refusal(data, file)


def test_a_format_that_is_no_text(file: Path) -> None:
    assert "at $.format expected `str`" in refusal(b'{"format":1}', file)


def test_a_newer_version_is_refused_in_words(file: Path) -> None:
    words = refusal(b'{"format":"dialogue-annotator","version":2,"new":[]}', file)
    assert "newer version" in words
    assert "Update the program" in words


def test_a_member_named_twice_at_the_top(file: Path) -> None:
    data = exported(sample())
    assert "a member is named twice" in refusal(data.replace(b"{", b'{"program":"x",', 1), file)
    same = json.dumps("Dialogue Annotator 0").encode()
    assert "a member is named twice" in refusal(
        b'{"program":%b,"format":"dialogue-annotator","program":%b}' % (same, same), file
    )


def test_a_member_named_twice_inside(file: Path) -> None:
    data = exported(sample()).replace(b'"speaker":"A"', b'"speaker":"B","speaker":"A"')
    assert "at $.dialogues[0] an object in it names the member 'speaker' twice" in refusal(data, file)


def test_text_that_is_not_utf8(file: Path) -> None:
    data = exported(sample())
    assert "its text is not UTF-8" in refusal(data.replace("安娜".encode(), b"\xff"), file)


def test_nesting_without_end(file: Path) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    data = exported(sample()).replace(b'"year":2024', b'"year":' + deep)
    assert "nested too deeply" in refusal(data, file)


def test_a_number_that_no_program_can_hold(file: Path) -> None:
    data = exported(sample()).replace(b'"year":2024', b'"year":' + b"9" * 5000)
    assert "$.dialogues[0].meta[...] integer value out of range" in refusal(data, file)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.json cannot be read: no such file"):
        Export(tmp_path / "none.json")


def test_telling_an_export_from_a_transcript(file: Path) -> None:
    for data, expected in (
        (exported(sample()), True),
        (b"\xef\xbb\xbf" + exported(sample())[:200], True),
        (json.dumps(json.loads(exported(sample()))).encode(), True),
        (b"[A]: hello", False),
        (b'{"format":"other"}', False),
    ):
        file.write_bytes(data)
        assert is_export(file) is expected
    assert not is_export(file.with_name("none"))
