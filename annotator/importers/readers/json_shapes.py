"""Where in a JSON value the turns are: lists of turns in dialogues, whatever the keys are called.

A list is one of turns where its records say something, by the names of their fields, and best say who
speaks. What lies inside a turn (words, annotated pieces, what was said before) never is. A record
that is a turn itself is no dialogue, whatever lists it has; its replies are turns of the same dialogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.importers.cell_values import turns_of, words_of
from annotator.importers.column_mapping import strings_with_names
from annotator.importers.column_names import plain, sides
from annotator.importers.reader_result import Faults
from annotator.importers.readers import json_trees
from annotator.importers.readers.json_turn_shapes import (
    ABOUT,
    EARLIER,
    LIKELY,
    MOSTLY,
    NAME,
    PAIR,
    SAMPLE,
    SURE,
    TEXT,
    TURNS,
    are_lists_of_turns,
    are_lists_of_words,
    comes_again,
    field_of,
    has_letters,
    holds_turns,
    is_pairs,
    is_turn,
    named_words,
    says,
    share,
    strength_of,
    turns_of_others,
    wraps_turn,
)

# Those of them under which other strings may stand, too.
_ANYTHING = frozenset(("lines", "log", "history", "segments", "sentences", "content"))
_DEPTH = 12  # of objects and lists that are looked into
_SIDE = re.compile(r"(.+?)[_-]?(?:[ab12]|left|right|chosen|rejected)\Z", re.IGNORECASE)
_IDS = frozenset(("id", "dialogid", "dialogueid", "conversationid", "convid"))
_VERSIONS = frozenset(("chosen", "rejected"))


@dataclass(slots=True)
class FoundDialogue:
    """A dialogue in a document: its place and that of its turns, the turns, and what is said about it.

    ``rooted``: its one turn stands at that place itself, with its replies inside.
    """

    place: str
    where: str
    turns: list[Any]
    about: dict[str, Any] = field(default_factory=dict)
    rooted: bool = False


def dialogues_in(values: Sequence[tuple[str, Any]], faults: Faults) -> list[FoundDialogue] | None:
    """The dialogues in some values; None where the values are turns themselves, or there are none."""
    sample = [value for _, value in values[:SAMPLE]]
    turns = max(share(sample, is_turn), share(sample, wraps_turn))
    if len(values) > 1 and turns >= 0.5 and not any(map(json_trees.replies_key, sample)):
        return None
    for least in (SURE, LIKELY):
        search = _Search(least, faults)
        found = [one for place, value in values for one in search.within(place, value, {}, 0)]
        if found:
            search.say_what_is_left(values)
            if least == LIKELY or _unnamed(found):
                _ask_whether_turns(found, faults)
            return found
    return None


def records_of_wholes(value: Any) -> list[tuple[str, Any]]:
    """The records of that list in an object of which most hold a whole dialogue in one text."""
    lists = value.items() if isinstance(value, dict) else ()
    for key, items in lists:
        if not isinstance(items, list) or not items or not isinstance(items[0], dict):
            continue
        sample = [item for item in items[:SAMPLE] if isinstance(item, dict)]
        for name in items[0]:
            texts = [item[name] for item in sample if isinstance(item.get(name), str)]
            if share(texts, lambda text: len(turns_of(text)) > 1) >= MOSTLY:
                return [(f"$.{key}[{at}]", item) for at, item in enumerate(items)]
    return []


def _unnamed(found: Sequence[FoundDialogue]) -> bool:
    """Whether what was found is strings of nobody, under a key that need not mean turns."""
    where = plain(found[0].where.rpartition(".")[2])
    strings = [turn for one in found for turn in one.turns if isinstance(turn, str)]
    return where in _ANYTHING and bool(strings) and not strings_with_names(strings)


def _ask_whether_turns(found: Sequence[FoundDialogue], faults: Faults) -> None:
    turns = [turn for one in found for turn in one.turns]
    if all(isinstance(turn, dict) and sides(tuple(turn)) is not None for turn in turns):
        return  # questions and answers
    under = found[0].where.rpartition(".")[2] or found[0].where
    said = (words_of(field_of(turn, TEXT)) if isinstance(turn, dict) else str(turn) for turn in turns)
    example = next(said, "")
    faults.remarks.ask("unsure-turns", under, count=len(turns), example=example)


# --- what a record is -------------------------------------------------------------------------


def _exchanges(place: str, value: Mapping[str, Any], above: dict[str, Any]) -> list[FoundDialogue]:
    """The dialogues of an object that has each as a list of plain strings, under a key that means turns."""
    for key, items in value.items():
        lists = plain(key) in TURNS and plain(key) != "content" and isinstance(items, list) and len(items) > 1
        if not lists:
            continue
        others = {name: item for name, item in value.items() if name != key}
        own = [name for name, item in others.items() if isinstance(item, list) and len(item) == len(items)]
        told = any(plain(name) in _IDS and len(set(map(str, others[name]))) == len(items) for name in own)
        if not are_lists_of_words(key, items) and not are_lists_of_turns(key, items, told=told):
            continue
        at = f"{place}.{key}"
        return [
            FoundDialogue(
                f"{at}[{number}]", f"{at}[{number}]", item,
                {**above, **others, **{name: others[name][number] for name in own}},
            )
            for number, item in enumerate(items)
        ]  # fmt: skip
    return []


def _with_answers(value: Mapping[str, Any], found: list[FoundDialogue]) -> list[FoundDialogue]:
    """A dialogue twice, where its last turn stands beside it in two versions, the chosen and the rejected."""
    versions = {key: item for key, item in value.items() if plain(key) in _VERSIONS and says(item)}
    if len(found) != 1 or len(versions) != len(_VERSIONS):
        return found
    one = found[0]
    about = {name: item for name, item in one.about.items() if name not in versions}
    return [
        FoundDialogue(f"{one.place}.{key}", one.where, [*one.turns, item], _of_part(key, about), one.rooted)
        for key, item in versions.items()
    ]


def _of_part(key: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """What is said about one of several dialogues of an object, which is called by its key, too."""
    called = title(about)
    return {"part": key, **about, **({"id": f"{called}, {key}"} if called else {})}


def _is_graph(value: Mapping[str, Any]) -> bool:
    """Whether an object is a graph: its edges lead from node to node, and are in no order of time."""
    edges = value.get("edges")
    if not isinstance(value.get("nodes"), list) or not isinstance(edges, list):
        return False
    return any(isinstance(edge, dict) and {"source", "target"} <= edge.keys() for edge in edges[:SAMPLE])


def _beside(value: Sequence[Any]) -> dict[str, Any]:
    """What a list says beside a list of strings in it: what the dialogue is called, and the rest."""
    if not any(isinstance(item, list) and item and isinstance(item[0], str) for item in value):
        return {}
    named = [item for item in value if isinstance(item, str)]
    others = [item for item in value if isinstance(item, list) and item and not isinstance(item[0], str)]
    found: dict[str, Any] = {"id": named[0]} if len(named) == 1 else {}
    return {**found, "beside": others} if others else found


# --- the search -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Search:
    least: int
    faults: Faults
    used: set[str] = field(default_factory=set)  # top keys in which something was found

    def within(self, place: str, value: Any, above: dict[str, Any], depth: int) -> Iterator[FoundDialogue]:
        """The dialogues in a value; ``above`` is what enclosing objects say about all in them."""
        if depth > _DEPTH:
            return
        if isinstance(value, list):
            yield from self._list(place, value, above, depth)
        elif isinstance(value, dict) and not _is_graph(value):
            yield from self._object(place, value, above, depth)

    def _list(
        self, place: str, value: list[Any], above: dict[str, Any], depth: int
    ) -> Iterator[FoundDialogue]:
        sample = value[:SAMPLE]
        strings = value and all(isinstance(item, str) for item in sample)
        if strings and (
            (depth == 0 and share(sample, has_letters) >= 0.5)
            or self._spoken(sample, inner=place.endswith("]"))
        ):
            yield FoundDialogue(place, place, value, above)
            return
        if value and isinstance(value[0], dict) and strength_of("", value) >= self.least:
            yield FoundDialogue(place, place, value, above)
            return
        if len(value) >= PAIR and is_pairs(sample) and comes_again([item[0] for item in sample]):
            yield FoundDialogue(place, place, value, above)
            return
        beside = _beside(value)
        for at, item in enumerate(value):
            if not beside or (isinstance(item, list) and item and isinstance(item[0], str)):
                yield from self.within(f"{place}[{at}]", item, {**above, **beside}, depth + 1)

    def _spoken(self, sample: Sequence[str], *, inner: bool) -> bool:
        """Whether strings are turns; ``inner``: their list lies in a list, which holds nothing else then."""
        if inner:
            return share(sample, lambda item: bool(NAME.match(item))) >= 0.5
        return strings_with_names(sample) or (self.least == LIKELY and named_words(sample))

    def _object(
        self, place: str, value: dict[str, Any], above: dict[str, Any], depth: int
    ) -> Iterator[FoundDialogue]:
        found = self._laid_out(place, value, above)
        if found is None:
            found = [
                FoundDialogue(f"{place}.{key}", f"{place}.{key}", value[key], {**above, "id": key})
                for key in self._each_under_its_key(value)
            ]
        found = found or _exchanges(place, value, above)
        if not found and (keys := self._turn_keys(value)):
            about = {**above, **{name: item for name, item in value.items() if name not in keys}}
            many = len(keys) > 1
            found = [
                FoundDialogue(place, f"{place}.{key}", value[key], _of_part(key, about) if many else about)
                for key in keys
            ]
        if found:
            yield from _with_answers(value, found)
        elif depth or not is_turn(value):
            yield from self._inside(place, value, above, depth)

    def _laid_out(
        self, place: str, value: dict[str, Any], above: dict[str, Any]
    ) -> list[FoundDialogue] | None:
        """The dialogue of an object whose turns are no list of records; None where they are."""
        tree = json_trees.replies_key(value)
        if tree is not None and not _other_turns(value, tree):
            return [FoundDialogue(place, place, [value], dict(above), rooted=True)]
        if (nodes := json_trees.nodes_of_chat(value)) is not None:
            about = {key: item for key, item in value.items() if key != nodes[0]}
            return [FoundDialogue(place, f"{place}.{nodes[0]}", list(nodes[1]), {**above, **about})]
        laid = json_trees.columnar(value, TEXT) or json_trees.questions_and_answers(value)
        if laid is None:
            by_id = self._by_id(value)
            return None if by_id is None else [FoundDialogue(place, place, by_id, above)]
        used, turns = laid
        about = {key: item for key, item in value.items() if key not in used}
        return [FoundDialogue(place, place, list(turns), {**above, **about})]

    def _each_under_its_key(self, value: Mapping[str, Any]) -> list[str]:
        """The keys of an object that holds nothing but lists of turns, each a dialogue."""
        lists = [key for key, items in value.items() if isinstance(items, list) and items]
        if len(lists) < PAIR or len(lists) < 0.8 * len(value) or any(plain(key) in TURNS for key in lists):
            return []
        sure = all(strength_of(key, value[key]) >= SURE for key in lists)
        return lists if sure and not _twins(lists[0], lists[1]) else []

    def _turn_keys(self, value: Mapping[str, Any]) -> list[str]:
        """The keys of an object whose lists are its turns: one, or two versions of one dialogue."""
        own = is_turn(value) or (self.least == LIKELY and says(value))
        later = says(value) or sides(tuple(value)) is not None
        ranked = []
        for at, (key, items) in enumerate(value.items()):
            strength = strength_of(key, items) if isinstance(items, list) else 0
            if later and plain(key) in EARLIER:
                continue
            if strength >= self.least and not (own and not turns_of_others(key, items)):
                name = plain(key)
                ranked.append((-strength, TURNS.index(name) if name in TURNS else len(TURNS), at, key))
        if not ranked:
            return []
        ranked.sort()
        best = ranked[0][3]
        twins = [key for *_, key in ranked if _twins(best, key)]
        return [key for key in value if key in {best, *twins}]

    def _by_id(self, value: Mapping[str, Any]) -> list[Any] | None:
        """The turns of an object that has each under its id."""
        items = list(value.values())
        sample = items[:SAMPLE]
        if len(items) < PAIR or not all(isinstance(item, dict) for item in items):
            return None
        test = is_turn if self.least == SURE else says
        if share(sample, test) < 0.8 or any(map(holds_turns, sample)):
            return None
        return [item if "id" in item else {"id": key, **item} for key, item in value.items()]

    def _inside(
        self, place: str, value: dict[str, Any], above: dict[str, Any], depth: int
    ) -> Iterator[FoundDialogue]:
        said = {key: item for key, item in value.items() if isinstance(item, str | int | float | bool)}
        inner = [(key, item) for key, item in value.items() if isinstance(item, dict | list) and item]
        shared = {**above, **said}
        many = len(inner) > 1
        earlier = EARLIER if says(value) or sides(tuple(value)) is not None else frozenset[str]()
        for key, item in inner:
            if plain(key) in ABOUT or plain(key) in earlier:
                continue
            named = shared
            if (many and isinstance(item, dict) and not any(name in item for name in TITLES)) or (
                many and isinstance(item, list)
            ):
                named = {"id": key, **{name: one for name, one in shared.items() if name != "id"}}
            found = False
            for one in self.within(f"{place}.{key}", item, named, depth + 1):
                found = True
                yield one
            if found and depth == 0:
                self.used.add(key)

    def say_what_is_left(self, values: Sequence[tuple[str, Any]]) -> None:
        """Note the lists and objects of a single document in which there was no dialogue."""
        if len(values) != 1 or not isinstance(values[0][1], dict) or not self.used:
            return
        for key, item in values[0][1].items():
            if isinstance(item, dict | list) and item and key not in self.used:
                self.faults.remarks.leave_out("parts", 1, f"{key} ({len(item):,})")


TITLES = (
    "id",
    "dialogue_id",
    "dialog_id",
    "conversation_id",
    "session_id",
    "convo_id",
    "key",
    "name",
    "title",
)


def _twins(best: str, key: str) -> bool:
    """Whether two keys hold two dialogues side by side: ``chat_a`` and ``chat_b``, chosen and rejected."""
    if key == best or {best, key} == _VERSIONS:
        return True
    one, other = _SIDE.match(best), _SIDE.match(key)
    return one is not None and other is not None and one[1] == other[1]


def _other_turns(value: Mapping[str, Any], tree: str) -> bool:
    return any(
        key != tree and turns_of_others(key, items)
        for key, items in value.items()
        if isinstance(items, list) and items
    )


def title_key(about: Mapping[str, Any]) -> str:
    """The key under which a dialogue says what it is called, "" for none."""
    for name in TITLES:
        value = about.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return name
    return ""


def title(about: Mapping[str, Any]) -> str:
    """What a dialogue is called, "" for nothing."""
    return words_of(about.get(title_key(about)))
