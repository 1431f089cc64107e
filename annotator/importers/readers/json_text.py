"""JSON text to values: one document, several behind one another, or one a line, with their places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from annotator.errors import Sentence, UserError
from annotator.importers.reader_result import Faults

_LARGEST_DOCUMENT = 200_000_000  # characters of one JSON value: it takes ten times that in memory
_LARGEST_LINE = 50_000_000  # characters of one line of JSON Lines
_BLANK = " \t\r\n\ufeff"  # a byte order mark may stand wherever files were joined


def _integer(digits: str) -> int | str:
    """A number; as a string where no 64 bits hold it."""
    return int(digits) if len(digits) < 19 else digits


_DECODER = json.JSONDecoder(parse_int=_integer)


def _whole(value: Any, text: str) -> Any:
    """A value whose strings have no halves of surrogate pairs, which no encoding can write."""
    if "\\ud" not in text and "\\uD" not in text:
        return value
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(item, text) for item in value]
    if isinstance(value, dict):
        return {_HALVES.sub("\ufffd", key): _whole(item, text) for key, item in value.items()}
    return value


_HALVES = re.compile("[\ud800-\udfff]")


def documents(text: str) -> Iterator[tuple[str, Any]]:
    """Each JSON value of a text, with its place."""
    if len(text) > _LARGEST_DOCUMENT:
        raise UserError(
            "This JSON file is too large to be read at once",
            "it has more than {megabytes} million characters",
            "Save it as JSON Lines, one dialogue a line, or divide it",
            megabytes=_LARGEST_DOCUMENT // 1000000,
        )
    at = _after_blanks(text, 0)
    number = 0
    while at < len(text):
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise _broken(text, error) from None
        following = _after_blanks(text, end)
        several = number > 0 or following < len(text)
        yield (f"document {number + 1}, $" if several else "$"), _whole(value, text)
        number += 1
        at = following


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _broken(text: str, error: Exception) -> UserError:
    if isinstance(error, RecursionError):
        return UserError("This JSON file cannot be read", "it is nested too deeply")
    assert isinstance(error, json.JSONDecodeError)  # noqa: S101 - the decoder raises nothing else
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return UserError(
            "This JSON file is cut off",
            "it ends in the middle of a value, on line {line}, column {column}",
            "Get the whole file; nothing of it was taken",
            line=error.lineno,
            column=error.colno,
        )
    return UserError(
        "This JSON file is broken",
        "line {line}, column {column}: {cause}",
        "Mend that place; if it has one record a line, name the file .jsonl, and the other lines can be read",
        line=error.lineno,
        column=error.colno,
        cause=error.msg,
    )


def lines(text: str, faults: Faults) -> Iterator[tuple[str, Any]]:
    """The values of JSON Lines with their places; what is none goes to the faults."""
    at = 0
    number = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        number += 1
        place = f"line {number}"
        if end - at > _LARGEST_LINE:
            faults.add(
                place,
                Sentence(
                    "it is longer than {millions} million characters", millions=_LARGEST_LINE // 1000000
                ),
            )
        elif line := text[at:end].strip(_BLANK):
            try:
                yield place, _whole(_DECODER.decode(line), line)
            except RecursionError:
                faults.add(place, "it is nested too deeply")
            except json.JSONDecodeError as error:
                cut = error.pos >= len(line) or error.msg.startswith("Unterminated string")
                why = "it is cut off" if cut else f"it is no JSON ({error.msg}, column {error.colno})"
                faults.add(place, why)
        at = end + 1
