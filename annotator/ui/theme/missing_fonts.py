"""Chinese and emoji on a machine that has no fonts for them.

A bare system draws every Chinese character and most emoji as boxes. The fonts that ship in
``resources/fonts`` are added to the application only where the system lacks coverage; from
then on Qt finds them as fallback by itself. The emoji font is never named in a list of
families: named there, it would supply the space character too.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase

from annotator.core.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFont

_log = logging.getLogger(__name__)

# Fonts of the simplified forms, best first. Without a name the system's fallback decides, and
# that often means the Japanese forms of the same characters.
CHINESE = (
    "PingFang SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "HarmonyOS Sans SC",
    "MiSans",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)
# What stands in where the system has not chosen a font for its windows. The first one ships. None
# of them is Chinese: those draw English quotation marks as wide as a Chinese character.
PLAIN = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "Open Sans")
_NOT_CHOSEN = {"", "sans serif", "sans-serif", "sans", "dejavu sans"}


@dataclass(frozen=True, slots=True)
class ShippedFont:
    """Font files of this program and the test for whether the system can do without them."""

    files: tuple[str, ...]
    covered: Callable[[], bool]


def has_chinese() -> bool:
    """Whether a font for reading simplified Chinese on a screen is installed.

    Others may hold the characters too: script faces for letters and signs, in which nobody reads for hours.
    """
    return not set(CHINESE).isdisjoint(QFontDatabase.families())


def has_emoji() -> bool:
    """Whether an emoji font is installed."""
    return any("emoji" in family.casefold() for family in QFontDatabase.families())


def has_latin() -> bool:
    """Whether the system has chosen a font for its windows, or has a plain one."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    return bool(_chosen(system)) or not set(PLAIN).isdisjoint(QFontDatabase.families())


def _chosen(system: QFont) -> list[str]:
    return [family for family in system.families() if family.casefold() not in _NOT_CHOSEN]


SHIPPED = (
    ShippedFont(("Inter-Regular-subset.otf", "Inter-SemiBold-subset.otf"), has_latin),
    ShippedFont(("NotoSansCJKsc-subset.otf",), has_chinese),
    ShippedFont(("NotoColorEmoji.ttf",), has_emoji),
)


def ensure_coverage(shipped: tuple[ShippedFont, ...] = SHIPPED) -> list[str]:
    """Add the shipped fonts the system lacks. Returns the files that were added.

    A missing or unreadable file is logged and otherwise ignored: boxes are better than no window.
    """
    wanted = [file for font in shipped if not font.covered() for file in font.files]
    return [file for file in wanted if _add(file)]


def _add(file: str) -> bool:
    try:
        path = resource("fonts", file)
    except FileNotFoundError:
        path = Path(file)
    if path.is_file() and QFontDatabase.addApplicationFont(str(path)) >= 0:
        return True
    _log.warning("the font %s is missing or cannot be read", file)
    return False


def interface_families(system: QFont) -> list[str]:
    """The families for the window: the system's own first, then one for Chinese.

    Where the system has no choice of its own (a bare X session) the plainest good one that is
    installed stands in. Never names an emoji font.
    """
    installed = set(QFontDatabase.families())
    chosen = _chosen(system)
    if not chosen:
        chosen = [family for family in PLAIN if family in installed][:1] or system.families()
    chinese = next((family for family in CHINESE if family in installed), None)
    if chinese is not None and chinese not in chosen:
        chosen.append(chinese)
    return chosen
