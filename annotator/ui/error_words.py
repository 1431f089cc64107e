"""Errors of the layers below the window in the language of the window.

Those layers write English sentences with names and figures in them. What is shipped is a table from the
sentences (with {0}, {1}… where something was put in) to their translations; a sentence that is not in it
stays as it is.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from annotator.errors import UserError

_HOLE = re.compile(r"\\\{(\d+)\\\}")
_table: Path | None = None


def use(table: Path | None) -> None:
    """Translate with this file from now on; not at all for None."""
    global _table  # noqa: PLW0603 - as a process has one language
    _table = table


def in_words(text: str) -> str:
    """A sentence of an error, or a part of one, as the window says it."""
    return _said(_table, text) if _table is not None and text else text


def spoken(error: UserError) -> UserError:
    """The error with its three parts as the window says them."""
    return UserError(in_words(error.what), in_words(error.why), in_words(error.remedy))


def reason(error: UserError) -> str:
    """What went wrong and why, in one line."""
    said = spoken(error)
    return f"{said.what}: {said.why}" if said.why else said.what


@lru_cache(maxsize=4)
def _read(table: Path) -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    texts: dict[str, str] = json.loads(table.read_text(encoding="utf-8"))
    # The more of a sentence is fixed, the surer it is that it is meant.
    holed = sorted((text for text in texts if "{0}" in text), key=lambda text: -len(text))
    return texts, tuple((_pattern(text), texts[text]) for text in holed)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(_HOLE.sub(r"(?P<hole\1>.*?)", re.escape(text)), re.DOTALL)


@lru_cache(maxsize=256)
def _said(table: Path, text: str) -> str:
    exact, holed = _read(table)
    if text in exact:
        return exact[text]
    for pattern, translation in holed:
        found = pattern.fullmatch(text)
        if found is not None:
            said = translation
            for name, value in found.groupdict().items():
                said = said.replace(f"{{{name.removeprefix('hole')}}}", exact.get(value, value))
            return said
    return text
