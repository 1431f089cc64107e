"""What the lines of a divided text make one wonder about: those above the first name, and those that return.

A line of one form that ends turn after turn (``Page 3, Line 4``) is hardly what somebody says, and names that
are keys of records (``text:``, ``category:``) are hardly people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from annotator.importers.column_names import plain
from annotator.importers.import_questions import Remarks
from annotator.importers.line_breaks import LINE_BREAKS, end_before_breaks
from annotator.importers.segment import Segmentation, TurnPiece

_MANY = 10  # turns that all end so, which needs no question
_LEAST = 3  # turns that end in lines of one form
_SHARE, _MOSTLY = 0.2, 0.5  # of the turns: above which somebody is asked, and above which they are none
_LONGEST = 160  # characters of such a line
_LINE = re.compile(rf"[^{LINE_BREAKS}]+")
_DIGITS = re.compile(r"\d+")
_NOTED = re.compile(r"[\[(<{*#=_~─━]|>[ \t]*\Z|[-–—]{2,}|[ \t]+\S|[^a-z\d]*[A-Z][^a-z\d]{3,}\Z")
_REMARK = re.compile(r"[\[(（][^\[\]()（）]+[\])）]\.?\Z")
_SOUND = re.compile(r"[ \t]*[\[(][^\[\]()\d]*[\])][ \t]*\Z")
_NEAR = 400  # characters at the end of a turn among which its last lines are looked for
_RULE = r"[ \t]*(?:-{3,}|\*{3,}|_{3,}|={3,})"
_RULES = re.compile(rf"\n{_RULE}[ \t]*(?:\n|\Z)")
_LAST_HEADING = re.compile(rf"\n[ \t]*\n(?:\#{{1,6}}[ \t][^\n]+|{_RULE})\s*\Z")  # behind an empty line
_RULED = re.compile(r"(?:[-–—_*=~─━#][ \t]*){3,}\Z|>+\Z")
# Keys of records, which stand before colons as names do.
_KEYS = frozenset(
    ("text", "utterance", "content", "message", "body", "sentence", "category", "label", "labels", "intent",
     "emotion", "sentiment", "title", "url", "tags", "score", "description", "metadata", "id", "timestamp",
     "confidence", "keywords", "文本", "内容", "类别", "标签")
)  # fmt: skip


def names_are_keys(pieces: Sequence[TurnPiece]) -> str:
    """The names that are keys of records, where most are; "" where they are people."""
    counts = Counter(piece.speaker for piece in pieces if piece.speaker)
    keys = [name for name in counts if plain(name) in _KEYS]
    often = sum(counts[name] for name in keys)
    return ", ".join(counts) if keys and 2 * often >= counts.total() and len(counts) <= 2 * len(keys) else ""


def without_lines_of_nobody(
    text: str, made: Segmentation, answers: Mapping[str, str], remarks: Remarks
) -> Segmentation:
    """Turns without the lines of one form behind them, and without what stands above the first name.

    Both are asked about. The lines stay in the text: they lead to the next turn.
    """
    named = any(piece.speaker for piece in made.pieces)
    if len(made.pieces) < _LEAST or not named:
        return made
    made = _without_returning(text, made, answers, remarks)
    made = _without_headings(text, made, remarks)
    return _without_first(text, made, answers, remarks)


def _without_first(
    text: str, made: Segmentation, answers: Mapping[str, str], remarks: Remarks
) -> Segmentation:
    first, *others = made.pieces
    if first.speaker or not others or not others[0].speaker:
        return made
    lines = _LINE.findall(text[first.start : first.end])
    full = [line.strip() for line in lines if line.strip()]
    if not full:
        return made
    if all(map(_REMARK.match, full)) and "before-first" not in answers:  # what is seen and heard
        remarks.leave_out("unsaid")
        return made
    remarks.ask("before-first", count=len(full), example=full[0])
    if answers.get("before-first") != "head":
        return made
    remarks.leave_out("head", len(full))
    return Segmentation((replace(others[0], lead_start=0), *others[1:]), made.tail)


def _without_headings(text: str, made: Segmentation, remarks: Remarks) -> Segmentation:
    """Turns without headings and lines of signs that stand last in them: they are about what follows."""
    if "\n#" not in text and _RULES.search(text) is None:
        return made
    ends = [_end_without_headings(text, piece) for piece in made.pieces]
    if all(end == piece.end for end, piece in zip(ends, made.pieces, strict=True)):
        return made
    lost = [text[end : piece.end] for end, piece in zip(ends, made.pieces, strict=True)]
    remarks.leave_out("nobody", sum(len(_full(part)) for part in lost))
    return _ended_at(made, ends)


def _end_without_headings(text: str, piece: TurnPiece) -> int:
    end = piece.end
    while piece.speaker and (found := _LAST_HEADING.search(text, max(piece.start, end - _NEAR), end)):
        end = end_before_breaks(text, piece.start, found.start())
    return end


def _without_returning(
    text: str, made: Segmentation, answers: Mapping[str, str], remarks: Remarks
) -> Segmentation:
    breaks = [sign for sign in LINE_BREAKS if sign in text]
    ended = sum(_may_end_so(text, piece.start, piece.end, breaks) for piece in made.pieces)
    if ended < max(_LEAST, _SHARE * len(made.pieces)):
        return made  # a look at the last lines alone settles that of most texts
    forms = Counter(
        form for piece in made.pieces for form in {_form(line) for line in _further(text, piece)} if form
    )
    often = {form for form, count in forms.items() if count >= max(_LEAST, _SHARE * len(made.pieces) / 2)}
    ends = [_end_without(text, piece, often) for piece in made.pieces]
    shorter = [at for at, piece in enumerate(made.pieces) if ends[at] < piece.end]
    if len(shorter) < max(_LEAST, _SHARE * len(made.pieces)):
        return made
    ruled = all(_RULED.match(form) for form in often)  # lines that divide, which nobody says
    numbered = all("0" in form for form in often)
    # Pages and lines of a record, numbers of cues.
    throughout = numbered and len(shorter) >= max(_MANY, len(made.pieces) - 1)
    if not ruled and not (throughout and "same-lines" not in answers):
        likely = "no" if numbered and len(shorter) >= _MOSTLY * (len(made.pieces) - 1) else "yes"
        at = shorter[0]
        example = text[ends[at] : made.pieces[at].end]
        remarks.ask("same-lines", count=len(shorter), example=example, taken=likely)
        if answers.get("same-lines", likely) != "no":
            return made
    lost = sum(len(_full(text[ends[at] : made.pieces[at].end])) for at in shorter)
    remarks.leave_out("nobody", lost)
    return _ended_at(made, ends)


def _may_end_so(text: str, start: int, end: int, breaks: Sequence[str]) -> bool:
    """Whether a turn ends in a line of some form, or holds nothing; ``breaks`` are those of the text."""
    kept = end if end > start and not text[end - 1].isspace() else start + len(text[start:end].rstrip())
    if kept == start:
        return True
    at = start
    for sign in breaks:
        at = max(at, text.rfind(sign, start, kept) + 1)
    line = _LINE.match(text, at, end) if kept < end else None
    return _has_form(text[at:end] if line is None else line[0])


def _ended_at(made: Segmentation, ends: Sequence[int]) -> Segmentation:
    """Turns that end sooner: what stood there leads to the next, as does a first turn that is none."""
    pieces: list[TurnPiece] = []
    at = 0
    for piece, end in zip(made.pieces, ends, strict=True):
        if not piece.speaker and end <= piece.start:
            continue
        pieces.append(replace(piece, lead_start=at, end=end))
        at = end
    tail = at if made.tail == made.pieces[-1].end else made.tail
    return Segmentation(tuple(pieces), tail)


def _further(text: str, piece: TurnPiece) -> list[str]:
    """The lines of a turn behind its first; all of them where nobody speaks."""
    lines = _full(text[piece.start : piece.end])
    return lines[1:] if piece.speaker else lines


def _full(part: str) -> list[str]:
    return [line for line in _LINE.findall(part) if line.strip()]


def _form(line: str) -> str:
    """What a line looks like with 0 for every number; "" where somebody may well say it."""
    return _DIGITS.sub("0", line.strip()) if _has_form(line) else ""


def _has_form(line: str) -> bool:
    """Whether a line has one; a blank one may seem to."""
    if len(line) > _LONGEST or _SOUND.match(line):
        return False
    return _NOTED.match(line) is not None or _has_digit(line)


def _has_digit(line: str) -> bool:
    return _may_be_digit().search(line) is not None and any(map(str.isdigit, line))


@cache
def _may_be_digit() -> re.Pattern[str]:
    """All digits, and what lies between rare ones: a class of single characters is looked for fastest."""
    digits = "".join(filter(str.isdigit, map(chr, range(0x10000))))
    return re.compile(f"[{digits}\U00010000-\U0001efff\U0001f100-\U0001f10a\U0001fbf0-\U0010ffff]")


def _end_without(text: str, piece: TurnPiece, often: set[str]) -> int:
    """Where a turn ends before the lines of such forms that stand last in it."""
    end = piece.end
    lines = list(_LINE.finditer(text, piece.start, piece.end))
    first = lines[0].start() if lines else end
    for line in reversed(lines):
        if line[0].strip() and ((piece.speaker and line.start() == first) or _form(line[0]) not in often):
            break
        end = end_before_breaks(text, piece.start, line.start()) if line[0].strip() else end
    return end if piece.speaker or end > first else min(end, piece.start)
