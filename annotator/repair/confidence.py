"""How sure a lost character may be called: the share that a search gives it, made honest.

Shares say too much: the search knows nothing of words that it has never seen. How often such a place was
right in texts of other sources than any that the model has learnt from is told by logistic functions
of what the share rests on, one for Chinese characters and signs, one for all others; they are fitted by
``packaging/repair_model/calibrate.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Literal

#: Nothing is called surer unless so much speaks for it, a logit from which on 1 in 10,000 was wrong.
_SURE, _ENOUGH = 0.99, 7.1
#: Nor more than that in traditional Chinese, and signs in Japanese: in texts that nobody had looked at, too
#: many of those were wrong. Their quotes are brackets, which look like commas once their bytes are lost.
_MAY_BE_A_BRACKET = 0.95
Written = Literal["traditional", "japanese", ""]
#: And nothing that the search would choose is left unread because of this.
_LEAST = 0.2
#: The second stays so far behind the first at least.
_BEHIND = 0.99
_SIGNS = frozenset("、，。！？；：（）「」『』《》【】”～…—")
_WEIGHTS_CHINESE = (
    -0.257,
    0.987,
    0.547,
    0.920,
    0.135,
    -0.276,
    0.033,
    -0.338,
    -0.153,
    -0.346,
    0.088,
    0.663,
    -0.219,
)
_WEIGHTS_OTHERS = (-0.159, 0.332, 0.567, 0.508, 0.505, 0.065, 0.417, -0.374, 0.336, -0.106, 0.136)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the share of the likeliest candidate of a place rests on; logarithms are natural ones."""

    char: str
    share: float
    candidates: int
    letter: bool  # of two bytes
    heard: float | None  # what the network says of it, None where it was not asked
    rival: float  # and of the best of the others
    alone: float  # its log probability without what stands beside it
    text: float  # the mean of that of all tokens of the text with what stands before them
    written: Written = ""  # what the text is written in, where that counts
    bracket: bool = False  # whether the place may hold a bracket


def confidence(given: Grounds) -> float:
    """How often a place with these grounds is right; never more than its share."""
    chinese = is_chinese(given)
    weights, of = (_WEIGHTS_CHINESE, of_chinese) if chinese else (_WEIGHTS_OTHERS, of_others)
    logit = sum(weight * value for weight, value in zip(weights, of(given), strict=True))
    sure = 1 / (1 + exp(-logit))
    if not chinese or logit < _ENOUGH or not _may_be_certain(given):
        sure = min(sure, _SURE)
    if given.written and given.bracket and given.char in _SIGNS:
        sure = min(sure, _MAY_BE_A_BRACKET)
    return min(given.share, max(sure, _LEAST))


def _may_be_certain(given: Grounds) -> bool:
    """Whether texts of the kind have shown that what much speaks for is right."""
    return given.written != "traditional" and not (given.written and given.char in _SIGNS)


def trusted(shares: Sequence[float], best: int, sure: float) -> list[float]:
    """The shares with that of the best one lowered; the others follow, and none comes to lie before it."""
    out = list(shares)
    out[best] = 0.0
    if others := max(out):
        factor = min((1 - sure) / max(1 - shares[best], others), _BEHIND * sure / others)
        out = [factor * share for share in out]
    out[best] = sure
    return out


def is_chinese(given: Grounds) -> bool:
    """Whether a place is one that the network has learnt most about: a Chinese character or sign."""
    return given.heard is not None and (given.char in _SIGNS or "\u3400" <= given.char[:1] <= "\u9fff")


def of_chinese(given: Grounds) -> tuple[float, ...]:
    """What the confidence in a Chinese character or sign is reckoned from."""
    logit = _logit(given.share)
    heard, rival = max(-9.0, given.heard or 0.0), max(-14.0, given.rival)
    sign = given.char in _SIGNS
    return (
        1.0,
        min(logit, 4.0),
        _above(min(logit, 7.0), 4.0),
        _above(logit, 7.0),
        min(0.0, heard + 0.2),
        min(0.0, rival + 2.0),
        min(0.0, rival + 5.0),
        float(sign),
        sign * rival,
        min(0.0, given.alone + 5.0),
        min(0.0, given.alone + 7.0),
        min(0.0, given.text + 4.2),
        min(0.0, given.text + 5.0),
    )


def of_others(given: Grounds) -> tuple[float, ...]:
    """The same for letters, kana, Hangul, emoji and what the network was not asked about."""
    logit = _logit(given.share)
    return (
        1.0,
        min(logit, 3.0),
        _above(min(logit, 6.0), 3.0),
        _above(logit, 6.0),
        float(given.letter),
        float(given.heard is not None),
        max(-9.0, given.heard or 0.0),
        max(-9.0, given.rival),
        log(given.candidates),
        min(0.0, given.text + 4.2),
        min(0.0, given.alone + 6.0),
    )


def _above(value: float, least: float) -> float:
    return max(0.0, value - least)


def _logit(share: float) -> float:
    share = min(max(share, 1e-9), 1 - 1e-9)
    return min(14.0, log(share / (1 - share)))
