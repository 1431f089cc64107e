"""From counts to probabilities: interpolated discounting, pruning by worth, back-off weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from counts import Grams


@dataclass
class Weights:
    """How the two kinds of counts are put together."""

    text: float = 1.0
    words: float = 8e7  # running words the word model's probabilities stand for
    discount: float = 0.7  # taken from every count of the texts
    share: float = 0.15  # and this share of what the word model gives, for the pairs it leaves out


@dataclass
class Estimated:
    """One order: probabilities of n-grams and suffixes; where contexts and suffixes stand one order below."""

    key: np.ndarray
    p: np.ndarray
    p_suffix: np.ndarray
    context: np.ndarray
    suffix: np.ndarray
    worth: np.ndarray


def _places(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1)


def estimate(orders: list[Grams], weights: Weights) -> list[Estimated]:
    out: list[Estimated] = []
    below: Grams | None = None
    total_below = np.zeros(0)
    for order, counted in enumerate(orders, 1):
        grams = counted
        total = weights.text * grams.text + weights.words * grams.words
        if below is None:
            p = (total + 0.5) / (total.sum() + 0.5 * len(total))
            nothing = np.zeros(len(p), dtype=np.int64)
            out.append(Estimated(grams.key, p, p, nothing, nothing, np.full(len(p), np.inf)))
        else:
            context, suffix = _places(below.key, grams.context), _places(below.key, grams.suffix)
            good = (context >= 0) & (suffix >= 0)
            grams = Grams(
                grams.key[good], grams.context[good], grams.suffix[good], grams.text[good], grams.words[good]
            )
            context, suffix, total = context[good], suffix[good], total[good]
            kept = weights.text * np.maximum(grams.text - weights.discount, 0.0)
            kept += weights.words * (1.0 - weights.share) * grams.words
            children = np.bincount(context, total, minlength=len(below.key))
            whole = np.maximum(total_below, children)
            # The mass left over goes to what was never seen after this context.
            left = 1.0 - np.bincount(context, kept, minlength=len(below.key)) / np.maximum(whole, 1e-300)
            left = np.clip(left, 1e-4, 1.0)
            p_suffix = out[-1].p[suffix]
            p = kept / whole[context] + left[context] * p_suffix
            worth = total * (np.log(p) - np.log(left[context] * p_suffix))
            out.append(Estimated(grams.key, p, p_suffix, context, suffix, worth))
        below, total_below = grams, total
        print(f"order {order}: {len(grams.key)} n-grams", flush=True)
    return out


def prune(orders: list[Estimated], most: int) -> list[np.ndarray]:
    """Which n-grams stay, at most ``most``: the worthiest, with the contexts and suffixes they stand on."""
    worth = np.concatenate([o.worth[np.isfinite(o.worth)] for o in orders])
    low, high = 0, len(worth)
    best: list[np.ndarray] = []
    ranked = np.sort(worth)[::-1]
    while high - low > len(worth) // 2000:
        middle = (low + high) // 2
        kept = _closed(orders, ranked[middle - 1] if middle else np.inf)
        if sum(int(k.sum()) for k in kept) <= most:
            low, best = middle, kept
        else:
            high = middle
    return best


def _closed(orders: list[Estimated], threshold: float) -> list[np.ndarray]:
    kept = [o.worth >= threshold for o in orders]
    for order in range(len(orders) - 1, 0, -1):
        chosen = kept[order]
        kept[order - 1][orders[order].context[chosen]] = True
        kept[order - 1][orders[order].suffix[chosen]] = True
    return kept


def backoffs(orders: list[Estimated], kept: list[np.ndarray]) -> list[np.ndarray]:
    """Logarithm of each n-gram's back-off weight after pruning; 0 where nothing follows it."""
    out = []
    for order, above in enumerate(orders[1:]):
        size = len(orders[order].key)
        chosen = kept[order + 1]
        context = above.context[chosen]
        seen = np.bincount(context, above.p[chosen], minlength=size)
        lower = np.bincount(context, above.p_suffix[chosen], minlength=size)
        out.append(np.log(np.clip(1.0 - seen, 1e-5, 1.0) / np.clip(1.0 - lower, 1e-5, 1.0)))
    return [*out, np.zeros(len(orders[-1].key))]
