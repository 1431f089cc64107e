"""Export of tagged turns against the bare work: SELECT, JSON, fsync.

The floor reads all columns of turns and tags with two bare cursors, encodes one dialogue at a time
with the same JSON library and ends with fsync; it knows nothing of repair steps, keys, order of
tags or sources. Every job runs in a process of its own, floor and exports in turn; memory is what
the process needed above its libraries, SQLite's cache of up to 64 MB included. Writing is
measured without and with reading the file back and comparing it. The time of the processor stands beside that
of the clock: on a machine that has other things to do only the former says something.
Goals, for writing: JSON at most 3x, JSON Lines at most 2x, flat memory.

DIALOGUES (5000, of 20 turns), ROUNDS (5), FORMATS (json jsonl csv) in the environment.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import groupby
from operator import itemgetter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import msgspec

from annotator import codebooks
from annotator.exchange import export_project, read_project
from annotator.model import Annotator, PreparedDialogue, PreparedSource, PreparedTurn, TurnLanguage
from annotator.store import Project
from tests.benchmarks.figures import SMALLEST, ratio, size

DIALOGUES = size("DIALOGUES", 5000, 20)
ROUNDS = size("ROUNDS", 5, 1)
FORMATS = os.environ.get("FORMATS", "json" if SMALLEST else "json jsonl csv").split()
TURNS = 20
GOALS = {"json": 3.0, "jsonl": 2.0}
WORDS = (
    "这个",
    "话题",
    "我",
    "觉得",
    "creativity",
    "会",
    " the future ",
    "是",
    "一种",
    "非常",
    "的",
    "问题",
    "。",
    "，",
)

_TURNS = "SELECT * FROM turn ORDER BY dialogue, position"
_TAGS = """SELECT tag.dialogue, tag.turn, tag.key, facet.key, label.key, annotator.key, tag.origin, tag.value,
  tag."start", tag."end", tag.intensity, tag.uncertain, tag.note, tag.score, tag.at
  FROM tag JOIN facet ON facet.id = tag.facet JOIN annotator ON annotator.id = tag.annotator
  LEFT JOIN label ON label.id = tag.label ORDER BY tag.dialogue, tag.turn"""


def make(path: Path, dialogues: int) -> None:
    """A project of dialogues of the length and mix of the samples, three tags to a turn."""
    chance = random.Random(7)
    texts = ["".join(chance.choices(WORDS, k=200)) for _ in range(500)]
    anna = Annotator("anna", "Anna")
    with Project.create(path, codebook=codebooks.default(), annotator=anna) as project:
        with project.sources.importer() as importer:
            for number in range(dialogues):
                importer.add(_source(number, texts, chance))
            importer.finish()
        turns = [turn for dialogue in project.dialogues.ids() for turn in project.turns.ids(dialogue)]
        project.tags.add(turns, "topic.target")
        project.tags.add(turns, "language.mixed")
        for label in ("stance.favor", "stance.against", "stance.none"):
            project.tags.add(chance.sample(turns, len(turns) // 3), label, intensity=2)


def _source(number: int, texts: list[str], chance: random.Random) -> PreparedSource:
    found = TurnLanguage("mixed", "zh", "Hans", (("zh", 90), ("en", 20)))
    turns = []
    for place in range(TURNS):
        text = chance.choice(texts)
        turns.append(PreparedTurn("AB"[place % 2], f"\n[{'AB'[place % 2]}]: ", text, text, language=found))
    title = f"dialogue {number}"
    data = (f"{title}{turns[0].lead}" + "".join(x.lead + x.received for x in turns)).encode()[
        len(title) + 6 :
    ]
    return PreparedSource(
        f"{title}.txt", data, hashlib.sha256(data).hexdigest(), "utf-8", "detected", 1.0, "\n",
        bom=False, undecodable=0, dialogues=(PreparedDialogue(title, tuple(turns)),),
    )  # fmt: skip


def floor(project: Path, out: Path) -> None:
    """The bare work."""
    connection = sqlite3.connect(project)
    tags = groupby(connection.execute(_TAGS), key=itemgetter(0))
    turns = connection.execute(_TURNS)
    names = [column[0] for column in turns.description]
    encode = msgspec.json.encode
    with out.open("wb") as file:
        for (dialogue, rows), (tagged, marks) in zip(groupby(turns, key=itemgetter(1)), tags, strict=True):
            assert dialogue == tagged
            of: dict[int, list[tuple[object, ...]]] = {}
            for mark in marks:
                of.setdefault(mark[1], []).append(mark)
            things = [dict(zip(names, row, strict=True), tags=of.get(row[0], ())) for row in rows]
            file.write(encode({"dialogue": dialogue, "turns": things}))
            file.write(b"\n")
        file.flush()
        os.fsync(file.fileno())


def job(kind: str, project: Path, out: Path) -> dict[str, float]:
    """Do one job in this process; seconds it took and MB it needed."""
    Path("/proc/self/clear_refs").write_text("5")  # forget how much there was at most before
    before = _most_memory()
    began, busy = time.perf_counter(), time.process_time()
    if kind == "floor":
        floor(project, out)
    elif kind == "read back":
        read_project(out.with_name("once.json"), out.with_name("new.dap"))
    else:
        key, _, checked = kind.partition("+")
        with Project.open(project, read_only=True) as opened:
            export_project(opened, out, format=key, check=bool(checked))
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - busy,
        "megabytes": _most_memory() - before,
    }


def _most_memory() -> float:
    """MB this process has had at most; Linux only."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measured(kind: str, project: Path, out: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, kind, str(project), str(out)], check=True, capture_output=True, text=True
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = folder / "small.dap", folder / "large.dap"
        make(small, max(DIALOGUES // 10, 1))
        make(large, DIALOGUES)
        kinds = ("floor", *(kind for key in FORMATS for kind in (key, f"{key}+check")))
        seconds: dict[str, list[float]] = {kind: [] for kind in kinds}
        processor: dict[str, list[float]] = {kind: [] for kind in kinds}
        memory: dict[str, float] = {}
        for _ in range(ROUNDS):
            for kind in kinds:
                result = measured(kind, large, folder / "out")
                seconds[kind].append(result["seconds"])
                processor[kind].append(result["processor"])
                memory[kind] = result["megabytes"]
        sys.stdout.write(f"{DIALOGUES * TURNS:,} turns, {DIALOGUES * TURNS * 3:,} tags, {ROUNDS} rounds\n")
        base, least = statistics.median(seconds["floor"]), statistics.median(processor["floor"])
        for kind in kinds:
            middle = statistics.median(seconds[kind])
            few = measured(kind, small, folder / "out")["megabytes"]
            busy = statistics.median(processor[kind])
            times_floor = times_least = ""
            if kind != "floor":
                times_floor = ratio(kind, middle, base, GOALS.get(kind))
                times_least = ratio(f"{kind}, processor", busy, least, GOALS.get(kind))
            sys.stdout.write(
                f"{kind:<18} {middle:6.2f} s  {times_floor:<18}  processor {busy:6.2f} s  {times_least:<18}"
                f"  {memory[kind]:6.1f} MB ({few:.1f} MB for a tenth)\n"
            )
        measured("json", large, folder / "once.json")
        back = measured("read back", large, folder / "out")
        sys.stdout.write(
            f"reading the JSON back into a project: {back['seconds']:.1f} s, {back['megabytes']:.0f} MB\n"
        )


if __name__ == "__main__":
    if len(sys.argv) == 4:
        sys.stdout.write(json.dumps(job(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        main()
