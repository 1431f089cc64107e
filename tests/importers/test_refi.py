"""REFI-QDA projects, in the shapes in which several programs write them."""

# ruff: noqa: E501 - lines of files stay whole
from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import codebooks
from annotator.errors import UserError
from annotator.importers import decode
from annotator.importers.readers.refi_places import WAYS, Coded, counting
from annotator.importers.utf16_offsets import Units
from annotator.model import Annotator
from annotator.pipeline import structured_files
from annotator.pipeline.import_files import import_paths
from annotator.store import Project
from tests.importers.reading import faults, left_out, read, said

MEI = Annotator("00000000-0000-7000-8000-000000000001", "Mei")
ONE, TWO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
TEXT = "Ilse: Is it 😀 raining today?\nBram: Not yet, 你好.\nIlse: Good 👍🏽 news."
CODES = f"""<CodeBook><Codes><Code guid="{ONE.upper()}" name="Weather" isCodable="true" color="#46AA00">
<Description>sky</Description><Code guid="{TWO}" name="Rain  drops" isCodable="true"><NoteRef targetGUID="N1"/></Code>
</Code></Codes></CodeBook>"""


def project(
    source: str, files: dict[str, bytes], *, head: str = CODES, tail: str = "", folder: str = "sources"
) -> bytes:
    document = (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="Garden">'
        '<Users><User guid="U1" name="Anna"/><User guid="u2" id="B"/></Users>'
        f"{head}<Sources>{source}</Sources>{tail}</Project>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("project.qde", document)
        for name, content in files.items():
            archive.writestr(f"{folder}/{name}", content)
    return data.getvalue()


def selection(
    start: int, end: int, code: str = TWO, *, user: str = "u1", name: str = "", inside: str = ""
) -> str:
    return (
        f'<PlainTextSelection guid="s{start}" name="{name}" startPosition="{start}" endPosition="{end}" creatingUser="{user}" '
        f'creationDateTime="2024-02-03T04:05:06Z">{inside}<Coding guid="c{start}"><CodeRef targetGUID="{code}"/></Coding>'
        "</PlainTextSelection>"
    )


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# How a program writes its text, and how it counts up to a place in it.
SHAPES = {
    "QualCoder": (TEXT.encode(), len),
    "with a mark": (b"\xef\xbb\xbf" + TEXT.encode(), len),
    "mark counts": (b"\xef\xbb\xbf" + TEXT.encode(), lambda before: len(before) + 1),
    "MAXQDA": (
        b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(),
        lambda x: units(x.replace("\n", "\r\n")),
    ),
    "NVivo": (TEXT.replace("\n", "\r\n").encode(), units),
    "ATLAS.ti": (TEXT.replace("\n", "\r\n").encode(), lambda x: len(x.replace("\n", "\r\n"))),
    "one for two": (TEXT.replace("\n", "\r\n").encode(), len),
}
WORDS = ("raining today", "Not yet", "你好", "Good 👍🏽 news", "news")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("named", [True, False])
def test_tags_stand_at_the_right_characters(shape: str, named: bool) -> None:
    data, count = SHAPES[shape]
    places = [(TEXT.index(word), TEXT.index(word) + len(word), word) for word in WORDS]
    marks = "".join(
        selection(count(TEXT[:start]), count(TEXT[:end]), name=word if named else "")
        for start, end, word in places
    )
    source = f'<TextSource guid="t1" name="Talk 1" plainTextPath="internal://T.txt">{marks}</TextSource>'
    made = read("x.qdpx", project(source, {"t.TXT": data}))
    assert said(made) == [
        [("Ilse", "Is it 😀 raining today?"), ("Bram", "Not yet, 你好."), ("Ilse", "Good 👍🏽 news.")]
    ]
    found = [turn.text[tag.start : tag.end] for turn in made.dialogues[0].turns for tag in turn.tags]
    assert found == list(WORDS)


def test_memos_cases_and_coders_are_kept() -> None:
    start = TEXT.index("raining")
    over = selection(start, TEXT.index("yet"), ONE, user="U2", inside="<Description>hm</Description>")
    marker = selection(TEXT.index("Bram"), TEXT.index("Bram") + 3)
    bad = selection(3, 4, "gone") + selection(0, 1).replace('startPosition="0"', 'startPosition="x"')
    whole = f'<Coding guid="w"><CodeRef targetGUID="{ONE}"/></Coding><Description>first talk</Description>'
    source = (
        f'<TextSource guid="t1" name="Talk 1" plainTextPath="internal://T.txt">{over}{marker}{bad}{whole}</TextSource>'
        '<TextSource guid="t2" name="Inline"><PlainTextContent>A: hi\nB: yo\nA: so</PlainTextContent></TextSource>'
        '<TextSource guid="t3" name="Lost" plainTextPath="internal://gone.txt"/>'
        '<PictureSource guid="p1" name="Photo" path="internal://p.png"/>'
        '<AudioSource guid="a1" name="Sound"><Transcript guid="a2" name="Words" plainTextPath="internal://W.txt">'
        '<SyncPoint guid="y" timeStamp="1500" position="0"/><SyncPoint guid="z" timeStamp="4000" position="9"/>'
        "</Transcript></AudioSource>"
    )
    tail = (
        '<Notes><Note guid="n1" plainTextPath="internal://n.txt"/></Notes>'
        '<Variables><Variable guid="v1" name="Age"/></Variables>'
        '<Cases><Case guid="k1" name="Family"><VariableValue><VariableRef targetGUID="v1"/><IntegerValue>31</IntegerValue>'
        '</VariableValue><SourceRef targetGUID="T1"/><SelectionRef targetGUID="s3"/></Case></Cases>'
    )
    files = {
        "T.txt": TEXT.encode(),
        "W.txt": b"[A]: one\n[B]: two\n",
        "n.txt": b"\xef\xbb\xbfabout drops\r\nmore",
    }
    made = read("x.qdpx", project(source, files, tail=tail, folder="Sources"))
    assert [one.title for one in made.dialogues] == ["Talk 1", "Inline", "Sound: Words"]
    first, _, sound = made.dialogues
    assert [[(tag.label, tag.annotator, tag.note, tag.start, tag.end) for tag in turn.tags] for turn in first.turns] == [
        [(ONE, "B", "hm", 8, 22)], [(ONE, "B", "hm", 0, 4)], []
    ]  # fmt: skip
    assert [(tag.label, tag.start) for tag in first.tags] == [(ONE, None)]
    assert first.meta["fields"] == {
        "memo": "first talk",
        "cases": [{"name": "Family", "variables": {"Age": "31"}}],
    }
    assert [turn.meta.get("start") for turn in sound.turns] == [None, None] or [
        turn.meta.get("start") for turn in sound.turns
    ] == [1.5, 4.0]
    assert made.codebook is not None
    labels = {label.name: label for label in made.codebook.facets[0].labels}
    assert labels["Rain drops"].parent == ONE
    assert labels["Rain drops"].definition == "about drops\nmore"
    assert (labels["Weather"].definition, labels["Weather"].colour) == ("sky", "#46AA00")
    assert sorted(left_out(made)) == [
        "A selection over several turns became a tag on each",
        "Left out: 1 tag",
        "Left out: 2 sources that are no text: Lost, Photo",
    ]
    assert faults(made) == [
        "Lost: its text gone.txt is not in the project",
        ": a code (gone) is not in the codebook".removeprefix(": "),
        "Talk 1: selection s0 has no place",
    ]


@pytest.mark.parametrize(
    ("source", "files", "words"),
    [
        ("", {}, "no texts in x.qdpx"),
        (
            '<TextSource guid="t" name="T" plainTextPath="internal://t.txt"/>',
            {"t.txt": b""},
            "all texts .* are empty",
        ),
    ],
)
def test_projects_without_texts(source: str, files: dict[str, bytes], words: str) -> None:
    with pytest.raises(UserError, match=words):
        read("x.qdpx", project(source, files, head=""))


def test_what_is_no_project() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("project.qde", "<Other/>")
    with pytest.raises(UserError, match=r"no REFI-QDA project \(<Other>\)"):
        read("x.qdpx", data.getvalue())


def test_tags_come_into_the_project_with_those_who_gave_them(tmp_path: Path) -> None:
    start = TEXT.index("raining")
    marks = selection(start, start + 7) + selection(start, start + 7) + selection(0, 9, ONE, user="nobody")
    source = f'<TextSource guid="t1" name="Talk 1" plainTextPath="internal://T.txt">{marks}<Coding><CodeRef targetGUID="{ONE}"/></Coding></TextSource>'
    path = tmp_path / "garden.qdpx"
    path.write_bytes(project(source, {"T.txt": TEXT.encode()}))
    plain = tmp_path / "plain.txt"
    plain.write_text("[A]: hi\n[B]: yo\n", encoding="utf-8")
    with Project.create(tmp_path / "p.dap", codebook=codebooks.default(), annotator=MEI) as made:
        before = len(made.codebook.read().facets)
        report = import_paths(made, [path, plain], workers=0)
        assert report.failed == ()
        assert report.changes.codebook
        (facet,) = (one for one in made.codebook.read().facets if one.key == "codes")
        assert [label.name for label in facet.labels] == ["Weather", "Rain drops"]
        people = {one.key: one.name for one in made.people.all()}
        found: list[tuple[str, str, str | None, str, str]] = []
        for id_ in made.dialogues.ids():
            record = made.records.one(id_)
            found += [
                (people[tag.annotator], tag.label, None, tag.origin, tag.at[:10]) for tag in record.tags
            ]
            found += [
                (people[tag.annotator], tag.label, item.turn.text[tag.start : tag.end], tag.origin, tag.at)
                for item in record.turns
                for tag in item.turn.tags
            ]
        assert sorted(found, key=str)[:1] == [("Anna", TWO, "raining", "imported", "2024-02-03T04:05:06Z")]
        assert {(who, label, text) for who, label, text, *_ in found} == {
            ("Anna", TWO, "raining"), ("imported", ONE, None), ("imported", ONE, "Is ")
        }  # fmt: skip
        assert made.check(lambda data, code: decode(data, code).text, structured_files.received) == []
        made.history.undo()
        assert len(made.codebook.read().facets) == before
        assert not made.records.one(made.dialogues.ids()[0]).turns[0].turn.tags


@given(st.text(max_size=40), st.integers(0, 60))
def test_units_are_those_of_utf_16(text: str, place: int) -> None:
    clean = "".join(char for char in text if not 0xD800 <= ord(char) < 0xE000)
    point = Units(clean).point(place)
    before = units(clean[:point])
    assert before <= min(place, units(clean)) <= before + 1
    broken = Units(clean, breaks=True)
    whole = clean.replace("\r\n", "\n")
    assert 0 <= broken.point(place) <= len(whole)
    for at, char in enumerate(clean):
        if clean[at - 1 : at + 1] != "\r\n" and not (char == "\n" and at and clean[at - 1] == "\r"):
            assert whole[broken.point(units(clean[:at])) :][:1] in {char, "\n"}


@given(st.text(max_size=30), st.integers(0, 40))
def test_no_place_leads_out_of_a_text(text: str, place: int) -> None:
    clean = "".join(char for char in text if not 0xD800 <= ord(char) < 0xE000)
    for way in WAYS:
        assert 0 <= way.point(clean, place) <= len(way.text(clean))
    assert counting([Coded(clean, [])]) == WAYS[0]


def test_what_no_text_leads_to_is_counted() -> None:
    text = "Interview 3\nDate: 2.3.2024\n\nIlse: Is it?\nBram: no\nIlse: oh"
    coding = f'<Coding guid="c"><CodeRef targetGUID="{ONE}"/></Coding>'
    value = '<VariableValue><VariableRef targetGUID="v1"/><TextValue>north</TextValue></VariableValue>'
    source = (
        f'<TextSource guid="t1" name="Talk"><PlainTextContent>{text}</PlainTextContent>{value}'
        f'{selection(0, 9)}<NoteRef targetGUID="n1"/></TextSource>'
        '<AudioSource guid="a1" name="Sound"><Transcript guid="a2" name="Words"><PlainTextContent>A: hi\nB: yo\nA: so'
        f'</PlainTextContent></Transcript><AudioSelection guid="x" begin="0" end="9">{coding}</AudioSelection></AudioSource>'
    )
    tail = (
        '<Notes><Note guid="n1"><PlainTextContent>kept</PlainTextContent></Note>'
        '<Note guid="n2"><PlainTextContent>of the project</PlainTextContent></Note><Note guid="n3"/></Notes>'
        '<Variables><Variable guid="v1" name="Place"/></Variables>'
        '<Cases><Case guid="k1" name="Alone"/><Case guid="k2" name="Here"><SourceRef targetGUID="T1"/></Case></Cases>'
        '<Sets><Set guid="s" name="All"/></Sets><Graphs/>'
    )
    made = read("x.qdpx", project(source, {}, tail=tail))
    assert [turn.speaker for turn in made.dialogues[0].turns] == ["Ilse", "Bram", "Ilse"]
    assert made.dialogues[0].meta["fields"] == {
        "memo": "kept",
        "cases": [{"name": "Here"}],
        "variables": {"Place": "north"},
    }
    assert sorted(left_out(made)) == [
        "Left out: 1 comment",
        "Left out: 2 lines before the first turn",
        "Left out: 2 parts of the file without turns: Alone, <Set> 1",
        "Left out: 2 tags",
    ]
