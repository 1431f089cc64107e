"""What single values of records hold: words, names, and whole dialogues in one string."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from typing import Any

from annotator.importers.joined_words import join_words
from annotator.importers.line_times import CLOCK
from annotator.importers.person_names import is_sound

_LONGEST_LITERAL = 1_000_000  # characters of a cell that may be a list
_LONGEST_NAME = 40
_LEAST_TURNS = 2
_NAME = rf"[^\s:：|<>\"][^:：\n<>]{{0,{_LONGEST_NAME - 1}}}"
_LINE = re.compile(rf"[ \t]*(?P<name>{_NAME}?)[ \t]*[:：][ \t]*(?P<words>.*)\Z", re.DOTALL)
_BRACKETED = re.compile(r"\s*[\[(<](?P<name>[^\[\]()<>:：\n]{1,40})[\])>][ \t]*(?P<words>\S.*)\Z", re.DOTALL)
_TAG = re.compile(
    r"(?:p|br|div|span|[biu]|em|strong|ul|ol|li|h[1-6]|html|body|table|tr|td|blockquote|pre|code)\b|a\s",
    re.IGNORECASE,
)
_BEHIND_CLOCK = re.compile(rf"\s*[\[(]?(?P<clock>{CLOCK})[\])]?[ \t]*[-–—|]?[ \t]*(?=[^\s\d])")
_CLOCK_TAIL = re.compile(r"\d\Z")
_SENTENCE = re.compile(r"[.!?。！？,;](?:\s|\Z)")
_TITLES = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|Rev|Hon|Gov|Sen|Rep|Lt|Sgt|Capt|[A-Z])\.")
_MARKS = ("__eou__", "</s>", "<|endoftext|>", "[SEP]", "<eot>", " EOU ", "<EOU>", "[EOU]", "<|im_end|>")
_AT_SENTENCE = re.compile(
    r"(?:\A\s*|(?<=[.?!…。？！\"”’')\]])\s+)(?P<name>[^\W\d_][\w.'’-]*(?: [\w.'’#-]+){0,2}):\s+(?=\S)"
)
_HASHED = re.compile(r"(?:\A|\s)#{2,3} ?(?P<name>[A-Z][A-Za-z]{1,19})[:：](?=\s|\Z)\s*")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"", re.DOTALL)


def words_of(value: object) -> str:
    """A value as text: strings as they are, the parts of a message joined, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        return _of_list(value)
    return _part(value) if isinstance(value, dict) else str(value)


def _of_list(value: Sequence[Any]) -> str:
    """The words in a list: heard words joined, the parts of a message below one another."""
    if value and all(isinstance(part, dict) and isinstance(part.get("word"), str) for part in value):
        return join_words(str(part.get("punctuated_word") or part["word"]) for part in value)
    if len(value) > 1 and all(isinstance(part, str) and part and " " not in part for part in value):
        return join_words(value)  # each a word
    parts = [part if isinstance(part, str) else _part(part) for part in value]
    return "\n".join(part for part in parts if part)


def _part(value: object) -> str:
    """The words in one part of a message that consists of several."""
    if isinstance(value, dict):
        for key in ("text", "content", "value"):
            if isinstance(value.get(key), str):
                return str(value[key])
    return "" if isinstance(value, dict | list) or value is None else str(value)


def name_of(value: object) -> str:
    """Who speaks: several people with commas between them, also where a cell holds a list of them."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        listed = _literal(value) or _names_in_quotes(value)
        value = listed if isinstance(listed, list) and _all_strings(listed) else value
    if isinstance(value, dict):
        for key in ("name", "id", "@id", "username", "label"):
            if isinstance(value.get(key), str | int):
                return str(value[key])
    if isinstance(value, list):
        return ", ".join(part for part in map(name_of, value) if part)
    return words_of(value).strip()


def _names_in_quotes(text: str) -> list[str] | None:
    """The names in a list as Python shows it, where one has a quotation mark in it: ``['O'Neill']``."""
    if not (text.startswith("['") and text.endswith("']")):
        return None
    return text[2:-2].split("', '")


def _literal(text: str) -> object:
    """The value that a string writes out, in JSON or as Python shows it; None where it writes none."""
    if len(text) > _LONGEST_LITERAL:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    if text.startswith("["):
        found = [one or other for one, other in _QUOTED.findall(text)]
        rest = _QUOTED.sub("", text)
        if found and not rest.strip("[], \t\r\n"):  # also without commas, as arrays are shown
            return [_unescaped(each) for each in found]
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\'", "'").replace('\\"', '"').replace("\\\\", "\\")


def _all_strings(items: Sequence[object]) -> bool:
    return all(isinstance(item, str) for item in items)


def named(text: str) -> tuple[str, str] | None:
    """The name before a colon and the words behind it; None where what stands there is no name."""
    match = _LINE.match(text)
    if match is None:
        return None
    name = match["name"].strip().strip("*")
    clock = _CLOCK_TAIL.search(name) and match["words"][:1].isdigit()
    if (
        not name
        or clock
        or name.count("(") != name.count(")")
        or _SENTENCE.search(_TITLES.sub("", name) + " ")
        or len(name.split()) > 5
    ):
        return None
    if name.casefold() in {"http", "https", "ftp", "file"}:
        return None
    if name.startswith("[") and name.endswith("]") and len(name) > 2:
        name = name[1:-1].strip()
    return name, match["words"].strip().removeprefix("**").strip()


def in_brackets(text: str) -> tuple[str, str] | None:
    """The name between brackets before the words, ``[CHI] more milk``; None for a sound or a tag of HTML."""
    match = _BRACKETED.match(text)
    if match is None or is_sound(match["name"]):
        return None
    if text.lstrip().startswith("<") and _TAG.match(match["name"]):
        return None
    return match["name"].strip(), match["words"].strip()


def behind_clock(text: str) -> tuple[str, str] | None:
    """The name and the words behind a time: ``(0:05) Anna: more milk``; None where none stands there."""
    match = _BEHIND_CLOCK.match(text)
    return named(text[match.end() :]) if match else None


def clock_before(text: str) -> str:
    """The time that a text begins with, "" for none."""
    match = _BEHIND_CLOCK.match(text)
    return match["clock"] if match else ""


def turns_of(value: object, *, sure: bool = False) -> list[tuple[str, str] | dict[str, Any]]:
    """The turns of a whole dialogue in one value: names and words, or records; empty where it holds none.

    ``sure``: somebody or other cells say that it is one, so that names need not come again.
    """
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("[") and text.endswith("]"):
            value = _literal(text)
        else:
            return list(_of_text(text, sure=sure))
    if not isinstance(value, list) or not value:
        return []
    if all(isinstance(item, dict) for item in value):
        return [dict(item) for item in value]
    if not _all_strings(value):
        return []
    pairs = [named(item) for item in value]
    if all(pairs) and len(value) >= _LEAST_TURNS:
        return [pair for pair in pairs if pair]
    return [("", item.strip()) for item in value if item.strip()] if len(value) >= _LEAST_TURNS else []


def _of_text(text: str, *, sure: bool) -> list[tuple[str, str]]:
    marked = list(_HASHED.finditer(text)) if "##" in text else []
    if len(marked) > 1:
        above = text[: marked[0].start()].strip()
        return [*([("", above)] if above else []), *_behind_names(text, marked)]
    for mark in _MARKS:
        if mark in text:
            parts = [part.strip() for part in text.split(mark)]
            return [named(part) or ("", part) for part in parts if part]
    return script(text, sure=sure)


def _in_a_line(text: str, *, sure: bool) -> list[tuple[str, str]]:
    """The turns of a line in which names stand before colons where sentences begin; empty for others.

    ``Agent: How can I help? Customer: I have lost a lamp. Agent: Where?``
    """
    least = _LEAST_TURNS if sure else _LEAST_TURNS + 1
    if text.count(":") < least:
        return []
    found = list(_AT_SENTENCE.finditer(text))
    names = {one["name"] for one in found}
    if len(found) < least or found[0].start() or not _LEAST_TURNS <= len(names) <= max(2, len(found) // 2):
        return []
    return _behind_names(text, found)


def _behind_names(text: str, found: Sequence[re.Match[str]]) -> list[tuple[str, str]]:
    """The names that were found in a text, each with what stands behind it up to the next."""
    ends = [*(one.start() for one in found[1:]), len(text)]
    return [(one["name"], text[one.end() : end].strip()) for one, end in zip(found, ends, strict=True)]


def script(text: str, *, sure: bool = False) -> list[tuple[str, str]]:
    """The turns of a text whose lines begin with names; lines without one go on. Empty where it is none."""
    if "\n" not in text and "\r" not in text and (inline := _in_a_line(text, sure=sure)):
        return inline
    turns: list[list[str]] = []
    marked = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        pair = named(line)
        if pair is not None:
            turns.append([*pair])
            marked += 1
        elif turns:
            turns[-1][1] = f"{turns[-1][1]}\n{line}"
        elif line.strip():
            turns.append(["", line])
    names = {name for name, _ in turns if name}
    if not sure and (
        marked < _LEAST_TURNS or len(names) < _LEAST_TURNS or len(names) > max(_LEAST_TURNS, marked * 0.8)
    ):
        return []
    if not marked:
        return []
    return [(name, words.strip("\n").rstrip()) for name, words in turns]
