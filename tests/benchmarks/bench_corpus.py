"""A corpus of texts, repaired in one process and in several: ``./dev bench corpus``.

On a machine that does other work as well the clock says little. Linux gives all processes of one session
together what it gives one of another, so each process leaves for a session of its own here. And
processor time is measured, too: what the texts take in one process, against what they take in several,
and how evenly it falls to these. If nothing else ran, several processes could not be done before all of
their processor time, divided by them, and not before the one that had most to do.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.pipeline import repair_corpus
from annotator.pipeline.repair_corpus import RepairedText, repair_texts
from annotator.repair import RepairConfig
from tests.benchmarks.figures import SMALLEST, ratio, size
from tests.repair.damage import misread

DATA = Path(__file__).parents[1] / "repair" / "data"
TEXTS = size("TEXTS", 20_000, 40)
JOBS = size("JOBS", 2, 1)
DAMAGED = 4  # every so manieth text was read as windows-1254


def corpus(count: int) -> list[str]:
    """Turns of the lines that tests repair: short and long ones, clean and damaged ones, by a fixed seed."""
    lines = [line for path in sorted(DATA.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    spoken = [line.strip() for line in lines if len(line.strip()) > 3]
    chance = random.Random(4)
    texts = []
    for number in range(count):
        line = chance.choice(spoken)
        start = chance.randrange(max(1, len(line) - 60))
        text = f"{number}. {line[start : start + chance.randrange(10, 60)]}"
        texts.append(text if number % DAMAGED else misread(text, "windows-1254"))
    return texts


@dataclass(slots=True)
class Taken:
    """What a run took: by the clock, in processor time of this process and of each other, in memory."""

    clock: float
    here: float
    others: list[float]
    texts: list[str]
    memory: list[float]

    @property
    def processor(self) -> float:
        """All processor time."""
        return self.here + sum(self.others)


def told(chunk: tuple[list[str], RepairConfig]) -> list[RepairedText]:
    """Repair a chunk; the last result says which process did it, its processor time and its memory."""
    if os.getsid(0) != os.getpid():
        os.setsid()
    *first, last = repair_corpus.repair_chunk(chunk)
    said = f"{os.getpid()} {time.process_time()} {_memory()}"
    return [*first, replace(last, repair=replace(last.repair, problem=said))]


def taken(texts: list[str], jobs: int) -> Taken:
    """Repair them all, and look how it goes."""
    clock, here = time.perf_counter(), time.process_time()
    others: dict[str, float] = {}
    memory: dict[str, list[float]] = {}
    out = []
    for done in repair_texts(texts, jobs=jobs, work=told if jobs else repair_corpus.repair_chunk):
        out.append(done.text)
        if jobs and done.repair.problem:
            who, spent, holds = done.repair.problem.split()
            others[who] = float(spent)
            memory.setdefault(who, []).append(float(holds))
    growth = [grown[-1] - grown[len(grown) // 4] for grown in memory.values()]
    return Taken(
        time.perf_counter() - clock, time.process_time() - here, sorted(others.values()), out, growth
    )


def _memory() -> float:
    """The most memory that this process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print what a corpus takes."""
    texts = corpus(TEXTS)
    characters = sum(map(len, texts))
    list(repair_texts(texts[:4], jobs=0))  # the model is loaded, as it soon is in every process
    before = _memory()
    alone = taken(texts, 0)
    kind = f"{characters:,} characters received, every {DAMAGED}. damaged"
    print(f"{TEXTS:,} texts, {kind}; load {os.getloadavg()[0]:.0f}")
    print(f"one process: {alone.clock:.1f} s, {alone.processor:.1f} s of the processor, {before:.0f} MiB")
    several = taken(texts, JOBS)
    assert several.texts == alone.texts, "several processes made other texts of them"
    shares = ", ".join(f"{spent:.1f}" for spent in several.others)
    print(
        f"{JOBS} processes: {several.clock:.1f} s, {several.processor:.1f} s of the processor "
        f"({several.here:.1f} here, {shares}), MiB more at the end than after a quarter: "
        + ", ".join(f"{grown:.0f}" for grown in several.memory)
    )
    print(
        f"by the clock {ratio('in several processes', several.clock, alone.clock)} of one process's time: "
        f"{alone.clock / several.clock:.2f} times as fast"
    )
    best = max(several.processor / JOBS, several.others[-1])
    print(
        f"if nothing else ran: {alone.processor / best:.2f} times as fast, "
        f"{several.processor / alone.processor:.3f} times the processor time of one process"
    )
    began = time.perf_counter()
    for done in repair_texts(texts[: TEXTS if SMALLEST else 2_000]):
        assert not done.error
    print(f"as many processes as pay, 2,000 texts: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
