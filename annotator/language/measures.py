"""Measures of code-switching over sequences of token languages.

A turn is a sequence with one entry a token: its language, or None for a neutral token.
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

Languages = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Value:
    """A figure, or None and the reason why there is none."""

    value: float | None
    reason: str = ""

    def __str__(self) -> str:
        """Six significant digits, or ``undefined (reason)``."""
        return f"undefined ({self.reason})" if self.value is None else f"{self.value:.6g}"


class Span(NamedTuple):
    """Neighbouring words of one language, neutral tokens between them left out."""

    language: str
    length: int  # words


_NO_WORDS = "no words of a language"


def word_counts(turns: Iterable[Languages]) -> Counter[str]:
    """How many words each language has, in order of first appearance."""
    return Counter(language for turn in turns for language in turn if language is not None)


def spans_of(turn: Languages) -> list[Span]:
    """The spans of one turn in order."""
    words = (language for language in turn if language is not None)
    return [Span(language, sum(1 for _ in same)) for language, same in groupby(words)]


def switches(turn: Languages) -> Counter[tuple[str, str]]:
    """Switch points inside the turn, by the languages before and after."""
    return Counter((first.language, second.language) for first, second in pairwise(spans_of(turn)))


def _dominant(counts: Counter[str]) -> int:
    return max(counts.values(), default=0)


# --- of a turn, or of words pooled ----------------------------------------------------------------


def cmi_2014(turn: Languages) -> Value:
    """Code-Mixing Index of Das and Gambäck (2014), 0 to 100; by definition 0 for a turn without words."""
    counts = word_counts([turn])
    total = counts.total()
    return Value(100 * (1 - _dominant(counts) / total) if total else 0.0)


def cmi_2016(turn: Languages) -> Value:
    """Code-Mixing Index of Gambäck and Das (2016), which sees switch points, 0 to 100; 0 without words."""
    counts = word_counts([turn])
    total = counts.total()
    points = switches(turn).total()
    return Value(100 * (total - _dominant(counts) + points) / (2 * total) if total else 0.0)


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


def i_index(turns: Sequence[Languages]) -> Value:
    """Integration index of Guzmán et al. (2016): switches over places where one could be, 0 to 1.

    Places are those between two words of one turn; turn boundaries are not among them.
    """
    lengths = [sum(language is not None for language in turn) for turn in turns]
    places = sum(length - 1 for length in lengths if length)
    if not places:
        return Value(None, "no turn has two words of a language")
    return Value(sum(switches(turn).total() for turn in turns) / places)


def _entropy(counts: Counter[str] | Counter[int]) -> float:
    total = counts.total()
    # Adding 0.0 makes the -0.0 of a single outcome a plain zero.
    return -sum(count / total * math.log2(count / total) for count in counts.values()) + 0.0


def language_entropy(counts: Counter[str]) -> Value:
    """Entropy of the languages of words in bits, 0 to log2 of their number."""
    return Value(_entropy(counts)) if counts.total() else Value(None, _NO_WORDS)


def span_entropy(turns: Iterable[Languages]) -> Value:
    """Entropy of the lengths of spans in bits (Guzmán et al. 2017)."""
    lengths = Counter(span.length for turn in turns for span in spans_of(turn))
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


def _dominant_language(turn: Languages) -> str | None:
    counts = word_counts([turn])
    return counts.most_common(1)[0][0] if counts else None


def corpus_cmi(dialogues: Iterable[Sequence[Languages]], *, delta_on_mixed_only: bool = False) -> Value:
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
            counts = word_counts([turn])
            if not counts:
                continue
            points = switches(turn).total()
            dominant = _dominant_language(turn)
            changed = previous is not None and dominant != previous
            delta = changed and (points > 0 or not delta_on_mixed_only)
            total += 1 - (_dominant(counts) - points) / counts.total() + delta
            mixed += points > 0
            previous = dominant
    if not turns:
        return Value(None, "no turns")
    return Value(100 / turns * (total / 2 + 5 / 6 * mixed))


def boundary_switches(dialogue: Sequence[Languages]) -> Iterator[tuple[int, str, str]]:
    """Where the first word of a turn is in another language than the last word before it.

    Gives the index of the turn and the two languages. Turns without words are passed over.
    """
    last: str | None = None
    for index, turn in enumerate(dialogue):
        words = [language for language in turn if language is not None]
        if not words:
            continue
        if last is not None and words[0] != last:
            yield index, last, words[0]
        last = words[-1]
