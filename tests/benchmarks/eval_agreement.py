"""How often intervals hold the true value: `.venv/bin/python -m tests.benchmarks.eval_agreement`.

Two annotators label dialogues of 20 turns with three labels. Dialogues differ in how common each
label is and in how hard they are, so turns of one dialogue depend on each other, as in real
studies. A study's interval is right if it holds the alpha of endlessly many such dialogues. Three
kinds of material: hard, usual and easy to agree on.
Where one dialogue has all the disagreement of a study, what is built in gives no interval: how many
studies that leaves is a column of its own, for no interval is no wrong one. Seeded: the same figures every
time. Prints a table; compares what is built in with two usual ways.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache

import numpy as np

from annotator.analysis.agreement import COEFFICIENTS, DISTANCES, Ratings, from_codes, measure
from annotator.analysis.agreement import counts as counting
from annotator.analysis.agreement.coefficients import values

Codes = np.ndarray[tuple[int], np.dtype[np.int64]]

STUDIES = 600
DIALOGUES = (5, 10, 20, 60)
TURNS = 20
LABELS = ("favor", "against", "neither")
RESAMPLES = 1000
_SEED = 20_261_130
# Parameters of the beta distribution that dialogues' ease is drawn from.
KINDS = {"hard": (1.2, 2.0), "usual": (3.2, 1.4), "easy": (4.0, 0.8)}


def study(random: np.random.Generator, dialogues: int, kind: str) -> Ratings:
    """One study: codes of two annotators on turns of dialogues of their own kind."""
    shares = random.dirichlet([1.6, 1.2, 0.8], dialogues)
    ease = random.beta(*KINDS[kind], dialogues)
    dialogue = np.repeat(np.arange(dialogues), TURNS)
    limits = shares.cumsum(axis=1)[dialogue]

    def drawn() -> Codes:
        return np.asarray((random.random((len(dialogue), 1)) > limits[:, :-1]).sum(axis=1))

    true = drawn()
    codes = [np.where(random.random(len(true)) < np.sqrt(ease[dialogue]), true, drawn()) for _ in range(2)]
    return from_codes(np.stack(codes), LABELS, dialogues=dialogue)


@cache
def true_value(kind: str) -> float:
    """The alpha of so many dialogues that its own error does not matter (about .001)."""
    found = measure(study(np.random.default_rng(_SEED), 200_000, kind))
    assert found.value is not None
    return found.value


def studies(count: int, dialogues: int, kind: str) -> Iterator[tuple[Ratings, np.random.Generator]]:
    """Seeded studies."""
    for number in range(count):
        random = np.random.default_rng([_SEED, dialogues, number])
        yield study(random, dialogues, kind), random


def holds_left_out(ratings: Ratings, true: float) -> bool | None:
    """Whether the built-in interval, of leaving out dialogues, holds the true value; None without one."""
    found = measure(ratings).interval
    return None if found is None else found.low <= true <= found.high


def holds_turns(ratings: Ratings, true: float) -> bool:
    """The same with turns taken as independent."""
    found = measure(from_codes(ratings.codes, LABELS)).interval
    return found is not None and found.low <= true <= found.high


def holds_percentile(ratings: Ratings, true: float, random: np.random.Generator) -> bool:
    """The same with dialogues drawn again and again, and percentiles of what comes out."""
    (counts,) = counting.by_dialogue(ratings)
    dialogues = len(counts.units)
    weights = random.multinomial(dialogues, np.full(dialogues, 1 / dialogues), RESAMPLES)
    drawn = counting.Counts(
        *(
            (weights @ getattr(counts, name).reshape(dialogues, -1)).reshape(
                RESAMPLES, *getattr(counts, name).shape[1:]
            )
            for name in ("units", "pairable", "agreement", "coincidences", "shares", "by_annotator")
        )
    )
    found = values(COEFFICIENTS["krippendorff_alpha"], DISTANCES["nominal"], drawn, LABELS)
    low, high = np.nanquantile(found, [0.025, 0.975])
    return bool(low <= true <= high)


def coverage(dialogues: int, kind: str, count: int = STUDIES) -> tuple[float, float, float, float]:
    """Shares of studies whose interval holds the true value: turns, percentiles, the built-in one of those
    that have one; and how many have none."""
    true = true_value(kind)
    usual, built_in = [], []
    for ratings, random in studies(count, dialogues, kind):
        usual.append((holds_turns(ratings, true), holds_percentile(ratings, true, random)))
        built_in.append(holds_left_out(ratings, true))
    turns, percentile = np.array(usual).mean(axis=0)
    given = [held for held in built_in if held is not None]
    return float(turns), float(percentile), float(np.mean(given)), 1 - len(given) / count


def main() -> None:
    write = sys.stdout.write
    write(f"{STUDIES} studies each, dialogues of {TURNS} turns, 95 % intervals\n")
    columns = (
        "true α",
        "dialogues",
        "turns as independent",
        "dialogues drawn, percentiles",
        "one left out, t",
        "no interval",
    )
    write(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n")
    for kind in KINDS:
        for dialogues in DIALOGUES:
            shares = " | ".join(f"{share:.3f}" for share in coverage(dialogues, kind))
            write(f"| {true_value(kind):.3f} | {dialogues} | {shares} |\n")


if __name__ == "__main__":
    main()
