"""WebVTT and SRT: every cue is a turn with its times; speakers by voice tags or by names before a colon."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.errors import Sentence, UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.import_questions import Remarks
from annotator.importers.markers import MarkerRule, guess_rule, markers
from annotator.importers.markers import rule as rule_of
from annotator.importers.person_names import clean, is_nick, is_sound, looks_like_name
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.time_values import seconds
from annotator.model import Decoded

_TIMES = re.compile(r"\s*(?P<start>[\d:.,]+)\s*-->\s*(?P<end>[\d:.,]+)(?P<settings>.*)")
_COMMA_TIMES = re.compile(
    r"^[ \t]*(\d+:\d\d:\d\d\.\d{1,3})[ \t]*,[ \t]*(\d+:\d\d:\d\d\.\d{1,3})[ \t]*$", re.MULTILINE
)
_SUBVIEWER = re.compile(r"\ufeff?\s*\[INFORMATION\][^\n]*\n(?:\[[^\n]*\n)*")
# A cue in one line, as what pastes captions together leaves it; settings of a cue may stand there, too.
_CUE_IN_A_LINE = re.compile(
    r"^[ \t]*(?:(?P<number>\d+)[ \t]+)?"
    r"(?P<times>\d+:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d+:\d\d:\d\d[,.]\d{1,3})[ \t]+(?!\w+:\S)(?=\S)",
    re.MULTILINE,
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+(?P<name>[^>]*)>")
_TAG = re.compile(r"</?(?:[bicuv]|ruby|rt|lang|font|s)(?:[.\s][^>]*)?>|<[\d:.]+>|\{\\[^}]*\}", re.IGNORECASE)
# Rules by which a name may stand in a cue; what brackets without a colon hold may be a sound: [Music].
_BARE = frozenset(("bare-brackets", "bare-round"))
_TWO = 2  # names at least, one of which comes back
_NEARLY_ALL = 0.9  # of captions that have a name above their words
_OFTEN = 0.25  # of captions that begin with words in brackets which may be names
_MANY = 6  # such captions that need no question
_NAMED = frozenset(("brackets", "round", "angle", "letter", "names", *_BARE))


@dataclass(slots=True)
class _Cue:
    line: int
    start: float
    end: float
    text: str
    name: str
    settings: str


@dataclass(frozen=True, slots=True)
class CaptionNames:
    """How names stand before what is said, and which there are."""

    rule: MarkerRule
    known: frozenset[str]

    def divide(self, text: str) -> Iterator[tuple[str, str]]:
        """The parts of a cue, each with who says it."""
        speaker, at = "", 0
        for line in re.finditer(r"^", text, re.MULTILINE):
            match = self.rule.pattern.match(text, line.start())
            who = clean(match["speaker"] or "") if match else ""
            if match is None or who not in self.known:
                continue
            if before := text[at : match.start()].strip():
                yield speaker, before
            speaker, at = who, match.end()
        if (rest := text[at:].strip()) or speaker or not text.strip():
            yield speaker, rest


def read_subtitles(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """The cues of a file in the order in which they stand there."""
    decoded = decode_by_lines(data, recipe.encoding)
    text = decoded.text
    if not text.startswith("WEBVTT") and _CUE_IN_A_LINE.match(text):
        text = _CUE_IN_A_LINE.sub(r"\g<number>\n\g<times>\n", text)
    return _read(decoded, text, recipe)


def read_video_captions(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """The cues of a file of YouTube's own kind (SBV) or SubViewer, whose times have a comma between them."""
    decoded = decode_by_lines(data, recipe.encoding)
    text = decoded.text
    if first := _SUBVIEWER.match(text):
        text = text[first.end() :].replace("[br]", "\n")
    return _read(decoded, _COMMA_TIMES.sub(r"\1 --> \2", text), recipe)


def looks_like_video_captions(text: str) -> bool:
    """Whether a text begins with the times of a cue as SBV has them, or as SubViewer does."""
    if _SUBVIEWER.match(text):
        return True
    return _COMMA_TIMES.match(text.lstrip("\ufeff\n")) is not None


def _read(decoded: Decoded, text: str, recipe: Recipe) -> Readout:
    faults = Faults()
    meta: Meta = {}
    cues = list(_cues(text, faults, meta))
    if not cues:
        raise UserError(
            "There are no subtitles in this file", _first(faults) or "no line says from when to when"
        )
    cues = _once(cues, faults.remarks)
    texts = [_stripped(cue.text) for cue in cues]
    names = names_in("\n".join(texts), recipe, faults.remarks) or names_above(texts, recipe, faults.remarks)
    turns = [turn for cue in cues for turn in _turns(cue, names)]
    return Readout(
        (ReadDialogue(tuple(turns), meta=meta),),
        faults.all(),
        decoded=decoded,
        questions=tuple(faults.remarks.questions),
        left_out=faults.remarks.left_out,
    )


def _first(faults: Faults) -> str:
    return str(faults.found[0]) if faults.found else ""


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, with the number of the first; a line with times begins anew."""
    block: list[str] = []
    first = 1
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip("\ufeff") if "\ufeff" in line else line  # noqa: PLW2901 - where files were joined
        if "-->" in line and block and _TIMES.match(line) and any("-->" in one for one in block):
            # Without an empty line before it: a number right above it is its own.
            above = [block.pop()] if block[-1].strip().isdigit() and "-->" not in block[-1] else []
            yield first, block
            block, first = [*above, line], number - len(above)
        elif line.strip() or (line and block and "-->" in block[-1]):  # captions begin with a blank line
            first = first if block else number
            block.append(line)
        elif block:
            yield first, block
            block = []
    if block:
        yield first, block


def _cues(text: str, faults: Faults, meta: Meta) -> Iterator[_Cue]:
    notes: list[str] = []
    last: _Cue | None = None
    web = text.lstrip("\ufeff").startswith("WEBVTT")
    for number, lines in _blocks(text):
        at = next((at for at, line in enumerate(lines) if "-->" in line), None)
        head = lines[0].split(maxsplit=1)[0]
        if at is None:
            if head == "NOTE":
                notes.append("\n".join(lines).removeprefix("NOTE").strip())
            elif head in {"WEBVTT", "STYLE", "REGION"}:
                continue
            elif last is not None and not web and not "".join(lines).strip().isdigit():
                last.text = "\n".join((last.text, "", *lines))
            else:
                faults.add(Sentence("line {number}", number=number), "there are words without a time")
            continue
        match = _TIMES.match(lines[at])
        start = seconds(match["start"]) if match else None
        end = seconds(match["end"]) if match else None
        if match is None or start is None or end is None:
            faults.add(
                Sentence("line {number}", number=number + at),
                Sentence("“{words}” is no time", words=lines[at][:60]),
            )
            continue
        if end < start:
            faults.add(Sentence("line {number}", number=number + at), "it ends before it begins", lost=False)
        before = lines[at - 1].strip() if at and head != "WEBVTT" else ""
        last = _Cue(number + at, start, end, "\n".join(lines[at + 1 :]), before, match["settings"].strip())
        yield last
    if notes:
        meta["notes"] = notes


def _once(cues: list[_Cue], remarks: Remarks) -> list[_Cue]:
    """Cues of captions that roll, each with what is new in it; other cues as they are."""
    new = what_is_new([_stripped(cue.text) for cue in cues], remarks)
    return (
        cues
        if new is None
        else [replace(cue, text=text) for cue, text in zip(cues, new, strict=True) if text]
    )


def said_once(turns: list[ReadTurn], remarks: Remarks) -> list[ReadTurn]:
    """The same for captions that have been read already."""
    new = what_is_new([turn.text for turn in turns], remarks)
    return (
        turns
        if new is None
        else [replace(turn, text=text) for turn, text in zip(turns, new, strict=True) if text]
    )


def what_is_new(texts: Sequence[str], remarks: Remarks) -> list[str] | None:
    """What each caption says that the one before did not; None where captions do not roll.

    Captions roll where most begin with the lines that the one before ends with.
    """
    shown: list[str] = []
    kept: list[tuple[list[str], int]] = []
    for text in texts:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        again = next((n for n in range(min(len(shown), len(lines)), 0, -1) if shown[-n:] == lines[:n]), 0)
        kept.append((lines, again))
        shown = lines
    further = sum(0 < again < len(lines) for lines, again in kept)
    if further * 4 < len(texts) or sum(again > 0 for _, again in kept) * 2 < len(texts) - 1:
        return None
    remarks.leave_out("repeated", sum(again for _, again in kept))
    return ["\n".join(lines[again:]) for lines, again in kept]


def _stripped(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def names_in(text: str, recipe: Recipe, remarks: Remarks) -> CaptionNames | None:
    """The names before what is said, and how they are marked, judged by all cues together."""
    rule = guess_rule(text)
    if rule.key not in _NAMED:
        return None
    known = _throughout(text, rule)
    if not known:
        known = frozenset(marker.speaker for marker in markers(text, rule, recipe.answers, remarks))
    if rule.key in _BARE:
        known = _in_brackets(text, rule, known, recipe, remarks)
    return CaptionNames(rule, known) if known else None


def _in_brackets(
    text: str, rule: MarkerRule, found: frozenset[str], recipe: Recipe, remarks: Remarks
) -> frozenset[str]:
    """The names among what stands between brackets without a colon, where sounds stand, too.

    Words in lower case may be either: asked where many captions begin with some.
    """
    heard = [name for name in found if not is_sound(name)]
    known = frozenset(filter(_may_name, heard))
    lines = [line for line in text.split("\n") if line.strip()]
    begun = [clean(match["speaker"] or "") for line in lines if (match := rule.pattern.match(line))]
    small = Counter(name for name in begun if name in heard and name not in known)
    if small.total() < _OFTEN * len(lines):
        return known
    all_of_it = sum(name in heard for name in begun)
    likely = "yes" if all_of_it >= _NEARLY_ALL * len(lines) else "no"
    remarks.ask("first-words", count=small.total(), example=", ".join(small), taken=likely)
    return known | frozenset(small) if recipe.answers.get("first-words", likely) == "yes" else known


def _throughout(text: str, rule: MarkerRule) -> frozenset[str]:
    """The names of captions nearly all of which begin with one that comes back; none where they do not.

    Who is named once then is named in the same way.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    found = [clean(match["speaker"] or "") for line in lines if (match := rule.pattern.match(line))]
    counts = Counter(found)
    back = sum(count for count in counts.values() if count > 1)
    return (
        frozenset(counts) - {""} if back >= _NEARLY_ALL * len(lines) and rule.key == "names" else frozenset()
    )


def names_above(texts: Sequence[str], recipe: Recipe, remarks: Remarks) -> CaptionNames | None:
    """The names that stand alone on the first lines of captions, above the words, if nearly all have one."""
    heads = [text.strip().partition("\n") for text in texts]
    found = Counter(
        clean(name) for name, _, words in heads if words.strip() and looks_like_name(name.rstrip(": "))
    )
    count = sum(found.values())
    come_back = len(found) >= _TWO and max(found.values()) >= _TWO and len(found) * 3 <= count * 2
    if not come_back or count < _NEARLY_ALL * len(texts) or recipe.answers.get("name-lines") == "no":
        return None
    if count < _MANY:
        remarks.ask("name-lines", count=count, example=", ".join(found), taken="yes")
    return CaptionNames(rule_of("name-line"), frozenset(found))


def parts_of(turn: ReadTurn, names: CaptionNames | None) -> Iterator[ReadTurn]:
    """The turns that a caption without a speaker holds, by the names in it."""
    if names is None:
        yield turn
        return
    for who, words in names.divide(turn.text):
        yield replace(turn, speaker=who, text=words)


def _may_name(name: str) -> bool:
    """Whether what stands between brackets may be a name, and not a remark: ``Ilse``, ``ilse_92``."""
    return looks_like_name(name) or (is_nick(name) and not name.replace("'", "").isalpha())


def _turns(cue: _Cue, names: CaptionNames | None) -> Iterator[ReadTurn]:
    meta: Meta = {"start": cue.start, "end": cue.end}
    if cue.name:
        meta["id"] = cue.name
    if cue.settings:
        meta["settings"] = cue.settings
    place = f"line {cue.line}"
    for speaker, text in _voices(cue.text):
        if speaker or names is None:
            yield ReadTurn(speaker, text, place, meta)
            continue
        for who, words in names.divide(text):
            yield ReadTurn(who, words, place, meta)


def _voices(text: str) -> Sequence[tuple[str, str]]:
    """The parts of a cue that different voices say; all of it without a name where no tag says so."""
    parts: list[tuple[str, str]] = []
    at, name = 0, ""
    for match in _VOICE.finditer(text):
        before = _stripped(text[at : match.start()]).strip()
        if before:
            parts.append((name, before.removesuffix("\n-").strip()))
        at, name = match.end(), html.unescape(match["name"]).strip()
    rest = _stripped(text[at:]).strip()
    if rest or not parts:
        parts.append((name, rest))
    return parts
