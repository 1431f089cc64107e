"""TTML (DFXP): every paragraph is a turn with its times; speakers by agents or by names before a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from annotator.errors import Sentence, UserError
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.subtitles import names_in, parts_of, said_once
from annotator.importers.time_values import seconds
from annotator.importers.xml_tree import Element, parse

_OFFSET = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>h|ms|m|s|f|t)")
_FRAMES = re.compile(r"(?P<clock>\d+:\d\d:\d\d):(?P<frames>\d+(?:\.\d+)?)")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_SLACK = 0.01  # seconds of rounding
_RATE = 30.0  # frames a second where the file does not say


@dataclass(frozen=True, slots=True)
class _Rates:
    """How many frames and ticks a second has."""

    frames: float
    ticks: float

    def seconds(self, value: str) -> float | None:
        """A time expression of the standard in seconds; None for what is none."""
        value = value.strip()
        if (match := _OFFSET.fullmatch(value)) is not None:
            number = float(match["number"])
            if match["unit"] in _UNITS:
                return number * _UNITS[match["unit"]]
            return number / (self.frames if match["unit"] == "f" else self.ticks)
        if (match := _FRAMES.fullmatch(value)) is not None:
            whole = seconds(match["clock"])
            return None if whole is None else whole + float(match["frames"]) / self.frames
        # Without a unit it is no time of the standard, but one that Apple writes.
        return seconds(value) if ":" in value or "." in value else None


@dataclass(frozen=True, slots=True)
class _Around:
    """What an element has from those around it: since when, and who speaks."""

    start: float = 0.0
    agent: str = ""


def read_timed_text(name: str, data: bytes, recipe: Recipe) -> Readout:
    """The paragraphs of a file in the order in which they stand there; those without words are counted."""
    root = parse(data, "This TTML file")
    if root.name != "tt":
        raise UserError(
            "{name} cannot be read", "it is XML, but no timed text (<{root}>)", name=name, root=root.name
        )
    faults = Faults()
    agents = dict(_agents(root))
    body = root.first("body")
    found = list(_paragraphs(body, _Around(), _rates(root), faults)) if body is not None else []
    said = [turn for turn in found if turn.text]
    faults.remarks.leave_out("silent", len(found) - len(said))
    if not said:
        raise UserError("There are no subtitles in this file", "no paragraph has words")
    said = said_once(said, faults.remarks)
    named = [replace(turn, speaker=agents.get(turn.speaker, turn.speaker)) for turn in said]
    unnamed = "\n".join(turn.text for turn in named if not turn.speaker)
    names = names_in(unnamed, recipe, faults.remarks) if unnamed else None
    turns = [part for turn in named for part in ([turn] if turn.speaker else parts_of(turn, names))]
    meta: Meta = {"language": root.get("lang")} if root.get("lang") else {}
    return Readout((ReadDialogue(tuple(turns), meta=meta),), **faults.told())


def refuse_scenarist(name: str, data: bytes, recipe: Recipe) -> NoReturn:  # noqa: ARG001 - all readers take the same
    """Say what a file is instead of taking its codes for words."""
    raise UserError(
        "{name} is a caption file of Scenarist (SCC)",
        "it holds the words as codes for television",
        "Export the captions as SRT, WebVTT or TTML",
        name=name,
    )


def _rates(root: Element) -> _Rates:
    rate = _number(root.get("frameRate")) or _RATE
    above, _, below = root.get("frameRateMultiplier").replace(":", " ").partition(" ")
    multiplier = (_number(above) or 1.0) / (_number(below) or 1.0)
    ticks = _number(root.get("tickRate")) or (rate if root.get("frameRate") else 1.0)
    return _Rates(rate * multiplier, ticks)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text.strip()) else None


def _agents(root: Element) -> Iterator[tuple[str, str]]:
    """The ids of agents and what they are called."""
    for agent in root.all("agent"):
        called = agent.first("name")
        words = " ".join(called.whole().split()) if called is not None else ""
        if agent.get("id"):
            yield agent.get("id"), words or agent.get("id")


def _paragraphs(element: Element, around: _Around, rates: _Rates, faults: Faults) -> Iterator[ReadTurn]:
    """The paragraphs below an element, with times counted from the beginning of the file."""
    for child in element.children:
        times = {key: _time(child, key, rates, faults) for key in ("begin", "end", "dur") if child.get(key)}
        begin = times.get("begin")
        shift = 0.0 if begin is None or _from_the_beginning(child, begin, times, rates) else begin
        inside = _Around(around.start + shift, child.get("agent") or around.agent)
        if child.name != "p":
            yield from _paragraphs(child, inside, rates, faults)
            continue
        meta: Meta = {}
        first = begin if begin is not None else _of_spans(child, "begin", rates)
        if first is not None:
            meta["start"] = around.start + first
        last = times.get("end")
        if last is None and begin is not None and times.get("dur") is not None:
            last = begin + (times["dur"] or 0.0)
        last = last if last is not None else _of_spans(child, "end", rates)
        if last is not None:
            meta["end"] = around.start + last
        if child.get("id"):
            meta["id"] = child.get("id")
        agent = inside.agent or next((one.get("agent") for one in child.all("span") if one.get("agent")), "")
        yield ReadTurn(agent.split()[0] if agent else "", _words(child), f"line {child.line}", meta)


def _from_the_beginning(
    element: Element, begin: float, times: Mapping[str, float | None], rates: _Rates
) -> bool:
    """Whether the times within an element do not count from its beginning, as they do by the standard.

    Apple writes such files: counted so, the last paragraph would end behind the element itself.
    """
    end = times.get("end")
    ends = [time for one in element.all("p") if (time := rates.seconds(one.get("end"))) is not None]
    return end is not None and bool(ends) and begin + max(ends) > end + _SLACK


def _time(element: Element, key: str, rates: _Rates, faults: Faults) -> float | None:
    found = rates.seconds(element.get(key))
    if found is None:
        faults.add(
            Sentence("line {number}", number=element.line),
            Sentence("“{words}” is no time", words=element.get(key)[:60]),
            lost=False,
        )
    return found


def _of_spans(paragraph: Element, key: str, rates: _Rates) -> float | None:
    """The first beginning or the last end of the words of a paragraph that has none itself."""
    found = [time for one in paragraph.all("span") if (time := rates.seconds(one.get(key))) is not None]
    return (min if key == "begin" else max)(found, default=None)


def _words(element: Element) -> str:
    """The words of a paragraph, with the line breaks that the file asks for."""
    lines = "".join(_pieces(element)).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _pieces(element: Element) -> Iterator[str]:
    for piece in element.mixed():
        if isinstance(piece, str):
            yield " ".join(piece.split("\n"))
        elif piece.name == "br":
            yield "\n"
        elif piece.name != "metadata":
            yield from _pieces(piece)
