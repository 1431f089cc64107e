"""Of the words in speakers' places, the speakers: by what a text shows, and by what a person says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache

from annotator.importers.import_questions import Remarks
from annotator.importers.line_breaks import LINE_BREAKS
from annotator.importers.line_times import CLOCK, LineTime, in_order
from annotator.importers.marker_rules import Evidence
from annotator.importers.person_names import (
    base_of,
    is_clause,
    is_nick,
    is_no_name,
    is_sound,
    looks_like_name,
)
from annotator.importers.text_heads import is_head, names_a_key

_LINE = re.compile(rf"[^{LINE_BREAKS}]+")
_SHORT_EXCHANGE = 6  # markers in a text so short that nobody needs to speak twice
_USUAL = 0.8  # share of speakers who come back that makes a habit
_MARKED = 0.7  # share of lines with a marker above which one more is likely to be one
_ASKED = 5  # names that are asked about one by one
_HALF = 0.5
_WORDS_BELOW = 25  # characters of the words below a name, on average
_FEW_BELOW = 4  # the same where such names are headings or in capital letters
_MANY_ALONE = 6  # names alone on their lines that need no question
_CLOCKS = 3  # lines with clocks and without names that make a habit
_PARTS = 3  # paragraphs that show how they begin
_CLOCKS_ALONE = re.compile(rf"[ \t]*[\[(]?{CLOCK}(?:[ \t]*(?:-->|[-–—,])[ \t]*{CLOCK})?[\])]?[ \t]*\Z")
_REMARK = re.compile(r"[^\W\d_]{3}\.\Z")
_QUESTIONS = 2  # and as many answers make a hearing
_HEADED = re.compile(r"[ \t]*#{1,6}[ \t]")
_ENDS = re.compile(rf"[ \t*_]*(?=[{LINE_BREAKS}]|\Z)")
_CAPITALS = 3  # names that come back, all in capital letters, which make it a habit
_OFTEN = 3  # times that names before tabs come back on average
_NAMES_KEPT = 1_024  # that were looked at last
_KEYS = 3  # with their values that make a head
_PLAIN = 3  # words of a name that need not look like one if it comes back

# Words that stand before a colon at the start of lines and speak to nobody.
_HEADINGS = """
note notes http https ftp mailto example examples ps p.s re fw fwd subject from to cc date time source title
topic warning step summary tip tips slides video link links location website
type sent received conversation attachment attachments guild channel
位置 幻灯片 視頻 视频 链接 鏈接 注意 注 提示 例如 比如 备注 说明 时间 地点 日期 来源 标题 主题 总结 参考
am pm a.m. p.m. 附注 地址 电话 步骤 備註 說明 時間 地點 標題 主題 總結 參考 電話 步驟
"""
_INTERLUDES = frozenset(
    ("break", "jingle", "music", "intro", "outro", "ad", "ads", "ad break", "commercial", "commercial break",
     "advertisement", "sponsor", "theme music", "intro music", "outro music")
)  # fmt: skip
_ASIDE = re.compile(r"\\?\[[^\[\]]*\]|\([^()]*\)")
_LINES_OF_SIGNS = ("---", "===", "***", "~~~")
_MAIL = frozenset(("from", "to", "subject", "sent"))
_NOT_SPEAKERS = frozenset(_HEADINGS.split())
# What scripts say of pictures, in capital letters as they write names.
_CUTS = frozenset(("cut to", "fade in", "fade out", "fade to", "dissolve to", "fun fact", "all caps"))


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker in a text: where it stands, whom it names, and the time beside it.

    ``until`` is the clock at which the turn ends, "" where it is not said. ``aside``: the lines from here to
    the next marker are no part of any turn. ``dashed``: the name stands before a dash, and not a colon.
    """

    start: int
    end: int
    speaker: str
    stamp: LineTime | None = None
    until: str = ""
    bold: bool = False
    aside: bool = False
    dashed: bool = False


def speakers(
    text: str, found: list[Marker], evidence: Evidence, answers: Mapping[str, str], remarks: Remarks
) -> list[Marker]:
    """Those of some markers that name speakers; what is doubtful goes to the remarks.

    ``answers`` go from the keys of questions to those of their answers.
    """
    found = [marker for marker in found if not _is_mark_up(text, marker, evidence)]
    if any(marker.dashed for marker in found) and not _is_hearing([one for one in found if one.dashed]):
        found = [marker for marker in found if not marker.dashed]
    keys = frozenset() if evidence == "marker" else _private_keys(text, found) | _interludes(text, found)
    private = [replace(marker, speaker="", aside=True) for marker in found if marker.speaker in keys]
    if not private:
        return _judged(text, found, evidence, answers, remarks)
    # What a program notes between the turns is part of none.
    named = _judged(text, [one for one in found if one.speaker not in keys], evidence, answers, remarks)
    return sorted([*named, *private], key=lambda marker: marker.start) if named else []


def _judged(
    text: str, found: list[Marker], evidence: Evidence, answers: Mapping[str, str], remarks: Remarks
) -> list[Marker]:
    if evidence == "marker":
        return found
    if evidence in {"clocks", "court"}:
        fits = _are_clocks(text, found) if evidence == "clocks" else _is_hearing(found)
        return found if fits else []
    found = _without_headings(found)
    if evidence == "exchange":
        found = _like_the_others(found)
    if evidence in {"heading", "alone", "lines"}:
        judge = {"heading": _headings, "alone": _names_alone, "lines": _on_every_line}[evidence]
        return judge(text, found, answers, remarks)
    counts = Counter(marker.speaker for marker in found)
    if evidence == "return":  # between brackets remarks stand, too
        found = [each for each in found if not is_sound(each.speaker) and not _REMARK.search(each.speaker)]
        counts = Counter(marker.speaker for marker in found)
    if evidence == "return" and (len(counts) < 2 or max(counts.values()) < 2):
        return []
    if len(counts) >= 2 and evidence != "return" and _is_exchange(text, found, counts):
        return found
    return _who_speaks(text, found, counts, answers, remarks)


def _like_the_others(found: Sequence[Marker]) -> list[Marker]:
    """The markers of a short text without those that lack what the others have: bold signs, a time."""
    if len(found) > _SHORT_EXCHANGE:
        return list(found)
    bold = [marker for marker in found if marker.bold]
    stamped = [marker for marker in found if marker.stamp is not None]
    for those in (bold, stamped):
        if _CLOCKS <= len(those) < len(found) and len(those) > _HALF * len(found):
            return those
    return list(found)


def _without_headings(found: Sequence[Marker]) -> list[Marker]:
    """Markers without words that head lines and speak to nobody; CC is one of these in mails alone."""
    words = {marker.speaker.casefold() for marker in found}
    headings = _NOT_SPEAKERS if words & _MAIL else _NOT_SPEAKERS - {"cc"}
    return [marker for marker in found if marker.speaker and marker.speaker.casefold() not in headings]


def _private_keys(text: str, found: Sequence[Marker]) -> frozenset[str]:
    """A program's own keys in the place of names: ``_page: 3``, and its lines: ``--- session: 2 ---``.

    Who says more than a word is a person.
    """
    keys = {marker.speaker for marker in found if marker.speaker.startswith(_LINES_OF_SIGNS)}
    people: set[str] = set()
    for marker in found:
        name = marker.speaker
        if name.startswith("_") and name[1:2].isalpha() and not marker.bold:
            value = _LINE.match(text, marker.end)
            (people if value is not None and len(value[0].split()) > 1 else keys).add(name)
    return frozenset(keys - people)


def _interludes(text: str, found: Sequence[Marker]) -> frozenset[str]:
    """What stands for a name between the parts of a broadcast, and says nothing: ``**Break:** [01:01]``."""
    names: set[str] = set()
    speak: set[str] = set()
    ends = [*(marker.start for marker in found[1:]), len(text)]
    for marker, end in zip(found, ends, strict=False):
        if marker.speaker.casefold() in _INTERLUDES:
            said = any(map(str.isalpha, _ASIDE.sub("", text[marker.end : end])))
            (speak if said else names).add(marker.speaker)
    return frozenset(names - speak)


def _is_exchange(text: str, found: Sequence[Marker], counts: Counter[str]) -> bool:
    """Whether nobody needs to speak twice.

    So it is where a short text begins with a marker and has one on every other line at least, or where
    hardly any line is without one and what stands there looks like names.
    """
    if any(not _plausible(name) for name in counts):
        return False
    if len(found) <= _SHORT_EXCHANGE and not text[: found[0].start].strip():
        return _lines(text) <= 2 * len(found)
    names = sum(map(looks_like_name, counts))
    return max(counts.values()) == 1 and names >= _USUAL * len(counts) and _lines(text) <= 1.1 * len(found)


def _lines(text: str) -> int:
    """How many lines hold more than blanks and clocks."""
    return sum(
        1 for line in _LINE.finditer(text) if not line[0].isspace() and not _CLOCKS_ALONE.match(line[0])
    )


@lru_cache(maxsize=_NAMES_KEPT)
def _plausible(name: str) -> bool:
    """Whether a name that comes back may be one: a number alone is an item of a list."""
    if is_no_name(name) or is_clause(name):
        return False
    short = len(name.split()) <= _PLAIN and any(char.isalpha() or char > "\u2100" for char in name)
    short = short and "/" not in name
    return short or looks_like_name(name)


def _are_clocks(text: str, found: Sequence[Marker]) -> bool:
    """Whether clocks without names begin turns: there are many of them, and in order."""
    stamps = [marker.stamp for marker in found if marker.stamp is not None]
    full = sum(1 for line in _LINE.finditer(text) if line[0].strip())
    return len(found) >= _CLOCKS and len(found) * 4 >= full and in_order(stamps)


def _is_hearing(found: Sequence[Marker]) -> bool:
    """Whether questions and answers are there, several of each, as a court's reporter writes them."""
    counts = Counter(marker.speaker for marker in found)
    return min(counts["Q"], counts["A"]) >= _QUESTIONS


def _is_mark_up(text: str, marker: Marker, evidence: Evidence) -> bool:
    """Whether a name is that of an element that is closed: ``<Header>…</Header>``, or of a heading.

    ``## Summary: what we learnt`` names what stands below, not who says it.
    """
    place = text[marker.start : marker.end]
    if "<" in place and marker.speaker.startswith("/"):
        return True
    if "<" in place and re.search(rf"</{re.escape(marker.speaker)}\s*>", text, re.IGNORECASE):
        return True
    headed = evidence == "exchange" and _HEADED.match(place) is not None
    return headed and not _ENDS.match(text, marker.end)


def _headings(
    text: str, found: Sequence[Marker], answers: Mapping[str, str], remarks: Remarks
) -> list[Marker]:
    """Markers that are lines of their own, with words below them that are no such line.

    What looks like no name is one if it comes back; one that comes once is asked about.
    """
    starts = {marker.start for marker in found}
    above = [
        marker
        for marker in found
        if (below := _next_line(text, marker.end)) is not None and below.start() not in starts
    ]
    counts = Counter(marker.speaker for marker in above)
    kept, doubtful = [], []
    for marker in above:
        if looks_like_name(marker.speaker) or (counts[marker.speaker] > 1 and _plausible(marker.speaker)):
            kept.append(marker)
        elif _plausible(marker.speaker):
            doubtful.append(marker)
    stamps = [marker.stamp for marker in kept if marker.stamp is not None]
    if len(kept) < 2 or not in_order(stamps):
        return []
    for marker in doubtful[:_ASKED]:
        likely = is_nick(marker.speaker)
        remarks.ask("speaker", marker.speaker, example=_shown(text, marker), taken="yes" if likely else "no")
        if answers.get(f"speaker:{marker.speaker}", "yes" if likely else "no") == "yes":
            kept.append(marker)
    return sorted(kept, key=lambda marker: marker.start)


def _names_alone(
    text: str, found: Sequence[Marker], answers: Mapping[str, str], remarks: Remarks
) -> list[Marker]:
    """Names that come back, each alone above words, where most of a text is so; asked unless all of it is."""
    if answers.get("name-lines") == "no":
        return []
    found = [marker for marker in found if looks_like_name(marker.speaker)]
    counts = Counter(marker.speaker for marker in found)
    named = [marker for marker in found if counts[marker.speaker] >= 2]
    starts = {marker.start for marker in named}
    kept, below = [], 0
    for marker in named:
        line = _next_line(text, marker.end)
        if line is not None and line.start() not in starts:
            kept.append(marker)
            below += len(line[0].strip())
    names = Counter(marker.speaker for marker in kept)
    clear = all(_is_set_off(text, marker) for marker in kept)
    if len(kept) < _CLOCKS or len(names) < 2 or below < (_FEW_BELOW if clear else _WORDS_BELOW) * len(kept):
        return []
    parts = [match.start() for match in _PART.finditer(text)]
    begun = sum(start in starts for start in parts) if len(parts) > len(kept) else 0
    share = max(begun / max(1, len(parts)), 2 * len(kept) / max(1, _lines(text)))
    if share < _HALF:
        return []
    if share < _USUAL or len(kept) < _MANY_ALONE:
        remarks.ask("name-lines", count=len(kept), example=", ".join(names), taken="yes")
    return kept


def _is_set_off(text: str, marker: Marker) -> bool:
    """Whether a name alone on its line is a heading, or in capital letters, as words are not."""
    return "#" in text[marker.start : marker.end] or (marker.speaker.isupper() and len(marker.speaker) > 1)


def _on_every_line(
    text: str, found: Sequence[Marker], answers: Mapping[str, str], remarks: Remarks
) -> list[Marker]:
    """Names that come back and stand before nearly every line; asked unless they look like names."""
    counts = Counter(marker.speaker for marker in found)
    kept = [one for one in found if counts[one.speaker] >= 2 and _plausible(one.speaker)]
    names = Counter(marker.speaker for marker in kept)
    few = len(names) >= 2 and len(names) * _OFTEN <= len(kept)
    if not few or len(kept) < _USUAL * _lines(text) or answers.get("tab-names") == "no":
        return []
    if not all(map(looks_like_name, names)):
        remarks.ask("tab-names", count=len(kept), example=", ".join(names), taken="yes")
    return kept


def _next_line(text: str, at: int) -> re.Match[str] | None:
    """The first line from a place on that holds anything, from its start or from that place."""
    return next((line for line in _LINE.finditer(text, at) if line[0].strip()), None)


# --- who speaks once --------------------------------------------------------------------------


def _who_speaks(
    text: str,
    found: list[Marker],
    counts: Counter[str],
    answers: Mapping[str, str],
    remarks: Remarks,
) -> list[Marker]:
    """Markers whose names come back, and those of others where a text shows that they are speakers, too."""
    back = [marker for marker in found if counts[marker.speaker] >= 2 and _plausible(marker.speaker)]
    decided: dict[str, bool] = {}
    doubtful: list[tuple[Marker, bool]] = []
    look = _MarkerLook.at(text, found, back) if back else None
    headed = look.first if look is not None and _has_only_keys(text, found, look.first, counts) else 0
    for marker in found:
        name = marker.speaker
        if counts[name] >= 2:
            decided.setdefault(name, _plausible(name))
        elif marker.start < headed or (look and _is_above(text, marker, look.first, counts)):
            decided[name] = False  # who was there, and the like
        elif counts.get(base_of(name), 0) > 1:  # somebody known, with a remark
            decided[name] = True
        elif look is not None and (sure := look.judge(text, marker)) is not None:
            decided[name] = sure
        elif look is not None and _plausible(name):
            doubtful.append((marker, look.likely(marker)))
    for marker, likely in doubtful[:_ASKED]:
        decided[marker.speaker] = likely
        taken = "yes" if likely else "no"
        remarks.ask("speaker", marker.speaker, example=_shown(text, marker), taken=taken)
    if rest := doubtful[_ASKED:]:
        taken = "yes" if sum(likely for _, likely in rest) * 2 > len(rest) else "no"
        said = answers.get("speakers", taken)
        decided.update((marker.speaker, said == "yes") for marker, _ in rest)
        remarks.ask("speakers", count=len(rest), example=_shown(text, rest[0][0]), taken=taken)
    for name in counts:
        answer = answers.get(f"speaker:{name}")
        decided[name] = answer == "yes" if answer else decided.get(name, False)
    return [marker for marker in found if decided[marker.speaker]]


def _has_only_keys(text: str, found: Sequence[Marker], first: int, counts: Mapping[str, int]) -> bool:
    """Whether what has the form of markers above the first turn are keys of a head: many, each once."""
    if is_head(text[:first]):
        return True
    above = [marker for marker in found if marker.start < first]
    once = all(counts[marker.speaker] == 1 for marker in above)
    keys = sum(names_a_key(_shown(text, marker)) for marker in above)
    return len(above) >= _KEYS and once and keys >= 2 and keys * 4 >= len(above)


def _is_above(text: str, marker: Marker, first: int, counts: Mapping[str, int]) -> bool:
    """Whether a marker above the first turn is a key such as *Interviewee*, or a name in a title."""
    if marker.start >= first:
        return False
    name = marker.speaker.casefold()
    return names_a_key(_shown(text, marker)) or any(
        count > 1 and other.casefold() == name for other, count in counts.items()
    )


def _shown(text: str, marker: Marker) -> str:
    match = _next_line(text, marker.start)
    return match[0].strip() if match else ""


@dataclass(frozen=True, slots=True)
class _MarkerLook:
    """What markers of speakers look like in a text who come back: shares from 0 to 1."""

    stamped: float
    bold: float
    spaced: float  # behind an empty line
    parted: float  # of the lines behind an empty line, those that begin with a marker
    first: int  # where the first of them stands
    above: float  # of the lines before it, those that begin with a marker
    marked: float  # of the lines from there on
    small: float  # in lower case
    capital: bool  # several names, all in capital letters

    @classmethod
    def at(cls, text: str, found: Sequence[Marker], back: Sequence[Marker]) -> _MarkerLook:
        """Look at a text."""
        starts = {marker.start for marker in found}
        parts = [at for match in _PART.finditer(text) if not _is_remark(text, at := match.start(), starts)]
        number, first = len(back), back[0].start
        before = sum(marker.start < first for marker in found)
        names = {marker.speaker for marker in back}
        return cls(
            sum(marker.stamp is not None for marker in back) / number,
            sum(marker.bold for marker in back) / number,
            sum(_is_spaced(text, marker) for marker in back) / number,
            sum(start in starts for start in parts) / len(parts) if len(parts) >= _PARTS else 0.0,
            first,
            before / max(1, _lines(text[:first])),
            (len(found) - before) / max(1, _lines(text[first:]) - _remarks(text, first, starts)),
            sum(not looks_like_name(marker.speaker) for marker in back) / number,
            len(names) >= _CAPITALS and all(base_of(name).isupper() for name in names),
        )

    def judge(self, text: str, marker: Marker) -> bool | None:
        """Whether a marker that comes once is one, None where nobody can say."""
        name = marker.speaker
        shaped = looks_like_name(name) or (self.small > 0 and is_nick(name))
        if self.stamped >= _USUAL:
            return False if marker.stamp is None else True if shaped else None
        if self.bold >= _USUAL:
            return False if not marker.bold else True if shaped else None
        marked = self.above if marker.start < self.first else self.marked
        throughout = marked >= 1 / 1.1
        if shaped and (throughout or (self.capital and _is_capital(name))):
            return True
        if (not shaped and not throughout) or (self.spaced >= _USUAL and not _is_spaced(text, marker)):
            return False
        return True if shaped and self.spaced >= _USUAL and self.parted >= _USUAL else None

    def likely(self, marker: Marker) -> bool:
        """The better guess about one of which nobody can say."""
        shaped = looks_like_name(marker.speaker)
        full = len(marker.speaker.split()) > 1  # hardly a word at the beginning of a line
        return shaped and max(self.marked, self.parted) >= (_HALF if full else _MARKED)


def _is_capital(name: str) -> bool:
    """Whether a name is in capital letters, and no word by which scripts change from picture to picture."""
    return base_of(name).isupper() and name.casefold() not in _CUTS


def _is_remark(text: str, at: int, starts: AbstractSet[int]) -> bool:
    """Whether a line begins with a bracket that opens no marker: what is seen and heard stands there."""
    return at not in starts and text[at : at + 8].lstrip()[:1] in {"[", "(", "（", "［"}


def _remarks(text: str, first: int, starts: AbstractSet[int]) -> int:
    """How many such lines there are from some place on."""
    if not any(sign in text for sign in "[(（［"):
        return 0
    return sum(_is_remark(text, line.start(), starts) for line in _LINE.finditer(text, first))


_PART = re.compile(rf"(?:\A|(?<=[{LINE_BREAKS}]{{2}}))(?=[^{LINE_BREAKS}]*\S)")


def _is_spaced(text: str, marker: Marker) -> bool:
    """Whether a marker stands at the beginning of a text or behind an empty line."""
    before = text[max(0, marker.start - 40) : marker.start]
    return not before.strip() or sum(char in LINE_BREAKS for char in before[len(before.rstrip()) :]) >= 2
