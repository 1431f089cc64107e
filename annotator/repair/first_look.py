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

from annotator.repair import east_asian, old_vietnamese, single_byte, western_signs, zero_width_joiners
from annotator.repair.code_pages import MARKERS, char_class, leads_and_tails, may_follow
from annotator.repair.escaped_prose import may_be_escaped_prose, repair_escaped_prose
from annotator.repair.language_model import load
from annotator.repair.lone_leads import repair_lone_leads
from annotator.repair.mail_forms import repair_mail
from annotator.repair.misread_escapes import repair_escapes
from annotator.repair.old_vietnamese import repair_old_vietnamese
from annotator.repair.replacement_signs import RARE, known_damage
from annotator.repair.utf16_halves import may_hold_halves, repair_halves
from annotator.repair.wide_spaces import repair_wide_spaces

if TYPE_CHECKING:
    import numpy as np

    Units = np.ndarray[Any, np.dtype[np.uint16]]
    Bits = Units
    Places = np.ndarray[Any, np.dtype[np.intp]]


class Looks(NamedTuple):
    """Which finer looks a text needs: at what may be damaged, at what may lack a joiner.

    What is repaired may lack one, too.
    """

    damage: bool
    joiners: bool


_EVERYTHING = Looks(damage=True, joiners=True)

_UNITS = 0x10000  # values of two bytes of UTF-16, of which most characters have one and emoji have two
# What forms of mails and escapes cannot do without, by their first signs.
_MAIL = {"=": ("=?", "=C", "=D", "=E", "=F"), "$": ("$@", "$B")}
_ENTITY = re.compile("&(?:#|[A-Za-z]{2,6}[0-9]{0,2};)")
_WIDE = "\ufe0f"  # says that a sign is drawn as an emoji
_FIRST_HALVES = "\ud83c-\ud83e"  # of emoji
_MUCH = 0.2  # of the telling characters of a text in Vietnamese of old fonts
_WIDTH = 2  # units of UTF-16 of a character at most
_QUESTION = re.compile(r"\?[a-z?]")


def _second_halves(emoji: str) -> str:
    """What UTF-16 ends characters with."""
    return "".join(chr(int.from_bytes(char.encode("utf-16-le")[-2:], "little")) for char in emoji)


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
        _second_halves(zero_width_joiners.PEOPLE),
        f"{zero_width_joiners.SIGNS}{_FIRST_HALVES}",
    )


(
    _ALONE, _FOREIGN, _LETTER, _SMALL, _MISREAD, _WITHIN, _BEHIND, _BETWEEN, _ODD, _KINDS, _SUSPECT, _LEAD,
    _TAIL, _ACCENTED, _PERSON, _JOINED,
) = (1 << place for place in range(16))  # fmt: skip
_TELLING = 0xFFFF ^ _LETTER ^ _SMALL  # all but what most characters are


@cache
def _table() -> Bits:
    """The bits of every character that UTF-16 writes in two bytes."""
    import numpy as np  # noqa: PLC0415 - see below

    every = "".join(map(chr, range(_UNITS)))
    table = np.zeros(_UNITS, dtype=np.uint16)
    for place, inside in enumerate(_classes()):
        for run in re.finditer(f"[{inside}]+", every):
            table[run.start() : run.end()] |= 1 << place
    return table


def first_look(text: str) -> Looks:
    """Which finer looks a text needs. Takes any string."""
    if _may_be_escaped(text) and (repair_mail(text) or repair_escapes(text)):
        return _EVERYTHING
    if may_hold_halves(text) and repair_halves(text):
        return _EVERYTHING
    if may_be_escaped_prose(text) and repair_escaped_prose(text):
        return _EVERYTHING
    if text.isascii():
        return _EVERYTHING if _has_question_marks(text) else Looks(damage=False, joiners=False)
    try:
        import numpy  # noqa: F401, ICN001, PLC0415 - with the first text that is not ASCII
    except Exception:  # noqa: BLE001 - it raises whatever it likes; the finer looks work without it
        return _EVERYTHING
    seen = _Seen.of(text)
    damage = (
        seen.has(_ALONE)
        or _has_sequence(seen)
        or _is_foreign(text, seen)
        or (seen.behind_any(_ACCENTED, _LETTER) and western_signs.repair_signs(text))
        or (seen.has(_FOREIGN) and (repair_wide_spaces(text) or repair_lone_leads(text)))
        or (_may_be_vietnamese(seen) and repair_old_vietnamese(text))
        or _is_misread(text, seen)
        or _has_question_marks(text)
    )
    return _EVERYTHING if damage else Looks(damage=False, joiners=_may_lack_joiners(seen))


def _may_be_escaped(text: str) -> bool:
    """Whether a form of mails or an escape may be there."""
    for sign, forms in _MAIL.items():
        if sign in text and any(form in text for form in forms):
            return True
    if "\\" in text and "\\u" in text:  # two signs are looked for ten times as slowly as one
        return True
    return "&" in text and _ENTITY.search(text) is not None


class _Seen(NamedTuple):
    """Characters that say more than plain letters do: where they stand, their bits, and those around them."""

    units: Units  # all of the text
    places: Places
    here: Bits
    before: Bits
    behind: Bits
    there: int  # the bits of all characters

    @classmethod
    def of(cls, text: str) -> _Seen:
        """Look each character up."""
        import numpy as np  # noqa: PLC0415 - see above

        # A character of no class behind the last is before the first, too: indexes go round.
        data = text.encode("utf-16-le", "surrogatepass") + b"\0\0"
        units = np.frombuffer(data, dtype=np.uint16)
        bits = _table().take(units)
        places = ((bits & _TELLING) != 0).nonzero()[0]
        here = bits.take(places)
        before, behind = bits.take(places - 1, mode="wrap"), bits.take(places + 1)
        return cls(units, places, here, before, behind, int(np.bitwise_or.reduce(bits)))

    def has(self, bit: int) -> bool:
        """Whether a character of a class is there."""
        return self.there & bit != 0

    def behind_any(self, bit: int, other: int) -> bool:
        """Whether a character of a telling class stands right behind one of another."""
        return (
            self.has(bit)
            and self.has(other)
            and bool(((self.here & bit != 0) & (self.before & other != 0)).any())
        )

    def before_any(self, bit: int, other: int) -> bool:
        """Whether a character of a telling class stands right before one of another."""
        return (
            self.has(bit)
            and self.has(other)
            and bool(((self.here & bit != 0) & (self.behind & other != 0)).any())
        )

    def pairs(self, bit: int, other: int) -> set[tuple[int, int]]:
        """The characters of a telling class that stand right before one of another, and these."""
        places = self.places[(self.here & bit != 0) & (self.behind & other != 0)]
        return set(zip(self.units[places].tolist(), self.units[places + 1].tolist(), strict=True))

    def has_run(self, bit: int, length: int) -> bool:
        """Whether so many characters of a telling class stand in a row."""
        if not self.has(bit):
            return False
        at = self.places[self.here & bit != 0]
        return bool((at[length - 1 :] - at[: 1 - length] == length - 1).any())


def _may_be_vietnamese(seen: _Seen) -> bool:
    """Whether many of the telling characters stand where Vietnamese of old fonts has them."""
    if not (seen.has(_FOREIGN | _BEHIND) and seen.has(_SMALL)):
        return False
    before, behind = _vietnamese()
    units = seen.units
    found = int((before[units[seen.places - 1]] & behind[units[seen.places]] != 0).sum())
    return found >= old_vietnamese.OFTEN and found >= _MUCH * len(seen.places)


@cache
def _vietnamese() -> tuple[Bits, Bits]:
    """By character, as which first or second of such pairs it stands."""
    import numpy as np  # noqa: PLC0415 - see above

    out = (np.zeros(_UNITS, dtype=np.uint16), np.zeros(_UNITS, dtype=np.uint16))
    for place, pair in enumerate(old_vietnamese.PAIRS):
        for table, chars in zip(out, pair, strict=True):
            table[list(map(ord, chars))] |= 1 << place
    return out


def _is_misread(text: str, seen: _Seen) -> bool:
    """Whether lines were read under another single-byte page than they were written in."""
    if seen.has_run(_MISREAD, single_byte.MANY) and single_byte.repair_scripts(text, (), load)[0]:
        return True
    odd = (
        seen.has(_FOREIGN)
        or seen.behind_any(_BEHIND, _SMALL)
        or seen.before_any(_WITHIN, _SMALL)
        or _is_between(seen)
    )
    return bool(odd and single_byte.repair_pages(text, ())[0])


def _has_question_marks(text: str) -> bool:
    """Whether question marks stand for letters."""
    return _QUESTION.search(text) is not None and bool(known_damage(text))


def _has_sequence(seen: _Seen) -> bool:
    """Whether anything may be a sequence of UTF-8 that was read under one page; “”—” is of two."""
    if not (seen.has(_LEAD) and seen.has(_TAIL)):
        return False
    return any(may_follow(chr(lead), chr(tail)) for lead, tail in seen.pairs(_LEAD, _TAIL))


def _may_lack_joiners(seen: _Seen) -> bool:
    """Whether somebody stands before what could be joined; a wide sign (U+FE0F) is joined with no emoji."""
    if not (seen.has(_PERSON) and seen.has(_JOINED)):
        return False
    return any(
        chr(one) != _WIDE or chr(other) in zero_width_joiners.SIGNS
        for one, other in seen.pairs(_PERSON, _JOINED)
    )


def _is_between(seen: _Seen) -> bool:
    """Whether a sign that stands between words, or beside them, stands between two letters."""
    signs = _WITHIN | _BEHIND | _BETWEEN
    if not (seen.has(signs) and seen.has(_LETTER)):
        return False
    return bool(((seen.here & signs != 0) & (seen.before & seen.behind & _LETTER != 0)).any())


def _is_foreign(text: str, seen: _Seen) -> bool:
    """Whether something was read under an East Asian page, or is of one."""
    pairs = seen.has(_BEHIND) and _are_near(seen.places[seen.here & _BEHIND != 0])
    of_utf8, others = _kinds_of_suspects(seen)
    runs = any(seen.has_run(one, east_asian.MANY) for one in (_ODD, _KINDS))
    return (runs or pairs or of_utf8 or others) and east_asian.any_suspicious(
        text, pairs=pairs, others=others
    )


def _kinds_of_suspects(seen: _Seen) -> tuple[bool, bool]:
    """Whether many characters are there of misread UTF-8; and some of other pages near each other."""
    few = east_asian.FEW
    at = seen.places[seen.here & _SUSPECT != 0] if seen.has(_SUSPECT) else ()
    if len(at) <= few:
        return False, False
    kinds = _suspects()[seen.units[at]]
    return int((kinds & 1 != 0).sum()) > few, any(_are_near(at[kinds & kind != 0]) for kind in (2, 4))


def _are_near(places: Places) -> bool:
    """Whether some three places are near each other: within twelve pairs of characters."""
    return bool((places[2:] - places[:-2] <= 2 * _WIDTH * east_asian.NEAR).any())


@cache
def _suspects() -> Bits:
    """By character, the kinds of suspects that it is of."""
    import numpy as np  # noqa: PLC0415 - see above

    table = np.zeros(_UNITS, dtype=np.uint16)
    for place, chars in enumerate(east_asian.kinds_of_suspects()):
        table[list(map(ord, chars))] |= 1 << place
    return table
