"""Which column holds the words, and which tells dialogues apart, at the borders of the rules."""

from __future__ import annotations

import json

from annotator.importers.column_mapping import _longest
from annotator.importers.record_table import RecordRow
from tests.importers.reading import read, said

LONG = "somebody said quite a lot"


def rows(*values: dict[str, str]) -> list[RecordRow]:
    return [RecordRow(str(number), each) for number, each in enumerate(values)]


def test_a_column_filled_in_half_as_many_rows_can_hold_the_words() -> None:
    half = rows({"b": LONG, "c": "a word"}, {"b": "", "c": "another"})
    assert _longest(half, ["b", "c"], eager=True) == "b"
    assert _longest([*half, *rows({"b": "", "c": "third"})], ["b", "c"], eager=True) == "c"


def test_short_values_are_no_words_unless_somebody_asked_for_some() -> None:
    short = rows({"b": "red", "c": "up"}, {"b": "blue", "c": "down"})
    assert _longest(short, ["b", "c"], eager=False) is None
    assert _longest(short, ["b", "c"], eager=True) == "b"


def test_whole_dialogues_in_rows_that_are_all_named_keep_their_names() -> None:
    turns = json.dumps([{"speaker": "A", "text": "Hello there."}, {"speaker": "B", "text": "Hi."}])
    table = [{"dialogue_id": name, "transcript": turns} for name in ("north", "south")]
    made = read("x.json", json.dumps(table))
    assert said(made) == [[("A", "Hello there."), ("B", "Hi.")]] * 2
    assert [one.meta.get("dialogue", one.title) for one in made.dialogues] == ["north", "south"]
