"""What the source said of turns goes out as it came in; what is invented is said."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import codebooks
from annotator.exchange import export_project
from annotator.exporters import source_metadata
from annotator.exporters.chat_writer import bullet, languages_of, speakers
from annotator.exporters.convokit_writer import REPLIES
from annotator.exporters.elan_writer import TIMES
from annotator.exporters.source_metadata import TimeSpan
from annotator.model import Annotator, DialogueRecord, Turn, TurnLanguage
from annotator.pipeline.import_files import import_paths
from annotator.store import Project
from tests.exporters.bundles import unpacked
from tests.exporters.projects import sample
from tests.importers.test_cases import CASES, given

MEI = Annotator("00000000-0000-7000-8000-000000000001", "Mei")


def record(metas: Sequence[Mapping[str, object]], speaker: str = "A") -> DialogueRecord:
    one = sample().records[1]
    item = one.turns[0]
    turns = tuple(
        replace(item, turn=replace(item.turn, key=f"k:{at}", position=at, meta=meta, speaker=speaker))
        for at, meta in enumerate(metas)
    )
    return replace(one, turns=turns)


def turn(**meta: object) -> Turn:
    return record([meta]).turns[0].turn


def test_times_are_the_sources_own_or_between_them() -> None:
    assert source_metadata.spans(record([{"start": 1.5, "end": 2.25}, {"start": 2, "end": 2.0}])) == [
        TimeSpan(1500, 2250), TimeSpan(2000, 3000, invented=True)
    ]  # fmt: skip
    assert source_metadata.spans(record([{}, {"start": 2.0}, {}, {"start": 4.0, "end": 5}, {}])) == [
        TimeSpan(0, 2000, invented=True),
        TimeSpan(2000, 3000, invented=True),
        TimeSpan(3000, 4000, invented=True),
        TimeSpan(4000, 5000),
        TimeSpan(5000, 6000, invented=True),
    ]
    assert source_metadata.spans(record([{}, {"start": "soon", "end": True}])) == [
        TimeSpan(0, 1000, invented=True), TimeSpan(1000, 2000, invented=True)
    ]  # fmt: skip
    assert source_metadata.spans(record([{"start": -1.0}, {"start": float("nan")}]))[0].invented
    assert source_metadata.spans(record([])) == []
    assert source_metadata.invented_times(record([{"start": 0, "end": 1}, {}])) == 1


def test_replies_are_the_sources_own() -> None:
    said = record([{"id": 1}, {"id": 2.0, "reply_to": "1"}, {"id": "3", "reply_to": 1}, {"reply_to": "gone"}])
    assert source_metadata.replies(said) == [None, "k:0", "k:0", None]
    assert source_metadata.invented_replies(said) == 0
    unsaid = record([{"id": 1}, {}, {"reply_to": [1]}])
    assert source_metadata.replies(unsaid) == [None, "k:0", "k:1"]
    assert source_metadata.invented_replies(unsaid) == 2
    assert source_metadata.replies(record([])) == []
    assert source_metadata.invented_replies(record([])) == 0


@pytest.mark.parametrize(
    ("meta", "wanted"),
    [
        ({"time": 1000}, 1000),
        ({"time": "1100"}, 1100),
        ({"time": "1100.5"}, 1100.5),
        ({"time": "1970-01-01T00:01:00Z"}, 60.0),
        ({"time": "1970-01-01T00:01:00"}, 60.0),
        ({"time": "yesterday", "start": 3}, None),
        ({"time": " ", "start": 3}, 3.0),
        ({"time": True, "start": 3}, 3.0),
        ({}, None),
    ],
)
def test_a_time_stamp_is_a_number(meta: Mapping[str, object], wanted: float | None) -> None:
    assert source_metadata.timestamp(turn(**meta)) == wanted


def test_marks_of_chat_need_both_times() -> None:
    assert bullet(turn(start=0.6, end=2.219)) == "\x15600_2219\x15"
    assert bullet(turn(start=0.6)) == bullet(turn(end=1)) == bullet(turn(start=2, end=1)) == ""


def test_languages_are_those_of_the_dialogue() -> None:
    plain = record([{}])
    assert languages_of(plain, ("zh", "xx")) == ["zho"]
    assert languages_of(plain, ("x",)) == ["und"]
    item = plain.turns[0]
    spoken = replace(item.turn, language=TurnLanguage("mixed", words=(("en", 5), ("zh", 2), ("x", 9))))
    assert languages_of(replace(plain, turns=(replace(item, turn=spoken),)), ("fr",)) == ["eng", "zho"]
    about = replace(plain.dialogue, meta={"headers": {"Languages": "deu, eng"}})
    assert languages_of(replace(plain, dialogue=about), ("fr",)) == ["deu", "eng"]
    about = replace(plain.dialogue, meta={"headers": {"Languages": " "}})
    assert languages_of(replace(plain, dialogue=about), ("fr",)) == ["fra"]


def test_codes_that_came_in_go_out() -> None:
    one = record([{}], "CHI")
    headers: dict[str, object] = {"headers": {"ID": "eng|x|CHI|2;00.|male|||Target_Child|||"}}
    came = replace(one, dialogue=replace(one.dialogue, meta=headers))
    assert speakers(came) == {"CHI": "CHI"}
    assert speakers(one) == {"CHI": "SP1"}, "no CHAT file"
    odd = replace(came, turns=record([{}], "Anna").turns)
    assert speakers(odd) == {"Anna": "SP1"}
    assert speakers(replace(came, turns=record([{}], "INV1").turns)) == {"INV1": "INV1"}
    project = sample()
    project.records = [came]
    (text,) = unpacked(project, "chat").values()
    assert "@ID:\teng|x|CHI|2;00.|male|||Target_Child|||\n" in text.decode()
    assert "@Participants:\tCHI CHI Participant\n" in text.decode()
    both: dict[str, object] = {
        "headers": {"ID": ["short", "eng|x|CHI|3;00.||||Child|||"]},
        "speakers": {
            "CHI": {"name": "Ross", "role": "Child"},
            "MOT": "odd",
            "FAT": {"role": "", "x": [1], "y": True},
        },
    }
    project.records = [replace(came, dialogue=replace(came.dialogue, meta=both))]
    (text,) = unpacked(project, "chat").values()
    assert "CHI|3;00." in text.decode()
    assert "@Participants:\tCHI Ross Child\n" in text.decode()
    project.records = [replace(came, dialogue=replace(came.dialogue, meta={"headers": {"ID": 3}}))]
    assert b"|CHI|||||Participant" in next(iter(unpacked(project, "chat").values()))


def test_words_nobody_understood_are_written_small() -> None:
    project = sample()
    one = record([{}])
    item = one.turns[0]
    project.records = [replace(one, turns=(replace(item, turn=replace(item.turn, text="XXX did it")),))]
    (text,) = unpacked(project, "chat").values()
    assert "*SP1:\txxx did it .\n" in text.decode()
    project.records = [replace(one, turns=(replace(item, turn=replace(item.turn, text="xx did XX")),))]
    (text,) = unpacked(project, "chat").values()
    assert "*SP1:\txxx did xxx .\n" in text.decode(), "the checker wants three letters"


def test_turns_that_overlap_stand_on_several_tiers() -> None:
    project = sample()
    one = record([{"start": 0, "end": 2}, {"start": 1, "end": 3}, {"start": 2, "end": 4}, {}])
    tagged = replace(
        one.turns[1], turn=replace(one.turns[1].turn, tags=sample().records[0].turns[1].turn.tags[:1])
    )
    other = replace(one.turns[2], turn=replace(one.turns[2].turn, speaker="A (2)"))
    project.records = [replace(one, turns=(one.turns[0], tagged, other, one.turns[3]))]
    (data,) = unpacked(project, "elan").values()
    root = ET.fromstring(data)
    tiers = {x.attrib["TIER_ID"]: len(list(x.iter("ANNOTATION_VALUE"))) for x in root.iter("TIER")}
    assert tiers == {"A": 2, "A (3)": 1, "topic@A (3) (Anna 安娜)": 1, "A (2)": 1}
    (note,) = (x.text for x in root.iter("PROPERTY") if x.get("NAME") == "times")
    assert note is not None
    assert note.endswith("turns 3, from 0.")


def _eaf(metas: Sequence[Mapping[str, object]], speakers: Sequence[str], **about: object) -> ET.Element:
    """What ELAN's export makes of turns with these metadata."""
    project = sample()
    one = record(metas)
    turns = tuple(
        replace(item, turn=replace(item.turn, speaker=who, tags=()))
        for item, who in zip(one.turns, speakers, strict=True)
    )
    project.records = [replace(one, turns=turns, dialogue=replace(one.dialogue, meta=about))]
    (data,) = unpacked(project, "elan").values()
    return ET.fromstring(data)


def test_tiers_of_the_source_keep_names_and_annotations_their_ids() -> None:
    metas: list[Mapping[str, object]] = [
        {"place": "tier tx@A, line 4", "id": "a7", "tiers": {"ft@A": "so", "w@A": ["it", "is"], "n": 3}},
        {"place": "tier ortho", "id": "a9", "tiers": {"ft@A": "no", "tx@A": "x", "empty": ""}},
        {"place": "tier ortho", "id": "twice"}, {"place": "line 3", "id": "twice"}, {"place": 4, "id": "7 x"},
    ]  # fmt: skip
    root = _eaf(metas, ["Ann", "Bo", "Cy", "Ann", "tx@A"], media=["a.WAV", "b.xyz", 3, ""])
    parents = {tier.attrib["TIER_ID"]: tier.get("PARENT_REF") for tier in root.iter("TIER")}
    assert parents == {
        "tx@A": None, "ft@A": "tx@A", "w@A": "tx@A", "Bo": None, "ft@A@Bo": "Bo", "tx@A@Bo": "Bo",
        "Cy": None, "Ann": None, "tx@A (2)": None,
    }  # fmt: skip
    ids = {x.attrib["ANNOTATION_ID"]: x[0].text for x in root.iter() if "ANNOTATION_ID" in x.attrib}
    assert {"a7", "a9"} <= set(ids)
    assert len(ids) == 5 + 5
    assert not {"twice", "7 x"} & set(ids)
    chain = [(x[0].text, x.get("PREVIOUS_ANNOTATION")) for x in root.iter("REF_ANNOTATION")]
    it = next(key for key, text in ids.items() if text == "it")
    assert ("is", it) in chain
    assert sum(before is not None for _, before in chain) == 1
    types = {x.attrib["LINGUISTIC_TYPE_ID"]: x.get("CONSTRAINTS") for x in root.iter("LINGUISTIC_TYPE")}
    assert types["of the source"] == "Symbolic_Association"
    assert types["parts of the source"] == "Symbolic_Subdivision"
    assert [x.get("MIME_TYPE") for x in root.iter("MEDIA_DESCRIPTOR")] == ["audio/x-wav", "unknown"]
    (last,) = [x.text for x in root.iter("PROPERTY") if x.get("NAME") == "lastUsedAnnotationId"]
    assert int(str(last)) == 10, "a7 and a9 are passed over"


def test_a_name_below_that_is_taken_twice_gets_a_number() -> None:
    metas: list[Mapping[str, object]] = [
        {"place": "tier A", "tiers": {"B": "x", "B@A": "y"}}, {"place": "tier B"}, {"place": "tier B@A"},
    ]  # fmt: skip
    root = _eaf(metas, ["1", "2", "3"], media="one.mp4")
    assert [tier.get("TIER_ID") for tier in root.iter("TIER")] == ["A", "B@A (2)", "B@A@A", "B", "B@A"]
    assert [x.get("MIME_TYPE") for x in root.iter("MEDIA_DESCRIPTOR")] == ["video/mp4"]


def exported(tmp_path: Path, case: str, form: str, name: str) -> tuple[dict[str, bytes], dict[str, int]]:
    """The files of an export of a case, and what the report says is invented."""
    with Project.create(tmp_path / "p.dap", codebook=codebooks.default(), annotator=MEI) as project:
        assert import_paths(project, [given(CASES / case)], workers=0).failed == ()
        report = export_project(project, tmp_path / name, format=form)
    data = (tmp_path / name).read_bytes()
    invented = {loss.kind: loss.count for loss in report.invented}
    if not name.endswith(".zip"):
        return {name: data}, invented
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {one: archive.read(one) for one in archive.namelist()}, invented


def test_elan_in_elan_out_has_the_same_times(tmp_path: Path) -> None:
    files, invented = exported(tmp_path, "72-elan-times-out", "elan", "x.zip")
    (data,) = files.values()
    root = ET.fromstring(data)
    slots = {x.attrib["TIME_SLOT_ID"]: int(x.attrib["TIME_VALUE"]) for x in root.iter("TIME_SLOT")}
    found = {
        tier.attrib["TIER_ID"]: [
            (slots[x.attrib["TIME_SLOT_REF1"]], slots[x.attrib["TIME_SLOT_REF2"]], x[0].text)
            for x in tier.iter("ALIGNABLE_ANNOTATION")
        ]
        for tier in root.iter("TIER")
    }
    assert found == {"I-Spch": [(0, 1500, "Is it raining?")], "B-Spch": [(1500, 2000, "Not yet.")]}
    assert [tier.get("PARTICIPANT") for tier in root.iter("TIER")] == ["Ilse", "Bram"]
    assert "times" not in {x.get("NAME") for x in root.iter("PROPERTY")}
    assert invented == {}


EAF = """<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="0"/>
<TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="1500"/></TIME_ORDER>
<TIER LINGUISTIC_TYPE_REF="utterance" PARTICIPANT="Ilse" TIER_ID="I-Spch"><ANNOTATION>
<ALIGNABLE_ANNOTATION ANNOTATION_ID="a4" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
<ANNOTATION_VALUE>Is it raining?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER LINGUISTIC_TYPE_REF="words" PARENT_REF="I-Spch" TIER_ID="I-Words">
<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a5" ANNOTATION_REF="a4"><ANNOTATION_VALUE>Is</ANNOTATION_VALUE>
</REF_ANNOTATION></ANNOTATION><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a6" ANNOTATION_REF="a4">
<ANNOTATION_VALUE>it</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>"""


def test_elan_in_elan_out_says_the_same_when_it_comes_in_again(tmp_path: Path) -> None:
    found = []
    file = tmp_path / "one.eaf"
    file.write_text(EAF)
    for number in range(2):
        with Project.create(
            tmp_path / f"{number}.dap", codebook=codebooks.default(), annotator=MEI
        ) as project:
            assert import_paths(project, [file], workers=0).failed == ()
            export_project(project, tmp_path / "x.zip", format="elan")
            (turn,) = project.turns.page(project.turns.ids(project.dialogues.ids()[0]))
        said = {key: value for key, value in turn.meta.items() if key != "place"}
        found.append((turn.speaker, turn.text, said))
        with zipfile.ZipFile(tmp_path / "x.zip") as archive:
            file.write_bytes(archive.read(archive.namelist()[0]))
    assert found[0] == found[1]
    assert found[0][2] == {"id": "a4", "start": 0.0, "end": 1.5, "tiers": {"I-Words": ["Is", "it"]}}


def test_times_that_are_invented_are_said(tmp_path: Path) -> None:
    files, invented = exported(tmp_path, "15-strings-with-names", "elan", "x.zip")
    assert all(TIMES.encode() in data for data in files.values())
    assert invented == {"invented times": 6}


def test_rows_have_the_times_of_the_source(tmp_path: Path) -> None:
    files, invented = exported(tmp_path, "74-csv-times-out", "csv", "x.csv")
    rows = list(csv.DictReader(io.StringIO(files["x.csv"].decode("utf-8-sig"))))
    assert [(row["start"], row["end"], row["id"]) for row in rows] == [
        ("1.5", "3.25", "1"), ("3.5", "4", "2"), ("5", "6", "3")
    ]  # fmt: skip
    assert invented == {}


def test_convokit_in_convokit_out_says_who_answers_whom(tmp_path: Path) -> None:
    files, invented = exported(tmp_path, "75-convokit-replies-out", "convokit", "x.zip")
    said = [json.loads(line) for line in files["corpus/utterances.jsonl"].splitlines()]
    texts = {one["id"]: one["text"] for one in said}
    answers = {one["text"]: texts.get(one["reply-to"]) for one in said}
    assert answers["A bird's nest fern."] == "Which fern?"
    assert [one["timestamp"] for one in said] == [1000, 1100, 1200]
    assert invented == {}
    meta = [one["meta"] for one in json.loads(files["corpus/conversations.json"]).values()]
    assert all("replies" not in one for one in meta)


def test_replies_that_are_invented_are_said(tmp_path: Path) -> None:
    files, invented = exported(tmp_path, "74-csv-times-out", "convokit", "x.zip")
    (about,) = json.loads(files["corpus/conversations.json"]).values()
    assert about["meta"]["replies"] == REPLIES
    assert invented == {"invented replies": 2}
