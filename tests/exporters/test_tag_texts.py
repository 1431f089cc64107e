"""Tags in words."""

from __future__ import annotations

from annotator.exporters.tag_texts import TagNames, statements, unique_names
from tests.exporters.projects import AT, CODEBOOK, sample


def test_names_that_are_shared_or_empty_have_their_key() -> None:
    pairs = (("a", "art"), ("b", "art"), ("c", ""), ("d", "tea"))
    assert unique_names(pairs) == {"a": "art a", "b": "art b", "c": "c", "d": "tea"}


def test_a_tag_says_everything_in_words_and_nothing_empty() -> None:
    project = sample()
    record = project.records[0]
    words = TagNames(CODEBOOK, project.people)
    tags = words.ordered(record.turns[1].turn.tags, suggested=True)
    assert [tag.facet for tag in tags] == ["stance", "stance", "topic", "phrase", "phrase", "note"]
    assert words.members(tags[1], statements(record)) == {
        "facet": "stance",
        "label": "stance.favor",
        "name": "favor",
        "annotator": "Anna 安娜",
        "origin": "human",
        "target": "AI会有创造力",
        "intensity": 2,
        "uncertain": True,
        "note": "hm\n",
        "at": AT,
        "key": tags[1].key,
    }


def test_suggestions_are_left_out_unless_asked_for() -> None:
    project = sample()
    words = TagNames(CODEBOOK, project.people)
    tags = project.records[0].turns[1].turn.tags
    assert len(words.ordered(tags)) == len(words.ordered(tags, suggested=True)) - 1
