"""Turns that lie inside one another or beside one another in JSON, laid out as one list of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.importers.column_names import plain

# Keys whose list, or object of lists, holds the replies to a turn, likeliest first.
REPLIES = ("children", "replies", "comments", "responses", "answers", "thread", "kids", "subcomments", "回复")
_SPOKEN = ("text", "body", "content", "message", "utterance", "value", "comment", "selftext")
_SPOKEN_LISTS = ("utt", "utterances", "turns", "dialog", "dialogue")
_LEAST = 2  # columns side by side


def replies_key(record: Any) -> str | None:
    """The key of a turn's replies, each of which may have some again; None where the record has none."""
    if not isinstance(record, dict) or not _says(record):
        return None
    for name in REPLIES:
        for key, items in record.items():
            if plain(key) == name:
                inner = list(_below(items))
                if inner and all(_says(one) for _, one in inner[:20]):
                    return str(key)
    return None


def _below(items: Any) -> list[tuple[str, dict[str, Any]]]:
    """The records in a list of replies with their places, without what Reddit wraps around them."""
    before = ""
    if isinstance(items, dict) and isinstance(items.get("data"), dict):
        before, items = ".data.children", items["data"].get("children")
    if not isinstance(items, list):
        return []
    found = []
    for at, item in enumerate(items):
        if isinstance(item, dict) and item.keys() == {"kind", "data"} and isinstance(item["data"], dict):
            found.append((f"{before}[{at}].data", item["data"]))
        elif isinstance(item, dict):
            found.append((f"{before}[{at}]", item))
    return found


def _says(record: Mapping[str, Any]) -> bool:
    return any(isinstance(value, str) and plain(key) in _SPOKEN for key, value in record.items())


def keys_in(record: Mapping[str, Any]) -> set[str]:
    """The keys of a turn and of all replies below it under which lists or objects lie."""
    found: set[str] = set()
    waiting: list[Mapping[str, Any]] = [record]
    while waiting:
        for key, items in waiting.pop().items():
            if below := _below(items):
                found.add(key)
                waiting += [item for _, item in below]
    return found


def unfolded(
    place: str, record: dict[str, Any], keys: frozenset[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """A turn and all replies below it, in the order in which they stand, each with whom it answers.

    ``keys`` are those under which replies lie. A turn without an id is called by its place.
    """
    waiting: list[tuple[str, dict[str, Any], Any]] = [(place, record, None)]
    while waiting:
        here, one, parent = waiting.pop()
        own = one.get("id", one.get("message_id", here))
        flat = {key: value for key, value in one.items() if key not in keys}
        if parent is not None or "id" not in one:
            flat.setdefault("id", own)
        if parent is not None and not any(plain(key) in {"parentid", "replyto"} and one[key] for key in one):
            flat["reply_to"] = parent
        if flat.get("selftext") and "body" not in flat:  # a post, to which comments reply
            flat["body"] = flat.pop("selftext")
        yield here, flat
        below = [(f"{here}.{key}{at}", item, own) for key in keys for at, item in _below(one.get(key))]
        waiting.extend(reversed(below))


def nodes_of_chat(value: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]] | None:
    """The turns of a chat whose messages are nodes under their ids (ChatGPT's ``mapping``), and the key."""
    nodes = value.get("mapping")
    if not isinstance(nodes, dict) or not nodes:
        return None
    if not all(isinstance(node, dict) and {"message", "parent"} <= node.keys() for node in nodes.values()):
        return None
    said = {key: turn for key, node in nodes.items() if (turn := _message_of(node["message"])) is not None}
    turns = []
    for key, turn in said.items():
        above, seen = nodes[key]["parent"], {key}
        while above is not None and above not in said and above in nodes and above not in seen:
            seen.add(above)
            above = nodes[above]["parent"]
        turns.append({"id": key, **turn, **({"reply_to": above} if above in said else {})})
    return ("mapping", turns) if turns else None


def _message_of(message: Any) -> dict[str, Any] | None:
    """Who says what in a node's message; None where nothing is said."""
    if not isinstance(message, dict) or not isinstance(content := message.get("content"), dict):
        return None
    author = message.get("author")
    who = author.get("role") if isinstance(author, dict) else None
    words = "\n".join(part for part in content.get("parts") or () if isinstance(part, str) and part.strip())
    if not words or not isinstance(who, str):
        return None
    at = message.get("create_time")
    return {"speaker": who, "text": words, **({"create_time": at} if at is not None else {})}


def columnar(
    value: Mapping[str, Any], texts: frozenset[str]
) -> tuple[tuple[str, ...], list[dict[str, Any]]] | None:
    """The keys of lists that stand side by side (who spoke, what was said), and records of them."""
    said = {plain(key): key for key, items in value.items() if _strings(items)}
    spoken = next((said[name] for name in (*sorted(texts), *_SPOKEN_LISTS) if name in said), None)
    if spoken is None:
        return None
    size = len(value[spoken])
    beside = {
        key: items
        for key, items in value.items()
        if isinstance(items, list)
        and len(items) == size
        and not any(isinstance(x, dict | list) for x in items)
    }
    if len(beside) < _LEAST or size < _LEAST:
        return None
    called = {key: "text" if key == spoken and "text" not in beside else key for key in beside}
    return tuple(beside), [{called[key]: items[at] for key, items in beside.items()} for at in range(size)]


def _strings(items: Any) -> bool:
    return isinstance(items, list) and bool(items) and all(isinstance(item, str) for item in items)


def questions_and_answers(value: Mapping[str, Any]) -> tuple[tuple[str, str], list[dict[str, Any]]] | None:
    """The turns of two lists of the same length, one of questions and one of answers, and their keys."""
    names = {plain(key): key for key, items in value.items() if isinstance(items, list) and items}
    asked = names.get("questions", names.get("question"))
    answered = names.get("answers", names.get("answer"))
    if asked is None or answered is None or len(value[asked]) != len(value[answered]):
        return None
    turns: list[dict[str, Any]] = []
    for question, answer in zip(value[asked], value[answered], strict=True):
        for key, one in ((asked, question), (answered, answer)):
            record = one if isinstance(one, dict) else {"text": one}
            turns.append({"speaker": key.removesuffix("s"), **record})
    return (asked, answered), turns


def grown(turns: list[Any]) -> list[str] | None:
    """The turns of a dialogue of which each record repeats what was said so far; None where it does not.

    What is said next is the last of a record's candidates.
    """
    histories = [turn.get("history") or () for turn in turns if isinstance(turn, dict) and not _says(turn)]
    if not turns or len(histories) < len(turns) or not all(_strings(one) for one in histories):
        return None
    last = turns[max(range(len(turns)), key=lambda at: len(histories[at]))]
    candidates = last.get("candidates")
    return [*last["history"], *(candidates[-1:] if _strings(candidates) else ())]
