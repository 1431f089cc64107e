"""What is made of the tags of plain turns, once for all turns whose tags differ in key and time alone.

That is what columns of answers hold: neither which tag it is nor when it was given stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from annotator.core.plain_records import ANNOTATOR, END, FACET, KEY, LABEL, START, PlainTag, tag_of_plain
from annotator.model import Codebook, Tag

Made = TypeVar("Made")

_MOST = 5_000  # different ones kept


class AlikeTags(Generic[Made]):
    """Makes the same of the tags of one turn, and keeps it."""

    def __init__(self, codebook: Codebook, make: Callable[[Sequence[Tag], Mapping[str, str]], Made]) -> None:
        """``make`` gets tags without key and time, those of a facet in order, and the targets' statements."""
        self._make = make
        self._labels = {label.key: label.position for facet in codebook.facets for label in facet.labels}
        self._known: dict[tuple[PlainTag, ...], Made] = {}
        self._statements: Mapping[str, str] = {}

    def begin(self, statements: Mapping[str, str]) -> None:
        """Say what the next tags may be toward, by the target's key."""
        if statements != self._statements:
            self._statements = statements
            self._known.clear()

    def of(self, tags: Sequence[PlainTag]) -> Made:
        """What is made of the tags of one turn, which come in any order."""
        if len({(tag[FACET], tag[ANNOTATOR]) for tag in tags}) < len(tags):
            tags = sorted(tags, key=self._place_of_plain)
        alike = tuple([tag[KEY + 1 : -1] for tag in tags])
        known = self._known.get(alike)
        if known is not None:
            return known
        made = self._make([tag_of_plain(0, None, ("", *common, "")) for common in alike], self._statements)
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[alike] = made
        return made

    def in_order(self, tags: Sequence[Tag]) -> Sequence[Tag]:
        """Tags of a turn that is not plain, one person's answers to one facet in their order."""
        return sorted(tags, key=lambda x: self._place(x.start, x.end, x.label, x.key))

    def _place_of_plain(self, tag: PlainTag) -> tuple[int, int, int, str, str]:
        return self._place(tag[START], tag[END], tag[LABEL], tag[KEY])

    def _place(
        self, start: int | None, end: int | None, label: str, key: str
    ) -> tuple[int, int, int, str, str]:
        """Where a tag stands among one person's answers to one facet, as the project sorts them."""
        first, last = -1 if start is None else start, -1 if end is None else end
        return first, last, self._labels.get(label, -1), label, key
