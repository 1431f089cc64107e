"""The arithmetic of the anchored list against a plain model: one long column of pixels."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.turn_list import anchored_rows
from annotator.ui.turn_list.anchored_rows import AnchoredRows, Placed

if TYPE_CHECKING:
    import pytest

HEIGHTS = st.lists(st.integers(1, 900), min_size=1, max_size=40)
VIEWPORT = st.integers(0, 1200)


def rows_of(heights: list[int], viewport: int) -> AnchoredRows:
    rows = AnchoredRows(lambda row: heights[row])
    rows.resize(len(heights), viewport)
    return rows


def pixel(rows: AnchoredRows, heights: list[int]) -> int:
    """The pixel of the column at the viewport's top."""
    return sum(heights[: rows.top]) + rows.offset


def limit(heights: list[int], viewport: int) -> int:
    return max(0, sum(heights) - viewport)


@given(HEIGHTS, VIEWPORT, st.lists(st.integers(-2500, 2500), max_size=12))
def test_scrolling_is_that_of_one_long_column(heights: list[int], viewport: int, steps: list[int]) -> None:
    rows = rows_of(heights, viewport)
    expected = 0
    for step in steps:
        rows.scroll(step)
        expected = max(0, min(expected + step, limit(heights, viewport)))
        assert pixel(rows, heights) == expected
        assert 0 <= rows.offset < max(1, heights[rows.top] + (1 if viewport == 0 else 0))


@given(HEIGHTS, VIEWPORT, st.integers(-5, 50), st.integers(-2000, 2000))
def test_the_rows_on_screen_fill_it_without_holes(
    heights: list[int], viewport: int, row: int, offset: int
) -> None:
    rows = rows_of(heights, viewport)
    rows.place(row, offset)
    shown = rows.visible()
    for one, other in itertools.pairwise(shown):
        assert other == Placed(one.row + 1, one.y + one.height, heights[one.row + 1])
    if shown:
        assert shown[0].y <= 0
        end = shown[-1].y + shown[-1].height
        assert end >= viewport or shown[-1].row == len(heights) - 1
        assert end >= min(viewport, sum(heights))


@given(HEIGHTS, st.integers(1, 1200), st.data())
def test_revealing_shows_the_row_and_moves_no_more_than_needed(
    heights: list[int], viewport: int, data: st.DataObject
) -> None:
    rows = rows_of(heights, viewport)
    rows.scroll(data.draw(st.integers(0, 5000)))
    row = data.draw(st.integers(0, len(heights) - 1))
    before = pixel(rows, heights)
    rows.reveal(row, data.draw(st.sampled_from([0, 24])))
    placed = {item.row: item for item in rows.visible()}[row]
    if heights[row] <= viewport:
        assert placed.y >= 0
        assert placed.y + placed.height <= viewport
    else:
        assert placed.y < viewport
    top = sum(heights[:row])
    if before + 24 <= top and top + heights[row] + 24 <= before + viewport:
        assert pixel(rows, heights) == before


@given(HEIGHTS, st.integers(1, 1200), st.integers(0, 20000))
def test_the_scroll_bar_goes_where_it_says(heights: list[int], viewport: int, down: int) -> None:
    rows = rows_of(heights, viewport)
    rows.scroll(down)
    maximum, page = rows.bar()
    assert page >= 1
    value = rows.value(maximum)
    assert 0 <= value <= maximum
    assert (value == maximum) == (pixel(rows, heights) == limit(heights, viewport))
    here = pixel(rows, heights)
    rows.jump(value, maximum)
    assert abs(pixel(rows, heights) - here) <= max(heights) // rows.units + 1
    rows.jump(maximum, maximum)
    assert pixel(rows, heights) == limit(heights, viewport)
    rows.jump(0, maximum)
    assert pixel(rows, heights) == 0


def test_a_million_rows_measure_only_what_is_on_screen() -> None:
    asked: set[int] = set()

    def height(row: int) -> int:
        asked.add(row)
        return 100

    rows = AnchoredRows(height)
    rows.resize(1_000_000, 800)
    rows.place(500_000, 30)
    maximum, _ = rows.bar()
    assert rows.value(maximum) == 500_000 * rows.units + 30 * rows.units // 100
    assert len(asked) <= 10
    rows.jump(maximum, maximum)
    assert (rows.top, rows.offset) == (999_992, 0)
    assert rows.value(maximum) == maximum
    rows.scroll(-1)
    assert rows.value(maximum) < maximum
    assert len(asked) <= 40


def test_long_lists_estimate_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchored_rows, "EXACT_ROWS", 5)
    heights = [10, 500, 20, 700, 30, 40, 900, 10]
    rows = rows_of(heights, 300)
    maximum, _ = rows.bar()
    rows.jump(maximum, maximum)
    assert pixel(rows, heights) == limit(heights, 300)
    assert rows.value(maximum) == maximum


def test_more_rows_than_a_scroll_bar_can_count() -> None:
    rows = AnchoredRows(lambda _: 10)
    rows.resize(2**31, 100)
    assert rows.units == 1
    maximum, _ = rows.bar()
    assert maximum < 2**31


def test_no_rows() -> None:
    rows = rows_of([], 300)
    rows.place(3, 5)
    rows.jump(10, 0)
    assert (rows.top, rows.offset, rows.visible(), rows.bar(), rows.value(0)) == (0, 0, [], (0, 1), 0)
