"""What single values of records hold."""

# ruff: noqa: E501 - values stay whole
from __future__ import annotations

import pytest

from annotator.importers.cell_values import name_of, named, turns_of, words_of


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("['Ann', 'Bob']", "Ann, Bob"), (["Ann", {"name": "Bob"}], "Ann, Bob"), ({"id": 7}, "7"), ({"x": 1}, ""),
        ("[1, 2]", "[1, 2]"), ("[not a list]", "[not a list]"), (" Ann ", "Ann"), (3.0, "3"), (None, ""), (True, "true"),
    ],
)  # fmt: skip
def test_who_speaks(value: object, wanted: str) -> None:
    assert name_of(value) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ann: Hi.", ("Ann", "Hi.")), ("**Ann:** Hi.", ("Ann", "Hi.")), ("Dr. Bob: Yes.", ("Dr. Bob", "Yes.")),
        ("安娜：你好", ("安娜", "你好")), ("at 10:30 we go", None), ("http://x.org", None), ("Well. I think: no", None),
        ("one two three four five six: x", None), ("no colon", None), (": x", None),
    ],
)  # fmt: skip
def test_names_before_colons(text: str, wanted: tuple[str, str] | None) -> None:
    assert named(text) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("Scene one.\nAnn: Hi.\nBob: Yo.", [("", "Scene one."), ("Ann", "Hi."), ("Bob", "Yo.")]),
        ("Ann: Hi.\nBob: Yo.\nCat: So.", []),
        ("only words", []), ("Ann: Hi.", []), ([], []), (7, []), ([1, 2], []), ("[1, 2]", []), ("[broken", []),
        (["Ann: Hi.", "Bob: Yo."], [("Ann", "Hi."), ("Bob", "Yo.")]), (["a", " ", "b"], [("", "a"), ("", "b")]), (["a"], []),
        ("Hi </s> Yo </s>", [("", "Hi"), ("", "Yo")]),
    ],
)  # fmt: skip
def test_whole_dialogues(value: object, wanted: list[object]) -> None:
    assert turns_of(value) == wanted


def test_whole_dialogues_that_are_said_to_be_some() -> None:
    assert turns_of("Ann: Hi.\nBob: Yo.\nCat: So.", sure=True) == [
        ("Ann", "Hi."),
        ("Bob", "Yo."),
        ("Cat", "So."),
    ]
    assert turns_of("only words", sure=True) == []


def test_values_as_words() -> None:
    assert words_of([{"text": "a"}, "b", {"x": 1}, None]) == "a\nb"
    assert words_of({"content": "c"}) == "c"
    assert words_of(False) == "false"  # noqa: FBT003 - a value of a file
