"""CoNLL: tables of words in sentences, with who speaks in a comment (CoNLL-U) or in a column (CoNLL-2012)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.errors import Sentence, UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.joined_words import join_words
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe

_WORD = re.compile(r"(?P<id>\d+(?:[-.]\d+)?)\t(?P<form>[^\t\n]+)(?:\t[^\t\n]*){7,8}$", re.MULTILINE)
_COMMENT = re.compile(r"#[ \t]*(?P<key>[^=\n]*?)[ \t]*(?:=[ \t]*(?P<value>.*))?$")
_BEGIN = re.compile(r"#begin document \((?P<name>[^)\n]*)\)(?:; part (?P<part>\d+))?")
_END_NUMBER = re.compile(r"[-_.:sS]*\d+\Z")
# Several on one line: "# dialect: east speakerid: east_03".
_PAIRS = re.compile(r"(?:\w+:[ \t]*\S+(?:[ \t]+|\Z))+\Z")
_PAIR = re.compile(r"(?P<key>\w+):[ \t]*(?P<value>\S+)")
_SPEAKERS = ("speaker_id", "speaker", "speaker_name", "speakerid", "who", "participant", "speaker_role")
_OWN = frozenset(
    (*_SPEAKERS, "sent_id", "text", "newpar", "newpar id", "newdoc", "newdoc id", "global.columns")
)
_FORM, _SPEAKER, _COLUMNS_2012 = 3, 9, 11  # of CoNLL-2012, which has that many columns at least
_LOST = ("LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC")
_LOST_2012 = ("POS", "PARSE", "LEMMA", "SENSE", "NE", "SRL", "COREF")
_NOBODY = frozenset(("-", "_"))


@dataclass(slots=True)
class _Block:
    """What stands between two empty lines: comments and rows of words, with the number of its first line."""

    line: int
    comments: list[tuple[str, str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def looks_like_conll(head: str) -> bool:
    """Whether a text begins as one of both forms does: comments and rows of ten columns, or a document."""
    first = next((line for line in head.split("\n") if line.strip()), "")
    return bool(_BEGIN.match(first)) or (first.startswith(("#", "1\t", "1-")) and bool(_WORD.search(head)))


def read_conll(name: str, data: bytes, recipe: Recipe) -> Readout:
    """A sentence is a turn, a document a dialogue. Raises UserError where the columns are of another kind."""
    decoded = decode_by_lines(data, recipe.encoding)
    if not looks_like_conll(decoded.text):
        raise UserError(
            "{name} cannot be read",
            "it is a table of words, and nothing says what its columns are",
            "CoNLL-U and CoNLL-2012 can be read, and tables with names of columns as CSV",
            name=name,
        )
    faults = Faults()
    old = _BEGIN.search(decoded.text) is not None
    dialogues = tuple(_documents_2012(decoded.text) if old else _documents(decoded.text))
    if not dialogues:
        raise UserError("{name} cannot be read", "there are no words in it", name=name)
    lost = _LOST_2012 if old else _LOST
    faults.remarks.leave_out("fields", len(lost), *lost)
    turns = [turn for one in dialogues for turn in one.turns]
    if not any(turn.speaker for turn in turns):
        faults.remarks.leave_out("unsaid", len(turns))
    return Readout(dialogues, **faults.told(), decoded=decoded)


# --- CoNLL-U ----------------------------------------------------------------------------------


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block(1)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            if block.rows:
                yield block
                block = _Block(number + 1)
        elif line.startswith("#") and (match := _COMMENT.match(line)):
            said = match["key"].strip()
            if match["value"] is None and _PAIRS.match(said):
                block.comments += [(pair["key"], pair["value"]) for pair in _PAIR.finditer(said)]
            else:
                block.comments.append((said, (match["value"] or "").strip()))
        else:
            block.rows.append(line.split("\t"))
    if block.rows:
        yield block


def _documents(text: str) -> Iterator[ReadDialogue]:
    """The documents of CoNLL-U: as the file says, else by ids of sentences, alike but for the number."""
    blocks = list(_blocks(text))
    told = any(key.startswith("newdoc") for block in blocks for key, _ in block.comments)
    documents: list[list[_Block]] = []
    if told:
        for block in blocks:
            if not documents or any(key.startswith("newdoc") for key, _ in block.comments):
                documents.append([])
            documents[-1].append(block)
    else:
        by_stem: dict[str, list[_Block]] = {}
        for block in blocks:
            by_stem.setdefault(_stem(block), []).append(block)
        documents = list(by_stem.values()) if 2 * len(by_stem) <= len(blocks) else [blocks]
    for document in documents:
        yield _document(document, _stem(document[0]) if not told and len(documents) > 1 else "")


def _stem(block: _Block) -> str:
    return _END_NUMBER.sub("", dict(block.comments).get("sent_id", ""))


def _document(blocks: Sequence[_Block], stem: str) -> ReadDialogue:
    first = blocks[0].comments
    of_document: dict[str, str] = {}
    called = stem
    if any(key.startswith("newdoc") for key, _ in first):
        called = dict(first).get("newdoc id", "")
        at = next((at for at, (key, _) in enumerate(first) if key in {"sent_id", "text"}), 0)
        of_document = {key: value for key, value in first[:at] if key not in _OWN and value}
    turns = tuple(_turn(block, of_document) for block in blocks)
    meta: Meta = {"id": called} if called else {}
    if of_document:
        meta["fields"] = of_document
    if people := _people(blocks, of_document):
        meta["speakers"] = people
    return ReadDialogue(turns, called, f"line {blocks[0].line}", meta)


def _speaker(comments: Mapping[str, str]) -> str:
    return next((comments[key] for key in _SPEAKERS if comments.get(key)), "")


def _people(blocks: Sequence[_Block], of_document: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What comments say about each speaker: ``speaker_age`` and its like."""
    people: dict[str, dict[str, str]] = {}
    for block in blocks:
        comments = dict(block.comments)
        said = {
            key.removeprefix("speaker_"): value
            for key, value in block.comments
            if key.startswith("speaker_") and key not in _OWN and key not in of_document and value
        }
        if said and (who := _speaker(comments)):
            people.setdefault(who, {}).update(said)
    return people


def _turn(block: _Block, of_document: Mapping[str, str]) -> ReadTurn:
    comments = dict(block.comments)
    meta: Meta = {"id": comments["sent_id"]} if comments.get("sent_id") else {}
    meta.update(_times(block.rows))
    fields = {
        key: value
        for key, value in block.comments
        if value and key not in _OWN and key not in of_document and not key.startswith("speaker_")
    }
    if fields:
        meta["fields"] = fields
    text = comments.get("text") or _joined(block.rows)
    return ReadTurn(_speaker(comments), text, f"line {block.line}", meta)


def _joined(rows: Sequence[Sequence[str]]) -> str:
    """The words of a sentence that is not written out: what was written together stands together."""
    parts: list[str] = []
    until = 0
    for row in rows:
        first, dash, last = row[0].partition("-")
        if "." in first or not first.isdigit() or len(row) < 2 or (not dash and int(first) <= until):
            continue
        if dash and last.isdigit():
            until = int(last)
        parts.append(row[1] + ("" if "SpaceAfter=No" in row[-1] else " "))
    return "".join(parts).strip()


def _times(rows: Sequence[Sequence[str]]) -> dict[str, float]:
    """When the first word begins and the last one ends, where words are aligned, in milliseconds."""
    found: dict[str, float] = {}
    for key, name, words in (("start", "AlignBegin=", rows), ("end", "AlignEnd=", rows[::-1])):
        for row in words:
            said = next((part.removeprefix(name) for part in row[-1].split("|") if part.startswith(name)), "")
            if said.isdigit():
                found[key] = int(said) / 1000
                break
    return found


# --- CoNLL-2012 -------------------------------------------------------------------------------


def _documents_2012(text: str) -> Iterator[ReadDialogue]:
    parts = _BEGIN.split(text)[1:]
    for name, part, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        turns = []
        for number, sentence in enumerate(re.split(r"\n[ \t]*\n", body), 1):
            rows = [
                line.split() for line in sentence.split("\n") if line.strip() and not line.startswith("#")
            ]
            rows = [row for row in rows if len(row) >= _COLUMNS_2012]
            if rows:
                who = "" if rows[0][_SPEAKER] in _NOBODY else rows[0][_SPEAKER]
                words = join_words(row[_FORM].replace("/.", ".").replace("/?", "?") for row in rows)
                turns.append(ReadTurn(who, words, Sentence("sentence {number}", number=number)))
        if turns:
            title = f"{name}, part {int(part)}" if part and int(part) else name
            yield ReadDialogue(tuple(turns), title, name, {"id": title})
