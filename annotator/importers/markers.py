"""Finding speaker markers in a text by a rule of the table, and the rule that fits a text best."""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import compress, repeat
from operator import contains, or_
from types import MappingProxyType
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.importers.import_questions import Remarks
from annotator.importers.line_breaks import LINE_BREAKS
from annotator.importers.line_times import STAMP, LineTime
from annotator.importers.marker_look import Marker
from annotator.importers.marker_rules import RULES, UNSIGNED, WITHOUT_SPEAKERS, MarkerRule, rule
from annotator.importers.person_names import clean
from annotator.importers.speaker_detection import speakers

if TYPE_CHECKING:
    import regex

__all__ = ["RULES", "Marker", "MarkerRule", "guess_rule", "markers", "rule"]

_BREAK = re.compile(f"[{LINE_BREAKS}]")
_NEW_LINE = re.compile("\n")  # a sign is searched twice as fast as a class of signs
_end = re.Match.end
_RARE_BREAKS = LINE_BREAKS.replace("\n", "")
_LINE = re.compile(rf"[^{LINE_BREAKS}]+")
_PATIENCE, _PATIENCE_PER_CHARACTER = 2.0, 1e-6  # seconds of work
_SAMPLE = 200_000  # characters on which rules compete
_STAMPED = 0.8  # share of markers with a time that makes a line with a time and without a name odd
_DASHES, _DASHED = 4, 0.8  # lines that begin with dashes, and share of them, that make a habit
_SPARSE = 0.05  # share of lines
_NEAR = 90  # characters of a line in which the sign behind a name stands
_FEW = 20  # markers at the start of lines, at least, for each within one that needs no question
_SHORT_NAME, _MOST_NAMES = 2, 100  # characters, and names that are looked for within lines
_AROUND = 30  # characters that are shown on both sides
_ASIDE = re.compile(rf"[ \t]*(?P<open>[\[(]?){STAMP}[\])]?")
# Clocks, each searched by its first sign, which is faster than a search for either or for a digit.
_CLOCK, _SECONDS = re.compile(r":(?<=\d:)\d"), re.compile(r"\[\d+\.\d+s? ?[-–—]")
_NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


def markers(
    text: str,
    by: MarkerRule,
    answers: Mapping[str, str] = _NO_ANSWERS,
    remarks: Remarks | None = None,
    lines: TextLines | None = None,
) -> list[Marker]:
    """The markers of a text, in order, without overlap.

    ``answers`` go from the keys of questions to those of their answers; what is doubtful about the
    markers goes to ``remarks``. ``lines`` are those of the text, where somebody has looked at them before.
    """
    remarks = Remarks() if remarks is None else remarks
    found = _found(lines or TextLines(text), by, answers, remarks)
    remarks.leave_out("nobody", sum(marker.aside for marker in found))
    if by.evidence == "exchange":
        found = _with_those_inside(text, found, answers, remarks)
    if by.weight and by.evidence != "clocks" and not by.limit:
        found = _with_asides(text, found, answers, remarks)
    return found


def _with_those_inside(
    text: str, found: list[Marker], answers: Mapping[str, str], remarks: Remarks
) -> list[Marker]:
    """Markers, with those in the middle of lines that name somebody known behind the end of a sentence.

    In capital letters such a name is likelier a speaker whose line was joined to the one before.
    """
    counts = Counter(marker.speaker for marker in found)
    known = [name for name, count in counts.items() if count > 1 and len(name) > _SHORT_NAME][:_MOST_NAMES]
    if not known:
        return found
    pattern = re.compile(rf"(?<=[.?!…)\]\"”])[ \t]+(?P<speaker>{'|'.join(map(re.escape, known))}):(?=[ \t])")
    starts = [marker.start for marker in found]
    inner = [
        Marker(match.start(), match.end(), match["speaker"])
        for match in pattern.finditer(text)
        if (at := bisect_right(starts, match.start())) and found[at - 1].end <= match.start()
    ]
    if not inner:
        return found
    likely = "yes" if all(marker.speaker.isupper() for marker in inner) else "no"
    first = inner[0]
    example = text[max(0, first.start - _AROUND) : first.end + _AROUND]
    # Where many names stand in capital letters and few of them within lines, these are no words of sentences.
    clear = likely == "yes" and len(inner) * _FEW <= len(found) and all(map(str.isupper, known))
    if not clear:
        remarks.ask("inside", count=len(inner), example=example, taken=likely)
    if answers.get("inside", likely) != "yes":
        return found
    return sorted([*found, *inner], key=lambda marker: marker.start)


class TextLines:
    """Where the lines of a text start and what rules find there: found out once for all who look."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, list[Marker]] = {}  # by the key of the rule
        self._counts: dict[str, int] = {}  # by signs
        self._certain: dict[str, list[Marker]] = {}  # by the key of the rule, whatever anybody answers

    @cached_property
    def starts(self) -> list[int]:
        """Where each line starts."""
        if any(sign in self.text for sign in _RARE_BREAKS):
            return [0, *map(_end, _BREAK.finditer(self.text))]
        return [0, *map(_end, _NEW_LINE.finditer(self.text))]

    @cached_property
    def full(self) -> list[int]:
        """The same of lines that hold something."""
        following = [*self.starts[1:], len(self.text) + 1]
        return [
            start
            for start, end in zip(self.starts, following, strict=True)
            if end - start > 1 and not self.text[start:end].isspace()
        ]

    @cached_property
    def marked(self) -> list[int]:
        """The same of those that may begin with a marker: a look cheaper than trying all rules."""
        text, starts = self.text, self.starts
        found = []
        line = 0
        closing = _CLOSING.search(text)
        while closing is not None:
            line = bisect_right(starts, closing.start(), line)
            found.append(starts[line - 1])
            closing = _CLOSING.search(text, starts[line]) if line < len(starts) else None
        return found

    def may_win(self, by: MarkerRule, score: float, beaten: int = 0) -> bool:
        """Whether a rule of the table may find so many markers that it scores more: most need not look.

        Nor may one of plain names that finds no more markers than the ``beaten`` ones of the best so far.
        """
        if by.anywhere:
            return self._count(_OPENING) * by.weight > score
        if by.evidence == "alone":
            # A name alone has a line below it that is none, and no sign that a cheap look could see.
            return len(self.starts) // 2 * by.weight > score and len(self.full) // 2 * by.weight > score
        if by.evidence == "signs":
            enough = self._count(by.signs) * by.weight > score
            return enough and len(self._before(by.signs)) * by.weight > score
        if len(self.marked) * by.weight <= score:
            return False
        if by.key in OF_PLAIN_NAMES:
            most = len(self.marked) - self._bracketed()
            if most <= beaten and most * by.weight <= score:
                return False
        return not by.signs or self._count(by.signs) * by.weight > score

    def certain(self, by: MarkerRule) -> list[Marker]:
        """The markers of a rule whose markers alone say that they name speakers."""
        found = self._certain.get(by.key)
        if found is None:
            found = speakers(self.text, self.matches(by), by.evidence, {}, Remarks())
            self._certain[by.key] = found
        return found

    def _bracketed(self) -> int:
        """How many lines begin with a bracket that holds a name, as far as a rule has looked for such."""
        return sum(self.text[marker.start] in _OPENING for marker in self._found.get("brackets", ()))

    def _count(self, signs: str) -> int:
        count = self._counts.get(signs)
        if count is None:
            count = self._counts[signs] = sum(map(self.text.count, signs))
        return count

    @cached_property
    def _heads(self) -> list[str]:
        """What stands from the start of each full line on, so far as a sign behind a name may stand."""
        return [self.text[start : start + _NEAR] for start in self.full]

    def _before(self, signs: str) -> list[int]:
        """Where the full lines start before which such a sign is near: a look cheaper than a pattern."""
        near = [False] * len(self._heads)
        for sign in signs:
            near = list(map(or_, near, map(contains, self._heads, repeat(sign))))
        return list(compress(self.full, near))

    @cached_property
    def has_clocks(self) -> bool:
        """Whether a clock is there: a colon between digits."""
        return _CLOCK.search(self.text) is not None

    @cached_property
    def is_timed(self) -> bool:
        """Whether a clock is there, or a time in seconds between brackets."""
        return self.has_clocks or ("[" in self.text and _SECONDS.search(self.text) is not None)

    def matches(self, by: MarkerRule) -> list[Marker]:
        """What has the form of a rule's markers, whoever is named by it."""
        found = self._found.get(by.key)
        if found is None:
            text, match = self.text, by.pattern.match
            others = [name for name in by.pattern.groupindex if name != "speaker"]
            if by.anywhere:
                found = [_marker(each, others) for each in by.pattern.finditer(text)]
            else:  # looking only where lines start is ten times as fast as searching
                places = self.marked if by.weight and by.evidence not in UNSIGNED else self.starts
                if by.above:
                    places = [
                        self.starts[at]
                        for start in places
                        if (at := bisect_left(self.starts, start) - 1) >= 0
                    ]
                if by.evidence == "signs":
                    places = self._before(by.signs)
                found = [_marker(each, others) for start in places if (each := match(text, start))]
            self._found[by.key] = found
        return found


def _found(
    lines: TextLines,
    by: MarkerRule,
    answers: Mapping[str, str] = _NO_ANSWERS,
    remarks: Remarks | None = None,
) -> list[Marker]:
    if by.limit:
        return list(_by_line(lines.text, by))
    remarks = Remarks() if remarks is None else remarks
    if by.evidence != "marker":
        return speakers(lines.text, lines.matches(by), by.evidence, answers, remarks)
    return lines.certain(by)


# Every rule that has a weight and looks where lines start wants one of these on the line.
# All of them stand in one class in front, for which a search passes over everything else at once.
_CLOSING = re.compile(r"[:：>＞\]］】)）\t*QA](?:(?<![QA])|(?<![^\s\d][QA])(?:\.| [ \t\-–—]))")
_OPENING = "[［【"  # one of which every marker in the middle of lines begins with
# Rules whose names stand in no brackets: before them a bracket holds a time alone, and thus no name.
OF_PLAIN_NAMES = frozenset(("letter", "names", "court", "arrow"))


def _marker(match: re.Match[str] | regex.Match[str], others: Sequence[str]) -> Marker:
    """The marker of a match; ``others`` are the names of the groups beside the speaker's."""
    if not others or not any(match.group(0, *others)[1:]):
        return Marker(match.start(), match.end(), clean(match["speaker"]))
    groups = match.groupdict()
    return Marker(
        match.start(),
        match.end(),
        clean(match["speaker"] or groups.get("letter") or groups.get("asked") or ""),
        stamp_of(groups),
        groups.get("until") or groups.get("bare_until") or groups.get("until_second") or "",
        groups.get("bold") is not None or groups.get("early") is not None,
        dashed=groups.get("asked") is not None,
    )


def stamp_of(groups: Mapping[str, str | None]) -> LineTime | None:
    """The time beside a name, by the groups of a pattern: before the name, behind it, or behind the colon."""
    for date, clock in (
        ("date", "clock"),
        ("bare_date", "bare_clock"),
        ("", "after"),
        ("", "late"),
        ("", "second"),
    ):
        if found := groups.get(clock):
            return LineTime(groups.get(date) or "", found)
    hashed = groups.get("hashed")
    return LineTime("", hashed.replace("-", ".")) if hashed else None


def _by_line(text: str, by: MarkerRule) -> Iterator[Marker]:
    """For patterns nobody has tested: each sees the start of one line, and all together some time."""
    began = time.thread_time()
    for line in _LINE.finditer(text):
        head = text[line.start() : min(line.end(), line.start() + by.limit)]
        try:
            match = by.match(head)
        except TimeoutError as error:
            raise _too_slow(by) from error
        if match and match.end():
            yield Marker(line.start(), line.start() + match.end(), clean(match["speaker"] or ""))
        if time.thread_time() - began > _PATIENCE + len(text) * _PATIENCE_PER_CHARACTER:
            raise _too_slow(by)


def _too_slow(by: MarkerRule) -> UserError:
    return UserError("The pattern for speakers takes too long", by.pattern.pattern, "Simplify it")


def _with_asides(
    text: str, found: list[Marker], answers: Mapping[str, str], remarks: Remarks
) -> list[Marker]:
    """Markers, with the lines between them that have such times as they have, and name nobody.

    In a log such lines are no words of the one before: somebody joined, or the program says something.
    """
    stamped = [marker for marker in found if marker.stamp is not None]
    if len(found) < 2 or len(stamped) < _STAMPED * len(found):
        return found
    taken = {marker.start for marker in found}
    forms = {_form(_ASIDE.match(text, marker.start)) for marker in stamped} - {None}
    asides = [
        Marker(start, start, "", aside=True)
        for start in TextLines(text).starts
        if start not in taken and (form := _form(_ASIDE.match(text, start))) is not None and form in forms
    ]
    if not asides:
        return found
    shown = _LINE.match(text, asides[0].start)
    remarks.ask("stamped-lines", count=len(asides), example=shown[0] if shown else "", taken="no")
    if answers.get("stamped-lines") == "yes":
        return found
    remarks.leave_out("nobody", len(asides))
    return sorted([*found, *asides], key=lambda marker: marker.start)


def _form(match: re.Match[str] | None) -> tuple[str, bool] | None:
    """What a time at the start of a line looks like: its bracket, and whether it has a date."""
    return None if match is None else (match["open"], match["date"] is not None)


def _have_more(seen: Mapping[str, Sequence[Marker]]) -> bool:
    """Whether names come back beside letters that mark speakers: their words would be those of the others."""
    letters = {marker.start for marker in seen["letter"]}
    further = [marker for marker in seen.get("names", ()) if marker.start not in letters]
    return len(further) >= 2 and len(seen["names"]) == len(letters) + len(further)


def _are_notes(seen: Mapping[str, Sequence[Marker]]) -> bool:
    """Whether names without brackets are more than those in brackets, which then are notes: ``[NOTE]: …``."""
    return len(seen.get("names", ())) > len(seen["brackets"])


def guess_rule(text: str, lines: TextLines | None = None) -> MarkerRule:
    """The rule that fits a text best; one without markers where no rule does.

    ``lines`` are those of the text, where somebody looks at them afterwards.
    """
    sample = lines if lines is not None and len(text) <= _SAMPLE else TextLines(text[:_SAMPLE])
    best, best_score = None, 0.0
    seen: dict[str, list[Marker]] = {}
    for candidate in RULES:
        looked_for = candidate.anywhere or candidate.evidence in UNSIGNED or sample.marked
        if candidate.key in WITHOUT_SPEAKERS or not looked_for:
            continue
        beaten = len(seen[best.key]) if best is not None else 0
        if not sample.may_win(candidate, best_score, beaten) or (candidate.timed and not sample.is_timed):
            continue
        found = seen[candidate.key] = _found(sample, candidate)
        if candidate.key == "angle" and len(found) < _SPARSE * len(sample.full):
            continue  # what stands in such brackets now and then is no speaker
        enough = len(found) >= 2 or (found and not sample.text[: found[0].start].strip())
        score = len(found) * candidate.weight
        if enough and score > best_score:
            best, best_score = candidate, score
    if best is not None:
        instead = (best.key == "letter" and _have_more(seen)) or (best.key == "brackets" and _are_notes(seen))
        return rule("names") if instead else best
    return _rule_without_speakers(sample)


def _rule_without_speakers(sample: TextLines) -> MarkerRule:
    """The rule for a text in which nobody is named."""
    dashed = sum(rule("dashes").pattern.match(sample.text, start) is not None for start in sample.full)
    if dashed >= max(_DASHES, _DASHED * len(sample.full)):
        return rule("dashes")
    paragraphs = markers(sample.text, rule("paragraphs"), lines=sample)
    return rule("paragraphs" if len(paragraphs) >= 2 else "whole")
