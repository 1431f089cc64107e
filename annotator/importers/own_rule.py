"""A marker rule from a person's own regular expression, tried before it may run on a text."""

from __future__ import annotations

import re
import time
import warnings

from annotator.importers.markers import MarkerRule

_LIMIT = 120  # characters of a line that the pattern is tried on
_SLOW = 0.02  # seconds of work a pattern may take on a line of 26 characters
_LENGTHS = (12, 18, 22, 26)
_USUAL = "aA1 :[-王"


def custom_rule(pattern: str) -> MarkerRule:
    """A rule from a regular expression, which must have a group ``speaker``.

    It is matched at the start of each line, on its first 120 characters. Raises ValueError, with a
    sentence, where it is no regular expression, has no such group, or can take time without end.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of things that may mean something else one day
            compiled = re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"This is not a regular expression: {error}.") from error
    if "speaker" not in compiled.groupindex:
        raise ValueError("The pattern needs a group for the speaker: (?P<speaker>…).")
    if _explodes(compiled):
        raise ValueError("The pattern can take time without end; avoid repetitions inside repetitions.")
    return MarkerRule("custom", "Own pattern", pattern, compiled, limit=_LIMIT)


def _explodes(compiled: re.Pattern[str]) -> bool:
    """Whether matching takes exponentially long on some line of repeated characters.

    A match cannot be stopped once it has begun, so short lines tell: what doubles with every
    character is slow on 26 of them and still harmless.
    """
    letters = list(dict.fromkeys(_USUAL + re.sub(r"[^\w\s:\[\]()<>-]", "", compiled.pattern)))[:16]
    for start in ("", *letters):
        for letter in letters:
            for length in _LENGTHS:
                line = start + letter * length + "\0"
                began = time.thread_time()
                compiled.match(line)
                if time.thread_time() - began > _SLOW:
                    return True
    return False
