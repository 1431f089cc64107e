"""What ends a line in a transcript, once carriage returns are gone."""

from __future__ import annotations

import re

# NEL counts only after repair: in text whose bytes were read as Latin-1 it is half a character.
LINE_BREAKS = "\n\u2028\u2029\x85"
LINE_START = rf"(?:\A|(?<=[{LINE_BREAKS}]))"
BLANKS = " \t\u3000\xa0"
_BLANK_BEGINNING = re.compile(rb"(\xef\xbb\xbf)?(?:[ \t]*\r?\n)+(?=.)", re.DOTALL)


def without_blank_beginning(data: bytes) -> bytes:
    """A file without the empty lines that it begins with, before which no reader expects its signs.

    A byte order mark of UTF-8 stays; UTF-16 and UTF-32 are left as they are.
    """
    blank = _BLANK_BEGINNING.match(data)
    return data if blank is None else (blank[1] or b"") + data[blank.end() :]


def end_before_breaks(text: str, start: int, end: int) -> int:
    """Where ``text[start:end]`` ends without the line breaks and empty lines that close it.

    Blanks at the end of the last line that holds anything stay: two of them are a line break
    in Markdown. Takes time in proportion to what is cut off.
    """
    kept = at = end
    while at > start:
        if text[at - 1] in LINE_BREAKS:
            at -= 1
            kept = at
        elif text[at - 1] in BLANKS:
            at -= 1
        else:
            break
    return kept
