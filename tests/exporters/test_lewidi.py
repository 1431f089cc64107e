"""Learning with disagreement: one file a facet, everybody's labels and the shares that gave them."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from annotator.core.roles import in_role, majority_key
from annotator.exporters.lewidi_writer import file_names
from annotator.exporters.read_back_check import Differs, Witness
from annotator.exporters.readback.disagreement import LeWiDi
from annotator.model import Annotator, Facet, Label, Tag
from tests.exporters.bundles import unpacked, written
from tests.exporters.projects import ANNA, CODEBOOK, Project, projects, sample, tag

BO = Annotator("a0000000-0000-7000-8000-000000000003", "Bo")


def entries(project: Project, name: str) -> list[dict[str, Any]]:
    return list(json.loads(unpacked(project, "lewidi")[name]).values())


def answered(*tags: Tag, people: tuple[Annotator, ...] = (ANNA, BO)) -> Project:
    """The sample, whose second turn has these tags and no other."""
    project = replace(sample(), people=people)
    first, *others = project.records
    turns = [
        replace(item, turn=replace(item.turn, tags=tags if item.turn.position == 1 else ()))
        for item in first.turns
    ]
    project.records = [replace(first, turns=tuple(turns)), *others]
    return project


def test_an_entry_has_what_everybody_said_and_the_shares() -> None:
    target = sample().records[0].dialogue.targets[0]
    (entry,) = entries(
        answered(
            tag(1, "stance", "stance.favor", ANNA, target=target.key),
            tag(2, "stance", "stance.none", BO, target=target.key),
        ),
        "stance.json",
    )
    assert entry["annotation task"] == "For or against?"
    assert entry["text"] == {"context": "标题 “x”\n", "turn": "café ,  是"}
    assert (entry["number of annotators"], entry["annotators"], entry["number of annotations"]) == (
        2,
        "Ann1,Ann2",
        2,
    )
    assert entry["annotations"] == {"Ann1": "favor", "Ann2": "none"}
    assert entry["soft_label"] == {"favor": 0.5, "none": 0.5}
    assert (entry["lang"], entry["other_info"]["target"]) == ("mixed", "AI会有创造力")


def test_of_several_labels_each_is_given_or_not() -> None:
    book = replace(
        CODEBOOK,
        facets=tuple(
            replace(facet, labels=(*facet.labels, Label("topic.music", "topic", "music, song", position=2)))
            if facet.key == "topic"
            else facet
            for facet in CODEBOOK.facets
        ),
    )
    project = answered(
        tag(1, "topic", "topic.art", ANNA),
        tag(2, "topic", "topic.music", ANNA),
        tag(3, "topic", "topic.art", BO),
    )
    (entry,) = entries(replace(project, book=book), "topic.json")
    assert entry["annotations"] == {"Ann1": "art; 艺术,topic.music", "Ann2": "art; 艺术"}, (
        "commas divide labels"
    )
    assert entry["number of annotations"] == 3
    assert entry["soft_label"] == {
        "art; 艺术": {"0": 0.0, "1": 1.0},
        "topic.music": {"0": 0.5, "1": 0.5},
    }, "a retired label that nobody gave is not among them"


def test_dialogues_are_entries_with_their_whole_text() -> None:
    (entry,) = entries(sample(), "quality.json")
    assert entry["text"]["dialogue"].split("\n")[-2:] == ["A: café ,  是", "B: béx😀"]
    assert (entry["lang"], "turn" in entry["other_info"]) == ("und", False)


def test_decisions_stand_beside_and_votes_nowhere() -> None:
    key = sample().key
    mei, voter = in_role(key, ANNA, "adjudicator"), in_role(key, ANNA, "voter")
    majority = Annotator(majority_key(key), "majority vote", "machine")
    people = (mei, ANNA, BO, voter, majority)
    given_ = [tag(n, "language", "language.zh", who) for n, who in enumerate(people, 1)]
    (entry,) = entries(answered(*given_, people=people), "language.json")
    assert entry["annotations"] == {"Ann1": "zh", "Ann2": "zh"}
    assert entry["other_info"]["adjudicated"] == "zh"
    alone = answered(tag(1, "language", "language.zh", mei), people=people)
    assert entries(alone, "language.json") == [], "what only an adjudicator answered has no disagreement"
    about = json.loads(unpacked(alone, "lewidi")["annotators_meta.json"])
    assert [one["name"] for one in about.values()] == ["Anna 安娜", "Bo"]


def test_names_of_files_are_safe_and_different() -> None:
    facets = [Facet(key, key, "single") for key in ("a/b", "a:b", "态度")]
    assert [name for _, name in file_names(facets)] == ["a_b.json", "a_b_2.json", "态度.json"]


@given(projects())
def test_every_label_of_a_person_is_there(project: Project) -> None:
    files = unpacked(project, "lewidi")
    facets = [facet for facet in project.book.facets if facet.kind != "text" and facet.scope != "span"]
    found = sum(
        entry["number of annotations"]
        for _, name in file_names(facets)
        for entry in json.loads(files[name]).values()
    )
    wanted = {facet.key for facet in facets}
    tags = [x for r in project.records for x in (*r.tags, *(x for item in r.turns for x in item.turn.tags))]
    assert found == len(
        {(x.turn_id, x.dialogue_id, x.facet, x.target, x.annotator, x.label, x.key) for x in tags
         if x.facet in wanted and x.origin != "suggested" and x.start is None}
    )  # fmt: skip


@pytest.mark.parametrize("change", ["label", "dialogue", "more"])
def test_a_file_that_says_something_else_is_noticed(change: str) -> None:

    project = answered(tag(1, "language", "language.zh", ANNA), tag(2, "language", "language.zh", BO))
    witness = Witness(LeWiDi(project))
    for record in project.records:
        witness.add(record)
    data = written(project, "lewidi")
    witness.compare(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            if name == "language.json":
                held = {
                    "label": held.replace(b'"zh"', b'"en"', 1),
                    "dialogue": held.replace(b'"dialogue":"', b'"dialogue":"x'),
                    "more": held.replace(b"\n}", b',\n"x":{}\n}'),
                }[change]
            new.writestr(name, held)
    with pytest.raises(Differs):
        witness.compare(out)
