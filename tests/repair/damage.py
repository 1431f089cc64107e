"""Does to clean text what broken software does, for tests and measurements."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.repair.pages import SOFT_HYPHEN, character_table

KEPT, DROPPED = "kept", "dropped"


def misread(text: str, page: str, lost: str = DROPPED) -> str:
    """UTF-8 bytes of ``text`` read under ``page``.

    ``lost`` says what becomes of bytes without a character (and of the soft hyphen when they
    are dropped): ``"kept"`` as C1 controls, ``"dropped"``, or the marker that replaces them.
    """
    return "".join(after for _, after in misread_by_character(text, page, lost))


def misread_by_character(text: str, page: str, lost: str = DROPPED) -> Iterator[tuple[str, str]]:
    """Each character of the text with what ``misread`` makes of it."""
    table = [chr(b) for b in range(0x80)] + character_table(page)
    for byte in range(0x80, 0x100):
        if not table[byte]:
            table[byte] = {KEPT: chr(byte), DROPPED: ""}.get(lost, lost)
    if lost == DROPPED:
        table[SOFT_HYPHEN] = ""
    for char in text:
        yield char, "".join(table[b] for b in char.encode("utf-8", "surrogatepass"))


def is_damaged(char: str, page: str, lost: str = DROPPED) -> bool:
    """Whether ``misread`` loses some byte of the character."""
    table = character_table(page)
    return lost != KEPT and any(
        b >= 0x80 and (not table[b - 0x80] or (b == SOFT_HYPHEN and lost == DROPPED)) for b in char.encode()
    )
