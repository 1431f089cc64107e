"""What a record or a list of JSON is by its keys: a turn, turns of a dialogue, or something about them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.importers.cell_values import words_of
from annotator.importers.column_mapping import strings_with_names
from annotator.importers.column_names import NAMES, PEOPLE_ASKING, plain, sides
from annotator.importers.readers import json_trees

# Keys whose list is a dialogue's turns, likeliest first.
TURNS = (
    "turns", "utterances", "messages", "conversations", "conversation", "dialogue", "dialog", "dialogs",
    "exchanges", "chat", "transcript", "lines", "log", "history", "segments", "sentences", "utt", "dial",
    "content", "对话", "内容",
)  # fmt: skip
# Keys whose list is about a turn or a dialogue, and never what was said in it.
ABOUT = frozenset(
    ("words", "tokens", "annotations", "entities", "labels", "slots", "spans", "alternatives", "candidates",
     "frames", "knowledge", "personality", "persona", "personas", "topiclist", "relations", "wordsegments",
     "querylist", "entityranges", "inlinestyleranges",
     "generalquerylist", "specificquerylist", "references", "attachments", "participants",
     "speakers", "textentities", "reactions", "toolcalls", "tools", "tags", "retrievedpassages", "facts",
     "footnotes", "speakerlabels")
)  # fmt: skip
TEXT = frozenset(NAMES["text"]) | {"input_text", "inputtext", "question", "answer"}
_WEAK = frozenset(("name", "from", "user", "who", "person", "title"))
_SPEAKER = frozenset(NAMES["speaker"]) - _WEAK
MOSTLY = 0.8
_LONGEST_NAME = 40
_SAID = re.compile(r"[?!.…。？！]\s*\Z|\S+\s+\S+\s+\S+\s+\S+\s+\S")  # a sentence, or five words
SAMPLE = 50  # records of a list that are looked at
PAIR = 2
NAME = re.compile(r"\s*[^\s:：][^:：\n]{0,39}(?::\s|[:：](?=[^\x00-\x7f])|：)\s*\S")
EARLIER = frozenset(("history", "context"))  # what was said before a turn, repeated with it
ONE = frozenset(("dialogue", "dialog", "conversation"))  # names of one dialogue, not of several
SURE, LIKELY = 2, 1


def field_of(record: Mapping[str, Any], names: frozenset[str]) -> Any:
    """The first value of a record that is there under one of these plain names; None for none."""
    return next((value for key, value in record.items() if plain(key) in names and value), None)


def says(record: Any) -> bool:
    """Whether a record has words, under a name that means them."""
    if not isinstance(record, dict):
        return False
    if names_and_lines(record) is not None:
        return True
    for key, value in record.items():
        if plain(key) in TEXT and value and isinstance(value, str | list):
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
    return any(isinstance(field_of(one, _SPEAKER), str | int | list | dict) for one in own)


def _is_side_by_side(record: Mapping[str, Any]) -> bool:
    """Whether a record holds a dialogue in two lists: who speaks in one, what is said in the other."""
    said, who = field_of(record, TEXT), field_of(record, _SPEAKER)
    if not _are_strings(said) or not isinstance(who, list) or not PAIR <= len(who) == len(said):
        return False
    return not any(isinstance(item, dict | list) for item in who) and len(set(who)) > 1


def wraps_turn(record: Any) -> bool:
    """Whether a record is about one message in it: ``{"type": …, "message": {"role": …, "content": …}}``."""
    if not isinstance(record, dict) or any(isinstance(item, list) and item for item in record.values()):
        return False
    return sum(isinstance(item, dict) and is_turn(item) for item in record.values()) == 1


def share(items: Sequence[Any], test: Any) -> float:
    """The share of some items, from 0 to 1, for which a test holds."""
    return sum(map(test, items)) / len(items) if items else 0.0


def named_words(items: Sequence[str]) -> bool:
    """Whether strings are “Name: words”."""
    return len(items) >= PAIR and share(items, lambda item: bool(NAME.match(item))) >= 0.8


def is_pairs(items: Sequence[Any]) -> bool:
    """Whether a list is of two strings each: a name and words."""
    if not all(isinstance(item, list) and len(item) == PAIR for item in items):
        return False
    return all(isinstance(part, str) for item in items for part in item)


def strength_of(key: str, items: Any) -> int:
    """How sure it is that a list is one of turns: 0 it is none, 1 maybe, 2 surely."""
    if not isinstance(items, list) or not items or plain(key) in ABOUT:
        return 0
    sample = items[:SAMPLE]
    known = plain(key) in TURNS
    if isinstance(sample[0], str) and all(isinstance(item, str) for item in sample):
        if known and plain(key) != "content":
            return SURE
        return (SURE if strings_with_names(sample) else LIKELY) if named_words(sample) else 0
    if isinstance(sample[0], list):
        return _strength_of_lists(sample, known=known)
    return _strength_of_records(key, sample, known=known)


def _strength_of_lists(sample: Sequence[Any], *, known: bool) -> int:
    if is_pairs(sample):
        again = len(sample) >= PAIR and comes_again([item[0] for item in sample])
        return SURE if known or again else LIKELY
    inner = [one for item in sample if isinstance(item, list) for one in item]
    return SURE if known and inner and share(inner, says) >= 0.5 else 0


def _strength_of_records(key: str, sample: Sequence[Any], *, known: bool) -> int:
    if not all(isinstance(item, dict) for item in sample if item is not None):
        # A list of turns may hold something broken; it is said where it stands.
        return SURE if known and isinstance(sample[0], dict) else 0
    if share(sample, holds_turns) >= 0.5:
        return 0
    parts = plain(key) == "content" and "type" in _of(sample[0])  # of one message
    if (known and not parts) or share(sample, is_turn) >= 0.5 or share(sample, _asks_and_answers) >= MOSTLY:
        return SURE
    exchanged = share(sample, _is_exchange) >= MOSTLY
    return LIKELY if exchanged or share(sample, says) >= 0.5 else 0


def _asks_and_answers(record: Any) -> bool:
    """Whether a record holds what a person says and what is answered: ``{"usr": …, "sys": …}``."""
    both = sides(tuple(record)) if isinstance(record, dict) else None
    if both is None or plain(both[0]) not in PEOPLE_ASKING:
        return False
    return all(isinstance(record[column], str) for column in both)


def _is_exchange(record: Any) -> bool:
    """Whether a record holds a question and its answer."""
    both = sides(tuple(record)) if isinstance(record, dict) else None
    return both is not None and all(isinstance(record[column], str) and record[column] for column in both)


def are_names(words: Sequence[str]) -> bool:
    """Whether the first parts of pairs may be names, and not what somebody says."""
    return all(len(each) <= _LONGEST_NAME and not _SAID.search(each) for each in words)


def are_lists_of_words(key: str, items: Sequence[Any]) -> bool:
    """Whether each list holds the strings of a dialogue: no names with words, no exchanges of one."""
    if not all(_are_strings(item) for item in items):
        return False
    if is_pairs(items[:SAMPLE]) and are_names([item[0] for item in items[:SAMPLE]]):
        return False
    if plain(key) in ONE and all(len(item) == PAIR for item in items):
        return False
    return share(items[:SAMPLE], lambda item: len(item) >= PAIR) >= MOSTLY


def are_lists_of_turns(key: str, items: Sequence[Any], *, told: bool) -> bool:
    """Whether each list holds the turns of several people, and some more than what is said and answered.

    ``told``: there is an id for each of them.
    """
    if plain(key) not in {*ONE, "dialogs", "conversations", "chat"}:
        return False
    sample = [item for item in items[:SAMPLE] if isinstance(item, list) and item]
    if len(sample) < PAIR or len(sample) < len(items[:SAMPLE]):
        return False
    if not all(share(item, is_turn) >= MOSTLY for item in sample):
        return False
    several = [item for item in sample if len({words_of(field_of(turn, _SPEAKER)) for turn in item}) > 1]
    return told or (2 * len(several) > len(sample) and any(len(item) > PAIR for item in several))


def has_letters(item: str) -> bool:
    """Whether a text has letters."""
    return any(map(str.isalpha, item))


def _are_strings(item: Any) -> bool:
    return isinstance(item, list) and bool(item) and all(isinstance(part, str) for part in item)


def comes_again(names: Sequence[str]) -> bool:
    """Whether short texts come again and again, as names do."""
    return len(set(names)) <= max(1, len(names) * 2 // 3) and max(map(len, names)) <= 40


def holds_turns(record: Any) -> bool:
    """Whether a record is a dialogue rather than a turn."""
    if not isinstance(record, dict):
        return False
    nested = [(key, one) for key, one in record.items() if isinstance(one, list) and one]
    if is_turn(record):
        return any(turns_of_others(key, one) for key, one in nested)
    if json_trees.replies_key(record) is not None or {"history", "candidates"} <= record.keys():
        return False
    if says(record):
        return any(share(one[:SAMPLE], is_turn) >= 0.5 and plain(key) not in ABOUT for key, one in nested)
    return any(strength_of(key, one) == SURE for key, one in nested)


def turns_of_others(key: str, items: Sequence[Any]) -> bool:
    """Whether a list inside a turn is one of turns all the same: a known name, and speakers in it."""
    name = plain(key)
    if name in EARLIER or name in {"segments", "sentences"} or name in json_trees.REPLIES or name in ABOUT:
        return False
    return name in TURNS and share(items[:SAMPLE], is_turn) >= 0.5
