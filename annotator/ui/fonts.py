"""Chinese and emoji on a machine that has no fonts for them.

A bare system draws every Chinese character and most emoji as boxes. The fonts that ship in
``resources/fonts`` are added to the application only where the system lacks coverage; from
then on Qt finds them as fallback by itself. The emoji font is never named in a list of
families: named there, it would supply the space character too.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase

from annotator.resources import resource

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
    "WenQuanYi Micro Hei",
)
# What stands in where the system has not chosen a font for its windows.
PLAIN = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "Open Sans", "Noto Sans CJK SC", "Noto Sans SC")
_NOT_CHOSEN = {"", "sans serif", "sans-serif", "sans", "dejavu sans"}


@dataclass(frozen=True, slots=True)
class ShippedFont:
    """A font file of this program and the test for whether the system can do without it."""

    file: str
    covered: Callable[[], bool]


def has_chinese() -> bool:
    """Whether some installed font is made for simplified Chinese."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


def has_emoji() -> bool:
    """Whether an emoji font is installed."""
    return any("emoji" in family.casefold() for family in QFontDatabase.families())


SHIPPED = (
    ShippedFont("NotoSansCJKsc-subset.otf", has_chinese),
    ShippedFont("NotoColorEmoji.ttf", has_emoji),
)


def ensure_coverage(shipped: tuple[ShippedFont, ...] = SHIPPED) -> list[str]:
    """Add the shipped fonts the system lacks. Returns the files that were added.

    A missing or unreadable file is logged and otherwise ignored: boxes are better than no window.
    """
    added = []
    for font in shipped:
        if font.covered():
            continue
        try:
            path = resource("fonts", font.file)
        except FileNotFoundError:
            _log.warning("the fonts of this installation are missing")
            break
        if path.is_file() and QFontDatabase.addApplicationFont(str(path)) >= 0:
            added.append(font.file)
        else:
            _log.warning("the font %s is missing or cannot be read", font.file)
    return added


def interface_families(system: QFont) -> list[str]:
    """The families for the window: the system's own first, then one for Chinese.

    Where the system has no choice of its own (a bare X session) the plainest good one that is
    installed stands in. Never names an emoji font.
    """
    installed = set(QFontDatabase.families())
    chosen = [family for family in system.families() if family.casefold() not in _NOT_CHOSEN]
    if not chosen:
        chosen = [family for family in PLAIN if family in installed][:1] or system.families()
    chinese = next((family for family in CHINESE if family in installed), None)
    if chinese is not None and chinese not in chosen:
        chosen.append(chinese)
    return chosen
