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
from annotator.importers.column_names import NAMES, PEOPLE_ASKING, plain, sides
from annotator.importers.reader_result import Faults
from annotator.importers.readers import json_trees

# Keys whose list is a dialogue's turns, likeliest first.
TURNS = (
    "turns", "utterances", "messages", "conversations", "conversation", "dialogue", "dialog", "dialogs",
    "exchanges", "chat", "transcript", "lines", "log", "history", "segments", "sentences", "utt", "dial",
    "content", "对话", "内容",
)  # fmt: skip
# Those of them under which other strings may stand, too.
_ANYTHING = frozenset(("lines", "log", "history", "segments", "sentences", "content"))
# Keys whose list is about a turn or a dialogue, and never what was said in it.
_ABOUT = frozenset(
    ("words", "tokens", "annotations", "entities", "labels", "slots", "spans", "alternatives", "candidates",
     "frames", "knowledge", "personality", "persona", "personas", "topiclist", "relations", "wordsegments",
     "querylist", "entityranges", "inlinestyleranges",
     "generalquerylist", "specificquerylist", "references", "attachments", "participants",
     "speakers", "textentities", "reactions", "toolcalls", "tools", "tags", "retrievedpassages", "facts",
     "footnotes", "speakerlabels")
)  # fmt: skip
_TEXT = frozenset(NAMES["text"]) | {"input_text", "inputtext", "question", "answer"}
_WEAK = frozenset(("name", "from", "user", "who", "person", "title"))
_SPEAKER = frozenset(NAMES["speaker"]) - _WEAK
_MOSTLY = 0.8
_LONGEST_NAME = 40
_SAID = re.compile(r"[?!.…。？！]\s*\Z|\S+\s+\S+\s+\S+\s+\S+\s+\S")  # a sentence, or five words
_DEPTH = 12  # of objects and lists that are looked into
_SAMPLE = 50  # records of a list that are looked at
_PAIR = 2
_NAME = re.compile(r"\s*[^\s:：][^:：\n]{0,39}(?::\s|[:：](?=[^\x00-\x7f])|：)\s*\S")
EARLIER = frozenset(("history", "context"))  # what was said before a turn, repeated with it
_SIDE = re.compile(r"(.+?)[_-]?(?:[ab12]|left|right|chosen|rejected)\Z", re.IGNORECASE)
_IDS = frozenset(("id", "dialogid", "dialogueid", "conversationid", "convid"))
ONE = frozenset(("dialogue", "dialog", "conversation"))  # names of one dialogue, not of several
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
    sample = [value for _, value in values[:_SAMPLE]]
    turns = max(_share(sample, is_turn), _share(sample, _wraps_turn))
    if len(values) > 1 and turns >= 0.5 and not any(map(json_trees.replies_key, sample)):
        return None
    for least in (_SURE, _LIKELY):
        search = _Search(least, faults)
        found = [one for place, value in values for one in search.within(place, value, {}, 0)]
        if found:
            search.say_what_is_left(values)
            if least == _LIKELY or _unnamed(found):
                _ask_whether_turns(found, faults)
            return found
    return None


def records_of_wholes(value: Any) -> list[tuple[str, Any]]:
    """The records of that list in an object of which most hold a whole dialogue in one text."""
    lists = value.items() if isinstance(value, dict) else ()
    for key, items in lists:
        if not isinstance(items, list) or not items or not isinstance(items[0], dict):
            continue
        sample = [item for item in items[:_SAMPLE] if isinstance(item, dict)]
        for name in items[0]:
            texts = [item[name] for item in sample if isinstance(item.get(name), str)]
            if _share(texts, lambda text: len(turns_of(text)) > 1) >= _MOSTLY:
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
    said = (words_of(_field(turn, _TEXT)) if isinstance(turn, dict) else str(turn) for turn in turns)
    example = next(said, "")
    faults.remarks.ask("unsure-turns", under, count=len(turns), example=example)


_SURE, _LIKELY = 2, 1


# --- what a record is -------------------------------------------------------------------------


def _field(record: Mapping[str, Any], names: frozenset[str]) -> Any:
    return next((value for key, value in record.items() if plain(key) in names and value), None)


def says(record: Any) -> bool:
    """Whether a record has words, under a name that means them."""
    if not isinstance(record, dict):
        return False
    if names_and_lines(record) is not None:
        return True
    for key, value in record.items():
        if plain(key) in _TEXT and value and isinstance(value, str | list):
            blocks = plain(key) == "textblocks" and "text" in _of(value[0])
            return blocks or isinstance(value, str) or isinstance(value[0], str) or "type" in _of(value[0])
    return False


def names_and_lines(record: Mapping[str, Any]) -> tuple[str, str] | None:
    """The keys of a turn that lists the names of who speak and the lines that are said; None for others."""
    by_plain = {plain(key): key for key in record}
    if not {"names", "utterances"} <= by_plain.keys():
        return None
    keys = by_plain["names"], by_plain["utterances"]
    return keys if all(_are_strings(record[key]) for key in keys) else None


def _of(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def is_turn(record: Any) -> bool:
    """Whether a record says something and who says it."""
    if not says(record) or _is_side_by_side(record):
        return False
    if names_and_lines(record) is not None:
        return True
    own = (record, *(one for one in record.values() if isinstance(one, dict)))
    return any(isinstance(_field(one, _SPEAKER), str | int | list | dict) for one in own)


def _is_side_by_side(record: Mapping[str, Any]) -> bool:
    """Whether a record holds a dialogue in two lists: who speaks in one, what is said in the other."""
    said, who = _field(record, _TEXT), _field(record, _SPEAKER)
    if not _are_strings(said) or not isinstance(who, list) or not _PAIR <= len(who) == len(said):
        return False
    return not any(isinstance(item, dict | list) for item in who) and len(set(who)) > 1


def _wraps_turn(record: Any) -> bool:
    """Whether a record is about one message in it: ``{"type": …, "message": {"role": …, "content": …}}``."""
    if not isinstance(record, dict) or any(isinstance(item, list) and item for item in record.values()):
        return False
    return sum(isinstance(item, dict) and is_turn(item) for item in record.values()) == 1


def _share(items: Sequence[Any], test: Any) -> float:
    return sum(map(test, items)) / len(items) if items else 0.0


def _named_words(items: Sequence[str]) -> bool:
    """Whether strings are “Name: words”."""
    return len(items) >= _PAIR and _share(items, lambda item: bool(_NAME.match(item))) >= 0.8


def _is_pairs(items: Sequence[Any]) -> bool:
    """Whether a list is of two strings each: a name and words."""
    if not all(isinstance(item, list) and len(item) == _PAIR for item in items):
        return False
    return all(isinstance(part, str) for item in items for part in item)


def _strength(key: str, items: Any) -> int:
    """How sure it is that a list is one of turns: 0 it is none, 1 maybe, 2 surely."""
    if not isinstance(items, list) or not items or plain(key) in _ABOUT:
        return 0
    sample = items[:_SAMPLE]
    known = plain(key) in TURNS
    if isinstance(sample[0], str) and all(isinstance(item, str) for item in sample):
        if known and plain(key) != "content":
            return _SURE
        return (_SURE if strings_with_names(sample) else _LIKELY) if _named_words(sample) else 0
    if isinstance(sample[0], list):
        return _strength_of_lists(sample, known=known)
    return _strength_of_records(key, sample, known=known)


def _strength_of_lists(sample: Sequence[Any], *, known: bool) -> int:
    if _is_pairs(sample):
        again = len(sample) >= _PAIR and _comes_again([item[0] for item in sample])
        return _SURE if known or again else _LIKELY
    inner = [one for item in sample if isinstance(item, list) for one in item]
    return _SURE if known and inner and _share(inner, says) >= 0.5 else 0


def _strength_of_records(key: str, sample: Sequence[Any], *, known: bool) -> int:
    if not all(isinstance(item, dict) for item in sample if item is not None):
        # A list of turns may hold something broken; it is said where it stands.
        return _SURE if known and isinstance(sample[0], dict) else 0
    if _share(sample, _holds_turns) >= 0.5:
        return 0
    parts = plain(key) == "content" and "type" in _of(sample[0])  # of one message
    if (
        (known and not parts)
        or _share(sample, is_turn) >= 0.5
        or _share(sample, _asks_and_answers) >= _MOSTLY
    ):
        return _SURE
    return _LIKELY if _share(sample, says) >= 0.5 else 0


def _asks_and_answers(record: Any) -> bool:
    """Whether a record holds what a person says and what is answered: ``{"usr": …, "sys": …}``."""
    both = sides(tuple(record)) if isinstance(record, dict) else None
    if both is None or plain(both[0]) not in PEOPLE_ASKING:
        return False
    return all(isinstance(record[column], str) for column in both)


def are_names(words: Sequence[str]) -> bool:
    """Whether the first parts of pairs may be names, and not what somebody says."""
    return all(len(each) <= _LONGEST_NAME and not _SAID.search(each) for each in words)


def _exchanges(place: str, value: Mapping[str, Any], above: dict[str, Any]) -> list[FoundDialogue]:
    """The dialogues of an object that has each as a list of plain strings, under a key that means turns."""
    for key, items in value.items():
        lists = plain(key) in TURNS and plain(key) != "content" and isinstance(items, list) and len(items) > 1
        if not lists:
            continue
        others = {name: item for name, item in value.items() if name != key}
        own = [name for name, item in others.items() if isinstance(item, list) and len(item) == len(items)]
        told = any(plain(name) in _IDS and len(set(map(str, others[name]))) == len(items) for name in own)
        if not _are_lists_of_words(key, items) and not _are_lists_of_turns(key, items, told=told):
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


def _are_lists_of_words(key: str, items: Sequence[Any]) -> bool:
    """Whether each list holds the strings of a dialogue: no names with words, no exchanges of one."""
    if not all(_are_strings(item) for item in items):
        return False
    if _is_pairs(items[:_SAMPLE]) and are_names([item[0] for item in items[:_SAMPLE]]):
        return False
    if plain(key) in ONE and all(len(item) == _PAIR for item in items):
        return False
    return _share(items[:_SAMPLE], lambda item: len(item) >= _PAIR) >= _MOSTLY


def _are_lists_of_turns(key: str, items: Sequence[Any], *, told: bool) -> bool:
    """Whether each list holds the turns of several people, and some more than what is said and answered.

    ``told``: there is an id for each of them.
    """
    if plain(key) not in {*ONE, "dialogs", "conversations", "chat"}:
        return False
    sample = [item for item in items[:_SAMPLE] if isinstance(item, list) and item]
    if len(sample) < _PAIR or len(sample) < len(items[:_SAMPLE]):
        return False
    if not all(_share(item, is_turn) >= _MOSTLY for item in sample):
        return False
    several = [item for item in sample if len({words_of(_field(turn, _SPEAKER)) for turn in item}) > 1]
    return told or (2 * len(several) > len(sample) and any(len(item) > _PAIR for item in several))


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


def _has_letters(item: str) -> bool:
    return any(map(str.isalpha, item))


def _are_strings(item: Any) -> bool:
    return isinstance(item, list) and bool(item) and all(isinstance(part, str) for part in item)


def _is_graph(value: Mapping[str, Any]) -> bool:
    """Whether an object is a graph: its edges lead from node to node, and are in no order of time."""
    edges = value.get("edges")
    if not isinstance(value.get("nodes"), list) or not isinstance(edges, list):
        return False
    return any(isinstance(edge, dict) and {"source", "target"} <= edge.keys() for edge in edges[:_SAMPLE])


def _comes_again(names: Sequence[str]) -> bool:
    return len(set(names)) <= max(1, len(names) * 2 // 3) and max(map(len, names)) <= 40


def _holds_turns(record: Any) -> bool:
    """Whether a record is a dialogue rather than a turn."""
    if not isinstance(record, dict):
        return False
    nested = [(key, one) for key, one in record.items() if isinstance(one, list) and one]
    if is_turn(record):
        return any(_turns_of_others(key, one) for key, one in nested)
    if json_trees.replies_key(record) is not None or {"history", "candidates"} <= record.keys():
        return False
    if says(record):
        return any(_share(one[:_SAMPLE], is_turn) >= 0.5 and plain(key) not in _ABOUT for key, one in nested)
    return any(_strength(key, one) == _SURE for key, one in nested)


def _beside(value: Sequence[Any]) -> dict[str, Any]:
    """What a list says beside a list of strings in it: what the dialogue is called, and the rest."""
    if not any(isinstance(item, list) and item and isinstance(item[0], str) for item in value):
        return {}
    named = [item for item in value if isinstance(item, str)]
    others = [item for item in value if isinstance(item, list) and item and not isinstance(item[0], str)]
    found: dict[str, Any] = {"id": named[0]} if len(named) == 1 else {}
    return {**found, "beside": others} if others else found


def _turns_of_others(key: str, items: Sequence[Any]) -> bool:
    """Whether a list inside a turn is one of turns all the same: a known name, and speakers in it."""
    name = plain(key)
    if name in EARLIER or name in {"segments", "sentences"} or name in json_trees.REPLIES or name in _ABOUT:
        return False
    return name in TURNS and _share(items[:_SAMPLE], is_turn) >= 0.5


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
        sample = value[:_SAMPLE]
        strings = value and all(isinstance(item, str) for item in sample)
        if strings and (
            (depth == 0 and _share(sample, _has_letters) >= 0.5)
            or self._spoken(sample, inner=place.endswith("]"))
        ):
            yield FoundDialogue(place, place, value, above)
            return
        if value and isinstance(value[0], dict) and _strength("", value) >= self.least:
            yield FoundDialogue(place, place, value, above)
            return
        if len(value) >= _PAIR and _is_pairs(sample) and _comes_again([item[0] for item in sample]):
            yield FoundDialogue(place, place, value, above)
            return
        beside = _beside(value)
        for at, item in enumerate(value):
            if not beside or (isinstance(item, list) and item and isinstance(item[0], str)):
                yield from self.within(f"{place}[{at}]", item, {**above, **beside}, depth + 1)

    def _spoken(self, sample: Sequence[str], *, inner: bool) -> bool:
        """Whether strings are turns; ``inner``: their list lies in a list, which holds nothing else then."""
        if inner:
            return _share(sample, lambda item: bool(_NAME.match(item))) >= 0.5
        return strings_with_names(sample) or (self.least == _LIKELY and _named_words(sample))

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
        laid = json_trees.columnar(value, _TEXT) or json_trees.questions_and_answers(value)
        if laid is None:
            by_id = self._by_id(value)
            return None if by_id is None else [FoundDialogue(place, place, by_id, above)]
        used, turns = laid
        about = {key: item for key, item in value.items() if key not in used}
        return [FoundDialogue(place, place, list(turns), {**above, **about})]

    def _each_under_its_key(self, value: Mapping[str, Any]) -> list[str]:
        """The keys of an object that holds nothing but lists of turns, each a dialogue."""
        lists = [key for key, items in value.items() if isinstance(items, list) and items]
        if len(lists) < _PAIR or len(lists) < 0.8 * len(value) or any(plain(key) in TURNS for key in lists):
            return []
        sure = all(_strength(key, value[key]) >= _SURE for key in lists)
        return lists if sure and not _twins(lists[0], lists[1]) else []

    def _turn_keys(self, value: Mapping[str, Any]) -> list[str]:
        """The keys of an object whose lists are its turns: one, or two versions of one dialogue."""
        own = is_turn(value) or (self.least == _LIKELY and says(value))
        later = says(value) or sides(tuple(value)) is not None
        ranked = []
        for at, (key, items) in enumerate(value.items()):
            strength = _strength(key, items) if isinstance(items, list) else 0
            if later and plain(key) in EARLIER:
                continue
            if strength >= self.least and not (own and not _turns_of_others(key, items)):
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
        sample = items[:_SAMPLE]
        if len(items) < _PAIR or not all(isinstance(item, dict) for item in items):
            return None
        test = is_turn if self.least == _SURE else says
        if _share(sample, test) < 0.8 or any(map(_holds_turns, sample)):
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
            if plain(key) in _ABOUT or plain(key) in earlier:
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
        key != tree and _turns_of_others(key, items)
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
