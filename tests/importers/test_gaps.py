"""Gaps: what is one, what is none, and the habits of whole dialogues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.resources import samples
from annotator.importers import find_gaps, find_gaps_in_all, guess_rule, habits, segment
from tests.growth import MOST, growth

DOUBLE, BEFORE = "double space", "space before punctuation"


@pytest.mark.parametrize(
    ("text", "marked", "reason"),
    [
        ("humans have that  - creativity", "  ", DOUBLE),
        ("yes —  might just be", "  ", DOUBLE),
        ("我可以用  transfer", "  ", DOUBLE),
        ("one   two", "   ", DOUBLE),
        (" Now you speak", " ", DOUBLE),
        ("  Now you speak", "  ", DOUBLE),
        ("good. \n\nOMG I  the list", "  ", DOUBLE),
        ("Ever seen ? HAL was", " ", BEFORE),
        ("think of it , but", " ", BEFORE),
        ("with the . That is", " ", BEFORE),
        ("it felt .", " ", BEFORE),
        ("what a !", " ", BEFORE),
        ("two things ; one", " ", BEFORE),
        ("my favourite : coffee", " ", BEFORE),
        ("he said “ ”  .", "  ", DOUBLE),
    ],
)
def test_gaps(text: str, marked: str, reason: str) -> None:
    (gap,) = find_gaps(text)
    assert (text[gap.start : gap.end], gap.reason) == (marked, reason)


NO_GAPS = [
    "",
    "plain text, nothing missing.",
    "a line break  \nin Markdown  \n\n",
    "- item\n-  item\n  *  item\n1.  first\n2)  second\na.  x\n•  y\n>  quoted\n##  head",
    "wait ... what",
    "well . . . yes",
    "hm …  \n",
    "great :) and ;) and :D and ;-) and :-( and :P and :/ and :* and :'(",
    "use .NET and .5 and ./run and ..",
    "x != y and a ?b and !important",
    "send :smile: and std ::vector",
    "love it 😂 ! and ☕️ , too",
    "score 3 : 2",
    "```\ncode  with   columns .\n```",
    "run `ls  -l  .` now",
    "look:\n\n    indented  code ;\n\tand  tabs",
    "Name   Age  Town\nAnn    12   Ulm\nBob    7    Rom",
    "Ann   12\nBob   13",
    "| a  | b  |\n| -  | -  |\n| 1  | 2  |",
    "First sentence.  Second one.  Third one!  And so on.",
    "Ça va ?  \nOui ! Et toi ? Non ; jamais : rien !",
    "Tokenised text , like this , and more . Yes , it is . It is .",
    "e.g. this, i.e. that; 10:30",
    "wide　space and tab\tspace",
    "no-break\xa0\xa0spaces",
    "(see ( , ) there)",
    "what ?! and ??",
][:-1]


@pytest.mark.parametrize("text", NO_GAPS)
def test_no_gaps(text: str) -> None:
    assert find_gaps(text) == ()


def test_habits_of_the_dialogue_decide_for_short_turns() -> None:
    french = ["Ça va ?", "Oui ! Et toi ?", "Bof…"]
    assert find_gaps("Ça va ?")
    assert not any(find_gaps(text, habits(french)) for text in french)
    english = ["Ever seen ? HAL was", "No! Have you?", "Why? Because."]
    assert [len(find_gaps(text, habits(english))) for text in english] == [1, 0, 0]


def test_padded_turns_are_layout() -> None:
    padded = ["  hi", " yo", "  x", "y"]
    assert not any(find_gaps(text, habits(padded)) for text in padded)
    assert [bool(find_gaps(text, habits([" a", "b", "c"]))) for text in [" a", "b", "c"]] == [
        True,
        False,
        False,
    ]


def test_two_blanks_after_sentences_can_be_a_habit_and_others_gaps_still() -> None:
    text = "One.  Two.  Three!  But four  five."
    (gap,) = find_gaps(text)
    assert text[: gap.start].endswith("four")


def test_a_dialogue_without_turns_has_no_habits() -> None:
    assert habits([]) == habits(["x"])


def test_every_wide_blank_of_the_clean_samples_is_marked_once() -> None:
    counts = {}
    for path in samples():
        text = path.read_text(encoding="utf-8")
        turns = [text[x.start : x.end] for x in segment(text, guess_rule(text)).pieces]
        counts[path.name[:3]] = sum(len(find_gaps(turn, habits(turns))) for turn in turns)
    # Read one by one: each stands where a word or a stage direction was cut out.
    assert {name: counts[name] for name in ("001", "003", "004")} == {"001": 32, "003": 17, "004": 24}


@given(st.one_of(st.text(), st.text(" .,?!;:ab\n-|`  1)", max_size=60)))
def test_gaps_are_white_space_in_order_and_inside(text: str) -> None:
    gaps = find_gaps(text)
    at = 0
    for gap in gaps:
        assert at <= gap.start < gap.end < len(text)
        assert set(text[gap.start : gap.end]) == {" "}
        at = gap.end


@pytest.mark.parametrize("unit", ["a  b  ", " ", "`", "x ,", "a  b\n", "    a  b\n", "- "])
def test_the_time_grows_with_the_length_of_hostile_text_only(unit: str) -> None:
    assert growth(lambda size: find_gaps(unit * (size // len(unit))), 20_000) <= MOST


@given(st.lists(st.text(" -,.:?|`\tab你\n\u2028", max_size=30), min_size=1, max_size=6))
def test_gaps_of_all_turns_are_those_of_each(texts: list[str]) -> None:
    usual = habits(texts)
    assert find_gaps_in_all(texts) == [find_gaps(text, usual) for text in texts]
