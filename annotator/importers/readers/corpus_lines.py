"""Text corpora with a dialogue or an utterance a line: DailyDialog, Kaldi lists, Persona-Chat."""

from __future__ import annotations

import re

from annotator.errors import Sentence
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.chat_log import ChatLog, ChatMessage, finished, readout

_NUMBER = re.compile(r"\d+")
_END = "__eou__"
_END_OF_TURN = "__eot__"
_UTTERANCE = re.compile(
    r"(?P<id>(?=\S*\d)[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)+)(?:[ \t]+(?P<text>\S.*)|[ \t]*)$"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,3}) (?P<rest>\S.*)$")
_PERSONA = re.compile(r"(?P<whose>your|partner's) persona: ?(?P<what>.*)")
_SIDES = ("partner", "you")


_MOVIE = " +++$+++ "
_MOVIE_CELLS = 5  # the line, the character, the movie, the character's name, the words
_SWITCHBOARD = re.compile(
    r"(?:(?P<act>[^\s@]{1,12})[ \t]+)?@*(?P<who>[A-Z])\.(?P<turn>\d{1,4}) utt(?P<number>\d{1,3}):"
    r"[ \t]?(?P<text>.*)$"
)
_LEAST = 3


def looks_like_movies(head: str) -> bool:
    """Whether lines are those of the movie dialogues of Cornell: five cells with ``+++$+++`` between them."""
    lines = [line for line in head.split("\n") if line.strip()]
    return bool(lines) and lines[0].count(_MOVIE.strip()) == _MOVIE_CELLS - 1


def looks_like_switchboard(head: str) -> bool:
    """Whether several lines are utterances of Switchboard: ``sd  A.1 utt1: Okay.  /``."""
    return sum(1 for line in head.split("\n") if _SWITCHBOARD.match(line)) >= _LEAST


def read_movies(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """A dialogue a movie, its lines by their numbers, which run with time."""
    decoded = decode_by_lines(data, recipe.encoding)
    faults = Faults()
    movies: dict[str, list[tuple[int, ReadTurn]]] = {}
    for number, line in enumerate(decoded.text.split("\n"), 1):
        cells = [cell.strip() for cell in line.split(_MOVIE.strip())]
        if len(cells) < _MOVIE_CELLS:
            if line.strip():
                faults.add(Sentence("line {number}", number=number), "it has too few cells")
            continue
        key, character, movie, who, text = (*cells[:4], _MOVIE.join(cells[4:]))
        meta: Meta = {"id": key, "fields": {"character": character}}
        order = int(digits[0]) if (digits := _NUMBER.search(key)) else number
        movies.setdefault(movie, []).append((order, ReadTurn(who, text, f"line {number}", meta)))
    made = tuple(
        ReadDialogue(
            tuple(turn for _, turn in sorted(lines, key=lambda one: one[0])), movie, meta={"id": movie}
        )
        for movie, lines in movies.items()
    )
    return finished(made, faults, decoded, Sentence("movie lines"))


def read_switchboard(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Every utterance is a turn of A or B, its act beside it; what stands above is the head."""
    log = ChatLog()
    decoded = decode_by_lines(data, recipe.encoding)
    for number, line in enumerate(decoded.text.split("\n"), 1):
        match = _SWITCHBOARD.match(line)
        if match is None:
            log.take(number, line, None)
            continue
        meta: Meta = {"id": f"{match['who']}.{match['turn']}.{match['number']}"}
        if match["act"]:
            meta["fields"] = {"act": match["act"]}
        log.take(number, line, ChatMessage(match["who"], match["text"], meta))
    return readout([log], Faults(), decoded, Sentence("utterances"))


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
