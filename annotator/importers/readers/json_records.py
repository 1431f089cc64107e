"""JSON and JSON Lines to records: flat ones, or turns nested in dialogues, whatever their keys are called."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotator.errors import UserError
from annotator.importers.encodings import decode
from annotator.importers.mapping import Group, Row, Table, assemble, checked, sample_of, words_of
from annotator.importers.readout import Faults, Meta, Readout, Recipe

_LARGEST_DOCUMENT = 200_000_000  # characters of one JSON value: it takes ten times that in memory
_LARGEST_LINE = 50_000_000  # characters of one line of JSON Lines
_DEPTH = 4  # of objects in records that become dotted columns
_BLANK = " \t\r\n\ufeff"  # a byte order mark may stand wherever files were joined
# Keys whose list is a dialogue's turns, likeliest first.
_TURNS = (
    "turns", "utterances", "messages", "conversations", "conversation", "dialogue", "dialog", "dialogs",
    "exchanges", "chat", "transcript", "lines", "log", "history", "segments", "sentences", "content",
    "对话", "内容",
)  # fmt: skip
_TITLES = ("id", "dialogue_id", "dialog_id", "conversation_id", "session_id", "key", "name", "title")
# What a turn of a chat with a model is made of: whose it is, and what was said.
CHATS = {"messages": ("role", "content"), "sharegpt": ("from", "value")}


def read_json(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """JSON: one document, or several behind one another. Raises UserError where it is cut off or broken."""
    decoded = decode(data, recipe.encoding)
    faults = Faults()
    values = list(documents(decoded.text))
    return _readout(_table(values, faults), recipe, decoded)


def read_json_lines(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """JSON Lines: one record a line; a line that is none is noted and the others go on."""
    decoded = decode(data, recipe.encoding)
    faults = Faults()
    values = list(lines(decoded.text, faults))
    return _readout(_table(values, faults), recipe, decoded)


def _readout(table: Table, recipe: Recipe, decoded: Any) -> Readout:
    chat = CHATS.get(recipe.format or "")
    given = recipe.mapping_for(table.columns) if chat is None else {"speaker": chat[0], "text": chat[1]}
    mapping = checked(table, given, eager=False)
    dialogues = assemble(table, mapping)
    return Readout(
        dialogues,
        table.faults.all(),
        decoded=decoded,
        columns=() if chat else table.columns,
        mapping=mapping,
        sample=sample_of(table),
    )


# --- from text to values ----------------------------------------------------------------------


def _integer(digits: str) -> int | str:
    """A number; as a string where no 64 bits hold it."""
    return int(digits) if len(digits) < 19 else digits


_DECODER = json.JSONDecoder(parse_int=_integer)


def _whole(value: Any, text: str) -> Any:
    """A value whose strings have no halves of surrogate pairs, which no encoding can write."""
    if "\\ud" not in text and "\\uD" not in text:
        return value
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(item, text) for item in value]
    if isinstance(value, dict):
        return {_HALVES.sub("\ufffd", key): _whole(item, text) for key, item in value.items()}
    return value


_HALVES = re.compile("[\ud800-\udfff]")


def documents(text: str) -> Iterator[tuple[str, Any]]:
    """Each JSON value of a text, with its place."""
    if len(text) > _LARGEST_DOCUMENT:
        raise UserError(
            "This JSON file is too large to be read at once",
            f"it has more than {_LARGEST_DOCUMENT // 1_000_000} million characters",
            "Save it as JSON Lines, one dialogue a line, or divide it",
        )
    at = _after_blanks(text, 0)
    number = 0
    while at < len(text):
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise _broken(text, error) from None
        following = _after_blanks(text, end)
        several = number > 0 or following < len(text)
        yield (f"document {number + 1}, $" if several else "$"), _whole(value, text)
        number += 1
        at = following


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _broken(text: str, error: Exception) -> UserError:
    if isinstance(error, RecursionError):
        return UserError("This JSON file cannot be read", "it is nested too deeply")
    assert isinstance(error, json.JSONDecodeError)  # noqa: S101 - the decoder raises nothing else
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return UserError(
            "This JSON file is cut off",
            f"it ends in the middle of a value, on line {error.lineno}, column {error.colno}",
            "Get the whole file; nothing of it was taken",
        )
    return UserError(
        "This JSON file is broken",
        f"line {error.lineno}, column {error.colno}: {error.msg}",
        "Mend that place; if it has one record a line, name the file .jsonl, and the other lines can be read",
    )


def lines(text: str, faults: Faults) -> Iterator[tuple[str, Any]]:
    """The values of JSON Lines with their places; what is none goes to the faults."""
    at = 0
    number = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        number += 1
        place = f"line {number}"
        if end - at > _LARGEST_LINE:
            faults.add(place, f"it is longer than {_LARGEST_LINE // 1_000_000} million characters")
        elif line := text[at:end].strip(_BLANK):
            try:
                yield place, _whole(_DECODER.decode(line), line)
            except RecursionError:
                faults.add(place, "it is nested too deeply")
            except json.JSONDecodeError as error:
                cut = error.pos >= len(line) or error.msg.startswith("Unterminated string")
                why = "it is cut off" if cut else f"it is no JSON ({error.msg}, column {error.colno})"
                faults.add(place, why)
        at = end + 1


# --- from values to records -------------------------------------------------------------------


def _table(values: Sequence[tuple[str, Any]], faults: Faults) -> Table:
    """Records of whatever shape the values have. Raises UserError where there is none."""
    if len(values) == 1:
        values = _unpacked(*values[0])
    table = Table((), [], faults=faults)
    columns: dict[str, None] = {}
    values = [(place, _opened(value)) for place, value in values]
    nested = any(_turns_of(value) is not None for _, value in values[:50])
    for place, value in values:
        if nested:
            _add_dialogue(table, columns, place, value)
        elif isinstance(value, dict):
            flat = _flat(value)
            columns.update(dict.fromkeys(flat))
            table.rows.append(Row(place, flat))
        else:
            faults.add(place, f"it is {_kind(value)} instead of a record")
    if not table.rows:
        first = faults.all()
        why = str(first[0]) if first else "it holds no list of records and none of turns"
        raise UserError("There are no turns in this JSON file", why)
    table.columns = tuple(columns)
    return table


def _unpacked(place: str, value: Any) -> list[tuple[str, Any]]:
    """The records in a document: its items, those of the list it wraps, or its values by key."""
    for _ in range(_DEPTH):
        if isinstance(value, list):
            alone = value and isinstance(value[0], str)
            return [(place, value)] if alone else [(f"{place}[{at}]", item) for at, item in enumerate(value)]
        if not isinstance(value, dict):
            raise UserError("There are no turns in this JSON file", f"it is {_kind(value)}")
        if value.get("format") == "dialogue-annotator":
            raise UserError(
                "This is an export of a whole project",
                "it becomes a project of its own",
                "Open it by itself: annotator import NEW.dap FILE",
            )
        if _turns_of(value) is not None and not _wraps(value):
            break
        lists = {
            key: one for key, one in value.items() if isinstance(one, list) and one and _is_record(one[0])
        }
        if several := _several(place, value, lists):
            return several
        inside = [key for key, item in value.items() if isinstance(item, dict)]
        if not lists and len(inside) != 1:
            break
        best = max(lists, key=lambda key: len(lists[key])) if lists else inside[0]
        place, value = f"{place}.{best}", value[best]
    return [(place, value)]


def _several(place: str, value: dict[str, Any], lists: dict[str, list[Any]]) -> list[tuple[str, Any]]:
    """The dialogues of an object that holds several, in lists of them or each under its key."""
    if any(_turns_of(item) is not None for one in lists.values() for item in one[:50]):
        return [(f"{place}.{key}[{at}]", item) for key, one in lists.items() for at, item in enumerate(one)]
    dialogues = len(lists) > 1 and len(lists) == len(value)
    if dialogues or (not lists and value and all(_turns_of(item) is not None for item in value.values())):
        return [(f"{place}.{key}", _named(key, item)) for key, item in value.items()]
    return []


def _named(key: str, item: Any) -> Any:
    """A value of an object of dialogues, with the key it had as its id."""
    if isinstance(item, list):
        return {"id": key, "turns": item}
    return item if any(title in item for title in _TITLES) else {"id": key, **item}


def _opened(value: Any) -> Any:
    """A record without the layer that tasks of Label Studio have around their data."""
    if isinstance(value, dict) and _turns_of(value) is None:
        inner = value.get("data")
        if isinstance(inner, dict) and _turns_of(inner) is not None:
            return {**{key: item for key, item in value.items() if key != "data"}, **inner}
    return value


def _wraps(value: Mapping[str, Any]) -> bool:
    """Whether the list that looks like turns is one of dialogues."""
    key = _turns_of(value)
    return key is not None and any(_turns_of(item) is not None for item in value[key][:50])


def _turns_of(value: Any) -> str | None:
    """The key of a dialogue's list of turns, "" where it is that list; None where it is no dialogue."""
    if isinstance(value, list):
        return "" if _is_turns(value) else None
    if not isinstance(value, dict):
        return None
    by_name = {key.casefold(): key for key, item in value.items() if isinstance(item, list)}
    for name in _TURNS:
        if name in by_name and _is_turns(value[by_name[name]], parts=name != "content"):
            return str(by_name[name])
    return None


def _is_turns(value: Any, *, parts: bool = True) -> bool:
    """Whether a list is of turns; ``parts``: the content of one message is a list of parts with a type."""
    if not isinstance(value, list) or not value:
        return False
    first = value[0]
    if isinstance(first, str):
        return parts
    return isinstance(first, dict) and (parts or "type" not in first)


def _is_record(value: Any) -> bool:
    return isinstance(value, dict | list)


def _add_dialogue(table: Table, columns: dict[str, None], place: str, value: Any) -> None:
    key = _turns_of(value)
    if key is None:
        table.faults.add(
            place, "there are no turns in it" if isinstance(value, dict) else f"it is {_kind(value)}"
        )
        return
    turns = value[key] if key else value
    about = {name: item for name, item in value.items() if name != key} if key else {}
    table.groups.append(Group(place, _title(about), _about(about)))
    number = len(table.groups) - 1
    where = f"{place}.{key}" if key else place
    for index, turn in enumerate(turns):
        here = f"{where}[{index}]"
        if isinstance(turn, str):
            turn = {"text": turn}  # noqa: PLW2901 - a turn of words alone
        if not isinstance(turn, dict):
            table.faults.add(here, f"it is {_kind(turn)} instead of a turn")
            continue
        flat = _flat(turn)
        columns.update(dict.fromkeys(flat))
        table.rows.append(Row(here, flat, number))


def _title_key(about: Mapping[str, Any]) -> str:
    for name in _TITLES:
        value = about.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return name
    return ""


def _title(about: Mapping[str, Any]) -> str:
    return words_of(about.get(_title_key(about)))


def _about(about: Mapping[str, Any]) -> Meta:
    meta: Meta = {}
    if title := _title(about):
        meta["id"] = title
    key = _title_key(about)
    fields = {name: item for name, item in about.items() if item not in (None, "", [], {}) and name != key}
    if fields:
        meta["fields"] = fields
    return meta


def _flat(record: Mapping[str, Any], before: str = "", depth: int = 0) -> dict[str, Any]:
    """A record with the keys of the objects in it joined by dots."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and value and depth < _DEPTH:
            flat.update(_flat(value, f"{name}.", depth + 1))
        else:
            flat[name] = value
    return flat


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


# --- chats with models ------------------------------------------------------------------------


def chat_of(data: bytes) -> str | None:
    """Which of the two shapes of chats with models a file begins with, by its first keys; or None."""
    head = data[:20_000].replace(b"\0", b"")
    for key, (who, what) in CHATS.items():
        at = head.find(_LISTS[key])
        if at >= 0 and f'"{who}"'.encode() in head[at:] and f'"{what}"'.encode() in head[at:]:
            return key
    return None


_LISTS = {"messages": b'"messages"', "sharegpt": b'"conversations"'}


def read_model_chat(name: str, data: bytes, recipe: Recipe) -> Readout:
    """Chats with models, in JSON or JSON Lines: the role is the speaker."""
    first = data[:2_000_000].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    by_lines = first[0].startswith(b"{") and first[0].rstrip().endswith(b"}") and first[2].strip()
    reader = read_json_lines if by_lines or name.casefold().endswith((".jsonl", ".ndjson")) else read_json
    return reader(name, data, recipe)
