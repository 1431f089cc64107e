"""Corpora of the NITE XML Toolkit: files of words, segments and dialogue acts, in a folder or an archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.importers import FileOnDisk, Readout, walk
from annotator.importers.input_files import FileReader
from tests.importers.reading import faults, left_out, read, said


def _root(body: str) -> str:
    space = "http://nite.sourceforge.net/"
    return f'<?xml version="1.0" encoding="ISO-8859-1"?><nite:root xmlns:nite="{space}">{body}</nite:root>'


def _words(who: str, *words: tuple[str, float | None]) -> str:
    made = ""
    for n, (word, start) in enumerate(words):
        time = "" if start is None else f' starttime="{start}" endtime="{start + 0.2:.1f}"'
        made += (
            f'<w nite:id="M1.{who}.w{n}"{time}>{word}</w>' if word else f'<laugh nite:id="M1.{who}.w{n}"/>'
        )
    return _root(made)


def _child(who: str, first: int, last: int | None = None) -> str:
    to = "" if last is None else f"..id(M1.{who}.w{last})"
    return f'<nite:child href="M1.{who}.words.xml#id(M1.{who}.w{first}){to}"/>'


FILES = {
    "words/M1.A.words.xml": _words(
        "A",
        ("Okay", 1.0),
        (",", 1.2),
        ("", None),
        ("so", 1.3),
        ("it", 2.0),
        ("'s", 2.1),
        ("bye", 9.0),
        ("bye", None),
    ),
    "words/M1.B.words.xml": _words("B", ("mm", 1.1), ("then", 5.0), ("go", 5.2)),
    "words/M2.A.words.xml": _words("A", ("", None)),
    "segments/M1.A.segments.xml": _root(
        f'<segment nite:id="s1" transcriber_start="0.9" transcriber_end="1.6">{_child("A", 0, 3)}</segment>'
        f'<segment nite:id="s2">{_child("A", 4, 5)}</segment><segment/>'
    ),
    "segments/M3.A.segs.xml": _root(""),
    "dialogueActs/M1.A.dialog-act.xml": _root(
        '<dact nite:id="M1.A.dialog-act.kim.1" addressee="B">'
        f'<nite:pointer role="da-aspect" href="da-types.xml#id(da_1)"/>{_child("A", 0, 1)}</dact>'
        f'<dact nite:id="x"><nite:pointer href="da-types.xml#id(da_9)"/>{_child("A", 3, 4)}</dact>'
        f'<dact nite:id="y" type="s">{_child("A", 5)}</dact>'
        f'<dact nite:id="z" type="s">{_child("A", 77)}</dact><dact/>'
    ),
    "corpusResources/meetings.xml": _root(
        '<meeting observation="M1"><speaker nxt_agent="A" global_name="P7" role="PM"/></meeting>'
    ),
    "corpusResources/participants.xml": _root('<participant nite:id="P7" sex="F"/><participant sex="M"/>'),
    "ontologies/da-types.xml": _root(
        '<da-type name="all"><da-type nite:id="da_1" name="fra"/><da-type/></da-type>'
    ),
    "words/M1.B.notes.xml": _root(""),
    "zz/M1.B.words.xml": _words("B", ("no", 1.0)),
}


def _archive(files: dict[str, str]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return whole.getvalue()


def _check(found: Readout) -> None:
    assert said(found) == [
        [("A", "Okay, so"), ("B", "mm"), ("A", "it's"), ("B", "then go"), ("A", "bye"), ("A", "bye")]
    ]
    (dialogue,) = found.dialogues
    first, _, second, *_ = dialogue.turns
    assert dialogue.title == "M1"
    assert first.meta == {"id": "s1", "start": 0.9, "end": 1.6}
    assert second.meta == {"id": "s2", "start": 2.0, "end": 2.3}
    assert dialogue.meta["speakers"] == {"A": {"sex": "F", "name": "P7", "role": "PM"}}
    assert [(tag.label, tag.annotator, first.text[tag.start : tag.end]) for tag in first.tags] == [
        ("fra", "kim", "Okay,"),
        ("da_9", "", "so"),
    ]
    assert [(tag.label, second.text[tag.start : tag.end]) for tag in second.tags] == [
        ("da_9", "it"),
        ("s", "'s"),
    ]
    assert found.codebook is not None
    assert [label.name for label in found.codebook.facets[0].labels] == ["da_9", "fra", "s"]
    told = left_out(found)
    assert "Left out: 2 remarks beside the words: <laugh>" in told
    assert "Left out: 2 tags" in told
    assert "A selection over several turns became a tag on each" in told
    assert "Left out: 1 field: addressee" in told
    assert "Left out: 1 turn without words" in told
    assert faults(found) == ["M1: there are no segments of B, whose turns end at pauses of half a second"]


def test_an_archive_of_layers() -> None:
    found = read("corpus.zip", _archive(FILES))
    _check(found)
    assert any("segments/M3.A.segs.xml" in told and "zz/M1.B.words.xml" in told for told in left_out(found))


def test_a_folder_of_layers(tmp_path: Path) -> None:
    for name, text in FILES.items():
        if not name.startswith("zz/"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
    (whole,) = (one for one in walk([tmp_path]) if isinstance(one, FileOnDisk))
    with FileReader() as reader:
        _check(read(whole.name, reader.read(whole)))
    (words,) = (one for one in walk([tmp_path / "words"]) if isinstance(one, FileOnDisk))
    with FileReader() as reader:
        alone = read(words.name, reader.read(words))
    assert [text for who, text in said(alone)[0] if who == "A"] == ["Okay, so it's", "bye", "bye"]
    (tmp_path / "words" / "M1.A.words.xml").rename(tmp_path / "words" / "other.xml")
    for path in (tmp_path / "words").glob("*.words.xml"):
        path.unlink()
    assert not [one for one in walk([tmp_path]) if isinstance(one, FileOnDisk)]


def test_what_lacks_its_words_is_refused() -> None:
    with pytest.raises(UserError, match="one layer of a NITE corpus"):
        read("M1.A.words.xml", FILES["words/M1.A.words.xml"])
    with pytest.raises(UserError, match="there are no words in it"):
        read("x.zip", _archive({"words/M2.A.words.xml": FILES["words/M2.A.words.xml"]}))
    bare = read("x.zip", _archive({"M1.B.words.xml": FILES["words/M1.B.words.xml"]}))
    assert bare.codebook is None
    assert bare.dialogues[0].meta == {"id": "M1"}
