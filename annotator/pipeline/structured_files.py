"""Files whose format itself says where turns begin: from what a reader found to dialogues for the store.

There is no text of the whole file that leads and turns could add up to. What was received is the
text of each turn; where it stands in the file is in the turn's metadata, and the file's bytes are kept, so
that :func:`received` can read them again and compare (docs/decisions/0008-structured-sources.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from annotator import importers
from annotator.core.repair_steps import place_in_text, rebased, replay
from annotator.importers import ImportFormat, ReadDialogue, Readout, ReadTag, ReadTurn, Recipe
from annotator.model import (
    PreparedDialogue,
    PreparedSource,
    PreparedTag,
    PreparedTurn,
    Repair,
    RepairStep,
    Study,
)
from annotator.pipeline.language_findings import USUAL, finding
from annotator.repair import RepairConfig, repair

# Characters that are repaired together: what one dialogue shows about the damage helps the next.
_TOGETHER = 200_000
_SEPARATOR = "\n"  # between turns, where the text of a dialogue is wanted in one piece


def to_source(
    name: str,
    data: bytes,
    form: ImportFormat,
    readout: Readout,
    *,
    config: RepairConfig | None = None,
    study: Study | None = USUAL,
    answers: Mapping[str, str] | None = None,
) -> PreparedSource:
    """What a reader found, repaired and looked at, ready for the store."""
    sha256 = hashlib.sha256(data).hexdigest()
    recipe: dict[str, object] = {"format": form.key}
    if form.mapped and readout.mapping:
        recipe["mapping"] = dict(readout.mapping)
    recipe.update(readout.meta)
    if answers:
        recipe["answers"] = dict(answers)
    if readout.tiers:
        recipe["tiers"] = [tier.name for tier in readout.tiers if tier.taken]
    found, doubts, told = importers.look_over(readout.dialogues, answers or {})
    dialogues: list[PreparedDialogue] = []
    problems: dict[str, None] = {}
    for together in _groups(found):
        repairs = _repaired(together, config or RepairConfig())
        problems.update(dict.fromkeys(each.problem for each in repairs.values() if each.problem))
        for each in together:
            number = len(dialogues)
            title = each.title or _untitled(name, number, len(found))
            made = _dialogue(each, repairs, study)
            target = importers.draft_target(made.turns[0].text, f"{sha256}.{number}" if number else sha256)
            place = {"place": each.place} if each.place else {}
            about = {**recipe, **place, **each.meta}
            dialogues.append(replace(made, title=title, target=target, meta=about))
    decoded = readout.decoded
    source = PreparedSource(
        name, data, sha256, "utf-8", "detected", 1.0, "", bom=False, undecodable=0,
        dialogues=tuple(dialogues), problems=(*problems, *map(str, readout.faults)),
        questions=importers.open_questions((*readout.questions, *doubts), answers or {}),
        left_out=(*readout.left_out, *told), codebook=readout.codebook,
    )  # fmt: skip
    if decoded is None:
        return source
    return replace(
        source,
        decoded_as=decoded.encoding,
        encoding_origin=decoded.origin,
        encoding_confidence=decoded.confidence,
        newline=decoded.newline,
        bom=decoded.bom,
        undecodable=decoded.undecodable,
    )


def received(name: str, data: bytes, encoding: str, recipe: Mapping[str, object]) -> list[str]:
    """The received text of each dialogue of a file, read again in the way its dialogues say it was read.

    ``recipe`` is the metadata of one of them. Raises UserError where the file cannot be read so.
    """
    form = importers.format_of_key(str(recipe["format"]))
    chosen = _words(recipe.get("mapping"))
    answers = _words(recipe.get("answers")) or {}
    kept = recipe.get("tiers")
    tiers = tuple(map(str, kept)) if isinstance(kept, list | tuple) else None
    how = Recipe(form.key, encoding, chosen, answers=answers, tiers=tiers)
    readout = importers.read_structured(form, name, data, how)
    if readout.text is not None:
        return [readout.text]
    return [_SEPARATOR.join(turn.text for turn in dialogue.turns) for dialogue in readout.dialogues]


def _words(kept: object) -> dict[str, str] | None:
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else None


# --- how --------------------------------------------------------------------------------------


def _untitled(name: str, number: int, count: int) -> str:
    stem = PurePosixPath(name).stem
    return stem if count == 1 else f"{stem} {number + 1}"


def _groups(found: Sequence[ReadDialogue]) -> Iterator[list[ReadDialogue]]:
    group: list[ReadDialogue] = []
    size = 0
    for dialogue in found:
        group.append(dialogue)
        size += sum(len(turn.text) for turn in dialogue.turns)
        if size > _TOGETHER:
            yield group
            group, size = [], 0
    if group:
        yield group


def _repaired(dialogues: Sequence[ReadDialogue], config: RepairConfig) -> dict[str, Repair]:
    """The repair of each name and each text in some dialogues, made in one piece."""
    texts = dict.fromkeys(turn.speaker for dialogue in dialogues for turn in dialogue.turns)
    texts.update(dict.fromkeys(turn.text for dialogue in dialogues for turn in dialogue.turns))
    whole = repair(_SEPARATOR.join(texts), config)
    repairs = {}
    steps = whole.steps
    at = first = 0
    for text in texts:
        end = at + len(text)
        last = first
        while last < len(steps) and steps[last].start < end + 1:
            last += 1
        own = steps[first:last]
        if own and (own[0].start < at or own[-1].end > end):  # it takes in a separator
            repairs[text] = repair(text, config)
        else:
            repairs[text] = _part(text, own, at, whole)
        while first < len(steps) and steps[first].end <= end + 1 and steps[first].start <= end:
            first += 1
        at = end + len(_SEPARATOR)
    return repairs


def _part(text: str, steps: Sequence[RepairStep], at: int, whole: Repair) -> Repair:
    own = rebased(steps, at)
    chain = whole.chain if any(step.kind in {"encoding", "lost"} for step in own) else ()
    return Repair(text, replay(text, own), own, chain, whole.engine, whole.model, whole.problem)


def _dialogue(dialogue: ReadDialogue, repairs: Mapping[str, Repair], study: Study | None) -> PreparedDialogue:
    own = [repairs[turn.text] for turn in dialogue.turns]
    gaps = importers.find_gaps_in_all([each.text for each in own])
    turns = tuple(
        PreparedTurn(
            speaker=repairs[turn.speaker].text,
            lead=_SEPARATOR if place else "",
            received=each.received,
            text=each.text,
            steps=each.steps,
            gaps=gaps[place],
            language=finding(each.text, study),
            meta=_meta(turn, repairs[turn.speaker].text),
            tags=tuple(_tag(tag, each.steps) for tag in turn.tags),
        )
        for place, (turn, each) in enumerate(zip(dialogue.turns, own, strict=True))
    )
    chain = next((each.chain for each in own if each.chain), ())
    tags = tuple(_tag(tag, ()) for tag in dialogue.tags)
    return PreparedDialogue("", turns, chain=chain, engine=own[0].engine, model=own[0].model, tags=tags)


def _tag(tag: ReadTag, steps: Sequence[RepairStep]) -> PreparedTag:
    """A tag of the file, its span moved to where the repaired text has it."""
    start = None if tag.start is None else place_in_text(tag.start, steps, end=False)
    end = None if tag.end is None else place_in_text(tag.end, steps, end=True)
    return PreparedTag(tag.facet, tag.label, tag.annotator, tag.note, tag.at, start, end)


def _meta(turn: ReadTurn, speaker: str) -> dict[str, object]:
    meta: dict[str, object] = {"place": turn.place} if turn.place else {}
    if speaker != turn.speaker:
        meta["speaker"] = turn.speaker  # as it was received
    return {**meta, **turn.meta}
