"""What a file would become, to be looked at before anything is stored."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from annotator import importers
from annotator.importers import MarkerRule
from annotator.model import PreparedSource
from annotator.pipeline import count_steps, from_decoded

_AT_MOST = 2_000_000  # bytes of a file


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become, for a person to judge before anything is stored.

    ``source`` holds the turns, ``sha256`` belongs to the whole file. Where ``partial``, only the
    beginning of a large file was looked at, and all counts are of that part.
    """

    source: PreparedSource
    sha256: str
    rule: str  # the name of the marker rule
    others: tuple[str, ...]  # further encodings worth trying, likeliest first
    speakers: tuple[tuple[str, int], ...]  # with their numbers of turns, in order of appearance
    turns: int
    repairs: int  # steps, damage marks included
    damage: int
    gaps: int
    partial: bool


def preview(
    name: str,
    data: bytes,
    *,
    encoding: str | None = None,
    rule: MarkerRule | None = None,
    at_most: int = _AT_MOST,
) -> Preview:
    """Prepare the first ``at_most`` bytes of a file and count. Raises UserError where they hold no text."""
    beginning = _beginning(data, at_most)
    decoded = importers.decode(beginning, encoding)
    source = from_decoded(name, beginning, decoded, rule=rule)
    turns = [turn for dialogue in source.dialogues for turn in dialogue.turns]
    repairs, damage = count_steps(source)
    # A chosen encoding has no rivals of its own; the person may still want to see those that were found.
    found = decoded if encoding is None else importers.decode(beginning)
    return Preview(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        rule=_rule_name(source.dialogues[0].rule),
        others=tuple(other for other in found.others if other != decoded.encoding),
        speakers=tuple(Counter(turn.speaker for turn in turns).items()),
        turns=len(turns),
        repairs=repairs,
        damage=damage,
        gaps=sum(len(turn.gaps) for turn in turns),
        partial=len(beginning) < len(data),
    )


def _beginning(data: bytes, at_most: int) -> bytes:
    """The first bytes, cut behind a line where lines can be told: no character may fall in two."""
    if len(data) <= at_most:
        return data
    end = at_most & ~3  # of UTF-16 and UTF-32
    if b"\0" not in data[:1000]:
        end = data.rfind(b"\n", 0, at_most) + 1 or end
    return data[:end]


def _rule_name(key: str) -> str:
    return next((rule.name for rule in importers.RULES if rule.key == key), "Own pattern")
