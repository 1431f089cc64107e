"""East Asian code pages read as a Western one, and UTF-8 read as an East Asian code page.

Both ways the characters still hold every byte. A reading is believed where all bytes fit
and the language model likes the outcome far better than what stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from annotator.model import RepairStep
from annotator.repair import tokenizer
from annotator.repair.code_pages import page
from annotator.repair.language_model import LanguageModel

#: Code pages that texts were written in, and the Western pages they were read under, likeliest first.
_WRITTEN = ("gb18030", "big5", "shift_jis", "euc_kr", "euc_jp")
_WESTERN = (
    "windows-1252",
    "latin-1",
    "windows-1254",
    "windows-1250",
    "windows-1251",
    "mac-roman",
    "cp437",
    "cp850",
)
#: Pages that UTF-8 was read under.
_EASTERN = ("gb18030", "big5", "shift_jis", "euc_kr")
#: Pages of East Asia that were read under another, in which every byte still fits.
_BETWEEN = (("shift_jis", "gb18030"), ("big5", "gb18030"))

#: No Western word has so many accented letters and signs in a row.
ODD, MANY = "\u0080-\u017f\u0192\u02c6-\u02dd\u03a9\u03c0\u2013-\u2122\u2202-\u2265\u25ca\ufb01\ufb02", 6
_RUN = re.compile(
    f"[{ODD}][{ODD}]{{{MANY - 1},}}"
)  # a class in front is looked for four times as fast as a repeated one
#: Nor has a Cyrillic one, nor a frame drawn of lines, signs of other kinds in it.
KINDS = "\u0080-\u00ff\u0192\u0393-\u03c6\u0401-\u0491\u2013-\u2265\u2310-\u2593"
_MIXED = re.compile(f"[{KINDS}][{KINDS}]{{{MANY - 1},}}")
_SIGN = re.compile("[\u00a1-\u00a9\u00ac-\u00b1\u00b5-\u00ba\u00bc-\u00bf\u2020-\u2022\u2030\u2116\u2122]")
SIGNS = 3
#: Nor do pairs of such characters, the second of which may be of ASCII, follow each other so often.
_MOST_PAIRS = 12  # of which so many signs are looked for
_PAIRS = re.compile(f"[{KINDS}][{KINDS}@-~](?:[{KINDS}][{KINDS}@-~]){{{MANY - 1},{_MOST_PAIRS - 1}}}")
_OF_PAIRS = re.compile("[\u00a1-\u00a9\u00ac-\u00b1\u00b5\u00b6\u00b8-\u00ba\u00bc-\u00bf\u2310-\u2593]")
#: How likely the outcome must be per character, and by how much likelier than before, in natural logarithms.
_LIKELY = -8.5
_GAIN = 1.5
#: What is enough in a line where other lines of the text have been read so.
_LITTLE_GAIN = 0.3
#: The share of suspicious characters from which a line is looked at.
_SHARE = 0.25
_MOSTLY = 0.4  # of them where no more than these are there, and signs of lost bytes
FEW = 2  # such characters are in any line
NEAR = 12  # characters on stands the next one, where those of another East Asian page are read

_FOREIGN = re.compile("[^\x00-\x7f]")
_PLAIN_END = re.compile("[^\x00-\x7f](?:.*[^\x00-\x7f])?")
_ASCII_END = re.compile("[^\x00-\x7f](?:.*[^\x00-\x7f])?[@-~]?")


@dataclass(frozen=True, slots=True)
class _Reading:
    start: int
    end: int
    text: str


@cache
def suspects() -> str:
    """All characters that are suspicious where a line has many of them. Clean text has few."""
    return "".join(kinds_of_suspects())


@cache
def kinds_of_suspects() -> tuple[str, ...]:
    """The same, by what they may have been."""
    kana = [*range(0x829F, 0x82F2), *range(0x8340, 0x8397)]
    big5 = [lead << 8 | tail for lead in range(0xB0, 0xC7) for tail in range(0x40, 0x7F)]
    private = "".join(map(chr, range(0xE000, 0xE766)))  # what GB18030 makes of pairs that GBK has not
    of_kana, of_big5 = (
        "".join(code.to_bytes(2).decode("gbk", "ignore") for code in codes) for codes in (kana, big5)
    )
    return _of_utf8(), of_kana, of_big5 + private


def _of_utf8() -> str:
    """What two bytes of UTF-8 become: of Chinese under GBK and Shift-JIS, of Korean under EUC-KR."""
    pairs = [bytes([first, second]) for first in range(0xE2, 0xEA) for second in range(0x80, 0xC0)]
    found = "".join(pair.decode(codec, "ignore") for pair in pairs for codec in ("gbk", "shift_jis"))
    # Of Korean the first byte is lost: the other two make syllables that no Korean word has.
    tails = (bytes([second, third]) for second in range(0x81, 0xC0) for third in range(0x80, 0xC0))
    syllables = "".join(pair.decode("cp949", "ignore") for pair in tails)
    found += "".join(char for char in syllables if len(char.encode("euc_kr", "ignore")) != 2)
    return found


@cache
def _suspects() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Finds one of each kind; and more than a few of them near each other."""
    classes = ["[" + re.escape(each) + "]" for each in kinds_of_suspects()]
    return tuple(
        (re.compile(one), re.compile(f"{one}(?:[^\n]{{0,{NEAR - 1}}}{one}){{{FEW}}}")) for one in classes
    )


def any_suspicious(text: str, *, pairs: bool = True, others: bool = True) -> bool:
    """Whether any line of a text is suspicious: a look at the whole settles that of most texts.

    ``pairs`` and ``others`` say whether there may be characters in pairs, or those of other East Asian pages.
    """
    if _RUN.search(text) or _MIXED.search(text) or "\ufffd" in text or (pairs and is_in_pairs(text)):
        return any(suspicious(line) for line in text.split("\n"))
    of_utf8, *by_pages = _suspects()
    if others and any(together.search(text) for _, together in by_pages):
        return any(map(_has_many, text.split("\n")))
    return _any_of(of_utf8[0], text)


def is_in_pairs(text: str) -> bool:
    """Whether anything stands in pairs of characters as no Western text has them."""
    return any(len(set(_OF_PAIRS.findall(m.group()))) >= SIGNS for m in _PAIRS.finditer(text))


def _any_of(kind: re.Pattern[str], text: str) -> bool:
    """Whether any line has so many such characters, where no line is suspicious for anything else."""
    places = [match.start() for match in kind.finditer(text)]
    at = 0
    while at + FEW < len(places):
        start = text.rfind("\n", 0, places[at]) + 1
        end = text.find("\n", places[at])
        end = end if end >= 0 else len(text)
        found = bisect_left(places, end, at) - at
        if found > FEW and found >= _SHARE * len(_FOREIGN.findall(text, start, end)):
            return True
        at += found
    return False


def suspicious(line: str) -> bool:
    """The cheap first look at a line."""
    run = _RUN.search(line)
    if run and len(set(run.group())) > 3:
        return True
    if any(len(set(_SIGN.findall(m.group()))) >= SIGNS for m in _MIXED.finditer(line)):
        return True
    return is_in_pairs(line) or _has_many(line)


def _has_many(line: str) -> bool:
    """Whether so many characters of a line are suspicious by themselves."""
    (of_utf8, _), *others = _suspects()
    found = len(of_utf8.findall(line))
    foreign = len(_FOREIGN.findall(line))
    if found == FEW and "\ufffd" in line and found >= _MOSTLY * foreign:
        return True
    if found > FEW and found >= _SHARE * foreign:
        return True
    return any(
        together.search(line) and len(each.findall(line)) >= _SHARE * foreign for each, together in others
    )


def repair_line(
    line: str, offset: int, load: Callable[[], LanguageModel], like: str = ""
) -> tuple[list[RepairStep], tuple[str, ...], str]:
    """Steps for a suspicious line from ``offset`` on, the page they undo, and the model that judged them.

    ``like`` is the reason of steps in other lines of the text: then no other reading is tried,
    and it need only be likelier than what stands there.
    """
    best: tuple[float, str, list[_Reading]] | None = None
    for name, readings in _candidates(line, like):
        model = load()
        # How likely the line is as it stands is not asked where no bytes fit, as in most lines.
        best = best or (_least(model, line, like=bool(like)), "", [])
        score = likelihood(model, "".join(reading.text for reading in readings))
        if score > best[0]:
            best = score, name, readings
    if not best or not best[2]:
        return [], (), ""
    _, name, readings = best
    steps = [
        RepairStep(offset + r.start, offset + r.end, line[r.start : r.end], r.text, "encoding", name, 0.98)
        for r in readings
        if line[r.start : r.end] != r.text
    ]
    return steps, (name.rpartition(" as ")[2],), load().sha256


def reads_better(model: LanguageModel, line: str, written: str, *, like: bool) -> bool:
    """Whether a line is likelier as that; ``like`` says that other lines of the text were read so."""
    return likelihood(model, written) > _least(model, line, like=like)


def _least(model: LanguageModel, line: str, *, like: bool) -> float:
    """How likely a reading of the line must be, to be believed."""
    before = likelihood(model, line)
    return before + _LITTLE_GAIN if like else max(_LIKELY, before + _GAIN)


def _candidates(line: str, like: str) -> Iterator[tuple[str, list[_Reading]]]:
    for written, read_as in _ways(line):
        name = f"{written} read as {read_as}"
        if like in {"", name} and (readings := _again(line, read_as, written)):
            yield name, readings


def _ways(line: str) -> Iterator[tuple[str, str]]:
    """Pages that the line may have been written in and read under; none that lacks its characters."""
    foreign = [match.group() for match in _PLAIN_END.finditer(line)]
    for western in _WESTERN:
        if all(_western(each, western) is not None for each in foreign):
            yield from ((written, western) for written in _WRITTEN)
    yield from (("utf-8", eastern) for eastern in _EASTERN)
    yield from _BETWEEN


def is_reason(reason: str) -> bool:
    """Whether steps with that reason come from here."""
    written, _, read_as = reason.partition(" read as ")
    if (written, read_as) in _BETWEEN:
        return True
    return (written in _WRITTEN and read_as in _WESTERN) or (written == "utf-8" and read_as in _EASTERN)


def _again(line: str, read_as: str, written_in: str) -> list[_Reading]:
    """The line's stretches outside ASCII, as bytes, read anew; nothing where a byte does not fit."""
    # Second bytes of some pages are ASCII, so the last character may end in a plain letter or sign.
    for pattern in (_PLAIN_END, _ASCII_END):
        try:
            return [
                _Reading(m.start(), m.end(), _encoded(m.group(), read_as).decode(written_in))
                for m in pattern.finditer(line)
            ]
        except UnicodeError:
            continue
    return []


def _encoded(text: str, name: str) -> bytes:
    """The bytes that were read as this text. Raises UnicodeError where an East Asian page lacks one.

    Of Western pages only those are asked that have all of them.
    """
    return _western(text, name) or b"" if name in _WESTERN else text.encode(name)


@lru_cache(maxsize=2)  # it is asked for by every page that the text may have been written in
def _western(text: str, name: str) -> bytes | None:
    # Bytes without a character stand as the controls that programs keep for them, which codecs refuse.
    get = page(name).byte_of.get
    data = [ord(char) if char.isascii() else get(char, 0) for char in text]
    return bytes(data) if all(data) else None


def likelihood(
    model: LanguageModel, text: str, quickly: Callable[[Sequence[int]], float | None] = lambda _: None
) -> float:
    """Mean log probability of a token of the text; ``quickly`` may know it at once."""
    numbers = model.numbers(
        tokenizer.collapsed(text) if tokenizer.HAN_OR_KANA.search(text) else tokenizer.plain(text)
    )
    if (known := quickly(numbers)) is not None:
        return known
    context: tuple[int, ...] = (tokenizer.BOUNDARY,)
    costs = model.score((), (), tokenizer.BOUNDARY)[1]
    total = 0.0
    for number in numbers:
        score, costs = model.score(context, costs, number)
        context = (number, *context[: model.order - 2])
        total += score
    return total / max(1, len(numbers))
