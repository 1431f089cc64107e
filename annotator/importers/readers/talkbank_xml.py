"""TalkBank's XML, in which CHILDES comes, too: what CHAT has as lines, as elements."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.errors import UserError
from annotator.importers.joined_words import join_words
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.time_values import Unit, seconds
from annotator.importers.xml_tree import Element, parse

_ENDS = {"p": ".", "q": "?", "e": "!", "trail off": "…", "interruption": "—", "self interruption": "—"}
_SIGNS = {"comma": ",", "tag": ",", "vocative": ","}
_PAUSES = {"simple": "(.)", "long": "(..)", "very long": "(...)"}
_IN_WORDS = frozenset(("shortening", "italic", "underline"))  # parts of a word; all else is about it
_AROUND = frozenset(("g", "pg", "sg", "quotation", "overlap"))  # what stands around words
_ABOUT = ("name", "role", "language", "age", "sex", "group", "SES", "education", "birthplace")


def read_talkbank(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Utterances with the three-letter codes of their speakers; who these are is kept with the dialogue."""
    root = parse(data, "This TalkBank file")
    faults = Faults()
    turns = []
    for utterance in root.all("u"):
        text = join_words(_said(utterance))
        if any(map(str.isalnum, text)):
            turns.append(ReadTurn(utterance.get("who"), text, f"line {utterance.line}", _meta(utterance)))
        else:
            faults.remarks.leave_out("silent")
    if not turns:
        raise UserError("There are no turns in this TalkBank file", "nobody says anything in it")
    about: Meta = {
        "headers": {each.get("type"): each.text.strip() for each in root.children if each.name == "comment"}
    }
    people = {each.get("id"): _described(each) for each in root.all("participant")}
    if any(people.values()):
        about["speakers"] = {who: said for who, said in people.items() if said}
    return Readout((ReadDialogue(tuple(turns), meta=about),), **faults.told())


def _said(element: Element) -> Iterator[str]:
    """The words and signs of an utterance, or of what stands around some of them."""
    for child in element.children:
        kind = child.get("type")
        if child.name == "w":
            yield _word(child)
        elif child.name in _AROUND:
            yield from _said(child)
        elif child.name == "t":
            yield _ENDS.get(kind, ".")
        elif child.name == "tagMarker":
            yield _SIGNS.get(kind, "")
        elif child.name == "pause":
            yield _PAUSES.get(child.get("symbolic-length"), "(.)")


def _word(element: Element) -> str:
    """A word as it was said, without its analysis and without what it should have been."""
    parts = []
    for piece in element.mixed():
        if isinstance(piece, str):
            parts.append(piece.strip())
        elif piece.name in _IN_WORDS:
            parts.append(_word(piece))
        elif piece.name == "wk":
            parts.append("+")
    return "".join(parts)


def _meta(utterance: Element) -> Meta:
    meta: Meta = {"id": utterance.get("uID")} if utterance.get("uID") else {}
    media = utterance.first("media")
    if media is not None:
        unit: Unit = "ms" if media.get("unit") == "ms" else "s"
        times = {name: seconds(media.get(name), unit) for name in ("start", "end")}
        meta.update({name: at for name, at in times.items() if at is not None})
    tiers = {
        each.get("flavor") or each.get("type"): each.whole().strip()
        for each in utterance.children
        if each.name == "a"
    }
    if tiers:
        meta["tiers"] = tiers
    return meta


def _described(participant: Element) -> dict[str, str]:
    return {name: value for name in _ABOUT if (value := participant.get(name))}
