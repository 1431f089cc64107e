"""Finds the words of a list in texts, whatever their case and width, and nothing inside other words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.errors import UserError

# A letter or digit of a script that puts spaces between words: there a word ends where these end.
_SPACED = r"[^\W_぀-ヿ㐀-䶿一-鿿가-힣豈-﫿\U00020000-\U0003ffff]"
_AT_EDGE = re.compile(_SPACED)
_CATEGORY = re.compile(r"[A-Z][A-Z0-9]*")
OTHERS = "WORD"  # the category of words that have none of their own


@dataclass(frozen=True, slots=True)
class Hit:
    """``[start, end)`` of a text is a word of the list, of that category."""

    start: int
    end: int
    category: str


class WordList:
    """Words and phrases with the categories that stand in their place."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self._categories = {folded(word): category for word, category in words if word.strip()}
        # What looks like a placeholder already becomes one, else it could not be told from those.
        names = "|".join(re.escape(x) for x in sorted({OTHERS, *self._categories.values()}))
        self._placeholder = re.compile(rf"\[(?:{names})-[0-9]+(?:\.[0-9]+)?\]")
        longest_first = sorted(self._categories, key=lambda word: (-len(word), word))
        self._words = re.compile("|".join(_bounded(word) for word in longest_first) or "(?!)")

    def hits(self, text: str) -> list[Hit]:
        """Where words of the list are, first to last; they do not overlap."""
        found = [Hit(*x.span(), OTHERS) for x in self._placeholder.finditer(text)]
        found += self.words(text)
        found.sort(key=lambda hit: (hit.start, -hit.end))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept

    def words(self, text: str) -> Iterator[Hit]:
        """Where the words of the list alone are; for making sure that there are none."""
        plain, places = _folded_with_places(text)
        for x in self._words.finditer(plain):
            start, end = places[x.start()], places[x.end() - 1] + 1
            yield Hit(start, end, self._categories[x[0]])


def parse(text: str, name: str) -> WordList:
    """A word list: a word or phrase a line, a tab and its category behind it where it has one.

    Empty lines and lines that begin with ``#`` are passed over. Raises UserError for a
    category that is none; ``name`` is what the list is called in it.
    """
    words = []
    for number, line in enumerate(text.removeprefix("\N{BYTE ORDER MARK}").splitlines(), 1):
        word, _, category = line.partition("\t")
        category = category.strip() or OTHERS
        if not word.strip() or word.startswith("#"):
            continue
        if not _CATEGORY.fullmatch(category):
            raise UserError(
                "{name} is no word list",
                "in line {number}, {category!r} is no category",
                "Write categories in capital letters and digits, such as PLACE",
                name=name,
                number=number,
                category=category,
            )
        words.append((word.strip(), category))
    return WordList(words)


def folded(text: str) -> str:
    """What a text has in common with others that differ in case, width or composition."""
    return "".join(_fold(char) for char in text.strip())


def _fold(char: str) -> str:
    return unicodedata.normalize("NFKD", char.casefold()).casefold()


def _folded_with_places(text: str) -> tuple[str, range | list[int]]:
    """The folded text, and for each of its characters where it comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    parts = [_fold(char) for char in text]
    return "".join(parts), [place for place, part in enumerate(parts) for _ in part]


def _bounded(word: str) -> str:
    before = rf"(?<!{_SPACED})" if _AT_EDGE.match(word[0]) else ""
    after = rf"(?!{_SPACED})" if _AT_EDGE.match(word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"
