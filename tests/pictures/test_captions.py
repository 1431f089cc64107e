"""Captions: figures in words, and the singular where there is one of something."""

from __future__ import annotations

from annotator.pictures.make_picture import caption_of, kind_of, sentences
from annotator.pictures.picture_request import Data


def test_one_of_something_is_called_so() -> None:
    facts = {"facet": "Topic", "dialogue": "1 turns", "annotator": "Ada", "kinds": 1, "n": 1, "turns": 1}

    assert caption_of(kind_of("strip"), Data((), (), facts)) == (
        "Topic in “1 turns” as Ada tagged it: 1 label on 1 of 1 turn. Hollow: uncertain."
    )


def test_several_and_none_keep_the_plural() -> None:
    facts = {"facet": "Topic", "dialogue": "A", "annotator": "Ada", "kinds": 0, "n": 1, "turns": 1200}

    assert "0 labels on 1 of 1,200 turns." in caption_of(kind_of("strip"), Data((), (), facts))


def test_a_verb_follows_its_number() -> None:
    facts = {"languages": 1, "speakers": 1, "n": 2, "dialogues": 1}

    caption = caption_of(kind_of("mixing"), Data((), (), facts))

    assert "how evenly 1 language is used" in caption
    assert "of 1 speaker, in 2 turns of 1 dialogue." in caption


def test_notes_follow_with_a_space_but_behind_a_chinese_full_stop() -> None:
    assert sentences("One.", "Two.") == "One. Two."
    assert sentences("一。", "二（a. b）。", "Three.") == "一。二（a. b）。Three."
