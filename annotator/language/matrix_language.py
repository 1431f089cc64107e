"""Matrix language: the one that gives a mixed turn its grammar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.language.function_words import FUNCTION_WORDS


def _plain(words: Sequence[str]) -> list[str]:
    # One call for all: word by word takes ten times as long.
    return "\n".join(words).lower().replace("’", "'").split("\n")


def matrix_language(words: Mapping[str, Sequence[str]]) -> str | None:
    """The language with most function words; word counts break ties, then the order of the mapping.

    ``words`` holds the words of a turn (or of more) by language. None where it is empty, and
    where the only language is ``und``.
    """
    if len(words) < 2:
        return next((language for language in words if language != "und"), None)

    def weight(language: str) -> tuple[int, int]:
        listed = FUNCTION_WORDS.get(language, frozenset())
        own = words[language]
        return sum(map(listed.__contains__, _plain(own))), len(own)

    return max((language for language in words if language != "und"), key=weight)
