"""UTF-16 whose bytes were swapped (``匀栀攀`` for ``She``) or read one by one (``S\\x00h\\x00e\\x00``).

Characters of an alphabet share one of their two bytes. Swapped, it becomes the low byte of each, which a row
of other characters shares by no chance; read one by one, it stands between the letters as a control.
"""

from __future__ import annotations

import re
import unicodedata

from annotator.model import RepairStep
from annotator.repair.code_pages import page

#: The high bytes of alphabets, and those of signs that stand among their letters.
_ALPHABETS, _SIGNS = (0x00, 0x01, 0x03, 0x04, 0x05, 0x06, 0x0E), (0x00, 0x20)
_SWAPPED_ALPHABET = "".join(chr(low << 8 | high) for high in _ALPHABETS for low in range(0x20, 0x100))
_SWAPPED_SIGNS = "".join(
    chr(low << 8 | high) for high in _SIGNS for low in range(0x100) if chr(high << 8 | low).isprintable()
)
_LEAST = 4
_SWAPPED = re.compile(f"[{re.escape(''.join(sorted(set(_SWAPPED_ALPHABET + _SWAPPED_SIGNS))))}]{{{_LEAST},}}")
_APART = re.compile("(?<![\x00\u00fe])(?:\u00ff\u00fe)?(?:[^\n][\x00-\x06\x0e]){4,}")
#: A plain space, swapped: text of several words has some.
_SPACE = "\u2000"
_MARK = "\ufeff"
_SURE = 0.98


def may_hold_halves(text: str) -> bool:
    """A quick look: whether anything may have been such text."""
    return "\x00" in text or _SPACE in text


def repair_halves(text: str) -> list[RepairStep]:
    """The steps for all stretches of such text, in order. Takes any text."""
    out: list[RepairStep] = []
    for match in _SWAPPED.finditer(text) if _SPACE in text else ():
        after = _swapped(match.group())
        if _is_of_one_alphabet(match.group(), after):
            reason = "utf-16 read as utf-16 with its bytes swapped"
            out.append(RepairStep(*match.span(), match.group(), after, "encoding", reason, _SURE))
    if "\x00" in text:
        for match in _APART.finditer(text):
            after = _together(match.group())
            if after:
                reason = "utf-16 read as windows-1252"
                out.append(RepairStep(*match.span(), match.group(), after, "encoding", reason, _SURE))
    return sorted(out, key=lambda step: step.start)


def _swapped(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-be", "replace")


def _is_of_one_alphabet(before: str, after: str) -> bool:
    """Whether the stretch becomes letters of an alphabet, and was none before."""
    letters = [char for char in after if char.isalpha()]
    if len(letters) < _LEAST or not all(
        char.isprintable() and unicodedata.category(char) != "Cn" for char in after
    ):
        return False
    return len({ord(char) >> 8 for char in letters}) <= 2 and len({ord(char) >> 8 for char in before}) > 2


def _together(text: str) -> str:
    """What pairs of bytes are; "" where they are no text."""
    byte_of = page("windows-1252").byte_of
    data = bytes(byte_of.get(char, ord(char) if ord(char) < 0x100 else 0) for char in text)
    after = data.decode("utf-16-le").removeprefix(_MARK)
    return after if after.isprintable() else ""
