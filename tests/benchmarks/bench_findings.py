"""How fast a project's findings are made anew, and what learning topics costs.

Run with ``./dev bench findings``. A project of 20,000 turns of the samples' length; times are
those on the clock, writing included. Detection alone is in ``bench_language.py``.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.analysis.topic_suggestions import suggest
from annotator.analysis.topic_training import Learner
from annotator.codebooks import default
from annotator.language import detect
from annotator.model import Annotator, PreparedDialogue, PreparedSource, PreparedTurn, Study
from annotator.pipeline.language_findings import find_again
from annotator.store import Project
from tests.benchmarks.bench_language import TEXTS, turns
from tests.benchmarks.figures import ratio, size

DIALOGUES, TURNS = size("DIALOGUES", 1000, 10), 20
TAGS, LABELS, REPEATS = DIALOGUES * TURNS // 4, size("LABELS", 10, 2), size("REPEATS", 50, 2)


def fill(project: Project) -> None:
    """Many dialogues with turns of the three kinds."""
    some = [turns(text, 100) for text in TEXTS.values()]
    with project.sources.importer() as importer:
        for number in range(DIALOGUES):
            texts = [f"{number}: {some[at % 3][(number + at) % 100]}" for at in range(TURNS)]
            prepared = tuple(PreparedTurn("AB"[at % 2], "[A]: ", text, text) for at, text in enumerate(texts))
            data = str(number).encode()
            digest = hashlib.sha256(data).hexdigest()
            importer.add(
                PreparedSource(
                    f"{number}.txt", data, digest, "utf-8", "detected", 1.0, "\n", bom=False, undecodable=0,
                    dialogues=(PreparedDialogue(str(number), prepared),),
                )
            )  # fmt: skip
        importer.finish()


def again(project: Project) -> None:
    """Findings made anew, here and in a process of its own, against detection alone."""
    texts = [turn.text for turn in project.turns.page(range(1, min(DIALOGUES * TURNS, 2_000) + 1))]
    start = time.perf_counter()
    for text in texts:
        detect(text)
    floor = (time.perf_counter() - start) / len(texts)
    for workers, where in ((0, "in this process"), (1, "in a process of its own")):
        project.study.set(Study(names=(where,)))
        start = time.perf_counter()
        count = find_again(project, workers=workers)
        each = (time.perf_counter() - start) / count
        times_floor = ratio(f"findings anew, {where}", each, floor)
        sys.stdout.write(f"findings anew, {where}: {1 / each:,.0f} turns/s, {times_floor} detection alone\n")


def topics(project: Project) -> None:
    """Learning, following one edit, suggesting."""
    keys = [project.codebook.add_label("topic", f"topic {number}")[0].key for number in range(LABELS)]
    for number, key in enumerate(keys):
        project.tags.add(range(number + 1, TAGS + 1, LABELS), key)
    start = time.perf_counter()
    learner, after = Learner(), 0
    while page := project.suggestions.examples("topic", after):
        for each in page:
            learner.add(each.turn, each.text, each.label)
        after = page[-1].tag
    sys.stdout.write(f"learn {TAGS:,} tags: {time.perf_counter() - start:.2f} s\n")
    text = project.turns.page([1])[0].text
    start = time.perf_counter()
    for _ in range(REPEATS):
        learner.settle(1, text, [])
        learner.settle(1, text, keys[:1])
    sys.stdout.write(f"forget and learn one: {(time.perf_counter() - start) / REPEATS * 1000:.2f} ms\n")
    start = time.perf_counter()
    for _ in range(REPEATS):
        suggest(learner.model, text)
    sys.stdout.write(f"suggest: {(time.perf_counter() - start) / REPEATS * 1000:.2f} ms\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.dap"
        with Project.create(path, codebook=default(), annotator=Annotator("a" * 36, "A")) as project:
            fill(project)
            again(project)
            topics(project)


if __name__ == "__main__":
    main()
