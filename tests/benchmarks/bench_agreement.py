"""How fast agreement is measured: every coefficient, in ten parts of the material, with intervals.

Run with ``./dev bench agreement``. Ten annotators, 20 % of the labels missing, turns in dialogues of 20.
From arrays (five labels) the floor of the ratio is one `numpy.bincount` of all labels. From a project (the
facet stance, seven labels) it is one SELECT that adds up the numbers that all tags consist of;
PROJECT_TURNS is how many turns it has. With PROJECT that file is measured, and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import sqlite3
import sys
import tempfile
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
from annotator.codebooks import default
from annotator.model import Annotator, PreparedDialogue, PreparedSource, PreparedTurn
from annotator.reliability import gather
from annotator.reliability.agreement_in_parts import CONTEXTS as PARTS
from annotator.reliability.agreement_in_parts import coefficients_for
from annotator.store import Project
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


def project(path: Path, turns: int) -> None:
    """A project of that many turns in which ten annotators answered."""
    me = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")
    with Project.create(path, codebook=default(), annotator=me, name="Bench") as made:
        with made.sources.importer() as importer:
            for number in range(turns // 20):
                spoken = tuple(
                    PreparedTurn("AB"[at % 2], "", f"words {at}", f"words {at}") for at in range(20)
                )
                talk = PreparedDialogue(f"{number}", spoken, rule="brackets")
                sha256 = hashlib.sha256(str(number).encode()).hexdigest()
                importer.add(
                    PreparedSource(
                        f"{number}.txt", b"", sha256, "utf-8", "detected", 1.0, "\n", bom=False,
                        undecodable=0, dialogues=(talk,),
                    )
                )  # fmt: skip
            importer.finish()
        labels = [label.key for label in made.codebook.read().facet("stance").labels]
    random = np.random.default_rng(1)
    true = random.integers(0, len(labels), turns)
    with contextlib.closing(sqlite3.connect(path)) as file, file:
        row = dict(file.execute("SELECT key, id FROM label"))
        (facet,) = file.execute("SELECT id FROM facet WHERE key = 'stance'").fetchone()
        places = file.execute("SELECT id, dialogue FROM turn ORDER BY id").fetchall()
        for who in range(ANNOTATORS):
            key = f"bbbbbbbb-0000-4000-8000-{who:012}"
            person = file.execute(
                "INSERT INTO annotator (key, name, kind) VALUES (?, ?, 'human')", (key, f"Annotator {who}")
            ).lastrowid
            said = np.where(random.random(turns) < 0.7, true, random.integers(0, len(labels), turns))
            doubt, given = random.random(turns) < 0.1, random.random(turns) >= 0.2
            file.executemany(
                "INSERT INTO tag (key, dialogue, turn, facet, label, annotator, origin, value, uncertain,"
                " note, at) VALUES (?, ?, ?, ?, ?, ?, 'human', '', ?, '', ?)",
                (
                    (
                        f"{who}-{at}", places[at][1], places[at][0], facet, row[labels[said[at]]], person,
                        int(doubt[at]),
                        f"2026-01-{1 + at // 1440 % 28:02}T{at // 60 % 24:02}:{at % 60:02}:00Z",
                    )
                    for at in np.flatnonzero(given).tolist()
                ),
            )  # fmt: skip


def from_project(path: Path) -> None:
    """All coefficients of a project's facet stance, of all turns and by context."""
    with contextlib.closing(sqlite3.connect(path)) as file:
        start = time.process_time()
        (answers,) = file.execute(
            "SELECT count(*) FROM tag WHERE turn + label + annotator + uncertain > 0 AND at > ''"
        ).fetchone()
        floor = time.process_time() - start
    with Project.open(path, read_only=True) as opened:
        start = time.process_time()
        material = gather([opened], "stance")
        read = time.process_time() - start
    ratings = material.ratings
    wanted = coefficients_for(material.facet, len(ratings.annotators))
    measure_all(ratings, wanted)
    for _, _, side in PARTS:
        mask = side(material)
        for part in (mask, ~mask):
            measure_all(ratings.select(part), wanted)
    took = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = ratio(f"from a project, {ratings.units:,} turns", took, floor)
    sys.stdout.write(
        f"from a project: {len(ratings.annotators)} annotators x {ratings.units:,} turns, "
        f"{answers:,} answers\n"
        f"    reading {read:.2f} s, and of all turns and {2 * len(PARTS)} parts {took:.2f} s, {times}; "
        f"{memory:.0f} MB at most\n"
    )


def main() -> None:
    if "PROJECT" in os.environ:
        from_project(Path(os.environ["PROJECT"]))
        return
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
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.dap"
        project(path, size("PROJECT_TURNS", 100_000, 200))
        from_project(path)


if __name__ == "__main__":
    main()
