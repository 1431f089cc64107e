"""What a reader makes of a structured file, before anything is repaired, and what it may be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from annotator.errors import Sentence
from annotator.importers.import_questions import Remarks
from annotator.model import Codebook, Decoded, LeftOut, Question

# What a column or a field of a record can be. Everything that is none of these is kept under its own name.
# ``answer``: the words of the other side of an exchange in the same record. ``whole``: a whole dialogue.
Role = Literal[
    "text", "answer", "whole", "speaker", "dialogue", "id", "reply_to", "start", "end", "time", "order"
]
ROLES: tuple[Role, ...] = (
    "text", "answer", "whole", "speaker", "dialogue", "id", "reply_to", "start", "end", "time", "order",
)  # fmt: skip
TOGETHER = " + "  # between columns that tell dialogues apart together

# Where a turn's metadata are kept: seconds from the beginning for ``start`` and ``end``.
Meta = dict[str, object]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that could not be taken as it is: the place, and what about it.

    ``lost``: the record there was left out. Otherwise it was taken, and this is worth knowing.
    """

    place: str
    what: str
    lost: bool = True

    def __str__(self) -> str:
        return Sentence("{place}: {what}", place=self.place, what=self.what) if self.place else self.what


@dataclass(frozen=True, slots=True)
class ReadTag:
    """A label of the readout's codebook that somebody gave, to a span of the turn's text or to all of it."""

    facet: str
    label: str
    annotator: str = ""  # a name; "" for nobody that is known
    note: str = ""
    at: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class ReadTurn:
    """A turn as the file has it, with its place there (``row 5``, ``$[3].messages[0]``)."""

    speaker: str
    text: str
    place: str = ""
    meta: Mapping[str, object] = field(default_factory=dict)
    tags: tuple[ReadTag, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadDialogue:
    """A dialogue as the file has it; a title of "" stands for the file's name."""

    turns: tuple[ReadTurn, ...]
    title: str = ""
    place: str = ""
    meta: Mapping[str, object] = field(default_factory=dict)
    tags: tuple[ReadTag, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """A layer of an annotation file: what it seems to hold, how much, and whether it gives turns."""

    name: str
    kind: str  # speech, words, sounds, other or unknown
    count: int
    taken: bool
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Readout:
    """Everything a reader found in a file.

    ``columns`` and ``mapping`` (role to column) where the file has columns that can be mapped,
    ``sample`` their first values. ``text`` is set instead of dialogues where the file is plain
    text inside, to be divided by speaker markers. ``decoded`` says how bytes became text, None
    where the format settles that. ``questions`` may hold those that ``Recipe.answers`` answers, which
    are asked no more. ``questions`` and ``left_out`` are best collected in :class:`questions.Remarks`.
    ``tiers`` where the file has some among which to choose, ``codebook`` where it has tags. ``meta`` goes to
    every dialogue.
    """

    dialogues: tuple[ReadDialogue, ...] = ()
    faults: tuple[Fault, ...] = ()
    text: str | None = None
    decoded: Decoded | None = None
    columns: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    sample: tuple[tuple[str, ...], ...] = ()
    meta: Mapping[str, object] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    tiers: tuple[Tier, ...] = ()
    codebook: Codebook | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a file is to be read; what is None is found out.

    ``mapping`` goes from roles to columns, "" for none. ``remembered`` holds mappings by
    :func:`columns_key`, for files whose ``mapping`` is None. ``answers`` go from the keys of
    questions to those of their answers. ``tiers`` are the names of those of speech.
    """

    format: str | None = None
    encoding: str | None = None
    mapping: Mapping[str, str] | None = None
    remembered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    tiers: tuple[str, ...] | None = None

    def mapping_for(self, columns: Sequence[str]) -> Mapping[str, str] | None:
        """The mapping for a file with these columns, None where it is to be guessed."""
        return self.mapping if self.mapping is not None else self.remembered.get(columns_key(columns))


def columns_key(columns: Sequence[str]) -> str:
    """What a set of columns has in common with others of the same names, in whatever order."""
    return "\x1f".join(sorted(columns))


MOST_FAULTS = 200  # that are told apart; of the others the number is told


@dataclass(slots=True)
class Faults:
    """Faults as they are found, and remarks; no file makes more of them than anybody can read."""

    found: list[Fault] = field(default_factory=list)
    more: int = 0
    remarks: Remarks = field(default_factory=Remarks)

    def add(self, place: str, what: str, *, lost: bool = True) -> None:
        """Note one."""
        if len(self.found) < MOST_FAULTS:
            self.found.append(Fault(place, what, lost))
        else:
            self.more += 1

    def all(self) -> tuple[Fault, ...]:
        """What was found."""
        if not self.more:
            return tuple(self.found)
        return (*self.found, Fault("", Sentence("and {more:,} more like these", more=self.more)))

    def told(self) -> Told:
        """All of it, as a readout has it."""
        return {
            "faults": self.all(),
            "questions": tuple(self.remarks.questions),
            "left_out": self.remarks.left_out,
        }


class Told(TypedDict):
    """What a readout says beside its dialogues."""

    faults: tuple[Fault, ...]
    questions: tuple[Question, ...]
    left_out: tuple[LeftOut, ...]


def one_break(text: str) -> str:
    """Text with ``\\n`` for every line break, as in decoded files."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
