"""What a file would become, to be looked at before anything is stored."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from annotator import importers
from annotator.importers import DialoguePace, ImportFormat, MarkerRule, ReadDialogue, Readout, Recipe, Tier
from annotator.model import PreparedSource
from annotator.pipeline.import_files import from_decoded, from_readout
from annotator.pipeline.import_job import count_steps

_AT_MOST = 2_000_000  # bytes of a file
_MOST_TURNS = 2_000  # of a file that has to be read whole: repair is what takes long
_BY_LINES = frozenset(("text", "jsonl"))  # formats of which a part is of the same format


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become, for a person to judge before anything is stored.

    ``source`` holds the turns, without findings about their language, ``sha256`` belongs to the whole file.
    Where ``partial``, only the beginning of a large file was looked at, and all counts are of that part.
    ``columns``, their ``mapping`` by role and the first values in ``sample`` are there where columns can be
    mapped, ``tiers`` where the file has some among which to choose.
    """

    source: PreparedSource
    sha256: str
    rule: str  # the name of the marker rule, "" where the format says where turns are
    others: tuple[str, ...]  # further encodings worth trying, likeliest first
    speakers: tuple[tuple[str, int], ...]  # with their numbers of turns, in order of appearance
    turns: int
    repairs: int  # steps, damage marks included
    damage: int
    gaps: int
    partial: bool
    format: str = "text"
    columns: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    sample: tuple[tuple[str, ...], ...] = ()
    tiers: tuple[Tier, ...] = ()
    pace: DialoguePace | None = None  # None where fewer than two turns have times


def preview(
    name: str,
    data: bytes,
    *,
    encoding: str | None = None,
    rule: MarkerRule | None = None,
    format: str | None = None,  # noqa: A002 - the word for it
    mapping: Mapping[str, str] | None = None,
    remembered: Mapping[str, Mapping[str, str]] | None = None,
    answers: Mapping[str, str] | None = None,
    tiers: tuple[str, ...] | None = None,
    at_most: int = _AT_MOST,
) -> Preview:
    """Prepare the beginning of a file and count.

    The choices are those of :func:`annotator.pipeline.import_files.prepare`.
    Of text and JSON Lines the first ``at_most`` bytes are read. Raises UserError where they hold no turns.
    """
    form = importers.format_of_key(format) if format else importers.find_format(name, data)
    beginning = _beginning(data, at_most) if form.key in _BY_LINES else data
    partial = len(beginning) < len(data)
    if form.read is None:
        decoded = importers.decode(beginning, encoding)
        source = from_decoded(name, beginning, decoded, rule=rule, study=None, answers=answers)
        # A chosen encoding has no rivals of its own; the person may still want to see those that were found.
        found = decoded if encoding is None else importers.decode(beginning)
        others = tuple(other for other in found.others if other != decoded.encoding)
        return _counted(source, data, partial=partial, others=others)
    recipe = Recipe(form.key, encoding, mapping, remembered or {}, answers or {}, tiers)
    readout = importers.read_structured(form, name, beginning, recipe)
    shorter = _first_turns(readout)
    source = from_readout(name, beginning, form, shorter, rule=rule, study=None, answers=answers)
    made = _counted(source, data, partial=partial or shorter is not readout, form=form)
    others = tuple(
        one for one in (readout.decoded.others if readout.decoded else ()) if one != source.decoded_as
    )
    return replace(
        made,
        others=others,
        columns=readout.columns,
        mapping=readout.mapping,
        sample=readout.sample,
        tiers=readout.tiers,
    )


def _counted(
    source: PreparedSource,
    data: bytes,
    *,
    partial: bool,
    others: tuple[str, ...] = (),
    form: ImportFormat = importers.TEXT,
) -> Preview:
    turns = [turn for dialogue in source.dialogues for turn in dialogue.turns]
    repairs, damage = count_steps(source)
    return Preview(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        rule=_rule_name(source.dialogues[0].rule),
        others=others,
        speakers=tuple(Counter(turn.speaker for turn in turns).items()),
        turns=len(turns),
        repairs=repairs,
        damage=damage,
        gaps=sum(len(turn.gaps) for turn in turns),
        partial=partial,
        format=form.key,
        pace=importers.pace_of(
            ((turn.text, turn.meta) for turn in dialogue.turns) for dialogue in source.dialogues
        ),
    )


def _first_turns(readout: Readout) -> Readout:
    """The beginning of what was read; the same where it is short."""
    if sum(len(dialogue.turns) for dialogue in readout.dialogues) <= _MOST_TURNS:
        return readout
    kept: list[ReadDialogue] = []
    left = _MOST_TURNS
    for dialogue in readout.dialogues:
        if left > 0:
            kept.append(replace(dialogue, turns=dialogue.turns[:left]))
            left -= len(dialogue.turns)
    return replace(readout, dialogues=tuple(kept))


def _beginning(data: bytes, at_most: int) -> bytes:
    """The first bytes, cut behind a line where lines can be told: no character may fall in two."""
    if len(data) <= at_most:
        return data
    end = at_most & ~3  # of UTF-16 and UTF-32
    if b"\0" not in data[:1000]:
        end = data.rfind(b"\n", 0, at_most) + 1 or end
    return data[:end]


def _rule_name(key: str) -> str:
    return next((rule.name for rule in importers.RULES if rule.key == key), "Own pattern") if key else ""
