"""Cutting long lines, so that memory stays in bounds whatever a line's length."""

from __future__ import annotations

import pytest

from annotator.repair import repair, restore_lost
from annotator.repair.damaged_line import Line, pieces
from annotator.repair.lost_characters import Slot
from tests.repair.damage import misread


def slot(at: int) -> Slot:
    return Slot(at, at + 1, (("好", 0.0), ("坏", 0.0)), 0xE5)


@pytest.mark.parametrize("most", [1, 2, 3, 6])
def test_pieces_hold_what_the_line_holds(most: int) -> None:
    line = Line(("a", "b", "", "d", "e", "f"), tuple(map(slot, range(5))))
    cut = pieces(line, most)
    assert all(len(piece.parts) == len(piece.slots) + 1 for piece in cut)
    assert all(len(piece.slots) <= most for piece in cut)
    assert tuple(s for piece in cut for s in piece.slots) == line.slots
    texts = [part for piece in cut for part in piece.parts if part]
    assert texts == ["a", "b", "d", "e", "f"]


def test_a_line_with_few_slots_is_left_whole() -> None:
    line = Line(("a", "b"), (slot(0),))
    assert pieces(line, 1) == [line]
    assert pieces(Line(("a",), ()), 1)[0].slots == ()


def test_a_long_line_is_repaired_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "我们昨天在公园里散步，看到了很多花，孩子们都很高兴。" * 3
    damaged = misread(text, "windows-1254")
    assert repair(damaged).text == text
    monkeypatch.setattr(restore_lost, "_LONG", 5)
    in_pieces = repair(damaged)
    assert sum(a != b for a, b in zip(in_pieces.text, text, strict=True)) <= 1
