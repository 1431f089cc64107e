"""How fast packets are written and merged: ten of them, with 10,000 tags each.

Run with ``./dev bench merge``. The floor of the ratio encodes as many tags as JSON.
TURNS (10000) in the environment.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import msgspec

from annotator.codebooks import default
from annotator.model import Annotator
from annotator.pipeline.import_files import import_paths
from annotator.reliability.assignment_design import Design
from annotator.reliability.make_packets import write_packets
from annotator.reliability.merge_packets import apply_merge, plan_merge
from annotator.store import Project
from tests.benchmarks.figures import ratio, size

TURNS = size("TURNS", 10_000, 100)
PER_DIALOGUE = 100
COORDINATOR = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Coordinator")
NAMES = tuple(f"Annotator {number}" for number in range(10))
LABELS = ("stance.favor", "stance.against", "stance.none")


def study(folder: Path) -> Path:
    """A project of dialogues of 100 turns."""
    talks = folder / "talks"
    talks.mkdir()
    for number in range(max(1, TURNS // PER_DIALOGUE)):
        lines = [
            f"[{'AB'[turn % 2]}]: turn {turn} of {number}, some words.\n" for turn in range(PER_DIALOGUE)
        ]
        (talks / f"{number}.txt").write_text("".join(lines), encoding="utf-8")
    path = folder / "study.dap"
    with Project.create(path, codebook=default(), annotator=COORDINATOR) as project:
        import_paths(project, [talks], workers=0)
    return path


def main() -> None:
    write = sys.stdout.write
    with tempfile.TemporaryDirectory() as name:
        path = study(Path(name))
        start = time.process_time()
        with Project.open(path, read_only=True) as project:
            packets = write_packets(project, Path(name, "packets"), Design(NAMES))
        written = time.process_time() - start
        for packet in packets:
            with Project.open(packet.path, annotator=packet.annotator) as opened:
                turns = [turn for one in opened.dialogues.ids() for turn in opened.turns.ids(one)]
                for place, label in enumerate(LABELS):
                    opened.tags.add(turns[place :: len(LABELS)], label)
        with Project.open(path, annotator=COORDINATOR) as project:
            start = time.process_time()
            plan = plan_merge(project, [packet.path for packet in packets])
            planned = time.process_time() - start
            apply_merge(project, plan)
            merged = time.process_time() - start
            tags = list(project.comparison.every_tag())
        start = time.process_time()
        for tag in tags:
            msgspec.json.encode(tag)
        floor = time.process_time() - start
        write(f"{len(packets)} packets of {len(tags) // len(packets):,} tags\n")
        write(f"    written in {written:.2f} s, {ratio('packets written', written, floor)}\n")
        write(f"    looked at in {planned:.2f} s, {ratio('merge looked at', planned, floor)}\n")
        write(f"    and merged in {merged:.2f} s, {ratio('merged', merged, floor)}\n")


if __name__ == "__main__":
    main()
