"""What a format could not hold of the dialogues that went by, counted; a table of kinds of loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from annotator.core.plain_records import MEMBERS, ORIGIN, PlainDialogue, PlainTag, PlainTurn
from annotator.exporters import source_metadata
from annotator.exporters.table_places import is_table
from annotator.model import Codebook, DialogueRecord, Facet, Label, Tag, View


@dataclass(frozen=True, slots=True)
class Loss:
    """So many things of one kind are in the project and not in the file."""

    kind: str  # a key of KINDS
    count: int
    words: str  # "3 notes on tags"

    @classmethod
    def of(cls, kind: str, count: int) -> Loss:
        """So many of a kind."""
        one, many, *_ = _RECORDS.get(kind) or _CODEBOOK.get(kind) or _VIEWS
        return cls(kind, count, f"{count:,} {one if count == 1 else many}")


def _tags(record: DialogueRecord) -> Iterator[Tag]:
    yield from record.tags
    for item in record.turns:
        yield from item.turn.tags


# Of tags that are no suggestions: the member that is looked at, and whether it is one of that kind.
_OF_TAGS: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "annotators": ("annotator", bool),
    "targets": ("target", bool),
    "intensity": ("intensity", bool),
    "uncertain": ("uncertain", bool),
    "notes": ("note", bool),
    "times": ("at", bool),
    "spans": ("start", lambda start: start is not None),
    "free text": ("label", lambda label: not label),
}


def _of_tags(kind: str) -> Callable[[DialogueRecord], int]:
    member, test = _OF_TAGS[kind]
    value = attrgetter(member)
    return lambda record: sum(tag.origin != "suggested" and test(value(tag)) for tag in _tags(record))


def _of_plain_tags(kind: str) -> Callable[[Sequence[PlainTag]], int]:
    """The same for tags of plain turns, and for suggestions."""
    if kind == "suggestions":
        return lambda tags: sum(tag[ORIGIN] == "suggested" for tag in tags)
    member, test = _OF_TAGS[kind]
    at = MEMBERS.index(member)
    return lambda tags: sum(tag[ORIGIN] != "suggested" and test(tag[at]) for tag in tags)


def _steps(record: DialogueRecord) -> int:
    further = sum(len(x.turn.steps) + len(x.lead_steps) for x in record.turns)
    return len(record.tail_steps) + further


def _of_labels(test: Callable[[Label], object]) -> Callable[[Codebook], int]:
    return lambda book: sum(1 for facet in book.facets for label in facet.labels if test(label))


def _of_facets(test: Callable[[Facet], object]) -> Callable[[Codebook], int]:
    return lambda book: sum(1 for facet in book.facets if test(facet))


_EMPTY = "empty dialogues"
# Key: what one is called, what many are, and how they are counted.
_RECORDS: Mapping[str, tuple[str, str, Callable[[DialogueRecord], int]]] = {
    "annotators": ("tag's annotator", "tags' annotators", _of_tags("annotators")),
    "targets": ("target of a tag", "targets of tags", _of_tags("targets")),
    "intensity": ("intensity", "intensities", _of_tags("intensity")),
    "uncertain": ("mark of uncertainty", "marks of uncertainty", _of_tags("uncertain")),
    "notes": ("note on a tag", "notes on tags", _of_tags("notes")),
    "times": ("time of a tag", "times of tags", _of_tags("times")),
    "spans": ("place of a span", "places of spans", _of_tags("spans")),
    "free text": ("free-text tag", "free-text tags", _of_tags("free text")),
    "suggestions": (
        "suggestion nobody accepted",
        "suggestions nobody accepted",
        lambda record: sum(tag.origin == "suggested" for tag in _tags(record)),
    ),
    "dialogue tags": ("tag of a whole dialogue", "tags of whole dialogues", lambda record: len(record.tags)),
    "steps": ("repair step", "repair steps", _steps),
    "remarks": (
        "line that was taken out as no turn",
        "lines that were taken out as no turns",
        lambda record: len(record.remarks),
    ),
    "gaps": ("gap", "gaps", lambda record: sum(len(x.turn.gaps) for x in record.turns)),
    "languages": (
        "detected language",
        "detected languages",
        lambda record: sum(x.turn.language is not None for x in record.turns),
    ),
    "invented times": (
        "turn whose time the source does not say",
        "turns whose times the source does not say",
        source_metadata.invented_times,
    ),
    "invented replies": (
        "reply to the turn before, which the source does not say",
        "replies to the turn before, which the source does not say",
        source_metadata.invented_replies,
    ),
    "other sources": (
        "dialogue of a file that is no table",
        "dialogues of files that are no tables",
        lambda record: int(not is_table(record)),
    ),
    "marks": (
        "flag or bookmark",
        "flags and bookmarks",
        lambda record: sum(len(x.marks) for x in record.turns),
    ),
    "turn metadata": (
        "turn's metadata",
        "turns' metadata",
        lambda record: sum(bool(x.turn.meta) for x in record.turns),
    ),
    "dialogue metadata": (
        "dialogue's metadata",
        "dialogues' metadata",
        lambda record: int(bool(record.dialogue.meta)),
    ),
    "dialogue targets": (
        "target of a dialogue",
        "targets of dialogues",
        lambda record: len(record.dialogue.targets),
    ),
    _EMPTY: (
        "dialogue without turns",
        "dialogues without turns",
        lambda record: int(not record.turns),
    ),
    "untagged turns": (
        "turn without tags",
        "turns without tags",
        lambda record: sum(not x.turn.tags for x in record.turns),
    ),
}
_CODEBOOK: Mapping[str, tuple[str, str, Callable[[Codebook], int]]] = {
    "definitions": (
        "definition of a label",
        "definitions of labels",
        _of_labels(lambda label: label.definition or label.examples),
    ),
    "colours": ("colour of a label", "colours of labels", _of_labels(lambda label: label.colour)),
    "hotkeys": (
        "shortcut of a label or facet",
        "shortcuts of labels and facets",
        lambda book: (
            _of_labels(lambda label: label.shortcut)(book) + _of_facets(lambda facet: facet.shortcut)(book)
        ),
    ),
    "hierarchy": (
        "label's place under another",
        "labels' places under others",
        _of_labels(lambda label: label.parent),
    ),
    "retired": (
        "mark of a retired label or facet",
        "marks of retired labels and facets",
        lambda book: (
            _of_labels(lambda label: label.retired)(book) + _of_facets(lambda facet: facet.retired)(book)
        ),
    ),
    "questions": ("facet's question", "facets' questions", _of_facets(lambda facet: facet.question)),
}
_VIEWS = ("named view", "named views")


def losses_in_words() -> list[str]:
    """What one and many of each kind are called, for those who translate them."""
    words: list[str] = [*_VIEWS]
    for one, many, _ in (*_RECORDS.values(), *_CODEBOOK.values()):
        words += (one, many)
    return words


# What plain turns have nothing of: it is counted in what else there is to their dialogue.
_NOT_IN_PLAIN = frozenset(
    {
        "dialogue tags",
        "steps",
        "remarks",
        "gaps",
        "marks",
        "turn metadata",
        "dialogue metadata",
        "dialogue targets",
    }
)
_IN_PLAIN = frozenset({*_OF_TAGS, "suggestions"})

KINDS = (*_RECORDS, *_CODEBOOK, "views")
# What is there once for a whole project.
OF_PROJECT = frozenset((*_CODEBOOK, "views"))


class Losses:
    """Counts what a format that lacks some kinds of things leaves behind."""

    def __init__(self, lacks: Iterable[str]) -> None:
        self._lacks = tuple(lacks)
        self._counts: Counter[str] = Counter()
        self._of_records = [(kind, _RECORDS[kind][2]) for kind in self._lacks if kind in _RECORDS]

        self._of_plain = [(kind, _of_plain_tags(kind)) for kind, _ in self._of_records if kind in _IN_PLAIN]

    @property
    def of_plain(self) -> bool:
        """Whether all of it can be counted in plain dialogues, too."""
        return all(kind in _IN_PLAIN | _NOT_IN_PLAIN | {_EMPTY} for kind, _ in self._of_records)

    def add(self, record: DialogueRecord) -> None:
        """Count a dialogue that goes by."""
        for kind, count in self._of_records:
            self._counts[kind] += count(record)

    def add_plain(self, dialogue: PlainDialogue) -> None:
        """Count a plain dialogue that goes by; :attr:`of_plain` says whether it can be."""
        if not self._of_records:
            return
        others = tuple(x for x in dialogue.turns if not isinstance(x, PlainTurn))
        record = replace(dialogue.record, turns=others) if others else dialogue.record
        for kind, count in self._of_records:
            self._counts[kind] += not dialogue.turns if kind == _EMPTY else count(record)
        if self._of_plain:
            tags = [tag for turn in dialogue.turns if isinstance(turn, PlainTurn) for tag in turn.tags]
            for kind, count_tags in self._of_plain:
                self._counts[kind] += count_tags(tags)

    def finish(self, codebook: Codebook, views: Sequence[View] = ()) -> tuple[Loss, ...]:
        """Everything there was and is not in the file, in the order of the format's list."""
        for kind in self._lacks:
            if kind in _CODEBOOK:
                self._counts[kind] = _CODEBOOK[kind][2](codebook)
            elif kind == "views":
                self._counts[kind] = len(views)
        return tuple(Loss.of(kind, self._counts[kind]) for kind in self._lacks if self._counts[kind])
