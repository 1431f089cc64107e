"""Text as it travels in mails, which nobody turned back: ``=C3=A9``, ``=?utf-8?Q?…?=``, ``$B$3$A$i(B``.

Nothing is lost in these forms, so that what they stand for is certain wherever all of it fits.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from annotator.model import RepairStep
from annotator.repair.misread_escapes import in_quotes
from annotator.repair.reread_pairs import is_odd

#: A sequence of UTF-8 in quoted-printable, and what may stand for such ones beside each other.
_SEQUENCE = "=(?:[C-D][0-9A-F]|E[0-9A-F]=[89AB][0-9A-F]|F[0-4]=[89AB][0-9A-F]=[89AB][0-9A-F])=[89AB][0-9A-F]"
_QUOTED = re.compile(f"(?:{_SEQUENCE})+")
#: A word of one or two letters, the last of which is written so.
_SHORT_WORD = re.compile(r"(?<!\w)(\w?)(=[C-D][0-9A-F]=[89AB][0-9A-F])(?!\w)")
#: A word of a header: its character set, how it is written, its text. Such words in a row are one text.
_ENCODED_WORD = re.compile(r"=\?([A-Za-z0-9_-]{2,20})\?([BbQq])\?([!-<>-~=]*?)\?=")
_BETWEEN = re.compile(r"[ \t]*(?:\r?\n[ \t]+)?")  # a break alone is none of a folded header
#: Seven bits of ISO-2022-JP between two controls, or what is left when those were lost.
_SEVEN_BITS = re.compile(r"\x1b?\$[@B]((?:[!-~]{2})+?)\x1b?\([BJ]")
#: The same in quoted-printable, which writes the controls and signs of equality otherwise.
_SEVEN_BITS_QUOTED = re.compile(r"=1[Bb]\$[@B]((?:(?:=3[Dd]|[!-<>-~]){2})+?)=1[Bb]\([BJ]")
_LEAST = 2  # characters in seven bits whose controls were lost
_KANA = re.compile("[\u3040-\u30ff]")
_SURE, _LESS_SURE = 0.99, 0.95

#: A part ``[start, end)`` of a text, what it stands for, and how sure that is.
_Part = tuple[int, int, str, float]
_start = attrgetter("start")


def repair_mail(text: str) -> list[RepairStep]:
    """The steps for all such forms in a text, in order; what is quoted is talked about and stays."""
    out: list[RepairStep] = []
    for sign, name, parts in _FORMS:
        if sign not in text:
            continue
        taken = out
        out = [
            *taken,
            *(
                RepairStep(start, end, text[start:end], after, "encoding", f"{name}, never decoded", sure)
                for start, end, after, sure in parts(text)
                if not in_quotes(text, start, end) and not _meets(taken, start, end)
            ),
        ]
        out.sort(key=_start)
    return out


def _meets(taken: Sequence[RepairStep], start: int, end: int) -> bool:
    """Whether one of some steps, in order, is about part of a stretch."""
    before = bisect_left(taken, end, key=_start)
    return before > 0 and taken[before - 1].end > start


def _quoted_printable(text: str) -> Iterator[_Part]:
    found = list(_QUOTED.finditer(text))
    if len(found) == 1 and (word := _SHORT_WORD.search(text)) and is_odd(word[1] + _unquoted(word[2])):
        return  # an equation, or what somebody says about that letter
    for match in found:
        try:
            after = _unquoted(match.group())
        except UnicodeDecodeError:
            continue
        yield *match.span(), after, _SURE


def _unquoted(text: str) -> str:
    return quopri.decodestring(text.encode()).decode()


def _encoded_words(text: str) -> Iterator[_Part]:
    """Words that stand beside each other are decoded together: a character may be divided between them."""
    found: list[re.Match[str]] = []
    for match in _ENCODED_WORD.finditer(text):
        if found and not (
            _joins(found[-1], match) and _BETWEEN.fullmatch(text, found[-1].end(), match.start())
        ):
            yield from _decoded(found)
            found = []
        found.append(match)
    yield from _decoded(found)


def _joins(one: re.Match[str], other: re.Match[str]) -> bool:
    return one[1].lower() == other[1].lower()


def _decoded(found: list[re.Match[str]]) -> Iterator[_Part]:
    if not found:
        return
    try:
        after = b"".join(_bytes(match[2], match[3]) for match in found).decode(found[0][1])
    except (LookupError, UnicodeError, binascii.Error):  # UnicodeError alone: of codecs such as punycode
        return
    if after and after.isprintable():
        yield found[0].start(), found[-1].end(), after, _SURE


def _bytes(form: str, text: str) -> bytes:
    if form in "Bb":
        return base64.b64decode(text, validate=True)
    return quopri.decodestring(text.encode(), header=True)


def _seven_bits(text: str) -> Iterator[_Part]:
    if "$@" not in text and "$B" not in text:  # a hundred times as fast as the pattern
        return
    for match in _SEVEN_BITS_QUOTED.finditer(text):
        body = _unquoted(match[1])
        try:
            yield *match.span(), f"\x1b$B{body}\x1b(B".encode().decode("iso-2022-jp"), _SURE
        except UnicodeDecodeError:
            continue
    for match in _SEVEN_BITS.finditer(text):
        whole = match.group().count("\x1b") == 2
        try:
            after = f"\x1b$B{match[1]}\x1b(B".encode().decode("iso-2022-jp")
        except UnicodeDecodeError:
            continue
        if whole or (len(after) > _LEAST and _KANA.search(after)):
            yield *match.span(), after, _SURE if whole else _LESS_SURE


#: What each form holds, what it is called, and who reads it; words of headers hold quoted-printable.
_FORMS: tuple[tuple[str, str, Callable[[str], Iterator[_Part]]], ...] = (
    ("=?", "word of a mail's header", _encoded_words),
    ("=", "quoted-printable", _quoted_printable),
    ("$", "iso-2022-jp", _seven_bits),
)
