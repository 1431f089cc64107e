"""The design tokens: every colour and measure of the window, once for light and once for dark."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from annotator.ui.theme.colours import AA_MARK, OKABE_ITO, blend, readable


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours (``#rrggbb``) by what they are for, and never by what they look like."""

    name: str
    dark: bool
    window: str  # ground of panels, tool bars, dialogs
    base: str  # ground of lists and text fields
    raised: str  # ground of menus, tool tips, buttons
    sunken: str  # ground of tracks and of disabled fields
    text: str
    muted: str  # second-rank text
    disabled: str
    line: str  # hairlines between parts
    border: str  # outlines of controls
    hover: str
    press: str
    accent: str  # the one colour that says: here, or press this
    on_accent: str
    accent_hover: str
    accent_press: str
    current: str  # ground of the current turn
    selected: str  # ground of the other selected turns
    link: str
    warning: str
    danger: str
    ok: str
    selection: str  # ground of selected text
    on_selection: str
    repair: str  # dotted underline of a repaired character
    damage: str  # wavy underline of damage
    gap: str  # mark of missing words
    hit: str  # ground of a search hit
    hit_current: str
    on_hit: str


LIGHT = Theme(
    name="light",
    dark=False,
    window="#f5f6f8",
    base="#ffffff",
    raised="#ffffff",
    sunken="#eaedf0",
    text="#1b1f24",
    muted="#57606a",
    disabled="#616a74",
    line="#dde1e6",
    border="#7d8691",
    hover="#eceff3",
    press="#e0e4e9",
    accent="#0b62c4",
    on_accent="#ffffff",
    accent_hover="#0957b0",
    accent_press="#084c9a",
    current="#eaf2fc",
    selected="#f1f6fd",
    link="#0b62c4",
    warning="#8f5200",
    danger="#b42318",
    ok="#116329",
    selection="#b6d5fb",
    on_selection="#10161d",
    repair="#6b7480",
    damage="#c2410c",
    gap="#8a5cd0",
    hit="#ffeeb0",
    hit_current="#ffc94d",
    on_hit="#1b1f24",
)

DARK = Theme(
    name="dark",
    dark=True,
    window="#202327",
    base="#17191c",
    raised="#2a2e33",
    sunken="#121416",
    text="#e4e7eb",
    muted="#a2abb6",
    disabled="#949da8",
    line="#33383e",
    border="#747d88",
    hover="#2b2f35",
    press="#353a41",
    accent="#5aa5f5",
    on_accent="#08182a",
    accent_hover="#74b4f8",
    accent_press="#8cc2fa",
    current="#1d2b3c",
    selected="#1b232d",
    link="#7ab8f8",
    warning="#e8b04a",
    danger="#ff8a7a",
    ok="#5fc98a",
    selection="#2c5a90",
    on_selection="#ffffff",
    repair="#97a1ad",
    damage="#ff9a5c",
    gap="#b99af0",
    hit="#5c4a10",
    hit_current="#765700",
    on_hit="#ffffff",
)

GRID = 8  # everything stands on multiples of it, or of its half
RADIUS = 6  # rounded corners of controls


@dataclass(frozen=True, slots=True)
class ChipColours:
    """What a tag's chip is painted with. Machine-made chips have a dashed outline and no fill."""

    fill: str
    border: str
    text: str
    muted: str
    dashed: bool


@lru_cache(maxsize=1024)
def chip_colours(theme: Theme, colour: str, *, machine: bool = False) -> ChipColours:
    """Fill, outline and text of a chip for a label of that colour ("" for none) in a theme.

    The text is readable on the fill; the outline stands out from the ground of the current turn.
    """
    own = colour or theme.border
    fill = theme.base if machine else blend(own, theme.base, 0.22 if theme.dark else 0.13)
    border = readable(own if machine else blend(own, theme.base, 0.7), theme.current, AA_MARK)
    return ChipColours(fill, border, readable(theme.text, fill), readable(theme.muted, fill), machine)


@lru_cache(maxsize=1024)
def label_ink(theme: Theme, colour: str) -> str:
    """A label's own colour moved just so far that dots, bars and lines in it can be seen in the theme.

    No farther: colours that are moved come closer to each other.
    """
    ink = colour or theme.muted
    for ground in (theme.base, theme.window, theme.sunken, theme.selected, theme.current):
        ink = readable(ink, ground, AA_MARK)
    return ink


def automatic_colour(position: int) -> str:
    """A colour for a label that was given none: safe for the colour-blind, in order of position."""
    return OKABE_ITO[position % len(OKABE_ITO)]
