"""Colours of labels: which can be read on light and dark, and which are told apart with any colour vision.

Two colours are compared as people see them: as the window paints them in each theme, with normal
vision and with each of the three kinds of missing cones (Machado, Oliveira and Fernandes 2009),
by the CIEDE2000 difference. A colour never says anything alone in the window, so what is
too close is said and not refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP
from annotator.ui.theme import AA_MARK, DARK, LIGHT, contrast_ratio, label_ink

Vision = Literal["normal", "protan", "deutan", "tritan"]

# Each pair is at least CLOSE apart in both themes with any vision.
PALETTE: tuple[tuple[str, str], ...] = (
    ("#0072b2", QT_TRANSLATE_NOOP("Colours", "blue")),
    ("#d55e00", QT_TRANSLATE_NOOP("Colours", "orange")),
    ("#9977ff", QT_TRANSLATE_NOOP("Colours", "violet")),
    ("#889988", QT_TRANSLATE_NOOP("Colours", "sage")),
    ("#00aa55", QT_TRANSLATE_NOOP("Colours", "green")),
    ("#aa88aa", QT_TRANSLATE_NOOP("Colours", "mauve")),
    ("#557755", QT_TRANSLATE_NOOP("Colours", "forest")),
    ("#886677", QT_TRANSLATE_NOOP("Colours", "plum")),
)
CLOSE = 10.0  # CIEDE2000; 2 is just seen side by side, marks apart from each other need more

VISIONS: Mapping[Vision, str] = {
    "normal": "",
    "protan": QT_TRANSLATE_NOOP("Colours", "for people who do not see red"),
    "deutan": QT_TRANSLATE_NOOP("Colours", "for people who do not see green"),
    "tritan": QT_TRANSLATE_NOOP("Colours", "for people who do not see blue"),
}

_Triple = tuple[float, float, float]
# What is left of linear red, green and blue.
_SEEN: Mapping[Vision, tuple[_Triple, _Triple, _Triple]] = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Near:
    """A sibling whose colour is hard to tell from the one asked about, for somebody."""

    name: str
    vision: Vision
    distance: float


def near(colour: str, others: Iterable[tuple[str, str]]) -> list[Near]:
    """Which others (name and colour) are too close to a colour, the closest first; "" has no colour."""
    found = []
    for name, other in others:
        if colour and other:
            distance, vision = min(
                (difference(label_ink(theme, colour), label_ink(theme, other), vision), vision)
                for theme in (LIGHT, DARK)
                for vision in VISIONS
            )
            if distance < CLOSE:
                found.append(Near(name, vision, distance))
    return sorted(found, key=lambda one: one.distance)


def faint_in(colour: str) -> list[str]:
    """The names of the themes on whose ground a colour has to be adjusted to be seen."""
    return [theme.name for theme in (LIGHT, DARK) if contrast_ratio(colour, theme.base) < AA_MARK]


def free_colour(taken: Sequence[str]) -> str:
    """The first colour of the palette that none of these has, else the one that fewest have."""
    counts = [taken.count(colour) for colour, _ in PALETTE]
    return PALETTE[counts.index(min(counts))][0]


@lru_cache(maxsize=4096)
def difference(one: str, other: str, vision: Vision = "normal") -> float:
    """How far apart two colours are for a vision: CIEDE2000, 0 for the same."""
    return _ciede2000(_lab(one, vision), _lab(other, vision))


@lru_cache(maxsize=4096)
def _lab(colour: str, vision: Vision) -> _Triple:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    seen = [
        min(1.0, max(0.0, sum(share * part for share, part in zip(row, linear, strict=True))))
        for row in _SEEN[vision]
    ]
    red, green, blue = seen
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (_root(part) for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _root(part: float) -> float:
    return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116


def _ciede2000(one: _Triple, other: _Triple) -> float:
    """After Sharma, Wu and Dalal (2005), all weights 1."""
    light1, red1, yellow1 = one
    light2, red2, yellow2 = other
    mean_chroma = (math.hypot(red1, yellow1) + math.hypot(red2, yellow2)) / 2
    grey = 0.5 * (1 - math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7)))
    red1, red2 = red1 * (1 + grey), red2 * (1 + grey)
    chroma1, chroma2 = math.hypot(red1, yellow1), math.hypot(red2, yellow2)
    hue1, hue2 = (math.degrees(math.atan2(y, r)) % 360 for r, y in ((red1, yellow1), (red2, yellow2)))
    grey_one = chroma1 * chroma2 == 0
    turn = 0.0 if grey_one else (hue2 - hue1 + 180) % 360 - 180
    delta_hue = 2 * math.sqrt(chroma1 * chroma2) * math.sin(math.radians(turn / 2))
    hue = hue1 + hue2 if grey_one else (hue1 + turn / 2) % 360
    light, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    weight = (
        1
        - 0.17 * _cos(hue - 30)
        + 0.24 * _cos(2 * hue)
        + 0.32 * _cos(3 * hue + 6)
        - 0.20 * _cos(4 * hue - 63)
    )
    by_light = (light2 - light1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    by_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    by_hue = delta_hue / (1 + 0.015 * chroma * weight)
    bend = 60 * math.exp(-(((hue - 275) / 25) ** 2))
    twist = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(bend))
    return math.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + twist * by_chroma * by_hue)


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))
