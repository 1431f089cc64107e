"""Whether, and where, a turn's text fits the words or the regular expression of a filter."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from annotator.core.text_folding import as_it_stands, finder, fold, fold_with_places, unmoved
from annotator.errors import UserError
from annotator.model import TurnFilter

REGEX_PATIENCE = 2.0  # seconds a regular expression may take on one turn
_HIT_LIMIT = 2_000  # hits marked in one turn


@lru_cache(maxsize=32)
def compiled(pattern: str) -> Any:
    """A filter's regular expression, case apart. Raises UserError, with the place, where it is none."""
    import regex  # noqa: PLC0415 - most searches have no use for it

    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)
    except (regex.error, RecursionError, OverflowError) as error:
        place = getattr(error, "pos", None)
        message = getattr(error, "msg", None) or str(error)
        known = isinstance(place, int)
        raise UserError(
            "This is not a regular expression",
            "{message} at character {position}" if known else "{message}",
            "Correct it, or search for the text as it stands",
            message=message,
            position=place + 1 if isinstance(place, int) else 0,
        ) from error


def _too_slow() -> UserError:
    return UserError(
        "The regular expression takes too long",
        "on one turn it was not done after {seconds:g} seconds",
        "Avoid repetitions inside repetitions",
        seconds=REGEX_PATIENCE,
    )


def matcher(wanted: TurnFilter) -> Callable[[str], bool]:
    """Whether a text holds what the filter looks for in it. Raises UserError, as :func:`compiled` does.

    What is returned raises UserError for a regular expression that takes time without end.
    """
    if not wanted.text:
        return lambda _: True
    if not wanted.regex:
        return finder(fold(wanted.text))
    pattern = compiled(wanted.text)

    def found(text: str) -> bool:
        try:
            return pattern.search(text, timeout=REGEX_PATIENCE) is not None
        except TimeoutError as error:
            raise _too_slow() from error

    return found


def hits(wanted: TurnFilter, text: str) -> tuple[tuple[int, int], ...]:
    """Where a text fits the filter's words: start and end in code points, in order, at most 2,000.

    Empty matches of a regular expression are left out. Raises UserError as :func:`matcher` does.
    """
    if not wanted.text:
        return ()
    if wanted.regex:
        return _regex_hits(wanted.text, text)
    needle = fold(wanted.text)
    if not needle:
        return ()
    plain = as_it_stands(needle)(text)
    if needle not in (text if plain else fold(text)):
        return ()
    folded, starts, ends = unmoved(text) if plain else fold_with_places(text)
    found: list[tuple[int, int]] = []
    at = folded.find(needle)
    while at >= 0 and len(found) < _HIT_LIMIT:
        found.append((starts[at], ends[at + len(needle) - 1]))
        at = folded.find(needle, at + len(needle))
    return tuple(found)


def hit_counter(wanted: TurnFilter) -> Callable[[str], int]:
    """How many :func:`hits` there are in a text. What is returned raises UserError as they do."""
    if wanted.regex or not wanted.text:
        return lambda text: len(hits(wanted, text))
    needle = fold(wanted.text)
    plain = as_it_stands(needle)
    return lambda text: min((text if plain(text) else fold(text)).count(needle), _HIT_LIMIT)


def _regex_hits(pattern: str, text: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    try:
        for match in compiled(pattern).finditer(text, timeout=REGEX_PATIENCE):
            if match.end() > match.start():
                found.append(match.span())
            if len(found) >= _HIT_LIMIT:
                break
    except TimeoutError as error:
        raise _too_slow() from error
    return tuple(found)
