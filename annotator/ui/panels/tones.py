"""Colours and fonts of the panels, derived from the palette of the widget that asks.

The theme sets the application's palette; everything here follows from it, so a panel is
right in light and dark without knowing which it is in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QPalette

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_TEXT_CONTRAST = 4.5  # WCAG AA for text
_MARK_CONTRAST = 3.0  # WCAG AA for borders and icons
_WARNING = QColor("#b45309")
_DANGER = QColor("#c62828")


@dataclass(frozen=True, slots=True)
class Tones:
    """The few colours a panel is painted with."""

    text: QColor
    muted: QColor  # second-rank text, readable
    line: QColor  # hairlines and resting borders
    surface: QColor  # what controls stand on
    hover: QColor
    press: QColor
    accent: QColor
    on_primary: QColor  # text on a ground of accent
    warning: QColor
    danger: QColor
    disabled: QColor


def luminance(colour: QColor) -> float:
    """Relative luminance after WCAG 2, from 0 (black) to 1 (white)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio after WCAG 2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def blend(front: QColor, back: QColor, share: float) -> QColor:
    """``share`` (0 to 1) of the front colour over the back colour."""
    return QColor.fromRgbF(
        front.redF() * share + back.redF() * (1 - share),
        front.greenF() * share + back.greenF() * (1 - share),
        front.blueF() * share + back.blueF() * (1 - share),
    )


def readable(colour: QColor, back: QColor, ratio: float = _MARK_CONTRAST) -> QColor:
    """The colour, moved toward black or white until it stands out from ``back`` by ``ratio``."""
    pole = QColor("white") if luminance(back) < 0.18 else QColor("black")
    for step in range(21):
        moved = blend(pole, colour, step / 20)
        if contrast(moved, back) >= ratio:
            return moved
    return pole


def tones_of(widget: QWidget) -> Tones:
    """The colours for a widget, from its palette."""
    palette = widget.palette()
    text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText)
    surface = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Window)
    accent = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Highlight)
    visible = readable(accent, surface, _TEXT_CONTRAST)
    return Tones(
        text=text,
        muted=readable(blend(text, surface, 0.62), surface, _TEXT_CONTRAST),
        line=blend(text, surface, 0.16),
        surface=surface,
        hover=blend(text, surface, 0.05),
        press=blend(text, surface, 0.10),
        accent=visible,
        on_primary=max((QColor("white"), QColor("#101418")), key=lambda ink: contrast(ink, visible)),
        warning=readable(_WARNING, surface, _TEXT_CONTRAST),
        danger=readable(_DANGER, surface, _TEXT_CONTRAST),
        disabled=blend(text, surface, 0.42),
    )


def label_colour(colour: str, tones: Tones) -> QColor:
    """A label's own colour made visible on the panel; the muted tone where it has none."""
    own = QColor(colour) if colour else QColor()
    return readable(own, tones.surface) if own.isValid() else tones.muted


def sized(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """The font, larger or smaller by a factor, half bold where asked."""
    copy = QFont(font)
    if font.pixelSize() > 0:
        copy.setPixelSize(max(1, round(font.pixelSize() * factor)))
    else:
        copy.setPointSizeF(font.pointSizeF() * factor)
    if bold:
        copy.setWeight(QFont.Weight.DemiBold)
    return copy
