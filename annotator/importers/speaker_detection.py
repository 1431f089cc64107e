"""Of the words in speakers' places, the speakers: by what a text shows, and by what a person says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from annotator.importers.import_questions import Remarks
from annotator.importers.line_breaks import LINE_BREAKS
from annotator.importers.line_times import in_order
from annotator.importers.lone_clocks import count_lone_clocks
from annotator.importers.marker_look import (
    HALF,
    LINE,
    PART,
    USUAL,
    Marker,
    MarkerLook,
    full_lines,
    is_spaced,
    line_of,
    next_line,
)
from annotator.importers.marker_rules import Evidence
from annotator.importers.person_names import (
    base_of,
    is_clause,
    is_nick,
    is_no_name,
    is_sound,
    looks_like_name,
)
from annotator.importers.text_heads import end_of_block, is_head, is_key, names_a_key
from annotator.importers.unmarked_names import names_before_signs

_SHORT_EXCHANGE = 6  # markers in a text so short that nobody needs to speak twice
_ASKED = 5  # names that are asked about one by one
_WORDS_BELOW = 25  # characters of the words below a name, on average
_FEW_BELOW = 4  # the same where such names are headings or in capital letters
_MANY_ALONE, _MANY_CLEAR = 6, 12  # names alone on their lines that need no question
_CLOCKS = 3  # lines with clocks and without names that make a habit
_REMARK = re.compile(r"[^\W\d_]{3}\.\Z")
_QUESTIONS = 2  # and as many answers make a hearing
_HEADED = re.compile(r"[ \t]*#{1,6}[ \t]")
_ENDS = re.compile(rf"[ \t*_]*(?=[{LINE_BREAKS}]|\Z)")
_OFTEN = 3  # times that names before tabs come back on average
_NAMES_KEPT = 1_024  # that were looked at last
_KEYS = 3  # with their values that make a head
_PLAIN = 3  # words of a name that need not look like one if it comes back

# Words that stand before a colon at the start of lines and speak to nobody.
_HEADINGS = """
note notes http https ftp mailto example examples ps p.s re fw fwd subject from to cc date time source title
topic warning step summary tip tips slides video link links location website
type sent received conversation attachment attachments guild channel duration
位置 幻灯片 視頻 视频 链接 鏈接 注意 注 提示 例如 比如 备注 说明 时间 地点 日期 来源 标题 主题 总结 参考
am pm a.m. p.m. 附注 地址 电话 步骤 備註 說明 時間 地點 標題 主題 總結 參考 電話 步驟
"""
_INTERLUDES = frozenset(
    ("break", "jingle", "music", "intro", "outro", "ad", "ads", "ad break", "commercial", "commercial break",
     "advertisement", "sponsor", "theme music", "intro music", "outro music")
)  # fmt: skip
_ASIDE = re.compile(r"\\?\[[^\[\]]*\]|\([^()]*\)")
_IN_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]+)[)\]）]")
_SAID = re.compile(r"[.!?。！？…][\"'”’)]*\s*\Z|(?:\S+\s+){6}")
_LINES_OF_SIGNS = ("---", "===", "***", "~~~")
_MAIL = frozenset(("from", "to", "subject", "sent"))
_NOT_SPEAKERS = frozenset(_HEADINGS.split())


def speakers(
    text: str, found: list[Marker], evidence: Evidence, answers: Mapping[str, str], remarks: Remarks
) -> list[Marker]:
    """Those of some markers that name speakers; what is doubtful goes to the remarks.

    ``answers`` go from the keys of questions to those of their answers.
    """
    found = [marker for marker in found if not _is_mark_up(text, marker, evidence)]
    if evidence == "exchange" and found and (head := end_of_block(text)):
        found = [marker for marker in found if marker.start >= head]
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
    if evidence in {"heading", "alone", "lines", "over", "signs"}:
        judge = {
            "heading": _headings, "alone": _names_alone, "lines": _on_every_line, "over": _over_times,
            "signs": names_before_signs,
        }[evidence]  # fmt: skip
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
        if _CLOCKS <= len(those) < len(found) and len(those) > HALF * len(found):
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
            value = LINE.match(text, marker.end)
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
    if any(not _plausible(name) or is_key(name) for name in counts):
        return False
    if len(found) <= _SHORT_EXCHANGE and not text[: found[0].start].strip():
        return full_lines(text) <= 2 * len(found)
    names = sum(map(looks_like_name, counts))
    return max(counts.values()) == 1 and names >= USUAL * len(counts) and full_lines(text) <= 1.1 * len(found)


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
    full = sum(1 for line in LINE.finditer(text) if line[0].strip())
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
        if (below := next_line(text, marker.end)) is not None and below.start() not in starts
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
        remarks.ask("speaker", marker.speaker, example=line_of(text, marker), taken="yes" if likely else "no")
        if answers.get(f"speaker:{marker.speaker}", "yes" if likely else "no") == "yes":
            kept.append(marker)
    return sorted(kept, key=lambda marker: marker.start)


def _over_times(
    text: str,
    found: Sequence[Marker],
    answers: Mapping[str, str],  # noqa: ARG001 - all judges take the same
    remarks: Remarks,  # noqa: ARG001
) -> list[Marker]:
    """Names above lines of a time alone, where nearly all of these have one and the names come back.

    Above the times of captions stand the words of the one before, which may be a single one.
    """
    counts = Counter(marker.speaker for marker in found)
    kept = [
        one
        for one in found
        if looks_like_name(one.speaker) or (counts[one.speaker] > 2 and _plausible(one.speaker))
    ]
    names = {marker.speaker for marker in kept}
    # Where empty lines set the names off, further times may stand between the words of one of them.
    least = HALF if all(is_spaced(text, one) for one in kept) else USUAL
    if len(kept) < _CLOCKS or 2 * len(names) > len(kept) or len(kept) < least * count_lone_clocks(text):
        return []
    stamps = [marker.stamp for marker in kept if marker.stamp is not None]
    return kept if in_order(stamps) else []


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
        line = next_line(text, marker.end)
        if line is not None and line.start() not in starts:
            kept.append(marker)
            below += len(line[0].strip())
    names = Counter(marker.speaker for marker in kept)
    clear = all(_is_set_off(text, marker) for marker in kept)
    if len(kept) < _CLOCKS or len(names) < 2 or below < (_FEW_BELOW if clear else _WORDS_BELOW) * len(kept):
        return []
    parts = [match.start() for match in PART.finditer(text)]
    begun = sum(start in starts for start in parts) if len(parts) > len(kept) else 0
    share = max(begun / max(1, len(parts)), 2 * len(kept) / max(1, full_lines(text)))
    if share < HALF:
        return []
    if share < (HALF if clear else USUAL) or len(kept) < (_MANY_CLEAR if clear else _MANY_ALONE):
        remarks.ask("name-lines", count=len(kept), example=", ".join(names), taken="yes")
    once = [marker for marker in found if counts[marker.speaker] == 1]
    if not all(map(str.isupper, names)):
        return kept
    return sorted([*kept, *_capitals_alone(text, once, found, answers, remarks)], key=lambda one: one.start)


def _capitals_alone(
    text: str,
    once: Sequence[Marker],
    found: Sequence[Marker],
    answers: Mapping[str, str],
    remarks: Remarks,
) -> list[Marker]:
    """Names that come once, in capital letters above words as all others; asked unless they are known."""
    starts = {marker.start for marker in found}
    known = {marker.speaker for marker in found} - {marker.speaker for marker in once}
    kept: list[Marker] = []
    doubtful: list[Marker] = []
    for marker in once:
        line = next_line(text, marker.end)
        if marker.speaker.isupper() and line is not None and line.start() not in starts:
            (kept if base_of(marker.speaker) in known else doubtful).append(marker)
    if doubtful:
        example = ", ".join(marker.speaker for marker in doubtful)
        remarks.ask("speakers", count=len(doubtful), example=example, taken="yes")
    return kept if answers.get("speakers") == "no" else [*kept, *doubtful]


def _is_set_off(text: str, marker: Marker) -> bool:
    """Whether a name alone on its line is a heading, in brackets or in capital letters, as words are not."""
    return any(sign in "#【［[" for sign in text[marker.start : marker.end]) or (
        marker.speaker.isupper() and len(marker.speaker) > 1
    )


def _on_every_line(
    text: str, found: Sequence[Marker], answers: Mapping[str, str], remarks: Remarks
) -> list[Marker]:
    """Names that come back and stand before nearly every line; asked unless they look like names."""
    counts = Counter(marker.speaker for marker in found)
    kept = [
        one
        for one in found
        if counts[one.speaker] >= 2 and (_plausible(one.speaker) or one.speaker.isdecimal())
    ]
    names = Counter(marker.speaker for marker in kept)
    few = len(names) >= 2 and len(names) * _OFTEN <= len(kept)
    if not few or len(kept) < USUAL * full_lines(text) or answers.get("tab-names") == "no":
        return []
    if not all(map(looks_like_name, names)):
        remarks.ask("tab-names", count=len(kept), example=", ".join(names), taken="yes")
    return kept


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
    doubtful: list[tuple[Marker, bool]] = []
    look = MarkerLook.at(text, found, back) if back else None
    headed = _end_of_keys(text, found, look, counts)
    decided = _keys_asked_about(text, found, counts, remarks)
    for marker in found:
        name = marker.speaker
        if counts[name] >= 2:
            decided.setdefault(name, _plausible(name))
        elif _is_known(text, marker, counts):  # with a remark, or presented in full
            decided[name] = True
        elif marker.start < headed or (look and _is_above(text, marker, look.first, counts)):
            decided[name] = False  # who was there, and the like
        elif look is not None:
            sure, likely = _settled(text, marker, look, headed=headed > 0)
            if sure is not None:
                decided[name] = sure
            else:
                doubtful.append((marker, likely))
    decided.update(_asked_about(text, doubtful, answers, remarks))
    for name in counts:
        answer = answers.get(f"speaker:{name}")
        decided[name] = answer == "yes" if answer else decided.get(name, False)
    return [marker for marker in found if decided[marker.speaker]]


def _keys_asked_about(
    text: str, found: Sequence[Marker], counts: Mapping[str, int], remarks: Remarks
) -> dict[str, bool]:
    """Whether keys of heads that come often speak, meanwhile: all of them are asked about."""
    decided: dict[str, bool] = {}
    for name in [name for name in counts if counts[name] >= 2 and is_key(name)]:
        markers = [marker for marker in found if marker.speaker == name]
        decided[name] = _says_much(text, markers)
        taken = "yes" if decided[name] else "no"
        remarks.ask("speaker", name, count=len(markers), example=line_of(text, markers[0]), taken=taken)
    return decided


def _settled(text: str, marker: Marker, look: MarkerLook, *, headed: bool) -> tuple[bool | None, bool]:
    """Whether a marker that comes once is one, None where nobody can say, and the better guess."""
    sure, likely = look.settle(text, marker, headed=headed)
    if sure and is_key(marker.speaker):
        return None, _says_much(text, [marker])
    if not sure and marker.bold and _is_title(marker.speaker):
        return None, True
    return (False, likely) if sure is None and not _plausible(marker.speaker) else (sure, likely)


def _is_title(name: str) -> bool:
    """Whether most words are in capital letters, as names with titles are: ``JOE of 3, HEAD OF SALES``."""
    words = name.split()
    return len(words) > 1 and 2 * sum(word.isupper() for word in words) > len(words)


def _is_known(text: str, marker: Marker, counts: Mapping[str, int]) -> bool:
    """Whether a name that comes once is another one with something in brackets, or that one stands in them.

    ``Ilse Kern (IK): chair`` is in a list of those who are there, and says nothing.
    """
    if counts.get(base_of(marker.speaker), 0) > 1:
        return True
    known = any(counts.get(inner.strip(), 0) > 1 for inner in _IN_BRACKETS.findall(marker.speaker))
    return known and _says_much(text, [marker])


def _says_much(text: str, markers: Sequence[Marker]) -> bool:
    """Whether sentences stand behind the key of a head most of the time, and not its values."""
    lines = [LINE.match(text, marker.end) for marker in markers]
    said = sum(1 for line in lines if line is not None and _SAID.search(line[0]))
    return 2 * said > len(markers)


def _asked_about(
    text: str, doubtful: Sequence[tuple[Marker, bool]], answers: Mapping[str, str], remarks: Remarks
) -> dict[str, bool]:
    """Whether doubtful markers name speakers, meanwhile: the first are asked about one by one."""
    decided: dict[str, bool] = {}
    for marker, likely in doubtful[:_ASKED]:
        decided[marker.speaker] = likely
        taken = "yes" if likely else "no"
        remarks.ask("speaker", marker.speaker, example=line_of(text, marker), taken=taken)
    if rest := doubtful[_ASKED:]:
        taken = "yes" if sum(likely for _, likely in rest) * 2 > len(rest) else "no"
        said = answers.get("speakers", taken)
        decided.update((marker.speaker, said == "yes") for marker, _ in rest)
        remarks.ask("speakers", count=len(rest), example=line_of(text, rest[0][0]), taken=taken)
    return decided


def _end_of_keys(
    text: str, found: Sequence[Marker], look: MarkerLook | None, counts: Mapping[str, int]
) -> int:
    """Up to where what has the form of markers are keys of a head above the first turn: many, each once."""
    if look is None or is_head(text[: look.first]):
        return 0 if look is None else look.first
    above = [marker for marker in found if marker.start < look.first]
    once = all(counts[marker.speaker] == 1 for marker in above)
    keys = [marker.start for marker in above if names_a_key(line_of(text, marker))]
    return keys[-1] + 1 if len(above) >= _KEYS and once and len(keys) > 1 else 0


def _is_above(text: str, marker: Marker, first: int, counts: Mapping[str, int]) -> bool:
    """Whether a marker above the first turn is a key such as *Interviewee*, or a name in a title."""
    if marker.start >= first:
        return False
    name = marker.speaker.casefold()
    return names_a_key(line_of(text, marker)) or any(
        count > 1 and other.casefold() == name for other, count in counts.items()
    )
