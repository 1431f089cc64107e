"""How fast turns are given their languages, alone and against one `re.findall` pass over the same text.

Run with ``./dev bench language``. Prints turns and code points a second on one core, for turns
of about the samples' length in English, in Chinese, and in both.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.language import LanguageOptions, detect, spans
from annotator.language.switching_report import report
from tests.benchmarks.figures import ratio, size

LENGTH = 700  # code points of a turn, as in the sample transcripts
REPEATS = size("REPEATS", 7, 1)
TURNS = size("TURNS", 1000, 10)
TEXTS = {
    "English": (
        "You know, I was late again today, and nobody said a word. The bus broke down near the river, so we "
        "walked! I think AI is useful for this sort of thing 🙂 but my sister's team doesn't "
        "trust it at all.\n\n"
    ),
    "Chinese": (
        "昨天下班以后我们几个人一起去吃了火锅，聊了很多小时候的事情。他说现在的孩子压力太大，连周末都要上补习班，"
        "我倒觉得关键在家长怎么想。\n\n"
    ),
    "mixed": (
        "下周的deadline能不能push一下？我昨天跟supervisor聊了聊，他觉得这个topic挺interesting的，不过data还不够solid。"
        "Honestly, I'm a bit worried，要不我们先做个pilot study吧～ 😂 "
    ),
}
_FINDALL = re.compile(r"\w+")


def turns(text: str, count: int) -> list[str]:
    """Different turns of the wanted length, cut from the repeated text."""
    long = text * (LENGTH // len(text) + 2)
    return [f"{number} {long[number % len(text) :][:LENGTH]}" for number in range(count)]


def best_seconds(job: Callable[[str], object], texts: list[str]) -> float:
    """Processor time of the fastest of some runs of a job on all the texts."""
    found = []
    for _ in range(REPEATS):
        start = time.process_time()
        for text in texts:
            job(text)
        found.append(time.process_time() - start)
    return min(found)


def measure(count: int = TURNS) -> dict[str, dict[str, float]]:
    """Turns a second and the ratio to `re.findall`, by kind of text."""
    texts = {name: turns(text, count) for name, text in TEXTS.items()}
    texts["all three"] = [turn for three in zip(*texts.values(), strict=True) for turn in three]
    figures = {}
    for name, some in texts.items():
        detect(some[0])
        floor = best_seconds(_FINDALL.findall, some)
        finding = best_seconds(detect, some)
        spanning = best_seconds(spans, some)
        figures[name] = {
            "turns/s": len(some) / finding,
            "floor": floor,
            "detect": finding,
            "spans turns/s": len(some) / spanning,
        }
    return figures


def main() -> None:
    write = sys.stdout.write
    write(f"{'turns of ' + str(LENGTH):<12}{'detect turns/s':>16}{'× re.findall':>14}{'spans turns/s':>16}\n")
    for name, own in measure().items():
        times_floor = ratio(f"detect, {name}", own["detect"], own["floor"])
        write(f"{name:<12}{own['turns/s']:>16,.0f}{times_floor:>14}{own['spans turns/s']:>16,.0f}\n")
    options = LanguageOptions(languages=("zh", "en", "fr", "de"))
    some = turns(TEXTS["mixed"], max(TURNS // 10, 2))
    seconds = best_seconds(lambda each: detect(each, options), some)
    write(f"with the optional detector, mixed: {len(some) / seconds:,.0f} turns/s\n")
    rows = [
        ("d", "AB"[number % 2], turn)
        for number, turn in enumerate(turns(TEXTS["mixed"], max(TURNS * 3 // 10, 3)))
    ]
    seconds = best_seconds(lambda _: report(rows), [""])
    write(f"all measures, mixed: {len(rows) / seconds:,.0f} turns/s\n")


if __name__ == "__main__":
    main()
