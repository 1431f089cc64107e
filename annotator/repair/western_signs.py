"""Quotes, dashes, accents of UTF-8 read as GBK or Shift-JIS in Latin text: ``it鈥檚``, ``Stra脽e``.

Such lines hold few characters of those pages, too few to be judged as East Asian text. All of them must be
such signs, or letters of plausible words. A ``?`` behind the first two bytes stands for a third that pairs
with none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from string import ascii_letters

from annotator.model import RepairStep, StepKind
from annotator.plausibility import line_cost
from annotator.repair.lossless_repair import quoted
from annotator.repair.reread_pairs import are_odd

#: Names in reasons, codecs, and what the first two bytes of the signs become; and the first ones of letters.
_PAGES = (("gb18030", "gb18030", "鈥鈧鈩"), ("shift_jis", "cp932", "窶竄ﾃﾄﾅ"))
FIRST = "鈥鈧鈩窶竄ﾃﾄﾅ"
_BEYOND = re.compile(r"[^\x00-\x7f]+(?:\?(?=$|[\s\d\"'()<>?.,;:!-]))?")
#: What the signs and letters are that are believed.
_SIGN = re.compile("[\u2010-\u203a\u20ac\u2116\u2122]")
_LETTER = re.compile("[\u00a0-\u017f]")
#: A sign behind a word that lost its last byte.
_CLOSED = re.compile(r"\S[鈥窶]\?")
_WORD = re.compile(r"[^\W\d_]+")
#: So much more plausible must a line become, in nats.
_GAIN = 5.0
_SURE = 0.98
#: Signs whose last byte was lost, by what stands around them, with the probability of each.
_DASHES = (("—", 0.7), ("–", 0.28), ("…", 0.02))
_CLOSING = (("”", 0.9), ("’", 0.06), ("…", 0.04))
_ENDING = (("…", 0.4), ("’", 0.3), ("”", 0.25), ("—", 0.05))

_Alternatives = tuple[tuple[str, float], ...]
#: Characters ``[start, end)`` of a line, what was written there, and what else it may have been.
_Part = tuple[int, int, str, _Alternatives]


def repair_signs(text: str) -> list[RepairStep]:
    """The steps for such signs in all lines of a text, in order; a quick look tells that there are none."""
    if text.isascii():
        return []
    out: list[RepairStep] = []
    at = 0
    while match := _any().search(text, at):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        at = end if end >= 0 else len(text)
        out += _of_line(text[start:at], start)
    return out


def _of_line(line: str, offset: int) -> list[RepairStep]:
    for name, codec, _ in _PAGES:
        parts = _parts(line, codec)
        written = "".join(_filled(line, parts))
        if parts and _is_western(line, parts, written) and line_cost(line) - line_cost(written) >= _GAIN:
            return [_step(line, offset, part, name) for part in parts]
    return []


def _step(line: str, offset: int, part: _Part, page: str) -> RepairStep:
    start, end, after, others = part
    reason = f"utf-8 read as {page}" + (", bytes lost" if others else "")
    sure = others[0][1] if others else _SURE
    kind: StepKind = "lost" if others else "encoding"
    return RepairStep(offset + start, offset + end, line[start:end], after, kind, reason, sure, others)


def _parts(line: str, codec: str) -> list[_Part]:
    """What each stretch beyond ASCII was; none at all where one was nothing: no such line is of that page."""
    parts: list[_Part] = []
    for match in _BEYOND.finditer(line):
        found = match.group()
        start, end = match.span()
        lost = found.endswith("?")
        data = found.rstrip("?").encode(codec, "ignore")
        whole = data[: len(data) - 2] if lost else data
        try:
            written = whole.decode()
        except UnicodeDecodeError:
            return []
        others = tuple((written + sign, odd) for sign, odd in _lost(line, start)) if lost else ()
        after = others[0][0] if others else written
        if not after or (lost and data[-2:] != b"\xe2\x80"):
            return []
        parts.append((start, end, after, others))
    return parts


def _lost(line: str, start: int) -> _Alternatives:
    """Which sign stood where its last byte is lost: nothing follows that the byte could pair with."""
    if not line[:start].strip() or line[start - 1 : start].isspace():
        return _DASHES
    opened = sum(line.count(sign, 0, start) for sign in _opening())
    if opened > len(_CLOSED.findall(line[:start])):
        return _CLOSING
    return _ENDING


@cache
def letters() -> str:
    """What letters with accents become."""
    pairs = [bytes([first, second]) for first in range(0xC3, 0xC6) for second in range(0x80, 0xC0)]
    return "".join(pair.decode("gb18030", "ignore") for pair in pairs)


@cache
def _any() -> re.Pattern[str]:
    """Such signs, and letters with accents within or behind words of Latin letters."""
    # A class in front is looked for many times as fast as what stands before it.
    return re.compile(f"[{letters()}{FIRST}](?:(?<=[{FIRST}])|(?<=[A-Za-z].))")


@cache
def _opening() -> tuple[str, ...]:
    """How quotes that open begin, once they were read under one of the pages, a letter behind them."""
    return tuple(
        f"“{letter}".encode().decode(codec, "ignore") for _, codec, _ in _PAGES for letter in ascii_letters
    )


def _is_western(line: str, parts: list[_Part], written: str) -> bool:
    """Whether all stretches are signs, or letters in words of some language, and some are not quoted."""
    if all(quoted(line, start, end) for start, end, *_ in parts):
        return False
    texts = [after for _, _, after, _ in parts]
    plain = all(
        all(char.isascii() or _SIGN.match(char) or _LETTER.match(char) for char in after) for after in texts
    )
    words = tuple(word for word in _WORD.findall(written) if not word.isascii())
    return plain and not (words and are_odd(words))


def _filled(line: str, parts: list[_Part]) -> Iterator[str]:
    at = 0
    for start, end, after, _ in parts:
        yield line[at:start] + after
        at = end
    yield line[at:]
