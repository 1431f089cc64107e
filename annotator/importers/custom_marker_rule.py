"""A marker rule from a person's own regular expression, tried before it may run on a text."""

from __future__ import annotations

import re
import time
import warnings

import regex

from annotator.errors import Sentence, UserError
from annotator.importers.marker_rules import RULES, MarkerRule

_LIMIT = 120  # characters of a line that the pattern is tried on
_SLOW = 0.02  # seconds of work a pattern may take on a line of 26 characters
_STOP = 0.5  # seconds after which a trial ends, on however busy a machine
_LENGTHS = (12, 18, 22, 26)
_USUAL = "aA1 :[-王"


def custom_rule(pattern: str) -> MarkerRule:
    """A rule from a regular expression, which must have a group ``speaker``.

    It is matched at the start of each line, on its first 120 characters, and stopped where a line takes
    too long, for no trial finds every pattern that has no end. Raises ValueError, with a sentence, where
    it is no regular expression, has no such group, or takes too long on one of the lines it is tried on.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of things that may mean something else one day
            compiled = regex.compile(pattern, regex.VERSION0)
    except (regex.error, RecursionError, OverflowError) as error:
        raise ValueError(Sentence("This is not a regular expression: {cause}", cause=str(error))) from error
    if "speaker" not in compiled.groupindex:
        raise ValueError(Sentence("The pattern needs a group for the speaker: (?P<speaker>…)"))
    if _explodes(compiled):
        raise ValueError(
            Sentence("The pattern can take time without end; avoid repetitions inside repetitions")
        )
    return MarkerRule("custom", "Own pattern", pattern, compiled, limit=_LIMIT)


def read_rule(text: str) -> MarkerRule:
    """The rule of the table with that key, else one from that regular expression.

    Raises UserError where the text is neither.
    """
    known = {one.key: one for one in RULES}
    if text in known:
        return known[text]
    try:
        return custom_rule(text)
    except ValueError as error:
        raise UserError(
            "{name} is no rule of speaker markers",
            "{cause}",
            "Known rules: {known}",
            name=text,
            cause=error.args[0],
            known=", ".join(known),
        ) from error


def _explodes(compiled: regex.Pattern[str]) -> bool:
    """Whether matching takes exponentially long on some line of repeated characters.

    What doubles with every character shows on 26 of them. The library ends most such patterns early;
    those with references back to a group are left.
    """
    letters = list(dict.fromkeys(_USUAL + re.sub(r"[^\w\s:\[\]()<>-]", "", compiled.pattern)))[:16]
    lines = (
        start + letter * length + end
        for start in ("", *letters)
        for letter in letters
        for length in _LENGTHS
        for end in ("\0", "\0" + compiled.pattern[-1])
    )
    return any(_slow(compiled, line) for line in lines)


def _slow(compiled: regex.Pattern[str], line: str) -> bool:
    began = time.thread_time()
    try:
        compiled.match(line, timeout=_STOP)
    except TimeoutError:
        return True
    return time.thread_time() - began > _SLOW
