"""How the window looks: tokens for light and dark, contrast, palette, style sheet, fonts' sizes.

- :mod:`~annotator.ui.theme.colours` - contrast after WCAG 2 and what follows from it
- :mod:`~annotator.ui.theme.tokens` - every colour by its purpose, in light and in dark
- :mod:`~annotator.ui.theme.speaker_colours` - a colour for each speaker, none twice in a dialogue
- :mod:`~annotator.ui.theme.sheet` - the style sheet written from them
- :mod:`~annotator.ui.theme.manager` - puts it on the application and follows the system
"""

from annotator.ui.theme.colours import AA_MARK, AA_TEXT, OKABE_ITO, blend, contrast_ratio, ink_on, readable
from annotator.ui.theme.manager import Mode, ThemeManager, base_font, palette, system_theme, theme_of
from annotator.ui.theme.sheet import stylesheet
from annotator.ui.theme.speaker_colours import speaker_colour
from annotator.ui.theme.tokens import (
    DARK,
    GRID,
    LIGHT,
    RADIUS,
    ChipColours,
    Theme,
    automatic_colour,
    chip_colours,
    label_ink,
)

__all__ = [
    "AA_MARK",
    "AA_TEXT",
    "DARK",
    "GRID",
    "LIGHT",
    "OKABE_ITO",
    "RADIUS",
    "ChipColours",
    "Mode",
    "Theme",
    "ThemeManager",
    "automatic_colour",
    "base_font",
    "blend",
    "chip_colours",
    "contrast_ratio",
    "ink_on",
    "label_ink",
    "palette",
    "readable",
    "speaker_colour",
    "stylesheet",
    "system_theme",
    "theme_of",
]
