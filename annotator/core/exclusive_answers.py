"""Which answers of one annotator exclude each other.

To a facet of one label an annotator has one answer in each place: a turn, a span of its text, or a dialogue,
toward one target. In a facet of several labels each label is a question of its own.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol


class AnsweringTag(Protocol):
    """What a tag says about what it answers, apart from the turn or dialogue it is on."""

    @property
    def facet(self) -> str:
        """The key of its facet."""

    @property
    def label(self) -> str:
        """The key of its label, "" for free text."""

    @property
    def annotator(self) -> str:
        """Whose it is."""

    @property
    def target(self) -> str | None:
        """What it is toward."""

    @property
    def start(self) -> int | None:
        """Where its span begins, None where it is on the whole."""

    @property
    def end(self) -> int | None:
        """Where its span ends."""


class FacetQuestion(NamedTuple):
    """What an annotator answers with one tag only, on one turn or dialogue."""

    facet: str
    annotator: str
    target: str | None
    start: int | None
    end: int | None
    label: str  # "" except where each label is a question of its own


def question_of(tag: AnsweringTag, *, several: bool) -> FacetQuestion:
    """What a tag answers. ``several``: its facet may have several labels in one place.

    Two tags on one turn, or on one dialogue, with the same question exclude each other.
    """
    label = tag.label if several else ""
    return FacetQuestion(tag.facet, tag.annotator, tag.target, tag.start, tag.end, label)


class NewAnswer(Protocol):
    """An answer about to be given."""

    @property
    def label(self) -> str:
        """The key of its label, "" for free text."""

    @property
    def start(self) -> int | None:
        """Where its span begins, None where it is on the whole."""

    @property
    def end(self) -> int | None:
        """Where its span ends."""


def gives_way(standing: AnsweringTag, answer: NewAnswer, target: str | None, *, several: bool) -> bool:
    """Whether a standing tag gives way to an answer of the same annotator to its facet in the same place.

    ``target`` is what the answer is toward. A tag without one was given before there was one, and
    answered the same.
    """
    if (standing.start, standing.end) != (answer.start, answer.end) or standing.target not in (target, None):
        return False
    return not several or standing.label == answer.label
