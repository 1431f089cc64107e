"""Praat TextGrids in the long and the short form: every interval with words is a turn of its tier."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.errors import UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.speech_tiers import TierCandidate, chosen, kind_of, speaker_of

# What Praat itself reads: strings, numbers and flags that stand by themselves. All else is for people.
_TOKEN = re.compile(
    r"\"(?P<text>(?:[^\"]|\"\")*)\"|<(?P<flag>\w+)>|(?<!\S)(?P<number>[-+]?\d[\d.]*(?:[eE][-+]?\d+)?)(?!\S)"
    r"|(?<!\S)![^\n]*"
)


# What forced aligners write where nobody speaks.
_SILENCES = frozenset(
    ("sp", "sil", "SIL", "<sil>", "<SIL>", "<eps>", "{SL}", "<p:>", "#", "spn", "-", "<unk>")
)


class _Cut(Exception):  # noqa: N818 - the end of the file, where something else should be
    pass


@dataclass(slots=True)
class _Tokens:
    found: Iterator[re.Match[str]]
    at: int = 0

    def next(self, kind: str) -> str:
        """The next token, which has to be of that kind."""
        for match in self.found:
            if match.lastgroup is None:  # a comment
                continue
            self.at = match.start()
            if match.lastgroup != kind:
                raise ValueError(f"“{match[0][:30]}” stands where a {kind} should")
            return str(match[kind])
        raise _Cut

    def number(self) -> float:
        return float(self.next("number"))

    def text(self) -> str:
        return self.next("text").replace('""', '"')


@dataclass(slots=True)
class _Tier:
    name: str
    turns: list[tuple[float, float, str, int]]  # from, to, words, offset in the file
    type: str = ""


def read_textgrid(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Turns of the tiers of speech in the order of time; intervals without words are silence."""
    if data.startswith(b"ooBinaryFile"):
        raise UserError(
            "This TextGrid cannot be read", "it is in Praat's binary form", "Save it as a text file in Praat"
        )
    decoded = decode_by_lines(data, recipe.encoding)
    lines = [-1, *(match.start() for match in re.finditer("\n", decoded.text))]
    tokens = _Tokens(_TOKEN.finditer(decoded.text))
    try:
        tiers = list(_tiers(tokens))
    except _Cut:
        raise UserError(
            "This TextGrid is cut off",
            "it ends on line {lines}, before all is there",
            "Get the whole file",
            lines=len(lines),
        ) from None
    except ValueError as error:
        place = f"line {bisect.bisect(lines, tokens.at)}"
        raise UserError(
            "This TextGrid is broken", "{place}: {cause}", place=place, cause=str(error)
        ) from None
    faults = Faults()
    candidates = [
        TierCandidate(tier.name, tier.type, [words for *_, words, _ in tier.turns]) for tier in tiers
    ]
    offered = chosen(candidates, recipe.tiers, faults)
    for tier, candidate in zip(tiers, candidates, strict=True):
        if kind_of(candidate) in {"words", "sounds"}:
            heard = [turn for turn in tier.turns if turn[2].strip() not in _SILENCES]
            faults.remarks.leave_out(
                "silent",
                len(tier.turns) - len(heard)
                if candidate.name in {each.name for each in offered if each.taken}
                else 0,
            )
            tier.turns = heard
    taken = {tier.name for tier in offered if tier.taken}
    found = [
        (start, order, ReadTurn(speaker_of(tier.name), words, f"{place}, line {bisect.bisect(lines, offset)}",
                                {"start": start, "end": end}))
        for order, tier in enumerate(tiers)
        if tier.name in taken
        for place in (f"tier {tier.name}",)
        for start, end, words, offset in tier.turns
    ]  # fmt: skip
    if not found:
        raise UserError("There are no turns in this TextGrid", "none of its intervals has words")
    found.sort(key=lambda item: item[:2])
    return Readout(
        (ReadDialogue(tuple(turn for *_, turn in found)),), **faults.told(), decoded=decoded, tiers=offered
    )


def _tiers(tokens: _Tokens) -> Iterator[_Tier]:
    if not tokens.text().startswith("ooTextFile") or tokens.text() != "TextGrid":
        raise ValueError("it does not say that it is a TextGrid")
    tokens.number()
    tokens.number()
    if tokens.next("flag") != "exists":
        return
    for _ in range(int(tokens.number())):
        kind = tokens.text()
        if kind not in {"IntervalTier", "TextTier", "PointTier"}:  # the last is what some scripts write
            raise ValueError(f"there is no kind of tier called “{kind[:30]}”")
        name = tokens.text()
        tokens.number()
        tokens.number()
        tier = _Tier(name, [], "" if kind == "IntervalTier" else "points")
        for _ in range(int(tokens.number())):
            start = tokens.number()
            end = tokens.number() if kind == "IntervalTier" else start
            words = tokens.text()
            if words.strip():
                tier.turns.append((start, end, words, tokens.at))
        yield tier
