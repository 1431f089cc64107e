"""CHAT transcripts (.cha) of CHILDES and TalkBank: main lines are turns, their tiers go with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from annotator.errors import Sentence, UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.model import Decoded

_BULLET = re.compile(r"[ \t]*\x15(?:%[^\x15]*?)?(?P<start>\d{1,12})_(?P<end>\d{1,12})-?\x15")
# The same where an editor or a web page took the control characters away, or made dots of them:
# behind the closing sign of a line.
_BARE = re.compile(
    r"(?<=[.?!\"”\]>+/…\w])[ \t]+[•·●∙]?(?P<start>\d{1,12})_(?P<end>\d{1,12})-?[•·●∙]?[ \t]*\Z"
)
_MAIN = re.compile(r"\*(?P<name>[^:\s]{1,20}):[ \t]*")
_TIER = re.compile(r"%(?P<name>[^:\s]{1,20}):[ \t]*")
_HEADER = re.compile(r"@(?P<name>[^:]+?)(?::[ \t]*(?P<value>.*))?\Z", re.DOTALL)
# An utterance without words: only "0", what somebody does, and closing signs.
_SILENT = re.compile(r"(?:(?:0|&[=~+-]?[^\s.?!]+)[ \t]*)*[.?!]?\Z")
_LAYOUT = frozenset(("UTF8", "Begin", "End", "Window", "Font", "Color words", "ColorWords"))


@dataclass(slots=True)
class _Transcript:
    place: str
    headers: dict[str, list[str]] = field(default_factory=dict)
    turns: list[tuple[str, str, int, dict[str, str]]] = field(default_factory=list)
    ended: bool = False


def read_chat(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Speakers are the three-letter codes of the file; who they are is kept with the dialogue."""
    decoded = _decoded(data, recipe.encoding)
    faults = Faults()
    found: list[_Transcript] = []
    for number, line in _joined(decoded.text):
        _take(number, line, found, faults)
    bare = "\x15" not in decoded.text and _restore(found)
    if bare:
        faults.add(
            "",
            Sentence("the times of {bare:,} lines lost the control characters around them", bare=bare),
            lost=False,
        )
    dialogues = tuple(_dialogue(each) for each in found if each.turns)
    if not dialogues:
        raise UserError("There are no turns in this CHAT file", "no line begins with a speaker such as *CHI:")
    if not found[-1].ended:
        faults.add(
            Sentence("line {number}", number=decoded.text.count(chr(10)) + 1),
            "there is no @End; it may be cut off",
            lost=False,
        )
    texts = [turn.text for one in dialogues for turn in one.turns]
    silent = sum(1 for text in texts if _SILENT.match(text))
    if silent > 1 and 2 * silent > len(texts):
        faults.remarks.ask("empty-turns", count=silent, figure=f"{len(texts):,}")
    return Readout(dialogues, **faults.told(), decoded=decoded)


def _decoded(data: bytes, encoding: str | None) -> Decoded:
    """The text; time marks are control characters, so UTF-8 has to be tried before any guess."""
    if encoding is None:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return decode_by_lines(data)
        return replace(decode_by_lines(data, "utf-8"), origin="detected")
    return decode_by_lines(data, encoding)


def _joined(text: str) -> list[tuple[int, str]]:
    """Lines with what continues them behind a tab, and the number of their first."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(("\t", " ")) and lines:
            first, before = lines[-1]
            lines[-1] = (first, f"{before} {line.strip()}")
        elif line.strip("\ufeff \t"):
            lines.append((number, line.strip("\ufeff").rstrip()))
    return lines


def _take(number: int, line: str, found: list[_Transcript], faults: Faults) -> None:
    if not found or (line == "@Begin" and found[-1].ended):
        found.append(_Transcript(f"line {number}"))
    here = found[-1]
    if match := _MAIN.match(line):
        here.turns.append((match["name"], line[match.end() :], number, {}))
    elif match := _TIER.match(line):
        if here.turns:
            here.turns[-1][3][match["name"]] = _BULLET.sub("", line[match.end() :])
        else:
            faults.add(
                Sentence("line {number}", number=number),
                Sentence("the tier %{tier} stands before any turn", tier=match["name"]),
            )
    elif match := _HEADER.match(line):
        here.ended |= match["name"] == "End"
        if match["name"] not in _LAYOUT:
            here.headers.setdefault(match["name"], []).append(match["value"] or "")
    else:
        faults.add(
            Sentence("line {number}", number=number),
            Sentence("“{line}” begins with none of @ * % and a tab", line=line[:40]),
        )


def _restore(found: list[_Transcript]) -> int:
    """Put the marks back around times that stand bare at the end of lines, and say around how many.

    Two numbers are taken for times only where all such lines run forward as times do.
    """
    turns = [(each, at) for each in found for at in range(len(each.turns))]
    times = [
        (each, at, match) for each, at in turns if (match := _BARE.search(each.turns[at][1])) is not None
    ]
    if any(int(match["start"]) > int(match["end"]) for *_, match in times):
        return 0
    for each, at, match in times:
        speaker, line, number, tiers = each.turns[at]
        marked = f"{line[: match.start()]} \x15{match['start']}_{match['end']}\x15"
        each.turns[at] = (speaker, marked, number, tiers)
    return len(times)


def _dialogue(found: _Transcript) -> ReadDialogue:
    turns = []
    for speaker, line, number, tiers in found.turns:
        meta: Meta = {}
        times = list(_BULLET.finditer(line))
        if times:
            meta["start"] = int(times[0]["start"]) / 1000
            meta["end"] = int(times[-1]["end"]) / 1000
        if tiers:
            meta["tiers"] = tiers
        turns.append(ReadTurn(speaker, _BULLET.sub("", line).strip(), f"line {number}", meta))
    about: Meta = {
        "headers": {name: values[0] if len(values) == 1 else values for name, values in found.headers.items()}
    }
    if people := _people(found.headers):
        about["speakers"] = people
    return ReadDialogue(tuple(turns), _title(found.headers), found.place, about if found.headers else {})


# What the fields of an @ID line say about a speaker, by their place.
_ID_FIELDS = (
    (0, "language"),
    (3, "age"),
    (4, "sex"),
    (5, "group"),
    (6, "SES"),
    (7, "role"),
    (8, "education"),
)


def _people(headers: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    """What is said about each speaker, by code: name and role, language, age and the like."""
    people: dict[str, dict[str, str]] = {}
    for entry in ",".join(headers.get("Participants", ())).split(","):
        code, _, said = entry.strip().partition(" ")
        if words := said.split():
            name = {"name": " ".join(words[:-1])} if len(words) > 1 else {}
            people[code] = {**name, "role": words[-1]}
    for line in headers.get("ID", ()):
        parts = [part.strip() for part in line.split("|")]
        if len(parts) > 2 and parts[2]:
            about = {name: parts[at] for at, name in _ID_FIELDS if at < len(parts) and parts[at]}
            people.setdefault(parts[2], {}).update(about)
    return people


def _title(headers: dict[str, list[str]]) -> str:
    return next(iter(headers.get("Title", ())), "")
