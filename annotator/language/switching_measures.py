"""Measures of code-switching over sequences of token languages.

Sources and choices of definition are in ``docs/language.md``. What a formula does not define
is a :class:`Value` without a number and with the reason; it is never 0 or 1 instead.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Value:
    """A figure, or None and the reason why there is none."""

    value: float | None
    reason: str = ""

    def __str__(self) -> str:
        """Six significant digits, or ``undefined (reason)``."""
        return f"undefined ({self.reason})" if self.value is None else f"{self.value:.6g}"


class LanguageRun(NamedTuple):
    """Neighbouring words of one language, neutral tokens between them left out."""

    language: str
    length: int  # words


@dataclass(frozen=True, slots=True)
class MeasuredTurn:
    """What the measures need of one turn, counted once. Make it with :meth:`of`."""

    words: Counter[str]  # words by language, in order of first appearance
    neutral: int  # neutral tokens
    open: int  # words whose language is left open: they are in none, and make no switch
    spans: tuple[LanguageRun, ...]
    switches: Counter[tuple[str, str]]  # switch points inside the turn, by the languages before and after

    @classmethod
    def of(cls, languages: Iterable[str | None]) -> MeasuredTurn:
        """Count a turn given as one entry a token: its language (``und``: left open), or None if neutral."""
        tokens = list(languages)
        words = [language for language in tokens if language is not None and language != "und"]
        spans = tuple(LanguageRun(language, len(list(same))) for language, same in groupby(words))
        return cls(
            words=Counter(words),
            neutral=tokens.count(None),
            open=tokens.count("und"),
            spans=spans,
            switches=Counter((first.language, second.language) for first, second in pairwise(spans)),
        )

    @property
    def length(self) -> int:
        """Words of a language."""
        return self.words.total()

    @property
    def points(self) -> int:
        """Switch points inside the turn."""
        return max(0, len(self.spans) - 1)

    @property
    def dominant(self) -> str | None:
        """The language with most words, the earlier one of two equals; None without words."""
        return max(self.words, key=self.words.__getitem__) if self.words else None

    @property
    def most(self) -> int:
        """Words of the dominant language."""
        return max(self.words.values(), default=0)


_NO_WORDS = "no words of a language"


def word_counts(turns: Iterable[MeasuredTurn]) -> Counter[str]:
    """How many words each language has in all the turns, in order of first appearance."""
    total: Counter[str] = Counter()
    for turn in turns:
        total.update(turn.words)
    return total


# --- of a turn, or of words pooled ----------------------------------------------------------------


def cmi_2014(turn: MeasuredTurn) -> Value:
    """Code-Mixing Index of Das and Gambäck (2014), 0 to 100; by definition 0 for a turn without words."""
    return Value(100 * (1 - turn.most / turn.length) if turn.words else 0.0)


def cmi_2016(turn: MeasuredTurn) -> Value:
    """Code-Mixing Index of Gambäck and Das (2016), which sees switch points, 0 to 100; 0 without words."""
    length = turn.length
    return Value(100 * (length - turn.most + turn.points) / (2 * length) if length else 0.0)


def m_index(counts: Counter[str], declared: int) -> Value:
    """Multilingual index of Barnett et al. (2000), 0 (one language) to 1 (all equal).

    ``declared`` is the number of languages the study has; more than that may occur, and
    then those that occur are counted.
    """
    total = counts.total()
    languages = max(declared, len(counts))
    if not total:
        return Value(None, _NO_WORDS)
    if languages < 2:
        return Value(None, "the study has one language only")
    squares = sum((count / total) ** 2 for count in counts.values())
    return Value((1 - squares) / ((languages - 1) * squares))


def i_index(turns: Sequence[MeasuredTurn]) -> Value:
    """Integration index of Guzmán et al. (2016): switches over places where one could be, 0 to 1.

    Places are those between two words of one turn; turn boundaries are not among them.
    """
    places = sum(turn.length - 1 for turn in turns if turn.words)
    if not places:
        return Value(None, "no turn has two words of a language")
    return Value(sum(turn.points for turn in turns) / places)


def _entropy(counts: Counter[str] | Counter[int]) -> float:
    total = counts.total()
    # Adding 0.0 makes the -0.0 of a single outcome a plain zero.
    return -sum(count / total * math.log2(count / total) for count in counts.values()) + 0.0


def language_entropy(counts: Counter[str]) -> Value:
    """Entropy of the languages of words in bits, 0 to log2 of their number."""
    return Value(_entropy(counts)) if counts.total() else Value(None, _NO_WORDS)


def span_entropy(turns: Iterable[MeasuredTurn]) -> Value:
    """Entropy of the lengths of spans in bits (Guzmán et al. 2017)."""
    lengths = Counter(span.length for turn in turns for span in turn.spans)
    return Value(_entropy(lengths)) if lengths else Value(None, _NO_WORDS)


# --- of a dialogue or a speaker, never of one turn --------------------------------------------------


def _mean_and_deviation(numbers: Sequence[float], *, sample: bool = False) -> tuple[float, float]:
    mean = math.fsum(numbers) / len(numbers)
    squares = math.fsum((number - mean) ** 2 for number in numbers)
    return mean, math.sqrt(squares / (len(numbers) - sample))


def burstiness(lengths: Sequence[int], *, sample: bool = False) -> Value:
    """Burstiness of Goh and Barabási (2008) of span lengths, -1 (regular) to 1.

    Uses the population's standard deviation; ``sample`` asks for the sample's, as some
    libraries do. Undefined for fewer than two spans.
    """
    if len(lengths) < 2:
        return Value(None, "fewer than two spans")
    mean, deviation = _mean_and_deviation(lengths, sample=sample)
    return Value((deviation - mean) / (deviation + mean))


def memory(sequences: Iterable[Sequence[int]]) -> Value:
    """Memory of Goh and Barabási (2008): correlation of the lengths of consecutive spans, -1 to 1.

    Each sequence is one dialogue's spans in order; no pair reaches from one into the next.
    """
    pairs = [pair for lengths in sequences for pair in pairwise(lengths)]
    if len(pairs) < 2:
        return Value(None, "fewer than two pairs of consecutive spans")
    first_mean, first_deviation = _mean_and_deviation([first for first, _ in pairs])
    second_mean, second_deviation = _mean_and_deviation([second for _, second in pairs])
    if not first_deviation or not second_deviation:
        return Value(None, "all consecutive spans have the same length")
    products = math.fsum((first - first_mean) * (second - second_mean) for first, second in pairs)
    return Value(products / len(pairs) / (first_deviation * second_deviation))


def corpus_cmi(dialogues: Iterable[Sequence[MeasuredTurn]], *, delta_on_mixed_only: bool = False) -> Value:
    """Corpus-level Code-Mixing Index of Gambäck and Das (2016), with switching between turns.

    A turn adds to delta where its dominant language is not the previous turn's. The paper
    counts every such turn; the authors' script only those that are mixed themselves: that is
    ``delta_on_mixed_only``. Turns without words count in U and are passed over by delta; each
    dialogue starts anew.
    """
    turns = mixed = 0
    total = 0.0
    for dialogue in dialogues:
        previous: str | None = None
        for turn in dialogue:
            turns += 1
            if not turn.words:
                continue
            dominant, points = turn.dominant, turn.points
            changed = previous is not None and dominant != previous
            delta = changed and (points > 0 or not delta_on_mixed_only)
            total += 1 - (turn.most - points) / turn.length + delta
            mixed += points > 0
            previous = dominant
    if not turns:
        return Value(None, "no turns")
    return Value(100 / turns * (total / 2 + 5 / 6 * mixed))


def boundary_switches(dialogue: Sequence[MeasuredTurn]) -> Iterator[tuple[int, str, str]]:
    """Where the first word of a turn is in another language than the last word before it.

    Gives the index of the turn and the two languages. Turns without words are passed over.
    """
    last: str | None = None
    for index, turn in enumerate(dialogue):
        if not turn.spans:
            continue
        first = turn.spans[0].language
        if last is not None and first != last:
            yield index, last, first
        last = turn.spans[-1].language
