"""East Asian code pages read as a Western one, and UTF-8 read as an East Asian code page.

Both ways the characters still hold every byte. A reading is believed where all bytes fit
and the language model likes the outcome far better than what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from annotator.model import RepairStep
from annotator.repair import tokens
from annotator.repair.language_model import LanguageModel

#: Code pages that texts were written in, and the Western pages they were read under, likeliest first.
_WRITTEN = ("gb18030", "big5", "shift_jis", "euc_kr", "euc_jp")
_WESTERN = ("windows-1252", "latin-1")
#: Pages that UTF-8 was read under.
_EASTERN = ("gb18030", "big5", "shift_jis", "euc_kr")

#: No Western word has so many accented letters and signs in a row.
_RUN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]{6,}"
)
#: How likely the outcome must be per character, and by how much likelier than before, in natural logarithms.
_LIKELY = -8.5
_GAIN = 1.5
#: The share of suspicious characters from which a line is looked at.
_SHARE = 0.25

_FOREIGN = re.compile("[^\x00-\x7f]")
_PLAIN_END = re.compile("[^\x00-\x7f](?:.*[^\x00-\x7f])?")
_ASCII_END = re.compile("[^\x00-\x7f](?:.*[^\x00-\x7f])?[@-~]?")


@dataclass(frozen=True, slots=True)
class _Reading:
    start: int
    end: int
    text: str


@cache
def _suspects() -> re.Pattern[str]:
    """Characters that the first two bytes of UTF-8's Chinese become under GBK; clean text has few of them."""
    pairs = (bytes([first, second]) for first in range(0xE2, 0xEA) for second in range(0x80, 0xC0))
    found = "".join(pair.decode("gbk", "ignore") for pair in pairs)
    return re.compile("[" + re.escape(found) + "]")


def suspicious(line: str) -> bool:
    """The cheap first look at a line."""
    run = _RUN.search(line)
    if run and len(set(run.group())) > 3:
        return True
    found = len(_suspects().findall(line))
    return found > 2 and found >= _SHARE * len(_FOREIGN.findall(line))


def repair_line(
    line: str, offset: int, load: Callable[[], LanguageModel]
) -> tuple[list[RepairStep], tuple[str, ...], str]:
    """Steps for one line that begins at ``offset``, the page they undo, and the model that judged them."""
    if not suspicious(line):
        return [], (), ""
    model = load()
    before = likelihood(model, line)
    best: tuple[float, str, list[_Reading]] = (max(_LIKELY, before + _GAIN), "", [])
    for name, readings in _candidates(line):
        score = likelihood(model, "".join(reading.text for reading in readings))
        if score > best[0]:
            best = score, name, readings
    _, name, readings = best
    if not readings:
        return [], (), ""
    steps = [
        RepairStep(offset + r.start, offset + r.end, line[r.start : r.end], r.text, "encoding", name, 0.98)
        for r in readings
        if line[r.start : r.end] != r.text
    ]
    return steps, (name.rpartition(" as ")[2],), model.sha256


def _candidates(line: str) -> Iterator[tuple[str, list[_Reading]]]:
    for western in _WESTERN:
        for eastern in _WRITTEN:
            readings = _again(line, western, eastern)
            if readings:
                yield f"{eastern} read as {western}", readings
    for eastern in _EASTERN:
        readings = _again(line, eastern, "utf-8")
        if readings:
            yield f"utf-8 read as {eastern}", readings


def _again(line: str, read_as: str, written_in: str) -> list[_Reading]:
    """The line's stretches outside ASCII, as bytes, read anew; nothing where a byte does not fit."""
    # Second bytes of some pages are ASCII, so the last character may end in a plain letter or sign.
    for pattern in (_PLAIN_END, _ASCII_END):
        try:
            return [
                _Reading(m.start(), m.end(), m.group().encode(read_as).decode(written_in))
                for m in pattern.finditer(line)
            ]
        except UnicodeError:
            continue
    return []


def likelihood(model: LanguageModel, text: str) -> float:
    """Mean log probability of a token of the text."""
    numbers = model.numbers(tokens.collapsed(text) if tokens.HAN_OR_KANA.search(text) else tokens.plain(text))
    context: tuple[int, ...] = (tokens.BOUNDARY,)
    costs = model.score((), (), tokens.BOUNDARY)[1]
    total = 0.0
    for number in numbers:
        score, costs = model.score(context, costs, number)
        context = (number, *context[: model.order - 2])
        total += score
    return total / max(1, len(numbers))
