"""ELAN's annotation documents."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

from hypothesis import given

from annotator.exporters.elan_writer import TIMES
from annotator.exporters.xml_text import clean
from tests.exporters.bundles import unpacked
from tests.exporters.projects import Project, projects, sample, tag


def documents(project: Project) -> list[ET.Element]:
    files = unpacked(project, "elan")
    assert list(files) == [f"{record.dialogue.key}.eaf" for record in project.records]
    return [ET.fromstring(data) for data in files.values()]


def tiers(document: ET.Element) -> dict[str | None, list[str | None]]:
    return {
        tier.get("TIER_ID"): [x.text for x in tier.iter("ANNOTATION_VALUE")] for tier in document.iter("TIER")
    }


def test_a_speaker_is_a_tier_and_answers_stand_below() -> None:
    first, second = documents(sample())
    assert tiers(first) == {
        "(no speaker)": ["标题 “x”\n"],
        "A": ["café ,  是"],
        "stance@A (Anna 安娜)": ["favor"],
        "topic@A (Anna 安娜)": ["art; 艺术"],
        "phrase@A (Anna 安娜)": ["hedge"],
        "note@A (Anna 安娜)": ["=1+1"],
        "B": ["béx😀"],
    }
    assert tiers(second) == {"C": ["x\ny"]}
    parents = {x.get("TIER_ID"): x.get("PARENT_REF") for x in first.iter("TIER")}
    assert (parents["A"], parents["note@A (Anna 安娜)"]) == (None, "A")


def test_times_are_invented_and_the_file_says_so() -> None:
    first = documents(sample())[0]
    properties = [(x.get("NAME"), x.text) for x in first.iter("PROPERTY")]
    assert ("times", TIMES) in properties
    assert ("title", "Über “art”") in properties
    assert ("target", "AI会有创造力") in properties
    assert ("tag of the dialogue by Anna 安娜", "quality: good") in properties
    assert [x.get("TIME_VALUE") for x in first.iter("TIME_SLOT")] == [
        "0", "1000", "1000", "2000", "2000", "3000"
    ]  # fmt: skip


def test_several_labels_of_one_facet_are_one_annotation() -> None:
    project = sample()
    record = project.records[1]
    tags = (tag(1, "phrase", "phrase.hedge", start=0, end=1), tag(2, "topic", "topic.art"))
    other = tag(3, "topic", "c0000000-0000-7000-8000-000000000000")
    turn = replace(record.turns[0].turn, tags=(*tags, other))
    project.records = [replace(record, turns=(replace(record.turns[0], turn=turn),))]
    (document,) = documents(project)
    assert tiers(document)["topic@C (Anna 安娜)"] == ["art; 艺术; =painting"]


@given(projects())
def test_every_turn_is_there_and_every_reference_leads_somewhere(project: Project) -> None:
    for record, document in zip(project.records, documents(project), strict=True):
        # XML has one line break.
        texts = [clean(x.turn.text).replace("\r\n", "\n").replace("\r", "\n") for x in record.turns]
        spoken = sorted(
            document.iter("ALIGNABLE_ANNOTATION"), key=lambda x: int(x.attrib["TIME_SLOT_REF1"][2:])
        )
        assert [x[0].text or "" for x in spoken] == texts
        slots = {x.get("TIME_SLOT_ID") for x in document.iter("TIME_SLOT")}
        assert all({x.get("TIME_SLOT_REF1"), x.get("TIME_SLOT_REF2")} <= slots for x in spoken)
        ids = [x.get("ANNOTATION_ID") for x in document.iter() if x.get("ANNOTATION_ID")]
        assert len(ids) == len(set(ids))
        assert {x.get("ANNOTATION_REF") for x in document.iter("REF_ANNOTATION")} <= set(ids)
        (last,) = [x.text for x in document.iter("PROPERTY") if x.get("NAME") == "lastUsedAnnotationId"]
        assert last == str(len(ids))
        names = [x.get("TIER_ID") for x in document.iter("TIER")]
        assert len(names) == len(set(names))
        assert {x.get("PARENT_REF") for x in document.iter("TIER")} <= {None, *names}
