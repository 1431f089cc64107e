"""Text corpora with a dialogue or an utterance a line: DailyDialog, Kaldi lists, Persona-Chat."""

from __future__ import annotations

import re

from annotator.errors import Sentence
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.chat_log import finished

_END = "__eou__"
_END_OF_TURN = "__eot__"
_UTTERANCE = re.compile(
    r"(?P<id>(?=\S*\d)[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)+)(?:[ \t]+(?P<text>\S.*)|[ \t]*)$"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,3}) (?P<rest>\S.*)$")
_PERSONA = re.compile(r"(?P<whose>your|partner's) persona: ?(?P<what>.*)")
_SIDES = ("partner", "you")


def looks_like_ends(head: str) -> bool:
    """Whether turns end in ``__eou__``."""
    return _END in head


def looks_like_utterances(head: str) -> bool:
    """Whether every line is an id and words, and no id comes twice."""
    lines = [line for line in head.split("\n") if line.strip()]
    found = [match["id"] for line in lines if (match := _UTTERANCE.match(line))]
    # The last line may have been cut off.
    return len(found) >= 2 and len(found) >= len(lines) - 1 and len(set(found)) == len(found)


def looks_like_personas(head: str) -> bool:
    """Whether lines are numbered from 1 and hold both sides between tabs."""
    lines = [match for line in head.split("\n")[:40] if (match := _NUMBERED.match(line))]
    return len(lines) >= 2 and lines[0]["number"] == "1" and any("\t" in line["rest"] for line in lines)


def read_ends(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Every line is a dialogue, divided where turns end; where ``__eot__`` stands, that ends a turn."""
    decoded = decode_by_lines(data, recipe.encoding)
    divider, inner = (_END_OF_TURN, _END) if _END_OF_TURN in decoded.text else (_END, "")
    dialogues = []
    for number, line in enumerate(decoded.text.split("\n"), 1):
        parts = [part.strip() for part in line.split(divider)]
        if inner:
            parts = ["\n".join(one.strip() for one in part.split(inner) if one.strip()) for part in parts]
        place = f"line {number}"
        turns = tuple(
            ReadTurn("", part, f"{place}, turn {at}") for at, part in enumerate(filter(None, parts), 1)
        )
        if turns:
            dialogues.append(ReadDialogue(turns, place=place))
    return finished(tuple(dialogues), Faults(), decoded, Sentence("dialogues a line"))


def read_utterances(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Every line is an utterance with its id."""
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    turns = []
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if match := _UTTERANCE.match(line):
            turns.append(ReadTurn("", match["text"] or "", f"line {number}", {"id": match["id"]}))
        elif line.strip():
            faults.add(Sentence("line {number}", number=number), "it has no id")
    made = (ReadDialogue(tuple(turns)),) if turns else ()
    return finished(made, faults, decoded, Sentence("utterances"))


def read_personas(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Every line holds what the partner says and the answer; a line 1 begins a dialogue."""
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    found: list[tuple[list[ReadTurn], Meta, str]] = []
    candidates = 0
    for number, line in enumerate(decoded.text.split("\n"), 1):
        match = _NUMBERED.match(line)
        if match is None:
            if line.strip():
                faults.add(Sentence("line {number}", number=number), "it has no number")
            continue
        if match["number"] == "1" or not found:
            found.append(([], {}, f"line {number}"))
        turns, about, _ = found[-1]
        if persona := _PERSONA.match(match["rest"]):
            key = "persona" if persona["whose"] == "your" else "partner's persona"
            kept = about.setdefault(key, [])
            assert isinstance(kept, list)  # noqa: S101 - it was put there above
            kept.append(persona["what"])
            continue
        cells = match["rest"].split("\t")
        sides = zip(_SIDES, cells[:2], strict=False)
        turns += [ReadTurn(who, said, f"line {number}") for who, said in sides if said]
        candidates += any(cells[2:])
    faults.remarks.leave_out("candidates", candidates)
    made = tuple(ReadDialogue(tuple(turns), "", place, about) for turns, about, place in found if turns)
    return finished(made, faults, decoded, Sentence("numbered lines"))
