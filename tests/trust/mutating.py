"""Real inputs changed at random: bytes, pieces, numbers, and what formats stumble over."""

from __future__ import annotations

import contextlib
import io
import random
import re
import zipfile
from collections.abc import Sequence

#: What readers stumble over, put in anywhere.
TOKENS: tuple[bytes, ...] = tuple(
    token.encode("utf-8", "surrogatepass")
    for token in (
        "\0", "\ufeff", "\u2028", "\x85", "\x1b", "\r", "\n\n", "\t", '"', "'", "\\", "\\u0000",
        "\\ud800", "&#0;", "&#xD800;", "&#x110000;", "&x;", "<", "<![CDATA[", "]]>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>", "null", "NaN", "-1", "0", "1e999", "-1e-999", "9" * 30,
        "9" * 5000, "[]", "{}", "[" * 2000, '{"a":' * 2000, "true", '""', "_xD800_", "_x0000_",
        "\ud800", "é", "Ã©", "\U0001f642", "甲", "\u202e", "[A]:", "A: ", "00:00:99.999 --> ",
        "99:99:99,999", "(?P<speaker>(?:a|a)*)b", "(", "*", "{1,99999}", "\\1", "/", "..", "=1+1",
        "%s", "{0}",
    )
)  # fmt: skip
_NUMBER = re.compile(rb"\d+")
_PACKED = b"PK\x03\x04"
_LONGEST = 200_000  # bytes that an input may grow to
_TEXT = 0.7  # of the changed texts stay text: else most of the time goes into finding their encoding


def mutated(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """An input with one to six changes; of a packed one, what a member says is changed.

    Most texts stay UTF-8, which leads past the decoder.
    """
    if data.startswith(_PACKED) and chance.random() < 0.9:
        return _in_archive(data, others, chance)
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        chance.choice(_CHANGES)(made, others, chance)
    whole = bytes(made[:_LONGEST])
    return whole.decode("utf-8", "ignore").encode() if chance.random() < _TEXT and _is_text(data) else whole


def _is_text(data: bytes) -> bool:
    with contextlib.suppress(UnicodeDecodeError):
        data.decode()
        return True
    return False


def _in_archive(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return data
    chosen = chance.choice(list(members))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in members.items():
            if info is not chosen:
                archive.writestr(info.filename, content)
            elif chance.random() > 0.05:  # else it is left out
                archive.writestr(info.filename, mutated(content, others, chance))
    return packed.getvalue()


def _place(made: bytearray, chance: random.Random) -> tuple[int, int]:
    at = chance.randint(0, len(made))
    return at, min(len(made), at + chance.choice((1, 2, 8, 64, 512)))


def _flip(made: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    if made:
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)


def _set(made: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    if made:
        made[chance.randrange(len(made))] = chance.choice((0, 10, 13, 34, 60, 91, 123, 127, 128, 255))


def _delete(made: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    at, end = _place(made, chance)
    del made[at:end]


def _repeat(made: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    at, end = _place(made, chance)
    made[at:at] = made[at:end] * chance.choice((1, 2, 50))


def _swap(made: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    at, end = _place(made, chance)
    piece = bytes(made[at:end])
    del made[at:end]
    other = chance.randint(0, len(made))
    made[other:other] = piece


def _put(made: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    at, end = _place(made, chance)
    made[at : end if chance.random() < 0.5 else at] = chance.choice(TOKENS)


def _number(made: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    numbers = list(_NUMBER.finditer(made))
    if numbers:
        one = chance.choice(numbers)
        made[one.start() : one.end()] = chance.choice(
            (b"0", b"-1", b"x", b"", b"1e9", b"4294967296", b"9" * 40)
        )


def _splice(made: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    if others:
        other = chance.choice(others)
        at, end = _place(made, chance)
        begin = chance.randint(0, len(other))
        made[at:end] = other[begin : begin + chance.choice((8, 64, 1024))]


def _cut(made: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    del made[chance.randint(0, len(made)) :]


_CHANGES = (_flip, _set, _delete, _repeat, _swap, _put, _put, _number, _splice, _cut)
