"""What somebody changed in a text, as stretches."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.offset_mapping import replaced
from annotator.store import text_differences
from annotator.store.text_differences import differences


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("same", "same", []),
        ("", "", []),
        ("", "abc", [(0, 0, "abc")]),
        ("abc", "", [(0, 3, "")]),
        ("a teh b", "a the b", [(3, 5, "he")]),
        ("这个和那个", "这个与那个", [(2, 3, "与")]),
        ("one two three four", "one 2 three 4", [(4, 7, "2"), (14, 18, "4")]),
        ("tall trees", "tall green trees", [(5, 5, "green ")]),
        ("e\u0301", "e\u0300", [(0, 2, "e\u0300")]),  # a letter with its accent stays whole
        ("a", "a\u0301b", [(0, 1, "a\u0301b")]),
        ("x\u0301", "\u0301", [(0, 2, "\u0301")]),
        ("👨\u200d👩 好", "👨\u200d👧 好", [(0, 3, "👨\u200d👧")]),  # so does a family
        ("ab 好吗?", "ab 好吗？", [(5, 6, "？")]),
    ],
)
def test_the_smallest_stretches_a_reader_would_name(
    old: str, new: str, found: list[tuple[int, int, str]]
) -> None:
    assert differences(old, new) == found


TEXTS = st.text("ab é\u0301\u200d👩中文。\n", max_size=30)


@given(TEXTS, TEXTS)
def test_they_lead_from_one_text_to_the_other(old: str, new: str) -> None:
    found = differences(old, new)
    assert replaced(old, found) == new
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(old[x.start : x.end] != x.text for x in found)


def test_texts_too_different_to_compare_are_one_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    assert differences("甲一乙二丙", "甲三乙四丙") == [(1, 2, "三"), (3, 4, "四")]
    monkeypatch.setattr(text_differences, "_MOST", 3)
    assert differences("甲一乙二丙", "甲三乙四丙") == [(1, 4, "三乙四")]
