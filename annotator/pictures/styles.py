"""How pictures look: on paper, and in the window's two themes. Colours, hatches, markers, as data.

The six colours of each list differ for every colour vision and in grey: the least difference in CIELAB,
seen by everybody and by people without red, green or blue cones (Machado et al. 2009), is above 25, and
their lightness differs
by steps of 9, that of the first two by far. ``tests/pictures/test_styles.py`` measures both. What has more
kinds than six takes hatches and markers beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def english(text: str) -> str:
    """The text as it is: pictures speak English unless somebody translates."""
    return text


@dataclass(frozen=True, slots=True)
class Style:
    """Colours (``#rrggbb``) by what they are for; ``say`` translates what the program writes."""

    name: str
    ground: str
    text: str
    muted: str
    line: str
    accent: str
    edge: str  # of bars, and of their hatches
    colours: tuple[str, ...]
    ramp: tuple[str, str]  # of heat maps: from nothing to everything
    say: Callable[[str], str] = english

    def colour(self, number: int) -> str:
        """The colour of the n-th kind of thing, from 0."""
        return self.colours[number % len(self.colours)]


PRINT = Style(
    name="print",
    ground="#ffffff",
    text="#000000",
    muted="#555555",
    line="#cccccc",
    accent="#c12d08",
    edge="#000000",
    colours=("#473e7c", "#e57daa", "#2c9658", "#46c5fe", "#c12d08", "#dae178"),
    ramp=("#ffffff", "#1f2a5c"),
)
LIGHT = Style(
    name="light",
    ground="#ffffff",
    text="#1b1f24",
    muted="#57606a",
    line="#dde1e6",
    accent="#0b62c4",
    edge="#1b1f24",
    colours=PRINT.colours,
    ramp=("#ffffff", "#123a78"),
)
DARK = Style(
    name="dark",
    ground="#17191c",
    text="#e4e7eb",
    muted="#a2abb6",
    line="#33383e",
    accent="#5aa5f5",
    edge="#17191c",
    colours=("#3a6996", "#f29ba6", "#84a400", "#96d3fe", "#9b7949", "#d4f963"),
    ramp=("#17191c", "#a9d2ff"),
)
STYLES = {style.name: style for style in (PRINT, LIGHT, DARK)}

# One of each per kind of thing; the next round takes the next one of a shifted list.
HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "----", "++++", "||||", "oo", "**")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "p", "h", "*")
DASHES = ("-", "--", ":", "-.")
SPEAKERS_SHOWN = 8
LABELS_SHOWN = 20
TURNS_SHOWN = 600  # one by one; of more, neighbours share a bar
