"""Time to import dialogues, against the sum of its floors in the same run.

The floor is what cannot be had for less: read and decode each file, look once for signs of damage, split it
with one regular expression, hash and compress its bytes, insert the rows with ``executemany`` in one
transaction. The dialogues are put together from the clean samples, so that no two are equal.

    python tests/benchmarks/bench_import.py [number of dialogues]
"""

from __future__ import annotations

import hashlib
import random
import re
import sqlite3
import sys
import tempfile
import time
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator import codebooks, importers, language
from annotator.core.resources import samples
from annotator.model import Annotator
from annotator.pipeline import import_files
from annotator.repair import repair
from annotator.store import Project
from tests.benchmarks.figures import ratio, size

GOAL = 1.5
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


def floor(paths: list[Path], database: Path) -> float:
    """Seconds for the least that an import can be."""
    began = time.perf_counter()
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
    return time.perf_counter() - began


def ours(folder: Path, project: Path, workers: int | None) -> float:
    """Seconds for the real import."""
    with Project.create(project, codebook=codebooks.default(), annotator=ANNA) as made:
        began = time.perf_counter()
        report = import_files.import_paths(made, [folder], workers=workers)
        took = time.perf_counter() - began
    if report.failed:
        raise SystemExit(f"failed: {report.failed[0][1]}")
    return took


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
        _say(f"  floor: {least:.2f} s")
        for label, workers in (("here", 0), ("by itself", None)):
            took = ours(folder, where / f"{label}.dap", workers)
            _say(f"  import, {label}: {took:.2f} s = {ratio(label, took, least, GOAL)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else size("DIALOGUES", 1_000, 10))
