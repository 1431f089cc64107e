"""What is left of UTF-8 that was read as GBK or Shift-JIS."""

from __future__ import annotations

import pytest

from annotator.repair.lossy_stretches import PAGES, stretches

GBK, WINDOWS, SHIFT_JIS, KOREAN, _ = PAGES


def test_stretches_end_where_characters_of_both_encodings_do() -> None:
    received = "最近你".encode().decode("gbk", "replace")
    assert received == "鏈\ufffd杩戜綘"
    first, second = stretches(received, GBK)
    assert (first.start, first.end) == (0, 2)
    assert "最" in first.holes[0]
    assert (second.start, second.end, second.texts, second.holes) == (2, 5, ("近你",), ())


def test_only_bytes_that_pair_with_none_were_lost() -> None:
    (first, *_) = stretches("最近你".encode().decode("gbk", "replace"), GBK)
    for char in first.holes[0]:
        assert (char + "近你").encode().decode("gbk", "replace").startswith("鏈\ufffd杩戜綘"[:2]), char
    assert len(first.holes[0]) < 64


def test_a_hole_may_stand_within_a_stretch() -> None:
    (stretch, *_) = stretches("，而且".encode().decode("gbk", "ignore"), GBK)
    assert stretch.texts == ("，", "且")
    assert stretch.filled(["而"]) == "，而且"


@pytest.mark.parametrize(
    ("received", "written"),
    [
        ("鏈€杩戜綘", "最近你"),
        ("锛孉I", "，AI"),
    ],
    ids=["a euro sign for a byte", "a letter that was a second byte"],
)
def test_nothing_need_be_lost(received: str, written: str) -> None:
    found = stretches(received, GBK)
    assert found
    assert not any(each.holes for each in found)
    out, at = "", 0
    for each in found:
        out += received[at : each.start] + each.texts[0]
        at = each.end
    assert out + received[at:] == written


def test_emoji_that_lost_their_lead() -> None:
    (stretch, *_) = stretches("😴これ".encode().decode("shift_jis", "replace"), SHIFT_JIS)
    assert "😴" in stretch.holes[0]


def test_characters_that_the_page_does_not_have_stay() -> None:
    received = "ß" + "これ".encode().decode("shift_jis")
    (stretch,) = stretches(received, SHIFT_JIS)
    assert (stretch.start, stretch.texts) == (1, ("これ",))


@pytest.mark.parametrize(
    "line",
    ["我们昨天去了公园。", "abc", "", "鏈\ufffd\ufffd\ufffd", "烫烫烫锟斤拷", "鏈 寮 澶"],
)
def test_what_was_not_misread_so_has_none(line: str) -> None:
    assert stretches(line, GBK) == []


def test_markers_show_that_every_character_lost_something() -> None:
    holes = [each.holes[0] for each in stretches("鏈\ufffd寮\ufffd澶\ufffd", GBK)]
    assert [char in hole for char, hole in zip("最开外", holes, strict=True)] == [True] * 3
