"""Whoever sees no red, green or blue, and whoever prints in grey, can tell the colours apart."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from annotator.pictures.styles import HATCHES, MARKERS, STYLES, Style
from annotator.pictures.tag_counts import Array

_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
_VISIONS = {
    "everybody": np.eye(3),
    "no red cones": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green cones": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "no blue cones": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}


def linear(colour: str) -> Array:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light: Array) -> Array:
    x = _XYZ @ np.clip(light, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
@pytest.mark.parametrize("vision", _VISIONS)
def test_every_two_colours_differ_for_every_vision(style: Style, vision: str) -> None:
    seen = [lab(_VISIONS[vision] @ linear(colour)) for colour in style.colours]
    assert min(float(np.linalg.norm(one - two)) for one, two in combinations(seen, 2)) > 25


@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
def test_every_two_colours_differ_in_grey(style: Style) -> None:
    lightness = sorted(float(lab(linear(colour))[0]) for colour in style.colours)
    assert min(two - one for one, two in pairwise(lightness)) > 8.5


@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
def test_text_is_read_on_its_ground(style: Style) -> None:
    def luminance(colour: str) -> float:
        return float(_XYZ[1] @ linear(colour))

    for colour, least in ((style.text, 7.0), (style.muted, 4.5)):
        dark, light = sorted((luminance(colour), luminance(style.ground)))
        assert (light + 0.05) / (dark + 0.05) > least


def test_hatches_and_markers_go_on_where_colours_begin_anew() -> None:
    colours = len(STYLES["print"].colours)
    assert len(set(HATCHES)) == len(HATCHES) > colours
    assert len(set(MARKERS)) == len(MARKERS) >= 2 * colours
    kinds = [(number % colours, number % len(HATCHES)) for number in range(20)]
    assert len(set(kinds)) == 20
