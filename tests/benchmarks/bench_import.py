"""Time to import dialogues, by the clock and of the processors, against its floor in the same run.

The floor is what cannot be had for less: read and decode each file, look once for signs of damage, split it
with one regular expression, hash and compress its bytes, insert the rows with ``executemany`` in one
transaction. The dialogues are put together from the clean samples, so that no two are equal. *Turns first* is
what a large import into the window does: turns can be tagged, and their languages are found afterwards.

    python tests/benchmarks/bench_import.py [number of dialogues]
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import sqlite3
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator import codebooks, importers, language
from annotator.core.resources import samples
from annotator.model import Annotator
from annotator.pipeline import import_files
from annotator.pipeline.language_findings import find_again
from annotator.repair import repair
from annotator.store import Project
from tests.benchmarks.figures import ratio, size

GOAL = 1.5
# What is measured: what it is called, with how many processes, whether languages come later.
KINDS = (
    ("here", 0, False),
    ("here, turns first", 0, True),
    ("by itself", None, False),
    ("by itself, turns first", None, True),
)
MARKER = re.compile(r"^\[(\w+)\]: ?", re.MULTILINE)
ANNA = Annotator("11111111-1111-4111-8111-111111111111", "Anna")
DAMAGE = re.compile("[\x80-\x9f\ufffd]|[\u00c2-\u00f4][\u0080-\u00bf\u2013-\u2122]")


def make(folder: Path, number: int) -> list[Path]:
    """Write so many different dialogues of twenty turns."""
    chance = random.Random(7)
    turns = [
        turn
        for path in samples()
        if path.name[:3] in {"001", "003", "004"}
        for turn in MARKER.split(path.read_text(encoding="utf-8"))[2::2]
    ]
    paths = []
    for at in range(number):
        lines = [f"[{'AB'[i % 2]}]: {chance.choice(turns).strip()}\n" for i in range(20)]
        path = folder / f"{at:05}.txt"
        path.write_text("".join(lines) + f"{at}\n", encoding="utf-8")
        paths.append(path)
    return paths


class Spent(NamedTuple):
    """Seconds on the clock, and of the processors, those of processes that have ended included."""

    clock: float
    processor: float

    @classmethod
    def now(cls) -> Spent:
        """Since some moment, and since this process began."""
        # Of this process to the nanosecond: os.times() counts in hundredths, and a small floor takes none.
        return cls(time.perf_counter(), time.process_time() + sum(os.times()[2:4]))

    def since(self) -> Spent:
        """What has been spent since then."""
        now = Spent.now()
        return Spent(now.clock - self.clock, now.processor - self.processor)


def floor(paths: list[Path], database: Path) -> Spent:
    """The least that an import can be."""
    began = Spent.now()
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE turn (id INTEGER PRIMARY KEY, dialogue, position, speaker, text)")
    connection.execute("CREATE TABLE data (dialogue INTEGER PRIMARY KEY, sha256, data)")
    rows, blobs = [], []
    for number, path in enumerate(paths):
        data = path.read_bytes()
        text = data.decode()
        DAMAGE.search(text)
        parts = MARKER.split(text)
        rows += [(number, i, parts[i], parts[i + 1]) for i in range(1, len(parts) - 1, 2)]
        blobs.append((number, hashlib.sha256(data).hexdigest(), zlib.compress(data, 1)))
    connection.executemany("INSERT INTO turn (dialogue, position, speaker, text) VALUES (?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO data VALUES (?, ?, ?)", blobs)
    connection.commit()
    connection.close()
    return began.since()


def ours(folder: Path, project: Path, workers: int | None, *, later: bool) -> tuple[Spent, Spent, Spent]:
    """The real import; what finding the languages takes that it left for later, and the index of words."""
    with Project.create(project, codebook=codebooks.default(), annotator=ANNA) as made:
        began = Spent.now()
        report = import_files.import_paths(made, [folder], workers=workers, languages_later=later)
        took = began.since()
        began = Spent.now()
        find_again(made, workers=workers)
        languages = began.since()
        began = Spent.now()
        made.index.update()
        index = began.since()
    if report.failed:
        raise SystemExit(f"failed: {report.failed[0][1]}")
    return took, languages, index


def parts(paths: list[Path]) -> dict[str, float]:
    """Milliseconds of each step of one file, on average."""
    spent = dict.fromkeys(("decode", "repair", "segment", "gaps", "language", "all of prepare"), 0.0)

    def clock(name: str, began: float) -> None:
        spent[name] += (time.perf_counter() - began) * 1000 / len(paths)

    for path in paths:
        data = path.read_bytes()
        began = time.perf_counter()
        decoded = importers.decode(data)
        clock("decode", began)
        began = time.perf_counter()
        repaired = repair(decoded.text)
        clock("repair", began)
        began = time.perf_counter()
        made = importers.segment(repaired.text, importers.guess_rule(repaired.text))
        clock("segment", began)
        turns = [repaired.text[piece.start : piece.end] for piece in made.pieces]
        began = time.perf_counter()
        usual = importers.habits(turns)
        for turn in turns:
            importers.find_gaps(turn, usual)
        clock("gaps", began)
        began = time.perf_counter()
        for turn in turns:
            language.detect(turn)
        clock("language", began)
        began = time.perf_counter()
        import_files.prepare(path.name, data)
        clock("all of prepare", began)
    return spent


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(number: int) -> None:
    """Say the table."""
    with tempfile.TemporaryDirectory() as name:
        where = Path(name)
        folder = where / "transcripts"
        folder.mkdir()
        paths = make(folder, number)
        size = sum(path.stat().st_size for path in paths)
        _say(f"{number:,} dialogues, {number * 20:,} turns, {size / 1e6:.0f} MB")
        import_files.prepare("warm", paths[0].read_bytes())
        _say("  one file: " + ", ".join(f"{key} {ms:.1f} ms" for key, ms in parts(paths[:40]).items()))
        least = floor(paths, where / "floor.db")
        _say(f"  floor: {_a_file(least, number)}")
        for label, workers, later in KINDS:
            took, languages, index = ours(folder, where / f"{label}.dap", workers, later=later)
            clock = ratio(label, took.clock, least.clock, GOAL)
            processor = ratio(f"{label}, processor", took.processor, least.processor, GOAL)
            _say(f"  import, {label}: {_a_file(took, number)}: {clock}, processor {processor}")
            _say(
                f"    then languages: {_a_file(languages, number)}; index of words: {_a_file(index, number)}"
            )


def _a_file(spent: Spent, number: int) -> str:
    clock, processor = (seconds * 1000 / number for seconds in spent)
    return f"{clock:.2f} ms a file, of the processor {processor:.2f}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else size("DIALOGUES", 1_000, 10))
