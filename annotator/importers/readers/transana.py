"""Exports of Transana: transcripts with time codes, and documents, divided by speaker markers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from annotator.errors import UserError
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.rich_text import read_rich_text
from annotator.importers.text_to_turns import divide
from annotator.importers.xml_tree import Element, parse

_TIME_CODE = re.compile(r"¤[ \t]*<(\d{1,9})>[ \t]?")  # milliseconds


def read_transana(name: str, data: bytes, recipe: Recipe) -> Readout:
    """A dialogue for each transcript of an episode and each document; clips say parts of them again."""
    root = parse(data, "This export of Transana")
    faults = Faults()
    episodes = {_said(each, "Num"): each for each in root.all("Episode")}
    made: list[ReadDialogue] = []
    clips: list[str] = []
    for each in (*root.all("Transcript"), *root.all("Document")):
        if _said(each, "ClipNum") not in {"", "0"}:
            clips.append(_said(each, "ID"))
            continue
        if dialogue := _dialogue(name, each, episodes, recipe, faults):
            made.append(dialogue)
        else:
            faults.remarks.leave_out("parts", 1, _said(each, "ID"))
    clips += [_said(each, "ID") for each in root.all("Quote")]
    faults.remarks.leave_out("parts", len(clips), *(clip for clip in clips if clip))
    faults.remarks.leave_out("tags", sum(1 for _ in root.all("ClipKeyword")))
    if not made:
        raise UserError("There are no turns in this export of Transana", "it has no transcript with words")
    return Readout(tuple(made), **faults.told())


def _dialogue(
    name: str, element: Element, episodes: Mapping[str, Element], recipe: Recipe, faults: Faults
) -> ReadDialogue | None:
    text, codes = _without_codes(_text(name, element, recipe))
    if not text.strip():
        return None
    divided = divide(text, None, recipe.answers)
    faults.remarks.questions += [one for one in divided.questions if one not in faults.remarks.questions]
    for one in divided.left_out:
        faults.remarks.leave_out(one.code, one.count, *one.names)
    title = _said(element, "ID")
    turns = tuple(
        ReadTurn(
            piece.speaker,
            text[piece.start : piece.end],
            f"{title}, character {piece.start}",
            {**piece.meta, **_times(codes, piece.lead_start, piece.start, piece.end)},
        )
        for piece in divided.segmentation.pieces
    )
    episode = episodes.get(_said(element, "EpisodeNum"))
    meta: Meta = {}
    media = _said(episode, "MediaFile") if episode is not None else _said(element, "MediaFile")
    if media:
        meta["media"] = [media]
    said = {key: value for key in ("Transcriber", "Comment", "Author") if (value := _said(element, key))}
    if episode is not None and _said(episode, "ID") not in {"", title}:
        said["Episode"] = _said(episode, "ID")
    if said:
        meta["fields"] = said
    return ReadDialogue(turns, title, title, meta)


def _said(element: Element, name: str) -> str:
    child = next((each for each in element.children if each.name == name), None)
    return child.whole().strip() if child is not None else ""


def _text(name: str, element: Element, recipe: Recipe) -> str:
    """The text of a transcript, which may be rich text in XML or RTF."""
    holder = next((each for each in element.children if each.name in {"RTFText", "XMLText"}), None)
    if holder is None:
        return ""
    if holder.first("richtext") is not None:
        return "\n".join("".join(_pieces(paragraph)) for paragraph in holder.all("paragraph"))
    written = holder.whole().strip()
    if written.startswith("{\\rtf"):
        return read_rich_text(name, written.encode(), recipe).text or ""
    return written


def _pieces(paragraph: Element) -> Iterator[str]:
    """What a paragraph of rich text says; blanks at the ends of a piece are kept by quotation marks."""
    for each in paragraph.children:
        text = each.whole()
        if each.name == "text":
            text = text.strip()
            yield text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
        elif each.name == "symbol" and text.strip().isdigit():
            yield chr(int(text))


def _without_codes(text: str) -> tuple[str, list[tuple[int, float]]]:
    """A text without time codes, and where in it they stood."""
    parts: list[str] = []
    codes: list[tuple[int, float]] = []
    at = length = 0
    for match in _TIME_CODE.finditer(text):
        parts.append(text[at : match.start()])
        length += match.start() - at
        codes.append((length, int(match[1]) / 1000))
        at = match.end()
    return "".join((*parts, text[at:])), codes


def _times(codes: Sequence[tuple[int, float]], lead: int, start: int, end: int) -> Meta:
    """When a turn begins, by the code before its words, and the codes within them."""
    before = [at for place, at in codes if lead <= place <= start]
    inside = [at for place, at in codes if start < place < end]
    meta: Meta = {"start": before[-1]} if before else {}
    return {**meta, "fields": {"time codes": inside}} if inside else meta
