"""How fast agreement is measured: every coefficient, in ten parts of the material, with intervals.

Run with ``./dev bench agreement``. Ten annotators, five labels, 20 % of the labels missing, turns in
dialogues of 20. The floor of the ratio is one `numpy.bincount` of all labels.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.analysis.agreement import (
    Ratings,
    from_codes,
    measure_against_rest,
    measure_all,
    measure_labels,
    measure_pairs,
)
from tests.benchmarks.figures import ratio, size

ANNOTATORS = 10
LABELS = ("a", "b", "c", "d", "e")
CONTEXTS = ("code-switched", "repaired", "uncertain", "early", "first half")


def material(turns: int) -> Ratings:
    """Labels that agree in about half of the cases."""
    random = np.random.default_rng(1)
    true = random.integers(0, len(LABELS), turns)
    shape = (ANNOTATORS, turns)
    codes = np.where(random.random(shape) < 0.7, true, random.integers(0, len(LABELS), shape)).astype(np.int8)
    codes[random.random(shape) < 0.2] = -1
    return from_codes(codes, LABELS, dialogues=np.arange(turns) // 20)


def main() -> None:
    write = sys.stdout.write
    for turns in (size("TURNS", 100_000, 200), size("MANY_TURNS", 1_000_000, 400)):
        ratings = material(turns)
        random = np.random.default_rng(2)
        sides = [random.random(turns) < 0.4 for _ in CONTEXTS]
        start = time.process_time()
        for row in ratings.codes:
            np.bincount(row + 1)
        floor = time.process_time() - start

        start = time.process_time()
        found = len(measure_all(ratings))
        for side in sides:
            found += sum(len(measure_all(ratings.select(part))) for part in (side, ~side))
        contexts = time.process_time() - start
        for annotator in range(ANNOTATORS):
            measure_against_rest(ratings, annotator)
        measure_labels(ratings)
        measure_pairs(ratings)
        everything = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        times = ratio(f"{found} coefficients with intervals, {turns:,} turns", contexts, floor)
        write(f"{ANNOTATORS} annotators x {turns:,} turns, {found} coefficients with intervals\n")
        write(f"    of all turns and {2 * len(CONTEXTS)} parts: {contexts:.2f} s, {times}\n")
        write(f"    and labels, pairs, each against the rest: {everything:.2f} s; {memory:.0f} MB at most\n")


if __name__ == "__main__":
    main()
