"""Lists with which speech recognition is scored: STM, CTM, RTTM, and the tables of the LDC (TDF)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn

from annotator.errors import Sentence, UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.chat_log import finished
from annotator.importers.single_words import begin_of, joined_by_speaker
from annotator.model import Decoded

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?|\.\d+")
_LABELS = re.compile(r"\A<[^<>\s]*,[^<>]*>\s*")  # of STM: <o,f0,male>
_LABEL = re.compile(r"\A<[^<>]*>\s*")
_SILENT = frozenset(("inter_segment_gap", "excluded_region", "ignore_time_segment_in_scoring"))
_RECORDS = frozenset(
    (
        "SPEAKER",
        "SPKR-INFO",
        "LEXEME",
        "SEGMENT",
        "NON-LEX",
        "NON-SPEECH",
        "SU",
        "EDIT",
        "NOSCORE",
        "LANGUAGE",
    )
)  # of RTTM
_RTTM = re.compile(rf"(?:{'|'.join(sorted(_RECORDS))})[ \t]+\S+[ \t]+\S+[ \t]+\S")
_NO_NAME = frozenset(("<NA>", "-", ""))
_TDF_SIGN = "file;unicode\t"
_ABOUT = {"speakerType": "sex", "speakerDialect": "dialect"}

Lines = Iterator[tuple[int, list[str]]]


def read_stm(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """A line is a turn: recording, channel, speaker, begin, end, maybe labels, and words."""
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    recordings: dict[str, list[ReadTurn]] = {}
    lines = list(_lines(decoded, 5))
    rest = [cells[5] for _, cells in lines if len(cells) > 5]  # a sign before all words is a label, too
    labels = _LABEL if all(_LABEL.match(each) for each in rest) else _LABELS
    for number, cells in lines:
        begin, end = (_number(cell) for cell in (*cells[3:5], "", "")[:2])
        if begin is None or end is None:
            _strange(faults, number)
            continue
        words = labels.sub("", cells[5], count=1) if len(cells) > 5 else ""
        if not words.strip() or cells[2].casefold() in _SILENT or words.casefold() in _SILENT:
            faults.remarks.leave_out("silent")
            continue
        turn = ReadTurn(cells[2], words.strip(), f"line {number}", {"start": begin, "end": end})
        recordings.setdefault(cells[0], []).append(turn)
    return _recordings(recordings, faults, decoded, "STM")


def read_ctm(name: str, data: bytes, recipe: Recipe) -> Readout:
    """Words with their times, joined up to the next pause: of CTM, and of the lexemes of RTTM.

    Of alternatives the first is taken. Raises UserError for an RTTM that says only who speaks when.
    """
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    first = next(_lines(decoded, 8), (0, [""]))[1]
    rich = first[0] in _RECORDS or (first[0].isupper() and "<NA>" in first)
    words = _of_rttm(decoded, faults) if rich else _of_ctm(decoded, faults)
    if rich and not words:
        raise UserError(
            "{name} holds no words",
            "it says who speaks when (RTTM), and not what",
            "Import the transcript that belongs to it",
            name=name,
        )
    recordings = {recording: joined_by_speaker(turns) for recording, turns in words.items()}
    return _recordings(recordings, faults, decoded, "RTTM" if rich else "CTM")


def read_tdf(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """A row is a turn, by the names of the columns in the first line (``speaker;unicode``)."""
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    rows = decoded.text.split("\n")
    columns = [cell.partition(";")[0] for cell in rows[0].removeprefix("\ufeff").split("\t")]
    recordings: dict[str, list[ReadTurn]] = {}
    people: dict[str, dict[str, dict[str, str]]] = {}
    for number, line in enumerate(rows[1:], 2):
        row = dict(zip(columns, line.split("\t"), strict=False))
        if not line.strip() or line.startswith(";;"):
            continue
        begin, end, words = _number(row.get("start", "")), _number(row.get("end", "")), row.get("transcript")
        if begin is None or end is None or words is None:
            _strange(faults, number)
        elif not words.strip():
            faults.remarks.leave_out("silent")
        else:
            turn = ReadTurn(
                row.get("speaker", ""), words.strip(), f"line {number}", _tdf_meta(row, begin, end)
            )
            recordings.setdefault(row.get("file", ""), []).append(turn)
            said = {_ABOUT[key]: row[key] for key in _ABOUT if row.get(key, "").strip() not in {"", "NA"}}
            if said:
                people.setdefault(row.get("file", ""), {})[row.get("speaker", "")] = said
    return _recordings(recordings, faults, decoded, "TDF", people)


def looks_like_tdf(head: str) -> bool:
    """Whether a text begins with the names and kinds of columns of a TDF."""
    return head.startswith(_TDF_SIGN)


def looks_like_lexemes(head: str) -> bool:
    """Whether all lines are records of RTTM."""
    lines = [line for line in head.split("\n")[:-1] or [head] if line.strip() and not line.startswith(";;")]
    return len(lines) >= 2 and all(_RTTM.match(line) for line in lines)


def refuse_labels(name: str, data: bytes, recipe: Recipe) -> NoReturn:  # noqa: ARG001 - all readers take the same
    """Say what files are that hold labels for a text or a sound, and no turns."""
    if data.lstrip().startswith(b"#!MLF!#"):
        raise UserError(
            "{name} is a list of labels of HTK",
            "it holds words or sounds under the names of sound files, and nobody speaks them",
            "Import the transcript from which it was made",
            name=name,
        )
    raise UserError(
        "{name} holds annotations of brat without their text",
        "they say from which character to which something is marked in a text file of the same name",
        "Import the text (.txt)",
        name=name,
    )


def _lines(decoded: Decoded, most: int) -> Lines:
    """Lines that are no comments, in so many cells and the rest."""
    for number, line in enumerate(decoded.text.split("\n"), 1):
        cells = line.split(None, most)
        if cells and not cells[0].startswith(";;"):
            yield number, cells


def _of_ctm(decoded: Decoded, faults: Faults) -> Mapping[str, list[ReadTurn]]:
    words: dict[str, list[ReadTurn]] = {}
    channels: dict[str, set[str]] = {}
    other = False  # whether lines are of a further alternative
    for number, cells in _lines(decoded, 5):
        sign = cells[4].upper() if len(cells) > 4 else ""
        if sign in {"<ALT_BEGIN>", "<ALT>", "<ALT_END>"}:
            other = sign == "<ALT>"
            faults.remarks.leave_out("readings", int(other))
            continue
        begin, lasts = (_number(cell) for cell in (*cells[2:4], "", "")[:2])
        if begin is None or lasts is None or len(cells) < 5:
            _strange(faults, number)
        elif not other and cells[4] != "@":
            meta: Meta = {"start": begin, "end": round(begin + lasts, 6)}
            words.setdefault(cells[0], []).append(ReadTurn(cells[1], cells[4], f"line {number}", meta))
            channels.setdefault(cells[0], set()).add(cells[1])
    return {
        recording: turns if len(channels[recording]) > 1 else [_of_nobody(turn) for turn in turns]
        for recording, turns in words.items()
    }


def _of_nobody(turn: ReadTurn) -> ReadTurn:
    """A word of a recording with one channel, which says nothing of who speaks."""
    return ReadTurn("", turn.text, turn.place, turn.meta)


def _of_rttm(decoded: Decoded, faults: Faults) -> Mapping[str, list[ReadTurn]]:
    words: dict[str, list[ReadTurn]] = {}
    for number, cells in _lines(decoded, 9):
        if cells[0] != "LEXEME":
            continue
        begin, lasts = (_number(cell) for cell in (*cells[3:5], "", "")[:2])
        if begin is None or lasts is None or len(cells) < 8:
            _strange(faults, number)
        elif cells[5] not in _NO_NAME:
            who = "" if cells[7] in _NO_NAME else cells[7]
            meta: Meta = {"start": begin, "end": round(begin + lasts, 6)}
            words.setdefault(cells[1], []).append(ReadTurn(who, cells[5], f"line {number}", meta))
    return words


def _tdf_meta(row: Mapping[str, str], begin: float, end: float) -> Meta:
    meta: Meta = {"start": begin, "end": end}
    fields = {key: row[key] for key in ("channel", "section", "turn", "segment", "suType") if row.get(key)}
    return {**meta, "fields": fields} if fields else meta


def _recordings(
    recordings: Mapping[str, Sequence[ReadTurn]],
    faults: Faults,
    decoded: Decoded,
    what: str,
    people: Mapping[str, Mapping[str, Mapping[str, str]]] | None = None,
) -> Readout:
    """A dialogue for each recording, its turns in the order of time."""
    several = len(recordings) > 1
    made = []
    for recording, turns in recordings.items():
        meta: Meta = {"id": recording}
        if about := (people or {}).get(recording):
            meta["speakers"] = {who: dict(said) for who, said in about.items()}
        ordered = tuple(sorted(turns, key=begin_of))
        made.append(ReadDialogue(ordered, recording if several else "", recording, meta))
    unsaid = sum(not turn.speaker for one in made for turn in one.turns)
    faults.remarks.leave_out("unsaid", unsaid)
    return finished(tuple(made), faults, decoded, what)


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _strange(faults: Faults, number: int) -> None:
    faults.add(Sentence("line {number}", number=number), "it has not the cells that such lines have")
