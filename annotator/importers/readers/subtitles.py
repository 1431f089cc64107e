"""WebVTT and SRT: every cue is a turn with its times; speakers by voice tags or by names before a colon."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.errors import UserError
from annotator.importers.encodings import decode
from annotator.importers.markers import MarkerRule, guess_rule, markers
from annotator.importers.readout import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.times import seconds

_TIMES = re.compile(r"\s*(?P<start>[\d:.,]+)\s*-->\s*(?P<end>[\d:.,]+)(?P<settings>.*)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+(?P<name>[^>]*)>")
_TAG = re.compile(r"</?(?:[bicuv]|ruby|rt|lang|font|s)(?:[.\s][^>]*)?>|<[\d:.]+>|\{\\[^}]*\}", re.IGNORECASE)
# Rules by which a name may stand in a cue; brackets without a colon are sounds: [laughs].
_NAMED = frozenset(("brackets", "round", "angle", "letter", "names"))


@dataclass(slots=True)
class _Cue:
    line: int
    start: float
    end: float
    text: str
    name: str
    settings: str


@dataclass(frozen=True, slots=True)
class _Names:
    """How names stand before what is said, and which there are."""

    rule: MarkerRule
    known: frozenset[str]

    def divide(self, text: str) -> Iterator[tuple[str, str]]:
        """The parts of a cue, each with who says it."""
        speaker, at = "", 0
        for line in re.finditer(r"^", text, re.MULTILINE):
            match = self.rule.pattern.match(text, line.start())
            if match is None or match["speaker"].strip() not in self.known:
                continue
            if before := text[at : match.start()].strip():
                yield speaker, before
            speaker, at = match["speaker"].strip(), match.end()
        if (rest := text[at:].strip()) or speaker or not text.strip():
            yield speaker, rest


def read_subtitles(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """The cues of a file in the order in which they stand there."""
    decoded = decode(data, recipe.encoding)
    faults = Faults()
    meta: Meta = {}
    cues = list(_cues(decoded.text, faults, meta))
    if not cues:
        raise UserError(
            "There are no subtitles in this file", _first(faults) or "no line says from when to when"
        )
    names = _names("\n".join(_stripped(cue.text) for cue in cues))
    turns = [turn for cue in cues for turn in _turns(cue, names)]
    return Readout((ReadDialogue(tuple(turns), meta=meta),), faults.all(), decoded=decoded)


def _first(faults: Faults) -> str:
    return str(faults.found[0]) if faults.found else ""


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, with the number of the first."""
    block: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip("\ufeff") if "\ufeff" in line else line  # noqa: PLW2901 - where files were joined
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []
    if block:
        yield text.count("\n") + 2 - len(block), block


def _cues(text: str, faults: Faults, meta: Meta) -> Iterator[_Cue]:
    notes: list[str] = []
    for number, lines in _blocks(text):
        at = next((at for at, line in enumerate(lines) if "-->" in line), None)
        head = lines[0].split(maxsplit=1)[0]
        if at is None:
            if head == "NOTE":
                notes.append("\n".join(lines).removeprefix("NOTE").strip())
            elif head not in {"WEBVTT", "STYLE", "REGION"}:
                faults.add(f"line {number}", "there are words without a time")
            continue
        match = _TIMES.match(lines[at])
        start = seconds(match["start"]) if match else None
        end = seconds(match["end"]) if match else None
        if match is None or start is None or end is None:
            faults.add(f"line {number + at}", f"“{lines[at][:60]}” is no time")
            continue
        if end < start:
            faults.add(f"line {number + at}", "it ends before it begins", lost=False)
        before = lines[at - 1].strip() if at and head != "WEBVTT" else ""
        yield _Cue(number + at, start, end, "\n".join(lines[at + 1 :]), before, match["settings"].strip())
    if notes:
        meta["notes"] = notes


def _stripped(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def _names(text: str) -> _Names | None:
    """The names before what is said, and how they are marked, judged by all cues together."""
    rule = guess_rule(text)
    if rule.key not in _NAMED:
        return None
    return _Names(rule, frozenset(marker.speaker for marker in markers(text, rule)))


def _turns(cue: _Cue, names: _Names | None) -> Iterator[ReadTurn]:
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
