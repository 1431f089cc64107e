"""How likely characters are by themselves, found by the bytes that are known of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations, product
from math import exp, log

from annotator.repair import tokenizer
from annotator.repair.code_pages import needs
from annotator.repair.language_model import LanguageModel

#: Logarithm of the probability of a character the model does not know, by the length of its sequence:
#: there are fewer letters of alphabets than characters of all kinds.
_STRANGE = {2: -11.0, 3: -14.0, 4: -14.0}
#: That of an emoji, whichever it is: the model knows them as one.
_EMOJI = -9.0
_FOUR_BYTES = 0xF0
#: The share of a character's probability that its traditional form has.
_TRADITIONAL = 0.5


class Unigrams:
    """The probabilities of single characters, asked for by the bytes of UTF-8 that are left of them."""

    def __init__(self, model: LanguageModel) -> None:
        single = {
            char: exp(model.score((), (), number)[0])
            for char, number in model.number.items()
            if char not in tokenizer.SPECIAL
        }
        for old, new in model.simplified.items():
            single.setdefault(chr(old), _TRADITIONAL * single.get(new, 0.0))
        self._shares = {char.encode(): share for char, share in single.items() if not char.isascii()}
        self._left_of = lru_cache(maxsize=50_000)(self._sum)

    def whole(self, sequence: bytes) -> float:
        """Logarithm of the probability of the character with those bytes."""
        share = self._shares.get(sequence)
        if share:
            return log(share)
        return _EMOJI if sequence[0] == _FOUR_BYTES else _STRANGE[len(sequence)]

    def broken(self, known: bytes, lost: Sequence[int]) -> float | None:
        """That of all characters together of which only ``known`` would be left were ``lost`` bytes to go.

        Zeros in ``known`` stand for lost bytes whose places are known. None where there is no such character.
        """
        return self._left_of(known, tuple(lost))

    def _sum(self, known: bytes, lost: tuple[int, ...]) -> float | None:
        wanted = needs(known[0])
        if not lost or (0 in known and len(known) != wanted + 1):
            return None
        if known[0] >= _FOUR_BYTES:
            return _EMOJI
        total = sum(self._shares.get(sequence, 0.0) for sequence in _fillings(known, wanted, lost))
        strange = _STRANGE[wanted + 1]
        return max(log(total), strange) if total else strange


def _fillings(known: bytes, wanted: int, lost: tuple[int, ...]) -> set[bytes]:
    """The known bytes with lost ones between and behind them, in every way that makes a sequence."""
    if 0 in known:
        choices = [[lost if byte == 0 else (byte,) for byte in known]]
    else:
        choices = []
        for places in combinations(range(1, wanted + 1), len(known) - 1):
            row: list[tuple[int, ...]] = [lost] * (wanted + 1)
            row[0] = (known[0],)
            for place, byte in zip(places, known[1:], strict=True):
                row[place] = (byte,)
            choices.append(row)
    return {bytes(filled) for row in choices for filled in product(*row)}


@cache
def unigrams_of(model: LanguageModel) -> Unigrams:
    """The single characters of a model, put in order once."""
    return Unigrams(model)
