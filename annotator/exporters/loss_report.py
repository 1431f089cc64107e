"""What a format could not hold of the dialogues that went by, counted; a table of kinds of loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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


def _of_tags(test: Callable[[Tag], object]) -> Callable[[DialogueRecord], int]:
    return lambda record: sum(1 for tag in _tags(record) if tag.origin != "suggested" and test(tag))


def _steps(record: DialogueRecord) -> int:
    further = sum(len(x.turn.steps) + len(x.lead_steps) for x in record.turns)
    return len(record.tail_steps) + further


def _of_labels(test: Callable[[Label], object]) -> Callable[[Codebook], int]:
    return lambda book: sum(1 for facet in book.facets for label in facet.labels if test(label))


def _of_facets(test: Callable[[Facet], object]) -> Callable[[Codebook], int]:
    return lambda book: sum(1 for facet in book.facets if test(facet))


# Key: what one is called, what many are, and how they are counted.
_RECORDS: Mapping[str, tuple[str, str, Callable[[DialogueRecord], int]]] = {
    "annotators": ("tag's annotator", "tags' annotators", _of_tags(lambda tag: tag.annotator)),
    "targets": ("target of a tag", "targets of tags", _of_tags(lambda tag: tag.target)),
    "intensity": ("intensity", "intensities", _of_tags(lambda tag: tag.intensity)),
    "uncertain": ("mark of uncertainty", "marks of uncertainty", _of_tags(lambda tag: tag.uncertain)),
    "notes": ("note on a tag", "notes on tags", _of_tags(lambda tag: tag.note)),
    "times": ("time of a tag", "times of tags", _of_tags(lambda tag: tag.at)),
    "spans": ("place of a span", "places of spans", _of_tags(lambda tag: tag.start is not None)),
    "free text": ("free-text tag", "free-text tags", _of_tags(lambda tag: not tag.label)),
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
    "empty dialogues": (
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


KINDS = (*_RECORDS, *_CODEBOOK, "views")
# What is there once for a whole project.
OF_PROJECT = frozenset((*_CODEBOOK, "views"))


class Losses:
    """Counts what a format that lacks some kinds of things leaves behind."""

    def __init__(self, lacks: Iterable[str]) -> None:
        self._lacks = tuple(lacks)
        self._counts: Counter[str] = Counter()
        self._of_records = [(kind, _RECORDS[kind][2]) for kind in self._lacks if kind in _RECORDS]

    @property
    def of_dialogues(self) -> bool:
        """Whether there is anything to count in the dialogues."""
        return bool(self._of_records)

    def add(self, record: DialogueRecord) -> None:
        """Count a dialogue that goes by."""
        for kind, count in self._of_records:
            self._counts[kind] += count(record)

    def finish(self, codebook: Codebook, views: Sequence[View] = ()) -> tuple[Loss, ...]:
        """Everything there was and is not in the file, in the order of the format's list."""
        for kind in self._lacks:
            if kind in _CODEBOOK:
                self._counts[kind] = _CODEBOOK[kind][2](codebook)
            elif kind == "views":
                self._counts[kind] = len(views)
        return tuple(Loss.of(kind, self._counts[kind]) for kind in self._lacks if self._counts[kind])
