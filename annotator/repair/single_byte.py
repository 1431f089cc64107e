"""Text of one single-byte page that was read under another: Cyrillic as ``Ïðèâåò``, DOS as ``trouv‚``.

Every byte is still there. Each line is read anew by itself where it alone says enough; lines that say little
are read as the others of their text were, or weighed together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import exp

from annotator.model import RepairStep
from annotator.repair import east_asian
from annotator.repair.language_model import LanguageModel
from annotator.repair.reread_pairs import CONTROLS, GAIN_LIKE, Pair, PairReading, is_odd, oddness, readings

#: Costs of readings that stand next to each other repeat each other; nats are divided by this.
_TEMPERATURE = 3.0
#: A reading that is further behind than this is no rival, in nats.
_RIVAL = 12.0
#: Controls are quotes and dashes sooner than letters of other pages, by so much.
_NEARLY = 6.0
_SURE, _DOUBT = 0.98, 0.8
#: So many lines tell the pages of a text.
_SAMPLE = 60
#: Of the pages that lines speak for, so many are tried on the others.
_MOST_PAIRS = 3
#: One odd word among so many, in a clean line, is a name.
_FEW = 4
_VERY_ODD = 3.9  # and this much, in nats a letter, is none
#: And of those that read them otherwise, to say how sure the reading is.
_MOST_RIVALS = 8

BEYOND = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff\u05d0-\u05ea\u0620-\u064a\u0e01-\u0e4e"
)
#: A word with a letter outside ASCII.
_FOREIGN_WORD = re.compile(f"(?<![A-Za-z])[A-Za-z]*[{BEYOND}][A-Za-z{BEYOND}]*")
#: So many letters in a row stand for those of another script.
MISREAD, MANY = "\u0080-\u0192\u02c6-\u02dd\u0400-\u045f\u2013-\u2122\u2219-\u25a0", 4
_MANY_BEYOND = re.compile(f"[{MISREAD}]{{{MANY}}}")
WITHIN = "\u2190-\u25ff\uf8ff¢-¦¨ª¬®¯-¶¸¹¼-¾ƒˆ˜†‡‰"
BETWEEN = "“”–—…•"  # two small letters
BEHIND = "\u2190-\u25ff\uf8ff¡-¶¸-¿×÷ƒˆ˜†‡‰‹›„‚€™"
#: Controls, and signs that no word has within, or at its end. Most text has few, so that they are what is
#: looked for.
_SIGNS = f"\x80-\x9f{WITHIN}{BEHIND}{BETWEEN}"
_ODD_PLACE = (
    f"(?<=[\x80-\x9f])|(?<=[a-z][{BEHIND}])|(?<=[{WITHIN}])(?=[a-z])"
    f"|(?<=[a-z][{BETWEEN}])(?=[a-z])|(?<=[A-Z][{WITHIN}{BEHIND}{BETWEEN}])(?=[A-Z])"
)
_SIGN_WITHIN = re.compile(f"[{_SIGNS}](?:{_ODD_PLACE})")
#: What a line has that may be suspicious: such a sign, or a letter outside ASCII.
_WORTH_A_LOOK = re.compile(f"[{BEYOND}{_SIGNS}](?:(?<=[{BEYOND}])|{_ODD_PLACE})")


def repair_scripts(
    text: str, taken: Iterable[tuple[int, int]], load: Callable[[], LanguageModel]
) -> tuple[list[RepairStep], tuple[str, ...]]:
    """Like ``repair_pages``, where lines become another script throughout: nothing else explains those.

    Letters of Thai or Greek may look like misread UTF-8, of which pieces would be made then. Lines of East
    Asian pages are no such lines.
    """
    if not _MANY_BEYOND.search(text):
        return [], ()
    lines = list(_free(text, list(taken)))
    telling = [
        line
        for _, line in lines
        if _MANY_BEYOND.search(line)
        and _is_mostly_odd(line)
        and (found := readings(line))
        and found[0].is_script
        and not (east_asian.suspicious(line) and east_asian.repair_line(line, 0, load)[0])
    ]
    pairs, rivals = _pairs(telling)
    return _repaired(lines, pairs, rivals) if pairs else ([], ())


def repair_pages(text: str, taken: Iterable[tuple[int, int]]) -> tuple[list[RepairStep], tuple[str, ...]]:
    """The steps for lines of a text that were written in one single-byte page and read under another.

    ``taken`` are stretches that other steps have made: their lines stay. Returns the steps in order, and the
    page that most of them were read under.
    """
    pairs, rivals = _pairs(list(_suspicious_lines(text, list(taken))))
    return _repaired(list(_free(text, list(taken))), pairs, rivals) if pairs else ([], ())


def _repaired(
    lines: Sequence[tuple[int, str]], pairs: Sequence[Pair], rivals: Sequence[Pair]
) -> tuple[list[RepairStep], tuple[str, ...]]:
    """The steps for lines that were misread so, and the page that most of them were read under."""
    steps: list[RepairStep] = []
    read: list[tuple[int, str, list[PairReading], PairReading]] = []
    for at, line in lines:
        found = readings(line, rivals)
        best = _best(found, pairs)
        if best and (best.believed or best.gain >= GAIN_LIKE):
            read.append((at, line, found if best.pair != CONTROLS else [best], best))
    most = _DOUBT if len(read) == 1 and read[0][-1].says_little else _SURE
    for at, line, found, best in read:
        steps += _steps(at, line, found, best, most)
    return steps, (pairs[0][0],) if steps else ()


def _pairs(lines: Sequence[str]) -> tuple[list[Pair], list[Pair]]:
    """The pages that lines say they were written in and read under; and these with their rivals."""
    gains: defaultdict[Pair, float] = defaultdict(float)
    rivals: defaultdict[Pair, float] = defaultdict(float)
    sample = lines[:: max(1, len(lines) // _SAMPLE)]
    for line in sample:
        found = readings(line)
        for reading in found:
            rivals[reading.pair] += reading.gain
        best = _best(found)
        if best and best.believed:
            gains[best.pair] += best.gain
    if not gains and len(sample) > 1:
        gains.update({one.pair: one.gain for one in readings("\n".join(sample))[:1] if one.believed_together})
    pairs = _most(gains, _MOST_PAIRS)
    return pairs, list(dict.fromkeys([*pairs, *_most(rivals, _MOST_RIVALS)]))


def _best(found: Sequence[PairReading], pairs: Sequence[Pair] = ()) -> PairReading | None:
    """The reading that gains most; that of quotes and dashes as controls where it gains nearly as much.

    Only those under ``pairs``, where some are given.
    """
    among = [reading for reading in found if not pairs or reading.pair in pairs]
    for reading in among:
        if reading.pair == CONTROLS and reading.believed and reading.gain >= among[0].gain - _NEARLY:
            return reading
    return among[0] if among else None


def _most(gains: Mapping[Pair, float], count: int) -> list[Pair]:
    return sorted(gains, key=lambda pair: -gains[pair])[:count]


def _suspicious_lines(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Lines that nothing has touched in which something looks misread: one pass passes most lines over."""
    place = 0
    found = _WORTH_A_LOOK.search(text)
    while found:
        at = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.start())
        end = end if end >= 0 else len(text)
        while place < len(taken) and taken[place][1] <= at:
            place += 1
        line = text[at:end]
        free = place == len(taken) or taken[place][0] >= end
        if free and (_SIGN_WITHIN.match(text, found.start()) or _is_suspicious(line)):
            yield line
        found = _WORTH_A_LOOK.search(text, end)


def _free(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Lines with characters outside ASCII that nothing has touched, and where they begin."""
    at = 0
    place = 0
    for line in text.split("\n"):
        end = at + len(line)
        while place < len(taken) and taken[place][1] <= at:
            place += 1
        if not line.isascii() and (place == len(taken) or taken[place][0] >= end):
            yield at, line
        at = end + 1


def _is_mostly_odd(line: str) -> bool:
    """Whether most words beyond ASCII are implausible, as all of another script are; none may be there."""
    words = [word for word in _FOREIGN_WORD.findall(line) if len(word) > 1]
    return 2 * sum(map(is_odd, words)) >= len(words)


def _is_suspicious(line: str) -> bool:
    if _SIGN_WITHIN.search(line):
        return True
    words = _FOREIGN_WORD.findall(line)
    odd = list(filter(is_odd, words))
    return len(odd) > 1 or (len(odd) == 1 and (len(words) <= _FEW or oddness(odd[0]) > _VERY_ODD))


def _steps(
    at: int, line: str, found: Sequence[PairReading], best: PairReading, most: float
) -> list[RepairStep]:
    """A step for each run of characters that differ; rivals that read them otherwise make it less sure."""
    rivals = [
        (each.text, exp((each.gain - best.gain) / _TEMPERATURE))
        for each in found
        if each is not best and best.gain - each.gain < _RIVAL
    ]
    whole = 1 + sum(odds for _, odds in rivals)
    reason = f"{best.pair[1]} read as {best.pair[0]}"
    out = []
    for differs, run in groupby(range(len(line)), key=lambda i: line[i] != best.text[i]):
        if differs:
            places = list(run)
            start, end = places[0], places[-1] + 1
            after = best.text[start:end]
            against = sum(odds for text, odds in rivals if text[start:end] != after) / whole
            sure = round(most * (1 - against), 4)
            out.append(RepairStep(at + start, at + end, line[start:end], after, "encoding", reason, sure))
    return out
