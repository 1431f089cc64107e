"""One row per tag."""

from __future__ import annotations

import csv
import io

from hypothesis import given

from tests.exporters.bundles import written
from tests.exporters.projects import AT, Project, projects, sample


def rows(project: Project) -> list[dict[str, str]]:
    text = written(project, "tags-csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_row_is_a_tag_of_a_dialogue_a_turn_or_a_span() -> None:
    found = rows(sample())
    assert [(x["scope"], x["facet"], x["name"]) for x in found] == [
        ("dialogue", "quality", "good"),
        ("turn", "stance", "none"),
        ("turn", "stance", "favor"),
        ("turn", "topic", "art; 艺术"),
        ("span", "phrase", "hedge"),
        ("span", "phrase", "hedge"),
        ("turn", "note", "'=1+1"),
    ]
    assert [x["span"] for x in found if x["scope"] == "span"] == ["café", "fé"]
    assert {x["turn"] for x in found} == {"", "2"}


def test_a_row_says_everything_about_its_tag() -> None:
    project = sample()
    row = rows(project)[2]
    turn = project.records[0].turns[1].turn
    assert row == {
        "source": "file 1.txt", "dialogue": project.records[0].dialogue.key, "title": "Über “art”",
        "turn": "2", "turn_key": turn.key, "speaker": "A", "text": turn.text,
        "scope": "turn", "start": "", "end": "", "span": "",
        "facet": "stance", "label": "stance.favor", "name": "favor", "target": "AI会有创造力",
        "intensity": "2", "uncertain": "yes", "note": "hm\n",
        "annotator": "Anna 安娜", "annotator_key": turn.tags[1].annotator, "origin": "human", "score": "",
        "at": AT, "tag_key": turn.tags[1].key,
    }  # fmt: skip


def test_a_suggestion_says_that_it_is_one() -> None:
    row = rows(sample())[1]
    assert (row["annotator"], row["origin"], row["score"]) == ("tagger 1.2", "suggested", "0.75")


@given(projects())
def test_every_tag_has_its_row(project: Project) -> None:
    given_ = [tag.key for r in project.records for tag in r.tags]
    given_ += [tag.key for r in project.records for item in r.turns for tag in item.turn.tags]
    assert sorted(x["tag_key"] for x in rows(project)) == sorted(given_)
