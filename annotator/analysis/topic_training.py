"""A topic model that keeps in step with the tags of a project, turn by turn."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from annotator.analysis.topic_suggestions import TopicModel

_Known = tuple[int, frozenset[str]]


class Learner:
    """A :class:`TopicModel` and what it was taught about each turn, so that it can be taught otherwise.

    A label that two annotators gave to one turn counts once.
    """

    def __init__(self) -> None:
        self.model = TopicModel()
        self._known: dict[int, _Known] = {}

    def add(self, turn: int, text: str, label: str) -> None:
        """One more label of a turn; one that is known already changes nothing."""
        labels = self.labels(turn)
        if label not in labels:
            self.model.learn(text, label)
            self._known[turn] = (_sum(text), labels | {label})

    def labels(self, turn: int) -> frozenset[str]:
        """What is known about a turn."""
        known = self._known.get(turn)
        return known[1] if known is not None else frozenset()

    def settle(self, turn: int, text: str, labels: Iterable[str]) -> bool:
        """Make these the labels of a turn, at the cost of what differs.

        False where that cannot be done because the turn's text is not the one that was learnt
        from: whoever asked should begin again with a new learner.
        """
        wanted = frozenset(labels)
        known = self._known.pop(turn, (_sum(text), frozenset[str]()))
        if known[1] and known[0] != _sum(text):
            self._known[turn] = known
            return False
        for label in sorted(known[1] - wanted):
            self.model.forget(text, label)
        for label in sorted(wanted - known[1]):
            self.model.learn(text, label)
        if wanted:
            self._known[turn] = (_sum(text), wanted)
        return True


def _sum(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))
