"""What an export reads: the shape of a project, without knowing the project file.

The store's ``Project`` has this shape but for the dialogues; :mod:`annotator.exchange` puts
the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from annotator.core.plain_records import PlainDialogue
from annotator.model import Annotator, Codebook, DialogueRecord, Source, Study, View


class Content(Protocol):
    """A project as exports see it. Reading it twice gives the same, in the same order."""

    @property
    def key(self) -> str:
        """The project's UUID."""

    @property
    def name(self) -> str:
        """The project's name; may be empty."""

    def study(self) -> Study:
        """What is settled for the whole study."""

    def codebook(self) -> Codebook:
        """Facets and labels, retired ones too."""

    def annotators(self) -> Sequence[Annotator]:
        """Everybody who may have given tags."""

    def views(self) -> Sequence[View]:
        """Filters that have a name."""

    def sources(self) -> Sequence[Source]:
        """The files in the order of import."""

    def source_bytes(self, source_id: int) -> bytes:
        """A file as received. Raises UserError where the project has it without its bytes."""

    def dialogues(self) -> Iterator[DialogueRecord]:
        """Every dialogue that is to be exported, those of one source together."""

    def plain(self) -> Iterator[PlainDialogue] | None:
        """The same with few objects; None where something of them is left out or written otherwise."""


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen about an export, and how to hear of it while it runs.

    ``source_bytes``: files whose bytes the text does not give back come along whole.
    ``words`` divides a text into words, for formats that are made of them. ``progress`` is called
    with the number of dialogues written so far; ``cancelled`` is asked between dialogues, and
    Cancelled raised where it says yes.
    """

    source_bytes: bool = True
    words: Callable[[str], Sequence[str]] = str.split
    progress: Callable[[int], None] = lambda _: None
    cancelled: Callable[[], bool] = lambda: False

    def hearing(self, progress: Callable[[int], None]) -> Options:
        """The same with somebody else to tell how far it is."""
        return replace(self, progress=progress)
