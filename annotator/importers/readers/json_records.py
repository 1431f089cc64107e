"""JSON and JSON Lines to records: flat ones, or turns nested in dialogues, whatever their keys are called."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.errors import Sentence, UserError
from annotator.importers.cell_values import turns_of, words_of
from annotator.importers.column_mapping import (
    ColumnsUnclear,
    checked,
    guess,
    sample_of,
)
from annotator.importers.column_names import NAMES, plain, role_of, sides
from annotator.importers.doubtful_columns import ask_about_columns
from annotator.importers.encodings import decode_by_lines
from annotator.importers.import_questions import Remarks
from annotator.importers.reader_result import Faults, Meta, Readout, Recipe
from annotator.importers.readers import json_trees
from annotator.importers.readers.json_layouts import laid_out_anew
from annotator.importers.readers.json_shapes import (
    FoundDialogue,
    dialogues_in,
    records_of_wholes,
    title,
    title_key,
)
from annotator.importers.readers.json_text import documents, lines
from annotator.importers.readers.json_turn_shapes import (
    EARLIER,
    ONE,
    TURNS,
    are_names,
    names_and_lines,
    says,
)
from annotator.importers.record_table import RecordGroup, RecordRow, RecordTable
from annotator.importers.records_to_dialogues import assemble

_DEPTH = 4  # of objects in records that become dotted columns
_LONG_TEXT = 300  # characters above which a record without a speaker is hardly a turn
_LEAST_CELLS = 3  # of a row in a string; where it has two, the first is a name
_LONGEST_NAME = 40
_LONG_SIDE = 2_000  # characters above which what stands before an answer is hardly said
_DIALOGUE = frozenset(NAMES["dialogue"])
# What a turn of a chat with a model is made of: whose it is, and what was said.
CHATS = {"messages": ("role", "content"), "sharegpt": ("from", "value")}


def read_json(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """JSON: one document, or several behind one another. Raises UserError where it is cut off or broken."""
    decoded = decode_by_lines(data, recipe.encoding)
    return _read(list(documents(decoded.text)), Faults(), recipe, decoded)


def read_json_lines(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """JSON Lines: one record a line; a line that is none is noted and the others go on."""
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    values = list(lines(decoded.text, faults))
    if not values and (found := _as_documents(decoded.text)):  # JSON under the name of JSON Lines
        values, faults = found, Faults()
    return _read(values, faults, recipe, decoded)


def _read(values: list[tuple[str, Any]], faults: Faults, recipe: Recipe, decoded: Any) -> Readout:
    """What stands in some values; where nothing says which words were said, in a layout that is known."""
    before = list(faults.found)
    try:
        return _readout(_table(values, faults), recipe, decoded)
    except ColumnsUnclear:
        again = Faults(before)
        anew = [(place, laid_out_anew(value, again.remarks)) for place, value in values]
        if recipe.mapping is not None or not anew or any(value is None for _, value in anew):
            raise
        return _readout(_table(anew, again), recipe, decoded)


def _as_documents(text: str) -> list[tuple[str, Any]]:
    """The documents of a text in which no line is one by itself; none where it cannot be read so either."""
    try:
        return list(documents(text))
    except UserError:
        return []


def _may_be_texts(table: RecordTable, mapping: Mapping[str, str]) -> bool:
    """Whether records may be texts of their own: long ones, of nobody, in no order and at no time."""
    if table.groups or not table.rows:
        return False
    lengths = sorted(len(words_of(row.values.get(mapping.get("text", "")))) for row in table.rows)
    if plain(mapping.get("text", "")) in {"src", "source"} and "answer" in mapping:  # a task and its solution
        return lengths[len(lengths) // 2] > _LONG_SIDE
    return not set(mapping) - {"text", "id"} and lengths[len(lengths) // 2] > _LONG_TEXT


def _is_turn(row: RecordRow) -> bool:
    """Whether the only record of a file looks like a turn or a dialogue, and not like a file of settings."""
    names = {plain(column): column for column in row.values}
    if row.place.endswith("]") or sides(tuple(row.values)) is not None:
        return True
    if any(turns_of(value) for value in row.values.values() if isinstance(value, str)):
        return True
    return any(name in names and isinstance(row.values[names[name]], str | list) for name in NAMES["text"])


def _readout(table: RecordTable, recipe: Recipe, decoded: Any) -> Readout:
    chat = CHATS.get(recipe.format or "")
    if chat is not None and not set(chat) <= set(table.columns):  # the keys stand somewhere else in it
        chat = None
    given = recipe.mapping_for(table.columns) if chat is None else {"speaker": chat[0], "text": chat[1]}
    if given is None and len(table.rows) == 1 and not table.groups and not _is_turn(table.rows[0]):
        raise ColumnsUnclear(table, guess(table, eager=False))
    unnamed = bool(table.columns) and all(column.startswith("column ") for column in table.columns)
    mapping = checked(table, given, eager=unnamed, answers=recipe.answers)
    if given is None:
        ask_about_columns(table, mapping)
    dialogues = assemble(table, mapping, recipe.answers)
    if given is None and _may_be_texts(table, mapping):
        table.faults.remarks.ask(
            "unsure-turns", mapping["text"], count=len(table.rows), example=dialogues[0].turns[0].text
        )
    return Readout(
        dialogues,
        **table.faults.told(),
        decoded=decoded,
        columns=() if chat else table.columns,
        mapping=mapping,
        sample=sample_of(table),
    )


# --- from values to records -------------------------------------------------------------------


def _table(values: Sequence[tuple[str, Any]], faults: Faults) -> RecordTable:
    """Records of whatever shape the values have. Raises UserError where there is none."""
    table = RecordTable((), [], faults=faults)
    columns: dict[str, None] = {}
    values = _unpacked(values)
    values = [(place, _opened(value)) for place, value in values]
    found = dialogues_in(values, faults)
    unsure = any(one.code == "unsure-turns" for one in faults.remarks.questions)
    if unsure and len(values) == 1 and (wholes := records_of_wholes(values[0][1])):
        faults.remarks = Remarks()
        found, values = None, wholes
    if found is not None and (flat := _flat_rows(found)) is not None:
        table.about = _about(found[0].about).get("fields", {})  # type: ignore[assignment]
        found, values = None, flat
    if found is None:
        for place, value in values:
            _add_record(table, columns, place, value)
    else:
        _say_the_others(values, found, faults)
        for one in found:
            _add_dialogue(table, columns, one)
    if not table.rows:
        first = faults.all()
        why = str(first[0]) if first else "it holds no list of records and none of turns"
        raise UserError("There are no turns in this JSON file", why)
    table.columns = tuple(columns)
    return table


def _unpacked(values: Sequence[tuple[str, Any]]) -> Sequence[tuple[str, Any]]:
    """The items of a document that is one list. Raises UserError where it is no list and no object."""
    if len(values) != 1:
        return values
    place, value = values[0]
    if isinstance(value, dict) and value.get("format") == "dialogue-annotator":
        raise UserError(
            "This is an export of a whole project",
            "it becomes a project of its own",
            "Open it by itself: annotator import NEW.dap FILE",
        )
    if isinstance(value, list):
        value = _rows_in(_without_quotes(value))
        alone = value and isinstance(value[0], str)
        return values if alone else [(f"{place}[{at}]", item) for at, item in enumerate(value)]
    if not isinstance(value, dict):
        raise UserError("There are no turns in this JSON file", "it is {kind}", kind=_kind(value))
    return _records_of_columns(value) or values


def _without_quotes(items: list[Any]) -> list[Any]:
    """The records of a list that has each as a string of JSON."""
    if not items or not all(isinstance(item, str) and item.lstrip().startswith("{") for item in items):
        return items
    try:
        return [json.loads(item) for item in items]
    except (ValueError, RecursionError):
        return items


def _rows_in(items: list[Any]) -> list[Any]:
    """The records of a list that has each as a row of cells with tabs between them."""
    cells = [item.split("\t") for item in items if isinstance(item, str)]
    if not cells or len(cells) < len(items) or min(map(len, cells)) < 2:
        return items
    if min(map(len, cells)) < _LEAST_CELLS:
        names = {row[0] for row in cells}
        named = 1 < len(names) <= len(cells) / 2 and max(map(len, names)) <= _LONGEST_NAME
        return [{"speaker": row[0], "text": " ".join(row[1:])} for row in cells] if named else items
    return [{f"column {at}": cell for at, cell in enumerate(row, 1)} for row in cells]


def _records_of_columns(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The records of an object of columns, each of values by the number of the row, as pandas has it."""
    if rows := _rows_of_lists(value) or _split(value):
        return rows
    first = next(iter(value.values()), None)
    if len(value) < 2 or not isinstance(first, dict) or not first or not all(map(str.isdecimal, first)):
        return []
    if not any(plain(key) == "turn" or _means(key, "text") for key in value):
        return []
    if not all(isinstance(column, dict) and column.keys() == first.keys() for column in value.values()):
        return []
    return [(f"$.*.{row}", {key: column[row] for key, column in value.items()}) for row in first]


def _rows_of_lists(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The records of an object of columns, each a list, two of which are both sides of exchanges."""
    lists = list(value.values())
    size = len(lists[0]) if lists and isinstance(lists[0], list) else 0
    if size < 2 or not all(isinstance(items, list) and len(items) == size for items in lists):
        return []
    both = sides(tuple(value))
    if both is None or not all(isinstance(item, str) for name in both for item in value[name]):
        return []
    return [(f"$.*[{at}]", {key: items[at] for key, items in value.items()}) for at in range(size)]


def _split(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The records of a table that names its columns once and has rows without names, as pandas splits one."""
    columns, rows = value.get("columns"), value.get("data")
    if not isinstance(columns, list) or not isinstance(rows, list) or not rows:
        return []
    if not all(isinstance(name, str) for name in columns):
        return []
    if not all(isinstance(row, list) and len(row) == len(columns) for row in rows):
        return []
    return [(f"$.data[{at}]", dict(zip(columns, row, strict=True))) for at, row in enumerate(rows)]


def _means(key: str, role: str) -> bool:
    meant = role_of(plain(key))
    return meant is not None and meant[0] == role


def _opened(value: Any) -> Any:
    """A record without the layer that tasks of Label Studio have around their data."""
    inner = value.get("data") if isinstance(value, dict) else None
    if isinstance(inner, dict) and {"annotations", "predictions"} & value.keys():
        return {**{key: item for key, item in value.items() if key != "data"}, **inner}
    return value


def _flat_rows(found: Sequence[FoundDialogue]) -> list[tuple[str, Any]] | None:
    """The records of a single list whose own fields tell dialogues apart; None where it is one dialogue."""
    if len(found) != 1 or plain(found[0].where.rpartition(".")[2]) in TURNS:
        return None
    rows = [row for row in found[0].turns if isinstance(row, dict)]
    names = {plain(key) for row in rows[:50] for key in row}
    if not names & _DIALOGUE:
        return None
    return [(f"{found[0].where}[{at}]", row) for at, row in enumerate(found[0].turns)]


def _add_record(table: RecordTable, columns: dict[str, None], place: str, value: Any) -> None:
    if not isinstance(value, dict):
        table.faults.add(place, Sentence("it is {kind} instead of a record", kind=_kind(value)))
        return
    for here, record in _laid_out(place, value):
        flat = _flat(record)
        columns.update(dict.fromkeys(flat))
        table.rows.append(RecordRow(here, flat))


def _laid_out(place: str, record: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """A turn and the replies inside it."""
    key = json_trees.replies_key(record)
    if key is None:
        return [(place, record)]
    keys = frozenset(name for name in json_trees.keys_in(record) if plain(name) in json_trees.REPLIES)
    return list(json_trees.unfolded(place, record, keys | {key}))


def _say_the_others(
    values: Sequence[tuple[str, Any]], found: Sequence[FoundDialogue], faults: Faults
) -> None:
    """Note the records in which no dialogue was found."""
    places = [one.place for one in found]
    at = 0
    for place, value in values:
        if at < len(places) and places[at].startswith(place):
            while at < len(places) and places[at].startswith(place):
                at += 1
        else:
            nothing = isinstance(value, dict | list)
            faults.add(
                place, "there are no turns in it" if nothing else Sentence("it is {kind}", kind=_kind(value))
            )


def _add_dialogue(table: RecordTable, columns: dict[str, None], one: FoundDialogue) -> None:
    table.groups.append(RecordGroup(one.place, title(one.about), _about(one.about)))
    number = len(table.groups) - 1
    if (whole := json_trees.grown(one.turns)) is not None:
        table.faults.remarks.leave_out("fields", len(one.turns), "candidates")
        one.turns = list(whole)
    one.turns = _both_sides(one.where.rpartition(".")[2], one.turns)
    for index, turn in enumerate(one.turns):
        here = one.where if one.rooted else f"{one.where}[{index}]"
        for place, record in _turns_of(here, turn):
            if record is None:
                table.faults.add(place, Sentence("it is {kind} instead of a turn", kind=_kind(turn)))
                continue
            for own, each in _laid_out(place, record):
                flat = _flat(each)
                columns.update(dict.fromkeys(flat))
                table.rows.append(RecordRow(own, flat, number))


def _both_sides(key: str, turns: list[Any]) -> list[Any]:
    """Turns where pairs are both sides of an exchange, as in histories of chats, not names and words."""
    pairs = [turn for turn in turns if isinstance(turn, list) and len(turn) == 2]
    if plain(key) not in EARLIER | ONE or len(pairs) < len(turns) or not pairs:
        return turns
    first = [str(pair[0]) for pair in pairs]
    if plain(key) in ONE and are_names(first):
        return turns
    if len(set(first)) <= max(1, len(first) * 2 // 3) and len(first) > 1:
        return turns
    return [side for pair in pairs for side in pair]


def _turns_of(place: str, turn: Any) -> list[tuple[str, dict[str, Any] | None]]:
    """An item of a list of turns as records: words alone, a name and words, or several in one."""
    if isinstance(turn, str):
        return [(place, {"text": turn})]
    if isinstance(turn, dict) and (keys := names_and_lines(turn)) is not None:
        rest = {key: item for key, item in turn.items() if key not in keys}
        return [(place, {"speaker": turn[keys[0]], "text": turn[keys[1]], **rest})]
    if isinstance(turn, dict):
        return [(place, turn)]
    if isinstance(turn, list) and len(turn) == 2 and all(isinstance(part, str) for part in turn):
        return [(place, {"speaker": turn[0], "text": turn[1]})]
    if isinstance(turn, list) and turn and all(map(says, turn)):
        return [(f"{place}[{at}]", item) for at, item in enumerate(turn)]
    return [(place, None)]


def _about(about: Mapping[str, Any]) -> Meta:
    meta: Meta = {}
    if called := title(about):
        meta["id"] = called
    key = title_key(about)
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
    names = {
        dict: Sentence("an object"),
        list: Sentence("a list"),
        str: Sentence("a string"),
        bool: Sentence("true or false"),
        type(None): Sentence("null"),
    }
    return names.get(type(value), Sentence("a number"))


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
