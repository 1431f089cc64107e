from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.outline.outline_codes import FIRST, UNREAD, UNTAGGED, Band, Codes
from tests.growth import processor_seconds


def test_one_band_for_each_row_where_there_is_room() -> None:
    codes = Codes(4, ["a", "b"])
    codes.read(0, [10, 11, 12], {10: "b", 12: "a"})
    assert codes.bands(100) == [
        Band(FIRST + 1, gaps=False),
        Band(UNTAGGED, gaps=True),
        Band(FIRST, gaps=False),
        Band(UNREAD, gaps=False),
    ]
    assert Codes(0, []).bands(10) == []


def test_a_band_of_many_rows_has_the_label_of_most_and_tells_of_gaps() -> None:
    codes = Codes(6, ["a", "b"])
    codes.read(0, range(6), {0: "a", 1: "b", 2: "b", 4: "a"})
    assert codes.bands(2) == [Band(FIRST + 1, gaps=False), Band(FIRST, gaps=True)]
    assert codes.bands(1) == [Band(FIRST, gaps=True)]  # as many of each: the first of the codebook


def test_texts_and_very_many_labels_have_a_code_too() -> None:
    texts = Codes(1, [])
    texts.read(0, [1], {1: ""})
    assert texts.bands(1) == [Band(FIRST, gaps=False)]
    many = Codes(2, [str(n) for n in range(400)])
    many.read(0, [1, 2], {1: "399", 2: "398"})
    assert many.bands(1) == [Band(255, gaps=False)]


@given(
    st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=60),
    st.integers(1, 40),
)
def test_bands_cover_all_rows_once(labels: list[str], count: int) -> None:
    codes = Codes(len(labels), ["a", "b", "c"])
    codes.read(0, range(len(labels)), {n: label for n, label in enumerate(labels) if label})
    bands = codes.bands(count)
    assert len(bands) == min(count, len(labels))
    assert any(band.gaps for band in bands) == ("" in labels)
    assert {band.code for band in bands} <= {codes[n] for n in range(len(labels))}


def test_a_million_rows_are_counted_in_a_moment() -> None:
    codes = Codes(1_000_000, [str(n) for n in range(8)])
    band_by_band = processor_seconds(lambda: codes.bands(1_000))
    row_by_row = processor_seconds(lambda: Counter(codes[n] for n in range(1_000_000)), tries=1)
    assert len(codes.bands(1_000)) == 1_000
    assert band_by_band < row_by_row
