"""Repaired text to turns: where each begins and ends, and who speaks. Nothing is dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from annotator.importers.import_questions import Remarks
from annotator.importers.line_breaks import BLANKS, LINE_BREAKS, end_before_breaks
from annotator.importers.line_times import LineTime, count_days, elapsed, scale_of, times_of
from annotator.importers.lone_clocks import LoneClock, count_lone_clocks, is_between, lone_clocks
from annotator.importers.marker_rules import WITHOUT_SPEAKERS
from annotator.importers.markers import Marker, MarkerRule, TextLines, markers
from annotator.importers.text_heads import is_head


@dataclass(frozen=True, slots=True)
class TurnPiece:
    """A turn's place in a text: its lead is ``[lead_start, start)``, its text ``[start, end)``.

    ``meta`` is what the marker says beside the speaker.
    """

    speaker: str
    lead_start: int
    start: int
    end: int
    meta: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The turns of a text in order. Leads and texts touch; what is behind ``tail`` is the tail."""

    pieces: tuple[TurnPiece, ...]
    tail: int

    def boundaries(self) -> list[int]:
        """Every place where a lead, a text or the tail begins, in order: 2 per turn, then the tail."""
        places: list[int] = []
        for piece in self.pieces:
            places += (piece.lead_start, piece.start)
        return [*places, self.tail]


def segment(
    text: str,
    rule: MarkerRule,
    answers: Mapping[str, str] = MappingProxyType({}),
    remarks: Remarks | None = None,
    lines: TextLines | None = None,
) -> Segmentation:
    """Divide a text into turns at the markers that a rule finds.

    - Text before the first marker is a turn without a speaker; blanks, line breaks and the head of a
      transcript (a title, a date) are not: they lead to the first turn.
    - A marker with nothing behind it is a turn with an empty text.
    - One blank behind a marker belongs to the lead, further ones to the text. Line breaks
      between a marker and its text belong to the lead.
    - Line breaks and empty lines before the next marker belong to its lead, those at the end to the tail;
      so do lines that name nobody where all markers have a time, and lines of a time alone.
    - A marker in the middle of a line is text. The same speaker twice in a row is two turns.

    Joined, leads, texts and tail are the text, for every text and every rule. ``answers`` go from the
    keys of questions to those of answers; what is doubtful or left out goes to ``remarks``. ``lines`` are
    those of the text, where somebody has looked at them before.
    """
    remarks = Remarks() if remarks is None else remarks
    lines = lines or TextLines(text)
    found = markers(text, rule, answers, remarks, lines)
    may_be_stamped = rule.key not in WITHOUT_SPEAKERS and lines.has_clocks
    stamped = may_be_stamped and count_lone_clocks(text) >= _LONE_CLOCKS
    pieces: list[TurnPiece] = []
    stamps: list[LineTime | None] = []
    at = 0
    first = found[0].start if found else len(text)
    lone: LineTime | None = None
    if text[:first].strip():
        start = _skip_breaks(text, 0, first)
        at, lone = _end(text, start, first, stamped=stamped and bool(found), remarks=remarks)
        head = (
            _head(text[start:at], rule, apart=text.count("\n", at, first) > 1)
            if found and rule.key not in WITHOUT_SPEAKERS
            else 0
        )
        remarks.leave_out("head", head)
        pieces += [TurnPiece("", 0, start, at)] if text[start:at].strip() and not head else []
        at = at if pieces else 0
        stamps += [None] if pieces else []
    for index, marker in enumerate(found):
        if marker.aside:
            continue
        following = found[index + 1].start if index + 1 < len(found) else len(text)
        start, lead = _text_start(text, marker, following), at
        stamps.append(marker.stamp or lone)
        at, lone = _end(text, start, following, stamped=stamped, remarks=remarks)
        while following == len(text) and (credit := _CREDIT.search(text, start, at)):
            remarks.leave_out("foot", credit[0].strip().count("\n") + 1)
            at = end_before_breaks(text, start, credit.start())
        if rule.evidence == "court":
            at = _without_headings(text, start, at, remarks)
        elif at > start and text[at - 1] in "]>":
            at = _without_closing(text, start, at, marker.speaker)
        meta = {"until": marker.until} if marker.until else {}
        pieces.append(TurnPiece(marker.speaker, lead, start, at, meta))
    if rule.evidence == "court" or rule.key == "numbered":
        inside = sum(len(_NUMBERED.findall(text, piece.start, piece.end)) for piece in pieces)
        remarks.leave_out("numbers", inside)
    elif stamped and pieces and rule.evidence != "clocks":
        timed = rule.evidence in {"heading", "over"}
        pieces, stamps = _divided_at_clocks(text, pieces, stamps, answers, remarks, timed=timed)
        at = pieces[-1].end
    return Segmentation(_timed(text, pieces, stamps), at)


def _without_closing(text: str, start: int, end: int, speaker: str) -> int:
    """Where a turn ends before the sign that closes it: ``[USER] Hello [/USER]``."""
    near = max(start, end - _CLOSING)
    found = _CLOSED.search(text, near, end)
    closed = found is not None and found["name"].strip().casefold() == speaker.casefold()
    return end_before_breaks(text, start, found.start()) if found is not None and closed else end


# What stands between questions and answers in the record of a hearing: whose turn it is to ask, pages.
_BETWEEN = re.compile(
    r"\n[ \t]*(?:\d{1,2}(?:[ \t]+|(?=\n|\Z)))?"
    r"(?:BY (?:MR|MS|MRS|DR)\.? [^\n:]{1,40}:|[A-Z][A-Z \t.-]*EXAMINATION\b[^\n]{0,60}"
    r"|[Pp]age[ \t]+\d[^\n]{0,40}|\d{1,4}|E X A M I N A T I O N|P R O C E E D I N G S|PROCEEDINGS"
    r"|(?:MORNING|AFTERNOON) SESSION)?[ \t]*\Z"
)
_NUMBERED = re.compile(r"\n[ \t]*\d{1,2}(?=[ \t]{2}|[ \t]*\n)")


def _without_headings(text: str, start: int, end: int, remarks: Remarks) -> int:
    """Where a turn of a hearing ends before the headings, pages and numbers of lines that follow it."""
    while end > start and (found := _BETWEEN.search(text, max(start, text.rfind("\n", start, end)), end)):
        if not found[0].strip():
            break
        remarks.leave_out("nobody")
        end = end_before_breaks(text, start, found.start())
    return end


# What services write below a transcript.
_CREDIT = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?:Transcribed by https?://\S+"
    r"|(?:https?://)?(?:clovanote\.naver\.com|otter\.ai)\S*|This transcript was (?:exported|generated) [^\n]+"
    r"|This editable transcript was computer.generated[^\n]+|Transcription ended after [^\n]+"
    r"|[-=*_#\[( ]{0,12}(?:END OF (?:THE )?(?:TRANSCRIPT(?:ION)?|RECORDING|INTERVIEW|MEETING)"
    r"|TRANSCRIPT ENDS)[-=*_#\]). ]{0,12}(?:\s*(?:Duration|Length):[^\n]{1,40})?"
    r"|[^\n]{1,60} stopped transcription|Meeting ended after [^\n]+"
    r"|={10,}[ \t]*\nExported [\d.,]+ message\(s\)[ \t]*\n={10,})\s*\Z",
    re.IGNORECASE,
)
_LONE_CLOCKS = 2
_CLOSING = 80  # characters at the end of a turn among which such a sign is looked for
_SHOWN = 60  # characters below a time within a turn
_CLOSED = re.compile(r"[ \t]*[\[<]/(?P<name>[^\[\]<>/]{1,60})[\]>]\s*\Z")
_ABOVE = 5  # lines above words that have a name on every line


def _head(text: str, rule: MarkerRule, *, apart: bool) -> int:
    """How many lines above the first marker are the head of a transcript; 0 where somebody says them."""
    lines = sum(1 for line in text.splitlines() if line.strip())
    return lines if is_head(text, apart=apart) or (rule.evidence == "lines" and lines <= _ABOVE) else 0


_HASHED = re.compile(r"#(\d\d:\d\d:\d\d-\d)#\Z")  # as f4transkript ends a paragraph


def _end(
    text: str, start: int, following: int, *, stamped: bool, remarks: Remarks
) -> tuple[int, LineTime | None]:
    """Where the text of a turn ends, and the time on a line of its own behind it, which is the next one's."""
    end = end_before_breaks(text, start, following)
    if stamped and following < len(text):
        end = start + len(text[start:end].rstrip())
        line = 1 + max(start - 1, *(text.rfind(sign, start, end) for sign in LINE_BREAKS))
        begins = line == 0 or text[line - 1] in LINE_BREAKS
        last = next(lone_clocks(text, line, end), None) if begins else None
        if last is not None:
            remarks.leave_out("stamps")
            return end_before_breaks(text, start, line), LineTime("", last.clock)
    return end, None


def _divided_at_clocks(
    text: str,
    pieces: Sequence[TurnPiece],
    stamps: Sequence[LineTime | None],
    answers: Mapping[str, str],
    remarks: Remarks,
    *,
    timed: bool,
) -> tuple[list[TurnPiece], list[LineTime | None]]:
    """Turns that go on below a time on a line of its own, as where a chat names nobody twice in a row.

    What is said below such a time is a further turn of the same speaker. It is asked about unless names
    have times of the same form (``timed``), and those between are between theirs.
    """
    inside = [_clocks_inside(text, piece) for piece in pieces]
    if not any(inside):
        return list(pieces), list(stamps)
    further = [
        clocks[piece.start == clocks[0].start :] if clocks else []
        for piece, clocks in zip(pieces, inside, strict=True)
    ]
    if any(further) and not (timed and _fit_between(stamps, further)):
        first = next(clocks[0] for clocks in further if clocks)
        example = text[first.start : first.end + _SHOWN]
        remarks.ask("clock-lines", count=sum(map(len, further)), example=example)
        if answers.get("clock-lines") == "keep":
            inside = [clocks[: len(clocks) - len(rest)] for clocks, rest in zip(inside, further, strict=True)]
    made: list[TurnPiece] = []
    times: list[LineTime | None] = []
    for piece, stamp, clocks in zip(pieces, stamps, inside, strict=True):
        made.append(piece)
        times.append(stamp)
        for clock in clocks:
            last = made[-1]
            end = end_before_breaks(text, last.start, clock.start)
            start = _skip_breaks(text, clock.end, piece.end)
            if start == piece.end:  # nothing is said below it
                remarks.leave_out("stamps")
                made[-1] = replace(last, end=end)
            elif end == last.start and times[-1] is None:  # nothing is said above the first
                made[-1] = replace(last, start=start)
                times[-1] = LineTime("", clock.clock)
            else:
                made[-1] = replace(last, end=end, meta={})
                made.append(replace(piece, lead_start=end, start=start))
                times.append(LineTime("", clock.clock))
    return made, times


def _clocks_inside(text: str, piece: TurnPiece) -> list[LoneClock]:
    """The lines of a turn that hold a time alone."""
    start = piece.start
    if start and text[start - 1] not in LINE_BREAKS:  # words stand beside the name
        start = min(
            (at + 1 for sign in LINE_BREAKS if (at := text.find(sign, start, piece.end)) >= 0),
            default=piece.end,
        )
    return list(lone_clocks(text, start, piece.end))


def _fit_between(stamps: Sequence[LineTime | None], inside: Sequence[Sequence[LoneClock]]) -> bool:
    """Whether times within turns lie between those beside the names, and look like them."""
    after = [*stamps[1:], None]
    return all(
        stamp is not None
        and is_between(clock.clock, stamp.clock, (following or LineTime("", clock.clock)).clock)
        for stamp, following, clocks in zip(stamps, after, inside, strict=True)
        for clock in clocks
    )


def _timed(
    text: str, pieces: Sequence[TurnPiece], stamps: Sequence[LineTime | None]
) -> tuple[TurnPiece, ...]:
    """Pieces with what their stamps say: seconds from the beginning, or the time of day."""
    hashed: list[re.Match[str] | None] = [None] * len(pieces)
    if "#" in text:
        hashed = [_HASHED.search(text, max(piece.start, piece.end - 14), piece.end) for piece in pieces]
    if not any(stamps) and not any(hashed):
        return tuple(pieces)
    texts = [text[piece.start : piece.end] for piece in pieces]
    days = count_days(stamp.clock for stamp in stamps if stamp is not None)
    scale = scale_of(stamps, texts)
    made = []
    for piece, meta, behind in zip(pieces, times_of(stamps, texts), hashed, strict=True):
        until = str(piece.meta["until"]) if piece.meta else behind[1].replace("-", ".") if behind else ""
        if until and "time" not in meta and (end := elapsed(until, days=days)) is not None:
            meta["end"] = round(end * scale, 6)
        made.append(replace(piece, meta=meta))
    return tuple(made)


def _text_start(text: str, marker: Marker, following: int) -> int:
    start = marker.end
    if marker.start == marker.end:  # a rule without markers
        return _skip_breaks(text, start, following)
    if start < following and text[start] in BLANKS:
        start += 1
    if start < following and not text[start].isspace():
        return start  # so it is nearly always
    after = _skip_breaks(text, start, following)
    if after == following:  # nothing follows: the line breaks lead to the next turn
        return min(start, following)
    return after if text[start] in LINE_BREAKS else start


def _skip_breaks(text: str, start: int, stop: int) -> int:
    """The start of the first line in ``[start, stop)`` that holds anything; ``stop`` if none does."""
    at = line = start
    while at < stop and (text[at] in LINE_BREAKS or text[at].isspace()):
        at += 1
        if text[at - 1] in LINE_BREAKS:
            line = at
    return stop if at == stop else line
