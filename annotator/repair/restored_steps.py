"""The steps of lost characters: what was put in their places, how sure, and what else it may have been."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from heapq import nsmallest
from sys import intern

from annotator.model import RepairStep
from annotator.repair.lost_characters import Options, Slot
from annotator.repair.repair_config import RepairConfig


def _ranked(options: Options, shares: Sequence[float], most: int) -> list[tuple[float, str]]:
    """So many of the options, the likeliest first, each behind how far below zero its share lies."""
    # Most of many have no share at all.
    ranked = sorted((-share, text) for share, (text, _) in zip(shares, options, strict=True) if share)
    if len(ranked) < most:
        none = (text for share, (text, _) in zip(shares, options, strict=True) if not share)
        ranked += [(0.0, text) for text in nsmallest(most - len(ranked), none)]
    return ranked[:most]


@lru_cache(maxsize=50_000)
def _alternative(text: str, share: float) -> tuple[str, float]:
    """The pair; a long text has hundreds of thousands of steps, which share those alike."""
    return text, share


@lru_cache(maxsize=20_000)
def _shared(value: float) -> float:
    return value


def rounded(value: float) -> float:
    """The number with four decimals; those alike are one object, of which a long text has few."""
    return _shared(round(value, 4))


def step(slot: Slot, before: str, shares: Sequence[float], reason: str, config: RepairConfig) -> RepairStep:
    """The step for a slot whose options have these probabilities; a mark where none is sure enough."""
    ranked = _ranked(slot.options, shares, max(1, config.most_alternatives))
    best, text = -ranked[0][0], ranked[0][1]
    before = intern(before)
    alternatives = tuple(
        _alternative(text, rounded(-behind)) for behind, text in ranked[: config.most_alternatives]
    )
    if best < config.floor or text == before:
        return RepairStep(
            slot.start, slot.end, before, before, "damage", reason, rounded(1 - best), alternatives
        )
    return RepairStep(slot.start, slot.end, before, text, "lost", reason, rounded(best), alternatives)
