"""The theme's tokens as Qt colours, for whatever paints itself; sizes of fonts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont

from annotator.ui import theme as themes
from annotator.ui.theme import AA_MARK, Theme, chip_colours, label_ink, theme_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Tones:
    """The few colours of a theme that its widgets are painted with; ``surface`` is the window's ground."""

    theme: Theme
    surface: QColor
    text: QColor
    muted: QColor
    disabled: QColor
    line: QColor
    border: QColor
    raised: QColor
    hover: QColor
    press: QColor
    accent: QColor
    on_accent: QColor
    accent_hover: QColor
    current: QColor
    selected: QColor
    damage: QColor
    warning: QColor
    danger: QColor


@dataclass(frozen=True, slots=True)
class LabelTones:
    """How a label of some colour looks: the colour itself, and fill and outline where it is given."""

    ink: QColor
    fill: QColor
    outline: QColor


@lru_cache(maxsize=4)
def _tones(theme: Theme) -> Tones:
    names = [name for name in Tones.__slots__ if name not in {"theme", "surface"}]
    return Tones(theme, QColor(theme.window), *(QColor(getattr(theme, name)) for name in names))


def tones_of(widget: QWidget) -> Tones:
    """The colours for a widget, from the theme that its palette belongs to."""
    return _tones(theme_of(widget.palette()))


@lru_cache(maxsize=256)
def label_tones(colour: str, theme: Theme) -> LabelTones:
    """How a label of that colour ("" for none) looks in a theme, as in the list of turns."""
    chip = chip_colours(theme, colour)
    return LabelTones(QColor(label_ink(theme, colour)), QColor(chip.fill), QColor(chip.border))


def blend(front: QColor, back: QColor, share: float) -> QColor:
    """``share`` (0 to 1) of the front colour over the back colour."""
    return QColor(themes.blend(front.name(), back.name(), share))


def readable(colour: QColor, back: QColor, ratio: float = AA_MARK) -> QColor:
    """The colour, moved toward black or white until it stands out from ``back`` by ``ratio``."""
    return QColor(themes.readable(colour.name(), back.name(), ratio))


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
