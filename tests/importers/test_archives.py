"""Zip archives and corpora: their files are read where they are, within bounds, and nothing leaves them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.importers import (
    FileOnDisk,
    FileReader,
    Recipe,
    archives,
    find_format,
    format_of_key,
    read_structured,
    walk,
)
from tests.importers.reading import faults, read, said


def zipped(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def files_in(path: Path) -> dict[str, bytes | str]:
    """Every file with its bytes, or with the sentence why it has none."""
    found: dict[str, bytes | str] = {}
    with FileReader() as reader:
        for item in walk([path]):
            if isinstance(item, FileOnDisk):
                try:
                    found[item.name] = reader.read(item)
                except UserError as error:
                    found[item.name] = str(error)
    return found


def test_the_files_of_an_archive(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "all.zip",
        **{
            "b/x.json": "[]",
            "a.txt": "[A]: hi",
            "pic.png": "",
            "__MACOSX/a.txt": "",
            ".hidden.txt": "",
            "in.zip": "",
        },
    )
    assert files_in(path) == {"all.zip/a.txt": b"[A]: hi", "all.zip/b/x.json": b"[]"}
    assert files_in(tmp_path) == files_in(path)
    skipped = [item.path for item in walk([path]) if not isinstance(item, FileOnDisk)]
    assert skipped == [path / "in.zip", path / "pic.png"]
    places = [item.place for item in walk([path]) if isinstance(item, FileOnDisk)]
    assert places == [path / "a.txt", path / "b/x.json"]
    assert list(walk([path], plain=True)) == [FileOnDisk(path, "all.zip", path.stat().st_size)]


def test_paths_that_climb_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    path = zipped(
        inside / "x.zip",
        **{
            "../out.txt": "evil",
            "/etc/y.txt": "evil",
            "C:\\z.txt": "evil",
            "a/../../b.txt": "evil",
            "ok.txt": "fine",
        },
    )
    found = files_in(path)
    assert found.pop("x.zip/ok.txt") == b"fine"
    assert len(found) == 4
    for sentence in found.values():
        assert "its path" in str(sentence)
    assert sorted(item.name for item in tmp_path.rglob("*")) == ["inside", "x.zip"]


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "x.zip", **{"a.txt": "0" * 30_000_000})
    assert "would unpack to 30,000,000" in str(files_in(path)["x.zip/a.txt"])
    lying = bytearray(path.read_bytes())
    for at in (22, lying.rindex(b"PK\x01\x02") + 24):  # the sizes that the archive claims
        lying[at : at + 4] = (1_000).to_bytes(4, "little")
    path.write_bytes(lying)
    sentence = files_in(path)["x.zip/a.txt"]
    assert isinstance(sentence, str) or len(sentence) <= 1_000
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    many = zipped(tmp_path / "many.zip", **{f"{n}.txt": "x" for n in range(3)})
    assert "it holds 3 files" in str(files_in(many)["many.zip"])


def test_archives_that_are_damaged_locked_or_empty(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 and nothing else")
    assert "it is damaged: there is no intact archive in it" in str(files_in(tmp_path / "no.zip")["no.zip"])
    whole = zipped(tmp_path / "cut.zip", **{"a.txt": " ".join(map(str, range(500)))}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole.replace(whole[40:50], b"0123456789", 1))
    assert "it is damaged" in str(files_in(tmp_path / "cut.zip")["cut.zip/a.txt"])
    locked = bytearray(zipped(tmp_path / "locked.zip", **{"a.txt": "hello"}).read_bytes())
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    assert "locked by a password" in str(files_in(tmp_path / "locked.zip")["locked.zip/a.txt"])
    assert "nothing in this archive" in str(files_in(zipped(tmp_path / "empty.zip"))["empty.zip"])
    link = zipfile.ZipInfo("l.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "a link to another place" in str(files_in(tmp_path / "link.zip")["link.zip/l.txt"])
    with (
        archives.opened(zipped(tmp_path / "a.zip", a="x"), "a.zip") as archive,
        pytest.raises(UserError, match="no b"),
    ):
        archives.read_member(archive, "b", "a.zip")


def test_names_in_an_encoding_nobody_says(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", **{"QQQQ.txt": "[A]: hi"})
    path.write_bytes(path.read_bytes().replace(b"QQQQ", "你好".encode("gb18030")))
    assert list(files_in(path)) == ["x.zip/你好.txt"]


CORPUS = {
    "utterances.jsonl": "\n".join(
        map(
            json.dumps,
            [
                {"id": "u2", "conversation_id": "u1", "text": "Hi.", "speaker": "B", "reply-to": "u1",
                 "timestamp": 20},
                {"id": "u1", "conversation_id": "u1", "text": "Hello.", "speaker": "A", "timestamp": "10",
                 "meta": {"mood": "good"}, "reply-to": None, "vectors": []},
                {"id": "u3", "root": "u3", "text": "Yes.", "user": {"id": "C"}, "reply_to": "u3"},
                {"id": "u4", "text": "No home."},
                {"id": "u5", "conversation_id": "u1"},
            ],
        )
    ),
    "speakers.json": json.dumps({"A": {"meta": {"age": 30}, "vectors": []}, "C": {"age": 5}, "D": 7}),
    "conversations.json": json.dumps({"u1": {"meta": {"topic": "x"}}}),
    "corpus.json": json.dumps({"name": "small"}),
    "index.json": "not json",
}  # fmt: skip


def check_corpus(data: bytes) -> None:
    assert find_format("x", data).key == "convokit"
    made = read("x.zip", data)
    assert said(made) == [[("A", "Hello."), ("B", "Hi.")], [("C", "Yes.")]]
    first, second = made.dialogues
    assert first.meta == {
        "id": "u1", "fields": {"topic": "x"}, "speakers": {"A": {"age": 30}}, "corpus": {"name": "small"}
    }  # fmt: skip
    assert second.meta == {"id": "u3", "speakers": {"C": {"age": 5}}, "corpus": {"name": "small"}}
    assert first.turns[0].meta == {"id": "u1", "time": "10", "fields": {"mood": "good"}}
    assert first.turns[1].meta == {"id": "u2", "reply_to": "u1", "time": 20}
    assert faults(made)[1:] == [
        "utterances.jsonl line 4: it does not say which conversation it belongs to",
        "utterances.jsonl line 5: there is no text in it",
        "utterances.jsonl line 3: its replies lead back to itself (“u3”)",
    ]
    assert faults(made)[0].startswith("index.json: it is left out, because it is no sound JSON")


def test_a_corpus_in_an_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "corpus.zip", **{f"corpus/{name}": data for name, data in CORPUS.items()})
    found = files_in(path)
    assert list(found) == ["corpus.zip"], "it is one file"
    check_corpus(path.read_bytes())


def test_a_corpus_in_a_folder_is_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "all" / "corpus"
    folder.mkdir(parents=True)
    for name, data in CORPUS.items():
        (folder / name).write_text(data, encoding="utf-8")
    (folder / "other.txt").write_text("no part of it", encoding="utf-8")
    (tmp_path / "all" / "a.txt").write_text("[A]: hi", encoding="utf-8")
    found = files_in(tmp_path / "all")
    assert list(found) == ["a.txt", "corpus"]
    alone = files_in(folder)
    assert alone == {"corpus": found["corpus"]}, "the same bytes every time"
    check_corpus(bytes(alone["corpus"]))  # type: ignore[arg-type]


def test_corpora_that_are_not_whole(tmp_path: Path) -> None:
    empty = zipped(tmp_path / "x.zip", **{"utterances.jsonl": "", "corpus.json": "{}"})
    with pytest.raises(UserError, match=r"This file is empty"):
        read("x.zip", empty.read_bytes())
    none = zipped(tmp_path / "y.zip", **{"utterances.jsonl": "x", "corpus.json": "[]"})
    with pytest.raises(UserError, match=r"There are no turns in x.zip: line 1: it is no JSON"):
        read("x.zip", none.read_bytes())


@pytest.mark.parametrize(
    ("form", "files", "words"),
    [
        ("docx", {"word/document.xml": "<document><body><p/></body></document>"}, "there are no words in it"),
        ("docx", {"word/document.xml": "<document>"}, "This Word document is broken"),
        ("docx", {"other": ""}, "it is no Word document"),
        ("xlsx", {"other": ""}, "it is no Excel workbook"),
        ("xlsx", {"xl/workbook.xml": "<workbook/>"}, "it has no xl/_rels/workbook.xml.rels"),
        ("convokit", {"other": ""}, "there is no utterances.jsonl"),
    ],
)
def test_archives_that_are_not_what_is_asked(
    form: str, files: dict[str, str], words: str, tmp_path: Path
) -> None:
    data = zipped(tmp_path / "x", **files).read_bytes()
    with pytest.raises(UserError, match=words):
        read_structured(format_of_key(form), "x", data, Recipe())


def test_notes_and_tables_in_a_word_document(tmp_path: Path) -> None:
    document = (
        "<document><body><p><r><t>A: one</t></r><del><r><delText>gone</delText></r></del></p>"
        "<tbl><tr><tc><p><r><t>x</t></r></p></tc><tc><p><r><t>y</t></r></p></tc></tr></tbl>"
        "<sdt><sdtContent><p><r><t>B: two</t></r></p></sdtContent></sdt></body></document>"
    )
    notes = '<comments><comment id="1"/><comment id="2"/></comments>'
    data = zipped(tmp_path / "x", **{"word/document.xml": document, "word/comments.xml": notes}).read_bytes()
    made = read("x.docx", data)
    assert made.text == "A: one\nx\ty\nB: two"
    assert faults(made) == ["2 comments left out"]


@pytest.mark.parametrize("name", ["talk.docx", "talk.xlsx", "talk.odt"])
def test_a_document_cut_short_is_told_to_be_damaged(name: str) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("word/document.xml", "<x/>" * 99)
    cut = whole.getvalue()[:80]
    form = find_format(name, cut)
    assert name.endswith(form.suffixes)
    with pytest.raises(UserError, match="it is damaged"):
        read_structured(form, name, cut, Recipe())
    assert find_format("talk.txt", cut).key == "text"
