"""A long line is read piece by piece, and nothing is lost or read otherwise where it is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.repair import engine, repair
from annotator.repair.code_pages import page
from tests.repair.damage import misread

if TYPE_CHECKING:
    import pytest

TEXT = "我们小时候住在河边的一座小房子里，后来才搬到城里。你为什么不早点告诉我？" * 6


def test_pieces_join_to_the_line_and_end_behind_something_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_LONG", 100)
    received = misread(TEXT, "windows-1254")
    pieces = list(engine._pieces(received, 5, len(received), page("windows-1254")))
    assert len(pieces) > 3
    assert [start for start, _ in pieces] == [5, *(end for _, end in pieces[:-1])]
    assert pieces[-1][1] == len(received)


def test_a_line_without_a_place_to_cut_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_LONG", 10)
    assert list(engine._pieces("a" * 50, 0, 50, page("windows-1254"))) == [(0, 50)]
    assert list(engine._pieces("", 0, 0, page("windows-1254"))) == []


def test_what_is_whole_is_the_same_however_the_line_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    received = misread(TEXT, "windows-1254")
    whole = repair(received)
    monkeypatch.setattr(engine, "_LONG", 200)
    cut = repair(received)
    assert [s for s in cut.steps if s.kind == "encoding"] == [s for s in whole.steps if s.kind == "encoding"]
    assert [(s.start, s.end) for s in cut.steps] == [(s.start, s.end) for s in whole.steps]
    assert sum(a != b for a, b in zip(cut.text, TEXT, strict=True)) <= 6
