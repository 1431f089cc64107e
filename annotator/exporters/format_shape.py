"""What a format holds of a dialogue, said once: what is read back from a file is compared with it.

A :class:`Shape` names the members of turns and tags that stand in the file, so what is to
be found there follows from a record without the writer: :func:`expected`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.exporters.tag_texts import TagNames, statements
from annotator.model import DialogueRecord, Tag, Turn

# One turn or one tag as a file has it: the kind first, then members in the order of the shape.
Fact = tuple[Any, ...]


def _same(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Shape:
    """Which members of turns and tags a format holds, and of which tags.

    ``turn`` and ``tag`` are names in the tables below. ``shown`` is what becomes of the texts
    of turns, ``said`` of those of tags: some formats cannot hold all characters.
    """

    turn: tuple[str, ...] = ("key", "speaker", "text")
    tag: tuple[str, ...] = ()
    suggestions: bool = False
    whole: bool = True  # tags of the dialogue
    free: bool = True  # tags of free-text facets
    shown: Callable[[str], str] = _same
    said: Callable[[str], str] = _same


_TURN: Mapping[str, Callable[[Turn], Any]] = {
    "key": lambda turn: turn.key,
    "speaker": lambda turn: turn.speaker,
    "text": lambda turn: turn.text,
    "position": lambda turn: turn.position,
}
# What a member of a tag is, from the tag, the words for it and the statements of targets.
_TAG: Mapping[str, Callable[[Tag, TagNames, Mapping[str, str]], Any]] = {
    "facet": lambda tag, _w, _s: tag.facet,
    "label": lambda tag, _w, _s: tag.label,
    "name": lambda tag, words, _: words.name(tag),
    "qualified": lambda tag, words, _: words.qualified(tag),
    "person": lambda tag, words, _: words.people[tag.annotator],
    "start": lambda tag, _w, _s: tag.start,
    "end": lambda tag, _w, _s: tag.end,
    "target": lambda tag, _, known: known.get(tag.target or ""),
    "intensity": lambda tag, _w, _s: tag.intensity,
    "uncertain": lambda tag, _w, _s: tag.uncertain,
    "note": lambda tag, _w, _s: tag.note,
    "origin": lambda tag, _w, _s: tag.origin,
    "suggested": lambda tag, _w, _s: tag.origin == "suggested",
    "score": lambda tag, _w, _s: tag.score,
    "at": lambda tag, _w, _s: tag.at,
    "key": lambda tag, _w, _s: tag.key,
}


def expected(shape: Shape, words: TagNames, record: DialogueRecord) -> list[Fact]:
    """What a file of that shape must hold of a dialogue: each turn and after it its tags, sorted."""
    known = statements(record)
    facts = tag_facts(shape, words, record.tags, known) if shape.whole else []
    for item in record.turns:
        facts.append(("turn", *(_shown(shape.shown, _TURN[name](item.turn)) for name in shape.turn)))
        facts += tag_facts(shape, words, item.turn.tags, known)
    return facts


def tag_facts(shape: Shape, words: TagNames, tags: Sequence[Tag], known: Mapping[str, str]) -> list[Fact]:
    """Those of some tags that a file of that shape must hold, in the order they are compared in."""
    if not shape.tag or not tags:
        return []
    found = [
        ("tag", *(_shown(shape.said, _TAG[name](tag, words, known)) for name in shape.tag))
        for tag in words.ordered(tags, suggested=shape.suggestions)
        if shape.free or tag.label
    ]
    return arranged(found)


def arranged(facts: Iterable[Fact]) -> list[Fact]:
    """Tags in an order that depends on what they are alone."""
    return sorted(facts, key=repr)


def _shown(show: Callable[[str], str], value: Any) -> Any:
    return show(value) if isinstance(value, str) else value
