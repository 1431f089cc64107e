"""Fonts, measures and colours of the rows, made once for a theme and a font."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from annotator.ui.settings.turn_layout import Layout
from annotator.ui.theme import Theme, speaker_colour

_serials = itertools.count(1)
_LINE_SPACING = 1.55  # of the font size: comfortable for Chinese and English in one line
_TALLEST = 1.22  # of the font size: no system's ascent and descent may push lines closer than that


def scaled(font: QFont, factor: float, weight: QFont.Weight | None = None) -> QFont:
    """The font larger or smaller by a factor, in another weight where asked."""
    copy = QFont(font)
    if font.pixelSize() > 0:
        copy.setPixelSize(max(1, round(font.pixelSize() * factor)))
    else:
        copy.setPointSizeF(max(1.0, font.pointSizeF() * factor))
    if weight is not None:
        copy.setWeight(weight)
    return copy


@dataclass(frozen=True)
class RowStyle:
    """What rows are measured and painted with. ``serial`` tells two styles apart in cache keys."""

    theme: Theme
    font: QFont
    serial: int = field(default_factory=lambda: next(_serials))
    layout: Layout = field(default_factory=Layout)
    slots: Mapping[str, int] = field(
        default_factory=dict, repr=False, compare=False
    )  # of speakers, in the palette
    leading: int = 0  # pixels between two lines of text beyond the usual, below each

    def with_leading(self, leading: int) -> RowStyle:
        """The same style with lines further apart; itself for none."""
        if not leading:
            return self
        if leading not in self._with_leading:
            self._with_leading[leading] = replace(self, leading=leading)
        return self._with_leading[leading]

    @cached_property
    def _with_leading(self) -> dict[int, RowStyle]:
        return {}

    # --- fonts ---------------------------------------------------------------------------

    @cached_property
    def body(self) -> QFont:
        """The font of the turns' text: a little larger than that of the controls."""
        return scaled(self.font, 1.08)

    @cached_property
    def speaker(self) -> QFont:
        """The font of speakers' names."""
        return scaled(self.font, 1.0, QFont.Weight.DemiBold)

    @cached_property
    def small(self) -> QFont:
        """The font of numbers, flags and chips."""
        return scaled(self.font, 0.88)

    @cached_property
    def tiny(self) -> QFont:
        """The font of facet names in chips."""
        return scaled(self.font, 0.82)

    @cached_property
    def body_metrics(self) -> QFontMetricsF:
        """Metrics of the text."""
        return QFontMetricsF(self.body)

    @cached_property
    def speaker_metrics(self) -> QFontMetricsF:
        """Metrics of speakers' names."""
        return QFontMetricsF(self.speaker)

    @cached_property
    def small_metrics(self) -> QFontMetricsF:
        """Metrics of numbers, flags and chips."""
        return QFontMetricsF(self.small)

    @cached_property
    def tiny_metrics(self) -> QFontMetricsF:
        """Metrics of facet names in chips."""
        return QFontMetricsF(self.tiny)

    # --- measures, all in pixels -----------------------------------------------------------

    @cached_property
    def em(self) -> float:
        """The size of the text's font."""
        size = self.body.pixelSize()
        return float(size) if size > 0 else self.body_metrics.height() / _TALLEST

    @cached_property
    def square(self) -> float:
        """The width of a Chinese character."""
        return max(1.0, self.body_metrics.horizontalAdvance("中"))

    @cached_property
    def line_height(self) -> int:
        """The distance of two lines: the same whatever fonts a line is drawn with."""
        return math.ceil(_LINE_SPACING * self.square * self.layout.spacing / 100) + self.leading

    @cached_property
    def baseline(self) -> float:
        """The distance of a line's baseline from its top: capitals stand in the middle."""
        return round((self.line_height - self.leading + self.body_metrics.capHeight()) / 2)

    @cached_property
    def paragraph_gap(self) -> int:
        """The height of an empty line."""
        return round((self.line_height - self.leading) * 0.5)

    @cached_property
    def column(self) -> int:
        """The widest a line of text may be, so that the eye finds the next one."""
        return round(self.square * self.layout.line / 2)

    @cached_property
    def margin(self) -> int:
        """Left and right of the text, and between header, text and chips."""
        return round(self.square * 1.3)

    @cached_property
    def gap(self) -> int:
        """Above and below a row's content."""
        return round(self.square * 0.85)

    @cached_property
    def header_height(self) -> int:
        """The height of the line with speaker and number."""
        return math.ceil(self.square * 1.5)

    @cached_property
    def lead(self) -> int:
        """The room for number and speaker before the text, where a turn is one line."""
        return round(self.square * 8)

    @cached_property
    def chip_height(self) -> int:
        """The height of a chip."""
        return math.ceil(self.square * 1.55)

    @cached_property
    def sticky_height(self) -> int:
        """The height of the strip that keeps the top turn's speaker in sight."""
        return math.ceil(self.square * 2.0)

    def ink_of(self, speaker: str) -> QColor:
        """The colour a speaker's name is written in."""
        return QColor(speaker_colour(self.theme, speaker, self.slots))

    def colour(self, token: str, alpha: float = 1.0) -> QColor:
        """A colour of the theme by the token's name."""
        made = QColor(getattr(self.theme, token))
        made.setAlphaF(alpha)
        return made
