"""Which answers of one annotator exclude each other."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.exclusive_answers import gives_way, question_of
from annotator.model import Tag

TAG = Tag("k", 1, 2, "stance", "stance.favor", "ada", start=3, end=5, target="t")


def test_two_labels_of_one_question_exclude_each_other() -> None:
    other = replace(TAG, key="l", label="stance.against", note="n", intensity=2)
    assert question_of(TAG, several=False) == question_of(other, several=False)
    assert question_of(TAG, several=True) != question_of(other, several=True)


def test_whose_it_is_where_and_toward_what_tell_questions_apart() -> None:
    questions = [
        question_of(each, several=False)
        for each in (
            TAG,
            replace(TAG, facet="topic"),
            replace(TAG, annotator="ben"),
            replace(TAG, target=None),
            replace(TAG, start=2),
            replace(TAG, end=6),
            replace(TAG, start=None, end=None),
        )
    ]
    assert len(set(questions)) == len(questions)


def test_a_standing_tag_gives_way_in_its_place_only() -> None:
    answer = replace(TAG, label="stance.against")
    assert gives_way(TAG, answer, "t", several=False)
    assert not gives_way(TAG, answer, "t", several=True), "another label stands beside it"
    assert gives_way(TAG, TAG, "t", several=True)
    assert not gives_way(TAG, answer, "u", several=False)
    assert gives_way(replace(TAG, target=None), answer, "t", several=False), "from before there was a target"
    assert not gives_way(TAG, replace(answer, end=6), "t", several=False)
