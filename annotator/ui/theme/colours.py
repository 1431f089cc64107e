"""Colour arithmetic: contrast after WCAG 2, blending, and moving a colour until it can be read.

Colours are ``#rrggbb`` strings here: hashable, comparable, the same in a style sheet and a test.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

AA_TEXT = 4.5  # WCAG 2 AA, text of normal size
AA_MARK = 3.0  # WCAG 2 AA, borders, icons, large text

# Okabe and Ito's palette, told apart by people with any kind of colour blindness, without
# its black and with its yellow last: yellow has to be darkened most to be read on white.
OKABE_ITO = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442")


def _parts(colour: str) -> tuple[float, float, float]:
    made = QColor(colour)
    if not made.isValid():
        raise ValueError(f"not a colour: {colour!r}")
    return made.redF(), made.greenF(), made.blueF()


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2, from 0 (black) to 1 (white). Raises ValueError for no colour."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """Contrast after WCAG 2 of two opaque colours, from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def blend(front: str, back: str, share: float) -> str:
    """``share`` (0 to 1) of the front colour laid over the back colour."""
    mixed = (
        round(255 * (above * share + below * (1 - share)))
        for above, below in zip(_parts(front), _parts(back), strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


@lru_cache(maxsize=4096)
def readable(colour: str, back: str, ratio: float = AA_TEXT) -> str:
    """The colour itself, or moved toward black or white just until it has that contrast on ``back``."""
    dark, light = contrast_ratio("#000000", back), contrast_ratio("#ffffff", back)
    pole = "#000000" if dark > light else "#ffffff"
    for step in range(41):
        moved = blend(pole, colour, step / 40)
        if contrast_ratio(moved, back) >= ratio:
            return moved
    return pole


def ink_on(back: str, dark: str = "#101418", light: str = "#ffffff") -> str:
    """Whichever of two text colours is easier to read on ``back``."""
    return max((dark, light), key=lambda ink: contrast_ratio(ink, back))
