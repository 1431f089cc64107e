"""Errors of the layers below the window in the language of the window.

Those layers make sentences of English templates and what is put into them. What is shipped is a table from
the templates to their translations; a sentence whose template is not in it stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from annotator.core.repair_reasons import reason_clauses
from annotator.errors import Sentence, UserError, filled

_table: Path | None = None
_write_number: Callable[[str], str] | None = None


class _Joints(NamedTuple):
    """What stands between the parts of an error and at their end, and between things of a list."""

    colon: str = ": "
    between: str = ". "
    stop: str = "."
    comma: str = ", "
    semicolon: str = "; "
    pause: str = ", "


_OF_CHINESE = _Joints("：", "。", "。", "、", "；", "，")


def use(table: Path | None, write_number: Callable[[str], str] | None = None) -> None:
    """Translate with this file from now on; not at all for None.

    ``write_number`` makes of a number as Python formats it (``1,234.5``) what stands in sentences.
    """
    global _table, _write_number
    _table, _write_number = table, write_number


def written(number: float, form: str = ",") -> str:
    """A number as it stands in sentences, in one of Python's forms (``,``, ``.3f``)."""
    said = format(number, form)
    return said if _write_number is None else _write_number(said)


def in_words(text: str) -> str:
    """A sentence of an error, or a part of one, as the window says it."""
    if not text or (_table is None and _write_number is None):
        return text
    if isinstance(text, Sentence) and text.arguments:
        template = _translated(text.template)
        return filled(template, {name: _put_in(value) for name, value in text.arguments.items()})
    return _translated(text)


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


def listed(parts: Iterable[str], *, wide: bool = False) -> str:
    """Several things behind each other; ``wide`` where commas may stand in them."""
    joints = _joints()
    return (joints.semicolon if wide else joints.comma).join(map(in_words, parts))


def repair_reason(text: str) -> str:
    """Why a repair was made, of what the engine wrote into the project."""
    return _joints().pause.join(map(in_words, reason_clauses(text)))


def _joints() -> _Joints:
    return _OF_CHINESE if _table is not None and "_zh" in _table.stem else _Joints()


def _translated(text: str) -> str:
    return text if _table is None else _read(_table).get(text, text)


def _put_in(value: object) -> object:
    if isinstance(value, Sentence):
        return in_words(value)
    plain = _write_number is None or isinstance(value, bool) or not isinstance(value, int | float)
    return value if plain else _Number(value)  # type: ignore[arg-type]


class _Number:
    """A number that a template writes in the form it asks for, with the signs of the place."""

    def __init__(self, value: float) -> None:
        self._value = value

    def __format__(self, form: str) -> str:
        return written(self._value, form)


@lru_cache(maxsize=4)
def _read(table: Path) -> dict[str, str]:
    import json  # noqa: PLC0415 - errors are rare, and English ones need no table

    texts: dict[str, str] = json.loads(table.read_text(encoding="utf-8"))
    return texts
