"""Does to clean text what broken software does, for tests and measurements."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from annotator.repair.code_pages import SOFT_HYPHEN, character_table

KEPT, DROPPED, CONTROLS = "kept", "dropped", "controls"


def misread(text: str, page: str, lost: str = DROPPED) -> str:
    """UTF-8 bytes of ``text`` read under ``page``.

    ``lost`` says what becomes of bytes without a character (and of the soft hyphen when they
    are dropped): ``"kept"`` as C1 controls, ``"dropped"``, ``"controls"`` where C1 controls that
    the page does have are dropped too, or the marker that replaces them.
    """
    return "".join(after for _, after in misread_by_character(text, page, lost))


def misread_by_character(text: str, page: str, lost: str = DROPPED) -> Iterator[tuple[str, str]]:
    """Each character of the text with what ``misread`` makes of it."""
    table = _what_bytes_become(page, lost)
    for char in text:
        yield char, "".join(table[b] for b in char.encode("utf-8", "surrogatepass"))


@cache
def _what_bytes_become(page: str, lost: str) -> tuple[str, ...]:
    table = [chr(b) for b in range(0x80)] + character_table(page)
    for byte in range(0x80, 0x100):
        if not table[byte]:
            table[byte] = {KEPT: chr(byte), DROPPED: "", CONTROLS: ""}.get(lost, lost)
        elif lost == CONTROLS and "\x80" <= table[byte] <= "\x9f":
            table[byte] = ""
    if lost in {DROPPED, CONTROLS} and table[SOFT_HYPHEN] == "\xad":
        table[SOFT_HYPHEN] = ""
    return tuple(table)


def is_damaged(char: str, page: str, lost: str = DROPPED) -> bool:
    """Whether ``misread`` loses some byte of the character."""
    return not _lost_bytes(page, lost).isdisjoint(char.encode())


@cache
def _lost_bytes(page: str, lost: str) -> frozenset[int]:
    if lost == KEPT:
        return frozenset()
    table = character_table(page)
    gone = "\x9f" if lost == CONTROLS else ""
    bytes_ = {byte for byte, char in enumerate(table, 0x80) if char <= gone}
    if lost in {DROPPED, CONTROLS} and table[SOFT_HYPHEN - 0x80] == "\xad":
        bytes_.add(SOFT_HYPHEN)
    return frozenset(bytes_)


def reread(text: str, written: str, read: str) -> str:
    """The bytes of ``text`` in one single-byte page read under another, which keeps others as controls.

    Raises KeyError where the page that it is written in lacks a character.
    """
    pairs = zip(character_table(written), character_table(read), strict=True)
    table = {after: before or chr(byte) for byte, (after, before) in enumerate(pairs, 0x80) if after}
    return "".join(char if char.isascii() else table[char] for char in text)
