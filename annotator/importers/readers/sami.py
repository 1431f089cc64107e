"""SAMI (.smi, .sami): every text is a turn until the next one of its language; one language is read."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.errors import UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.subtitles import names_in, parts_of, said_once

# Each of these goes over a text once, whatever stands in it: a tag ends where another one begins.
_SYNC = re.compile(r"<sync\b(?P<rest>[^<>]*)>", re.IGNORECASE)
_START = re.compile(r"\bstart\s*=\s*[\"']?(?P<start>\d{1,12})(?!\d)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p\b(?P<rest>[^<>]*)>", re.IGNORECASE)
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?(?P<name>[\w-]+)", re.IGNORECASE)
_END = re.compile(r"</body\b|</sami\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>", re.DOTALL)
_TITLE = re.compile(r"<title>(?P<title>[^<]*)</title>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _SamiText:
    """What is shown from a time on, in which class; nothing where its words are ""."""

    at: float
    kind: str
    words: str
    line: int


def looks_like_sami(text: str) -> bool:
    """Whether a text begins as SAMI does."""
    return text.lstrip("\ufeff \t\r\n")[:6].casefold().startswith("<sami")


def read_sami(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """The texts of a file in the class that has most of them; the others are counted."""
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    shown = list(_shown(decoded.text))
    counts = Counter(one.kind for one in shown if one.words)
    if not counts:
        raise UserError("There are no subtitles in this file", "no <SYNC> has words")
    (taken, _), *others = counts.most_common()
    for kind, count in others:
        faults.remarks.leave_out("tiers", 1, f"{kind} ({count:,})")
    of_kind = [one for one in shown if one.kind == taken]
    turns = [
        _turn(one, following.at if following else None)
        for one, following in zip(of_kind, [*of_kind[1:], None], strict=True)
        if one.words
    ]
    turns = said_once(turns, faults.remarks)
    names = names_in("\n".join(turn.text for turn in turns), recipe, faults.remarks)
    title = _TITLE.search(decoded.text)
    meta: Meta = {"title": title["title"].strip()} if title and title["title"].strip() else {}
    said = tuple(part for turn in turns for part in parts_of(turn, names))
    return Readout((ReadDialogue(said, meta=meta),), **faults.told(), decoded=decoded)


def _shown(text: str) -> Iterator[_SamiText]:
    end = _END.search(text)
    text = text[: end.start()] if end else text
    syncs = [sync for sync in _SYNC.finditer(text) if _START.search(sync["rest"])]
    line, at = 1, 0
    for sync, following in _up_to_the_next(syncs, len(text)):
        line, at = line + text.count("\n", at, sync.start()), sync.start()
        begin = _START.search(sync["rest"])
        seconds = int(begin["start"]) / 1000 if begin else 0.0
        inside = text[sync.end() : following]
        starts = list(_PARAGRAPH.finditer(inside))
        for paragraph, stop in _up_to_the_next(starts, len(inside)):
            kind = _CLASS.search(paragraph["rest"])
            words = _words(inside[paragraph.end() : stop])
            yield _SamiText(seconds, kind["name"] if kind else "", words, line)
        if not starts:
            yield _SamiText(seconds, "", _words(inside), line)


def _up_to_the_next(found: list[re.Match[str]], end: int) -> Iterator[tuple[re.Match[str], int]]:
    """Matches, each with where the next one begins."""
    for at, match in enumerate(found):
        yield match, found[at + 1].start() if at + 1 < len(found) else end


def _words(marked: str) -> str:
    """The words of a paragraph, with the line breaks that it asks for."""
    plain = html.unescape(_TAG.sub("", _BREAK.sub("\x00", marked))).replace("\xa0", " ")
    return "\n".join(" ".join(line.split()) for line in plain.split("\x00")).strip()


def _turn(one: _SamiText, until: float | None) -> ReadTurn:
    meta: Meta = {"start": one.at}
    if until is not None:
        meta["end"] = until
    return ReadTurn("", one.words, f"line {one.line}", meta)
