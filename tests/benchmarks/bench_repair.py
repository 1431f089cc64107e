"""Speed and memory of the repair engine: ``./dev bench repair``."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from annotator.repair import repair
from annotator.repair.language_model import load
from annotator.resources import samples
from tests.repair.damage import misread

pytestmark = pytest.mark.benchmark
TEXTS = Path(__file__).parents[1] / "repair" / "data"


def rate(text: str, times: int = 1) -> float:
    began = time.perf_counter()
    for _ in range(times):
        repair(text)
    return len(text) * times / (time.perf_counter() - began)


def test_clean_text_against_ftfy() -> None:
    import ftfy  # noqa: PLC0415

    clean = "".join(p.read_text("utf-8") for p in samples() if p.name[:3] in {"001", "003", "004"}) * 5
    repair(clean)
    began = time.perf_counter()
    ftfy.fix_text(clean)
    peer = len(clean) / (time.perf_counter() - began)
    own = rate(clean)
    print(
        f"\nclean: {own / 1e6:.2f}M characters/s, ftfy (defaults) {peer / 1e6:.2f}M, ratio {own / peer:.1f}"
    )


@pytest.mark.parametrize("page", ["windows-1254", "windows-1253"])
def test_damaged_chinese(page: str) -> None:
    for name in ("dialogues", "reviews", "news", "handbook"):
        text = (TEXTS / f"{name}.txt").read_text("utf-8")
        damaged = misread(text, page)
        repair(damaged[:2000])
        began = time.perf_counter()
        repair(damaged)
        print(f"\n{name}, {page}: {len(text) / (time.perf_counter() - began):.0f} repaired characters/s")


def test_memory_and_loading() -> None:
    load.cache_clear()
    began = time.perf_counter()
    load()
    loading = time.perf_counter() - began
    print(f"\nmodel loaded in {loading * 1000:.0f} ms; peak memory of the process so far {peak():.0f} MiB")


def test_one_long_line() -> None:
    line = (TEXTS / "dialogues.txt").read_text("utf-8").replace("\n", "")
    for size in (10_000, 100_000, 1_000_000):
        text = misread((line * (size // len(line) + 1))[:size], "windows-1254")
        began = time.perf_counter()
        repair(text)
        taken = time.perf_counter() - began
        print(f"\none line of {size} characters: {taken:.2f} s; peak memory {peak():.0f} MiB")


def peak() -> float:
    """The most memory the process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(pytest.main(["-q", "-s", "-m", "benchmark", "-p", "no:randomly", __file__]))
