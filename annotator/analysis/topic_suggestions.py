"""Topic suggestions learnt from a project's own tags: multinomial naive Bayes, silent when unsure.

Words and one or two neighbouring Han characters go in, at most a few labels come out. Nothing
here fills in a tag; whoever shows a suggestion records that it was shown. Learning one more
tag, or forgetting one that was taken back, costs as much as the turn is long.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_PARTS = re.compile(rf"[{_HAN}]+|(?:(?![{_HAN}])[^\W\d_])+(?:['’][^\W\d_]+)?")
_IS_HAN = re.compile(f"[{_HAN}]")

# Added to every count, so that a word new to a label makes it less likely, not impossible.
_SMOOTHING = 0.1


@dataclass(frozen=True, slots=True)
class SuggestOptions:
    """When to suggest.

    ``minimum_tags`` tags in all, of at least two labels with ``minimum_per_label`` each, must
    have been learnt. ``margin`` is the least distance to the next label, see :class:`Suggestion`.
    """

    minimum_tags: int = 200
    minimum_per_label: int = 5
    margin: float = 2.0
    at_most: int = 3


DEFAULT = SuggestOptions()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One label worth offering, the best first.

    ``margin`` is the log-odds against the next label (in the order of likelihood) divided by
    the square root of the number of features in the text: long texts make naive Bayes too
    sure of itself. It is 0 or more, and infinite never.
    """

    label: str
    margin: float


@dataclass(slots=True)
class TopicModel:
    """What has been learnt: counts, nothing else. Equal tags learnt in any order give equal models."""

    tags: Counter[str] = field(default_factory=Counter)  # by label
    features: dict[str, Counter[str]] = field(default_factory=dict)  # by label
    totals: Counter[str] = field(default_factory=Counter)  # features by label
    vocabulary: Counter[str] = field(default_factory=Counter)

    def learn(self, text: str, label: str) -> None:
        """Take one tag into account."""
        found = text_features(text)
        self.tags[label] += 1
        self.features.setdefault(label, Counter()).update(found)
        self.totals[label] += found.total()
        self.vocabulary.update(found)

    def forget(self, text: str, label: str) -> None:
        """Take one tag back that was learnt with the same text and label. Raises KeyError for another."""
        if not self.tags[label]:
            del self.tags[label]
            raise KeyError(label)
        found = text_features(text)
        own = self.features[label]
        own -= found  # drops what reaches zero
        self.features[label] = own
        self.vocabulary -= found
        self.totals[label] -= found.total()
        self.tags[label] -= 1
        if not self.tags[label]:
            for counts in (self.tags, self.features, self.totals):
                del counts[label]


def text_features(text: str) -> Counter[str]:
    """How often each feature occurs: words in lower case, Han characters alone and in pairs."""
    found: Counter[str] = Counter()
    for part in _PARTS.findall(text):
        if _IS_HAN.match(part):
            found.update(part)
            found.update(map("".join, pairwise(part)))
        else:
            found[part.casefold().replace("’", "'")] += 1
    return found


def fit(examples: Iterable[tuple[str, str]]) -> TopicModel:
    """A model of all (text, label) pairs; a turn with two labels is two pairs."""
    model = TopicModel()
    for text, label in examples:
        model.learn(text, label)
    return model


def scores(model: TopicModel, text: str) -> list[tuple[str, float]]:
    """Every learnt label with its log-probability up to a constant, the best first; equal ones by label."""
    found = text_features(text)
    known = {feature: count for feature, count in found.items() if feature in model.vocabulary}
    tags, size = model.tags.total(), len(model.vocabulary)
    ranked = []
    for label, own in model.features.items():
        score = math.log(model.tags[label] / tags)
        denominator = math.log(model.totals[label] + _SMOOTHING * size) if size else 0.0
        for feature, count in known.items():
            score += count * (math.log(own[feature] + _SMOOTHING) - denominator)
        ranked.append((label, score))
    return sorted(ranked, key=lambda one: (-one[1], one[0]))


def is_ready(model: TopicModel, options: SuggestOptions = DEFAULT) -> bool:
    """Whether enough has been learnt to suggest anything."""
    well_known = sum(count >= options.minimum_per_label for count in model.tags.values())
    return model.tags.total() >= options.minimum_tags and well_known >= 2


def suggest(model: TopicModel, text: str, options: SuggestOptions = DEFAULT) -> tuple[Suggestion, ...]:
    """The labels to offer for a turn, the best first; none where the model is not ready or not sure.

    The list ends at the last label, among the first ``at_most``, that is ``margin`` ahead of the
    one after it: three labels mean that the answer is one of three.
    """
    length = sum(count for feature, count in text_features(text).items() if feature in model.vocabulary)
    if not length or not is_ready(model, options):
        return ()
    ranked = scores(model, text)
    steps = [
        Suggestion(label, (score - following) / math.sqrt(length))
        for (label, score), (_, following) in pairwise(ranked)
    ][: options.at_most]
    clear = [index for index, one in enumerate(steps) if one.margin >= options.margin]
    return tuple(steps[: clear[-1] + 1]) if clear else ()
