"""Errors of the layers below the window in the language of the window.

Those layers make sentences of English templates and what is put into them. What is shipped is a table from
the templates to their translations; a sentence whose template is not in it stays as it is.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from annotator.errors import Sentence, UserError, filled

_table: Path | None = None


class _Joints(NamedTuple):
    """What stands between the parts of an error, and at their end."""

    colon: str = ": "
    between: str = ". "
    stop: str = "."


_OF_CHINESE = _Joints("：", "。", "。")


def use(table: Path | None) -> None:
    """Translate with this file from now on; not at all for None."""
    global _table  # noqa: PLW0603 - as a process has one language
    _table = table


def in_words(text: str) -> str:
    """A sentence of an error, or a part of one, as the window says it."""
    if _table is None or not text:
        return text
    if isinstance(text, Sentence) and text.arguments:
        template = _read(_table).get(text.template, text.template)
        return filled(template, {name: _put_in(value) for name, value in text.arguments.items()})
    return _read(_table).get(text, text)


def spoken(error: UserError) -> UserError:
    """The error with its three parts as the window says them."""
    return UserError(in_words(error.what), in_words(error.why), in_words(error.remedy))


def reason(error: UserError) -> str:
    """What went wrong and why, in one line."""
    said = spoken(error)
    return f"{said.what}{_joints().colon}{said.why}" if said.why else said.what


def one_line(error: UserError) -> str:
    """All of an error: ``What: why. What to do.``"""
    return sentences(reason(error), error.remedy)


def sentences(*parts: str) -> str:
    """Parts of errors as sentences behind each other; empty ones are left out."""
    joints = _joints()
    said = [in_words(part) for part in parts if part]
    return joints.between.join(said) + joints.stop if said else ""


def _joints() -> _Joints:
    return _OF_CHINESE if _table is not None and "_zh" in _table.stem else _Joints()


def _put_in(value: object) -> object:
    return in_words(value) if isinstance(value, Sentence) else value


@lru_cache(maxsize=4)
def _read(table: Path) -> dict[str, str]:
    texts: dict[str, str] = json.loads(table.read_text(encoding="utf-8"))
    return texts
