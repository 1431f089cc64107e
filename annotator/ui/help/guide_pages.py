"""The pages of the guide, in the language of the window where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.resources import resource
from annotator.ui.texts.translation import SYSTEM

if TYPE_CHECKING:
    from PySide6.QtCore import QLocale

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page: a key that is the same in all languages, its title, its text in Markdown."""

    key: str
    title: str
    text: str


def languages() -> tuple[str, ...]:
    """The languages there is a guide in."""
    return tuple(sorted(folder.name for folder in resource("help").iterdir() if folder.is_dir()))


def language_of(locale: QLocale) -> str:
    """The language of the guide for a locale."""
    code = locale.name().partition("_")[0]
    return code if code in languages() else FALLBACK


def spoken(setting: str) -> str:
    """The language of the guide for the setting of the window's language."""
    from PySide6.QtCore import QLocale  # noqa: PLC0415 - only here

    return language_of(QLocale.system() if setting in {SYSTEM, ""} else QLocale(setting))


def pages(language: str) -> tuple[GuidePage, ...]:
    """The guide in one language, in order."""
    return tuple(_page(path) for path in sorted(resource("help", language).glob("*.md")))


def _page(path: Path) -> GuidePage:
    text = path.read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("# ").strip()
    return GuidePage(path.stem.partition("-")[2], title, text)
