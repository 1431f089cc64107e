"""How well typed letters fit a text: all of them in their order, better where words begin."""

from __future__ import annotations

_BEGINS = 8  # a letter at the beginning of a word
_FOLLOWS = 5  # a letter right after the one before
_SKIPPED = 0.1  # for each letter left out, between two that were found
_WHOLE = 40  # the words stand in the text as they were typed


def fit(wanted: str, text: str) -> float | None:
    """The better the higher; None where the letters are not all in the text in their order.

    Both are to be folded already. Spaces in what is wanted divide words, each of which must fit.
    """
    words = wanted.split()
    if not words:
        return 0.0
    total = 0.0
    for word in words:
        found = _word(word, text)
        if found is None:
            return None
        total += found
    if len(words) > 1 and " ".join(words) in text:
        total += _WHOLE
    return total - len(text) * 0.01


def _word(word: str, text: str) -> float | None:
    at = text.find(word)
    if at >= 0:
        begins = at == 0 or not text[at - 1].isalnum()
        return len(word) * _FOLLOWS + (_BEGINS * 2 if begins else 0) - at * 0.01
    score, last = 0.0, -1
    for letter in word:
        at = text.find(letter, last + 1)
        if at < 0:
            return None
        # A later place at the beginning of a word is better than an earlier one within a word.
        begin = _beginning(letter, text, last + 1)
        at = begin if begin >= 0 and at != last + 1 else at
        if at == last + 1:
            score += _FOLLOWS
        if at == 0 or not text[at - 1].isalnum():
            score += _BEGINS
        score -= (at - last - 1) * _SKIPPED
        last = at
    return score


def _beginning(letter: str, text: str, start: int) -> int:
    at = text.find(letter, start)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return at
        at = text.find(letter, at + 1)
    return -1
