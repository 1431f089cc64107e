"""One pass over a text that says at once that nothing in it is damaged, so that no finer look is needed.

Each character is looked up in a table of bits: which of the classes it belongs to that the finer looks begin
with. What they look for first is a character of a class, two or three next to each other, or many in a
row; where none of it is there, a look would find nothing (``tests/repair/test_first_look.py``), and where
some is, that look alone is asked whether it does.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.repair import east_asian, single_byte, western_signs, zero_width_joiners
from annotator.repair.code_pages import MARKERS, char_class, leads_and_tails, may_follow
from annotator.repair.language_model import load
from annotator.repair.lone_leads import repair_lone_leads
from annotator.repair.mail_forms import repair_mail
from annotator.repair.misread_escapes import repair_escapes
from annotator.repair.replacement_signs import RARE, known_damage
from annotator.repair.wide_spaces import repair_wide_spaces

if TYPE_CHECKING:
    import numpy as np

    Units = np.ndarray[Any, np.dtype[np.uint16]]
    Bits = np.ndarray[Any, np.dtype[np.uint32]]
    Flags = np.ndarray[Any, np.dtype[np.bool_]]


class Looks(NamedTuple):
    """Which finer looks a text needs: at what may be damaged, at what may lack a joiner.

    What is repaired may lack one, too.
    """

    damage: bool
    joiners: bool


_EVERYTHING = Looks(damage=True, joiners=True)

_UNITS = 0x10000  # values of two bytes of UTF-16, of which most characters have one and emoji have two
_IN_ASCII = ("=", "$", "&", "\\u")  # what forms of mails and escapes cannot do without
_QUESTION = re.compile(r"\?[a-z?]")


def _classes() -> tuple[str, ...]:
    """The inside of a regex class for each of the bits below, in their order."""
    leads, tails = leads_and_tails()
    return (
        f"{MARKERS}{RARE}{western_signs.FIRST}",
        f"\x80-\x9f{single_byte.BEYOND}",
        "A-Za-z",
        "a-z",
        single_byte.MISREAD,
        single_byte.WITHIN,
        single_byte.BEHIND,
        single_byte.BETWEEN,
        east_asian.ODD,
        east_asian.KINDS,
        char_class(east_asian.suspects()),
        char_class(leads),
        char_class(tails),
        char_class(western_signs.letters()),
        f"{zero_width_joiners.NEAR}\ud83c-\ud83e",  # the first halves of emoji
    )


(
    _ALONE, _FOREIGN, _LETTER, _SMALL, _MISREAD, _WITHIN, _BEHIND, _BETWEEN, _ODD, _KINDS, _SUSPECT, _LEAD,
    _TAIL, _ACCENTED, _JOINED,
) = (1 << place for place in range(15))  # fmt: skip


@cache
def _table() -> Bits:
    """The bits of every character that UTF-16 writes in two bytes."""
    import numpy as np  # noqa: PLC0415 - with the first text that is not ASCII

    every = "".join(map(chr, range(_UNITS)))
    table = np.zeros(_UNITS, dtype=np.uint32)
    for place, inside in enumerate(_classes()):
        for run in re.finditer(f"[{inside}]+", every):
            table[run.start() : run.end()] |= 1 << place
    return table


def first_look(text: str) -> Looks:
    """Which finer looks a text needs. Takes any string."""
    if any(sign in text for sign in _IN_ASCII) and (repair_mail(text) or repair_escapes(text)):
        return _EVERYTHING
    if text.isascii():
        return _EVERYTHING if _has_question_marks(text) else Looks(damage=False, joiners=False)
    try:
        import numpy as np  # noqa: PLC0415 - see above
    except Exception:  # noqa: BLE001 - it raises whatever it likes; the finer looks work without it
        return _EVERYTHING
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    bits = _table().take(units)
    there = int(np.bitwise_or.reduce(bits))
    damage = (
        there & _ALONE
        or _has_sequence(units, bits, there)
        or (_is_foreign(bits, there) and east_asian.any_suspicious(text))
        or (_next_to(bits, there, _LETTER, _ACCENTED).any() and western_signs.repair_signs(text))
        or (there & _FOREIGN and (repair_wide_spaces(text) or repair_lone_leads(text)))
        or _is_misread(text, bits, there)
        or _has_question_marks(text)
    )
    return _EVERYTHING if damage else Looks(damage=False, joiners=bool(there & _JOINED))


def _is_misread(text: str, bits: Bits, there: int) -> bool:
    """Whether lines were read under another single-byte page than they were written in."""
    if _has_run(bits, there, _MISREAD, single_byte.MANY) and single_byte.repair_scripts(text, (), load)[0]:
        return True
    odd = (
        there & _FOREIGN
        or _next_to(bits, there, _SMALL, _BEHIND).any()
        or _next_to(bits, there, _WITHIN, _SMALL).any()
        or _is_between(bits, there)
    )
    return bool(odd and single_byte.repair_pages(text, ())[0])


def _has_question_marks(text: str) -> bool:
    """Whether question marks stand for letters."""
    return _QUESTION.search(text) is not None and bool(known_damage(text))


def _next_to(bits: Bits, there: int, first: int, second: int) -> Flags:
    """Where a character of one class stands right before one of another."""
    found: Flags = bits[:0] != 0
    if there & first and there & second:
        found = ((bits[:-1] & first) != 0) & ((bits[1:] & second) != 0)
    return found


def _has_sequence(units: Units, bits: Bits, there: int) -> bool:
    """Whether anything may be a sequence of UTF-8 that was read under one page; “”—” is of two."""
    places = _next_to(bits, there, _LEAD, _TAIL).nonzero()[0]
    pairs = set(zip(units[places].tolist(), units[places + 1].tolist(), strict=True))
    return any(may_follow(chr(lead), chr(tail)) for lead, tail in pairs)


def _is_between(bits: Bits, there: int) -> bool:
    """Whether a sign that stands between words stands between two small letters."""
    if not there & _BETWEEN:
        return False
    small = (bits & _SMALL) != 0
    return bool((small[:-2] & ((bits[1:-1] & _BETWEEN) != 0) & small[2:]).any())


def _has_run(bits: Bits, there: int, one: int, length: int) -> bool:
    """Whether so many characters of a class stand in a row."""
    if not there & one:
        return False
    run: Flags = (bits & one) != 0
    for _ in range(length - 1):
        run = run[:-1] & run[1:]
    # Each round has shortened what is left of a row by one.
    return bool(run.any())


def _is_foreign(bits: Bits, there: int) -> bool:
    """Whether something may have been read under an East Asian page, or have been of one."""
    import numpy as np  # noqa: PLC0415 - see above

    if any(_has_run(bits, there, one, east_asian.MANY) for one in (_ODD, _KINDS)):
        return True
    return bool(there & _SUSPECT) and int(np.count_nonzero(bits & _SUSPECT)) > east_asian.FEW
