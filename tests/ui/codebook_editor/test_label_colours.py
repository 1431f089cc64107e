"""Colours: the formula against published values, the palette, and what is said to be too close."""

from __future__ import annotations

import itertools

import pytest

from annotator.codebooks import starters
from annotator.ui.codebook_editor import label_colours
from annotator.ui.codebook_editor.label_colours import (
    CLOSE,
    PALETTE,
    VISIONS,
    difference,
    faint_in,
    free_colour,
    near,
)


# Pairs of Lab values with their differences, from Sharma, Wu and Dalal (2005), table 1.
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (58, 24, 15), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
        ((90.8027, -2.0831, 1.441), (91.1528, -1.6435, 0.0447), 1.4441),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ],
)
def test_the_formula_is_the_published_one(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    assert label_colours._ciede2000(one, other) == pytest.approx(expected, abs=1e-4)
    assert label_colours._ciede2000(other, one) == pytest.approx(expected, abs=1e-4)


def test_colours_of_the_palette_are_told_apart_and_read_in_both_themes() -> None:
    for (one, _), (other, _) in itertools.combinations(PALETTE, 2):
        assert near(one, [("x", other)]) == [], (one, other)
        assert min(difference(one, other, vision) for vision in VISIONS) >= CLOSE
    assert all(faint_in(colour) == [] for colour, _ in PALETTE)


def test_starter_codebooks_keep_to_colours_that_are_told_apart() -> None:
    for book in starters():
        for facet in book.facets:
            for one, other in itertools.combinations({x.colour for x in facet.labels if x.colour}, 2):
                assert near(one, [("x", other)]) == [], (facet.key, one, other)


def test_red_and_green_are_too_close_for_some() -> None:
    (found,) = near("#9a6b00", [("green", "#6f7d00"), ("blue", "#0072b2"), ("none", "")])
    assert (found.name, found.vision) == ("green", "deutan")
    assert difference("#9a6b00", "#6f7d00") > CLOSE
    assert near("", [("x", "#000000")]) == []
    assert near("#0072b2", [("b", "#0072b2"), ("a", "#0a76b6")])[0].name == "b"


def test_what_is_faint_is_said() -> None:
    assert faint_in("#f0e442") == ["light"]
    assert faint_in("#202020") == ["dark"]


def test_a_free_colour_is_one_that_is_not_in_use() -> None:
    assert free_colour([]) == "#0072b2"
    assert free_colour(["#0072b2", "#123456"]) == "#d55e00"
    assert free_colour([colour for colour, _ in PALETTE]) == "#0072b2"
