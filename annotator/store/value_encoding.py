"""Small values at the store's edge: times, keys, JSON, text that SQLite can hold."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from functools import lru_cache
from random import SystemRandom
from typing import Any, TypeVar

import msgspec

from annotator.core import text_folding
from annotator.errors import Sentence
from annotator.store.database_errors import damaged_value

T = TypeVar("T")

# As those of secrets, which loads all of Python's hashes for it.
_random_bits = SystemRandom().getrandbits
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "�")


def now() -> str:
    """This moment in UTC, to the second: ``2026-03-01T12:00:00Z``."""
    return _in_words(int(time.time()))


@lru_cache(maxsize=1)
def _in_words(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


def storable(text: str) -> str:
    """The text with every lone surrogate, which UTF-8 and so SQLite cannot hold, as U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_SURROGATES)
    return text


def folded(text: str) -> str:
    """What texts that look alike have in common: width, case and outer space apart."""
    return text_folding.folded(storable(text))


_COUNTED = {
    "tag": (Sentence("1 tag"), Sentence("{number} tags")),
    "place": (Sentence("1 place"), Sentence("{number} places")),
}


def counted(number: int, noun: str) -> Sentence:
    """``1 tag``, ``2 tags``."""
    one, several = _COUNTED[noun]
    return one if number == 1 else Sentence(several, number=number)


def new_keys() -> Iterator[str]:
    """Fresh UUIDs of version 7, each greater than the one before.

    They begin with the time so that the index over millions of them grows at its end
    instead of being touched everywhere; 73 random bits keep two machines apart.
    """
    prefix, number = key_block()
    while True:
        yield f"{prefix}{number:012x}"
        number += 1


def key_block() -> tuple[str, int]:
    """The first 24 characters of many fresh keys, and the number that the first of them ends in.

    The last 12 hexadecimal digits count up from there.
    """
    moment = time.time_ns() // 1_000_000
    head = (moment << 80) | (0x7 << 76) | (_random_bits(12) << 64) | (0x2 << 62)
    prefix = str(uuid.UUID(int=head | (_random_bits(14) << 48)))[:24]
    return prefix, _random_bits(47)


def dumps(value: object) -> str:
    """Compact JSON."""
    return msgspec.json.encode(value).decode()


def dumps_or_none(value: object) -> str | None:
    """Compact JSON, None for an empty collection: most turns have no gaps, no meta."""
    return msgspec.json.encode(value).decode() if value else None


def loads(text: str | None) -> Any:
    """The value of JSON text, None for None. Raises ProjectDamaged for what is no JSON."""
    try:
        return None if text is None else msgspec.json.decode(text)
    except (msgspec.MsgspecError, RecursionError, TypeError) as error:  # a number is no text
        raise damaged_value() from error


def loads_as(text: str | None, kind: type[T], default: T) -> T:
    """The value of JSON text as ``kind``, ``default`` for None. Raises ProjectDamaged for anything else."""
    if text is None:
        return default
    hashable: Any = kind
    try:
        value: T = _decoder(hashable)(text)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise damaged_value() from error
    return value


@lru_cache
def _decoder(kind: Any) -> Callable[[str], Any]:
    """Made once for each kind: making it takes longer than decoding."""
    return msgspec.json.Decoder(kind).decode
