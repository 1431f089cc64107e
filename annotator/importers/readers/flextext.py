"""Texts of FieldWorks (FLEx, ``.flextext``): each phrase is a turn; glosses and translations go with it."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.errors import UserError
from annotator.importers.joined_words import join_words
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe, one_break
from annotator.importers.time_values import seconds
from annotator.importers.xml_tree import Element, parse

_TEXT = "interlinear-text"
SIGN = f"<{_TEXT}".encode()  # in documents of FLEx, whose first element has a name that many have
_SAID = frozenset(("txt", "punct"))


def read_flextext(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """A dialogue for each text in the file."""
    root = parse(data, "This FLEx text")
    if root.first(_TEXT) is None:
        raise UserError(
            "{name} cannot be read", "it is XML, but no text of FLEx (<{root}>)", name=name, root=root.name
        )
    faults = Faults()
    dialogues = []
    for text in root.all(_TEXT):
        phrases = [phrase for each in text.all("phrases") for phrase in each.children]
        turns = tuple(turn for phrase in phrases if (turn := _turn(phrase)).text)
        faults.remarks.leave_out("silent", len(phrases) - len(turns))
        if turns:
            dialogues.append(ReadDialogue(turns, _title(text), f"line {text.line}", _about(text)))
    if not dialogues:
        raise UserError("There are no turns in this FLEx file", "none of its phrases has words")
    return Readout(tuple(dialogues), **faults.told())


def _items(element: Element) -> Iterator[tuple[str, str, str]]:
    """Type, language and value of what is said of an element, without what is said of those in it."""
    for child in element.children:
        value = one_break(child.whole()).strip()
        if child.name == "item" and value:
            yield child.get("type"), child.get("lang"), value


def _turn(phrase: Element) -> ReadTurn:
    words = list(phrase.all("word"))
    spoken = next((value for kind, _, value in _items(phrase) if kind == "txt"), "")
    if not spoken:
        spoken = join_words(word for word in map(_word, words) if word)
    meta: Meta = {"id": phrase.get("guid")} if phrase.get("guid") else {}
    for key, attribute in (("start", "begin-time-offset"), ("end", "end-time-offset")):
        if (time := seconds(phrase.get(attribute), "ms")) is not None:
            meta[key] = time
    if tiers := {**_of_phrase(phrase), **_of_words(words)}:
        meta["tiers"] = tiers
    return ReadTurn(phrase.get("speaker"), spoken, f"line {phrase.line}", meta)


def _word(word: Element) -> str:
    """A word, or a sign between words, in the first of its writing systems."""
    return next((value for kind, _, value in _items(word) if kind in _SAID), "")


def _of_phrase(phrase: Element) -> dict[str, object]:
    """Translations and notes of a phrase, and its number."""
    found: dict[str, list[str]] = {}
    for kind, language, value in _items(phrase):
        if kind == "segnum":
            found["segnum"] = [value]
        elif kind != "txt":
            found.setdefault(_named(kind, language), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _of_words(words: list[Element]) -> dict[str, object]:
    """What is said of each word and of its morphemes, word by word; "" where there is nothing."""
    own = [word for word in words if any(kind == "txt" for kind, _, _ in _items(word))]
    found: dict[str, list[str]] = {}
    for place, word in enumerate(own):
        beside = [item for item in _items(word) if item[0] not in _SAID]
        beside += [item for item in _items(word) if item[0] == "txt"][1:]  # in other writing systems
        below = [item for morph in word.all("morph") for item in _items(morph)]
        for what, items in (("word", beside), ("morph", below)):
            for kind, language, value in items:
                values = found.setdefault(_named(f"{what} {kind}", language), [""] * len(own))
                values[place] = f"{values[place]} {value}".strip()
    return dict(found)


def _named(kind: str, language: str) -> str:
    return f"{kind} ({language})" if language else kind


def _title(text: Element) -> str:
    return next((value for kind, _, value in _items(text) if kind == "title"), "")


def _about(text: Element) -> Meta:
    """What else is said of a text, and its recordings."""
    title = _title(text)
    fields = {_named(kind, language): value for kind, language, value in _items(text) if value != title}
    media = [each.get("location") for each in text.all("media") if each.get("location")]
    return {**({"fields": fields} if fields else {}), **({"media": media} if media else {})}
