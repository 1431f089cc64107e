"""Speed and memory of the repair engine: ``./dev bench repair``."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import ftfy

from annotator.core.resources import samples
from annotator.repair import repair
from annotator.repair.language_model import load
from tests.benchmarks.figures import SMALLEST, ratio, size
from tests.repair.damage import CONTROLS, DROPPED, misread

TEXTS = Path(__file__).parents[1] / "repair" / "data"
COPIES = size("COPIES", 5, 1)  # of the clean samples
MOST = size("CHARACTERS", 1_000_000, 2_000)  # of one text
NAMES = ("dialogues",) if SMALLEST else ("dialogues", "reviews", "news", "handbook")


def seconds(work: Callable[[], object]) -> float:
    """What a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def clean_text() -> None:
    """Text that needs nothing, against ftfy with its defaults."""
    clean = "".join(p.read_text("utf-8") for p in samples() if p.name[:3] in {"001", "003", "004"}) * COPIES
    repair(clean)
    peer, own = seconds(lambda: ftfy.fix_text(clean)), seconds(lambda: repair(clean))
    rates = (f"{len(clean) / each / 1e6:.2f}M" for each in (own, peer))
    print(f"clean: {' characters/s, ftfy '.join(rates)}, {ratio('clean text', own, peer)} ftfy's time")


def damaged_chinese(page: str, lost: str = DROPPED) -> None:
    """Chinese with lost bytes, by kind of text; ftfy brings none of them back."""
    for name in NAMES:
        text = (TEXTS / f"{name}.txt").read_text("utf-8")[:MOST]
        damaged = misread(text, page, lost)
        repair(damaged[:2000])
        taken, peer = seconds(partial(repair, damaged)), seconds(partial(ftfy.fix_text, damaged))
        rate, times = len(text) / taken, taken / peer
        print(f"{name}, {page}: {rate:.0f} repaired characters/s, {times:.0f} times what ftfy takes")


def loading() -> None:
    """The model, from the disk."""
    load.cache_clear()
    print(
        f"model loaded in {seconds(load) * 1000:.0f} ms; peak memory of the process so far {peak():.0f} MiB"
    )


def one_long_line() -> None:
    """Lines of growing length: the time must grow with them and not faster."""
    line = (TEXTS / "dialogues.txt").read_text("utf-8").replace("\n", "")
    for length in sorted({min(length, MOST) for length in (10_000, 100_000, 1_000_000)}):
        text = misread((line * (length // len(line) + 1))[:length], "windows-1254")
        taken = seconds(partial(repair, text))
        print(f"one line of {length:,} characters: {taken:.2f} s; peak memory {peak():.0f} MiB")


def peak() -> float:
    """The most memory the process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    clean_text()
    damaged_chinese("windows-1254")
    damaged_chinese("windows-1253")
    damaged_chinese("latin-1", CONTROLS)
    loading()
    one_long_line()
