"""JSON read strictly: where something is wrong, its place is known and said.

JSON itself lets an object name a member twice and lets readers choose; here that is an
error, for whoever wrote the second one meant it to count.
"""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

import msgspec

from annotator.errors import Sentence

T = TypeVar("T")

_encode = msgspec.json.Encoder().encode
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_NAME = re.compile(rb'[ \t\r\n]*[{,][ \t\r\n]*("(?:[^"\\]|\\.)*")[ \t\r\n]*:[ \t\r\n]*')
_END = re.compile(rb"[ \t\r\n]*\}[ \t\r\n]*\Z")
_PLACE = re.compile(r"(?s)(.*) - at `\$(.*)`\Z")
_BYTE = re.compile(r"\(byte (\d+)\)")
_MARK = b"\xef\xbb\xbf"


class Wrong(Exception):  # noqa: N818 - it names what it found
    """What is wrong with a document and where: a JSON path such as ``$.dialogues[3].title``."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(where, what)
        self.where = where
        self.what = what

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def members(data: bytes) -> dict[str, msgspec.Raw]:
    """The members of the object that a file holds, each still encoded. Raises Wrong."""
    data = data.removeprefix(_MARK)
    found = decode(_MEMBERS, data, "$")
    if not _each_once(data, found):
        raise Wrong("$", "a member is named twice")
    return found


def decode(decoder: msgspec.json.Decoder[T], data: bytes | msgspec.Raw, where: str) -> T:
    """Decode a part of the document that stands at ``where``. Raises Wrong."""
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        found = _PLACE.match(str(error))
        what, below = found.groups() if found else (str(error), "")
        raise Wrong(where + below, what[0].lower() + what[1:]) from error
    except msgspec.DecodeError as error:
        raise Wrong(where, _syntax(bytes(data), str(error))) from error
    except UnicodeDecodeError as error:
        raise Wrong(where, Sentence("its text is not UTF-8 ({cause})", cause=error.reason)) from error
    except RecursionError as error:
        raise Wrong(where, "it is nested too deeply") from error


def decode_once(decoder: msgspec.json.Decoder[T], data: msgspec.Raw, where: str) -> T:
    """As :func:`decode`, and no object in it names a member twice."""
    value = decode(decoder, data, where)
    raw = bytes(data)
    # What is written as this program writes it names nothing twice; to see that takes a third of the time.
    if _encode(value) == msgspec.json.format(raw, indent=-1):
        return value
    # Numbers stay text: only names matter here, and a number may be too long for Python.
    json.loads(raw, object_pairs_hook=lambda pairs: _unique(pairs, where), parse_int=str, parse_float=str)
    return value


def _unique(pairs: list[tuple[str, Any]], where: str) -> None:
    if len(pairs) != len({name for name, _ in pairs}):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise Wrong(where, Sentence("an object in it names the member {double!r} twice", double=double))


def _each_once(data: bytes, found: dict[str, msgspec.Raw]) -> bool:
    """Whether the members that were found are all that is there.

    Reading keeps only the last of two members with one name, so what was found does then not
    lie one after the other. Walks along the members without decoding them again.
    """
    at = 0
    for name, value in found.items():
        sign = _NAME.match(data, at)
        if sign is None or msgspec.json.decode(sign[1]) != name or not data.startswith(value, sign.end()):
            return False
        at = sign.end() + len(memoryview(value))
    return bool(_END.match(data, at) or not found)


def _syntax(data: bytes, message: str) -> str:
    if "truncated" in message:
        return "the file ends too early, as if it had been cut off in copying"
    place = int(_BYTE.findall(f"{message} (byte 0)")[0])
    line = data.count(b"\n", 0, place) + 1
    column = len(data[data.rfind(b"\n", 0, place) + 1 : place].decode(errors="replace")) + 1
    return f"not JSON at line {line}, column {column}"
