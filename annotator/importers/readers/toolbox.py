"""Toolbox and Shoebox texts: each record's words are a turn, its other lines go with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from annotator.errors import Sentence, UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.time_values import seconds

_LINE = re.compile(r"\\(?P<marker>\S+)(?:[ \t]+(?P<value>.*))?\Z")
_MARKED = re.compile(rb"\\[A-Za-z_]\w{0,15}(?:[ \t]|\Z)")
_RECORDS = ("ref", "rf", "rec", "utt")  # markers that begin a sentence, likeliest first
_WORDS = ("tx", "t", "ut", "txt", "to", "ph", "mb")  # those of what was said, likeliest first
_SPEAKERS = ("sp", "spk", "speaker", "participant", "elanparticipant", "eudicop", "part")
_STARTS = ("elanbegin", "eudicot0", "begin", "start")
_ENDS = ("elanend", "eudicot1", "end", "stop")
_HEADWORDS = frozenset(("lx", "lex"))  # in a dictionary
_TEXTS = frozenset(("tx", "t", "ut", "txt"))
_TRANSLATIONS = frozenset(("ft", "fg", "fe", "fr", "f", "fn", "tr"))  # of a sentence, a line each
_ALIGNED = frozenset(("mb", "ge", "ps", "gn", "mr", "mg", "gl", "m", "g", "p"))


def has_markers(head: bytes) -> bool:
    """Whether a file that begins so has lines of markers, also without the one that names Toolbox."""
    lines = [line for line in head.splitlines()[:40] if line.strip()]
    marked = [line for line in lines if _MARKED.match(line)]
    known = {line.split(None, 1)[0][1:].lower() for line in marked}
    return (
        len(marked) >= 0.6 * len(lines)
        and bool(known & {b"ref", b"id", b"rf"})
        and bool(known & {b"tx", b"t"})
    )


class _Texts:
    """The texts of a file while its records are read; ``words`` is the marker of what was said."""

    def __init__(self, words: str, begins: str) -> None:
        self.faults = Faults()
        self.made: list[ReadDialogue] = []
        self._words, self._begins = words, begins
        self._turns: list[ReadTurn] = []
        self._record: dict[str, list[str]] = {}
        self._place = self._title = ""
        self._about: dict[str, str] = {}

    def take(self, number: int, marker: str, value: str) -> None:
        """The next line."""
        key = marker.casefold()
        if key == "id" and self._begins != "id":
            self.finish()
            self._title, self._about = value, {}
        elif key == self._begins:
            self._close()
            self._place = f"line {number}"
            self._record.setdefault(key, []).append(value)
        elif self._record:
            self._record.setdefault(key, []).append(value)
        elif not key.startswith("_") and value:
            self._about[marker] = value

    def _close(self) -> None:
        if self._words in self._record:
            self._turns.append(_turn(self._record, self._words, self._place))
        elif self._record:
            self.faults.add(self._place, Sentence("there is no \\{words} in it", words=self._words))
        self._record = {}

    def finish(self) -> None:
        """The end of a text."""
        self._close()
        if self._turns:
            meta: Meta = {"fields": self._about} if self._about else {}
            self.made.append(ReadDialogue(tuple(self._turns), self._title, meta=meta))
        self._turns = []


def read_toolbox(name: str, data: bytes, recipe: Recipe) -> Readout:
    """Standard format markers: records begin with \\ref, words stand behind \\tx; a text begins with \\id."""
    decoded = decode_by_lines(data, recipe.encoding)
    lines = list(_marked(decoded.text))
    markers = {marker.casefold() for _, marker, _ in lines}
    if markers & _HEADWORDS and not markers & _TEXTS:
        raise UserError(
            "{name} cannot be read", "it is a dictionary of Toolbox, which holds no text", name=name
        )
    words = next((marker for marker in _WORDS if marker in markers), None)
    if words is None:
        raise UserError(
            "{name} cannot be read",
            "it has markers of Toolbox, but no \\tx with the words of a text",
            name=name,
        )
    begins = next((marker for marker in _RECORDS if marker in markers), None)
    texts = _Texts(words, begins or ("id" if _sentence_an_id(lines, words) else words))
    for number, marker, value in lines:
        texts.take(number, marker, value)
    texts.finish()
    if not texts.made:
        raise UserError(
            "There are no turns in this Toolbox file", "no record has words behind \\{words}", words=words
        )
    return Readout(tuple(texts.made), **texts.faults.told(), decoded=decoded)


def _sentence_an_id(lines: list[tuple[int, str, str]], words: str) -> bool:
    """Whether \\id begins a sentence, not a text: there are several, and none has two translations.

    The words of such a sentence may stand on several lines, where a screen was too narrow.
    """
    blocks: list[Counter[str]] = []
    for _, marker, _ in lines:
        if marker.casefold() == "id":
            blocks.append(Counter())
        elif blocks:
            blocks[-1][marker.casefold()] += 1
    said = [block for block in blocks if block[words]]
    return len(said) > 1 and all(max(block[name] for name in _TRANSLATIONS) == 1 for block in said)


def _marked(text: str) -> Iterator[tuple[int, str, str]]:
    """Marker and value of each line; a line without a marker goes on with the one before."""
    last: tuple[int, str, str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.match(line)
        if match is not None:
            if last is not None:
                yield last
            last = (number, match["marker"], match["value"] or "")
        elif last is not None and line.strip():
            last = (last[0], last[1], f"{last[2]} {line.strip()}")
    if last is not None:
        yield last


def _turn(record: dict[str, list[str]], words: str, place: str) -> ReadTurn:
    meta: Meta = {}
    ids = next((record[key] for key in (*_RECORDS, "id") if key in record), None)
    if ids and ids[0].strip():
        meta["id"] = ids[0].strip()
    used = {words, "id", *_RECORDS}
    for key, names in (("start", _STARTS), ("end", _ENDS)):
        found = next((name for name in names if name in record), None)
        if found is not None and (at := seconds(record[found][0])) is not None:
            meta[key] = at
            used.add(found)
    who = next((name for name in _SPEAKERS if name in record), None)
    used |= {who} if who is not None else set()
    others = {
        key: " ".join(" ".join(value.split()) if key not in _ALIGNED else value.rstrip() for value in values)
        for key, values in record.items()
        if key not in used and any(value.strip() for value in values)
    }
    if others:
        meta["tiers"] = others
    said = " ".join(" ".join(value.split()) for value in record[words])
    return ReadTurn(record[who][0].strip() if who is not None else "", said.strip(), place, meta)
