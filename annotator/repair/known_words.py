"""Words that stand undamaged elsewhere (other files of a project, lists of names) speak for candidates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, log

from annotator.repair import tokenizer
from annotator.repair.language_model import LanguageModel

#: Share of the evidence in a probability; the rest is the language model's.
_SHARE = 0.15
#: How much evidence is read, in characters.
_MOST = 2_000_000
_NOTHING: Counter[int] = Counter()


class Evidence:
    """Counts of two and three tokens in a row in texts that are known to be right."""

    def __init__(self, model: LanguageModel, texts: Sequence[str]) -> None:
        self._after: dict[tuple[int, ...], Counter[int]] = {}
        room = _MOST
        for text in texts:
            for line in text[:room].split("\n"):
                if tokenizer.HAN_OR_KANA.search(line):
                    self._count(model.numbers(tokenizer.collapsed(line)))
            room = max(0, room - len(text))

    def __bool__(self) -> bool:
        return bool(self._after)

    def _count(self, numbers: Sequence[int]) -> None:
        for at in range(1, len(numbers)):
            self._after.setdefault((numbers[at - 1],), Counter())[numbers[at]] += 1
            if at > 1:
                self._after.setdefault((numbers[at - 1], numbers[at - 2]), Counter())[numbers[at]] += 1

    def boost(self, context: tuple[int, ...], number: int, score: float) -> float:
        """The score of a token after a context (latest token first) once the evidence is heard."""
        seen = self._after.get(context[:2]) or self._after.get(context[:1])
        if not seen:
            return score
        share = seen[number] / seen.total()
        return log((1 - _SHARE) * exp(score) + _SHARE * share)

    def knows(self, before: set[int], number: int, after: set[int]) -> bool:
        """Whether a token stands there behind one of ``before`` or in front of one of ``after``."""
        follow = self._after.get((number,), _NOTHING)
        return any(follow[other] for other in after) or any(
            self._after.get((other,), _NOTHING)[number] for other in before
        )
